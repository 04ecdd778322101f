"""Page models of sessions: planned ones, stored ones, and progress over the weeks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path

from matside.exercise.problems import Problem


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
class AnchorRow:
    """A moment of two sessions: what begins there, and when in each, in seconds of the video."""

    name: str
    first_s: float
    second_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartLine:
    """One line or row of bars of a chart; ``None`` where nothing is known."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ProgressChart:
    """A chart over the weeks, and the table that says the same.

    Attributes:
        id: Its name within the page.
        title: What it shows.
        lines: What is drawn, each with a value for every week.
        words: What it says, in a sentence; may be empty.
        bars: Whether it is drawn as bars.
        top: The end of its scale; ``None`` for as high as the values are.
        free: Whether its scale need not begin at 0.
    """

    id: str
    title: str
    lines: tuple[ChartLine, ...]
    words: str = ""
    bars: bool = False
    top: float | None = None
    free: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ChartGroup:
    """The charts of everything, or of one exercise."""

    title: str
    words: str
    charts: tuple[ProgressChart, ...]


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
class PlannedSession:
    """One of the plan's sessions: what it is called, when it is due, its steps and its note."""

    name: str
    when: tuple[str, ...]
    steps: tuple[str, ...]
    note: str


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
        sessions: All that are planned.
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
    sessions: tuple[PlannedSession, ...] = ()
    steps: tuple[NextStep, ...] = ()
    opening: str = ""
    weeks_head: tuple[str, ...] = ()
    weeks: tuple[tuple[str, ...], ...] = ()
    exercises_head: tuple[str, ...] = ()
    exercises: tuple[tuple[str, ...], ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class WrittenPlan:
    """A plan that was filled in on the page.

    Attributes:
        problems: What is wrong with it; without any it can be kept.
        text: Its file.
        page: The same as the person will see it in its first week, or now where it has begun.
        files: Files of the exercises that it needs besides matside's own.
    """

    problems: Sequence[Problem] = ()
    text: str = ""
    page: PlanPage = field(default_factory=PlanPage)
    files: tuple[Path, ...] = ()
