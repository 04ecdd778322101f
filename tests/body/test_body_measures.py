"""Every measure of one pose, worked out on a stick figure, and the trunk and mat they share."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.body.stick_figure import (
    arc,
    hands_and_knees,
    lying,
    mirrored,
    pose,
    same,
    twisted,
    without,
)

from matside.body.catalogue import COLUMNS
from matside.body.landmark import LANDMARK_COUNT, Landmark, Side
from matside.body.measures import measure, stance

L = Landmark


def test_hands_and_knees_in_numbers():
    """Hip (400, 400), shoulder (500, 400), knee (400, 480), ankle (320, 480), wrist (500, 480)."""
    values = measure(pose(hands_and_knees(), back=arc(0.0), world=twisted(0.0)))
    expected = {
        "hip_flexion_deg": 90.0,
        "knee_flexion_deg": 90.0,
        "elbow_flexion_deg": 0.0,
        "shoulder_flexion_deg": 90.0,
        "hip_to_heel_ratio": math.hypot(80, 74) / 80,
        "thigh_to_chest_ratio": math.hypot(100, 80) / 100,
        "wrist_offset_ratio": 0.0,
        "knee_offset_ratio": 0.0,
        "elbow_height_ratio": -0.45,
        "wrist_height_ratio": -0.8,
        "foot_height_ratio": 0.0,
        "foot_rise_ratio": -0.8,
        "hand_height_ratio": 0.0,
        "hand_to_head_ratio": math.hypot(25, 80) / 100,
        "hand_to_leg_ratio": 1.0,
        "ankle_to_knee_ratio": 0.8,
        "elbow_to_wrist_ratio": 0.35,
    }
    whole = {
        "trunk_inclination_deg": 0.0,
        "spinal_curve_deg": 0.0,
        "lower_curve_deg": 0.0,
        "upper_curve_deg": 0.0,
        "head_angle_deg": 0.0,
        "head_height_ratio": 0.8,
        "forehead_height_ratio": 0.7,
        "shoulder_rotation_deg": 0.0,
        "shoulder_width_ratio": 0.0,
        "hip_shift_ratio": 0.0,
        "hip_height_ratio": 0.8,
        "shoulder_height_ratio": 0.8,
    }
    sides = {f"{side}_{name}": value for name, value in expected.items() for side in Side}
    same(values, sides | whole)
    assert tuple(sorted(values)) == tuple(sorted(COLUMNS))


def test_the_lowest_support_is_the_mat():
    px = hands_and_knees()
    px[L.RIGHT_HEEL] = 320.0, 530.0
    values = measure(pose(px))
    assert values["hip_height_ratio"] == pytest.approx(1.3)
    assert values["right_foot_height_ratio"] == 0.0
    assert values["left_foot_height_ratio"] == pytest.approx(0.5)
    px[L.RIGHT_HEEL] = np.nan
    assert measure(pose(px))["hip_height_ratio"] == pytest.approx(0.8)


@pytest.mark.parametrize("part", ["SHOULDER", "HIP", "KNEE", "ANKLE", "HEEL", "FOOT_INDEX"])
@pytest.mark.parametrize("side", ["LEFT", "RIGHT"])
def test_any_joint_may_be_what_lies_on_the_mat(part, side):
    px = without(hands_and_knees(), *range(L.LEFT_SHOULDER, LANDMARK_COUNT))
    px[Landmark[f"{side}_{part}"]] = 300.0, 700.0
    assert stance(pose(px)).mat_y == 700.0


def test_the_head_and_fingers_do_not_make_the_mat():
    px = hands_and_knees()
    for row in (L.NOSE, L.LEFT_EAR, L.LEFT_INDEX, L.LEFT_PINKY, L.LEFT_THUMB, L.MOUTH_LEFT):
        px[row] = 500.0, 700.0
    assert stance(pose(px)).mat_y == pytest.approx(480.0)


def test_the_stance_looks_to_the_heads_end():
    body = stance(pose(lying()))
    assert (body.forward, body.torso_px) == (1.0, pytest.approx(100.0))
    np.testing.assert_allclose(body.hip, (400.0, 400.0))
    np.testing.assert_allclose(body.shoulder, (500.0, 400.0))
    assert stance(pose(mirrored(lying()))).forward == -1.0


def test_nothing_that_is_measured_is_changed():
    px, back, world = hands_and_knees(), arc(20.0), twisted(10.0)
    frame = pose(px.copy(), back=back.copy(), world=world.copy())
    measure(frame)
    np.testing.assert_array_equal(frame.image_px, px)
    np.testing.assert_array_equal(frame.back_px, back)
    np.testing.assert_array_equal(frame.world_m, world)
