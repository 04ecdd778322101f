"""The history as CSV: for a spreadsheet, a row for each section of a session."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from typing import Any, Final

from matside.body.landmark import Side
from matside.record.history.stored import StoredSession
from matside.wording.formatting import spreadsheet_cell

COLUMNS: Final = (
    "number", "id", "started", "kind", "state", "source", "coverage", "pain_before",
    "pain_during", "pain_after",
    "exercise", "length_s", "holds", "held_s", "reps", "left_reps", "right_reps", "faults",
    "most_frequent_fault", "corrected_reps", "corrected_left_reps", "corrected_right_reps", "note",
)  # fmt: skip
"""Columns of the CSV: a row for each section, or one for a session without any."""


def as_csv(sessions: Sequence[StoredSession]) -> str:
    """Return sessions, the newest first, as a table that begins with the oldest."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    for session in reversed(sessions):
        whole, start = session.practised, session.start
        common: dict[str, Any] = {
            "number": session.number,
            "id": spreadsheet_cell(start.id),
            "started": start.started.isoformat(timespec="seconds"),
            "kind": start.kind,
            "state": session.state.value,
            "source": spreadsheet_cell(start.source),
            "coverage": _rounded(whole.coverage),
            "pain_before": whole.pain_before,
            "pain_during": whole.pain_during,
            "pain_after": whole.pain_after,
            "note": spreadsheet_cell(session.note),
        }
        if not whole.sections:
            writer.writerow(common)
        corrected = dict(whole.corrected)
        for part in whole.sections:
            by_side = corrected.pop(part.exercise, {})  # once, in the first row of the exercise
            faults = sorted(part.faults.items(), key=lambda item: (-item[1], item[0]))
            cells = {
                "exercise": spreadsheet_cell(part.exercise),
                "length_s": _rounded(part.length_s),
                "holds": part.holds,
                "held_s": _rounded(part.held_s),
                "reps": part.reps.get(None, ""),
                "left_reps": part.reps.get(Side.LEFT, ""),
                "right_reps": part.reps.get(Side.RIGHT, ""),
                "faults": sum(part.faults.values()),
                "most_frequent_fault": spreadsheet_cell(faults[0][0]) if faults else "",
                "corrected_reps": by_side.get(None, ""),
                "corrected_left_reps": by_side.get(Side.LEFT, ""),
                "corrected_right_reps": by_side.get(Side.RIGHT, ""),
            }
            writer.writerow(common | cells)
    return text.getvalue()


def _rounded(number: float) -> float | None:
    return round(number, 3) if number == number else None  # noqa: PLR0124 - NaN
