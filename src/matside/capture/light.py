"""How much light there is in a picture, from a few thousand of its pixels."""

from __future__ import annotations

from typing import Final

import numpy as np

from matside.body.frames import Floats, Image

_WEIGHTS: Final = np.array([0.114, 0.587, 0.299])
"""Luma of blue, green and red (ITU-R BT.601, which JPEG and webcams use)."""
_ROWS: Final = 45
"""About so many rows are looked at, and as many columns as then make squares."""
_BLACK_MEAN: Final = 16.0
"""A covered lens reads 0 to 10 with the camera's own noise; video levels put black at 16."""
_BLACK_SPREAD: Final = 6.0
"""A dark room with somebody in it has at least a lamp, a window or a screen that spreads more."""


def mean_luma(image: Image) -> float:
    """Return the mean brightness of ``image`` (BGR, uint8), 0 for black to 255 for white."""
    return float(_luma_sample(image).mean())


def is_black(image: Image) -> bool:
    """Return whether nothing at all can be seen: the picture is dark and even.

    The thresholds, mean below 16 and standard deviation below 6 of 255, are
    set so that a covered lens with sensor noise is black and a dim room is not.
    """
    sample = _luma_sample(image)
    return bool(sample.mean() < _BLACK_MEAN and sample.std() < _BLACK_SPREAD)


def _luma_sample(image: Image) -> Floats:
    """Return the luma of every n-th pixel of every n-th row."""
    step = max(1, min(image.shape[:2]) // _ROWS)
    sparse = image[step // 2 :: step, step // 2 :: step]
    return np.asarray(sparse @ _WEIGHTS, dtype=np.float64)
