"""The programmes that matside knows, and how one is found: by its name or by its file."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Final

from pydantic import ValidationError

from matside.data import data_folder
from matside.errors import ExerciseError
from matside.exercise.json_schema import schema_of
from matside.exercise.library import bare_name, problem_report, read_toml, refuse_plan
from matside.exercise.problems import Problem, schema_problems
from matside.exercise.programme import Programme, step_problems
from matside.exercise.schema import Exercise
from matside.translation import _

FOLDER: Final = "programmes"
"""Where matside's own lie, within its exercises."""


def load_programme(path: Path, library: Sequence[Exercise], *, alone: bool = False) -> Programme:
    """Return the programme that a TOML file describes.

    Args:
        path: The file.
        library: The exercises that its steps may name.
        alone: Whether it is checked without an exercise of the person's own.

    Raises:
        ExerciseError: All that is wrong with the file, or that a step asks of
            an exercise in vain.
    """
    data = read_toml(path)
    refuse_plan(path, data)
    text = json.dumps(data, default=str)
    try:
        programme = Programme.model_validate_json(text, strict=True)
    except ValidationError as error:
        schema = schema_of(Programme)
        problems = tuple(schema_problems(error, json.loads(text), schema))
        raise ExerciseError(problem_report(path, problems)) from error
    found = tuple(
        _problems(programme, {exercise.id: exercise for exercise in library}, alone=alone)
    )
    if found:
        raise ExerciseError(problem_report(path, found))
    return programme


@cache
def load_programmes(library: tuple[Exercise, ...]) -> tuple[Programme, ...]:
    """Return matside's own programmes, by the names of their files.

    Raises:
        ExerciseError: One of the files is wrong.
    """
    folder = data_folder("exercises") / FOLDER
    return tuple(load_programme(path, library) for path in sorted(folder.glob("*.toml")))


def find_programme(name: str, library: tuple[Exercise, ...]) -> Programme | None:
    """Return the programme with this id, name or path; ``None`` if there is none of this name.

    Raises:
        ExerciseError: The name is the path of a file that is wrong.
    """
    if name.endswith(".toml"):
        return load_programme(Path(name), library)
    wanted = bare_name(name)
    for programme in load_programmes(library):
        names = (programme.name, *programme.also)
        if wanted in map(bare_name, (programme.id, *names, *map(_, names))):
            return programme
    return None


def is_programme(path: Path) -> bool:
    """Return whether a file is meant to be a programme: it can be read, has steps and no phases."""
    try:
        data = read_toml(path)
    except ExerciseError:
        return False
    return "step" in data and "phase" not in data


def _problems(
    programme: Programme, library: Mapping[str, Exercise], *, alone: bool
) -> list[Problem]:
    found = []
    for index, step in enumerate(programme.step):
        where = f"step[{index}]"
        exercise = library.get(step.exercise)
        if exercise is None:
            known = ", ".join(library)
            says = _unknown(known, step.exercise, alone=alone)
            found.append(Problem(where=f"{where} › exercise", says=says))
            continue
        found += [Problem(where=where, says=says) for says in step_problems(step, exercise)]
    return found


def _unknown(known: str, exercise: str, *, alone: bool) -> str:
    if alone:
        return _(
            "expected one of {known}, found '{exercise}'; check an exercise of your own together "
            "with it",
            known=known,
            exercise=exercise,
        )
    return _("expected one of {known}, found '{exercise}'", known=known, exercise=exercise)
