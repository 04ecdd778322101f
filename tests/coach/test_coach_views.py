"""What the library's exercises make of bodies filmed from half in front, and from above."""

import pytest
from tests.coach.coach_figure import (
    BOWED,
    CHEST_DOWN,
    CHILDS_POSE,
    HALF_WAY_BACK,
    LEFT_CLOSED,
    LEFT_OPEN,
    TABLETOP,
    motion,
    seen_from,
)

from matside.body.landmark import Side
from matside.coach.session import finish, start, step
from matside.coach.summary import NoticeKind
from matside.coach.tally import Tally
from matside.exercise.library import load_library

LIBRARY = load_library()
VIEWS = [(40.0, 0.0), (40.0, 25.0), (55.0, 10.0), (60.0, 25.0)]
"""So far from the side to the head end, and from above, in degrees."""


def filmed(azimuth_deg, above_deg, *steps):
    """The summary of a motion that is seen from there, no exercise named."""
    state, tally = start(LIBRARY), Tally()
    for frame in motion(*steps, rate_hz=10.0):
        state, result = step(state, seen_from(frame, azimuth_deg, above_deg))
        tally.add(result)
    state, ending = finish(state)
    return tally.summary(state, ending)


@pytest.mark.parametrize(("azimuth", "above"), VIEWS)
def test_childs_pose_is_held_and_timed(azimuth, above):
    steps = (TABLETOP, 0, 3), (CHILDS_POSE, 2, 8), (TABLETOP, 2, 2)
    summary = filmed(azimuth, above, *steps)
    (section,) = summary.sections
    (hold,) = section.holds
    assert section.exercise == "childs_pose"
    assert (hold.start_s, hold.end_s) == pytest.approx((5.0, 13.0), abs=0.4)
    assert section.faults == ()
    assert [notice.kind for notice in summary.notices] == [NoticeKind.TURNED]


@pytest.mark.parametrize(("azimuth", "above"), VIEWS)
@pytest.mark.parametrize(
    "figure", [BOWED, HALF_WAY_BACK, CHEST_DOWN], ids=["bowed", "half_way_back", "chest_down"]
)
def test_nothing_is_credited_to_who_bows_or_stays_half_way(figure, azimuth, above):
    steps = (TABLETOP, 0, 3), (figure, 2, 6), (TABLETOP, 2, 2)
    assert filmed(azimuth, above, *steps).sections == ()


@pytest.mark.parametrize(("azimuth", "above"), [(40.0, 0.0), (40.0, 15.0), (50.0, 10.0)])
def test_rotation_is_counted_on_its_side(azimuth, above):
    turn = (LEFT_OPEN, 1.2, 0.6), (LEFT_CLOSED, 1.2, 0.6)
    summary = filmed(azimuth, above, (TABLETOP, 0, 3), *turn, *turn, (TABLETOP, 1, 2))
    (section,) = summary.sections
    assert section.exercise == "thoracic_rotation"
    assert section.reps == {Side.LEFT: 2}
    assert [notice.kind for notice in summary.notices] == [NoticeKind.TURNED]
