"""The jobs about people who practise on this computer: list, rename and delete them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from rich.console import Console

from matside.app.settings import change_settings, read_settings
from matside.errors import HistoryError, UsageError
from matside.record.history.database import FILE, own_folder
from matside.record.history.sessions import History
from matside.record.history.stored import StoredSession
from matside.record.people import (
    delete_person,
    find_person,
    people,
    person_in_use,
    rename_person,
    use_person,
)
from matside.terminal import texts
from matside.terminal.as_json import print_json_list
from matside.terminal.tables import add_row, empty_table, say
from matside.wording.formatting import UNKNOWN, day_short, listing


def begin_person(name: str) -> None:
    """Keep everything of this person apart from now on; say so where they are new here.

    Raises:
        MatsideError: It is no name, or a folder cannot be made.
    """
    if use_person(name, new=True):
        say(texts.NEW_PERSON(name=name), err=True)


def choose_person(name: str | None, *, new: bool = False) -> None:
    """Take a person from now on, and at the next start of the page; ``None`` for the owner.

    Raises:
        MatsideError: There is nobody of this name, or it cannot be remembered.
    """
    use_person(name, new=new)
    person = person_in_use()
    change_settings(person=None if person is None else person.name)


def use_remembered_person() -> None:
    """Take the person who was chosen last; the owner, where nobody of that name is left."""
    try:
        use_person(read_settings().person)
    except UsageError:
        use_person(None)


def list_people(*, as_json: bool = False) -> None:
    """Print who practises here, with their sessions; in JSON the owner has no name."""
    folders = [(None, own_folder()), *((one.name, one.folder) for one in people())]
    if as_json:
        print_json_list("people", (_plain(*one) for one in folders))
        return
    table = empty_table(texts.PEOPLE_HEAD, wordy=1)
    for name, folder in folders:
        sessions = _sessions(folder)
        last = day_short(sessions[0].start.started) if sessions else UNKNOWN
        count = UNKNOWN if sessions is None else str(len(sessions))
        add_row(table, name or texts.OWNER, count, last)
    Console().print(table)


def rename_somebody(old: str, new: str) -> None:
    """Give a person another name, and say so.

    Raises:
        MatsideError: There is nobody of the old name, or somebody else of the new one.
    """
    before = find_person(old).name
    say(texts.RENAMED(old=before, new=rename(before, new)))


def delete_somebody(name: str, *, confirm: Callable[[str], bool]) -> bool:
    """Delete all that is kept of a person once it is confirmed; return whether it was done.

    Raises:
        MatsideError: There is nobody of this name, or something cannot be deleted.
    """
    person = find_person(name)
    count = len(_sessions(person.folder) or ())
    if not confirm(texts.ASK_TO_DELETE_PERSON(count, name=person.name)):
        say(texts.NOTHING_DELETED)
        return False
    elsewhere = delete(person.name)
    say(texts.DELETED_PERSON(name=person.name))
    if elsewhere:
        folders = listing([str(folder) for folder in elsewhere])
        say(texts.FOLDERS_LEFT(len(elsewhere), folders=folders))
    return True


def rename(name: str, new: str) -> str:
    """Give a person another name, by which the page takes them too; return it as it is kept.

    Raises:
        MatsideError: There is nobody of this name, or somebody else of the new one.
    """
    remembered = read_settings().person == name
    kept = rename_person(name, new).name
    if remembered:
        change_settings(person=kept)
    return kept


def delete(name: str) -> tuple[Path, ...]:
    """Delete all that is kept of a person; return the results that lie elsewhere.

    Raises:
        MatsideError: There is nobody of this name, or something cannot be deleted.
    """
    remembered = read_settings().person == name
    elsewhere = delete_person(name)
    if remembered:
        change_settings(person=None)
    return elsewhere


def _plain(name: str | None, folder: Path) -> dict[str, object]:
    sessions = _sessions(folder)
    last = sessions[0].start.started if sessions else None
    return {"name": name, "sessions": None if sessions is None else len(sessions), "last": last}


def _sessions(folder: Path) -> list[StoredSession] | None:
    """Return a person's sessions, the newest first; ``None`` where the history cannot be read."""
    if not (folder / FILE).exists():
        return []
    try:
        with History.open(folder / FILE) as history:
            return list(history.sessions())
    except HistoryError:
        return None
