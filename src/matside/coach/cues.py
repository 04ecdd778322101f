"""Choice of the cue: one at a time, for the most important fault, not repeated too soon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from matside.coach import events as ev
from matside.coach.result import ActiveFault, FrameResult
from matside.coach.track import ExerciseTrack

APART_S: Final = 4.0
"""Least time between any two cues."""
AGAIN_S: Final = 12.0
"""Least time before the same cue is repeated."""
JUST_OVER_S: Final = 5.0
"""A fault that was over longer ago than this when it was reported gets no cue any more."""
SEEN_LATELY_S: Final = 0.3
"""A fault that was not seen for longer than this is being mended or left: no cue any more."""
SHOWN_S: Final = 4.0
"""How long a cue stays to be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """State of the cues given lately.

    Attributes:
        said_s: When each fault's cue was last given, by exercise and fault.
        last_s: When any cue was last given.
        shown: The fault whose cue stands on the screen; ``None`` for none.
    """

    said_s: Mapping[tuple[str, str], float] = field(default_factory=dict)
    last_s: float = float("-inf")
    shown: ActiveFault | None = None


def choose_cue(
    state: Cues, t_s: float, exercise: str, faults: tuple[ActiveFault, ...]
) -> tuple[Cues, tuple[ev.CueGiven, ...]]:
    """Return the next state and the cue to give with this frame, if any.

    ``faults`` come most important first. The first of them whose cue was not
    given within ``AGAIN_S`` is chosen, if no cue at all was given within
    ``APART_S``.
    """
    shown = state.shown if t_s - state.last_s <= SHOWN_S else None
    if t_s - state.last_s >= APART_S:
        for fault in faults:
            key = exercise, fault.fault
            if t_s - state.said_s.get(key, float("-inf")) >= AGAIN_S:
                said = {**state.said_s, key: t_s}
                given = ev.CueGiven(t_s=t_s, exercise=exercise, fault=fault.fault)
                return Cues(said_s=said, last_s=t_s, shown=fault), (given,)
    return Cues(said_s=state.said_s, last_s=state.last_s, shown=shown), ()


def to_mend(track: ExerciseTrack, result: FrameResult) -> tuple[ActiveFault, ...]:
    """Return the faults that a cue may address now, most important first.

    These are the faults being committed, and those that this frame reports though they are over:
    some kinds can only be known afterwards. A fault that is no longer seen gets no cue, though it
    counts as mended only later: so nothing is said about a hold that is being left.
    """
    found = {
        active.fault: active
        for active in result.faults
        if result.t_s - track.faults[active.fault].seen_s <= SEEN_LATELY_S
    }
    for event in result.events:
        if (
            isinstance(event, ev.FaultCleared)
            and event.exercise == track.exercise.id
            and event.fault not in found
            and result.t_s - event.t_s <= JUST_OVER_S
            and raised_now(event, result.events)
        ):
            found[event.fault] = ActiveFault(
                fault=event.fault, side=event.side, start_s=event.start_s
            )
    order = sorted(track.exercise.fault, key=lambda fault: fault.priority)
    return tuple(found[fault.id] for fault in order if fault.id in found)


def raised_now(cleared: ev.FaultCleared, events: Iterable[ev.Event]) -> bool:
    """Return whether a fault that is already over was raised with the same frame."""
    return any(
        isinstance(event, ev.FaultRaised)
        and (event.exercise, event.fault) == (cleared.exercise, cleared.fault)
        for event in events
    )
