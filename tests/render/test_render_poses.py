"""Posed bodies: nothing through the floor, hands and knees where they belong."""

import numpy as np
import pytest

pytest.importorskip("scipy", reason="the rendering tool needs scipy (pip install scipy)")

from render.actor import Actor, between
from render.clothes import SHIRT, Clothed, Look, Wardrobe
from render.measures import all_measures
from render.rig import Posture, Rig
from render.timeline import Moment
from render.truth import joint_centres

from render import poses

BODIES = ("m", "f", "h")
ACTORS = {body: Actor(Rig.load(body), Look()) for body in BODIES}


def posture(actor: Actor, name: str) -> Posture:
    pose = poses.pose(name)
    return actor.posture(Moment(before=pose, after=pose, weight=1.0))


def measures(actor: Actor, at: Posture) -> dict[str, float]:
    return all_measures(actor.rig, at, joint_centres(actor.rig, at, actor.skin(at)))


@pytest.mark.parametrize("body", BODIES)
@pytest.mark.parametrize("name", poses.names())
def test_no_pose_goes_through_the_floor(body: str, name: str) -> None:
    actor = ACTORS[body]
    lowest = actor.skin(posture(actor, name))[:, 2].min()
    assert -0.05 < lowest < 0.06


@pytest.mark.parametrize("body", BODIES)
def test_a_full_childs_pose_is_folded(body: str) -> None:
    actor = ACTORS[body]
    true = measures(actor, posture(actor, "child_forward"))
    assert 0.25 < true["left_hip_to_heel_ratio"] < 0.42
    assert true["left_hip_flexion_deg"] > 140
    assert abs(true["trunk_inclination_deg"]) < 20
    assert true["left_elbow_flexion_deg"] < 20


@pytest.mark.parametrize("body", BODIES)
def test_wide_knees_keep_the_toes_together(body: str) -> None:
    actor = ACTORS[body]
    at = posture(actor, "child_wide")
    joints = joint_centres(actor.rig, at, actor.skin(at))
    knees, ankles = (
        np.linalg.norm(joints[f"left_{n}"] - joints[f"right_{n}"]) for n in ("knee", "ankle")
    )
    assert knees > 0.3
    assert ankles < 0.25


@pytest.mark.parametrize("body", BODIES)
def test_sitting_on_the_heels_is_upright_with_the_hips_low(body: str) -> None:
    true = measures(ACTORS[body], posture(ACTORS[body], "heel_sit"))
    assert true["left_hip_to_heel_ratio"] < 0.45
    assert true["trunk_inclination_deg"] > 60


@pytest.mark.parametrize("body", BODIES)
def test_a_coarse_body_wears_the_same_clothes(body: str) -> None:
    coarse = Actor(ACTORS[body].rig, Look(), fine=False).clothed
    fine = ACTORS[body].clothed
    assert len(coarse.faces) < 0.35 * len(fine.faces)
    assert set(coarse.materials) == set(fine.materials)


def test_a_loose_shirt_stands_off_further_and_most_at_the_hem() -> None:
    rig = ACTORS["f"].rig
    tight, loose = (Wardrobe(rig, fine=False).dress(Look(loose=wide)) for wide in (False, True))

    def girth(clothed: Clothed, low: float, high: float) -> float:
        k = rig.rest_keypoints
        shoulder, hip = k["left_shoulder"], k["left_hip"]
        shirt = clothed.vertices[clothed.materials == SHIRT]
        share = (shoulder[2] - shirt[:, 2]) / (shoulder[2] - hip[2])
        ring = shirt[(share > low) & (share < high) & (abs(shirt[:, 0]) < shoulder[0])]
        return float(np.ptp(ring[:, 1]))

    assert girth(loose, 0.7, 0.9) - girth(tight, 0.7, 0.9) > 0.03
    assert abs(girth(loose, 0.0, 0.15) - girth(tight, 0.0, 0.15)) < 0.02


@pytest.mark.parametrize("body", BODIES)
def test_cat_rounds_and_cow_hollows_the_back(body: str) -> None:
    actor = ACTORS[body]
    flexion = {
        n: measures(actor, posture(actor, n))["spine_flexion_deg"]
        for n in ("all_fours", "cat", "cow")
    }
    assert flexion["cat"] > flexion["all_fours"] + 40
    assert flexion["cow"] < flexion["all_fours"] - 40


@pytest.mark.parametrize("body", BODIES)
def test_the_open_elbow_is_over_the_shoulder_and_the_closed_one_under(body: str) -> None:
    actor = ACTORS[body]
    heights = [
        measures(actor, posture(actor, n))["right_elbow_height_ratio"]
        for n in ("elbow_open", "elbow_closed")
    ]
    assert heights[0] > 0.35
    assert heights[1] < -0.3


@pytest.mark.parametrize("body", BODIES)
def test_hands_hold_the_shin_of_the_lifted_knee(body: str) -> None:
    actor = ACTORS[body]
    at = posture(actor, "one_knee")
    joints = joint_centres(actor.rig, at, actor.skin(at))
    for side in ("left", "right"):
        assert np.linalg.norm(joints[f"{side}_wrist"] - joints["right_knee"]) < 0.25
    true = measures(actor, at)
    assert true["right_hip_flexion_deg"] > 115
    assert true["left_hip_flexion_deg"] < 60


def test_turning_the_head_end_leaves_every_measure_alone() -> None:
    there = Actor(ACTORS["f"].rig, Look(), head_left=True)
    a = measures(ACTORS["f"], posture(ACTORS["f"], "elbow_open"))
    b = measures(there, posture(there, "elbow_open"))
    assert a == pytest.approx(b)


def test_a_mirrored_pose_has_mirrored_measures() -> None:
    actor = ACTORS["m"]
    pose = poses.mirrored(poses.pose("elbow_open"))
    a = measures(actor, posture(actor, "elbow_open"))
    b = measures(actor, actor.posture(Moment(before=pose, after=pose, weight=1.0)))
    assert a["right_elbow_height_ratio"] == pytest.approx(b["left_elbow_height_ratio"], abs=0.02)
    assert a["axial_twist_deg"] == pytest.approx(-b["axial_twist_deg"], abs=0.5)


def test_between_two_postures_starts_and_ends_with_them() -> None:
    actor = ACTORS["m"]
    a, b = posture(actor, "lying"), posture(actor, "standing")
    for weight, expected in ((0.0, a), (1.0, b)):
        got = between(actor.rig, a, b, weight)
        np.testing.assert_allclose(got.joints, expected.joints, atol=1e-6)
