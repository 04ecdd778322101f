"""Ring widgets: the hold timer, which fills, and the breathing pacer."""

from __future__ import annotations

import math
from functools import lru_cache
from typing import Final

import cv2
import numpy as np

from matside.body.frames import Image
from matside.overlay import figure, texts
from matside.overlay.hud import PacerCircle, Ring
from matside.overlay.palette import INK, MINT, MIST, SKY, WHITE, Colour
from matside.overlay.patches import REGULAR, SEMIBOLD, SHIFT, Canvas, Patch, fit, paste, text_width

LEAST_BREATH: Final = 0.56
"""Radius of the pacer at the end of a breath out, as a share of its radius when full."""


def ring_face(ring: Ring, radius: int) -> Patch:
    """Return the disc of a ring with its track and what is written in it."""
    unit = "" if ring.done else str(texts.PAUSED_RING) if ring.paused else ring.unit
    return _face(ring.figure, unit, radius)


def draw_ring(image: Image, ring: Ring, centre: tuple[float, float], radius: float) -> None:
    """Draw how much of a ring is full, from twelve o'clock, and its tick when it is done."""
    if ring.share <= 0.0:
        return
    colour = MIST if ring.paused else MINT if ring.done else SKY
    middle, width = _rim(radius)
    turn = np.linspace(-0.25, ring.share - 0.25, max(3, round(72 * ring.share))) * math.tau
    path = np.array(centre) + middle * np.column_stack((np.cos(turn), np.sin(turn)))
    cv2.polylines(image, [figure.fine(image, path)], False, colour, width, cv2.LINE_AA, SHIFT)  # noqa: FBT003
    if ring.done:
        _draw_tick(image, (centre[0], centre[1] + 0.42 * radius), 0.2 * radius, colour)


@lru_cache(maxsize=8)
def pacer_face(radius: int) -> Patch:
    """Return the disc in which the pacer breathes, with a rim at its greatest size."""
    canvas = Canvas(2 * radius + 1, 2 * radius + 1)
    canvas.panel((0, 0, canvas.width, canvas.height), radius)
    track = canvas.blank()
    middle, width = round(0.93 * radius), max(1, round(0.04 * radius))
    cv2.circle(track, (radius, radius), middle, (255,), width, cv2.LINE_AA)
    canvas.lay(track, WHITE, opacity=0.5)
    return canvas.patch()


def draw_pacer(
    image: Image, pacer: PacerCircle, centre: tuple[float, float], radius: float
) -> None:
    """Draw the pacer's growing disc and the word in it."""
    reach = 0.9 * radius * (LEAST_BREATH + (1.0 - LEAST_BREATH) * pacer.share)
    figure.dot(image, centre, reach, SKY)
    word = _word(pacer.word, round(radius))
    paste(image, word, (centre[0] - word.size[0] / 2, centre[1] - word.size[1] / 2))


@lru_cache(maxsize=8)
def _word(word: str, radius: int) -> Patch:
    """Return the word, dark, to lie on the smallest disc."""
    em, _ = fit(word, 0.46 * radius, 1.7 * 0.9 * LEAST_BREATH * radius)
    wide = text_width(word, em, SEMIBOLD)
    canvas = Canvas(wide + 2, 1.26 * em)
    canvas.text(word, (1.0, 0.0), em, (SEMIBOLD, INK))
    return canvas.patch()


@lru_cache(maxsize=128)
def _face(figures: str, unit: str, radius: int) -> Patch:
    canvas = Canvas(2 * radius + 1, 2 * radius + 1)
    canvas.panel((0, 0, canvas.width, canvas.height), radius)
    middle, width = _rim(radius)
    track = canvas.blank()
    cv2.circle(track, (radius, radius), round(middle), (255,), width, cv2.LINE_AA)
    canvas.lay(track, WHITE, opacity=0.18)
    em, lines = fit(figures, 0.82 * radius, 1.25 * radius)
    small, below = fit(unit, 0.34 * radius, 1.16 * radius, weight=REGULAR)
    for words, size, down, look in (
        (lines, em, -0.1 * radius, (SEMIBOLD, WHITE)),
        (below, small, 0.42 * radius, (REGULAR, MIST)),
    ):
        for text in words[:1]:
            x = radius - text_width(text, size, look[0]) / 2
            canvas.text(text, (x, radius + down - 0.63 * size), size, look)
    return canvas.patch()


def _rim(radius: float) -> tuple[float, int]:
    """Return the radius of the track and how wide it is."""
    return 0.87 * radius, max(2, round(0.14 * radius))


def _draw_tick(image: Image, at: tuple[float, float], size: float, colour: Colour) -> None:
    path = np.array(at) + size * np.array([(-1.0, 0.0), (-0.3, 0.7), (1.0, -0.7)])
    width = max(1, round(0.45 * size))
    cv2.polylines(image, [figure.fine(image, path)], False, colour, width, cv2.LINE_AA, SHIFT)  # noqa: FBT003
