"""Peak: a visit to a phase whose greatest value is too small, such as an elbow half open."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal, Self

from pydantic import model_validator

from matside.exercise.conditions import Band, Duration, Identifier
from matside.exercise.fault_kinds.base import (
    CLEAN,
    IDLE,
    STRIDE_S,
    Judged,
    Judgement,
    MeasureFaultKind,
    Memory,
    Observed,
)
from matside.translation import _

Past = tuple[tuple[float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Visit(Memory):
    """Time and value since the visit began, oldest first."""

    past: Past = ()


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

    def _overdue_since_s(self, past: Past, t_s: float) -> float | None:
        """Return since when a visit is due and the measure stayed in the range meanwhile."""
        if self.due_s is None or not past or t_s - past[0][0] < self.due_s:
            return None
        return past[0][0] if self.range.holds(max(value for _, value in past)) else None

    def _remembered(self, past: Past, now: Observed) -> Past:
        if past and now.t_s - past[-1][0] < STRIDE_S:
            return past
        value = now.read(self.measure, self.of)
        return past if math.isnan(value) else (*past, (now.t_s, value))
