"""Progress, and adherence to a plan: tables, small charts, and words that never scold."""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table

from matside.analysis import prescription_texts
from matside.analysis.adherence import WeekAdherence
from matside.analysis.depth import noise_of
from matside.analysis.difference import Verdict
from matside.analysis.progress_result import (
    Aim,
    ExerciseProgress,
    MeasureProgress,
    PainProgress,
    Progress,
    Week,
)
from matside.analysis.texts import CORRECTED_SESSIONS, SESSIONS, done_in_all
from matside.exercise.prescription import Prescription
from matside.terminal import texts
from matside.terminal.sparkline import Bar, Sparkline
from matside.terminal.tables import HEADING, QUIET, add_row, empty_table, indented, text
from matside.wording.formatting import day_short, measured, number, with_side
from matside.wording.labels import Labels

WEEKS_SHOWN: Final = 8
"""Weeks with a line of their own; the charts show them all."""


def progress_report(progress: Progress, labels: Labels) -> RenderableType:
    """Return what all sessions came to, and then each exercise."""
    parts: list[RenderableType] = [text(line) for line in _opening(progress)]
    if progress.weeks:
        parts.append(indented(_latest_weeks(progress.weeks)))
    parts += _pain(progress.pain)
    for exercise in progress.exercises:
        parts += _exercise(exercise, labels)
    if progress.exercises:
        parts.append(text(texts.ESTIMATES))
    return Group(*parts)


def _opening(progress: Progress) -> Iterator[str]:
    yield done_in_all(progress)
    if progress.weeks_in_a_row > 1:
        longest = progress.weeks_in_a_row == progress.longest_row
        yield (texts.LONGEST_ROW if longest else texts.ROW)(progress.weeks_in_a_row)


def _latest_weeks(weeks: Sequence[Week]) -> Table:
    most_s = max(week.length_s for week in weeks)
    table = empty_table(texts.WEEKS_HEAD, wordy=1)
    for week in weeks[-WEEKS_SHOWN:]:
        add_row(
            table,
            day_short(date.fromordinal(week.monday)),
            str(week.sessions or ""),
            number(week.length_s / 60.0) if week.sessions else "",
            Bar(share=week.length_s / most_s if most_s > 0.0 else 0.0),
        )
    return table


def _pain(pain: PainProgress) -> Iterator[RenderableType]:
    pains = [*pain.befores, *pain.durings, *pain.afters]
    if not any(math.isfinite(value) for value in pains):
        return
    yield text(f"\n{texts.PAIN}", HEADING)
    if pain.sessions:
        yield text(
            texts.PAIN_OVER(
                pain.sessions,
                before=number(pain.before, 1),
                after=number(pain.after, 1),
                eased=pain.eased,
                grown=pain.grown,
            )
        )
    change = pain.change
    if change.verdict is not Verdict.UNKNOWN:
        first, last = number(change.first), number(change.second)
        yield text(texts.PAIN_COMPARED[change.verdict](first=first, last=last))
    if pain.grown > pain.eased or change.verdict is Verdict.MORE:
        yield text(texts.PAIN_CAUTION)
    table = empty_table(texts.PAIN_HEAD, words=2)
    for name, values in zip(
        texts.PAIN_ROWS, (pain.befores, pain.durings, pain.afters), strict=True
    ):
        add_row(table, name, Sparkline(values=values, scale=(0.0, math.nan)))
    yield indented(table)


def _exercise(exercise: ExerciseProgress, labels: Labels) -> Iterator[RenderableType]:
    heading = text(f"\n{labels.exercise(exercise.exercise)}", HEADING)
    heading.append_text(text(f"  {SESSIONS(exercise.sessions)}", QUIET))
    yield heading
    yield indented(_amounts(exercise.weeks))
    if exercise.corrected:
        yield indented(text(CORRECTED_SESSIONS(exercise.corrected)))
    if exercise.measures:
        yield indented(_measures(exercise.measures, labels))
    if exercise.faults:
        yield indented(_faults(exercise, labels))
    elif exercise.sessions:
        yield indented(text(texts.NO_FAULTS))


def _amounts(weeks: Sequence[Week]) -> Table:
    table = empty_table(texts.AMOUNTS_HEAD, wordy=1)
    amounts: tuple[Callable[[Week], float], ...] = (
        lambda week: week.length_s / 60.0,
        lambda week: float(week.holds),
        lambda week: week.held_s,
        lambda week: float(week.reps),
    )
    for name, amount in zip(texts.AMOUNTS, amounts, strict=True):
        values = [amount(week) for week in weeks]
        done = [value for value, week in zip(values, weeks, strict=True) if week.sessions]
        if any(done):
            numbers = (values[-1], statistics.median(done), max(done))
            chart = Sparkline(values=values, scale=(0.0, math.nan))
            add_row(table, name, *map(number, numbers), chart)
    return table


def _measures(measures: Sequence[MeasureProgress], labels: Labels) -> Table:
    table = empty_table(texts.DEPTHS_HEAD, wordy=2)
    for progress in measures:
        measure, change = progress.measure, progress.change
        signed = False if progress.aim == "range" else None
        low, high = (measured(end, measure) for end in (progress.usual.low, progress.usual.high))
        add_row(
            table,
            texts.DEPTHS[progress.aim](
                measure=with_side(labels.measure(measure), progress.side), low=low, high=high
            ),
            *(
                measured(value, measure, signed=signed) if math.isfinite(value) else ""
                for value in (change.first, change.second, progress.best)
            ),
            _depth_compared(change.verdict, progress.aim),
            Sparkline(values=progress.values, noise=noise_of(measure, progress.aim)),
        )
    return table


def _depth_compared(verdict: Verdict, aim: Aim) -> str:
    if verdict is Verdict.UNKNOWN:
        return ""
    if verdict is Verdict.SAME:
        return str(texts.SAME)
    return str(texts.DEEPER[(verdict is Verdict.MORE) == (aim != "low")])


def _faults(exercise: ExerciseProgress, labels: Labels) -> Table:
    table = empty_table((*texts.RATES_HEAD, texts.RATES_OF[exercise.rate_of]), wordy=2)
    for fault in exercise.faults:
        first, last = fault.change.first, fault.change.second
        add_row(
            table,
            labels.fault(exercise.exercise, fault.fault),
            str(fault.times),
            *(number(rate, 2) if math.isfinite(rate) else "" for rate in (first, last)),
            texts.FAULTS_COMPARED[fault.change.verdict],
            Sparkline(values=fault.rates, scale=(0.0, math.nan)),
        )
    return table


def adherence_report(
    prescription: Prescription, weeks: Sequence[WeekAdherence], labels: Labels
) -> RenderableType:
    """Return week by week what was planned and what was measured."""
    title = text(prescription.name, HEADING)
    opening = prescription_texts.opening(prescription, weeks)
    if not any(week.due for week in weeks):
        return Group(title, text(opening))
    parts: list[RenderableType] = [title, text(f"{opening}\n")]
    table = empty_table(prescription_texts.WEEKS_HEAD)
    exercises = empty_table(prescription_texts.EXERCISES_HEAD, words=2, wordy=1)
    for week in weeks:
        name = day_short(date.fromordinal(week.monday))
        add_row(table, *prescription_texts.week_cells(week, name))
        for row in prescription_texts.exercise_cells(week, name, labels):
            add_row(exercises, *row)
    parts += [indented(table), indented(exercises)]
    return Group(*parts, text(prescription_texts.how_counted(), QUIET))
