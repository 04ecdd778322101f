"""Values of measures that meet or miss the bands of an exercise file, taken from the bands."""

import math
from pathlib import Path
from typing import Any

from matside.body.catalogue import BY_NAME, COLUMNS, column
from matside.body.frames import unseen
from matside.body.landmark import Side
from matside.body.parts import PARTS
from matside.coach.sample import Sample
from matside.exercise.conditions import Band
from matside.exercise.library import load_exercise

FILES = sorted((Path(__file__).parents[2] / "exercises").glob("*.toml"))
LIBRARY = [load_exercise(path) for path in FILES]
NEAR = Side.LEFT
"""The side towards the camera in all samples made here."""
NOTHING = Band.model_construct(at_least=math.inf, at_most=-math.inf)


def sides(phase):
    """The sides on which a phase exists."""
    return tuple(Side) if phase.sides else (None,)


def reference(exercise, condition):
    """What is taken off (a typical neutral) and what is divided by (a great best)."""
    if condition.relative_to == "neutral":
        return exercise.neutral.typical, 1.0
    if condition.relative_to == "best":
        return 0.0, BY_NAME[condition.measure].high
    return 0.0, 1.0


def neutrals(exercise):
    """The typical neutral of every measure that has one."""
    rule = exercise.neutral
    return dict.fromkeys(rule.measures, rule.typical) if rule else {}


def bests():
    """The greatest best of every measure."""
    return {name: measure.high for name, measure in BY_NAME.items()}


def rests():
    """A rest at 0 of every column."""
    return dict.fromkeys(COLUMNS, 0.0)


def columns(condition, side):
    """Where the values of a condition are kept: all columns that it may read, and if by speed."""
    return [(key, condition.speed) for key, _ in watched(condition, side)]


def watched(rule, side):
    """The columns that a rule with ``measure`` and ``of`` reads, as no speed."""
    name = rule.measure
    keys = {
        "whole": [name],
        "own": [column(name, side)],
        "other": [column(name, side.other if side else None)],
        "near": [column(name, NEAR)],
    }.get(rule.of, [column(name, s) for s in Side])
    return [(key, False) for key in keys]


def deciding(condition, side, way):
    """The sets of columns that suffice to bring a condition's value into an open band."""
    keys = columns(condition, side)
    one_is_enough = {"larger": way.at_most, "smaller": way.at_least}.get(condition.of, 0.0)
    return [[key] for key in keys] if math.isinf(one_is_enough) else [keys]


def scaled(exercise, condition, band):
    """A band of a condition in the measure's own unit."""
    off, by = reference(exercise, condition)
    return Band.model_construct(at_least=band.at_least * by + off, at_most=band.at_most * by + off)


def both(one, two):
    """The intersection of two bands, ``NOTHING`` if there is none."""
    low, high = max(one.at_least, two.at_least), min(one.at_most, two.at_most)
    return Band.model_construct(at_least=low, at_most=high) if low <= high else NOTHING


def outside(band, step):
    """The two sides of a band, a step away from it, where there are any."""
    sides_of_it = []
    if math.isfinite(band.at_least):
        sides_of_it.append(Band.model_construct(at_least=-math.inf, at_most=band.at_least - step))
    if math.isfinite(band.at_most):
        sides_of_it.append(Band.model_construct(at_least=band.at_most + step, at_most=math.inf))
    return sides_of_it


def step_of(condition):
    """A step that is small for a measure: a tenth of a degree, a thousandth of a ratio."""
    return 0.1 if BY_NAME[condition.measure].unit == "deg" else 0.001


def limits(exercise, conditions, side, edge):
    """The band of each column in which all conditions meet their ``edge`` (enter or leave).

    Those against the visit itself are met by whoever keeps still.
    """
    found: dict[Any, Any] = {}
    for condition in (c for c in conditions if c.relative_to != "visit"):
        band = scaled(exercise, condition, getattr(condition, edge))
        for key in columns(condition, side):
            found[key] = both(found.get(key, Band(at_least=-1e6)), band)
    return found


def inside(band, step=0.0):
    """A value inside a band: its middle, or a step away from its only edge."""
    assert band is not NOTHING
    low, high = band.at_least, band.at_most
    if low <= -1e6:
        return high - step
    return (low + high) / 2 if math.isfinite(high) else low + step


def sample(t_s, posture, values):
    """A sample at rest of which only ``values`` (by column, speeds marked) are known."""
    unknown = dict.fromkeys(COLUMNS, math.nan)
    return Sample(
        t_s=t_s,
        pose=unseen(t_s, (640, 480)),
        near_side=NEAR,
        values=unknown | {key: value for (key, fast), value in values.items() if not fast},
        speeds=unknown | {key: value for (key, fast), value in values.items() if fast},
        posture=posture,
        paces={column(part, side): 0.0 for part in PARTS for side in Side},
        sinking={column(part, side): 0.0 for part in PARTS for side in Side},
    )


def typical(exercise, phase, side):
    """Values well inside of a phase."""
    return {
        key: inside(band, 0.01) for key, band in limits(exercise, phase.when, side, "enter").items()
    }


def times(start_s, length_s, rate_hz=16):
    """Times from ``start_s`` over ``length_s``, both ends included."""
    return [start_s + n / rate_hz for n in range(math.ceil(length_s * rate_hz) + 1)]
