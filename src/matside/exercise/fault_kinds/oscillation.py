"""Oscillation: a measure that goes back and forth where it should rest, such as bouncing."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Literal

from pydantic import Field

from matside.exercise.conditions import Duration
from matside.exercise.fault_kinds.base import (
    CLEAN,
    IDLE,
    Judged,
    Judgement,
    MeasureFaultKind,
    Memory,
    Observed,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns(Memory):
    """State of the search for turning points.

    Attributes:
        direction: +1 rising, −1 falling, 0 not known yet.
        extreme: Most extreme value since the last turning point.
        extreme_s: When it was reached.
        low: Least value while the direction is not known.
        high: Greatest value while the direction is not known.
        moments: Times of the turning points, oldest first.
    """

    direction: int = 0
    extreme: float = math.nan
    extreme_s: float = 0.0
    low: float = math.inf
    high: float = -math.inf
    moments: tuple[float, ...] = ()


class OscillationFault(MeasureFaultKind):
    """A measure that goes back and forth by ``amplitude``, ``turns`` times within ``window_s``."""

    outlasts_pauses: ClassVar[bool] = True
    of_safety: ClassVar[bool] = True

    kind: Literal["oscillation"]
    amplitude: Annotated[float, Field(gt=0)]
    turns: Annotated[int, Field(ge=2, le=20)]
    window_s: Duration

    def detect(self, memory: Memory, now: Observed) -> Judged:
        """Judge from the first turning point of the window to the last."""
        if not now.in_phase:
            return IDLE, CLEAN
        before = memory if isinstance(memory, Turns) else Turns()
        value = now.read(self.measure, self.of)
        found = turn(before, now.t_s, value, self.amplitude, self.window_s)
        if len(found.moments) < self.turns or not now.steady:
            return found, CLEAN
        first, *_, last = found.moments
        return found, Judgement(since_s=first, until_s=last)


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
        return replace(state, extreme=value, extreme_s=t_s, moments=moments)
    if abs(value - state.extreme) < amplitude:
        return replace(state, moments=moments)
    moments = (*moments, state.extreme_s)
    return replace(state, direction=-state.direction, extreme=value, extreme_s=t_s, moments=moments)
