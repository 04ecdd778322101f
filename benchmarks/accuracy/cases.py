"""The sets of clips: rendered ones with a truth file each, real ones with a table of labels."""

from __future__ import annotations

import csv
import math
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.accuracy.course import CURVE
from benchmarks.accuracy.evaluator import evaluate
from benchmarks.accuracy.scoring import EDGE_S, Expected
from benchmarks.accuracy.truth import SUFFIX, Span, Truth, read_truth, truth_path

from matside.body.landmark import Side
from matside.errors import UsageError
from matside.exercise.schema import Exercise

ROOT: Final = Path(__file__).resolve().parent.parent.parent
SAMPLES: Final = ROOT / "sample_videos"
RENDERER: Final = ROOT / "scripts" / "render"
LEAST_SHOWN: Final = 0.5
"""Share of the time with trunk and legs in the picture below which no judge could tell."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One clip and what should be said of it.

    Attributes:
        name: What tables call it.
        path: The video.
        expected: What is true of it.
        truth: Frame by frame, of a rendered clip.
        window: The time that belongs to it, where a clip shows several exercises.
    """

    name: str
    path: Path
    expected: Expected
    truth: Truth | None = None
    window: tuple[float, float] = (-math.inf, math.inf)


def rendered_clips(folder: Path) -> list[Path]:
    """Return the videos of a folder that have a truth file beside them, by name."""
    return sorted(clip for clip in folder.glob("*.mp4") if truth_path(clip).is_file())


def rendered_cases(clip: Path, library: Mapping[str, Exercise]) -> list[Case]:
    """Return a clip with what its truth file and the exercise's own bands say.

    A clip of several exercises makes as many cases.
    """
    parts = read_truth(truth_path(clip)).parts()
    return [
        Case(
            name=clip.stem if len(parts) == 1 else f"{clip.stem}-{truth.exercise}",
            path=clip,
            expected=expected_of(truth, library),
            truth=truth,
            window=window,
        )
        for truth, window in parts
    ]


def expected_of(truth: Truth, library: Mapping[str, Exercise]) -> Expected:
    """Return what should be found in a rendered clip.

    Holds, phases and repetitions are where the true measures cross the bands
    (see ``evaluator``). The faults are taken as scripted, and the repetitions
    too where a band is on the contour of the back, which the truth does not
    tell exactly enough to decide on a small one. Rests are left out of the
    phases: no count or time depends on them. Of a clip that hardly ever shows
    trunk and legs nothing is asked but silence.
    """
    if not truth.exercise:
        return Expected(exercise="", reps={})
    exercise = library[truth.exercise]
    play = evaluate(truth, exercise)
    if play.shown < LEAST_SHOWN:
        return Expected(exercise="", reps={})
    return Expected(
        exercise=exercise.id,
        holds=play.holds if any(p.kind == "hold" for p in exercise.phase) else None,
        reps=scripted_reps(truth) if _on_the_curve(exercise) else play.reps,
        phases=tuple(p for p in play.phases if exercise.phase_named(p.name).kind != "rest"),
        faults=truth.faults,
        names=frozenset(fault.id for fault in exercise.fault),
    )


def scripted_reps(truth: Truth) -> dict[Side | None, int]:
    """Return the repetitions that the script lists, by side.

    One in which the script keeps the spine still on purpose is none.
    """
    counts: dict[Side | None, int] = {}
    for rep in truth.reps:
        middle_s = (rep.start_s + rep.end_s) / 2.0
        still = any(
            f.name == "spine_still" and f.start_s <= middle_s <= f.end_s for f in truth.faults
        )
        counts[rep.side] = counts.get(rep.side, 0) + (not still)
    return counts


def _on_the_curve(exercise: Exercise) -> bool:
    """Return whether a phase of the cycle is told by the contour of the back."""
    return any(
        condition.measure == CURVE
        for name in exercise.repetition.cycle
        for condition in exercise.phase_named(name).when
    )


def labelled_cases(folder: Path, labels: Path, library: Mapping[str, Exercise]) -> Iterator[Case]:
    """Yield the real clips of a folder that a table of labels names.

    Columns: ``name``, ``exercise`` (``none`` for a negative), ``holds_s`` such
    as ``1.8-7.5;9-12``, ``reps``, and, if there is one, ``faults`` such as
    ``hips_high;elbows_bent`` (anywhere in the clip). An empty cell was not
    labelled. ``view`` and ``note`` sort the clips (see ``view_of`` and
    ``medium_of``), ``tolerance_s`` is how sure the label is of a hold's edges.
    Clips that are not in the folder are passed over with a word.
    """
    for row in read_labels(labels):
        path = folder / row["name"]
        if not path.is_file():
            print(f"{row['name']}: not in {folder.name}, left out", file=sys.stderr)
            continue
        yield Case(name=path.stem, path=path, expected=_labelled(row, library))


def read_labels(labels: Path) -> list[dict[str, str]]:
    """Return the rows of a table of labels, cells stripped.

    Raises:
        UsageError: The file cannot be read.
    """
    try:
        with labels.open(encoding="utf-8", newline="") as file:
            return [{k: (v or "").strip() for k, v in row.items()} for row in csv.DictReader(file)]
    except OSError as error:
        raise UsageError(f"Cannot read the labels {labels}: {error.strerror}.") from error


def spans_of(cell: str) -> tuple[Span, ...]:
    """Return the spans in a cell such as ``1.8-7.5;9-12?``; one with a ``?`` may be missed."""
    spans = []
    for part in cell.split(";"):
        start, end = (float(number) for number in part.removesuffix("?").split("-"))
        spans.append(Span(name="", start_s=start, end_s=end, may=part.endswith("?")))
    return tuple(spans)


def view_of(cell: str) -> str:
    """Return ``front``, ``oblique`` or ``side`` for a cell such as ``side_left oblique``.

    The view that is furthest from the side decides; empty for an empty cell.
    """
    words = ("front", "oblique", "side")
    found = cell.replace("front-left", "oblique").replace("front_oblique", "front")
    return next((word for word in words if word in found), "")


def medium_of(note: str) -> str:
    """Return ``drawn`` where the note says that no person was filmed, else ``real``."""
    return "drawn" if note.startswith(("drawn", "AI-generated")) else "real"


def _labelled(row: Mapping[str, str], library: Mapping[str, Exercise]) -> Expected:
    view, medium = view_of(row.get("view", "")), medium_of(row.get("note", ""))
    if row["exercise"] == "none":
        return Expected(exercise="", reps={}, view=view, medium=medium)
    exercise = library[row["exercise"]]
    faults = None
    if row.get("faults"):
        names = row["faults"].split(";")
        faults = tuple(Span(name=name, start_s=0.0, end_s=float("inf")) for name in names)
    return Expected(
        exercise=exercise.id,
        holds=spans_of(row["holds_s"]) if row["holds_s"] else None,
        reps={None: int(row["reps"])} if row["reps"] else None,
        faults=faults,
        names=frozenset(fault.id for fault in exercise.fault),
        view=view,
        medium=medium,
        tolerance_s=float(row.get("tolerance_s") or EDGE_S),
    )


def render_all(cache: Path, *, only: str = "") -> list[Path]:
    """Return every clip of the renderer's scripts, rendered into the cache where it is not yet.

    A clip that ``sample_videos`` holds is taken from there. A script that has
    changed since is rendered again.

    Raises:
        UsageError: The renderer cannot be run.
    """
    folder = cache / "full"
    folder.mkdir(parents=True, exist_ok=True)
    scripts = sorted([*RENDERER.glob("clips/*.toml"), *RENDERER.glob("clips/full/*.toml")])
    clips = []
    for script in (s for s in scripts if only in s.stem):
        sample = SAMPLES / f"{script.stem}.mp4"
        kept = sample.is_file() and truth_path(sample).is_file()
        clips.append(sample if kept else _rendered(script, folder))
    return clips


def _rendered(script: Path, folder: Path) -> Path:
    clip, told = folder / f"{script.stem}.mp4", folder / script.name
    text = script.read_text("utf-8")
    whole = clip.is_file() and (folder / f"{script.stem}{SUFFIX}").is_file()
    if whole and told.is_file() and told.read_text("utf-8") == text:
        return clip
    told.unlink(missing_ok=True)
    print(f"rendering {script.stem}", file=sys.stderr)
    command = [sys.executable, str(RENDERER), str(script), "--out", str(folder)]
    if subprocess.run(command, check=False, stdout=subprocess.DEVNULL).returncode:
        raise UsageError(
            f"{script.name} could not be rendered (see above): the renderer needs "
            '`pip install "matside[render]"` and OpenGL, as scripts/render/README.md tells.'
        )
    told.write_text(text, encoding="utf-8")
    return clip
