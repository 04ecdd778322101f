"""The measures over time, and left against right."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence

import numpy as np

from matside.body.catalogue import BY_NAME, Measure, column
from matside.body.landmark import Side
from matside.coach.summary import Section
from matside.exercise.schema import Exercise
from matside.report.envelope import Outline
from matside.report.model import Series, SideRow, Trend
from matside.report.trust import trust
from matside.report.wording import PLACE, measure_name
from matside.wording.formatting import UNKNOWN, duration, extent, measured
from matside.wording.formatting import side as side_name


def trends_of(
    exercise: Exercise,
    sections: Sequence[Section],
    outline: Outline,
    neutral: Mapping[str, float],
) -> tuple[Trend, ...]:
    """Return the measures that an exercise shows, as far as any of them was seen."""
    trends = (_trend(BY_NAME[name], sections, outline, neutral) for name in exercise.shows)
    return tuple(trend for trend in trends if trend.series)


def side_rows(sections: Sequence[Section], trends: Iterable[Trend]) -> tuple[SideRow, ...]:
    """Return left against right: repetitions, holds, and the range of each measure with sides.

    Nothing, where the exercise has no sides.
    """
    return (*_counts(sections), *_ranges(trends))


def _trend(
    measure: Measure,
    sections: Sequence[Section],
    outline: Outline,
    neutrals: Mapping[str, float],
) -> Trend:
    shift, reference = _reference(measure, outline, neutrals)
    series = []
    for side in Side if measure.sided else (None,):
        key = column(measure.name, side)
        place = PLACE[key]
        low, high = _range(outline, place, sections)
        if math.isfinite(low):
            line = Series(
                label=side_name(side),
                column=place,
                low=low - shift,
                high=high - shift,
                known=float(outline.known[place]),
                shift=shift,
            )
            series.append(line)
    return Trend(measure=measure, series=tuple(series), reference=reference, trust=trust(measure))


def _range(outline: Outline, place: int, sections: Sequence[Section]) -> tuple[float, float]:
    """Return the range during the sections, as the chart shows it; NaN where nothing is known."""
    during = np.zeros(len(outline.t_s), np.bool_)
    for section in sections:
        # an extent that is not known is that of the outline
        start = section.start_s if math.isfinite(section.start_s) else -math.inf
        end = section.end_s if math.isfinite(section.end_s) else math.inf
        during |= (outline.t_s >= start) & (outline.t_s <= end)
    values = outline.values[during, place]
    known = values[~np.isnan(values)]
    return (float(known.min()), float(known.max())) if len(known) else (math.nan, math.nan)


def _reference(
    measure: Measure, outline: Outline, neutrals: Mapping[str, float]
) -> tuple[float, str]:
    """Return what is taken off a curve of the back, and what zero then is.

    A neutral that lies outside of all values belongs to another part of the
    session, and is passed over.
    """
    values = outline.values[:, PLACE[measure.name]] if measure.from_neutral else np.zeros(0)
    known = values[~np.isnan(values)]
    if len(known) == 0:
        return 0.0, ""
    neutral = neutrals.get(measure.name, math.nan)
    if float(known.min()) <= neutral <= float(known.max()):
        return neutral, "0° is this person's own neutral back"
    return float(np.median(known)), "0° is the middle of this person's own values"


def _counts(sections: Sequence[Section]) -> Iterator[SideRow]:
    sided = {side for section in sections for side in section.reps if side is not None}
    if sided:
        reps = {side: sum(s.reps.get(side, 0) for s in sections) for side in Side}
        yield _row("Repetitions", {s: str(reps[s]) for s in Side}, _more(reps, "{}"))
    holds = {side: [h for s in sections for h in s.holds if h.side is side] for side in Side}
    if any(holds.values()):
        total = {side: sum(h.held_s for h in holds[side]) for side in Side}
        longest = {side: max((h.held_s for h in holds[side]), default=0.0) for side in Side}
        for name, lengths in (("Held in all", total), ("Longest hold", longest)):
            words = {side: duration(lengths[side]) for side in Side}
            yield _row(name, words, _more(lengths, "{:.1f}\N{NO-BREAK SPACE}s"))


def _ranges(trends: Iterable[Trend]) -> Iterator[SideRow]:
    for trend in trends:
        if not trend.measure.sided:
            continue
        seen = {side: s for side in Side for s in trend.series if s.label == side_name(side)}
        words = {side: extent(s.low, s.high, trend.measure) for side, s in seen.items()}
        gap = UNKNOWN
        if len(seen) == len(Side):
            gap = _wider(seen[Side.LEFT], seen[Side.RIGHT], trend.measure)
        yield _row(measure_name(trend.measure), words, gap)


def _wider(left: Series, right: Series, measure: Measure) -> str:
    """Return by how much which side's range is wider, in what the page shows of it."""
    more = (left.high - left.low) - (right.high - right.low)
    text = measured(abs(more), measure)
    if text == measured(0.0, measure):
        return "equally wide"
    return f"{text} wider {'left' if more > 0.0 else 'right'}"


def _row(name: str, words: Mapping[Side, str], difference: str) -> SideRow:
    left, right = (words.get(side, "not seen") for side in (Side.LEFT, Side.RIGHT))
    return SideRow(name=name, left=left, right=right, difference=difference)


def _more(values: Mapping[Side, float], form: str) -> str:
    """Return by how much which side has more."""
    left, right = values[Side.LEFT], values[Side.RIGHT]
    text = form.format(abs(left - right))
    if text == form.format(0 * left):
        return "equal"
    return f"{text} more {'left' if left > right else 'right'}"
