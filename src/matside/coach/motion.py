"""Speeds of body parts and measures over half a second, and drift of body parts over three.

A speed shows whether something moves now, a drift whether it changes place: slow sinking is a drift
at low speed, fidgeting a speed without drift.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from matside.body.catalogue import BY_NAME, column
from matside.body.frames import Floats
from matside.body.geometry import ratio
from matside.body.landmark import Side
from matside.body.parts import PARTS, part_places
from matside.body.smoothing import SLOW_LAG_S
from matside.exercise.crossing import BRIDGE_S
from matside.exercise.schema import Exercise
from matside.states import replace

SPEED_WINDOW_S: Final = 0.5
"""A speed is the slope of a straight line through this much of the past."""
SPEED_LAG_S: Final = SPEED_WINDOW_S / 2.0 + SLOW_LAG_S
"""That slope belongs to the middle of the window, in which the landmarks come late by the filter:
the speeds that are asked for are those of a body that comes to rest or sets out."""
DRIFT_WINDOW_S: Final = 3.0
"""A drift is the slope over this much of the past: a fidget goes forth and back within it."""
DRIFT_STRIDE_S: Final = 0.1
"""Spacing of the samples kept for the drift."""
DRIFT_KNOWN: Final = 0.8
"""Known places must span this share of the window."""

Past = tuple[tuple[float, tuple[float, ...]], ...]


@dataclass(frozen=True, kw_only=True, eq=False)
class Motion:
    """Recent history and speeds of the places and measures whose speed is needed.

    Attributes:
        timed: Columns; a part of the body has two, ``.x`` and ``.y``.
        past: Time and values of the last ``SPEED_WINDOW_S``, oldest first.
        places: Time and places of the parts of the last ``DRIFT_WINDOW_S``, oldest first.
        speeds: Absolute rate of change a second by column; NaN where unknown.
        paces: Speed of each part by column, torso lengths a second.
        sinking: The same without what of it goes up in the picture.
        drifts: Drift of each part by column, torso lengths a second, as last taken.
    """

    timed: tuple[str, ...]
    past: Past = ()
    places: Past = ()
    speeds: Mapping[str, float]
    paces: Mapping[str, float]
    sinking: Mapping[str, float]
    drifts: Mapping[str, float]


def motionless(exercises: Iterable[Exercise]) -> Motion:
    """Return the state before the first frame, for the speeds that these exercises use."""
    exercises = tuple(exercises)
    names = {
        wanted.measure for exercise in exercises for wanted in exercise.conditions if wanted.speed
    }
    timed = sorted(key for name in names for key in BY_NAME[name].columns)
    rests = [phase.at_rest for exercise in exercises for phase in exercise.phase]
    rests += [exercise.neutral.at_rest for exercise in exercises if exercise.neutral]
    moving = {part for rest in rests if rest is not None for part in rest.parts}
    for key in (column(part, side) for part in PARTS if part in moving for side in Side):
        timed += [f"{key}.x", f"{key}.y"]
    return Motion(timed=tuple(timed), speeds={}, paces={}, sinking={}, drifts={})


def moved(
    state: Motion, t_s: float, values: Mapping[str, float], px: Floats, torso_px: float
) -> Motion:
    """Return the state after one frame.

    Args:
        state: State after the previous frame.
        t_s: Time in seconds.
        values: Every measure by column.
        px: float64 ``(33, 2)``, landmarks in pixels.
        torso_px: Length of the torso in pixels.
    """
    places = _coordinates(state.timed, px)
    known = {**values, **places}
    past = (*_kept(state.past, t_s), (t_s, tuple(known[key] for key in state.timed)))
    slopes = _slopes(state.timed, past)
    downward = {key: max(v, 0.0) if key.endswith(".y") else v for key, v in slopes.items()}
    state = replace(
        state,
        past=past,
        speeds={key: abs(slope) for key, slope in slopes.items()},
        paces=_together(slopes, torso_px),
        sinking=_together(downward, torso_px),
    )
    if state.places and t_s - state.places[-1][0] < DRIFT_STRIDE_S - 1e-6:
        return state
    long = (*(e for e in state.places if t_s - e[0] <= DRIFT_WINDOW_S), (t_s, (*places.values(),)))
    drifts = _together(_drifts(tuple(places), long), torso_px)
    return replace(state, places=long, drifts=drifts)


def _coordinates(timed: tuple[str, ...], px: Floats) -> dict[str, float]:
    """Return where each part of the body is, in pixels, under the columns that are timed."""
    wanted = [key for key in timed if key.endswith((".x", ".y"))]
    if not wanted:
        return {}
    places = part_places(px)
    return {key: float(places[key[:-2]]["xy".index(key[-1])]) for key in wanted}


def _together(slopes: Mapping[str, float], torso_px: float) -> dict[str, float]:
    """Return the speed of each timed part of the body, torso lengths a second."""
    keys = (key.removesuffix(".x") for key in slopes if key.endswith(".x"))
    return {
        key: ratio(math.hypot(slopes[f"{key}.x"], slopes[f"{key}.y"]), torso_px) for key in keys
    }


def _drifts(keys: tuple[str, ...], places: Past) -> dict[str, float]:
    """Return the absolute slope of each place over the window; NaN where too little is known."""
    t = np.array([then_s for then_s, _ in places])
    if not keys or t[-1] - t[0] < DRIFT_KNOWN * DRIFT_WINDOW_S:
        return dict.fromkeys(keys, math.nan)
    rows = np.array([values for _, values in places])
    known = np.isfinite(rows)
    number = np.maximum(known.sum(axis=0), 1)
    filled = np.where(known, rows, 0.0)
    times = np.where(known, t[:, None], 0.0)
    t_off = np.where(known, t[:, None] - times.sum(axis=0) / number, 0.0)
    x_off = np.where(known, rows - filled.sum(axis=0) / number, 0.0)
    spread = (t_off**2).sum(axis=0)
    slopes = np.abs((t_off * x_off).sum(axis=0)) / np.maximum(spread, 1e-9)
    spans = np.where(known, t[:, None], -math.inf).max(axis=0) - np.where(
        known, t[:, None], math.inf
    ).min(axis=0)
    enough = spans >= DRIFT_KNOWN * DRIFT_WINDOW_S
    return {
        key: float(slope) if good else math.nan
        for key, slope, good in zip(keys, slopes, enough, strict=True)
    }


def _kept(past: Past, t_s: float) -> Past:
    """Return the part of the past that a window ending at ``t_s`` needs.

    That is what lies in it, and the sample before, for the value at its start.
    """
    outside = sum(t_s - then_s > SPEED_WINDOW_S for then_s, _ in past)
    return past[max(0, outside - 1) :]


def _slopes(timed: tuple[str, ...], past: Past) -> dict[str, float]:
    """Return the slope of each timed column by least squares.

    The straight line is fitted to the straight lines between the samples and not to the
    samples, however they lie: its moment is the middle of the window (``SPEED_LAG_S``) at
    any frame rate. NaN where a value is unknown, or where what is known spans less than half of the
    window.
    """
    if not timed:
        return {}
    t, rows = _window(past)
    span_s = t[-1] - t[0]
    if span_s < SPEED_WINDOW_S / 2.0:
        return dict.fromkeys(timed, math.nan)
    t = t - (t[0] + t[-1]) / 2.0
    steps = np.diff(t) / 6.0
    weights = np.zeros(len(t))
    weights[:-1] += steps * (2.0 * t[:-1] + t[1:])
    weights[1:] += steps * (t[:-1] + 2.0 * t[1:])
    slopes = weights @ rows / (span_s**3 / 12.0)
    return {key: float(slope) for key, slope in zip(timed, slopes, strict=True)}


def _window(past: Past) -> tuple[Floats, Floats]:
    """Return times ``(n,)``, 0 at the end, and values ``(n, columns)`` of the window.

    The value at its start is interpolated, unless there is a drop-out.
    """
    t = np.array([then_s for then_s, _ in past]) - past[-1][0]
    rows = np.array([values for _, values in past])
    if t[0] >= -SPEED_WINDOW_S:
        return t, rows
    if t[1] - t[0] > BRIDGE_S:
        return t[1:], rows[1:]
    share = (-SPEED_WINDOW_S - t[0]) / (t[1] - t[0])
    rows[0] += share * (rows[1] - rows[0])
    t[0] = -SPEED_WINDOW_S
    return t, rows
