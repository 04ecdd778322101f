"""Words that fill a pause: tips, and the breath of a movement while its rhythm is new."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from matside.coach import events as ev
from matside.coach.result import FrameResult
from matside.exercise.programme import is_held
from matside.exercise.schema import Exercise, Phase
from matside.guidance.counting import last_rep
from matside.guidance.messages import Messages, Say, TopicKind, said
from matside.guidance.outcome import Chime, Talk
from matside.guidance.speech import NOTHING, Rank, Said, line, speaking_s
from matside.guidance.state import GuideState
from matside.translation import _

TIP_EVERY: Final = 3
"""Repetitions between two tips, if much is to be said."""
BREATHS_IN_WORDS: Final = 2
"""Number of repetitions with words for the breath, until the rhythm is known."""


def first_tip(state: GuideState, exercise: Exercise, longest_s: float = math.inf) -> Messages:
    """Return the first tip that was not said yet and can be said within a time; empty for none."""
    for number, text in enumerate(exercise.tips):
        if (exercise.id, number) not in state.tips and speaking_s(_(text)) <= longest_s:
            return said(Say.TIP, exercise=exercise.id, count=number)
    return ()


def with_breath(state: GuideState, exercise: Exercise, result: FrameResult, output: Said) -> Said:
    """Return what is said with the words of the phase that begins, while its rhythm is new.

    They follow the count in one breath, so that neither costs the other.
    """
    words = _phase_words(state, exercise, result)
    if not words:
        return output
    for one in output.lines:
        if one.topic.kind is TopicKind.COUNT:
            both = replace(one, messages=one.messages + words)
            return replace(output, lines=tuple(both if x is one else x for x in output.lines))
    return output + line(words, TopicKind.PROMPT, Rank.TIP, state.t_s + 0.8)


def _phase_words(state: GuideState, exercise: Exercise, result: FrameResult) -> Messages:
    if state.pacer is not None or state.talk is Talk.FEW or is_held(exercise):
        return ()
    done = max(result.reps.values(), default=0) if result.exercise == exercise.id else 0
    if state.talk is Talk.NORMAL and (done > BREATHS_IN_WORDS or not state.plan.steps):
        return ()
    for event in result.events:
        if isinstance(event, ev.PhaseEntered) and event.exercise == exercise.id:
            phase = exercise.phase_named(event.phase)
            if phase.kind == "move" and state.t_s - event.t_s <= 1.0:
                return _words_of_phase(state.talk, exercise, phase)
    return ()


def _words_of_phase(talk: Talk, exercise: Exercise, phase: Phase) -> Messages:
    if talk is Talk.MANY and phase.say:
        return said(Say.PHASE, exercise=exercise.id, name=phase.id)
    if phase.breath is None:
        return ()
    return said(Say.BREATHE_IN if phase.breath == "in" else Say.BREATHE_OUT)


def tip_between(state: GuideState, exercise: Exercise, result: FrameResult, output: Said) -> Said:
    """Give a tip between repetitions, where much is to be said."""
    last = last_rep(exercise, result)
    if last is None or is_held(exercise):
        return NOTHING
    rests = Chime.SET_DONE in output.chimes
    if not rests and last.count % TIP_EVERY != 0:
        return NOTHING
    longest_s = math.inf if rests else last.t_s - last.start_s
    return tip_line(first_tip(state, exercise, longest_s), state.t_s + 4.0)


def tip_line(tip: Messages, expires_s: float) -> Said:
    """Return a tip as what is said, unless it has to wait too long; nothing for none."""
    return line(tip, TopicKind.TIP, Rank.TIP, expires_s) if tip else NOTHING
