"""What people do slowly: pulling in by little after they have taken hold."""

from dataclasses import replace

import pytest
from tests.coach.coach_figure import LYING, motion
from tests.coach.test_coach_frame_rates import OWN, judged

from matside.coach import events as ev

HELD = replace(LYING, hip=(108.0, 60.0), knee=(112.0, 120.0), grasp=1.0)
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
