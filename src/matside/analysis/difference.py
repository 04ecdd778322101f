"""Difference of a number between two sessions, or first and last sessions, judged by its noise."""

from __future__ import annotations

import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

SECONDS: Final = 0.5
"""Noise of a duration: a phase is believed once it has settled for this long."""
MOST_COMPARED: Final = 10
"""The first and the last so many sessions are compared."""
LEAST_SESSIONS: Final = 4
"""With fewer, nothing is compared."""
CHANCE: Final = 2.0
"""Two rates differ if they are this many standard errors apart."""


class Verdict(StrEnum):
    """The verdict on a difference."""

    MORE = "more"
    LESS = "less"
    SAME = "same"
    """No larger than the noise."""
    UNKNOWN = "unknown"
    """One of the two is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """A number and the same number later.

    Attributes:
        first: NaN if not known.
        second: NaN if not known.
        noise: Differences up to this are within the noise; 0 for counts.
    """

    first: float = math.nan
    second: float = math.nan
    noise: float = 0.0

    @property
    def amount(self) -> float:
        """From the first to the second; NaN if one is not known."""
        return self.second - self.first

    @property
    def verdict(self) -> Verdict:
        """What can be said of it."""
        return verdict_of(self.amount, self.noise)


def verdict_of(amount: float, noise: float) -> Verdict:
    """Return what can be said of a difference that is only sure beyond the noise."""
    if math.isnan(amount):
        return Verdict.UNKNOWN
    if abs(amount) <= noise:
        return Verdict.SAME
    return Verdict.MORE if amount > 0.0 else Verdict.LESS


def first_and_last(values: Sequence[float], noise: float) -> Difference:
    """Return the middle of the first sessions' values and of the last ones'; NaN for too few.

    The values are finite, one for each session, the oldest first.
    """
    size = _size(len(values))
    if not size:
        return Difference()
    return Difference(
        first=statistics.median(values[:size]),
        second=statistics.median(values[-size:]),
        noise=noise,
    )


def first_and_last_rates(counts: Sequence[tuple[int, float]]) -> Difference:
    """Return how often something happened in the first sessions and in the last.

    Its noise is ``CHANCE`` standard errors, the counts of rare events varying by their own square
    root (Poisson). ``counts`` has for each session, the oldest first, how often, and in how many
    minutes or repetitions.
    """
    size = _size(len(counts))
    (n_first, first), (n_last, last) = _added(counts[:size]), _added(counts[len(counts) - size :])
    if first <= 0.0 or last <= 0.0:
        return Difference()
    error = math.hypot(math.sqrt(max(n_first, 1)) / first, math.sqrt(max(n_last, 1)) / last)
    return Difference(first=n_first / first, second=n_last / last, noise=CHANCE * error)


def _size(sessions: int) -> int:
    return min(MOST_COMPARED, sessions // 2) if sessions >= LEAST_SESSIONS else 0


def _added(counts: Sequence[tuple[int, float]]) -> tuple[int, float]:
    return sum(count for count, _ in counts), math.fsum(exposure for _, exposure in counts)
