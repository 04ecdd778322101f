"""Faults through time, raised once they have lasted and cleared once mended, and their cues.

One cue is given at a time, for the most important fault, and not repeated too soon.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from matside.body.landmark import Side
from matside.coach.events import CueGiven, Event, FaultCleared, FaultRaised, RepDone
from matside.coach.phase_track import Left
from matside.coach.result import ActiveFault, FrameResult
from matside.coach.sample import Sample, condition_value, read
from matside.exercise.conditions import Condition, Of
from matside.exercise.fault_kinds.base import IDLE, FaultKind, Judgement, Memory
from matside.exercise.schema import Exercise
from matside.states import replace

CLEAR_AFTER_S: Final = 0.6
"""A fault is mended once it has not been seen for this long."""
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
class Situation:
    """One frame as a fault sees it; ``exercise.fault_kinds.base.Observed`` has the other fields.

    Attributes:
        sample: The frame.
        neutral: The person's own neutral by measure.
        best: The person's own best by measure.
        rest: What was read at rest, by column.
        side: Side of the phase that is active, ``None`` without sides.
    """

    sample: Sample
    neutral: Mapping[str, float]
    best: Mapping[str, float]
    side: Side | None
    in_phase: bool
    rest: Mapping[str, float] = field(default_factory=dict)
    steady: bool = True
    entered: tuple[tuple[str, float], ...] = ()
    left: tuple[tuple[str, Left], ...] = ()
    completed: tuple[RepDone, ...] = ()

    @property
    def t_s(self) -> float:
        """Time of the frame in seconds."""
        return self.sample.t_s

    @property
    def turned(self) -> bool:
        """Whether the body is known to be seen from elsewhere than its side."""
        return self.sample.turned

    def read(self, measure: str, of: Of = "whole", side: Side | None = None) -> float:
        """Return a measure, by default of the active phase's own side; NaN where unknown."""
        return read(self.sample, measure, of, self.side if side is None else side)

    def value_of(self, condition: Condition) -> float:
        """Return the value that a condition's bands are compared with; NaN where unknown."""
        return condition_value(
            self.sample, condition, self.side, self.neutral, self.best, self.rest
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultTrack:
    """State of one fault.

    Attributes:
        memory: Memory of its kind.
        start_s: When the raised fault began; ``None`` while none is raised.
        seen_s: When it was last reported.
        last_s: The last moment that belongs to it.
        side: Side of the raised fault.
    """

    memory: Memory = IDLE
    start_s: float | None = None
    seen_s: float = 0.0
    last_s: float = 0.0
    side: Side | None = None


def is_idle(track: FaultTrack, fault: FaultKind) -> bool:
    """Return whether a fault may skip a frame outside its phases in which nothing has changed."""
    return track.memory is IDLE and track.start_s is None and not fault.watches_always


def watch(
    track: FaultTrack, exercise: str, fault: FaultKind, now: Situation
) -> tuple[FaultTrack, tuple[FaultRaised | FaultCleared, ...]]:
    """Return the next state of a fault of an exercise and what happened to it.

    A frame that cannot be judged neither raises nor mends a fault.
    """
    if not (now.sample.judged or now.left or now.completed):
        return track, ()
    memory, judgement = fault.detect(track.memory, now)
    if memory is not track.memory:
        track = replace(track, memory=memory)
    if judgement.once is not None:
        return track, once(exercise, fault, *judgement.once, now.side)
    if judgement.since_s is not None:
        return _committed(track, exercise, fault, now, judgement)
    if track.start_s is not None and now.sample.t_s - track.seen_s >= CLEAR_AFTER_S:
        return mend(track, exercise, fault)
    return track, ()


def once(
    exercise: str, fault: FaultKind, start_s: float, end_s: float, side: Side | None
) -> tuple[FaultRaised, FaultCleared]:
    """Return the events of a fault that is over when it becomes known."""
    return (
        FaultRaised(t_s=start_s, exercise=exercise, fault=fault.id, side=side),
        FaultCleared(t_s=end_s, exercise=exercise, fault=fault.id, start_s=start_s, side=side),
    )


def mend(
    track: FaultTrack, exercise: str, fault: FaultKind
) -> tuple[FaultTrack, tuple[FaultCleared, ...]]:
    """Return the state and event of a fault that has ended when it was last seen."""
    if track.start_s is None:
        return track, ()
    _, cleared = once(exercise, fault, track.start_s, track.last_s, track.side)
    return replace(track, start_s=None, side=None), (cleared,)


def _committed(
    track: FaultTrack, exercise: str, fault: FaultKind, now: Situation, judgement: Judgement
) -> tuple[FaultTrack, tuple[FaultRaised, ...]]:
    t_s, since_s = now.sample.t_s, judgement.since_s
    last_s = t_s if judgement.until_s is None else judgement.until_s
    if track.start_s is not None:
        return replace(track, seen_s=t_s, last_s=max(track.last_s, last_s)), ()
    if since_s is None or t_s - since_s < fault.settle_s:
        return track, ()
    raised, _ = once(exercise, fault, since_s, last_s, now.side)
    return replace(track, start_s=since_s, seen_s=t_s, last_s=last_s, side=now.side), (raised,)


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
) -> tuple[Cues, tuple[CueGiven, ...]]:
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
                given = CueGiven(t_s=t_s, exercise=exercise, fault=fault.fault)
                return Cues(said_s=said, last_s=t_s, shown=fault), (given,)
    return replace(state, shown=shown), ()


def to_mend(
    tracks: Mapping[str, FaultTrack], exercise: Exercise, result: FrameResult
) -> tuple[ActiveFault, ...]:
    """Return the faults that a cue may address now, most important first.

    These are the faults being committed, and those that this frame reports though they are over:
    some kinds can only be known afterwards. A fault that is no longer seen gets no cue, though it
    counts as mended only later: so nothing is said about a hold that is being left.
    """
    found = {
        active.fault: active
        for active in result.faults
        if result.t_s - tracks[active.fault].seen_s <= SEEN_LATELY_S
    }
    for event in result.events:
        if (
            isinstance(event, FaultCleared)
            and event.exercise == exercise.id
            and event.fault not in found
            and result.t_s - event.t_s <= JUST_OVER_S
            and raised_now(event, result.events)
        ):
            found[event.fault] = ActiveFault(
                fault=event.fault, side=event.side, start_s=event.start_s
            )
    order = sorted(exercise.fault, key=lambda fault: fault.priority)
    return tuple(found[fault.id] for fault in order if fault.id in found)


def raised_now(cleared: FaultCleared, events: Iterable[Event]) -> bool:
    """Return whether a fault that is already over was raised with the same frame."""
    return any(
        isinstance(event, FaultRaised)
        and (event.exercise, event.fault) == (cleared.exercise, cleared.fault)
        for event in events
    )
