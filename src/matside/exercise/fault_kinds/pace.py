"""Pace: repetitions that follow each other too quickly."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar, Literal

from matside.body.landmark import Side
from matside.exercise.conditions import Duration
from matside.exercise.fault_kinds.base import CLEAN, FaultKind, Judged, Judgement, Memory, Observed


@dataclass(frozen=True, slots=True, kw_only=True)
class _Starts(Memory):
    by_side: Mapping[Side | None, float] = field(default_factory=dict)


class PaceFault(FaultKind):
    """Repetitions that follow each other in less than ``least_s``, from start to start."""

    of_safety: ClassVar[bool] = True

    kind: Literal["pace"]
    least_s: Duration

    def detect(self, memory: Memory, now: Observed) -> Judged:
        """Judge the time from one repetition's start to the next one's on the same side."""
        for rep in now.completed:
            starts = memory.by_side if isinstance(memory, _Starts) else {}
            before = starts.get(rep.side)
            memory = _Starts(by_side={**starts, rep.side: rep.start_s})
            if before is not None and 0.0 < rep.start_s - before < self.least_s:
                return memory, Judgement(once=(before, rep.start_s))
        return memory, CLEAN
