"""Adherence as one page of A4 to print, with room for notes."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from matside.analysis import prescription_texts
from matside.analysis.adherence import WeekAdherence
from matside.exercise.prescription import Prescription
from matside.report import texts
from matside.report.page import STYLES_ONLY, environment
from matside.translation import language
from matside.wording.formatting import Day, day, day_short
from matside.wording.labels import Labels

MOST_WEEKS: Final = 10
"""Weeks that are listed one by one: the last ones."""
MOST_ROWS: Final = 22
"""Rows of both tables that fit on the page, with room for words that need two lines; of the
exercises those of the last weeks are listed."""


def adherence_page(
    prescription: Prescription, weeks: Sequence[WeekAdherence], labels: Labels, *, written: Day
) -> str:
    """Return the page as one HTML document that needs nothing but itself.

    ``weeks`` are those until now, the oldest first; the last ``MOST_WEEKS`` are listed.
    """
    shown_weeks = weeks[-MOST_WEEKS:]
    names = [day_short(date.fromordinal(week.monday)) for week in shown_weeks]
    by_week = [
        prescription_texts.exercise_cells(week, name, labels)
        for week, name in zip(shown_weeks, names, strict=True)
    ]
    while len(shown_weeks) + sum(map(len, by_week)) > MOST_ROWS:
        by_week = by_week[1:]
    first, last = prescription.first_day, prescription.last_day
    return (
        environment()
        .get_template("adherence.html.j2")
        .render(
            t=texts,
            words=prescription_texts,
            language=language(),
            policy=STYLES_ONLY,
            plan=prescription,
            dates=prescription_texts.FROM(first=day(first))
            if last is None
            else prescription_texts.FROM_UNTIL(first=day(first), last=day(last)),
            written=day(written),
            opening=prescription_texts.opening(prescription, weeks),
            left_out=len(weeks) - len(shown_weeks),
            weeks=[
                prescription_texts.week_cells(week, name)
                for week, name in zip(shown_weeks, names, strict=True)
            ],
            exercises=[row for rows in by_week for row in rows],
        )
    )
