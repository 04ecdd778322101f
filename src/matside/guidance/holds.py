"""Speech and chimes for a hold: its start, its marks, its end, and leaving it early."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from matside.body.landmark import Side
from matside.coach import events as ev
from matside.coach.credit import FULL_SHARE, JOIN_S
from matside.coach.result import FrameResult
from matside.exercise.schema import Exercise
from matside.guidance.messages import Messages, Say, TopicKind, said
from matside.guidance.outcome import Chime, Talk
from matside.guidance.speech import NOTHING, Rank, Said, line
from matside.states import replace

HALF_FROM_S: Final = 20.0
"""Shorter holds have no half-way mark."""
TEN_FROM_S: Final = 40.0
"""Shorter holds get no word that ten seconds are left: half-way is near."""
BREATHE_FROM_S: Final = 30.0
"""From this length on a hold is reminded to breathe, a quarter into it."""
BREATHE_TWICE_FROM_S: Final = 60.0
"""From this length on there is a second reminder, in the third quarter."""
TICKS_FROM_S: Final = 8.0
"""Shorter holds have no sounds for the last three seconds."""
CLEAR_S: Final = 8.0
"""The mark of a minute gives way to a mark of more meaning that is this near."""
TOLD_FROM_S: Final = 3.0
"""Shortest visit whose length is announced as a hold."""
STALE_S: Final = 6.0
"""A hold that ended longer ago than this is not announced."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldWatch:
    """State of the running hold.

    Attributes:
        phase: Its phase; empty while there is none.
        held_s: Seconds credited so far.
        running: Whether its clock went on with the latest frame.
        target_s: How long the latest hold should last.
        side: Its side.
        released: Phase of the hold that was long enough and of which that was reported.
        was_released: Whether that was told of the latest hold that has ended.
        way_out: Whether it is only the way out of another hold.
        ran_s: When the hold of each phase last ran.
    """

    phase: str = ""
    held_s: float = 0.0
    running: bool = False
    target_s: float = 0.0
    side: Side | None = None
    released: str = ""
    was_released: bool = False
    way_out: bool = False
    ran_s: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """Something to say or to play when a hold has lasted ``at_s``."""

    at_s: float
    messages: Messages = ()
    chimes: tuple[Chime, ...] = ()
    rank: Rank = Rank.HOLD
    lasts_s: float = 2.0
    release: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldWords:
    """What is said of holds at this moment.

    Attributes:
        talk: How much is said.
        after: What follows the sentence that ends a hold.
        tip: What is said in place of the reminder to breathe.
        due: What is said at the start of a hold in place of "Hold"; empty for nothing else.
        again: Whether a hold that was left early is asked for again.
    """

    talk: Talk
    after: Messages = ()
    tip: Messages = ()
    due: Messages = ()
    again: bool = True


def watch_hold(
    state: HoldWatch, exercise: Exercise, result: FrameResult, words: HoldWords
) -> tuple[HoldWatch, Said]:
    """Return the next state and what this frame says of holds."""
    output = NOTHING
    for event in result.events:
        if event.exercise != exercise.id:
            continue
        if isinstance(event, ev.HoldStarted):
            state, more = _started(state, exercise, words, event, result)
            output += more
        elif isinstance(event, ev.HoldDone):
            output += _ended(state, words, event, result)
            state = replace(state, released="", was_released=state.released == event.phase)
    state, more = _go_on(state, exercise, words, result)
    return state, output + more


def _started(
    state: HoldWatch,
    exercise: Exercise,
    words: HoldWords,
    event: ev.HoldStarted,
    result: FrameResult,
) -> tuple[HoldWatch, Said]:
    phase = exercise.phase_named(event.phase)
    before = state.ran_s.get(phase.passing or "", -math.inf)
    way_out = event.t_s - before <= JOIN_S
    state = replace(state, phase=event.phase, held_s=0.0, released="", way_out=way_out)
    if way_out or result.t_s - event.t_s > STALE_S:
        return state, NOTHING
    sound = Said(chimes=(Chime.HOLD_STARTED,))
    if words.talk is Talk.FEW and not words.due:
        return state, sound
    named = said(Say.PHASE, exercise=exercise.id, name=event.phase)
    usual = named if words.talk is Talk.MANY and phase.say else said(Say.HOLD)
    output = line(words.due or usual, TopicKind.HOLD, Rank.HOLD, result.t_s + 2.0)
    return state, output + sound


def _ended(state: HoldWatch, words: HoldWords, event: ev.HoldDone, result: FrameResult) -> Said:
    """Return the announcement of how long a hold lasted that was left before its time."""
    if (
        state.released == event.phase
        or event.held_s < TOLD_FROM_S
        or result.t_s - event.t_s > STALE_S
    ):
        return NOTHING
    enough = event.held_s >= FULL_SHARE * state.target_s
    output = said(Say.HELD, seconds=event.held_s)
    if words.talk is not Talk.FEW:
        output += said(Say.GOOD) if enough else said(Say.AGAIN) if words.again else ()
    sound = Said(chimes=(Chime.HOLD_DONE,) if enough else ())
    return line(output, TopicKind.HOLD, Rank.HOLD, result.t_s + 3.0) + sound


def _go_on(
    state: HoldWatch, exercise: Exercise, words: HoldWords, result: FrameResult
) -> tuple[HoldWatch, Said]:
    phase = result.phase if result.exercise == exercise.id else ""
    if not is_hold(exercise, phase):
        return replace(state, phase="", held_s=0.0, running=False), NOTHING
    if phase != state.phase:
        state = replace(state, phase=phase, held_s=result.held_s, way_out=False)
    before = state.held_s
    state = replace(state, held_s=result.held_s, target_s=result.hold_target_s, side=result.side)
    state = replace(state, running=state.held_s > before)
    if not state.running:
        return state, NOTHING
    state = replace(state, ran_s={**state.ran_s, phase: result.t_s})
    if state.way_out:
        return state, NOTHING
    output = NOTHING
    for mark in marks(result.hold_target_s, words):
        if before < mark.at_s <= state.held_s:
            output += _of_mark(mark, result.t_s)
            state = replace(state, released=phase if mark.release else state.released)
    return state, output


def _of_mark(mark: Mark, t_s: float) -> Said:
    sound = Said(chimes=mark.chimes)
    if not mark.messages:
        return sound
    return line(mark.messages, TopicKind.HOLD, mark.rank, t_s + mark.lasts_s) + sound


def marks(target_s: float, words: HoldWords) -> tuple[Mark, ...]:
    """Return the marks of a hold in the order of their times, its end among them.

    None where nothing is asked for: then ``target_s`` is 0.
    """
    if not target_s > 0.0:
        return ()
    end = Mark(
        at_s=target_s,
        messages=said(Say.RELEASE) + words.after,
        chimes=(Chime.HOLD_DONE,),
        rank=Rank.RELEASE,
        lasts_s=3.0,
        release=True,
    )
    found = [end]
    if target_s >= TICKS_FROM_S:
        ticks = (target_s - left for left in (3.0, 2.0, 1.0))
        found += [Mark(at_s=at_s, chimes=(Chime.LAST_SECONDS,)) for at_s in ticks]
    if words.talk is not Talk.FEW:
        found += _spoken_marks(target_s, words.tip)
    return tuple(sorted(found, key=lambda mark: mark.at_s))


def _spoken_marks(target_s: float, tip: Messages) -> Iterator[Mark]:
    half = [target_s / 2.0] if target_s >= HALF_FROM_S else []
    ten = [target_s - 10.0] if target_s >= TEN_FROM_S else []
    for at_s in half:
        yield Mark(at_s=at_s, messages=said(Say.HALF_WAY), chimes=(Chime.HALF_WAY,))
    for at_s in ten:
        yield Mark(at_s=at_s, messages=said(Say.TEN_LEFT), lasts_s=1.5)
    for minute in range(1, 61):
        if all(abs(60.0 * minute - at_s) > CLEAR_S for at_s in (*half, *ten, target_s)):
            yield Mark(at_s=60.0 * minute, messages=said(Say.MINUTES, seconds=60.0 * minute))
    if target_s >= BREATHE_FROM_S:
        yield Mark(at_s=target_s / 4.0, messages=tip or said(Say.BREATHE), rank=Rank.TIP)
    if target_s >= BREATHE_TWICE_FROM_S:
        yield Mark(at_s=0.75 * target_s, messages=said(Say.BREATHE), rank=Rank.TIP)


def is_hold(exercise: Exercise, phase: str) -> bool:
    """Return whether a phase of an exercise is timed."""
    return bool(phase) and exercise.phase_named(phase).kind == "hold"
