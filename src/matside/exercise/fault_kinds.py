"""The kinds of fault of form that an exercise file can describe."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import AfterValidator, Field, model_validator

from matside.exercise.conditions import (
    Band,
    Condition,
    Identifier,
    Of,
    Seconds,
    Strict,
    Text,
)
from matside.exercise.words import MeasureName, SidedMeasureName, WholeMeasureName, check_of


class _FaultBase(Strict):
    id: Identifier
    name: Text
    cue: Text
    spoken: Text | None = None
    """What the voice says instead of the cue, where that is long."""
    priority: Annotated[int, Field(ge=1, le=99)]
    """1 is said first: safety, then the trunk, then the legs, then the arms."""
    phases: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    attempt: bool = False
    """Whether the fault shows that the exercise is meant, though nothing of it counts."""
    source: Text


def _of_no_visit(condition: Condition) -> Condition:
    if condition.relative_to == "visit":
        msg = "relative_to = visit is for phases: a fault has no visit of its own"
        raise ValueError(msg)
    return condition


FaultCondition = Annotated[Condition, AfterValidator(_of_no_visit)]


class BandFault(_FaultBase):
    """Conditions that are met for ``lasts_s`` during the phases."""

    kind: Literal["band"]
    lasts_s: Seconds
    when: Annotated[tuple[FaultCondition, ...], Field(min_length=1)]


class TogetherFault(_FaultBase):
    """A measure that rises on both sides within ``within_s`` of each other on the way in.

    The moment is that at which each side's measure last crossed ``level``
    upwards before the phase began.
    """

    kind: Literal["together"]
    measure: SidedMeasureName
    level: float
    within_s: Seconds


class OscillationFault(_FaultBase):
    """A measure that goes back and forth by ``amplitude``, ``turns`` times within ``window_s``."""

    kind: Literal["oscillation"]
    measure: MeasureName
    of: Of = "whole"
    amplitude: Annotated[float, Field(gt=0)]
    turns: Annotated[int, Field(ge=2, le=20)]
    window_s: Seconds

    @model_validator(mode="after")
    def _fits(self) -> Self:
        check_of(self.measure, self.of)
        return self


class PaceFault(_FaultBase):
    """Repetitions that follow each other in less than ``least_s``, from start to start."""

    kind: Literal["pace"]
    least_s: Seconds


class TravelFault(_FaultBase):
    """A measure that travels too far, or too little, while another one moves.

    Over the last ``window_s`` in the phases, the range of ``measure`` lies in
    ``range`` while the range of ``against`` (if given) lies in
    ``against_range``. With ``when`` the window begins anew where one of these
    conditions is not met.
    """

    kind: Literal["travel"]
    measure: MeasureName
    of: Of = "whole"
    range: Band
    against: WholeMeasureName | None = None
    against_range: Band | None = None
    window_s: Seconds
    when: tuple[FaultCondition, ...] = ()

    @model_validator(mode="after")
    def _fits(self) -> Self:
        check_of(self.measure, self.of)
        return self


class PeakFault(_FaultBase):
    """A measure whose greatest value during one visit to a phase lies in ``range``.

    With ``due_in`` a visit is due every ``due_s`` while that phase lasts, and
    the fault is committed too where it does not come and the measure stays in
    ``range``.
    """

    kind: Literal["peak"]
    measure: MeasureName
    of: Of = "whole"
    range: Band
    due_in: Identifier | None = None
    due_s: Seconds | None = None

    @model_validator(mode="after")
    def _fits(self) -> Self:
        check_of(self.measure, self.of)
        if (self.due_in is None) != (self.due_s is None):
            msg = "due_in and due_s belong together"
            raise ValueError(msg)
        return self


class LeadFault(_FaultBase):
    """The ``follower`` sets out ``early_s`` or more before the ``leader``, on average.

    The average is over the last swing each way; a measure has set out when it
    has covered a fifth of its way from one phase to the next.
    """

    kind: Literal["lead"]
    leader: WholeMeasureName
    follower: WholeMeasureName
    early_s: Seconds


class BalanceFault(_FaultBase):
    """Repetitions on both sides, but ``least`` or more fewer on one of them in the end."""

    kind: Literal["balance"]
    least: Annotated[int, Field(ge=1)]


Fault = Annotated[
    BandFault
    | TogetherFault
    | OscillationFault
    | PaceFault
    | TravelFault
    | PeakFault
    | LeadFault
    | BalanceFault,
    Field(discriminator="kind"),
]


def selectors(fault: Fault) -> set[str]:
    """Return the selectors (``of``) that a fault uses."""
    own = {fault.of} if isinstance(fault, OscillationFault | TravelFault | PeakFault) else set()
    return own | {condition.of for condition in conditions_of(fault)}


def watched_in(fault: Fault) -> tuple[str, ...]:
    """Return the phases during which a fault is watched, its own first."""
    due_in = fault.due_in if isinstance(fault, PeakFault) else None
    return fault.phases if due_in is None else (*fault.phases, due_in)


def conditions_of(fault: Fault) -> tuple[Condition, ...]:
    """Return the conditions of a fault, none for the kinds that have none."""
    return fault.when if isinstance(fault, BandFault | TravelFault) else ()
