"""Together: both sides rise at once where one should follow the other, such as two legs."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import ClassVar, Final, Literal

from matside.body.landmark import Side
from matside.exercise.conditions import Band, Duration, SidedMeasureName
from matside.exercise.crossing import BRIDGE_S, NEVER, Crossing, cross
from matside.exercise.fault_kinds.base import (
    CLEAN,
    Crossings,
    FaultKind,
    Judged,
    Judgement,
    Memory,
    Observed,
)

SINK_DEG: Final = 10.0
"""A side that sinks less than this below the level and comes back has not risen again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Rises(Memory):
    sides: Crossings = (NEVER, NEVER)


class TogetherFault(FaultKind):
    """A measure that rises on both sides within ``within_s`` of each other on the way in.

    The moment is that at which each side's measure last crossed ``level``
    upwards before the phase began.
    """

    watches_always: ClassVar[bool] = True
    of_safety: ClassVar[bool] = True

    kind: Literal["together"]
    measure: SidedMeasureName
    level: float
    within_s: Duration

    def detect(self, memory: Memory, now: Observed) -> Judged:
        """Judge the moments of both rises when a phase begins."""
        before = memory if isinstance(memory, _Rises) else _Rises()
        sides = tuple(
            _rise(crossing, now.t_s, now.read(self.measure, "own", side), self.level)
            for crossing, side in zip(before.sides, Side, strict=True)
        )
        after = _Rises(sides=sides)
        moments = [crossing.since_s for crossing in sides]
        if not all(crossing.inside for crossing in sides):
            return after, CLEAN
        for phase, moment in now.entered:
            if phase in self.phases and max(moments) - min(moments) <= self.within_s:
                return after, Judgement(once=(min(moments), moment))
        return after, CLEAN


def _rise(before: Crossing, t_s: float, value: float, level: float) -> Crossing:
    """Return the next state of one side; its rise is −inf if it was already up when first seen."""
    after = cross(before, t_s, value, Band(at_least=level), Band(at_least=level - SINK_DEG))
    seen = t_s - before.value_s <= BRIDGE_S
    return after if seen else replace(after, since_s=-math.inf)
