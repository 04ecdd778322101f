"""Speech and chimes for repetitions: counts, what follows a set, breaths, and tips in between."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

from matside.body.landmark import Side
from matside.coach import events as ev
from matside.coach.result import DoseProgress, FrameResult
from matside.exercise.programme import is_held
from matside.exercise.schema import Exercise, Phase
from matside.guidance.messages import Messages, Say, TopicKind, said
from matside.guidance.outcome import Chime, Talk
from matside.guidance.speech import NOTHING, Rank, Said, line, speaking_s
from matside.guidance.state import GuideState
from matside.translation import _

FRESH_S: Final = 1.5
"""A repetition that ended longer ago than this is no news: the number so far is said instead."""
COUNT_S: Final = 2.5
"""A count must be begun within this time: it may have to wait for a correction."""
TIP_EVERY: Final = 3
"""Repetitions between two tips, if much is to be said."""
BREATHS_IN_WORDS: Final = 2
"""Number of repetitions with words for the breath, until the rhythm is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCount:
    """How far a set has come: repetitions done and asked for; more than asked for is possible."""

    done: int
    target: int


def count_repetitions(
    exercise: Exercise, talk: Talk, result: FrameResult, count: SetCount | None
) -> Said:
    """Return speech and chimes for this frame's repetitions of moves; ``holds`` announces holds.

    ``count`` is how far the set has come; ``None`` where nothing is asked for.
    """
    last = last_rep(exercise, result)
    if last is None or is_held(exercise):
        return NOTHING
    if result.t_s - last.t_s > FRESH_S:
        if talk is Talk.FEW:
            return NOTHING
        return _count(said(Say.SO_FAR, count=last.count), result.t_s + 3.0)
    output = _number(talk, count) if count is not None else said(Say.COUNT, count=last.count)
    spoken = _count(output, result.t_s + COUNT_S) if output else NOTHING
    return spoken + Said(chimes=(Chime.REPETITION,))


def set_count(dose: DoseProgress, last: ev.RepDone) -> SetCount:
    """Return how far a set of the coach's dose has come, where no plan is followed."""
    counted = dose.sides.get(last.side, last.count)
    if counted > dose.reps_target:
        return SetCount(done=counted, target=dose.set_reps)
    done = (counted - 1) % dose.set_reps + 1 if counted > 0 else last.count
    return SetCount(done=done, target=dose.set_reps)


def after_hold_of_dose(dose: DoseProgress | None, side: Side | None) -> Messages:
    """Return what follows the sentence that ends a hold, where no plan is followed.

    ``dose`` is the one before this hold is counted.
    """
    if dose is None or dose.reps >= dose.reps_target:
        return ()
    left = dose.reps_target - dose.reps - 1
    if dose.each_side and side is not None:
        left = 2 * dose.reps_target - sum(dose.done_on(each) for each in Side) - 1
    if left <= 0:
        return said(Say.LAST_ONE) if dose.reps_target > 1 else ()
    return said(Say.OTHER_SIDE) if side is not None else said(Say.MORE, count=left)


def last_rep(exercise: Exercise, result: FrameResult) -> ev.RepDone | None:
    """Return the last repetition that this frame reports of an exercise."""
    reps = (
        event
        for event in reversed(result.events)
        if isinstance(event, ev.RepDone) and event.exercise == exercise.id
    )
    return next(reps, None)


def side_done(exercise: Exercise, result: FrameResult) -> Said:
    """Return what follows when one side of a set is complete and the other one is not."""
    dose = result.dose if result.exercise == exercise.id else None
    if dose is None or not dose.each_side or is_held(exercise):
        return NOTHING
    for event in result.events:
        if not isinstance(event, ev.RepDone) or event.exercise != exercise.id or not event.side:
            continue
        mine, others = (dose.sides.get(side, 0) for side in (event.side, event.side.other))
        if mine % dose.set_reps == 0 and 0 < mine <= dose.reps_target and others < mine:
            output = said(Say.NOW_OTHER_SIDE, count=dose.set_reps)
            return _turned(output, result.t_s + 3.0)
    return NOTHING


def set_done(exercise: Exercise, result: FrameResult) -> Said:
    """Return what follows a set that does not complete the dose."""
    events = [event for event in result.events if event.exercise == exercise.id]
    if any(isinstance(event, ev.DoseDone) for event in events):
        return NOTHING
    for event in events:
        if isinstance(event, ev.SetDone):
            return _turned(said(Say.SET_DONE, count=event.count), result.t_s + 4.0)
    return NOTHING


def _turned(output: Messages, expires_s: float) -> Said:
    sound = Said(chimes=(Chime.SET_DONE,))
    return line(output, TopicKind.COUNT, Rank.TURN, expires_s) + sound


def _count(output: Messages, expires_s: float) -> Said:
    return line(output, TopicKind.COUNT, Rank.COUNT, expires_s)


def _number(talk: Talk, count: SetCount) -> Messages:
    """Return the count within the set, as much of it as is wanted; empty for none."""
    left = count.target - count.done
    if left < 0:
        return () if talk is Talk.FEW else said(Say.COUNT, count=count.done)
    if talk is Talk.NORMAL:
        return said(Say.COUNT, count=count.done)
    if talk is Talk.MANY:
        to_go = said(Say.TO_GO, count=left) if left else ()
        return said(Say.COUNT, count=count.done) + to_go
    if left in (1, 2):
        return said(Say.MORE, count=left)
    return said(Say.HALF_WAY) if 2 * count.done == count.target else ()


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
