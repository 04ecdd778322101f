"""Texts of a comparison: the same rows and sentences for the terminal and for the page."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from matside.analysis.comparison import (
    Comparison,
    CurvePair,
    DepthPair,
    ExerciseComparison,
    FaultPair,
    MeasureRef,
)
from matside.analysis.difference import Difference, Verdict
from matside.body.catalogue import UNCERTAINTY, MeasureKind
from matside.body.landmark import Side
from matside.wording.formatting import (
    UNKNOWN,
    duration,
    listing,
    measured,
    number,
    percent,
    times,
    with_side,
)
from matside.wording.labels import Labels
from matside.wording.translation import _

LOW_COVERAGE: Final = 0.8
"""Below this share of judged time a session may lack what the other one shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TextTable:
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


def title() -> str:
    """Return the heading of a comparison."""
    return _("Two sessions side by side")


def tables(part: ExerciseComparison, labels: Labels) -> tuple[TextTable, ...]:
    """Return what was done, the faults and the depths of one exercise; empty tables are left out.

    Args:
        part: The exercise in both sessions.
        labels: Names for people.
    """
    done = TextTable(
        heading=_("What was done"),
        columns=("", _("First"), _("Second"), _("Difference")),
        rows=tuple(_done(part, labels)),
    )
    faults = TextTable(
        heading=faults_heading(),
        columns=(
            *(_("Fault"), _("First"), _("Second")),
            *(_("First, a minute"), _("Second, a minute")),
        ),
        rows=tuple(_fault(fault, part.exercise, labels) for fault in part.faults),
    )
    depths = TextTable(
        heading=_("How deep it went (estimates)"),
        columns=(_("Phase and measure"), _("First"), _("Second"), _("Difference")),
        rows=tuple(_depth(pair, part.exercise, labels) for pair in part.depths),
        wordy=1,
    )
    return tuple(table for table in (done, faults, depths) if table.rows)


def faults_heading() -> str:
    """Return the heading of the faults."""
    return _("Faults of form")


def no_faults() -> str:
    """Return what is said where neither session shows a fault."""
    return _("None seen in either session.")


def curves_heading() -> str:
    """Return the heading of the curves."""
    return _("Curves through each move")


def curves_note() -> str:
    """Return how the curves are to be read."""
    return _(
        "Each move is stretched to 0 to 100 % of its own time. The line is the mean of all times "
        "it was done; the shade is one standard deviation to either side."
    )


def curve_table() -> tuple[str, str, str]:
    """Return the head of the table below a curve and the names of its rows."""
    return _("At"), _("First"), _("Second")


def heads(comparison: Comparison) -> tuple[str, str]:
    """Return which session is which and how much of it could be judged, a sentence each."""
    names, shares = comparison.names, comparison.coverage
    return (
        _(
            "First: {name}, judged {share} of the time",
            name=names[0],
            share=percent(shares.first),
        ),
        _(
            "Second: {name}, judged {share} of the time",
            name=names[1],
            share=percent(shares.second),
        ),
    )


def order(comparison: Comparison) -> str:
    """Return which session came first; nothing for a session and itself."""
    first, second = comparison.created_s
    if first < second:
        return _("The first session is the earlier one.")
    if first > second:
        return _("The first session is the later one: the differences go back in time.")
    if math.isnan(first) or math.isnan(second):
        return _("Which session was the earlier one is not known.")
    return ""


def remarks(comparison: Comparison, labels: Labels) -> tuple[str, ...]:
    """Return what a reader has to know besides, a sentence each."""
    return (*_cautions(comparison, labels), uncertainty())


def uncertainty() -> str:
    """Return beyond what a difference is told."""
    angle, curve, ratio = (
        UNCERTAINTY[kind].level
        for kind in (MeasureKind.JOINT_ANGLE, MeasureKind.BACK_CURVE, MeasureKind.LENGTH_RATIO)
    )
    return _(
        "Angles and ratios are estimates from one camera. Between two sessions a difference is "
        "sure only beyond {angle}° for an angle, {curve}° for a curve of the back, which counts "
        "from the person's own neutral, and {ratio} for a ratio.",
        angle=number(angle),
        curve=number(curve),
        ratio=number(ratio, 1),
    )


def _cautions(comparison: Comparison, labels: Labels) -> Iterator[str]:
    shares, near = comparison.coverage, comparison.near_sides
    if shares.first < LOW_COVERAGE:
        yield _(
            "In the first session only {share} of the time could be judged.",
            share=percent(shares.first),
        )
    if shares.second < LOW_COVERAGE:
        yield _(
            "In the second session only {share} of the time could be judged.",
            share=percent(shares.second),
        )
    if None not in near and near[0] is not near[1]:
        yield _(
            "The two sessions were filmed from different sides of the person: what is far from "
            "the camera is less sure, so compare left and right with care."
        )
    if comparison.only_first:
        names = listing([labels.exercise(name) for name in comparison.only_first])
        yield _("Only the first session shows: {names}.", names=names)
    if comparison.only_second:
        names = listing([labels.exercise(name) for name in comparison.only_second])
        yield _("Only the second session shows: {names}.", names=names)


def curve_name(pair: CurvePair, exercise: str, labels: Labels) -> str:
    """Return what a curve shows, such as ``Open, left: Elbow height``."""
    return _phase_and_measure(pair.phase, pair.side, pair.ref, exercise, labels)


def _phase_and_measure(
    phase: str, side: Side | None, ref: MeasureRef, exercise: str, labels: Labels
) -> str:
    """Return a phase and a measure; the side stands once."""
    name = with_side(labels.measure(ref.measure), None if side is ref.side else ref.side)
    where = with_side(labels.phase(exercise, phase), side)
    if ref.relative and ref.measure.from_neutral:
        return _("{phase}: {measure} from neutral (+ rounded, - hollow)", phase=where, measure=name)
    if ref.relative:
        return _("{phase}: {measure}, from neutral", phase=where, measure=name)
    return _("{phase}: {measure}", phase=where, measure=name)


def curve_words(pair: CurvePair) -> str:
    """Return what the two curves say, in a sentence or two."""
    said = _apart(pair)
    if pair.first.visits == pair.second.visits:
        return _("{said} Seen {times} in both sessions.", said=said, times=times(pair.first.visits))
    return _(
        "{said} Seen {first} in the first and {second} in the second session.",
        said=said,
        first=times(pair.first.visits),
        second=times(pair.second.visits),
    )


def _apart(pair: CurvePair) -> str:
    if pair.verdict is Verdict.UNKNOWN:
        return _("No moment of it is known in both sessions.")
    apart = measured(abs(pair.widest), pair.ref.measure, signed=False)
    share = percent(pair.widest_at / 100.0)
    if pair.verdict is Verdict.MORE:
        return _("The second goes {apart} higher at {share} of the move.", apart=apart, share=share)
    if pair.verdict is Verdict.LESS:
        return _("The second goes {apart} lower at {share} of the move.", apart=apart, share=share)
    if math.isinf(pair.ref.noise):
        return _("Up to {apart} apart, but from neutrals that are not known.", apart=apart)
    if abs(pair.widest) <= pair.ref.noise:
        return _("No sure difference: at most {apart}.", apart=apart)
    return _("At most {apart} apart, and it varies as much from time to time.", apart=apart)


def _done(part: ExerciseComparison, labels: Labels) -> Iterator[tuple[str, ...]]:
    for reps in part.reps:
        yield _row(with_side(_("Repetitions"), reps.side), reps.count, number)
    for hold in part.holds:
        name = with_side(labels.phase(part.exercise, hold.phase), hold.side)
        yield _row(_("{phase}: holds", phase=name), hold.count, number)
        yield _row(_("{phase}: longest hold", phase=name), hold.longest_s, duration)
        yield _row(_("{phase}: held in all", phase=name), hold.total_s, duration)
    yield _row(_("Time on the exercise"), part.active_s, duration)


def _row(name: str, pair: Difference, write: Callable[[float], str]) -> tuple[str, ...]:
    first, second = write(pair.first), write(pair.second)
    # of what is shown, so that the row adds up
    by = abs(pair.amount)
    if max(pair.first, pair.second) >= 10.0:
        by = abs(math.floor(pair.second) - math.floor(pair.first))
    if pair.verdict is Verdict.UNKNOWN:
        return name, first, second, UNKNOWN
    if pair.verdict is Verdict.SAME or first == second:
        return name, first, second, _("same")
    sign = "+" if pair.amount > 0.0 else "\N{MINUS SIGN}"
    return name, first, second, f"{sign}{write(by)}"


def _fault(pair: FaultPair, exercise: str, labels: Labels) -> tuple[str, ...]:
    def told(count: float, seconds: float) -> str:
        if not count:
            return _("none")
        often = times(round(count))
        if not seconds:
            return often
        return _("{times}, {duration}", times=often, duration=duration(seconds))

    return (
        with_side(labels.fault(exercise, pair.fault), pair.side),
        told(pair.times.first, pair.seconds.first),
        told(pair.times.second, pair.seconds.second),
        number(pair.per_minute.first, 1),
        number(pair.per_minute.second, 1),
    )


def _depth(pair: DepthPair, exercise: str, labels: Labels) -> tuple[str, ...]:
    measure = pair.ref.measure
    return (
        _phase_and_measure(pair.phase, pair.side, pair.ref, exercise, labels),
        measured(pair.depth.first, measure),
        measured(pair.depth.second, measure),
        depth_words(pair),
    )


def depth_words(pair: DepthPair) -> str:
    """Return what can be said of two depths."""
    match pair.depth.verdict:
        case Verdict.UNKNOWN:
            return _("known in one session only")
        case Verdict.MORE | Verdict.LESS:
            return measured(pair.depth.amount, pair.ref.measure, signed=True)
        case Verdict.SAME if math.isinf(pair.ref.noise):
            return _("each from a neutral that is not known")
        case Verdict.SAME:
            return _("no sure difference")


def nothing_shared(part: ExerciseComparison) -> str:
    """Return why neither depths nor curves are compared, or nothing."""
    if part.curves or part.depths:
        return ""
    return _("No phase of it is seen well enough in both sessions: depths are not compared.")
