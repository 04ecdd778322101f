"""Telling pictures that show something new from black ones and from repetitions."""

from __future__ import annotations

from typing import Final

import numpy as np

from matside.body.frames import Image
from matside.capture.light import is_black

BLACK_S: Final = 1.0
"""How long the picture is black before it is said: a camera that adapts to light takes less."""
_SPARSE: Final = 16


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
