"""The depth that is usual for the person, while it is reached: nothing asks for more then.

What is usual was learned from the person's own sessions. It is no target to
push for: who is near it is left in peace.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal

from matside.body.catalogue import Measure, column
from matside.body.landmark import Side
from matside.coach.result import FrameResult

ARRIVED_S: Final = 3.0
"""So long into a hold its depth can be told: the middle of a breath, once one has settled."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OwnDepth:
    """What is usual of a held exercise in one measure.

    Attributes:
        exercise: Identifier of the exercise.
        measure: Which measure.
        side: Its side.
        way: Which way is deeper.
        least: From here on a hold is as deep as usual; the measure's noise is taken off.
    """

    exercise: str
    measure: Measure
    side: Side | None
    way: Literal["high", "low"]
    least: float

    def is_reached(self, result: FrameResult) -> bool:
        """Return whether a frame of a hold is as deep as usual; never true of NaN."""
        value = result.measures.get(column(self.measure.name, self.side), math.nan)
        if self.measure.from_neutral:
            value -= result.neutral.get(self.measure.name, math.nan)
        return value >= self.least if self.way == "high" else value <= self.least


def near_usual(depths: Iterable[OwnDepth], result: FrameResult) -> bool:
    """Return whether a hold is as deep as it is usual for the person, in the first measure known.

    Of a hold with a side that side tells, of one without the deeper side.
    """
    if result.held_s < ARRIVED_S:
        return False
    own = [
        one for one in depths if one.exercise == result.exercise and result.side in {None, one.side}
    ]
    return any(one.is_reached(result) for one in own if one.measure == own[0].measure)
