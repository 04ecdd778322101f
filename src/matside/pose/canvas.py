"""Input picture of the pose model, and its scale to the pixels of the frame."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import cv2
import numpy as np

from matside.body.frames import Floats, Image

MAX_SIDE_PX: Final = 640
"""Larger pictures are made smaller: the networks look at 256 by 256 pixels at most, while the time
for the mask grows with the picture. A frame of 1280 by 720 takes a fifth longer than one of 640 by
360; real clips are judged alike at both, and all but one of 33 photos."""
WIDTH_STEP_PX: Final = 4
"""MediaPipe 0.10.31 aborts the process when a mask's width is no multiple of 4."""
THUMBNAIL_PX: Final = (32, 18)
"""Width and height of the thumbnail by which changes of the picture are listed."""
APART: Final = 0.3
"""Margin of a picture that is seen from further away, by its longer side."""
_MARGIN: Final = 0.12
"""By how much the box around the landmarks is widened, for they end inside hands, feet and head."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Canvas:
    """A frame's picture in the form that MediaPipe takes.

    Attributes:
        rgb: uint8 ``(height, padded width, 3)``, RGB, contiguous.
        size_px: Width without the padding, and height.
        scale: Pixels of the frame per pixel of the canvas, in x and in y.
        origin: Where the frame's top left corner lies, in pixels of the canvas.
        thumbnail: float64 ``(18, 32)``, grey levels of the whole picture.
    """

    rgb: Image
    size_px: tuple[int, int]
    scale: Floats
    origin: Floats
    thumbnail: Floats


def canvas(image: Image) -> Canvas:
    """Return ``image`` (BGR) as RGB, at most 640 pixels long, its width padded to a multiple of 4.

    The padding repeats the last column, on the right, so that it moves nothing.
    """
    height, width = image.shape[:2]
    shrink = max(width, height) / MAX_SIDE_PX
    size = (width, height)
    if shrink > 1.0:
        size = (max(1, round(width / shrink)), max(1, round(height / shrink)))
        # Averaging avoids moiré from many pixels in one but takes four times as long.
        method = cv2.INTER_AREA if shrink > 2.0 else cv2.INTER_LINEAR
        image = cv2.resize(image, size, interpolation=method).astype(np.uint8, copy=False)
    rgb = cv2.cvtColor(image, cv2.COLOR_BGR2RGB)
    padding = -size[0] % WIDTH_STEP_PX
    if padding:
        rgb = cv2.copyMakeBorder(rgb, 0, 0, 0, padding, cv2.BORDER_REPLICATE)
    return Canvas(
        rgb=np.ascontiguousarray(rgb, dtype=np.uint8),
        size_px=size,
        scale=np.array([width / size[0], height / size[1]]),
        origin=np.zeros(2),
        thumbnail=thumbnail(image),
    )


def from_further_away(picture: Canvas) -> Canvas:
    """Return ``picture`` with a margin all round it, in the colours of its edge.

    The model overlooks drawn people who fill the picture: of 28 pictures of 16 people that were cut
    so that 4 % were left about the body it saw 20, and 26 with this margin; all 8 were drawn.
    """
    width, height = picture.size_px
    margin = round(APART * max(width, height))
    image = cv2.copyMakeBorder(
        picture.rgb[:, :width], margin, margin, margin, margin, cv2.BORDER_REPLICATE
    )
    wide = canvas(np.asarray(image[..., ::-1], np.uint8))
    return replace(wide, scale=picture.scale * wide.scale, origin=margin / wide.scale + wide.origin)


def thumbnail(image: Image) -> Floats:
    """Return the grey levels of ``image`` (BGR or RGB) on a grid of 32 by 18 fields."""
    small = cv2.resize(image, THUMBNAIL_PX, interpolation=cv2.INTER_AREA)
    grey: Floats = small.astype(np.float64).mean(axis=2)
    return grey


def covered(picture: Canvas, low: Floats, high: Floats) -> Canvas:
    """Return ``picture`` with the box from ``low`` to ``high`` painted over.

    Each line of the box, widened by ``_MARGIN`` of its diagonal, runs smoothly
    from the colour at its left to the colour at its right. A patch of one
    colour would look like a person to the model now and then.

    Args:
        picture: The canvas; it is not changed.
        low: Smallest x and y, in pixels of the canvas.
        high: Largest x and y.
    """
    margin = _MARGIN * float(np.hypot(*(high - low)))
    height, width = picture.rgb.shape[:2]
    left, top = np.clip((low - margin).astype(int), 0, (width, height))
    right, bottom = np.clip((high + margin).astype(int), 0, (width, height))
    rgb = picture.rgb.copy()
    if left >= right or top >= bottom:
        return replace(picture, rgb=rgb)
    lines = slice(top, bottom)
    # At the edge of the picture the colour of the other side stands in.
    before = left - 1 if left > 0 else min(right, width - 1)
    after = right if right < width else max(left - 1, 0)
    width, height = int(right - left), int(bottom - top)
    # Two pixels made twice as wide as the box run into each other in the middle half.
    wide = cv2.resize(
        rgb[lines][:, [before, after]], (2 * width, height), interpolation=cv2.INTER_LINEAR
    )
    rgb[lines, left:right] = wide[:, width // 2 : width // 2 + width]
    return replace(picture, rgb=rgb)
