"""The file of the history: where it is, how it is opened, and errors a person can act on.

One SQLite file in write-ahead mode: a program that is killed in mid-write
leaves the last whole commit, readers and a writer do not wait for each other,
and two writers wait in turn. Everything in it is overwritten when it is deleted
(``secure_delete``), and only its owner can read it.
"""

from __future__ import annotations

import errno
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

import platformdirs

from matside.errors import HistoryError, system_reason
from matside.translation import N_, _

FILE: Final = "history.sqlite3"
SESSIONS: Final = "sessions"
"""Folder of the live sessions' own folders, within matside's own."""
PEOPLE: Final = "people"
"""Folder of the folders of further people, within matside's own."""
FOLDER_VARIABLE: Final = "MATSIDE_DATA"
"""Environment variable that names another folder for matside's own data."""

APPLICATION_ID: Final = 0x6D617473
"""Says in the file's header that it is matside's ("mats" in ASCII)."""

_OTHERS: Final = 0o077
"""Rights of everybody but the owner."""

BUSY_S: Final = 10.0
"""How long to wait for another program that is writing."""
_PAUSE_S: Final = 0.02


def own_folder() -> Path:
    """Return the folder for matside's own data: ``$MATSIDE_DATA`` or the system's for the user."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else Path(platformdirs.user_data_dir("matside", appauthor=False))


_person_folder: str | None = None
"""Name of the folder of the person in use; ``None`` for the one whose computer it is."""


def person_folder() -> Path:
    """Return the folder of the person in use: history, sessions, plan, profile, uploads.

    It is matside's own folder for the one whose computer it is, and
    ``people/<folder>`` in it for everybody else (``matside.record.people``).
    """
    own = own_folder()
    return own if _person_folder is None else own / PEOPLE / _person_folder


def use_person_folder(name: str | None) -> None:
    """Take everything from this folder in ``people`` from now on, in every thread.

    Args:
        name: The folder's name, not a person's; ``None`` for the one whose computer it is.
    """
    global _person_folder  # noqa: PLW0603 (the person belongs to the process, as MATSIDE_DATA does)
    _person_folder = name


def history_file() -> Path:
    """Return where the history of the person in use lies; it need not exist."""
    return person_folder() / FILE


@contextmanager
def owner_only() -> Iterator[None]:
    """Let what is made meanwhile be its owner's alone (0700, 0600), and matside's own folder too.

    What lies there for all to read, such as after a copy, is put right. A folder that
    ``$MATSIDE_DATA`` names keeps its own rights: it may hold other things too.
    On Windows nothing is changed, where a person's data folder is their own.
    """
    _close_off(own_folder(), whole=FOLDER_VARIABLE not in os.environ)
    before = os.umask(0o077)  # of the whole process: other threads write the files
    try:
        yield
    finally:
        os.umask(before)


def _close_off(folder: Path, *, whole: bool) -> None:
    roots = [folder / SESSIONS, folder / PEOPLE, *([folder] if whole else [])]
    for root in roots:
        with suppress(OSError):
            if not root.stat().st_mode & _OTHERS:
                continue
            root.chmod(0o700)
            for path in root.rglob("*"):
                if not path.is_symlink():
                    path.chmod(0o700 if path.is_dir() else 0o600)


def connect(path: Path) -> sqlite3.Connection:
    """Return a connection to the file, which is made if need be; it may be empty.

    Transactions are begun by hand (see ``transaction``). The connection may be
    used from any thread, one at a time.

    Raises:
        HistoryError: It cannot be opened, or it is another program's.
    """
    _make(path)
    with translated(path):
        connection = sqlite3.connect(
            path, timeout=BUSY_S, isolation_level=None, check_same_thread=False
        )
        try:
            connection.text_factory = _as_text
            connection.execute("PRAGMA foreign_keys = ON")
            connection.execute("PRAGMA secure_delete = ON")
            connection.execute("PRAGMA temp_store = MEMORY")  # nothing of it goes to /tmp
            connection.execute("PRAGMA synchronous = NORMAL")  # safe from kills; see above
            _check_owner(path, connection)
            _write_ahead(connection)
        except BaseException:
            connection.close()
            raise
        return connection


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """Do what is inside wholly or not at all; other writers wait meanwhile."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        if connection.in_transaction:
            with suppress(sqlite3.Error):
                connection.execute("ROLLBACK")
        raise


def by_name(connection: sqlite3.Connection, query: str) -> sqlite3.Cursor:
    """Return the rows of a query; their values are taken by the names of their columns."""
    cursor = connection.cursor()
    cursor.row_factory = sqlite3.Row
    return cursor.execute(query)


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn SQLite's errors about the file into a ``HistoryError`` that says what to do.

    Errors that only a mistake in the code can cause pass through.
    """
    try:
        yield
    except sqlite3.DatabaseError as error:
        translation = _told(path, error)
        if translation is None:
            raise
        raise translation from error
    except UnicodeDecodeError as error:  # SQLite's own message quoted what is damaged
        raise damaged(path) from error


def _told(path: Path, error: sqlite3.DatabaseError) -> HistoryError | None:
    name = getattr(error, "sqlite_errorname", None) or ""
    for start, advice in _ADVICE.items():
        if name.startswith(start):
            return _useless(path, advice)
    return None


def _useless(path: Path, advice: str) -> HistoryError:
    said = _(advice, folder_variable=FOLDER_VARIABLE)
    return HistoryError("Cannot use the history {path}: {advice}.", path=path, advice=said)


_DAMAGED: Final = N_(
    "the file is damaged or is not matside's; move it away to begin a new one, "
    "and bring back what you exported with 'matside history import'"
)
_BARRED: Final = N_(
    "you may not write there; allow it, or name another folder in the "
    "environment variable {folder_variable}",
)
_FULL: Final = N_("the disk is full; free some space")
_BLOCKED: Final = N_("a file or folder is in the way; move it away")
_ADVICE: Final = {
    "SQLITE_FULL": _FULL,
    "SQLITE_NOTADB": _DAMAGED,
    "SQLITE_CORRUPT": _DAMAGED,
    "SQLITE_ERROR": _DAMAGED,  # such as a table that is not there
    "SQLITE_READONLY": _BARRED,
    "SQLITE_PERM": _BARRED,
    "SQLITE_CANTOPEN": _BARRED,
    "SQLITE_BUSY": N_(
        "another program has been writing to it for too long; close it and try again"
    ),
    "SQLITE_IOERR": N_(
        "the disk did not take or give the data; see whether it is full or was removed"
    ),
}
_SYSTEM_ADVICE: Final = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: N_("your share of the disk is used up; free some space"),
    errno.EACCES: _BARRED,
    errno.EPERM: _BARRED,
    errno.EROFS: _BARRED,
    errno.EEXIST: _BLOCKED,
    errno.ENOTDIR: _BLOCKED,
    errno.EISDIR: _BLOCKED,
}


def _as_text(stored: bytes) -> str:
    return stored.decode(errors="replace")  # damaged text is still text


def damaged(path: Path) -> HistoryError:
    """Return what to say to a person whose history holds what cannot be."""
    return _useless(path, _DAMAGED)


def _make(path: Path) -> None:
    """Make the file and its folder, for its owner's eyes only."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        known = _SYSTEM_ADVICE.get(error.errno or 0)
        if known is not None:
            raise _useless(path, known) from error
        raise HistoryError(
            "Cannot use the history {path}: the system says: {reason}.",
            path=path,
            reason=system_reason(error),
        ) from error


def _check_owner(path: Path, connection: sqlite3.Connection) -> None:
    """Raise if another program made the file; an empty one is anybody's."""
    connection.execute("BEGIN")  # one view of all three
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    connection.execute("COMMIT")
    if tables and owner != APPLICATION_ID:
        raise HistoryError(
            "Cannot use the history {path}: it is the database of another program; "
            "name another folder in the environment variable {folder_variable}.",
            path=path,
            folder_variable=FOLDER_VARIABLE,
        )


def _write_ahead(connection: sqlite3.Connection) -> None:
    """Switch to write-ahead mode, where the disk can; SQLite itself does not wait for its turn."""
    deadline_s = time.monotonic() + BUSY_S
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorname.startswith("SQLITE_BUSY")
            if not busy or time.monotonic() >= deadline_s:
                raise
            time.sleep(_PAUSE_S)
        else:
            return
