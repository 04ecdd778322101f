"""Heads in a picture: where a person's is, by the landmarks of a pose, and how they are blurred."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from matside.body.frames import Floats, Image, PoseFrame
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
_CELLS: Final = 4
"""A head is reduced to so many colours across; nobody is recognised by those."""
_CELLS_OF_ALL: Final = 12
"""And the whole picture to so many along its longer side."""
_BENDS: Final = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
"""Difference of two Laplacians; its sum of squares is 36."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Disc:
    """A disc in which the face is, in pixels."""

    x: float
    y: float
    radius: float

    def grown(self, factor: float) -> Disc:
        """Return the disc with a radius this many times as great."""
        return Disc(x=self.x, y=self.y, radius=self.radius * factor)

    def scaled(self, across: float, down: float) -> Disc:
        """Return the disc in a picture that is scaled by these factors."""
        radius = self.radius * max(across, down)
        return Disc(x=self.x * across, y=self.y * down, radius=radius)

    def touches(self, other: Disc) -> bool:
        """Return whether the middle of one lies within the other."""
        gap = math.hypot(self.x - other.x, self.y - other.y)
        return gap < max(self.radius, other.radius)


def apart(discs: list[Disc]) -> list[Disc]:
    """Return those that are not about the same head as one before them."""
    heads: list[Disc] = []
    for disc in discs:
        if not any(disc.touches(head) for head in heads):
            heads.append(disc)
    return heads


def head_of(pose: PoseFrame) -> Disc | None:
    """Return where the head is by its own landmarks, or ``None`` if too few are known."""
    points = _known(pose.image_px[_HEAD])
    if len(points) < _LEAST_POINTS:
        return None
    x, y = points.mean(axis=0).tolist()
    spread = float(np.linalg.norm(points - (x, y), axis=1).max())
    by_torso = _BY_TORSO * _torso(pose)
    sizes = (_BY_SPREAD * spread, by_torso, _BY_PICTURE * min(pose.size_px))
    return Disc(x=x, y=y, radius=max(size for size in sizes if math.isfinite(size)))


def around_shoulders(pose: PoseFrame) -> Disc | None:
    """Return where the head must be, however it is held; ``None`` without the trunk."""
    shoulders = _known(pose.image_px[_SHOULDERS])
    torso = _torso(pose)
    if not (len(shoulders) and math.isfinite(torso)):
        return None
    x, y = shoulders.mean(axis=0).tolist()
    return Disc(x=x, y=y, radius=max(_REACH * torso, _BY_PICTURE * min(pose.size_px)))


def all_over(pose: PoseFrame) -> tuple[Disc, ...]:
    """Return discs the size of a head with room, about every known landmark.

    The head is in one of them even where the skeleton lies on the body the
    other way round, its head at the hips.
    """
    torso = _torso(pose)
    if not math.isfinite(torso):
        return ()
    radius = max(_BY_DOUBT * torso, _BY_PICTURE * min(pose.size_px))
    return tuple(Disc(x=x, y=y, radius=radius) for x, y in _known(pose.image_px).tolist())


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


def blur_disc(target: Image, image: Image, disc: Disc) -> None:
    """Blur a disc in place; what lies beyond the picture is passed over."""
    height, width = image.shape[:2]
    left, right = _clipped(disc.x, disc.radius, width)
    top, bottom = _clipped(disc.y, disc.radius, height)
    if left >= right or top >= bottom:
        return
    part = image[top:bottom, left:right]
    across, down = (
        max(1, round(_CELLS * size / (2.0 * disc.radius))) for size in (right - left, bottom - top)
    )
    mask = np.zeros(part.shape[:2], np.uint8)
    centre = round(disc.x) - left, round(disc.y) - top
    cv2.circle(mask, centre, math.ceil(disc.radius), 255, cv2.FILLED)
    inside = mask > 0
    target[top:bottom, left:right][inside] = _smeared(part, (across, down))[inside]


def _clipped(middle: float, radius: float, size: int) -> tuple[int, int]:
    low, high = math.floor(middle - radius), math.ceil(middle + radius) + 1
    return min(max(low, 0), size), min(max(high, 0), size)


def blurred_within(image: Image, discs: Sequence[Disc]) -> Image:
    """Return the picture with all of these discs blurred as a whole picture is."""
    mask = np.zeros(image.shape[:2], np.uint8)
    for disc in discs:
        centre = round(disc.x), round(disc.y)
        cv2.circle(mask, centre, math.ceil(disc.radius), 255, cv2.FILLED)
    return np.where(mask[:, :, None] > 0, all_blurred(image), image)


def grain(image: Image) -> float:
    """Return the noise of a picture in grey levels, as a standard deviation.

    Immerkær, "Fast Noise Variance Estimation", Computer Vision and Image
    Understanding 64 (1996): what is left of a surface once slopes and bends are
    taken off. Edges count for little: the median is taken, not the mean.
    """
    grey = cv2.cvtColor(image, cv2.COLOR_BGR2GRAY)
    left = cv2.filter2D(grey, cv2.CV_32F, _BENDS)[::3, ::3]
    return float(np.median(np.abs(left))) / (6.0 * 0.6745)


def all_blurred(image: Image) -> Image:
    """Return the whole picture reduced to a few colours."""
    height, width = image.shape[:2]
    scale = _CELLS_OF_ALL / max(height, width)
    cells = max(1, round(width * scale)), max(1, round(height * scale))
    return _smeared(image, cells)


def _smeared(image: Image, cells: tuple[int, int]) -> Image:
    """Return the picture reduced to so many colours across and down, with soft edges between."""
    height, width = image.shape[:2]
    few = cv2.resize(image, cells, interpolation=cv2.INTER_AREA)
    return cv2.resize(few, (width, height), interpolation=cv2.INTER_LINEAR)  # type: ignore[return-value]
