"""Requests of a person during a session: skip, repeat a set, report pain."""

from __future__ import annotations

import math
from typing import Final

from matside.coach.credit import is_full
from matside.guidance.holds import HoldWatch
from matside.guidance.leading import END_S, ended, entered
from matside.guidance.ledger import Entry, settled
from matside.guidance.messages import Messages, Say, TopicKind, said
from matside.guidance.outcome import Stage
from matside.guidance.pauses import arrived, resumed
from matside.guidance.plan import Rest, Transition
from matside.guidance.speech import NOTHING, Rank, Said, line
from matside.guidance.state import GuideState
from matside.states import replace

ANSWERED_S: Final = 8.0
"""Time from the pain report at the end until the session ends."""
PAIN_EASE: Final = 4
"""Pain from which the session gets easier (4 and 5 of 10)."""
PAIN_STOP: Final = 6
"""Pain from which the session stops (6 and more of 10)."""


def skipped(state: GuideState) -> tuple[GuideState, Said]:
    """Return the state after a skip: the pause is over, or else the step."""
    item = state.item
    if item is None or state.finished:
        return state, NOTHING
    state = _broken_off(state)
    if state.in_pause:
        return resumed(state)
    return entered(state, state.plan.transition_to(item.step + 1))


def _broken_off(state: GuideState) -> GuideState:
    """Return the state with the running hold entered in the ledger with the time it lasted."""
    step, work, hold = state.step, state.work, state.hold
    if step is None or work is None or not hold.phase or not step.held or hold.way_out:
        return state
    entry = Entry(
        step=work.step,
        set=work.set,
        side=hold.side,
        start_s=state.t_s - hold.held_s,
        end_s=state.t_s,
        held_s=hold.held_s,
        full=is_full(hold.held_s, step.dose),
    )
    return replace(state, ledger=state.ledger.with_entry(entry), hold=HoldWatch())


def redone(state: GuideState) -> tuple[GuideState, Said]:
    """Return the state in which the set that is due, or was just finished, is done again."""
    item = state.item
    if item is None or state.finished:
        return state, NOTHING
    step, number = item.step, _set_to_redo(state)
    if number == 0:
        if step == 0:
            return state, NOTHING
        step, number = step - 1, state.plan.steps[step - 1].dose.sets
    ledger = state.ledger.again(step, number, state.t_s)
    same = step == item.step
    state = replace(state, ledger=ledger)
    output = line(Say.SET_AGAIN, TopicKind.PAIN, Rank.PLACE, state.t_s + 8.0)
    if not same:
        state, _ = entered(state, state.plan.transition_to(step))
        return state, output
    return _at_set(state, step, number), output


def _set_to_redo(state: GuideState) -> int:
    """Return the number of the set to do again; 0 for the last one of the step before."""
    work = state.work
    if work is None or isinstance(state.item, Transition):
        return 0
    return work.set - 1 if isinstance(state.item, Rest) else work.set


def pain_reported(state: GuideState, value: int) -> tuple[GuideState, Said]:
    """Return the state after the person has reported a pain of 0..10, and the answer to it."""
    state = replace(state, pains=(*state.pains, value))
    if state.finished:
        return _pain_after(state, value)
    if value >= PAIN_STOP:
        state = replace(_broken_off(state), stopped=True)
        state, _ = ended(state, ())
        state = replace(state, pain_after=value)
        return state, line(pain_answer(value), TopicKind.PAIN, Rank.SAFETY, state.t_s + 6.0)
    if value >= PAIN_EASE:
        return _made_easier(state), line(
            Say.PAIN_EASE, TopicKind.PAIN, Rank.SAFETY, state.t_s + 6.0
        )
    return state, line(Say.PAIN_GO_ON, TopicKind.PAIN, Rank.PLACE, state.t_s + 10.0)


def pain_answer(value: int) -> Messages:
    """Return the answer to a pain of 0..10 after which nothing more is done."""
    if value >= PAIN_STOP:
        return said(Say.PAIN_STOP) + said(Say.PAIN_ASK_SOMEONE)
    if value >= PAIN_EASE:
        return said(Say.PAIN_LESS_NEXT) + said(Say.PAIN_ASK_SOMEONE)
    return said(Say.PAIN_THANKS)


def _pain_after(state: GuideState, value: int) -> tuple[GuideState, Said]:
    state = replace(state, pain_after=value, done_s=state.t_s - END_S + ANSWERED_S)
    return state, line(pain_answer(value), TopicKind.PAIN, Rank.PLACE, state.t_s + 6.0)


def _made_easier(state: GuideState) -> GuideState:
    """Return the state whose plan asks for less from the present step on; once is enough."""
    item = state.item
    if state.eased or item is None:
        return replace(state, eased=True)
    number = 1 if state.work is None or state.work.step != item.step else state.work.set
    plan = state.plan.eased(item.step)
    state = replace(state, plan=plan, eased=True)
    if isinstance(item, Transition):
        return replace(state, at=plan.transition_to(item.step))
    return _at_set(state, item.step, number)


def _at_set(state: GuideState, step: int, number: int) -> GuideState:
    """Return the state at the first work of a set that is not done.

    Where all of it is done it stays at the first one: what follows is due with
    the next frame.
    """
    first = state.plan.first_of(step, number)
    there = arrived(replace(state, at=settled(state.plan, state.ledger, first)))
    if there.item is None or there.item.step != step:
        there = replace(there, at=first)
    return replace(there, pause_ends_s=math.nan, stage=Stage.COACHING, counted=0)
