"""Faults through time: raised once they have lasted, cleared once they are mended."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from matside.body.landmark import Side
from matside.coach.detectors import IDLE, Detector, Situation, Verdict, detect
from matside.exercise.fault_kinds import BandFault, Fault, TogetherFault

CLEAR_AFTER_S: Final = 0.6
"""A fault is mended once it has not been seen for this long."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultTrack:
    """State of one fault.

    Attributes:
        detector: Memory of its kind.
        start_s: When the raised fault began; ``None`` while none is raised.
        seen_s: When the detector last reported it.
        last_s: The last moment that belongs to it.
        side: Side of the raised fault.
    """

    detector: Detector = IDLE
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


def is_idle(track: FaultTrack, fault: Fault) -> bool:
    """Return whether a frame outside of its phases, with nothing new, means nothing to a fault."""
    return track.detector is IDLE and track.start_s is None and not isinstance(fault, TogetherFault)


def watch(
    track: FaultTrack, fault: Fault, now: Situation
) -> tuple[FaultTrack, tuple[Raised | Cleared, ...]]:
    """Return the next state of a fault and what changed.

    A frame that cannot be judged neither raises nor mends a fault.
    """
    if not (now.sample.judged or now.left or now.completed):
        return track, ()
    detector, verdict = detect(track.detector, fault, now)
    if detector is not track.detector:
        track = replace(track, detector=detector)
    if verdict.once is not None:
        start, end = verdict.once
        return track, (
            Raised(t_s=start, side=now.side),
            Cleared(t_s=end, start_s=start, side=now.side),
        )
    if verdict.since_s is not None:
        return _committed(track, fault, now, verdict)
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
    track: FaultTrack, fault: Fault, now: Situation, verdict: Verdict
) -> tuple[FaultTrack, tuple[Raised, ...]]:
    t_s, since_s = now.sample.t_s, verdict.since_s
    last_s = t_s if verdict.until_s is None else verdict.until_s
    if track.start_s is not None:
        return replace(track, seen_s=t_s, last_s=max(track.last_s, last_s)), ()
    lasts_s = fault.lasts_s if isinstance(fault, BandFault) else 0.0
    if since_s is None or t_s - since_s < lasts_s:
        return track, ()
    raised = replace(track, start_s=since_s, seen_s=t_s, last_s=last_s, side=now.side)
    return raised, (Raised(t_s=since_s, side=now.side),)
