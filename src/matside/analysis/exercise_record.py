"""Record of one exercise in one session: the values that a comparison needs."""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from matside.analysis.comparison import MeasureRef
from matside.analysis.series import Curve, TimeSeries, phase_curve, within
from matside.body.catalogue import BY_NAME, column
from matside.body.frames import Floats
from matside.body.landmark import Side
from matside.coach.summary import Hold, PhaseSpan, Section
from matside.exercise.conditions import Condition
from matside.exercise.schema import Exercise

PhaseKey = tuple[str, Side | None]
"""A phase or fault and its side."""
TURN_S: Final = 0.25
"""A move is read for this long before and after the moment at which it turned."""
LEAST_KNOWN: Final = 0.3
"""A hold or turn of which a smaller share is known has no depth."""


class ExerciseRecord:
    """Holds, faults, depths and curves of one exercise in one session.

    It is made of all of the session's sections that show the exercise, and the session's measures.

    Attributes:
        phases: Every visit; of a phase that is held only those that were holds,
            not the way into or out of another one.
        reps: Repetitions by side that count.
        neutral: The person's own neutral by measure. Where the exercise looks
            for none, what the contour of the back tells has its median in the
            phases of rest: people's neutrals differ by half of the whole
            movement, so without one its level means nothing.
        active_s: Seconds from the first to the last phase, over all sections.
    """

    def __init__(self, exercise: Exercise, sections: Sequence[Section], series: TimeSeries) -> None:
        self._series = series
        self._phases = {phase.id: phase for phase in exercise.phase}
        self._holds = [hold for section in sections for hold in section.holds]
        self.phases = [
            span
            for section in sections
            for span in section.phases
            if self._kind(span.phase) != "hold" or _is_held(span, section.holds)
        ]
        self._faults = [fault for section in sections for fault in section.faults]
        self.neutral = {name: v for section in sections for name, v in section.neutral.items()}
        self.active_s = math.fsum(s.end_s - s.start_s for s in sections if s.end_s > s.start_s)
        self.reps: Counter[Side | None] = Counter()
        for section in sections:
            self.reps.update(section.counted)
        for name in exercise.shows:
            if BY_NAME[name].from_neutral and name not in self.neutral:
                self._know_neutral(name)

    def held_s(self, key: PhaseKey) -> list[float]:
        """Return the credited seconds of each hold of a phase and side."""
        return [hold.held_s for hold in self._holds if (hold.phase, hold.side) == key]

    def fault_s(self, key: PhaseKey) -> list[float]:
        """Return the seconds of each time a fault was committed on a side."""
        return [f.end_s - f.start_s for f in self._faults if (f.fault, f.side) == key]

    def per_minute(self, times: int) -> float:
        """Return how often that is in a minute of the exercise; NaN if it took no time."""
        return 60.0 * times / self.active_s if self.active_s > 0.0 else math.nan

    @property
    def shown(self) -> frozenset[PhaseKey]:
        """The moves and holds that it shows."""
        keys = ((span.phase, span.side) for span in self.phases)
        return frozenset(key for key in keys if self._kind(key[0]) != "rest")

    def depth(self, ref: MeasureRef, key: PhaseKey) -> float:
        """Return how deep a phase went by a measure; NaN if not known.

        Of a hold it is the summary's own depth: the median while it was held, which two legs that
        change their labels for a moment do not touch. Of a move it is the median about the moment
        at which it turned. Several visits count by their middle one.
        """
        held = self._phases[key[0]].kind == "hold"
        levels = list(self._held_levels(ref, key) if held else self._turned_levels(ref, key))
        known = [level for level in levels if math.isfinite(level)]
        return statistics.median(known) if known else math.nan

    def curve(self, ref: MeasureRef, key: PhaseKey) -> Curve | None:
        """Return the measure through a phase on a side."""
        visits = [span for span in self.phases if (span.phase, span.side) == key]
        return phase_curve(self._series.t_s, self._values(ref), visits)

    def _kind(self, phase: str) -> str:
        return self._phases[phase].kind

    def _values(self, ref: MeasureRef) -> Floats:
        values = self._series.values[column(ref.name, ref.side)]
        return values - self.neutral[ref.name] if ref.relative else values

    def _held_levels(self, ref: MeasureRef, key: PhaseKey) -> Iterator[float]:
        # curves of the back count from the neutral in the summary already
        shift = self.neutral[ref.name] if ref.relative and not ref.measure.from_neutral else 0.0
        for hold in self._holds:
            if (hold.phase, hold.side) == key:
                yield hold.depth.get(column(ref.name, ref.side), math.nan) - shift

    def _turned_levels(self, ref: MeasureRef, key: PhaseKey) -> Iterator[float]:
        values = self._values(ref)
        lead = next((c for c in self._phases[key[0]].when if c.way), None)
        for span in self.phases:
            if (span.phase, span.side) == key:
                at_s = math.nan if lead is None else self._turn_s(span, lead)
                around = np.abs(self._series.t_s - at_s) <= TURN_S
                inside = within(self._series.t_s, [span])
                samples = values[inside & around] if math.isfinite(at_s) else values[inside]
                known = samples[np.isfinite(samples)]
                if known.size and known.size >= LEAST_KNOWN * samples.size:
                    yield float(np.median(known))

    def _turn_s(self, span: PhaseSpan, lead: Condition) -> float:
        """Return when a move went furthest by the measure that it is recognised by."""
        measure = BY_NAME[lead.measure]
        sides = (span.side,) if span.side and measure.sided else measure.sides
        rows = [self._series.values[column(measure.name, side)] for side in sides]
        inside = np.flatnonzero(within(self._series.t_s, [span]))
        values = np.stack(rows)[:, inside] * (1.0 if lead.way == "high" else -1.0)
        if not np.isfinite(values).any():
            return math.nan
        best = np.nanargmax(np.where(np.isfinite(values), values, -np.inf).max(axis=0))
        return float(self._series.t_s[inside[best]])

    def _know_neutral(self, name: str) -> None:
        spans = [span for span in self.phases if self._kind(span.phase) == "rest"]
        values = self._series.values[name][within(self._series.t_s, spans)]
        values = values[np.isfinite(values)]
        if values.size:
            self.neutral[name] = float(np.median(values))


def _is_held(visit: PhaseSpan, holds: Sequence[Hold]) -> bool:
    """Return whether a visit was a hold, and not the way into or out of another one."""
    return any(
        (hold.phase, hold.side) == (visit.phase, visit.side)
        and hold.start_s < visit.end_s
        and visit.start_s < hold.end_s
        for hold in holds
    )
