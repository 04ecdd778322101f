"""From where the camera sees a body."""

import math
from dataclasses import replace

import pytest

from matside.body.frames import unseen
from matside.body.landmark import HIP, SHOULDER
from matside.body.posture import is_turned, trunk_in_space_deg


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
