"""Where a person's head is in a picture, by the landmarks of a pose."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from matside.body.frames import Floats, PoseFrame
from matside.body.landmark import ANKLE, ELBOW, HIP, KNEE, SHOULDER, Landmark, Side

_HEAD: Final = np.arange(Landmark.NOSE, Landmark.MOUTH_RIGHT + 1)
_SHOULDERS: Final = np.array([SHOULDER[side] for side in Side])
_BONES: Final = (
    (SHOULDER, HIP, 1.0),
    (HIP, KNEE, 1.15),
    (KNEE, ANKLE, 1.15),
    (SHOULDER, ELBOW, 1.6),
)
"""Long bones by their ends, and how many of them a torso is long."""
_LEAST_POINTS: Final = 3
"""Fewer landmarks of the head than this are no proof of where it is."""
_BY_TORSO: Final = 0.42
"""Radius of a head with its hair, and room for error, in lengths of the torso: about 20 cm."""
_BY_SPREAD: Final = 1.9
"""The same by how far the landmarks of the head lie from their middle."""
_BY_PICTURE: Final = 0.05
"""No radius is less than this share of the picture's shorter side."""
_BY_DOUBT: Final = 0.6
"""Radius of a head by the torso where each landmark may be one: half as much again."""
_REACH: Final = 0.85
"""The head lies within this many torso lengths of the shoulders' middle, however it is held."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A disc in which the face is, in pixels."""

    x: float
    y: float
    radius: float

    def grown(self, factor: float) -> Region:
        """Return the region with a radius this many times as great."""
        return Region(x=self.x, y=self.y, radius=self.radius * factor)

    def scaled(self, across: float, down: float) -> Region:
        """Return the region in a picture that is scaled by these factors."""
        radius = self.radius * max(across, down)
        return Region(x=self.x * across, y=self.y * down, radius=radius)

    def touches(self, other: Region) -> bool:
        """Return whether the middle of one lies within the other."""
        gap = math.hypot(self.x - other.x, self.y - other.y)
        return gap < max(self.radius, other.radius)


def apart(regions: list[Region]) -> list[Region]:
    """Return those that are not about the same head as one before them."""
    heads: list[Region] = []
    for region in regions:
        if not any(region.touches(head) for head in heads):
            heads.append(region)
    return heads


def head_of(pose: PoseFrame) -> Region | None:
    """Return where the head is by its own landmarks, or ``None`` if too few are known."""
    points = _known(pose.image_px[_HEAD])
    if len(points) < _LEAST_POINTS:
        return None
    x, y = points.mean(axis=0).tolist()
    spread = float(np.linalg.norm(points - (x, y), axis=1).max())
    by_torso = _BY_TORSO * _torso(pose)
    sizes = (_BY_SPREAD * spread, by_torso, _BY_PICTURE * min(pose.size_px))
    return Region(x=x, y=y, radius=max(size for size in sizes if math.isfinite(size)))


def around_shoulders(pose: PoseFrame) -> Region | None:
    """Return where the head must be, however it is held; ``None`` without the trunk."""
    shoulders = _known(pose.image_px[_SHOULDERS])
    torso = _torso(pose)
    if not (len(shoulders) and math.isfinite(torso)):
        return None
    x, y = shoulders.mean(axis=0).tolist()
    return Region(x=x, y=y, radius=max(_REACH * torso, _BY_PICTURE * min(pose.size_px)))


def all_over(pose: PoseFrame) -> tuple[Region, ...]:
    """Return discs the size of a head with room, about every known landmark.

    The head is in one of them even where the skeleton lies on the body the
    other way round, its head at the hips.
    """
    torso = _torso(pose)
    if not math.isfinite(torso):
        return ()
    radius = max(_BY_DOUBT * torso, _BY_PICTURE * min(pose.size_px))
    return tuple(Region(x=x, y=y, radius=radius) for x, y in _known(pose.image_px).tolist())


def _torso(pose: PoseFrame) -> float:
    """Return how long the torso would be in pixels if it were seen from the side.

    Estimated from the long bones: one that points at the camera looks short, so the greatest
    estimate is taken. NaN where none is known.
    """
    lengths = [
        share * float(np.linalg.norm(pose.image_px[start[side]] - pose.image_px[end[side]]))
        for start, end, share in _BONES
        for side in Side
    ]
    return max((length for length in lengths if math.isfinite(length)), default=math.nan)


def _known(points: Floats) -> Floats:
    return points[np.isfinite(points).all(axis=1)]
