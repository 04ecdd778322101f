"""What a person said about themselves: limits and the answers of the screening, on disk.

It lies in the person's folder, for its owner's eyes only, and leaves the
computer with nothing but the files that the person passes on.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, ValidationError

from matside.exercise.limits import LimitName
from matside.guidance.screening import Flag, Screening, screen
from matside.record.files import write_own, writing
from matside.record.history.database import owner_only, person_folder

FILE: Final = "profile.json"
_MOST_BYTES: Final = 1 << 16
"""What is larger was not written by matside."""


class Answers(BaseModel):
    """What was answered before the first session, or when something had changed.

    Attributes:
        answered: The day.
        flags: What was answered with yes.
        cleared: Whether a professional was asked since and agreed.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    answered: date
    flags: tuple[Flag, ...] = ()
    cleared: bool = False


class Profile(BaseModel):
    """What a person said about themselves.

    Attributes:
        limits: What the exercises should spare or mind.
        answers: The answers of the screening; ``None`` where nobody was asked yet.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    limits: tuple[LimitName, ...] = ()
    answers: Answers | None = None

    @property
    def screening(self) -> Screening:
        """What the answers come to."""
        answers = self.answers
        return screen(
            () if answers is None else answers.flags,
            self.limits,
            cleared=answers is not None and answers.cleared,
        )


def profile_file() -> Path:
    """Return where the profile of the person in use lies; the file need not exist."""
    return person_folder() / FILE


def read_profile() -> Profile:
    """Return the profile of the person in use.

    Where it is missing or damaged it is empty, so that the person is asked again.
    """
    with suppress(OSError, ValidationError), profile_file().open("rb") as file:
        return Profile.model_validate_json(file.read(_MOST_BYTES))
    return Profile()


def write_profile(profile: Profile) -> None:
    """Keep the profile of the person in use.

    Raises:
        OutputError: It cannot be written.
    """
    with owner_only():
        write_own(profile_file(), profile.model_dump_json(indent=1) + "\n")


def delete_profile() -> bool:
    """Delete the profile of the person in use; return whether there was one.

    Raises:
        OutputError: It cannot be deleted.
    """
    path = profile_file()
    there = path.exists()
    with writing(path):
        path.unlink(missing_ok=True)
    return there
