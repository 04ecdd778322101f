"""What goes into the guide of a live session, and what comes out: words, sounds, the stage."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from matside.coach.result import FrameResult


class Stage(Enum):
    """Where a live session stands."""

    WAITING = "waiting"
    """There is no picture: the camera is being opened, was lost, or is frozen."""
    PLACING = "placing"
    """The person is not yet, or no longer, where the camera can judge them."""
    COUNTDOWN = "countdown"
    COACHING = "coaching"
    PAUSED = "paused"
    """Paused by the person, with a key."""
    DONE = "done"
    """Everything that was asked for is done; going on is allowed."""


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
        about: What it is about, such as ``fault:hips_high`` or ``hold:half``;
            an utterance that waits is replaced by a newer one of the same name.
    """

    t_s: float
    text: str
    expires_s: float
    urgent: bool = False
    about: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What is known at one moment of a live session.

    Attributes:
        t_s: Seconds since the session began; strictly increasing.
        result: What the coach says of this frame; ``None`` while there is no
            picture or the session is paused.
        light: Mean brightness of the picture, 0..255; NaN without one.
        trouble: What is wrong with the camera, in words; empty where all is well.
        paused: Whether the person has paused.
        skips: How often the person has asked for the next exercise so far.
    """

    t_s: float
    result: FrameResult | None
    light: float = float("nan")
    trouble: str = ""
    paused: bool = False
    skips: int = 0


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
class Guidance:
    """What the person is told at one moment.

    Attributes:
        stage: Where the session stands.
        instruction: The one thing to do before it can go on; empty for none.
        countdown: Whole seconds until it begins, during the countdown; else 0.
        target: Identifier of the exercise that is asked for; empty if it is recognised.
        breath: The pacer, while it leads.
        utterances: What to say now, most often nothing.
        chimes: Sounds to play now, most often none.
    """

    stage: Stage
    instruction: str = ""
    countdown: int = 0
    target: str = ""
    breath: Breath | None = None
    utterances: tuple[Utterance, ...] = ()
    chimes: tuple[Chime, ...] = ()
