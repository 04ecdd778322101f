"""Scheduling of speech: one sentence at a time, the most important first, nothing stale."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from matside.guidance.messages import Messages, Say, Topic, TopicKind, said
from matside.guidance.outcome import Chime, Utterance
from matside.states import replace

WORD_S: Final = 0.35
"""Time that a calm voice takes for a word; conservative, so that plans do not overlap."""
BEGIN_S: Final = 0.3
"""Time until a voice is heard, plus its trailing silence."""
REST_S: Final = 0.2
"""Least silence between two sentences."""
NEARLY_OVER_S: Final = 0.4
"""A sentence that ends this soon is not cut off."""

Word = Callable[[Messages], str]
"""Makes the text of messages."""


class Rank(IntEnum):
    """What comes first where several things want to be said."""

    SAFETY = 0
    RELEASE = 1
    PLACE = 2
    CUE = 3
    TURN = 4
    HOLD = 5
    COUNT = 6
    PRAISE = 7
    TIP = 8

    @property
    def urgent(self) -> bool:
        """Whether it may cut off what matters less."""
        return self <= Rank.RELEASE


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """Something that wants to be said.

    Attributes:
        messages: The sentences.
        topic: What it is about; a newer line of the same topic replaces it.
        rank: How important it is.
        expires_s: After this moment it must not be begun.
    """

    messages: Messages
    topic: Topic
    rank: Rank
    expires_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Said:
    """Output of one rule at one moment: lines to say and sounds to play."""

    lines: tuple[Line, ...] = ()
    chimes: tuple[Chime, ...] = ()

    def __add__(self, other: Said) -> Said:
        return Said(lines=self.lines + other.lines, chimes=self.chimes + other.chimes)


NOTHING: Final = Said()


def line(
    messages: Messages | Say, kind: TopicKind, rank: Rank, expires_s: float, of: str = ""
) -> Said:
    """Return one line as what is said; a bare code is a sentence without parameters."""
    told = said(messages) if isinstance(messages, Say) else messages
    wanted = Line(messages=told, topic=Topic(kind, of), rank=rank, expires_s=expires_s)
    return Said(lines=(wanted,))


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """State of the speech: lines that wait, and how long the voice is busy.

    Attributes:
        waiting: Lines that wait, oldest first.
        free_s: From when on the voice is free, by the estimate.
        saying: Rank of what is being said until then.
    """

    waiting: tuple[Line, ...] = ()
    free_s: float = -math.inf
    saying: Rank = Rank.TIP

    def silent(self, t_s: float) -> bool:
        """Return whether nothing is being said and nothing waits."""
        return t_s >= self.free_s and not self.waiting

    def waits(self, kind: TopicKind) -> bool:
        """Return whether a line of this kind waits."""
        return any(line.topic.kind is kind for line in self.waiting)


def speaking_s(text: str) -> float:
    """Return about how long it takes to say a text, in seconds; rather too long than too short."""
    return BEGIN_S + WORD_S * len(text.replace("-", " ").split())


def withdraw(state: Speech, stale: Callable[[Line], bool]) -> Speech:
    """Return the state without the waiting lines that match."""
    return replace(state, waiting=tuple(line for line in state.waiting if not stale(line)))


def choose(
    state: Speech, t_s: float, offers: tuple[Line, ...], word: Word
) -> tuple[Speech, Line | None, Utterance | None]:
    """Return the next state and what to begin to say at this moment, if anything.

    Lines that cannot be said at once wait until they expire. An urgent one cuts off what matters
    less, unless that is nearly over. Of two ``offers`` about the same the later one counts.
    """
    waiting = {line.topic: line for line in state.waiting}
    for offer in offers:
        waiting[offer.topic] = offer
    lines = [line for line in waiting.values() if line.expires_s >= t_s]
    best = min(lines, key=lambda line: line.rank, default=None)
    if best is None or not _may_begin(state, t_s, best):
        return replace(state, waiting=tuple(lines)), None, None
    lines.remove(best)
    text = word(best.messages)
    after = Speech(waiting=tuple(lines), free_s=t_s + speaking_s(text) + REST_S, saying=best.rank)
    utterance = Utterance(
        t_s=t_s,
        text=text,
        expires_s=best.expires_s,
        urgent=best.rank.urgent,
        topic=best.topic,
    )
    return after, best, utterance


def _may_begin(state: Speech, t_s: float, line: Line) -> bool:
    if t_s >= state.free_s:
        return True
    return (
        line.rank.urgent
        and line.rank < state.saying
        and state.free_s - t_s > NEARLY_OVER_S + REST_S
    )
