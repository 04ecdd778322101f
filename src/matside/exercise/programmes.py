"""Reads programmes and plans from their files, and finds a programme by its name."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from matside.data import data_folder
from matside.errors import ExerciseError
from matside.exercise.library import (
    bare_name,
    load_library,
    problem_report,
    read_model,
    read_toml,
)
from matside.exercise.prescription import (
    WEEK,
    Bounds,
    PrescribedLimit,
    PrescribedSession,
    Prescription,
    session_problems,
    withheld_problems,
)
from matside.exercise.problems import Problem, bound_problems, place, schema_problems
from matside.exercise.programme import Programme, step_problems
from matside.exercise.schema import Exercise
from matside.translation import Text, _

_T = TypeVar("_T", bound=BaseModel)
FOLDER: Final = "programmes"
"""Where matside's own lie, within its exercises."""
_WHOLE: Final = {"id": "session", "name": "session", "days": ["mon"], "times": ["00:00"]}
"""Stands in for the keys that a session lacks, so that its other problems are told as well."""
_EARLY: Final = Text("The last day is before the first: change one of them.")
_NO_DAY: Final = Text("None of these days lies between the first and the last day.")


def load_programme(path: Path, library: Sequence[Exercise], *, alone: bool = False) -> Programme:
    """Return the programme that a TOML file describes; its steps name exercises of the library.

    A file that is checked ``alone`` comes without exercise files of the person's own.

    Raises:
        ExerciseError: The file is invalid, or a step asks for something that its exercise lacks;
            the message lists all problems.
    """
    programme = read_model(
        path, Programme, lambda error, data: tuple(schema_problems(error, data, Programme))
    )
    found = _problems(programme, {exercise.id: exercise for exercise in library}, alone=alone)
    if found:
        raise ExerciseError(problem_report(path, found))
    return programme


@cache
def load_programmes(library: tuple[Exercise, ...]) -> tuple[Programme, ...]:
    """Return matside's own programmes, by the names of their files.

    One that names what a person's own file does not have, which stands in the place of
    matside's, is left out.

    Raises:
        ExerciseError: One of the files is wrong.
    """
    folder = data_folder("exercises") / FOLDER
    whole = set(load_library()) <= set(library)
    found = []
    for path in sorted(folder.glob("*.toml")):
        try:
            found.append(load_programme(path, library))
        except ExerciseError:
            if whole:
                raise
    return tuple(found)


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
    """Return whether a file is a programme, right or wrong: readable, with steps and no phases."""
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
            says = _unknown(", ".join(library), step.exercise, alone=alone)
            found.append(Problem(where=f"{where} › exercise", says=says))
            continue
        found += [Problem(where=where, says=says) for _key, says in step_problems(step, exercise)]
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


def load_prescription(path: Path, library: tuple[Exercise, ...]) -> Prescription:
    """Return the prescription that a TOML file describes; its steps name exercises of the library.

    Raises:
        ExerciseError: The file is invalid, or asks for what does not exist; the message lists all
            problems.
    """
    data = read_toml(path)
    _refuse_others(path, data)
    prescription, found = checked_prescription(data, library)
    if prescription is None:
        raise ExerciseError(problem_report(path, found))
    return prescription


def checked_prescription(
    data: Mapping[str, Any], library: tuple[Exercise, ...]
) -> tuple[Prescription | None, Sequence[Problem]]:
    """Return the prescription of a file's content, or ``None`` and all that is wrong with it."""
    if bounds := tuple(bound_problems(data)):
        return None, bounds
    document = json.loads(json.dumps(data, default=str))
    found: list[Problem] = []
    prescription = None
    try:
        prescription = Prescription.model_validate_json(json.dumps(document), strict=True)
    except ValidationError as error:
        found += schema_problems(error, document, Prescription)
    found += _vain(document, library)
    found += _limit_problems(document)
    if prescription is not None and not (ends := tuple(_ends(prescription))):
        places = [place(("session", index), document) for index in range(len(prescription.session))]
        found += _schedule_problems(prescription, places)
    elif prescription is not None:
        found += ends
    return (None if found else prescription), found


def _refuse_others(path: Path, data: Mapping[str, Any]) -> None:
    """Raise for a file of another kind, instead of listing why it is no plan."""
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
        yield Problem(where="until", says=says, at=("until",), plain=_EARLY())


def _schedule_problems(prescription: Prescription, places: Sequence[str]) -> Iterator[Problem]:
    """Yield what is wrong with the days and times of a prescription's sessions together.

    ``places`` says where each of its sessions stands in the file.
    """
    ids = Counter(session.id for session in prescription.session)
    for index, (session, where) in enumerate(zip(prescription.session, places, strict=True)):
        if ids[session.id] > 1:
            yield Problem(
                where=f"{where} › id", says=_("expected an id of its own, found it twice")
            )
        first, _last = prescription.span_of(session)
        if not any(prescription.is_due_on(session, day) for day in range(first, first + WEEK)):
            says = _(
                "expected one of its days ({days}) from its first day to its last, found none",
                days=", ".join(session.days),
            )
            at = ("session", index, "days")
            yield Problem(where=where, says=says, at=at, plain=_NO_DAY())
    yield from _crowded(prescription)


def _crowded(prescription: Prescription) -> Iterator[Problem]:
    """Yield days with two sessions at the same time or more than are allowed, each once.

    Any clash occurs for the first time in the first week of some session, so only these are looked
    at.
    """
    most = prescription.bounds.sessions_a_day
    reported: set[tuple[str, ...]] = set()
    begins = sorted({prescription.span_of(session)[0] for session in prescription.session})
    for day in (day for begin in begins for day in range(begin, begin + WEEK)):
        on = [one for one in prescription.session if prescription.is_due_on(one, day)]
        names = tuple(session.id for session in on)
        times = Counter(time for session in on for time in session.times)
        if names in reported:
            continue
        reported.add(names)
        who = {"day": date.fromordinal(day), "names": ", ".join(names)}
        for time in (time for time, count in times.items() if count > 1):
            says = _(
                "expected one session at a time, found {n} at {time} on {day} ({names})",
                n=times[time],
                time=time,
                **who,
            )
            here = [one for one in on if time in one.times]
            plain = _(
                "Only one session at a time; at {time} there are {names}.",
                time=time,
                names=", ".join(one.name for one in here),
            )
            at = ("session", prescription.session.index(here[-1]), "times")
            yield Problem(where="session", says=says, at=at, plain=plain)
        if most is not None and times.total() > most:
            says = _(
                "expected at most {most} sessions a day, found {n} on {day} ({names})",
                most=most,
                n=times.total(),
                **who,
            )
            plain = _(
                "There are {n} sessions on one day ({names}), and {most} at most.",
                n=times.total(),
                names=", ".join(one.name for one in on),
                most=most,
            )
            where, most_at = "bounds › sessions_a_day", ("bounds", "sessions_a_day")
            yield Problem(where=where, says=says, at=most_at, plain=plain)


def _limit_problems(document: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield limits that end before they begin, and so never hold."""
    limits = document.get("limit")
    for index, table in enumerate(limits if isinstance(limits, list) else ()):
        limit = _formed(PrescribedLimit, table)
        if limit is None or limit.first_day is None or limit.last_day is None:
            continue
        if limit.last_day < limit.first_day:
            says = _(
                "expected a day from {first} on, the limit's first, found {last}",
                first=limit.first_day,
                last=limit.last_day,
            )
            where, at = f"{place(('limit', index), document)} › until", ("limit", index, "until")
            yield Problem(where=where, says=says, at=at, plain=_EARLY())


def _vain(document: Mapping[str, Any], library: tuple[Exercise, ...]) -> Iterator[Problem]:
    """Yield the problems of sessions that are well formed, even where others are not.

    So one spelling mistake hides no other in the file.
    """
    exercises = {exercise.id: exercise for exercise in library}
    programmes = {programme.id: programme for programme in load_programmes(library)}
    bounds = _formed(Bounds, document.get("bounds", {})) or Bounds()
    limits = document.get("limits")
    limits = [name for name in limits if isinstance(name, str)] if isinstance(limits, list) else []
    sessions = document.get("session")
    for index, table in enumerate(sessions if isinstance(sessions, list) else ()):
        session = (
            _formed(PrescribedSession, {**_WHOLE, **table}) if isinstance(table, dict) else None
        )
        if session is not None:
            at = ("session", index)
            where = place(at, document)
            wrong = session_problems(where, session, bounds, exercises, programmes)
            for problem in (*wrong, *withheld_problems(where, session, limits, exercises)):
                yield replace(problem, at=(*at, *problem.at))


def _formed(model: type[_T], table: object) -> _T | None:
    try:
        return model.model_validate_json(json.dumps(table), strict=True)
    except ValidationError:
        return None
