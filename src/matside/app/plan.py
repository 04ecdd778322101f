"""The jobs about a plan: check and follow it, show it, put its times into a calendar, take a step.

What was planned and what was measured is printed, and written as a page for paper.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Final

from rich.console import Console

from matside.analysis.due import DAY_MIN, slots
from matside.analysis.next_step import Suggestion
from matside.analysis.prescription_texts import suggestion_text
from matside.app.known_exercises import known_exercises
from matside.app.own_doses import accept, forget_accepted, own_steps, practised_sessions
from matside.app.prescribed import (
    FollowedPlan,
    Now,
    follow,
    followed,
    forget,
    left_out,
    limit_names,
    required_plan,
    suggestions,
)
from matside.errors import UsageError
from matside.exercise.library import find_exercise
from matside.exercise.prescription import WEEK, WEEKDAYS, PrescribedSession, Prescription
from matside.exercise.programme import Programme, Step, dose_length_s
from matside.record.calendar import WeeklyEvent, calendar_text
from matside.record.files import write_whole
from matside.report.adherence_page import adherence_page
from matside.terminal import texts
from matside.terminal.as_json import print_json, print_json_list
from matside.terminal.progress_table import adherence_report
from matside.terminal.sheets import plan_sheet
from matside.terminal.tables import say
from matside.translation import _
from matside.wording.formatting import day, time_of_day
from matside.wording.labels import dose_text, labels_of

_PLANS: Final = uuid.UUID("6f0c2f3e-9f39-5a54-8f2e-6a2a4f1f9a0d")


def use_plan(path: Path, exercise_files: Sequence[Path] = (), *, as_json: bool = False) -> None:
    """Follow a plan from now on, and show it, as a sheet or as JSON.

    Exercises that it needs are kept with it.

    Raises:
        MatsideError: It is wrong, or cannot be kept.
    """
    prescription = follow(path, exercise_files)
    show_plan(as_json=as_json)
    if not as_json:
        say(texts.PLAN_USED(name=prescription.name))


def show_plan(*, when: datetime | None = None, as_json: bool = False) -> None:
    """Print the plan, what is due next, and the next steps that are suggested; or as JSON.

    Raises:
        MatsideError: There is none, or it cannot be read.
    """
    plan, when = required_plan(), when or _now()
    if as_json:
        print_json(_plain(plan, when))
        return
    steps = {session: step_words(programme) for session, programme in plan.programmes.items()}
    Console().print(plan_sheet(plan.prescription, steps, limit_names(plan.prescription)))
    if lines := left_out(plan, Now.of(when)):
        say("\n" + "\n".join(lines))
    say(f"\n{next_words(plan, when)}")
    labels = labels_of(plan.library.values())
    for suggestion in plan_suggestions(plan):
        say(f"{suggestion_text(suggestion, labels)} {texts.HOW_TO_ACCEPT()}")


def _plain(plan: FollowedPlan, when: datetime) -> dict[str, object]:
    return {
        "plan": plan.prescription,
        "next": plan.next_slot(Now.of(when)),
        "suggestions": plan_suggestions(plan),
        "left_out": left_out(plan, Now.of(when)),
    }


def forget_plan(*, doses: bool = False) -> None:
    """Follow no plan any more, and say so; or with ``doses`` forget the steps that were taken.

    Raises:
        OutputError: It cannot be removed.
    """
    if doses:
        forget_accepted()
        say(texts.DOSES_FORGOTTEN)
        return
    say(texts.PLAN_FORGOTTEN if forget() else texts.PLAN_NONE)


def write_calendar(file: Path, *, when: datetime | None = None) -> None:
    """Write the times of the plan for a calendar, and say where.

    Raises:
        MatsideError: There is no plan, or the file cannot be written.
    """
    write_whole(file, calendar_of(required_plan(), when or _now()), newline="")
    say(texts.CALENDAR_WRITTEN(file=file))


def show_adherence(
    *, file: Path | None = None, when: datetime | None = None, as_json: bool = False
) -> None:
    """Print what was planned and what was measured; write it for paper if a file is named.

    Raises:
        MatsideError: There is no plan, the history cannot be read or the file not be written.
    """
    plan, when = required_plan(), when or _now()
    labels = labels_of(plan.library.values())
    weeks = plan.weeks(Now.of(when))
    if as_json:
        print_json_list("weeks", weeks)
    else:
        Console().print(adherence_report(plan.prescription, weeks, labels))
    if file is not None:
        write_whole(file, adherence_page(plan.prescription, weeks, labels, written=when))
    if file is not None and not as_json:
        say(texts.PAGE_TO_PRINT(path=file))


def take_step(name: str | None = None) -> None:
    """Accept the next step that is suggested, and say what is asked for from now on.

    Raises:
        MatsideError: As ``accept_suggestion``.
    """
    taken = accept_suggestion(name)
    if taken is None:
        say(texts.NOTHING_TO_ACCEPT)
        return
    exercise = labels_of(known_exercises()).exercise(taken.exercise)
    say(texts.ACCEPTED(exercise=exercise, dose=dose_text(taken.dose)))


def accept_suggestion(name: str | None = None) -> Suggestion | None:
    """Ask for the next step that is suggested from now on, and return it; ``None`` for none.

    Without the name of an exercise the only one is meant.

    Raises:
        MatsideError: Several are suggested and none is named, or there is no such exercise.
    """
    found = current_suggestions()
    if name is not None:
        exercise = find_exercise(name, known_exercises()).id
        found = tuple(one for one in found if one.exercise == exercise)
    if not found:
        return None
    if len(found) > 1:
        names = ", ".join(one.exercise for one in found)
        raise UsageError("There are several next steps: name one of {names}.", names=names)
    accept(found[0])
    return found[0]


def current_suggestions() -> tuple[Suggestion, ...]:
    """Return the next steps of the plan, or else of the last session's exercises.

    Raises:
        MatsideError: The plan or the history cannot be read.
    """
    plan = followed()
    if plan is not None:
        return plan_suggestions(plan)
    sessions = practised_sessions()
    library = {exercise.id: exercise for exercise in known_exercises()}
    last = next((s for s in reversed(sessions) if s.live and s.sections), None)
    named = () if last is None else [name for name in last.exercises if name in library]
    steps = own_steps((Step(exercise=name) for name in named), library, sessions)
    return suggestions(steps, library, sessions)


def plan_suggestions(plan: FollowedPlan) -> tuple[Suggestion, ...]:
    """Return the next steps of a plan's sessions."""
    return suggestions(plan.steps, plan.library, plan.sessions, plan.prescription.bounds)


def step_words(programme: Programme) -> tuple[str, ...]:
    """Return the steps of a programme in words."""
    library = {exercise.id: exercise for exercise in known_exercises()}
    lines = []
    for step in programme.step:
        exercise = library[step.exercise]
        phase = "" if step.phase is None else f", {_(exercise.phase_named(step.phase).name)}"
        name, dose = f"{_(exercise.name)}{phase}", dose_text(step.dose_of(exercise))
        lines.append(_("{name}: {dose}", name=name, dose=dose))
    return tuple(lines)


def next_words(plan: FollowedPlan, when: datetime) -> str:
    """Return which session is due next, in a sentence."""
    slot = plan.next_slot(Now.of(when))
    if slot is None:
        return str(texts.PLAN_OVER)
    return texts.PLAN_NEXT(
        name=plan.programmes[slot.session].name,
        day=day(date.fromordinal(slot.day)),
        time=time_of_day(slot.minute),
    )


def calendar_of(plan: FollowedPlan, when: datetime) -> str:
    """Return the times of a plan as an iCalendar file (RFC 5545), made at ``when``."""
    return calendar_text(plan.prescription.name, list(events_of(plan)), stamp=when)


def events_of(plan: FollowedPlan) -> Iterator[WeeklyEvent]:
    """Yield an event for each time of day of each session of a plan."""
    for session in plan.prescription.session:
        programme = plan.programmes[session.id]
        length_s = sum(
            dose_length_s(step.dose_of(plan.library[step.exercise])) for step in programme.step
        )
        for minute in session.minutes:
            yield _event(plan.prescription, session, minute, programme, length_s)


def _event(
    prescription: Prescription,
    session: PrescribedSession,
    minute: int,
    programme: Programme,
    length_s: float,
) -> WeeklyEvent:
    first, last = prescription.span_of(session)
    due = next(s for s in slots(prescription, first, first + WEEK) if s.session == session.id)
    at = timedelta(minutes=minute)
    lines = (*step_words(programme), *map(_, programme.safety))
    name = f"{prescription.id}/{prescription.first_day}/{session.id}/{minute}"
    return WeeklyEvent(
        uid=f"{uuid.uuid5(_PLANS, name)}@matside",
        first=datetime.fromordinal(due.day) + at,
        weekdays=[WEEKDAYS.index(one) for one in session.days],
        until=None if last is None else datetime.fromordinal(last) + timedelta(minutes=DAY_MIN - 1),
        minutes=max(1, round(length_s / 60.0)),
        summary=session.name,
        description="\n".join(lines),
    )


def _now() -> datetime:
    return datetime.now().astimezone()
