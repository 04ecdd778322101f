"""Progress in the terminal: tables, small charts, and words that never scold."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from matside.analysis.progress_result import (
    Change,
    ExerciseProgress,
    MeasureProgress,
    PainProgress,
    Progress,
    Trend,
    Week,
)
from matside.terminal.sparkline import Bar, Sparkline
from matside.wording.labels import Labels, in_words

_PLAIN: Final = Labels()
_HEADING: Final = "bold"
WEEKS_SHOWN: Final = 8
"""Weeks with a line of their own; the charts show them all."""
CAUTION: Final = (
    "Ease off where it grows, and stop at 6 or more; 'matside safety' says whom to ask."
)


def progress_report(progress: Progress, labels: Labels = _PLAIN) -> RenderableType:
    """Return what all sessions came to, and then each exercise."""
    parts: list[RenderableType] = [Text(line) for line in _opening(progress)]
    if progress.weeks:
        parts.append(_indented(_latest_weeks(progress.weeks)))
    parts += _pain(progress.pain)
    for exercise in progress.exercises:
        parts += _exercise(exercise, labels)
    if progress.exercises:
        parts.append(
            Text("Angles are estimates from one camera: trust how they change, not one of them.")
        )
    return Group(*parts)


def _opening(progress: Progress) -> Iterator[str]:
    sessions = _count(progress.sessions, "session")
    weeks = _count(progress.weeks_practised, "week")
    yield f"{sessions} in {weeks}, {duration(progress.length_s)} in all."
    if progress.weeks_in_a_row > 1:
        row = f"{progress.weeks_in_a_row} weeks in a row with a session"
        record = progress.weeks_in_a_row == progress.longest_row
        yield f"{row}: your longest row." if record else f"{row}."


def _latest_weeks(weeks: Sequence[Week]) -> Table:
    most_s = max(week.length_s for week in weeks)
    table = _table("Week of", ("Sessions", "Minutes"))
    table.add_column("")
    for week in weeks[-WEEKS_SHOWN:]:
        table.add_row(
            date.fromordinal(week.monday).isoformat(),
            str(week.sessions or ""),
            f"{week.length_s / 60.0:.0f}" if week.sessions else "",
            Bar(share=week.length_s / most_s if most_s > 0.0 else 0.0),
        )
    return table


def _pain(pain: PainProgress) -> Iterator[RenderableType]:
    told = [*pain.befores, *pain.afters]
    if not any(math.isfinite(value) for value in told):
        return
    yield Text("\nPain from 0 to 10, as you told it", style=_HEADING)
    if pain.sessions:
        yield Text(
            f"Over {_count(pain.sessions, 'session')}, on average {pain.before:.1f} before and "
            f"{pain.after:.1f} after: less afterwards in {pain.eased}, more in {pain.grown}."
        )
    if pain.trend.change is not Change.UNKNOWN:
        first, last = pain.trend.first, pain.trend.last
        words = _compared(pain.trend, more="more", less="less")
        yield Text(
            f"Before the first sessions {first:.0f}, before the last ones {last:.0f}: {words}."
        )
    if pain.grown > pain.eased or pain.trend.change is Change.MORE:
        yield Text(CAUTION)
    table = _table("Week by week", ())
    table.add_column("")
    table.add_row("Before", Sparkline(values=pain.befores, from_zero=True))
    table.add_row("After", Sparkline(values=pain.afters, from_zero=True))
    yield _indented(table)


def _exercise(exercise: ExerciseProgress, labels: Labels) -> Iterator[RenderableType]:
    heading = Text(f"\n{labels.exercise(exercise.exercise)}", style=_HEADING)
    heading.append(f"  {_count(exercise.sessions, 'session')}", style="dim")
    yield heading
    yield _indented(_amounts(exercise.weeks))
    if exercise.measures:
        yield _indented(_measures(exercise.measures))
    if exercise.faults:
        yield _indented(_faults(exercise, labels))
    elif exercise.sessions:
        yield _indented(Text("Faults of form: none seen"))


def _amounts(weeks: Sequence[Week]) -> Table:
    table = _table("Each week", ("This week", "Usual", "Most"))
    table.add_column("Week by week")
    kinds: tuple[tuple[str, Callable[[Week], float]], ...] = (
        ("Minutes", lambda week: week.length_s / 60.0),
        ("Holds", lambda week: float(week.holds)),
        ("Seconds held", lambda week: week.held_s),
        ("Repetitions", lambda week: float(week.reps)),
    )
    for name, amount in kinds:
        values = [amount(week) for week in weeks]
        done = [value for value, week in zip(values, weeks, strict=True) if week.sessions]
        if any(done):
            numbers = (values[-1], statistics.median(done), max(done))
            table.add_row(
                name,
                *(f"{number:.0f}" for number in numbers),
                Sparkline(values=values, from_zero=True),
            )
    return table


def _measures(measures: Sequence[MeasureProgress]) -> Table:
    neutral = any(math.isfinite(told.neutral) for told in measures)
    numbers = ("At first\nabout", "Lately\nabout", "Own best\nabout")
    table = _table("Depth\n(estimate)", (*numbers, *(["Neutral\nabout"] if neutral else [])))
    table.add_column("Compared", overflow="fold")
    table.add_column("Session by\nsession")
    for told in measures:
        values = (told.trend.first, told.trend.last, told.best, *([told.neutral] * neutral))
        more, less = ("less deep", "deeper") if told.aim == "low" else ("deeper", "less deep")
        table.add_row(
            _measure_name(told),
            *(estimate(value, told.measure) for value in values),
            _compared(told.trend, more=more, less=less),
            Sparkline(values=told.values),
        )
    return table


def _measure_name(told: MeasureProgress) -> Text:
    name = in_words(told.measure.rsplit("_", 1)[0])
    if told.aim == "range":
        low, high = (estimate(end, told.measure) for end in (told.usual.low, told.usual.high))
        return Text(f"{name}, range (lately about {low} to {high})")
    return Text(f"{name}, {'greatest' if told.aim == 'high' else 'least'}")


def _faults(exercise: ExerciseProgress, labels: Labels) -> Table:
    table = _table("Fault of form", ("Times", "At first", "Lately"))
    table.add_column("Compared", overflow="fold")
    table.add_column(f"Week by week,\nper {exercise.rate_of}")
    for fault in exercise.faults:
        trend = fault.trend
        table.add_row(
            Text(labels.fault(exercise.exercise, fault.fault)),
            str(fault.times),
            rate(trend.first),
            rate(trend.last),
            _compared(trend, more="more often", less="rarer"),
            Sparkline(values=fault.rates, from_zero=True),
        )
    return table


def estimate(number: float, measure: str) -> str:
    """Return an angle as ``112°``, a ratio as ``0.45``; nothing for NaN."""
    if not math.isfinite(number):
        return ""
    return f"{number:z.0f}°" if measure.endswith("_deg") else f"{number:z.2f}"


def rate(number: float) -> str:
    """Return how often: ``0.25``; nothing for NaN."""
    return f"{number:.2f}" if math.isfinite(number) else ""


def duration(seconds: float) -> str:
    """Return hours and minutes: ``12 min``, ``3 h 05 min``."""
    hours, minutes = divmod(round(seconds / 60.0), 60)
    return f"{hours} h {minutes:02} min" if hours else f"{minutes} min"


def _compared(trend: Trend, *, more: str, less: str) -> str:
    return {
        Change.MORE: more,
        Change.LESS: less,
        Change.SAME: "about the same",
        Change.UNKNOWN: "",
    }[trend.change]


def _count(number: int, name: str) -> str:
    return f"{number} {name}" if number == 1 else f"{number} {name}s"


def _table(first: str, numbers: Sequence[str]) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="dim")
    table.add_column(first, overflow="fold")
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _indented(content: RenderableType) -> Padding:
    return Padding(content, (0, 0, 1, 2), expand=False)
