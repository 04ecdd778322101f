"""What a limit of the person changes in an exercise: sentences, faults, or that it is offered.

A limit is something that stays with a person for a while, such as sore wrists.
The words for limits are closed; what each of them changes stands in the file
of the exercise, so that a new exercise needs no Python for it.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from matside.exercise.conditions import FileText, Identifier, Strict
from matside.exercise.fault_kinds import Fault
from matside.translation import _


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
    says: FileText


class PhaseChange(Strict):
    """Other sentences for a phase: what leads into it, and what accompanies it."""

    id: Identifier
    begin: FileText | None = None
    say: FileText | None = None


class CueChange(Strict):
    """Another cue for a fault; the short form for the voice goes with it."""

    fault: Identifier
    cue: FileText
    spoken: FileText | None = None


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
    says: FileText
    withheld: bool = False
    how: FileText | None = None
    say: FileText | None = None
    begin: FileText | None = None
    tips: tuple[FileText, ...] = ()
    without: tuple[Identifier, ...] = ()
    cycle: tuple[Identifier, ...] = ()
    step: tuple[StepChange, ...] = ()
    phase: tuple[PhaseChange, ...] = ()
    cue: tuple[CueChange, ...] = ()
    fault: tuple[Fault, ...] = ()
    source: FileText

    @model_validator(mode="after")
    def _withheld_or_changed(self) -> Self:
        changes = (*self.tips, *self.without, *self.cycle, *self.step, *self.phase)
        changes += (*self.cue, *self.fault, *filter(None, (self.how, self.say, self.begin)))
        if self.withheld and changes:
            msg = _("an exercise that is withheld has nothing else to change")
            raise ValueError(msg)
        return self
