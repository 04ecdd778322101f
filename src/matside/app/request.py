"""What is to be looked for: exercises by name, and the dose to aim at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from matside.app.coach_runner import CoachRunner
from matside.errors import UsageError
from matside.exercise.library import find_exercise
from matside.exercise.schema import Exercise
from matside.record.trace import StepBegun

_BETWEEN = ","


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be looked for.

    Attributes:
        library: All exercises that are known.
        exercises: Names of those that are done, in order; none to recognise them.
        dose: Identifier of the dose to aim at; ``None`` for each exercise's first.
        steps: The steps of a plan that a session followed which is judged again.
    """

    library: tuple[Exercise, ...]
    exercises: tuple[str, ...] = ()
    dose: str | None = None
    steps: tuple[StepBegun, ...] = ()

    def wanted(self) -> tuple[Exercise, ...]:
        """Return the exercises to look for: those that were named, or all.

        Raises:
            UsageError: There is no exercise of that name.
        """
        named = (find_exercise(name, self.library) for name in self.exercises)
        return tuple({exercise.id: exercise for exercise in named}.values()) or self.library

    def targets(self) -> tuple[str, ...]:
        """Return the identifiers of the exercises that were named, in order.

        Raises:
            UsageError: There is no exercise of that name.
        """
        return tuple(find_exercise(name, self.library).id for name in self.exercises)

    def runner(self) -> CoachRunner:
        """Return a coach for one stream.

        Raises:
            UsageError: There is no exercise or dose of that name.
        """
        wanted = self.wanted()
        doses = sorted({dose.id for exercise in wanted for dose in exercise.dose})
        if self.dose is not None and self.dose not in doses:
            raise UsageError(
                f"There is no dose called '{self.dose}': choose one of {', '.join(doses)}."
            )
        forced = bool(self.exercises) and len(wanted) == 1
        runner = CoachRunner(wanted, forced=forced, dose=self.dose or "")
        runner.follow_steps(self.steps)
        return runner

    def options(self) -> dict[str, str | None]:
        """Return what was asked for as a trace tells it, for ``resumed``."""
        return {"exercise": _BETWEEN.join(self.targets()) or None, "dose": self.dose}

    def resumed(self, options: Mapping[str, object], steps: tuple[StepBegun, ...] = ()) -> Request:
        """Return the request with what a trace was made with, where nothing else is asked for."""
        exercise, dose = options.get("exercise"), options.get("dose")
        return replace(
            self,
            exercises=self.exercises or tuple(str(exercise).split(_BETWEEN) if exercise else ()),
            dose=self.dose or (str(dose) if dose else None),
            steps=() if self.exercises or self.dose else steps,
        )
