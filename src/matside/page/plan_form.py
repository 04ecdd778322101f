"""The form of a plan: what was sent becomes the content of a plan's file, and fields again.

What is typed is checked by the plan's own schema alone: a number that is none stays the text that
was typed, and the schema objects to it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from pydantic import ValidationError
from starlette.exceptions import HTTPException

from matside.exercise.conditions import Strict
from matside.exercise.limits import LimitName
from matside.exercise.prescription import WEEKDAYS, PrescribedLimit
from matside.exercise.problems import Location, Problem
from matside.exercise.programme import Later, Pause, Step, step_problems
from matside.exercise.schema import Exercise
from matside.page import plan_form_texts as texts
from matside.page.exchange import whole_number
from matside.wording.formatting import capitalised

Content = dict[str, Any]
SentLists = Mapping[str, Sequence[str]]

MOST_ROWS: Final = 20
"""Sessions of a plan, and exercises of a session, as its schema has them."""
_PLAN: Final = ("id", "name", "prescribed_by", "prescribed_to", "from", "until", "note")
_SESSION: Final = ("id", "name", "from", "until", "programme", "note")
STEP: Final = ("exercise", "dose", "phase", "side", "note", "sets", "reps", "hold_s")
_BOUNDS: Final = ("hold_s", "reps", "sessions_a_day")
_NUMBERS: Final = {"sets", "reps", "hold_s", "sessions_a_day"}
_NUMBER: Final = re.compile(r"(\d{1,9})(?:[.,](\d{1,6}))?")
_TIME: Final = re.compile(r"(\d{1,2})(?:[:.h](\d{2}))?h?")
_USUAL_BOUNDS: Final = {"hold_s": 60, "reps": 15, "sessions_a_day": 3}


class _KeptOfPlan(Strict):
    """What the form of a plan carries along without showing it."""

    limit: tuple[PrescribedLimit, ...] = ()


class _KeptOfStep(Strict):
    """What the row of an exercise carries along without showing it."""

    rest_s: Pause | None = None
    switch_s: Pause | None = None
    later: Later | None = None


def blank() -> Content:
    """Return the content that an empty form begins with."""
    today = date.today().isoformat()  # noqa: DTZ011 - the person's own
    return {"from": today, "bounds": dict(_USUAL_BOUNDS), "session": [_blank_session()]}


def _blank_session() -> Content:
    return {"days": list(WEEKDAYS), "times": ["08:00"], "step": []}


# From the form to the content


def content_of(sent: SentLists, exercises: Mapping[str, Exercise]) -> Content:
    """Return what was typed as the content of a plan's file, in which much may be wrong."""
    content = {**_kept(sent, "kept", _KeptOfPlan), **_typed(sent, "", _PLAN)}
    content["mind"] = [line for line in map(str.strip, _last(sent, "mind").splitlines()) if line]
    ticked = {str(name): _typed(sent, f"limit.{name}.", ("from", "until"))
              for name in LimitName if f"limit.{name}" in sent}  # fmt: skip
    content["limits"] = [name for name, days in ticked.items() if not days]
    dated = [{"id": name, **days} for name, days in ticked.items() if days]
    content["limit"] = [*dated, *content.get("limit", [])]
    content["bounds"] = _typed(sent, "bounds.", _BOUNDS)
    number = min(whole_number(_last(sent, "sessions")) or 0, MOST_ROWS)
    content["session"] = [_session(sent, f"session.{n}.", exercises) for n in range(number)]
    return content


def _session(sent: SentLists, at: str, exercises: Mapping[str, Exercise]) -> Content:
    session = _typed(sent, at, _SESSION)
    session["days"] = [day for day in WEEKDAYS if day in sent.get(f"{at}days", ())]
    session["times"] = [
        _time(one) for one in re.split(r"[,;\s]+", _last(sent, f"{at}times")) if one
    ]
    session = {key: value for key, value in session.items() if value}
    session["step"] = []
    for row in (f"{at}step.{number}." for number in range(MOST_ROWS)):
        exercise = exercises.get(_last(sent, f"{row}exercise"))
        if exercise is not None:
            step = {**_kept(sent, f"{row}kept", _KeptOfStep), **_typed(sent, row, STEP)}
            session["step"].append(_fitting(step, exercise))
    return session


def _fitting(step: Content, exercise: Exercise) -> Content:
    """Return a step without what its exercise does not have: another may have been in its place."""
    later = Later.model_validate(step["later"]) if "later" in step else None
    asked = Step.model_construct(**{**step, "later": later})
    wrong = [key for key, _says in step_problems(asked, exercise)]
    left = {key: value for key, value in step.items() if key not in wrong}
    return _fitting(left, exercise) if wrong else left


def _typed(sent: SentLists, at: str, keys: Sequence[str]) -> Content:
    found = {key: _last(sent, at + key) for key in keys}
    return {key: _number(text) if key in _NUMBERS else text for key, text in found.items() if text}


def _last(sent: SentLists, name: str) -> str:
    return sent.get(name, ("",))[-1].strip().replace("\r\n", "\n")


def _number(text: str) -> int | float | str:
    found = _NUMBER.fullmatch(text)
    if found is None:
        return text
    return int(found[1]) if found[2] is None else float(f"{found[1]}.{found[2]}")


def _time(text: str) -> str:
    """Return a time as the file has it where it can be read as one: ``7.30`` is ``07:30``."""
    found = _TIME.fullmatch(text)
    return text if found is None else f"{found[1]:0>2}:{found[2] or '00'}"


def _kept(sent: SentLists, name: str, model: type[Strict]) -> Content:
    """Return what is carried along under a name; what no form carries is refused."""
    try:
        kept = model.model_validate_json(_last(sent, name) or "{}")
    except ValidationError as error:
        raise HTTPException(400) from error
    return kept.model_dump(mode="json", by_alias=True, exclude_defaults=True)


def file_content(content: Content) -> Content:
    """Return the content to be checked and kept: with identifiers, and programmes instead of steps.

    Identifiers that were there stay, for the history knows sessions by them.
    """
    taken = {session.get("id", "") for session in content["session"]}
    sessions = []
    for session in content["session"]:
        chosen = {**session, "step": []} if session.get("programme") else session
        sessions.append({"id": _identifier(session.get("name", ""), taken), **chosen})
    identifier = _identifier(content.get("name", ""), set())
    return {"schema_version": 1, "id": identifier, **content, "session": sessions}


def _identifier(name: str, taken: set[str]) -> str:
    """Return a new identifier after a name, and add it to those that are taken."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "_", plain).strip("_0123456789")[:36].strip("_") or "plan"
    numbered = (base if n == 1 else f"{base}_{n}" for n in range(1, 2 * MOST_ROWS + 2))
    found = next(one for one in numbered if one not in taken)
    taken.add(found)
    return found


# Rows


def changed(content: Content, wish: str, exercises: Mapping[str, Exercise]) -> str:
    """Add, remove or move a row as a button asks for, and return the field to go on with."""
    verb, *place = wish.split(" ")
    sessions = content["session"]
    numbers = [whole_number(part) for part in place]
    if verb == "add" and not place and len(sessions) < MOST_ROWS:
        sessions.append(_blank_session())
        return f"session.{len(sessions) - 1}.name"
    if not numbers or numbers[0] is None or numbers[0] >= len(sessions):
        return ""
    session = numbers[0]
    steps = sessions[session]["step"]
    if verb == "add":
        if len(place) != 2 or place[1] not in exercises or len(steps) >= MOST_ROWS:
            return ""
        steps.append({"exercise": place[1]})
        return f"session.{session}.step.{len(steps) - 1}.reps"
    if len(place) == 1:
        return _moved(sessions, verb, session, "session.{}.name", "add")
    row = f"session.{session}.step." + "{}.reps"
    return _moved(steps, verb, numbers[1], row, f"session.{session}.programme")


def _moved(rows: list[Content], verb: str, at: int | None, field: str, last: str) -> str:
    """Remove or move a row; return the ``field`` of it or of the next, or ``last`` without any."""
    if at is None or at >= len(rows):
        return ""
    to = {"up": at - 1, "down": at + 1}.get(verb, at)
    if verb in {"up", "down"} and 0 <= to < len(rows):
        rows[at], rows[to] = rows[to], rows[at]
    elif verb == "remove":
        del rows[at]
        to = min(at, len(rows) - 1)
    return field.format(to) if rows else last


# What is wrong


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is wrong: the name of the field, the place in words, and a sentence."""

    field: str
    where: str
    what: str


def told(content: Content, problems: Sequence[Problem]) -> dict[str, Told]:
    """Return what is wrong by field, the first of each."""
    found: dict[str, Told] = {}
    for problem in problems:
        field = _field(problem.at, content)
        one = Told(field=field, where=_where(field, content), what=_sentence(problem, content))
        found.setdefault(field, one)
    return found


def _field(at: Location, content: Content) -> str:
    """Return the name of the field in which a value stands."""
    parts = list(at)
    if parts[:1] == ["limit"] and len(parts) > 1:
        parts[1] = content["limit"][parts[1]].get("id", "")
    while parts and isinstance(parts[-1], int):
        parts.pop()
    return ".".join(map(str, parts))


def _where(field: str, content: Content) -> str:
    key = field.rpartition(".")[2]
    parts = field.split(".")
    label = texts.LABELS.get(key, texts.LIMITS_AND_BOUNDS)()
    if parts[0] != "session" or len(parts) < 3:
        return label
    number = int(parts[1])
    session = content["session"][number].get("name") or texts.SESSION(number=number + 1)
    if parts[2:3] == ["step"] and len(parts) > 4:
        session = texts.WHERE(part=session, field=texts.STEP(number=int(parts[3]) + 1))
        label = texts.STEP_LABELS.get(key, texts.STEP_LABELS["exercise"])()
    return texts.WHERE(part=session, field=texts.SESSION_NAME() if key == "name" else label)


def _sentence(problem: Problem, content: Content) -> str:
    if problem.plain:
        return problem.plain
    if not _value(content, problem.at):
        needed = {"days": texts.DAY_NEEDED, "times": texts.TIME_NEEDED}
        return needed.get(str(problem.at[-1]), texts.NEEDED)()
    return f"{capitalised(problem.says)}."


def _value(content: Content, at: Location) -> Any:  # noqa: ANN401 - whatever a file may hold
    value: Any = content
    for part in at:
        try:
            value = value[part]
        except (KeyError, IndexError):
            return None
    return value
