"""Deletes for good: no byte of a deleted session stays in the history's files."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from matside.errors import HistoryError, system_reason
from matside.record.files import PART, RECORDING_NAME, RESULTS, UNFINISHED
from matside.record.history.database import SESSIONS
from matside.record.history.stored import StoredSession


@dataclass(frozen=True, slots=True, kw_only=True)
class Deletion:
    """What became of sessions that were to be deleted.

    Attributes:
        erased: Whether nothing of them is left in the history's file. Something
            is for as long as another program is reading: delete again later.
        elsewhere: Their folders that stay: not matside's own, another
            session's too, or with files that are not matside's.
    """

    erased: bool
    elsewhere: tuple[Path, ...] = ()


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
    sessions: Iterable[StoredSession], numbers: Collection[int], own_folder: Path
) -> tuple[Path, ...]:
    """Remove what matside wrote in its own folders of sessions; return the folders that stay.

    A session's folder is matside's own if it lies directly in its folder of
    sessions; what a history says of other folders may be anybody's word. In it
    only files that matside writes are removed, and the folder itself once
    nothing else is left in it. A folder that another session has stays.

    Args:
        sessions: All sessions.
        numbers: Those whose folders are to go.
        own_folder: The folder of the person whose sessions they are.

    Raises:
        HistoryError: A file or folder cannot be removed.
    """
    going: set[Path] = set()
    staying: set[Path] = set()
    for session in sessions:
        folder = session.start.folder
        if folder is not None and "\0" not in str(folder):  # which no folder has in its name
            (going if session.number in numbers else staying).add(folder.resolve())
    root = (own_folder / SESSIONS).resolve()
    for folder in going - staying:
        if folder.parent == root and folder.is_dir():
            _remove(folder)
    return tuple(sorted(folder for folder in going if folder.exists() and _is_told(folder, root)))


def _is_told(folder: Path, root: Path) -> bool:
    """Return whether a folder is a session's: an import may name any, such as ``/``."""
    return folder.parent == root or any((folder / name).exists() for name in RESULTS)


def _remove(folder: Path) -> None:
    try:
        shutil.rmtree(folder / UNFINISHED, ignore_errors=True)
        for file in folder.iterdir():
            if file.name.removesuffix(PART) in RESULTS or RECORDING_NAME.fullmatch(file.name):
                file.unlink()
        if not any(folder.iterdir()):
            folder.rmdir()
    except OSError as error:
        raise HistoryError(
            "Cannot remove the session's files in {folder}: {reason}; close what "
            "is using them and delete the session again.",
            folder=folder,
            reason=system_reason(error),
        ) from error
