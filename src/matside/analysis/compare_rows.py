"""A comparison in words: the same rows for the terminal and for the page."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from matside.analysis.change import (
    ANGLE_DEG,
    CONTOUR_DEG,
    RATIO,
    SWING_DEG,
    Change,
    Pair,
    level_limit,
)
from matside.analysis.comparison import (
    Comparison,
    CurvePair,
    ExerciseComparison,
    FaultPair,
    RangePair,
)
from matside.analysis.course import Curve
from matside.body.landmark import Side
from matside.wording.labels import Labels, in_words, side_name

WITHIN: Final = "within what one camera can tell"
_NOTHING: Final = "-"

UNCERTAINTY: Final = (
    "Angles and ratios are estimates from one camera. Between two sessions a change is told only "
    f"beyond {ANGLE_DEG:.0f}° for an angle, {SWING_DEG:.0f}° for its range, {CONTOUR_DEG:.0f}° for "
    f"the curve of the back and {RATIO:g} for a ratio."
)
"""What every reader of a comparison has to know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """A small table of words.

    Attributes:
        heading: What it is about.
        columns: Name of each column; the first is the name of the row.
        rows: Cells, as many as columns.
        wordy: The last so many columns are sentences, the others numbers.
    """

    heading: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    wordy: int = 0


def tables(part: ExerciseComparison, labels: Labels) -> tuple[Rows, ...]:
    """Return what was done, the faults and the ranges of one exercise; empty tables are left out.

    Args:
        part: The exercise in both sessions.
        labels: Names for people.
    """
    done = Rows(
        heading="What was done",
        columns=("", "First", "Second", "Change"),
        rows=tuple(_done(part, labels)),
    )
    faults = Rows(
        heading="Faults of form",
        columns=("Fault", "First", "Second", "First a minute", "Second a minute"),
        rows=tuple(_fault(fault, part.exercise, labels) for fault in part.faults),
    )
    ranges = Rows(
        heading="How far it went (estimates)",
        columns=("Measure", "First", "Second", "Range by", "What can be said"),
        rows=tuple(_range(pair) for pair in part.ranges),
        wordy=1,
    )
    return tuple(table for table in (done, faults, ranges) if table.rows)


def heads(comparison: Comparison) -> tuple[str, ...]:
    """Return which session is which and how much of it could be judged, a sentence each."""
    shares = comparison.coverage
    return (
        f"First: {comparison.a}, judged {_percent(shares.a)} of the time",
        f"Second: {comparison.b}, judged {_percent(shares.b)} of the time",
    )


def remarks(comparison: Comparison, labels: Labels) -> tuple[str, ...]:
    """Return what a reader has to know besides, a sentence each."""
    only = (("first", comparison.only_a), ("second", comparison.only_b))
    return (
        *comparison.notes,
        *(
            f"Only the {which} shows: {', '.join(map(labels.exercise, names))}."
            for which, names in only
            if names
        ),
        UNCERTAINTY,
    )


def measure_name(measure: str, side: Side | None, *, relative: bool = False) -> str:
    """Return a measure in words, such as ``Left hip flexion`` or ``Head angle, from neutral``."""
    bare = measure.removesuffix("_deg").removesuffix("_ratio")
    name = in_words(f"{side_name(side)} {bare}")
    return f"{name}, from neutral" if relative else name


def curve_name(pair: CurvePair, exercise: str, labels: Labels) -> str:
    """Return what a curve shows, such as ``Open, left: left elbow height``."""
    phase = labels.phase(exercise, pair.phase)
    where = f"{phase}, {side_name(pair.side)}" if pair.side else phase
    name = measure_name(pair.measure, pair.measure_side, relative=pair.relative)
    return f"{where}: {name[:1].lower()}{name[1:]}"


def curve_words(pair: CurvePair) -> str:
    """Return what the two curves say, in a sentence without its stop."""
    if pair.a is None or pair.b is None:
        return f"shown only in the {'second' if pair.a is None else 'first'}"
    visits = _visits(pair.a.visits, pair.b.visits)
    apart = amount(abs(pair.widest), pair.measure)
    match pair.change:
        case Change.UNKNOWN:
            return f"no moment of it is known in both ({visits})"
        case Change.SAME:
            reason = _why_not(abs(pair.widest), pair.measure, relative=pair.relative)
            return f"at most {apart} apart, {reason} ({visits})"
        case Change.MORE | Change.LESS:
            where = "higher" if pair.change is Change.MORE else "lower"
            return f"the second {apart} {where} at {pair.widest_at} % of the phase ({visits})"


def _why_not(apart: float, measure: str, *, relative: bool) -> str:
    limit = level_limit(measure, relative=relative)
    if math.isinf(limit):
        return "but each from a neutral that is not known"
    return WITHIN if apart <= limit else "but it varies as much from time to time"


def amount(value: float, measure: str, *, signed: bool = False) -> str:
    """Return a value in its unit: ``12°`` or ``0.34``; ``-`` if it is not known."""
    if not math.isfinite(value):
        return _NOTHING
    sign = "+" if signed else "-"
    if measure.endswith("_deg"):
        return f"{value:{sign}z.0f}°"
    return f"{value:{sign}z.2f}"


def _done(part: ExerciseComparison, labels: Labels) -> Iterator[tuple[str, ...]]:
    for reps in part.reps:
        yield _row(_sided("Repetitions", reps.side), reps.count, _whole)
    for hold in part.holds:
        name = _sided(labels.phase(part.exercise, hold.phase), hold.side)
        yield _row(f"{name}: holds", hold.count, _whole)
        yield _row(f"{name}: longest", hold.longest_s, _seconds)
        yield _row(f"{name}: in all", hold.total_s, _seconds)
    yield _row("Time on the exercise", part.active_s, _seconds)


def _row(name: str, pair: Pair, write: Callable[[float], str]) -> tuple[str, ...]:
    if pair.change is Change.SAME:
        change = "same"
    else:
        # of the rounded numbers, so that the row adds up
        by = round(pair.b, 1) - round(pair.a, 1)
        change = f"{'+' if by > 0.0 else '-'}{write(abs(by))}"
    return name, write(pair.a), write(pair.b), change


def _fault(pair: FaultPair, exercise: str, labels: Labels) -> tuple[str, ...]:
    def told(times: float, seconds: float) -> str:
        return f"{times:.0f} x, {_seconds(seconds)}" if times else "none"

    def rate(value: float) -> str:
        return f"{value:.1f}" if math.isfinite(value) else _NOTHING

    return (
        _sided(labels.fault(exercise, pair.fault), pair.side),
        told(pair.times.a, pair.seconds.a),
        told(pair.times.b, pair.seconds.b),
        rate(pair.per_minute.a),
        rate(pair.per_minute.b),
    )


def _range(pair: RangePair) -> tuple[str, ...]:
    def told(low: float, high: float) -> str:
        if not math.isfinite(low):
            return _NOTHING
        return f"{amount(low, pair.measure)} to {amount(high, pair.measure)}"

    return (
        measure_name(pair.measure, pair.side, relative=pair.relative),
        told(pair.low.a, pair.high.a),
        told(pair.low.b, pair.high.b),
        amount(pair.swing.difference, pair.measure, signed=True),
        range_words(pair),
    )


def range_words(pair: RangePair) -> str:
    """Return what can be said of a range: its size first, and where it lies if that changed."""
    match pair.swing.change:
        case Change.UNKNOWN:
            return "known in one session only"
        case Change.MORE:
            return "larger range"
        case Change.LESS:
            return "smaller range"
        case Change.SAME:
            return _shift(pair)


def _shift(pair: RangePair) -> str:
    ends = (pair.low, pair.high)
    if {end.change for end in ends} == {Change.SAME}:
        return WITHIN
    moved = max(ends, key=lambda end: abs(end.difference))
    where = "higher" if moved.difference > 0.0 else "lower"
    return f"about the same range, {amount(abs(moved.difference), pair.measure)} {where}"


def _sided(name: str, side: Side | None) -> str:
    return name if side is None else f"{name}, {side_name(side)}"


def _visits(first: int, second: int) -> str:
    return "once in both" if first == second == 1 else f"{first} x and {second} x"


def _whole(value: float) -> str:
    return f"{value:.0f}"


def _seconds(value: float) -> str:
    return f"{value:.1f} s"


def _percent(share: float) -> str:
    return f"{100.0 * share:.0f} %" if math.isfinite(share) else "?"


def nothing_shared(part: ExerciseComparison) -> str:
    """Return why there are no curves to compare, or nothing."""
    if with_curves(part.curves):
        return ""
    return "No phase of it is seen well enough in both, so curves and ranges are not compared."


def with_curves(pairs: Iterable[CurvePair]) -> tuple[tuple[CurvePair, Curve, Curve], ...]:
    """Return those that both sessions show, each with the two curves."""
    return tuple(
        (pair, pair.a, pair.b) for pair in pairs if pair.a is not None and pair.b is not None
    )
