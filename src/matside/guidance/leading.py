"""Leading a person through a plan: what is credited, what is due next, pauses, the end."""

from __future__ import annotations

import math
from typing import Final

from matside.body.landmark import Side
from matside.coach import events as ev
from matside.coach.credit import is_full
from matside.coach.result import FrameResult
from matside.exercise.programme import set_up_of
from matside.guidance.correcting import Corrections
from matside.guidance.holds import HoldWatch
from matside.guidance.instructing import is_set_up
from matside.guidance.ledger import Entry, is_done, remaining, reps_done, settled
from matside.guidance.messages import Messages, Say, TopicKind, said
from matside.guidance.outcome import Chime, Stage, Talk
from matside.guidance.pauses import arrived, paused, side_due
from matside.guidance.plan import PlannedStep, Rest, Switch, Transition, Work
from matside.guidance.progress import closing
from matside.guidance.speech import NOTHING, Rank, Said, line
from matside.guidance.state import GuideState, without_coaching
from matside.states import replace

END_S: Final = 30.0
"""Time from the end of the plan until the session ends by itself."""
TIP_FROM_S: Final = 15.0
"""A rest of this length has room for a tip."""


def credited(state: GuideState, result: FrameResult) -> GuideState:
    """Return the state with what this frame reports of the step's exercise in the ledger."""
    for event in result.events:
        entry = _entry(state, event)
        if entry is None:
            continue
        state = _starting(state, entry.side)
        state = replace(state, ledger=state.ledger.with_entry(entry))
    return state


def _entry(state: GuideState, event: ev.Event) -> Entry | None:
    step, item, work = state.step, state.item, state.work
    if step is None or item is None or work is None or event.exercise != step.exercise:
        return None
    if not isinstance(event, ev.HoldDone | ev.RepDone) or event.start_s < state.step_from_s:
        return None
    held_s = None
    if step.held:
        if not isinstance(event, ev.HoldDone) or step.phase not in (None, event.phase):
            return None
        held_s = event.held_s
    elif not isinstance(event, ev.RepDone):
        return None
    return Entry(
        step=item.step,
        set=work.set if work.step == item.step else step.dose.sets,
        side=event.side,
        start_s=event.start_s,
        end_s=event.t_s,
        held_s=held_s,
        full=held_s is None or is_full(held_s, step.dose),
    )


def _starting(state: GuideState, side: Side | None) -> GuideState:
    """Return the state whose step begins with the side that the person has taken first."""
    step, item = state.step, state.item
    if step is None or item is None or side is None or step.policy != "each":
        return state
    if step.first is side or state.ledger.of_step(item.step):
        return state
    return replace(state, plan=state.plan.starting(item.step, side))


def taken_side(state: GuideState, result: FrameResult) -> GuideState:
    """Return the state after a first hold has begun: its side is the one that is worked first."""
    for event in result.events:
        if isinstance(event, ev.HoldStarted) and event.exercise == state.target:
            state = _starting(state, event.side)
    return state


def advanced(state: GuideState, result: FrameResult) -> tuple[GuideState, Said]:
    """Return the state at what is due after this frame, and what leads there."""
    at = settled(state.plan, state.ledger, state.at)
    if at == state.at or state.finished:
        return state, NOTHING
    return entered(state, at, _last_count(state, result))


def entered(state: GuideState, at: int, count: Messages = ()) -> tuple[GuideState, Said]:
    """Return the state in which an item of the plan is due, and what is said of it.

    Beyond the last item is the end. ``count`` is what is still to be said before it.
    """
    before = state.item
    state = replace(state, at=at, pause_ends_s=math.nan)
    match state.item:
        case None:
            return ended(state, count)
        case Transition():
            finished = isinstance(before, Work) and is_done(state.plan, state.ledger, before)
            return _changed(state, count, finished=finished)
        case Rest(length_s=length_s):
            return _resting(paused(state, length_s), length_s, count)
        case Switch(length_s=length_s):
            return _switching(paused(state, length_s), count)
        case Work():
            return state, _at_once(state, before, count)


def _at_once(state: GuideState, before: object, count: Messages) -> Said:
    """Say which side is due where no time was asked for to change it."""
    work = state.work
    turned = isinstance(before, Work) and work is not None and before.side is not work.side
    if not turned or work is None or work.side is None:
        return NOTHING
    return line(count + side_due(state, work), TopicKind.COUNT, Rank.TURN, state.t_s + 3.0)


def _resting(state: GuideState, length_s: float, count: Messages) -> tuple[GuideState, Said]:
    work, step = state.work, state.step
    output = count + said(Say.REST, seconds=length_s)
    if work is not None and step is not None:
        output += said(Say.NEXT_SET, count=work.set, of=step.dose.sets)
        if state.talk is not Talk.FEW:
            output += _dose_said(step, sets=1)
    spoken = line(output, TopicKind.COUNT, Rank.TURN, state.t_s + 4.0)
    return state, spoken + Said(chimes=(Chime.SET_DONE,))


def _switching(state: GuideState, count: Messages) -> tuple[GuideState, Said]:
    step = state.step
    sound = Said(chimes=(Chime.SET_DONE,))
    if step is not None and step.held and state.hold.was_released:
        return state, NOTHING  # "Then the other side" was said with the release
    output = said(Say.NOW_OTHER_SIDE, count=count[0].count) if count else said(Say.OTHER_SIDE)
    return state, line(output, TopicKind.COUNT, Rank.TURN, state.t_s + 4.0) + sound


def _changed(state: GuideState, count: Messages, *, finished: bool) -> tuple[GuideState, Said]:
    """Begin a step: all state of the step before is dropped.

    The sentence that leads to it is queued after the others of this moment.
    """
    item = state.item
    assert isinstance(item, Transition)  # noqa: S101 - the caller's case
    state = replace(
        state,
        stage=Stage.PLACING,
        step_from_s=state.t_s,
        underway=False,
        lost=None,
        counted=0,
        countdowns=0,
        ready_s=math.nan,
        hold=HoldWatch(),
        corrections=Corrections(),
        instructed={output: n for output, n in state.instructed.items() if not is_set_up(output)},
        speech=without_coaching(state.speech),
    )
    named = said(Say.NEXT, exercise=item.exercise)
    leading = line(named, TopicKind.NEXT, Rank.HOLD, state.t_s + 10.0)
    leading += introduction(state, item.step)
    speech = replace(state.speech, waiting=(*state.speech.waiting, *leading.lines))
    state = replace(state, speech=speech)
    if not finished:
        return state, NOTHING
    ending = line(count + said(Say.WELL_DONE), TopicKind.COUNT, Rank.TURN, state.t_s + 6.0)
    return state, ending + Said(chimes=(Chime.SET_DONE,))


def introduction(state: GuideState, index: int) -> Said:
    """Return what is said before a step: how much of it, and the first time how it is done."""
    step = state.plan.steps[index]
    output = _dose_said(step, sets=step.dose.sets)
    new = all(other.exercise != step.exercise for other in state.plan.steps[:index])
    if new:
        for sentence in set_up_of(state.exercises[step.exercise]).mind:
            output += said(Say.STEP_NOTE, name=sentence)
    if new and state.talk is not Talk.FEW:
        output += said(Say.HOW, exercise=step.exercise)
    output += said(Say.STEP_NOTE, name=step.note) if step.note else ()
    return line(output, TopicKind.INTRODUCTION, Rank.HOLD, state.t_s + 60.0)


def _dose_said(step: PlannedStep, *, sets: int) -> Messages:
    """Return the dose of a number of sets of a step."""
    return said(
        Say.STEP_DOSE,
        count=step.dose.reps,
        of=sets,
        seconds=(step.dose.hold_s or 0.0) if step.held else 0.0,
        name="each" if step.policy == "each" else "",
    )


def ended(state: GuideState, count: Messages) -> tuple[GuideState, Said]:
    """Return the state at the end of the session, and what was done against the plan."""
    state = replace(
        state,
        stage=Stage.DONE,
        counted=0,
        underway=False,
        lost=None,
        done_s=state.t_s,
        speech=without_coaching(state.speech),
    )
    words = count + closing(state.plan, state.ledger) + said(Say.GET_UP)
    output = line(words, TopicKind.COUNT, Rank.TURN, state.t_s + 8.0)
    return state, output + asked_for_pain(state) + Said(chimes=(Chime.SET_DONE,))


def asked_for_pain(state: GuideState) -> Said:
    """Return the question for the pain, where it is asked and was not reported."""
    if not state.asks_pain or state.pain_after is not None:
        return NOTHING
    return line(Say.ASK_PAIN, TopicKind.PAIN, Rank.PRAISE, state.t_s + 15.0)


def _last_count(state: GuideState, result: FrameResult) -> Messages:
    """Return the number of the repetition that has just completed something; holds have none."""
    step, item = state.step, state.item
    if step is None or step.held or not isinstance(item, Work):
        return ()
    new = any(isinstance(e, ev.RepDone) and e.exercise == step.exercise for e in result.events)
    return said(Say.COUNT, count=reps_done(state.plan, state.ledger, item)) if new else ()


def after_hold(state: GuideState, side: Side | None) -> Messages:
    """Return what follows the sentence that ends a hold, if the hold that runs now counts."""
    step, item, work = state.step, state.item, state.work
    if step is None or item is None or work is None:
        return ()
    full = Entry(step=item.step, set=work.set, side=side, start_s=state.t_s, end_s=state.t_s)
    ledger = state.ledger.with_entry(full)
    at = settled(state.plan, ledger, arrived(state).at)
    following = state.plan.items[at] if at < len(state.plan.items) else None
    match following:
        case Switch():  # which side is due is said once the change is over; so twice is enough
            return said(Say.OTHER_SIDE) if work.number == 1 else ()
        case Work(step=same) if same == item.step:
            if step.policy == "each":
                return said(Say.OTHER_SIDE)
            return said(Say.MORE, count=remaining(state.plan, ledger, same, following.side))
        case Rest():
            return ()
        case _:
            return said(Say.LAST_ONE) if step.units * len(step.sides) > 1 else ()


def due_on_start(state: GuideState, result: FrameResult) -> Messages:
    """Return which side is due, where a hold begins on the other one."""
    work = state.work
    if work is None or work.side is None or not isinstance(state.item, Work | Switch):
        return ()
    begun = {
        event.side
        for event in result.events
        if isinstance(event, ev.HoldStarted) and event.exercise == work.exercise
    }
    wrong = begun - {None, work.side}
    return said(Say.NOT_THIS_SIDE, side=work.side) if wrong else ()


def over(state: GuideState) -> bool:
    """Return whether the session is to end now."""
    return state.finished and state.t_s - state.done_s >= END_S
