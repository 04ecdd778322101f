"""Mixed-up legs: when to detect them without tracking, and how to merge the result.

In exact profile, lying on the back, the two legs lie over each other in the
picture. Following from frame to frame, MediaPipe then changes them for each
other every few frames, and its own smoothing draws both to the middle: with one
knee at the chest (120°) and one foot on the mat (50°) both hips read about 90°.
Looking at the same frames one by one it gets them right, at the price of a
search in each. So that is done only while the legs tremble against each other.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final

from matside.body.geometry import midpoint
from matside.body.landmark import LEG, Landmark, Side
from matside.pose.people import Detection

WINDOW_S: Final = 0.6
"""How much of the past the tremble is judged by."""
TREMBLE: Final = 0.3
"""Tremble from which the legs count as mixed up, in torso lengths. It reads under 0.12 in 45 of 50
clips of all exercises, and 0.4 to 3.9 where legs are mixed up."""
STAY_S: Final = 1.0
"""For how long after the last tremble they still do."""

_LEGS: Final = [*LEG[Side.LEFT][1:], *LEG[Side.RIGHT][1:]]

Offset = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class LegWatch:
    """Recent motion of the knees relative to each other.

    Attributes:
        past: Time, and the offset of the left knee from the right one in torso
            lengths (x, y), oldest first.
        trembled_s: When the legs last trembled.
    """

    past: tuple[Offset, ...] = ()
    trembled_s: float = -math.inf

    def seen(self, person: Detection, t_s: float) -> LegWatch:
        """Return the state after one more frame."""
        px = person.image_px
        trunk = midpoint(px[Landmark.LEFT_SHOULDER], px[Landmark.RIGHT_SHOULDER]) - midpoint(
            px[Landmark.LEFT_HIP], px[Landmark.RIGHT_HIP]
        )
        torso = math.hypot(float(trunk[0]), float(trunk[1]))
        if torso < 1.0:
            return self
        x, y = (px[Landmark.LEFT_KNEE] - px[Landmark.RIGHT_KNEE]) / torso
        kept = tuple(entry for entry in self.past if t_s - entry[0] <= WINDOW_S)
        after = replace(self, past=(*kept, (t_s, float(x), float(y))))
        return replace(after, trembled_s=t_s) if tremble(after.past) > TREMBLE else after

    def mixed_up(self, t_s: float) -> bool:
        """Return whether the landmarks of the legs are unreliable now."""
        return t_s - self.trembled_s <= STAY_S


def tremble(past: tuple[Offset, ...]) -> float:
    """Return path length minus net displacement of the knees' offset, in torso lengths.

    0 for a movement in one direction, however fast; large where the offset
    jumps to and fro.
    """
    if len(past) < 3:
        return 0.0
    way = sum(
        math.hypot(after[1] - before[1], after[2] - before[2]) for before, after in pairwise(past)
    )
    return way - math.hypot(past[-1][1] - past[0][1], past[-1][2] - past[0][2])


def with_legs_of(person: Detection, other: Detection) -> Detection:
    """Return ``person`` with knees, ankles and feet as ``other`` has them."""
    image_px, world_m = person.image_px.copy(), person.world_m.copy()
    visibility = person.visibility.copy()
    image_px[_LEGS] = other.image_px[_LEGS]
    world_m[_LEGS] = other.world_m[_LEGS]
    visibility[_LEGS] = other.visibility[_LEGS]
    return replace(person, image_px=image_px, world_m=world_m, visibility=visibility)
