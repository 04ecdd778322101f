"""The One Euro filter on landmarks, in seconds and in units of the body, not of the picture.

Casiez, Roussel and Vogel, "1 € Filter", CHI 2012: a low-pass filter whose
cut-off rises with speed, so that a still body does not tremble and a moving
one does not lag. Each step is the exact answer of that filter to the straight
line between two frames, so that it is the same filter at any frame rate.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matside.body.frames import Floats

MIN_CUTOFF_HZ: Final = 2.0
"""Cut-off at rest: a tremble of MediaPipe's (5 to 15 Hz) goes, a breath (0.2 Hz) stays."""
SLOW_LAG_S: Final = 1.0 / (2.0 * math.pi * MIN_CUTOFF_HZ)
"""Lag of the filter behind a slow movement: its time constant at rest."""
SPEED_GAIN_HZ: Final = 8.0
"""Rise of the cut-off for a speed of one torso length a second."""
SPEED_CUTOFF_HZ: Final = 1.0
"""Cut-off of the speed estimate, the authors' default."""
RESET_GAP_S: Final = 0.5
"""Gap after which a filter is reset: its memory is of another pose."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Smoother:
    """State of the filter for a set of points.

    Attributes:
        value: Filtered points ``(n, 2)``; NaN where never known.
        raw: The points themselves, as last known, ``(n, 2)``.
        speed: Filtered speed ``(n, 2)`` in units a second.
        known_s: When each point was last known, ``(n,)``; −inf where never.
        t_s: Time of the last frame.
    """

    value: Floats
    raw: Floats
    speed: Floats
    known_s: Floats
    t_s: float


def fresh(points: int) -> Smoother:
    """Return a filter before its first frame."""
    return Smoother(
        value=np.full((points, 2), np.nan),
        raw=np.full((points, 2), np.nan),
        speed=np.zeros((points, 2)),
        known_s=np.full(points, -math.inf),
        t_s=-math.inf,
    )


def smooth(state: Smoother, t_s: float, points: Floats, scale: float) -> tuple[Smoother, Floats]:
    """Return the next state and the filtered points.

    Args:
        state: State after the previous frame.
        t_s: Time of this frame, later than the previous one.
        points: float64 ``(n, 2)``; a NaN point stays NaN and keeps its memory
            for ``RESET_GAP_S``.
        scale: Length of the torso in the same unit; speeds are judged by it.
            Without it (NaN or 0) the points pass unfiltered.

    Returns:
        State and float64 ``(n, 2)``.
    """
    known: NDArray[np.bool_] = np.isfinite(points[:, 0]) & np.isfinite(points[:, 1])
    gap = t_s - state.known_s
    begin = known & ~(gap <= RESET_GAP_S)
    follow = known & ~begin
    if not scale > 0.0:
        begin, follow = known, np.zeros_like(known)
    value, speed, known_s = state.value.copy(), state.speed.copy(), state.known_s.copy()
    value[begin], speed[begin] = points[begin], 0.0
    if follow.any():
        dt = gap[follow][:, None]
        before, now = state.raw[follow], points[follow]
        raw_speed = (now - before) / dt
        speed[follow] += (1.0 - _left(dt, SPEED_CUTOFF_HZ)) * (raw_speed - speed[follow])
        pace = np.sqrt((speed[follow] ** 2).sum(axis=1, keepdims=True)) / scale
        cutoff_hz = MIN_CUTOFF_HZ + SPEED_GAIN_HZ * pace
        behind = raw_speed / (2.0 * math.pi * cutoff_hz)
        value[follow] = now - behind + _left(dt, cutoff_hz) * (value[follow] - before + behind)
    known_s[known] = t_s
    raw = np.where(known[:, None], points, state.raw)
    out = np.where(known[:, None], value, np.nan)
    return Smoother(value=value, raw=raw, speed=speed, known_s=known_s, t_s=t_s), out


def _left(dt: Floats, cutoff_hz: Floats | float) -> Floats:
    """Return the share of a difference that a first-order low-pass leaves after ``dt`` seconds."""
    share: Floats = np.exp(-2.0 * math.pi * dt * cutoff_hz)
    return share
