"""Time series of the measures of a session, and their curves through one phase of an exercise."""

from __future__ import annotations

import math
from array import array
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matside.body.catalogue import COLUMNS
from matside.body.frames import Floats
from matside.body.landmark import Side
from matside.coach.result import FrameResult
from matside.coach.summary import PhaseSpan

POINTS: Final = 101
"""A phase is given at 0, 1, ... 100 % of its time, as is usual for curves of movement."""
LONGEST_GAP: Final = 0.2
"""Longest gap that is bridged, as a share of the visit."""
LEAST_KNOWN: Final = 0.6
"""A visit of which less than this share is known is left out."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class TimeSeries:
    """What was measured through a session.

    Attributes:
        t_s: float64 ``(n,)``, time of each frame, strictly increasing.
        values: Each measure by column, float64 ``(n,)``, NaN where unknown.
        near_side: The side that was towards the camera for most of the time.
    """

    t_s: Floats
    values: Mapping[str, Floats]
    near_side: Side | None = None


class TimeSeriesRecorder:
    """Collects a time series frame by frame: 8 bytes for each number, no poses."""

    def __init__(self) -> None:
        self._t_s = array("d")
        self._values = {key: array("d") for key in COLUMNS}
        self._near: Counter[Side | None] = Counter()

    def add(self, result: FrameResult) -> None:
        """Take one frame in."""
        self._t_s.append(result.t_s)
        for key, values in self._values.items():
            values.append(result.measures.get(key, math.nan))
        self._near[result.near_side] += 1

    def series(self) -> TimeSeries:
        """Return the series so far."""
        sides = [(count, side) for side, count in self._near.items() if side is not None]
        return TimeSeries(
            t_s=np.array(self._t_s, dtype=np.float64),
            values={key: np.array(values) for key, values in self._values.items()},
            near_side=max(sides)[1] if sides else None,
        )


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curve:
    """A measure through a phase, averaged over the visits.

    Attributes:
        mean: float64 ``(101,)``, at 0 to 100 % of the phase; NaN where fewer
            than half of the visits know it.
        spread: float64 ``(101,)``, standard deviation between the visits; 0
            where there is only one.
        visits: How many visits it is made of.
    """

    mean: Floats
    spread: Floats
    visits: int


def phase_curve(t_s: Floats, values: Floats, visits: Iterable[PhaseSpan]) -> Curve | None:
    """Return the measure through a phase, or ``None`` if no visit shows it.

    Each visit is stretched to 0..100 % of its own time, whatever its length.
    Gaps of up to ``LONGEST_GAP`` of the visit are bridged by a straight line.

    Args:
        t_s: float64 ``(n,)``, strictly increasing.
        values: float64 ``(n,)``, NaN where unknown.
        visits: The visits.
    """
    rows = [row for visit in visits if (row := _stretched(t_s, values, visit)) is not None]
    if not rows:
        return None
    table = np.stack(rows)
    known = np.isfinite(table)
    enough = known.sum(axis=0) * 2 >= len(rows)
    count = np.maximum(known.sum(axis=0), 1)
    mean = np.where(known, table, 0.0).sum(axis=0) / count
    deviation = np.where(known, table - mean, 0.0)
    spread = np.sqrt((deviation**2).sum(axis=0) / np.maximum(count - 1, 1))
    return Curve(
        mean=np.where(enough, mean, np.nan),
        spread=np.where(enough, spread, np.nan),
        visits=len(rows),
    )


def _stretched(t_s: Floats, values: Floats, visit: PhaseSpan) -> Floats | None:
    """Return one visit at 0..100 % of its time, ``(101,)``, or ``None`` if too little is known."""
    length = visit.end_s - visit.start_s
    known = np.isfinite(values)
    inside = known & (t_s >= visit.start_s) & (t_s <= visit.end_s)
    if not length > 0.0 or inside.sum() < 2:
        return None
    # one frame on either side lets the curve reach 0 and 100 %
    near = known & (t_s >= visit.start_s - LONGEST_GAP * length)
    near &= t_s <= visit.end_s + LONGEST_GAP * length
    at_s, known_values = t_s[near], values[near]
    wanted = visit.start_s + length * np.linspace(0.0, 1.0, POINTS)
    after = np.searchsorted(at_s, wanted, side="left").clip(0, len(at_s) - 1)
    before = (np.searchsorted(at_s, wanted, side="right") - 1).clip(0, None)
    sure = (at_s[before] <= wanted) & (wanted <= at_s[after])
    sure &= at_s[after] - at_s[before] <= LONGEST_GAP * length
    if sure.mean() < LEAST_KNOWN:
        return None
    return np.where(sure, np.interp(wanted, at_s, known_values), np.nan)


def within(t_s: Floats, spans: Iterable[PhaseSpan]) -> NDArray[np.bool_]:
    """Return for each time whether it lies in one of the spans."""
    inside = np.zeros(len(t_s), dtype=bool)
    for span in spans:
        first = int(np.searchsorted(t_s, span.start_s, side="left"))
        last = int(np.searchsorted(t_s, span.end_s, side="right"))
        inside[first:last] = True
    return inside
