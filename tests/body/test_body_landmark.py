"""The landmarks: MediaPipe's order, and two sides that mirror each other."""

from __future__ import annotations

import pytest
from tests.body.stick_figure import SWAPPED

from matside.body import landmark as lm
from matside.body.landmark import LANDMARK_COUNT, LEG, SKELETON, Landmark, Side

PAIRS = ["SHOULDER", "ELBOW", "WRIST", "INDEX", "HIP", "KNEE", "ANKLE", "HEEL", "EAR"]


def test_the_rows_are_mediapipes():
    """The published order of the Pose Landmarker, by its well-known rows."""
    assert [landmark.value for landmark in Landmark] == list(range(33))
    assert LANDMARK_COUNT == 33
    rows = {0: "NOSE", 7: "LEFT_EAR", 11: "LEFT_SHOULDER", 12: "RIGHT_SHOULDER", 15: "LEFT_WRIST"}
    rows |= {23: "LEFT_HIP", 26: "RIGHT_KNEE", 27: "LEFT_ANKLE", 29: "LEFT_HEEL"}
    rows |= {32: "RIGHT_FOOT_INDEX", 19: "LEFT_INDEX", 10: "MOUTH_RIGHT", 5: "RIGHT_EYE"}
    assert {row: Landmark(row).name for row in rows} == rows


def test_each_side_has_another():
    assert Side.LEFT.other is Side.RIGHT
    assert Side.RIGHT.other is Side.LEFT
    assert [str(side) for side in Side] == ["left", "right"]


@pytest.mark.parametrize("name", PAIRS)
def test_a_joint_is_found_by_its_side(name):
    joint = getattr(lm, name)
    assert joint == {Side.LEFT: Landmark[f"LEFT_{name}"], Side.RIGHT: Landmark[f"RIGHT_{name}"]}


def test_the_toe_is_the_foots_index():
    assert lm.TOE[Side.LEFT] is Landmark.LEFT_FOOT_INDEX
    assert lm.TOE[Side.RIGHT] is Landmark.RIGHT_FOOT_INDEX


@pytest.mark.parametrize("side", list(Side))
def test_a_leg_runs_from_the_hip_to_the_toe(side):
    assert LEG[side] == tuple(joint[side] for joint in (lm.HIP, lm.KNEE, lm.ANKLE, lm.HEEL, lm.TOE))


def test_the_skeleton_is_the_same_on_both_sides_and_draws_no_bone_twice():
    bones = {frozenset(bone) for bone in SKELETON}
    assert len(bones) == len(SKELETON)
    assert all(len(bone) == 2 for bone in bones)
    assert {frozenset(Landmark(int(SWAPPED[row])) for row in bone) for bone in bones} == bones
