"""Single pictures: which exercise and phase each is taken for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from benchmarks.accuracy.cases import read_labels
from benchmarks.accuracy.replay import Judged
from benchmarks.accuracy.tables import table

from matside.exercise.schema import Exercise

PHASES: Final = {"supine_start": "start", "childs_pose": "hold"}
"""The exercise files' name of a phase, where the label's first word differs."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """One labelled picture.

    Attributes:
        path: The file.
        exercise: Empty for a negative.
        phase: By the exercise file's name; empty for a negative.
        note: What the label says beyond that.
    """

    path: Path
    exercise: str
    phase: str
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureScore:
    """What was said of one picture.

    A picture of a rest (lying ready, on all fours) belongs to several
    exercises: there it is right to name none.
    """

    picture: str
    exercise: str
    phase: str
    said_exercise: str
    said_phase: str
    posture: str
    exercise_right: bool
    phase_right: bool


def pictures_of(folder: Path, labels: Path) -> Iterator[Picture]:
    """Yield the pictures of a folder that a table names (``file``, ``exercise``, ``phase``)."""
    for row in read_labels(labels):
        path = folder / row["file"]
        if not path.is_file():
            continue
        word = row["phase"].split(" ")[0]
        shown = row["exercise"] != "none"
        yield Picture(
            path=path,
            exercise=row["exercise"] if shown else "",
            phase=PHASES.get(word, word) if shown else "",
            note=row["phase"],
        )


def score_picture(
    picture: Picture, judged: Judged, library: Mapping[str, Exercise]
) -> PictureScore:
    """Return what was said of a picture against its label."""
    stills = judged.summary.stills
    said = (stills[0].exercise, stills[0].phase) if stills else ("", "")
    resting = bool(picture.exercise) and (
        library[picture.exercise].phase_named(picture.phase).kind == "rest"
    )
    allowed = {picture.exercise, ""} if resting else {picture.exercise}
    shown = picture.phase if picture.exercise else ""
    return PictureScore(
        picture=picture.path.name,
        exercise=picture.exercise,
        phase=picture.note,
        said_exercise=said[0],
        said_phase=said[1],
        posture=stills[0].posture if stills else "",
        exercise_right=said[0] in allowed,
        phase_right=said[1] == shown if picture.exercise else not said[0],
    )


def pictures_table(scores: Sequence[PictureScore]) -> str:
    """Return the shares that are right by exercise, then the pictures that are not."""
    rows = []
    for name in sorted({s.exercise for s in scores}):
        mine = [s for s in scores if s.exercise == name]
        rows.append(_row(name or "none", mine))
    rows.append(_row("all", scores))
    first = table("Pictures", ("shown", "pictures", "exercise right", "phase right"), rows)
    wrong = [
        (
            s.picture,
            f"{s.exercise or 'none'}, {s.phase}",
            f"{s.said_exercise or 'none'}, {s.said_phase or 'none'}",
            s.posture,
        )
        for s in scores
        if not (s.exercise_right and s.phase_right)
    ]
    if not wrong:
        return first
    return first + "\n" + table("Not right", ("picture", "shows", "said", "posture"), wrong)


def _row(name: str, scores: Sequence[PictureScore]) -> tuple[str, ...]:
    right = sum(s.exercise_right for s in scores)
    phase = sum(s.phase_right for s in scores)
    return name, str(len(scores)), str(right), str(phase)
