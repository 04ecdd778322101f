"""Pictures of which parts, or all, are reduced to a few colours; and how much grain one has."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np

from matside.body.frames import Image
from matside.overlay.heads import Region

_CELLS: Final = 4
"""A head is reduced to so many colours across; nobody is recognised by those."""
_CELLS_OF_ALL: Final = 12
"""And the whole picture to so many along its longer side."""
_BENDS: Final = np.array([[1, -2, 1], [-2, 4, -2], [1, -2, 1]], np.float32)
"""Difference of two Laplacians; its sum of squares is 36."""


def blur_disc(target: Image, image: Image, region: Region) -> None:
    """Blur a disc in place; what lies beyond the picture is passed over."""
    height, width = image.shape[:2]
    left, right = _clipped(region.x, region.radius, width)
    top, bottom = _clipped(region.y, region.radius, height)
    if left >= right or top >= bottom:
        return
    part = image[top:bottom, left:right]
    across, down = (
        max(1, round(_CELLS * size / (2.0 * region.radius)))
        for size in (right - left, bottom - top)
    )
    mask = np.zeros(part.shape[:2], np.uint8)
    centre = round(region.x) - left, round(region.y) - top
    cv2.circle(mask, centre, math.ceil(region.radius), 255, cv2.FILLED)
    inside = mask > 0
    target[top:bottom, left:right][inside] = _smeared(part, (across, down))[inside]


def _clipped(middle: float, radius: float, size: int) -> tuple[int, int]:
    low, high = math.floor(middle - radius), math.ceil(middle + radius) + 1
    return min(max(low, 0), size), min(max(high, 0), size)


def blurred_within(image: Image, regions: Sequence[Region]) -> Image:
    """Return the picture with all of these discs blurred as a whole picture is."""
    mask = np.zeros(image.shape[:2], np.uint8)
    for region in regions:
        centre = round(region.x), round(region.y)
        cv2.circle(mask, centre, math.ceil(region.radius), 255, cv2.FILLED)
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
