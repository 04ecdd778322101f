"""Where a session stands: waiting, placing, counting down, coaching, lost, done."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Final

from matside.body.posture import Posture
from matside.coach import events as ev
from matside.coach.events import LossReason
from matside.coach.result import FrameResult
from matside.guidance import phrases
from matside.guidance.correcting import Corrections, Told
from matside.guidance.holds import HoldWatch
from matside.guidance.outcome import Chime, Moment, Stage, Talk
from matside.guidance.placement import Placement, Trouble, place
from matside.guidance.speech import NOTHING, Line, Rank, Said, Speech, withdraw
from matside.guidance.state import GuideState, instruct, note_work, working

COUNT_FROM: Final = 3
"""The countdown's first number, and its length in seconds."""
READY_S: Final = 0.8
"""The countdown begins once the person has been in position for this long."""
COUNTDOWNS: Final = 2
"""Who breaks off so many countdowns for one exercise is let go on without another."""
SAME_AGAIN_S: Final = 6.0
"""That the person is lost, or found, is not said again within this time; the sounds tell it."""
UP_FOR_S: Final = 2.0
"""Who is upright for this long after an exercise has got up."""

Step = tuple[GuideState, Said, str]
"""The next state, what to say, and the instruction to show."""


def without_picture(state: GuideState, moment: Moment) -> Step:
    """Return the step of a moment at which the session is paused or there is no picture."""
    stage = Stage.PAUSED if moment.paused else Stage.WAITING
    said = NOTHING
    if moment.paused and state.stage is not Stage.PAUSED:
        said = _say(phrases.PAUSED, "pause", Rank.SAFETY, moment.t_s + 3.0)
    quiet = replace(state.speech, waiting=()) if moment.paused else state.speech
    state = replace(state, stage=stage, counted=0, speech=quiet, placement=Placement())
    return state, said, "" if moment.paused else moment.trouble


def tell_trouble(state: GuideState, moment: Moment) -> tuple[GuideState, Said]:
    """Return what is said of the camera: each trouble once, and that it is over."""
    if moment.trouble == state.trouble or moment.paused:
        return state, NOTHING
    text = moment.trouble or phrases.PICTURE_BACK
    said = _say(text, "trouble", Rank.SAFETY, moment.t_s + 5.0)
    return replace(state, trouble=moment.trouble), said


def with_picture(state: GuideState, moment: Moment, result: FrameResult) -> Step:
    """Return the step of a moment at which there is a picture."""
    said = NOTHING
    if state.stage is Stage.PAUSED:
        said += _say(phrases.RESUMED, "pause", Rank.SAFETY, moment.t_s + 3.0)
    state, more = _open(state)
    said += more
    placement, _ = place(state.placement, moment.t_s, result, moment.light)
    state = note_work(replace(state, placement=placement), result)
    if state.all_done:
        return replace(state, stage=Stage.DONE, counted=0), said, ""
    state, more = _lost_and_found(state, result)
    said += more
    if state.stage in (Stage.WAITING, Stage.PAUSED, Stage.DONE):
        state = replace(state, stage=Stage.COACHING if state.underway else Stage.PLACING)
    state, more, instruction = _go_on(state, result)
    return state, said + more, instruction


def change_target(state: GuideState, finished: str) -> GuideState:
    """Return the state after a target is finished or skipped: the next one begins afresh.

    The sentence that leads to the next one waits to be said, after what else
    this moment brings.
    """
    state = replace(
        state,
        finished=state.finished | {finished},
        underway=False,
        lost=None,
        counted=0,
        countdowns=0,
        ready_s=math.nan,
        hold=HoldWatch(),
        corrections=Corrections(),
        speech=_without_coaching(state.speech),
    )
    if state.all_done:
        return replace(state, stage=Stage.DONE)
    return replace(state, stage=Stage.PLACING, speech=_leading_on(state))


def _leading_on(state: GuideState) -> Speech:
    line = Line(
        text=phrases.next_exercise(state.exercises[state.target]),
        about=f"next:{state.target}",
        rank=Rank.HOLD,
        expires_s=state.t_s + 8.0,
    )
    return replace(state.speech, waiting=(*state.speech.waiting, line))


def _without_coaching(speech: Speech) -> Speech:
    return withdraw(speech, lambda a: a.startswith(("fault:", "place:", "next:")) or a in COACHING)


COACHING: Final = ("hold", "count", "praise", "tip", "prompt", "breath")
"""What lines of coaching are about, besides faults."""


def _open(state: GuideState) -> tuple[GuideState, Said]:
    if state.opened:
        return state, NOTHING
    text = phrases.opening(state.exercises.get(state.target))
    said = _say(text, "opening", Rank.TURN, state.t_s + 20.0)
    return replace(state, opened=True), said


def _lost_and_found(state: GuideState, result: FrameResult) -> tuple[GuideState, Said]:
    said = NOTHING
    for event in result.events:
        if isinstance(event, ev.TrackingLost) and state.underway and not state.quiet:
            speech = _without_coaching(state.speech)
            state = replace(state, lost=event.reason, speech=speech)
            state = replace(state, instructed=_recalled(state))
            said += Said(chimes=(Chime.LOST,))
        elif isinstance(event, ev.TrackingBack) and state.lost is not None:
            state = replace(state, lost=None, stage=Stage.COACHING)
            said += Said(chimes=(Chime.FOUND,))
            if state.talk is not Talk.FEW and state.t_s - state.found_s >= SAME_AGAIN_S:
                state = replace(state, found_s=state.t_s)
                said += _say(phrases.FOUND, "found", Rank.PLACE, state.t_s + 2.0)
    return state, said


def _recalled(state: GuideState) -> dict[str, Told]:
    """Return the instructions to remember when the person is lost: each loss is told anew.

    But not in the same words within ``SAME_AGAIN_S``, where tracking comes and goes.
    """
    return {
        name: told
        for name, told in state.instructed.items()
        if name.startswith("setup") or state.t_s - told.last_s < SAME_AGAIN_S
    }


def _go_on(state: GuideState, result: FrameResult) -> Step:
    if state.lost is not None:
        return _instruct_lost(replace(state, stage=Stage.PLACING, counted=0), state.lost)
    if working(state):
        state = replace(state, underway=True, quiet=False, counted=0, stage=Stage.COACHING)
        return _no_instruction(state)
    if _got_up(state):
        state = replace(
            state, quiet=True, credited=False, underway=False, counted=0, stage=Stage.PLACING
        )
        said = _say(phrases.WELL_DONE, "turn", Rank.TURN, state.t_s + 4.0)
        return state, said, ""
    return _at_rest(state, result)


def _at_rest(state: GuideState, result: FrameResult) -> Step:
    """Return the step of a moment at which nothing is being done."""
    if state.quiet:
        return _no_instruction(state)
    if state.stage is Stage.COACHING:
        return _coaching(state, result)
    if state.stage is Stage.COUNTDOWN:
        return _countdown(state, result)
    return _placing(state, result)


def _no_instruction(state: GuideState) -> Step:
    speech = withdraw(state.speech, lambda about: about.startswith("place:"))
    return replace(state, speech=speech), NOTHING, ""


def _instruct_lost(state: GuideState, lost: LossReason) -> Step:
    advice = state.placement.candidate
    if advice is not None and advice.blocking and advice.trouble is not Trouble.NOBODY:
        return instruct(state, advice.text, advice.text)
    text = phrases.LOST[lost]
    return instruct(state, text, text)


def _got_up(state: GuideState) -> bool:
    """Return whether a person who was recognised doing something has got up after it."""
    since = state.placement.upright_s
    if state.targets or not state.credited or since is None:
        return False
    return state.t_s - since >= UP_FOR_S


def _coaching(state: GuideState, result: FrameResult) -> Step:
    """Stay, unless the person is at rest in no phase and out of place; who gets up is let go."""
    advice = state.placement.advice
    if advice is None or result.phase or state.placement.upright_s is not None:
        return _no_instruction(state)
    if not advice.blocking or advice.trouble is Trouble.NOBODY:
        return _no_instruction(state)
    return instruct(replace(state, stage=Stage.PLACING), advice.text, advice.text)


def _placing(state: GuideState, result: FrameResult) -> Step:
    placement = state.placement
    if placement.advice is not None and placement.advice.blocking:
        return instruct(state, placement.advice.text, placement.advice.text)
    if not placement.good:
        return _no_instruction(state)
    if state.underway:
        return _no_instruction(replace(state, stage=Stage.COACHING))
    if not _ready(state, result):
        return _instruct_set_up(replace(state, ready_s=math.nan))
    if math.isnan(state.ready_s):
        state = replace(state, ready_s=state.t_s)
    return _in_place(state, result)


def _in_place(state: GuideState, result: FrameResult) -> Step:
    """Begin to count down once all has been said; a hint that is no condition is given before."""
    if state.t_s - state.ready_s < READY_S or not state.speech.silent(state.t_s):
        return _no_instruction(state)
    if state.countdowns >= COUNTDOWNS:
        return replace(state, stage=Stage.COACHING, underway=True), NOTHING, ""
    hint = state.placement.advice.text if state.placement.advice else ""
    if hint and state.talk is not Talk.FEW and hint not in state.instructed:
        return instruct(state, hint, hint)
    state = replace(
        state,
        stage=Stage.COUNTDOWN,
        count_from_s=state.t_s,
        counted=0,
        countdowns=state.countdowns + 1,
    )
    return _countdown(state, result)


def _instruct_set_up(state: GuideState) -> Step:
    exercise = state.exercises.get(state.target)
    text = phrases.set_up_of(exercise).say if exercise else phrases.ANYWHERE
    if any(line.about.startswith("next:") for line in state.speech.waiting):
        return state, NOTHING, text
    helped = any(not name.startswith("setup") for name in state.instructed)
    spoken = f"{phrases.GOOD} {text}" if helped else ""
    return instruct(state, f"setup:{state.target}", text, spoken)


def _ready(state: GuideState, result: FrameResult) -> bool:
    """Return whether the person is in a posture from which the exercise is begun."""
    exercise = state.exercises.get(state.target)
    meant = (exercise,) if exercise else tuple(state.exercises.values())
    return any(result.posture in phrases.set_up_of(each).postures for each in meant)


def _countdown(state: GuideState, result: FrameResult) -> Step:
    out_of_place = state.placement.advice is not None and state.placement.advice.blocking
    if out_of_place or result.posture == Posture.UNSEEN or not _ready(state, result):
        state = replace(state, stage=Stage.PLACING, counted=0, ready_s=math.nan)
        return _placing(state, result)
    left = COUNT_FROM - math.floor(state.t_s - state.count_from_s)
    if left <= 0:
        return _begin(state)
    if left == state.counted:
        return state, NOTHING, ""
    state = replace(state, counted=left)
    said = _say(phrases.counted(left), "count", Rank.HOLD, state.t_s + 0.6)
    return state, said + Said(chimes=(Chime.COUNT,)), ""


def _begin(state: GuideState) -> Step:
    exercise = state.exercises.get(state.target)
    text = phrases.set_up_of(exercise).begin if exercise else phrases.BEGIN
    state = replace(state, stage=Stage.COACHING, underway=True, counted=0)
    said = _say(text, "prompt", Rank.HOLD, state.t_s + 2.0)
    return state, said + Said(chimes=(Chime.GO,)), ""


def _say(text: str, about: str, rank: Rank, expires_s: float) -> Said:
    return Said(lines=(Line(text=text, about=about, rank=rank, expires_s=expires_s),))
