"""Faults through time: raised once they have lasted, cleared once they are mended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from matside.body.landmark import Side
from matside.coach.events import RepDone
from matside.coach.phase_track import Left
from matside.coach.sample import Sample, condition_value, read
from matside.exercise.conditions import Condition, Of
from matside.exercise.fault_kinds.base import IDLE, FaultKind, Judgement, Memory

CLEAR_AFTER_S: Final = 0.6
"""A fault is mended once it has not been seen for this long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """One frame as a fault sees it: ``matside.exercise.fault_kinds.base.Observed``.

    Attributes:
        sample: The frame.
        neutral: The person's own neutral by measure.
        best: The person's own best by measure.
        rest: What was read at rest, by column.
        side: Side of the phase that is active, ``None`` without sides.
        in_phase: Whether one of the fault's phases is active.
        steady: Whether that phase is fully met now, not only within its grace.
        entered: Phases that began with this frame: identifier and moment.
        left: Phases that ended with this frame, by identifier.
        completed: Repetitions that were completed with this frame.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Raised:
    """A fault that has lasted long enough; it began at ``t_s``."""

    t_s: float
    side: Side | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """A fault that was mended at ``t_s``."""

    t_s: float
    start_s: float
    side: Side | None


def is_idle(track: FaultTrack, fault: FaultKind) -> bool:
    """Return whether a fault may skip a frame outside its phases in which nothing has changed."""
    return track.memory is IDLE and track.start_s is None and not fault.watches_always


def watch(
    track: FaultTrack, fault: FaultKind, now: Situation
) -> tuple[FaultTrack, tuple[Raised | Cleared, ...]]:
    """Return the next state of a fault and what changed.

    A frame that cannot be judged neither raises nor mends a fault.
    """
    if not (now.sample.judged or now.left or now.completed):
        return track, ()
    memory, judgement = fault.detect(track.memory, now)
    if memory is not track.memory:
        track = replace(track, memory=memory)
    if judgement.once is not None:
        start, end = judgement.once
        return track, (
            Raised(t_s=start, side=now.side),
            Cleared(t_s=end, start_s=start, side=now.side),
        )
    if judgement.since_s is not None:
        return _committed(track, fault, now, judgement)
    if track.start_s is not None and now.sample.t_s - track.seen_s >= CLEAR_AFTER_S:
        return mend(track)
    return track, ()


def mend(track: FaultTrack) -> tuple[FaultTrack, tuple[Cleared, ...]]:
    """Return the state and event of a fault that has ended when it was last seen."""
    if track.start_s is None:
        return track, ()
    cleared = Cleared(t_s=track.last_s, start_s=track.start_s, side=track.side)
    return replace(track, start_s=None, side=None), (cleared,)


def _committed(
    track: FaultTrack, fault: FaultKind, now: Situation, judgement: Judgement
) -> tuple[FaultTrack, tuple[Raised, ...]]:
    t_s, since_s = now.sample.t_s, judgement.since_s
    last_s = t_s if judgement.until_s is None else judgement.until_s
    if track.start_s is not None:
        return replace(track, seen_s=t_s, last_s=max(track.last_s, last_s)), ()
    if since_s is None or t_s - since_s < fault.settle_s:
        return track, ()
    raised = replace(track, start_s=since_s, seen_s=t_s, last_s=last_s, side=now.side)
    return raised, (Raised(t_s=since_s, side=now.side),)
