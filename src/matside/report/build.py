"""Builder of the report, from a summary and what was recorded."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from matside.body.landmark import Side
from matside.coach.summary import FaultSpan, PhaseSpan, Section, Summary
from matside.exercise.schema import Exercise
from matside.guidance.screening_texts import name_of
from matside.report import texts
from matside.report.dose import dose_done
from matside.report.model import About, Block, CommittedFault, Lane, Picture, Report, Span
from matside.report.moments import ReportRecorder
from matside.report.shown_measures import shown_measures, side_rows
from matside.translation import _
from matside.wording.formatting import listing, with_side
from matside.wording.labels import Labels
from matside.wording.notices import notice_text

MARGIN_S: Final = 1.0
"""The charts show this much before and after the exercise."""


def build_report(
    summary: Summary,
    recorder: ReportRecorder,
    exercises: Mapping[str, Exercise],
    about: About,
    pictures: Mapping[str, tuple[Picture, ...]],
) -> Report:
    """Return everything the page says.

    ``exercises`` are at least those of the summary's sections; they and ``pictures``, the stills,
    are by the exercise's identifier.
    """
    blocks = (
        _block(exercises[name], sections, summary, recorder, about, pictures.get(name, ()))
        for name, sections in summary.by_exercise().items()
    )
    labels = Labels(exercises={name: exercise.name for name, exercise in exercises.items()})
    return Report(
        about=about,
        summary=summary,
        blocks=tuple(blocks),
        notices=(
            *_adapted(about),
            *(notice_text(notice, labels) for notice in summary.notices),
        ),
    )


def _adapted(about: About) -> Iterator[str]:
    """Yield the limits that the exercises were adapted to, in a sentence; nothing for none."""
    if about.limits:
        yield texts.ADAPTED(limits=listing([name_of(limit) for limit in about.limits]))


def fault_rows(exercise: Exercise, sections: Iterable[Section]) -> tuple[CommittedFault, ...]:
    """Return the faults of an exercise, the most important one first, then the longest."""
    spans: dict[tuple[str, Side | None], list[FaultSpan]] = defaultdict(list)
    for section in sections:
        for span in section.faults:
            spans[span.fault, span.side].append(span)
    known = {fault.id: fault for fault in exercise.fault}
    rows = [
        CommittedFault(
            key=name,
            name=_(known[name].name),
            cue=_(known[name].cue),
            side=side,
            priority=known[name].priority,
            spans=_pairs(found),
        )
        for (name, side), found in spans.items()
        if name in known
    ]
    return tuple(sorted(rows, key=lambda row: (row.priority, -row.total_s)))


def covered_s(spans: Iterable[Span]) -> float:
    """Return how long it is that at least one of the spans covers."""
    total = 0.0
    reached = -math.inf
    for start, end in sorted(spans):
        total += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return total


def _block(
    exercise: Exercise,
    sections: Sequence[Section],
    summary: Summary,
    recorder: ReportRecorder,
    about: About,
    pictures: tuple[Picture, ...],
) -> Block:
    parts = tuple((_or(s.start_s, summary.start_s), _or(s.end_s, summary.end_s)) for s in sections)
    start, end = parts[0][0] - MARGIN_S, max(end for _, end in parts) + MARGIN_S
    outline = recorder.outline(start, end)
    timed = not summary.stills and len(outline.t_s) > 1
    faults = fault_rows(exercise, sections)
    length_s = sum(end - start for start, end in parts)
    faulty_s = covered_s(span for row in faults for span in row.spans)
    measures = shown_measures(exercise, sections, outline)
    return Block(
        exercise=exercise.id,
        name=_(exercise.name),
        says=_(exercise.says),
        parts=parts,
        timed=timed,
        dose=dose_done(exercise, about.dose, sections),
        clean=max(0.0, 1.0 - faulty_s / length_s) if timed and length_s > 0.0 else math.nan,
        holds=tuple(hold for section in sections for hold in section.holds),
        phase_names={phase.id: _(phase.name) for phase in exercise.phase},
        faults=faults,
        lanes=(
            *_phase_lanes(exercise, [span for s in sections for span in s.phases]),
            *_fault_lanes(faults),
            *_gap_lane(recorder, (start, end)),
        ),
        sides=side_rows(sections, measures),
        measures=measures,
        outline=outline,
        depth=about.depths.get(exercise.id, ""),
        looked_for=listing([_(fault.name) for fault in exercise.fault]),
        safety=exercise.safety,
        pictures=pictures,
    )


def _phase_lanes(exercise: Exercise, spans: Sequence[PhaseSpan]) -> Iterable[Lane]:
    tone = 0
    for phase in exercise.phase:
        for side in (None, *Side):
            mine = [span for span in spans if span.phase == phase.id and span.side == side]
            if mine:
                name = with_side(_(phase.name), side)
                yield Lane(name=name, kind=phase.kind, tone=tone, spans=_pairs(mine))
        tone += phase.kind != "rest"


def _fault_lanes(faults: Iterable[CommittedFault]) -> Iterable[Lane]:
    for row in faults:
        name = with_side(row.name, row.side)
        yield Lane(name=name, kind="fault", tone=0, spans=row.spans)


def _gap_lane(recorder: ReportRecorder, limits: Span) -> Iterable[Lane]:
    spans = [
        (max(start, limits[0]), min(end, limits[1]))
        for start, end in recorder.gaps
        if start < limits[1] and end > limits[0]
    ]
    if spans:
        yield Lane(name=str(texts.NOT_SEEN_WELL), kind="unseen", tone=0, spans=tuple(spans))


def _pairs(spans: Iterable[PhaseSpan] | Iterable[FaultSpan]) -> tuple[Span, ...]:
    return tuple((span.start_s, span.end_s) for span in spans)


def _or(value: float, fallback: float) -> float:
    return value if math.isfinite(value) else fallback
