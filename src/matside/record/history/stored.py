"""What the history knows of a session: what it begins with, and what is stored of it."""

from __future__ import annotations

import hashlib
import os
import sqlite3
import uuid
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Final, Literal

from matside.analysis.practised import PractisedSession
from matside.translation import _

GREATEST_NUMBER: Final = 2**63 - 1
"""Of a session: SQLite holds no greater one."""
_SAMPLED: Final = 1 << 20
"""Bytes at either end of a recording by which it is known again."""
_RECORDINGS: Final = uuid.UUID("0b1a6d0e-52f4-5b0f-9c7b-3d5d6a1f7c55")
Kind = Literal["practice", "analysis"]

MOST_PAIN: Final = 10
MOST_COUNT: Final = 9999
"""Repetitions that a person may say to have done of an exercise in one session."""
MOST_NOTE: Final = 4000
"""Letters of a note."""


class State(StrEnum):
    """Whether a session has come to its end."""

    UNDER_WAY = "under way"
    FINISHED = "finished"
    INTERRUPTED = "interrupted"
    """The program ended in mid-session; what its last checkpoint said is there."""


def new_id() -> str:
    """Return an identifier that no other session on any machine has."""
    return str(uuid.uuid4())


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionStart:
    """What is known of a session when it begins.

    Attributes:
        kind: ``practice`` before the camera, or ``analysis`` of a recording.
        started: When, in the time of the place: its date is the day of practice.
        source: Name of the camera or clip, without its folder.
        matside: Version of matside.
        folder: Where the session's files are, from the root, if there are any.
        exercise: Identifier of the exercise that was asked for, if one was.
        pain_before: 0..10 as the person reported it.
        id: The same on every machine.

    Raises:
        ValueError: ``started`` has no time zone, or the pain is not 0..10.
    """

    kind: Kind
    started: datetime
    source: str
    matside: str
    folder: Path | None = None
    exercise: str | None = None
    pain_before: int | None = None
    id: str = field(default_factory=new_id)

    def __post_init__(self) -> None:
        if self.started.utcoffset() is None:
            msg = _("started must tell its time zone, found {started}", started=self.started)
            raise ValueError(msg)
        check_pain(self.pain_before)


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSession:
    """A session as stored, without its whole summary.

    Attributes:
        number: Short name for people, on this machine only.
        start: What was known when it began.
        state: Whether it has come to its end.
        names: Names of exercises for people, by identifier, where they are stored.
        practised: Its result.
        note: What the person wrote about it; empty for nothing.
    """

    number: int
    start: SessionStart
    state: State
    names: dict[str, str]
    practised: PractisedSession
    note: str = ""


def check_pain(pain: int | None) -> None:
    """Raise ``ValueError`` unless ``pain`` is 0..10 or not reported."""
    if pain is not None and not 0 <= pain <= MOST_PAIN:
        msg = _(
            "pain is a number from 0 to {most_pain}, found {pain}", most_pain=MOST_PAIN, pain=pain
        )
        raise ValueError(msg)


def recording_id(path: Path) -> str:
    """Return the identifier under which the history knows a recording: the same each time."""
    return str(uuid.uuid5(_RECORDINGS, _fingerprint(path)))


def last_written(path: Path) -> datetime:
    """Return when a file was last written; now, where the file system tells of no possible day."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    except (ValueError, OverflowError, OSError):
        return datetime.now().astimezone()


def _fingerprint(path: Path) -> str:
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        digest.update(file.read(_SAMPLED))
        file.seek(max(0, size - _SAMPLED))
        digest.update(file.read(_SAMPLED))
    return digest.hexdigest()


def stored_folder(folder: Path) -> str | bytes:
    """Return a folder as the history stores it: bytes where its name is no text (not UTF-8).

    ``os.fsdecode`` reverts it.
    """
    name = str(folder)
    try:
        name.encode()
    except UnicodeEncodeError:
        return os.fsencode(folder)
    return name


def insert(connection: sqlite3.Connection, start: SessionStart, *, seen_s: float) -> None:
    """Add a session, or nothing if its id is known; to be called in a transaction.

    Args:
        connection: The history.
        start: What is known of the session.
        seen_s: When it was last written, in seconds since 1970.
    """
    connection.execute(
        """INSERT INTO sessions (id, kind, started, started_s, source, folder, exercise,
                pain_before, matside, seen_s)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO NOTHING""",
        (
            start.id,
            start.kind,
            start.started.isoformat(),
            start.started.timestamp(),
            start.source,
            None if start.folder is None else stored_folder(start.folder),
            start.exercise,
            start.pain_before,
            start.matside,
            seen_s,
        ),
    )
