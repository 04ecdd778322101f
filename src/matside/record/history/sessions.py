"""The history itself: sessions begin, are written every second, end, are found and are deleted."""

from __future__ import annotations

import logging
import sqlite3
import threading
import time
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from pydantic import ValidationError

from matside.body.landmark import Side
from matside.errors import HistoryError
from matside.record.history import reading
from matside.record.history.database import connect, history_file, transaction, translated
from matside.record.history.deletion import Deletion, erase, remove_folders
from matside.record.history.reading import Choice
from matside.record.history.stored import (
    GREATEST_NUMBER,
    SessionStart,
    StoredSession,
    check_pain,
    insert,
    stored_folder,
)
from matside.record.history.tables import derive, make_tables
from matside.record.summary_file import SummaryFile
from matside.translation import _

_LOG = logging.getLogger(__name__)
_EVERYTHING = Choice()


class History:
    """Every session in one file; use it as a context manager.

    May be used from several threads: each call is one transaction, and calls
    wait for each other. A live session should leave it to a thread of its own
    (``matside.record.history.recorder.Recorder``), because a call may wait for
    the disk or for another program. What a call has returned from outlives a
    kill of the program at any later moment.

    Every method raises ``HistoryError`` where the file cannot be read or written.
    """

    def __init__(
        self, path: Path, connection: sqlite3.Connection, clock: Callable[[], float]
    ) -> None:
        self.path = path
        self._connection = connection
        self._clock = clock
        self._lock = threading.RLock()

    @classmethod
    def open(cls, path: Path | None = None, *, clock: Callable[[], float] = time.time) -> Self:
        """Return the history in the file, which is made if need be.

        Args:
            path: The file; ``None`` for the person's own (``history_file``).
            clock: Returns seconds since 1970.

        Raises:
            HistoryError: It cannot be opened, is damaged, another program's or
                a newer matside's.
        """
        path = path or history_file()
        connection = connect(path)
        try:
            with translated(path):
                make_tables(path, connection)
        except BaseException:
            connection.close()
            raise
        return cls(path, connection, clock)

    def close(self) -> None:
        """Close the file; a second call does nothing."""
        with self._lock, translated(self.path):
            self._connection.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    @property
    def now_s(self) -> float:
        """Seconds since 1970."""
        return self._clock()

    @contextmanager
    def writing(self) -> Iterator[sqlite3.Connection]:
        """Give the connection for one transaction: all that is done inside, or nothing."""
        with self._lock, translated(self.path), transaction(self._connection):
            yield self._connection

    @contextmanager
    def reading(self) -> Iterator[sqlite3.Connection]:
        """Give the connection for one view of the file, which writers do not change."""
        with self._lock, translated(self.path):
            self._connection.execute("BEGIN")
            try:
                yield self._connection
            finally:
                if self._connection.in_transaction:
                    self._connection.execute("ROLLBACK")

    def begin(self, start: SessionStart) -> str:
        """Store that a session has begun and return its id; the same one twice is stored once."""
        with self.writing() as connection:
            insert(connection, start, seen_s=self.now_s)
        return start.id

    def checkpoint(self, session: str, summary: SummaryFile) -> None:
        """Store the session's result so far, in place of the one stored before.

        A session that has come to its end stays as it is: the recording is being
        analysed again, and what counts is only what that comes to in the end.

        Raises:
            HistoryError: Also where the session has been deleted meanwhile.
        """
        self._store(session, summary.model_dump_json(), ended_s=None, pain_after=None)

    def finish(self, session: str, summary: SummaryFile, *, pain_after: int | None = None) -> None:
        """Store the session's final result.

        It may be called again, such as once the pain afterwards is reported.

        Raises:
            HistoryError: Also where the session has been deleted meanwhile.
            ValueError: The pain is not 0..10.
        """
        check_pain(pain_after)
        self._store(session, summary.model_dump_json(), ended_s=self.now_s, pain_after=pain_after)

    def _store(
        self, session: str, text: str, *, ended_s: float | None, pain_after: int | None
    ) -> None:
        with self.writing() as connection:
            query = "SELECT number, ended_s FROM sessions WHERE id = ?"
            found = connection.execute(query, (session,)).fetchone()
            if found is None:
                raise HistoryError(
                    "Cannot write to the history {path}: it does not hold the "
                    "session {session}; was it deleted meanwhile?",
                    path=self.path,
                    session=session,
                )
            number, was_ended_s = found
            if ended_s is None and was_ended_s is not None:
                return
            connection.execute(
                """UPDATE sessions SET summary = ?, seen_s = ?, ended_s = coalesce(?, ended_s),
                    pain_after = coalesce(?, pain_after) WHERE number = ?""",
                (text, self.now_s, ended_s, pain_after, number),
            )
            derive(connection, number)

    def note(self, number: int, text: str) -> None:
        """Store what the person writes about a session, in place of what they wrote before.

        Raises:
            HistoryError: There is none of this number.
        """
        self.session(number)
        with self.writing() as connection:
            row = text or None, number
            connection.execute("UPDATE sessions SET note = ? WHERE number = ?", row)
            self._touch(connection, number)

    def correct(self, number: int, exercise: str, side: Side | None, count: int | None) -> None:
        """Store how many repetitions the person says they did, beside what was measured.

        Args:
            number: The session.
            exercise: Identifier of the exercise.
            side: The side; ``None`` where it is counted without.
            count: 0..``stored.MOST_COUNT``; ``None`` to let the measured count hold again.

        Raises:
            HistoryError: There is no session of this number.
        """
        self.session(number)
        key = (number, exercise, "" if side is None else side.value)
        with self.writing() as connection:
            connection.execute(
                "DELETE FROM corrections WHERE session = ? AND exercise = ? AND side = ?", key
            )
            if count is not None:
                connection.execute("INSERT INTO corrections VALUES (?, ?, ?, ?)", (*key, count))
            self._touch(connection, number)

    def number_in(self, folder: Path) -> int | None:
        """Return the number of the newest session whose files are in a folder."""
        return self._newest("folder", stored_folder(folder))

    def number_of(self, session: str) -> int | None:
        """Return the number of the session of this id."""
        return self._newest("id", session)

    def _newest(self, column: str, value: str | bytes) -> int | None:
        query = f"SELECT max(number) FROM sessions WHERE {column} = ?"  # noqa: S608 (of our own)
        with self.reading() as connection:
            (number,) = connection.execute(query, (value,)).fetchone()
        return None if number is None else int(number)

    def _touch(self, connection: sqlite3.Connection, number: int) -> None:
        """Mark a session that has ended as written now, so that an import knows the later one."""
        update = "UPDATE sessions SET seen_s = ? WHERE number = ? AND ended_s IS NOT NULL"
        connection.execute(update, (self.now_s, number))

    def discard(self, session: str) -> None:
        """Remove a session without any checkpoint."""
        with self.writing() as connection:
            connection.execute("DELETE FROM sessions WHERE id = ? AND summary IS NULL", (session,))

    def sessions(self, choice: Choice = _EVERYTHING) -> list[StoredSession]:
        """Return the chosen sessions, the newest first; what is damaged is left out and logged."""
        with self.reading() as connection:
            sessions, unreadable = reading.load(connection, choice, now_s=self.now_s)
        if unreadable:
            numbers = ", ".join(map(str, unreadable))
            warning = _("Damaged and left out of the history {path}: session {numbers}.",
                     path=self.path, numbers=numbers)  # fmt: skip
            _LOG.warning("%s", warning)
        return sessions

    def session(self, number: int) -> StoredSession:
        """Return one session.

        Raises:
            HistoryError: There is none of this number.
        """
        found = self.sessions(Choice(number=number)) if number <= GREATEST_NUMBER else []
        if not found:
            raise HistoryError(
                "There is no session {number} in the history: 'matside history' lists them.",
                number=number,
            )
        return found[0]

    def summary(self, number: int) -> SummaryFile | None:
        """Return the whole summary of a session; ``None`` if it was interrupted at once.

        Raises:
            HistoryError: There is none of this number, or its summary is of
                another version of matside.
        """
        self.session(number)
        with self.reading() as connection:
            query = "SELECT summary FROM sessions WHERE number = ?"
            (text,) = connection.execute(query, (number,)).fetchone()
        if text is None:
            return None
        try:
            return SummaryFile.model_validate_json(text)
        except ValidationError as error:
            raise HistoryError(
                "The summary of session {number} was written by another version of "
                "matside and cannot be shown; 'matside history' still lists what "
                "it came to.",
                number=number,
            ) from error

    def exercises(self) -> list[str]:
        """Return the identifiers of all exercises that were done, sorted."""
        with self.reading() as connection:
            return reading.exercises(connection)

    def delete(self, numbers: Collection[int], *, own_folder: Path | None = None) -> Deletion:
        """Delete sessions so that nothing of them is left in the file.

        Args:
            numbers: Their numbers; those that are not there are passed over.
            own_folder: The person's folder: what matside wrote in a
                session's folder there goes too, and is left alone elsewhere.

        Raises:
            HistoryError: Also where the session's files cannot be removed; then
                the session is still there.
        """
        elsewhere: tuple[Path, ...] = ()
        with self._lock:
            if own_folder is not None:
                elsewhere = remove_folders(self.sessions(), numbers, own_folder)
            with self.writing() as connection:
                rows = ((number,) for number in numbers)
                connection.executemany("DELETE FROM sessions WHERE number = ?", rows)
            with translated(self.path):
                return Deletion(erased=erase(self._connection), elsewhere=elsewhere)
