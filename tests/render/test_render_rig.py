"""Forward kinematics, reaching, skinning and measures, against answers known by hand."""

import numpy as np
import pytest

pytest.importorskip("scipy", reason="the rendering tool needs scipy (pip install scipy)")

import scipy.sparse as sp
from render.geometry import angle_deg, basis, flexion_deg, sagittal, turn
from render.limbs import Builder, Hand
from render.measures import body_measures, forward_deg, limb_measures
from render.rig import Posture, Rig
from render.truth import LANDMARKS, joint_centres


@pytest.fixture(scope="module")
def rig() -> Rig:
    return Rig.load("m")


def two_bones() -> Rig:
    return Rig(
        names=("root", "upper", "lower"),
        parents=np.array([-1, 0, 1], np.int32),
        heads=np.array([[0.0, 0, 0], [0, 0, 1], [0, 0, 3]]),
        vertices=np.array([[0.0, 0, 4]]),
        faces=np.zeros((0, 3), np.int32),
        weights=sp.csr_matrix([[0.0, 0, 1]]),
        keypoints=("tip",),
        regressor=sp.csr_matrix([[1.0]]),
    )


def test_a_right_angle_in_a_bone_moves_what_hangs_on_it() -> None:
    rig = two_bones()
    posture = rig.pose(np.zeros(3), np.eye(3), {"upper": turn([1, 0, 0], 90)})
    np.testing.assert_allclose(posture.joints[2], [0, -2, 1], atol=1e-12)
    skin = rig.skin(posture, rig.vertices, rig.weights)
    np.testing.assert_allclose(skin, [[0, -3, 1]], atol=1e-12)
    np.testing.assert_allclose(rig.keypoints_of(skin)["tip"], [0, -3, 1], atol=1e-12)


def test_the_rest_pose_leaves_the_skin_alone(rig: Rig) -> None:
    posture = rig.pose(rig.head("root"), np.eye(3), {})
    np.testing.assert_allclose(posture.joints, rig.heads, atol=1e-9)
    np.testing.assert_allclose(
        rig.skin(posture, rig.vertices, rig.weights), rig.vertices, atol=1e-9
    )


def test_moving_the_root_moves_everything_alike(rig: Rig) -> None:
    shift, facing = np.array([1.0, 2.0, 3.0]), turn([0, 0, 1], 90)
    posture = rig.pose(rig.head("root") + shift, facing, {})
    expected = (rig.heads - rig.head("root")) @ facing.T + rig.head("root") + shift
    np.testing.assert_allclose(posture.joints, expected, atol=1e-9)


@pytest.mark.parametrize("side", ["l", "r"])
def test_a_hand_reaches_its_target_and_the_elbow_follows_the_pole(rig: Rig, side: str) -> None:
    b = Builder(rig=rig, root=rig.head("root"), root_turn=np.eye(3))
    shoulder = b.joint(f"upperarm01.{side.upper()}")
    target = shoulder + np.array([0.0, -0.35, -0.1])
    hand = Hand(along=np.array([0, -1.0, 0]), palm=np.array([0, 0, -1.0]))
    elbow = b.arm(side, target, np.array([0, 0, -1.0]), hand)
    np.testing.assert_allclose(b.joint(f"wrist.{side.upper()}"), target, atol=0.006)
    assert elbow[2] < min(shoulder[2], target[2])


def test_a_target_out_of_reach_straightens_the_arm(rig: Rig) -> None:
    b = Builder(rig=rig, root=rig.head("root"), root_turn=np.eye(3))
    shoulder = b.joint("upperarm01.L")
    hand = Hand(along=np.array([0, -1.0, 0]), palm=np.array([0, 0, -1.0]))
    elbow = b.arm("l", shoulder + np.array([0, -5.0, 0]), np.array([0, 0, -1.0]), hand)
    wrist = b.joint("wrist.L")
    assert flexion_deg(shoulder, elbow, wrist) < 5
    np.testing.assert_allclose((wrist - shoulder)[[0, 2]], 0, atol=0.006)


def test_basis_faces_the_way_it_is_told() -> None:
    facing = basis(up=[1, 0, 0], front=[0, 0, -1])
    np.testing.assert_allclose(facing @ [0, 0, 1], [1, 0, 0], atol=1e-12)
    np.testing.assert_allclose(facing @ [0, -1, 0], [0, 0, -1], atol=1e-12)
    assert np.linalg.det(facing) == pytest.approx(1)


def test_a_turn_follows_the_right_hand_about_any_axis() -> None:
    np.testing.assert_allclose(turn([0, 0, 2], 90) @ [1, 0, 0], [0, 1, 0], atol=1e-12)
    about = np.array([0.3, -1.2, 0.7])
    rotation = turn(about, 73)
    np.testing.assert_allclose(rotation @ about, about, atol=1e-12)
    np.testing.assert_allclose(rotation @ rotation.T, np.eye(3), atol=1e-12)
    assert np.trace(rotation) == pytest.approx(1 + 2 * np.cos(np.radians(73)))
    np.testing.assert_array_equal(turn(about, 0), np.eye(3))


def test_flexion_is_zero_when_straight() -> None:
    a, b = np.zeros(3), np.array([0.0, 0, 1])
    assert flexion_deg(a, b, np.array([0.0, 0, 2])) == pytest.approx(0)
    assert flexion_deg(a, b, np.array([1.0, 0, 1])) == pytest.approx(90)
    assert angle_deg(sagittal(10), sagittal(47)) == pytest.approx(37)


def seated() -> dict[str, np.ndarray]:
    """A figure of straight lines: trunk upright, thighs level, shanks down, right arm ahead."""
    one_side = {
        "shoulder": (0, 0, 1.0),
        "hip": (0, 0, 0.5),
        "knee": (0.5, 0, 0.5),
        "ankle": (0.5, 0, 0.0),
        "heel": (0.5, 0, 0.0),
        "ear": (0, 0, 1.25),
        "elbow": (0, 0, 0.75),
        "wrist": (0.25, 0, 0.75),
    }
    out = {
        f"{s}_{k}": np.array(v) + np.array([0, y, 0])
        for k, v in one_side.items()
        for s, y in (("left", -0.2), ("right", 0.2))
    }
    out["right_elbow"] = out["right_shoulder"] + [0.3, 0, 0.1]
    return out | {"nose": np.array([0.1, 0, 1.2])}


def test_measures_of_a_figure_that_sits_upright() -> None:
    joints = seated()
    left = limb_measures(joints, "left")
    assert left["hip_flexion_deg"] == pytest.approx(90)
    assert left["knee_flexion_deg"] == pytest.approx(90)
    assert left["elbow_flexion_deg"] == pytest.approx(90)
    assert left["shoulder_flexion_deg"] == pytest.approx(0)
    assert left["hip_to_heel_ratio"] == pytest.approx(np.sqrt(2))
    assert left["elbow_height_ratio"] == pytest.approx(-0.5)
    assert limb_measures(joints, "right")["elbow_height_ratio"] == pytest.approx(0.2)
    trunk = body_measures(joints)
    assert trunk["trunk_inclination_deg"] == pytest.approx(90)
    assert trunk["head_height_ratio"] == pytest.approx(2.5)


def test_forward_bending_is_positive_and_twist_does_not_change_it() -> None:
    assert forward_deg(turn([1, 0, 0], 25)) == pytest.approx(25)
    assert forward_deg(turn([1, 0, 0], -25) @ turn([0, 0, 1], 40)) == pytest.approx(-25)


def test_every_landmark_has_a_joint_on_its_own_side(rig: Rig) -> None:
    posture = Posture(turns=np.tile(np.eye(3), (len(rig.names), 1, 1)), joints=rig.heads)
    joints = joint_centres(rig, posture, rig.vertices)
    assert joints.keys() == LANDMARKS.keys()
    assert all(at[0] > 0 for name, at in joints.items() if name.startswith("left"))
    assert all(at[0] < 0 for name, at in joints.items() if name.startswith("right"))
