"""When each phase and hold truly began and ended: where the true measures cross the bands.

A script's keyframes only say what was intended; a hold begins on the way
there. So the exercise file's own bands are laid over the measures of the true
pixel positions. This is written apart from the coach and on purpose simple: it
sees the whole clip at once, knows no neutral to be found, no smoothing, no
drop-outs and no legs that change names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from benchmarks.accuracy.course import (
    CURVE,
    RESTLESS_S,
    Course,
    course_of,
    pace_of,
    read,
    shown_share,
)
from benchmarks.accuracy.signals import (
    STEP_S,
    Flags,
    carried,
    hysteresis,
    joined_runs,
    long_runs,
    set_out,
    stretches,
)
from benchmarks.accuracy.truth import Span, Truth

from matside.body.landmark import Side
from matside.body.posture import Posture
from matside.exercise.schema import Exercise, Phase, RepetitionRule

CARRIED_STEPS: Final = 10
"""So many steps (0.25 s) before it is in its place a body that has its shape has carried it in."""
EARNS_S: Final = 1.0
"""An absence longer than this is taken off the length of a hold."""
NEXT_TO_S: Final = 4.0
"""A passing visit is next to its bigger phase if no more than this lies between them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """What truly happened in a clip.

    Attributes:
        phases: Every visit to a phase, in order of start.
        holds: The visits to phases of kind hold that count, in order of start.
        reps: Repetitions by side.
        shown: Share of the time in which trunk and legs are in the picture.
    """

    phases: tuple[Span, ...]
    holds: tuple[Span, ...]
    reps: Mapping[Side | None, int]
    shown: float


def evaluate(truth: Truth, exercise: Exercise) -> Play:
    """Return phases, holds and repetitions of a clip by an exercise's bands."""
    course = course_of(truth)
    visits = [
        span
        for phase in exercise.phase
        for side in (tuple(Side) if phase.sides else (None,))
        for span in visits_of(course, phase, side)
    ]
    visits.sort(key=lambda span: (span.start_s, span.name))
    last_s = float(course.t_s[-1])
    counted = [
        visit
        for visit in visits
        if not _passing(visit, visits, exercise) and not _too_short(visit, exercise, last_s)
    ]
    return Play(
        phases=tuple(visits),
        holds=tuple(v for v in counted if exercise.phase_named(v.name).kind == "hold"),
        reps=repetitions(counted, exercise.repetition),
        shown=shown_share(course),
    )


def visits_of(course: Course, phase: Phase, side: Side | None) -> list[Span]:
    """Return the visits to one phase on one side.

    Every condition is judged by itself with hysteresis; the body is in the
    phase where all but the speeds hold and the posture fits; stretches shorter
    than ``settle_s`` are dropped, then those no more than ``grace_s`` apart are
    joined. A visit begins within such a stretch once the body has arrived: the
    speeds are met too, for ``settle_s``, or it has been there for
    ``RESTLESS_S`` and gets nowhere. A move that came to its place in the shape
    it asks for is left out. It ends when the body set out for the
    way out of it. Where a measure that the phase needs is out of the picture it
    is as if nobody were there.
    """
    met = np.array([posture in phase.postures for posture in course.postures])
    slow, still = np.ones_like(met), np.ones_like(met)
    hidden = course.absent | np.array([p is Posture.UNSEEN for p in course.postures])
    shaped = np.full_like(met, any(wanted.measure == CURVE for wanted in phase.when))
    for wanted in (c for c in phase.when if c.relative_to != "visit"):
        values = read(course, wanted, side)
        enter, leave = wanted.bands(turned=course.turned)
        within = hysteresis(values, enter, enter if wanted.speed else leave, wanted.linger_s)
        if wanted.speed:
            slow &= within
            still &= ~(values > wanted.leave.at_most)
        else:
            met &= within
            hidden |= np.isnan(values)
            shaped &= within | (wanted.measure != CURVE)
    nowhere = np.ones_like(met)
    if phase.at_rest is not None:
        values = pace_of(course, course.paces, phase.at_rest, side)
        drift = pace_of(course, course.drifts, phase.at_rest, side)
        nowhere = ~(drift > phase.at_rest.enter.at_most)
        way_in = course.sinking if phase.at_rest.way_in == "down" else course.paces
        arriving = pace_of(course, way_in, phase.at_rest, side)
        slow &= hysteresis(arriving, phase.at_rest.enter, phase.at_rest.enter)
        still &= ~(values > phase.at_rest.leave.at_most)
    met = carried(met, hidden)
    settle = phase.settle_s
    visits = []
    for run in joined_runs(long_runs(stretches(met), settle), phase.grace_s):
        first, end = _until_let_out(course, phase, side, run)
        if phase.kind == "move" and _carried_in(shaped, first):
            continue
        inside = np.zeros_like(met)
        inside[first:end] = True
        restless = np.zeros_like(met)
        restless[first + round(RESTLESS_S / STEP_S) : end] = True
        arrived = long_runs(stretches(inside & met & (slow | restless & nowhere)), settle)
        if arrived:
            out = set_out(still, end, phase.grace_s)
            visits.append(_span(course, (phase.id, side), (arrived[0][0], out), hidden))
    return visits


def _carried_in(shaped: Flags, first: int) -> bool:
    """Return whether a body had its shape some time before it came to its place at ``first``."""
    return first >= CARRIED_STEPS and bool(shaped[first - CARRIED_STEPS : first].all())


def _until_let_out(
    course: Course, phase: Phase, side: Side | None, run: tuple[int, int]
) -> tuple[int, int]:
    """Return a run up to where a measure had fallen too far below its greatest value in it."""
    first, end = run
    for wanted in (c for c in phase.when if c.relative_to == "visit"):
        values = read(course, wanted, side)[first:end]
        near = values - np.fmax.accumulate(values) >= wanted.leave.at_least
        kept = joined_runs(stretches(near), phase.grace_s)
        end = min(end, first + kept[0][1]) if kept else first
    return first, end


def repetitions(visits: Iterable[Span], rule: RepetitionRule) -> dict[Side | None, int]:
    """Return how often every phase of a cycle was visited, by side.

    The order within a cycle is free, and a second visit to a phase before the
    cycle is full counts for nothing.
    """
    cycles = [set(cycle) for cycle in (rule.cycle, rule.or_cycle) if cycle]
    seen: dict[Side | None, set[str]] = {}
    counts: dict[Side | None, int] = {}
    for visit in sorted(visits, key=lambda span: span.start_s):
        mine = seen.setdefault(visit.side, set())
        mine.add(visit.name)
        if any(visit.name in cycle and cycle <= mine for cycle in cycles):
            counts[visit.side] = counts.get(visit.side, 0) + 1
            mine.clear()
    return counts


def _span(course: Course, of: tuple[str, Side | None], run: tuple[int, int], hidden: Flags) -> Span:
    """Return a run as a span whose ends lie half a step outside, at the ends of the clip on them.

    The joints are on a step's grid, so the crossing lies between the last step
    outside and the first one inside.
    """
    (name, side), (first, end) = of, run
    half = STEP_S / 2.0
    start_s = float(course.t_s[first]) - (half if first > 0 else 0.0)
    end_s = float(course.t_s[end - 1]) + (half if end < len(course.t_s) else 0.0)
    gaps = [(b - a) * STEP_S for a, b in stretches(hidden[first:end])]
    away = sum(gap for gap in gaps if gap > EARNS_S)
    span = Span(name=name, side=side, start_s=start_s, end_s=end_s)
    return replace(span, held_s=end_s - start_s - away)


def _too_short(visit: Span, exercise: Exercise, last_s: float) -> bool:
    """Return whether a visit counts for nothing; what the clip ends in may have gone on."""
    least_s = exercise.phase_named(visit.name).least_s or 0.0
    return visit.length_s < least_s and visit.end_s < last_s


def _passing(visit: Span, visits: Iterable[Span], exercise: Exercise) -> bool:
    """Return whether a visit was only the way in or out of its bigger phase."""
    phase = exercise.phase_named(visit.name)
    if phase.passing is None or phase.passing_s is None or visit.length_s >= phase.passing_s:
        return False
    return any(
        other.name == phase.passing
        and other.start_s - visit.end_s <= NEXT_TO_S
        and visit.start_s - other.end_s <= NEXT_TO_S
        for other in visits
    )
