"""Travel: a measure that moves too far or too little, such as hips that rock in a cat-cow."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import ClassVar, Final, Literal

from matside.exercise.conditions import (
    Band,
    Condition,
    Duration,
    WholeMeasureName,
)
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

FILLED: Final = 0.8
"""Share of a window that must be filled before a range over it counts."""

Past = tuple[tuple[float, float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Window(Memory):
    """The conditions, and time and both measures of the window, oldest first."""

    crossings: Crossings = ()
    past: Past = ()


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

    def _met(self, past: Past) -> bool:
        if not self.range.holds(_spread([entry[1] for entry in past])):
            return False
        if self.against_range is None:
            return True
        return self.against_range.holds(_spread([entry[2] for entry in past]))

    def _remembered(self, past: Past, now: Observed) -> Past:
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
