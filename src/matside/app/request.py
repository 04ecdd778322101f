"""What is to be looked for: exercises by name and the dose to aim at; and the coach that looks."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from matside.body.frames import PoseFrame
from matside.coach.events import Event
from matside.coach.result import FrameResult
from matside.coach.session import begin_step, change_dose, finish, start, step
from matside.coach.summary import Notice, NoticeKind, Summary
from matside.coach.tally import Tally
from matside.errors import UsageError
from matside.exercise.adapting import adapted_library, limits_of
from matside.exercise.library import find_exercise
from matside.exercise.limits import LimitName
from matside.exercise.schema import Exercise
from matside.record.trace import StepBegun

_BETWEEN = ","


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be looked for.

    Attributes:
        library: All exercises that are known, as a person with ``limits`` does them.
        exercises: Names of those that are done, in order; none to recognise them.
        dose: Identifier of the dose to aim at; ``None`` for each exercise's first.
        steps: The steps of a plan that a session followed which is judged again.
        limits: The limits of the person that the library is adapted to (``adapted_to``).
    """

    library: tuple[Exercise, ...]
    exercises: tuple[str, ...] = ()
    dose: str | None = None
    steps: tuple[StepBegun, ...] = ()
    limits: tuple[LimitName, ...] = ()

    def adapted_to(self, limits: Iterable[LimitName]) -> Request:
        """Return the request with its exercises as a person with these limits does them."""
        limits = tuple(limits)
        return replace(self, library=adapted_library(self.library, limits), limits=limits)

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
                "There is no dose called '{dose}': choose one of {known}.",
                dose=self.dose,
                known=", ".join(doses),
            )
        forced = bool(self.exercises) and len(wanted) == 1
        return CoachRunner(wanted, forced=forced, dose=self.dose or "", steps=self.steps)

    def options(self) -> dict[str, str | None]:
        """Return what was asked for as a trace records it, for ``resumed``.

        Limits that change none of the exercises are nobody's business there.
        """
        options = {"exercise": _BETWEEN.join(self.targets()) or None, "dose": self.dose}
        found = {limit.id for one in self.wanted() for limit in limits_of(one, self.limits)}
        if found:
            options["limits"] = _BETWEEN.join(sorted(found))
        return options

    def resumed(self, options: Mapping[str, object], steps: tuple[StepBegun, ...] = ()) -> Request:
        """Return the request with what a trace was made with, where nothing else is asked for."""
        exercise, dose = options.get("exercise"), options.get("dose")
        made = self if self.limits else self.adapted_to(limits_in_options(options))
        return replace(
            made,
            exercises=self.exercises or tuple(str(exercise).split(_BETWEEN) if exercise else ()),
            dose=self.dose or (str(dose) if dose else None),
            steps=() if self.exercises or self.dose else steps,
        )


def limits_in_options(options: Mapping[str, object]) -> tuple[LimitName, ...]:
    """Return the limits that a session was judged with; those of a later matside are left out."""
    known = {name.value: name for name in LimitName}
    words = str(options.get("limits") or "").split(_BETWEEN)
    return tuple(known[word] for word in words if word in known)


class CoachRunner:
    """Runs the coach on poses in the order of their times, and collects the summary.

    Args:
        exercises: The exercises to look for.
        forced: Whether there is only one and it was named.
        dose: Identifier of the dose to aim at; empty for each exercise's first.
        steps: Steps of a plan to judge by from their times on, where a session is replayed.

    Attributes:
        events: Everything that happened so far, in order of report.
    """

    def __init__(
        self,
        exercises: Sequence[Exercise],
        *,
        forced: bool = False,
        dose: str = "",
        steps: Iterable[StepBegun] = (),
    ) -> None:
        self._named = exercises[0].id if forced else ""
        self._steps = deque(steps)
        self._state = start(exercises, forced=forced, dose=dose)
        self._tally = Tally()
        self.events: list[Event] = []

    def take(self, pose: PoseFrame) -> FrameResult:
        """Return what is known after this pose."""
        while self._steps and pose.t_s >= self._steps[0].t_s:
            self.follow(self._steps.popleft())
        self._state, result = step(self._state, pose)
        self._tally.add(result)
        self.events += result.events
        return result

    def follow(self, begun: StepBegun) -> None:
        """Judge by this step alone from the next pose on.

        Its counters begin at zero, unless it only has another dose from now on.
        """
        if not begun.anew:
            self._state = change_dose(self._state, begun.dose)
            return
        self._state, events = begin_step(self._state, begun.exercise, begun.dose)
        self._tally.add_events(events)
        self._tally.begin_step(begun.exercise, begun.dose)
        self.events += events

    def so_far(self) -> Summary:
        """Return the result if it ended with the last frame; it may go on afterwards."""
        state, events = finish(self._state)
        return self._tally.summary(state, ending=events)

    def end(self) -> Summary:
        """Return the result of the whole session; holds that still run end with the last frame."""
        self._state, events = finish(self._state)
        self._tally.add_events(events)
        self.events += events
        summary = self._tally.summary(self._state)
        if self._named and summary.frames and not summary.sections:
            return summary.noting(Notice(kind=NoticeKind.NOT_SEEN, exercise=self._named))
        return summary
