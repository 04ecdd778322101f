"""The guide of a live session: what the person is told, moment by moment.

``guide(state, moment) -> (state, guidance)`` decides everything; cameras,
voices and windows only carry it out.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from matside.coach import events as ev
from matside.coach.result import FrameResult
from matside.exercise.schema import Exercise
from matside.guidance import phrases
from matside.guidance.correcting import Corrections, correct, note_said, still_meant
from matside.guidance.counting import count_repetitions, is_held, set_done, side_done
from matside.guidance.holds import HoldWatch, watch_hold
from matside.guidance.outcome import Breath, Chime, Guidance, Moment, Stage, Talk, Utterance
from matside.guidance.pacer import lead
from matside.guidance.speech import NOTHING, Line, Rank, Said, plan, speaking_s
from matside.guidance.staging import (
    change_target,
    tell_trouble,
    with_picture,
    without_picture,
)
from matside.guidance.state import GuideState, begin, going_on, note_instruction

__all__ = ["GuideState", "begin", "guide"]

TIP_EVERY: Final = 3
"""After so many repetitions there is time for a tip, if much is to be said."""


def guide(state: GuideState, moment: Moment) -> tuple[GuideState, Guidance]:
    """Return the state after one moment and what the person is told then.

    Args:
        state: State after the previous moment; ``begin`` makes the first one.
        moment: What is known; its ``t_s`` must be greater than the previous one.

    Raises:
        ValueError: If time does not move forward.
    """
    if not moment.t_s > state.t_s:
        msg = f"time must move forward: {moment.t_s} s came after {state.t_s} s"
        raise ValueError(msg)
    state = replace(state, t_s=moment.t_s)
    state, said = tell_trouble(state, moment)
    state, more = _skip(state, moment)
    said += more
    if moment.paused or moment.result is None:
        state, more, instruction = without_picture(state, moment)
    else:
        state, more, instruction = with_picture(state, moment, moment.result)
        if state.stage is not Stage.DONE:
            state, coached = _coach(state, moment.result)
            more += coached
    state, breath, led = _breathe(state, moment.result)
    said += more + led
    state, utterance = _speak(state, moment, said)
    return state, Guidance(
        stage=state.stage,
        instruction=instruction,
        countdown=state.counted if state.stage is Stage.COUNTDOWN else 0,
        target=state.target,
        breath=breath,
        utterances=(utterance,) if utterance else (),
        chimes=said.chimes,
    )


def _skip(state: GuideState, moment: Moment) -> tuple[GuideState, Said]:
    """Go on to the next target, once for each time it was asked for."""
    asked, state = moment.skips - state.skips, replace(state, skips=moment.skips)
    if asked <= 0 or not state.target:
        return state, NOTHING
    for _ in range(asked):
        if state.target:
            state = change_target(state, state.target)
    return state, NOTHING if state.target else _turn(state, phrases.NO_MORE)


def _coach(state: GuideState, result: FrameResult) -> tuple[GuideState, Said]:
    """Say what is to be said of the exercise that is coached; move on when its dose is done."""
    state, new = _recognise(state, result)
    exercise = state.wanted(result)
    if exercise is None:
        return state, NOTHING
    tip = _tip(state, exercise) if state.talk is Talk.MANY else ""
    hold, said = watch_hold(state.hold, exercise, state.talk, result, tip)
    state = replace(state, hold=hold)
    if not hold.released:
        corrections, more = correct(
            state.corrections,
            exercise,
            state.talk,
            result,
            going_on=going_on(state, exercise, result),
        )
        state = replace(state, corrections=corrections)
        said += more
    said += count_repetitions(exercise, state.talk, result)
    said += side_done(exercise, result) + set_done(exercise, result)
    if new and state.talk is not Talk.FEW:
        said = _named(said, exercise, state.t_s)
    if state.talk is Talk.MANY:
        said += _prompts(state, exercise, result, said)
    credit = any(isinstance(event, ev.HoldDone | ev.RepDone) for event in result.events)
    state = replace(state, credited=state.credited or credit)
    return _finish(state, exercise, result, said)


def _recognise(state: GuideState, result: FrameResult) -> tuple[GuideState, bool]:
    """Follow what is held or counted, where nothing was asked for; tell whether it is new."""
    if state.targets:
        return state, False
    for event in result.events:
        if isinstance(event, ev.HoldStarted | ev.RepDone) and event.exercise in state.exercises:
            changed = state.recognised not in ("", event.exercise)
            state = replace(state, recognised=event.exercise)
            if changed:
                state = replace(state, hold=HoldWatch(), corrections=Corrections())
    new = bool(state.recognised) and state.recognised not in state.named
    return replace(state, named=state.named | {state.recognised} if new else state.named), new


def _named(said: Said, exercise: Exercise, t_s: float) -> Said:
    """Return what is said with the exercise's name before it: before the count or the hold."""
    text = f"{exercise.name}."
    for line in said.lines:
        if line.about in ("count", "hold"):
            named = replace(line, text=f"{text} {line.text}", rank=Rank.TURN, expires_s=t_s + 3.0)
            lines = tuple(named if other is line else other for other in said.lines)
            return replace(said, lines=lines)
    line = Line(text=text, about="recognised", rank=Rank.TURN, expires_s=t_s + 3.0)
    return said + Said(lines=(line,))


def _tip(state: GuideState, exercise: Exercise, longest_s: float = math.inf) -> str:
    """Return the first tip that was not said yet and can be said within a time; empty for none."""
    fits = (t for t in exercise.tips if t not in state.tips and speaking_s(t) <= longest_s)
    return next(fits, "")


def _prompts(state: GuideState, exercise: Exercise, result: FrameResult, said: Said) -> Said:
    """Say what the phase that begins asks for; between repetitions or in a rest give a tip."""
    lines = []
    for event in result.events:
        if event.exercise != exercise.id:
            continue
        if isinstance(event, ev.PhaseEntered) and state.pacer is None:
            phase = exercise.phase_named(event.phase)
            if phase.kind == "move" and phase.say and state.t_s - event.t_s <= 1.0:
                lines.append(_tip_line(phase.say, "prompt", state.t_s + 0.8))
        elif isinstance(event, ev.RepDone) and not is_held(exercise):
            rests = Chime.SET_DONE in said.chimes
            tip = _tip(state, exercise, math.inf if rests else event.t_s - event.start_s)
            if tip and (rests or event.count % TIP_EVERY == 0):
                lines.append(_tip_line(tip, "tip", state.t_s + 4.0))
    return Said(lines=tuple(lines))


def _tip_line(text: str, about: str, expires_s: float) -> Line:
    return Line(text=text, about=about, rank=Rank.TIP, expires_s=expires_s)


def _finish(
    state: GuideState, exercise: Exercise, result: FrameResult, said: Said
) -> tuple[GuideState, Said]:
    """Say that the dose is done, in place of all else, and lead to the next target."""
    done = any(
        isinstance(event, ev.DoseDone) and event.exercise == exercise.id for event in result.events
    )
    if not done:
        return state, said
    sounds = Said(chimes=(*said.chimes, Chime.SET_DONE))
    count = "" if is_held(exercise) else _last_count(exercise, result)
    if not state.targets:
        return state, _turn(state, f"{count}{phrases.WELL_DONE}") + sounds
    state = change_target(state, exercise.id)
    closing = phrases.WELL_DONE if state.target else phrases.ALL_DONE
    return state, _turn(state, f"{count}{closing}") + sounds


def _last_count(exercise: Exercise, result: FrameResult) -> str:
    dose = result.dose
    return f"{phrases.counted(dose.set_reps)} " if dose and result.exercise == exercise.id else ""


def _turn(state: GuideState, text: str) -> Said:
    """Return a sentence that ends something; it takes the place of a count."""
    return Said(lines=(Line(text=text, about="count", rank=Rank.TURN, expires_s=state.t_s + 6.0),))


def _breathe(
    state: GuideState, result: FrameResult | None
) -> tuple[GuideState, Breath | None, Said]:
    """Let the pacer lead while an exercise of moves is coached."""
    if state.pacer is None:
        return state, None, NOTHING
    exercise = state.wanted(result) if result is not None else None
    leading = state.stage is Stage.COACHING and exercise is not None and not is_held(exercise)
    pacer, breath, said = lead(state.pacer, state.t_s, leading=leading)
    return replace(state, pacer=pacer), breath, said


def _speak(state: GuideState, moment: Moment, said: Said) -> tuple[GuideState, Utterance | None]:
    """Choose the one thing to say now, and remember that it was said."""
    speech, result = state.speech, moment.result
    if result is not None:
        meant = (still_meant(line, result) for line in speech.waiting)
        speech = replace(speech, waiting=tuple(line for line in meant if line is not None))
    speech, utterance = plan(speech, moment.t_s, said.lines)
    state = replace(state, speech=speech)
    if utterance is None:
        return state, None
    state = note_instruction(state, utterance)
    exercise = state.wanted(result) if result is not None else None
    if result is not None:
        state = replace(state, corrections=note_said(state.corrections, utterance, result))
    if exercise is not None and utterance.text in exercise.tips:
        state = replace(state, tips=state.tips | {utterance.text})
    return state, utterance
