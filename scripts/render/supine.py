"""Postures on the back: knees bent, one or both knees hugged, bridge, sit-up. Head towards +x.

The trunk is set down on the mat with its upper back (or, sitting up, its pelvis) in one place;
feet rest on the mat or follow the hugged legs; hands rest or hold the shins.
"""

import numpy as np
from numpy.typing import NDArray

from render.geometry import Array, basis, blend, sagittal
from render.kneeling import MODEL_THIGH_M
from render.limbs import OUT, SPINE_DEFAULTS, Builder, Hand, Params, mix_hands
from render.rig import Posture, Rig

SKIN_GAP_M = 0.012  # cloth and mat under the trunk
ANKLE_Z_M, FOOT_X_M = 0.085, -0.60
DOWN = np.array([0, 0, -1.0])
NOD_DEG = (-26.0, 40.0)
NOD_SHARE = {"n1": 0.9, "n2": 0.6, "n3": 0.0, "head": -0.7}  # low in the neck, chin level

DEFAULTS: Params = {
    "tilt": 0,  # pelvis end up, deg
    "pin": 1,  # 1 keeps the upper back in place, 0 the pelvis
    **SPINE_DEFAULTS,
    "n1": 2,
    "n2": 2,
    "n3": 2,
    "head": 2,
    "lift": 0,  # head and neck off the mat, deg
    "rest_head": 1,  # share of the neck angle at which the head lies on the mat
    "rock": 0,  # roll about the long axis, deg
    **{f"{k}_{s}": 0 for k in ("leg", "hold", "foot_z", "foot_x") for s in "lr"},
    **{f"thigh_{s}": 128 for s in "lr"},  # hip angle of the hugged leg, deg
    **{f"shin_{s}": 58 for s in "lr"},  # angle behind the hugged knee, deg
    "knee_half": 0.10,
    "hands": 0,  # 0 resting beside the trunk, 1 holding
    "hand_x": 0,
    "cross": 0,  # hands behind the head
    "ahead": 0,  # arms reaching towards the knees
}


class Supine:
    """Solves supine parameters (see `DEFAULTS`) into postures of one rig."""

    defaults = DEFAULTS

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        self.thigh = rig.length("upperleg01.L", "lowerleg01.L")
        self.shin = rig.length("lowerleg01.L", "foot.L")
        self.scale = self.thigh / MODEL_THIGH_M
        prefixes = ("spine", "root", "pelvis", "clav", "should")
        rows = [i for i, n in enumerate(rig.names) if n.startswith(prefixes)]
        self._trunk_rows = np.flatnonzero(rig.weights[:, rows].sum(axis=1) > 0.6)
        self._head_rows = np.flatnonzero(rig.weights[:, [rig.index["head"]]].toarray() > 0.6)
        self._back_x = float(self._trunk(DEFAULTS, np.zeros(3)).joint("spine01")[0])

    def __call__(self, q: Params) -> Posture:
        """The posture for a full set of parameters."""
        trunk = self._trunk(q, np.zeros(3))
        lowest = self._lowest(trunk, self._trunk_rows)
        shift = q["pin"] * (self._back_x - float(trunk.joint("spine01")[0]))
        nod = q["rest_head"] * self._nod(q, lowest) + q["lift"]
        b = self._trunk(q, np.array([shift, 0, SKIN_GAP_M - lowest]), nod)
        legs = {side: self._leg(b, q, side) for side in "lr"}
        for side in "lr":
            self._arm(b, q, side, legs)
        return b.finish()

    def _nod(self, q: Params, floor: float) -> float:
        """Neck flexion to add, deg, for the head to touch the mat at height `floor`."""
        low, high = NOD_DEG
        for _ in range(7):
            middle = (low + high) / 2
            trunk = self._trunk(q, np.zeros(3), middle)
            under = self._lowest(trunk, self._head_rows) < floor
            low, high = (middle, high) if under else (low, middle)
        return (low + high) / 2

    def _trunk(self, q: Params, root: Array, nod: float = 0.0) -> Builder:
        pitch = -q["tilt"]
        roll = np.radians(q["rock"])
        tip = np.array(
            [[1, 0, 0], [0, np.cos(roll), -np.sin(roll)], [0, np.sin(roll), np.cos(roll)]]
        )
        facing = tip @ basis(sagittal(pitch), sagittal(pitch + 90))
        b = Builder(rig=self.rig, root=root, root_turn=facing)
        b.spine(q | {k: q[k] + share * nod for k, share in NOD_SHARE.items()})
        for side in "lr":
            b.shoulder_girdle(side, 0, 18 * q["hands"])
        return b

    def _lowest(self, b: Builder, rows: NDArray[np.intp]) -> float:
        skin = self.rig.skin(b.finish(), self.rig.vertices[rows], self.rig.weights[rows])
        return float(skin[:, 2].min())

    def _leg(self, b: Builder, q: Params, side: str) -> tuple[Array, float]:
        """Poses one leg; returns the knee (3,) and the direction of its shin, deg.

        The hip and knee angles are mixed between the planted foot and the hug, so the foot swings
        on an arc.
        """
        y, w = -OUT[side], q[f"leg_{side}"]
        hip = b.joint(f"upperleg01.{side.upper()}")
        foot_x = self.scale * (FOOT_X_M + q[f"foot_x_{side}"])
        foot = np.array([foot_x, y * 0.12, ANKLE_Z_M + self.scale * q[f"foot_z_{side}"]])
        thigh0, knee0 = self._planted(foot - hip)
        thigh = (1 - w) * thigh0 + w * q[f"thigh_{side}"]
        shin = 360 - thigh - ((1 - w) * knee0 + w * q[f"shin_{side}"])
        knee = hip + self.thigh * sagittal(180 - thigh)
        knee[1] = y * ((1 - w) * 0.13 + w * q["knee_half"])
        ankle = knee + self.shin * sagittal(shin)
        ankle[1] = y * ((1 - w) * 0.12 + w * q["knee_half"] * 0.8)
        toes = (1 - w) * 180 + w * (shin - 58)
        pole = sagittal(180 - thigh) + np.array([0, y * 0.05, 0])
        b.leg(side, ankle, pole, (sagittal(toes), sagittal(toes - 90)))
        return knee, shin

    def _planted(self, reach: Array) -> tuple[float, float]:
        """Thigh angle from the trunk line and angle behind the knee (deg) for a planted foot."""
        a, c = self.thigh, self.shin
        d = min(float(np.hypot(reach[0], reach[2])), a + c - 1e-3)
        line = np.degrees(np.arctan2(reach[2], reach[0])) % 360
        at_hip = np.degrees(np.arccos((a**2 + d**2 - c**2) / (2 * a * d)))
        at_knee = np.degrees(np.arccos((a**2 + c**2 - d**2) / (2 * a * c)))
        return float(180 - line + at_hip), float(at_knee)

    def _arm(self, b: Builder, q: Params, side: str, legs: dict[str, tuple[Array, float]]) -> None:
        y, hands = -OUT[side], q["hands"]
        shoulder = b.joint(f"upperarm01.{side.upper()}")
        resting = np.array([shoulder[0] - 0.50 * self.scale + q["hand_x"], y * 0.30, 0.055])
        grip, hold = self._grip(q, side, legs)
        wrist = blend(resting, grip, hands)
        wrist = wrist + np.sin(np.pi * hands) * np.array([0.03, y * 0.06, 0.05])
        pole = blend([0.2, y, -0.35], [0.35, y * 0.9, -0.5], hands)
        flat = Hand(along=np.array([-1.0, 0, 0]), palm=DOWN, curl_deg=10)
        hand = mix_hands(flat, hold, hands)
        if q["cross"] > 0:
            wrist, pole, hand = self._behind_head(b, side, q["cross"], (wrist, pole, hand))
        if q["ahead"] > 0:
            chest = b.turn_of("spine01")
            front = shoulder + 0.5 * self.scale * (chest @ np.array([0, -1, -0.25]))
            wrist = blend(wrist, front, q["ahead"])
            hand = mix_hands(hand, Hand(along=chest @ [0, -1.0, -0.2], palm=DOWN), q["ahead"])
        b.arm(side, wrist, pole, hand)

    def _behind_head(
        self, b: Builder, side: str, share: float, arm: tuple[Array, Array, Hand]
    ) -> tuple[Array, Array, Hand]:
        out, head, chest = OUT[side], b.turn_of("head"), b.turn_of("spine01")
        wrist = b.joint("head") + head @ (self.scale * np.array([out * 0.10, 0.06, 0.06]))
        along, palm = head @ np.array([-out, 0.5, 0.4]), head @ np.array([-out * 0.6, -0.8, 0])
        hand = mix_hands(arm[2], Hand(along=along, palm=palm, curl_deg=20), share)
        pole = blend(arm[1], chest @ np.array([out, -0.3, 0.4]), share)
        return blend(arm[0], wrist, share), pole, hand

    def _grip(
        self, q: Params, side: str, legs: dict[str, tuple[Array, float]]
    ) -> tuple[Array, Hand]:
        """Wrist (3,) and hand on the shin just below the knee that this hand holds.

        `hold_l` and `hold_r` share both hands out to one shin; with both, each takes its own.
        """
        y = -OUT[side]
        share = {s: q[f"hold_{s}"] for s in "lr"}
        total = max(share["l"] + share["r"], 1e-6)
        both = min(share["l"], share["r"]) / max(share["l"], share["r"], 1e-6)
        wrist, shin = np.zeros(3), 0.0
        for leg, (knee, direction) in legs.items():
            w = (1 - both) * share[leg] / total + both * (leg == side)
            near = leg == side
            down = both * 0.085 + (1 - both) * (0.06 if near else 0.12)
            spread = both * 0.035 + (1 - both) * 0.07
            on_shin = knee + self.scale * (down * sagittal(direction))
            on_shin = on_shin + self.scale * 0.075 * sagittal(direction - 90)
            wrist = wrist + w * (on_shin + self.scale * np.array([0, y * spread, 0]))
            shin += w * direction
        along = np.array([0, -y, 0]) + 0.35 * sagittal(shin)
        return wrist, Hand(along=along, palm=-sagittal(shin - 90), curl_deg=40)
