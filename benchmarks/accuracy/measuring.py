"""How far each measure is from the truth, and the back's contour from the true spine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from benchmarks.accuracy.course import CURVE, FLEXION, true_neutral
from benchmarks.accuracy.truth import Floats, Truth

from matside.body.catalogue import MEASURES
from matside.body.landmark import Side
from matside.body.measures import measure
from matside.coach.result import FrameResult

SAME_FRAME_S: Final = 0.005
"""Frames of truth and analysis are the same if their times differ by no more than this."""
IN_SPACE: Final = {"head_angle_deg": "head_flexion_deg", "shoulder_rotation_deg": "axial_twist_deg"}
"""True measures that are nearest in meaning, where the names differ: compare their bias-free error.

``shoulder_rotation_deg`` is an estimate that shows about a third of the twist.
"""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Readings:
    """Found and true values of one measure, side by side, over any number of clips.

    Attributes:
        name: Column without its side, with ``near`` or ``far`` before a sided one.
        found: ``(n,)``.
        picture: ``(n,)``, the same measure of the true pixel positions.
        space: ``(n,)``, the true measure in space; NaN where the truth has none.
    """

    name: str
    found: Floats
    picture: Floats
    space: Floats


@dataclass(frozen=True, slots=True, kw_only=True)
class Error:
    """Error of a measure: found minus true.

    Attributes:
        frames: How many values were compared.
        median: Of the absolute error.
        p90: Of the absolute error.
        bias: Median of the signed error.
        unbiased: Median of the absolute error after the bias is taken off.
    """

    frames: int
    median: float
    p90: float
    bias: float
    unbiased: float


def readings_of(truth: Truth, frames: Sequence[FrameResult]) -> list[Readings]:
    """Return found and true values of every measure for the frames that both know."""
    mine, theirs = same_frames([frame.t_s for frame in frames], truth.t_s)
    if not len(mine):
        return []
    poses = list(truth.poses())
    flat = [measure(poses[i]) for i in theirs]
    out = []
    for kind in MEASURES:
        sides: tuple[Side | None, ...] = tuple(Side) if kind.sided else (None,)
        for side in sides:
            key = f"{side}_{kind.name}" if side else kind.name
            space = truth.measures.get(IN_SPACE.get(key, key))
            out.append(
                Readings(
                    name=kind.name if side is None else f"{_reach(side, truth)} {kind.name}",
                    found=np.array([frames[i].measures[key] for i in mine]),
                    picture=np.array([row[key] for row in flat]),
                    space=np.full(len(mine), np.nan) if space is None else space[theirs],
                )
            )
    return out


def _reach(side: Side, truth: Truth) -> str:
    return "near" if side is truth.near_side else "far"


def same_frames(found_s: Sequence[float], true_s: Floats) -> tuple[list[int], list[int]]:
    """Return the indices of the frames that both have, by their times."""
    mine, theirs = [], []
    for index, t_s in enumerate(found_s):
        nearest = int(np.abs(true_s - t_s).argmin())
        if abs(true_s[nearest] - t_s) <= SAME_FRAME_S:
            mine.append(index)
            theirs.append(nearest)
    return mine, theirs


def pooled(clips: Iterable[Sequence[Readings]]) -> dict[str, Readings]:
    """Return the readings of all clips together, by name."""
    by_name: dict[str, list[Readings]] = {}
    for clip in clips:
        for readings in clip:
            by_name.setdefault(readings.name, []).append(readings)
    return {
        name: Readings(
            name=name,
            found=np.concatenate([r.found for r in parts]),
            picture=np.concatenate([r.picture for r in parts]),
            space=np.concatenate([r.space for r in parts]),
        )
        for name, parts in by_name.items()
    }


def error_of(found: Floats, true: Floats) -> Error | None:
    """Return the error over all values that both know; ``None`` if there are none."""
    difference = found - true
    difference = difference[np.isfinite(difference)]
    if not len(difference):
        return None
    size = np.abs(difference)
    bias = float(np.median(difference))
    return Error(
        frames=len(difference),
        median=float(np.median(size)),
        p90=float(np.percentile(size, 90)),
        bias=bias,
        unbiased=float(np.median(np.abs(difference - bias))),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class SpineFit:
    """The contour of the back against the true spine, over all bodies.

    Attributes:
        clips: How many clips.
        frames: How many frames.
        slope: Degrees of contour for one degree of spine.
        r: Correlation.
        rmse_deg: Of the spine's flexion as told by the contour, degrees of spine.
    """

    clips: int
    frames: int
    slope: float
    r: float
    rmse_deg: float


def spine_pairs(truth: Truth, frames: Sequence[FrameResult]) -> tuple[Floats, Floats]:
    """Return true flexion and found contour of the kneeling frames, less the clip's own neutrals.

    The contour's neutral is its median where the spine truly is within 3
    degrees of neutral, so that both are zero at the same posture.
    """
    mine, theirs = same_frames([frame.t_s for frame in frames], truth.t_s)
    true = truth.measures[FLEXION][theirs] - true_neutral(truth)
    found = np.array([frames[i].measures[CURVE] for i in mine])
    kneels = np.array([frames[i].posture == "hands_and_knees" for i in mine], dtype=bool)
    known = np.isfinite(true) & np.isfinite(found) & kneels
    true, found = true[known], found[known]
    quiet = np.abs(true) <= 3.0
    return true, found - (float(np.median(found[quiet])) if quiet.any() else 0.0)


def spine_fit(pairs: Sequence[tuple[Floats, Floats]]) -> SpineFit | None:
    """Return one common slope through the neutral, and how well it fits; ``None`` without data."""
    if not pairs:
        return None
    true = np.concatenate([pair[0] for pair in pairs])
    found = np.concatenate([pair[1] for pair in pairs])
    if len(true) < 3 or not float(true @ found) > 0.0:
        return None
    slope = float(true @ found) / float(true @ true)
    return SpineFit(
        clips=len(pairs),
        frames=len(true),
        slope=slope,
        r=float(np.corrcoef(true, found)[0, 1]),
        rmse_deg=float(np.sqrt(np.mean((found / slope - true) ** 2))),
    )
