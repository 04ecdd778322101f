"""Resting level of a measure, with which faults compare a foot or a hand.

A camera above the mat shows what lies nearer to it lower in the picture, so a foot on the mat has a
level of its own in each picture. That level is read while the exercise's phase of rest is seen.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median
from typing import Final

from matside.body.catalogue import BY_NAME
from matside.coach.sample import Sample
from matside.exercise.schema import Exercise

STRIDE_S: Final = 0.1
"""Spacing of the remembered values."""
REMEMBERED: Final = 100
"""Values: the last 10 s of rest, so that a person or a camera that moves a little is followed."""
LEAST: Final = 5
"""Fewer values than this are no rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """Readings of one column at rest.

    Attributes:
        past: Time and value, at least ``STRIDE_S`` apart, oldest first.
    """

    past: tuple[tuple[float, float], ...] = ()

    @property
    def value(self) -> float:
        """The median, which a limb that sets out or comes back does not move; NaN while unknown."""
        if len(self.past) < LEAST:
            return math.nan
        return median(value for _, value in self.past)


def no_rest(exercise: Exercise) -> dict[str, Rest]:
    """Return the columns that an exercise compares with their resting level, none known yet."""
    names = {
        wanted.measure
        for fault in exercise.fault
        for wanted in fault.conditions
        if wanted.relative_to == "rest"
    }
    return {key: Rest() for name in sorted(names) for key in BY_NAME[name].columns}


def learn_rest(rests: Mapping[str, Rest], sample: Sample) -> dict[str, Rest]:
    """Return the columns with a sample of the phase of rest taken in; NaN is ignored."""
    return {key: _taken_in(rest, sample.t_s, sample.values[key]) for key, rest in rests.items()}


def rest_values(rests: Mapping[str, Rest]) -> dict[str, float]:
    """Return the known resting levels by column."""
    known = {key: rest.value for key, rest in rests.items()}
    return {key: value for key, value in known.items() if not math.isnan(value)}


def _taken_in(rest: Rest, t_s: float, value: float) -> Rest:
    if math.isnan(value) or (rest.past and t_s - rest.past[-1][0] < STRIDE_S):
        return rest
    return Rest(past=(*rest.past[1 - REMEMBERED :], (t_s, value)))
