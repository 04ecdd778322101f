"""The measures over time, and left against right."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from matside.analysis.difference import SECONDS
from matside.analysis.outline import PLACE, Outline
from matside.body.catalogue import BY_NAME, Measure, column
from matside.body.landmark import Side
from matside.coach.summary import Range, Section
from matside.exercise.schema import Exercise
from matside.report import texts
from matside.report.model import ShownLine, ShownMeasure, SideRow
from matside.translation import _
from matside.wording.formatting import UNKNOWN, duration, extent, measured


def shown_measures(
    exercise: Exercise, sections: Sequence[Section], outline: Outline
) -> tuple[ShownMeasure, ...]:
    """Return the measures that an exercise shows, as far as any of them was seen."""
    shown = (_shown(BY_NAME[name], sections, outline) for name in exercise.shows)
    return tuple(measure for measure in shown if measure.lines)


def side_rows(sections: Sequence[Section], shown: Iterable[ShownMeasure]) -> tuple[SideRow, ...]:
    """Return left against right: repetitions, holds, and the range of each measure with sides.

    Nothing, where the exercise has no sides.
    """
    return (*_counts(sections), *_ranges(shown))


def _shown(measure: Measure, sections: Sequence[Section], outline: Outline) -> ShownMeasure:
    neutral = next(
        (value for s in sections if math.isfinite(value := s.neutral.get(measure.name, math.nan))),
        math.nan,
    )
    values = outline.values[:, PLACE[measure.name]] if measure.from_neutral else np.zeros(0)
    shift = neutral if measure.from_neutral else 0.0
    if math.isnan(shift):  # the level of a curve means nothing: its middle is as good as any
        shift = float(np.nanmedian(values)) if np.isfinite(values).any() else 0.0
    lines = []
    for side in measure.sides:
        place = PLACE[column(measure.name, side)]
        span = _span(measure, side, sections)
        if span is None and measure.from_neutral and math.isnan(neutral):
            span = _extent(outline.values[:, place] - shift)
        if span is not None:
            lines.append(
                ShownLine(
                    side=side,
                    column=place,
                    low=span.low,
                    high=span.high,
                    known=float(outline.known[place]),
                    shift=shift,
                )
            )
    return ShownMeasure(measure=measure, lines=tuple(lines), from_neutral=math.isfinite(neutral))


def _span(measure: Measure, side: Side | None, sections: Sequence[Section]) -> Range | None:
    key = column(measure.name, side)
    return Range.over(section.ranges[key] for section in sections if key in section.ranges)


def _extent(values: NDArray[np.floating]) -> Range | None:
    known = values[np.isfinite(values)]
    return Range(low=float(known.min()), high=float(known.max())) if known.size else None


def _counts(sections: Sequence[Section]) -> Iterator[SideRow]:
    sided = {side for section in sections for side in section.counted if side is not None}
    if sided:
        reps = {side: sum(s.counted.get(side, 0) for s in sections) for side in Side}
        yield _compared(str(texts.REPETITIONS), reps, str, noise=0.0)
    holds = {side: [h for s in sections for h in s.holds if h.side is side] for side in Side}
    if any(holds.values()):
        total = {side: sum(h.held_s for h in holds[side]) for side in Side}
        most = {side: max((h.held_s for h in holds[side]), default=0.0) for side in Side}
        if len(holds[Side.LEFT]) == len(holds[Side.RIGHT]):
            yield _compared(str(texts.HELD_IN_ALL), total, duration, noise=SECONDS)
        else:  # a side that was asked for less often was not held for less
            yield _row(
                str(texts.HELD_IN_ALL), {side: duration(total[side]) for side in Side}, UNKNOWN
            )
        yield _compared(str(texts.LONGEST_HOLD), most, duration, noise=SECONDS)


def _compared(
    name: str, values: Mapping[Side, float], write: Callable[[float], str], *, noise: float
) -> SideRow:
    """Return a row of numbers, and which side has more if that is more than noise."""
    words = {side: write(values[side]) for side in Side}
    left, right = values[Side.LEFT], values[Side.RIGHT]
    if abs(left - right) <= noise or words[Side.LEFT] == words[Side.RIGHT]:
        return _row(name, words, str(texts.EQUAL))
    more = Side.LEFT if left > right else Side.RIGHT
    return _row(name, words, texts.MORE[more](amount=write(abs(left - right))))


def _ranges(measures: Iterable[ShownMeasure]) -> Iterator[SideRow]:
    for shown in measures:
        measure, lines = shown.measure, {line.side: line for line in shown.lines}
        if not measure.sided:
            continue
        words = {
            side: extent(lines[side].low, lines[side].high, measure)
            for side in Side
            if side in lines
        }
        difference = UNKNOWN
        if len(words) == len(Side):
            left, right = (lines[side].high - lines[side].low for side in Side)
            difference = str(texts.NOT_SURE)
            if abs(left - right) > measure.noise.sides:
                wider = Side.LEFT if left > right else Side.RIGHT
                difference = texts.WIDER[wider](amount=measured(abs(left - right), measure))
        yield _row(_(measure.label), words, difference)


def _row(name: str, words: Mapping[Side, str], difference: str) -> SideRow:
    left, right = (words.get(side, str(texts.NOT_SEEN)) for side in Side)
    return SideRow(name=name, left=left, right=right, difference=difference)
