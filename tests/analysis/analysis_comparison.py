"""A comparison written by hand, for what is shown of one."""

from typing import Any

import numpy as np

from matside.analysis.comparison import (
    Comparison,
    CurvePair,
    DepthPair,
    ExerciseComparison,
    FaultPair,
    HoldPair,
    MeasureRef,
    RepsPair,
)
from matside.analysis.difference import Difference, Verdict
from matside.analysis.series import Curve
from matside.body.landmark import Side

LEFT, RIGHT = Side.LEFT, Side.RIGHT
HUMP = np.sin(np.linspace(0.0, np.pi, 101))


def curve(mean, spread=0.0, visits=2):
    return Curve(
        mean=np.broadcast_to(mean, 101).astype(float),
        spread=np.broadcast_to(spread, 101).astype(float),
        visits=visits,
    )


def ref(name, side=None, *, relative=False):
    return MeasureRef(name=name, side=side, relative=relative)


def curves(**more):
    told = {
        "phase": "cat",
        "side": None,
        "ref": ref("spinal_curve_deg", relative=True),
        "first": curve(40.0 * HUMP, 2.0),
        "second": curve(60.0 * HUMP, 3.0),
        "widest_at": 50,
        "widest": 20.0,
        "verdict": Verdict.MORE,
    }
    return CurvePair(**(told | more))


def depths(first, second, name="hip_flexion_deg", side=LEFT, *, relative=False):
    which = ref(name, side, relative=relative)
    return DepthPair(
        phase="cat",
        side=side,
        ref=which,
        depth=Difference(first=first, second=second, noise=which.noise),
    )


def part(**more):
    told: dict[str, Any] = {
        "exercise": "cat_cow",
        "active_s": Difference(first=30.04, second=20.0, noise=0.5),
        "reps": (RepsPair(side=None, count=Difference(first=5, second=8)),),
        "holds": (
            HoldPair(
                phase="cat",
                side=LEFT,
                count=Difference(first=2, second=2),
                longest_s=Difference(first=10.0, second=10.3, noise=0.5),
                total_s=Difference(first=20.0, second=18.0, noise=0.5),
            ),
        ),
        "faults": (
            FaultPair(
                fault="elbows_bent",
                side=RIGHT,
                times=Difference(first=0, second=2),
                seconds=Difference(first=0.0, second=8.4, noise=0.5),
                per_minute=Difference(first=0.0, second=6.0),
            ),
        ),
        "depths": (depths(80.0, 95.0),),
        "curves": (curves(),),
    }
    return ExerciseComparison(**(told | more))


def comparison(*parts, **more):
    told: dict[str, Any] = {
        "names": ("monday.mp4", "friday.mp4"),
        "created_s": (0.0, 86400.0),
        "coverage": Difference(first=0.98, second=1.0),
        "near_sides": (LEFT, LEFT),
        "only_first": (),
        "only_second": (),
    }
    return Comparison(exercises=parts or (part(),), **(told | more))
