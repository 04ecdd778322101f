"""Measures during a visit to a phase: their range, and their level while a hold lasts."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from statistics import median
from typing import Final

from matside.coach.events import Measured
from matside.coach.sample import Sample

STRIDE_S: Final = 0.1
"""Spacing of what is remembered of a visit, at first."""
MOST: Final = 200
"""Remembered samples of a visit; a longer one is remembered at twice the spacing."""
LEAST_KNOWN: Final = 0.3
"""A measure that is known for a smaller share of a visit has no level."""

Values = tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """State of one visit to a phase.

    Attributes:
        columns: The measures that are followed.
        lows: Their least values so far; +inf while unknown.
        highs: Their greatest; −inf while unknown.
        past: Times and values, ``stride_s`` apart, oldest first.
        stride_s: Spacing of ``past``.
    """

    columns: tuple[str, ...]
    lows: Values
    highs: Values
    past: tuple[tuple[float, Values], ...] = ()
    stride_s: float = STRIDE_S

    def taking(self, sample: Sample) -> Visit:
        """Return the state after one more frame of the visit."""
        values = tuple(sample.values[key] for key in self.columns)
        past, stride_s = self.past, self.stride_s
        if not past or sample.t_s - past[-1][0] >= stride_s - 1e-6:
            past = (*past, (sample.t_s, values))
        if len(past) > MOST:
            past, stride_s = past[::2], 2.0 * stride_s
        return replace(
            self,
            lows=tuple(map(min, self.lows, values)),  # the first where the second is NaN
            highs=tuple(map(max, self.highs, values)),
            past=past,
            stride_s=stride_s,
        )

    def measured(self, end_s: float, neutral: dict[str, float]) -> Measured:
        """Return what the visit came to, which was over at ``end_s``: later values are its exit."""
        rows = [values for t_s, values in self.past if t_s <= end_s]
        spans = zip(self.columns, self.lows, self.highs, strict=True)
        levels = {
            key: _level([row[place] for row in rows]) for place, key in enumerate(self.columns)
        }
        return Measured(
            ranges={key: (low, high) for key, low, high in spans if low <= high},
            levels={key: level for key, level in levels.items() if not math.isnan(level)},
            neutral=neutral,
        )


def new_visit(columns: tuple[str, ...]) -> Visit:
    """Return the state at the beginning of a visit."""
    return Visit(
        columns=columns, lows=(math.inf,) * len(columns), highs=(-math.inf,) * len(columns)
    )


def _level(values: list[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return median(known) if known and len(known) >= LEAST_KNOWN * len(values) else math.nan
