"""The tables of the history: made in a new file, and filled from the summary of a session.

``sessions`` holds what is known of each session and its summary, whole, as in
``summary.json``, and what the person says of it. The other tables but ``corrections`` hold of the
summary what is asked for, so that a year can be listed without reading a year of JSON; they are
derived from it and can be made anew at any time.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from matside.errors import HistoryError
from matside.record.history.database import APPLICATION_ID, transaction

VERSION: Final = 5
"""The version of the file, ``PRAGMA user_version``: 0 says that it is new."""

_TABLES: Final = (
    """CREATE TABLE sessions (
        number INTEGER PRIMARY KEY AUTOINCREMENT,  -- for people; never given twice
        id TEXT NOT NULL UNIQUE,                   -- the same on every machine
        kind TEXT NOT NULL CHECK (kind IN ('practice', 'analysis')),
        started TEXT NOT NULL,                     -- ISO 8601 with the offset of the place
        started_s REAL NOT NULL,                   -- the same as seconds since 1970
        source TEXT NOT NULL,
        folder TEXT,
        exercise TEXT,                             -- the one that was asked for
        pain_before INTEGER CHECK (pain_before BETWEEN 0 AND 10),
        pain_after INTEGER CHECK (pain_after BETWEEN 0 AND 10),
        matside TEXT NOT NULL,
        seen_s REAL NOT NULL,                      -- when it was last written
        ended_s REAL,                              -- null: under way, or interrupted
        summary TEXT,                              -- JSON; null until the first checkpoint
        start_s REAL, end_s REAL, frames INTEGER, coverage REAL, pain_during INTEGER,
        note TEXT
    )""",
    "CREATE INDEX sessions_by_time ON sessions (started_s)",
    """CREATE TABLE sections (
        session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        section INTEGER NOT NULL,              -- from 0, in order of time
        exercise TEXT NOT NULL,
        name TEXT,                             -- for people, if known
        start_s REAL NOT NULL,
        end_s REAL NOT NULL,
        PRIMARY KEY (session, section)
    ) WITHOUT ROWID""",
    "CREATE INDEX sections_by_exercise ON sections (exercise)",
    """CREATE TABLE holds (
        session INTEGER NOT NULL, section INTEGER NOT NULL, position INTEGER NOT NULL,
        phase TEXT NOT NULL,
        side TEXT,                             -- null: the phase has none
        start_s REAL NOT NULL, end_s REAL NOT NULL, held_s REAL NOT NULL,
        depth TEXT,                            -- JSON
        PRIMARY KEY (session, section, position),
        FOREIGN KEY (session, section) REFERENCES sections ON DELETE CASCADE
    ) WITHOUT ROWID""",
    """CREATE TABLE reps (
        session INTEGER NOT NULL, section INTEGER NOT NULL, position INTEGER NOT NULL,
        side TEXT,
        count INTEGER NOT NULL,
        PRIMARY KEY (session, section, position),
        FOREIGN KEY (session, section) REFERENCES sections ON DELETE CASCADE
    ) WITHOUT ROWID""",
    """CREATE TABLE faults (
        session INTEGER NOT NULL, section INTEGER NOT NULL, position INTEGER NOT NULL,
        fault TEXT NOT NULL,
        side TEXT,
        start_s REAL NOT NULL, end_s REAL NOT NULL,
        PRIMARY KEY (session, section, position),
        FOREIGN KEY (session, section) REFERENCES sections ON DELETE CASCADE
    ) WITHOUT ROWID""",
    """CREATE TABLE ranges (
        session INTEGER NOT NULL, section INTEGER NOT NULL,
        measure TEXT NOT NULL,
        low REAL, high REAL,                   -- null: not known
        PRIMARY KEY (session, section, measure),
        FOREIGN KEY (session, section) REFERENCES sections ON DELETE CASCADE
    ) WITHOUT ROWID""",
    """CREATE TABLE neutrals (
        session INTEGER NOT NULL, section INTEGER NOT NULL,
        measure TEXT NOT NULL,
        value REAL,
        PRIMARY KEY (session, section, measure),
        FOREIGN KEY (session, section) REFERENCES sections ON DELETE CASCADE
    ) WITHOUT ROWID""",
    """CREATE TABLE corrections (
        session INTEGER NOT NULL REFERENCES sessions ON DELETE CASCADE,
        exercise TEXT NOT NULL,
        side TEXT NOT NULL CHECK (side IN ('', 'left', 'right')),  -- empty: counted without
        count INTEGER NOT NULL CHECK (count BETWEEN 0 AND 9999),
        PRIMARY KEY (session, exercise, side)
    ) WITHOUT ROWID""",
)

_EACH: Final = "FROM sessions s, json_each(s.summary, '$.sections') p"
_EACH_OF: Final = _EACH + ", json_each(p.value, {path}) i"
_WHERE: Final = " WHERE s.number = :number"


_COUNTED: Final = "iif(json_extract(p.value, '$.dose.hold_s') IS NULL, '$.reps', '$.dose.sides')"
"""Repetitions that count, as ``Section.counted``: of holds those that were long enough."""


def _of_each(table: str, keys: Sequence[str], path: str = "") -> str:
    """Return the SQL that fills a table from the list of its name, or at ``path``, in sections."""
    values = ", ".join(f"json_extract(i.value, '$.{key}')" for key in keys)
    each = _EACH_OF.format(path=path or f"'$.{table}'")
    return f"INSERT INTO {table} SELECT s.number, p.key, i.key, {values} {each}{_WHERE}"


_DERIVE: Final = (
    "DELETE FROM sections WHERE session = :number",
    """UPDATE sessions SET
        start_s = json_extract(summary, '$.start_s'), end_s = json_extract(summary, '$.end_s'),
        frames = json_extract(summary, '$.frames'), coverage = json_extract(summary, '$.coverage'),
        pain_during = (SELECT max(json_extract(value, '$.count'))
            FROM json_each(summary, '$.notices') WHERE json_extract(value, '$.kind') = 'pain_told')
    WHERE number = :number""",
    """INSERT INTO sections
    SELECT s.number, p.key, json_extract(p.value, '$.exercise'), json_extract(p.value, '$.name'),
        json_extract(p.value, '$.start_s'), json_extract(p.value, '$.end_s') """
    + _EACH
    + _WHERE,
    _of_each("holds", ("phase", "side", "start_s", "end_s", "held_s", "depth")),
    _of_each("reps", ("side", "count"), _COUNTED),
    _of_each("faults", ("fault", "side", "start_s", "end_s")),
    _of_each("ranges", ("low", "high")),
    "INSERT INTO neutrals SELECT s.number, p.key, i.key, i.value "
    + _EACH_OF.format(path="'$.neutral'")
    + _WHERE,
)


def derive(connection: sqlite3.Connection, number: int) -> None:
    """Fill the derived tables from the summary of a session; to be called in a transaction."""
    for statement in _DERIVE:
        connection.execute(statement, {"number": number})


def make_tables(path: Path, connection: sqlite3.Connection) -> None:
    """Make the tables of a new file; one that has them stays as it is.

    Raises:
        HistoryError: The file was written by a newer matside.
    """
    version = _version(connection)
    if version > VERSION:
        raise HistoryError(
            "The history {path} was written by a newer matside (version {version} "
            "of the file, and this one knows up to {known}); bring matside up to "
            "date.",
            path=path,
            version=version,
            known=VERSION,
        )
    if version == VERSION:
        return
    with transaction(connection):
        if _version(connection) == VERSION:  # another program has made them meanwhile
            return
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        for statement in _TABLES:
            connection.execute(statement)
        connection.execute(f"PRAGMA user_version = {VERSION}")


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)
