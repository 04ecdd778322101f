"""Compares two sessions: what was done, how well, how deep, along which curve; aligns them in time.

Exercises are matched by their identifier, everything else by phase, side and
measure within the exercise. Left and right are kept apart.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from matside.analysis.comparison import (
    ComparedSession,
    Comparison,
    CurvePair,
    DepthPair,
    ExerciseComparison,
    FaultPair,
    HoldPair,
    MeasureRef,
    RepsPair,
)
from matside.analysis.difference import SECONDS, Difference, Verdict, verdict_of
from matside.analysis.exercise_record import ExerciseRecord, PhaseKey
from matside.analysis.series import Curve
from matside.body.catalogue import BY_NAME
from matside.body.landmark import Side
from matside.coach.summary import Section, Summary
from matside.exercise.schema import Exercise, Phase


def compare(
    first: ComparedSession, second: ComparedSession, exercises: Mapping[str, Exercise]
) -> Comparison:
    """Return the two sessions side by side, the first most often the earlier one.

    ``exercises`` are at least those that the sessions show, by identifier.
    """
    of_first, of_second = first.summary.by_exercise(), second.summary.by_exercise()
    return Comparison(
        names=(first.name, second.name),
        created_s=(first.created_s, second.created_s),
        coverage=Difference(first=first.summary.coverage, second=second.summary.coverage),
        near_sides=(first.series.near_side, second.series.near_side),
        exercises=tuple(
            _of_exercise(
                exercise,
                ExerciseRecord(exercise, of_first[name], first.series),
                ExerciseRecord(exercise, of_second[name], second.series),
            )
            for name in of_first
            if name in of_second and (exercise := exercises[name])
        ),
        only_first=tuple(name for name in of_first if name not in of_second),
        only_second=tuple(name for name in of_second if name not in of_first),
    )


def _of_exercise(
    exercise: Exercise, first: ExerciseRecord, second: ExerciseRecord
) -> ExerciseComparison:
    shown = tuple(
        MeasureRef(name=name, side=side, relative=name in first.neutral and name in second.neutral)
        for name in exercise.shows
        for side in BY_NAME[name].sides
    )
    return ExerciseComparison(
        exercise=exercise.id,
        active_s=Difference(first=first.active_s, second=second.active_s, noise=SECONDS),
        reps=tuple(
            RepsPair(side=side, count=Difference(first=first.reps[side], second=second.reps[side]))
            for side in (None, *Side)
            if side in first.reps or side in second.reps
        ),
        holds=tuple(_holds(exercise, first, second)),
        faults=tuple(_faults(exercise, first, second)),
        depths=tuple(_depths(exercise, shown, first, second)),
        curves=tuple(_curves(exercise, shown, first, second)),
    )


def _holds(exercise: Exercise, first: ExerciseRecord, second: ExerciseRecord) -> Iterator[HoldPair]:
    for phase in exercise.phase:
        for side in (None, *Side):
            a, b = first.held_s((phase.id, side)), second.held_s((phase.id, side))
            if a or b:
                yield HoldPair(
                    phase=phase.id,
                    side=side,
                    count=Difference(first=len(a), second=len(b)),
                    longest_s=Difference(
                        first=max(a, default=math.nan),
                        second=max(b, default=math.nan),
                        noise=SECONDS,
                    ),
                    total_s=_seconds(a, b),
                )


def _faults(
    exercise: Exercise, first: ExerciseRecord, second: ExerciseRecord
) -> Iterator[FaultPair]:
    """Yield the faults that were committed, the most important one first."""
    for fault in sorted(exercise.fault, key=lambda fault: fault.priority):
        for side in (None, *Side):
            a, b = first.fault_s((fault.id, side)), second.fault_s((fault.id, side))
            if a or b:
                yield FaultPair(
                    fault=fault.id,
                    side=side,
                    times=Difference(first=len(a), second=len(b)),
                    seconds=_seconds(a, b),
                    per_minute=Difference(
                        first=first.per_minute(len(a)), second=second.per_minute(len(b))
                    ),
                )


def _seconds(first: Sequence[float], second: Sequence[float]) -> Difference:
    return Difference(first=math.fsum(first), second=math.fsum(second), noise=SECONDS)


def _depths(
    exercise: Exercise, shown: Sequence[MeasureRef], first: ExerciseRecord, second: ExerciseRecord
) -> Iterator[DepthPair]:
    for phase, side, ref in _phases_and_measures(exercise, shown):
        if {(phase.id, side)} <= first.shown & second.shown:
            a, b = (record.depth(ref, (phase.id, side)) for record in (first, second))
            if not (math.isnan(a) and math.isnan(b)):
                depth = Difference(first=a, second=b, noise=ref.noise)
                yield DepthPair(phase=phase.id, side=side, ref=ref, depth=depth)


def _curves(
    exercise: Exercise, shown: Sequence[MeasureRef], first: ExerciseRecord, second: ExerciseRecord
) -> Iterator[CurvePair]:
    """Yield the curves of the moves; a hold is flat, and its depth says all."""
    for phase, side, ref in _phases_and_measures(exercise, shown):
        if phase.kind == "move":
            a, b = (record.curve(ref, (phase.id, side)) for record in (first, second))
            if a is not None and b is not None:
                yield _curve_pair(ref, (phase.id, side), a, b)


def _phases_and_measures(
    exercise: Exercise, shown: Sequence[MeasureRef]
) -> Iterator[tuple[Phase, Side | None, MeasureRef]]:
    """Yield each phase but rests with what is shown of it: of a side's phase that side only."""
    for phase in exercise.phase:
        if phase.kind != "rest":
            for side in tuple(Side) if phase.sides else (None,):
                for ref in shown:
                    if side is None or ref.side is None or side is ref.side:
                        yield phase, side, ref


def _curve_pair(ref: MeasureRef, key: PhaseKey, first: Curve, second: Curve) -> CurvePair:
    widest_at, widest, verdict = 0, math.nan, Verdict.UNKNOWN
    if np.isfinite(apart := second.mean - first.mean).any():
        # where they differ most for sure; if nowhere, where they lie furthest apart
        noise = np.maximum(ref.noise, np.hypot(first.spread, second.spread))
        sure = np.abs(apart) - noise
        widest_at = int(np.nanargmax(sure if np.nanmax(sure) > 0.0 else np.abs(apart)))
        widest = float(apart[widest_at])
        verdict = verdict_of(widest, float(noise[widest_at]))
    return CurvePair(
        phase=key[0],
        side=key[1],
        ref=ref,
        first=first,
        second=second,
        widest_at=widest_at,
        widest=widest,
        verdict=verdict,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A moment that both sessions have.

    Attributes:
        exercise: Identifier of the exercise.
        phase: Identifier of the hold's phase; empty for the beginning of the exercise.
        side: The person's own side; ``None`` where there is none.
        number: Counts the same moments of a session, from 1.
        first_s: When it is in the first session, in seconds since its first frame.
        second_s: The same in the second session.
    """

    exercise: str
    phase: str
    side: Side | None
    number: int
    first_s: float
    second_s: float


_Key = tuple[str, str, Side | None]


def anchors(first: Summary, second: Summary) -> tuple[Anchor, ...]:
    """Return the moments that both sessions have, in the order of the first.

    The n-th time an exercise begins goes with the n-th time in the other
    session, and the n-th hold of a phase and side with the n-th there.
    """
    theirs = _moments(second)
    found = [
        Anchor(
            exercise=key[0],
            phase=key[1],
            side=key[2],
            number=number,
            first_s=at_s,
            second_s=theirs[key][number - 1],
        )
        for key, moments in _moments(first).items()
        for number, at_s in enumerate(moments[: len(theirs.get(key, ()))], 1)
    ]
    return tuple(sorted(found, key=lambda anchor: (anchor.first_s, anchor.phase != "")))


def _moments(summary: Summary) -> dict[_Key, Sequence[float]]:
    """Return the moments of a session by what begins there, each in order of time."""
    moments: dict[_Key, list[float]] = defaultdict(list)
    for section in summary.sections:
        for key, at_s in _begun_in(section):
            moments[key].append(at_s - summary.start_s)
    return {key: sorted(times) for key, times in moments.items()}


def _begun_in(section: Section) -> Iterator[tuple[_Key, float]]:
    yield (section.exercise, "", None), section.start_s
    for hold in section.holds:
        yield (section.exercise, hold.phase, hold.side), hold.start_s
