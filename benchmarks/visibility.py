"""What each pose model's visibilities mean: how they compare with those of the normal one.

    python benchmarks/visibility.py [FOLDER] [--step 4]

Thresholds on visibility were found with the normal model. The heavy one tells
less of limbs that are half hidden, though it places them as well, so the same
thresholds would throw a seventh of the far side away. Every model looks at
every fourth frame of rendered clips with known truth. A value of one model is
taken for the value of the normal one below which the same share of all
shoulders, elbows, wrists, hips, knees and ankles lies.

Printed are for each model the errors of joints by side (distance from the
truth in torso lengths), the share of the far side's joints that the gate of
``matside.body.plausibility`` takes out with and without the scale, the error of
those, and the points of the scale for ``models/manifest.toml``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.accuracy.cases import SAMPLES, rendered_clips  # noqa: E402
from benchmarks.accuracy.measuring import same_frames  # noqa: E402
from benchmarks.accuracy.truth import read_truth, truth_path  # noqa: E402

from matside.body.landmark import ANKLE, ELBOW, HIP, KNEE, SHOULDER, WRIST, Side  # noqa: E402
from matside.body.plausibility import MIN_VISIBILITY, OFF_BODY, OFF_BODY_VISIBILITY  # noqa: E402
from matside.capture.source import open_source  # noqa: E402
from matside.pose.landmarker import PoseEstimator  # noqa: E402
from matside.pose.model import Quality, load_model  # noqa: E402

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
JOINTS: Final = (SHOULDER, ELBOW, WRIST, HIP, KNEE, ANKLE)
NORMAL_AT: Final = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Visibilities of the normal model at which a scale has its points."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Joints:
    """Joints of one model over all frames, ``(n,)`` each."""

    visibility: Floats
    on_body: Floats
    error: Floats
    far: Bools


def joints_of(clip: Path, quality: Quality, step: int) -> Iterator[Joints]:
    """Yield the joints of a clip's frames that have a truth, as the model itself tells them."""
    truth = read_truth(truth_path(clip))
    far = np.array([side is not truth.near_side for _ in JOINTS for side in Side])
    rows = [joint[side] for joint in JOINTS for side in Side]
    trunk = [joint[side] for joint in (SHOULDER, HIP) for side in Side]
    # Given by its path a model counts as one of the user's own: its visibilities are not scaled.
    with open_source(clip) as source, PoseEstimator(load_model(quality).path) as estimator:
        for pose in (estimator.estimate(frame) for frame in source if frame.index % step == 0):
            _, true = same_frames([pose.t_s], truth.t_s)
            px = truth.px[true[0]] if true else np.full((33, 2), np.nan)
            if not pose.seen or not np.isfinite(px[trunk]).all():
                continue
            shoulders, hips = px[trunk[:2]].mean(axis=0), px[trunk[2:]].mean(axis=0)
            error = np.linalg.norm(pose.image_px[rows] - px[rows], axis=1)
            known = np.isfinite(error)
            yield Joints(
                visibility=pose.visibility[rows][known],
                on_body=pose.on_body[rows][known],
                error=error[known] / float(np.linalg.norm(shoulders - hips)),
                far=far[known],
            )


def pooled(parts: list[Joints]) -> Joints:
    """Return the joints of all frames together."""
    return Joints(
        visibility=np.concatenate([part.visibility for part in parts]),
        on_body=np.concatenate([part.on_body for part in parts]),
        error=np.concatenate([part.error for part in parts]),
        far=np.concatenate([part.far for part in parts]),
    )


def scale(own: Floats, normal: Floats) -> list[tuple[float, float]]:
    """Return the points of the line from one model's visibilities to the normal one's."""
    at = [round(float(np.quantile(own, np.mean(normal < value))), 3) for value in NORMAL_AT]
    points = [(0.0, 0.0), *zip(at, NORMAL_AT, strict=True), (1.0, 1.0)]
    if not all(after[0] > before[0] for before, after in pairwise(points)):
        raise SystemExit(f"The scale does not rise ({points}): take more frames.")
    return points


def gated(visibility: Floats, on_body: Floats) -> Bools:
    """Return which joints are not believed."""
    off = (on_body <= OFF_BODY) & (visibility < OFF_BODY_VISIBILITY)
    return (visibility < MIN_VISIBILITY) | off


def row(name: str, joints: Joints, points: list[tuple[float, float]]) -> str:
    """Return one model's line of the table."""
    far, own = joints.far, joints.visibility
    before = gated(own, joints.on_body)[far]
    after = gated(np.interp(own, *np.array(points).T), joints.on_body)[far]
    errors = joints.error[far]
    kept = errors[~after]
    return (
        f"{name:<8}{np.median(joints.error[~far]):>7.3f}{np.median(errors):>7.3f}"
        f"{100 * before.mean():>9.1f} %{100 * after.mean():>7.1f} %"
        f"{np.median(errors[after]):>11.3f}{np.median(kept):>8.3f}{np.quantile(kept, 0.95):>8.3f}"
    )


def main() -> int:
    """Print the table and the scales."""
    parser = argparse.ArgumentParser(description="Compare the models' visibilities.")
    parser.add_argument("folder", nargs="?", type=Path, default=SAMPLES)
    parser.add_argument("--step", type=int, default=4, help="look at every so many frames")
    options = parser.parse_args()
    clips = rendered_clips(options.folder)
    found = {
        quality: pooled([part for clip in clips for part in joints_of(clip, quality, options.step)])
        for quality in Quality
    }
    normal = found[Quality.NORMAL].visibility
    scales = {
        quality: [(0.0, 0.0), (1.0, 1.0)]
        if quality is Quality.NORMAL
        else scale(joints.visibility, normal)
        for quality, joints in found.items()
    }
    print("joints, errors in torso lengths; far side unless near")
    print("model      near    far  gated raw  scaled  err gated    kept   95 %")
    for quality, joints in found.items():
        print(row(quality, joints, scales[quality]))
    for quality, points in scales.items():
        print(f"[{quality}] visibility = {[list(point) for point in points]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
