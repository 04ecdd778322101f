"""Stage of a session: waiting, placing, countdown, coaching, resting, paused, done."""

from __future__ import annotations

import math
from typing import Final

from matside.body.posture import Posture
from matside.coach.result import FrameResult
from matside.exercise.programme import set_up_of
from matside.guidance.instructing import (
    Outcome,
    hints,
    instruct,
    instruct_lost,
    instruct_set_up,
    lost_and_found,
    without_instruction,
)
from matside.guidance.leading import introduction
from matside.guidance.messages import Say, TopicKind, said
from matside.guidance.outcome import Chime, Moment, Stage, Talk
from matside.guidance.pauses import (
    arrived,
    begin_message,
    begun,
    begun_in_pause,
    due_message,
    in_pause,
    resumed,
)
from matside.guidance.placement import Obstacle, Placement, place
from matside.guidance.plan import Rest
from matside.guidance.speech import NOTHING, Rank, Said, line
from matside.guidance.state import GuideState, note_work, working
from matside.guidance.texts import trouble_text
from matside.states import replace

COUNT_FROM: Final = 3
"""The countdown's first number, and its length in seconds."""
READY_S: Final = 0.8
"""The countdown begins once the person has been in position for this long."""
COUNTDOWNS: Final = 2
"""Most countdowns for one exercise: a person who interrupts them all goes on without another."""
QUIET_S: Final = 8.0
"""Two quiet breaths, with the sentence that asks for them: 12 to 20 breaths a minute are usual."""
CALLED_S: Final = 9.0
"""Time before the end of a rest at which a person elsewhere hears the set's first position."""
IDLE_S: Final = 20.0
"""Silence, with nothing being done, after which what is due is said again."""
UP_FOR_S: Final = 2.0
"""Time upright after an exercise from which the person counts as having got up."""


def without_picture(state: GuideState, moment: Moment) -> Outcome:
    """Return the outcome of a moment at which the session is paused or there is no picture."""
    stage = Stage.PAUSED if moment.paused else Stage.WAITING
    output = NOTHING
    if moment.paused and state.stage is not Stage.PAUSED:
        output = line(Say.PAUSED, TopicKind.PAUSE, Rank.SAFETY, moment.t_s + 3.0)
        state = replace(state, paused_s=moment.t_s)
    quiet = replace(state.speech, waiting=()) if moment.paused else state.speech
    state = replace(state, stage=stage, counted=0, speech=quiet, placement=Placement())
    trouble = moment.trouble
    shown = "" if moment.paused or trouble is None else trouble_text(trouble)
    return state, output, shown


def tell_trouble(state: GuideState, moment: Moment) -> tuple[GuideState, Said]:
    """Return what is said of the camera: each trouble once, and that it is over."""
    trouble = moment.trouble
    if trouble == state.trouble or moment.paused:
        return state, NOTHING
    output = said(Say.PICTURE_BACK)
    if trouble is not None:
        output = said(Say.TROUBLE, name=trouble.kind.value, host=trouble.host)
    # A camera may be back while it is still being said that it is gone.
    free_s = max(moment.t_s, state.speech.free_s)
    spoken = line(output, TopicKind.TROUBLE, Rank.SAFETY, free_s + 5.0)
    return replace(state, trouble=trouble), spoken


def tell_slow(state: GuideState, moment: Moment) -> tuple[GuideState, Said]:
    """Return what is said, once, of a computer that is slow, when no count or hold is drowned."""
    state = replace(state, slow=state.slow or moment.slow)
    busy = state.stage in (Stage.COUNTDOWN, Stage.COACHING)
    if state.slow_told or not moment.slow or busy:
        return state, NOTHING
    spoken = line(Say.SLOW, TopicKind.TROUBLE, Rank.TIP, moment.t_s + 60.0)
    return replace(state, slow_told=True), spoken


def with_picture(state: GuideState, moment: Moment, result: FrameResult) -> Outcome:
    """Return the outcome of a moment at which there is a picture."""
    state, output = _awake(state)
    state, more = _open(state)
    output += more
    exercise = state.exercises.get(state.target)
    from_side = exercise is not None and exercise.neutral is not None
    placement = place(state.placement, moment.t_s, result, moment.light, from_side=from_side)
    state = note_work(replace(state, placement=placement), result)
    if state.finished:
        return replace(state, stage=Stage.DONE, counted=0), output, ""
    state, more = lost_and_found(state, result)
    output += more
    if state.stage in (Stage.WAITING, Stage.PAUSED, Stage.DONE):
        state = replace(state, stage=Stage.COACHING if state.underway else Stage.PLACING)
    state, more, instruction = _go_on(state, result)
    return state, output + more, instruction


def _awake(state: GuideState) -> tuple[GuideState, Said]:
    """Return the state after a pause by the person: timers resume where they stood."""
    if state.stage is not Stage.PAUSED:
        return state, NOTHING
    paused_s = 0.0 if math.isnan(state.paused_s) else state.t_s - state.paused_s
    state = replace(
        state,
        paused_s=math.nan,
        pause_from_s=state.pause_from_s + paused_s,
        pause_ends_s=state.pause_ends_s + paused_s,
        done_s=state.done_s + paused_s,
    )
    return state, line(Say.RESUMED, TopicKind.PAUSE, Rank.SAFETY, state.t_s + 3.0)


def _open(state: GuideState) -> tuple[GuideState, Said]:
    if state.opened:
        return state, NOTHING
    if not state.plan.steps:
        output = said(Say.OPENING)
    elif state.plan.name:
        output = said(Say.PROGRAMME, name=state.plan.name) + said(Say.NAME, exercise=state.target)
    else:
        output = said(Say.OPENING, exercise=state.target)
    spoken = line(output, TopicKind.OPENING, Rank.TURN, state.t_s + 20.0)
    if state.plan.steps:
        spoken += introduction(state, 0)
    return replace(state, opened=True), spoken


def _go_on(state: GuideState, result: FrameResult) -> Outcome:
    if state.lost is not None:
        return instruct_lost(replace(state, stage=Stage.PLACING, counted=0))
    if state.in_pause:
        return _pause(state, result)
    if working(state):
        state = replace(begun(state), quiet=False)
        return without_instruction(state, begun=True), NOTHING, ""
    if _got_up(state):
        state = replace(
            state, quiet=True, credited=False, underway=False, counted=0, stage=Stage.PLACING
        )
        output = line(Say.WELL_DONE, TopicKind.TURN, Rank.TURN, state.t_s + 4.0)
        return state, output, ""
    return _at_rest(state, result)


def _pause(state: GuideState, result: FrameResult) -> Outcome:
    """Return the outcome of a moment in a rest or a change of sides, timed by its end."""
    if begun_in_pause(state, result):
        state = begun(state)
        return without_instruction(state), NOTHING, ""
    if state.t_s < state.pause_ends_s:
        state, output = in_pause(replace(state, stage=Stage.RESTING))
        return _called_back(state, result, output)
    if isinstance(state.item, Rest) and not _ready(state, result):
        state = replace(
            arrived(state),
            stage=Stage.PLACING,
            underway=False,
            counted=0,
            countdowns=0,
            ready_s=math.nan,
        )
        return _placing(state, result)
    state, output = resumed(state)
    return without_instruction(state), output, ""


def _called_back(state: GuideState, result: FrameResult, output: Said) -> Outcome:
    """Announce the first position to a person who rests elsewhere, soon enough to get there."""
    near = state.pause_ends_s - state.t_s <= CALLED_S
    if not (near and isinstance(state.item, Rest)) or _ready(state, result):
        return without_instruction(replace(state, elsewhere_s=math.nan)), output, ""
    if math.isnan(state.elsewhere_s):
        state = replace(state, elsewhere_s=state.t_s)
    if state.t_s - state.elsewhere_s < READY_S:
        return state, output, ""
    state, more, shown = instruct_set_up(state)
    return state, output + more, shown


def _at_rest(state: GuideState, result: FrameResult) -> Outcome:
    """Return the outcome of a moment at which nothing is being done."""
    if state.quiet:
        return without_instruction(state), NOTHING, ""
    if state.stage is Stage.COACHING:
        return _coaching(state, result)
    if state.stage is Stage.COUNTDOWN:
        return _countdown(state, result)
    return _placing(state, result)


def _got_up(state: GuideState) -> bool:
    """Return whether a person has got up after an exercise that was recognised."""
    since = state.placement.upright_s
    if state.plan.steps or not state.credited or since is None:
        return False
    return state.t_s - since >= UP_FOR_S


def _coaching(state: GuideState, result: FrameResult) -> Outcome:
    """Keep coaching; go back to placing where nothing is done, nobody gets up and advice blocks."""
    advice = state.placement.advice
    busy = result.phase or state.placement.upright_s is not None
    if busy or advice is None or not advice.blocking or advice.obstacle is Obstacle.NOBODY:
        return _reminded(state, result)
    return instruct(replace(state, stage=Stage.PLACING), advice.messages)


def _reminded(state: GuideState, result: FrameResult) -> Outcome:
    """Say again what is due to a person who does nothing of it for long, as they see no screen.

    Nobody is urged who gets up, or leaves off in pain.
    """
    idle_s = state.t_s - max(state.worked_s, state.speech.free_s)
    in_pain = state.eased and state.worked_s > state.step_from_s
    free = not state.target or in_pain or state.placement.upright_s is not None
    if free or idle_s < IDLE_S:
        return without_instruction(state), NOTHING, ""
    if _ready(state, result):
        return instruct(state, due_message(state))
    return instruct(state, said(Say.SET_UP, exercise=state.target))


def _placing(state: GuideState, result: FrameResult) -> Outcome:
    placement = state.placement
    if placement.advice is not None and placement.advice.blocking:
        output = placement.advice.messages
        if placement.advice.obstacle is Obstacle.NOBODY and state.at == 0:
            output += said(Say.CAMERA_PLACE)
        return instruct(state, output)
    if not placement.good:
        return without_instruction(state), NOTHING, ""
    if state.underway:
        return without_instruction(replace(state, stage=Stage.COACHING)), NOTHING, ""
    if not _ready(state, result):
        return instruct_set_up(replace(state, ready_s=math.nan))
    if math.isnan(state.ready_s):
        state = replace(state, ready_s=state.t_s)
    return _in_place(state, result)


def _in_place(state: GuideState, result: FrameResult) -> Outcome:
    """Begin to count down once all has been said; a hint that is no condition is given before."""
    if state.t_s - state.ready_s < READY_S or not state.speech.silent(state.t_s):
        return without_instruction(state), NOTHING, ""
    if state.countdowns >= COUNTDOWNS:
        return begun(state), NOTHING, ""
    if state.talk is not Talk.FEW:
        for hint in hints(state):
            if hint not in state.instructed:
                return instruct(state, hint)
    if _breathes_quietly(state):
        return state, NOTHING, state.word(said(Say.QUIET_BREATHS))
    state = replace(
        state,
        stage=Stage.COUNTDOWN,
        count_from_s=state.t_s,
        counted=0,
        countdowns=state.countdowns + 1,
    )
    return _countdown(state, result)


def _breathes_quietly(state: GuideState) -> bool:
    """Return whether the two quiet breaths that were asked for still take their time."""
    given = state.instructed.get(said(Say.QUIET_BREATHS))
    return given is not None and state.t_s - given.last_s < QUIET_S


def _ready(state: GuideState, result: FrameResult) -> bool:
    """Return whether the person is in a posture from which the exercise is begun."""
    exercise = state.exercises.get(state.target)
    meant = (exercise,) if exercise else tuple(state.exercises.values())
    return any(result.posture in set_up_of(each).postures for each in meant)


def _countdown(state: GuideState, result: FrameResult) -> Outcome:
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
    output = line(said(Say.NUMBER, count=left), TopicKind.COUNT, Rank.HOLD, state.t_s + 0.6)
    return state, output + Said(chimes=(Chime.COUNT,)), ""


def _begin(state: GuideState) -> Outcome:
    state = begun(state)
    output = line(begin_message(state), TopicKind.PROMPT, Rank.HOLD, state.t_s + 2.0)
    return state, output + Said(chimes=(Chime.GO,)), ""
