"""The library of exercises: finds the files, reads them, and finds an exercise by its name."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from matside.data import data_folder
from matside.errors import ExerciseError, UsageError, system_reason
from matside.exercise.problems import (
    Problem,
    bound_problems,
    nearest_word,
    schema_problems,
    too_deep,
)
from matside.exercise.references import reference_problems
from matside.exercise.schema import Exercise
from matside.translation import _, ngettext

M = TypeVar("M", bound=BaseModel)

ORDER: Final = ("knees_to_chest", "childs_pose", "cat_cow", "thoracic_rotation")
"""matside's own exercises in the order in which they are listed; others follow by name."""

MOST_BYTES: Final = 200_000
"""Ten times matside's largest exercise."""
MOST_TOLD: Final = 50
"""Problems of one file that are listed."""
_POSITION: Final = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


def load_exercise(path: Path) -> Exercise:
    """Return the exercise that a TOML file describes.

    Raises:
        ExerciseError: The file is missing, unreadable, no TOML or does not
            follow the schema; the message lists all that is wrong with it.
    """
    return read_model(path, Exercise, _problems)


def read_model(
    path: Path,
    model: type[M],
    problems: Callable[[ValidationError, dict[str, Any]], Sequence[Problem]],
) -> M:
    """Return the exercise or programme of a TOML file.

    Raises:
        ExerciseError: It is missing, unreadable, no TOML, of another kind, beyond all bounds, or
            what ``problems`` finds in its content where the model objects to it.
    """
    data = read_toml(path)
    _refuse_prescription(path, data)
    beyond = next(bound_problems(data), None)
    if beyond is not None:
        raise ExerciseError(problem_report(path, (beyond,)))
    text = json.dumps(data, default=str)
    try:
        return model.model_validate_json(text, strict=True)
    except ValidationError as error:
        raise ExerciseError(problem_report(path, problems(error, json.loads(text)))) from error


def load_exercises(paths: Iterable[Path]) -> tuple[Exercise, ...]:
    """Return the exercises of several files.

    Raises:
        ExerciseError: All that is wrong with any of them, or two of them have
            the same id.
    """
    paths = tuple(paths)
    exercises: list[Exercise] = []
    wrong: list[str] = []
    for path in paths:
        try:
            exercises.append(load_exercise(path))
        except ExerciseError as error:
            wrong.append(str(error))
    if wrong:
        raise ExerciseError("\n".join(wrong))
    first: dict[str, Path] = {}
    for path, exercise in zip(paths, exercises, strict=True):
        if exercise.id in first:
            raise ExerciseError(
                "{path}: expected an id of its own, found {id}, which {first} has "
                "too: rename one, or leave one file out.",
                path=path,
                id=f"{exercise.id!r}",
                first=first[exercise.id],
            )
        first[exercise.id] = path
    return tuple(exercises)


@cache
def load_library() -> tuple[Exercise, ...]:
    """Return matside's own exercises, in the order in which they are listed.

    Raises:
        ExerciseError: One of the files is wrong, or there are none.
    """
    folder = data_folder("exercises")
    exercises = load_exercises(sorted(folder.glob("*.toml")))
    if not exercises:
        raise ExerciseError(
            "Exercise files were expected in {folder}, found none: reinstall matside.",
            folder=folder,
        )
    return tuple(sorted(exercises, key=_rank))


def with_own_files(library: Sequence[Exercise], paths: Iterable[Path]) -> tuple[Exercise, ...]:
    """Return a library with a person's own files added.

    An own exercise takes the place of one with the same id, so that a copy of
    an exercise can be adapted; the others follow in the order of ``paths``.

    Raises:
        ExerciseError: What is wrong with the files.
    """
    own = {exercise.id: exercise for exercise in load_exercises(paths)}
    kept = tuple(own.pop(exercise.id, exercise) for exercise in library)
    return kept + tuple(own.values())


def find_exercise(name: str, library: Sequence[Exercise]) -> Exercise:
    """Return the exercise with this id, name or other name.

    Capitals, spaces, hyphens and other marks make no difference. An id goes
    before a name, and a name before another name.

    Raises:
        UsageError: There is none; the message offers the nearest name.
    """
    wanted = bare_name(name)
    for names in zip(*map(_names, library), strict=True):
        for exercise, own in zip(library, names, strict=True):
            if wanted in map(bare_name, own):
                return exercise
    raise _not_found(name, library)


def _names(exercise: Exercise) -> tuple[tuple[str, ...], ...]:
    """Return an exercise's id, its name and its other names, in the order in which they count."""
    also = exercise.also
    return (exercise.id,), (exercise.name, _(exercise.name)), (*also, *map(_, also))


def bare_name(name: str) -> str:
    """Return a name without capitals, spaces and marks, as names are compared."""
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _not_found(name: str, library: Sequence[Exercise]) -> UsageError:
    by_name = {
        bare_name(word): exercise.id
        for exercise in library
        for names in reversed(_names(exercise))
        for word in names
    }
    nearest = nearest_word(bare_name(name), by_name)
    if nearest:
        return UsageError(
            "Expected the name of an exercise, found '{name}': did you mean '{nearest}'?",
            name=name,
            nearest=by_name[nearest],
        )
    return UsageError(
        "Expected the name of an exercise, found '{name}': there are {ids}.",
        name=name,
        ids=", ".join(exercise.id for exercise in library),
    )


def _rank(exercise: Exercise) -> tuple[int, str]:
    place = ORDER.index(exercise.id) if exercise.id in ORDER else len(ORDER)
    return place, exercise.id


def read_toml(path: Path) -> dict[str, Any]:
    """Return the content of a TOML file; a byte order mark is ignored.

    Raises:
        ExerciseError: It cannot be read, or is no TOML.
    """
    try:
        with path.open("rb") as file:
            content = file.read(MOST_BYTES + 1)
        if len(content) > MOST_BYTES:
            raise ExerciseError(
                "{path}: expected a TOML file of at most {most_bytes} "
                "bytes, found a larger one: is it the right file?",
                path=path,
                most_bytes=MOST_BYTES,
            )
        return tomllib.loads(content.decode("utf-8-sig").replace("\r\n", "\n"))
    except FileNotFoundError as error:
        raise ExerciseError(
            "{path}: expected a TOML file, found no such file: check the path.",
            path=path,
        ) from error
    except OSError as error:
        raise ExerciseError(
            "{path}: expected a readable TOML file, found: {reason}.",
            path=path,
            reason=system_reason(error),
        ) from error
    except UnicodeDecodeError as error:
        raise ExerciseError(
            "{path}: expected text in UTF-8, found other bytes at position "
            "{start}: is it a TOML file? Save it as UTF-8.",
            path=path,
            start=error.start,
        ) from error
    except tomllib.TOMLDecodeError as error:
        raise ExerciseError(_syntax(path, str(error))) from error
    except RecursionError as error:
        raise ExerciseError(problem_report(path, (too_deep(),))) from error
    except ValueError as error:  # Python converts no whole number of more than 4,300 digits
        raise ExerciseError(
            "{path}: expected numbers of a few digits, found one of thousands: shorten it.",
            path=path,
        ) from error


def is_exercise(path: Path) -> bool:
    """Return whether a file is an exercise, right or wrong: it can be read, and has phases."""
    try:
        return "phase" in read_toml(path)
    except ExerciseError:
        return False


def _refuse_prescription(path: Path, data: Mapping[str, Any]) -> None:
    """Raise for a file that is a plan, instead of listing why it is no exercise or programme.

    Raises:
        ExerciseError: It has sessions and no phases.
    """
    if "session" in data and "phase" not in data:
        raise ExerciseError(
            "{path}: expected an exercise or a programme, found a plan: 'matside plan check' "
            "checks it.",
            path=path,
        )


def _syntax(path: Path, message: str) -> str:
    position, where = _POSITION.search(message), str(path)
    if position and position[1]:
        line, column = position.groups()
        where = _("{path}, line {line}, column {column}", path=path, line=line, column=column)
    elif position:
        where = _("{path}, at its end", path=path)
    return _(
        "{where}: expected TOML, found a mistake: {mistake}.",
        where=where,
        mistake=_POSITION.sub("", message),
    )


def _problems(error: ValidationError, data: dict[str, Any]) -> tuple[Problem, ...]:
    """Return all that is wrong: the schema's objections, and names that do not belong together."""
    references = tuple(reference_problems(data))
    schema = tuple(schema_problems(error, data, Exercise))
    if references:
        schema = tuple(problem for problem in schema if problem.where)
    return schema + references


def problem_report(path: Path, problems: Sequence[Problem]) -> str:
    """Return all that is wrong with a file, a line for each problem."""
    lines = [str(problem) for problem in problems[:MOST_TOLD]]
    if len(problems) > MOST_TOLD:
        lines.append(_("and {n} more", n=len(problems) - MOST_TOLD))
    head = ngettext("{path}: {n} problem:", "{path}: {n} problems:", len(problems), path=path)
    return "\n  ".join([head, *lines])
