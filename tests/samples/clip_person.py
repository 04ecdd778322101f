"""A person on film who follows a guide: the sample videos, played as the guide asks for them.

What is seen is what the pose model saw in the clips, and the coach judges it; so
a whole programme is led as it would be in a room, without a clock.
"""

from __future__ import annotations

import json
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from tests.shared import LookedAt

from matside.app.request import CoachRunner
from matside.body.frames import PoseFrame, unseen
from matside.body.landmark import Side
from matside.coach.summary import Summary
from matside.data import data_folder
from matside.exercise.schema import Exercise
from matside.guidance.guide import GuideState, begin, guide
from matside.guidance.outcome import Chime, Guidance, Moment, Stage
from matside.guidance.plan import Plan
from matside.record.trace import StepBegun

STEP_S = 0.3
"""Some three looks a second: what a slow computer has time for."""
CLIPS = {
    "cat_cow": "cat_cow_5reps",
    "thoracic_rotation": "thoracic_rotation_both_sides",
    "childs_pose": "childs_pose_forward",
    "knees_to_chest": "knees_to_chest_single",
}


@dataclass(frozen=True)
class Clip:
    """A sample video: its poses, and what is done in it when."""

    poses: tuple[PoseFrame, ...]
    length_s: float
    pieces: tuple[tuple[float, float, Side | None], ...]
    held: bool

    @classmethod
    @cache
    def of(cls, name: str, look: Callable[[str], LookedAt]) -> Clip:
        told = json.loads((data_folder("sample_videos") / f"{name}.truth.json").read_text("utf-8"))
        pieces = told["holds"] or told["reps"]
        return cls(
            poses=look(name).poses,
            length_s=told["duration_s"],
            pieces=tuple(
                (one["start_s"], one["end_s"], Side(one["side"]) if "side" in one else None)
                for one in pieces
            ),
            held=bool(told["holds"]),
        )

    def pose(self, at_s: float, t_s: float) -> PoseFrame:
        """The pose at a time of the clip, as if it were seen at another."""
        later = bisect_left(self.poses, at_s, key=lambda pose: pose.t_s)
        return replace(self.poses[min(later, len(self.poses) - 1)], t_s=t_s)


@dataclass(frozen=True)
class Ways:
    """How a person on film differs from one who does all that is asked.

    Attributes:
        away: From when to when nobody is seen.
        early: Numbers of the holds of a step (from 1) that end as they do in the clip.
        instead: Which clip is played the first time an exercise is asked for, by exercise.
        skips: Returns whether the person asks to go on now.
        redos: Returns whether the person asks for the set again now.
        pains: When which pain is told.
    """

    away: tuple[tuple[float, float], ...] = ()
    early: frozenset[int] = frozenset()
    instead: Mapping[str, str] = field(default_factory=dict)
    skips: Callable[[Guidance], bool] = lambda _guidance: False
    redos: Callable[[Guidance], bool] = lambda _guidance: False
    pains: tuple[tuple[float, int], ...] = ()


class ClipPerson:
    """Plays the clip of the exercise that is due, once its work has begun."""

    def __init__(self, look: Callable[[str], LookedAt], ways: Ways) -> None:
        self._look = look
        self._ways = ways
        self._instead = dict(ways.instead)
        self._step = -1
        self._clip: Clip | None = None
        self._at_s = 0.0
        self._plays = False
        self._holds = 0
        self.seen: Counter[tuple[int, Side | None]] = Counter()
        """Pieces that were on the picture for half of their time, by step and side."""

    def pose(self, t_s: float, guidance: Guidance | None) -> PoseFrame:
        """What the camera sees at a moment, given what the guide said before it."""
        target = guidance.target if guidance is not None else ""
        if guidance is None or not target:
            return self._clip.pose(0.0, t_s) if self._clip else unseen(t_s, (1280, 720))
        if guidance.step != self._step:
            self._step, self._clip = guidance.step, self._clip_of(self._instead.pop(target, target))
            self._at_s, self._plays, self._holds = 0.0, False, 0
        assert self._clip is not None
        self._plays = self._plays or guidance.stage is Stage.COACHING
        if self._plays:
            self._play(guidance, target)
        if any(start <= t_s < end for start, end in self._ways.away):
            return unseen(t_s, (1280, 720))
        return self._clip.pose(self._at_s, t_s)

    def _clip_of(self, exercise: str) -> Clip:
        return Clip.of(CLIPS[exercise], self._look)

    def _play(self, guidance: Guidance, target: str) -> None:
        clip = self._clip
        assert clip is not None
        before, after = self._at_s, self._at_s + STEP_S
        for start, end, side in clip.pieces:
            middle = (start + end) / 2.0
            due = clip == self._clip_of(target)
            if due and clip.held and before <= middle < after and self._stays(guidance):
                return
            if before <= middle < after:
                self._holds += 1
                self.seen[self._step, side] += 1
        self._at_s = after
        if after >= clip.length_s:  # once more, with the right exercise at last
            self._at_s, self._clip = 0.0, self._clip_of(target)

    def _stays(self, guidance: Guidance) -> bool:
        """Whether a hold is kept: until it is said to be enough, unless it is left early."""
        if self._holds + 1 in self._ways.early:
            return False
        return Chime.HOLD_DONE not in guidance.chimes


@dataclass
class Led:
    """What came of a session."""

    said: list[tuple[float, str]]
    guidances: list[Guidance]
    states: list[GuideState]
    seen: Mapping[tuple[int, Side | None], int]
    summary: Summary
    ended_s: float | None

    @property
    def state(self) -> GuideState:
        """The last one."""
        return self.states[-1]

    @property
    def texts(self) -> list[str]:
        """What was heard."""
        return [text for _t_s, text in self.said]


def led(
    plan: Plan,
    exercises: tuple[Exercise, ...],
    look: Callable[[str], LookedAt],
    ways: Ways | None = None,
    *,
    longest_s: float = 900.0,
    **options: Any,
) -> Led:
    """Lead the person on film through a plan, until the session ends by itself."""
    ways = ways or Ways()
    names = {step.exercise for step in plan.steps}
    wanted = [exercise for exercise in exercises if exercise.id in names]
    runner, state = CoachRunner(wanted), begin(wanted, plan=plan, **options)
    person = ClipPerson(look, ways)
    told: Guidance | None = None
    came = Led(
        said=[], guidances=[], states=[], seen=person.seen, summary=runner.so_far(), ended_s=None
    )
    judged_by, skips, redos, t_s = (-1, False), 0, 0, 0.0
    while t_s < longest_s and came.ended_s is None:
        pose = person.pose(t_s, told)
        judged_by = _follow(runner, state, judged_by, t_s)
        skips += told is not None and ways.skips(told)
        redos += told is not None and ways.redos(told)
        state, told = guide(
            state,
            Moment(
                t_s=t_s,
                result=runner.take(pose),
                light=140.0,
                skips=skips,
                redos=redos,
                pains=tuple(value for at, value in ways.pains if at <= t_s),
            ),
        )
        came.said += [(t_s, utterance.text) for utterance in told.utterances]
        came.guidances.append(told)
        came.states.append(state)
        came.ended_s = t_s if told.over else None
        t_s = round(t_s + STEP_S, 6)
    came.summary = runner.end()
    return came


def _follow(
    runner: CoachRunner, state: GuideState, before: tuple[int, bool], t_s: float
) -> tuple[int, bool]:
    """Let the coach judge by the step that is due, as a live session does."""
    step, item = state.step, state.item
    if step is None or item is None or (item.step, state.eased) == before:
        return before
    anew = item.step != before[0]
    runner.follow(StepBegun(t_s=t_s, exercise=step.exercise, dose=step.dose, anew=anew))
    return item.step, state.eased
