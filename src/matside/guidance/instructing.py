"""Instructions that bring a person into place, or back into view: repeated ever less often."""

from __future__ import annotations

from typing import Final

from matside.coach import events as ev
from matside.coach.result import FrameResult
from matside.guidance.correcting import TimesSaid
from matside.guidance.messages import INSTRUCTING, Messages, Say, TopicKind, said
from matside.guidance.outcome import Chime, Stage, Talk
from matside.guidance.placement import Obstacle
from matside.guidance.plan import Rest
from matside.guidance.speech import NOTHING, Line, Rank, Said, line, withdraw
from matside.guidance.state import GuideState, without_coaching
from matside.states import replace

Outcome = tuple[GuideState, Said, str]
"""The next state, what to say, and the instruction to show."""
_LOST: Final = {
    ev.LossReason.NOBODY: Say.NOT_SEEN,
    ev.LossReason.TRUNK: Say.TRUNK_NOT_SEEN,
    ev.LossReason.LEGS: Say.LEGS_NOT_SEEN,
}
_OF_SET_UP: Final = frozenset({Say.SET_UP, Say.ANYWHERE, Say.QUIET_BREATHS, Say.BEGIN})
INSTRUCT_AGAIN_S: Final = 8.0
"""An instruction is repeated after this time, then after twice as long, and so on."""
INSTRUCT_TIMES: Final = 4
"""Most times that an instruction is said: a person who does not follow it has a reason."""
SAME_AGAIN_S: Final = 6.0
"""Least time before "lost" or "found" is said again; meanwhile only the chimes announce it."""


def without_instruction(state: GuideState, *, begun: bool = False) -> GuideState:
    """Return the state in which no instruction waits, nor an introduction once it is ``begun``."""
    stale = INSTRUCTING if begun else {TopicKind.PLACE}
    speech = withdraw(state.speech, lambda waiting: waiting.topic.kind in stale)
    return replace(state, speech=speech)


def instruct(state: GuideState, instruction: Messages, first: Messages = ()) -> Outcome:
    """Return the state, what to say, and the instruction to show.

    It is offered at every moment until it is said, and again later, ever more seldom; the first
    time ``first`` is said in its place, if given. Another instruction that waits is withdrawn.
    """
    speech = withdraw(
        state.speech,
        lambda one: one.topic.kind is TopicKind.PLACE and instruction_in(one) != instruction,
    )
    state = replace(state, speech=speech)
    shown = state.word(instruction)
    before = state.instructed.get(instruction)
    if before is not None:
        gap_s = INSTRUCT_AGAIN_S * 2.0 ** (before.times - 1)
        if before.times >= INSTRUCT_TIMES or state.t_s - before.last_s < gap_s:
            return state, NOTHING, shown
    if any(one.topic.kind is TopicKind.PLACE for one in speech.waiting):
        return state, NOTHING, shown
    words = first if before is None and first else instruction
    return state, line(words, TopicKind.PLACE, Rank.PLACE, state.t_s + 6.0), shown


def instruction_in(spoken: Line) -> Messages:
    """Return the instruction that a line gives: without the praise that is said before it."""
    return tuple(one for one in spoken.messages if one.say is not Say.GOOD)


def note_instruction(state: GuideState, spoken: Line) -> GuideState:
    """Return the state after a line was said, if that was an instruction."""
    if spoken.topic.kind is not TopicKind.PLACE:
        return state
    given = instruction_in(spoken)
    before = state.instructed.get(given)
    given_times = TimesSaid(last_s=state.t_s, times=before.times + 1 if before else 1)
    return replace(state, instructed={**state.instructed, given: given_times})


def is_set_up(instruction: Messages) -> bool:
    """Return whether an instruction belongs to the first position or movement of an exercise."""
    return any(one.say in _OF_SET_UP for one in instruction)


def lost_and_found(state: GuideState, result: FrameResult) -> tuple[GuideState, Said]:
    """Return the state after the person was lost or is seen again, and what is heard of it."""
    output = NOTHING
    free = state.quiet or isinstance(state.item, Rest)
    for event in result.events:
        if isinstance(event, ev.TrackingLost) and state.underway and not free:
            state = replace(state, lost=event.reason, speech=without_coaching(state.speech))
            state = replace(state, instructed=_recalled(state))
            output += Said(chimes=(Chime.LOST,))
        elif isinstance(event, ev.TrackingBack) and state.lost is not None:
            state = replace(state, lost=None, stage=Stage.COACHING)
            output += Said(chimes=(Chime.FOUND,))
            if state.talk is not Talk.FEW and state.t_s - state.found_s >= SAME_AGAIN_S:
                state = replace(state, found_s=state.t_s)
                output += line(Say.FOUND, TopicKind.FOUND, Rank.PLACE, state.t_s + 2.0)
    return state, output


def _recalled(state: GuideState) -> dict[Messages, TimesSaid]:
    """Return the instructions to remember when the person is lost: each loss is announced again.

    The same words are not repeated within ``SAME_AGAIN_S``, where tracking comes and goes.
    """
    return {
        message: output
        for message, output in state.instructed.items()
        if is_set_up(message) or state.t_s - output.last_s < SAME_AGAIN_S
    }


def instruct_lost(state: GuideState) -> Outcome:
    """Return the outcome of a moment at which the person was lost: how to be seen again."""
    advice = state.placement.candidate
    if advice is not None and advice.blocking and advice.obstacle is not Obstacle.NOBODY:
        return instruct(state, advice.messages)
    return instruct(state, said(_LOST[state.lost or ev.LossReason.NOBODY]))


def hints(state: GuideState) -> tuple[Messages, ...]:
    """Return what is worth saying before the countdown, though it is no condition."""
    advice = state.placement.advice
    found: tuple[Messages, ...] = (advice.messages,) if advice is not None else ()
    exercise = state.exercises.get(state.target)
    if exercise is not None and exercise.neutral is not None:
        found += (said(Say.QUIET_BREATHS),)
    return found


def instruct_set_up(state: GuideState) -> Outcome:
    """Return the outcome of a moment before the first position, which the person is led into."""
    instruction = said(Say.SET_UP, exercise=state.target) if state.target else said(Say.ANYWHERE)
    if state.speech.waits(TopicKind.NEXT) or state.speech.waits(TopicKind.INTRODUCTION):
        return state, NOTHING, state.word(instruction)
    helped = any(not is_set_up(message) for message in state.instructed)
    return instruct(state, instruction, first=said(Say.GOOD) + instruction if helped else ())
