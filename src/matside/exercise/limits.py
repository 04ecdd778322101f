"""What a limit of the person changes in an exercise: sentences, faults, or that it is offered.

A limit is something that stays with a person for a while, such as sore wrists.
The words for limits are closed; what each of them changes stands in the file
of the exercise, so that a new exercise needs no Python for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Self

from pydantic import Field, model_validator

from matside.exercise.conditions import Identifier, Strict, Text
from matside.exercise.fault_kinds import Fault
from matside.translation import _

if TYPE_CHECKING:
    from matside.exercise.schema import Exercise, Phase, Repetition, SetUp


class LimitName(StrEnum):
    """What may limit a person."""

    SORE_WRISTS = "sore_wrists"
    SORE_SHOULDERS = "sore_shoulders"
    SORE_NECK = "sore_neck"
    SORE_KNEES = "sore_knees"
    NO_KNEELING = "no_kneeling"
    HERNIATION = "herniation"
    OSTEOPOROSIS = "osteoporosis"
    PREGNANCY = "pregnancy"


class StepChange(Strict):
    """Another sentence for one of the steps, which are numbered from 1."""

    number: Annotated[int, Field(ge=1, le=100)]
    says: Text


class PhaseChange(Strict):
    """Other sentences for a phase: what leads into it, and what accompanies it."""

    id: Identifier
    begin: Text | None = None
    say: Text | None = None


class CueChange(Strict):
    """Another cue for a fault; the short form for the voice goes with it."""

    fault: Identifier
    cue: Text
    spoken: Text | None = None


class Limit(Strict):
    """What one limit changes in an exercise.

    ``says`` tells the person what is different, or with ``withheld`` why the
    exercise is not offered. ``how``, ``say`` and ``begin`` take the place of
    those of ``[set_up]``; ``tips`` stand before the exercise's own. Faults of
    ``without`` are not looked for, those of ``fault`` only with this limit.
    ``cycle`` are the phases of a repetition that are left, where the exercise
    has others too.
    """

    id: LimitName
    says: Text
    withheld: bool = False
    how: Text | None = None
    say: Text | None = None
    begin: Text | None = None
    tips: tuple[Text, ...] = ()
    without: tuple[Identifier, ...] = ()
    cycle: tuple[Identifier, ...] = ()
    step: tuple[StepChange, ...] = ()
    phase: tuple[PhaseChange, ...] = ()
    cue: tuple[CueChange, ...] = ()
    fault: tuple[Fault, ...] = ()
    source: Text

    @model_validator(mode="after")
    def _withheld_or_changed(self) -> Self:
        changes = (*self.tips, *self.without, *self.cycle, *self.step, *self.phase)
        changes += (*self.cue, *self.fault, *filter(None, (self.how, self.say, self.begin)))
        if self.withheld and changes:
            msg = _("an exercise that is withheld has nothing else to change")
            raise ValueError(msg)
        return self


def limits_of(exercise: Exercise, limits: Collection[str]) -> tuple[Limit, ...]:
    """Return those limits of a person that concern an exercise, in the file's order."""
    return tuple(limit for limit in exercise.limit if limit.id in limits)


def withheld(exercise: Exercise, limits: Collection[str], phase: str | None = None) -> str:
    """Return why an exercise is not offered to a person with these limits; empty if it is.

    Args:
        exercise: The exercise as its file describes it.
        limits: The person's limits.
        phase: The phase that is asked for, where the exercise has two ways of doing it.
    """
    found = limits_of(exercise, limits)
    for limit in found:
        if limit.withheld:
            return limit.says
    counted = {*exercise.repetition.cycle, *exercise.repetition.or_cycle}
    for limit in found:
        counted &= set(limit.cycle or counted)
        if not counted or (phase is not None and limit.cycle and phase not in limit.cycle):
            return limit.says
    return ""


def adapted(exercise: Exercise, limits: Collection[str]) -> Exercise:
    """Return an exercise as a person with these limits does it.

    Where two limits give another sentence for the same place, the later one of
    the file stands. Phases of a repetition stay where no limit would leave any.
    """
    found = limits_of(exercise, limits)
    if not found:
        return exercise
    without = {name for limit in found for name in limit.without}
    cues = {change.fault: change for limit in found for change in limit.cue}
    steps = {change.number: change.says for limit in found for change in limit.step}
    faults = [_cued(one, cues.get(one.id)) for one in exercise.fault if one.id not in without]
    return exercise.model_copy(
        update={
            "set_up": _set_up(exercise.set_up, found),
            "steps": tuple(steps.get(n, step) for n, step in enumerate(exercise.steps, 1)),
            "tips": (*(tip for limit in found for tip in limit.tips), *exercise.tips),
            "phase": tuple(_phase(phase, found) for phase in exercise.phase),
            "repetition": _repetition(exercise, found),
            "fault": (*faults, *(fault for limit in found for fault in limit.fault)),
        }
    )


def adapted_library(library: Iterable[Exercise], limits: Collection[str]) -> tuple[Exercise, ...]:
    """Return all exercises as a person with these limits does them."""
    return tuple(adapted(exercise, limits) for exercise in library)


def _cued(fault: Fault, change: CueChange | None) -> Fault:
    if change is None:
        return fault
    return fault.model_copy(update={"cue": change.cue, "spoken": change.spoken})


def _set_up(set_up: SetUp | None, limits: Iterable[Limit]) -> SetUp | None:
    if set_up is None:
        return None
    said = (limit.model_dump(include={"how", "say", "begin"}) for limit in limits)
    changes = {name: text for one in said for name, text in one.items() if text is not None}
    return set_up.model_copy(update=changes)


def _phase(phase: Phase, limits: Iterable[Limit]) -> Phase:
    changes = (change for limit in limits for change in limit.phase if change.id == phase.id)
    said = (change.model_dump(include={"begin", "say"}, exclude_none=True) for change in changes)
    return phase.model_copy(update={name: text for one in said for name, text in one.items()})


def _repetition(exercise: Exercise, limits: Iterable[Limit]) -> Repetition:
    """Return what one repetition is: phases that every limit leaves."""
    repetition = exercise.repetition
    for limit in limits:
        if limit.cycle:
            cycle = tuple(name for name in repetition.cycle if name in limit.cycle)
            other = tuple(name for name in repetition.or_cycle if name in limit.cycle)
            if cycle or other:
                ways = {"cycle": cycle or other, "or_cycle": other if cycle else ()}
                repetition = repetition.model_copy(update=ways)
    return repetition
