"""What a comparison of two sessions says: plain values, for the terminal and for a page."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from matside.analysis.change import Change, Pair, swing_limit
from matside.analysis.course import Course, Curve
from matside.body.landmark import Side
from matside.coach.summary import Summary


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Analysed:
    """One session: what it came to and the course of its measures."""

    name: str
    summary: Summary
    course: Course


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPair:
    """The holds of one phase and side: how many, the longest, and seconds credited in all."""

    phase: str
    side: Side | None
    count: Pair
    longest_s: Pair
    total_s: Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class RepsPair:
    """The repetitions of one side."""

    side: Side | None
    count: Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultPair:
    """One fault: how often, for how long, and how often a minute of the exercise."""

    fault: str
    side: Side | None
    times: Pair
    seconds: Pair
    per_minute: Pair


@dataclass(frozen=True, slots=True, kw_only=True)
class RangePair:
    """How far a measure went in the moves and holds that both sessions show.

    Attributes:
        measure: Its name in the catalogue.
        side: Its side; a side's range is taken over the phases of that side.
        low: Least value.
        high: Greatest value.
        swing: From least to greatest.
        relative: Whether low and high count from each session's own neutral.
    """

    measure: str
    side: Side | None
    low: Pair
    high: Pair
    swing: Pair
    relative: bool


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CurvePair:
    """A measure through one phase, in both sessions.

    Attributes:
        phase: Identifier of the phase.
        side: Side of the phase.
        measure: The measure's name in the catalogue.
        measure_side: The side of the measure.
        a: The curve of the first session; ``None`` if it shows none.
        b: The curve of the second.
        relative: Whether both count from each session's own neutral.
        widest_at: Where they lie furthest apart, in percent of the phase.
        widest: Second less first there; NaN if one is not known.
        change: Whether that is more than camera and spread account for.
    """

    phase: str
    side: Side | None
    measure: str
    measure_side: Side | None
    a: Curve | None
    b: Curve | None
    relative: bool
    widest_at: int
    widest: float
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExerciseComparison:
    """One exercise in both sessions; ``active_s`` are the seconds from its first to last phase."""

    exercise: str
    active_s: Pair
    reps: tuple[RepsPair, ...]
    holds: tuple[HoldPair, ...]
    faults: tuple[FaultPair, ...]
    ranges: tuple[RangePair, ...]
    curves: tuple[CurvePair, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """Two sessions side by side.

    Attributes:
        a: Name of the first.
        b: Name of the second.
        coverage: Share of the time in which the person could be judged.
        exercises: Those that both show, in the order of the first.
        only_a: Identifiers of exercises that only the first shows.
        only_b: Those that only the second shows.
        notes: What speaks against comparing, in sentences.
    """

    a: str
    b: str
    coverage: Pair
    exercises: tuple[ExerciseComparison, ...]
    only_a: tuple[str, ...]
    only_b: tuple[str, ...]
    notes: tuple[str, ...]


def common_scale(pair: CurvePair, *, spread: bool = False) -> tuple[float, float]:
    """Return the least and the greatest value of a scale for both curves.

    It spans at least four times the uncertainty of a range: noise must not
    look like movement.

    Args:
        pair: The curves.
        spread: Whether one standard deviation to either side has to fit too.
    """
    curves = [curve for curve in (pair.a, pair.b) if curve is not None]
    beyond = 1.0 if spread else 0.0
    values = np.concatenate(
        [c.mean + sign * c.spread for c in curves for sign in (-beyond, beyond)]
    )
    values = values[np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 0.0)
    room = max(0.0, (4.0 * swing_limit(pair.measure) - (high - low)) / 2.0)
    return low - room, high + room
