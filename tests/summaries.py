"""Summaries with nothing in them but what a test is about."""

from __future__ import annotations

from typing import Any

from matside.coach.summary import Section, Summary


def summary_of(*sections: Section, start_s: float = 0.0, end_s: float = 200.0) -> Summary:
    """Return the summary of a session of these sections, seen all the time."""
    return Summary(
        start_s=start_s,
        end_s=end_s,
        frames=100,
        coverage=1.0,
        people=1,
        postures={},
        sections=sections,
        stills=(),
        notices=(),
    )


def section_of(exercise: str, **known: Any) -> Section:
    """Return a section of which only this is known."""
    empty: dict[str, Any] = {
        "start_s": 0.0, "end_s": 100.0, "holds": (), "reps": {},
        "phases": (), "faults": (), "neutral": {}, "ranges": {},
    }  # fmt: skip
    return Section(exercise=exercise, **{**empty, **known})
