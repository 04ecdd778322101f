"""A session as a person names it: by its folder, its trace, or its number in the history."""

from __future__ import annotations

from pathlib import Path

from matside.errors import HistoryError
from matside.record.history.sessions import History


def session_path(named: Path) -> Path:
    """Return the folder or trace that is meant: a number is looked up in the history.

    What exists under the name is meant by it, even if it is a number.

    Raises:
        HistoryError: There is no session of this number, or nothing is left of
            it but its line in the history.
    """
    if named.exists() or not str(named).isdecimal():
        return named
    return stored_folder(int(str(named)))


def stored_folder(number: int) -> Path:
    """Return the folder of a session in the history.

    Raises:
        HistoryError: There is no session of this number, or nothing is left of
            it but its line in the history.
    """
    with History.open() as history:
        folder = history.session(number).start.folder
    if folder is None:
        raise HistoryError(
            "The folder of session {number} was not kept: 'matside history show {number}' tells "
            "what the history knows of it.",
            number=number,
        )
    if not folder.is_dir():
        raise HistoryError(
            "The folder of session {number} was expected at {folder} and is gone: 'matside history "
            "show {number}' tells what the history knows of it.",
            number=number,
            folder=folder,
        )
    return folder
