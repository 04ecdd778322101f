"""What one session shows of one exercise, as far as a comparison asks for it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence, Set
from dataclasses import dataclass

import numpy as np

from matside.analysis.change import CONTOUR
from matside.analysis.course import Course, Curve, extent, phase_curve, within
from matside.body.catalogue import column
from matside.body.frames import Floats
from matside.body.landmark import Side
from matside.coach.summary import Hold, PhaseSpan, Section
from matside.exercise.schema import Exercise

Key = tuple[str, Side | None]
"""A phase or fault and its side."""


@dataclass(frozen=True, slots=True, kw_only=True)
class What:
    """A measure, its side, and whether it counts from each session's own neutral."""

    measure: str
    side: Side | None
    relative: bool


class Performance:
    """What one session shows of one exercise.

    Args:
        exercise: The exercise.
        sections: All of the session's sections that show it.
        course: The session's measures.

    Attributes:
        holds: Every hold.
        phases: Every visit; of a phase that is held only those that were holds,
            not the way into or out of another one.
        reps: Repetitions by side.
        neutral: The person's own neutral by measure. Where the exercise looks
            for none, what the contour of the back tells has its median in the
            phases of rest: people's neutrals differ by half of the whole
            movement, so without one its level means nothing.
        active_s: Seconds from the first to the last phase, over all sections.
    """

    def __init__(self, exercise: Exercise, sections: Sequence[Section], course: Course) -> None:
        self._course = course
        self._kinds = {phase.id: phase.kind for phase in exercise.phase}
        self.holds = [hold for section in sections for hold in section.holds]
        self.phases = [
            span
            for section in sections
            for span in section.phases
            if self._kinds[span.phase] != "hold" or _is_held(span, section.holds)
        ]
        self._faults = [fault for section in sections for fault in section.faults]
        self.neutral = {name: v for section in sections for name, v in section.neutral.items()}
        self.active_s = math.fsum(s.end_s - s.start_s for s in sections if s.end_s > s.start_s)
        self.reps: Counter[Side | None] = Counter()
        for section in sections:
            self.reps.update(section.reps)
        for measure in CONTOUR.intersection(exercise.shows) - self.neutral.keys():
            self._know_neutral(measure)

    def held_s(self, key: Key) -> list[float]:
        """Return the credited seconds of each hold of a phase and side."""
        return [hold.held_s for hold in self.holds if (hold.phase, hold.side) == key]

    def fault_s(self, key: Key) -> list[float]:
        """Return the seconds of each time a fault was committed on a side."""
        return [f.end_s - f.start_s for f in self._faults if (f.fault, f.side) == key]

    def per_minute(self, times: int) -> float:
        """Return how often that is in a minute of the exercise; NaN if it took no time."""
        return 60.0 * times / self.active_s if self.active_s > 0.0 else math.nan

    def values(self, what: What) -> Floats:
        """Return the course of a measure, from the session's own neutral where that is meant."""
        values = self._course.values[column(what.measure, what.side)]
        return values - self.neutral[what.measure] if what.relative else values

    @property
    def moving(self) -> frozenset[Key]:
        """The moves and holds that it shows."""
        keys = ((span.phase, span.side) for span in self.phases)
        return frozenset(key for key in keys if self._kinds[key[0]] != "rest")

    def extent(self, what: What, keys: Set[Key]) -> tuple[float, float]:
        """Return the least and the greatest value in those phases that concern its side."""
        spans = [
            span
            for span in self.phases
            if (span.phase, span.side) in keys and concerns(span.side, what.side)
        ]
        return extent(self._course, self.values(what), spans)

    def curve(self, what: What, key: Key) -> Curve | None:
        """Return the measure through a phase on a side."""
        visits = [span for span in self.phases if (span.phase, span.side) == key]
        return phase_curve(self._course.t_s, self.values(what), visits)

    def _know_neutral(self, measure: str) -> None:
        spans = [span for span in self.phases if self._kinds[span.phase] == "rest"]
        values = self._course.values[measure][within(self._course.t_s, spans)]
        values = values[np.isfinite(values)]
        if values.size:
            self.neutral[measure] = float(np.median(values))


def _is_held(visit: PhaseSpan, holds: Sequence[Hold]) -> bool:
    """Return whether a visit was a hold, and not the way into or out of another one."""
    return any(
        (hold.phase, hold.side) == (visit.phase, visit.side)
        and hold.start_s < visit.end_s
        and visit.start_s < hold.end_s
        for hold in holds
    )


def concerns(phase_side: Side | None, measure_side: Side | None) -> bool:
    """Return whether a phase of one side is about a measure of another."""
    return phase_side is None or measure_side is None or phase_side is measure_side
