"""A comparison written by hand, for what is shown of one."""

import numpy as np

from matside.analysis.change import Change, Pair
from matside.analysis.comparison import (
    Comparison,
    CurvePair,
    ExerciseComparison,
    FaultPair,
    HoldPair,
    RangePair,
    RepsPair,
)
from matside.analysis.course import Curve
from matside.body.landmark import Side

LEFT, RIGHT = Side.LEFT, Side.RIGHT
HUMP = np.sin(np.linspace(0.0, np.pi, 101))


def curve(mean, spread=0.0, visits=2):
    return Curve(
        mean=np.broadcast_to(mean, 101).astype(float),
        spread=np.broadcast_to(spread, 101).astype(float),
        visits=visits,
    )


def curves(**more):
    told = {
        "phase": "cat",
        "side": None,
        "measure": "spinal_curve_deg",
        "measure_side": None,
        "a": curve(40.0 * HUMP, 2.0),
        "b": curve(60.0 * HUMP, 3.0),
        "relative": True,
        "widest_at": 50,
        "widest": 20.0,
        "change": Change.MORE,
    }
    return CurvePair(**(told | more))


def ranges(low, high, *, limit=8.0, swing_limit=6.0, **more):
    told = {"measure": "hip_flexion_deg", "side": LEFT, "relative": False}
    swing = Pair(a=high[0] - low[0], b=high[1] - low[1], limit=swing_limit)
    return RangePair(
        low=Pair(a=low[0], b=low[1], limit=limit),
        high=Pair(a=high[0], b=high[1], limit=limit),
        swing=swing,
        **(told | more),
    )


def part(**more):
    told = {
        "exercise": "cat_cow",
        "active_s": Pair(a=30.04, b=20.0, limit=0.5),
        "reps": (RepsPair(side=None, count=Pair(a=5, b=8)),),
        "holds": (
            HoldPair(
                phase="cat",
                side=LEFT,
                count=Pair(a=2, b=2),
                longest_s=Pair(a=10.0, b=10.3, limit=0.5),
                total_s=Pair(a=20.0, b=18.0, limit=0.5),
            ),
        ),
        "faults": (
            FaultPair(
                fault="elbows_bent",
                side=RIGHT,
                times=Pair(a=0, b=2),
                seconds=Pair(a=0.0, b=8.4, limit=0.5),
                per_minute=Pair(a=0.0, b=6.0),
            ),
        ),
        "ranges": (ranges((40.0, 41.0), (80.0, 95.0)),),
        "curves": (curves(),),
    }
    return ExerciseComparison(**(told | more))


def comparison(*parts, **more):
    told = {
        "a": "monday.mp4",
        "b": "friday.mp4",
        "coverage": Pair(a=0.98, b=1.0),
        "only_a": (),
        "only_b": (),
        "notes": (),
    }
    return Comparison(exercises=parts or (part(),), **(told | more))
