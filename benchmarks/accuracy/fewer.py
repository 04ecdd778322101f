"""What fewer pictures a second change: the poses of a clip are thinned and judged again.

The poses of all pictures are the truth, so that a clip needs no label. What the model sees in a
picture depends on those before it, which this leaves out.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Final

import numpy as np
from benchmarks.accuracy.scoring import overlap
from benchmarks.accuracy.tables import table
from benchmarks.accuracy.truth import Span

from matside.app.request import CoachRunner
from matside.body.frames import PoseFrame
from matside.coach.summary import Summary
from matside.exercise.schema import Exercise

LATE: Final = (0.0, 0.5)
"""How late the first picture is, as a share of the time between two: each clip is thinned twice."""
SPARSER: Final = 1.05
"""A clip is thinned to a rate if it has this many times as many pictures."""
NEAR_S: Final = (0.15, 0.25)


@dataclass(slots=True)
class Fewer:
    """What was found at one rate, against all pictures.

    Attributes:
        rate_hz: Pictures a second.
        edges_s: Errors of the edges of the holds that were found both times.
        missed: Holds that were not found.
        new: Holds that all pictures do not show.
        counts: For each thinned clip of an exercise, repetitions less those of all pictures.
        silent: For each thinned clip of other movements, whether nothing was found.
    """

    rate_hz: float
    edges_s: list[float] = field(default_factory=list)
    missed: int = 0
    new: int = 0
    counts: list[int] = field(default_factory=list)
    silent: list[bool] = field(default_factory=list)


def thinned(poses: Sequence[PoseFrame], rate_hz: float, late: float) -> tuple[PoseFrame, ...]:
    """Return the poses nearest to evenly spaced times; none if there are too few to choose from.

    Args:
        poses: Two or more.
        rate_hz: Pictures a second.
        late: How late the first one is, as a share of the time between two.
    """
    times = np.array([pose.t_s for pose in poses])
    if len(times) < 2 or (len(times) - 1) / (times[-1] - times[0]) < SPARSER * rate_hz:
        return ()
    due = np.arange(times[0] + late / rate_hz, times[-1] + 1e-6, 1.0 / rate_hz)
    chosen = np.unique(np.abs(times - due[:, None]).argmin(axis=1))
    return tuple(poses[i] for i in chosen)


def compare(
    rates: Iterable[Fewer],
    poses: Sequence[PoseFrame],
    exercises: Sequence[Exercise],
    *,
    other: bool,
) -> None:
    """Add a clip to what was found at each rate.

    Args:
        rates: Are added to.
        poses: Of all pictures of the clip.
        exercises: What is looked for.
        other: Whether the clip shows other movements.
    """
    whole = _judged(poses, exercises)
    for found, late in product(rates, LATE):
        few = thinned(poses, found.rate_hz, late)
        if len(few) < 2:
            continue
        summary = _judged(few, exercises)
        reps = _reps(summary)
        if other:
            found.silent.append(not (reps or _holds(summary)))
        else:
            found.counts.append(reps - _reps(whole))
        add_holds(found, _holds(whole), _holds(summary), (few[0].t_s, few[-1].t_s))


def add_holds(
    found: Fewer, true: Iterable[Span], said: Iterable[Span], seen_s: tuple[float, float]
) -> None:
    """Add the holds of one thinned clip; an edge that it does not show is that of the stream."""
    left = list(said)
    for span in true:
        shared = [s for s in left if overlap(s, span) > 0.0]
        if not shared:
            found.missed += 1
            continue
        best = max(shared, key=lambda s: overlap(s, span))
        left.remove(best)
        start_s, end_s = np.clip((span.start_s, span.end_s), *seen_s)
        found.edges_s += [best.start_s - start_s, best.end_s - end_s]
    found.new += len(left)


def fewer_table(rows: Sequence[Fewer]) -> str:
    """Return one line for each rate."""
    head = ["pictures a second", "edges", *(f"within {s} s" for s in NEAR_S)]
    head += ["median s", "worst s", "holds missed", "new", "counts same", "silent"]
    return table("fewer pictures, against all", head, [_row(row) for row in rows])


def _row(found: Fewer) -> tuple[str, ...]:
    off = [abs(error) for error in found.edges_s]
    return (
        f"{found.rate_hz:g}",
        str(len(off)),
        *(str(sum(error <= near_s for error in off)) for near_s in NEAR_S),
        f"{statistics.median(off):.2f}" if off else "-",
        f"{max(off):.2f}" if off else "-",
        str(found.missed),
        str(found.new),
        f"{found.counts.count(0)}/{len(found.counts)}",
        f"{sum(found.silent)}/{len(found.silent)}",
    )


def _judged(poses: Iterable[PoseFrame], exercises: Sequence[Exercise]) -> Summary:
    runner = CoachRunner(exercises)
    for pose in poses:
        runner.take(pose)
    return runner.end()


def _holds(summary: Summary) -> list[Span]:
    """Return all holds, named by exercise and phase: a side may go by the other's name."""
    return [
        Span(name=f"{s.exercise} {h.phase}", side=None, start_s=h.start_s, end_s=h.end_s)
        for s in summary.sections
        for h in s.holds
    ]


def _reps(summary: Summary) -> int:
    return sum(sum(section.reps.values()) for section in summary.sections)
