"""The person's usual depth: while it is reached, no cue asks for more.

What is usual was learned from the person's own sessions. It is no target to push for. The depth of
a hold is read in the current frame; that of a movement, which is deep only for a moment, over the
last one or two movements.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from matside.body.catalogue import Measure, column
from matside.body.landmark import Side
from matside.coach.result import FrameResult

ARRIVED_S: Final = 3.0
"""Time into a hold from which its depth is read: the middle of a breath, once settled."""
MOVED_S: Final = 12.0
"""A movement is judged by what was reached within this time: one slow repetition, or two."""
STRIDE_S: Final = 0.1
"""Least spacing of the readings kept: the end of a movement lasts longer than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDepth:
    """The usual depth of an exercise in one measure.

    Attributes:
        exercise: Identifier of the exercise.
        measure: Which measure.
        side: Its side.
        way: Which way is deeper; of a movement also how far it goes in all.
        least: Least value that is as deep as usual; the measure's noise is subtracted.
        held: Whether the exercise is held.
    """

    exercise: str
    measure: Measure
    side: Side | None
    way: Literal["high", "low", "range"]
    least: float
    held: bool = True

    def read(self, result: FrameResult) -> float:
        """Return the measure in a frame, from the person's neutral where it counts from there."""
        value = result.measures.get(column(self.measure.name, self.side), math.nan)
        if self.measure.from_neutral and self.way != "range":
            value -= result.neutral.get(self.measure.name, math.nan)
        return value

    def is_reached(self, values: Sequence[float]) -> bool:
        """Return whether some of these values are as deep as usual; never true of NaN."""
        known = [value for value in values if math.isfinite(value)]
        if not known:
            return False
        match self.way:
            case "high":
                return max(known) >= self.least
            case "low":
                return min(known) <= self.least
            case "range":
                return max(known) - min(known) >= self.least


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """Recent readings of the measures of a movement, oldest first.

    Attributes:
        exercise: Identifier of the exercise; empty before the first frame of one.
        past: Time and values, by the place of the depth among those of the exercise.
    """

    exercise: str = ""
    past: tuple[tuple[float, tuple[float, ...]], ...] = ()


def of_moves(depths: Iterable[OwnDepth], exercise: str) -> tuple[OwnDepth, ...]:
    """Return the usual depths of an exercise that is not held."""
    return tuple(one for one in depths if one.exercise == exercise and not one.held)


def note_reach(state: Reach, depths: Iterable[OwnDepth], result: FrameResult) -> Reach:
    """Return the recent readings with those of a frame added, for movements with a usual depth."""
    own = of_moves(depths, result.exercise)
    if not own or not result.judged:
        return state
    past = state.past if state.exercise == result.exercise else ()
    if past and result.t_s - past[-1][0] < STRIDE_S:
        return state
    kept = tuple(one for one in past if result.t_s - one[0] <= MOVED_S)
    now = result.t_s, tuple(one.read(result) for one in own)
    return Reach(exercise=result.exercise, past=(*kept, now))


def near_usual(depths: Iterable[OwnDepth], result: FrameResult) -> bool:
    """Return whether a hold is as deep as it is usual for the person, in the first measure known.

    Of a hold with a side that side tells, of one without the deeper side.
    """
    if result.held_s < ARRIVED_S:
        return False
    own = [
        one
        for one in depths
        if one.held and one.exercise == result.exercise and result.side in {None, one.side}
    ]
    return any(one.is_reached([one.read(result)]) for one in own if one.measure == own[0].measure)


def moved_as_usual(depths: Iterable[OwnDepth], reach: Reach, exercise: str) -> bool:
    """Return whether a movement has lately been as large as usual, in the first measure known.

    Where it has sides, one of them tells: the other rests or supports.
    """
    own = of_moves(depths, exercise)
    if not own or reach.exercise != exercise:
        return False
    series: Mapping[int, list[float]] = {
        place: [values[place] for _t_s, values in reach.past]
        for place, one in enumerate(own)
        if one.measure == own[0].measure
    }
    return any(own[place].is_reached(values) for place, values in series.items())
