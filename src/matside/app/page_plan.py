"""The plan as the page shows it: this week, what is next, what was measured, what is suggested."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import tomli_w

from matside.analysis import prescription_texts
from matside.analysis.due import Slot, SlotDone, monday_of
from matside.analysis.prescription_texts import suggestion_text
from matside.app.known_exercises import known_exercises, plan_exercise_files
from matside.app.plan import calendar_of, current_suggestions, plan_suggestions, step_words
from matside.app.prescribed import (
    FILE,
    OF_PLAN,
    FollowedPlan,
    Now,
    follow,
    followed,
    left_out,
    limit_names,
    plan_with,
)
from matside.errors import ExerciseError, UsageError
from matside.exercise.library import is_exercise
from matside.exercise.prescription import WEEK, weekday
from matside.exercise.programme import Programme
from matside.exercise.programmes import checked_prescription, load_programmes
from matside.exercise.schema import Exercise
from matside.page import texts
from matside.page.model import Document
from matside.page.session_model import (
    NextStep,
    PlannedRow,
    PlannedSession,
    PlanPage,
    WrittenPlan,
)
from matside.report.adherence_page import adherence_page
from matside.report.page import STYLES_ONLY
from matside.wording.formatting import day, day_short, listing, time_of_day
from matside.wording.labels import labels_of


def plan_page(when: datetime | None = None) -> PlanPage:
    """Return the plan that the person follows; one without a name where there is none.

    ``when`` is now, in the time of the place; ``None`` for the clock's.

    Raises:
        HistoryError: The history cannot be read.
    """
    when = when or datetime.now().astimezone()
    labels = labels_of(known_exercises())
    try:
        plan = followed()
    except ExerciseError as error:  # an update may not know what the plan names; all else goes on
        return PlanPage(trouble=str(error))
    suggested = current_suggestions() if plan is None else plan_suggestions(plan)
    steps = tuple(
        NextStep(exercise=one.exercise, words=suggestion_text(one, labels)) for one in suggested
    )
    if plan is None:
        return PlanPage(steps=steps)
    return _page_of(plan, Now.of(when), steps)


def _page_of(plan: FollowedPlan, now: Now, steps: tuple[NextStep, ...] = ()) -> PlanPage:
    labels = labels_of(plan.library.values())
    slot, weeks = plan.next_slot(now), plan.weeks(now)
    names = [day_short(date.fromordinal(week.monday)) for week in weeks]
    named_weeks = list(zip(weeks, names, strict=True))
    monday = monday_of(now.day)
    return PlanPage(
        name=plan.prescription.name,
        about=(
            *prescription_texts.about(plan.prescription, limit_names(plan.prescription)),
            *left_out(plan, now),
        ),
        next_card="" if slot is None else f"{OF_PLAN}{slot.session}",
        next_at="" if slot is None else _when(slot, now),
        now=slot is not None and (slot.day, slot.minute) <= (now.day, now.minute),
        week=tuple(_row(one, plan, now) for one in plan.between(monday, monday + WEEK - 1)),
        sessions=tuple(
            PlannedSession(
                name=one.name,
                when=tuple(prescription_texts.when(one)),
                steps=step_words(plan.programmes[one.id]),
                note=one.note or "",
            )
            for one in plan.prescription.session
        ),
        steps=steps,
        opening=prescription_texts.opening(plan.prescription, weeks),
        weeks_head=tuple(map(str, prescription_texts.WEEKS_HEAD)),
        weeks=tuple(prescription_texts.week_cells(week, name) for week, name in named_weeks),
        exercises_head=tuple(map(str, prescription_texts.EXERCISES_HEAD)),
        exercises=tuple(
            row
            for week, name in named_weeks
            for row in prescription_texts.exercise_cells(week, name, labels)
        ),
        note=prescription_texts.how_counted(),
    )


def printed_plan() -> Document:
    """Return what was planned and what was measured, as a page to print.

    Raises:
        MatsideError: There is no plan, or the history cannot be read.
    """
    when, plan = datetime.now().astimezone(), _followed()
    labels = labels_of(known_exercises())
    weeks = plan.weeks(Now.of(when))
    html = adherence_page(plan.prescription, weeks, labels, written=when)
    return Document(html=html, policy=STYLES_ONLY)


def take_plan(files: Sequence[Path]) -> None:
    """Check the copy of a plan that was sent, and follow it from now on.

    With it come the exercises that were sent, in any order.

    Raises:
        UsageError: There are two plans among them.
        ExerciseError: All that is wrong with them, under the names that the person knows.
        OutputError: They cannot be kept.
    """
    exercises = [path for path in files if is_exercise(path)]
    plans = [path for path in files if path not in exercises]
    if len(plans) > 1:
        raise UsageError(texts.ONE_PLAN(names=listing([path.name for path in plans])))
    try:
        follow(plans[0] if plans else files[0], exercises)
    except ExerciseError as error:  # where a copy lies for a moment tells nobody anything
        message = str(error)
        for path in files:
            message = message.replace(f"{path.parent}{os.sep}", "")
        message = f"{message}\n{texts.PLAN_PASS_ON()}"
        raise ExerciseError(message) from error


def plan_vocabulary() -> tuple[Sequence[Exercise], Sequence[Programme]]:
    """Return what a plan may name: exercises and programmes."""
    library = known_exercises()
    return library, load_programmes(library)


def plan_content() -> Mapping[str, Any]:
    """Return the plan that is followed as the content of its file.

    Raises:
        MatsideError: There is no plan, or it cannot be read.
    """
    return _followed().prescription.model_dump(
        mode="json", by_alias=True, exclude_none=True, exclude_defaults=True
    )


def written_plan(content: Mapping[str, Any]) -> WrittenPlan:
    """Return what a plan's content is as a file and to the person, or all that is wrong with it."""
    library = known_exercises()
    prescription, problems = checked_prescription(content, library)
    if prescription is None:
        return WrittenPlan(problems=problems)
    plain = prescription.model_dump(by_alias=True, exclude_none=True, exclude_defaults=True)
    plan, now = plan_with(prescription, (), library), Now.of(datetime.now().astimezone())
    first = prescription.first_day.toordinal()
    named = {step.exercise for step in plan.steps}
    return WrittenPlan(
        text=tomli_w.dumps(plain),
        page=_page_of(plan, Now(day=first, minute=0) if first > now.day else now),
        files=tuple(path for path in plan_exercise_files() if path.stem in named),
    )


def follow_written(plan: WrittenPlan) -> None:
    """Follow a plan without problems from now on, with the exercises that came with the last one.

    Raises:
        OutputError: It cannot be kept.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / FILE
        path.write_text(plan.text, "utf-8")
        follow(path, plan.files)


def plan_calendar() -> str:
    """Return the times of the plan as an iCalendar file (RFC 5545).

    Raises:
        MatsideError: There is no plan, or the history cannot be read.
    """
    return calendar_of(_followed(), datetime.now().astimezone())


def _followed() -> FollowedPlan:
    plan = followed()
    if plan is None:
        raise UsageError(texts.NO_PLAN())
    return plan


def _row(done: SlotDone, plan: FollowedPlan, now: Now) -> PlannedRow:
    slot = done.slot
    to_come = not done.sessions and (slot.day, slot.minute) > (now.day, now.minute)
    return PlannedRow(
        card=f"{OF_PLAN}{slot.session}",
        name=plan.programmes[slot.session].name,
        at=_at(slot),
        startable=slot.day == now.day and done.amount != "whole",
        amount="to come" if to_come else done.amount,
    )


def _at(slot: Slot) -> str:
    """Return when a session of this week is due: ``Monday, 07:30``."""
    name = prescription_texts.WEEKDAY_NAMES[weekday(slot.day)]
    return texts.PLAN_AT(day=name, time=time_of_day(slot.minute))


def _when(slot: Slot, now: Now) -> str:
    """Return when the next session is due: ``today, 07:30``, ``2 December 2026, 07:30``."""
    if slot.day == now.day:
        return texts.PLAN_TODAY(time=time_of_day(slot.minute))
    return texts.PLAN_AT(day=day(date.fromordinal(slot.day)), time=time_of_day(slot.minute))
