"""Schema of a programme file: exercises in order, with doses, sides and rests.

A programme names exercises and leaves how they are judged to the exercise
files. Times are in seconds.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import ConfigDict, Field

from matside.exercise.conditions import Duration, FileText, Identifier, Strict
from matside.exercise.schema import Dose, Exercise, SetUp
from matside.translation import N_, _

REST_S: Final = 20.0
"""Rest between two sets where neither the step nor its dose says otherwise."""
SWITCH_S: Final = 8.0
"""Time to change sides; people ask for a pause of 5 to 10 s, so that the second side gets its
full time (issue trackers of timer apps: liftosaur 356 and 642)."""
REP_S: Final = 10.0
"""About how long a repetition takes: a breath in of 4 s and out of 6 s, the pacer's usual."""
CHANGE_S: Final = 8.0
"""About how long it takes to get into a hold and out of it."""
SOURCE_OF_OWN_DOSE: Final = "Asked for by the person"

Pause = Annotated[float, Field(ge=0, le=600)]
SidePolicy = Literal["each", "left", "right", "any"]
"""Both sides equally often, one side alone, or whichever the person takes."""


class Later(Strict):
    """What follows once the exercise has gone well on ``days`` days, the last ones in a row.

    It has gone well where pain was reported before and after, was 0 to 3 of 10 and did not grow.
    Then ``phase`` counts instead, and ``note`` is said.
    """

    days: Annotated[int, Field(ge=1, le=60)]
    phase: Identifier
    note: FileText | None = None


class Step(Strict):
    """One exercise of a programme; what is left out is as the exercise's dose says.

    ``phase`` names the phase that counts where an exercise has two ways of
    doing it, such as one knee or both.
    """

    exercise: Identifier
    dose: Identifier | None = None
    phase: Identifier | None = None
    side: SidePolicy | None = None
    sets: Annotated[int, Field(ge=1, le=20)] | None = None
    reps: Annotated[int, Field(ge=1, le=100)] | None = None
    hold_s: Duration | None = None
    rest_s: Pause | None = None
    switch_s: Pause | None = None
    note: FileText | None = None
    later: Later | None = None

    def dose_of(self, exercise: Exercise) -> Dose:
        """Return the dose that this step asks for; ``KeyError`` if the exercise has none of it."""
        base = dose_named(exercise, self.dose)
        changed: dict[str, object] = {
            name: value
            for name in ("sets", "reps", "hold_s")
            if (value := getattr(self, name)) is not None
        }
        if not is_held(exercise):
            changed.pop("hold_s", None)
        each = self.side_policy(exercise) == "each"
        if each != base.each_side:
            changed["each_side"] = each
        if changed.keys() - {"each_side"}:
            changed["source"] = SOURCE_OF_OWN_DOSE
        return base.model_copy(update=changed)

    def side_policy(self, exercise: Exercise) -> SidePolicy:
        """Return which sides are worked: each where the exercise has sides, unless it is said."""
        if self.side is not None:
            return self.side
        return "each" if has_sides(exercise, self.phase) else "any"


class Programme(Strict):
    """A sequence of steps for one purpose, such as a desk break."""

    model_config = ConfigDict(title="matside programme")

    schema_version: Literal[1]
    id: Identifier
    name: FileText
    also: tuple[FileText, ...] = ()
    purpose: FileText
    cues: Literal["few", "normal", "many"] | None = None
    safety: tuple[FileText, ...] = ()
    sources: Annotated[tuple[FileText, ...], Field(min_length=1)]
    step: Annotated[tuple[Step, ...], Field(min_length=1, max_length=20)]


def dose_named(exercise: Exercise, identifier: str | None) -> Dose:
    """Return a dose by its identifier, or the first; ``KeyError`` if there is none of this name."""
    if identifier is None:
        return exercise.dose[0]
    for dose in exercise.dose:
        if dose.id == identifier:
            return dose
    raise KeyError(identifier)


def is_held(exercise: Exercise) -> bool:
    """Return whether the repetitions of an exercise are holds."""
    return exercise.phase_named(exercise.repetition.cycle[0]).kind == "hold"


def has_sides(exercise: Exercise, phase: str | None = None) -> bool:
    """Return whether what counts, or the phase that is named, exists for each side."""
    counted = (phase,) if phase is not None else exercise.repetition.cycle
    return any(exercise.phase_named(name).sides for name in counted)


def dose_length_s(dose: Dose) -> float:
    """Return about how long a dose takes, in seconds."""
    times = dose.reps * dose.sets * (2 if dose.each_side else 1)
    return times * (REP_S if dose.hold_s is None else dose.hold_s + CHANGE_S)


def step_problems(step: Step, exercise: Exercise) -> tuple[tuple[str, str], ...]:
    """Return what a step asks of an exercise that it does not have: the key, and a clause."""
    doses, phases = [dose.id for dose in exercise.dose], [phase.id for phase in exercise.phase]
    named = (
        ("dose", step.dose, doses),
        ("phase", step.phase, phases),
        ("later", step.later and step.later.phase, phases),
    )
    found = [
        (
            key,
            _(
                "{key}: expected one of {known}, found '{name}'",
                key=key,
                name=name,
                known=", ".join(ids),
            ),
        )
        for key, name, ids in named
        if name is not None and name not in ids
    ]
    if step.phase is not None and step.phase not in phases:
        return tuple(found)
    if step.hold_s is not None and not is_held(exercise):
        says = _("hold_s: {id} is counted and not held; give reps instead", id=exercise.id)
        found.append(("hold_s", says))
    if step.side not in (None, "any") and not has_sides(exercise, step.phase):
        says = _('side: {id} has no sides here; leave it out or write "any"', id=exercise.id)
        found.append(("side", says))
    return tuple(found)


def set_up_of(exercise: Exercise) -> SetUp:
    """Return how an exercise is begun: as its file says, or else by its first step."""
    if exercise.set_up is not None:
        return exercise.set_up
    postures = {p for phase in exercise.phase for p in phase.postures} - {"other", "unseen"}
    known = tuple(sorted(postures)) or exercise.phase[0].postures
    return SetUp(say=exercise.steps[0], postures=known, begin=N_("Begin."))
