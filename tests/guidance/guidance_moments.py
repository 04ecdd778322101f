"""Moments of a session written by hand, and a way to hear what a guide says of them."""

from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

import numpy as np
from tests.coach.coach_figure import (
    BOTH_KNEES,
    CAT,
    COW,
    FOLDED,
    LEFT_KNEE,
    LYING,
    TABLETOP,
    Figure,
    pose,
)

from matside.body.frames import unseen
from matside.body.landmark import LEG, Side
from matside.coach import events as ev
from matside.coach.result import ActiveFault, DoseProgress, FrameResult
from matside.exercise.library import load_library
from matside.exercise.programme import Step
from matside.guidance.guide import begin, guide
from matside.guidance.outcome import Moment
from matside.guidance.phrases import text_of
from matside.guidance.plan import plan_of

LEFT, RIGHT = Side.LEFT, Side.RIGHT
SIZE = (1280, 720)
LIBRARY = {exercise.id: exercise for exercise in load_library()}
CAT_COW, CHILD = LIBRARY["cat_cow"], LIBRARY["childs_pose"]
KNEES, TURN = LIBRARY["knees_to_chest"], LIBRARY["thoracic_rotation"]
STANDING = Figure(front_up=-1.0, trunk=90.0, hip=(0.0, 0.0), knee=(0.0, 0.0), arm=(10.0, 10.0))
POSTURES = {
    LYING: "on_the_back",
    LEFT_KNEE: "on_the_back",
    BOTH_KNEES: "on_the_back",
    TABLETOP: "hands_and_knees",
    CAT: "hands_and_knees",
    COW: "hands_and_knees",
    FOLDED: "folded",
    STANDING: "other",
}
FAR_SIDE = [row for row in range(11, 33) if row % 2 == 0]


def body(t_s, figure, *, scale=0.7, shift=(0.0, 0.0), apart=(0.14, 0.16), mirror=False):
    """A figure placed in the picture: scaled about its middle, shifted by shares of the picture.

    ``apart`` sets hips and shoulders of the two sides apart, in torsos: seen a
    little off the profile.
    """
    frame = pose(t_s, figure)
    px = frame.image_px.copy()
    px[FAR_SIDE, 0] -= apart[1] * 200.0
    px[list(LEG[RIGHT]), 0] += (apart[1] - apart[0]) * 200.0
    middle = np.nanmean(px, axis=0)
    px = (px - middle) * scale + np.array(SIZE) / 2.0
    if mirror:
        px[:, 0] = SIZE[0] - px[:, 0]
    return replace(frame, image_px=px + np.array(shift) * SIZE)


@cache
def usual(figure):
    """The figure in the middle of the picture."""
    return body(0.0, figure)


def seen(t_s, figure=TABLETOP, *, events=(), pose=None, **more):
    """What the coach says of a frame that shows a figure; ``None`` for nobody."""
    if figure is None:
        given: dict[str, Any] = {"pose": unseen(t_s, SIZE), "posture": "unseen"}
        given |= {"judged": False, "reason": ev.LossReason.NOBODY}
    else:
        given = {
            "pose": pose or replace(usual(figure), t_s=t_s),
            "posture": POSTURES.get(figure, "other"),
        }
    given |= {"near_side": LEFT, "measures": {}, "events": tuple(events)}
    return FrameResult(t_s=t_s, **given | more)


def dose(reps=0, target=8, *, sides=None, each_side=False, set_reps=None):
    return DoseProgress(
        dose="d",
        reps=reps,
        reps_target=target,
        set_reps=set_reps or target,
        each_side=each_side,
        sides=sides if sides is not None else {None: reps},
    )


def fault(name, start_s=0.0, side=None):
    return ActiveFault(fault=name, side=side, start_s=start_s)


def rep(t_s, exercise, count, side=None, lasted_s=4.0):
    return ev.RepDone(t_s=t_s, exercise=exercise.id, side=side, count=count, start_s=t_s - lasted_s)


@dataclass
class Heard:
    """What a session's guide said and played, and where it stood."""

    said: list = field(default_factory=list)
    """Time, text."""
    utterances: list = field(default_factory=list)
    chimes: list = field(default_factory=list)
    """Time, name."""
    shown: list = field(default_factory=list)
    """Time, stage, instruction, countdown."""
    guidances: list = field(default_factory=list)

    @property
    def texts(self):
        return [text for _, text in self.said]

    def when(self, text):
        """The moments at which a text was said."""
        return [t_s for t_s, one in self.said if one == text]

    def sounds(self, name):
        return [t_s for t_s, one in self.chimes if one == name]

    @property
    def stages(self):
        """The stages in the order in which they came, each once in a row."""
        names = [stage for _, stage, _, _ in self.shown]
        return [n for i, n in enumerate(names) if i == 0 or names[i - 1] != n]


def hear(state, moments):
    """Run a guide over moments (or results, which are put into moments)."""
    heard = Heard()
    for one in moments:
        moment = one if isinstance(one, Moment) else Moment(t_s=one.t_s, result=one, light=140.0)
        state, guidance = guide(state, moment)
        t_s = round(moment.t_s, 3)
        heard.said += [(t_s, u.text) for u in guidance.utterances]
        heard.utterances += guidance.utterances
        heard.chimes += [(t_s, chime.value) for chime in guidance.chimes]
        heard.shown.append((t_s, guidance.stage.value, guidance.instruction, guidance.countdown))
        heard.guidances.append(guidance)
    return state, heard


def text(messages):
    """What messages are in words."""
    return text_of(messages, LIBRARY)


def times(start_s, end_s, rate_hz=10):
    return [start_s + n / rate_hz for n in range(round((end_s - start_s) * rate_hz))]


def still(start_s, end_s, figure=TABLETOP, rate_hz=10, **more):
    """Results of somebody who stays as they are."""
    return [seen(t_s, figure, **more) for t_s in times(start_s, end_s, rate_hz)]


def plan(*steps, name=""):
    """The plan of these steps; an exercise stands for its first dose."""
    made = [step if isinstance(step, Step) else Step(exercise=step.id) for step in steps]
    return plan_of(made, LIBRARY, name)


def coached(*exercises, targets=True, **more):
    """The state of a guide that is asked for these exercises (or recognises them)."""
    return begin(exercises, plan=plan(*exercises) if targets else None, **more)


def under_way(*exercises, targets=True, phase, figure=TABLETOP, until_s=4.0, **more):
    """The state after an opening during which the first exercise was begun."""
    state = coached(*exercises, targets=targets, **more)
    results = still(0.0, until_s, figure, exercise=exercises[0].id, phase=phase)
    return hear(state, results)[0]


def hold(start_s, end_s, exercise, phase, *, figure, held_to=None, target_s=30.0, **more):
    """Results of a hold: it starts with an event and its clock goes on, up to ``held_to``."""
    started = ev.HoldStarted(t_s=start_s, exercise=exercise.id, phase=phase, side=more.get("side"))
    results = []
    for t_s in times(start_s, end_s):
        held_s = t_s - start_s if held_to is None else min(t_s - start_s, held_to)
        results.append(
            seen(
                t_s,
                figure,
                exercise=exercise.id,
                phase=phase,
                held_s=held_s,
                hold_target_s=target_s,
                events=[started] if t_s == start_s else [],
                **more,
            )
        )
    return results


def ended(t_s, start_s, held_s, exercise, phase, *, side=None, more=()):
    """The events with which a hold ends."""
    done = ev.HoldDone(
        t_s=t_s, exercise=exercise.id, phase=phase, side=side, start_s=start_s, held_s=held_s
    )
    return [done, *more]


NOBODY_YET = (
    "I can't see you. Come into view. "
    "Put the camera at the side of the mat, no higher than your knee, three metres away."
)


def blank(start_s, end_s, **more):
    """Moments without a picture."""
    return [Moment(t_s=t_s, result=None, **more) for t_s in times(start_s, end_s)]


def done(t_s, exercise):
    return ev.DoseDone(t_s=t_s, exercise=exercise.id, dose="d")
