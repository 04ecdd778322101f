"""From where the camera sees a body."""

import math
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.coach.coach_figure import (
    BOWED,
    CAT,
    CHEST_DOWN,
    CHILDS_POSE,
    FOLDED,
    HALF_WAY_BACK,
    TABLETOP,
    pose,
    seen_from,
)

from matside.body.frames import unseen
from matside.body.landmark import ANKLE, HIP, SHOULDER, Landmark
from matside.body.measures import measure
from matside.body.posture import (
    Posture,
    classify_posture,
    is_turned,
    trunk_in_space_deg,
    trunk_over_shanks_deg,
)


def body(*, rise_deg=0.0, depth_deg=0.0):
    """A pose whose trunk rises, and points out of the picture, by so much."""
    rise, depth = math.radians(rise_deg), math.radians(depth_deg)
    world = unseen(0.0, (640, 480)).world_m.copy()
    level = 0.5 * math.cos(rise)
    shoulder = [level * math.cos(depth), -0.5 * math.sin(rise), -level * math.sin(depth)]
    world[list(SHOULDER.values())] = [shoulder] * 2
    world[list(HIP.values())] = [[0.0, 0.0, 0.0]] * 2
    return replace(unseen(0.0, (640, 480)), world_m=world)


def test_trunk_is_told_by_how_far_it_rises_and_leaves_the_picture_plane():
    assert trunk_in_space_deg(body()) == pytest.approx((0.0, 0.0), abs=1e-9)
    assert trunk_in_space_deg(body(depth_deg=40.0)) == pytest.approx((0.0, 40.0))
    assert trunk_in_space_deg(body(rise_deg=70.0))[0] == pytest.approx(70.0)


@pytest.mark.parametrize(
    ("depth_deg", "width", "turned"),
    [
        (5.0, 0.1, False),  # from the side
        (45.0, 0.8, True),  # from the front
        (24.0, 0.3, True),  # half from the front
        (5.0, 0.4, False),  # a twist
        (30.0, 0.1, False),  # folded, and taken to point to the camera
        (45.0, math.nan, None),
    ],
)
def test_both_signs_are_needed(depth_deg, width, turned):
    assert is_turned(body(depth_deg=depth_deg), width) is turned


def test_who_stands_is_not_judged_and_neither_is_nobody():
    assert is_turned(body(rise_deg=80.0), 0.6) is None
    assert is_turned(unseen(0.0, (640, 480)), 0.6) is None


VIEWS = [(azimuth, above) for azimuth in (30.0, 45.0, 60.0) for above in (0.0, 15.0, 25.0)]
"""So far from the side to the head end, and from above, in degrees."""


def posture(figure, azimuth_deg, above_deg, *, turned=True):
    """The posture of a figure that is seen from there, known to be turned or not."""
    seen = seen_from(pose(0.0, figure), azimuth_deg, above_deg)
    over_shanks_deg = trunk_over_shanks_deg(seen) if turned else math.nan
    return classify_posture(measure(seen), seen.image_px, over_shanks_deg)


@given(st.floats(-80.0, 80.0), st.floats(-10.0, 40.0))
def test_trunk_rises_over_the_shanks_by_as_much_from_wherever_it_is_seen(azimuth, above):
    for figure, rise_deg in (
        (TABLETOP, 0.0),
        (CHILDS_POSE, -5.0),
        (BOWED, 25.0),
        (CHEST_DOWN, -28.0),
    ):
        seen = seen_from(pose(0.0, figure), azimuth, above)
        assert trunk_over_shanks_deg(seen) == pytest.approx(rise_deg, abs=1e-6)


def test_trunk_rises_over_the_shanks_by_as_much_where_the_hips_have_exchanged_names():
    seen = seen_from(pose(0.0, BOWED), 50.0, 20.0)
    world = seen.world_m.copy()
    world[list(HIP.values())] = world[list(HIP.values())[::-1]]
    assert trunk_over_shanks_deg(replace(seen, world_m=world)) == pytest.approx(25.0)


@pytest.mark.parametrize("rows", [HIP, SHOULDER, ANKLE])
def test_trunk_over_shanks_is_unknown_where_both_joints_of_a_kind_are(rows):
    seen = seen_from(pose(0.0, CHILDS_POSE), 40.0)
    world = seen.world_m.copy()
    world[list(rows.values())] = math.nan
    assert math.isnan(trunk_over_shanks_deg(replace(seen, world_m=world)))


def test_trunk_over_shanks_is_unknown_where_the_shanks_lie_along_the_hips():
    seen = seen_from(pose(0.0, TABLETOP), 0.0)
    world = seen.world_m.copy()
    world[[Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE]] = 0.0
    world[[Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE]] = (
        world[Landmark.LEFT_HIP] - world[Landmark.RIGHT_HIP]
    )
    assert math.isnan(trunk_over_shanks_deg(replace(seen, world_m=world)))


@pytest.mark.parametrize(("azimuth", "above"), VIEWS)
@pytest.mark.parametrize("figure", [CHILDS_POSE, FOLDED], ids=["childs_pose", "folded"])
def test_a_fold_is_one_from_half_in_front_and_from_above(figure, azimuth, above):
    assert posture(figure, azimuth, above) is Posture.FOLDED


def test_from_above_the_picture_alone_shows_no_fold():
    assert posture(CHILDS_POSE, 60.0, 25.0, turned=False) is Posture.OTHER


@pytest.mark.parametrize(("azimuth", "above"), VIEWS)
@pytest.mark.parametrize(
    "figure",
    [BOWED, HALF_WAY_BACK, TABLETOP, CAT],
    ids=["bowed", "half_way_back", "tabletop", "cat"],
)
def test_who_bows_or_is_on_all_fours_is_not_folded_from_there(figure, azimuth, above):
    assert posture(figure, azimuth, above) is not Posture.FOLDED


def test_from_above_the_picture_alone_takes_half_way_back_for_a_fold():
    assert posture(HALF_WAY_BACK, 60.0, 25.0, turned=False) is Posture.FOLDED


@pytest.mark.parametrize(
    ("changes", "folded"),
    [
        ({"hip_flexion_deg": 106.0}, True),
        ({"hip_flexion_deg": 105.9}, False),
        ({"hip_to_heel_ratio": 0.80}, True),
        ({"hip_to_heel_ratio": 0.81}, False),
        ({"hip_to_heel_ratio": math.nan}, False),
        ({"knee_flexion_deg": 104.9}, False),
        ({"head_height_ratio": 0.90}, True),
        ({"head_height_ratio": 0.91}, False),
        ({"head_height_ratio": math.nan}, True),
    ],
)
def test_borders_of_a_fold_that_space_shows(changes, folded):
    seen = seen_from(pose(0.0, CHILDS_POSE), 60.0, 25.0)
    values = measure(seen)
    for name, value in changes.items():
        keys = [name] if name in values else [f"left_{name}", f"right_{name}"]
        values |= dict.fromkeys(keys, value)
    found = classify_posture(values, seen.image_px, trunk_over_shanks_deg(seen))
    assert (found is Posture.FOLDED) is folded


@pytest.mark.parametrize(("over_shanks", "folded"), [(10.0, 1), (10.1, 0), (-36.0, 1), (-36.1, 0)])
def test_borders_of_the_trunk_over_the_shanks(over_shanks, folded):
    seen = seen_from(pose(0.0, CHILDS_POSE), 60.0, 25.0)
    found = classify_posture(measure(seen), seen.image_px, over_shanks)
    assert (found is Posture.FOLDED) == folded


def test_head_high_is_no_fold_of_a_turned_body_though_the_picture_shows_one():
    seen = pose(0.0, CHILDS_POSE)
    values = {**measure(seen), "head_height_ratio": 0.95}
    assert classify_posture(values, seen.image_px) is Posture.FOLDED
    assert classify_posture(values, seen.image_px, -5.0) is not Posture.FOLDED
