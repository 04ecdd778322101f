"""The measures of the trunk and the head: how they lie, the curves of the back, and the twist."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.body.stick_figure import (
    SWAPPED,
    arc,
    figure,
    hands_and_knees,
    mirrored,
    pose,
    standing,
    turned,
    twisted,
    without,
)

from matside.body.landmark import Landmark
from matside.body.measures import measure, shoulder_rotation_deg

L = Landmark


@pytest.mark.parametrize("angle", [-60.0, 15.0, 80.0])
def test_the_trunk_inclines_with_the_picture(angle):
    values = measure(pose(turned(hands_and_knees(), angle)))
    assert values["trunk_inclination_deg"] == pytest.approx(angle)


@pytest.mark.parametrize("face_up", [True, False])
@pytest.mark.parametrize("head", [-45.0, -10.0, 0.0, 30.0, 80.0])
@pytest.mark.parametrize("trunk", [-20.0, 0.0, 35.0])
def test_the_head_drops_to_the_front_with_a_positive_angle(head, face_up, trunk):
    px = figure(trunk=trunk, face_up=face_up, hip=90.0, knee=90.0, head=head)
    assert measure(pose(px))["head_angle_deg"] == pytest.approx(head)
    assert measure(pose(mirrored(px)))["head_angle_deg"] == pytest.approx(head)


def test_no_head_angle_where_front_and_back_are_not_clear():
    values = measure(pose(standing(), back=arc(40.0)))
    assert math.isnan(values["head_angle_deg"])
    assert math.isnan(values["spinal_curve_deg"])
    assert values["trunk_inclination_deg"] == pytest.approx(90.0)


def test_the_forehead_is_beyond_the_eyes_by_six_tenths():
    """Eyes 10 px over the mouth: 6 px further, here to the right, 10 px below the ear."""
    px = hands_and_knees()
    px[[L.LEFT_EYE, L.RIGHT_EYE]] = 530.0, 440.0
    px[[L.MOUTH_LEFT, L.MOUTH_RIGHT]] = 530.0, 430.0
    assert measure(pose(px))["forehead_height_ratio"] == pytest.approx((480 - 446) / 100)


def test_the_known_ear_stands_in_for_the_other():
    px = hands_and_knees()
    px[L.LEFT_EAR] += (0.0, 20.0)
    assert measure(pose(px))["head_height_ratio"] == pytest.approx(0.7)
    assert measure(pose(without(px, L.RIGHT_EAR)))["head_height_ratio"] == pytest.approx(0.6)
    assert measure(pose(without(px, L.LEFT_EAR)))["head_height_ratio"] == pytest.approx(0.8)


@pytest.mark.parametrize("central_deg", [-60.0, 30.0, 45.0])
def test_the_curves_are_those_of_the_back(central_deg):
    values = measure(pose(hands_and_knees(), back=arc(central_deg)))
    assert values["spinal_curve_deg"] == pytest.approx(central_deg, abs=1.5)
    assert values["lower_curve_deg"] == pytest.approx(values["upper_curve_deg"], abs=0.1)


def test_the_lower_curve_is_the_hips_half():
    back = arc(0.0)
    back[:21] = arc(50.0)[:21]
    values = measure(pose(hands_and_knees(), back=back))
    assert values["lower_curve_deg"] > 15.0
    assert values["lower_curve_deg"] > values["upper_curve_deg"] + 10.0


@pytest.mark.parametrize(("apart_px", "known"), [(49.0, True), (51.0, False)])
def test_the_outline_tells_the_spine_from_the_side_only(apart_px, known):
    """The torso is 100 pixels long."""
    px = hands_and_knees()
    px[L.LEFT_SHOULDER, 0] += apart_px / 2
    px[L.RIGHT_SHOULDER, 0] -= apart_px / 2
    values = measure(pose(px, back=arc(0.0)))
    for name in ("spinal_curve_deg", "lower_curve_deg", "upper_curve_deg"):
        assert math.isnan(values[name]) is not known
    px[L.LEFT_SHOULDER] = np.nan
    assert not math.isnan(measure(pose(px, back=arc(0.0)))["trunk_inclination_deg"])


@pytest.mark.parametrize("turn", [-150.0, -45.0, 0.0, 20.0, 90.0, 170.0])
def test_the_twist_is_positive_with_the_left_shoulder_back(turn):
    assert shoulder_rotation_deg(twisted(turn)) == pytest.approx(turn)
    flipped = (twisted(turn) * (-1.0, 1.0, 1.0))[SWAPPED]
    assert shoulder_rotation_deg(flipped) == pytest.approx(-turn)


def test_a_tilt_of_the_shoulders_is_no_twist():
    world = twisted(30.0)
    world[L.LEFT_SHOULDER, 1] += 0.1
    world[L.RIGHT_SHOULDER, 1] -= 0.1
    world[L.LEFT_HIP, 1] -= 0.05
    world[L.RIGHT_HIP, 1] += 0.05
    assert shoulder_rotation_deg(world) == pytest.approx(30.0)


@given(st.floats(-179.0, 179.0), st.integers(0, 2**32 - 1), st.floats(0.1, 10.0))
def test_the_twist_does_not_depend_on_where_the_person_faces(turn, seed, scale):
    basis, _ = np.linalg.qr(np.random.default_rng(seed).normal(size=(3, 3)))
    basis *= np.linalg.det(basis)
    world = scale * twisted(turn) @ basis.T + (0.3, -0.2, 1.0)
    assert shoulder_rotation_deg(world) == pytest.approx(turn, abs=1e-6)


def test_no_twist_of_a_trunk_without_length_or_unknown():
    flat = twisted(30.0)
    flat[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER], 1] = 0.0
    assert math.isnan(shoulder_rotation_deg(flat))
    for row in (L.LEFT_SHOULDER, L.RIGHT_SHOULDER, L.LEFT_HIP, L.RIGHT_HIP):
        assert math.isnan(shoulder_rotation_deg(without(twisted(30.0), row)))
