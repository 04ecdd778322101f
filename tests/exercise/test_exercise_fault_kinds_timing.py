"""Detectors of when things happen: both legs together, hurried repetitions, who leads."""

from typing import Any

import pytest
from tests.coach.coach_samples import (
    HEAD,
    HIP,
    LEFT,
    NAN,
    RIGHT,
    hips,
    judgements_by_time,
    rule,
    sample,
    situation,
    times,
)
from tests.typed import near

from matside.coach.events import RepDone
from matside.coach.phase_track import Left
from matside.exercise.fault_kinds.base import IDLE, Judgement
from matside.exercise.fault_kinds.lead import LEAD_MEMORY_S

LOWER = "lower_curve_deg"

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
    judgements = judgements_by_time(BOTH, lifted(left_s, right_s))
    first = min(left_s, right_s) + 0.2
    assert judgements == {4.0: Judgement(once=(near(first), 4.0))}


@pytest.mark.parametrize(("left_s", "right_s"), [(1.0, 1.6), (2.0, 1.0)])
def test_one_leg_after_the_other_is_fine(left_s, right_s):
    assert judgements_by_time(BOTH, lifted(left_s, right_s)) == {}


def test_together_is_asked_only_when_one_of_its_phases_begins():
    made = rule("together", ["down"], measure=HIP, level=80, within_s=0.5)
    assert judgements_by_time(made, lifted(1.0, 1.0)) == {}


def test_leg_that_never_rose_did_not_rise_together():
    assert judgements_by_time(BOTH, lifted(1.0, 9.0)) == {}
    assert judgements_by_time(BOTH, lifted(9.0, 9.0)) == {}


def test_legs_that_were_up_when_first_seen_were_not_seen_to_rise():
    up = [hips(t, 120, 120) for t in times(0, 1)]
    shown = [situation(one) for one in up[:-1]] + [situation(up[-1], entered=(("up", 0.0),))]
    assert judgements_by_time(BOTH, shown) == {}


def test_legs_that_rose_unseen_were_not_seen_to_rise_together():
    down = [situation(hips(t, 60, 60)) for t in times(0, 1)]
    up = [situation(hips(t, 120, 120)) for t in times(3, 4)]
    last = situation(hips(4.1, 120, 120), entered=(("up", 3.0),))
    assert judgements_by_time(BOTH, [*down, *up, last]) == {}


def test_leg_that_sinks_a_little_has_not_risen_again():
    shown = lifted(1.0, 2.5)
    for n in (26, 27):
        t_s = shown[n].sample.t_s
        shown[n] = situation(hips(t_s, 72, shown[n].sample.values["right_hip_flexion_deg"]))
    assert judgements_by_time(BOTH, shown) == {}
    shown[26] = situation(hips(2.6, 69, 60))
    assert judgements_by_time(BOTH, shown)


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
    judgements = judgements_by_time(PACE, repetitions(0.0, 4.0, 6.4, 8.8))
    assert [v.once for v in judgements.values()] == [(4.0, 6.4), (6.4, 8.8)]


def test_repetition_that_takes_just_the_least_time_is_fine():
    assert judgements_by_time(PACE, repetitions(0.0, 2.5, 5.0)) == {}


def test_pace_is_that_of_each_side_and_of_either_way_of_doing_it():
    left, right = repetitions(0.0, side=LEFT), repetitions(1.0, 3.0, side=RIGHT)
    whole = repetitions(0.5)
    judgements = judgements_by_time(PACE, [*left, *whole, *right])
    assert [v.once for v in judgements.values()] == [(1.0, 3.0)]


def test_two_sides_that_are_done_with_one_frame_are_both_judged_by_their_own():
    first = [repetitions(0.0, side=side)[0].completed[0] for side in (LEFT, RIGHT)]
    both = situation(sample(2.0), completed=tuple(first))
    again = repetitions(1.0, side=RIGHT)
    assert [v.once for v in judgements_by_time(PACE, [both, *again]).values()] == [(0.0, 1.0)]


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
    judgements = judgements_by_time(LEAD, swings(0.6, 0.6, 0.0, 0.0))
    assert list(judgements.values()) == [Judgement(once=(5.0, 10.0))]


@pytest.mark.parametrize(
    ("early_s", "told"),
    [((1.0, 0.2), True), ((0.9, 0.0), False), ((-1.0, -1.0), False), ((0.2, 0.2), False)],
)
def test_lead_is_judged_on_average_over_a_swing_each_way(early_s, told):
    assert bool(judgements_by_time(LEAD, swings(*early_s))) is told


def test_who_sets_out_first_leads_though_the_other_arrives_first():
    assert judgements_by_time(LEAD, swings(1.0, 1.0, follower_takes_s=2.0))
    assert not judgements_by_time(LEAD, swings(0.2, 0.2, follower_takes_s=0.2))


def test_each_visit_is_judged_with_the_one_before():
    judgements = judgements_by_time(LEAD, swings(0.0, 0.0, 0.8, 0.8, 0.8))
    assert [v.once[1] for v in judgements.values()] == [18.0, 22.0]


def test_downward_swing_has_a_leader_too():
    assert judgements_by_time(LEAD, swings(0.8, 0.8, size=-40.0))
    assert not judgements_by_time(LEAD, swings(-0.8, -0.8, size=-40.0))


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
    assert judgements_by_time(LEAD, shown) == {}


def test_lead_begins_anew_outside_of_its_phases():
    shown = swings(0.8, 0.8)
    assert judgements_by_time(LEAD, shown)
    outside = situation(sample(6.5), in_phase=False)
    parted = [n for n in shown if n.sample.t_s < 6.5], [n for n in shown if n.sample.t_s > 6.5]
    assert judgements_by_time(LEAD, [*parted[0], outside, *parted[1]]) == {}


def test_memory_of_a_swing_ends():
    state: Any = IDLE
    end_s = 2.0 * LEAD_MEMORY_S
    for t_s in times(0, end_s, 4):
        now = situation(sample(t_s, lower_curve_deg=0, head_angle_deg=0))
        state, _ = LEAD.detect(state, now)
    assert state.past[0][0] == pytest.approx(end_s - LEAD_MEMORY_S)
    for later_s, lower in ((0.04, 1.0), (0.2, NAN)):
        now = situation(sample(end_s + later_s, lower_curve_deg=lower, head_angle_deg=1))
        state, _ = LEAD.detect(state, now)
        assert state.past[-1][0] == end_s
