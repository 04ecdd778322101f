"""Rests and changes of sides: from their end time to the words that begin the work after them."""

from __future__ import annotations

import math
from typing import Final

from matside.coach import events as ev
from matside.coach.result import FrameResult
from matside.guidance.ledger import remaining
from matside.guidance.messages import Messages, Say, TopicKind, said
from matside.guidance.outcome import Chime, Stage, Talk
from matside.guidance.plan import Rest, Switch, Work
from matside.guidance.speech import NOTHING, Rank, Said, line
from matside.guidance.state import GuideState
from matside.states import replace

LEAST_REST_S: Final = 2.0
"""Movement that begins sooner after a set is still the last one of that set."""
TELL_TEN_FROM_S: Final = 20.0
"""Shorter rests get no word that ten seconds are left."""


def paused(state: GuideState, length_s: float) -> GuideState:
    """Return the state in which a rest or change of sides of this length begins now."""
    return replace(
        state, stage=Stage.RESTING, pause_from_s=state.t_s, pause_ends_s=state.t_s + length_s
    )


def arrived(state: GuideState) -> GuideState:
    """Return the state in which work is due: the transition, rest or switch before it is over."""
    at = state.at
    items = state.plan.items
    while at < len(items) and not isinstance(items[at], Work):
        at += 1
    return replace(state, at=at, pause_ends_s=math.nan)


def begun(state: GuideState) -> GuideState:
    """Return the state in which the work that is due is being done."""
    return replace(arrived(state), stage=Stage.COACHING, underway=True, counted=0)


def begun_in_pause(state: GuideState, result: FrameResult) -> bool:
    """Return whether the person resumes before a rest or a change of sides is over.

    In a change of sides that is what begins on the side that is due; in a rest,
    whatever begins once it has lasted for a moment.
    """
    work, step = state.work, state.step
    if work is None or step is None or not state.in_pause:
        return False
    began = ev.HoldStarted if step.held else ev.PhaseEntered
    for event in result.events:
        if not isinstance(event, began) or event.exercise != step.exercise:
            continue
        kind = state.exercises[step.exercise].phase_named(event.phase).kind
        if kind == "rest" or event.t_s <= state.pause_from_s:
            continue
        if isinstance(state.item, Rest) and event.t_s - state.pause_from_s < LEAST_REST_S:
            continue
        if isinstance(state.item, Rest) or event.side in (work.side, None):
            return True
    return False


def in_pause(state: GuideState) -> tuple[GuideState, Said]:
    """Return speech and sounds during a rest or a change of sides."""
    left_s = state.pause_ends_s - state.t_s
    number = math.ceil(left_s - 1e-9)
    if number == state.counted:
        return state, NOTHING
    state = replace(state, counted=number)
    long = state.pause_ends_s - state.pause_from_s >= TELL_TEN_FROM_S
    output = NOTHING
    if number <= 3:
        output += Said(chimes=(Chime.COUNT,))
    elif number == 10 and long and state.talk is not Talk.FEW:
        output += line(Say.REST_TEN, TopicKind.REST, Rank.HOLD, state.t_s + 1.0)
    return state, output


def resumed(state: GuideState) -> tuple[GuideState, Said]:
    """Return the state after a rest or a change of sides, and the words that begin the work."""
    turned = isinstance(state.item, Switch)
    state = begun(state)
    work = state.work
    output: Messages = ()
    if work is not None and work.side is not None and (turned or work.number > 1):
        output = side_due(state, work)
    if not turned:
        output += begin_message(state)
    spoken = line(output, TopicKind.PROMPT, Rank.HOLD, state.t_s + 2.0) if output else NOTHING
    return state, spoken + Said(chimes=(Chime.GO,))


def begin_message(state: GuideState) -> Messages:
    """Return the first movement of the step that is due."""
    step = state.step
    if step is None:
        return said(Say.BEGIN_READY)
    alone = step.policy in ("left", "right")
    side = said(Say.SWITCH_TO, side=step.sides[0]) if alone else ()
    return side + said(Say.BEGIN, exercise=step.exercise, name=step.phase or "")


def due_message(state: GuideState) -> Messages:
    """Return the movement that is due, and its side once the person has begun with one."""
    step, work = state.step, state.work
    if step is None or work is None or step.policy != "each":
        return begin_message(state)
    begun_with_one = bool(state.ledger.of_step(work.step))
    return (side_due(state, work) if begun_with_one else ()) + begin_message(state)


def side_due(state: GuideState, work: Work) -> Messages:
    """Return which side is due, and how many are left where the sides are not even."""
    step = state.plan.steps[work.step]
    if work.side is None:
        return ()
    left = remaining(state.plan, state.ledger, work.step, work.side)
    others = remaining(state.plan, state.ledger, work.step, work.side.other)
    last = left == 1 and step.units > 1
    output = said(Say.SWITCH_TO, side=work.side, count=1 if last else 0)
    if step.policy == "each" and left - others > 1:
        output += said(Say.MORE_SIDE, side=work.side, count=left)
    return output
