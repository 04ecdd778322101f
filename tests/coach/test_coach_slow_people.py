"""What people do slowly: pulling in after they have taken hold, stopping on the way, settling."""

from dataclasses import replace

import pytest
from tests.coach.coach_figure import CHILDS_POSE, LYING, TABLETOP, motion
from tests.coach.test_coach_frame_rates import OWN, judged

from matside.coach import events as ev

HELD = replace(LYING, hip=(108.0, 60.0), knee=(112.0, 120.0), grasp=1.0)
SAT_BACK = replace(CHILDS_POSE, trunk=14.0, hip=(136.0, 136.0), arm=(140.0, 140.0), head=-5.0)
"""Hips on the heels, the chest high over straight arms."""
RAISED = replace(CHILDS_POSE, trunk=-4.0)
DRAWN = replace(LYING, hip=(138.0, 60.0), knee=(118.0, 120.0), grasp=1.0)


def holds(exercise, *steps):
    """Start and end of the holds of a motion."""
    events = judged((OWN[exercise],), motion(*steps))
    return [(e.start_s, e.t_s) for e in events if isinstance(e, ev.HoldDone)]


@pytest.mark.parametrize("pause_s", [0.0, 0.5])
def test_a_slow_pull_is_the_way_in_and_no_part_of_the_hold(pause_s):
    """The hands take hold, and the knee goes on at 0.19 torso lengths a second."""
    pull_s = 2.0
    steps = ((LYING, 0, 2), (HELD, 1.5, pause_s), (DRAWN, pull_s, 5), (LYING, 1.5, 2))
    begins = 2 + 1.5 + pause_s + pull_s
    ((start_s, end_s),) = holds("knees_to_chest", *steps)
    assert start_s == pytest.approx(begins, abs=0.25)
    assert end_s == pytest.approx(begins + 5, abs=0.25)


def test_who_rises_a_little_after_the_way_down_has_arrived_before():
    """Chest and head come up by a tenth of a torso length in two steps, with the arms pressing."""
    half = replace(CHILDS_POSE, trunk=-7.0)
    steps = ((CHILDS_POSE, 2, 0.3), (half, 0.4, 0.5), (RAISED, 0.4, 6), (TABLETOP, 2, 2))
    ((start_s, _),) = holds("childs_pose", (TABLETOP, 0, 2), *steps)
    assert start_s == pytest.approx(4.0, abs=0.25)


@pytest.mark.parametrize("stays_s", [2.0, 6.0])
def test_a_stop_with_the_chest_high_is_on_the_way_down(stays_s):
    steps = ((TABLETOP, 0, 2), (SAT_BACK, 2, stays_s), (CHILDS_POSE, 2, 5), (TABLETOP, 2, 2))
    ((start_s, _),) = holds("childs_pose", *steps)
    assert start_s == pytest.approx(2 + 2 + stays_s + 2, abs=0.25)


def test_who_stays_with_the_chest_high_is_in_no_childs_pose():
    assert holds("childs_pose", (TABLETOP, 0, 2), (SAT_BACK, 2, 9), (TABLETOP, 2, 2)) == []


def test_who_looks_up_within_a_hold_is_still_in_it():
    up = replace(CHILDS_POSE, trunk=2.0, hip=(150.0, 150.0), head=-80.0)
    steps = ((CHILDS_POSE, 2, 4), (up, 1, 4), (CHILDS_POSE, 1, 4), (TABLETOP, 2, 2))
    ((start_s, end_s),) = holds("childs_pose", (TABLETOP, 0, 2), *steps)
    assert (start_s, end_s) == pytest.approx((4.0, 18.0), abs=0.25)
