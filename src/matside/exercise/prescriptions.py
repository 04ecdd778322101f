"""Reads the file of a prescription, and reports all that is wrong with it at once."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from matside.errors import ExerciseError
from matside.exercise.json_schema import schema_of
from matside.exercise.library import problem_report, read_toml
from matside.exercise.prescription import (
    Bounds,
    PrescribedSession,
    Prescription,
    schedule_problems,
    session_problems,
    withheld_problems,
)
from matside.exercise.problems import Problem, bound_problems, place, schema_problems
from matside.exercise.programmes import load_programmes
from matside.exercise.schema import Exercise
from matside.translation import _


def load_prescription(path: Path, library: tuple[Exercise, ...]) -> Prescription:
    """Return the prescription that a TOML file describes.

    Args:
        path: The file.
        library: The exercises that its steps may name.

    Raises:
        ExerciseError: All that is wrong with the file, or that it asks for in vain.
    """
    data = read_toml(path)
    _refuse_others(path, data)
    bounds = tuple(bound_problems(data))
    if bounds:
        raise ExerciseError(problem_report(path, bounds))
    told = json.loads(json.dumps(data, default=str))
    found: list[Problem] = []
    prescription = None
    try:
        prescription = Prescription.model_validate_json(json.dumps(told), strict=True)
    except ValidationError as error:
        found += schema_problems(error, told, schema_of(Prescription))
    found += _vain(told, library)
    if prescription is not None and not (ends := tuple(_ends(prescription))):
        places = [place(("session", index), told) for index in range(len(prescription.session))]
        found += schedule_problems(prescription, places)
    elif prescription is not None:
        found += ends
    if prescription is None or found:
        raise ExerciseError(problem_report(path, found))
    return prescription


def _refuse_others(path: Path, data: Mapping[str, Any]) -> None:
    """Say at once where a file is another kind, and not all that makes it no plan."""
    if "session" in data:
        return
    if "phase" in data:
        raise ExerciseError(
            "{path}: expected a plan, found an exercise: 'matside exercises check' checks it.",
            path=path,
        )
    if "step" in data:
        raise ExerciseError(
            "{path}: expected a plan, found a programme: 'matside exercises check' checks it.",
            path=path,
        )


def _ends(prescription: Prescription) -> Iterator[Problem]:
    first, last = prescription.first_day, prescription.last_day
    if last is not None and last < first:
        says = _(
            "expected a day from {first} on, the plan's first, found {last}", first=first, last=last
        )
        yield Problem(where="until", says=says)


def _vain(told: Mapping[str, Any], library: tuple[Exercise, ...]) -> Iterator[Problem]:
    """Yield what the sessions ask for in vain: of those that are well formed, whatever others are.

    So one mistake of spelling hides no other of the file.
    """
    exercises = {exercise.id: exercise for exercise in library}
    programmes = {programme.id: programme for programme in load_programmes(library)}
    bounds = _formed(Bounds, told.get("bounds", {})) or Bounds()
    limits = told.get("limits")
    limits = [name for name in limits if isinstance(name, str)] if isinstance(limits, list) else []
    sessions = told.get("session")
    for index, table in enumerate(sessions if isinstance(sessions, list) else ()):
        session = _formed(PrescribedSession, table)
        if session is not None:
            where = place(("session", index), told)
            yield from session_problems(where, session, bounds, exercises, programmes)
            yield from withheld_problems(where, session, limits, exercises)


_T = TypeVar("_T", bound=BaseModel)


def _formed(model: type[_T], table: object) -> _T | None:
    try:
        return model.model_validate_json(json.dumps(table), strict=True)
    except ValidationError:
        return None
