"""What can happen in a session: a closed set of events, each with its own moment.

An event's ``t_s`` is the moment at which it happened, interpolated between
frames where that is possible. It may lie before the frame that reports it: a
phase is only believed after it has settled, and phases that need the person's
neutral are reported once the neutral is known.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from matside.body.landmark import Side


class LossReason(StrEnum):
    """Why the person cannot be judged: what the camera does not see."""

    NOBODY = "nobody"
    TRUNK = "trunk"
    LEGS = "legs"


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Measured:
    """Ranges and medians of an exercise's shown measures during a visit to a phase.

    Attributes:
        ranges: Least and greatest value by column, of both sides.
        levels: Median by column from the visit's beginning to its end.
        neutral: The person's own neutral by measure, as it was known then.
    """

    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)
    levels: Mapping[str, float] = field(default_factory=dict)
    neutral: Mapping[str, float] = field(default_factory=dict)


NOT_MEASURED: Final = Measured()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Event:
    t_s: float
    """When it happened, in seconds of the source."""
    exercise: str
    """Identifier of the exercise it belongs to; empty where it belongs to none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseEntered(_Event):
    """A phase of the exercise began."""

    phase: str
    side: Side | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseLeft(_Event):
    """A phase ended; ``start_s`` is when it had begun, ``measured`` its measures (not of rests)."""

    phase: str
    start_s: float
    side: Side | None = None
    measured: Measured = field(default=NOT_MEASURED, compare=False, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldStarted(_Event):
    """A hold began to be timed."""

    phase: str
    side: Side | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPaused(_Event):
    """The hold's clock stands still because the person cannot be judged."""

    phase: str
    side: Side | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldDone(_Event):
    """A hold ended at ``t_s``; ``held_s`` is the time credited, gaps taken off.

    ``full`` says whether that is long enough for the dose.
    """

    phase: str
    start_s: float
    held_s: float
    side: Side | None = None
    full: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RepDone(_Event):
    """A repetition that began at ``start_s`` was completed; ``count`` of that side so far.

    ``full`` says whether it counts towards the dose: a hold that was too short does not.
    """

    count: int
    start_s: float
    side: Side | None = None
    full: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SetDone(_Event):
    """The repetitions or holds of one set of the dose were completed."""

    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseDone(_Event):
    """The whole dose was completed."""

    dose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultRaised(_Event):
    """A fault of form had lasted long enough to count; ``t_s`` is when it began."""

    fault: str
    side: Side | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultCleared(_Event):
    """A fault was mended, or what it belongs to ended; ``start_s`` is when it began."""

    fault: str
    start_s: float
    side: Side | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CueGiven(_Event):
    """The cue to give now: how to mend ``fault``, as the exercise's file words it."""

    fault: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingLost(_Event):
    """The person can no longer be judged; ``reason`` is what is not seen."""

    reason: LossReason


@dataclass(frozen=True, slots=True, kw_only=True)
class TrackingBack(_Event):
    """The person can be judged again after ``gap_s`` seconds."""

    gap_s: float


Event = (
    PhaseEntered
    | PhaseLeft
    | HoldStarted
    | HoldPaused
    | HoldDone
    | RepDone
    | SetDone
    | DoseDone
    | FaultRaised
    | FaultCleared
    | CueGiven
    | TrackingLost
    | TrackingBack
)
"""Any of the above; ``match`` on it with ``assert_never`` at the end."""
