"""Signs and pictograms that stand beside the words, so that no meaning hangs on colour alone."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Final

import cv2
import numpy as np

from matside.body.frames import Floats
from matside.overlay.palette import INK, MINT, MIST, ORANGE, RED, SKY, WHITE, YELLOW, Colour
from matside.overlay.patches import FINE, SEMIBOLD, SHIFT, Canvas, text_width

Points = Sequence[tuple[float, float]]


class Sign(Enum):
    """A sign or pictogram beside words."""

    WARNING = "warning"
    PAUSE = "pause"
    FRAME = "frame"
    SPEECH = "speech"
    CAMERA = "camera"
    TICK = "tick"
    RECORDING = "recording"
    MUTED = "muted"


def lay_sign(canvas: Canvas, sign: Sign, middle: tuple[float, float], size: float) -> None:
    """Lay a sign about its ``middle``; ``size`` is half of its height in pixels."""
    _DRAWN[sign](_Pen(canvas, np.array(middle), size))


@dataclass(frozen=True, slots=True)
class _Pen:
    """Draws in units of the sign's own half height, from its middle."""

    canvas: Canvas
    middle: Floats
    size: float

    def fill(self, points: Points, colour: Colour) -> None:
        mask = self.canvas.blank()
        cv2.fillPoly(mask, [self._fine(points)], (255,), cv2.LINE_AA, SHIFT)
        self.canvas.lay(mask, colour)

    def stroke(self, points: Points, width: float, colour: Colour, *, closed: bool = False) -> None:
        mask = self.canvas.blank()
        thick = max(1, round(width * self.size))
        cv2.polylines(mask, [self._fine(points)], closed, (255,), thick, cv2.LINE_AA, SHIFT)
        self.canvas.lay(mask, colour)

    def disc(self, at: tuple[float, float], radius: float, colour: Colour) -> None:
        """Draw a disc."""
        mask = self.canvas.blank()
        x, y = self._fine([at])[0].tolist()
        around = round(radius * self.size * FINE)
        cv2.circle(mask, (x, y), around, (255,), cv2.FILLED, cv2.LINE_AA, SHIFT)
        self.canvas.lay(mask, colour)

    def _fine(self, points: Points) -> cv2.typing.MatLike:
        return np.rint((self.middle + self.size * np.array(points)) * FINE).astype(np.int32)


def _warning(pen: _Pen) -> None:
    """A triangle with an exclamation mark."""
    corners = [(0.0, -0.86), (0.96, 0.78), (-0.96, 0.78)]
    pen.fill(corners, ORANGE)
    pen.stroke(corners, 0.2, ORANGE, closed=True)
    em = 1.3 * pen.size
    x = float(pen.middle[0]) - text_width("!", em, SEMIBOLD) / 2
    y = float(pen.middle[1]) + 0.2 * pen.size - 0.63 * em
    pen.canvas.text("!", (x, y), em, (SEMIBOLD, INK))


def _pause(pen: _Pen) -> None:
    """Two upright bars in a disc."""
    pen.disc((0.0, 0.0), 1.0, SKY)
    for x in (-0.26, 0.26):
        pen.fill([(x - 0.12, -0.45), (x + 0.12, -0.45), (x + 0.12, 0.45), (x - 0.12, 0.45)], INK)


def _frame(pen: _Pen) -> None:
    """The corners of a viewfinder around a person."""
    for x in (-1.0, 1.0):
        for y in (-0.85, 0.85):
            corner = [(x, 0.45 * y), (x, y), (0.5 * x, y)]
            pen.stroke(corner, 0.2, YELLOW)
    pen.disc((0.0, -0.3), 0.25, WHITE)
    pen.fill(
        [(-0.42, 0.58), (-0.36, 0.15), (-0.15, 0.02), (0.15, 0.02), (0.36, 0.15), (0.42, 0.58)],
        WHITE,
    )


def _speech(pen: _Pen) -> None:
    """A speaker with two waves."""
    _speaker(pen, MINT)
    for reach in (0.45, 0.8):
        turn = np.linspace(-0.8, 0.8, 9)
        wave = np.column_stack((0.05 + reach * np.cos(turn), reach * np.sin(turn)))
        pen.stroke([(float(x), float(y)) for x, y in wave], 0.16, MINT)


def _muted(pen: _Pen) -> None:
    """A speaker with a cross."""
    _speaker(pen, WHITE)
    pen.stroke([(0.35, -0.35), (0.95, 0.35)], 0.2, ORANGE)
    pen.stroke([(0.35, 0.35), (0.95, -0.35)], 0.2, ORANGE)


def _speaker(pen: _Pen, colour: Colour) -> None:
    pen.fill(
        [(-0.95, -0.3), (-0.55, -0.3), (0.05, -0.8), (0.05, 0.8), (-0.55, 0.3), (-0.95, 0.3)],
        colour,
    )


def _camera(pen: _Pen) -> None:
    """A camera, crossed out."""
    pen.fill([(-1.0, -0.55), (0.35, -0.55), (0.35, 0.55), (-1.0, 0.55)], MIST)
    pen.fill([(0.5, -0.1), (1.0, -0.45), (1.0, 0.45), (0.5, 0.1)], MIST)
    pen.stroke([(-0.9, 0.85), (0.9, -0.85)], 0.34, INK)
    pen.stroke([(-0.9, 0.85), (0.9, -0.85)], 0.16, ORANGE)


def _tick(pen: _Pen) -> None:
    pen.disc((0.0, 0.0), 1.0, MINT)
    pen.stroke([(-0.45, 0.02), (-0.12, 0.36), (0.48, -0.34)], 0.24, INK)


def _recording(pen: _Pen) -> None:
    pen.disc((0.0, 0.0), 0.85, WHITE)
    pen.disc((0.0, 0.0), 0.65, RED)


_DRAWN: Final[dict[Sign, Callable[[_Pen], None]]] = {
    Sign.WARNING: _warning,
    Sign.PAUSE: _pause,
    Sign.FRAME: _frame,
    Sign.SPEECH: _speech,
    Sign.CAMERA: _camera,
    Sign.TICK: _tick,
    Sign.RECORDING: _recording,
    Sign.MUTED: _muted,
}


FIGURE_ASPECT: Final = 0.62
"""Height of a pictogram over its width."""
_FLOOR: Final = 0.585
_HEAD: Final = 0.075
_FIGURES: Final[dict[str, tuple[tuple[float, float], tuple[Points, ...]]]] = {
    "on_the_back": (
        (0.10, 0.47),
        (
            [(0.22, 0.52), (0.55, 0.53), (0.72, 0.22), (0.85, 0.54), (0.94, 0.53)],
            [(0.24, 0.53), (0.50, 0.555)],
        ),
    ),
    "hands_and_knees": (
        (0.87, 0.16),
        (
            [(0.72, 0.22), (0.52, 0.19), (0.34, 0.22), (0.34, 0.54), (0.07, 0.55)],
            [(0.72, 0.22), (0.72, 0.38), (0.73, 0.54), (0.79, 0.55)],
        ),
    ),
    "folded": (
        (0.77, 0.50),
        (
            [(0.65, 0.45), (0.47, 0.33), (0.30, 0.38), (0.57, 0.54), (0.18, 0.55)],
            [(0.65, 0.45), (0.80, 0.41), (0.97, 0.54)],
        ),
    ),
}
"""Head and limbs of each posture in widths of the pictogram."""


def has_figure(posture: str) -> bool:
    """Return whether there is a pictogram of the posture."""
    return posture in _FIGURES


def lay_figure(
    canvas: Canvas, posture: str, at: tuple[float, float], width: float, opacity: float = 1.0
) -> None:
    """Lay the pictogram of a posture: a person on a mat, seen from the side.

    ``at`` is the left upper corner, ``width`` in pixels; it is ``FIGURE_ASPECT``
    times as high.
    """
    (head_x, head_y), limbs = _FIGURES[posture]
    for grow, colour in ((0.028, INK), (0.0, WHITE)):
        mask = canvas.blank()
        thick = max(2, round((0.085 + grow) * width))
        paths = [_to_pixels(limb, at, width) for limb in limbs]
        cv2.polylines(mask, paths, False, (255,), thick, cv2.LINE_AA, SHIFT)  # noqa: FBT003
        x, y = _to_pixels([(head_x, head_y)], at, width)[0].tolist()
        around = round((_HEAD + grow / 2) * width * FINE)
        cv2.circle(mask, (x, y), around, (255,), cv2.FILLED, cv2.LINE_AA, SHIFT)
        canvas.lay(mask, colour, opacity=opacity)
    mask = canvas.blank()
    floor = _to_pixels([(0.02, _FLOOR + 0.02), (0.98, _FLOOR + 0.02)], at, width)
    cv2.polylines(mask, [floor], False, (255,), max(1, round(0.022 * width)), cv2.LINE_AA, SHIFT)  # noqa: FBT003
    canvas.lay(mask, SKY, opacity=opacity)


def _to_pixels(points: Points, at: tuple[float, float], width: float) -> cv2.typing.MatLike:
    return np.rint((np.array(at) + width * np.array(points)) * FINE).astype(np.int32)
