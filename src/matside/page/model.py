"""What the page shows, ready to be written into its templates: words, dates and numbers as text."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Any, Protocol


class Theme(StrEnum):
    """How light the page is."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageChoice:
    """A language that the page can be read in.

    Attributes:
        code: As gettext and HTML name it; empty for the computer's own.
        name: What it calls itself.
        chosen: Whether it is the one remembered.
    """

    code: str
    name: str
    chosen: bool


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
class AnchorRow:
    """A moment of two sessions: what begins there, and when in each, in seconds of the video."""

    name: str
    first_s: float
    second_s: float


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
class CountRow:
    """Repetitions of an exercise, of one side where it has sides.

    Attributes:
        exercise: Identifier of the exercise.
        side: ``left`` or ``right``; empty where it is counted without.
        name: Both in words.
        measured: How many were counted.
        corrected: How many the person says; ``None`` where that was not corrected.
    """

    exercise: str
    side: str
    name: str
    measured: int
    corrected: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionRow:
    """A session as it is listed.

    Attributes:
        number: Its number in the history.
        when: Date and time, for machines (ISO 8601).
        day: The date in words.
        time: The time of day.
        kind: Practised, or a recording.
        state: Why it did not come to its end; empty if it did.
        source: Name of the recording; empty for a live session.
        names: What was done.
        length: How long.
        done: Holds and repetitions in words; empty for none.
        pain: Pain before and after in words; empty where none was reported.
        has_report: Whether a report can be shown.
        has_video: Whether its annotated video can be shown.
        corrected: That a count was corrected, in words; empty where none was.
        remarks: The note and the corrections, in sentences.
        note: The note as it was written.
        counts: The counts that can be corrected.
    """

    number: int
    when: str
    day: str
    time: str
    kind: str
    state: str
    source: str
    names: str
    length: str
    done: str
    pain: str
    has_report: bool
    has_video: bool = False
    corrected: str = ""
    remarks: tuple[str, ...] = ()
    note: str = ""
    counts: tuple[CountRow, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line or row of bars of a chart; ``None`` where nothing is known."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A chart over the weeks, and the table that says the same.

    Attributes:
        id: Its name within the page.
        title: What it shows.
        words: What it says, in a sentence; may be empty.
        bars: Whether it is drawn as bars.
        lines: What is drawn, each with a value for every week.
        top: The end of its scale; ``None`` for as high as the values are.
        free: Whether its scale need not begin at 0.
    """

    id: str
    title: str
    words: str
    bars: bool
    lines: tuple[Line, ...]
    top: float | None = None
    free: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartGroup:
    """The charts of everything, or of one exercise."""

    title: str
    words: str
    charts: tuple[Chart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressPage:
    """Progress over all sessions.

    Attributes:
        weeks: The Monday of each week, in words.
        mondays_s: The same in seconds since 1970, for the charts.
        words: What it all comes to, in sentences.
        groups: The charts.
    """

    weeks: tuple[str, ...] = ()
    mondays_s: tuple[float, ...] = ()
    words: tuple[str, ...] = ()
    groups: tuple[ChartGroup, ...] = ()

    @property
    def drawn(self) -> dict[str, object]:
        """What a script needs to draw the charts."""
        charts = (chart for group in self.groups for chart in group.charts)
        return {"mondays_s": self.mondays_s, "charts": [asdict(chart) for chart in charts]}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedRow:
    """A session of the plan in this week.

    Attributes:
        card: Identifier of its card.
        name: What it is called.
        at: Day and time in words.
        amount: ``whole``, ``part``, ``none`` or ``to come``.
        startable: Whether it is of today and not done whole: a day that is over is not caught up.
    """

    card: str
    name: str
    at: str
    amount: str
    startable: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class NextStep:
    """A suggestion to do a little more of an exercise, in words."""

    exercise: str
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanPage:
    """The plan that the person follows, and what was measured of it.

    Attributes:
        name: What it is called; empty where there is none.
        about: By whom, from when to when, what to mind.
        next_card: Identifier of the card of the session that is due now or next; empty if over.
        next_at: When, in words.
        now: Whether that is due now.
        week: The sessions of this week.
        steps: What is suggested, with or without a plan.
        opening: How much was measured, in a sentence.
        weeks_head: Heads of the weeks' table.
        weeks: Its rows.
        exercises_head: Heads of the exercises' table.
        exercises: Its rows.
        note: How it is counted.
        trouble: Why the plan that is kept cannot be followed; empty where all is well.
    """

    name: str = ""
    trouble: str = ""
    about: tuple[str, ...] = ()
    next_card: str = ""
    next_at: str = ""
    now: bool = False
    week: tuple[PlannedRow, ...] = ()
    steps: tuple[NextStep, ...] = ()
    opening: str = ""
    weeks_head: tuple[str, ...] = ()
    weeks: tuple[tuple[str, ...], ...] = ()
    exercises_head: tuple[str, ...] = ()
    exercises: tuple[tuple[str, ...], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoreRow:
    """Something that matside keeps: what, where, and how large it is."""

    kept: Kept
    name: str
    where: str
    size: str
    empty: bool


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


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """Somebody who practises on this computer.

    Attributes:
        name: Their name; empty for the owner of the computer.
        shown: The same in words.
        chosen: Whether it is the one in use.
    """

    name: str
    shown: str
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
    """What the person in use told, and what it comes to.

    Attributes:
        name: Their name; empty for the owner of the computer.
        answered: The day of the answers; empty where there are none.
        statements: What is true of them.
        verdict: What to do.
        stopped: Whether a session is not to begin.
        may_clear: Whether it may once a professional was asked.
        changes: What is different in which exercise.
        kept: Whether anything is kept about them.
    """

    name: str
    answered: str
    statements: tuple[str, ...]
    verdict: str
    stopped: bool
    may_clear: bool
    changes: tuple[str, ...]
    kept: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureChoice:
    """A way in which the person may be seen in what is kept."""

    id: str
    name: str
    chosen: bool


class Wish(StrEnum):
    """What can be asked of a live session."""

    PAUSE = "pause"
    NEXT = "next"
    AGAIN = "again"
    MUTE = "mute"
    RECORD = "record"
    STOP = "stop"
    PAIN = "pain"


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraChoice:
    """A camera to choose, and why it gives no picture; empty if it does."""

    id: str
    name: str
    trouble: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckSettings:
    """What is remembered of the check.

    Attributes:
        camera: Number or address of the camera.
        speak: Whether sentences are said.
        volume: 0..1.
        voice: The voice that speaks; empty for none.
        voices: Names of the voices of the language in use.
        rate: Speed of speech, 0.5..2; 1 is matside's own.
    """

    camera: str
    speak: bool
    volume: float
    voice: str
    voices: tuple[str, ...]
    rate: float


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LiveMoment:
    """The newest moment of a live session.

    Attributes:
        number: Counts the moments.
        state: What is shown beside the picture, as JSON can hold it.
        jpeg: The picture; empty for none.
    """

    number: int
    state: Mapping[str, Any]
    jpeg: bytes


class LiveDisplay(Protocol):
    """What a live session shows, and takes; methods may be called from any thread."""

    def newest(self, after: int, timeout_s: float) -> LiveMoment | None:
        """Return the newest moment if its number is greater than ``after``; wait so long for it."""

    def wish(self, wish: Wish, value: int = 0) -> None:
        """Ask the session for something."""

    def steer(self, change: int) -> None:
        """Count the pages that steer: one more, or one less."""

    def end(self) -> None:
        """Let it end soon."""


class Live(Protocol):
    """Runs one live session at a time."""

    @property
    def running(self) -> bool:
        """Whether a session is under way."""

    @property
    def display(self) -> LiveDisplay | None:
        """What the newest session shows; ``None`` before the first."""

    def left_behind(self) -> LiveMoment | None:
        """Return what is kept of a session that ended with the server; ``None`` for none."""

    def cameras(self) -> Sequence[CameraChoice]:
        """Return the cameras to choose from."""

    def begin(
        self, what: str, camera: str, *, pain: int | None, speak: bool, dose: str | None = None
    ) -> str:
        """Begin a session; return the word by which its page steers it."""

    def steers(self, token: str) -> bool:
        """Return whether a page that knows this word steers the newest session."""


class Check(Protocol):
    """Looks through the camera before a session, and lets the voice be heard."""

    def begin(self, camera: str) -> LiveDisplay:
        """Look through a camera from now on, and remember it; return what is seen."""

    def close(self) -> None:
        """Give the camera back, and wait until that is done."""

    def settings(self) -> CheckSettings:
        """Return what is remembered."""

    def change(self, *, speak: bool, volume: float, voice: str, rate: float) -> None:
        """Remember how it sounds: whether sentences are said, volume 0..1, voice, speed 0.5..2."""

    def sound(self) -> str:
        """Let a chime and a sentence be heard; return what is missing, or nothing."""


class Desk(Protocol):
    """What the page asks of matside; methods may be called from any thread.

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

    def take_plan(self, path: Path) -> None:
        """Check the file of a plan and follow it from now on; all that is wrong is an error."""

    def forget_plan(self) -> None:
        """Follow no plan any more; the sessions stay."""

    def plan_calendar(self) -> str:
        """Return the times of the plan as an iCalendar file (RFC 5545)."""

    def accept(self, exercise: str) -> None:
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

    def languages(self) -> tuple[LanguageChoice, ...]:
        """Return the languages there are, the computer's own first; one of them is remembered."""

    def set_language(self, code: str) -> None:
        """Remember a language and speak it from now on; an empty code is the computer's own.

        Raises:
            UsageError: There is no such language.
        """


class PersonDesk(Protocol):
    """What the page asks about people; methods may be called from any thread.

    Every method raises ``MatsideError`` with a sentence for the person.
    """

    def people(self) -> Sequence[PersonRow]:
        """Return everybody, the owner of the computer first."""

    def choose(self, name: str) -> None:
        """Take another person from now on; empty for the owner."""

    def add(self, name: str) -> None:
        """Begin with a new person, or take the one of this name."""

    def rename(self, name: str, new: str) -> None:
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

    def clear(self) -> None:
        """Keep that a professional was asked and agreed."""

    def about(self) -> AboutPerson:
        """Return what the person in use told, and what it comes to."""

    def forget(self) -> None:
        """Delete what the person in use told."""

    def stopped(self) -> str:
        """Return why the person should not begin; empty where nothing speaks against it."""

    def pictures(self) -> Sequence[PictureChoice]:
        """Return how the person may be seen in what is kept."""

    def set_pictures(self, choice: str) -> None:
        """Remember how the person may be seen."""


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
        desk: Everything that is stored.
        recordings: Analyses recordings.
        person: Who practises, and what they told.
        live: Runs the live session.
        check: Looks through the camera before a session.
        resume_key: What the pages hold to come back if the server is killed.
        assets: Files that other rooms lend, by name, such as ``uPlot.iife.min.js``.
        most_bytes: Largest recording that is taken.
    """

    desk: Desk
    recordings: Recordings
    person: PersonDesk
    live: Live
    check: Check
    resume_key: str = ""
    assets: Mapping[str, Path] = field(default_factory=dict)
    most_bytes: int = 4 << 30
