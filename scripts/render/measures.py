"""True angles and ratios of a posed body, from its joint centres and bones.

Flexion is 0 when straight and grows with bending. The spine's flexion is measured between bones,
0 in the standing rest pose, + rounded; lengths are ratios of the body's own.
"""

from typing import TypeAlias

import numpy as np

from render.geometry import Array, angle_deg, flexion_deg
from render.rig import Posture, Rig

Joints: TypeAlias = dict[str, Array]

SIDES = ("left", "right")


def limb_measures(joints: Joints, side: str) -> dict[str, float]:
    """Measures of one side, by name without the side."""
    j = {name.removeprefix(f"{side}_"): at for name, at in joints.items()}
    torso = np.linalg.norm(middle(joints, "shoulder") - middle(joints, "hip"))
    shank = np.linalg.norm(j["knee"] - j["ankle"])
    return {
        "hip_flexion_deg": flexion_deg(j["shoulder"], j["hip"], j["knee"]),
        "knee_flexion_deg": flexion_deg(j["hip"], j["knee"], j["ankle"]),
        "elbow_flexion_deg": flexion_deg(j["shoulder"], j["elbow"], j["wrist"]),
        "shoulder_flexion_deg": angle_deg(j["hip"] - j["shoulder"], j["elbow"] - j["shoulder"]),
        "hip_to_heel_ratio": float(np.linalg.norm(j["hip"] - j["heel"]) / shank),
        "elbow_height_ratio": float((j["elbow"] - j["shoulder"])[2] / torso),
    }


def body_measures(joints: Joints) -> dict[str, float]:
    """Measures of trunk and head from joint centres (3,) m; the mat is at z = 0."""
    trunk = middle(joints, "shoulder") - middle(joints, "hip")
    torso = float(np.linalg.norm(trunk))
    return {
        "trunk_inclination_deg": float(np.degrees(np.arcsin(trunk[2] / torso))),
        "head_height_ratio": float(middle(joints, "ear")[2] / torso),
        "nose_height_ratio": float(joints["nose"][2] / torso),
    }


def spine_measures(rig: Rig, posture: Posture) -> dict[str, float]:
    """Spine and head angles, deg. Twist is + when the chest turns to the body's left."""
    bone = {name: posture.turns[rig.index[name]] for name in ("root", "spine03", "spine01", "head")}
    whole, lumbar = (forward_deg(bone["root"].T @ bone[b]) for b in ("spine01", "spine03"))
    chest = bone["root"].T @ bone["spine01"]
    return {
        "spine_flexion_deg": whole,
        "lumbar_flexion_deg": lumbar,
        "thoracic_flexion_deg": whole - lumbar,
        "axial_twist_deg": float(np.degrees(np.arctan2(chest[1, 0], chest[0, 0]))),
        "head_flexion_deg": forward_deg(bone["spine01"].T @ bone["head"]),
    }


def all_measures(rig: Rig, posture: Posture, joints: Joints) -> dict[str, float]:
    """Every measure by name; those of a side start with `left_` or `right_`."""
    sided = {f"{s}_{k}": v for s in SIDES for k, v in limb_measures(joints, s).items()}
    return sided | body_measures(joints) | spine_measures(rig, posture)


def forward_deg(relative: Array) -> float:
    """Forward tilt (deg) of a bone whose turn relative to another, in rest axes, is (3, 3)."""
    up = relative[:, 2]
    return float(np.degrees(np.arctan2(-up[1], up[2])))


def middle(joints: Joints, name: str) -> Array:
    """Point (3,) half way between a left and a right joint."""
    return (joints[f"left_{name}"] + joints[f"right_{name}"]) / 2
