"""Each kind of fault: when it is being committed, and since when."""

import math

import pytest
from coach_samples import (
    HEIGHT,
    HIP,
    LEFT,
    NAN,
    RIGHT,
    condition,
    ends,
    exercise,
    fault,
    hips,
    path,
    phase,
    sample,
    times,
)

from matside.coach.detectors import (
    CLEAN,
    LEAD_MEMORY_S,
    Detector,
    Situation,
    Verdict,
    detect,
    unbalanced,
)
from matside.coach.events import RepDone
from matside.coach.phases import Left
from matside.exercise.fault_kinds import BalanceFault

KNEE = phase("knee", condition(ends(100), measure=HIP, of="own"), sides=True)
HEAD = "head_angle_deg"
LOWER = "lower_curve_deg"


def rule(kind, phases=("up",), **more):
    """A fault as the schema makes it."""
    made = exercise(phase(), phase("down"), KNEE, faults=[fault("bad", kind, phases, **more)])
    return made.fault[0]


def situation(one, *, side=None, in_phase=True, **more):
    """What a detector is told, by default within the phase."""
    given = {"neutral": {}, "best": {}} | more
    return Situation(sample=one, side=side, in_phase=in_phase, **given)


def run(made, situations):
    """Every verdict by time, clean ones left out."""
    state, verdicts = Detector(), {}
    for now in situations:
        state, verdict = detect(state, made, now)
        if verdict != CLEAN:
            verdicts[now.sample.t_s] = verdict
    return verdicts


def head(points, rate_hz=10):
    """Situations of a head that moves along straight lines."""
    return [situation(sample(t, head_height_ratio=v)) for t, v in path(points, rate_hz)]


# Bands

LOW = rule("band", lasts_s=1.0, when=[condition(ends(at_most=0.5), ends(at_most=0.7))])


def test_band_says_since_when_it_is_met():
    verdicts = run(LOW, head([(0, 1), (1, 0), (2, 0), (3, 1)]))
    assert {v.since_s for v in verdicts.values()} == {0.5}
    assert min(verdicts) == pytest.approx(0.5)
    assert max(verdicts) == pytest.approx(2.7, abs=0.11)


def test_all_conditions_of_a_band_must_be_met():
    legs = condition(ends(100), measure=HIP, of="own")
    made = rule("band", ["knee"], lasts_s=1.0, when=[condition(ends(at_most=0.5)), legs])
    for left, height, met in ((120, 0, True), (120, 1, False), (80, 0, False)):
        one = hips(0.0, left, 0, head_height_ratio=height)
        assert bool(run(made, [situation(one, side=LEFT)])) is met
        assert not run(made, [situation(one, side=RIGHT)])


def test_band_begins_with_the_last_condition():
    legs = condition(ends(100), measure=HIP, of="larger")
    made = rule("band", lasts_s=1.0, when=[condition(ends(at_most=0.5)), legs])
    shown = [situation(hips(t, 80 + 40 * t, 0, head_height_ratio=0)) for t in times(0, 1)]
    assert {v.since_s for v in run(made, shown).values()} == {0.5}


def test_band_may_be_about_the_neutral_or_the_best():
    low = [condition(ends(at_most=-0.2), relative_to="neutral")]
    worse = [condition(ends(at_most=0.8), relative_to="best")]
    one = sample(0.0, head_height_ratio=1.0)
    made = exercise(
        phase(),
        faults=[
            fault("low", lasts_s=1.0, when=low),
            fault("worse", lasts_s=1.0, when=worse),
        ],
        neutral={
            "measures": [HEIGHT],
            "postures": ["folded"],
            "quiet_s": 1,
            "quiet_range": 1,
            "swing": 1,
            "typical": 0,
            "source": "made up",
        },
    )
    for made_fault, name in zip(made.fault, ("neutral", "best"), strict=True):
        assert run(made_fault, [situation(one, **{name: {HEIGHT: 1.3}})])
        assert not run(made_fault, [situation(one, **{name: {HEIGHT: 1.1}})])
        assert not run(made_fault, [situation(one)])


def test_band_is_not_watched_outside_of_its_phases():
    shown = head([(0, 0), (2, 0)])
    outside = [situation(now.sample, in_phase=False) for now in shown]
    assert run(LOW, outside) == {}
    again = situation(sample(2.1, head_height_ratio=0))
    assert run(LOW, [*shown, *outside[-1:], again])[2.1].since_s == 2.1


def test_band_bridges_a_short_drop_out_and_no_longer_one():
    gap = [situation(sample(t)) for t in times(1.1, 4)]
    verdicts = run(LOW, head([(0, 0), (1, 0)]) + gap)
    assert max(verdicts) == pytest.approx(2.0)
    back = [situation(sample(4.1, head_height_ratio=0))]
    assert run(LOW, head([(0, 0), (1, 0)]) + gap + back)[4.1].since_s == 4.1


# Oscillation

BOUNCE = rule("oscillation", measure=HEIGHT, amplitude=0.4, turns=3, window_s=3)
BOUNCES = [(0, 0), (1, 1), (1.5, 0), (2, 1), (2.5, 0), (3, 1)]


def test_oscillation_is_told_once_it_has_turned_often_enough():
    verdicts = run(BOUNCE, head(BOUNCES))
    assert min(verdicts) == pytest.approx(2.2)
    assert verdicts[min(verdicts)] == Verdict(since_s=1.0, until_s=2.0)


def test_oscillation_that_is_too_small_or_too_slow_is_none():
    assert run(BOUNCE, head([(t, v * 0.39) for t, v in BOUNCES])) == {}
    assert run(BOUNCE, head([(4 * t, v) for t, v in BOUNCES])) == {}


def test_oscillation_is_over_once_its_turns_are_old():
    verdicts = run(BOUNCE, head([*BOUNCES, (9, 1.1)]))
    assert max(verdicts) == pytest.approx(4.5)


def test_oscillation_begins_anew_with_the_phase():
    shown = head(BOUNCES)
    outside = situation(sample(1.75, head_height_ratio=0.5), in_phase=False)
    parted = [now for now in shown if now.sample.t_s < 1.7] + [outside]
    assert run(BOUNCE, parted + [now for now in shown if now.sample.t_s > 1.8]) == {}


def test_oscillation_lasts_from_its_first_turn_to_its_last():
    verdicts = run(BOUNCE, head([*BOUNCES, (3.5, 0), (9, 0.1)]))
    assert verdicts[max(verdicts)] == Verdict(since_s=2.0, until_s=3.0)


def test_oscillation_is_not_watched_on_the_way_out():
    leaving = [situation(now.sample, steady=False) for now in head(BOUNCES)]
    assert run(BOUNCE, leaving) == {}
    late = [situation(n.sample, steady=n.sample.t_s <= 2.4) for n in head(BOUNCES)]
    assert max(run(BOUNCE, late)) == pytest.approx(2.4)


def test_oscillation_follows_the_side():
    made = rule("oscillation", ["knee"], measure=HIP, of="own", amplitude=5, turns=2, window_s=9)
    shown = [hips(t, 110 + 10 * math.cos(4 * t), 60) for t in times(0, 5)]
    assert run(made, [situation(one, side=LEFT) for one in shown])
    assert not run(made, [situation(one, side=RIGHT) for one in shown])


# Travel

ROCK = rule("travel", measure=HEIGHT, range=ends(0.5), window_s=2)


def test_travel_is_the_range_over_the_window():
    still = [(0, 0), (4, 0)]
    verdicts = run(ROCK, head([*still, (5, 1), (9, 1)]))
    assert min(verdicts) == pytest.approx(4.5, abs=0.11)
    assert verdicts[min(verdicts)].since_s == pytest.approx(min(verdicts) - 2.0)
    assert max(verdicts) == pytest.approx(6.4, abs=0.11)


def test_travel_needs_most_of_its_window():
    verdicts = run(ROCK, head([(0, 0), (0.5, 1), (3, 1)]))
    assert min(verdicts) == pytest.approx(1.6, abs=0.11)


def test_single_stray_value_is_no_travel():
    made = rule("travel", measure=HEIGHT, range=ends(0.5), window_s=6)
    shown = head([(0, 0), (9, 0)], rate_hz=8)
    shown[40] = situation(sample(5.0, head_height_ratio=5.0))
    assert run(made, shown) == {}
    shown[36:48] = [situation(sample(n.sample.t_s, head_height_ratio=5.0)) for n in shown[36:48]]
    assert run(made, shown)


def test_travel_against_another_measure():
    made = rule(
        "travel",
        measure=HEIGHT,
        range=ends(at_most=0.5),
        against=HEAD,
        against_range=ends(30),
        window_s=2,
    )
    for swing, height, met in ((20, 0.1, True), (10, 0.1, False), (20, 0.6, False)):
        shown = [
            situation(
                sample(
                    t,
                    head_height_ratio=height * math.sin(5 * t),
                    head_angle_deg=swing * math.sin(5 * t),
                )
            )
            for t in times(0, 4)
        ]
        assert bool(run(made, shown)) is met
    unknown = [situation(sample(t, head_height_ratio=0)) for t in times(0, 4)]
    assert run(made, unknown) == {}


def test_travel_begins_anew_where_its_conditions_are_not_met():
    legs = condition(ends(at_most=90), measure=HIP, of="larger")
    made = rule("travel", measure=HEIGHT, range=ends(at_most=0.1), window_s=4, when=[legs])

    def shown(up_s):
        return [
            situation(hips(t, 120 if t == up_s else 60, 60, head_height_ratio=0.5))
            for t in times(0, 6)
        ]

    assert min(run(made, shown(None))) == pytest.approx(3.2, abs=0.11)
    assert min(run(made, shown(2.0))) == pytest.approx(2.1 + 3.2, abs=0.11)
    assert max(run(made, shown(4.0))) == 3.9
    unseen = [situation(sample(t, head_height_ratio=0.5)) for t in times(0, 6)]
    assert run(made, unseen) == {}


def test_too_much_travel_lasts_from_one_end_to_the_other():
    made = rule("travel", measure=HEIGHT, range=ends(0.5), window_s=6)
    verdicts = run(made, head([(0, 0), (1, -1), (2, 0), (3, 1), (4, 0), (5, 0)], rate_hz=8))
    assert verdicts[5] == Verdict(since_s=1.0, until_s=3.0)
    little = rule("travel", measure=HEIGHT, range=ends(at_most=5), window_s=4)
    assert run(little, head([(0, 0), (4, 1)], rate_hz=8))[4] == Verdict(since_s=0.0, until_s=4.0)


def test_travel_remembers_nothing_new_on_the_way_out():
    shown = head([(0, 0), (4, 0)])
    out = [situation(sample(t, head_height_ratio=t), steady=False) for t in times(4.1, 5)]
    assert run(ROCK, shown + out) == {}


def test_travel_begins_anew_outside_of_its_phases():
    shown = head([(0, 0), (2, 1)])
    outside = situation(sample(2.1, head_height_ratio=1), in_phase=False)
    after = head([(2.2, 1), (9, 1)])
    assert max(run(ROCK, shown + after)) > 2.1
    assert max(run(ROCK, [*shown, outside, *after])) == 2.0


def test_unknown_values_are_passed_over():
    shown = head([(0, 0), (4, 2)])
    gaps = [situation(sample(n.sample.t_s)) if i % 3 else n for i, n in enumerate(shown)]
    assert min(run(ROCK, gaps)) == pytest.approx(1.8)
    assert run(ROCK, [situation(sample(t)) for t in times(0, 4)]) == {}


def test_travel_without_a_side_to_watch_waits():
    made = rule("travel", ["knee"], measure=HIP, of="own", range=ends(5), window_s=2)
    assert run(made, [situation(hips(t, 100 + 20 * t, 0)) for t in times(0, 4)]) == {}
    assert run(made, [situation(hips(t, 100 + 20 * t, 0), side=LEFT) for t in times(0, 4)])


# Together

BOTH = rule("together", measure=HIP, level=80, within_s=0.5)


def lifted(left_s, right_s, entered_s=4.0, rate_hz=10):
    """Both hips rise by 100 degrees a second to 120, at their own times; the phase begins after."""

    def bend(t_s, begin_s):
        return 60.0 + min(60.0, max(0.0, 100.0 * (t_s - begin_s)))

    return [
        situation(
            hips(t, bend(t, left_s), bend(t, right_s)),
            entered=(("up", entered_s),) if abs(t - entered_s) < 0.01 else (),
        )
        for t in times(0, entered_s, rate_hz)
    ]


@pytest.mark.parametrize(("left_s", "right_s"), [(1.0, 1.0), (1.0, 1.4), (1.5, 1.0)])
def test_legs_that_rise_within_half_a_second_rise_together(left_s, right_s):
    verdicts = run(BOTH, lifted(left_s, right_s))
    first = min(left_s, right_s) + 0.2
    assert verdicts == {4.0: Verdict(once=(pytest.approx(first), 4.0))}


@pytest.mark.parametrize(("left_s", "right_s"), [(1.0, 1.6), (2.0, 1.0)])
def test_one_leg_after_the_other_is_fine(left_s, right_s):
    assert run(BOTH, lifted(left_s, right_s)) == {}


def test_together_is_asked_only_when_one_of_its_phases_begins():
    made = rule("together", ["down"], measure=HIP, level=80, within_s=0.5)
    assert run(made, lifted(1.0, 1.0)) == {}


def test_leg_that_never_rose_did_not_rise_together():
    assert run(BOTH, lifted(1.0, 9.0)) == {}
    assert run(BOTH, lifted(9.0, 9.0)) == {}


def test_legs_that_were_up_when_first_seen_were_not_seen_to_rise():
    up = [hips(t, 120, 120) for t in times(0, 1)]
    shown = [situation(one) for one in up[:-1]] + [situation(up[-1], entered=(("up", 0.0),))]
    assert run(BOTH, shown) == {}


def test_legs_that_rose_unseen_were_not_seen_to_rise_together():
    down = [situation(hips(t, 60, 60)) for t in times(0, 1)]
    up = [situation(hips(t, 120, 120)) for t in times(3, 4)]
    last = situation(hips(4.1, 120, 120), entered=(("up", 3.0),))
    assert run(BOTH, [*down, *up, last]) == {}


def test_leg_that_sinks_a_little_has_not_risen_again():
    shown = lifted(1.0, 2.5)
    for n in (26, 27):
        t_s = shown[n].sample.t_s
        shown[n] = situation(hips(t_s, 72, shown[n].sample.values["right_hip_flexion_deg"]))
    assert run(BOTH, shown) == {}
    shown[26] = situation(hips(2.6, 69, 60))
    assert run(BOTH, shown)


# Pace

PACE = rule("pace", ["up", "down"], least_s=2.5)


def repetitions(*starts, side=None):
    """Situations in which repetitions that began at these moments are completed."""
    done = [
        RepDone(t_s=t + 2.0, exercise="small", count=n, start_s=t, side=side)
        for n, t in enumerate(starts)
    ]
    return [situation(sample(rep.t_s), completed=(rep,), in_phase=False) for rep in done]


def test_repetitions_are_too_fast_from_start_to_start():
    verdicts = run(PACE, repetitions(0.0, 4.0, 6.4, 8.8))
    assert [v.once for v in verdicts.values()] == [(4.0, 6.4), (6.4, 8.8)]


def test_repetition_that_takes_just_the_least_time_is_fine():
    assert run(PACE, repetitions(0.0, 2.5, 5.0)) == {}


def test_pace_is_that_of_each_side_and_of_either_way_of_doing_it():
    left, right = repetitions(0.0, side=LEFT), repetitions(1.0, 3.0, side=RIGHT)
    whole = repetitions(0.5)
    verdicts = run(PACE, [*left, *whole, *right])
    assert [v.once for v in verdicts.values()] == [(1.0, 3.0)]


def test_two_sides_that_are_done_with_one_frame_are_both_judged_by_their_own():
    first = [repetitions(0.0, side=side)[0].completed[0] for side in (LEFT, RIGHT)]
    both = situation(sample(2.0), completed=tuple(first))
    again = repetitions(1.0, side=RIGHT)
    assert [v.once for v in run(PACE, [both, *again]).values()] == [(0.0, 1.0)]


# Peak

PEAK = rule("peak", measure=HEIGHT, range=ends(at_most=1.5))


def visit(points, start_s, end_s, name="up"):
    """Situations of a visit that is left at ``end_s``."""
    left = Left(t_s=end_s, start_s=start_s, held_s=0.0)
    shown = [situation(sample(t, head_height_ratio=v)) for t, v in path(points)]
    last = situation(sample(end_s + 0.1), in_phase=False, left=((name, left),))
    return [*shown, last]


def test_peak_that_stays_low_is_told_when_the_visit_is_over():
    verdicts = run(PEAK, visit([(0, 1), (1, 1.4), (2, 1)], 0.0, 2.0))
    assert verdicts == {2.1: Verdict(once=(0.0, 2.0))}


def test_peak_is_due_again_and_again_while_another_phase_lasts():
    made = rule("peak", measure=HEIGHT, range=ends(at_most=1), due_in="down", due_s=4)
    low = head([(0, 0.2), (9, 0.2)])
    verdicts = run(made, low)
    assert min(verdicts) == pytest.approx(4.0, abs=0.11)
    assert {verdict.since_s for verdict in verdicts.values()} == {0.0}
    assert run(made, head([(0, 0.2), (3, 2), (9, 0.2)])) == {}
    assert run(made, head([(0, 0.2), (3, 0.2)])) == {}
    hidden = [situation(now.sample, steady=False) for now in low]
    assert run(made, hidden) == {}
    assert run(rule("peak", measure=HEIGHT, range=ends(at_most=1)), low) == {}


def test_visit_to_the_peak_puts_off_when_the_next_one_is_due():
    made = rule("peak", measure=HEIGHT, range=ends(at_most=1), due_in="down", due_s=4)
    before, after = head([(0, 0.2), (3, 2)]), head([(3.2, 0.2), (6, 0.2)])
    over = situation(sample(3.1), left=(("up", Left(t_s=3.0, start_s=2.5, held_s=0.5)),))
    assert run(made, [*before, over, *after]) == {}
    late = head([(6.1, 0.2), (8, 0.2)])
    verdicts = run(made, [*before, over, *after, *late])
    assert {round(verdict.since_s, 1) for verdict in verdicts.values()} == {3.2}


def test_peak_that_was_reached_is_fine():
    assert run(PEAK, visit([(0, 1), (1, 1.6), (2, 1)], 0.0, 2.0)) == {}


def test_peak_is_that_of_this_visit():
    first = visit([(0, 1), (1, 1.6), (2, 1)], 0.0, 2.0)
    second = visit([(4, 1), (5, 1.4), (6, 1)], 4.0, 6.0)
    assert list(run(PEAK, first + second)) == [6.1]
    before = visit([(2, 1.6), (3, 1.6), (4, 1), (6, 1)], 4.0, 6.0)
    assert run(PEAK, before) == {6.1: Verdict(once=(4.0, 6.0))}


def test_peak_forgets_what_lay_between_two_visits():
    first = visit([(0, 1), (1, 1.6), (2, 1)], 0.0, 2.0)[:-1]
    outside = situation(sample(2.5, head_height_ratio=9), in_phase=False)
    second = visit([(3, 1), (4, 1.4), (5, 1)], 0.0, 5.0)
    assert list(run(PEAK, [*first, outside, *second])) == [5.1]


def test_peak_of_which_nothing_is_known_is_no_fault():
    left = Left(t_s=2.0, start_s=0.0, held_s=0.0)
    assert run(PEAK, [situation(sample(2.1), left=(("up", left),))]) == {}


def test_peak_passes_over_other_phases_and_what_lies_outside():
    assert run(PEAK, visit([(0, 1), (2, 1)], 0.0, 2.0, name="down")) == {}
    shown = visit([(0, 1), (2, 1)], 0.0, 2.0)
    outside = [situation(now.sample, in_phase=False) for now in shown[:-1]]
    assert run(PEAK, [*outside, shown[-1]]) == {}


# Lead

LEAD = rule("lead", leader=LOWER, follower=HEAD, early_s=0.5)


def swings(*early_s, size=40.0, name="up", follower_moves=True, follower_takes_s=1.0):
    """Visits from 0 to 2 s, 4 to 6 s, ...; between them both measures swing within a second.

    The leader sets out at 3 s, 7 s, ..., the follower earlier by each of ``early_s``.
    """

    def level(t_s, ahead, takes_s=1.0):
        value = 0.0
        for n, early in enumerate(early_s):
            share = min(1.0, max(0.0, t_s - (3.0 + 4.0 * n - ahead * early)) / takes_s)
            value += (1 if n % 2 == 0 else -1) * size * share
        return value

    found = []
    for t_s in times(0.0, 4.0 * len(early_s) + 3.0, 20):
        visit_s = t_s - 2.1
        ended = abs(visit_s % 4.0) < 0.01 or abs(visit_s % 4.0 - 4.0) < 0.01
        start_s = 4.0 * round(visit_s / 4.0)
        left = ((name, Left(t_s=start_s + 2.0, start_s=start_s, held_s=2.0)),) if ended else ()
        head_deg = level(t_s, 1.0, follower_takes_s) if follower_moves else 0.0
        one = sample(t_s, lower_curve_deg=level(t_s, 0.0), head_angle_deg=head_deg)
        found.append(situation(one, left=left))
    return found


def test_follower_that_sets_out_first_is_told_after_a_swing_each_way():
    verdicts = run(LEAD, swings(0.6, 0.6, 0.0, 0.0))
    assert list(verdicts.values()) == [Verdict(once=(5.0, 10.0))]


@pytest.mark.parametrize(
    ("early_s", "told"),
    [((1.0, 0.2), True), ((0.9, 0.0), False), ((-1.0, -1.0), False), ((0.2, 0.2), False)],
)
def test_lead_is_judged_on_average_over_a_swing_each_way(early_s, told):
    assert bool(run(LEAD, swings(*early_s))) is told


def test_who_sets_out_first_leads_though_the_other_arrives_first():
    assert run(LEAD, swings(1.0, 1.0, follower_takes_s=2.0))
    assert not run(LEAD, swings(0.2, 0.2, follower_takes_s=0.2))


def test_each_visit_is_judged_with_the_one_before():
    verdicts = run(LEAD, swings(0.0, 0.0, 0.8, 0.8, 0.8))
    assert [v.once[1] for v in verdicts.values()] == [18.0, 22.0]


def test_downward_swing_has_a_leader_too():
    assert run(LEAD, swings(0.8, 0.8, size=-40.0))
    assert not run(LEAD, swings(-0.8, -0.8, size=-40.0))


@pytest.mark.parametrize(
    "shown",
    [
        swings(0.8),
        swings(0.8, 0.8, size=14.0),
        swings(0.8, 0.8, name="down"),
        swings(0.8, 0.8, follower_moves=False),
        [situation(sample(n.sample.t_s), left=n.left) for n in swings(0.8, 0.8)],
    ],
    ids=["one way only", "too small", "other phase", "only one swings", "unknown"],
)
def test_lead_is_silent_without_two_clear_swings(shown):
    assert run(LEAD, shown) == {}


def test_lead_begins_anew_outside_of_its_phases():
    shown = swings(0.8, 0.8)
    assert run(LEAD, shown)
    outside = situation(sample(6.5), in_phase=False)
    parted = [n for n in shown if n.sample.t_s < 6.5], [n for n in shown if n.sample.t_s > 6.5]
    assert run(LEAD, [*parted[0], outside, *parted[1]]) == {}


def test_memory_of_a_swing_ends():
    state = Detector()
    end_s = 2.0 * LEAD_MEMORY_S
    for t_s in times(0, end_s, 4):
        now = situation(sample(t_s, lower_curve_deg=0, head_angle_deg=0))
        state, _ = detect(state, LEAD, now)
    assert state.past[0][0] == pytest.approx(end_s - LEAD_MEMORY_S)
    for later_s, lower in ((0.04, 1.0), (0.2, NAN)):
        now = situation(sample(end_s + later_s, lower_curve_deg=lower, head_angle_deg=1))
        state, _ = detect(state, LEAD, now)
        assert state.past[-1][0] == end_s


# Sides in balance


@pytest.mark.parametrize(
    ("counts", "fewer"),
    [
        ({LEFT: 5, RIGHT: 3}, RIGHT),
        ({LEFT: 1, RIGHT: 9}, LEFT),
        ({LEFT: 5, RIGHT: 4}, None),
        ({LEFT: 5, RIGHT: 5}, None),
        ({LEFT: 5}, None),
        ({None: 5}, None),
        ({}, None),
    ],
)
def test_sides_are_unbalanced_once_both_were_done_and_two_or_more_apart(counts, fewer):
    balance = BalanceFault.model_validate(fault("uneven", "balance", least=2))
    assert unbalanced(balance, counts) is fewer
