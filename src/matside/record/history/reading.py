"""Reads stored sessions: a handful of queries, however many sessions there are."""

from __future__ import annotations

import json
import math
import os
import sqlite3
from collections import Counter, defaultdict
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from matside.analysis.practised import PractisedHold, PractisedSection, PractisedSession
from matside.body.landmark import Side
from matside.coach.summary import Range
from matside.record.history.database import by_name
from matside.record.history.stored import SessionStart, State, StoredSession
from matside.translation import _
from matside.wording.formatting import printable

ALIVE_S: Final = 3.0
"""A session that was written this recently is under way: checkpoints come every second."""

_DAMAGED: Final = (ValueError, TypeError, OverflowError, IndexError, AttributeError)
"""What comes of a row that was written by hand or is damaged: no day, no number, no side."""
_GREATEST: Final = 1e10
"""Seconds until the year 2286, and more than any length, angle or ratio."""
_MOST_REPS: Final = 10**6
_Place = tuple[int, int]
"""A session's number and a section's position in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which sessions are wanted, the newest first.

    Attributes:
        number: The one of this number; ``None`` for any.
        exercise: Those that show this exercise or were asked for it.
        since: Those of this day and later, by the date of their place.
        limit: No more than so many.
    """

    number: int | None = None
    exercise: str | None = None
    since: date | None = None
    limit: int | None = None


_CHOSEN: Final = """
CREATE TEMPORARY TABLE chosen AS
SELECT number FROM sessions s
WHERE (:number IS NULL OR number = :number)
    AND (:since IS NULL OR date(substr(started, 1, 10)) >= :since)
    AND (:exercise IS NULL OR exercise = :exercise
        OR EXISTS (SELECT 1 FROM sections WHERE session = number AND exercise = :exercise))
ORDER BY started_s DESC, number DESC LIMIT :limit
"""


def load(
    connection: sqlite3.Connection, choice: Choice, *, now_s: float
) -> tuple[list[StoredSession], list[int]]:
    """Return the chosen sessions, the newest first, and the numbers of those that are damaged.

    Args:
        connection: The history, up to date.
        choice: Which sessions.
        now_s: Seconds since 1970, to tell sessions under way from interrupted ones.
    """
    numbers = _choose(connection, choice)
    with suppress(*_DAMAGED):
        return _load(connection, now_s), []
    sessions: list[StoredSession] = []
    unreadable = []
    for number in numbers:
        _choose(connection, Choice(number=number))
        try:
            sessions += _load(connection, now_s)
        except _DAMAGED:
            unreadable.append(number)
    return sessions, unreadable


def _choose(connection: sqlite3.Connection, choice: Choice) -> list[int]:
    """Fill the table of the chosen sessions, and return their numbers, the newest first."""
    connection.execute("DROP TABLE IF EXISTS temp.chosen")
    connection.execute(
        _CHOSEN,
        {
            "number": choice.number,
            "since": choice.since and choice.since.isoformat(),
            "exercise": choice.exercise,
            "limit": -1 if choice.limit is None else choice.limit,
        },
    )
    query = "SELECT number FROM sessions JOIN temp.chosen USING (number)"
    order = "ORDER BY started_s DESC, number DESC"
    return [number for (number,) in connection.execute(f"{query} {order}")]


def _load(connection: sqlite3.Connection, now_s: float) -> list[StoredSession]:
    """Return the chosen sessions, the newest first; one of ``_DAMAGED`` if a row cannot be."""
    sections, names = _sections(connection)
    corrected = _corrections(connection)
    rows = by_name(
        connection,
        """SELECT number, id, kind, started, started_s, source, folder, exercise, pain_before,
            pain_during, pain_after, matside, seen_s, ended_s, start_s, end_s, frames, coverage,
            note
        FROM sessions JOIN temp.chosen USING (number) ORDER BY started_s DESC, number DESC""",
    )
    return [
        _stored(row, sections[row["number"]], names[row["number"]], corrected[row["number"]], now_s)
        for row in rows
    ]


def exercises(connection: sqlite3.Connection) -> list[str]:
    """Return the identifiers of all exercises that were done, sorted."""
    query = "SELECT DISTINCT exercise FROM sections ORDER BY exercise"
    return [str(exercise) for (exercise,) in connection.execute(query)]


def _stored(
    row: sqlite3.Row,
    sections: tuple[PractisedSection, ...],
    names: dict[str, str],
    corrected: dict[str, dict[Side | None, int]],
    now_s: float,
) -> StoredSession:
    start = SessionStart(
        kind=row["kind"],
        started=datetime.fromisoformat(row["started"]),
        source=printable(row["source"]),
        matside=printable(row["matside"]),
        folder=Path(os.fsdecode(row["folder"])) if row["folder"] is not None else None,
        exercise=row["exercise"] and printable(row["exercise"]),
        pain_before=row["pain_before"],
        id=row["id"],
    )
    practised = PractisedSession(
        id=row["id"],
        started_s=_seconds(row["started_s"]),
        day=start.started.toordinal(),
        length_s=_seconds(row["end_s"] or 0.0) - _seconds(row["start_s"] or 0.0),
        coverage=_number(row["coverage"]),
        live=row["kind"] == "practice",
        whole=row["ended_s"] is not None,
        source=start.source,
        recording=_recording(row),
        pain_before=row["pain_before"],
        pain_during=row["pain_during"],
        pain_after=row["pain_after"],
        minute=start.started.hour * 60 + start.started.minute,
        sections=sections,
        corrected=corrected,
    )
    return StoredSession(
        number=row["number"],
        start=start,
        state=_state(row, now_s),
        names=names,
        practised=practised,
        note="\n".join(map(printable, (row["note"] or "").splitlines())),
    )


def _state(row: sqlite3.Row, now_s: float) -> State:
    if row["ended_s"] is not None:
        return State.FINISHED
    return State.UNDER_WAY if 0.0 <= now_s - row["seen_s"] < ALIVE_S else State.INTERRUPTED


def _recording(row: sqlite3.Row) -> str:
    """Return what tells one recording from another: name, first and last moment, frames."""
    if not row["frames"]:
        return ""
    return f"{row['source']}|{row['start_s']:.3f}|{row['end_s']:.3f}|{row['frames']}"


def _sections(
    connection: sqlite3.Connection,
) -> tuple[dict[int, tuple[PractisedSection, ...]], dict[int, dict[str, str]]]:
    """Return, by number of the session, its sections and the names of their exercises."""
    holds: dict[_Place, list[PractisedHold]] = defaultdict(list)
    for session, section, phase, side, held_s, depth in _query(
        connection, "holds", "phase, side, held_s, depth"
    ):
        holds[session, section].append(
            PractisedHold(
                phase=str(phase),
                side=_side(side),
                held_s=_seconds(held_s),
                depth={key: _number(value) for key, value in json.loads(depth or "{}").items()},
            )
        )
    reps: dict[_Place, dict[Side | None, int]] = defaultdict(dict)
    for session, section, side, count in _query(connection, "reps", "side, count"):
        reps[session, section][_side(side)] = _count(count)
    faults: dict[_Place, Counter[str]] = defaultdict(Counter)
    for session, section, fault in _query(connection, "faults", "fault"):
        faults[session, section][fault] += 1
    ranges: dict[_Place, dict[str, Range]] = defaultdict(dict)
    for session, section, measure, low, high in _query(connection, "ranges", "measure, low, high"):
        ranges[session, section][measure] = Range(low=_number(low), high=_number(high))
    neutrals: dict[_Place, dict[str, float]] = defaultdict(dict)
    for session, section, measure, value in _query(connection, "neutrals", "measure, value"):
        neutrals[session, section][measure] = _number(value)
    sections: dict[int, list[PractisedSection]] = defaultdict(list)
    names: dict[int, dict[str, str]] = defaultdict(dict)
    for session, section, exercise, name, start_s, end_s in _query(
        connection, "sections", "exercise, name, start_s, end_s"
    ):
        place = (session, section)
        each_hold = tuple(holds.get(place, ()))
        practised = PractisedSection(
            exercise=printable(exercise),
            length_s=_seconds(end_s) - _seconds(start_s),
            holds=len(each_hold),
            held_s=math.fsum(hold.held_s for hold in each_hold),
            reps=reps.get(place, {}),
            faults=faults.get(place, {}),
            ranges=ranges.get(place, {}),
            neutral=neutrals.get(place, {}),
            each_hold=each_hold,
        )
        sections[session].append(practised)
        if name:
            names[session][exercise] = printable(name)
    whole = {session: tuple(parts) for session, parts in sections.items()}
    return defaultdict(tuple, whole), names


def _corrections(
    connection: sqlite3.Connection,
) -> dict[int, dict[str, dict[Side | None, int]]]:
    """Return, by number of the session, the counts that the person corrected."""
    found: dict[int, dict[str, dict[Side | None, int]]] = defaultdict(dict)
    rows = connection.execute(
        """SELECT session, exercise, side, count FROM temp.chosen
        CROSS JOIN corrections ON session = number ORDER BY session, exercise, side"""
    )
    for session, exercise, side, count in rows:
        by_side = found[session].setdefault(printable(exercise), {})
        by_side[_side(side)] = _count(count)
    return found


def _query(connection: sqlite3.Connection, table: str, columns: str) -> Iterable[tuple[Any, ...]]:
    """Return rows of a derived table for the chosen sessions, in order of its key."""
    return connection.execute(
        f"SELECT session, section, {columns} FROM temp.chosen "  # noqa: S608 (names of our own)
        f"CROSS JOIN {table} ON session = number ORDER BY session, section"
    )


def _side(stored: str | None) -> Side | None:
    return Side(stored) if stored else None


def _number(value: float | None) -> float:
    return math.nan if value is None else _seconds(value)


def _seconds(value: float) -> float:
    """Return a number that a session may hold; else raise ``ValueError`` or ``TypeError``.

    SQLite keeps what it is given: a column of numbers may hold any text.
    """
    if not abs(value) <= _GREATEST:
        msg = _("{value} cannot be", value=value)
        raise ValueError(msg)
    return value


def _count(value: int) -> int:
    if value not in range(_MOST_REPS + 1):
        msg = _("{value} cannot be", value=value)
        raise ValueError(msg)
    return value
