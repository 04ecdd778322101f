"""One exercise through time: samples in, events out."""

import math
from dataclasses import replace

import pytest
from coach_samples import (
    CURVE,
    HEIGHT,
    HIP,
    LEFT,
    NAN,
    NEUTRAL,
    RIGHT,
    condition,
    curves,
    ends,
    exercise,
    fault,
    follow_all,
    heights,
    hips,
    nobody,
    path,
    phase,
    said,
    sample,
    times,
)

from matside.coach import events as ev
from matside.coach.track import new_track
from matside.coach.tracker import LINGER_S, REHEARSAL_S, conclude, follow


def run(made, samples, *, to_the_end=False):
    """The last state of an exercise and all of its events."""
    return follow_all(new_track(made), samples, to_the_end=to_the_end)


def names(events):
    """The kinds of events in order of report."""
    return [type(event).__name__ for event in events]


# Holds and the end of the stream


def test_hold_is_told_from_its_beginning_to_its_end():
    _, events = run(exercise(), heights([(0, 0), (2, 2), (6, 2), (8, 0), (9, 0)]))
    assert said(events, ev.HoldStarted, "t_s") == [pytest.approx(1.0)]
    (done,) = said(events, ev.HoldDone, "start_s", "t_s", "held_s")
    assert done == pytest.approx((1.0, 7.2, 6.2))
    assert names(events)[-2:] == ["SetDone", "DoseDone"]


def test_whatever_runs_at_the_end_of_the_stream_ends_when_last_seen():
    low = fault("low", lasts_s=1.0, when=[condition(ends(at_most=3))])
    shown = [*heights([(0, 2), (6, 2)]), nobody(6.1)]
    track, events = run(exercise(faults=[low]), shown, to_the_end=True)
    assert said(events, ev.HoldDone, "t_s", "held_s") == [(6.0, 6.0)]
    assert said(events, ev.FaultCleared, "t_s", "start_s") == [(6.0, 0.5)]
    assert track.active == ()
    assert conclude(track)[1] == ()


def test_short_visit_at_the_end_of_the_stream_is_a_hold():
    own = condition(ends(100), measure=HIP, of="own")
    both = condition(ends(100), measure=HIP, of="smaller")
    made = exercise(
        phase("one", own, sides=True, passing="both", passing_s=5.0), phase("both", both)
    )
    shown = [hips(t, 120, 60) for t in times(0, 3)]
    _, events = run(made, shown)
    assert said(events, ev.HoldDone, "t_s") == []
    _, events = run(made, shown, to_the_end=True)
    assert said(events, ev.HoldDone, "t_s", "side") == [(3.0, LEFT)]


def test_drop_out_pauses_the_hold():
    shown = [*heights([(0, 2), (2, 2)]), *(nobody(t) for t in times(2.1, 4))]
    _, events = run(exercise(), [*shown, *heights([(4.1, 2), (6, 2)])], to_the_end=True)
    assert said(events, ev.HoldPaused, "t_s") == [2.0]
    (held,) = said(events, ev.HoldDone, "held_s")
    assert held == pytest.approx(6.0 - 2.1)


# Sides

KNEES = exercise(
    phase("lying", condition(ends(at_most=80), measure=HIP, of="larger"), kind="rest"),
    phase(
        "one",
        condition(ends(100), ends(90), measure=HIP, of="own"),
        condition(ends(at_most=85), ends(at_most=95), measure=HIP, of="other"),
        sides=True,
        passing="both",
        passing_s=5.0,
    ),
    phase("both", condition(ends(100), ends(90), measure=HIP, of="smaller")),
    cycle=["one"],
    or_cycle=["both"],
    faults=[
        fault("together", "together", ["both"], measure=HIP, level=80, within_s=0.5),
        fault(
            "shallow",
            "band",
            ["one", "both"],
            lasts_s=1.0,
            when=[condition(ends(at_most=0.9), measure=HIP, of="larger", relative_to="best")],
        ),
    ],
    shows=[HIP],
)


def legs(left, right, rate_hz=10):
    """Samples of two hips that move along straight lines between points."""
    both = zip(path(left, rate_hz), path(right, rate_hz), strict=True)
    return [hips(t_s, a, b) for (t_s, a), (_, b) in both]


def test_side_is_found_and_not_asked():
    left = [(0, 60), (2, 60), (3, 120), (10, 120), (11, 60), (14, 60), (21, 60), (24, 60)]
    right = [(0, 60), (2, 60), (3, 60), (10, 60), (11, 60), (14, 60), (15, 120), (24, 120)]
    _, events = run(KNEES, legs(left[:6], right[:6]))
    assert said(events, ev.HoldDone, "side") == [LEFT]
    left_again, right_now = [(14, 60), (15, 60), (24, 60), (26, 60)], [(14, 60), (15, 120)]
    _, events = run(
        KNEES,
        legs(left[:6], right[:6])[:-1] + legs(left_again, [*right_now, (24, 120), (26, 60)]),
    )
    assert said(events, ev.HoldDone, "side") == [LEFT, RIGHT]
    assert said(events, ev.RepDone, "side", "count") == [(LEFT, 1), (RIGHT, 1)]
    assert said(events, ev.HoldDone, "start_s", "t_s")[0] == pytest.approx((2 + 2 / 3, 10.5))


def test_one_knee_on_the_way_to_both_and_back_counts_for_nothing():
    left = [(0, 60), (1, 60), (2, 120), (4, 120), (14, 120), (16, 120), (17, 60), (22, 60)]
    right = [(0, 60), (1, 60), (2, 60), (4, 120), (14, 120), (16, 60), (17, 60), (22, 60)]
    _, events = run(KNEES, legs(left, right), to_the_end=True)
    assert said(events, ev.HoldDone, "phase", "side") == [("both", None)]
    assert said(events, ev.RepDone, "side", "count") == [(None, 1)]
    assert [p for p, _ in said(events, ev.PhaseLeft, "phase", "side")].count("one") == 2
    assert said(events, ev.FaultRaised, "fault") == []


def test_both_legs_at_once_is_told_with_the_moment_they_rose():
    _, events = run(KNEES, legs(*[[(0, 60), (1, 60), (2, 120), (9, 120)]] * 2))
    (raised,) = said(events, ev.FaultRaised, "fault", "t_s")
    assert raised == ("together", pytest.approx(1 + 1 / 3))
    (cleared,) = said(events, ev.FaultCleared, "start_s", "t_s")
    assert cleared == pytest.approx((1 + 1 / 3, 1 + 2 / 3))


def test_hold_goes_on_when_the_legs_exchange_their_names():
    shown = [hips(t, *((120, 60) if t < 4 else (60, 120))) for t in times(0, 10)]
    shown += [hips(t, 60, 60) for t in times(10.1, 14)]
    _, events = run(KNEES, shown)
    assert said(events, ev.PhaseEntered, "phase", "side") == [("one", LEFT), ("lying", None)]
    ((side, held_s),) = said(events, ev.HoldDone, "side", "held_s")
    assert side is RIGHT
    assert held_s == pytest.approx(10.05, abs=0.1)


def test_hold_is_judged_against_the_persons_own_best():
    shown = [(0, 130), (3, 130), (4, 110), (9, 110)]
    track, events = run(KNEES, legs(shown, [(t, 60) for t, _ in shown]))
    assert track.best == {HIP: 130}
    (raised,) = said(events, ev.FaultRaised, "fault", "t_s", "side")
    assert raised == ("shallow", pytest.approx(3.65), LEFT)


def test_best_is_learnt_in_holds_only():
    track, _ = run(KNEES, legs(*[[(0, 70), (3, 70)]] * 2))
    assert track.best == {}
    less = condition(ends(at_most=0.9), relative_to="best")
    moving = exercise(phase(kind="move"), faults=[fault("less", lasts_s=1.0, when=[less])])
    track, _ = run(moving, heights([(0, 2), (3, 2)]))
    assert [p.id for p, _, _ in track.active] == ["up"]
    assert track.best == {}


def test_best_of_a_side_is_not_learnt_in_a_hold_without_sides():
    own = condition(ends(100), measure=HIP, of="own")
    both = condition(ends(100), measure=HIP, of="smaller")
    less = condition(ends(at_most=0.9), measure=HIP, of="own", relative_to="best")
    made = exercise(
        phase("both", both),
        phase("one", own, sides=True),
        faults=[fault("less", "band", ["one"], lasts_s=1.0, when=[less])],
    )
    track, _ = run(made, legs(*[[(0, 120), (3, 120)]] * 2))
    assert [p.id for p, _, _ in track.active] == ["both", "one", "one"]
    assert track.best == {}


def test_ranges_are_those_of_holds_and_moves():
    track, _ = run(KNEES, legs(*[[(0, 60), (3, 60)]] * 2))
    assert [p.id for p, _, _ in track.active] == ["lying"]
    assert track.ranges == {}
    left = [(0, 60), (3, 60), (4, 120), (6, 120), (9, 60), (10, 60)]
    track, _ = run(KNEES, legs(left, [(t, 60 + t) for t, _ in left]))
    low, high = track.ranges["left_hip_flexion_deg"]
    assert (low, high) == pytest.approx((60, 120), abs=35)
    assert low > 60
    assert track.ranges["right_hip_flexion_deg"][0] > 63


def test_range_of_what_is_not_seen_is_not_known():
    made = exercise(shows=[HEIGHT, "head_angle_deg"])
    track, _ = run(made, heights([(0, 2), (2, 3), (4, 2)]))
    assert track.ranges == {HEIGHT: (2.0, 3.0)}
    assert run(made, [nobody(0.0)])[0].ranges == {}


# Faults


def shifting(points, shift_s, move=0.8):
    """A head along straight lines, and hips that have moved from ``shift_s`` on."""
    return [
        sample(t, head_height_ratio=v, hip_shift_ratio=0.0 if t < shift_s else move)
        for t, v in path(points)
    ]


def test_travel_outlasts_a_short_pause_between_two_visits():
    rock = fault("rock", "travel", measure="hip_shift_ratio", range=ends(0.5), window_s=6.0)
    for pause_s, raised in ((1.0, True), (LINGER_S + 1.0, False)):
        back_s = 3.5 + pause_s
        steps = [(0, 2), (3, 2), (3.1, 0), (back_s - 0.1, 0), (back_s, 2), (back_s + 9, 2)]
        _, events = run(exercise(faults=[rock]), shifting(steps, shift_s=3.3))
        assert len(said(events, ev.PhaseEntered, "t_s")) == 2
        assert bool(said(events, ev.FaultRaised, "t_s")) is raised


def test_rocking_outlasts_a_short_pause_between_two_visits():
    rock = fault(
        "rock", "oscillation", measure="hip_shift_ratio", amplitude=0.3, turns=2, window_s=16
    )
    for pause_s, raised in ((1.0, True), (LINGER_S + 1.0, False)):
        back_s = 3.5 + pause_s
        steps = [(0, 2), (3, 2), (3.1, 0), (back_s - 0.1, 0), (back_s, 2), (back_s + 5, 2)]
        shown = [
            sample(
                t,
                head_height_ratio=v,
                hip_shift_ratio=0.5 if 1.5 <= t < 3.3 or t > back_s + 2 else 0.0,
            )
            for t, v in path(steps)
        ]
        _, events = run(exercise(faults=[rock]), shown)
        assert bool(said(events, ev.FaultRaised, "t_s")) is raised


def test_travel_of_a_side_waits_between_two_phases():
    own = condition(ends(100), measure=HIP, of="own")
    made = exercise(
        phase("one", own, sides=True),
        faults=[fault("rock", "travel", ["one"], measure=HIP, of="own", range=ends(8), window_s=2)],
    )
    shown = [hips(t, 110 + 10 * math.sin(5 * t), 60) for t in times(0, 4)]
    shown += [hips(t, 60, 60) for t in times(4.1, 8)]
    _, events = run(made, shown)
    assert said(events, ev.FaultRaised, "fault", "side") == [("rock", LEFT)]
    assert len(said(events, ev.FaultCleared, "t_s")) == 1


def test_band_is_not_watched_on_the_way_out():
    low = fault("low", lasts_s=0.3, when=[condition(ends(at_most=0.5))])
    shown = heights([(0, 2), (3, 2), (3.1, 0), (9, 0)])
    _, events = run(exercise(phase(grace_s=2.0), faults=[low]), shown)
    assert said(events, ev.PhaseLeft, "phase") == ["up"]
    assert said(events, ev.FaultRaised, "fault") == []


def test_lead_outlasts_short_pauses_between_visits():
    lead = fault("lead", "lead", leader="lower_curve_deg", follower="head_angle_deg", early_s=0.5)

    def swing(t_s, period_s, ahead_s):
        """Up and down once each two periods, within a second around the middle of a pause."""
        rises = [
            (1 if n % 2 == 0 else -1)
            * 40.0
            * min(1.0, max(0.0, t_s + ahead_s - (period_s * (n + 1) - 1.0)))
            for n in range(5)
        ]
        return sum(rises)

    for period_s, told in ((4.0, True), (7.0 + LINGER_S, False)):
        shown = [
            sample(
                t,
                head_height_ratio=2 if t % period_s < 2.0 else 0,
                lower_curve_deg=swing(t, period_s, 0.0),
                head_angle_deg=swing(t, period_s, 0.8),
            )
            for t in times(0, 5 * period_s)
        ]
        _, events = run(exercise(faults=[lead]), shown)
        assert len(said(events, ev.PhaseLeft, "phase")) == 5
        assert bool(said(events, ev.FaultRaised, "fault")) is told


def test_bouncing_is_not_watched_on_the_way_out():
    bounce = fault("bounce", "oscillation", measure=HEIGHT, amplitude=0.3, turns=2, window_s=4)
    steady = [(0, 2), (4, 2)]
    waving = [(4.1, 0.7), (4.2, 0.1), (4.3, 0.7), (4.4, 0.1), (4.5, 0.7), (5, 0.1)]
    assert not said(
        run(exercise(faults=[bounce]), heights(steady + waving))[1], ev.FaultRaised, "t_s"
    )
    inside = [(4.2, 1.0), (4.4, 2), (4.6, 1.0), (5, 2)]
    assert said(run(exercise(faults=[bounce]), heights(steady + inside))[1], ev.FaultRaised, "t_s")


OPEN = exercise(
    phase("open", condition(ends(0.2), ends(0.1), measure="elbow_height_ratio", of="own"),
          kind="move", sides=True, settle_s=0.2, grace_s=0.2),
    phase("closed", condition(ends(at_most=-0.1), measure="elbow_height_ratio", of="own"),
          kind="move", sides=True, settle_s=0.2, grace_s=0.2),
    cycle=["open", "closed"],
    faults=[
        fault("fast", "pace", ["open", "closed"], least_s=3.0),
        fault("low", "peak", ["open"], measure="elbow_height_ratio", of="own",
              range=ends(at_most=0.5)),
    ],
)  # fmt: skip


def elbows(points, side=LEFT):
    """Samples of one elbow that moves while the other rests at the shoulder's height."""
    key, other = f"{side}_elbow_height_ratio", f"{side.other}_elbow_height_ratio"
    return [sample(t, **{key: v, other: 0.0}) for t, v in path(points)]


@pytest.mark.parametrize("side", [LEFT, RIGHT])
def test_repetition_needs_both_ends_and_knows_its_side(side):
    cycle = [(0, -0.5), (2, -0.5), (4, 0.8), (6, -0.5), (8, 0.8), (9, 0.8)]
    track, events = run(OPEN, elbows(cycle, side))
    assert said(events, ev.RepDone, "side", "count") == [(side, 1), (side, 2)]
    assert track.counter.counts == {side: 2}
    assert said(events, ev.FaultRaised, "fault") == []


def test_peak_that_stays_low_is_told_on_its_side():
    cycle = [(0, -0.5), (2, -0.5), (4, 0.4), (6, -0.5), (8, -0.5)]
    _, events = run(OPEN, elbows(cycle, RIGHT))
    assert said(events, ev.FaultRaised, "fault", "side") == [("low", RIGHT)]
    assert said(events, ev.FaultRaised, "t_s")[0] == said(events, ev.PhaseLeft, "start_s")[1]


def test_cycle_that_is_too_fast_is_told():
    fast = [(0, -0.5), (1, 0.8), (2, -0.5), (3, 0.8), (4, -0.5)]
    _, events = run(OPEN, elbows(fast))
    assert set(said(events, ev.FaultRaised, "fault")) == {"fast"}
    slow = [(3 * t, v) for t, v in fast]
    assert said(run(OPEN, elbows(slow))[1], ev.FaultRaised, "fault") == []


def test_faults_follow_what_they_are_told_of_the_neutral():
    low = condition(ends(at_most=-30), measure=CURVE, relative_to="neutral")
    made = exercise(
        phase("cow", condition(ends(at_most=-10), measure=CURVE, relative_to="neutral"),
              kind="move", postures=["hands_and_knees"]),
        faults=[fault("deep", "band", ["cow"], lasts_s=0.5, when=[low])],
        neutral=NEUTRAL,
    )  # fmt: skip
    _, events = run(made, curves([(0, 20), (2, 20), (4, -15), (6, -15)]))
    assert said(events, ev.FaultRaised, "fault") == ["deep"]
    _, events = run(made, curves([(0, 10), (2, 10), (4, -15), (6, -15)]))
    assert said(events, ev.PhaseEntered, "phase") == ["cow"]
    assert said(events, ev.FaultRaised, "fault") == []


# Neutral and rehearsal


def bend(identifier, **edges):
    """A phase of cat-cow."""
    enter = condition(ends(**edges), measure=CURVE, relative_to="neutral")
    return phase(
        identifier, enter, kind="move", postures=["hands_and_knees"], settle_s=0.2, grace_s=0.2
    )


CAT_COW = exercise(
    bend("cat", at_least=15), bend("cow", at_most=-10), cycle=["cat", "cow"], neutral=NEUTRAL
)


def test_neutral_found_quietly_lets_the_phases_begin():
    track, events = run(CAT_COW, curves([(0, 5), (2, 5), (3, 65), (4, 65), (6, -35), (7, -35)]))
    assert track.neutral_values == {CURVE: 5.0}
    assert said(events, ev.PhaseEntered, "phase") == ["cat", "cow"]
    assert said(events, ev.PhaseEntered, "t_s") == pytest.approx([2.25, 5.4])
    assert said(events, ev.RepDone, "count") == [1]


MOVING = [(0, 60), (2, -40), (4, 60), (6, -40), (8, 60)]
"""Never quiet; the middle is known at 2.6 s, when the first cow has turned by 0.3 of the swing."""


def test_nothing_is_told_before_the_neutral_is_known():
    track, events = run(CAT_COW, curves(MOVING[:2]))
    assert events == []
    assert len(track.rehearsal) == 21


def test_what_came_before_the_neutral_is_told_afterwards_with_its_own_times():
    early, late = [one for one in curves(MOVING) if one.t_s < 2.55], curves(MOVING)
    assert run(CAT_COW, early)[1] == []
    track, events = run(CAT_COW, late)
    assert track.neutral_values == {CURVE: 10.0}
    assert track.neutral[CURVE].basis == "swing"
    assert said(events, ev.PhaseEntered, "phase") == ["cat", "cow", "cat", "cow", "cat"]
    assert said(events, ev.PhaseEntered, "t_s") == pytest.approx([0.0, 1.2, 3.3, 5.2, 7.3])
    assert said(events, ev.RepDone, "count") == [1, 2]
    assert (track.rehearsal, track.told) == ((), ())


HELD_COW = [(0, -40), (1.5, -40), (3.5, 60), (5.5, -40), (7.5, 60)]
"""Quiet in a held cow; corrected once the full swing has turned by 0.3, at 4.1 s."""


def test_neutral_that_was_an_end_is_corrected_and_the_count_is_right():
    wrong, _ = run(CAT_COW, curves(HELD_COW[:3]))
    assert wrong.neutral_values == {CURVE: -40.0}
    assert (len(wrong.rehearsal), len(wrong.told)) == (36, 1)
    track, events = run(CAT_COW, curves(HELD_COW))
    assert track.neutral_values == {CURVE: pytest.approx(10.0)}
    assert said(events, ev.RepDone, "t_s") == pytest.approx([2.8, 6.8])
    assert track.counter.counts == {None: len(said(events, ev.RepDone, "t_s"))}
    cows = [t for name, t in said(events, ev.PhaseEntered, "phase", "t_s") if name == "cow"]
    assert cows[0] == 0.0


def test_nothing_is_told_twice_when_the_neutral_is_corrected():
    _, events = run(CAT_COW, curves(HELD_COW))
    moments = said(events, ev.PhaseEntered, "phase", "t_s")
    for name, t_s in moments:
        near = [other for label, other in moments if label == name and abs(other - t_s) <= 0.75]
        assert near == [t_s]


def test_event_that_moves_a_little_with_the_neutral_is_not_told_again():
    quick = [(0, -40), (1.5, -40), (2.5, 60), (3.5, -40), (4.5, 60)]
    track, events = run(CAT_COW, curves(quick))
    assert track.neutral[CURVE].basis == "swing"
    cats = [t for name, t in said(events, ev.PhaseEntered, "phase", "t_s") if name == "cat"]
    assert cats == pytest.approx([1.65, 4.15])
    assert track.counter.counts == {None: 2}


def test_neutral_that_is_corrected_after_the_first_repetition_takes_nothing_back():
    track, _ = run(CAT_COW, curves([(0, 0), (2, 0), (3, 40), (5, -30), (6, -30)]))
    assert track.counter.counts == {None: 1}
    assert (track.rehearsal, track.told) == ((), ())
    late = [(6.1, -30), (9, 170), (11, -30)]
    after, events = follow_all(track, curves(late))
    assert after.neutral[CURVE].basis == "swing"
    assert after.counter.counts[None] >= 1
    assert all(event.t_s >= 5.0 for event in events)


def test_rehearsal_keeps_no_more_than_a_minute():
    wander = [(n, 30.0 * (n % 2)) for n in range(90)]
    track, events = run(CAT_COW, curves(wander, rate_hz=5))
    assert track.neutral[CURVE].basis == "none"
    assert events == []
    last = wander[-1][0]
    assert last - track.rehearsal[0].t_s <= REHEARSAL_S
    assert track.rehearsal[-1].t_s == last


def test_quiet_neutral_goes_on_being_rehearsed_until_a_repetition():
    track, _ = run(CAT_COW, curves([(0, 5), (3, 5)]))
    assert len(track.rehearsal) == 31
    track, _ = run(CAT_COW, curves([(0, 5), (3, 5), (4, 60), (6, -30), (8, -30)]))
    assert track.rehearsal == ()


def test_one_swing_is_enough_at_the_end_of_the_stream():
    once = curves([(0, 60), (2, -40), (2.3, -40)])
    track, events = run(CAT_COW, once)
    assert events == []
    track, events = run(CAT_COW, once, to_the_end=True)
    assert track.neutral_values == {CURVE: 10.0}
    assert said(events, ev.RepDone, "count") == [1]
    assert said(events, ev.PhaseEntered, "t_s") == pytest.approx([0.0, 1.2])
    assert said(events, ev.PhaseLeft, "phase") == ["cat", "cow"]


@pytest.mark.parametrize(
    "shown",
    [
        [],
        curves([(0, 0), (0.1, 0)])[:1],
        curves([(0, 0), (1, 20)]),
        [replace(one, t_s=8 * one.t_s) for one in curves([(0, 60), (1.9, -40)])],
    ],
    ids=["nothing", "one picture", "small swing", "slide show"],
)
def test_end_of_the_stream_tells_nothing_without_a_clear_swing(shown):
    track, events = run(CAT_COW, shown, to_the_end=True)
    assert events == []
    assert track.neutral_values == {}


def test_end_of_the_stream_changes_no_neutral_that_is_known():
    track, events = run(CAT_COW, curves([(0, 5), (2, 5), (3, 65), (4, 65)]), to_the_end=True)
    assert track.neutral_values == {CURVE: 5.0}
    assert said(events, ev.PhaseLeft, "phase") == ["cat"]


def test_unknown_curve_is_bridged_within_a_phase():
    shown = curves([(0, 5), (2, 5), (3, 65), (6, 65)])
    gaps = [
        replace(one, values=one.values | {CURVE: NAN}) if 4 < one.t_s < 4.8 else one
        for one in shown
    ]
    assert run(CAT_COW, gaps)[1] == run(CAT_COW, shown)[1]


def test_state_is_not_changed_by_following():
    track = new_track(KNEES)
    follow(track, hips(0.0, 120, 60))
    assert track.phases == new_track(KNEES).phases
