"""Texts of a comparison and of progress: the same for the terminal and for the page."""

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
from matside.analysis.progress_result import Progress
from matside.body.catalogue import UNCERTAINTY, MeasureKind
from matside.body.landmark import Side
from matside.translation import Plural, Text, _, ngettext
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

TITLE: Final = Text("Two sessions side by side")
FIRST: Final = Text("First: {name}, judged {share} of the time")
SECOND: Final = Text("Second: {name}, judged {share} of the time")
FIRST_IS_EARLIER: Final = Text("The first session is the earlier one.")
FIRST_IS_LATER: Final = Text("The first session is the later one: the differences go back in time.")
ORDER_UNKNOWN: Final = Text("Which session was the earlier one is not known.")
DONE: Final = Text("What was done")
DONE_HEAD: Final = ("", Text("First"), Text("Second"), Text("Difference"))
REPETITIONS: Final = Text("Repetitions")
HOLDS: Final = Text("{phase}: holds")
LONGEST: Final = Text("{phase}: longest hold")
IN_ALL: Final = Text("{phase}: held in all")
TIME: Final = Text("Time on the exercise")
SAME: Final = Text("same")
FAULTS: Final = Text("Faults of form")
FAULTS_HEAD: Final = (
    *(Text("Fault"), Text("First"), Text("Second")),
    *(Text("First, a minute"), Text("Second, a minute")),
)
NO_FAULTS: Final = Text("None seen in either session.")
NONE: Final = Text("none")
TIMES_AND_LENGTH: Final = Text("{times}, {duration}")
DEPTHS: Final = Text("How deep it went (estimates)")
DEPTHS_HEAD: Final = (
    *(Text("Phase and measure"), Text("First"), Text("Second"), Text("Difference")),
)
OF_PHASE: Final = Text("{phase}: {measure}")
FROM_NEUTRAL: Final = Text("{phase}: {measure}, from neutral")
CURVE_FROM_NEUTRAL: Final = Text("{phase}: {measure} from neutral (+ rounded, - hollow)")
IN_ONE_ONLY: Final = Text("known in one session only")
ADRIFT: Final = Text("each from a neutral that is not known")
NOT_SURE: Final = Text("no sure difference")
NOTHING_SHARED: Final = Text(
    "No phase of it is seen well enough in both sessions: depths are not compared."
)
CURVES: Final = Text("Curves through each move")
CURVES_NOTE: Final = Text(
    "Each move is stretched to 0 to 100 % of its own time. The line is the mean of all times it "
    "was done; the shade is one standard deviation to either side."
)
CURVES_HEAD: Final = (Text("At"), Text("First"), Text("Second"))
HIGHER: Final = Text("The second goes {apart} higher at {share} of the move.")
LOWER: Final = Text("The second goes {apart} lower at {share} of the move.")
NO_MOMENT: Final = Text("No moment of it is known in both sessions.")
CURVES_ADRIFT: Final = Text("Up to {apart} apart, but from neutrals that are not known.")
CURVES_NOT_SURE: Final = Text("No sure difference: at most {apart}.")
CURVES_VARY: Final = Text("At most {apart} apart, and it varies as much from time to time.")
SEEN_ALIKE: Final = Text("{said} Seen {times} in both sessions.")
SEEN: Final = Text("{said} Seen {first} in the first and {second} in the second session.")
UNSEEN_FIRST: Final = Text("In the first session only {share} of the time could be judged.")
UNSEEN_SECOND: Final = Text("In the second session only {share} of the time could be judged.")
OTHER_SIDE: Final = Text(
    "The two sessions were filmed from different sides of the person: what is far from the camera "
    "is less sure, so compare left and right with care."
)
ONLY_FIRST: Final = Text("Only the first session shows: {names}.")
ONLY_SECOND: Final = Text("Only the second session shows: {names}.")
NOISE: Final = Text(
    "Angles and ratios are estimates from one camera. Between two sessions a difference is sure "
    "only beyond {angle}° for an angle, {curve}° for a curve of the back, which counts from the "
    "person's own neutral, and {ratio} for a ratio."
)
_MINUS: Final = "\N{MINUS SIGN}"
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


def tables(part: ExerciseComparison, labels: Labels) -> tuple[TextTable, ...]:
    """Return what was done, the faults and depths of one exercise; empty tables are left out."""
    blocks = (
        (DONE, DONE_HEAD, tuple(_done(part, labels)), 0),
        (FAULTS, FAULTS_HEAD, tuple(_fault(f, part.exercise, labels) for f in part.faults), 0),
        (DEPTHS, DEPTHS_HEAD, tuple(_depth(d, part.exercise, labels) for d in part.depths), 1),
    )
    return tuple(
        TextTable(heading=str(heading), columns=tuple(map(str, head)), rows=rows, wordy=wordy)
        for heading, head, rows, wordy in blocks
        if rows
    )


def heads(comparison: Comparison) -> tuple[str, str]:
    """Return which session is which and how much of it could be judged, a sentence each."""
    names, shares = comparison.names, comparison.coverage
    return (
        FIRST(name=names[0], share=percent(shares.first)),
        SECOND(name=names[1], share=percent(shares.second)),
    )


def order(comparison: Comparison) -> str:
    """Return which session came first; nothing for a session and itself."""
    first, second = comparison.created_s
    if math.isnan(first) or math.isnan(second):
        return str(ORDER_UNKNOWN)
    if first == second:
        return ""
    return str(FIRST_IS_EARLIER if first < second else FIRST_IS_LATER)


def remarks(comparison: Comparison, labels: Labels) -> tuple[str, ...]:
    """Return what a reader has to know besides, a sentence each."""
    return (*_cautions(comparison, labels), _noise())


def _noise() -> str:
    angle, curve, ratio = (
        UNCERTAINTY[kind].level
        for kind in (MeasureKind.JOINT_ANGLE, MeasureKind.BACK_CURVE, MeasureKind.LENGTH_RATIO)
    )
    return NOISE(angle=number(angle), curve=number(curve), ratio=number(ratio, 1))


def _cautions(comparison: Comparison, labels: Labels) -> Iterator[str]:
    shares, near = comparison.coverage, comparison.near_sides
    for share, text in ((shares.first, UNSEEN_FIRST), (shares.second, UNSEEN_SECOND)):
        if share < LOW_COVERAGE:
            yield text(share=percent(share))
    if None not in near and near[0] is not near[1]:
        yield str(OTHER_SIDE)
    only = (comparison.only_first, ONLY_FIRST), (comparison.only_second, ONLY_SECOND)
    for names, text in only:
        if names:
            yield text(names=listing([labels.exercise(name) for name in names]))


def curve_name(pair: CurvePair, exercise: str, labels: Labels) -> str:
    """Return what a curve shows, such as ``Open, left: Elbow height``."""
    return _phase_and_measure(pair.phase, pair.side, pair.ref, exercise, labels)


def _phase_and_measure(
    phase: str, side: Side | None, ref: MeasureRef, exercise: str, labels: Labels
) -> str:
    """Return a phase and a measure; the side stands once."""
    text = FROM_NEUTRAL if ref.relative else OF_PHASE
    if ref.relative and ref.measure.from_neutral:
        text = CURVE_FROM_NEUTRAL
    return text(
        phase=with_side(labels.phase(exercise, phase), side),
        measure=with_side(labels.measure(ref.measure), None if side is ref.side else ref.side),
    )


def curve_words(pair: CurvePair) -> str:
    """Return what the two curves say, in a sentence or two."""
    first, second = times(pair.first.visits), times(pair.second.visits)
    if pair.first.visits == pair.second.visits:
        return SEEN_ALIKE(said=_apart(pair), times=first)
    return SEEN(said=_apart(pair), first=first, second=second)


def _apart(pair: CurvePair) -> str:
    apart = measured(abs(pair.widest), pair.ref.measure, signed=False)
    share = percent(pair.widest_at / 100.0)
    match pair.verdict:
        case Verdict.UNKNOWN:
            return str(NO_MOMENT)
        case Verdict.MORE:
            return HIGHER(apart=apart, share=share)
        case Verdict.LESS:
            return LOWER(apart=apart, share=share)
    if math.isinf(pair.ref.noise):
        return CURVES_ADRIFT(apart=apart)
    return (CURVES_NOT_SURE if abs(pair.widest) <= pair.ref.noise else CURVES_VARY)(apart=apart)


def _done(part: ExerciseComparison, labels: Labels) -> Iterator[tuple[str, ...]]:
    for reps in part.reps:
        yield _row(with_side(str(REPETITIONS), reps.side), reps.count, number)
    for hold in part.holds:
        name = with_side(labels.phase(part.exercise, hold.phase), hold.side)
        yield _row(HOLDS(phase=name), hold.count, number)
        yield _row(LONGEST(phase=name), hold.longest_s, duration)
        yield _row(IN_ALL(phase=name), hold.total_s, duration)
    yield _row(str(TIME), part.active_s, duration)


def _row(name: str, pair: Difference, write: Callable[[float], str]) -> tuple[str, ...]:
    first, second = write(pair.first), write(pair.second)
    if pair.verdict is Verdict.UNKNOWN:
        return name, first, second, UNKNOWN
    if pair.verdict is Verdict.SAME or first == second:
        return name, first, second, str(SAME)
    by = abs(pair.amount)
    if max(pair.first, pair.second) >= 10.0:  # of what is shown, so that the row adds up
        by = abs(math.floor(pair.second) - math.floor(pair.first))
    return name, first, second, f"{'+' if pair.amount > 0.0 else _MINUS}{write(by)}"


def _fault(pair: FaultPair, exercise: str, labels: Labels) -> tuple[str, ...]:
    def cell(count: float, seconds: float) -> str:
        often = times(round(count)) if count else str(NONE)
        return TIMES_AND_LENGTH(times=often, duration=duration(seconds)) if seconds else often

    return (
        with_side(labels.fault(exercise, pair.fault), pair.side),
        cell(pair.times.first, pair.seconds.first),
        cell(pair.times.second, pair.seconds.second),
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
            return str(IN_ONE_ONLY)
        case Verdict.MORE | Verdict.LESS:
            return measured(pair.depth.amount, pair.ref.measure, signed=True)
        case Verdict.SAME:
            return str(ADRIFT if math.isinf(pair.ref.noise) else NOT_SURE)


def nothing_shared(part: ExerciseComparison) -> str:
    """Return why neither depths nor curves are compared, or nothing."""
    return "" if part.curves or part.depths else str(NOTHING_SHARED)


# Progress
SESSIONS: Final = Plural("{n} session", "{n} sessions")
CORRECTED_SESSIONS: Final = Plural(
    "The count was corrected by hand in {n} session.",
    "The count was corrected by hand in {n} sessions.",
)


def done_in_all(progress: Progress) -> str:
    """Return in how many sessions and weeks something was done, and for how long."""
    whole_s = round(progress.length_s / 60.0) * 60.0
    return _(
        "{sessions} in {weeks}, {length} in all.",
        sessions=SESSIONS(progress.sessions),
        weeks=ngettext("{n} week", "{n} weeks", progress.weeks_practised),
        length=duration(whole_s if progress.length_s >= 60.0 else progress.length_s),
    )
