"""Postures placed freely: plank, downward dog, standing, sitting, walking. Head up or towards +x.

The pelvis is put where the parameters say; feet and hands are put on the floor or hang free.
"""

import numpy as np

from render.geometry import Array, basis, blend, sagittal
from render.kneeling import MODEL_THIGH_M
from render.limbs import OUT, SPINE_DEFAULTS, Builder, Hand, Params
from render.rig import Posture, Rig

DEFAULTS: Params = {
    "hip_x": 0,
    "hip_z": 0.92,
    "pitch": 90,
    "hang": 1,
    **SPINE_DEFAULTS,
    "clav_fwd": 0,
    **{f"foot_x_{s}": 0 for s in "lr"},  # ankle, m
    **{f"foot_z_{s}": 0.085 for s in "lr"},
    **{f"toes_{s}": 0 for s in "lr"},  # toes above the +x axis, deg
    "foot_half": 0.10,
    "knee_deg": 0,  # where the knees point, deg above +x
    **{f"swing_{s}": 0 for s in "lr"},  # hanging arm forward, deg
    "hand_x": 0.5,
    "hand_half": 0.19,
    "hand_z": 0.052,
    "elbow_deg": 12,
}


class Upright:
    """Solves free postures (see `DEFAULTS`) of one rig. Lengths scale with the body."""

    defaults = DEFAULTS

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        self.scale = rig.length("upperleg01.L", "lowerleg01.L") / MODEL_THIGH_M
        self.arm = rig.length("upperarm01.L", "lowerarm01.L") + rig.length(
            "lowerarm01.L", "wrist.L"
        )

    def __call__(self, q: Params) -> Posture:
        """The posture for a full set of parameters."""
        k = self.scale
        facing = basis(sagittal(q["pitch"]), sagittal(q["pitch"] - 90))
        middle = (self.rig.head("upperleg01.L") + self.rig.head("upperleg01.R")) / 2
        hips = np.array([k * q["hip_x"], 0, k * q["hip_z"]])
        root = hips - facing @ (middle - self.rig.head("root"))
        b = Builder(rig=self.rig, root=root, root_turn=facing)
        b.spine(q)
        for side in "lr":
            b.shoulder_girdle(side, 0, q["clav_fwd"])
            foot = k * np.array(
                [q[f"foot_x_{side}"], OUT[side] * q["foot_half"], q[f"foot_z_{side}"]]
            )
            toes = q[f"toes_{side}"]
            b.leg(side, foot, sagittal(q["knee_deg"]), (sagittal(toes), sagittal(toes + 90)))
            self._arm(b, q, side)
        return b.finish()

    def _arm(self, b: Builder, q: Params, side: str) -> None:
        y, k = OUT[side], self.scale
        shoulder, chest = b.joint(f"upperarm01.{side.upper()}"), b.turn_of("spine01")
        swing = q[f"swing_{side}"] - 90
        reach = self.arm * (1 - 0.004 * q["elbow_deg"])
        free = shoulder + reach * (sagittal(swing) + np.array([0, y * 0.12, 0]))
        placed = k * np.array([q["hand_x"], y * q["hand_half"], q["hand_z"]])
        hang = q["hang"]
        along = blend([1, -y * 0.05, 0], sagittal(swing), hang)
        palm: Array = blend([0, 0, -1], [0, -y, 0], hang)
        pole = blend([-1, y * 0.5, 0.2], chest @ np.array([y * 0.3, 1, 0]), hang)
        b.arm(
            side, blend(placed, free, hang), pole, Hand(along=along, palm=palm, curl_deg=18 * hang)
        )
