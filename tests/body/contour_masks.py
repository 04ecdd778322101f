"""Masks of a person who is level, drawn for the contour of the back.

Hips are at (100, 200), shoulders at (300, 200), knees and hands below: the back is at the top.
"""

from __future__ import annotations

import math

import numpy as np

from matside.body.contour import back_contour
from matside.body.curve import spinal_curve
from matside.body.frames import BACK_POINTS
from matside.body.landmark import Landmark

L = Landmark
SIZE = (400, 400)
CHORD = 200.0
STEP_PX = 1.2 * CHORD / 159
"""A ray's samples lie this far apart."""
LINES, COLUMNS = np.mgrid[0 : SIZE[0], 0 : SIZE[1]] + 0.5
ALONG = 100.0 + CHORD * np.arange(BACK_POINTS) / 40.0


def body():
    px = np.full((33, 2), np.nan)
    px[[L.LEFT_HIP, L.RIGHT_HIP]] = 100.0, 200.0
    px[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]] = 300.0, 200.0
    px[[L.LEFT_KNEE, L.RIGHT_KNEE]] = 110.0, 340.0
    px[[L.LEFT_WRIST, L.RIGHT_WRIST]] = 300.0, 350.0
    px[[L.LEFT_ELBOW, L.RIGHT_ELBOW]] = 300.0, 270.0
    return px


def filled(inside):
    return np.where(inside, 1.0, 0.0).astype(np.float32)


def arc_y(central_deg):
    """Return for each column the y of an arc over the chord that bulges up when positive."""
    if central_deg == 0:
        return np.full(SIZE[1], 200.0)
    half = math.radians(abs(central_deg)) / 2.0
    radius = CHORD / (2.0 * math.sin(half))
    x = np.clip(COLUMNS[0] - 200.0, -radius, radius)
    sag = np.sqrt(radius**2 - x**2) - radius * math.cos(half)
    return 200.0 - math.copysign(1.0, central_deg) * sag


def trunk(central_deg, thickness=400.0):
    """Return the mask of a trunk whose back is an arc; ``thickness`` is its depth in pixels."""
    top = arc_y(central_deg)
    return filled((top < LINES) & (np.minimum(top + thickness, 390.0) > LINES))


def flat(top=150.0):
    return filled((top < LINES) & (LINES < 300.0))


def curve_of(mask, px):
    return spinal_curve(back_contour(mask, px), px).whole_deg
