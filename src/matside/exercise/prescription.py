"""Schema of a prescription, the file of a physiotherapist's plan: what is done on which days.

A prescription is made of sessions. Each names one of matside's programmes, or
has steps of its own as a programme has, with days of the week and times of day.
Dates and times are those of the person's own place; there is no clock here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date  # a value only
from typing import Annotated, Final, Literal

from pydantic import AfterValidator, ConfigDict, Field

from matside.exercise.adapting import withheld
from matside.exercise.conditions import Duration, FileText, Identifier, Strict
from matside.exercise.limits import LimitName
from matside.exercise.problems import Location, Problem, expected_one_of, mismatch, shown
from matside.exercise.programme import Programme, Step, step_problems
from matside.exercise.schema import Exercise
from matside.translation import Text, _

Weekday = Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
WEEKDAYS: Final[tuple[Weekday, ...]] = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
WEEK: Final = 7
_YEARS: Final = range(2000, 2200)
_LONGER: Final = Text("{exercise}: at most {most} s a hold in this plan, here {asked} s.")
_MORE: Final = Text("{exercise}: at most {most} in a set in this plan, here {asked}.")
_WITHHELD: Final = Text("{exercise} is not for a person with these limits: {reason}")


def _in_our_time(day: date) -> date:
    if day.year not in _YEARS:
        msg = _(
            "expected a day of the years {first} to {last}, found {day}",
            first=_YEARS.start,
            last=_YEARS.stop - 1,
            day=day,
        )
        raise ValueError(msg)
    return day


Day = Annotated[
    date, AfterValidator(_in_our_time), Field(json_schema_extra={"examples": ["2026-11-30"]})
]
TimeOfDay = Annotated[
    str,
    Field(pattern=r"^([01][0-9]|2[0-3]):[0-5][0-9]$", json_schema_extra={"examples": ["07:30"]}),
]


def weekday(day: int) -> Weekday:
    """Return the day of the week of an ordinal."""
    return WEEKDAYS[(day - 1) % WEEK]


class Bounds(Strict):
    """What no session goes beyond, even where more is suggested.

    Attributes:
        hold_s: Longest hold.
        reps: Most repetitions or holds in a set.
        sessions_a_day: Most sessions that are offered on one day.
    """

    hold_s: Duration | None = None
    reps: Annotated[int, Field(ge=1, le=100)] | None = None
    sessions_a_day: Annotated[int, Field(ge=1, le=6)] | None = None


class PrescribedSession(Strict):
    """What is done at some times of some days of the week.

    ``from`` and ``until``, the last day, narrow those of the whole prescription.
    """

    id: Identifier
    name: FileText
    days: Annotated[tuple[Weekday, ...], Field(min_length=1, max_length=7)]
    times: Annotated[tuple[TimeOfDay, ...], Field(min_length=1, max_length=6)]
    first_day: Day | None = Field(default=None, alias="from")
    last_day: Day | None = Field(default=None, alias="until")
    programme: Identifier | None = None
    step: Annotated[tuple[Step, ...], Field(max_length=20)] = ()
    note: FileText | None = None

    @property
    def minutes(self) -> tuple[int, ...]:
        """The times in minutes since midnight, in order."""
        return tuple(sorted(int(time[:2]) * 60 + int(time[3:]) for time in self.times))


class PrescribedLimit(Strict):
    """A limit of the person that holds from one day to another; without them as long as the plan.

    ``until`` is its last day.
    """

    id: LimitName
    first_day: Day | None = Field(default=None, alias="from")
    last_day: Day | None = Field(default=None, alias="until")

    def holds_on(self, day: int) -> bool:
        """Return whether it holds on a day, given as an ordinal."""
        begun = self.first_day is None or self.first_day.toordinal() <= day
        return begun and (self.last_day is None or day <= self.last_day.toordinal())


class Prescription(Strict):
    """What one professional has prescribed to one person.

    ``limits`` are the person's, as ``matside.exercise.limits`` has them: they hold as long as the
    plan is followed, even after its last day; those of ``[[limit]]`` have days of their own.
    ``mind`` is what the person has to mind, in whole sentences.
    """

    model_config = ConfigDict(title="matside plan")

    schema_version: Literal[1]
    id: Identifier
    name: FileText
    prescribed_by: FileText
    prescribed_to: FileText | None = None
    first_day: Day = Field(alias="from")
    last_day: Day | None = Field(default=None, alias="until")
    note: FileText | None = None
    mind: tuple[FileText, ...] = ()
    limits: tuple[LimitName, ...] = ()
    limit: Annotated[tuple[PrescribedLimit, ...], Field(max_length=20)] = ()
    bounds: Bounds = Bounds()
    session: Annotated[tuple[PrescribedSession, ...], Field(min_length=1, max_length=20)]

    def span_of(self, session: PrescribedSession) -> tuple[int, int | None]:
        """Return the first and the last day of a session as ordinals; ``None`` for no end."""
        firsts = [day.toordinal() for day in (self.first_day, session.first_day) if day]
        lasts = [day.toordinal() for day in (self.last_day, session.last_day) if day]
        return max(firsts), min(lasts, default=None)

    def is_due_on(self, session: PrescribedSession, day: int) -> bool:
        """Return whether a session is due on a day, given as an ordinal."""
        first, last = self.span_of(session)
        return first <= day and (last is None or day <= last) and weekday(day) in session.days

    def limits_on(self, day: int) -> tuple[LimitName, ...]:
        """Return the limits that hold on a day, given as an ordinal, each once."""
        dated = {limit.id for limit in self.limit if limit.holds_on(day)}
        return tuple(name for name in LimitName if name in dated or name in self.limits)

    def programme_of(
        self, session: PrescribedSession, programmes: Mapping[str, Programme]
    ) -> Programme:
        """Return a session as a programme of its own, called after it.

        Raises:
            KeyError: It names a programme that is not known.
        """
        named = None if session.programme is None else programmes[session.programme]
        notes = filter(None, (session.note, *self.mind))
        return Programme(
            schema_version=1,
            id=session.id,
            name=session.name,
            purpose=self.name if named is None else named.purpose,
            cues=None if named is None else named.cues,
            safety=(*notes, *(() if named is None else named.safety)),
            sources=(self.prescribed_by,),
            step=session.step if named is None else named.step,
        )


def session_problems(
    where: str,
    session: PrescribedSession,
    bounds: Bounds,
    library: Mapping[str, Exercise],
    programmes: Mapping[str, Programme],
) -> Iterator[Problem]:
    """Yield a session's problems: unknown programmes, exercises or doses, excess, duplicates.

    ``where`` is its place in the file, ``bounds`` are those of the prescription; exercises and
    programmes are by identifier. ``at`` of a problem begins within the session.
    """
    if (session.programme is None) == (not session.step):
        both = _('expected the key "programme" or steps ([[session.step]]), found both')
        neither = _('expected the key "programme" or steps ([[session.step]]), found neither')
        plain = _("Choose one of matside's programmes, or add an exercise.")
        says = both if session.step else neither
        yield Problem(where=where, says=says, at=("programme",), plain=plain)
    for key, values in (("days", session.days), ("times", session.times)):
        twice = [value for value, count in Counter(values).items() if count > 1]
        if twice:
            says = _("expected each once, found {what} more than once", what=", ".join(twice))
            yield Problem(where=f"{where} › {key}", says=says, at=(key,))
    steps: list[tuple[str, Location, Step]] = [
        (f"{where} › step[{index}]", ("step", index), step)
        for index, step in enumerate(session.step)
    ]
    if session.programme is not None:
        if session.programme not in programmes:
            says = mismatch(expected_one_of(programmes), shown(session.programme))
            yield Problem(where=f"{where} › programme", says=says, at=("programme",))
        else:
            named = programmes[session.programme].step
            steps += [(f"{where} › programme", ("programme",), step) for step in named]
    for place, at, step in steps:
        for problem in _step_problems(place, step, bounds, library):
            of_step = at[:1] == ("step",)
            yield replace(problem, at=(*at, *problem.at) if of_step else at)


def _step_problems(
    where: str, step: Step, bounds: Bounds, library: Mapping[str, Exercise]
) -> Iterator[Problem]:
    exercise = library.get(step.exercise)
    if exercise is None:
        says = _(
            "{mismatch}; the file of another exercise is named together with the plan",
            mismatch=mismatch(expected_one_of(library), shown(step.exercise)),
        )
        yield Problem(where=f"{where} › exercise", says=says, at=("exercise",))
        return
    wrong = step_problems(step, exercise)
    yield from (Problem(where=where, says=says, at=(key,)) for key, says in wrong)
    if wrong:
        return
    dose = step.dose_of(exercise)
    for key, most in (("hold_s", bounds.hold_s), ("reps", bounds.reps)):
        asked = getattr(dose, key)
        if most is not None and asked is not None and asked > most:
            says = _(
                "{exercise}: expected {key} of at most {most}, the plan's own, found {asked}",
                exercise=exercise.id,
                key=key,
                most=f"{most:g}",
                asked=f"{asked:g}",
            )
            plain = (_LONGER if key == "hold_s" else _MORE)(
                exercise=_(exercise.name), most=f"{most:g}", asked=f"{asked:g}"
            )
            yield Problem(where=where, says=says, at=(key,), plain=plain)


def withheld_problems(
    where: str,
    session: PrescribedSession,
    limits: Collection[str],
    library: Mapping[str, Exercise],
) -> Iterator[Problem]:
    """Yield the steps of a session that the limits of its own prescription withhold.

    Those of a programme that is named are left out when it is done, and the rest is done.
    """
    for index, step in enumerate(session.step):
        exercise = library.get(step.exercise)
        reason = "" if exercise is None else withheld(exercise, limits, step.phase)
        if reason:
            says = _(
                "{exercise}: expected one that the plan's limits leave, found one that they "
                "withhold ({reason})",
                exercise=step.exercise,
                reason=_(reason),
            )
            plain = _WITHHELD(exercise=_(exercise.name), reason=_(reason)) if exercise else ""
            at = ("step", index, "exercise")
            yield Problem(where=f"{where} › step[{index}]", says=says, at=at, plain=plain)
