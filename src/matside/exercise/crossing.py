"""One condition through time: inside or outside its band, with hysteresis and the exact moment."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from matside.exercise.conditions import Band

BRIDGE_S: Final = 1.0
"""A drop-out up to this long is bridged: the condition is taken to have stayed as it was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Crossing:
    """State of one condition.

    Attributes:
        inside: Whether it is met.
        since_s: When that began; interpolated between two frames.
        value: Last known value; NaN before the first.
        value_s: When it was known.
        within_s: Since when the value has met ``leave``; ``None`` while it does not.
    """

    inside: bool
    since_s: float
    value: float
    value_s: float
    within_s: float | None = None


NEVER: Final = Crossing(inside=False, since_s=-math.inf, value=math.nan, value_s=-math.inf)
"""State of a condition before its first value."""


def cross(
    state: Crossing,
    t_s: float,
    value: float,
    enter: Band,
    leave: Band,
    linger_s: float | None = None,
) -> Crossing:
    """Return the next state of a condition.

    Inside the band begins when ``enter`` is met, and ends when ``leave`` is
    not. The moment is interpolated linearly between the last known value and
    this one if they are no more than ``BRIDGE_S`` apart; otherwise it is the
    time of this frame. A NaN changes nothing. A value that has met ``leave``
    for ``linger_s`` is inside, too, and has been since it first did.
    """
    if math.isnan(value):
        return state
    fresh = not t_s - state.value_s <= BRIDGE_S
    within_s = _within_s(state, t_s, value, leave, fresh=fresh)
    inside = leave.holds(value) if state.inside else enter.holds(value)
    since_s = state.since_s
    if fresh:
        since_s = t_s
    elif inside != state.inside:
        since_s = _moment(state, t_s, value, leave if state.inside else enter)
    if not inside and linger_s is not None and within_s is not None and t_s - within_s >= linger_s:
        inside, since_s = True, within_s
    return Crossing(inside=inside, since_s=since_s, value=value, value_s=t_s, within_s=within_s)


def _within_s(
    state: Crossing, t_s: float, value: float, leave: Band, *, fresh: bool
) -> float | None:
    """Return since when ``leave`` is met without a break; ``None`` if it is not."""
    if not leave.holds(value):
        return None
    if fresh:
        return t_s
    return _moment(state, t_s, value, leave) if state.within_s is None else state.within_s


def _moment(state: Crossing, t_s: float, value: float, band: Band) -> float:
    """Return when the straight line from the last value to this one crossed the band's edge."""
    edges = [edge for edge in (band.at_least, band.at_most) if math.isfinite(edge)]
    low, high = min(state.value, value), max(state.value, value)
    between = [edge for edge in edges if low <= edge <= high]
    if not between or low == high:
        return t_s
    edge = (
        max(between, key=lambda e: abs(e - state.value))
        if state.inside
        else min(between, key=lambda e: abs(e - state.value))
    )
    share = (edge - state.value) / (value - state.value)
    return state.value_s + share * (t_s - state.value_s)
