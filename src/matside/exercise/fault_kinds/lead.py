"""Lead: two measures that set out in the wrong order, such as a head before the tailbone."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final, Literal

from matside.exercise.conditions import Duration, WholeMeasureName
from matside.exercise.fault_kinds.base import (
    CLEAN,
    IDLE,
    STRIDE_S,
    FaultKind,
    Judged,
    Judgement,
    Memory,
    Observed,
    Span,
)

LEAD_MEMORY_S: Final = 20.0
"""How long the two measures are remembered: one slow swing each way."""
LEAD_SAMPLES: Final = 8
"""Fewer values than this make no swing."""
LEAD_SWING_DEG: Final = 15.0
"""Least swing whose start is determined."""
LEAD_SHARE: Final = 0.2
"""Share of a swing that has been covered at its start."""


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
