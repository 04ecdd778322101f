"""A plan and what was measured of it in words, for terminal, page and paper alike.

Nothing here scolds: a session that was left out is a fact of the week, as the
pain is.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from matside.analysis.adherence import ExerciseWeek, WeekAdherence
from matside.analysis.depth import UsualDepth
from matside.analysis.next_step import Suggestion
from matside.body.catalogue import MEASURES, column
from matside.body.landmark import Side
from matside.coach.credit import FULL_SHARE
from matside.exercise.prescription import (
    Bounds,
    PrescribedLimit,
    PrescribedSession,
    Prescription,
    Weekday,
)
from matside.translation import Plural, Text
from matside.wording.formatting import (
    day,
    duration,
    listing,
    measured,
    minutes,
    number,
    percent,
    with_side,
)
from matside.wording.labels import Labels, dose_text

WEEKDAY_NAMES: Final[dict[Weekday, Text]] = {
    "mon": Text("Monday"),
    "tue": Text("Tuesday"),
    "wed": Text("Wednesday"),
    "thu": Text("Thursday"),
    "fri": Text("Friday"),
    "sat": Text("Saturday"),
    "sun": Text("Sunday"),
}
EVERY_DAY: Final = Text("every day")
PRESCRIBED: Final = Text("Prescribed by {by}.")
PRESCRIBED_TO: Final = Text("Prescribed by {by} to {to}.")
FROM: Final = Text("From {first} on.")
FROM_UNTIL: Final = Text("From {first} to {last}.")
UNTIL: Final = Text("Until {last}.")
WHEN: Final = Text("{days}, at {times}")
LIMITS: Final = Text("What the exercises mind: {limits}.")
LIMIT_FROM: Final = Text("{limit} (from {first} on)")
LIMIT_UNTIL: Final = Text("{limit} (until {last})")
LIMIT_FROM_UNTIL: Final = Text("{limit} (from {first} to {last})")
BOUND_HOLD: Final = Text("No hold longer than {length}.")
BOUND_REPS: Final = Plural(
    "No more than {n} repetition in a set.", "No more than {n} repetitions in a set."
)
BOUND_SESSIONS: Final = Plural(
    "No more than {n} session a day.", "No more than {n} sessions a day."
)
WEEKS_HEAD: Final = (
    *(Text("Week of"), Text("Due"), Text("Done"), Text("Part"), Text("Besides")),
    *(Text("Min"), Text("Pain\nbefore"), Text("in the\nmiddle"), Text("after")),
)
EXERCISES_HEAD: Final = (
    *(Text("Week of"), Text("Exercise"), Text("Planned"), Text("Measured"), Text("Tempo")),
    Text("Depth (estimate)"),
)
OPENING: Final = Plural(
    "{n} session was due until now: {done} measured whole, {part} in part.",
    "{n} sessions were due until now: {done} measured whole, {part} in part.",
)
NOT_BEGUN: Final = Text(
    "Nothing was due until now. The plan begins on {first}, and sessions count from that day on."
)
HOW_COUNTED: Final = Text(
    "A session counts for what the camera saw of it. A hold is among the measured ones from "
    "{share} of its planned length on. Depths are estimates from one camera: trust how they "
    "change. Pain is as it was reported, from 0 to 10; in the middle, the most of the week."
)
HOLD_TEMPO: Final = Text("{length} a hold")
REP_TEMPO: Final = Text("{length} each")
DEPTH: Final = Text("{measure} about {value}")
DEPTH_RANGE: Final = Text("{measure}, range about {value}")
DEPTH_SIDES: Final = Text("{measure} about {left} left, {right} right")
SUGGESTION: Final = Plural(
    "{exercise}: on {n} day the whole dose went well without more pain. If it feels right, the "
    "next step is {dose} instead of {now}.",
    "{exercise}: on the last {n} days the whole dose went well without more pain. If it feels "
    "right, the next step is {dose} instead of {now}.",
)
NEAR_USUAL: Final = Text("{exercise}: near your usual depth ({measure} about {value}).")
LESS_THAN_USUAL: Final = Text(
    "{exercise}: less deep than usual ({measure} about {value}), which is fine: never force it."
)
DEEPER_THAN_USUAL: Final = Text(
    "{exercise}: deeper than usual ({measure} about {value}); there is no need to go further."
)


def opening(prescription: Prescription, weeks: Sequence[WeekAdherence]) -> str:
    """Return in a sentence how much of a plan was measured until now, or from when it counts."""
    due = sum(len(week.due) for week in weeks)
    if not due:
        return NOT_BEGUN(first=day(prescription.first_day))
    whole, part = (sum(week.count(amount) for week in weeks) for amount in ("whole", "part"))
    return OPENING(due, done=whole, part=part)


def limit_words(name: str, limit: PrescribedLimit) -> str:
    """Return the name of a limit for people, with the days on which it holds."""
    first = None if limit.first_day is None else day(limit.first_day)
    last = None if limit.last_day is None else day(limit.last_day)
    if first is None:
        return name if last is None else LIMIT_UNTIL(limit=name, last=last)
    if last is None:
        return LIMIT_FROM(limit=name, first=first)
    return LIMIT_FROM_UNTIL(limit=name, first=first, last=last)


def how_counted() -> str:
    """Return what the numbers on the weeks count, and what they are worth."""
    return HOW_COUNTED(share=percent(FULL_SHARE))


def about(prescription: Prescription, limits: Sequence[str] = ()) -> list[str]:
    """Return who prescribed a plan, from when to when, and what to mind, in sentences.

    ``limits`` are the names of its limits for people.
    """
    # The sentence's own full stop takes the place of that of a name such as "Ms K."
    by = prescription.prescribed_by.removesuffix(".")
    to = (prescription.prescribed_to or "").removesuffix(".")
    first, last = day(prescription.first_day), prescription.last_day
    return [
        PRESCRIBED_TO(by=by, to=to) if to else PRESCRIBED(by=by),
        FROM(first=first) if last is None else FROM_UNTIL(first=first, last=day(last)),
        *([prescription.note] if prescription.note else []),
        *prescription.mind,
        *([LIMITS(limits=listing(limits))] if limits else []),
        *bounds_words(prescription.bounds),
    ]


def bounds_words(bounds: Bounds) -> list[str]:
    """Return the bounds of a plan, each in a sentence."""
    lines = []
    if bounds.hold_s is not None:
        lines.append(BOUND_HOLD(length=duration(bounds.hold_s)))
    if bounds.reps is not None:
        lines.append(BOUND_REPS(bounds.reps))
    if bounds.sessions_a_day is not None:
        lines.append(BOUND_SESSIONS(bounds.sessions_a_day))
    return lines


def when(session: PrescribedSession) -> list[str]:
    """Return on which days and at which times a session is due, and from when to when."""
    lines = [WHEN(days=days_text(session.days), times=", ".join(session.times))]
    first, last = session.first_day, session.last_day
    if first is not None and last is not None:
        lines.append(FROM_UNTIL(first=day(first), last=day(last)))
    elif first is not None:
        lines.append(FROM(first=day(first)))
    elif last is not None:
        lines.append(UNTIL(last=day(last)))
    return lines


def days_text(days: Sequence[Weekday]) -> str:
    """Return days of the week in words: ``Monday and Friday``, ``every day``."""
    if len(days) == len(WEEKDAY_NAMES):
        return str(EVERY_DAY)
    return listing([str(name) for key, name in WEEKDAY_NAMES.items() if key in days])


def week_cells(week: WeekAdherence, name: str) -> tuple[str, ...]:
    """Return a week's row under ``WEEKS_HEAD``; ``name`` is its Monday in words."""
    return (
        name,
        str(len(week.due)),
        str(week.count("whole")),
        str(week.count("part") or ""),
        str(week.besides or ""),
        minutes(week.length_s),
        number(week.pain_before, 1),
        number(week.pain_during),
        number(week.pain_after, 1),
    )


def exercise_cells(week: WeekAdherence, name: str, labels: Labels) -> tuple[tuple[str, ...], ...]:
    """Return a week's rows under ``EXERCISES_HEAD``, one for each exercise."""
    return tuple(
        (
            name if place == 0 else "",
            labels.exercise(exercise.exercise),
            str(exercise.asked or ""),
            str(exercise.done),
            _tempo(exercise),
            _depth(exercise, labels),
        )
        for place, exercise in enumerate(week.exercises)
    )


def suggestion_text(suggestion: Suggestion, labels: Labels) -> str:
    """Return a suggestion in a sentence or two."""
    return SUGGESTION(
        suggestion.days,
        exercise=labels.exercise(suggestion.exercise),
        dose=dose_text(suggestion.dose),
        now=dose_text(
            suggestion.dose.model_copy(
                update={"reps": suggestion.now.reps, "hold_s": suggestion.now.hold_s}
            )
        ),
    )


def depth_text(usual: UsualDepth, value: float, exercise: str, labels: Labels) -> str:
    """Return how deep a session went against what is usual for this person, in a sentence."""
    text = NEAR_USUAL
    if not usual.near(value):
        text = DEEPER_THAN_USUAL if usual.deeper(value) else LESS_THAN_USUAL
    return text(
        exercise=labels.exercise(exercise),
        measure=with_side(labels.measure(usual.measure), usual.side),
        value=measured(value, usual.measure, signed=False if usual.aim == "range" else None),
    )


def _tempo(week: ExerciseWeek) -> str:
    if not math.isfinite(week.pace_s):
        return ""
    return (HOLD_TEMPO if week.held else REP_TEMPO)(length=duration(week.pace_s))


def _depth(week: ExerciseWeek, labels: Labels) -> str:
    """Return the first measure that says how deep it goes, of both sides where both are known."""
    for measure in MEASURES:
        swing = week.aims.get(measure.name) == "range"
        known = {
            side: measured(week.depths[key], measure, signed=False if swing else None)
            for side in measure.sides
            if (key := column(measure.name, side)) in week.depths
        }
        if len(known) > 1:
            left, right = known[Side.LEFT], known[Side.RIGHT]
            return DEPTH_SIDES(measure=labels.measure(measure), left=left, right=right)
        for side, value in known.items():
            text = DEPTH_RANGE if swing else DEPTH
            return text(measure=with_side(labels.measure(measure), side), value=value)
    return ""
