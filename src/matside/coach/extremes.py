"""Turning points of a measure: where it stops rising and falls, or the reverse."""

from __future__ import annotations

import math
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns:
    """State of the search for turning points.

    Attributes:
        direction: +1 rising, −1 falling, 0 not known yet.
        extreme: Most extreme value since the last turning point.
        extreme_s: When it was reached.
        moments: Times of the turning points, oldest first.
    """

    direction: int = 0
    extreme: float = math.nan
    extreme_s: float = 0.0
    low: float = math.inf
    high: float = -math.inf
    moments: tuple[float, ...] = ()


def turn(state: Turns, t_s: float, value: float, amplitude: float, window_s: float) -> Turns:
    """Return the next state after one value.

    A turning point is certain once the measure has come back from its extreme
    by ``amplitude``; those older than ``window_s`` are forgotten. NaN changes
    nothing.
    """
    if math.isnan(value):
        return state
    moments = tuple(moment for moment in state.moments if t_s - moment <= window_s)
    if state.direction == 0:
        low, high = min(state.low, value), max(state.high, value)
        if high - low < amplitude:
            return Turns(low=low, high=high, extreme=value, extreme_s=t_s, moments=moments)
        return Turns(
            direction=1 if value == high else -1, extreme=value, extreme_s=t_s, moments=moments
        )
    if state.direction * (value - state.extreme) >= 0.0:
        return Turns(direction=state.direction, extreme=value, extreme_s=t_s, moments=moments)
    if abs(value - state.extreme) < amplitude:
        return Turns(
            direction=state.direction,
            extreme=state.extreme,
            extreme_s=state.extreme_s,
            moments=moments,
        )
    return Turns(
        direction=-state.direction,
        extreme=value,
        extreme_s=t_s,
        moments=(*moments, state.extreme_s),
    )
