"""When each phase and hold truly began and ended: where the true measures cross the bands.

A script's keyframes only say what was intended; a hold begins on the way
there. So the exercise file's own bands are laid over the measures of the true
pixel positions. This is written apart from the coach and on purpose simple: it
sees the whole clip at once, knows no neutral to be found, no smoothing, no
drop-outs and no legs that change names.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
from benchmarks.accuracy.truth import Floats, Span, Truth, true_pose
from numpy.typing import NDArray

from matside.body.catalogue import BY_NAME, COLUMNS, column
from matside.body.landmark import Side
from matside.body.measures import measure
from matside.body.posture import Posture, classify_posture
from matside.exercise.conditions import Band, Condition
from matside.exercise.schema import Exercise, Phase, Repetition

Flags = NDArray[np.bool_]

STEP_S: Final = 0.025
"""The joints are interpolated linearly to this step: a crossing is known to half of it."""
SPEED_STEPS: Final = 10
"""Steps to either side of a central difference: a window of 0.5 s, as the coach's."""
ABSENT_S: Final = 3.0
"""While nobody is there for no longer than this, a phase is taken to go on."""
EARNS_S: Final = 1.0
"""An absence longer than this is taken off the length of a hold."""
NEXT_TO_S: Final = 2.0
"""A passing visit is next to its bigger phase if no more than this lies between them."""
CURVE: Final = "spinal_curve_deg"
FLEXION: Final = "spine_flexion_deg"
CURVE_PER_FLEXION: Final = 0.82
"""Degrees of the back's contour for one degree of true spine flexion.

The bands of cat-cow are on the contour, which the truth does not tell, so the
true flexion over its neutral is taken times the slope that this benchmark
finds over its bodies (it prints it, and says so when this one is out of date).
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Play:
    """What truly happened in a clip.

    Attributes:
        phases: Every visit to a phase, in order of start.
        holds: The visits to phases of kind hold that count, in order of start.
        reps: Repetitions by side.
    """

    phases: tuple[Span, ...]
    holds: tuple[Span, ...]
    reps: Mapping[Side | None, int]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Course:
    """The true measures of a clip on a fine, even time scale.

    Attributes:
        t_s: ``(n,)``, ``STEP_S`` apart.
        values: ``(n,)`` by column; NaN where nobody is there.
        postures: One for each time.
        absent: ``(n,)``, whether nobody is there.
        near_side: The side nearer to the camera.
    """

    t_s: Floats
    values: Mapping[str, Floats]
    postures: tuple[Posture, ...]
    absent: Flags
    near_side: Side


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
    counted = [visit for visit in visits if not _passing(visit, visits, exercise)]
    return Play(
        phases=tuple(visits),
        holds=tuple(v for v in counted if exercise.phase_named(v.name).kind == "hold"),
        reps=repetitions(counted, exercise.repetition),
    )


def course_of(truth: Truth) -> Course:
    """Return the true measures of a clip, taken of its true pixel positions, not smoothed."""
    steps = max(1, round((truth.t_s[-1] - truth.t_s[0]) / STEP_S))
    t_s = truth.t_s[0] + STEP_S * np.arange(steps + 1)
    px = interpolated(truth.t_s, truth.px, t_s)
    rows, postures = [], []
    for moment, points in zip(t_s, px, strict=True):
        pose = true_pose(float(moment), points, truth.size_px)
        row = measure(pose)
        rows.append(row)
        postures.append(classify_posture(row, points) if pose.seen else Posture.UNSEEN)
    values = {name: np.array([row[name] for row in rows]) for name in COLUMNS}
    if FLEXION in truth.measures:
        flexion = interpolated(truth.t_s, truth.measures[FLEXION], t_s)
        values[CURVE] = CURVE_PER_FLEXION * (flexion - true_neutral(truth))
    absent = np.array([not np.isfinite(points).any() for points in px], dtype=bool)
    return Course(
        t_s=t_s,
        values=values,
        postures=tuple(postures),
        absent=absent,
        near_side=truth.near_side,
    )


def true_neutral(truth: Truth) -> float:
    """Return the spine flexion of the scripted neutral, or the middle of its swing."""
    flexion = truth.measures[FLEXION]
    quiet = np.zeros(len(truth.t_s), dtype=bool)
    for span in truth.phases:
        if span.name == "neutral":
            quiet |= (truth.t_s >= span.start_s) & (truth.t_s <= span.end_s)
    if np.isfinite(flexion[quiet]).any():
        return float(np.nanmedian(flexion[quiet]))
    return float((np.nanmin(flexion) + np.nanmax(flexion)) / 2.0)


def interpolated(t_s: Floats, values: Floats, at_s: Floats) -> Floats:
    """Return ``values`` (N, ...) at other times, on straight lines; NaN beside a NaN."""
    after = np.clip(np.searchsorted(t_s, at_s, side="left"), 1, len(t_s) - 1)
    share = (at_s - t_s[after - 1]) / (t_s[after] - t_s[after - 1])
    share = np.clip(share, 0.0, 1.0).reshape(-1, *(1,) * (values.ndim - 1))
    mixed: Floats = values[after - 1] * (1.0 - share) + values[after] * share
    return mixed


def visits_of(course: Course, phase: Phase, side: Side | None) -> list[Span]:
    """Return the visits to one phase on one side.

    Every condition is judged by itself with hysteresis; the phase is there
    where all hold and the posture fits; stretches shorter than ``settle_s``
    are dropped, then those no more than ``grace_s`` apart are joined.
    """
    met = np.array([posture in phase.postures for posture in course.postures])
    for wanted in phase.when:
        met &= hysteresis(read(course, wanted, side), wanted.enter, wanted.leave)
    met = carried(met, course.absent)
    runs = [run for run in stretches(met) if (run[1] - run[0]) * STEP_S >= phase.settle_s]
    joined: list[tuple[int, int]] = []
    for first, end in runs:
        if joined and (first - joined[-1][1]) * STEP_S <= phase.grace_s:
            joined[-1] = (joined[-1][0], end)
        else:
            joined.append((first, end))
    return [_span(course, phase.id, side, run) for run in joined]


def read(course: Course, wanted: Condition, side: Side | None) -> Floats:
    """Return the numbers ``(n,)`` that a condition is about."""
    names = _columns(course, wanted, side)
    rows = np.array([course.values[name] for name in names])
    if wanted.speed:
        rows = np.array([speed(row) for row in rows])
    if wanted.relative_to != "absolute" and wanted.measure != CURVE:
        msg = f"no true {wanted.relative_to} of {wanted.measure} is known for a phase"
        raise ValueError(msg)
    combined: Floats
    match wanted.of:
        case "larger":
            combined = np.fmax.reduce(rows)
        case "smaller":
            combined = np.fmin.reduce(rows)
        case _:
            combined = rows.mean(axis=0)
    return combined


def _columns(course: Course, wanted: Condition, side: Side | None) -> tuple[str, ...]:
    match wanted.of:
        case "own":
            return (column(wanted.measure, side),)
        case "other":
            return (column(wanted.measure, side.other if side else None),)
        case "near":
            return (column(wanted.measure, course.near_side),)
        case _:
            return BY_NAME[wanted.measure].columns


def speed(values: Floats) -> Floats:
    """Return the absolute central difference a second over 0.5 s, shorter at the two ends."""
    index = np.arange(len(values))
    before = np.maximum(index - SPEED_STEPS, 0)
    after = np.minimum(index + SPEED_STEPS, len(values) - 1)
    change = np.abs(values[after] - values[before])
    rate: Floats = change / (STEP_S * np.maximum(after - before, 1))
    return rate


def hysteresis(values: Floats, enter: Band, leave: Band) -> Flags:
    """Return where a condition is met: from meeting ``enter`` until missing ``leave``.

    An unknown value changes nothing.
    """
    inside, out = False, np.zeros(len(values), dtype=bool)
    for index, value in enumerate(values):
        if not math.isnan(value):
            inside = (leave if inside else enter).holds(float(value))
        out[index] = inside
    return out


def carried(met: Flags, absent: Flags) -> Flags:
    """Return ``met`` with every short absence filled by what was before it, a long one by no."""
    out = met & ~absent
    for first, end in stretches(absent):
        if first > 0 and (end - first) * STEP_S <= ABSENT_S:
            out[first:end] = out[first - 1]
    return out


def stretches(flags: Flags) -> list[tuple[int, int]]:
    """Return the runs of true as (first, one past the last)."""
    edges = np.flatnonzero(np.diff(np.concatenate([[False], flags, [False]]).astype(np.int8)))
    return [(int(a), int(b)) for a, b in zip(edges[::2], edges[1::2], strict=True)]


def repetitions(visits: Iterable[Span], rule: Repetition) -> dict[Side | None, int]:
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


def _span(course: Course, name: str, side: Side | None, run: tuple[int, int]) -> Span:
    """Return a run as a span whose ends lie half a step outside, at the ends of the clip on them.

    The joints are on a step's grid, so the crossing lies between the last step
    outside and the first one inside.
    """
    first, end = run
    half = STEP_S / 2.0
    start_s = float(course.t_s[first]) - (half if first > 0 else 0.0)
    end_s = float(course.t_s[end - 1]) + (half if end < len(course.t_s) else 0.0)
    gaps = [(b - a) * STEP_S for a, b in stretches(course.absent[first:end])]
    away = sum(gap for gap in gaps if gap > EARNS_S)
    span = Span(name=name, side=side, start_s=start_s, end_s=end_s)
    return replace(span, held_s=end_s - start_s - away)


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
