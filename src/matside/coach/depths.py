"""Depth of holds, repetitions and sections, from the measures of visits to phases."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Set

from matside.body.catalogue import MEASURES
from matside.body.landmark import Side
from matside.coach import events as ev
from matside.coach.summary import Hold, Range, Repetition


def hold_of(
    done: ev.HoldDone, visits: Iterable[ev.PhaseLeft], neutral: Mapping[str, float], *, timed: bool
) -> Hold:
    """Return a hold with its depth: the medians of the visit to its phase."""
    levels: dict[str, float] = {}
    for visit in visits:
        if (visit.phase, visit.side, visit.start_s) == (done.phase, done.side, done.start_s):
            levels = dict(visit.measured.levels)
    return Hold(
        phase=done.phase,
        side=done.side,
        start_s=done.start_s,
        end_s=done.t_s,
        held_s=done.held_s,
        full=done.full if timed else None,
        depth={
            key: level - shift
            for key, shift in _shifts(done.side, neutral)
            if (level := levels.get(key)) is not None
        },
    )


def repetition_of(
    done: ev.RepDone, visits: Iterable[ev.PhaseLeft], neutral: Mapping[str, float]
) -> Repetition:
    """Return a repetition with the ranges of its measures over the visits it is made of."""
    mine = (
        visit
        for visit in visits
        if visit.side in (None, done.side)
        and done.start_s <= (visit.start_s + visit.t_s) / 2.0 <= done.t_s
    )
    return Repetition(
        side=done.side,
        start_s=done.start_s,
        end_s=done.t_s,
        full=done.full,
        ranges=ranges_of(mine, {done.side}, neutral),
    )


def ranges_of(
    visits: Iterable[ev.PhaseLeft], worked: Set[Side | None], neutral: Mapping[str, float]
) -> dict[str, Range]:
    """Return the ranges of measures over the visits; each side's over the visits that concern it.

    Visits on a side where nothing counted are ignored: the legs were mixed up for a moment.
    """
    lows: dict[str, float] = {}
    highs: dict[str, float] = {}
    every = not worked or None in worked
    for visit in (v for v in visits if every or v.side is None or v.side in worked):
        for key, shift in _shifts(visit.side, neutral):
            low, high = visit.measured.ranges.get(key, (math.inf, -math.inf))
            if low <= high:
                lows[key] = min(lows.get(key, math.inf), low - shift)
                highs[key] = max(highs.get(key, -math.inf), high - shift)
    return {key: Range(low=low, high=highs[key]) for key, low in lows.items()}


def _shifts(side: Side | None, neutral: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """Yield the columns that a phase of a side is about, and the offset to subtract from each.

    A curve of the back without a neutral is left out: its level means nothing.
    """
    for measure in MEASURES:
        shift = neutral.get(measure.name) if measure.from_neutral else 0.0
        for key, own in zip(measure.columns, measure.sides, strict=True):
            if shift is not None and (side is None or own is None or own is side):
                yield key, shift
