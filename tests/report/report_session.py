"""A short session of which everything is known: two holds, a fault, and a moment out of sight."""

from __future__ import annotations

import math
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from matside.body.catalogue import COLUMNS
from matside.body.frames import BACK_POINTS, PoseFrame, unseen
from matside.body.landmark import Landmark, Side
from matside.coach.events import LossReason
from matside.coach.result import ActiveFault, DoseProgress, FrameResult
from matside.coach.summary import (
    FaultSpan,
    Hold,
    Notice,
    NoticeKind,
    PhaseSpan,
    Range,
    Section,
    Summary,
)
from matside.exercise.library import load_exercise
from matside.exercise.schema import Exercise
from matside.report.moments import ReportRecorder

RATE_HZ = 25
LENGTH_S = 20.0
FRAMES = round(LENGTH_S * RATE_HZ) + 1
SIZE_PX = (320, 180)
START_S = 0.5
"""The recording begins late, so that its times and the video's differ."""

_EXERCISE = """
schema_version = 1
id = "knee_hug"
name = {name}
says = "Lying on the back, one knee after the other is drawn to the chest."
view = "From the side."
steps = ["Lie down.", "Draw one knee up."]
safety = ["Stop if it hurts."]
sources = ["Made up for a test"]
shows = ["hip_flexion_deg", "spinal_curve_deg", "head_height_ratio"]

[repetition]
cycle = ["hug"]

[[dose]]
id = "long"
name = "Long"
hold_s = 5
reps = 2
each_side = true
source = "Made up"

[[dose]]
id = "often"
name = "Often"
reps = 4
sets = 2
source = "Made up"

[[phase]]
id = "hug"
name = "Knee to the chest"
kind = "hold"
sides = true
postures = ["on_the_back"]
settle_s = 0.5
grace_s = 0.5

[[phase.when]]
measure = "hip_flexion_deg"
of = "own"
enter = {{ at_least = 100 }}
source = "Made up"

[[phase]]
id = "lying"
name = "Lying"
kind = "rest"
postures = ["on_the_back"]
settle_s = 0.5
grace_s = 0.5

[[fault]]
id = "head_up"
name = "Head lifted"
cue = {cue}
priority = 10
phases = ["hug"]
kind = "band"
lasts_s = 1.0
source = "Made up"

[[fault.when]]
measure = "head_height_ratio"
enter = {{ at_least = 0.5 }}
source = "Made up"

[[fault]]
id = "restless"
name = "Restless"
cue = "Lie still."
priority = 40
phases = ["hug"]
kind = "pace"
least_s = 1.0
source = "Made up"
"""

RIGHT = (2.5, 7.5)
LEFT = (10.5, 14.5)
FAULT = (11.5, 13.5)
GAP = (16.5, 18.5)


def exercise_of(folder: Path, name: str = "Knee hug", cue: str = "Let your head rest.") -> Exercise:
    file = folder / "knee_hug.toml"
    file.write_text(_EXERCISE.format(name=f"'''{name}'''", cue=f"'''{cue}'''"), encoding="utf-8")
    return load_exercise(file)


def times() -> list[float]:
    return [START_S + number / RATE_HZ for number in range(FRAMES)]


def within(t_s: float, span: tuple[float, float]) -> bool:
    return span[0] <= t_s <= span[1]


def pose_at(t_s: float) -> PoseFrame:
    """A person lying on the back: the head to the left, every landmark on one line."""
    width, height = SIZE_PX
    image = np.zeros((33, 2))
    image[:, 0] = np.linspace(0.5, 0.9, 33) * width
    image[:, 1] = 0.7 * height
    image[: Landmark.MOUTH_RIGHT + 1] = (0.2 * width, 0.7 * height)
    image[: Landmark.MOUTH_RIGHT + 1, 0] += np.linspace(-4, 4, 11)
    image[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]] = (0.3 * width, 0.7 * height)
    return PoseFrame(
        t_s=t_s,
        image_px=image,
        world_m=np.zeros((33, 3)),
        visibility=np.ones(33),
        on_body=np.ones(33),
        back_px=np.full((BACK_POINTS, 2), np.nan),
        size_px=SIZE_PX,
    )


def result_at(t_s: float) -> FrameResult:
    """What the coach said: each hip bends in its own hold, deepest in the middle of it."""
    measures = dict.fromkeys(COLUMNS, math.nan)
    side = Side.RIGHT if within(t_s, RIGHT) else Side.LEFT if within(t_s, LEFT) else None
    lost = within(t_s, GAP)
    if not lost:
        for name, span, depth in ((Side.LEFT, LEFT, 110.0), (Side.RIGHT, RIGHT, 120.0)):
            middle = (span[0] + span[1]) / 2
            bend = depth - 2.0 * abs(t_s - middle) if within(t_s, span) else 45.0
            measures[f"{name}_hip_flexion_deg"] = bend
        measures["spinal_curve_deg"] = 30.0 + 10.0 * math.sin(t_s)
        measures["head_height_ratio"] = 0.6 if within(t_s, FAULT) else 0.2
    faults: tuple[ActiveFault, ...] = ()
    if within(t_s, FAULT):
        faults = (ActiveFault(fault="head_up", side=Side.LEFT, start_s=FAULT[0]),)
    span = RIGHT if side is Side.RIGHT else LEFT
    return FrameResult(
        t_s=t_s,
        pose=unseen(t_s, SIZE_PX) if lost else pose_at(t_s),
        near_side=Side.LEFT,
        measures=measures,
        posture="unseen" if lost else "on_the_back",
        exercise="knee_hug",
        phase="" if lost else "hug" if side else "lying",
        side=side,
        hold_target_s=5.0 if side else 0.0,
        held_s=t_s - span[0] if side else 0.0,
        faults=faults,
        judged=not lost,
        reason=LossReason.NOBODY if lost else None,
    )


def results() -> Iterator[FrameResult]:
    return map(result_at, times())


def picture_at(t_s: float) -> np.ndarray:
    """A grey picture whose brightness tells its time, with some structure in it."""
    image = np.full((SIZE_PX[1], SIZE_PX[0], 3), 40 + 8 * round(t_s), np.uint8)
    image[::4] += 20
    return image


def recorded(exercise: Exercise, *, pictures: bool = False) -> ReportRecorder:
    recorder = ReportRecorder([exercise])
    for result in results():
        recorder.add(result, picture_at(result.t_s) if pictures else None)
    return recorder


def _hold(side: Side, span: tuple[float, float], *, full: bool) -> Hold:
    start_s, end_s = span
    return Hold(
        phase="hug", side=side, start_s=start_s, end_s=end_s, held_s=end_s - start_s, full=full
    )


def summary() -> Summary:
    section = Section(
        exercise="knee_hug",
        start_s=START_S,
        end_s=START_S + LENGTH_S,
        holds=(
            _hold(Side.RIGHT, RIGHT, full=True),
            _hold(Side.LEFT, LEFT, full=False),
        ),
        reps={Side.RIGHT: 1, Side.LEFT: 1},
        dose=DoseProgress(
            dose="long",
            reps=0,
            reps_target=2,
            set_reps=2,
            each_side=True,
            sides={Side.RIGHT: 1},
            hold_s=5.0,
        ),
        phases=(
            PhaseSpan(phase="lying", side=None, start_s=START_S, end_s=RIGHT[0]),
            PhaseSpan(phase="hug", side=Side.RIGHT, start_s=RIGHT[0], end_s=RIGHT[1]),
            PhaseSpan(phase="hug", side=Side.LEFT, start_s=LEFT[0], end_s=LEFT[1]),
        ),
        faults=(FaultSpan(fault="head_up", side=Side.LEFT, start_s=FAULT[0], end_s=FAULT[1]),),
        neutral={"spinal_curve_deg": 30.0},
        ranges={
            "left_hip_flexion_deg": Range(low=45.0, high=110.0),
            "right_hip_flexion_deg": Range(low=45.0, high=120.0),
            "spinal_curve_deg": Range(low=-10.0, high=10.0),
            "head_height_ratio": Range(low=0.2, high=0.6),
        },
    )
    return Summary(
        start_s=START_S,
        end_s=START_S + LENGTH_S,
        frames=FRAMES,
        coverage=0.9,
        people=1,
        postures={"on_the_back": 18.0, "unseen": 2.0},
        sections=(section,),
        stills=(),
        notices=(Notice(kind=NoticeKind.LOST, count=1, reasons=(LossReason.LEGS,)),),
    )


def nothing() -> Summary:
    """The summary of a recording in which no exercise was recognised."""
    return summary().replace(sections=())
