"""Axes: round numbers for values, round times for the seconds of a recording."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

_ABOUT_STEPS: Final = 4
_STEPS: Final = (1.0, 2.0, 2.5, 5.0, 10.0)
_TIME_STEPS_S: Final = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200)
_MOST_TIMES: Final = 7


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """An axis of values from ``low`` to ``high``, a whole number of steps."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> tuple[float, ...]:
        """Every step from ``low`` to ``high``."""
        steps = round((self.high - self.low) / self.step)
        return tuple(round(self.low + self.step * k, 6) for k in range(steps + 1))

    def share(self, value: float) -> float:
        """Return where a value lies: 0 at the foot, 1 at the top."""
        return (value - self.low) / (self.high - self.low)


def scale_of(low: float, high: float, *, least: float) -> Scale:
    """Return an axis of about four round steps that shows all values.

    Args:
        low: Least value.
        high: Greatest value.
        least: The axis spans at least this much, so that noise does not fill it.
    """
    missing = least - (high - low)
    if missing > 0.0:
        low, high = low - missing / 2.0, high + missing / 2.0
    rough = (high - low) / _ABOUT_STEPS
    magnitude = 10.0 ** math.floor(math.log10(rough))
    step = next(m * magnitude for m in _STEPS if m * magnitude >= rough * (1.0 - 1e-9))
    return Scale(
        low=round(math.floor(low / step + 1e-9) * step, 6),
        high=round(math.ceil(high / step - 1e-9) * step, 6),
        step=round(step, 6),
    )


def times(start_s: float, end_s: float) -> tuple[float, ...]:
    """Return round times between two times, no more than seven."""
    length_s = end_s - start_s
    step = next((s for s in _TIME_STEPS_S if length_s / s <= _MOST_TIMES), _TIME_STEPS_S[-1])
    step *= max(1, math.ceil(length_s / step / _MOST_TIMES))
    first = math.ceil(start_s / step)
    return tuple(float(step * k) for k in range(first, math.floor(end_s / step) + 1))
