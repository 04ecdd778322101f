"""What is said, as codes: a message and its parameters, and the topic it is about.

Nothing is decided or remembered by its text. ``phrases.text_of`` makes the
text at the moment at which it is said or shown.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Final

from matside.body.landmark import Side


class Region(Enum):
    """Regions of the body that the camera may miss."""

    HIPS = "hips"
    LEGS = "legs"
    FEET = "feet"
    HEAD = "head"
    HANDS = "hands"


class Shift(Enum):
    """Where to move so that a region comes into view."""

    TO_HEAD = "to_head"
    TO_FEET = "to_feet"
    BACK = "back"
    UNKNOWN = "unknown"


class Say(Enum):
    """The messages of a session; ``phrases`` has the sentence of each."""

    # the camera and the picture
    TROUBLE = "trouble"
    PICTURE_BACK = "picture_back"
    SLOW = "slow"
    NOT_SEEN = "not_seen"
    CAMERA_PLACE = "camera_place"
    COME_INTO_VIEW = "come_into_view"
    TRUNK_NOT_SEEN = "trunk_not_seen"
    LEGS_NOT_SEEN = "legs_not_seen"
    FOUND = "found"
    TOO_DARK = "too_dark"
    STEP_BACK = "step_back"
    CUT_OFF = "cut_off"
    HIDDEN = "hidden"
    TURN = "turn"
    NOT_ALL_SEEN = "not_all_seen"
    TOO_FAR = "too_far"
    TURN_MAT = "turn_mat"
    # the way through a session
    PAUSED = "paused"
    RESUMED = "resumed"
    OPENING = "opening"
    PROGRAMME = "programme"
    NAME = "name"
    STEP_DOSE = "step_dose"
    STEP_NOTE = "step_note"
    HOW = "how"
    QUIET_BREATHS = "quiet_breaths"
    SET_UP = "set_up"
    ANYWHERE = "anywhere"
    NUMBER = "number"
    BEGIN = "begin"
    BEGIN_READY = "begin_ready"
    NEXT = "next"
    REST = "rest"
    REST_TEN = "rest_ten"
    NEXT_SET = "next_set"
    SWITCH = "switch"
    SWITCH_TO = "switch_to"
    NOT_THIS_SIDE = "not_this_side"
    SET_AGAIN = "set_again"
    GOOD = "good"
    WELL_DONE = "well_done"
    NO_MORE = "no_more"
    ALL_DONE = "all_done"
    GET_UP = "get_up"
    PART_DONE = "part_done"
    NOTHING_DONE = "nothing_done"
    # holds
    HOLD = "hold"
    PHASE = "phase"
    HALF_WAY = "half_way"
    TEN_LEFT = "ten_left"
    MINUTES = "minutes"
    BREATHE = "breathe"
    BREATHE_IN = "breathe_in"
    BREATHE_OUT = "breathe_out"
    TIP = "tip"
    RELEASE = "release"
    LAST_ONE = "last_one"
    OTHER_SIDE = "other_side"
    MORE = "more"
    MORE_SIDE = "more_side"
    HELD = "held"
    AGAIN = "again"
    # repetitions
    COUNT = "count"
    TO_GO = "to_go"
    SO_FAR = "so_far"
    SET_DONE = "set_done"
    NOW_OTHER_SIDE = "now_other_side"
    # corrections
    CUE = "cue"
    # pain
    ASK_PAIN = "ask_pain"
    PAIN_GO_ON = "pain_go_on"
    PAIN_EASE = "pain_ease"
    PAIN_STOP = "pain_stop"
    PAIN_THANKS = "pain_thanks"
    PAIN_LESS_NEXT = "pain_less_next"
    PAIN_ASK_SOMEONE = "pain_ask_someone"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One sentence as a code; what a sentence has no place for is left at its default.

    Attributes:
        say: Which sentence.
        exercise: Identifier of the exercise it names.
        name: Identifier of a fault or phase, the name of a programme, or the code of a trouble.
        host: The machine that a stream comes from.
        count: A number in it.
        of: A second number, such as what a count is out of.
        seconds: A length in it.
        side: A side in it.
        region: A region of the body in it.
        shift: Where it asks the person to move.
    """

    say: Say
    exercise: str = ""
    name: str = ""
    host: str = ""
    count: int = 0
    of: int = 0
    seconds: float = 0.0
    side: Side | None = None
    region: Region | None = None
    shift: Shift | None = None


Messages = tuple[Message, ...]
"""Sentences that are said in one breath, one after the other."""


def said(say: Say, **parameters: object) -> Messages:
    """Return one sentence as what is said."""
    return (Message(say=say, **parameters),)  # type: ignore[arg-type]


class TopicKind(StrEnum):
    """Kinds of topic of a line; a newer line of a topic replaces the waiting one."""

    TROUBLE = "trouble"
    PAUSE = "pause"
    OPENING = "opening"
    PLACE = "place"
    NEXT = "next"
    INTRODUCTION = "introduction"
    FOUND = "found"
    FAULT = "fault"
    HOLD = "hold"
    COUNT = "count"
    PRAISE = "praise"
    TIP = "tip"
    PROMPT = "prompt"
    BREATH = "breath"
    REST = "rest"
    RECOGNISED = "recognised"
    TURN = "turn"
    PAIN = "pain"


@dataclass(frozen=True, slots=True)
class Topic:
    """Topic of a line.

    Attributes:
        kind: The kind.
        of: Which one of them: a fault, or the message of an instruction.
    """

    kind: TopicKind
    of: str = ""


COACHING: Final = frozenset(
    {
        TopicKind.HOLD,
        TopicKind.COUNT,
        TopicKind.PRAISE,
        TopicKind.TIP,
        TopicKind.PROMPT,
        TopicKind.BREATH,
        TopicKind.FAULT,
    }
)
"""Topics of coaching, withdrawn where an exercise ends or the person is lost."""
INSTRUCTING: Final = frozenset({TopicKind.PLACE, TopicKind.NEXT, TopicKind.INTRODUCTION})
"""Topics that lead into an exercise, of no use once it is being done."""
