"""What one picture shows: bands alone, no time, no neutral."""

import pytest
from tests.coach.coach_samples import (
    CURVE,
    HIP,
    LEFT,
    NAN,
    NEUTRAL,
    RIGHT,
    UP,
    condition,
    ends,
    exercise,
    hips,
    phase,
    sample,
)
from tests.typed import there

from matside.coach.recognition import STILL_SWING, Still, classify_still

OWN = condition(ends(100), measure=HIP, of="own")
OTHER = condition(ends(at_most=80), measure=HIP, of="other")
BENT = condition(ends(at_most=80), measure=HIP, of="larger")
KNEES = exercise(
    phase("lying", BENT, kind="rest"), phase("knee", OWN, OTHER, sides=True), id="knees"
)
ROUND = condition(ends(10), measure=CURVE, relative_to="neutral")
CAT = exercise(
    phase("cat", ROUND, kind="move", postures=["hands_and_knees"]),
    neutral=NEUTRAL | {"typical": 5},
    id="cat",
)


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (120, 60, Still(exercise="knees", phase="knee", side=LEFT)),
        (60, 120, Still(exercise="knees", phase="knee", side=RIGHT)),
        (60, 60, Still(exercise="", phase="lying", side=None)),
        (90, 60, None),
        (120, 120, None),
        (120, NAN, None),
    ],
)
def test_picture_shows_the_phase_whose_bands_it_meets(left, right, expected):
    assert classify_still(hips(0.0, left, right), [KNEES]) == expected


def test_posture_must_fit():
    assert classify_still(hips(0.0, 120, 60, posture="folded"), [KNEES]) is None


def test_hold_goes_before_a_move_and_a_move_before_a_rest():
    made = {kind: exercise(phase(kind, kind=kind), id=kind) for kind in ("rest", "move", "hold")}
    shown = sample(0.0, head_height_ratio=2)
    assert there(classify_still(shown, made.values())).phase == "hold"
    assert there(classify_still(shown, [made["rest"], made["move"]])).phase == "move"
    assert classify_still(shown, [made["rest"]]) == Still(exercise="", phase="rest", side=None)


def test_first_exercise_goes_first_among_equals():
    one, two = exercise(id="one"), exercise(id="two")
    shown = sample(0.0, head_height_ratio=2)
    assert there(classify_still(shown, [two, one])).exercise == "two"


@pytest.mark.parametrize(("curve", "shown"), [(5 + 10 * STILL_SWING, True), (29.9, False)])
def test_neutral_is_typical_and_its_bands_are_wider(curve, shown):
    one = sample(0.0, posture="hands_and_knees", spinal_curve_deg=curve)
    assert (classify_still(one, [CAT]) is not None) is shown


def test_speed_is_passed_over_and_no_best_is_known():
    slow = condition(ends(at_most=1), speed=True)
    best = condition(ends(0.5), relative_to="best")
    shown = sample(0.0, head_height_ratio=2)
    assert there(classify_still(shown, [exercise(phase("up", UP, slow))])).phase == "up"
    assert classify_still(shown, [exercise(phase("up", UP, best))]) is None


def test_enter_counts_and_not_exit():
    assert classify_still(sample(0.0, head_height_ratio=0.9), [exercise()]) is None


def test_nothing_to_look_for_shows_nothing():
    assert classify_still(sample(0.0, head_height_ratio=2), []) is None


def test_a_rest_with_a_side_tells_nothing_by_itself():
    for sides in (False, True):
        made = exercise(phase("down", kind="rest", sides=sides))
        shown = classify_still(sample(0.0, head_height_ratio=2), [made])
        assert (shown is None) is sides
