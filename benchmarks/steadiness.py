"""How steady each pose model is: the speeds that it reads where the body rests and where it moves.

    python benchmarks/steadiness.py --dir FOLDER --labels labels.csv [--quality fast best]

Holds begin and end by the speeds of joints. A model whose landmarks tremble reads
speeds where nothing moves. All models are read in the same frames, those in which
every one sees the person, and what somebody really moves is in the figures of all:
their difference tells.

Printed are, by part of the nearer side: the median and the 95th percentile of the
speed as the coach reads it in the labelled holds, without the label's tolerance and
half a second at each edge; the root mean square of what is left of the unfiltered
place there after a straight line through half a second, in thousandths of a torso
length; and, over all frames of these clips, the speeds that a model reads as often as
the normal one reads those below 0.10, 0.17 and 0.22. Speeds are in torso lengths a
second. Poses are kept where the accuracy benchmark keeps its own.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import platformdirs
from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from benchmarks.accuracy.cases import read_labels, spans_of  # noqa: E402
from benchmarks.accuracy.replay import poses_of  # noqa: E402

from matside.body.catalogue import column  # noqa: E402
from matside.body.conditioning import torso_length  # noqa: E402
from matside.body.frames import PoseFrame  # noqa: E402
from matside.body.landmark import Side  # noqa: E402
from matside.body.parts import PARTS, part_places  # noqa: E402
from matside.coach.sample import Sample, new_sampler, take_sample  # noqa: E402
from matside.exercise.library import load_library  # noqa: E402
from matside.pose.model import Quality  # noqa: E402

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Read = Mapping[float, tuple[Sample, PoseFrame]]
EDGE_S: Final = 0.5
"""What is left out at each edge of a hold besides the label's tolerance."""
WINDOW_S: Final = 0.5
"""Length of the straight lines that are taken off the places."""
LIMITS: Final = (0.10, 0.17, 0.22)
"""Speeds at which the exercises' holds begin and end."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Part:
    """One part of the body in the frames of a clip, ``(n,)`` each.

    ``pace`` is in torso lengths a second, ``off`` in torso lengths.
    """

    pace: Floats
    off: Floats
    rests: Bools


Found = Mapping[Quality, Mapping[str, Part]]


def read_of(clip: Path, cache: Path, quality: Quality) -> Read:
    """Return the samples of a clip by time, with the poses before the filter."""
    state, found = new_sampler(load_library()), {}
    for pose in poses_of(clip, cache, model=quality):
        state, sample = take_sample(state, pose)
        if pose.seen and sample.judged:
            found[pose.t_s] = sample, pose
    return found


def middles(row: Mapping[str, str]) -> Iterator[tuple[float, float]]:
    """Yield the middle of each labelled hold of a clip."""
    for hold in spans_of(row["holds_s"]) if row["holds_s"] else ():
        off_s = EDGE_S + float(row["tolerance_s"] or 0.0)
        if hold.end_s - hold.start_s > 2.0 * off_s:
            yield hold.start_s + off_s, hold.end_s - off_s


def parts_of(read: Read, times: list[float], near: Side, rests: Bools) -> dict[str, Part]:
    """Return the parts of the nearer side at these times."""
    torso_px = float(np.nanmedian([torso_length(read[t_s][1].image_px) for t_s in times]))
    places = [part_places(read[t_s][1].image_px) for t_s in times]
    found: dict[str, Part] = {}
    for name in PARTS:
        key = column(name, near)
        at = np.array([place[key] for place in places]) / torso_px
        pace = np.array([read[t_s][0].paces.get(key, np.nan) for t_s in times])
        found[name] = Part(pace=pace, off=left_over(np.array(times), at, rests), rests=rests)
    return found


def left_over(t_s: Floats, places: Floats, wanted: Bools) -> Floats:
    """Return how far each wanted place ``(n, 2)`` lies from the line through those about it."""
    off = np.full(len(t_s), np.nan)
    for index in np.flatnonzero(wanted):
        about = np.abs(t_s - t_s[index]) <= WINDOW_S / 2.0
        if about.sum() >= 5:
            line = np.polynomial.polynomial.polyfit(t_s[about] - t_s[index], places[about], 1)
            off[index] = np.linalg.norm(places[index] - line[0])
    return off


def clip_of(row: Mapping[str, str], clip: Path, cache: Path, models: list[Quality]) -> Found:
    """Return the parts of one clip by model and name, in frames in which all models judge."""
    read = {quality: read_of(clip, cache, quality) for quality in models}
    times = sorted(set.intersection(*(set(one) for one in read.values())))
    sides = [read[Quality.NORMAL][t_s][0].near_side for t_s in times]
    near = max(sides, key=sides.count, default=None)
    if near is None:
        return {}
    spans = list(middles(row))
    rests = np.array([any(a <= t_s <= b for a, b in spans) for t_s in times], dtype=bool)
    return {quality: parts_of(one, times, near, rests) for quality, one in read.items()}


def lines(clips: list[Found], models: list[Quality]) -> Iterator[str]:
    """Yield the lines of the table."""
    for name in PARTS:
        all_normal = np.concatenate([clip[Quality.NORMAL][name].pace for clip in clips])
        for quality in models:
            parts = [clip[quality][name] for clip in clips]
            pace = np.concatenate([part.pace for part in parts])
            rests = np.concatenate([part.rests for part in parts])
            off = np.concatenate([part.off for part in parts])
            shares = [np.nanmean(all_normal[np.isfinite(all_normal)] < limit) for limit in LIMITS]
            equal = "".join(f"{np.nanquantile(pace, share):>8.3f}" for share in shares)
            yield (
                f"{name:<10}{quality:<8}{np.nanmedian(pace[rests]):>8.3f}"
                f"{np.nanquantile(pace[rests], 0.95):>8.3f}"
                f"{1000 * np.sqrt(np.nanmean(off**2)):>8.1f}{equal}"
            )


def main() -> int:
    """Print the table."""
    parser = argparse.ArgumentParser(description="Compare the models' steadiness at rest.")
    parser.add_argument("--dir", type=Path, required=True)
    parser.add_argument("--labels", type=Path, required=True)
    parser.add_argument("--quality", type=Quality, nargs="*", default=list(Quality))
    parser.add_argument("--cache", type=Path, help="where poses are kept")
    options = parser.parse_args()
    cache = options.cache or platformdirs.user_cache_path("matside") / "accuracy"
    models = sorted({*options.quality, Quality.NORMAL})
    rows = [(row, options.dir / row["name"]) for row in read_labels(options.labels)]
    rows = [(row, clip) for row, clip in rows if clip.is_file() and row["holds_s"]]
    clips = [found for row, clip in rows if (found := clip_of(row, clip, cache, models))]
    print(f"{len(clips)} clips with holds: median, 95 %, left over; as often as {LIMITS}")
    print(*lines(clips, models), sep="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
