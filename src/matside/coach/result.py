"""Result of one frame: the same value for the screen, the voice and the files."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Self

from pydantic import BeforeValidator, PlainSerializer

from matside.body.frames import PoseFrame
from matside.body.landmark import Side
from matside.coach.events import Event, LossReason
from matside.exercise.schema import Dose


@dataclass(frozen=True, slots=True, kw_only=True)
class ActiveFault:
    """A fault that is being committed now.

    Attributes:
        fault: Identifier of the fault in the exercise's file.
        side: The side it is on, or ``None``.
        start_s: When it began, in seconds.
    """

    fault: str
    side: Side | None
    start_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class SideCount:
    """Repetitions of one side; ``None`` for those without a side."""

    side: Side | None
    count: int


def _by_side(counts: object) -> object:
    """Return counts by side of a list of them: JSON has no key for "without a side"."""
    if not isinstance(counts, list | tuple):
        return counts
    return {count["side"]: count["count"] for count in counts}


def _listed(counts: Mapping[Side | None, int]) -> list[SideCount]:
    return [SideCount(side=side, count=count) for side, count in counts.items()]


Counts = Annotated[
    Mapping[Side | None, int],
    BeforeValidator(_by_side),
    PlainSerializer(_listed, return_type=list[SideCount], when_used="json"),
]
"""Repetitions by side, ``None`` for those without; in JSON a list of sides and counts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DoseProgress:
    """How much of the dose is done.

    Attributes:
        dose: Identifier of the dose in the exercise's file.
        reps: Repetitions or holds done, over all sets; of each side, if it asks for each.
        reps_target: How many all sets together ask for.
        set_reps: How many one set asks for.
        each_side: Whether it asks for this number on each side.
        sides: Repetitions that count, by side; those without a side count for both.
        hold_s: How long each hold is to last; ``None`` where repetitions are counted.
    """

    dose: str
    reps: int
    reps_target: int
    set_reps: int
    each_side: bool
    sides: Counts
    hold_s: float | None = None

    @classmethod
    def of(cls, dose: Dose, sides: Mapping[Side | None, int]) -> Self:
        """Return the progress of a dose from the numbers of repetitions that count, by side.

        Where each side is asked for, the side with fewer repetitions decides; what is done on both
        at once counts for both.
        """
        both = sides.get(None, 0)
        fewer = min(sides.get(side, 0) for side in Side)
        return cls(
            dose=dose.id,
            reps=fewer + both if dose.each_side else sum(sides.values()),
            reps_target=dose.reps * dose.sets,
            set_reps=dose.reps,
            each_side=dose.each_side,
            sides=dict(sides),
            hold_s=dose.hold_s,
        )

    def done_on(self, side: Side) -> int:
        """Return how many count for a side."""
        return self.sides.get(side, 0) + self.sides.get(None, 0)

    @property
    def done(self) -> bool:
        """Whether the whole dose is done."""
        return self.reps >= self.reps_target


@dataclass(frozen=True, kw_only=True, eq=False)
class FrameResult:
    """Everything that is known after one frame.

    Attributes:
        t_s: Time of the frame in seconds.
        pose: The pose after plausibility checks, leg following and smoothing;
            what should be drawn.
        near_side: The side of the body towards the camera, once chosen.
        measures: Every measure of this frame by name (see
            ``matside.body.catalogue``); NaN where it could not be measured.
        posture: ``on_the_back``, ``hands_and_knees``, ``folded``, ``other`` or
            ``unseen``.
        exercise: Identifier of the exercise that is being done; empty so far.
        phase: Identifier of the phase; empty between phases.
        side: Side of the phase, or ``None``.
        hold_target_s: Seconds that the dose asks a hold to last; 0 where the
            phase is no hold.
        held_s: Seconds credited to the running hold; 0 where there is none.
        progress: ``held_s / hold_target_s`` or the share of the repetition that
            is done, 0..1.
        reps: Repetitions so far by side (``None`` for exercises without sides).
        dose: How much of the dose is done; ``None`` while no exercise is known.
        neutral: The person's own neutral by measure, where one is known.
        faults: Faults that are being committed, the most important one first.
        cue: The fault whose cue stands on the screen now; ``None`` for silence.
        judged: Whether the person can be judged.
        reason: Why not; ``None`` where they can, or where it is not known (a table
            of an earlier version).
        events: What happened since the previous frame, in order of report.
    """

    t_s: float
    pose: PoseFrame = field(repr=False)
    near_side: Side | None
    measures: Mapping[str, float] = field(repr=False)
    posture: str
    exercise: str = ""
    phase: str = ""
    side: Side | None = None
    hold_target_s: float = 0.0
    held_s: float = 0.0
    progress: float = 0.0
    reps: Mapping[Side | None, int] = field(default_factory=dict)
    dose: DoseProgress | None = None
    neutral: Mapping[str, float] = field(default_factory=dict, repr=False)
    faults: tuple[ActiveFault, ...] = ()
    cue: ActiveFault | None = None
    judged: bool = True
    reason: LossReason | None = None
    events: tuple[Event, ...] = ()
