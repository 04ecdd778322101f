"""From the stored summary back to what the coach made of it."""

from __future__ import annotations

import math

from matside.coach.summary import (
    FaultSpan,
    Hold,
    PhaseSpan,
    Range,
    Section,
    StillSpan,
    Summary,
)
from matside.record.summary_file import SectionPart, SummaryFile


def summary_of(file: SummaryFile) -> Summary:
    """Return the summary that was stored; what was not known is NaN again."""
    return Summary(
        start_s=file.start_s,
        end_s=file.end_s,
        frames=file.frames,
        coverage=_number(file.coverage),
        people=file.people,
        postures=dict(file.postures),
        sections=tuple(_section(part) for part in file.sections),
        stills=tuple(StillSpan(**part.model_dump()) for part in file.stills),
        notices=file.notices,
    )


def _section(part: SectionPart) -> Section:
    return Section(
        exercise=part.exercise,
        start_s=part.start_s,
        end_s=part.end_s,
        holds=tuple(Hold(**hold.model_dump()) for hold in part.holds),
        reps={reps.side: reps.count for reps in part.reps},
        phases=tuple(PhaseSpan(**span.model_dump()) for span in part.phases),
        faults=tuple(FaultSpan(**fault.model_dump()) for fault in part.faults),
        neutral={name: _number(value) for name, value in part.neutral.items()},
        ranges={
            name: Range(low=_number(span.low), high=_number(span.high))
            for name, span in part.ranges.items()
        },
    )


def _number(value: float | None) -> float:
    return math.nan if value is None else value
