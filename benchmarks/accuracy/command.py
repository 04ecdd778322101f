"""Command line of the accuracy benchmark.

Runs matside over a set of clips and prints one table for each exercise and one
for all of them:

    python benchmarks/accuracy --set samples
    python benchmarks/accuracy --set full            # renders what is not rendered yet: an hour
    python benchmarks/accuracy --set FOLDER          # any folder of .mp4 with .truth.json
    python benchmarks/accuracy --set clips --dir FOLDER --labels clips.csv
    python benchmarks/accuracy --set photos --dir FOLDER --labels photos.csv

The poses of each clip are kept in a cache folder: after a change to an
exercise file or to the coach a set is judged anew in seconds. ``--why`` tells
which condition of which phase is met too early or too late, ``--plot`` shows it.
``--fewer`` compares what fewer pictures a second give with what all of them do.
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import platformdirs
from benchmarks.accuracy import tables
from benchmarks.accuracy.cases import (
    SAMPLES,
    Case,
    labelled_cases,
    render_all,
    rendered_cases,
    rendered_clips,
    scripted_reps,
)
from benchmarks.accuracy.course import CURVE_PER_FLEXION, FLEXION
from benchmarks.accuracy.crossings import crossings_tables
from benchmarks.accuracy.fewer import Fewer, compare, fewer_table
from benchmarks.accuracy.measuring import (
    Error,
    Readings,
    SpineFit,
    error_of,
    pooled,
    readings_of,
    spine_fit,
    spine_pairs,
)
from benchmarks.accuracy.photos import pictures_of, pictures_table, score_picture
from benchmarks.accuracy.replay import Judged, found_of, judge, poses_of
from benchmarks.accuracy.scoring import ClipScore, score
from benchmarks.accuracy.totals import Totals, grouped, totals

from matside.errors import MatsideError, UsageError
from matside.exercise.library import load_library
from matside.exercise.schema import Exercise
from matside.pose.model import Quality

Library = Mapping[str, Exercise]


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One clip, what was said of it and how good that is."""

    case: Case
    judged: Judged
    score: ClipScore


def main(arguments: list[str] | None = None) -> int:
    """Run the benchmark; return 0, or 2 if it could not be run."""
    options = _parser().parse_args(arguments)
    library = {exercise.id: exercise for exercise in load_library()}
    try:
        if options.set == "photos":
            return _photos(options, library)
        if options.fewer:
            return _fewer(options, library)
        runs = [_run(case, options, library) for case in _cases(options, library)]
        if not runs:
            raise UsageError("There is no clip to judge: check --set, --dir and --only.")
        _report(runs, options)
        for run in runs if options.why else ():
            if run.case.expected.holds:
                exercise = library[run.case.expected.exercise]
                print(*crossings_tables(run.case, run.judged, exercise), sep="\n")
        if options.plot:
            _plot(runs, options, library)
    except MatsideError as error:
        print(f"accuracy: {error}", file=sys.stderr)
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="accuracy", description="How well matside judges clips.")
    parser.add_argument("--set", default="samples", help="samples, full, clips, photos or a folder")
    parser.add_argument("--dir", type=Path, help="folder of the clips or photos")
    parser.add_argument("--labels", type=Path, help="table of labels of the clips or photos")
    parser.add_argument("--only", default="", metavar="TEXT", help="clips whose name holds TEXT")
    parser.add_argument("--cache", type=Path, help="where poses and rendered clips are kept")
    parser.add_argument("--fresh", action="store_true", help="look at every clip again")
    parser.add_argument("--quality", type=Quality, choices=list(Quality), default=Quality.NORMAL)
    parser.add_argument("--why", action="store_true", help="each condition's crossings at holds")
    parser.add_argument("--fewer", metavar="HZ,HZ", type=_rates, help="thin to pictures a second")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write all figures there too")
    parser.add_argument("--plot", type=Path, metavar="DIR", help="draw the worst clips")
    parser.add_argument("--worst", type=int, default=6, help="how many clips to draw (6)")
    return parser


def _rates(text: str) -> list[float]:
    return [float(rate_hz) for rate_hz in text.split(",")]


def _cache(options: argparse.Namespace) -> Path:
    cache: Path = options.cache or platformdirs.user_cache_path("matside") / "accuracy"
    return cache


def _cases(options: argparse.Namespace, library: Library) -> Iterator[Case]:
    if options.set == "clips":
        folder, labels = _labelled(options)
        found = labelled_cases(folder, labels, library)
        yield from (case for case in found if options.only in case.path.name)
        return
    if options.set == "full":
        clips = render_all(_cache(options), only=options.only)
    else:
        folder = SAMPLES if options.set == "samples" else Path(options.set)
        if not folder.is_dir():
            raise UsageError(f"--set {options.set}: expected samples, full, clips, photos or a "
                             "folder, and there is no such folder.")  # fmt: skip
        clips = rendered_clips(folder)
    for clip in clips:
        if options.only in clip.name:
            yield from rendered_cases(clip, library)


def _labelled(options: argparse.Namespace) -> tuple[Path, Path]:
    if options.dir is None or options.labels is None:
        raise UsageError(f"--set {options.set} needs --dir and --labels.")
    return options.dir, options.labels


def _run(case: Case, options: argparse.Namespace, library: Library) -> Run:
    print(f"runner {case.name}", file=sys.stderr)
    judged = judge(
        case.path,
        tuple(library.values()),
        _cache(options),
        model=options.quality,
        fresh=options.fresh,
    )
    found = found_of(judged.summary, library.get(case.expected.exercise), case.window)
    return Run(case=case, judged=judged, score=score(case.name, case.expected, found))


def _report(runs: list[Run], options: argparse.Namespace) -> None:
    scores = [run.score for run in runs]
    by_exercise = {name or "none": totals([s for s in scores if s.exercise == name])
                   for name in sorted({s.exercise for s in scores})}  # fmt: skip
    by_exercise["all"] = totals(scores)
    for name, found in by_exercise.items():
        print(tables.totals_table(name, found))
    readings = pooled(readings_of(r.case.truth, r.judged.frames) for r in runs if r.case.truth)
    fit = spine_fit(
        [
            spine_pairs(r.case.truth, r.judged.frames)
            for r in runs
            if r.case.truth and r.case.truth.exercise == "cat_cow"
            if FLEXION in r.case.truth.measures
        ]
    )
    groups = grouped(scores)
    print(tables.groups_table(groups))
    print(tables.clips_table(scores))
    if any(s.holds for s in scores):
        print(tables.holds_table(scores))
    if readings:
        print(tables.measures_table(readings))
        print(tables.spine_line(fit))
    for line in _remarks(runs, fit):
        print(line)
    if options.json:
        told = document(scores, by_exercise, readings, fit)
        told["groups"] = [
            {"medium": medium, "group": group, **dataclasses.asdict(found)}
            for (medium, group), found in groups.items()
        ]
        options.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def _remarks(runs: list[Run], fit: SpineFit | None) -> Iterator[str]:
    """Yield what a reader should know of the truth itself."""
    for run in runs:
        if run.score.nameless:
            names = ", ".join(run.score.nameless)
            yield f"{run.score.clip}: no exercise file knows {names}; not scored as a fault"
        if run.case.truth is None or not run.case.truth.reps:
            continue
        if not run.case.expected.exercise:
            yield f"{run.score.clip}: trunk and legs are hardly in the picture; silence is right"
            continue
        scripted = {str(k or ""): n for k, n in scripted_reps(run.case.truth).items()}
        true = {side: number for side, number, _ in run.score.reps or () if number}
        if scripted != true:
            yield f"{run.score.clip}: scripted repetitions {scripted}, by the bands {true}"
    if fit and abs(fit.slope / CURVE_PER_FLEXION - 1.0) > 0.15:
        yield (
            f"The true phases of cat-cow use {CURVE_PER_FLEXION} degrees of contour for one of "
            f"spine, and {fit.slope:.2f} was found: change CURVE_PER_FLEXION in evaluator.py."
        )


def document(
    scores: list[ClipScore],
    by_exercise: Mapping[str, Totals],
    readings: Mapping[str, Readings],
    fit: SpineFit | None,
) -> dict[str, Any]:
    """Return all figures as JSON values."""
    return {
        "format": 1,
        "totals": {name: dataclasses.asdict(found) for name, found in by_exercise.items()},
        "clips": [dataclasses.asdict(s) for s in scores],
        "measures": {
            name: {
                "picture": _fields(error_of(r.found, r.picture)),
                "space": _fields(error_of(r.found, r.space)),
            }
            for name, r in readings.items()
        },
        "spine": dataclasses.asdict(fit) if fit else None,
    }


def _fields(error: Error | None) -> dict[str, Any] | None:
    return dataclasses.asdict(error) if error else None


def _fewer(options: argparse.Namespace, library: Library) -> int:
    rates = [Fewer(rate_hz=rate_hz) for rate_hz in options.fewer]
    for case in {case.path: case for case in _cases(options, library)}.values():
        print(f"runner {case.name}", file=sys.stderr)
        poses = tuple(
            poses_of(case.path, _cache(options), model=options.quality, fresh=options.fresh)
        )
        compare(rates, poses, tuple(library.values()), other=not case.expected.exercise)
    print(fewer_table(rates))
    return 0


def _photos(options: argparse.Namespace, library: Library) -> int:
    folder, labels = _labelled(options)
    exercises = tuple(library.values())
    scores = [
        score_picture(picture, judge(picture.path, exercises, _cache(options),
                                     model=options.quality, fresh=options.fresh), library)
        for picture in pictures_of(folder, labels)
        if options.only in picture.path.name
    ]  # fmt: skip
    print(pictures_table(scores))
    if options.json:
        told = {"format": 1, "pictures": [dataclasses.asdict(s) for s in scores]}
        options.json.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
    return 0


def _plot(runs: list[Run], options: argparse.Namespace, library: Library) -> None:
    try:
        from benchmarks.accuracy.plots import draw
    except ModuleNotFoundError as error:
        if error.name != "matplotlib":
            raise
        raise UsageError("--plot needs matplotlib: pip install matplotlib.") from error
    options.plot.mkdir(parents=True, exist_ok=True)
    worst = sorted(runs, key=lambda run: -run.score.badness)[: options.worst]
    for run in worst:
        exercise = library.get(run.case.expected.exercise or next(iter(run.score.said), ""))
        target = options.plot / f"{run.score.clip}.png"
        draw(target, run.case, run.judged, exercise)
        print(target)
