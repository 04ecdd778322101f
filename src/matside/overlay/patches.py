"""Small pictures with see-through parts: words on rounded panels, made once and pasted often.

Drawing letters and rounding corners is slow, and most of what the overlay says
stays the same for many frames; so each label is drawn once and then only laid
over the part of the picture it covers.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from matside.body.frames import Image
from matside.overlay.keys import Button, Key
from matside.overlay.palette import INK, WHITE, Colour

Mask = NDArray[np.uint8]
Box = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""

REGULAR: Final = 420
SEMIBOLD: Final = 600
LINE_HEIGHT: Final = 1.25
"""Height of a line of text over its size."""
_BASELINE: Final = 0.98
PANEL_OPACITY: Final = 0.78
"""White on it is read on any background: 8.9 to 1 over pure white (WCAG asks for 4.5)."""
SHIFT: Final = 4
"""Bits behind the point of the coordinates that OpenCV draws at."""
FINE: Final = 1 << SHIFT
"""So many steps of them are a pixel."""
_ELLIPSIS: Final = "…"
_BREAKS: Final = re.compile(r"[ \t\n]+")
"""Where a line may end: not at a no-break space, as before a unit or a French colon."""


@dataclass(frozen=True, slots=True, eq=False)
class Patch:
    """A small picture to lay over a larger one.

    Attributes:
        colour: uint8 ``(h, w, 3)`` BGR, already multiplied by how opaque it is.
        keep: uint8 ``(h, w, 3)``, how much of what lies beneath remains, 0..255.
        text_px: Size of the largest letters on it; 0 without any.
        buttons: Places on it that stand for keys.
    """

    colour: Image
    keep: Image
    text_px: float = 0.0
    buttons: tuple[Button, ...] = ()

    @property
    def size(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.colour.shape[1], self.colour.shape[0]


class Canvas:
    """A see-through surface on which a patch is put together."""

    def __init__(self, width: float, height: float) -> None:
        self.width, self.height = max(1, math.ceil(width)), max(1, math.ceil(height))
        self._colour = np.zeros((self.height, self.width, 3), np.float32)
        self._opacity = np.zeros((self.height, self.width, 1), np.float32)
        self._text_px = 0.0
        self._buttons: list[Button] = []

    def lay(self, mask: Mask, colour: Colour, *, opacity: float = 1.0) -> None:
        """Lay a colour over everything so far, where ``mask`` (0..255, full size) is."""
        x, y, width, height = cv2.boundingRect(mask)
        part = np.s_[y : y + height, x : x + width]
        share = mask[part][:, :, None].astype(np.float32) * (opacity / 255.0)
        self._colour[part] *= 1.0 - share
        self._colour[part] += share * np.array(colour, np.float32)
        self._opacity[part] *= 1.0 - share
        self._opacity[part] += share

    def blank(self) -> Mask:
        """Return an empty mask of the canvas's size to draw on."""
        return np.zeros((self.height, self.width), np.uint8)

    def panel(
        self, box: Box, radius: float, colour: Colour = INK, *, opacity: float = PANEL_OPACITY
    ) -> None:
        """Lay down a panel with round corners: by default the dark one on which words are read."""
        mask = self.blank()
        cv2.fillPoly(mask, [_rounded(box, radius)], (255,), cv2.LINE_AA, SHIFT)
        self.lay(mask, colour, opacity=opacity)

    def button(self, key: Key, box: Box, radius: float) -> None:
        """Lay down a light panel that stands for a key."""
        self.panel(box, radius, WHITE, opacity=0.95)
        self._buttons.append(Button(key=key, box=box))

    def text(
        self, words: str, at: tuple[float, float], em: float, look: tuple[int, Colour]
    ) -> None:
        """Write a line of text of weight and colour ``look``; ``at`` is its left upper corner."""
        weight, colour = look
        mask = self.blank()
        origin = round(at[0]), round(at[1] + _BASELINE * em)
        cv2.putText(mask, words, origin, (255,), _font(), _size(em), weight)
        self.lay(mask, colour)
        self._text_px = max(self._text_px, em)

    def patch(self) -> Patch:
        """Return what has been laid down."""
        keep = np.rint(255.0 * (1.0 - self._opacity)).astype(np.uint8)
        colour = np.rint(self._colour).astype(np.uint8)
        return Patch(colour, np.repeat(keep, 3, axis=2), self._text_px, tuple(self._buttons))


def paste(image: Image, patch: Patch, at: tuple[float, float]) -> None:
    """Lay ``patch`` over ``image`` with its left upper corner at ``at``; what sticks out is cut."""
    left, top = round(at[0]), round(at[1])
    width, height = patch.size
    x0, y0 = max(left, 0), max(top, 0)
    x1, y1 = min(left + width, image.shape[1]), min(top + height, image.shape[0])
    if x0 >= x1 or y0 >= y1:
        return
    cut = np.s_[y0 - top : y1 - top, x0 - left : x1 - left]
    part = image[y0:y1, x0:x1]
    cv2.multiply(part, patch.keep[cut], part, 1.0 / 255.0)
    cv2.add(part, patch.colour[cut], part)


@lru_cache(maxsize=1024)
def text_width(words: str, em: float, weight: int) -> int:
    """Return the width of a line of text in pixels."""
    box = cv2.getTextSize((1, 1), words, (0, 0), _font(), _size(em), weight)
    return int(box[2])


@lru_cache(maxsize=256)
def fit(
    words: str,
    em: float,
    width: float,
    *,
    weight: int = SEMIBOLD,
    lines: int = 1,
    least: float = 0.0,
) -> tuple[float, tuple[str, ...]]:
    """Return the size and the lines in which ``words`` fit into ``width`` pixels.

    Fewer lines are preferred to larger letters, within reason: down to 0.8
    ``em``, but not below ``least``. Where ``lines`` lines are not enough the
    letters become as small as 0.6 ``em``; what does not fit even then ends in
    an ellipsis.
    """
    sizes = [size * em for size in (1.0, 0.9, 0.8) if size == 1.0 or size * em >= least]
    tries = [(count, size) for count in range(1, lines + 1) for size in sizes]
    tries += [(lines, 0.7 * em), (lines, 0.6 * em)]
    for count, size in tries:
        broken = _break(words, size, width, weight)
        if len(broken) <= count and all(text_width(x, size, weight) <= width for x in broken):
            return size, broken
    return size, _cut(broken, size, width, weight, lines)


def _break(words: str, em: float, width: float, weight: int) -> tuple[str, ...]:
    """Break into as few lines as words allow, and those as even as they can be."""
    best = _break_greedily(words, em, width, weight)
    count, step = len(best), max(1.0, 0.5 * em)
    while count > 1 and width > step:
        width -= step
        narrower = _break_greedily(words, em, width, weight)
        if len(narrower) > count or any(text_width(x, em, weight) > width for x in narrower):
            break
        best = narrower
    return best


def _break_greedily(words: str, em: float, width: float, weight: int) -> tuple[str, ...]:
    lines: list[str] = []
    for word in filter(None, _BREAKS.split(words)):
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, em, weight) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def _cut(
    broken: tuple[str, ...], em: float, width: float, weight: int, most: int
) -> tuple[str, ...]:
    kept = list(broken[:most])
    if len(broken) > most:
        kept[-1] += _ELLIPSIS
    return tuple(_shorten(line, em, width, weight) for line in kept)


def _shorten(line: str, em: float, width: float, weight: int) -> str:
    while len(line) > 2 and text_width(line, em, weight) > width:
        line = line.rstrip(_ELLIPSIS)[:-1].rstrip() + _ELLIPSIS
    return line


def _rounded(box: Box, radius: float) -> NDArray[np.int32]:
    """Return the outline of a rectangle with round corners, in 1/16 pixels."""
    left, top, width, height = box
    radius = min(radius, width / 2, height / 2)
    turn = np.linspace(0.0, math.pi / 2, 12)
    corners = (
        (left + width - radius, top + height - radius, 0.0),
        (left + radius, top + height - radius, math.pi / 2),
        (left + radius, top + radius, math.pi),
        (left + width - radius, top + radius, 1.5 * math.pi),
    )
    points = [
        np.column_stack((x + radius * np.cos(turn + start), y + radius * np.sin(turn + start)))
        for x, y, start in corners
    ]
    return np.rint((np.concatenate(points) - 0.5) * FINE).astype(np.int32)


def _size(em: float) -> int:
    return max(1, round(em))


@cache
def _font() -> cv2.FontFace:
    """Return OpenCV's built-in sans-serif, a variable font with accented letters."""
    return cv2.FontFace("sans")
