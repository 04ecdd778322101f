"""Kneeling postures: hands and knees, child's pose, one arm lifted. Head towards +x, face down.

Knees and hands stay on the mat; the pelvis pitch is solved so that the supporting arms just reach,
or so that the forehead comes to the mat.
"""

from collections.abc import Callable

import numpy as np

from render.geometry import Array, basis, blend, sagittal, turn, unit
from render.limbs import OUT, SPINE_DEFAULTS, Builder, Hand, Params, mix_hands
from render.rig import Posture, Rig

KNEE_Z_M, ANKLE_Z_M, WRIST_Z_M, ELBOW_Z_M = 0.062, 0.085, 0.052, 0.050
MODEL_THIGH_M = 0.449  # absolute distances below fit this thigh and scale with the body's own
PITCHES_DEG = np.arange(-40.0, 81.0, 4.0)
DOWN, AHEAD = np.array([0, 0, -1.0]), np.array([1.0, 0, 0])

DEFAULTS: Params = {
    "thigh": 0,  # thigh backwards of vertical, deg
    "knee_half": 0.10,  # half distance between the knees, m
    "toes_in": 0,  # ankles closer together than the knees, m
    "knee_x": 0,  # knees further forward, m
    "pelvis": 8,  # pelvis pitch in deg when nothing is solved
    "solve": 1,  # share of the pitch that brings the hands to the mat
    "solve_head": 0,  # share of the pitch that brings the forehead to forehead_z
    "forehead_z": 0.03,
    "reach": 0.996,  # supporting arm's reach over its length
    **SPINE_DEFAULTS,
    "head": -5,
    "hip_shift": 0,
    "hip_roll": 0,
    "elbow_out": 0.15,
    "elbow_up": 0,
    "clav_up": 0,
    "clav_fwd": 8,
    "hand_half": 0.17,
    "forearm": 0,
    "palm_up": 0,
    **{f"{k}_{s}": 0 for k in ("hand_x", "hand_z", "behind", "open", "straight") for s in "lr"},
    **{f"{k}_{s}": 0 for k in ("thread", "leg_out", "arm_out") for s in "lr"},
}


class Kneeling:
    """Solves kneeling parameters (see `DEFAULTS`) into postures of one rig."""

    defaults = DEFAULTS

    def __init__(self, rig: Rig) -> None:
        self.rig = rig
        self.thigh = rig.length("upperleg01.L", "lowerleg01.L")
        self.shin = rig.length("lowerleg01.L", "foot.L")
        self.upper_arm = rig.length("upperarm01.L", "lowerarm01.L")
        self.forearm = rig.length("lowerarm01.L", "wrist.L")
        self.scale = self.thigh / MODEL_THIGH_M
        self.crown = rig.rest_keypoints["nose"] + [0, 0.005, 0.065]
        level = self._trunk({**DEFAULTS, "solve": 0}, pitch=9.0)
        self.hand_x0 = float(level.joint("upperarm01.L")[0]) + 0.02

    def __call__(self, q: Params) -> Posture:
        """The posture for a full set of parameters."""
        b = self._trunk(q, self._pitch(q))
        for side in "lr":
            self._leg(b, q, side)
        for side in "lr":
            self._arm(b, q, side)
        return b.finish()

    def _trunk(self, q: Params, pitch: float) -> Builder:
        thigh = np.radians(q["thigh"])
        hips = [-np.sin(thigh) * self.thigh, q["hip_shift"], KNEE_Z_M + np.cos(thigh) * self.thigh]
        facing = basis(sagittal(pitch), sagittal(pitch - 90)) @ turn([0, 0, 1], q["hip_roll"])
        middle = (self.rig.head("upperleg01.L") + self.rig.head("upperleg01.R")) / 2
        root = np.array(hips) - facing @ (middle - self.rig.head("root"))
        b = Builder(rig=self.rig, root=root, root_turn=facing)
        b.spine(q)
        for side in "lr":
            back = 25 * q[f"behind_{side}"] * max(q[f"open_{side}"], 0)
            b.shoulder_girdle(side, q["clav_up"], q["clav_fwd"] - back)
        return b

    def _pitch(self, q: Params) -> float:
        pitch = q["pelvis"]
        if q["solve"] > 0:
            pitch = (1 - q["solve"]) * pitch + q["solve"] * self._root(q, self._arm_slack)
        if q["solve_head"] > 0:
            share = q["solve_head"]
            pitch = (1 - share) * pitch + share * self._root(q, self._head_slack)
        return float(pitch)

    def _root(self, q: Params, slack: Callable[[Params, float], float]) -> float:
        """Lowest pitch at which `slack` turns from negative to positive, else the best one."""
        values: list[float] = []
        for pitch in PITCHES_DEG:
            values.append(slack(q, pitch))
            if len(values) > 1 and values[-2] < 0 <= values[-1]:
                break
        else:
            return float(PITCHES_DEG[np.argmin(np.abs(values))])
        low, high = PITCHES_DEG[len(values) - 2], PITCHES_DEG[len(values) - 1]
        for _ in range(14):
            middle = (low + high) / 2
            low, high = (low, middle) if slack(q, middle) > 0 else (middle, high)
        return float((low + high) / 2)

    def _arm_slack(self, q: Params, pitch: float) -> float:
        b = self._trunk(q, pitch)
        total, weight = np.float64(0), 0.0
        for side in "lr":
            share = 1e-3 + max(0.0, 1 - sum(q[f"{k}_{side}"] for k in LIFTS))
            shoulder = b.joint(f"upperarm01.{side.upper()}")
            to_wrist = np.linalg.norm(shoulder - self._wrist(q, side))
            hand = to_wrist - q["reach"] * (self.upper_arm + self.forearm)
            elbow = np.linalg.norm(shoulder - self._elbow(q, side)) - 0.995 * self.upper_arm
            total += share * ((1 - q["forearm"]) * hand + q["forearm"] * elbow)
            weight += share
        return float(total / weight)

    def _head_slack(self, q: Params, pitch: float) -> float:
        b = self._trunk(q, pitch)
        front = b.joint("head") + b.turn_of("head") @ (self.crown - self.rig.head("head"))
        return float(front[2] - q["forehead_z"])

    def _elbow(self, q: Params, side: str) -> Array:
        x = self.hand_x0 + self.scale * q[f"hand_x_{side}"]
        return np.array([x, OUT[side] * self.scale * q["hand_half"], ELBOW_Z_M])

    def _wrist(self, q: Params, side: str) -> Array:
        """Wrist (3,) on the mat: under the shoulder, or a forearm ahead of the elbow."""
        x = self.hand_x0 + self.scale * q[f"hand_x_{side}"] + q["forearm"] * self.forearm * 0.99
        y = OUT[side] * self.scale * q["hand_half"]
        return np.array([x, y, WRIST_Z_M + self.scale * q[f"hand_z_{side}"]])

    def _leg(self, b: Builder, q: Params, side: str) -> None:
        y, out = OUT[side], q[f"leg_out_{side}"]
        knee_x = self.scale * q["knee_x"]
        down = np.array(
            [knee_x - 0.995 * self.shin, y * (q["knee_half"] - q["toes_in"] - 0.02), ANKLE_Z_M]
        )
        hip = b.joint(f"upperleg01.{side.upper()}")
        back = hip + 0.985 * (self.thigh + self.shin) * unit([-1, 0, 0.02])
        ankle = blend(down, back, out) + np.array([0, 0, 0.10 * np.sin(np.pi * out)])
        low = np.array(
            [0.35 + knee_x, y * q["knee_half"] * 0.35, -1.0 if q["thigh"] < 45 else -0.15]
        )
        pole = blend(low, [0.2, 0, -1], out)
        toes = blend([-1, 0, -0.22], [-0.6, 0, -0.8], out)
        b.leg(side, ankle, pole, (toes, blend([-0.22, 0, -1], [0.8, 0, -0.6], out)))

    def _arm(self, b: Builder, q: Params, side: str) -> None:
        y = OUT[side]
        wrist, pole, hand = self._resting_arm(b, q, side)
        for lift, make in (
            ("behind", self._behind_head),
            ("straight", self._straight_out),
            ("thread", self._threaded),
            ("arm_out", self._reaching),
        ):
            share = q[f"{lift}_{side}"]
            if share > 0:
                target, lifted_pole, lifted_hand = make(b, q, side)
                arc = np.array([0.02, y * 0.22, 0.10]) if lift == "behind" else np.zeros(3)
                wrist = blend(wrist, target, share) + np.sin(np.pi * share) * arc
                pole = blend(pole, unit(lifted_pole), share)
                hand = mix_hands(hand, lifted_hand, share)
        b.arm(side, wrist, pole, hand)

    def _resting_arm(self, b: Builder, q: Params, side: str) -> tuple[Array, Array, Hand]:
        y, turned = OUT[side], np.pi * q["palm_up"]
        pole = np.array([-1, y * q["elbow_out"] * 3, 0.15 + q["elbow_up"] * 3])
        pole = blend(
            pole, self._elbow(q, side) - b.joint(f"upperarm01.{side.upper()}"), q["forearm"]
        )
        along = np.array([np.cos(turned), -y * 0.05 + y * np.sin(turned), 0])
        palm = np.array([0, -y * np.sin(turned), -np.cos(turned)])
        return self._wrist(q, side), pole, Hand(along=along, palm=palm, curl_deg=15 * q["palm_up"])

    def _behind_head(self, b: Builder, q: Params, side: str) -> tuple[Array, Array, Hand]:
        """Hand behind the ear; `open` +1 draws the elbow out and back, -1 in and forward."""
        y, k = OUT[side], self.scale
        head, thorax = b.turn_of("head"), b.turn_of("spine01")
        wrist = b.joint("head") + head @ (k * np.array([y * 0.095, 0.075, 0.055]))
        opened, closed = max(q[f"open_{side}"], 0), max(-q[f"open_{side}"], 0)
        pole = [y * (1 - 0.6 * closed), 0.9 * opened - 1.2 * closed, 0.30 - 0.7 * closed]
        along = head @ unit([-y * 0.55, 0.35, 0.55])
        palm = head @ np.array([-y * 0.75, -0.65, 0])
        return wrist, thorax @ np.array(pole), Hand(along=along, palm=palm, curl_deg=25)

    def _straight_out(self, b: Builder, q: Params, side: str) -> tuple[Array, Array, Hand]:
        thorax, y = b.turn_of("spine01"), OUT[side]
        way = thorax @ unit([y, 0.15 + 0.25 * q[f"open_{side}"], 0.05])
        shoulder = b.joint(f"upperarm01.{side.upper()}")
        wrist = shoulder + 0.992 * (self.upper_arm + self.forearm) * way
        return wrist, thorax @ np.array([0, 0.4, -1]), Hand(along=way, palm=thorax @ [0, -1.0, 0])

    def _threaded(self, b: Builder, _: Params, side: str) -> tuple[Array, Array, Hand]:
        y = OUT[side]
        shoulder = b.joint(f"upperarm01.{side.upper()}")
        wrist = np.array([shoulder[0] - 0.06, shoulder[1] - y * 0.47 * self.scale, 0.055])
        return wrist, np.array([-0.5, 0, -1]), Hand(along=np.array([-0.1, -y, 0]), palm=-DOWN)

    def _reaching(self, b: Builder, _: Params, side: str) -> tuple[Array, Array, Hand]:
        shoulder = b.joint(f"upperarm01.{side.upper()}")
        wrist = shoulder + 0.985 * (self.upper_arm + self.forearm) * unit([1, 0, 0.05])
        inward = np.array([0, -OUT[side], 0])
        return wrist, np.array([0, OUT[side], -1]), Hand(along=AHEAD, palm=inward)


LIFTS = ("behind", "straight", "thread", "arm_out")
