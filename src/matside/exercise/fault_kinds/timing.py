"""Kinds of fault about when: sides at once, repetitions too quick, wrong order, unequal sides."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Annotated, ClassVar, Final, Literal

from pydantic import Field

from matside.body.landmark import Side
from matside.exercise.conditions import Band, Duration, SidedMeasureName, WholeMeasureName
from matside.exercise.crossing import BRIDGE_S, NEVER, Crossing, cross
from matside.exercise.fault_kinds.base import (
    CLEAN,
    IDLE,
    STRIDE_S,
    Crossings,
    FaultKind,
    Judged,
    Judgement,
    Memory,
    Observed,
    Span,
)

SINK_DEG: Final = 10.0
"""A side that sinks less than this below the level and comes back has not risen again."""
LEAD_MEMORY_S: Final = 20.0
"""How long the two measures are remembered: one slow swing each way."""
LEAD_SAMPLES: Final = 8
"""Fewer values than this make no swing."""
LEAD_SWING_DEG: Final = 15.0
"""Least swing whose start is determined."""
LEAD_SHARE: Final = 0.2
"""Share of a swing that has been covered at its start."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Swings(Memory):
    """What is remembered of two measures.

    Attributes:
        past: Time, leader and follower, oldest first.
        swings: Middle of the last two phases, and by how many seconds the
            follower set out for each before the leader.
    """

    past: tuple[tuple[float, float, float], ...] = ()
    swings: tuple[tuple[float, float], ...] = ()


class LeadFault(FaultKind):
    """The ``follower`` sets out ``early_s`` or more before the ``leader``, on average.

    The average is over the last swing each way; a measure has set out when it
    has covered a fifth of its way from one phase to the next.
    """

    outlasts_pauses: ClassVar[bool] = True

    kind: Literal["lead"]
    leader: WholeMeasureName
    follower: WholeMeasureName
    early_s: Duration

    def detect(self, memory: Memory, now: Observed) -> Judged:
        """Judge when each measure set out, on average over the last swing each way.

        A swing runs from the middle of one phase to the middle of the next.
        """
        if not (now.in_phase or now.left):
            return IDLE, CLEAN
        before = memory if isinstance(memory, Swings) else Swings()
        after = replace(before, past=self._remembered(before, now))
        for phase, left in now.left:
            if phase in self.phases:
                known = after.swings[-1:]
                after = replace(after, swings=(*known, _swing(after, left)))
                early = [swing[1] for swing in after.swings]
                if len(early) == 2 and sum(early) / 2.0 >= self.early_s:
                    return after, Judgement(once=(known[0][0], left.t_s))
        return after, CLEAN

    def _remembered(self, before: Swings, now: Observed) -> tuple[tuple[float, float, float], ...]:
        entry = (now.t_s, now.read(self.leader), now.read(self.follower))
        past = before.past
        if math.isnan(entry[1] + entry[2]) or (past and entry[0] - past[-1][0] < STRIDE_S / 2):
            return past
        return (*(e for e in past if entry[0] - e[0] <= LEAD_MEMORY_S), entry)


def _swing(state: Swings, left: Span) -> tuple[float, float]:
    """Return the middle of a phase, and by how much the follower set out for it first (or NaN)."""
    middle = (left.start_s + left.t_s) / 2.0
    if not state.swings:
        return middle, math.nan
    swing = [entry for entry in state.past if state.swings[-1][0] <= entry[0] <= middle]
    return middle, setting_out(swing, 1) - setting_out(swing, 2)


def setting_out(swing: Sequence[tuple[float, float, float]], which: int) -> float:
    """Return when a series had covered a fifth of its way; NaN if it did not swing.

    Args:
        swing: Time and two values, oldest first, from one extreme to the other.
        which: 1 for the first value, 2 for the second.
    """
    edge = max(1, len(swing) // 8)
    values = [entry[which] for entry in swing]
    if len(values) < LEAD_SAMPLES:
        return math.nan
    start, end = sorted(values[:edge])[edge // 2], sorted(values[-edge:])[edge // 2]
    if abs(end - start) < LEAD_SWING_DEG:
        return math.nan
    level = start + LEAD_SHARE * (end - start)
    away = [entry[0] for entry in swing if (entry[which] - level) * (end - start) <= 0.0]
    return max(away)


class BalanceFault(FaultKind):
    """Repetitions on both sides, but ``least`` or more fewer on one of them in the end."""

    kind: Literal["balance"]
    least: Annotated[int, Field(ge=1)]

    @property
    def needs_sides(self) -> bool:
        """Always: it compares the two."""
        return True

    def detect(self, memory: Memory, now: Observed) -> Judged:  # noqa: ARG002 (the end tells)
        """Report nothing: only the end of the session shows it."""
        return memory, CLEAN

    def at_end(self, counts: Mapping[Side | None, int]) -> Side | None:
        """Return the side with too few; ``None`` if there is none, or one side only."""
        done = {side: counts.get(side, 0) for side in Side}
        fewer = min(Side, key=lambda side: done[side])
        apart = done[fewer.other] - done[fewer]
        return fewer if done[fewer] and apart >= self.least else None
