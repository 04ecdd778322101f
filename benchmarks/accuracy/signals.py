"""Signals on an even time scale: where a condition is met, and how such stretches are joined."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

import numpy as np
from benchmarks.accuracy.truth import Floats
from numpy.typing import NDArray

from matside.exercise.conditions import Band

Flags = NDArray[np.bool_]

STEP_S: Final = 0.025
"""The joints are interpolated linearly to this step: a crossing is known to half of it."""
SPEED_STEPS: Final = 10
"""Steps to either side of a central difference: a window of 0.5 s, as the coach's."""
ABSENT_S: Final = 3.0
"""While nobody is there for no longer than this, a phase is taken to go on."""


def long_runs(runs: Iterable[tuple[int, int]], least_s: float) -> list[tuple[int, int]]:
    """Return the runs that last for ``least_s`` or longer."""
    return [run for run in runs if (run[1] - run[0]) * STEP_S >= least_s]


def joined_runs(runs: Iterable[tuple[int, int]], apart_s: float) -> list[tuple[int, int]]:
    """Return the runs with those joined that are no more than ``apart_s`` apart."""
    joined: list[tuple[int, int]] = []
    for first, end in runs:
        if joined and (first - joined[-1][1]) * STEP_S <= apart_s:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((first, end))
    return joined


def set_out(still: Flags, end: int, longest_s: float) -> int:
    """Return where the movement began that still went on at ``end``, at most so long before."""
    first = end
    while first > 0 and not still[first - 1] and (end - first) * STEP_S < longest_s:
        first -= 1
    return first


def interpolated(t_s: Floats, values: Floats, at_s: Floats) -> Floats:
    """Return ``values`` (N, ...) at other times, on straight lines; NaN beside a NaN."""
    after = np.clip(np.searchsorted(t_s, at_s, side="left"), 1, len(t_s) - 1)
    share = (at_s - t_s[after - 1]) / (t_s[after] - t_s[after - 1])
    share = np.clip(share, 0.0, 1.0).reshape(-1, *(1,) * (values.ndim - 1))
    mixed: Floats = values[after - 1] * (1.0 - share) + values[after] * share
    return mixed


def speed(values: Floats) -> Floats:
    """Return the absolute central difference ``(n,)`` a second over 0.5 s, shorter at the ends."""
    return travel(values[:, None])


def travel(points: Floats, steps: int = SPEED_STEPS, *, down: bool = False) -> Floats:
    """Return the length of the same difference of points ``(n, d)``, ``(n,)``.

    It is taken over so many ``steps`` to either side, with ``down`` of pixels without what goes up.
    """
    index = np.arange(len(points))
    before = np.maximum(index - steps, 0)
    after = np.minimum(index + steps, len(points) - 1)
    way = points[after] - points[before]
    if down:
        way[:, 1] = np.maximum(way[:, 1], 0.0)
    change = np.sqrt((way**2).sum(axis=1))
    rate: Floats = change / (STEP_S * np.maximum(after - before, 1))
    return rate


def hysteresis(values: Floats, enter: Band, leave: Band, linger_s: float | None = None) -> Flags:
    """Return where a condition is met: from meeting ``enter`` until missing ``leave``.

    A stretch that meets ``leave`` for ``linger_s`` is met as a whole, as far as
    ``enter`` is not met in it sooner. An unknown value changes nothing.
    """
    inside, out = False, np.zeros(len(values), dtype=bool)
    first: int | None = None
    for index, value in enumerate(values):
        if not math.isnan(value):
            inside = (leave if inside else enter).holds(float(value))
            if not leave.holds(float(value)):
                first = None
            elif first is None:
                first = index
        if linger_s is not None and first is not None and not inside:
            inside = (index - first) * STEP_S >= linger_s
            out[first:index] = inside
        out[index] = inside
    return out


def carried(met: Flags, absent: Flags) -> Flags:
    """Return ``met`` with every short absence filled by what was before it, a long one by no."""
    out = met & ~absent
    for first, end in stretches(absent):
        if first > 0 and (end - first) * STEP_S <= ABSENT_S:
            out[first:end] = out[first - 1]
    return out


def stretches(flags: Flags) -> list[tuple[int, int]]:
    """Return the runs of true as (first, one past the last)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]
