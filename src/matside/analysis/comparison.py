"""Result types of a comparison of two sessions: plain values, for the terminal and for a page."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from matside.analysis.difference import Difference, Verdict
from matside.analysis.series import Curve, TimeSeries
from matside.body.catalogue import BY_NAME, Measure
from matside.body.landmark import Side
from matside.coach.summary import Summary


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ComparedSession:
    """One session as it is compared.

    Attributes:
        name: Name of the clip or camera, with its day if that is known.
        summary: Its result.
        series: Its measures.
        created_s: When it was practised or filmed, in seconds since 1970, or analysed where the
            history does not have it; NaN if not known.
    """

    name: str
    summary: Summary
    series: TimeSeries
    created_s: float = math.nan


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureRef:
    """A measure of one side, and whether it counts from each session's own neutral."""

    name: str
    side: Side | None
    relative: bool

    @property
    def measure(self) -> Measure:
        """The measure in the catalogue."""
        return BY_NAME[self.name]

    @property
    def noise(self) -> float:
        """Repeatability of the measure; infinite for a curve without neutral."""
        if self.measure.from_neutral and not self.relative:
            return math.inf
        return self.measure.noise.level


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPair:
    """The holds of one phase and side: how many, the longest, and seconds credited in all."""

    phase: str
    side: Side | None
    count: Difference
    longest_s: Difference
    total_s: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class RepsPair:
    """The repetitions of one side."""

    side: Side | None
    count: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultPair:
    """One fault: how often, for how long, and how often a minute of the exercise."""

    fault: str
    side: Side | None
    times: Difference
    seconds: Difference
    per_minute: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class DepthPair:
    """How deep a phase went by one measure: the middle of its holds, or where its moves turned."""

    phase: str
    side: Side | None
    ref: MeasureRef
    depth: Difference


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class CurvePair:
    """A measure through one kind of move, in both sessions.

    Attributes:
        phase: Identifier of the phase.
        side: Side of the phase.
        ref: The measure.
        first: The curve of the first session.
        second: The curve of the second.
        widest_at: Where they lie furthest apart, in percent of the phase.
        widest: Second less first there; NaN where no moment is known in both.
        verdict: Whether that is more than camera and spread account for.
    """

    phase: str
    side: Side | None
    ref: MeasureRef
    first: Curve
    second: Curve
    widest_at: int
    widest: float
    verdict: Verdict


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExerciseComparison:
    """One exercise in both sessions; ``active_s`` are the seconds from its first to last phase."""

    exercise: str
    active_s: Difference
    reps: tuple[RepsPair, ...]
    holds: tuple[HoldPair, ...]
    faults: tuple[FaultPair, ...]
    depths: tuple[DepthPair, ...]
    curves: tuple[CurvePair, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Comparison:
    """Two sessions side by side.

    Attributes:
        names: Name of the first and of the second.
        created_s: When each was practised or filmed, or analysed where the history does not have
            it; NaN if not known.
        coverage: Share of the time in which the person could be judged.
        near_sides: The person's side towards the camera, in each; ``None`` if not known.
        exercises: Those that both show, in the order of the first.
        only_first: Identifiers of exercises that only the first shows.
        only_second: Those that only the second shows.
    """

    names: tuple[str, str]
    created_s: tuple[float, float]
    coverage: Difference
    near_sides: tuple[Side | None, Side | None]
    exercises: tuple[ExerciseComparison, ...]
    only_first: tuple[str, ...]
    only_second: tuple[str, ...]


def common_scale(pair: CurvePair, *, spread: bool = False) -> tuple[float, float]:
    """Return the least and the greatest value of a scale for both curves.

    It spans at least four times the uncertainty of a range: noise must not look like movement. With
    ``spread`` one standard deviation to either side has to fit too.
    """
    beyond = 1.0 if spread else 0.0
    values = np.concatenate(
        [c.mean + sign * c.spread for c in (pair.first, pair.second) for sign in (-beyond, beyond)]
    )
    values = values[np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if values.size else (0.0, 0.0)
    room = max(0.0, (4.0 * pair.ref.measure.noise.swing - (high - low)) / 2.0)
    return low - room, high + room
