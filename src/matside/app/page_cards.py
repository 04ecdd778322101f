"""Exercises, programmes and sessions of the plan as the page offers them to this person."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from matside.app.known_exercises import known_exercises
from matside.app.plan import step_words
from matside.app.practice_steps import allowed_steps
from matside.app.prescribed import OF_PLAN, followed, limits_in_force
from matside.errors import ExerciseError
from matside.exercise.adapting import adapted, limits_of, withheld
from matside.exercise.programme import Programme, dose_length_s
from matside.exercise.programmes import load_programmes
from matside.exercise.schema import Exercise
from matside.page import texts
from matside.page.model import DoseChoice, ExerciseCard
from matside.translation import _
from matside.wording.formatting import listing
from matside.wording.labels import dose_text


def offered_cards() -> Sequence[ExerciseCard]:
    """Return the exercises and programmes that are offered."""
    library, limits = known_exercises(), limits_in_force()
    known = {exercise.id: exercise for exercise in library}
    programmes = (_programme_card(one, known, limits) for one in load_programmes(library))
    return [
        *(_card(exercise, limits) for exercise in library),
        *programmes,
        *_planned_cards(known, limits),
    ]


def _about(length_s: float) -> str:
    return texts.ABOUT_MINUTES(max(1, round(length_s / 60.0)))


def _programme_card(
    programme: Programme, known: Mapping[str, Exercise], limits: Collection[str]
) -> ExerciseCard:
    left, without = allowed_steps(programme.step, known, limits)
    steps = [
        (known[step.exercise], step.dose_of(known[step.exercise]))
        for step in left or programme.step
    ]
    safety = (*programme.safety, *(line for exercise, _dose in steps for line in exercise.safety))
    return ExerciseCard(
        id=programme.id,
        programme=True,
        figure=steps[0][0].id,
        name=_(programme.name),
        says=_(programme.purpose),
        dose=listing([*dict.fromkeys(_(exercise.name) for exercise, _dose in steps)]),
        length=_about(sum(dose_length_s(dose) for _exercise, dose in steps)),
        steps=tuple(
            texts.STEP(name=_(exercise.name), dose=dose_text(dose)) for exercise, dose in steps
        ),
        tips=(),
        safety=tuple(map(_, dict.fromkeys(safety))),
        camera=_(steps[0][0].view),
        command=f"matside practise {programme.id}",
        changes=without,
        withheld="" if left else " ".join(without),
    )


def _planned_cards(known: Mapping[str, Exercise], limits: Collection[str]) -> list[ExerciseCard]:
    try:
        plan = followed()
    except ExerciseError:  # the page of the plan tells why
        return []
    return [
        replace(
            _programme_card(programme, known, limits),
            id=f"{OF_PLAN}{session}",
            planned=True,
            steps=step_words(programme),
            command="matside practise",
        )
        for session, programme in (() if plan is None else plan.programmes.items())
    ]


def _card(exercise: Exercise, limits: Collection[str]) -> ExerciseCard:
    reason, exercise = withheld(exercise, limits), adapted(exercise, limits)
    dose = exercise.dose[0]
    return ExerciseCard(
        id=exercise.id,
        programme=False,
        figure=exercise.id,
        name=_(exercise.name),
        says=_(exercise.says),
        dose=dose_text(dose),
        length=_about(dose_length_s(dose)),
        steps=tuple(map(_, exercise.steps)),
        tips=tuple(map(_, exercise.tips)),
        safety=tuple(map(_, exercise.safety)),
        camera=_(exercise.view),
        command=f"matside practise {exercise.id}",
        doses=tuple(
            DoseChoice(id=one.id, name=_(one.name), words=dose_text(one)) for one in exercise.dose
        ),
        changes=() if reason else tuple(_(one.says) for one in limits_of(exercise, limits)),
        withheld=_(reason),
    )
