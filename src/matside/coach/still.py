"""What can be said of one frame alone: no time, no neutral, only the bands."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from matside.body.landmark import Side
from matside.coach.sample import Sample, condition_value
from matside.exercise.schema import Exercise, Phase

STILL_SWING: Final = 2.5
"""Bands against a neutral are taken this many times as wide: whose neutral is typical?"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """The phase that a single picture shows.

    ``exercise`` is empty for a phase of rest, which several exercises share.
    """

    exercise: str
    phase: str
    side: Side | None


def classify_still(sample: Sample, exercises: Iterable[Exercise]) -> Still | None:
    """Return the phase that one frame shows, or ``None`` if it shows none.

    Conditions on speed and against the visit are passed over. A neutral is the exercise's typical
    one, and its bands are taken ``STILL_SWING`` times as wide. Holds come before moves, moves
    before rests; a rest with a side, such as an arm that is down, tells nothing by itself.
    """
    order = {"hold": 0, "move": 1, "rest": 2}
    candidates = [
        (order[phase.kind], exercise, phase, side)
        for exercise in exercises
        for phase in exercise.phase
        for side in (tuple(Side) if phase.sides else (None,))
        if _shows(sample, exercise, phase, side)
    ]
    if not candidates:
        return None
    _, exercise, phase, side = min(candidates, key=lambda candidate: candidate[0])
    name = "" if phase.kind == "rest" else exercise.id
    return Still(exercise=name, phase=phase.id, side=side)


def _shows(sample: Sample, exercise: Exercise, phase: Phase, side: Side | None) -> bool:
    rests_on_a_side = phase.kind == "rest" and phase.sides
    if rests_on_a_side or sample.posture not in phase.postures:
        return False
    rule = exercise.neutral
    neutral = dict.fromkeys(rule.measures, rule.typical) if rule else {}
    for wanted in phase.when:
        if wanted.speed or wanted.relative_to == "visit":
            continue
        value = condition_value(sample, wanted, side, neutral, {})
        if math.isnan(value):
            return False
        scale = STILL_SWING if wanted.relative_to == "neutral" else 1.0
        if not wanted.enter.holds(value / scale):
            return False
    return True
