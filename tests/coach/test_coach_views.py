"""What the library's exercises make of bodies filmed from half in front, and from above."""

import math
from dataclasses import replace

import pytest
from tests.coach.coach_figure import (
    BOWED,
    CAT,
    CHEST_DOWN,
    CHILDS_POSE,
    COW,
    HALF_WAY_BACK,
    LEFT_CLOSED,
    LEFT_OPEN,
    TABLETOP,
    motion,
    seen_from,
)

from matside.body.landmark import Side
from matside.body.posture import Posture
from matside.coach.sample import OF_LEGS, new_sampler, take_sample
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
    for frame in motion(*steps, rate_hz=5.0):
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


def filmed_still(figure, azimuth_deg, above_deg=0.0):
    """The sample of a body that has been still for a second, seen from there."""
    sampler = new_sampler(LIBRARY)
    for frame in motion((figure, 0, 1), rate_hz=10.0):
        sampler, sample = take_sample(sampler, seen_from(frame, azimuth_deg, above_deg))
    return sample


@pytest.mark.parametrize("azimuth", [65.0, 85.0])
def test_childs_pose_from_the_head_end_is_held_and_timed(azimuth):
    steps = (TABLETOP, 0, 3), (CHILDS_POSE, 2, 6), (TABLETOP, 2, 1)
    summary = filmed(azimuth, 0.0, *steps)
    (section,) = summary.sections
    (hold,) = section.holds
    assert section.exercise == "childs_pose"
    assert (hold.start_s, hold.end_s) == pytest.approx((5.0, 11.0), abs=0.5)
    assert section.faults == ()
    assert [notice.kind for notice in summary.notices] == [NoticeKind.TURNED]


def test_measures_of_the_legs_are_unknown_from_the_head_end():
    sample = filmed_still(CHILDS_POSE, 75.0)
    assert (sample.posture, sample.head_end) == (Posture.FOLDED, True)
    assert all(math.isnan(sample.values[key]) for key in OF_LEGS)


@pytest.mark.parametrize(("azimuth", "above"), [(65.0, 0.0), (75.0, 15.0), (85.0, 5.0)])
@pytest.mark.parametrize(
    "figure",
    [BOWED, HALF_WAY_BACK, CHEST_DOWN, CAT],
    ids=["bowed", "half_way_back", "chest_down", "cat"],
)
def test_nothing_else_is_folded_from_the_head_end(figure, azimuth, above):
    assert filmed_still(figure, azimuth, above).posture is not Posture.FOLDED


@pytest.mark.parametrize(("azimuth", "above"), [(40.0, 0.0), (40.0, 15.0), (50.0, 10.0)])
def test_rotation_is_counted_on_its_side(azimuth, above):
    turn = (LEFT_OPEN, 1.2, 0.6), (LEFT_CLOSED, 1.2, 0.6)
    summary = filmed(azimuth, above, (TABLETOP, 0, 3), *turn, *turn, (TABLETOP, 1, 2))
    (section,) = summary.sections
    assert section.exercise == "thoracic_rotation"
    assert section.reps == {Side.LEFT: 2}
    assert [notice.kind for notice in summary.notices] == [NoticeKind.TURNED]


FOREARMS = replace(
    TABLETOP,
    trunk=-26.0,
    hip=(116.0, 116.0),
    knee=(92.0, 92.0),
    arm=(156.0, 156.0),
    elbow=(50.0, 50.0),
)
"""On the forearms: the shoulders lie lower than the hips, and the hands 0.37 below them."""


def on_the_forearms(figure, **changes):
    return replace(FOREARMS, curve=figure.curve, head=figure.head, **changes)


def rounds_of(cat, cow):
    """How many rounds of cat-cow are counted where that exercise was named."""
    (named,) = (exercise for exercise in LIBRARY if exercise.id == "cat_cow")
    state, tally = start((named,), forced=True), Tally()
    steps = (FOREARMS, 0, 3), (cat, 1.5, 1), (cow, 1.5, 1), (cat, 1.5, 1), (cow, 1.5, 1)
    for frame in motion(*steps, rate_hz=5.0):
        state, result = step(state, frame)
        tally.add(result)
    state, ending = finish(state)
    (section,) = tally.summary(state, ending).sections
    return sum(section.reps.values())


def test_cat_cow_on_the_forearms_counts_though_the_hands_lie_little_below_the_shoulders():
    assert rounds_of(on_the_forearms(CAT), on_the_forearms(COW)) == 2


def test_a_back_that_moves_while_a_hand_gestures_counts_nothing():
    gesture = {"arm": (200.0, 156.0), "elbow": (90.0, 50.0)}
    assert rounds_of(on_the_forearms(CAT, **gesture), on_the_forearms(COW, **gesture)) == 0
