"""Outline of measures and gaps: keeps sessions of hours in little memory for charts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matside.body.catalogue import COLUMNS
from matside.body.frames import Floats
from matside.coach.result import FrameResult

MOST_BUCKETS: Final = 4000
"""Half an hour then has a bucket for each half second, two minutes one for each frame."""

PLACE: Final = {key: place for place, key in enumerate(COLUMNS)}
"""Where a column of the catalogue stands in an outline of a session."""

SHORTEST_GAP_S: Final = 0.5
"""Shorter moments out of sight are not listed."""
MOST_GAPS: Final = 500

Span = tuple[float, float]
Times = NDArray[np.float64]
Values = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Outline:
    """Measures over a stretch of time, as points to be joined by lines.

    Attributes:
        t_s: float64 ``(N,)``, never decreasing.
        values: float32 ``(N, columns)``, NaN where nothing was measured.
        known: float64 ``(columns,)`` in 0..1, the share of frames with a value.
    """

    t_s: Times
    values: Values
    known: Floats


class Envelope:
    """Takes one row of values a frame and keeps their least and greatest over buckets of frames.

    As long as there are no more frames than buckets, every frame is kept as it
    is. When the buckets are full, neighbours are joined and each then holds
    twice as many frames: memory stays the same, and no peak is ever lost.

    Args:
        columns: Number of values in a row.
        most: How many buckets to keep; even.
    """

    def __init__(self, columns: int, most: int = MOST_BUCKETS) -> None:
        if most < 2 or most % 2:
            raise ValueError(f"an even number of buckets is expected, not {most}")
        self._start_s = np.zeros(most)
        self._end_s = np.zeros(most)
        self._frames = np.zeros(most, np.int64)
        self._known = np.zeros((most, columns), np.int64)
        self._low = np.full((most, columns), np.nan, np.float32)
        self._high = np.full((most, columns), np.nan, np.float32)
        self._rising = np.ones((most, columns), np.bool_)
        self._filled = 0
        self._frames_each = 1

    def __len__(self) -> int:
        """Return the number of buckets in use."""
        return self._filled

    def add(self, t_s: float, row: Floats) -> None:
        """Take the values of one frame in; times increase, NaN is "not measured"."""
        last = self._filled - 1
        if last >= 0 and self._frames[last] < self._frames_each:
            self._widen(last, t_s, row.astype(np.float32))
            return
        if self._filled == len(self._start_s):
            self._halve()
            self.add(t_s, row)
            return
        here = self._filled
        self._filled += 1
        self._start_s[here] = self._end_s[here] = t_s
        self._frames[here] = 1
        self._known[here] = ~np.isnan(row)
        self._low[here] = self._high[here] = row
        self._rising[here] = True

    def outline(self, start_s: float, end_s: float) -> Outline:
        """Return the points between two times, in order."""
        used = slice(0, self._filled)
        wanted = (self._end_s[used] >= start_s) & (self._start_s[used] <= end_s)
        chosen = np.flatnonzero(wanted)
        low, high, rising = self._low[chosen], self._high[chosen], self._rising[chosen]
        points = np.stack((np.where(rising, low, high), np.where(rising, high, low)), axis=1)
        times = np.stack((self._start_s[chosen], self._end_s[chosen]), axis=1)
        twice = np.column_stack((np.ones(len(chosen), np.bool_), self._frames[chosen] > 1))
        frames = max(1, int(self._frames[chosen].sum()))
        return Outline(
            t_s=times[twice], values=points[twice], known=self._known[chosen].sum(axis=0) / frames
        )

    def _widen(self, here: int, t_s: float, row: Values) -> None:
        low, high = self._low[here], self._high[here]
        self._rising[here] = np.where(row > high, True, self._rising[here] & ~(row < low))  # noqa: FBT003
        np.fmin(low, row, out=low)
        np.fmax(high, row, out=high)
        self._known[here] += ~np.isnan(row)
        self._end_s[here] = t_s
        self._frames[here] += 1

    def _halve(self) -> None:
        """Join each two neighbours into one."""
        half = len(self._start_s) // 2
        a, b = slice(0, None, 2), slice(1, None, 2)
        first_unknown = np.isnan(self._low[a])
        low_later = (self._low[b] < self._low[a]) | first_unknown
        high_later = (self._high[b] > self._high[a]) | first_unknown
        inherited = np.where(low_later, self._rising[b], self._rising[a])
        rising = np.where(low_later == high_later, inherited, high_later)
        self._rising[:half] = rising
        self._low[:half] = np.fmin(self._low[a], self._low[b])
        self._high[:half] = np.fmax(self._high[a], self._high[b])
        self._start_s[:half] = self._start_s[a]
        self._end_s[:half] = self._end_s[b]
        self._frames[:half] = self._frames[a] + self._frames[b]
        self._known[:half] = self._known[a] + self._known[b]
        self._filled = half
        self._frames_each *= 2


class OutlineRecorder:
    """Collects the outline of every measure of a session, and when nothing could be judged."""

    def __init__(self) -> None:
        self._envelope = Envelope(len(COLUMNS))
        self._gaps: list[Span] = []
        self._gap_s: float | None = None
        self._last_s = 0.0

    def add(self, result: FrameResult) -> None:
        """Take one frame in; times increase."""
        get, nan = result.measures.get, float("nan")
        row = np.fromiter((get(key, nan) for key in COLUMNS), np.float64, len(COLUMNS))
        self._envelope.add(result.t_s, row)
        self._last_s = result.t_s
        if not result.judged:
            self._gap_s = result.t_s if self._gap_s is None else self._gap_s
        elif self._gap_s is not None:
            self._end_gap(self._gap_s)

    def outline(self, start_s: float, end_s: float) -> Outline:
        """Return every column of ``matside.body.catalogue`` between two times."""
        return self._envelope.outline(start_s, end_s)

    @property
    def gaps(self) -> tuple[Span, ...]:
        """When the person could not be judged, for half a second or longer; the first 500."""
        running = () if self._gap_s is None else ((self._gap_s, self._last_s),)
        return (*self._gaps, *running)

    def _end_gap(self, start_s: float) -> None:
        self._gap_s = None
        if self._last_s - start_s >= SHORTEST_GAP_S and len(self._gaps) < MOST_GAPS:
            self._gaps.append((start_s, self._last_s))
