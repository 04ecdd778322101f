"""Deletes for good: no byte of a deleted session stays in the history's files."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Collection, Iterable
from pathlib import Path

from matside.errors import HistoryError
from matside.record.history.stored import StoredSession


def erase(connection: sqlite3.Connection) -> bool:
    """Rewrite the file without what was deleted; return whether nothing of it is left.

    ``secure_delete`` has overwritten the rows, the first checkpoint carries that
    from the write-ahead log to the file, VACUUM builds the file anew, and the
    second one carries that over and empties the log.
    """
    return all((_checkpoint(connection), _vacuum(connection), _checkpoint(connection)))


def _checkpoint(connection: sqlite3.Connection) -> bool:
    busy, _, _ = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
    return not busy


def _vacuum(connection: sqlite3.Connection) -> bool:
    try:
        connection.execute("VACUUM")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorname.startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            return False
        raise
    return True


def remove_folders(
    sessions: Iterable[StoredSession], numbers: Collection[int], own_folder: Path, history: Path
) -> None:
    """Remove the folders of sessions, if they are matside's own and no other session's.

    Args:
        sessions: All sessions.
        numbers: Those whose folders are to go.
        own_folder: matside's own data folder; only folders within it are removed.
        history: The file of the history, which must never go with a folder.

    Raises:
        HistoryError: A folder cannot be removed.
    """
    going: set[Path] = set()
    staying: set[Path] = {history.resolve()}
    for session in sessions:
        if session.start.folder is not None:
            folder = session.start.folder.resolve()
            (going if session.number in numbers else staying).add(folder)
    for folder in sorted(going):
        own = own_folder.resolve() in folder.parents
        if own and not any(other.is_relative_to(folder) for other in staying):
            _remove(folder)


def _remove(folder: Path) -> None:
    try:
        shutil.rmtree(folder)
    except FileNotFoundError:
        return
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise HistoryError(
            f"Cannot remove the session's files in {folder}: {reason}; close what is using them "
            "and delete the session again."
        ) from error
