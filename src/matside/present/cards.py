"""The panels of words that the overlay lays on the picture; each is drawn once and kept."""

from __future__ import annotations

from functools import lru_cache

import cv2
import numpy as np

from matside.present.hud import Band, BandKind
from matside.present.palette import INK, MIST, ORANGE, SKY, WHITE, Colour
from matside.present.patches import (
    LINE_HEIGHT,
    REGULAR,
    SEMIBOLD,
    Canvas,
    Patch,
    fit,
    text_width,
)


@lru_cache(maxsize=32)
def header(title: str, headline: str, sizes: tuple[float, float], width: int) -> Patch:
    """Return the panel that says what is being done and what is going on now."""
    em, least = sizes
    pad = 0.42 * em
    room = width - 2 * pad
    rows: list[tuple[str, float, tuple[int, Colour]]] = []
    if title:
        size, lines = fit(title, 0.72 * em, room, weight=REGULAR)
        rows += [(words, size, (REGULAR, MIST)) for words in lines]
    if headline:
        size, lines = fit(headline, em, room, lines=2, least=least)
        rows += [(words, size, (SEMIBOLD, WHITE)) for words in lines]
    wide = max(text_width(words, size, look[0]) for words, size, look in rows)
    canvas = Canvas(wide + 2 * pad, sum(LINE_HEIGHT * row[1] for row in rows) + 1.3 * pad)
    canvas.panel((0, 0, canvas.width, canvas.height), 0.45 * em)
    y = 0.65 * pad
    for words, size, look in rows:
        canvas.text(words, (pad, y), size, look)
        y += LINE_HEIGHT * size
    return canvas.patch()


@lru_cache(maxsize=128)
def pill(words: str, em: float, width: int) -> Patch:
    """Return a line of words on a panel of their own."""
    pad = 0.45 * em
    size, lines = fit(words, em, width - 2 * pad)
    shown = lines[0] if lines else ""
    canvas = Canvas(text_width(shown, size, SEMIBOLD) + 2 * pad, 1.45 * size)
    canvas.panel((0, 0, canvas.width, canvas.height), canvas.height / 2)
    canvas.text(shown, (pad, 0.1 * size), size, (SEMIBOLD, WHITE))
    return canvas.patch()


@lru_cache(maxsize=128)
def face(figures: str, unit: str, radius: int) -> Patch:
    """Return the disc of the ring with its track and what is written in it."""
    canvas = Canvas(2 * radius + 1, 2 * radius + 1)
    canvas.panel((0, 0, canvas.width, canvas.height), radius)
    middle, width = rim(radius)
    track = canvas.blank()
    cv2.circle(track, (radius, radius), round(middle), (255,), width, cv2.LINE_AA)
    canvas.lay(track, WHITE, opacity=0.18)
    em, lines = fit(figures, 0.82 * radius, 1.25 * radius)
    small, below = fit(unit, 0.32 * radius, 1.12 * radius, weight=REGULAR)
    for words, size, down, look in (
        (lines, em, -0.1 * radius, (SEMIBOLD, WHITE)),
        (below, small, 0.42 * radius, (REGULAR, MIST)),
    ):
        for text in words[:1]:
            x = radius - text_width(text, size, look[0]) / 2
            canvas.text(text, (x, radius + down - 0.63 * size), size, look)
    return canvas.patch()


def rim(radius: float) -> tuple[float, int]:
    """Return the radius of the track and how wide it is."""
    return 0.87 * radius, max(2, round(0.14 * radius))


@lru_cache(maxsize=32)
def band(told: Band, sizes: tuple[float, float], width: int) -> Patch:
    """Return the band at the foot: a sign and one sentence, in more lines where it is narrow."""
    em, least = sizes
    lines = 3 if width > 15 * em else 6
    pad, sign = 0.5 * em, 1.1 * em
    size, rows = fit(told.text, em, width - 3 * pad - sign, lines=lines, least=least)
    wide = max((text_width(words, size, SEMIBOLD) for words in rows), default=0)
    canvas = Canvas(wide + 3 * pad + sign, LINE_HEIGHT * size * max(1, len(rows)) + 1.1 * pad)
    canvas.panel((0, 0, canvas.width, canvas.height), 0.5 * em)
    middle = pad + sign / 2, canvas.height / 2
    draw = _lay_warning if told.kind is BandKind.CUE else _lay_pause
    draw(canvas, middle, sign / 2)
    y = 0.55 * pad
    for words in rows:
        canvas.text(words, (2 * pad + sign, y), size, (SEMIBOLD, WHITE))
        y += LINE_HEIGHT * size
    return canvas.patch()


def _lay_warning(canvas: Canvas, middle: tuple[float, float], size: float) -> None:
    """Lay the sign of a cue: a triangle with an exclamation mark."""
    mask = canvas.blank()
    corners = np.array([(0.0, -0.86), (0.96, 0.78), (-0.96, 0.78)])
    path = [np.rint((np.array(middle) + size * corners) * 16).astype(np.int32)]
    cv2.fillPoly(mask, path, (255,), cv2.LINE_AA, 4)
    cv2.polylines(mask, path, True, (255,), max(1, round(0.2 * size)), cv2.LINE_AA, 4)  # noqa: FBT003
    canvas.lay(mask, ORANGE)
    width = text_width("!", 1.3 * size, SEMIBOLD)
    at = middle[0] - width / 2, middle[1] + 0.2 * size - 0.63 * 1.3 * size
    canvas.text("!", at, 1.3 * size, (SEMIBOLD, INK))


def _lay_pause(canvas: Canvas, middle: tuple[float, float], size: float) -> None:
    """Lay the sign of a pause: two upright bars in a disc."""
    disc, bars = canvas.blank(), canvas.blank()
    centre = round(middle[0] * 16), round(middle[1] * 16)
    cv2.circle(disc, centre, round(size * 16), (255,), cv2.FILLED, cv2.LINE_AA, 4)
    for side in (-1.0, 1.0):
        corners = np.array([(-0.12, -0.45), (0.12, -0.45), (0.12, 0.45), (-0.12, 0.45)])
        path = np.array(middle) + size * (corners + np.array((0.26 * side, 0.0)))
        cv2.fillPoly(bars, [np.rint(path * 16).astype(np.int32)], (255,), cv2.LINE_AA, 4)
    canvas.lay(disc, SKY)
    canvas.lay(bars, INK)
