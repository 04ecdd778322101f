"""The measures of arms and legs, hands and feet: bends, offsets, heights, and what is how near."""

from __future__ import annotations

import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.body.stick_figure import (
    HANDS,
    figure,
    folded,
    hands_and_knees,
    knees_to_chest,
    pose,
    standing,
    without,
)

from matside.body.landmark import Landmark
from matside.body.measures import measure

L = Landmark


def with_hand(px, x, y):
    """Return the landmarks with one hand alone, the left one, at a point."""
    alone = without(px, *HANDS)
    alone[L.LEFT_WRIST] = x, y
    return alone


def test_the_sides_are_told_apart():
    px = figure(
        trunk=0.0,
        face_up=True,
        hip=(120.0, 50.0),
        knee=(110.0, 100.0),
        shoulder=(30.0, 10.0),
        elbow=(60.0, 20.0),
    )
    values = measure(pose(px))
    joints = {"hip": (120, 50), "knee": (110, 100), "shoulder": (30, 10), "elbow": (60, 20)}
    for joint, (left, right) in joints.items():
        assert values[f"left_{joint}_flexion_deg"] == pytest.approx(left)
        assert values[f"right_{joint}_flexion_deg"] == pytest.approx(right)
    assert values["left_thigh_to_chest_ratio"] < values["right_thigh_to_chest_ratio"]
    assert values["left_foot_height_ratio"] > values["right_foot_height_ratio"]


def test_offsets_are_positive_towards_the_heads_end():
    """The arm 30 degrees further than upright: 80 sin 30 = 40 ahead; the knee the same behind."""
    px = figure(trunk=0.0, face_up=False, hip=60.0, knee=60.0, shoulder=120.0)
    values = measure(pose(px))
    assert values["left_wrist_offset_ratio"] == pytest.approx(0.4)
    assert values["left_knee_offset_ratio"] == pytest.approx(-0.4)
    assert values["hip_shift_ratio"] == pytest.approx(0.4)


def test_the_nearest_known_part_of_a_foot_or_hand_is_measured():
    px = hands_and_knees()
    px[L.LEFT_HEEL], px[L.LEFT_FOOT_INDEX] = (320.0, 430.0), (310.0, 410.0)
    px[L.LEFT_ANKLE] = 320.0, 440.0
    px[L.LEFT_INDEX] = 512.0, 470.0
    assert measure(pose(px))["left_foot_height_ratio"] == pytest.approx(0.4)
    assert measure(pose(px))["left_foot_rise_ratio"] == pytest.approx(-0.4)
    assert measure(pose(px))["left_hand_height_ratio"] == pytest.approx(0.0)
    less = without(px, L.LEFT_ANKLE, L.LEFT_WRIST)
    assert measure(pose(less))["left_foot_height_ratio"] == pytest.approx(0.5)
    assert measure(pose(less))["left_foot_rise_ratio"] == pytest.approx(-0.3)
    assert measure(pose(less))["left_hand_height_ratio"] == pytest.approx(0.1)


def test_the_ankle_stands_in_for_a_heel_out_of_the_picture():
    px = without(hands_and_knees(), L.LEFT_HEEL)
    values = measure(pose(px))
    assert values["left_hip_to_heel_ratio"] == pytest.approx(math.sqrt(2.0))
    assert values["right_hip_to_heel_ratio"] == pytest.approx(math.hypot(80, 74) / 80)


def test_hips_come_to_the_heels_in_a_fold():
    """Hip 150, knee 150: the ankle is 80 (1 - cos 30) behind the hip and 40 below, the heel 34."""
    behind = 80.0 * (1.0 - math.cos(math.radians(30.0)))
    values = measure(pose(folded()))
    assert values["left_hip_to_heel_ratio"] == pytest.approx(math.hypot(behind, 34.0) / 80.0)
    straight = measure(pose(standing()))
    assert straight["left_hip_to_heel_ratio"] == pytest.approx(math.hypot(160.0, 6.0) / 80.0)


@pytest.mark.parametrize(
    ("x", "y", "expected"),
    [
        (410.0, 450.0, 0.1),  # in front of the thigh
        (375.0, 495.0, 0.15),  # below the shank
        (400.0, 400.0, 0.4),  # at the hip: the line ends in the middle of the thigh
        (320.0, 480.0, 0.4),  # at the ankle: and in the middle of the shank
        (403.0, 484.0, 0.05),  # beyond the knee
        (400.0, 470.0, 0.0),
    ],
)
def test_the_hand_is_measured_to_the_middle_of_the_leg(x, y, expected):
    values = measure(pose(with_hand(hands_and_knees(), x, y)))
    assert values["left_hand_to_leg_ratio"] == pytest.approx(expected)
    assert values["right_hand_to_leg_ratio"] == pytest.approx(expected)


@pytest.mark.parametrize("row", HANDS)
def test_any_finger_or_wrist_of_either_hand_may_hold_the_leg(row):
    px = hands_and_knees()
    px[row] = 400.0, 470.0
    values = measure(pose(px))
    assert values["left_hand_to_leg_ratio"] == values["right_hand_to_leg_ratio"] == 0.0


def test_a_leg_without_length_is_a_point():
    px = with_hand(hands_and_knees(), 430.0, 440.0)
    px[[L.LEFT_HIP, L.LEFT_KNEE, L.LEFT_ANKLE]] = 400.0, 400.0
    assert measure(pose(px))["left_hand_to_leg_ratio"] == pytest.approx(0.5)


def test_each_leg_has_its_own_distance_to_the_hands():
    px = figure(trunk=0.0, face_up=True, hip=(130.0, 50.0), knee=(120.0, 100.0), shoulder=60.0)
    px[HANDS] = (px[L.LEFT_KNEE] + px[L.LEFT_ANKLE]) / 2.0
    values = measure(pose(px))
    assert values["left_hand_to_leg_ratio"] == pytest.approx(0.0)
    assert values["right_hand_to_leg_ratio"] > 0.3


def test_ankle_laid_across_the_other_knee_reads_nothing():
    px = hands_and_knees()
    px[L.LEFT_ANKLE] = px[L.RIGHT_KNEE] + (0.0, 9.0)
    values = measure(pose(px))
    assert values["left_ankle_to_knee_ratio"] == pytest.approx(0.09)
    assert values["right_ankle_to_knee_ratio"] == pytest.approx(0.8)


def test_shoulders_are_apart_along_the_level_only():
    px = hands_and_knees()
    px[L.LEFT_SHOULDER] += (15.0, 0.0)
    px[L.RIGHT_SHOULDER] -= (15.0, 0.0)
    assert measure(pose(px))["shoulder_width_ratio"] == pytest.approx(0.3)
    px[L.LEFT_SHOULDER] += (0.0, 20.0)
    px[L.RIGHT_SHOULDER] -= (0.0, 20.0)
    assert measure(pose(px))["shoulder_width_ratio"] == pytest.approx(0.3)


def test_elbow_to_wrist_crosses_the_body():
    px = hands_and_knees()
    px[L.LEFT_WRIST] = px[L.RIGHT_ELBOW] + (0.0, 12.0)
    values = measure(pose(px))
    assert values["right_elbow_to_wrist_ratio"] == pytest.approx(0.12)
    assert values["left_elbow_to_wrist_ratio"] == pytest.approx(0.35)


@settings(max_examples=30)
@given(st.floats(60.0, 140.0))
def test_knees_come_to_the_chest_by_hip_flexion(hip):
    values = measure(pose(knees_to_chest(right_hip=hip)))
    assert values["right_hip_flexion_deg"] == pytest.approx(hip)
    chord = math.sqrt(100**2 + 80**2 - 2 * 100 * 80 * math.cos(math.radians(180.0 - hip))) / 100
    assert values["right_thigh_to_chest_ratio"] == pytest.approx(chord)
