"""Schema of a prescription, the file of a physiotherapist's plan: what is done on which days.

A prescription is made of sessions. Each names one of matside's programmes, or
has steps of its own as a programme has, with days of the week and times of day.
Dates and times are those of the person's own place; there is no clock here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date  # a value only
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, ConfigDict, Field

from matside.exercise.conditions import Identifier, Seconds, Strict, Text
from matside.exercise.problems import Problem
from matside.exercise.programme import Programme, Step, step_problems
from matside.exercise.schema import Exercise

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: Final[tuple[Weekday, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEK: Final = 7
_YEARS: Final = range(2000, 2200)


def _in_our_time(day: date) -> date:
    if day.year not in _YEARS:
        msg = f"expected a day of the years {_YEARS.start} to {_YEARS.stop - 1}, found {day}"
        raise ValueError(msg)
    return day


Day = Annotated[
    date, AfterValidator(_in_our_time), Field(json_schema_extra={"examples": ["2026-11-30"]})
]
TimeOfDay = Annotated[
    str,
    Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", json_schema_extra={"examples": ["07:30"]}),
]


class Limits(Strict):
    """What no session goes beyond, even where more is suggested or asked for.

    Attributes:
        hold_s: Longest hold.
        reps: Most repetitions or holds in a set.
        sessions_a_day: Most sessions that are offered on one day.
        mind: What the person has to mind, in whole sentences.
    """

    hold_s: Seconds | None = None
    reps: Annotated[int, Field(ge=1, le=100)] | None = None
    sessions_a_day: Annotated[int, Field(ge=1, le=6)] | None = None
    mind: tuple[Text, ...] = ()


class PrescribedSession(Strict):
    """What is done at some times of some days of the week.

    ``from`` and ``until``, the last day, narrow those of the whole prescription.
    """

    id: Identifier
    name: Text
    days: Annotated[tuple[Weekday, ...], Field(min_length=1, max_length=7)]
    times: Annotated[tuple[TimeOfDay, ...], Field(min_length=1, max_length=6)]
    first_day: Day | None = Field(default=None, alias="from")
    last_day: Day | None = Field(default=None, alias="until")
    programme: Identifier | None = None
    step: Annotated[tuple[Step, ...], Field(max_length=20)] = ()
    note: Text | None = None

    @property
    def minutes(self) -> tuple[int, ...]:
        """The times in minutes since midnight, in order."""
        return tuple(sorted(int(time[:2]) * 60 + int(time[3:]) for time in self.times))


class Prescription(Strict):
    """What one professional has prescribed to one person."""

    model_config = ConfigDict(title="matside plan")

    schema_version: Literal[1]
    id: Identifier
    name: Text
    prescribed_by: Text
    prescribed_to: Text | None = None
    first_day: Day = Field(alias="from")
    last_day: Day | None = Field(default=None, alias="until")
    note: Text | None = None
    limits: Limits = Limits()
    session: Annotated[tuple[PrescribedSession, ...], Field(min_length=1, max_length=20)]

    def span_of(self, session: PrescribedSession) -> tuple[int, int | None]:
        """Return the first and the last day of a session as ordinals; ``None`` for no end."""
        firsts = [day.toordinal() for day in (self.first_day, session.first_day) if day]
        lasts = [day.toordinal() for day in (self.last_day, session.last_day) if day]
        return max(firsts), min(lasts, default=None)

    def programme_of(
        self, session: PrescribedSession, programmes: Mapping[str, Programme]
    ) -> Programme:
        """Return a session as a programme of its own, called after it.

        Raises:
            KeyError: It names a programme that is not known.
        """
        named = None if session.programme is None else programmes[session.programme]
        told = filter(None, (session.note, *self.limits.mind))
        return Programme(
            schema_version=1,
            id=session.id,
            name=session.name,
            purpose=self.name if named is None else named.purpose,
            cues=None if named is None else named.cues,
            safety=(*told, *(() if named is None else named.safety)),
            sources=(self.prescribed_by,),
            step=session.step if named is None else named.step,
        )


def session_problems(
    where: str,
    session: PrescribedSession,
    limits: Limits,
    library: Mapping[str, Exercise],
    programmes: Mapping[str, Programme],
) -> Iterator[Problem]:
    """Yield what a session asks for in vain: programmes, exercises, doses, twice the same.

    Args:
        where: Place of the session in its file.
        session: The session.
        limits: Those of the prescription.
        library: The exercises that are known, by identifier.
        programmes: The programmes that are known, by identifier.
    """
    if (session.programme is None) == (not session.step):
        yield Problem(
            where=where,
            says='expected either the key "programme" or steps ([[session.step]]), found '
            + ("both" if session.step else "neither"),
        )
    for key, values in (("days", session.days), ("times", session.times)):
        twice = [value for value, count in Counter(values).items() if count > 1]
        if twice:
            says = f"expected each once, found {', '.join(twice)} more than once"
            yield Problem(where=f"{where} › {key}", says=says)
    steps = [(f"{where} › step[{index}]", step) for index, step in enumerate(session.step)]
    if session.programme is not None:
        if session.programme not in programmes:
            says = f"expected one of {', '.join(programmes)}, found '{session.programme}'"
            yield Problem(where=f"{where} › programme", says=says)
        else:
            named = programmes[session.programme].step
            steps += [(f"{where} › programme", step) for step in named]
    for place, step in steps:
        yield from _step_problems(place, step, limits, library)


def _step_problems(
    where: str, step: Step, limits: Limits, library: Mapping[str, Exercise]
) -> Iterator[Problem]:
    exercise = library.get(step.exercise)
    if exercise is None:
        says = f"expected one of {', '.join(library)}, found '{step.exercise}'"
        yield Problem(where=f"{where} › exercise", says=says)
        return
    wrong = step_problems(step, exercise)
    yield from (Problem(where=where, says=says) for says in wrong)
    if wrong:
        return
    dose = step.dose_of(exercise)
    for key, most in (("hold_s", limits.hold_s), ("reps", limits.reps)):
        asked = getattr(dose, key)
        if most is not None and asked is not None and asked > most:
            says = f"expected {key} of at most {most:g}, the plan's own limit, found {asked:g}"
            yield Problem(where=where, says=f"{exercise.id}: {says}")


def schedule_problems(prescription: Prescription, places: Sequence[str]) -> Iterator[Problem]:
    """Yield what is wrong with the days and times of a prescription's sessions together.

    Args:
        prescription: The prescription.
        places: Where each of its sessions stands in the file.
    """
    ids = Counter(session.id for session in prescription.session)
    for session, where in zip(prescription.session, places, strict=True):
        if ids[session.id] > 1:
            yield Problem(where=f"{where} › id", says="expected an id of its own, found it twice")
        if not _falls_on_a_day(prescription, session):
            says = f"expected one of its days ({', '.join(session.days)}) from its first day to "
            yield Problem(where=where, says=says + "its last, found none")
    yield from _crowded(prescription, places)


def _falls_on_a_day(prescription: Prescription, session: PrescribedSession) -> bool:
    first, last = prescription.span_of(session)
    end = first + WEEK if last is None else min(last + 1, first + WEEK)
    return any(WEEKDAYS[(day - 1) % WEEK] in session.days for day in range(first, end))


def _crowded(prescription: Prescription, places: Sequence[str]) -> Iterator[Problem]:
    """Yield where two sessions are at the same time, and days of more than are allowed."""
    most = prescription.limits.sessions_a_day
    for index, (session, where) in enumerate(zip(prescription.session, places, strict=True)):
        same = [
            other for other in prescription.session[:index] if _meet(prescription, session, other)
        ]
        at = {time for other in same for time in other.times} & set(session.times)
        if at:
            says = (
                f"expected a time of its own, found {', '.join(sorted(at))} as in another session"
            )
            yield Problem(where=f"{where} › times", says=says)
        count = len(session.times) + sum(len(other.times) for other in same)
        if most is not None and count > most:
            says = f"expected at most {most} sessions a day, the plan's own limit, found {count}"
            yield Problem(where=f"{where} › times", says=says)


def _meet(prescription: Prescription, one: PrescribedSession, other: PrescribedSession) -> bool:
    """Return whether two sessions fall on the same day at least once."""
    (first, last), (start, end) = map(prescription.span_of, (one, other))
    begin = max(first, start)
    ends = [day for day in (last, end) if day is not None]
    until = min([begin + WEEK - 1, *ends])
    shared = set(one.days) & set(other.days)
    return any(WEEKDAYS[(day - 1) % WEEK] in shared for day in range(begin, until + 1))
