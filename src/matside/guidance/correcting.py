"""Corrections: when a cue of the coach is said, when it is not, and praise when it helped."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from matside.coach import events as ev
from matside.coach.faults import AGAIN_S, raised_now
from matside.coach.result import FrameResult
from matside.exercise.fault_kinds.base import FaultKind
from matside.exercise.schema import Exercise
from matside.guidance.messages import Say, TopicKind, said
from matside.guidance.outcome import Talk
from matside.guidance.speech import NOTHING, Line, Rank, Said, line

CUE_S: Final = 2.0
"""A cue must be begun within this time, or while its fault lasts."""
HAZARD_PRIORITY: Final = 15
"""Bouncing, haste and both legs at once are unsafe if the file puts them this high or higher."""
PRAISE_S: Final = 2.5
"""Praise comes within this time after the mend, or not at all."""
PATIENCE_S: Final = 0.9
"""Least time from a cue to a mend that it can have caused: it must have been heard."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TimesSaid:
    """When a fault's cue was last said, and how often in a row without a mend."""

    last_s: float
    times: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """State of the cues that were said.

    Attributes:
        said_cues: By fault, of the exercise that is coached.
        awaiting: Faults whose cue was said and that were not mended since.
        praise_by_s: Until when a mend may be praised, once the phase goes on.
    """

    said_cues: Mapping[str, TimesSaid] = field(default_factory=dict)
    awaiting: frozenset[str] = frozenset()
    praise_by_s: float = -math.inf


def is_hazard(exercise: Exercise, fault: FaultKind) -> bool:
    """Return whether a fault is one of safety: never bounce, never hurry, one leg at a time.

    What a limit of the person looks for is one too, such as a back that rounds too far.
    """
    of_limit = any(fault == one for limit in exercise.limit for one in limit.fault)
    return (fault.of_safety or of_limit) and fault.priority <= HAZARD_PRIORITY


def correct(
    state: Corrections,
    exercise: Exercise,
    talk: Talk,
    result: FrameResult,
    *,
    going_on: bool,
    gentle: bool = False,
) -> tuple[Corrections, Said]:
    """Return the next state, the cue to say and the praise for a mended fault, if any.

    Praise waits until the phase is ``going_on`` and not just being left; a ``gentle`` moment has no
    cue that asks for a larger movement.
    """
    output = NOTHING
    for event in result.events:
        if event.exercise != exercise.id:
            continue
        if isinstance(event, ev.CueGiven) and _wanted(state, exercise, talk, event):
            if not (gentle and _fault(exercise, event.fault).asks_for_more):
                output += _cue(exercise, event)
        elif isinstance(event, ev.FaultCleared) and not raised_now(event, result.events):
            state = _mended(state, talk, event, result.t_s)
    if going_on and result.t_s <= state.praise_by_s:
        state = replace(state, praise_by_s=-math.inf)
        output += line(Say.GOOD, TopicKind.PRAISE, Rank.PRAISE, result.t_s + 1.5)
    return state, output


def note_said(state: Corrections, spoken: Line, result: FrameResult) -> Corrections:
    """Return the state after a line was said: a cue counts only once it was."""
    if spoken.topic.kind is not TopicKind.FAULT:
        return state
    fault = spoken.topic.of
    before = state.said_cues.get(fault)
    cue = TimesSaid(last_s=result.t_s, times=before.times + 1 if before else 1)
    active = any(one.fault == fault for one in result.faults)
    awaiting = state.awaiting | {fault} if active else state.awaiting
    return replace(state, said_cues={**state.said_cues, fault: cue}, awaiting=awaiting)


def still_meant(waiting: Line, result: FrameResult) -> Line | None:
    """Return a waiting cue, its expiry extended while its fault lasts; ``None`` once mended."""
    if waiting.topic.kind is not TopicKind.FAULT:
        return waiting
    fault = waiting.topic.of
    if any(one.fault == fault for one in result.faults):
        return replace(waiting, expires_s=max(waiting.expires_s, result.t_s + CUE_S))
    mended = any(
        isinstance(event, ev.FaultCleared)
        and event.fault == fault
        and not raised_now(event, result.events)
        for event in result.events
    )
    return None if mended else waiting


def _wanted(state: Corrections, exercise: Exercise, talk: Talk, event: ev.CueGiven) -> bool:
    """Return whether a cue should be said: rarer each time, unless it is about safety."""
    before = state.said_cues.get(event.fault)
    if before is None or is_hazard(exercise, _fault(exercise, event.fault)):
        return True
    if talk is Talk.FEW:
        return False
    return event.t_s - before.last_s >= AGAIN_S * 2.0 ** (before.times - 1) - 1e-6


def _cue(exercise: Exercise, event: ev.CueGiven) -> Said:
    hazard = is_hazard(exercise, _fault(exercise, event.fault))
    return line(
        said(Say.CUE, exercise=exercise.id, name=event.fault),
        TopicKind.FAULT,
        Rank.SAFETY if hazard else Rank.CUE,
        event.t_s + CUE_S,
        of=event.fault,
    )


def _mended(state: Corrections, talk: Talk, event: ev.FaultCleared, t_s: float) -> Corrections:
    """Return the next state: a mend that a cue brought about is to be praised.

    Whether the phase continues may only be known a moment later: to mend a hold
    one has to move.
    """
    if event.fault not in state.awaiting:
        return state
    heard = event.t_s - state.said_cues[event.fault].last_s >= PATIENCE_S
    state = replace(state, awaiting=state.awaiting - {event.fault})
    if not heard or talk is Talk.FEW:
        return state
    kept = {name: cue for name, cue in state.said_cues.items() if name != event.fault}
    return replace(state, said_cues=kept, praise_by_s=t_s + PRAISE_S)


def _fault(exercise: Exercise, identifier: str) -> FaultKind:
    return next(fault for fault in exercise.fault if fault.id == identifier)
