"""Faults of one exercise through time: their sides, the person's own best, and pauses."""

import math

import pytest
from tests.coach.coach_samples import (
    HEIGHT,
    HIP,
    KNEES,
    LEFT,
    OPEN_AND_CLOSE,
    RIGHT,
    condition,
    elbows,
    ends,
    exercise,
    fault,
    follow_exercise,
    heights,
    hips,
    legs,
    path,
    phase,
    said,
    sample,
    times,
)

from matside.coach import events as ev
from matside.coach.tracker import LINGER_S

# Legs and elbows


def test_both_legs_at_once_is_told_with_the_moment_they_rose():
    _, events = follow_exercise(KNEES, legs(*[[(0, 60), (1, 60), (2, 120), (9, 120)]] * 2))
    (raised,) = said(events, ev.FaultRaised, "fault", "t_s")
    assert raised == ("together", pytest.approx(1 + 1 / 3))
    (cleared,) = said(events, ev.FaultCleared, "start_s", "t_s")
    assert cleared == pytest.approx((1 + 1 / 3, 1 + 2 / 3))


def test_peak_that_stays_low_is_told_on_its_side():
    cycle = [(0, -0.5), (2, -0.5), (4, 0.4), (6, -0.5), (8, -0.5)]
    _, events = follow_exercise(OPEN_AND_CLOSE, elbows(cycle, RIGHT))
    assert said(events, ev.FaultRaised, "fault", "side") == [("low", RIGHT)]
    assert said(events, ev.FaultRaised, "t_s")[0] == said(events, ev.PhaseLeft, "start_s")[1]


def test_cycle_that_is_too_fast_is_told():
    fast = [(0, -0.5), (1, 0.8), (2, -0.5), (3, 0.8), (4, -0.5)]
    _, events = follow_exercise(OPEN_AND_CLOSE, elbows(fast))
    assert set(said(events, ev.FaultRaised, "fault")) == {"fast"}
    slow = [(3 * t, v) for t, v in fast]
    assert said(follow_exercise(OPEN_AND_CLOSE, elbows(slow))[1], ev.FaultRaised, "fault") == []


# The person's own best


def test_hold_is_judged_against_the_persons_own_best():
    shown = [(0, 130), (3, 130), (4, 110), (9, 110)]
    track, events = follow_exercise(KNEES, legs(shown, [(t, 60) for t, _ in shown]))
    assert track.best == {HIP: 130}
    (raised,) = said(events, ev.FaultRaised, "fault", "t_s", "side")
    assert raised == ("shallow", pytest.approx(3.65), LEFT)


def test_best_is_learnt_in_holds_only():
    track, _ = follow_exercise(KNEES, legs(*[[(0, 70), (3, 70)]] * 2))
    assert track.best == {}
    less = condition(ends(at_most=0.9), relative_to="best")
    moving = exercise(phase(kind="move"), faults=[fault("less", lasts_s=1.0, when=[less])])
    track, _ = follow_exercise(moving, heights([(0, 2), (3, 2)]))
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
    track, _ = follow_exercise(made, legs(*[[(0, 120), (3, 120)]] * 2))
    assert [p.id for p, _, _ in track.active] == ["both", "one", "one"]
    assert track.best == {}


# On the way out


def test_band_is_not_watched_on_the_way_out():
    low = fault("low", lasts_s=0.3, when=[condition(ends(at_most=0.5))])
    shown = heights([(0, 2), (3, 2), (3.1, 0), (9, 0)])
    _, events = follow_exercise(exercise(phase(grace_s=2.0), faults=[low]), shown)
    assert said(events, ev.PhaseLeft, "phase") == ["up"]
    assert said(events, ev.FaultRaised, "fault") == []


def test_bouncing_is_not_watched_on_the_way_out():
    bounce = fault("bounce", "oscillation", measure=HEIGHT, amplitude=0.3, turns=2, window_s=4)
    steady = [(0, 2), (4, 2)]
    waving = [(4.1, 0.7), (4.2, 0.1), (4.3, 0.7), (4.4, 0.1), (4.5, 0.7), (5, 0.1)]
    assert not said(
        follow_exercise(exercise(faults=[bounce]), heights(steady + waving))[1],
        ev.FaultRaised,
        "t_s",
    )
    inside = [(4.2, 1.0), (4.4, 2), (4.6, 1.0), (5, 2)]
    assert said(
        follow_exercise(exercise(faults=[bounce]), heights(steady + inside))[1],
        ev.FaultRaised,
        "t_s",
    )


# Pauses between visits


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
        _, events = follow_exercise(exercise(faults=[rock]), shifting(steps, shift_s=3.3))
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
        _, events = follow_exercise(exercise(faults=[rock]), shown)
        assert bool(said(events, ev.FaultRaised, "t_s")) is raised


def test_travel_of_a_side_waits_between_two_phases():
    own = condition(ends(100), measure=HIP, of="own")
    made = exercise(
        phase("one", own, sides=True),
        faults=[fault("rock", "travel", ["one"], measure=HIP, of="own", range=ends(8), window_s=2)],
    )
    shown = [hips(t, 110 + 10 * math.sin(5 * t), 60) for t in times(0, 4)]
    shown += [hips(t, 60, 60) for t in times(4.1, 8)]
    _, events = follow_exercise(made, shown)
    assert said(events, ev.FaultRaised, "fault", "side") == [("rock", LEFT)]
    assert len(said(events, ev.FaultCleared, "t_s")) == 1


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
        _, events = follow_exercise(exercise(faults=[lead]), shown)
        assert len(said(events, ev.PhaseLeft, "phase")) == 5
        assert bool(said(events, ev.FaultRaised, "fault")) is told
