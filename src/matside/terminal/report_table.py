"""The tables in the terminal at the end of an analysis."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table

from matside.body.catalogue import MEASURES, column
from matside.body.landmark import Side
from matside.coach.summary import Section, Summary
from matside.terminal import texts
from matside.terminal.tables import HEADING, QUIET, add_row, empty_table, indented, text
from matside.wording.formatting import clock, duration, measured, percent, side, spans, with_side
from matside.wording.labels import Labels
from matside.wording.notices import notice_text


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOutcome:
    """One file of an analysis of several: the result, or why it failed."""

    name: str
    summary: Summary | None = None
    failure: str = ""


def summary_report(name: str, summary: Summary, labels: Labels) -> RenderableType:
    """Return what an analysis of one clip, called ``name``, came to, section by section."""
    if summary.stills:
        head = (texts.ONE_PICTURE if len(summary.stills) == 1 else texts.PICTURES)(name=name)
    else:
        head = texts.SESSION(
            name=name,
            duration=duration(summary.end_s - summary.start_s),
            share=percent(summary.coverage),
        )
    parts: list[RenderableType] = [text(head, HEADING)]
    for section in summary.sections:
        parts += _section(section, labels, timed=not summary.stills)
    if summary.stills:
        parts.append(indented(_stills(summary, labels)))
    elif not summary.sections:
        parts += _nothing_recognised(summary, labels)
    parts += [text(texts.NOTE(text=notice_text(notice, labels))) for notice in summary.notices]
    return Group(*parts)


def overview(
    outcomes: Sequence[FileOutcome], labels: Labels, *, whole: int | None = None
) -> RenderableType:
    """Return one table over several clips; those that failed are listed after it, with why.

    ``whole`` is how many clips there are, if not all are listed.
    """
    table = empty_table(texts.OVERVIEW_HEAD)
    for outcome in outcomes:
        if outcome.summary is not None:
            _add_file(table, outcome.name, outcome.summary, labels)
    parts: list[RenderableType] = [indented(table)] if table.row_count else []
    failed = [outcome for outcome in outcomes if outcome.summary is None]
    if failed:
        parts.append(
            text(texts.NOT_ANALYSED(failed=len(failed), all=whole or len(outcomes)), HEADING)
        )
        parts += [Padding(text(_failure(outcome)), (0, 0, 0, 2)) for outcome in failed]
    return Group(*parts)


def _section(section: Section, labels: Labels, *, timed: bool) -> Iterator[RenderableType]:
    """Yield the heading and the tables of one section, of pictures if it is not ``timed``."""
    heading = text(f"\n{labels.exercise(section.exercise)}", HEADING)
    heading.append_text(text(f"  {spans([(section.start_s, section.end_s)])}", QUIET))
    yield heading
    for table in (_holds(section, labels), _faults(section, labels)):
        if table is not None:
            yield indented(table)
    said = [_repetitions(section)] if section.counted else []
    if not section.faults:
        said.append(str(texts.NO_FAULTS if timed else texts.NOT_JUDGED))
    if said:
        yield Padding(text("\n".join(said)), (0, 0, 1, 2))
    ranges = _ranges(section, labels)
    if ranges.row_count:
        yield indented(ranges)


def _holds(section: Section, labels: Labels) -> Table | None:
    if not section.holds:
        return None
    table = empty_table(texts.HOLDS_HEAD, words=2)
    for hold in section.holds:
        add_row(
            table,
            labels.phase(section.exercise, hold.phase),
            side(hold.side),
            clock(hold.start_s),
            clock(hold.end_s),
            duration(hold.held_s),
        )
    return table


def _faults(section: Section, labels: Labels) -> Table | None:
    """Return each fault with how often and how long, the longest first; ``None`` without any."""
    lengths: dict[tuple[str, Side | None], list[float]] = defaultdict(list)
    for span in section.faults:
        lengths[span.fault, span.side].append(span.end_s - span.start_s)
    if not lengths:
        return None
    table = empty_table(texts.FAULTS_HEAD, words=2)
    for (fault, which), each in sorted(lengths.items(), key=lambda item: -sum(item[1])):
        in_all = duration(sum(each) if any(each) else math.nan)
        name = labels.fault(section.exercise, fault)
        add_row(table, name, side(which), str(len(each)), in_all)
    return table


def _ranges(section: Section, labels: Labels) -> Table:
    """Return the range of each measure that the exercise shows, with its uncertainty."""
    table = empty_table(texts.RANGES_HEAD)
    for measure in MEASURES:
        for which in measure.sides if labels.judges(section.exercise, measure.name) else ():
            span = section.ranges.get(column(measure.name, which))
            if span is not None and span.known:
                name = with_side(labels.measure(measure), which)
                add_row(
                    table,
                    texts.FROM_NEUTRAL(measure=name) if measure.from_neutral else name,
                    measured(span.low, measure),
                    measured(span.high, measure),
                    measured(measure.noise.level, measure, signed=False),
                )
    return table


def _stills(summary: Summary, labels: Labels) -> Table:
    """Return what each picture shows by itself."""
    table = empty_table(texts.STILLS_HEAD, words=3)
    for still in summary.stills:
        add_row(
            table,
            labels.exercise(still.exercise) or str(texts.NONE_RECOGNISED),
            with_side(labels.phase(still.exercise, still.phase), still.side),
            labels.posture(still.posture),
            clock(still.t_s),
        )
    return table


def _nothing_recognised(summary: Summary, labels: Labels) -> Iterator[RenderableType]:
    yield text(f"\n{texts.NO_EXERCISE}")
    table = empty_table(texts.POSTURES_HEAD)
    total_s = sum(summary.postures.values())
    for posture, seconds in sorted(summary.postures.items(), key=lambda item: -item[1]):
        share = seconds / total_s if total_s > 0.0 else math.nan
        add_row(table, labels.posture(posture), duration(seconds), percent(share))
    yield indented(table) if table.row_count else text(f"  {texts.NOBODY}")
    yield text(texts.HOW_TO_FILM)


def _add_file(table: Table, name: str, summary: Summary, labels: Labels) -> None:
    """Add a row for the file and below it, set in, one for each section."""
    add_row(table, text(name, HEADING), "", "", "", "", percent(summary.coverage))
    for section in summary.sections:
        held_s = sum(hold.held_s for hold in section.holds)
        add_row(
            table,
            Padding(text(labels.exercise(section.exercise)), (0, 0, 0, 2)),
            str(len(section.holds)) if section.holds else "",
            duration(held_s) if section.holds else "",
            repetitions_short(section.counted),
            str(len(section.faults)),
            "",
        )
    if not summary.sections:
        shown = {labels.exercise(still.exercise): None for still in summary.stills}
        words = ", ".join(word for word in shown if word) or str(texts.NONE_RECOGNISED)
        add_row(table, Padding(text(words), (0, 0, 0, 2)), "", "", "", "", "")


def _failure(outcome: FileOutcome) -> str:
    reason = outcome.failure or texts.UNKNOWN_REASON
    return texts.FAILURE(name=outcome.name, reason=reason)


def _repetitions(section: Section) -> str:
    """Return repetitions by side: ``Repetitions: left 3, right 2``."""
    counts = (
        texts.SIDE_COUNT(side=side(which), count=count) if which else str(count)
        for which in (None, *Side)
        if (count := section.counted.get(which)) is not None
    )
    return texts.REPETITIONS(counts=", ".join(counts))


def repetitions_short(reps: Mapping[Side | None, int]) -> str:
    """Return repetitions by side for a column: ``8`` or ``3 L, 2 R``."""
    return ", ".join(
        str(texts.SHORT_COUNT[which]).format(count=reps[which])
        for which in (None, *Side)
        if which in reps
    )
