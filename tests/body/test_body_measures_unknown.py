"""Which measures are unknown without which landmarks, and that nothing hidden raises."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from tests.body.stick_figure import (
    HANDS,
    arc,
    hands_and_knees,
    hidden_rows,
    pose,
    poses_on_the_mat,
    twisted,
    without,
)

from matside.body.catalogue import BY_NAME, COLUMNS
from matside.body.frames import unseen
from matside.body.landmark import Landmark
from matside.body.measures import measure

L = Landmark


def test_nobody_has_no_measures():
    for frame in (unseen(0.0, (640, 480)), pose(np.full((33, 2), np.nan))):
        values = measure(frame)
        assert set(values) == set(COLUMNS)
        assert all(math.isnan(value) for value in values.values())


def test_what_lies_in_the_arrays_of_an_unseen_frame_is_not_measured():
    frame = pose(hands_and_knees(), back=arc(10.0), world=twisted(5.0), people=0)
    assert all(math.isnan(value) for value in measure(frame).values())


BOTH_HIPS, BOTH_SHOULDERS = ("LEFT_HIP", "RIGHT_HIP"), ("LEFT_SHOULDER", "RIGHT_SHOULDER")
TORSO = [BOTH_HIPS, BOTH_SHOULDERS]
BOTH_EARS = ("LEFT_EAR", "RIGHT_EAR")
NEEDS: dict[str, list[Any]] = {
    "left_hip_flexion_deg": ["LEFT_SHOULDER", "LEFT_HIP", "LEFT_KNEE"],
    "right_hip_flexion_deg": ["RIGHT_SHOULDER", "RIGHT_HIP", "RIGHT_KNEE"],
    "left_knee_flexion_deg": ["LEFT_HIP", "LEFT_KNEE", "LEFT_ANKLE"],
    "right_elbow_flexion_deg": ["RIGHT_SHOULDER", "RIGHT_ELBOW", "RIGHT_WRIST"],
    "left_shoulder_flexion_deg": ["LEFT_HIP", "LEFT_SHOULDER", "LEFT_ELBOW"],
    "right_hip_to_heel_ratio": ["RIGHT_HIP", "RIGHT_KNEE", "RIGHT_ANKLE"],
    "left_thigh_to_chest_ratio": ["LEFT_KNEE", "LEFT_SHOULDER", *TORSO],
    "left_wrist_offset_ratio": ["LEFT_SHOULDER", "LEFT_WRIST", *TORSO],
    "left_knee_offset_ratio": ["LEFT_HIP", "LEFT_KNEE", *TORSO],
    "left_elbow_height_ratio": ["LEFT_SHOULDER", "LEFT_ELBOW", *TORSO],
    "left_wrist_height_ratio": ["LEFT_SHOULDER", "LEFT_WRIST", *TORSO],
    "left_foot_height_ratio": [("LEFT_ANKLE", "LEFT_HEEL", "LEFT_FOOT_INDEX"), *TORSO],
    "left_foot_rise_ratio": [("LEFT_ANKLE", "LEFT_HEEL", "LEFT_FOOT_INDEX"), *TORSO],
    "left_hand_height_ratio": [("LEFT_WRIST", "LEFT_INDEX"), *TORSO],
    "left_hand_to_head_ratio": ["LEFT_WRIST", BOTH_EARS, *TORSO],
    "left_hand_to_leg_ratio": [
        "LEFT_HIP",
        "LEFT_KNEE",
        "LEFT_ANKLE",
        tuple(row.name for row in HANDS),
        *TORSO,
    ],
    "left_ankle_to_knee_ratio": ["LEFT_ANKLE", "RIGHT_KNEE", *TORSO],
    "left_elbow_to_wrist_ratio": ["LEFT_ELBOW", "RIGHT_WRIST", *TORSO],
    "trunk_inclination_deg": TORSO,
    "spinal_curve_deg": TORSO,
    "lower_curve_deg": TORSO,
    "upper_curve_deg": TORSO,
    "head_angle_deg": [BOTH_EARS, *TORSO],
    "head_height_ratio": [BOTH_EARS, *TORSO],
    "forehead_height_ratio": [("LEFT_EYE", "RIGHT_EYE"), ("MOUTH_LEFT", "MOUTH_RIGHT"), *TORSO],
    "shoulder_width_ratio": ["LEFT_SHOULDER", "RIGHT_SHOULDER", BOTH_HIPS],
    "hip_shift_ratio": [("LEFT_KNEE", "RIGHT_KNEE"), *TORSO],
    "hip_height_ratio": TORSO,
    "shoulder_height_ratio": TORSO,
}


@pytest.mark.parametrize("key", NEEDS)
def test_a_measure_is_unknown_without_what_it_needs_and_known_without_the_rest(key):
    px = hands_and_knees()
    needed = {name for need in NEEDS[key] for name in ([need] if isinstance(need, str) else need)}
    for need in NEEDS[key]:
        rows = [Landmark[name] for name in ([need] if isinstance(need, str) else need)]
        assert math.isnan(measure(pose(without(px, *rows), back=arc(20.0)))[key]), need
        if len(rows) > 1:
            for row in rows:
                values = measure(pose(without(px, row), back=arc(20.0)))
                assert row.name in NEEDS[key] or not math.isnan(values[key]), row
    limbs = {"LEFT_KNEE", "RIGHT_KNEE"} if key.endswith(("curve_deg", "head_angle_deg")) else set()
    for row in Landmark:
        if row.name not in needed | limbs:
            assert not math.isnan(measure(pose(without(px, row), back=arc(20.0)))[key]), row


def test_every_measure_is_in_the_table_of_needs():
    told = {key.removeprefix("left_").removeprefix("right_") for key in NEEDS}
    assert told | {"shoulder_rotation_deg"} == set(BY_NAME)


@given(poses_on_the_mat(), hidden_rows(), hidden_rows())
def test_what_is_hidden_never_raises(px, hidden, hidden_back):
    back = arc(30.0)
    back[hidden_back] = np.nan
    values = measure(pose(without(px, *hidden), back=back, world=without(twisted(9.0), *hidden)))
    assert set(values) == set(COLUMNS)
    assert not any(math.isinf(value) for value in values.values())
