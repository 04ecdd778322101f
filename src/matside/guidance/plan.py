"""A session as data: steps unrolled to work, rests and transitions, through which a person is led.

Hold × side is the unit of work, so that each side gets its full time; of
exercises that are counted, a set on one side is. Nothing here knows a clock.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Final

from matside.body.landmark import Side
from matside.exercise.programme import REST_S, SWITCH_S, SidePolicy, Step, is_held
from matside.exercise.schema import Dose, Exercise
from matside.states import replace

EASED_HOLD: Final = 0.6
"""Holds are eased to this share of their length, and not below ``LEAST_HOLD_S``."""
EASED_REPS: Final = 0.6
LEAST_HOLD_S: Final = 5.0
"""A count of five, the shortest hold that is prescribed (Arthritis Research Campaign)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Work:
    """One hold, or one set of repetitions, on one side.

    Attributes:
        step: Index of the step.
        exercise: Identifier of the exercise.
        side: The side that is worked; ``None`` for no side or any.
        set: Number of the set, from 1.
        number: Which unit of its side it is within the step, from 1.
        reps: Repetitions, or 1 for a hold.
    """

    step: int
    exercise: str
    side: Side | None
    set: int
    number: int
    reps: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Rest:
    """A pause between two sets."""

    step: int
    length_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """Time to change sides."""

    step: int
    length_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Transition:
    """The way into the first position of the step's exercise."""

    step: int
    exercise: str


Item = Work | Rest | Switch | Transition


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedStep:
    """A step as it is done: its exercise, dose, sides and pauses, all known.

    Attributes:
        exercise: Identifier of the exercise.
        dose: How much of it, in the coach's terms.
        policy: Which sides are worked.
        first: The side that is worked first, where each is.
        phase: The phase that counts; ``None`` for any that completes a repetition.
        held: Whether its repetitions are holds.
        rest_s: Length of the rest between two sets; 0 for none.
        switch_s: Time to change sides; 0 for none.
        note: What the file says to the person about this step.
    """

    exercise: str
    dose: Dose
    policy: SidePolicy
    held: bool
    first: Side = Side.LEFT
    phase: str | None = None
    rest_s: float = REST_S
    switch_s: float = SWITCH_S
    note: str = ""

    @property
    def sides(self) -> tuple[Side | None, ...]:
        """The sides in the order in which they are worked."""
        if self.policy == "each":
            return (self.first, self.first.other)
        if self.policy == "any":
            return (None,)
        return (Side(self.policy),)

    @property
    def unit_reps(self) -> int:
        """Repetitions in a unit of work: one hold, or one set of repetitions."""
        return 1 if self.held else self.dose.reps

    @property
    def units(self) -> int:
        """Units of work that the step asks for on each of its sides."""
        return self.dose.sets * (self.dose.reps if self.held else 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a session asks for; without steps, whatever the person does is recognised.

    Attributes:
        steps: The steps in order.
        name: What the programme is called; empty where there is none.
        items: The steps unrolled, in the order in which they are done.
    """

    steps: tuple[PlannedStep, ...] = ()
    name: str = ""
    items: tuple[Item, ...] = field(init=False)

    def __post_init__(self) -> None:
        items = [item for index, step in enumerate(self.steps) for item in _unrolled(index, step)]
        object.__setattr__(self, "items", tuple(items))

    def starting(self, index: int, side: Side) -> Plan:
        """Return the plan in which a step begins with this side."""
        step = replace(self.steps[index], first=side)
        return replace(self, steps=(*self.steps[:index], step, *self.steps[index + 1 :]))

    def eased(self, index: int) -> Plan:
        """Return the plan with shorter holds and fewer repetitions from a step on."""
        kept, rest = self.steps[:index], self.steps[index:]
        return replace(self, steps=(*kept, *map(_eased, rest)))

    def first_of(self, step: int, number: int = 1) -> int:
        """Return the index of the first work of a set of a step, or else of the way into it."""
        for index, item in enumerate(self.items):
            if isinstance(item, Work) and item.step == step and item.set == number:
                return index
        return self.transition_to(step)

    def transition_to(self, step: int) -> int:
        """Return the index of the transition to a step; the end where there is no such step."""
        for index, item in enumerate(self.items):
            if isinstance(item, Transition) and item.step == step:
                return index
        return len(self.items)


def plan_of(steps: Iterable[Step], exercises: Mapping[str, Exercise], name: str = "") -> Plan:
    """Return the plan of these steps.

    Raises:
        KeyError: A step names an exercise or a dose that is not known.
    """
    return Plan(steps=tuple(_planned(step, exercises[step.exercise]) for step in steps), name=name)


def _planned(step: Step, exercise: Exercise) -> PlannedStep:
    dose = step.dose_of(exercise)
    return PlannedStep(
        exercise=exercise.id,
        dose=dose,
        policy=step.side_policy(exercise),
        held=is_held(exercise),
        phase=step.phase,
        rest_s=_first_given(step.rest_s, dose.rest_s, REST_S),
        switch_s=_first_given(step.switch_s, SWITCH_S),
        note=step.note or "",
    )


def _first_given(*values: float | None) -> float:
    return next(value for value in values if value is not None)


def _eased(step: PlannedStep) -> PlannedStep:
    hold_s, reps = step.dose.hold_s, step.dose.reps
    changes: dict[str, object] = {}
    if step.held and hold_s is not None:
        changes["hold_s"] = min(hold_s, max(LEAST_HOLD_S, float(round(EASED_HOLD * hold_s))))
    if reps > 1:
        changes["reps"] = max(1, round(EASED_REPS * reps))
    return replace(step, dose=step.dose.model_copy(update=changes))


def _unrolled(index: int, step: PlannedStep) -> Iterator[Item]:
    yield Transition(step=index, exercise=step.exercise)
    per_set = step.dose.reps if step.held else 1
    for number in range(1, step.dose.sets + 1):
        if number > 1 and step.rest_s > 0.0:
            yield Rest(step=index, length_s=step.rest_s)
        begun = False
        for unit in range(per_set):
            for side in step.sides:
                if begun and len(step.sides) > 1 and step.switch_s > 0.0:
                    yield Switch(step=index, length_s=step.switch_s)
                begun = True
                yield Work(
                    step=index,
                    exercise=step.exercise,
                    side=side,
                    set=number,
                    number=(number - 1) * per_set + unit + 1,
                    reps=step.unit_reps,
                )
