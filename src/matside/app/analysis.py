"""Result of an analysis for Python: summary, events and frames, as rows and as plain values."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from matside.body.landmark import Side
from matside.coach.events import Event, Measured, RepDone
from matside.coach.result import FrameResult
from matside.coach.summary import Section, Summary

Row = dict[str, Any]
"""One row of a table, by column; what is not known is NaN, ``None`` or empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """Result of an analysis. The rows of ``holds`` and so on make a ``pandas.DataFrame``.

    Attributes:
        summary: Sections with holds, repetitions and faults; coverage; notices.
        events: Everything that happened, in order of report.
        frames: What was known after each frame: measures, phase, posture, pose.
    """

    summary: Summary
    events: tuple[Event, ...]
    frames: tuple[FrameResult, ...]

    def __repr__(self) -> str:
        """Return what it is of, in short."""
        done = ", ".join(section.exercise for section in self.summary.sections)
        return f"<Analysis of {len(self.frames)} frames: {done or 'no exercise'}>"

    def to_dict(self) -> dict[str, Any]:
        """Return summary and events as plain values, ready for JSON: NaN is ``None``.

        The summary is as in ``summary.json``. An event has its fields and its
        kind, such as ``hold_done``, under ``event``. Frames are left out: see
        ``frame_rows``.
        """
        return {
            "summary": self.summary.model_dump(mode="json"),
            "events": [_event(event) for event in self.events],
        }

    def hold_rows(self) -> list[Row]:
        """Return a row for each hold, with its depth in each measure."""
        return [
            _of_section(number, section)
            | {name: value for name, value in dict(hold).items() if name not in ("side", "depth")}
            | {"side": _word(hold.side)}
            | dict(hold.depth)
            for number, section in enumerate(self.summary.sections)
            for hold in section.holds
        ]

    def rep_rows(self) -> list[Row]:
        """Return a row for each repetition; ``full`` says whether it counts towards the dose."""
        names = ("exercise", "count", "start_s", "t_s", "full")
        return [
            {name: getattr(event, name) for name in names} | {"side": _word(event.side)}
            for event in self.events
            if isinstance(event, RepDone)
        ]

    def fault_rows(self) -> list[Row]:
        """Return a row for each time a fault of form was committed."""
        return [
            _of_section(number, section) | dict(fault) | {"side": _word(fault.side)}
            for number, section in enumerate(self.summary.sections)
            for fault in section.faults
        ]

    def frame_rows(self) -> list[Row]:
        """Return a row for each frame: state and all measures."""
        return [_frame(result) for result in self.frames]


def _word(value: object) -> object:
    """Return a code as its word, and a side that there is not as ``None``."""
    return value.value if isinstance(value, Enum) else value


def _of_section(number: int, section: Section) -> Row:
    return {"section": number, "exercise": section.exercise}


def _event(event: Event) -> dict[str, Any]:
    fields = {field.name: getattr(event, field.name) for field in dataclasses.fields(event)}
    plain = {
        name: None if isinstance(value, float) and not math.isfinite(value) else _word(value)
        for name, value in fields.items()
        if not isinstance(value, Measured)
    }
    words = "".join(f"_{c.lower()}" if c.isupper() else c for c in type(event).__name__)
    return {"event": words.removeprefix("_")} | plain


def _frame(result: FrameResult) -> Row:
    names = ("t_s", "posture", "exercise", "phase", "held_s", "hold_target_s", "progress", "judged")
    return (
        {name: getattr(result, name) for name in names}
        | {"side": _word(result.side), "reason": _word(result.reason)}
        | {"faults": tuple(fault.fault for fault in result.faults)}
        | dict(_reps(result.reps))
        | dict(result.measures)
    )


def _reps(counts: Mapping[Side | None, int]) -> Iterator[tuple[str, int]]:
    for side in (None, *Side):
        yield ("reps" if side is None else f"{side}_reps"), counts.get(side, 0)
