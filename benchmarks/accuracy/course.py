"""The true measures of a clip on a fine time scale, as a camera without errors would read them.

Taken of the true pixel positions, with no smoothing, no drop-outs and no legs that change names.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from benchmarks.accuracy.signals import (
    SPEED_STEPS,
    STEP_S,
    Flags,
    interpolated,
    speed,
    travel,
)
from benchmarks.accuracy.truth import Floats, Truth, true_pose

from matside.body.catalogue import BY_NAME, COLUMNS, column
from matside.body.conditioning import torso_length
from matside.body.landmark import Side
from matside.body.measures import measure
from matside.body.parts import part_places
from matside.body.posture import Posture, classify_posture, trunk_over_shanks_deg
from matside.exercise.conditions import Condition, Stillness

RESTLESS_S: Final = 3.0
"""After so long in place a body that still moves, but gets nowhere in as long, has arrived."""
TURNED_WIDTH: Final = 0.30
"""A body whose shoulders are further apart than this in the median of a clip is turned."""
CURVE: Final = "spinal_curve_deg"
FLEXION: Final = "spine_flexion_deg"
CURVE_PER_FLEXION: Final = 0.82
"""Degrees of the back's contour for one degree of true spine flexion.

The bands of cat-cow are on the contour, which the truth does not tell, so the
true flexion over its neutral is taken times the slope that this benchmark
finds over its bodies (it prints it, and says so when this one is out of date).
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Course:
    """The true measures of a clip on a fine, even time scale.

    Attributes:
        t_s: ``(n,)``, ``STEP_S`` apart.
        values: ``(n,)`` by column; NaN where nobody is there.
        postures: One for each time.
        absent: ``(n,)``, whether nobody is there.
        near_side: The side nearer to the camera.
        turned: Whether the camera sees the body from elsewhere than its side.
        paces: ``(n,)`` by column, speed of each part of the body, torso lengths a second.
        sinking: The same without what of it goes up.
        drifts: The same over ``RESTLESS_S``: how fast it gets anywhere.
    """

    t_s: Floats
    values: Mapping[str, Floats]
    postures: tuple[Posture, ...]
    absent: Flags
    near_side: Side
    turned: bool = False
    paces: Mapping[str, Floats] = field(default_factory=dict)
    sinking: Mapping[str, Floats] = field(default_factory=dict)
    drifts: Mapping[str, Floats] = field(default_factory=dict)


def course_of(truth: Truth) -> Course:
    """Return the true measures of a clip, taken of its true pixel positions, not smoothed.

    Joints out of the picture are unknown: nobody could tell from it where they
    are. Those that something hides are not: one can infer them.
    """
    steps = max(1, round((truth.t_s[-1] - truth.t_s[0]) / STEP_S))
    t_s = truth.t_s[0] + STEP_S * np.arange(steps + 1)
    px = interpolated(truth.t_s, in_picture(truth.px, truth.size_px), t_s)
    world_m = interpolated(truth.t_s, truth.world_m, t_s)
    poses = [
        true_pose(float(moment), points, truth.size_px, places)
        for moment, points, places in zip(t_s, px, world_m, strict=True)
    ]
    rows = [measure(pose) for pose in poses]
    values = {name: np.array([row[name] for row in rows]) for name in COLUMNS}
    turned = bool(median_known(values["shoulder_width_ratio"]) > TURNED_WIDTH)
    postures = tuple(
        classify_posture(row, pose.image_px, trunk_over_shanks_deg(pose) if turned else math.nan)
        if pose.seen
        else Posture.UNSEEN
        for row, pose in zip(rows, poses, strict=True)
    )
    if FLEXION in truth.measures:
        flexion = interpolated(truth.t_s, truth.measures[FLEXION], t_s)
        values[CURVE] = CURVE_PER_FLEXION * (flexion - true_neutral(truth))
    absent = np.array([not np.isfinite(points).any() for points in px], dtype=bool)
    return Course(
        t_s=t_s,
        values=values,
        postures=postures,
        absent=absent,
        near_side=truth.near_side,
        turned=turned,
        paces=paces_of(px, SPEED_STEPS),
        sinking=paces_of(px, SPEED_STEPS, down=True),
        drifts=paces_of(px, round(RESTLESS_S / STEP_S / 2.0)),
    )


def median_known(values: Floats) -> float:
    """Return the median of the known values; NaN where there are none."""
    known = values[np.isfinite(values)]
    return float(np.median(known)) if known.size else math.nan


def paces_of(px: Floats, steps: int, *, down: bool = False) -> dict[str, Floats]:
    """Return the speed ``(n,)`` of each part of the body by column; NaN where it is unknown.

    It is taken over so many ``steps`` to either side, with ``down`` without what goes up.
    """
    rows = [part_places(points) for points in px]
    torso_px = np.array([torso_length(points) for points in px])
    return {
        key: travel(np.array([row[key] for row in rows]), steps, down=down) / torso_px
        for key in rows[0]
    }


def in_picture(px: Floats, size_px: tuple[int, int]) -> Floats:
    """Return points ``(..., 2)`` with those outside of the picture as NaN."""
    with np.errstate(invalid="ignore"):
        within = (px >= 0.0) & (px <= np.array(size_px, dtype=np.float64) - 1.0)
    return np.where(within.all(axis=-1, keepdims=True), px, np.nan)


def shown_share(course: Course) -> float:
    """Return the share of the time with a person in which trunk and legs are in the picture."""
    there = ~course.absent
    seen = np.array([posture is not Posture.UNSEEN for posture in course.postures])
    return float(seen[there].mean()) if there.any() else 0.0


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


def read(course: Course, wanted: Condition, side: Side | None) -> Floats:
    """Return the numbers ``(n,)`` that a condition is about."""
    names = _columns(course, wanted, side)
    rows = np.array([course.values[name] for name in names])
    if wanted.speed:
        rows = np.array([speed(row) for row in rows])
    if wanted.relative_to not in ("absolute", "visit") and wanted.measure != CURVE:
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


def pace_of(
    course: Course, speeds: Mapping[str, Floats], rest: Stillness, side: Side | None
) -> Floats:
    """Return the speed ``(n,)``, of these, of the fastest or the first part that is known."""
    near = course.near_side
    keys = [column(part, side or near if part == "knees" else near) for part in rest.parts]
    first, *others = [speeds[key] for key in keys]
    for row in others:
        known = np.isnan(first) if rest.of == "first" else row > first
        first = np.where(known | np.isnan(first), row, first)
    return first


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
