"""The people who practise on this computer: a folder for each, and the one in use.

The one whose computer it is has no name here: what they keep lies in matside's
own folder. Everybody else has a folder in ``people``, with their name in a file
of its own, so that a person may be renamed and no path depends on a name.
"""

from __future__ import annotations

import re
import shutil
import unicodedata
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from matside.errors import HistoryError, OutputError, UsageError
from matside.record.files import write_whole, writing
from matside.record.history.database import (
    FILE,
    PEOPLE,
    own_folder,
    owner_only,
    person_folder,
    use_person_folder,
)
from matside.record.history.sessions import History

PERSON: Final = "person.json"
LONGEST_NAME: Final = 60
"""Letters of a name."""
_LONGEST_FOLDER: Final = 40
_MOST_BYTES: Final = 1 << 12
"""A larger ``person.json`` was not written by matside."""
_MOST_NAMESAKES: Final = 1000
_FOLDER: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class _PersonFile(BaseModel):
    model_config = ConfigDict(extra="ignore")

    name: str = Field(min_length=1, max_length=LONGEST_NAME)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who practises here besides the one whose computer it is.

    Attributes:
        name: As it is shown (NFC).
        folder: Where everything of theirs lies.
    """

    name: str
    folder: Path


def people() -> list[Person]:
    """Return everybody but the one whose computer it is, by name.

    A folder whose ``person.json`` is damaged is there under the folder's name.
    """
    folders: list[Path] = []
    with suppress(OSError):
        folders = [folder for folder in _people_folder().iterdir() if _is_persons(folder)]
    found = [Person(name=_name_in(folder), folder=folder) for folder in folders]
    return sorted(found, key=lambda person: (_key(person.name), person.folder.name))


def find_person(name: str) -> Person:
    """Return the person of this name, whatever its case.

    Raises:
        UsageError: There is nobody of this name.
    """
    wanted = _key(checked_name(name))
    everybody = people()
    for person in everybody:
        if _key(person.name) == wanted:
            return person
    known = ", ".join(person.name for person in everybody)
    if not known:
        raise UsageError(
            "Nobody called '{name}' practises here yet. 'matside practise --person NAME' begins "
            "with a new person.",
            name=checked_name(name),
        )
    raise UsageError(
        "Nobody called '{name}' practises here: known are {known}. 'matside practise --person "
        "NAME' begins with a new person.",
        name=checked_name(name),
        known=known,
    )


def use_person(name: str | None, *, new: bool = False) -> bool:
    """Keep everything of this person apart from now on; return whether they were new here.

    Args:
        name: The person; ``None`` for the one whose computer it is.
        new: Whether somebody whom nobody knows yet gets a folder.

    Raises:
        UsageError: There is nobody of this name, or it is no name.
        OutputError: A new folder cannot be made.
    """
    if name is None:
        use_person_folder(None)
        return False
    try:
        person, added = find_person(name), False
    except UsageError:
        if not new:
            raise
        person, added = _add(checked_name(name)), True
    use_person_folder(person.folder.name)
    return added


def person_in_use() -> Person | None:
    """Return the person in use; ``None`` for the one whose computer it is."""
    folder = person_folder()
    return None if folder == own_folder() else Person(name=_name_in(folder), folder=folder)


def rename_person(old: str, new: str) -> Person:
    """Give a person another name; everything of theirs stays where it is.

    Raises:
        UsageError: There is nobody of the old name, or somebody else of the new one.
        OutputError: It cannot be written.
    """
    person, name = find_person(old), checked_name(new)
    for other in people():
        if other.folder != person.folder and _key(other.name) == _key(name):
            raise UsageError(
                "Somebody else is called '{other}': choose another name.", other=other.name
            )
    _write_name(person.folder, name)
    return Person(name=name, folder=person.folder)


def delete_person(name: str) -> tuple[Path, ...]:
    """Delete all that is kept of a person, for good; return the results that lie elsewhere.

    Raises:
        UsageError: There is nobody of this name.
        OutputError: Something cannot be deleted.
    """
    person = find_person(name)
    elsewhere = _elsewhere(person)
    with writing(person.folder):
        shutil.rmtree(person.folder)
    if person_folder() == person.folder:
        use_person_folder(None)
    return elsewhere


def checked_name(name: str) -> str:
    """Return a name as it is kept: NFC, one space between words.

    Raises:
        UsageError: It is empty, too long, or holds what is no letter to be seen.
    """
    kept = " ".join(unicodedata.normalize("NFC", name).split())
    if not kept or len(kept) > LONGEST_NAME or not _printable(kept):
        raise UsageError(
            "A person's name has 1 to {most} letters, all of them to be seen, and {found} was "
            "found: give another one.",
            most=LONGEST_NAME,
            found=f"{kept[: LONGEST_NAME + 1]!a}",
        )
    return kept


def _printable(name: str) -> bool:
    """Return whether every letter can be seen; joiners belong to many a script."""
    return name.replace("\u200d", "").replace("\u200c", "").isprintable()


def _key(name: str) -> str:
    """Return what two spellings of one name share, on every disk."""
    return unicodedata.normalize("NFC", unicodedata.normalize("NFKC", name).casefold())


def _people_folder() -> Path:
    return own_folder() / PEOPLE


def _is_persons(folder: Path) -> bool:
    """Return whether a folder is one that matside made for a person."""
    return (
        folder.is_dir()
        and not folder.is_symlink()
        and _FOLDER.fullmatch(folder.name) is not None
        and (folder / PERSON).is_file()
    )


def _name_in(folder: Path) -> str:
    try:
        with (folder / PERSON).open("rb") as file:
            person = _PersonFile.model_validate_json(file.read(_MOST_BYTES))
        return checked_name(person.name)
    except (OSError, ValidationError, UsageError):
        return folder.name


def _add(name: str) -> Person:
    """Make the folder of a new person; no other process gets the same one."""
    parent = _people_folder()
    with writing(parent):
        parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    for number in range(1, _MOST_NAMESAKES):
        folder = parent / f"{_folder_stem(name)}-{number}"
        with writing(folder):
            try:
                folder.mkdir(mode=0o700)
            except FileExistsError:
                continue
        _write_name(folder, name)
        return Person(name=name, folder=folder)
    raise OutputError(
        "Cannot make a folder for '{name}' in {parent}: all names are taken.",
        name=name,
        parent=parent,
    )


def _write_name(folder: Path, name: str) -> None:
    with owner_only():
        write_whole(folder / PERSON, _PersonFile(name=name).model_dump_json() + "\n")


def _folder_stem(name: str) -> str:
    """Return a folder's name that every disk takes: the name's Latin letters, or ``person``."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    stem = "-".join(re.findall(r"[a-z0-9]+", plain))[:_LONGEST_FOLDER].strip("-")
    return stem or "person"


def _elsewhere(person: Person) -> tuple[Path, ...]:
    """Return the folders of a person's sessions that do not lie in their own."""
    if not (person.folder / FILE).exists():
        return ()
    try:
        with History.open(person.folder / FILE) as history:
            folders = {session.start.folder for session in history.sessions()}
    except HistoryError:  # what is damaged can be deleted as well
        return ()
    own = person.folder.resolve()
    outside = (
        folder
        for folder in folders
        if folder is not None and folder.is_dir() and own not in folder.resolve().parents
    )
    return tuple(sorted(outside))
