"""What one frame offers to those who decide: conditioned pose, measures, speeds, posture."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from matside.body.catalogue import BY_NAME, COLUMNS, column
from matside.body.conditioning import Conditioner, condition, torso_length, unconditioned
from matside.body.frames import Floats, PoseFrame
from matside.body.geometry import ratio
from matside.body.landmark import Side
from matside.body.measures import measure
from matside.body.parts import PARTS, Part, part_places
from matside.body.posture import Posture, classify_posture
from matside.body.smoothing import SLOW_LAG_S, Smoother, fresh, smooth
from matside.exercise.conditions import Condition, Criterion, Of, Stillness
from matside.exercise.crossing import BRIDGE_S
from matside.exercise.schema import Exercise

SPEED_WINDOW_S: Final = 0.5
"""A speed is the slope of a straight line through this much of the past."""
LEAST_SAMPLES: Final = 3
"""So many in the window make a speed by themselves; fewer are completed at its start."""
SPEED_LAG_S: Final = SPEED_WINDOW_S / 2.0 + SLOW_LAG_S
"""That slope belongs to the middle of the window, in which the landmarks come late by the filter:
the speeds that are asked for are those of a body that comes to rest or sets out."""
CURVES: Final = ("spinal_curve_deg", "lower_curve_deg", "upper_curve_deg")
"""Measures that come from the mask and are smoothed by themselves."""
NOTHING: Final[Mapping[str, float]] = MappingProxyType({})
CURVE_SCALE_DEG: Final = 60.0
"""What one torso length is to a landmark's filter, this many degrees are to a curve's."""


Past = tuple[tuple[float, tuple[float, ...]], ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sample:
    """One frame as the coach sees it.

    Attributes:
        t_s: Time in seconds.
        pose: The conditioned pose.
        near_side: The side towards the camera, once chosen.
        values: Every measure by column, NaN where unknown.
        speeds: Absolute rate of change a second of the columns that need it.
        posture: Posture of this frame.
        paces: Speed of each part of the body by column, torso lengths a second.
    """

    t_s: float
    pose: PoseFrame
    near_side: Side | None
    values: Mapping[str, float]
    speeds: Mapping[str, float]
    posture: Posture
    paces: Mapping[str, float] = field(default_factory=dict)

    @property
    def judged(self) -> bool:
        """Whether the trunk and the legs could be measured."""
        return self.posture is not Posture.UNSEEN


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Sampler:
    """State from which the next sample is made.

    Attributes:
        conditioner: What is remembered of the raw poses.
        curves: Filter of the three curve measures.
        past: Time and values of the last ``SPEED_WINDOW_S``, oldest first.
        timed: Columns whose speed is wanted; a part of the body has two, ``.x`` and ``.y``.
    """

    conditioner: Conditioner
    curves: Smoother
    past: Past
    timed: tuple[str, ...]


def new_sampler(exercises: Iterable[Exercise]) -> Sampler:
    """Return the sampler that serves these exercises."""
    exercises = tuple(exercises)
    names = {
        wanted.measure for exercise in exercises for wanted in exercise.conditions if wanted.speed
    }
    timed = sorted(key for name in names for key in BY_NAME[name].columns)
    rests = [phase.at_rest for exercise in exercises for phase in exercise.phase]
    rests += [exercise.neutral.at_rest for exercise in exercises if exercise.neutral]
    moving = {part for rest in rests if rest is not None for part in rest.parts}
    for key in (column(part, side) for part in PARTS if part in moving for side in Side):
        timed += [f"{key}.x", f"{key}.y"]
    return Sampler(
        conditioner=unconditioned(), curves=fresh(len(CURVES)), past=(), timed=tuple(timed)
    )


def take_sample(state: Sampler, pose: PoseFrame) -> tuple[Sampler, Sample]:
    """Return the next state and the sample of a raw pose."""
    conditioner, pose = condition(state.conditioner, pose)
    values = measure(pose) if pose.seen else dict.fromkeys(COLUMNS, math.nan)
    posture = classify_posture(values, pose.image_px) if pose.seen else Posture.UNSEEN
    if posture is Posture.ON_THE_BACK:
        pose = _without_back(pose, values)
    curves = _smooth_curves(state.curves, pose.t_s, values)
    known = values | _coordinates(state.timed, pose)
    past = _kept(state.past, pose.t_s)
    past = (*past, (pose.t_s, tuple(known[key] for key in state.timed)))
    speeds = _speeds(state.timed, past)
    sample = Sample(
        t_s=pose.t_s,
        pose=pose,
        near_side=conditioner.near_side,
        values=values,
        speeds=speeds,
        posture=posture,
        paces=_paces(speeds, torso_length(pose.image_px)),
    )
    after = Sampler(conditioner=conditioner, curves=curves, past=past, timed=state.timed)
    return after, sample


def _without_back(pose: PoseFrame, values: dict[str, float]) -> PoseFrame:
    """Return the pose without its back, and take the curves out: the mat flattens what is seen.

    On rendered bodies lying on the back the contour followed the spine with
    r < 0.36.
    """
    values.update(dict.fromkeys(CURVES, math.nan))
    return replace(pose, back_px=np.full_like(pose.back_px, np.nan))


def read(sample: Sample, name: str, of: Of, side: Side | None, *, speed: bool = False) -> float:
    """Return a measure of a sample by name and selector; NaN where unknown.

    ``own`` and ``other`` refer to ``side`` (NaN without one); ``larger``,
    ``smaller`` and ``mean`` combine the sides that are known.
    """
    return _selected(sample.speeds if speed else sample.values, name, of, side, sample.near_side)


def _selected(
    source: Mapping[str, float], name: str, of: Of, side: Side | None, near: Side | None
) -> float:
    match of:
        case "whole":
            return source[name]
        case "own":
            return source[column(name, side)] if side else math.nan
        case "other":
            return source[column(name, side.other)] if side else math.nan
        case "near":
            return source[column(name, near)] if near else math.nan
        case _:
            known = [v for s in Side if not math.isnan(v := source[column(name, s)])]
            return _combined(known, of) if known else math.nan


def _combined(known: list[float], of: Of) -> float:
    if of == "larger":
        return max(known)
    return min(known) if of == "smaller" else sum(known) / len(known)


def criterion_value(
    sample: Sample,
    wanted: Criterion,
    side: Side | None,
    neutral: Mapping[str, float],
    best: Mapping[str, float],
) -> float:
    """Return the number that something a phase waits for is about; NaN where it is unknown."""
    if isinstance(wanted, Stillness):
        return pace(sample, wanted.parts, side)
    return condition_value(sample, wanted, side, neutral, best)


def pace(sample: Sample, parts: Iterable[Part], side: Side | None) -> float:
    """Return the speed of the fastest part that is known, torso lengths a second; NaN without any.

    Args:
        sample: The frame.
        parts: Which parts.
        side: Whose knee, where it matters; otherwise the near side's parts count.
    """
    near = sample.near_side
    keys = (column(part, side or near if part == "knees" else near) for part in parts)
    return max((v for k in keys if not math.isnan(v := sample.paces.get(k, math.nan))),
               default=math.nan)  # fmt: skip


def condition_value(
    sample: Sample,
    wanted: Condition,
    side: Side | None,
    neutral: Mapping[str, float],
    best: Mapping[str, float],
    rest: Mapping[str, float] = NOTHING,
) -> float:
    """Return the number that a condition's bands are about; NaN where a reference is unknown.

    A best that is not positive is no reference either. ``neutral`` and ``best``
    are by measure, ``rest`` is by column.
    """
    if wanted.relative_to == "rest":
        columns = BY_NAME[wanted.measure].columns
        lifted = {key: sample.values[key] - rest.get(key, math.nan) for key in columns}
        return _selected(lifted, wanted.measure, wanted.of, side, sample.near_side)
    value = read(sample, wanted.measure, wanted.of, side, speed=wanted.speed)
    if wanted.relative_to == "neutral":
        return value - neutral.get(wanted.measure, math.nan)
    if wanted.relative_to == "best":
        return ratio(value, best.get(wanted.measure, math.nan))
    return value


def _coordinates(timed: tuple[str, ...], pose: PoseFrame) -> dict[str, float]:
    """Return where each part of the body is, in pixels, under the columns that are timed."""
    if not any(key.endswith(".x") for key in timed):
        return {}
    places = part_places(pose.image_px)
    return {
        f"{key}.{axis}": float(place[row])
        for key, place in places.items()
        for row, axis in enumerate("xy")
    }


def _paces(speeds: Mapping[str, float], torso_px: float) -> dict[str, float]:
    """Return the speed of each part of the body that is timed, torso lengths a second."""
    keys = (key.removesuffix(".x") for key in speeds if key.endswith(".x"))
    return {
        key: ratio(math.hypot(speeds[f"{key}.x"], speeds[f"{key}.y"]), torso_px) for key in keys
    }


def _smooth_curves(state: Smoother, t_s: float, values: dict[str, float]) -> Smoother:
    """Smooth the curve measures in place and return the filter's next state."""
    points = np.array([[values[name], 0.0] for name in CURVES])
    state, points = smooth(state, t_s, points, CURVE_SCALE_DEG)
    for name, point in zip(CURVES, points, strict=True):
        values[name] = float(point[0])
    return state


def _kept(past: Past, t_s: float) -> Past:
    """Return the part of the past that a window ending at ``t_s`` needs.

    That is what lies in it, and the sample before: few frames a second leave
    too little in the window, and what it starts with is read off between two.
    """
    outside = sum(t_s - then_s > SPEED_WINDOW_S for then_s, _ in past)
    return past[max(0, outside - 1) :]


def _speeds(timed: tuple[str, ...], past: Past) -> dict[str, float]:
    """Return the absolute slope of each timed column by least squares.

    Its moment is the middle of the window at any frame rate (``SPEED_LAG_S``):
    where fewer than three samples lie in the window, the value at its start is
    interpolated between the samples around it. NaN where a value is unknown,
    or where what is known spans less than half of the window.
    """
    if not timed:
        return {}
    t, rows = _window(past)
    if len(t) < 2 or t[-1] - t[0] < SPEED_WINDOW_S / 2.0:
        return dict.fromkeys(timed, math.nan)
    t = t - t.mean()
    slopes = t @ (rows - rows.mean(axis=0)) / float(t @ t)
    return {key: abs(float(slope)) for key, slope in zip(timed, slopes, strict=True)}


def _window(past: Past) -> tuple[Floats, Floats]:
    """Return times ``(n,)``, 0 at the end, and values ``(n, columns)`` of the window.

    Nothing (n = 0) where too few samples lie in it and a drop-out before it.
    """
    t = np.array([then_s for then_s, _ in past]) - past[-1][0]
    rows = np.array([values for _, values in past])
    outside = int(t[0] < -SPEED_WINDOW_S)
    if len(t) - outside >= LEAST_SAMPLES:
        return t[outside:], rows[outside:]
    if not outside or t[1] - t[0] > BRIDGE_S:
        return t[:0], rows[:0]
    share = (-SPEED_WINDOW_S - t[0]) / (t[1] - t[0])
    rows[0] += share * (rows[1] - rows[0])
    t[0] = -SPEED_WINDOW_S
    return t, rows
