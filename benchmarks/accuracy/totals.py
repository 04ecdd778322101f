"""From the scores of single clips to one row of figures."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from benchmarks.accuracy.scoring import ClipScore, Hits

WILSON_Z: Final = 1.959964
"""Standard normal quantile of a two-sided interval of 95 %."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spread:
    """Median and 95th percentile of absolute errors and their signed mean, seconds.

    ``None`` without any. The bias is negative where things are found too early.
    """

    errors: int = 0
    median: float | None = None
    p95: float | None = None
    bias: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rate:
    """How many of how many, with the Wilson score interval of 95 % for the share.

    Wilson, "Probable inference", J. Am. Stat. Assoc. 22, 1927: it stays within
    0..1 and is not empty where all or none of a few are right.
    """

    hits: int = 0
    of: int = 0

    @property
    def share(self) -> float | None:
        """The share, 0..1; ``None`` of nothing."""
        return self.hits / self.of if self.of else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """Lower and upper bound of the share; ``None`` of nothing."""
        if not self.of:
            return None
        share, z2 = self.hits / self.of, WILSON_Z**2 / self.of
        middle = (share + z2 / 2.0) / (1.0 + z2)
        spread = share * (1.0 - share) / self.of + z2 / self.of / 4.0
        half = WILSON_Z * math.sqrt(spread) / (1.0 + z2)
        return max(0.0, middle - half), min(1.0, middle + half)


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """The figures of a set of clips; ``None`` is what no clip of the set tells.

    Attributes:
        clips: How many clips.
        right: Clips with an exercise that are right in all, see ``ClipScore.right``.
        recognised: Clips with an exercise in which it was found, and no other.
        holds: How many true holds were found.
        hold_start: Error of their start; likewise end and length.
        hold_edge: Error of starts and ends together.
        missed_holds: True holds that none was found for.
        false_holds: Found holds that are none, in clips with an exercise.
        reps_exact: Clips in which every side's number is right.
        reps_off_by_one: Clips in which no side is off by more than one.
        reps_error: Mean absolute error over clips and sides.
        phases: Visits to phases.
        faults: All faults together.
        by_fault: Each fault.
        negatives: Clips that show no exercise.
        silent: Those of them in which nothing was found.
        false_hold_s: Seconds of hold credited in these.
        false_reps: Repetitions counted in these.
        coverage: Mean share of the time in which the person could be judged.
    """

    clips: int
    right: Rate
    recognised: Rate
    holds: int
    hold_start: Spread
    hold_end: Spread
    hold_length: Spread
    hold_edge: Spread
    missed_holds: int
    false_holds: int
    reps_exact: Rate
    reps_off_by_one: Rate
    reps_error: float | None
    phases: Hits
    faults: Hits
    by_fault: Mapping[str, Hits]
    negatives: int
    silent: Rate
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
        right=_rate(s.right for s in shown),
        recognised=_rate(s.recognised for s in shown),
        holds=len(holds),
        hold_start=spread([error.start_s for error in holds]),
        hold_end=spread([error.end_s for error in holds]),
        hold_length=spread([error.length_s for error in holds]),
        hold_edge=spread([edge for error in holds for edge in (error.start_s, error.end_s)]),
        missed_holds=sum(s.missed_holds for s in shown),
        false_holds=sum(s.false_holds for s in shown),
        reps_exact=_rate(max(miss, default=0) == 0 for miss in misses),
        reps_off_by_one=_rate(max(miss, default=0) <= 1 for miss in misses),
        reps_error=_mean([m for miss in misses for m in miss]),
        phases=sum((s.phases for s in shown if s.phases), Hits()),
        faults=sum(by_fault.values(), Hits()),
        by_fault=dict(sorted(by_fault.items())),
        negatives=len(negative),
        silent=_rate(s.recognised for s in negative),
        false_hold_s=sum(s.false_hold_s for s in negative),
        false_reps=sum(s.false_reps for s in negative),
        coverage=_mean([s.coverage for s in scores]),
    )


def grouped(scores: Sequence[ClipScore]) -> dict[tuple[str, str], Totals]:
    """Return the figures by medium and group: all clips of a medium, each exercise, each view.

    Groups of one medium that hold the same clips as all of it are left out.
    """
    found: dict[tuple[str, str], Totals] = {}
    for medium in sorted({s.medium for s in scores}):
        mine = [s for s in scores if s.medium == medium]
        found[medium, "all"] = totals(mine)
        names = [s.exercise or "none" for s in mine], [f"view: {s.view or 'any'}" for s in mine]
        for keys in names:
            for key in sorted(set(keys)) if len(set(keys)) > 1 else ():
                found[medium, key] = totals(
                    [s for s, k in zip(mine, keys, strict=True) if k == key]
                )
    return found


def spread(errors: Sequence[float]) -> Spread:
    """Return median and 95th percentile of the absolute values, and the signed mean."""
    if not errors:
        return Spread()
    size = np.abs(np.array(errors))
    return Spread(
        errors=len(errors),
        median=float(np.median(size)),
        p95=float(np.percentile(size, 95)),
        bias=float(np.mean(errors)),
    )


def _rate(right: Iterable[bool]) -> Rate:
    found = list(right)
    return Rate(hits=sum(found), of=len(found))


def _mean(values: Sequence[float]) -> float | None:
    return float(np.mean(values)) if values else None
