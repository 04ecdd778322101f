"""The schema of an exercise file: a closed vocabulary, checked before anything runs.

Every model is frozen and knows no other keys than its own. Angles are in
degrees, lengths are ratios, times are in seconds. A threshold names its source.
"""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field, model_validator

from matside.body.posture import Posture
from matside.exercise.conditions import (
    Condition,
    Criterion,
    Duration,
    FileText,
    Identifier,
    MeasureName,
    Stillness,
    Strict,
)
from matside.exercise.fault_kinds import Fault
from matside.exercise.limits import Limit
from matside.exercise.references import reference_problems
from matside.translation import _


class Neutral(Strict):
    """How the person's own neutral of some measures is found.

    It is the level at which the posture was quiet for ``quiet_s`` within
    ``quiet_range``; without such a time, the middle of the swing between two
    turning points at least ``swing`` apart. Both ends of that swing lie beyond
    ``level``, what people read at rest, each on its own side and in one of the
    measures at least: a swing between one end and rest has its neutral elsewhere.
    A quiet time beyond it in all of them is a held end.
    Only frames count in which the conditions of ``when`` are not known to be
    missed and the parts of ``at_rest`` do not travel: coming and going is no
    neutral. ``typical`` serves single pictures.
    """

    measures: tuple[MeasureName, ...]
    postures: tuple[Posture, ...]
    quiet_s: Duration
    quiet_range: Annotated[float, Field(gt=0)]
    swing: Annotated[float, Field(gt=0)]
    typical: float
    level: tuple[Condition, ...] = ()
    when: tuple[Condition, ...] = ()
    at_rest: Stillness | None = None
    source: FileText

    @model_validator(mode="after")
    def _conditions_need_no_past(self) -> Self:
        if any(c.speed or c.relative_to != "absolute" for c in (*self.when, *self.level)):
            msg = _("conditions of a neutral are absolute and no speeds: nothing else is known yet")
            raise ValueError(msg)
        return self


class Phase(Strict):
    """A part of the exercise that can be seen: a posture and conditions on measures.

    It begins when all conditions are met for ``settle_s`` and ends when one is
    left for longer than ``grace_s``. With ``sides`` it exists for each side of
    the body. A ``hold`` is timed: it begins once the parts of ``at_rest`` have
    come to rest, and ends when they set out on the way out of it. ``passing``
    names the phase of which it is the way in and out: then a visit next to that
    phase shorter than ``passing_s`` counts for nothing. A visit of ``attempt_s``
    or more shows that the exercise is meant, though nothing of it counts; one
    shorter than ``least_s`` counts for nothing, unless the stream ends in it; a hold
    is as long as it is told to be, from rest to setting out. A move that the body
    brought along when it came to its place counts for nothing.
    ``begin`` leads into it, where a programme asks for this phase, and ``say``
    accompanies it, and ``breath`` is the breath that it goes with.
    """

    id: Identifier
    name: FileText
    kind: Literal["hold", "move", "rest"]
    sides: bool = False
    postures: tuple[Posture, ...]
    settle_s: Duration
    grace_s: Duration
    when: tuple[Condition, ...] = ()
    at_rest: Stillness | None = None
    passing: Identifier | None = None
    passing_s: Duration | None = None
    attempt_s: Duration | None = None
    least_s: Duration | None = None
    begin: FileText | None = None
    breath: Literal["in", "out"] | None = None
    say: FileText | None = None

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """Everything that the phase waits for: its conditions, then that the body rests."""
        return self.when if self.at_rest is None else (*self.when, self.at_rest)

    @model_validator(mode="after")
    def _sides_fit(self) -> Self:
        if not self.sides and any(condition.of in ("own", "other") for condition in self.when):
            msg = _("of = own or other needs sides = true")
            raise ValueError(msg)
        if any(condition.relative_to == "rest" for condition in self.when):
            msg = _("relative_to = rest is for faults: a phase cannot wait for a rest to be seen")
            raise ValueError(msg)
        if (self.passing is None) != (self.passing_s is None):
            msg = _("passing and passing_s belong together")
            raise ValueError(msg)
        return self


class SetUp(Strict):
    """How the exercise is begun, in sentences to be heard with the eyes closed.

    ``how`` tells how the exercise is done before anybody moves, ``say`` brings
    the person into the first position, ``postures`` are those that count as
    being there, and ``begin`` is the first movement from it. ``mind`` is said
    before ``how``; a limit that has no ``how`` of its own adds its ``says``.
    """

    mind: tuple[FileText, ...] = ()
    how: FileText | None = None
    say: FileText
    postures: Annotated[tuple[Posture, ...], Field(min_length=1)]
    begin: FileText


class RepetitionRule(Strict):
    """What one repetition is: a visit to every phase of ``cycle``.

    In any order, or with ``ordered`` in that of the list. Where an exercise has
    two ways of doing it, ``or_cycle`` is the other one.
    """

    cycle: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    or_cycle: tuple[Identifier, ...] = ()
    ordered: bool = False

    @model_validator(mode="after")
    def _order_fits(self) -> Self:
        if self.ordered and self.or_cycle:
            msg = _("ordered and or_cycle cannot both be given: two cycles have no common order")
            raise ValueError(msg)
        return self


class Dose(Strict):
    """How much of it: repetitions or holds, by set and side, with a rest between two sets."""

    id: Identifier
    name: FileText
    hold_s: Duration | None = None
    reps: Annotated[int, Field(ge=1, le=100)]
    each_side: bool = False
    sets: Annotated[int, Field(ge=1, le=20)] = 1
    rest_s: Annotated[float, Field(ge=0, le=600)] | None = None
    source: FileText


class Exercise(Strict):
    """One exercise, as its file describes it."""

    model_config = ConfigDict(title="matside exercise")

    schema_version: Literal[1]
    id: Identifier
    name: FileText
    also: tuple[FileText, ...] = ()
    says: FileText
    view: FileText
    steps: Annotated[tuple[FileText, ...], Field(min_length=1)]
    tips: tuple[FileText, ...] = ()
    safety: Annotated[tuple[FileText, ...], Field(min_length=1)]
    sources: Annotated[tuple[FileText, ...], Field(min_length=1)]
    shows: tuple[MeasureName, ...] = ()
    """Measures worth drawing and listing first."""
    set_up: SetUp | None = None
    neutral: Neutral | None = None
    phase: Annotated[tuple[Phase, ...], Field(min_length=1)]
    repetition: RepetitionRule
    dose: Annotated[tuple[Dose, ...], Field(min_length=1)]
    fault: tuple[Fault, ...] = ()
    limit: tuple[Limit, ...] = ()

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        content = self.model_dump(mode="json", exclude_unset=True)
        for problem in reference_problems(content):
            raise ValueError(str(problem))
        return self

    @model_validator(mode="after")
    def _limits_fit(self) -> Self:
        for limit in self.limit:
            numbers = {change.number for change in limit.step}
            if numbers and max(numbers) > len(self.steps):
                msg = _(
                    "limit {id}: expected a step of 1 to {steps}, found {number}",
                    id=limit.id,
                    steps=len(self.steps),
                    number=max(numbers),
                )
                raise ValueError(msg)
            if self.set_up is None and (limit.how or limit.say or limit.begin):
                msg = _("limit {id}: how, say and begin need [set_up]", id=limit.id)
                raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _rest_can_be_read(self) -> Self:
        rests = any(phase.kind == "rest" and not phase.sides for phase in self.phase)
        if not rests and any(c.relative_to == "rest" for c in self.conditions):
            msg = _("relative_to = rest needs a phase of kind rest without sides")
            raise ValueError(msg)
        return self

    @model_validator(mode="after")
    def _doses_can_be_done(self) -> Self:
        sided = any(phase.sides for phase in self.phase if phase.id in self.repetition.cycle)
        for dose in self.dose:
            if dose.each_side and not sided:
                msg = _(
                    "dose {id}: each_side needs a cycle of phases with sides = true", id=dose.id
                )
                raise ValueError(msg)
        return self

    def phase_named(self, identifier: str) -> Phase:
        """Return the phase with this identifier; ``KeyError`` if there is none."""
        for phase in self.phase:
            if phase.id == identifier:
                return phase
        raise KeyError(identifier)

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition of every phase and fault, also of those that a limit adds."""
        added = (fault for limit in self.limit for fault in limit.fault)
        faults = (c for fault in (*self.fault, *added) for c in fault.conditions)
        neutral = self.neutral.when if self.neutral else ()
        return (*(c for phase in self.phase for c in phase.when), *neutral, *faults)
