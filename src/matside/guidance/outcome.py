"""Input and output types of the guide: a moment in; words, sounds and the stage out."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from matside.body.landmark import Side
from matside.guidance.messages import Topic

if TYPE_CHECKING:  # the process that speaks loads this module, and none of the coach
    from matside.coach.result import FrameResult


class Stage(Enum):
    """Where a live session stands."""

    WAITING = "waiting"
    """There is no picture: the camera is being opened, was lost, or is frozen."""
    PLACING = "placing"
    """The person is not yet, or no longer, where the camera can judge them."""
    COUNTDOWN = "countdown"
    COACHING = "coaching"
    RESTING = "resting"
    """A rest between sets, or the time to change sides."""
    PAUSED = "paused"
    """Paused by the person, with a key."""
    DONE = "done"
    """The plan is at its end, or was stopped; the session ends by itself soon."""


class TroubleKind(Enum):
    """What is wrong with a camera or a stream."""

    GONE = "gone"
    FROZEN = "frozen"
    BLACK = "black"
    STREAM_SILENT = "stream_silent"
    STREAM_FROZEN = "stream_frozen"


@dataclass(frozen=True, slots=True)
class CameraTrouble:
    """Why there is no picture.

    Attributes:
        kind: What is wrong.
        host: The machine that a stream comes from; empty for a camera.
    """

    kind: TroubleKind
    host: str = ""


class Chime(Enum):
    """Sounds that are told apart with the eyes closed."""

    COUNT = "count"
    GO = "go"
    HOLD_STARTED = "hold_started"
    HALF_WAY = "half_way"
    LAST_SECONDS = "last_seconds"
    HOLD_DONE = "hold_done"
    REPETITION = "repetition"
    SET_DONE = "set_done"
    LOST = "lost"
    FOUND = "found"
    BREATHE_IN = "breathe_in"
    BREATHE_OUT = "breathe_out"


class Talk(Enum):
    """How much is said: ``--cues``."""

    FEW = "few"
    NORMAL = "normal"
    MANY = "many"


@dataclass(frozen=True, slots=True, kw_only=True)
class Utterance:
    """One thing to say.

    Attributes:
        t_s: When it was decided, in seconds of the session.
        text: The sentence.
        expires_s: After this moment it is stale and must not be begun.
        urgent: Whether it may cut off what is being said.
        topic: What it is about; an utterance that waits is replaced by a newer one
            of the same topic.
    """

    t_s: float
    text: str
    expires_s: float
    urgent: bool = False
    topic: Topic | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What is known at one moment of a live session.

    Attributes:
        t_s: Seconds since the session began; strictly increasing.
        result: What the coach says of this frame; ``None`` while there is no
            picture or the session is paused.
        light: Mean brightness of the picture, 0..255; NaN without one.
        trouble: What is wrong with the camera; ``None`` where all is well.
        slow: Whether the computer keeps up with less of the camera's pictures than it should.
        paused: Whether the person has paused.
        skips: How often the person has asked to go on to the next part so far.
        redos: How often the person has asked for the set again so far.
        pains: The pain that the person has reported so far, each 0..10.
    """

    t_s: float
    result: FrameResult | None
    light: float = math.nan
    trouble: CameraTrouble | None = None
    slow: bool = False
    paused: bool = False
    skips: int = 0
    redos: int = 0
    pains: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Breath:
    """Where the breathing pacer stands; it leads and measures nothing.

    Attributes:
        inward: Whether to breathe in now.
        share: How much of this breath in or out has passed, 0..1.
    """

    inward: bool
    share: float


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkView:
    """The work that is due, and how much of it is done.

    Attributes:
        exercise: Identifier of the exercise.
        side: The side that is due; ``None`` for no side or any.
        set: Number of the set, from 1.
        sets: How many sets there are.
        done: Holds or repetitions that are done in this set, of the side if one is due.
        target: How many the set asks for.
        hold_s: How long a hold lasts; 0 where repetitions are counted.
        sides: Holds or repetitions that are done in the step, by side.
        step: Number of the step, from 1.
        steps: How many steps there are.
    """

    exercise: str
    side: Side | None
    set: int
    sets: int
    done: int
    target: int
    hold_s: float
    sides: Mapping[Side, int]
    step: int
    steps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """A rest or a change of sides that is running.

    Attributes:
        switch: Whether it is a change of sides.
        left_s: Seconds until it is over.
        length_s: How long it is in all.
    """

    switch: bool
    left_s: float
    length_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Guidance:
    """What the person hears and sees at one moment.

    Attributes:
        stage: Where the session stands.
        instruction: The one thing to do before it can go on; empty for none.
        countdown: Whole seconds until it begins, during the countdown; else 0.
        target: Identifier of the exercise that is asked for; empty if it is recognised.
        step: Index of the plan's step that the coach has to judge by; −1 without a plan.
        underway: Whether the exercise that is asked for, or any, has been begun.
        eased: Whether what is left of the plan was made easier.
        near_usual: Whether the hold is as deep as it is usual for the person.
        hushed: Whether the coach's cue asks for a larger movement than the person is to hear of.
        work: The work that is due; ``None`` without a plan and at its end.
        pause: The rest or change of sides that is running.
        breath: The pacer, while it leads.
        ask_pain: Whether the person is asked for the pain.
        closing: At the end, what was done against the plan, or what to do where it hurts.
        over: Whether the session is to end now.
        utterances: What to say now, most often nothing.
        chimes: Sounds to play now, most often none.
    """

    stage: Stage
    instruction: str = ""
    countdown: int = 0
    target: str = ""
    step: int = -1
    underway: bool = False
    eased: bool = False
    near_usual: bool = False
    hushed: bool = False
    work: WorkView | None = None
    pause: Pause | None = None
    breath: Breath | None = None
    ask_pain: bool = False
    closing: str = ""
    over: bool = False
    utterances: tuple[Utterance, ...] = ()
    chimes: tuple[Chime, ...] = ()
