"""A frame prepared for judging: conditioned pose, measures, speeds, posture."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Final

import numpy as np

from matside.body.catalogue import BY_NAME, COLUMNS, column
from matside.body.conditioning import Conditioner, condition, torso_length, unconditioned
from matside.body.frames import PoseFrame
from matside.body.geometry import ratio
from matside.body.head_end import folded_from_head_end
from matside.body.landmark import Side
from matside.body.measures import measure
from matside.body.posture import Posture, classify_posture, is_turned, trunk_over_shanks_deg
from matside.body.smoothing import Smoother, fresh, smooth
from matside.coach.motion import Motion, motionless, moved
from matside.exercise.conditions import Condition, Criterion, Of, Stillness
from matside.exercise.schema import Exercise

CURVES: Final = ("spinal_curve_deg", "lower_curve_deg", "upper_curve_deg")
"""Measures that come from the mask and are smoothed by themselves."""
OF_LEGS: Final = tuple(
    key
    for name in ("hip_flexion_deg", "knee_flexion_deg", "hip_to_heel_ratio")
    for key in BY_NAME[name].columns
)
"""Measures by joints that are hidden from the head end."""
NOTHING: Final[Mapping[str, float]] = MappingProxyType({})
CURVE_SCALE_DEG: Final = 60.0
"""Scale of the curve's filter in degrees; it takes the place of the torso length."""
TURNED_AFTER_S: Final = 0.5
"""Evidence (seconds of turned frames less others) from which on a body is turned, or is not."""
TURNED_LIMIT_S: Final = 3.0
"""Limit of the evidence: a folded trunk seems less turned than the body that came into it."""


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
        turned: Whether the body is known to be seen from elsewhere than its side.
        head_end: Whether it is folded, and seen from the head end so that legs and heights cannot
            be told.
        paces: Speed of each part of the body by column, torso lengths a second.
        sinking: The same without what of it goes up in the picture.
        drifts: Drift of each part by column, torso lengths a second, see ``motion``.
    """

    t_s: float
    pose: PoseFrame
    near_side: Side | None
    values: Mapping[str, float]
    speeds: Mapping[str, float]
    posture: Posture
    turned: bool = False
    head_end: bool = False
    paces: Mapping[str, float] = field(default_factory=dict)
    sinking: Mapping[str, float] = field(default_factory=dict)
    drifts: Mapping[str, float] = field(default_factory=dict)

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
        motion: Recent motion of body parts and measures.
        turned_s: Evidence that the body is turned, negative that it is not.
        turned: Whether it is known to be.
    """

    conditioner: Conditioner
    curves: Smoother
    motion: Motion
    turned_s: float = 0.0
    turned: bool = False


def new_sampler(exercises: Iterable[Exercise]) -> Sampler:
    """Return the sampler that serves these exercises."""
    return Sampler(
        conditioner=unconditioned(), curves=fresh(len(CURVES)), motion=motionless(exercises)
    )


def take_sample(state: Sampler, pose: PoseFrame) -> tuple[Sampler, Sample]:
    """Return the next state and the sample of a raw pose."""
    conditioner, pose = condition(state.conditioner, pose)
    values = measure(pose) if pose.seen else dict.fromkeys(COLUMNS, math.nan)
    turned_s, turned = _turned(state, pose, values)
    over_shanks_deg = trunk_over_shanks_deg(pose) if turned else math.nan
    posture = Posture.UNSEEN
    if pose.seen:
        posture = classify_posture(values, pose.image_px, over_shanks_deg)
    head_end = posture in {Posture.OTHER, Posture.FOLDED} and folded_from_head_end(
        pose, values, over_shanks_deg
    )
    if head_end:
        posture = Posture.FOLDED
        values.update(dict.fromkeys(OF_LEGS, math.nan))
    if posture is Posture.ON_THE_BACK:
        pose = _without_back(pose, values)
    curves = _smooth_curves(state.curves, pose.t_s, values)
    torso_px = torso_length(pose.image_px)
    motion = moved(state.motion, pose.t_s, values, pose.image_px, torso_px)
    sample = Sample(
        t_s=pose.t_s,
        pose=pose,
        near_side=conditioner.near_side,
        values=values,
        speeds=motion.speeds,
        posture=posture,
        turned=turned,
        head_end=head_end,
        paces=motion.paces,
        sinking=motion.sinking,
        drifts=motion.drifts,
    )
    after = Sampler(
        conditioner=conditioner, curves=curves, motion=motion, turned_s=turned_s, turned=turned
    )
    return after, sample


def _turned(state: Sampler, pose: PoseFrame, values: Mapping[str, float]) -> tuple[float, bool]:
    """Return the evidence and whether the body is turned; a frame that is unclear changes nothing.

    A first frame is none, and one after a gap counts for a tenth of a second.
    """
    seen = is_turned(pose, values["shoulder_width_ratio"])
    if seen is None:
        return state.turned_s, state.turned
    dt = min(pose.t_s - state.conditioner.t_s, 0.1)
    turned_s = state.turned_s + (dt if seen else -dt)
    turned_s = max(-TURNED_LIMIT_S, min(TURNED_LIMIT_S, turned_s))
    return turned_s, turned_s > 0.0 if abs(turned_s) >= TURNED_AFTER_S else state.turned


def _without_back(pose: PoseFrame, values: dict[str, float]) -> PoseFrame:
    """Return the pose without its back contour, curves set to NaN: the mat flattens the outline.

    On rendered bodies lying on the back the contour followed the spine with
    r < 0.36.
    """
    values.update(dict.fromkeys(CURVES, math.nan))
    return replace(pose, back_px=np.full_like(pose.back_px, np.nan))


def read(sample: Sample, name: str, of: Of, side: Side | None) -> float:
    """Return a measure of a sample by name and selector; NaN where unknown.

    ``own`` and ``other`` refer to ``side`` (NaN without one); ``larger``,
    ``smaller`` and ``mean`` combine the sides that are known.
    """
    return _selected(sample.values, name, of, side, sample.near_side)


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
    *,
    arriving: bool = False,
) -> float:
    """Return the value that a criterion of a phase is compared with; NaN where it is unknown.

    Any number will do for a condition that is passed over from the head end.
    """
    if isinstance(wanted, Stillness):
        return pace(sample, wanted, side, arriving=arriving)
    if sample.head_end and wanted.turned is not None:
        return 0.0
    return condition_value(sample, wanted, side, neutral, best)


def pace(
    sample: Sample,
    rest: Stillness,
    side: Side | None,
    *,
    arriving: bool = False,
    drift: bool = False,
) -> float:
    """Return the speed of the parts that have to rest, torso lengths a second; NaN if unknown.

    Args:
        sample: The frame.
        rest: Which parts, and whether the fastest or the first that is known counts.
        side: Whose knee, where it matters; otherwise the near side's parts count.
        arriving: Whether only motion along the way in counts.
        drift: Whether to return the drift instead of the speed.
    """
    near, speeds = sample.near_side, sample.drifts if drift else sample.paces
    if arriving and rest.way_in == "down":
        speeds = sample.sinking
    keys = (column(part, side or near if part == "knees" else near) for part in rest.parts)
    known = [v for k in keys if not math.isnan(v := speeds.get(k, math.nan))]
    if not known:
        return math.nan
    return known[0] if rest.of == "first" else max(known)


def condition_value(
    sample: Sample,
    wanted: Condition,
    side: Side | None,
    neutral: Mapping[str, float],
    best: Mapping[str, float],
    rest: Mapping[str, float] = NOTHING,
) -> float:
    """Return the value that a condition's bands apply to; NaN where a reference is unknown.

    A best that is not positive is no reference either. ``neutral`` and ``best``
    are by measure, ``rest`` is by column.
    """
    if wanted.relative_to == "rest":
        columns = BY_NAME[wanted.measure].columns
        lifted = {key: sample.values[key] - rest.get(key, math.nan) for key in columns}
        return _selected(lifted, wanted.measure, wanted.of, side, sample.near_side)
    source = sample.speeds if wanted.speed else sample.values
    value = _selected(source, wanted.measure, wanted.of, side, sample.near_side)
    if wanted.relative_to == "neutral":
        return value - neutral.get(wanted.measure, math.nan)
    if wanted.relative_to == "best":
        return ratio(value, best.get(wanted.measure, math.nan))
    return value


def _smooth_curves(state: Smoother, t_s: float, values: dict[str, float]) -> Smoother:
    """Smooth the curve measures in place and return the filter's next state."""
    points = np.array([[values[name], 0.0] for name in CURVES])
    state, points = smooth(state, t_s, points, CURVE_SCALE_DEG)
    for name, point in zip(CURVES, points, strict=True):
        values[name] = float(point[0])
    return state
