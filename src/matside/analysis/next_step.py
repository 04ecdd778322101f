"""Suggestion of the next step: a little more of an exercise, or its next phase.

More is suggested only after sessions in which the whole dose was measured and
the pain, reported before and after, did not grow. Where no pain was reported nothing is
suggested: silence is not comfort.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matside.analysis.due import WHOLE, Asked, share_done
from matside.analysis.practised import PractisedSession
from matside.exercise.prescription import Bounds
from matside.exercise.schema import Dose, Exercise

LEAST_DAYS: Final = 3
"""More is suggested after so many days at the dose: "one or two more every few days" (NHS inform,
exercises for back problems)."""
GO_ON: Final = 3
"""Pain of 0 to 3 of 10 lets one go on; from 4 on one eases off."""
LEAST_LONGER_S: Final = 5.0
"""A hold is made longer by a quarter, in whole steps of so much: about half a breath."""
LONGER: Final = 0.25


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """How much of an exercise: what a suggestion changes.

    Attributes:
        reps: Holds or repetitions in a set.
        hold_s: Length of a hold; ``None`` where repetitions are counted.
    """

    reps: int
    hold_s: float | None = None

    @classmethod
    def of(cls, dose: Dose) -> Amounts:
        """Return those of a dose."""
        return cls(reps=dose.reps, hold_s=dose.hold_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """A little more of one exercise.

    Attributes:
        exercise: Identifier.
        now: What is asked for.
        then: What might be asked for instead.
        dose: The same as a whole dose.
        days: On how many days it went well.
    """

    exercise: str
    now: Amounts
    then: Amounts
    dose: Dose
    days: int


def without_more_pain(session: PractisedSession) -> bool:
    """Return whether pain was reported before and after, let one go on, and did not grow."""
    before, during, after = session.pain_before, session.pain_during, session.pain_after
    if before is None or after is None:
        return False
    return after <= before and max(before, during or 0) <= GO_ON


def good_days(sessions: Sequence[PractisedSession]) -> int:
    """Return on how many of the last days in a row all sessions were without more pain."""
    days: dict[int, bool] = {}
    for session in sessions:
        days[session.day] = days.get(session.day, True) and without_more_pain(session)
    count = 0
    for day in sorted(days, reverse=True):
        if not days[day]:
            break
        count += 1
    return count


def suggested(
    exercise: Exercise,
    dose: Dose,
    asked: Asked,
    sessions: Sequence[PractisedSession],
    bounds: Bounds,
) -> Suggestion | None:
    """Return a step on from a dose; ``None`` where it is too early or there is no more to do.

    ``asked`` is the dose as it is measured, ``sessions`` are in order of time.
    """
    then = next_amounts(exercise, dose, bounds)
    done = [session for session in sessions if session.of(exercise.id)]
    if then is None or not done:
        return None
    whole: list[PractisedSession] = []
    for session in reversed(done):  # one that was broken off, or eased, begins the count anew
        if share_done(session.of(exercise.id), asked) < WHOLE:
            break
        whole.insert(0, session)
    days = good_days(whole)
    if days < LEAST_DAYS:
        return None
    more = dose.model_copy(update={"reps": then.reps, "hold_s": then.hold_s})
    return Suggestion(exercise=exercise.id, now=Amounts.of(dose), then=then, dose=more, days=days)


def next_amounts(exercise: Exercise, dose: Dose, bounds: Bounds) -> Amounts | None:
    """Return one step on towards the next of the exercise's named doses; ``None`` beyond them.

    A named dose is ahead if it asks for no less of anything. Holds become longer
    before there are more of them.
    """
    ahead = [one for one in exercise.dose if _is_ahead(one, dose)]
    if not ahead:
        return None
    goal = min(ahead, key=lambda one: (one.hold_s or 0.0, one.reps))
    reps, hold_s = dose.reps, dose.hold_s
    if hold_s is not None and goal.hold_s is not None and goal.hold_s > hold_s:
        longer = max(LEAST_LONGER_S, LEAST_LONGER_S * round(LONGER * hold_s / LEAST_LONGER_S))
        hold_s = min(hold_s + longer, goal.hold_s)
    else:
        reps += 1
    if hold_s is not None and bounds.hold_s is not None and hold_s > bounds.hold_s:
        return None
    if bounds.reps is not None and reps > bounds.reps:
        return None
    return Amounts(reps=reps, hold_s=hold_s)


def _is_ahead(goal: Dose, dose: Dose) -> bool:
    if (goal.hold_s is None) != (dose.hold_s is None) or goal.each_side < dose.each_side:
        return False
    hold_s, goal_s = dose.hold_s or 0.0, goal.hold_s or 0.0
    more = goal.reps > dose.reps or goal_s > hold_s
    return more and goal.reps >= dose.reps and goal_s >= hold_s and goal.sets >= dose.sets
