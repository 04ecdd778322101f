"""The contour of the back, read off the segmentation mask.

MediaPipe has no landmark between the shoulders and the hips, but its mask
shows the back. Rays are cast from the chord between mid-hip and mid-shoulder
towards the dorsal side, away from knees and hands, and the outermost edge of
the mask within reach is taken: in a deep cat the chord itself leaves the body,
so the first edge would be the wrong one.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matside.body.frames import BACK_POINTS, Floats
from matside.body.geometry import midpoint
from matside.body.landmark import LANDMARK_COUNT, Landmark

Mask = NDArray[np.float32]

REACH: Final = 0.75
"""How far a ray goes from the chord, in chord lengths: a back does not arch further than that."""
DEPTH: Final = 0.45
"""How far below the chord a ray begins, in chord lengths: in a deep cow the back hangs below it."""
STEPS: Final = 160
"""Samples on a ray; with a chord of 250 px a step is two pixels, refined by interpolation."""
MIN_CHORD_PX: Final = 12.0
"""Below this many pixels from hip to shoulder there is no shape to measure."""
INSIDE: Final = 0.5
"""Mask value from which a pixel counts as body."""
_NEIGHBOURHOOD: Final = 0.04
"""Half-width of the window of ``on_body``, in torso lengths."""

_STATIONS: Final = np.linspace(0.0, 1.0, BACK_POINTS)
_DEPTHS: Final = np.linspace(-DEPTH, REACH, STEPS)
_NOTHING: Final = np.full((BACK_POINTS, 2), np.nan)


def back_contour(mask: Mask, image_px: Floats) -> Floats:
    """Return the contour of the back from the hips to the shoulders, in pixels.

    Args:
        mask: float32 ``(height, width)`` in 0..1, how sure the model is of a body there.
        image_px: float64 ``(33, 2)``, landmarks in pixels.

    Returns:
        float64 ``(41, 2)``: points at equal steps along the chord from mid-hip
        to mid-shoulder; a point is NaN where its ray meets no body or runs out
        of the picture while still inside the body. All NaN when the chord is
        shorter than 12 px or the dorsal side is not clear.
    """
    frame = chord_frame(image_px)
    if frame is None:
        return _NOTHING.copy()
    hip, chord, dorsal = frame
    length = math.hypot(float(chord[0]), float(chord[1]))
    start = hip + _STATIONS[:, None] * chord
    points = start[:, None, :] + (_DEPTHS * length)[None, :, None] * dorsal
    values = _sample(mask, points)
    return _outermost_edge(values, points)


def chord_frame(image_px: Floats) -> tuple[Floats, Floats, Floats] | None:
    """Return mid-hip, the chord from there to mid-shoulder, and the unit vector to the dorsal side.

    The dorsal side is the one away from the knees, elbows and wrists: the sum
    of their offsets from the chord decides. ``None`` if the chord is too short
    or unknown, or if the limbs lie on both sides about equally.
    """
    hip = midpoint(image_px[Landmark.LEFT_HIP], image_px[Landmark.RIGHT_HIP])
    shoulder = midpoint(image_px[Landmark.LEFT_SHOULDER], image_px[Landmark.RIGHT_SHOULDER])
    chord = shoulder - hip
    length = math.hypot(float(chord[0]), float(chord[1]))
    if not length >= MIN_CHORD_PX:
        return None
    normal = np.array([chord[1], -chord[0]]) / length
    offsets = (image_px[_VENTRAL] - hip) @ normal / length
    lean = float(np.nansum(offsets * _VENTRAL_WEIGHT))
    if abs(lean) < _CLEAR_LEAN:
        return None
    return hip, chord, normal if lean < 0.0 else -normal


_VENTRAL: Final = np.array(
    [
        Landmark.LEFT_KNEE,
        Landmark.RIGHT_KNEE,
        Landmark.LEFT_ELBOW,
        Landmark.RIGHT_ELBOW,
        Landmark.LEFT_WRIST,
        Landmark.RIGHT_WRIST,
    ]
)
_VENTRAL_WEIGHT: Final = np.array([2.0, 2.0, 0.5, 0.5, 0.5, 0.5])
"""The knees always lie to the front of the chord; an arm may be raised to the ceiling."""
_CLEAR_LEAN: Final = 0.15
"""Weighted offsets smaller than this many chord lengths do not tell front from back."""


def on_body(mask: Mask, image_px: Floats) -> Floats:
    """Return for each landmark how much of its neighbourhood is body, 0..1.

    The share of mask above one half in a square window of 0.08 torso lengths
    (at least 3 × 3 pixels) around the landmark; 0 outside the picture, NaN for
    a NaN landmark.
    """
    height, width = mask.shape
    hip = midpoint(image_px[Landmark.LEFT_HIP], image_px[Landmark.RIGHT_HIP])
    shoulder = midpoint(image_px[Landmark.LEFT_SHOULDER], image_px[Landmark.RIGHT_SHOULDER])
    torso = float(np.hypot(*(shoulder - hip)))
    radius = max(1, round(_NEIGHBOURHOOD * torso)) if math.isfinite(torso) else 1
    shares = np.full(LANDMARK_COUNT, np.nan)
    for row, (x, y) in enumerate(image_px):
        if math.isnan(x) or math.isnan(y):
            continue
        column, line = int(x), int(y)
        window = mask[
            max(0, min(line - radius, height)) : max(0, min(line + radius + 1, height)),
            max(0, min(column - radius, width)) : max(0, min(column + radius + 1, width)),
        ]
        shares[row] = np.count_nonzero(window > INSIDE) / window.size if window.size else 0.0
    return shares


def _sample(mask: Mask, points: Floats) -> Floats:
    """Return the mask at ``points`` ``(..., 2)`` by the nearest pixel; NaN outside the picture."""
    height, width = mask.shape
    columns = np.floor(points[..., 0]).astype(np.intp)
    lines = np.floor(points[..., 1]).astype(np.intp)
    outside = (columns < 0) | (columns >= width) | (lines < 0) | (lines >= height)
    values = mask[np.clip(lines, 0, height - 1), np.clip(columns, 0, width - 1)].astype(np.float64)
    values[outside] = np.nan
    return values


def _outermost_edge(values: Floats, points: Floats) -> Floats:
    """Return where each ray leaves the body for the last time, ``(rays, 2)``."""
    with np.errstate(invalid="ignore"):
        inside = values > INSIDE
    rays = np.arange(len(values))
    last = STEPS - 1 - np.argmax(inside[:, ::-1], axis=1)
    beyond = np.minimum(last + 1, STEPS - 1)
    inner, outer = values[rays, last], values[rays, beyond]
    valid = inside.any(axis=1) & (last < STEPS - 1) & np.isfinite(outer)
    with np.errstate(invalid="ignore", divide="ignore"):
        share = np.where(valid, (inner - INSIDE) / (inner - outer), np.nan)
    edge: Floats = points[rays, last] + share[:, None] * (points[rays, beyond] - points[rays, last])
    return edge
