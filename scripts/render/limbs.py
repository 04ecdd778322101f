"""Builds a posture bone by bone: spine angles, and arms and legs that reach for given points.

Arms and legs are solved as two-bone chains: the end goes to its target if it can be reached, and
the middle joint turns towards a pole direction. Twist is shared out along the upper arm, whose
second joint is not quite on the line, so a wrist may miss its target by some 5 mm.
"""

from dataclasses import dataclass, field
from typing import TypeAlias

import numpy as np

from render.geometry import Array, angle_deg, blend, triad, turn, twist_deg, unit
from render.rig import Posture, Rig

SPINE = ("spine05", "spine04", "spine03", "spine02", "spine01")
NECK = ("neck01", "neck02", "neck03", "head")
NECK_PARAMS = ("n1", "n2", "n3", "head")
TWIST_SHARE = (0.05, 0.10, 0.20, 0.35, 0.30)  # axial turning happens mostly in the thorax
SIDE_NAME = {"l": "left", "r": "right"}
OUT = {"l": 1.0, "r": -1.0}  # sign of the rest x axis on that side


Params: TypeAlias = dict[str, float]

SPINE_DEFAULTS: Params = {
    **dict.fromkeys(("s5", "s4", "s3", "s2", "s1", "n1", "n2", "n3", "head"), 0),
    "twist": 0,
    "lean": 0,
    "gaze": 0,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Hand:
    """Where a hand points, where its palm faces, and how far the fingers curl (deg)."""

    along: Array
    palm: Array
    curl_deg: float = 0.0


@dataclass(slots=True)
class Builder:
    """A posture under construction: a placed root and local turns by bone."""

    rig: Rig
    root: Array
    root_turn: Array
    local: dict[str, Array] = field(default_factory=dict)

    def finish(self) -> Posture:
        """The posture so far."""
        return self.rig.pose(self.root, self.root_turn, self.local)

    def _chain(self, bone: str) -> list[int]:
        out, i = [], self.rig.index[bone]
        while i > 0:
            out.append(i)
            i = int(self.rig.parents[i])
        return out[::-1]

    def turn_of(self, bone: str) -> Array:
        """Turn (3, 3) of a bone from rest, in world axes."""
        out = self.root_turn
        for i in self._chain(bone):
            out = out @ self.local.get(self.rig.names[i], np.eye(3))
        return out

    def joint(self, bone: str) -> Array:
        """World position (3,) of a bone's joint."""
        out, at, before = self.root_turn, self.root, 0
        for i in self._chain(bone):
            at = at + out @ (self.rig.heads[i] - self.rig.heads[before])
            out = out @ self.local.get(self.rig.names[i], np.eye(3))
            before = i
        return at

    def set_turn(self, bone: str, world: Array) -> None:
        """Gives a bone this turn in world axes."""
        parent = self.rig.names[self.rig.parents[self.rig.index[bone]]]
        self.local[bone] = self.turn_of(parent).T @ world

    def spine(self, q: Params) -> None:
        """Bends the spine by `s5`..`s1` and `n1`..`head`, deg, + forward, from the lowest bone up.

        `twist` turns the trunk and `gaze` the head to the left, `lean` bends to the left.
        """
        flex, neck = (q["s5"], q["s4"], q["s3"], q["s2"], q["s1"]), [q[k] for k in NECK_PARAMS]
        lean, twist, look = q["lean"], q["twist"], turn([0, 0, 1], q["gaze"] / len(NECK))
        for bone, angle, share in zip(SPINE, flex, TWIST_SHARE, strict=True):
            sideways = turn([0, 1, 0], lean / len(SPINE))
            self.local[bone] = turn([1, 0, 0], angle) @ turn([0, 0, 1], twist * share) @ sideways
        for bone, angle in zip(NECK, neck, strict=True):
            self.local[bone] = turn([1, 0, 0], angle) @ look

    def shoulder_girdle(self, side: str, up: float, forward: float) -> None:
        """Lifts and protracts the collar bone, deg."""
        s = OUT[side]
        lift, protract = turn([0, 1, 0], -s * up), turn([0, 0, 1], -s * forward)
        self.local[f"clavicle.{side.upper()}"] = protract @ lift

    def leg(self, side: str, ankle: Array, pole: Array, foot: tuple[Array, Array] | None) -> Array:
        """Puts the ankle at `ankle`, the knee towards `pole`; returns the knee (3,).

        `foot` is where the toes point and where the instep faces; None lets it follow the shin.
        """
        n = side.upper()
        bones = (f"upperleg01.{n}", f"lowerleg01.{n}", f"foot.{n}")
        knee = self._two_bone(bones, ankle, pole, rest_pole=np.array([0, -1.0, 0]))
        if foot is not None:
            k = self.rig.rest_keypoints
            rest = k[f"{SIDE_NAME[side]}_big_toe"] - k[f"{SIDE_NAME[side]}_heel"]
            rest = rest * [1, 1, 0]
            self.set_turn(bones[2], triad(*foot) @ triad(rest, [0, 0, 1.0]).T)
        return knee

    def arm(self, side: str, wrist: Array, pole: Array, hand: Hand) -> Array:
        """Puts the wrist at `wrist`, the elbow towards `pole`; returns the elbow (3,)."""
        n = side.upper()
        bones = (f"upperarm01.{n}", f"lowerarm01.{n}", f"wrist.{n}")
        elbow = self._two_bone(bones, wrist, pole, rest_pole=None, spread=True)
        self._hand(side, hand)
        return elbow

    def _two_bone(
        self,
        bones: tuple[str, str, str],
        target: Array,
        pole: Array,
        rest_pole: Array | None,
        *,
        spread: bool = False,
    ) -> Array:
        a, b, c = (self.rig.head(bone) for bone in bones)
        start = self.joint(bones[0])
        upper, lower = float(np.linalg.norm(b - a)), float(np.linalg.norm(c - b))
        reach = target - start
        longest = (upper + lower) * 0.9995
        d = float(np.clip(np.linalg.norm(reach), abs(upper - lower) + 1e-3, longest))
        u = unit(reach)
        k = unit(pole - u * np.dot(pole, u))
        cos = (upper**2 + d**2 - lower**2) / (2 * upper * d)
        middle = start + upper * (cos * u + np.sqrt(max(0.0, 1 - cos**2)) * k)
        end = start + u * d
        hinge = np.cross(k, u)
        u0 = unit(c - a)
        k0 = (b - a) if rest_pole is None else rest_pole
        hinge0 = np.cross(unit(k0 - u0 * np.dot(k0, u0)), u0)
        first = triad(middle - start, hinge) @ triad(b - a, hinge0).T
        second = triad(end - middle, hinge) @ triad(c - b, hinge0).T
        if spread:
            self._spread_twist(bones[0], first, unit(b - a))
        else:
            self.set_turn(bones[0], first)
        self.set_turn(bones[1], second)
        return np.asarray(middle)

    def _spread_twist(self, bone: str, world: Array, axis: Array) -> None:
        """Sets an upper-arm bone's turn, half of its twist given to the second bone."""
        parent = self.rig.names[self.rig.parents[self.rig.index[bone]]]
        local = self.turn_of(parent).T @ world
        half = 0.5 * twist_deg(local, axis)
        self.local[bone] = local @ turn(axis, -half)
        self.local[bone.replace("01", "02")] = turn(axis, half)

    def _hand(self, side: str, hand: Hand) -> None:
        n = side.upper()
        wrist = self.rig.head(f"wrist.{n}")
        middle, index, little = (self.rig.head(f"finger{i}-1.{n}") - wrist for i in (3, 2, 5))
        palm = -np.cross(index, little) * OUT[side]
        world = triad(hand.along, hand.palm) @ triad(middle, palm).T
        forearm = self.turn_of(f"lowerarm01.{n}")
        axis = unit(wrist - self.rig.head(f"lowerarm01.{n}"))
        self.local[f"lowerarm02.{n}"] = turn(axis, 0.6 * twist_deg(forearm.T @ world, axis))
        self.set_turn(f"wrist.{n}", world)
        across = unit(np.cross(middle, palm))
        for finger in "2345":
            for segment, share in (("1", 0.8), ("2", 1.0), ("3", 0.6)):
                bend = turn(across, hand.curl_deg * share)
                self.local[f"finger{finger}-{segment}.{n}"] = bend


def mix_hands(a: Hand, b: Hand, weight: float) -> Hand:
    """Hand between two others; palm and direction are blended, then made square by the arm."""
    along, palm = blend(a.along, b.along, weight), blend(a.palm, b.palm, weight)
    if angle_deg(along, palm) < 20:
        palm = palm + 0.5 * np.array([0, 1.0, 0])
    return Hand(along=along, palm=palm, curl_deg=(1 - weight) * a.curl_deg + weight * b.curl_deg)
