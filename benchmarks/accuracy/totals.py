"""From the scores of single clips to one row of figures."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from benchmarks.accuracy.scoring import ClipScore, Hits


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Median and 95th percentile of absolute errors, seconds; ``None`` without any."""

    median: float | None
    p95: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The figures of a set of clips; ``None`` is what no clip of the set tells.

    Attributes:
        clips: How many clips.
        recognised: Share of the clips with an exercise in which it was found, and no other.
        holds: How many true holds were found.
        hold_start: Error of their start; likewise end and length.
        missed_holds: True holds that none was found for.
        false_holds: Found holds that are none, in clips with an exercise.
        reps_exact: Share of the clips in which every side's number is right.
        reps_off_by_one: Share in which no side is off by more than one.
        reps_error: Mean absolute error over clips and sides.
        phases: Visits to phases.
        faults: All faults together.
        by_fault: Each fault.
        negatives: Clips that show no exercise.
        silent: Share of these in which nothing was found.
        false_hold_s: Seconds of hold credited in these.
        false_reps: Repetitions counted in these.
        coverage: Mean share of the time in which the person could be judged.
    """

    clips: int
    recognised: float | None
    holds: int
    hold_start: Spread
    hold_end: Spread
    hold_length: Spread
    missed_holds: int
    false_holds: int
    reps_exact: float | None
    reps_off_by_one: float | None
    reps_error: float | None
    phases: Hits
    faults: Hits
    by_fault: Mapping[str, Hits]
    negatives: int
    silent: float | None
    false_hold_s: float
    false_reps: int
    coverage: float | None


def totals(scores: Sequence[ClipScore]) -> Totals:
    """Return the figures of a set of clips."""
    shown = [s for s in scores if s.exercise]
    negative = [s for s in scores if not s.exercise]
    holds = [error for s in shown for error in s.holds or ()]
    counted = [s.reps for s in shown if s.reps is not None]
    misses = [[abs(found - true) for _, true, found in reps] for reps in counted]
    by_fault: dict[str, Hits] = {}
    for s in shown:
        for name, hits in (s.faults or {}).items():
            key = f"{s.exercise} {name}"
            by_fault[key] = by_fault.get(key, Hits()) + hits
    return Totals(
        clips=len(scores),
        recognised=_share([s.recognised for s in shown]),
        holds=len(holds),
        hold_start=spread([error.start_s for error in holds]),
        hold_end=spread([error.end_s for error in holds]),
        hold_length=spread([error.length_s for error in holds]),
        missed_holds=sum(s.missed_holds for s in shown),
        false_holds=sum(s.false_holds for s in shown),
        reps_exact=_share([max(miss, default=0) == 0 for miss in misses]),
        reps_off_by_one=_share([max(miss, default=0) <= 1 for miss in misses]),
        reps_error=_share([m for miss in misses for m in miss]),
        phases=sum((s.phases for s in shown if s.phases), Hits()),
        faults=sum(by_fault.values(), Hits()),
        by_fault=dict(sorted(by_fault.items())),
        negatives=len(negative),
        silent=_share([s.recognised for s in negative]),
        false_hold_s=sum(s.false_hold_s for s in negative),
        false_reps=sum(s.false_reps for s in negative),
        coverage=_share([s.coverage for s in scores]),
    )


def spread(errors: Sequence[float]) -> Spread:
    """Return median and 95th percentile of the absolute values."""
    if not errors:
        return Spread(median=None, p95=None)
    size = np.abs(np.array(errors))
    return Spread(median=float(np.median(size)), p95=float(np.percentile(size, 95)))


def _share(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None
