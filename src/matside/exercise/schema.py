"""The schema of an exercise file: a closed vocabulary, checked before anything runs.

Every model is frozen and knows no other keys than its own. Angles are in
degrees, lengths are ratios, times are in seconds. A threshold names its source.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from matside.body.posture import Posture
from matside.exercise.words import (
    MeasureName,
    SidedMeasureName,
    UnknownWord,
    WholeMeasureName,
    check_of,
)

Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)]
Seconds = Annotated[float, Field(gt=0, le=3600)]
Text = Annotated[str, Field(min_length=1, max_length=400)]

Of = Literal["whole", "own", "other", "near", "larger", "smaller", "mean"]
Reference = Literal["absolute", "neutral", "best"]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class Band(_Strict):
    """An interval of a measure; an end that is left out is open."""

    at_least: float = -math.inf
    at_most: float = math.inf

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.at_least > self.at_most:
            msg = f"expected at_least up to at_most, found {self.at_least:g} and {self.at_most:g}"
            raise ValueError(msg)
        if math.isinf(self.at_least) and math.isinf(self.at_most):
            msg = "expected at_least or at_most, found neither"
            raise ValueError(msg)
        return self

    def holds(self, value: float) -> bool:
        """Return whether ``value`` lies inside; never true of NaN."""
        return self.at_least <= value <= self.at_most

    def contains(self, other: Band) -> bool:
        """Return whether every value of ``other`` lies inside this band."""
        return self.at_least <= other.at_least and other.at_most <= self.at_most


class Condition(_Strict):
    """One measure that has to lie in a band.

    ``enter`` must be met to begin and ``exit`` to go on; ``exit`` contains
    ``enter`` and is ``enter`` where it is left out. ``relative_to`` neutral
    takes the person's neutral off first; ``best`` divides by the person's own
    best. With ``speed`` it is the absolute rate of change a second.
    """

    measure: MeasureName
    of: Of = "whole"
    relative_to: Reference = "absolute"
    speed: bool = False
    enter: Band
    exit: Band | None = None
    source: Text

    @model_validator(mode="after")
    def _fits(self) -> Self:
        check_of(self.measure, self.of)
        if self.exit is not None and not self.exit.contains(self.enter):
            msg = "exit must contain enter"
            raise ValueError(msg)
        return self

    @property
    def leave(self) -> Band:
        """The band that has to be left for the condition to end."""
        return self.exit or self.enter


class Neutral(_Strict):
    """How the person's own neutral of some measures is found.

    It is the level at which the posture was quiet for ``quiet_s`` within
    ``quiet_range``; without such a time, the middle of the swing between two
    turning points at least ``swing`` apart. ``typical`` serves single pictures.
    """

    measures: tuple[MeasureName, ...]
    postures: tuple[Posture, ...]
    quiet_s: Seconds
    quiet_range: Annotated[float, Field(gt=0)]
    swing: Annotated[float, Field(gt=0)]
    typical: float
    source: Text


class Phase(_Strict):
    """A part of the exercise that can be seen: a posture and conditions on measures.

    It begins when all conditions are met for ``settle_s`` and ends when one is
    left for longer than ``grace_s``. With ``sides`` it exists for each side of
    the body. A ``hold`` is timed. ``passing`` names the phase of which it is
    the way in and out: then a visit next to that phase shorter than
    ``passing_s`` counts for nothing.
    """

    id: Identifier
    name: Text
    kind: Literal["hold", "move", "rest"]
    sides: bool = False
    postures: tuple[Posture, ...]
    settle_s: Seconds
    grace_s: Seconds
    when: tuple[Condition, ...] = ()
    passing: Identifier | None = None
    passing_s: Seconds | None = None
    say: Text | None = None

    @model_validator(mode="after")
    def _sides_fit(self) -> Self:
        if not self.sides and any(condition.of in ("own", "other") for condition in self.when):
            msg = "of = own or other needs sides = true"
            raise ValueError(msg)
        if (self.passing is None) != (self.passing_s is None):
            msg = "passing and passing_s belong together"
            raise ValueError(msg)
        return self


class Repetition(_Strict):
    """What one repetition is: a visit to every phase of ``cycle``, in any order of start.

    Where an exercise has two ways of doing it, ``or_cycle`` is the other one.
    """

    cycle: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    or_cycle: tuple[Identifier, ...] = ()


class Dose(_Strict):
    """How much of it: repetitions or holds, by set and side."""

    id: Identifier
    name: Text
    hold_s: Seconds | None = None
    reps: Annotated[int, Field(ge=1, le=100)]
    each_side: bool = False
    sets: Annotated[int, Field(ge=1, le=20)] = 1
    source: Text


class _FaultBase(_Strict):
    id: Identifier
    name: Text
    cue: Text
    priority: Annotated[int, Field(ge=1, le=99)]
    """1 is said first: safety, then the trunk, then the legs, then the arms."""
    phases: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    source: Text


class BandFault(_FaultBase):
    """Conditions that are met for ``lasts_s`` during the phases."""

    kind: Literal["band"]
    lasts_s: Seconds
    when: Annotated[tuple[Condition, ...], Field(min_length=1)]


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
    """A cycle that takes less than ``least_s``, from one visit to a phase to the next."""

    kind: Literal["pace"]
    least_s: Seconds


class TravelFault(_FaultBase):
    """A measure that travels too far, or too little, while another one moves.

    Over the last ``window_s`` in the phases, the range of ``measure`` lies in
    ``range`` while the range of ``against`` (if given) lies in
    ``against_range``.
    """

    kind: Literal["travel"]
    measure: MeasureName
    of: Of = "whole"
    range: Band
    against: WholeMeasureName | None = None
    against_range: Band | None = None
    window_s: Seconds

    @model_validator(mode="after")
    def _fits(self) -> Self:
        check_of(self.measure, self.of)
        return self


class PeakFault(_FaultBase):
    """A measure whose greatest value during one visit to a phase lies in ``range``."""

    kind: Literal["peak"]
    measure: MeasureName
    of: Of = "whole"
    range: Band

    @model_validator(mode="after")
    def _fits(self) -> Self:
        check_of(self.measure, self.of)
        return self


class LeadFault(_FaultBase):
    """The ``follower`` starts a swing more than ``early_s`` before the ``leader``.

    The start of a swing is the moment at which a measure has covered a fifth
    of its way between two turning points.
    """

    kind: Literal["lead"]
    leader: WholeMeasureName
    follower: WholeMeasureName
    early_s: Seconds


Fault = Annotated[
    BandFault | TogetherFault | OscillationFault | PaceFault | TravelFault | PeakFault | LeadFault,
    Field(discriminator="kind"),
]


class Exercise(_Strict):
    """One exercise, as its file describes it."""

    model_config = ConfigDict(title="matside exercise")

    schema_version: Literal[1]
    id: Identifier
    name: Text
    also: tuple[Text, ...] = ()
    says: Text
    view: Text
    steps: Annotated[tuple[Text, ...], Field(min_length=1)]
    tips: tuple[Text, ...] = ()
    safety: Annotated[tuple[Text, ...], Field(min_length=1)]
    sources: Annotated[tuple[Text, ...], Field(min_length=1)]
    shows: tuple[MeasureName, ...] = ()
    """Measures worth drawing and listing first."""
    neutral: Neutral | None = None
    phase: Annotated[tuple[Phase, ...], Field(min_length=1)]
    repetition: Repetition
    dose: Annotated[tuple[Dose, ...], Field(min_length=1)]
    fault: tuple[Fault, ...] = ()

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        phases = tuple(phase.id for phase in self.phase)
        _unique("phase", phases)
        _unique("fault", tuple(fault.id for fault in self.fault))
        _unique("dose", tuple(dose.id for dose in self.dose))
        named = [*self.repetition.cycle, *self.repetition.or_cycle]
        named += [phase.passing for phase in self.phase if phase.passing is not None]
        named += [name for fault in self.fault for name in fault.phases]
        for name in named:
            if name not in phases:
                raise UnknownWord(name, phases, "phase")
        for fault in self.fault:
            sided = all(self.phase_named(name).sides for name in fault.phases)
            if not sided and _selectors(fault) & {"own", "other"}:
                msg = f"fault {fault.id}: of = own or other needs phases with sides = true"
                raise ValueError(msg)
        relative = {c.measure for c in self._conditions() if c.relative_to == "neutral"}
        missing = relative - set(self.neutral.measures if self.neutral else ())
        if missing:
            msg = f"relative_to = neutral needs [neutral] with measures {sorted(missing)}"
            raise ValueError(msg)
        return self

    def _conditions(self) -> Iterator[Condition]:
        for part in (*self.phase, *self.fault):
            if isinstance(part, Phase | BandFault):
                yield from part.when

    def phase_named(self, identifier: str) -> Phase:
        """Return the phase with this identifier; ``KeyError`` if there is none."""
        for phase in self.phase:
            if phase.id == identifier:
                return phase
        raise KeyError(identifier)

    @property
    def has_sides(self) -> bool:
        """Whether repetitions are counted for each side of the body."""
        return any(self.phase_named(name).sides for name in self.repetition.cycle)


def _selectors(fault: Fault) -> set[str]:
    """Return the selectors (``of``) that a fault uses."""
    if isinstance(fault, BandFault):
        return {condition.of for condition in fault.when}
    return {fault.of} if isinstance(fault, OscillationFault | TravelFault | PeakFault) else set()


def _unique(kind: str, names: tuple[str, ...]) -> None:
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        msg = f"{kind} {', '.join(twice)} is defined twice"
        raise ValueError(msg)
