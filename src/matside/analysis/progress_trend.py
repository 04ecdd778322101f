"""The first sessions against the last ones."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from typing import Final

from matside.analysis.progress_result import Change, Trend

MOST_COMPARED: Final = 10
"""The first and the last so many sessions are compared."""
LEAST_SESSIONS: Final = 4
"""With fewer, nothing is compared."""
CHANCE: Final = 2.0
"""Two rates differ if they are this many standard errors apart."""


def trend_of(values: Sequence[float], noise: float) -> Trend:
    """Return the middle value of the first sessions against that of the last.

    Args:
        values: One for each session, the oldest first; finite.
        noise: A difference up to this is none.
    """
    size = _size(len(values))
    if not size:
        return Trend()
    first, last = statistics.median(values[:size]), statistics.median(values[-size:])
    return Trend(first=first, last=last, change=_change(last - first, noise))


def trend_of_rates(counts: Sequence[tuple[int, float]]) -> Trend:
    """Return how often something happened in the first sessions against the last.

    A difference is one if it is greater than ``CHANCE`` standard errors, the
    counts of rare events varying by their own square root (Poisson).

    Args:
        counts: For each session, the oldest first, how often, and in how many
            minutes or repetitions.
    """
    size = _size(len(counts))
    (n_first, first), (n_last, last) = _added(counts[:size]), _added(counts[len(counts) - size :])
    if first <= 0.0 or last <= 0.0:
        return Trend()
    error = math.hypot(math.sqrt(max(n_first, 1)) / first, math.sqrt(max(n_last, 1)) / last)
    rates = n_first / first, n_last / last
    return Trend(first=rates[0], last=rates[1], change=_change(rates[1] - rates[0], CHANCE * error))


def _size(sessions: int) -> int:
    return min(MOST_COMPARED, sessions // 2) if sessions >= LEAST_SESSIONS else 0


def _added(counts: Sequence[tuple[int, float]]) -> tuple[int, float]:
    return sum(count for count, _ in counts), math.fsum(exposure for _, exposure in counts)


def _change(difference: float, noise: float) -> Change:
    if abs(difference) <= noise:
        return Change.SAME
    return Change.MORE if difference > 0.0 else Change.LESS
