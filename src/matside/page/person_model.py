"""Page models and requests about people: who practises, their answers and limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Selectable:
    """One of several things to choose from: a person, a language, a way of being seen.

    Attributes:
        id: What the form sends; empty for the owner of the computer, and for its own language.
        name: The same in words.
        chosen: Whether it is the one in use.
    """

    id: str
    name: str
    chosen: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A sentence that is true of the person or is not."""

    id: str
    text: str
    ticked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class QuestionGroup:
    """Questions under one heading."""

    heading: str
    questions: tuple[Question, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class AboutPerson:
    """Answers of the person in use, and what follows from them.

    Attributes:
        name: Their name; empty for the owner of the computer.
        answered: The day of the answers; empty where there are none.
        statements: What is true of them.
        clearance: What to do.
        stopped: Whether a session is not to begin.
        may_clear: Whether it may once a professional was asked.
        changes: What is different in which exercise.
        kept: Whether anything is kept about them.
    """

    name: str
    answered: str
    statements: tuple[str, ...]
    clearance: str
    stopped: bool
    may_clear: bool
    changes: tuple[str, ...]
    kept: bool


class People(Protocol):
    """What the page asks about people; methods may be called from any thread.

    Every method raises ``MatsideError`` with a sentence for the person.
    """

    def people(self) -> Sequence[Selectable]:
        """Return everybody, the owner of the computer first."""

    def choose(self, name: str) -> None:
        """Take another person from now on; empty for the owner."""

    def add(self, name: str) -> None:
        """Begin with a new person, or take the one of this name."""

    def rename(self, name: str, new: str) -> object:
        """Give a person another name."""

    def delete(self, name: str) -> None:
        """Delete all that is kept of a person."""

    def due(self) -> bool:
        """Return whether the questions come before anything else."""

    def later(self) -> None:
        """Put the questions off until the page is started again."""

    def questions(self) -> Sequence[QuestionGroup]:
        """Return all questions, those ticked that were answered with yes."""

    def answer(self, ticked: Iterable[str]) -> None:
        """Keep what is true, by the ids of the questions."""

    def clear(self) -> object:
        """Keep that a professional was asked and agreed."""

    def about(self) -> AboutPerson:
        """Return the answers of the person in use, and the clearance on them."""

    def forget(self) -> object:
        """Delete the answers of the person in use."""

    def stopped(self) -> str:
        """Return why the person should not begin; empty where nothing speaks against it."""

    def pictures(self) -> Sequence[Selectable]:
        """Return how the person may be seen in what is kept."""

    def set_pictures(self, choice: str) -> None:
        """Remember how the person may be seen."""
