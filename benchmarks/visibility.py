"""What each pose model's visibilities mean: how they compare with those of the normal one.

    python benchmarks/visibility.py [FOLDER ...] [--quality fast best] [--cache CACHE]

Thresholds on visibility were found with the normal model. The heavy one tells
less of limbs that are half hidden, though it places them as well, so the same
thresholds would throw away what it sees. Every model looks at all videos of the
folders, and as many frames of each count. A value of one model is taken for the
value of the normal one below which the same share of all shoulders, elbows,
wrists, hips, knees and ankles lies. No truth is needed for that: videos of real
people tell it.

Printed are for each model the share of joints that the gate of
``matside.body.plausibility`` takes out with and without the scale, and how far
those and the others are from where the normal model sees them; in rendered clips
the same of the far side against the truth, and the error of the near side; and
the points of the scale for ``models/manifest.toml``. All distances are in torso
lengths. Poses are kept where the accuracy benchmark keeps its own.
"""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

import numpy as np
import platformdirs
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.accuracy.cases import SAMPLES  # noqa: E402
from benchmarks.accuracy.measuring import same_frames  # noqa: E402
from benchmarks.accuracy.replay import poses_of  # noqa: E402
from benchmarks.accuracy.truth import read_truth, truth_path  # noqa: E402

from matside.body.conditioning import torso_length  # noqa: E402
from matside.body.landmark import ANKLE, ELBOW, HIP, KNEE, SHOULDER, WRIST, Side  # noqa: E402
from matside.body.plausibility import MIN_VISIBILITY, OFF_BODY, OFF_BODY_VISIBILITY  # noqa: E402
from matside.pose.model import Quality, load_model  # noqa: E402

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
JOINTS: Final = (SHOULDER, ELBOW, WRIST, HIP, KNEE, ANKLE)
ROWS: Final = [joint[side] for joint in JOINTS for side in Side]
NORMAL_AT: Final = (0.05, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9)
"""Visibilities of the normal model at which a scale has its points."""
FRAMES: Final = 300
"""So many frames of each clip count, evenly spread."""
VIDEOS: Final = frozenset({".mp4", ".gif", ".mov", ".webm"})


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Joints:
    """Joints of one model over all frames, ``(n,)`` each, the same ones in the same order for all.

    ``apart`` is the distance from where the normal model sees them, ``error``
    that from the truth, NaN without one; both in torso lengths. ``far`` is known
    where the truth is.
    """

    visibility: Floats
    on_body: Floats
    apart: Floats
    error: Floats
    far: Bools


def joints_of(clip: Path, cache: Path, models: list[Quality]) -> dict[Quality, Joints]:
    """Return the joints of a clip by model, of frames in which all models see the person.

    Visibilities are as the model itself tells them.
    """
    seen = {
        quality: {pose.t_s: pose for pose in poses_of(clip, cache, model=quality) if pose.seen}
        for quality in models
    }
    times = sorted(set.intersection(*(set(poses) for poses in seen.values())))
    spread = np.linspace(0, len(times) - 1, min(FRAMES, len(times))).round().astype(int)
    times = [times[index] for index in spread]
    true_px, far = _truth_of(clip, times)
    normal = [seen[Quality.NORMAL][t_s] for t_s in times]
    normal_px = np.array([pose.image_px for pose in normal]).reshape(-1, 33, 2)
    torso_px = np.array([torso_length(px) for px in normal_px])[:, None]
    found = {}
    for quality, poses in seen.items():
        px = np.array([poses[t_s].image_px[ROWS] for t_s in times]).reshape(-1, len(ROWS), 2)
        told = np.array([poses[t_s].visibility[ROWS] for t_s in times]).ravel()
        found[quality] = Joints(
            visibility=_unscaled(told, quality),
            on_body=np.array([poses[t_s].on_body[ROWS] for t_s in times]).ravel(),
            apart=(np.linalg.norm(px - normal_px[:, ROWS], axis=2) / torso_px).ravel(),
            error=(np.linalg.norm(px - true_px[:, ROWS], axis=2) / torso_px).ravel(),
            far=np.tile(far, len(times)),
        )
    return found


def _unscaled(visibility: Floats, quality: Quality) -> Floats:
    """Return visibilities on the model's own scale: poses have them on the normal one's."""
    points = load_model(quality).visibility
    if not points:
        return visibility
    own, normal = zip(*points, strict=True)
    told: Floats = np.interp(visibility, normal, own)
    return told


def _truth_of(clip: Path, times: list[float]) -> tuple[Floats, Bools]:
    """Return where the joints truly are, ``(n, 33, 2)``, NaN where unknown, and which are far."""
    px = np.full((len(times), 33, 2), np.nan)
    if not truth_path(clip).is_file():
        return px, np.zeros(len(ROWS), dtype=bool)
    truth = read_truth(truth_path(clip))
    mine, true = same_frames(times, truth.t_s)
    px[mine] = truth.px[true]
    return px, np.array([side is not truth.near_side for _ in JOINTS for side in Side])


def pooled(parts: list[Joints]) -> Joints:
    """Return the joints of all frames together."""
    return Joints(
        visibility=np.concatenate([part.visibility for part in parts]),
        on_body=np.concatenate([part.on_body for part in parts]),
        apart=np.concatenate([part.apart for part in parts]),
        error=np.concatenate([part.error for part in parts]),
        far=np.concatenate([part.far for part in parts]),
    )


def scale(own: Floats, normal: Floats) -> list[tuple[float, float]]:
    """Return the points of the line from one model's visibilities to the normal one's."""
    at = [round(float(np.quantile(own, np.mean(normal < value))), 4) for value in NORMAL_AT]
    points = [(0.0, 0.0), *zip(at, NORMAL_AT, strict=True), (1.0, 1.0)]
    if not all(after[0] > before[0] for before, after in pairwise(points)):
        raise SystemExit(f"The scale does not rise ({points}): take more clips.")
    return points


def gated(visibility: Floats, on_body: Floats) -> Bools:
    """Return which joints are not believed."""
    off = (on_body <= OFF_BODY) & (visibility < OFF_BODY_VISIBILITY)
    return (visibility < MIN_VISIBILITY) | off


def row(name: str, joints: Joints, points: list[tuple[float, float]]) -> str:
    """Return one model's line of the table of all clips."""
    scaled = np.interp(joints.visibility, *np.array(points).T)
    out = gated(scaled, joints.on_body)
    before = gated(joints.visibility, joints.on_body)
    return f"{name:<8}{_share(before)}{_share(out)}" + _spread(joints.apart, out)


def rendered_row(name: str, joints: Joints, points: list[tuple[float, float]]) -> str:
    """Return one model's line of the table of clips of which the truth is known."""
    known = np.isfinite(joints.error)
    far, near = known & joints.far, known & ~joints.far
    scaled = np.interp(joints.visibility[far], *np.array(points).T)
    out = gated(scaled, joints.on_body[far])
    before = gated(joints.visibility[far], joints.on_body[far])
    return (
        f"{name:<8}{np.median(joints.error[near]):>8.3f}{np.median(joints.error[far]):>8.3f}"
        f"{_share(before)}{_share(out)}" + _spread(joints.error[far], out)
    )


def _share(out: Bools) -> str:
    return f"{100 * out.mean():>8.1f} %"


def _spread(distances: Floats, out: Bools) -> str:
    """Return the median of what is out, and median and 95th percentile of what is kept."""
    parts = ((distances[out], 0.5), (distances[~out], 0.5), (distances[~out], 0.95))
    return "".join(f"{np.quantile(part, at) if len(part) else np.nan:>8.3f}" for part, at in parts)


def main() -> int:
    """Print the table and the scales."""
    parser = argparse.ArgumentParser(description="Compare the models' visibilities.")
    parser.add_argument("folder", nargs="*", type=Path, default=[SAMPLES])
    parser.add_argument("--quality", type=Quality, nargs="*", default=list(Quality))
    parser.add_argument("--cache", type=Path, help="where poses are kept")
    options = parser.parse_args()
    cache = options.cache or platformdirs.user_cache_path("matside") / "accuracy"
    clips = sorted(c for f in options.folder for c in f.iterdir() if c.suffix in VIDEOS)
    models = sorted({*options.quality, Quality.NORMAL})
    by_clip = [joints_of(clip, cache, models) for clip in clips]
    found = {quality: pooled([joints[quality] for joints in by_clip]) for quality in models}
    scales = {
        quality: [(0.0, 0.0), (1.0, 1.0)]
        if quality is Quality.NORMAL
        else scale(joints.visibility, found[Quality.NORMAL].visibility)
        for quality, joints in found.items()
    }
    print("all clips: joints gated as told and scaled; from the normal model's: out, kept, 95 %")
    for quality, joints in found.items():
        print(row(quality, joints, scales[quality]))
    if any(np.isfinite(joints.error).any() for joints in found.values()):
        print("rendered: error near, far; far gated as told and scaled; error out, kept, 95 %")
        for quality, joints in found.items():
            print(rendered_row(quality, joints, scales[quality]))
    for quality, points in scales.items():
        print(f"[{quality}] visibility = {[list(point) for point in points]}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
