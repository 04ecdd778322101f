"""A person's plan in the terminal: what is due when, and what was measured of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from rich.console import Group, RenderableType

from matside.analysis import prescription_texts
from matside.analysis.adherence import WeekAdherence
from matside.exercise.prescription import Prescription
from matside.terminal.tables import HEADING, QUIET, add_row, empty_table, indented, text
from matside.wording.formatting import day, day_short
from matside.wording.labels import Labels


def plan_sheet(
    prescription: Prescription, steps: Mapping[str, Sequence[str]], limits: Sequence[str] = ()
) -> RenderableType:
    """Return a plan as one reads it: by whom, until when, what is due on which days.

    Args:
        prescription: The plan.
        steps: What is done in each of its sessions, in words, by the session's identifier.
        limits: The names of its limits for people.
    """
    parts: list[RenderableType] = [text(prescription.name, HEADING)]
    parts += [text(line) for line in prescription_texts.about(prescription, limits)]
    for session in prescription.session:
        parts.append(text(f"\n{session.name}", HEADING))
        parts += [text(f"  {line}") for line in prescription_texts.when(session)]
        parts += [text(f"  - {line}") for line in steps[session.id]]
        if session.note:
            parts.append(text(f"  {session.note}", QUIET))
    return Group(*parts)


def adherence_report(
    prescription: Prescription, weeks: Sequence[WeekAdherence], labels: Labels
) -> RenderableType:
    """Return week by week what was planned and what was measured."""
    parts: list[RenderableType] = [text(prescription.name, HEADING)]
    if not any(week.due for week in weeks):
        first = day(prescription.first_day)
        return Group(*parts, text(prescription_texts.NOT_BEGUN(first=first)))
    parts.append(text(prescription_texts.opening(weeks) + "\n"))
    table = empty_table(prescription_texts.WEEKS_HEAD)
    exercises = empty_table(prescription_texts.EXERCISES_HEAD, words=2, wordy=1)
    for week in weeks:
        name = day_short(date.fromordinal(week.monday))
        add_row(table, *prescription_texts.week_cells(week, name))
        for row in prescription_texts.exercise_cells(week, name, labels):
            add_row(exercises, *row)
    parts += [indented(table), indented(exercises)]
    return Group(*parts, text(prescription_texts.HOW_COUNTED, QUIET))
