"""Which moments of a session the report shows as pictures."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from matside.body.catalogue import BY_NAME
from matside.body.landmark import Side
from matside.coach.result import FrameResult
from matside.coach.summary import Section, Summary
from matside.exercise.schema import Exercise, Phase
from matside.report import texts
from matside.report.build import fault_rows
from matside.report.model import Span
from matside.report.moments import KeptFrame, Moments, cycle_phases
from matside.translation import _
from matside.wording.formatting import clock, measured, with_side

_MOST_BEST: Final = 2
_TOLD_MEASURES: Final = 2
_SLACK_S: Final = 0.05


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PictureChoice:
    """A moment that is worth a picture.

    Attributes:
        title: What it shows.
        t_s: When.
        alt: What it shows, for those who cannot see it.
        good: Whether it is the best rather than the most faulty moment.
        kept: What was kept of it, if anything was.
    """

    title: str
    t_s: float
    alt: str
    good: bool
    kept: KeptFrame | None


def chosen_pictures(
    exercise: Exercise, summary: Summary, moments: Moments
) -> tuple[PictureChoice, ...]:
    """Return the best moments and the most faulty one of an exercise.

    The best moment of a phase that makes a repetition is the deepest one, by
    the phase's own first condition, without a fault and within what was
    credited. The most faulty one is the middle of the longest stretch of the
    most important fault.
    """
    sections = summary.by_exercise().get(exercise.id, [])
    best = list(_best(exercise, sections, moments))[:_MOST_BEST]
    return (*best, *_faulty(exercise, sections, moments))


def _best(
    exercise: Exercise, sections: Sequence[Section], moments: Moments
) -> Iterator[PictureChoice]:
    for phase in cycle_phases(exercise):
        spans = list(_credited(phase, sections))
        shown_sides: set[Side | None] = set()
        for kept in moments.best(exercise.id, phase.id):
            side = kept.result.side
            credited = any(_within(kept.t_s, span) for span in spans)
            if credited and side not in shown_sides and not _faults_at(kept.t_s, sections):
                shown_sides.add(side)
                name = with_side(_(phase.name), side)
                yield PictureChoice(
                    title=texts.BEST_MOMENT(phase=name),
                    t_s=kept.t_s,
                    alt=_alt(exercise, kept.t_s, name, kept.result),
                    good=True,
                    kept=kept,
                )


def _faults_at(t_s: float, sections: Sequence[Section]) -> bool:
    """Return whether a fault was being committed, by what was known in the end."""
    spans = (span for section in sections for span in section.faults)
    return any(span.start_s <= t_s <= span.end_s for span in spans)


def _credited(phase: Phase, sections: Sequence[Section]) -> Iterator[Span]:
    for section in sections:
        for span in section.holds if phase.kind == "hold" else section.phases:
            if span.phase == phase.id:
                yield span.start_s, span.end_s


def _faulty(
    exercise: Exercise, sections: Sequence[Section], moments: Moments
) -> Iterator[PictureChoice]:
    # What is only a moment, such as a count at the end, is not to be seen in a picture.
    row = next((row for row in fault_rows(exercise, sections) if row.total_s > 0.0), None)
    if row is None:
        return
    spans = sorted(row.spans, key=lambda s: s[0] - s[1])
    kept = [m for m in moments.faulty(exercise.id) if _shows(m, row.key, row.side)]
    # the longest stretch of which a moment was kept, or else the longest
    span = next((s for s in spans if any(_within(m.t_s, s) for m in kept)), spans[0])
    middle_s = (span[0] + span[1]) / 2.0
    nearest = min(
        (m for m in kept if _within(m.t_s, span)),
        key=lambda moment: abs(moment.t_s - middle_s),
        default=None,
    )
    at_s = nearest.t_s if nearest is not None else middle_s
    name = with_side(row.name, row.side)
    yield PictureChoice(
        title=texts.FAULTY_MOMENT(fault=name),
        t_s=at_s,
        alt=_alt(exercise, at_s, name, nearest.result if nearest else None),
        good=False,
        kept=nearest,
    )


def _shows(kept: KeptFrame, fault: str, side: Side | None) -> bool:
    return any(f.fault == fault and f.side == side for f in kept.result.faults)


def _within(t_s: float, span: Span) -> bool:
    return span[0] - _SLACK_S <= t_s <= span[1] + _SLACK_S


def _alt(exercise: Exercise, t_s: float, name: str, result: FrameResult | None) -> str:
    values = list(_values(exercise, result))[:_TOLD_MEASURES] if result else []
    text = texts.ALT_WITH_VALUES if values else texts.ALT
    return text(time=clock(t_s), what=name, values=", ".join(values))


def _values(exercise: Exercise, result: FrameResult) -> Iterator[str]:
    for measure in (BY_NAME[name] for name in exercise.shows):
        for key, side in zip(measure.columns, measure.sides, strict=True):
            value = result.measures.get(key, math.nan)
            if math.isfinite(value) and not measure.from_neutral:
                yield texts.ABOUT(
                    measure=with_side(_(measure.label), side), value=measured(value, measure)
                )
