"""State of one exercise in a session: its repetitions, and measures taken in visits to phases."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from statistics import median
from typing import Final

from matside.body.catalogue import BY_NAME
from matside.body.landmark import Side
from matside.coach import events as ev
from matside.coach.faults import FaultTrack
from matside.coach.neutral import NeutralTrack, RestingLevel, resting_columns
from matside.coach.phase_track import Left, PhaseTrack, idle
from matside.coach.result import DoseProgress
from matside.coach.sample import Sample
from matside.exercise.schema import Dose, Exercise, Phase, RepetitionRule
from matside.states import replace

STRIDE_S: Final = 0.1
"""Initial spacing of the samples kept of a visit."""
MOST: Final = 200
"""Remembered samples of a visit; a longer one is remembered at twice the spacing."""
LEAST_KNOWN: Final = 0.3
"""A measure that is known for a smaller share of a visit has no level."""
Values = tuple[float, ...]

PhaseKey = tuple[str, Side | None]
"""A phase and the side it is on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """Repetitions so far: a visit to every phase of the cycle makes one; sides are detected.

    Attributes:
        counts: Completed repetitions by side (``None`` without sides).
        visited: Phases of the running repetition by side.
        began_s: When the running repetition, or the last one, began, by side.
    """

    counts: Mapping[Side | None, int] = field(default_factory=dict)
    visited: Mapping[Side | None, frozenset[str]] = field(default_factory=dict)
    began_s: Mapping[Side | None, float] = field(default_factory=dict)

    def abandoning(self, side: Side | None) -> Counter:
        """Return the counter with the running repetition of one side given up."""
        return replace(self, visited={**self.visited, side: frozenset()})

    def visiting(
        self,
        rule: RepetitionRule,
        phase: str,
        side: Side | None,
        t_s: float,
        start_s: float | None = None,
    ) -> tuple[Counter, bool]:
        """Return the counter after a visit to a phase, and whether it completed a repetition.

        A phase that the cycle does not name, or in an ordered cycle one that is not
        its turn, changes nothing; a second visit to the same phase does not either,
        so a repetition needs the full cycle. The first phase of an ordered cycle
        begins it anew. A visit that counts at its end had begun at ``start_s``.
        """
        visited = self.visited.get(side, frozenset())
        if rule.ordered and phase == rule.cycle[0]:
            visited = frozenset()
        cycles = [cycle for cycle in (rule.cycle, rule.or_cycle) if phase in cycle]
        if not cycles or (rule.ordered and phase != rule.cycle[len(visited)]):
            return self, False
        began = self.began_s[side] if visited else t_s if start_s is None else start_s
        visited = visited | {phase}
        done = any(visited.issuperset(cycle) for cycle in cycles)
        counts = {**self.counts, side: self.counts.get(side, 0) + 1}
        after = Counter(
            counts=counts if done else self.counts,
            visited={**self.visited, side: frozenset() if done else visited},
            began_s={**self.began_s, side: began},
        )
        return after, done


@dataclass(frozen=True, kw_only=True, eq=False)
class ExerciseTrack:
    """State of one exercise.

    Attributes:
        exercise: The exercise.
        dose: The dose that is aimed at.
        neutral: Search for the neutral, by measure.
        rehearsal: Samples that may have to be judged (again) with a neutral.
        reported: Events reported for the samples in ``rehearsal``.
        phases: State of every phase by identifier and side.
        ended: When each phase was last left, by identifier.
        deferred: Visits that may turn out to be the way into another phase.
        counter: Repetitions.
        dosed: Repetitions by side that count towards the dose: too short holds do not.
        best: The person's own best by measure.
        resting: Resting levels of the columns that some fault compares with them.
        faults: State of every fault by identifier.
        active_s: When each phase was last active, by identifier.
        visits: What the shown measures come to during the running visits, by phase and start.
    """

    exercise: Exercise
    dose: Dose
    neutral: Mapping[str, NeutralTrack] = field(default_factory=dict)
    rehearsal: tuple[Sample, ...] = ()
    reported: tuple[ev.Event, ...] = ()
    phases: Mapping[PhaseKey, PhaseTrack] = field(default_factory=dict)
    ended: Mapping[str, float] = field(default_factory=dict)
    deferred: tuple[tuple[PhaseKey, Left], ...] = ()
    counter: Counter = field(default_factory=Counter)
    dosed: Mapping[Side | None, int] = field(default_factory=dict)
    best: Mapping[str, float] = field(default_factory=dict)
    resting: Mapping[str, RestingLevel] = field(default_factory=dict)
    faults: Mapping[str, FaultTrack] = field(default_factory=dict)
    active_s: Mapping[str, float] = field(default_factory=dict)
    visits: Mapping[tuple[str, float], Visit] = field(default_factory=dict)

    @property
    def active(self) -> tuple[tuple[Phase, Side | None, PhaseTrack], ...]:
        """The phases that are active now, holds first, then the latest."""
        running = [
            (self.exercise.phase_named(name), side, track)
            for (name, side), track in self.phases.items()
            if track.active
        ]
        if len(running) < 2:
            return tuple(running)
        order = {"hold": 0, "move": 1, "rest": 2}
        return tuple(sorted(running, key=lambda r: (order[r[0].kind], -r[2].start_s)))

    @property
    def progress(self) -> DoseProgress:
        """How much of the dose is done."""
        return DoseProgress.of(self.dose, self.dosed)

    @property
    def neutral_values(self) -> dict[str, float]:
        """The neutral of each measure that has one."""
        return {
            name: track.value for name, track in self.neutral.items() if not math.isnan(track.value)
        }

    def visiting(self, sample: Sample) -> ExerciseTrack:
        """Return the track with a frame added to running moves and holds, if not on a way out."""
        visits = dict(self.visits)
        for phase, _, track in self.active:
            if phase.kind != "rest" and track.out_s is None:
                key = phase.id, track.start_s
                visit = visits.get(key) or new_visit(
                    tuple(c for name in self.exercise.shows for c in BY_NAME[name].columns)
                )
                visits[key] = visit.taking(sample)
        return replace(self, visits=visits)

    def measured(self, phase: str, start_s: float, end_s: float) -> ev.Measured:
        """Return the measures of a visit to a phase that has just ended."""
        visit = self.visits.get((phase, start_s))
        return visit.measured(end_s, self.neutral_values) if visit else ev.NOT_MEASURED

    def without_visit(self, phase: str, start_s: float) -> ExerciseTrack:
        """Return the track without the measures of a visit."""
        kept = {key: visit for key, visit in self.visits.items() if key != (phase, start_s)}
        return replace(self, visits=kept)


def new_track(exercise: Exercise, dose: Dose | None = None) -> ExerciseTrack:
    """Return the state of an exercise before the first frame."""
    rule = exercise.neutral
    return ExerciseTrack(
        exercise=exercise,
        dose=dose or exercise.dose[0],
        neutral={name: NeutralTrack() for name in rule.measures} if rule else {},
        phases={
            (phase.id, side): idle(phase)
            for phase in exercise.phase
            for side in (tuple(Side) if phase.sides else (None,))
        },
        resting=resting_columns(exercise),
        faults={fault.id: FaultTrack() for fault in exercise.fault},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """State of one visit to a phase.

    Attributes:
        columns: The measures that are followed.
        lows: Their least values so far; +inf while unknown.
        highs: Their greatest; −inf while unknown.
        past: Times and values, ``stride_s`` apart, oldest first.
        stride_s: Spacing of ``past``.
    """

    columns: tuple[str, ...]
    lows: Values
    highs: Values
    past: tuple[tuple[float, Values], ...] = ()
    stride_s: float = STRIDE_S

    def taking(self, sample: Sample) -> Visit:
        """Return the state after one more frame of the visit."""
        values = tuple(sample.values[key] for key in self.columns)
        past, stride_s = self.past, self.stride_s
        if not past or sample.t_s - past[-1][0] >= stride_s - 1e-6:
            past = (*past, (sample.t_s, values))
        if len(past) > MOST:
            past, stride_s = past[::2], 2.0 * stride_s
        return replace(
            self,
            lows=tuple(map(min, self.lows, values)),  # the first where the second is NaN
            highs=tuple(map(max, self.highs, values)),
            past=past,
            stride_s=stride_s,
        )

    def measured(self, end_s: float, neutral: dict[str, float]) -> ev.Measured:
        """Return the visit's measures up to its end at ``end_s``: later values are its exit."""
        rows = [values for t_s, values in self.past if t_s <= end_s]
        spans = zip(self.columns, self.lows, self.highs, strict=True)
        levels = {
            key: _level([row[place] for row in rows]) for place, key in enumerate(self.columns)
        }
        return ev.Measured(
            ranges={key: (low, high) for key, low, high in spans if low <= high},
            levels={key: level for key, level in levels.items() if not math.isnan(level)},
            neutral=neutral,
        )


def new_visit(columns: tuple[str, ...]) -> Visit:
    """Return the state at the beginning of a visit."""
    return Visit(
        columns=columns, lows=(math.inf,) * len(columns), highs=(-math.inf,) * len(columns)
    )


def _level(values: list[float]) -> float:
    known = [value for value in values if not math.isnan(value)]
    return median(known) if known and len(known) >= LEAST_KNOWN * len(values) else math.nan
