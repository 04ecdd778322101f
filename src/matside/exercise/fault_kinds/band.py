"""Band: a form that is held for some time during a phase, such as a lifted foot."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from pydantic import Field

from matside.exercise.conditions import Condition, Duration
from matside.exercise.fault_kinds.base import (
    CLEAN,
    IDLE,
    Crossings,
    FaultCondition,
    FaultKind,
    Judged,
    Judgement,
    Memory,
    Observed,
    all_met,
    crossed,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Conditions(Memory):
    crossings: Crossings = ()


class BandFault(FaultKind):
    """Conditions that are met for ``lasts_s`` during the phases.

    ``more`` says that its cue asks for a larger movement: nobody in pain hears it, and nobody
    who is as deep as usual.
    """

    kind: Literal["band"]
    lasts_s: Duration
    when: Annotated[tuple[FaultCondition, ...], Field(min_length=1)]
    more: bool = False

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """The conditions that all have to be met."""
        return self.when

    @property
    def settle_s(self) -> float:
        """How long the conditions have to be met."""
        return self.lasts_s

    @property
    def asks_for_more(self) -> bool:
        """Whether its cue asks for a larger movement."""
        return self.more

    def detect(self, memory: Memory, now: Observed) -> Judged:
        """Judge since when all conditions are met."""
        if not now.in_phase:
            return IDLE, CLEAN
        before = memory.crossings if isinstance(memory, _Conditions) else ()
        crossings = crossed(before, self.when, now)
        met = now.steady and all_met(crossings, now)
        since = max(crossing.since_s for crossing in crossings) if met else None
        return _Conditions(crossings=crossings), Judgement(since_s=since)
