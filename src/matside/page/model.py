"""Page models and interfaces: the store, recordings, and the values shown of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Final, Protocol

from matside.exercise.programme import Programme
from matside.exercise.schema import Exercise
from matside.page.live_model import Check, Live
from matside.page.person_model import People, Selectable
from matside.page.session_model import (
    AnchorRow,
    PlanPage,
    ProgressPage,
    SessionRow,
    WrittenPlan,
)

MOST_BYTES: Final = 4 << 30
"""Largest recording: an hour of 4K from a telephone is less than 4 GiB at its usual rate."""


class Theme(StrEnum):
    """How light the page is."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Kept(StrEnum):
    """What matside keeps on the disk, as the settings list it."""

    HISTORY = "history"
    SESSIONS = "sessions"
    UPLOADS = "uploads"
    PLAN = "plan"
    DOSES = "doses"
    SETTINGS = "settings"
    PROFILE = "profile"


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseChoice:
    """A dose to choose: its identifier, its name, and how much it is."""

    id: str
    name: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseCard:
    """An exercise or a programme as it is offered.

    Attributes:
        id: Identifier.
        programme: Whether it is a programme.
        figure: Identifier of the exercise whose figure is shown.
        name: Name for people.
        says: What it is in a sentence.
        dose: How much of it, in words.
        length: How long it takes, in words.
        steps: How it is done.
        tips: What makes it easier.
        safety: When not to do it.
        camera: Where the camera should be.
        command: What to type to practise it.
        changes: What is different for this person.
        withheld: Why it is not offered to this person; empty if it is.
        planned: Whether it is a session of the plan that the person follows.
        doses: How much of it can be asked for, the usual first; none for a programme.
    """

    id: str
    programme: bool
    figure: str
    name: str
    says: str
    dose: str
    length: str
    steps: tuple[str, ...]
    tips: tuple[str, ...]
    safety: tuple[str, ...]
    camera: str
    command: str
    changes: tuple[str, ...] = ()
    withheld: str = ""
    planned: bool = False
    doses: tuple[DoseChoice, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreRow:
    """Something that matside keeps: what, where, and how large it is."""

    kept: Kept
    name: str
    where: str
    size: str
    empty: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingRow:
    """What a check of the computer found: its name, what is there, what to do (empty if fine)."""

    name: str
    found: str
    advice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobState:
    """How far the analysis of a recording has come.

    Attributes:
        id: Its name, for the page to ask for it.
        name: Name of the recording.
        state: ``waiting``, ``running``, ``done``, ``cancelled`` or ``failed``.
        share: How much is done, 0..1; ``None`` where that is not known.
        words: The same in words, with the time that is left.
        session: Its number in the history, once it is there.
    """

    id: str
    name: str
    state: str
    share: float | None
    words: str
    session: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole page that was made elsewhere, such as a report.

    Attributes:
        html: The page.
        policy: Content-Security-Policy by which it may run nothing but its own.
    """

    html: str
    policy: str


class Store(Protocol):
    """The page's access to stored data and jobs; methods may be called from any thread.

    Every method raises ``MatsideError`` with a sentence for the person.
    """

    def offered(self) -> Sequence[ExerciseCard]:
        """Return the exercises and programmes that are offered."""

    def sessions(self, limit: int | None = None) -> Sequence[SessionRow]:
        """Return the stored sessions, the newest first."""

    def session(self, number: int) -> SessionRow:
        """Return one stored session."""

    def report(self, number: int) -> Document:
        """Return the report of a session."""

    def video(self, number: int) -> Path:
        """Return the annotated video of a session."""

    def comparison(self, first: int, second: int) -> Document:
        """Return the comparison of two sessions."""

    def together(self, first: int, second: int) -> Sequence[AnchorRow]:
        """Return the moments at which the videos of two sessions can be laid beside each other."""

    def progress(self) -> ProgressPage:
        """Return the progress over all sessions."""

    def note(self, number: int, text: str) -> None:
        """Keep a note on a session."""

    def correct(self, number: int, exercise: str, side: str, count: int | None) -> None:
        """Keep a corrected count beside the measured one; ``None`` to let that hold again."""

    def plan(self) -> PlanPage:
        """Return the plan that the person follows; an empty one for none."""

    def printed_plan(self) -> Document:
        """Return what was planned and what was measured, as a page to print."""

    def take_plan(self, files: Sequence[Path]) -> None:
        """Check the files of a plan and follow it from now on; all that is wrong is an error."""

    def forget_plan(self) -> object:
        """Follow no plan any more; the sessions stay."""

    def plan_vocabulary(self) -> tuple[Sequence[Exercise], Sequence[Programme]]:
        """Return what a plan may name: exercises and programmes."""

    def plan_content(self) -> Mapping[str, Any]:
        """Return the plan that is followed as the content of its file."""

    def written_plan(self, content: Mapping[str, Any]) -> WrittenPlan:
        """Return what a plan's content is as a file, or all that is wrong with it."""

    def follow_written(self, plan: WrittenPlan) -> None:
        """Follow a plan without problems from now on."""

    def plan_calendar(self) -> str:
        """Return the times of the plan as an iCalendar file (RFC 5545)."""

    def accept(self, exercise: str) -> object:
        """Ask for the next step of an exercise from now on."""

    def delete(self, number: int | None) -> None:
        """Delete a session, or all, for good."""

    def export(self, ending: str, path: Path) -> None:
        """Write the whole history to a file that ends in ``.json`` or ``.csv``."""

    def stored(self) -> Sequence[StoreRow]:
        """Return what is kept on the disk."""

    def clear(self, kept: Kept) -> None:
        """Delete all that is kept of a kind."""

    def theme(self) -> Theme:
        """Return how light the page is to be."""

    def set_theme(self, theme: Theme) -> None:
        """Remember how light the page is to be."""

    def languages(self) -> tuple[Selectable, ...]:
        """Return the languages there are, the computer's own first; one of them is remembered."""

    def set_language(self, code: str) -> None:
        """Remember a language and speak it from now on; an empty code is the computer's own.

        Raises:
            UsageError: There is no such language.
        """


class Recordings(Protocol):
    """Analyses recordings, one after the other."""

    @property
    def folder(self) -> Path:
        """Where recordings are received."""

    @property
    def suffixes(self) -> frozenset[str]:
        """File names' endings that are known."""

    @property
    def busy(self) -> bool:
        """Whether one is being analysed or waits for it."""

    def begin(self, path: Path) -> str:
        """Analyse a recording and return the job's name."""

    def jobs(self) -> Sequence[JobState]:
        """Return all jobs of this start of the program, the newest first."""

    def cancel(self, job: str) -> None:
        """End a job; what was analysed until then is kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """What the site is made of.

    Attributes:
        store: Everything that is stored.
        recordings: Analyses recordings.
        people: Who practises, and what they told.
        live: Runs the live session.
        check: Looks through the camera before a session.
        findings: Checks the computer; raises ``MatsideError``.
        resume_key: What the pages hold to come back if the server is killed.
        assets: Files that other rooms lend, by name, such as ``uPlot.iife.min.js``.
        most_bytes: Largest recording that is taken.
    """

    store: Store
    recordings: Recordings
    people: People
    live: Live
    check: Check
    findings: Callable[[], Sequence[FindingRow]]
    resume_key: str = ""
    assets: Mapping[str, Path] = field(default_factory=dict)
    most_bytes: int = MOST_BYTES
