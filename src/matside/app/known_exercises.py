"""The exercises that a person knows: matside's own, those that came with their plan, and files."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Final

from matside.errors import ExerciseError
from matside.exercise.library import load_exercise, load_library, with_own_files
from matside.exercise.schema import Exercise
from matside.record.files import write_own, writing
from matside.record.history.database import history_file, owner_only

FOLDER: Final = "plan-exercises"
"""Beside the plan in the person's own folder."""
_CACHED: Final = 64

_log = logging.getLogger(__name__)


def known_exercises(files: Iterable[Path] = ()) -> tuple[Exercise, ...]:
    """Return all exercises that the person in use knows; of two with one id the later one.

    What came with the plan and cannot be read any more is passed over: only the plan itself
    needs it, and tells what is wrong.

    Args:
        files: Exercise files that are named now.

    Raises:
        ExerciseError: What is wrong with these.
    """
    kept = tuple(filter(None, map(_read, plan_exercise_files())))
    known = {exercise.id: exercise for exercise in (*load_library(), *kept)}
    return with_own_files(tuple(known.values()), files)


def plan_exercise_files() -> tuple[Path, ...]:
    """Return the files of the exercises that came with the plan, by name; there may be none."""
    return tuple(sorted((history_file().parent / FOLDER).glob("*.toml")))


def keep_plan_exercises(files: Iterable[Path]) -> tuple[Path, ...]:
    """Copy the exercises of a plan, which are right, into the person's own folder.

    Returns:
        Those of another plan that lie there still, for ``drop_plan_exercises``: until the new
        plan is kept, the one before needs them.

    Raises:
        OutputError: They cannot be written.
    """
    before = plan_exercise_files()
    texts = {f"{load_exercise(path).id}.toml": path.read_text("utf-8-sig") for path in files}
    folder = history_file().parent / FOLDER
    with owner_only():
        for name, text in texts.items():
            write_own(folder / name, text)
    return tuple(path for path in before if path.name not in texts)


def drop_plan_exercises(files: Iterable[Path]) -> None:
    """Remove exercises that came with a plan.

    Raises:
        OutputError: They cannot be removed.
    """
    for path in files:
        with writing(path):
            path.unlink(missing_ok=True)


def _read(path: Path) -> Exercise | None:
    try:
        return _as_it_was(path, path.stat().st_mtime_ns)
    except (ExerciseError, OSError) as error:
        _log.debug("an exercise of the plan is passed over: %s", error)
        return None


@lru_cache(maxsize=_CACHED)
def _as_it_was(path: Path, _written_ns: int) -> Exercise:
    return load_exercise(path)
