"""The steps of a live session: those asked for, or the plan's for today, as limits leave them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from rich.console import Console
from rich.text import Text

from matside.app.known_exercises import known_exercises
from matside.app.own_doses import own_steps
from matside.app.practice_setting import PracticeOptions
from matside.app.prescribed import (
    OF_PLAN,
    FollowedPlan,
    Now,
    followed,
    kept_limits,
    required_plan,
)
from matside.app.request import Request
from matside.errors import ExerciseError, UsageError, WithheldError
from matside.exercise.adapting import withheld
from matside.exercise.library import find_exercise
from matside.exercise.limits import LimitName
from matside.exercise.programme import Programme, Step, step_problems
from matside.exercise.programmes import find_programme
from matside.exercise.schema import Exercise
from matside.guidance import screening_texts
from matside.terminal import texts
from matside.translation import _


def with_plan(
    options: PracticeOptions, *, console: Console, when: datetime | None = None
) -> PracticeOptions:
    """Return the options with what the plan has for today, where nothing else is named.

    The limits that the plan names hold for every session, not for its own alone: they are the
    person's. A plan that is not right hinders nobody who asks for something else; it is told.

    Raises:
        MatsideError: The plan is asked for, and cannot be read, or the history cannot.
    """
    named, when = options.exercises, when or datetime.now().astimezone()
    try:
        plan = followed()
    except ExerciseError as error:
        if any(name.startswith(OF_PLAN) for name in named) or not (named or options.free):
            raise
        console.print(Text(str(error)), soft_wrap=True)
        return _limited(options, kept_limits())
    if plan is None:
        return options
    if not (named or options.free):
        named = _due_today(plan, when, console)
    return _limited(
        replace(options, exercises=named), plan.prescription.limits_on(when.toordinal())
    )


def _limited(options: PracticeOptions, limits: Iterable[LimitName]) -> PracticeOptions:
    return replace(options, limits=tuple(sorted({*options.limits, *limits})))


def asked_steps(
    options: PracticeOptions, library: tuple[Exercise, ...]
) -> tuple[tuple[Step, ...], str]:
    """Return the steps that were asked for, and the name of the programme if there is one alone.

    Doses that the person has accepted stand in the place of the files' own;
    what is asked for by an option stays as it is.

    Raises:
        UsageError: There is no such exercise or programme, or a dose that is
            asked for does not fit it.
    """
    known = {exercise.id: exercise for exercise in library}
    steps: list[Step] = []
    names: list[str] = []
    for name in options.exercises:
        programme = _programme_named(name, library)
        if programme is None:
            step = _own_step(_exercise_named(name, library), options)
            steps += [step] if options.asked or options.dose else own_steps([step], known)
            continue
        if options.asked or options.dose:
            raise UsageError(
                "{programme} has doses of its own: leave --dose, --hold and the "
                "like out, or name its exercises.",
                programme=_(programme.name),
            )
        steps += own_steps(programme.step, known)
        names.append(programme.name)
    alone = len(options.exercises) == 1 and len(names) == 1
    return tuple(steps), names[0] if alone else ""


def _programme_named(name: str, library: tuple[Exercise, ...]) -> Programme | None:
    """Return a programme, or a session of the plan; ``None`` where the name is of neither.

    Raises:
        MatsideError: A session of the plan is meant, and there is none of this name.
    """
    if not name.startswith(OF_PLAN):
        return find_programme(name, library)
    plan = required_plan()
    session = name.removeprefix(OF_PLAN)
    if session not in plan.programmes:
        raise UsageError(
            "The plan has no session '{session}': it has {sessions}.",
            session=session,
            sessions=", ".join(plan.programmes),
        )
    return plan.programmes[session]


def _due_today(plan: FollowedPlan, when: datetime, console: Console) -> tuple[str, ...]:
    slot = plan.next_slot(Now.of(when))
    if slot is None or slot.day != when.toordinal():
        return ()
    name = plan.programmes[slot.session].name
    console.print(Text(texts.PLAN_BEGINS(name=name)), soft_wrap=True)
    return (f"{OF_PLAN}{slot.session}",)


def _exercise_named(name: str, library: tuple[Exercise, ...]) -> Exercise:
    try:
        return find_exercise(name, library)
    except UsageError as error:
        raise UsageError(
            "{error} A programme may be named too: 'matside exercises list' shows both.",
            error=error,
        ) from error


def _own_step(exercise: Exercise, options: PracticeOptions) -> Step:
    known = any(dose.id == options.dose for dose in exercise.dose)
    asked = {"exercise": exercise.id, "dose": options.dose if known else None, **options.asked}
    step = Step.model_validate(asked)
    problems = step_problems(step, exercise)
    if problems:
        raise UsageError(
            "{exercise}: {problem}.", exercise=_(exercise.name), problem=problems[0][1]
        )
    return step


def allowed_steps(
    steps: Sequence[Step], known: Mapping[str, Exercise], limits: Collection[str]
) -> tuple[tuple[Step, ...], tuple[str, ...]]:
    """Return the steps that a person's limits leave, and which are left out and why."""
    reasons = {step: withheld(known[step.exercise], limits, step.phase) for step in steps}
    left_out = dict.fromkeys(
        screening_texts.WITHHELD(exercise=_(known[step.exercise].name), reason=_(reason))
        for step, reason in reasons.items()
        if reason
    )
    return tuple(step for step in steps if not reasons[step]), tuple(left_out)


def planned(
    options: PracticeOptions, console: Console | None = None
) -> tuple[Request, tuple[Step, ...], str]:
    """Return what is looked for, the steps, and the programme's name.

    Steps that the person's limits withhold are left out, and it is said.

    Raises:
        UsageError: There is no such exercise, programme or dose, a dose does not fit, or the
            person's limits leave nothing of it.
    """
    library = known_exercises(options.exercise_files)
    steps, name = asked_steps(options, library)
    known = {exercise.id: exercise for exercise in library}
    left, told = allowed_steps(steps, known, options.limits)
    if not options.insist:
        if steps and not left:
            raise WithheldError(screening_texts.ALL_WITHHELD(reasons=" ".join(told)))
        steps = left
        for line in told:
            (console or Console()).print(Text(line), soft_wrap=True)
    asked = tuple(step.exercise for step in steps)
    request = Request(library=library, exercises=asked, dose=options.dose)
    return request.adapted_to(options.limits), steps, name
