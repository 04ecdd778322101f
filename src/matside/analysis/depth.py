"""Depth of an exercise, and the person's usual depth, learned from their own sessions.

Nothing is compared with other people, and nothing beyond the own range is ever
a target. Gains of stretching do not depend on how hard it is done (189 studies,
doi 10.1007/s40279-024-02143-9), so that never forcing costs nothing.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from matside.analysis.practised import PractisedSection, PractisedSession
from matside.analysis.progress_result import Aim
from matside.body.catalogue import BY_NAME, Measure, column
from matside.body.landmark import Side
from matside.coach.summary import Range

LEAST_SESSIONS: Final = 5
"""A usual depth is told from so many sessions on: with five, the middle one is not moved beyond
its neighbours by two in which the camera stood elsewhere."""
MOST_SESSIONS: Final = 20
"""Only the last so many count: a person's range changes within weeks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UsualDepth:
    """The middle half of a person's depths in one measure, and what the measure's noise adds.

    Attributes:
        measure: Which one.
        side: Its side.
        aim: Which way is deeper.
        low: Lower end, the noise taken off.
        middle: The median.
        high: Upper end, the noise added.
        sessions: How many sessions it was learned from.
    """

    measure: Measure
    side: Side | None
    aim: Aim
    low: float
    middle: float
    high: float
    sessions: int

    def near(self, value: float) -> bool:
        """Return whether a depth is within the noise of the usual one; never true of NaN."""
        return self.low <= value <= self.high

    def deeper(self, value: float) -> bool:
        """Return whether a depth is beyond the usual one; never true of NaN."""
        return value < self.low if self.aim == "low" else value > self.high


def depths_of(
    parts: Sequence[PractisedSection], aims: Mapping[str, Aim], *, held: bool
) -> dict[str, float]:
    """Return the middle depth of the sections of one exercise, by column; only what is known.

    Where the exercise is ``held`` the holds tell, else the range of the moves.
    """
    found = {}
    for name, aim in aims.items():
        for side in BY_NAME[name].sides:
            key = column(name, side)
            values = list(_held(parts, key) if held else _moved(parts, key, aim))
            if values:
                found[key] = statistics.median(values)
    return found


def _held(parts: Iterable[PractisedSection], key: str) -> Iterable[float]:
    for hold in (hold for part in parts for hold in part.each_hold):
        if math.isfinite(value := hold.depth.get(key, math.nan)):
            yield value


def _moved(parts: Iterable[PractisedSection], key: str, aim: Aim) -> Iterable[float]:
    for part in parts:
        span = part.ranges.get(key)
        if span is not None and span.known:
            yield depth_in(span, aim)


def depth_in(span: Range, aim: Aim) -> float:
    """Return how deep a range goes, in its measure's unit."""
    return {"high": span.high, "low": span.low, "range": span.high - span.low}[aim]


def noise_of(measure: Measure, aim: Aim) -> float:
    """Return how much a depth of this measure varies by itself."""
    return measure.noise.swing if aim == "range" else measure.noise.level


def usual_depths(
    sessions: Sequence[PractisedSession], exercise: str, aims: Mapping[str, Aim], *, held: bool
) -> tuple[UsualDepth, ...]:
    """Return the usual depths of an exercise, for each measure and side that enough sessions show.

    The middle half is robust: up to a quarter of the sessions, given in order of time, may be
    anything.
    """
    series: dict[str, list[float]] = {}
    for session in sessions:
        for key, value in depths_of(session.of(exercise), aims, held=held).items():
            series.setdefault(key, []).append(value)
    found = []
    for name, aim in aims.items():
        for side in BY_NAME[name].sides:
            values = series.get(column(name, side), [])[-MOST_SESSIONS:]
            if len(values) >= LEAST_SESSIONS:
                found.append(_usual(BY_NAME[name], side, aim, values))
    return tuple(found)


def _usual(measure: Measure, side: Side | None, aim: Aim, values: Sequence[float]) -> UsualDepth:
    noise = noise_of(measure, aim)
    low, middle, high = statistics.quantiles(values, n=4, method="inclusive")
    return UsualDepth(
        measure=measure,
        side=side,
        aim=aim,
        low=low - noise,
        middle=middle,
        high=high + noise,
        sessions=len(values),
    )
