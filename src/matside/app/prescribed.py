"""The plan that a person follows: kept in their own folder, with what is due and what was done."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Final

from matside.analysis.adherence import WeekAdherence, adherence
from matside.analysis.due import Asked, Slot, SlotDone, matches, next_slot, slots
from matside.analysis.next_step import Suggestion, suggested
from matside.analysis.practised import PractisedSession
from matside.analysis.prescription_texts import limit_words
from matside.analysis.progress import aims_of
from matside.app.known_exercises import (
    drop_plan_exercises,
    keep_plan_exercises,
    plan_exercise_files,
)
from matside.app.own_doses import own_steps, practised_sessions
from matside.body.landmark import Side
from matside.errors import ExerciseError, UsageError
from matside.exercise.adapting import withheld
from matside.exercise.library import load_library, read_toml, with_own_files
from matside.exercise.limits import LimitName
from matside.exercise.prescription import Bounds, Prescription
from matside.exercise.programme import Programme, Step, has_sides, is_held
from matside.exercise.programmes import load_prescription, load_programmes
from matside.exercise.schema import Exercise
from matside.guidance.screening_texts import WITHHELD, name_of
from matside.record.files import output_error, write_own
from matside.record.history.database import history_file, owner_only
from matside.record.profile import read_profile
from matside.terminal import texts
from matside.translation import _

FILE: Final = "plan.toml"
OF_PLAN: Final = "plan:"
"""Begins the name of a session of the plan that is followed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Now:
    """A moment in the time of the place: the day as an ordinal, and minutes since midnight."""

    day: int
    minute: int

    @classmethod
    def of(cls, when: datetime) -> Now:
        """Return the moment of a clock."""
        return cls(day=when.toordinal(), minute=when.hour * 60 + when.minute)


@dataclass(frozen=True, slots=True, kw_only=True)
class FollowedPlan:
    """A prescription with the history of the person who follows it.

    Attributes:
        prescription: What was prescribed.
        programmes: Each of its sessions as a programme, by identifier.
        asked: How much each asks for, by identifier.
        sessions: What was practised, in order of time.
        library: The exercises, by identifier.
    """

    prescription: Prescription
    programmes: Mapping[str, Programme]
    asked: Mapping[str, Sequence[Asked]]
    sessions: Sequence[PractisedSession]
    library: Mapping[str, Exercise]

    @property
    def steps(self) -> list[Step]:
        """The steps of all sessions."""
        return [step for programme in self.programmes.values() for step in programme.step]

    def next_slot(self, now: Now) -> Slot | None:
        """Return the session that is due now or next; ``None`` once the plan is over."""
        yesterday, tomorrow = now.day - 1, now.day + 1
        done = [one for one in self.between(yesterday, tomorrow) if one.amount == "whole"]
        passed = [one.slot for one in done]
        most = self.prescription.bounds.sessions_a_day
        today = [s for s in self.sessions if s.day == now.day and s.live and s.sections]
        if most is not None and len(today) >= most:
            passed += slots(self.prescription, yesterday, now.day)
        return next_slot(self.prescription, day=now.day, minute=now.minute, done=passed)

    def between(self, first: int, last: int) -> tuple[SlotDone, ...]:
        """Return what is due from one day to another, and what was measured of it."""
        inside = [s for s in self.sessions if first <= s.day <= last and s.sections]
        return matches(slots(self.prescription, first, last), inside, self.asked)

    def weeks(self, now: Now) -> tuple[WeekAdherence, ...]:
        """Return what was planned and what was measured, week by week."""
        aims = {name: aims_of(exercise) for name, exercise in self.library.items()}
        return adherence(
            self.prescription, self.asked, self.sessions, aims, day=now.day, minute=now.minute
        )


def plan_file() -> Path:
    """Return where the plan lies that the person follows; the file need not exist."""
    return history_file().parent / FILE


def load_plan(path: Path, exercise_files: Sequence[Path] = ()) -> Prescription:
    """Return the plan of a file, which may name matside's exercises and those of these files.

    Raises:
        ExerciseError: All that is wrong with it, or with the exercises.
    """
    return load_prescription(path, with_own_files(load_library(), exercise_files))


def follow(path: Path, exercise_files: Sequence[Path] = ()) -> Prescription:
    """Check a plan and follow it from now on; it is copied as it is, and its exercises with it.

    Raises:
        ExerciseError: All that is wrong with the files.
        OutputError: They cannot be kept.
    """
    prescription = load_plan(path, exercise_files)
    text = path.read_text("utf-8-sig")
    of_another = keep_plan_exercises(exercise_files)
    with owner_only():
        write_own(plan_file(), text)
    drop_plan_exercises(of_another)
    return prescription


def forget() -> bool:
    """Follow no plan any more, and forget its exercises; return whether there was one.

    Raises:
        OutputError: It cannot be removed.
    """
    try:
        plan_file().unlink()
    except FileNotFoundError:
        return False
    except OSError as error:
        raise output_error(plan_file(), error) from error
    drop_plan_exercises(plan_exercise_files())
    return True


def followed() -> FollowedPlan | None:
    """Return the plan that the person follows; ``None`` for none.

    Raises:
        MatsideError: The plan that is kept or the history cannot be read.
    """
    if not plan_file().is_file():
        return None
    library = with_own_files(load_library(), plan_exercise_files())
    return plan_with(load_prescription(plan_file(), library), practised_sessions(), library)


def required_plan() -> FollowedPlan:
    """Return the plan that the person follows.

    Raises:
        UsageError: There is none.
        MatsideError: The plan that is kept or the history cannot be read.
    """
    plan = followed()
    if plan is None:
        raise UsageError(str(texts.PLAN_NONE))
    return plan


def limits_in_force(when: date | None = None) -> tuple[LimitName, ...]:
    """Return the limits of the person in use on a day: those of the profile and of the plan."""
    day = (when or datetime.now().astimezone()).toordinal()
    planned: tuple[LimitName, ...] = ()
    if plan_file().is_file():
        try:
            planned = load_plan(plan_file(), plan_exercise_files()).limits_on(day)
        except ExerciseError:
            planned = kept_limits()
    found = {*read_profile().limits, *planned}
    return tuple(name for name in LimitName if name in found)


def kept_limits() -> tuple[LimitName, ...]:
    """Return the limits of the stored plan, even where the rest of it is invalid.

    Their days may be invalid too, so a limit counts on every day.
    """
    try:
        document = read_toml(plan_file())
    except ExerciseError:
        return ()
    always, dated = document.get("limits"), document.get("limit")
    names = list(always) if isinstance(always, list) else []
    names += [one.get("id") for one in dated or () if isinstance(one, dict)]
    return tuple(name for name in LimitName if name in names)


def plan_with(
    prescription: Prescription,
    sessions: Sequence[PractisedSession],
    library: tuple[Exercise, ...],
) -> FollowedPlan:
    """Return a plan, whose exercises are in ``library``, with what was practised, in order."""
    known = {exercise.id: exercise for exercise in library}
    own = {programme.id: programme for programme in load_programmes(library)}
    programmes, asked = {}, {}
    for session in prescription.session:
        programme = prescription.programme_of(session, own)
        # What was planned is measured by the plan, however much more the person has accepted.
        asked[session.id] = tuple(asked_by(one, known[one.exercise]) for one in programme.step)
        steps = own_steps(programme.step, known, sessions)
        programmes[session.id] = programme.model_copy(update={"step": steps})
    return FollowedPlan(
        prescription=prescription,
        programmes=programmes,
        asked=asked,
        sessions=sessions,
        library=known,
    )


def asked_by(step: Step, exercise: Exercise) -> Asked:
    """Return how much one step asks for, as it is measured."""
    dose, policy = step.dose_of(exercise), step.side_policy(exercise)
    sides: tuple[Side | None, ...] = (None,)
    if policy == "each" and has_sides(exercise, step.phase):
        sides = tuple(Side)
    elif policy in {"left", "right"}:
        sides = (Side(policy),)
    return Asked(
        exercise=exercise.id,
        sides=sides,
        reps=dose.reps * dose.sets,
        hold_s=dose.hold_s if is_held(exercise) else None,
    )


def suggestions(
    steps: Sequence[Step],
    library: Mapping[str, Exercise],
    sessions: Sequence[PractisedSession],
    bounds: Bounds | None = None,
) -> tuple[Suggestion, ...]:
    """Return what might be done next of these steps, one suggestion for each exercise."""
    found: dict[str, Suggestion] = {}
    for step in steps:
        exercise = library[step.exercise]
        dose, asked = step.dose_of(exercise), asked_by(step, exercise)
        suggestion = suggested(exercise, dose, asked, sessions, bounds or Bounds())
        if suggestion is not None:
            found.setdefault(exercise.id, suggestion)
    return tuple(found.values())


def left_out(plan: FollowedPlan, now: Now) -> tuple[str, ...]:
    """Return what the limits of a plan withhold today: of its sessions, and altogether."""
    limits = plan.prescription.limits_on(now.day)
    named = [(step.exercise, step.phase) for step in plan.steps]
    reasons = {
        name: reason
        for name, phase in [*named, *((name, None) for name in plan.library)]
        if (reason := withheld(plan.library[name], limits, phase))
    }
    return tuple(
        WITHHELD(exercise=_(plan.library[name].name), reason=_(reason))
        for name, reason in reasons.items()
    )


def limit_names(prescription: Prescription) -> tuple[str, ...]:
    """Return the names of the limits that a plan brings, for people, with the days of each."""
    always = tuple(map(name_of, prescription.limits))
    return always + tuple(limit_words(name_of(one.id), one) for one in prescription.limit)
