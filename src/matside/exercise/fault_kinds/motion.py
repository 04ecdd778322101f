"""Kinds of fault about how a measure moves: back and forth, too far, too little, not far enough."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Annotated, ClassVar, Final, Literal, Self

from pydantic import Field, model_validator

from matside.exercise.conditions import Band, Condition, Duration, Identifier, WholeMeasureName
from matside.exercise.fault_kinds.base import (
    CLEAN,
    IDLE,
    STRIDE_S,
    Crossings,
    FaultConditions,
    Judged,
    Judgement,
    MeasureFaultKind,
    Memory,
    Observed,
    all_met,
    crossed,
)
from matside.translation import _

FILLED: Final = 0.8
"""Share of a window that must be filled before a range over it counts."""

Readings = tuple[tuple[float, float], ...]
"""Time and value, oldest first."""
Pairs = tuple[tuple[float, float, float], ...]
"""Time and both values, oldest first."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window(Memory):
    """The conditions, and time and both measures of the window, oldest first."""

    crossings: Crossings = ()
    past: Pairs = ()


class TravelFault(MeasureFaultKind):
    """A measure that travels too far, or too little, while another one moves.

    Over the last ``window_s`` in the phases, the range of ``measure`` lies in
    ``range`` while the range of ``against`` (if given) lies in
    ``against_range``. With ``when`` the window begins anew where one of these
    conditions is not met.
    """

    outlasts_pauses: ClassVar[bool] = True

    kind: Literal["travel"]
    range: Band
    against: WholeMeasureName | None = None
    against_range: Band | None = None
    window_s: Duration
    when: FaultConditions = ()

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions without which nothing is watched."""
        return self.when

    @property
    def asks_for_more(self) -> bool:
        """Whether it is about too little."""
        return not math.isinf(self.range.at_most)

    def detect(self, memory: Memory, now: Observed) -> Judged:
        """Judge the range over a window; too much travel lasts from one extreme to the other."""
        if not now.in_phase:
            return IDLE, CLEAN
        before = memory if isinstance(memory, _Window) else _Window()
        crossings = crossed(before.crossings, self.when, now)
        if not all_met(crossings, now):
            return _Window(crossings=crossings), CLEAN
        past = self._remembered(before.past, now) if now.steady else before.past
        after = replace(before, crossings=crossings, past=past)
        if not past or past[-1][0] - past[0][0] < FILLED * self.window_s or not self._met(past):
            return after, CLEAN
        since, until = past[0][0], past[-1][0]
        if math.isinf(self.range.at_most):
            low, high = (pick(past, key=lambda entry: entry[1])[0] for pick in (min, max))
            since, until = min(low, high), max(low, high)
        return after, Judgement(since_s=since, until_s=until)

    def _met(self, past: Pairs) -> bool:
        if not self.range.holds(_spread([entry[1] for entry in past])):
            return False
        if self.against_range is None:
            return True
        return self.against_range.holds(_spread([entry[2] for entry in past]))

    def _remembered(self, past: Pairs, now: Observed) -> Pairs:
        if past and now.t_s - past[-1][0] < STRIDE_S:
            return past
        value = now.read(self.measure, self.of)
        if math.isnan(value):
            return past
        against = math.nan if self.against is None else now.read(self.against)
        kept = (entry for entry in past if now.t_s - entry[0] <= self.window_s)
        return (*kept, (now.t_s, value, against))


def _spread(values: list[float]) -> float:
    """Return the range between the 5th and the 95th percentile; NaN without known values."""
    known = sorted(value for value in values if not math.isnan(value))
    if not known:
        return math.nan
    cut = len(known) // 20
    return known[-1 - cut] - known[cut]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Visit(Memory):
    """Time and value since the visit began, oldest first."""

    past: Readings = ()


class PeakFault(MeasureFaultKind):
    """A measure whose greatest value during one visit to a phase lies in ``range``.

    With ``due_in`` a visit is due every ``due_s`` while that phase lasts, and
    the fault is committed too where it does not come and the measure stays in
    ``range``.
    """

    kind: Literal["peak"]
    range: Band
    due_in: Identifier | None = None
    due_s: Duration | None = None

    @model_validator(mode="after")
    def _due_fits(self) -> Self:
        if (self.due_in is None) != (self.due_s is None):
            msg = _("due_in and due_s belong together")
            raise ValueError(msg)
        return self

    @property
    def watched(self) -> tuple[str, ...]:
        """Its phases, and the one in which a visit is due."""
        return self.phases if self.due_in is None else (*self.phases, self.due_in)

    @property
    def asks_for_more(self) -> bool:
        """Always: a peak is too small."""
        return True

    def detect(self, memory: Memory, now: Observed) -> Judged:
        """Judge a visit when it is over, and one that does not come while it is due."""
        before = memory.past if isinstance(memory, _Visit) else ()
        for phase, left in now.left:
            if phase in self.phases:
                values = [value for t_s, value in before if t_s >= left.start_s]
                met = bool(values) and self.range.holds(max(values))
                return IDLE, Judgement(once=(left.start_s, left.t_s)) if met else CLEAN
        if not now.in_phase:
            return IDLE, CLEAN
        past = self._remembered(before, now)
        since = self._overdue_since_s(past, now.t_s) if now.steady else None
        return _Visit(past=past), Judgement(since_s=since)

    def _overdue_since_s(self, past: Readings, t_s: float) -> float | None:
        """Return since when a visit is due and the measure stayed in the range meanwhile."""
        if self.due_s is None or not past or t_s - past[0][0] < self.due_s:
            return None
        return past[0][0] if self.range.holds(max(value for _, value in past)) else None

    def _remembered(self, past: Readings, now: Observed) -> Readings:
        if past and now.t_s - past[-1][0] < STRIDE_S:
            return past
        value = now.read(self.measure, self.of)
        return past if math.isnan(value) else (*past, (now.t_s, value))
