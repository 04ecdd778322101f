"""How much light there is in a picture, and whether it shows anything new."""

from __future__ import annotations

from typing import Final

import numpy as np

from matside.body.frames import Floats, Image

BLACK_S: Final = 1.0
"""How long the picture is black before it is said: a camera that adapts to light takes less."""
_SPARSE: Final = 16
_WEIGHTS: Final = np.array([0.114, 0.587, 0.299])
"""Luma of blue, green and red (ITU-R BT.601, which JPEG and webcams use)."""
_ROWS: Final = 45
"""About how many rows are sampled; columns are sampled at the same spacing."""
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


class PictureWatch:
    """Looks at each picture of a camera as it arrives.

    The noise of a real sensor never repeats, so a picture that equals the one
    before it in every byte was handed out twice: by the driver, or by a camera
    in the network that sends each picture by itself (Motion JPEG). That does not
    hold for H.264 and its like: an encoder may repeat a still picture exactly.

    Args:
        repeats: Whether to look for repetitions.

    Attributes:
        black: Whether the picture has been black for ``BLACK_S``.
    """

    def __init__(self, *, repeats: bool) -> None:
        self.black = False
        self._repeats = repeats
        self._last: Image | None = None
        self._black_since_s: float | None = None

    def see(self, t_s: float, image: Image) -> bool:
        """Return whether ``image``, of the time ``t_s`` in seconds, is a new one."""
        if not is_black(image):
            self._black_since_s = None
        elif self._black_since_s is None:
            self._black_since_s = t_s
        since_s = self._black_since_s
        self.black = since_s is not None and t_s - since_s >= BLACK_S
        if not self._repeats:
            return True
        last, self._last = self._last, image
        return last is None or not _same(last, image)


def _same(one: Image, other: Image) -> bool:
    """Return whether two pictures are equal; a few pixels tell nearly always that they are not."""
    few = slice(None, None, _SPARSE)
    return np.array_equal(one[few, few], other[few, few]) and np.array_equal(one, other)
