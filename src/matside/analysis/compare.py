"""Compares two sessions: what was done, how well, how far, and along which curve.

Exercises are matched by their identifier, everything else by phase, side and
measure within the exercise. Left and right are kept apart.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

import numpy as np

from matside.analysis.change import (
    SECONDS,
    Change,
    Pair,
    change_of,
    level_limit,
    swing_limit,
)
from matside.analysis.comparison import (
    Analysed,
    Comparison,
    CurvePair,
    ExerciseComparison,
    FaultPair,
    HoldPair,
    RangePair,
    RepsPair,
)
from matside.analysis.course import Curve
from matside.analysis.performance import Key, Performance, What, concerns
from matside.body.catalogue import BY_NAME
from matside.body.landmark import Side
from matside.coach.summary import Section
from matside.exercise.schema import Exercise

LOW_COVERAGE: Final = 0.8
"""Below this share of judged time a session may lack what the other one shows."""


def compare(a: Analysed, b: Analysed, exercises: Mapping[str, Exercise]) -> Comparison:
    """Return the two sessions side by side.

    Args:
        a: The first, most often the earlier one.
        b: The second.
        exercises: At least the exercises that they show, by identifier.
    """
    of_a, of_b = _shown(a), _shown(b)
    return Comparison(
        a=a.name,
        b=b.name,
        coverage=Pair(a=a.summary.coverage, b=b.summary.coverage),
        exercises=tuple(
            _of_exercise(
                exercise,
                Performance(exercise, of_a[name], a.course),
                Performance(exercise, of_b[name], b.course),
            )
            for name in of_a
            if name in of_b and (exercise := exercises[name])
        ),
        only_a=tuple(name for name in of_a if name not in of_b),
        only_b=tuple(name for name in of_b if name not in of_a),
        notes=_notes(a, b),
    )


def _shown(session: Analysed) -> dict[str, list[Section]]:
    found: dict[str, list[Section]] = {}
    for section in session.summary.sections:
        found.setdefault(section.exercise, []).append(section)
    return found


def _notes(a: Analysed, b: Analysed) -> tuple[str, ...]:
    notes = []
    for which, session in (("first", a), ("second", b)):
        if session.summary.coverage < LOW_COVERAGE:
            share = f"{100.0 * session.summary.coverage:.0f} %"
            notes.append(f"In the {which} session only {share} of the time could be judged.")
    near = a.course.near_side, b.course.near_side
    if None not in near and near[0] is not near[1]:
        notes.append(
            f"The first was filmed from the person's {near[0]}, the second from the {near[1]}: "
            "what is far from the camera is less sure, so compare left and right with care."
        )
    return tuple(notes)


def _of_exercise(exercise: Exercise, a: Performance, b: Performance) -> ExerciseComparison:
    shown = _shown_measures(exercise, a, b)
    return ExerciseComparison(
        exercise=exercise.id,
        active_s=Pair(a=a.active_s, b=b.active_s, limit=SECONDS),
        reps=tuple(
            RepsPair(side=side, count=Pair(a=a.reps[side], b=b.reps[side]))
            for side in (None, *Side)
            if side in a.reps or side in b.reps
        ),
        holds=tuple(_holds(exercise, a, b)),
        faults=tuple(_faults(exercise, a, b)),
        ranges=tuple(_ranges(shown, a, b)),
        curves=tuple(_curves(exercise, shown, a, b)),
    )


def _shown_measures(exercise: Exercise, a: Performance, b: Performance) -> tuple[What, ...]:
    """Return what the exercise shows, each measure with its sides."""
    return tuple(
        What(measure=name, side=side, relative=name in a.neutral and name in b.neutral)
        for name in exercise.shows
        for side in (tuple(Side) if BY_NAME[name].sided else (None,))
    )


def _holds(exercise: Exercise, a: Performance, b: Performance) -> Iterator[HoldPair]:
    for phase in exercise.phase:
        for side in (None, *Side):
            in_a, in_b = a.held_s((phase.id, side)), b.held_s((phase.id, side))
            if in_a or in_b:
                longest = max(in_a, default=0.0), max(in_b, default=0.0)
                yield HoldPair(
                    phase=phase.id,
                    side=side,
                    count=Pair(a=len(in_a), b=len(in_b)),
                    longest_s=Pair(a=longest[0], b=longest[1], limit=SECONDS),
                    total_s=Pair(a=math.fsum(in_a), b=math.fsum(in_b), limit=SECONDS),
                )


def _faults(exercise: Exercise, a: Performance, b: Performance) -> Iterator[FaultPair]:
    """Yield the faults that were committed, the most important one first."""
    for fault in sorted(exercise.fault, key=lambda fault: fault.priority):
        for side in (None, *Side):
            in_a, in_b = a.fault_s((fault.id, side)), b.fault_s((fault.id, side))
            if in_a or in_b:
                yield FaultPair(
                    fault=fault.id,
                    side=side,
                    times=Pair(a=len(in_a), b=len(in_b)),
                    seconds=Pair(a=math.fsum(in_a), b=math.fsum(in_b), limit=SECONDS),
                    per_minute=Pair(a=a.per_minute(len(in_a)), b=b.per_minute(len(in_b))),
                )


def _ranges(shown: Sequence[What], a: Performance, b: Performance) -> Iterator[RangePair]:
    common = a.moving & b.moving
    for what in shown:
        (low_a, high_a), (low_b, high_b) = a.extent(what, common), b.extent(what, common)
        if math.isnan(low_a) and math.isnan(low_b):
            continue
        level = level_limit(what.measure, relative=what.relative)
        yield RangePair(
            measure=what.measure,
            side=what.side,
            low=Pair(a=low_a, b=low_b, limit=level),
            high=Pair(a=high_a, b=high_b, limit=level),
            swing=Pair(a=high_a - low_a, b=high_b - low_b, limit=swing_limit(what.measure)),
            relative=what.relative,
        )


def _curves(
    exercise: Exercise, shown: Sequence[What], a: Performance, b: Performance
) -> Iterator[CurvePair]:
    """Yield the curves of moves and holds; of a side's phase those of that side's measures."""
    for phase in exercise.phase:
        if phase.kind == "rest":
            continue
        for side in tuple(Side) if phase.sides else (None,):
            for what in shown:
                if concerns(side, what.side):
                    key = (phase.id, side)
                    curves = a.curve(what, key), b.curve(what, key)
                    if curves != (None, None):
                        yield _curve_pair(what, key, *curves)


def _curve_pair(what: What, key: Key, a: Curve | None, b: Curve | None) -> CurvePair:
    widest_at, widest, judged = 0, math.nan, Change.UNKNOWN
    if a is not None and b is not None and np.isfinite(apart := b.mean - a.mean).any():
        # where they differ most for sure; if nowhere, where they lie furthest apart
        limit = np.maximum(
            level_limit(what.measure, relative=what.relative), np.hypot(a.spread, b.spread)
        )
        sure = np.abs(apart) - limit
        widest_at = int(np.nanargmax(sure if np.nanmax(sure) > 0.0 else np.abs(apart)))
        widest = float(apart[widest_at])
        judged = change_of(widest, float(limit[widest_at]))
    return CurvePair(
        phase=key[0],
        side=key[1],
        measure=what.measure,
        measure_side=what.side,
        a=a,
        b=b,
        relative=what.relative,
        widest_at=widest_at,
        widest=widest,
        change=judged,
    )
