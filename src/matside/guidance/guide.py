"""The guide of a live session: what the person hears and sees, moment by moment.

``guide(state, moment) -> (state, guidance)`` decides everything; cameras,
voices and windows only carry it out.
"""

from __future__ import annotations

from matside.coach import events as ev
from matside.coach.result import FrameResult
from matside.exercise.programme import is_held
from matside.exercise.schema import Exercise
from matside.guidance.correcting import Corrections, correct, note_said, still_meant
from matside.guidance.counting import (
    SetCount,
    after_hold_of_dose,
    count_repetitions,
    first_tip,
    last_rep,
    set_count,
    set_done,
    side_done,
    tip_between,
    tip_line,
    with_breath,
)
from matside.guidance.holds import HoldWatch, HoldWords, watch_hold
from matside.guidance.instructing import note_instruction
from matside.guidance.leading import (
    TIP_FROM_S,
    advanced,
    after_hold,
    credited,
    due_on_start,
    over,
    taken_side,
)
from matside.guidance.messages import Message, Messages, Say, TopicKind, said
from matside.guidance.outcome import Breath, Chime, Guidance, Moment, Stage, Talk, Utterance
from matside.guidance.own_depth import moved_as_usual, near_usual, note_reach
from matside.guidance.pacer import lead
from matside.guidance.plan import Rest
from matside.guidance.progress import closing, counted_in_set, pause_view, work_view
from matside.guidance.speech import NOTHING, Line, Rank, Said, choose, line
from matside.guidance.staging import tell_slow, tell_trouble, with_picture, without_picture
from matside.guidance.state import GuideState, begin, going_on
from matside.guidance.wishes import PAIN_EASE, pain_answer, pain_reported, redone, skipped
from matside.states import replace

__all__ = ["GuideState", "begin", "guide"]


def guide(state: GuideState, moment: Moment) -> tuple[GuideState, Guidance]:
    """Return the state after one moment and what the person hears and sees then.

    ``begin`` makes the first state.

    Raises:
        ValueError: If time does not move forward.
    """
    if not moment.t_s > state.t_s:
        msg = f"time must move forward: {moment.t_s} s came after {state.t_s} s"
        raise ValueError(msg)
    state = replace(state, t_s=moment.t_s)
    state, output = tell_trouble(state, moment)
    state, slow = tell_slow(state, moment)
    state, more = _obey(state, moment)
    output += slow + more
    if moment.paused or moment.result is None:
        state, more, instruction = without_picture(state, moment)
    else:
        state, more, instruction = with_picture(state, moment, moment.result)
        if state.stage is not Stage.DONE:
            state, coached = _coach(state, moment.result)
            more += coached
    state, breath, led = _breathe(state, moment.result)
    output += more + led
    state, utterance = _speak(state, moment, output)
    return state, Guidance(
        stage=state.stage,
        instruction=instruction,
        countdown=state.counted if state.stage is Stage.COUNTDOWN else 0,
        target=state.target,
        step=-1 if state.item is None else state.item.step,
        underway=state.underway,
        eased=state.eased,
        near_usual=moment.result is not None and near_usual(state.own_depths, moment.result),
        hushed=moment.result is not None and _is_hushed(state, moment.result),
        work=work_view(state),
        pause=pause_view(state),
        breath=breath,
        ask_pain=state.finished and state.asks_pain and state.pain_after is None,
        closing=state.word(_closing(state)),
        over=over(state),
        utterances=(utterance,) if utterance else (),
        chimes=output.chimes,
    )


def _closing(state: GuideState) -> Messages:
    """Return what can be read at the end: what was done, or what to do where it hurts."""
    if not state.finished:
        return ()
    if state.pain_after is not None and state.pain_after >= PAIN_EASE:
        return pain_answer(state.pain_after)
    return closing(state.plan, state.ledger)


def _obey(state: GuideState, moment: Moment) -> tuple[GuideState, Said]:
    """Carry out every request that the person has made since the last moment."""
    output = NOTHING
    skips, redos, pains = moment.skips - state.skips, moment.redos - state.redos, moment.pains
    state = replace(state, skips=moment.skips, redos=moment.redos)
    for _skip in range(skips):
        state, more = skipped(state)
        output = _latest(output, more)
    for _redo in range(redos):
        state, more = redone(state)
        output = _latest(output, more)
    for value in pains[len(state.pains) :]:
        state, more = pain_reported(state, value)
        output += more
    return state, output


def _latest(before: Said, after: Said) -> Said:
    """Return what is said after two requests at once: only the second still applies."""
    return after if after.lines else before


def _gentle(state: GuideState, result: FrameResult) -> bool:
    """Return whether no cue may ask for a larger movement: it hurts, or is as deep as usual."""
    if state.eased or near_usual(state.own_depths, result):
        return True
    return moved_as_usual(state.own_depths, state.reach, result.exercise)


def _is_hushed(state: GuideState, result: FrameResult) -> bool:
    exercise, cue = state.wanted(result), result.cue
    if exercise is None or cue is None or not _gentle(state, result):
        return False
    return any(fault.id == cue.fault and fault.asks_for_more for fault in exercise.fault)


def _coach(state: GuideState, result: FrameResult) -> tuple[GuideState, Said]:
    """Gather the speech for the coached exercise, and advance when its work is done."""
    state, new = _recognise(state, result)
    exercise = state.wanted(result)
    if exercise is None:
        return state, NOTHING
    state = taken_side(state, result)
    state = replace(state, reach=note_reach(state.reach, state.own_depths, result))
    hold, output = watch_hold(state.hold, exercise, result, _hold_words(state, exercise, result))
    state = replace(state, hold=hold)
    if not hold.released:
        corrections, more = correct(
            state.corrections,
            exercise,
            state.talk,
            result,
            going_on=going_on(state, exercise, result),
            gentle=_gentle(state, result),
        )
        state = replace(state, corrections=corrections)
        output += more
    state = credited(state, result)
    credit = any(isinstance(event, ev.HoldDone | ev.RepDone) for event in result.events)
    state = replace(state, credited=state.credited or credit)
    output += count_repetitions(exercise, state.talk, result, _count(state, exercise, result))
    if new and state.talk is not Talk.FEW:
        output = _named(output, exercise, state.t_s)
    output = with_breath(state, exercise, result, output)
    if state.plan.steps:
        return _advance(state, exercise, result, output)
    output += side_done(exercise, result) + set_done(exercise, result)
    if state.talk is Talk.MANY:
        output += tip_between(state, exercise, result, output)
    return state, output + _dose_done(state, exercise, result)


def _advance(
    state: GuideState, exercise: Exercise, result: FrameResult, output: Said
) -> tuple[GuideState, Said]:
    """Go on to what the plan asks for next, with a tip where a rest has room for it."""
    state, more = advanced(state, result)
    output += more
    item = state.item
    if more.lines and isinstance(item, Rest) and item.length_s >= TIP_FROM_S:
        if state.talk is not Talk.FEW:
            output += tip_line(first_tip(state, exercise, item.length_s / 2.0), state.t_s + 8.0)
    elif state.talk is Talk.MANY and not more.lines:
        output += tip_between(state, exercise, result, output)
    return state, output


def _hold_words(state: GuideState, exercise: Exercise, result: FrameResult) -> HoldWords:
    return HoldWords(
        talk=state.talk,
        after=after_hold(state, result.side)
        if state.plan.steps
        else after_hold_of_dose(result.dose, result.side),
        tip=first_tip(state, exercise) if state.talk is Talk.MANY else (),
        due=due_on_start(state, result),
        again=not state.eased,
    )


def _count(state: GuideState, exercise: Exercise, result: FrameResult) -> SetCount | None:
    """Return how far the set has come with the last repetition of this frame."""
    last = last_rep(exercise, result)
    if last is None:
        return None
    if state.plan.steps:
        return counted_in_set(state, last.side)
    dose = result.dose if result.exercise == exercise.id else None
    return set_count(dose, last) if dose is not None else None


def _recognise(state: GuideState, result: FrameResult) -> tuple[GuideState, bool]:
    """Follow what is held or counted, where nothing was asked for; return whether it is new."""
    if state.plan.steps:
        return state, False
    for event in result.events:
        if isinstance(event, ev.HoldStarted | ev.RepDone) and event.exercise in state.exercises:
            changed = state.recognised not in ("", event.exercise)
            state = replace(state, recognised=event.exercise)
            if changed:
                state = replace(state, hold=HoldWatch(), corrections=Corrections())
    new = bool(state.recognised) and state.recognised not in state.named
    return replace(state, named=state.named | {state.recognised} if new else state.named), new


def _named(output: Said, exercise: Exercise, t_s: float) -> Said:
    """Return what is said with the exercise's name before it: before the count or the hold."""
    name = said(Say.NAME, exercise=exercise.id)
    for one in output.lines:
        if one.topic.kind in (TopicKind.COUNT, TopicKind.HOLD):
            named = replace(one, messages=name + one.messages, rank=Rank.TURN, expires_s=t_s + 3.0)
            return replace(output, lines=tuple(named if x is one else x for x in output.lines))
    return output + line(name, TopicKind.RECOGNISED, Rank.TURN, t_s + 3.0)


def _dose_done(state: GuideState, exercise: Exercise, result: FrameResult) -> Said:
    """Return what is said when the dose of an exercise that was recognised is done."""
    done = any(
        isinstance(event, ev.DoseDone) and event.exercise == exercise.id for event in result.events
    )
    if not done:
        return NOTHING
    output: Messages = ()
    if not is_held(exercise) and result.dose is not None and result.exercise == exercise.id:
        output = (Message(say=Say.COUNT, count=result.dose.set_reps),)
    spoken = line(output + said(Say.WELL_DONE), TopicKind.COUNT, Rank.TURN, state.t_s + 6.0)
    return spoken + Said(chimes=(Chime.SET_DONE,))


def _breathe(
    state: GuideState, result: FrameResult | None
) -> tuple[GuideState, Breath | None, Said]:
    """Let the pacer lead while an exercise is coached: through moves, and in a hold."""
    if state.pacer is None:
        return state, None, NOTHING
    exercise = state.wanted(result) if result is not None else None
    leading = state.stage is Stage.COACHING and exercise is not None
    if leading and exercise is not None and is_held(exercise):
        leading = state.hold.running and not state.hold.released
    pacer, breath, output = lead(state.pacer, state.t_s, leading=leading)
    return replace(state, pacer=pacer), breath, output


def _speak(state: GuideState, moment: Moment, output: Said) -> tuple[GuideState, Utterance | None]:
    """Choose the one thing to say now, and remember that it was said."""
    speech, result = state.speech, moment.result
    if result is not None:
        meant = (still_meant(waiting, result) for waiting in speech.waiting)
        speech = replace(speech, waiting=tuple(one for one in meant if one is not None))
    speech, spoken, utterance = choose(speech, moment.t_s, output.lines, state.word)
    state = replace(state, speech=speech)
    if spoken is None:
        return state, None
    return _remembered(state, spoken, result), utterance


def _remembered(state: GuideState, spoken: Line, result: FrameResult | None) -> GuideState:
    state = note_instruction(state, spoken)
    if result is not None:
        state = replace(state, corrections=note_said(state.corrections, spoken, result))
    tips = {(m.exercise, m.count) for m in spoken.messages if m.say is Say.TIP}
    return replace(state, tips=state.tips | tips) if tips else state
