"""How far a plan has come: what is shown of the set that is due, and what was done in the end."""

from __future__ import annotations

import math

from matside.body.landmark import Side
from matside.coach.summary import Notice, NoticeKind
from matside.guidance.counting import SetCount
from matside.guidance.ledger import Ledger, step_done, units_done
from matside.guidance.messages import Messages, Say, said
from matside.guidance.outcome import Pause, WorkView
from matside.guidance.plan import Plan, PlannedStep, Switch
from matside.guidance.state import GuideState


def closing(plan: Plan, ledger: Ledger) -> Messages:
    """Return what was done against the plan, in one sentence; nothing without a plan."""
    if not plan.steps:
        return ()
    if not ledger.entries:
        return said(Say.NOTHING_DONE)
    if len(plan.steps) > 1:
        done = sum(step_done(plan, ledger, index) for index in range(len(plan.steps)))
        return _compared("exercises", done, len(plan.steps))
    step = plan.steps[0]
    asked = step.units * step.unit_reps
    done = sum(_reps_of(step, ledger, side) for side in step.sides)
    return _compared("holds" if step.held else "reps", done, asked * len(step.sides))


def notices(state: GuideState) -> tuple[Notice, ...]:
    """Return what a reader of the session should know: the pain reported, a slow computer."""
    during = state.pains if state.pain_after is None or state.stopped else state.pains[:-1]
    found = [Notice(kind=NoticeKind.PAIN_TOLD, count=value) for value in during]
    found += [Notice(kind=NoticeKind.EASED)] * state.eased
    return (*found, *[Notice(kind=NoticeKind.SLOW)] * state.slow)


def _reps_of(step: PlannedStep, ledger: Ledger, side: Side | None) -> int:
    if step.held:
        return units_done(step, 0, ledger, side)
    return min(ledger.reps(0, side), step.units * step.unit_reps)


def _compared(name: str, done: int, planned: int) -> Messages:
    if done >= planned:
        return said(Say.ALL_DONE, name=name, count=planned)
    return said(Say.PART_DONE, name=name, count=done, of=planned)


def counted_in_set(state: GuideState, side: Side | None) -> SetCount | None:
    """Return how far the set has come on a side; ``None`` without a plan."""
    step, item, work = state.step, state.item, state.work
    if step is None or item is None or work is None:
        return None
    number = work.set if work.step == item.step else step.dose.sets
    done = state.ledger.reps(item.step, side) - (number - 1) * step.dose.reps
    return SetCount(done=done, target=step.dose.reps)


def pause_view(state: GuideState) -> Pause | None:
    """Return the running rest or change of sides."""
    if not state.in_pause or math.isnan(state.pause_ends_s):
        return None
    return Pause(
        switch=isinstance(state.item, Switch),
        left_s=max(0.0, state.pause_ends_s - state.t_s),
        length_s=state.pause_ends_s - state.pause_from_s,
    )


def work_view(state: GuideState) -> WorkView | None:
    """Return the work that is due and how much of it is done."""
    step, item, work = state.step, state.item, state.work
    if step is None or item is None or work is None or work.step != item.step:
        return None
    per_set = step.dose.reps
    seen = (
        units_done(step, work.step, state.ledger, work.side)
        if step.held
        else state.ledger.reps(work.step, work.side)
    )
    done = seen - (work.set - 1) * per_set
    return WorkView(
        exercise=step.exercise,
        side=work.side,
        set=work.set,
        sets=step.dose.sets,
        done=min(max(done, 0), per_set),
        target=per_set,
        hold_s=(step.dose.hold_s or 0.0) if step.held else 0.0,
        sides={side: state.ledger.reps(work.step, side) for side in Side}
        if step.policy == "each"
        else {},
        step=work.step + 1,
        steps=len(state.plan.steps),
    )
