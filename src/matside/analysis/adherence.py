"""Adherence: planned and measured sessions of a prescription, week by week.

Diaries overstate: 220 minutes told against 176 measured (Nicolson 2018). So
nothing here is told by the person but the pain: a session counts for what was
seen of it, also if it was broken off.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from matside.analysis.depth import depths_of
from matside.analysis.due import Amount, Asked, SlotDone, matches, monday_of, slots
from matside.analysis.practised import PractisedSection, PractisedSession, each_once
from matside.analysis.progress_result import Aim
from matside.exercise.prescription import WEEK, Prescription


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseWeek:
    """Planned and measured amount of one exercise in one week.

    Attributes:
        exercise: Identifier.
        done: Holds or repetitions that count, both sides together.
        asked: How many the sessions that were due asked for; 0 if none did.
        held: Whether they are holds.
        pace_s: Middle length of a hold, or seconds for each repetition; NaN where not known.
        depths: Middle depth by column of the measures that say how deep it goes.
        aims: Which way each of these measures is deeper; a depth of ``range`` is high minus low.
    """

    exercise: str
    done: int
    asked: int
    held: bool
    pace_s: float
    depths: Mapping[str, float]
    aims: Mapping[str, Aim]


@dataclass(frozen=True, slots=True, kw_only=True)
class WeekAdherence:
    """One week of a prescription.

    Attributes:
        monday: Its first day, as ``PractisedSession.day`` counts.
        due: The sessions that were due, up to now, in order of time.
        besides: How many sessions were practised besides.
        length_s: Seconds of all its sessions.
        pain_before: Mean reported before sessions; NaN where none was.
        pain_during: The greatest reported in the middle of one; NaN where none was.
        pain_after: Mean reported after sessions; NaN where none was.
        exercises: In the order in which they are prescribed.
    """

    monday: int
    due: tuple[SlotDone, ...]
    besides: int
    length_s: float
    pain_before: float
    pain_during: float
    pain_after: float
    exercises: tuple[ExerciseWeek, ...]

    def count(self, amount: Amount) -> int:
        """Return how many of those that were due were done so."""
        return sum(done.amount == amount for done in self.due)


def adherence(
    prescription: Prescription,
    asked: Mapping[str, Sequence[Asked]],
    sessions: Iterable[PractisedSession],
    aims: Mapping[str, Mapping[str, Aim]],
    *,
    day: int,
    minute: int,
) -> tuple[WeekAdherence, ...]:
    """Return the weeks of a prescription until now, the oldest first; none before its first day.

    Args:
        prescription: What was prescribed.
        asked: How much each of its sessions asks for, by identifier.
        sessions: What was practised; may be more than belongs to it.
        aims: Which measures say how deep an exercise goes, from ``aims_of``.
        day: Today, as ``PractisedSession.day`` counts.
        minute: Now, in minutes since midnight.
    """
    first = min(prescription.span_of(session)[0] for session in prescription.session)
    ends = [prescription.span_of(session)[1] for session in prescription.session]
    last = min(day, *(max(end for end in ends if end is not None),) if None not in ends else (day,))
    if last < first:
        return ()
    ordered = each_once(sorted(sessions, key=lambda one: (one.started_s, one.id)))
    ordered = [session for session in ordered if first <= session.day <= last and session.sections]
    matched = matches(slots(prescription, first, last), ordered, asked)
    weeks = []
    for monday in range(monday_of(first), last + 1, WEEK):
        due = tuple(
            done
            for done in matched
            if monday_of(done.slot.day) == monday
            and (done.sessions or (done.slot.day, done.slot.minute) <= (day, minute))
        )
        inside = [session for session in ordered if monday_of(session.day) == monday]
        weeks.append(_week(monday, due, inside, asked, aims))
    return tuple(weeks)


def _week(
    monday: int,
    due: tuple[SlotDone, ...],
    inside: Sequence[PractisedSession],
    asked: Mapping[str, Sequence[Asked]],
    aims: Mapping[str, Mapping[str, Aim]],
) -> WeekAdherence:
    counted = {session.id for done in due for session in done.sessions}
    return WeekAdherence(
        monday=monday,
        due=due,
        besides=sum(session.id not in counted for session in inside),
        length_s=math.fsum(session.length_s for session in inside),
        pain_before=_of(inside, lambda one: one.pain_before, statistics.fmean),
        pain_during=_of(inside, lambda one: one.pain_during, max),
        pain_after=_of(inside, lambda one: one.pain_after, statistics.fmean),
        exercises=tuple(_exercises(due, inside, asked, aims)),
    )


def _of(
    sessions: Iterable[PractisedSession],
    pain: Callable[[PractisedSession], int | None],
    of: Callable[[list[float]], float],
) -> float:
    pains = [float(value) for session in sessions if (value := pain(session)) is not None]
    return of(pains) if pains else math.nan


def _exercises(
    due: Sequence[SlotDone],
    inside: Sequence[PractisedSession],
    asked: Mapping[str, Sequence[Asked]],
    aims: Mapping[str, Mapping[str, Aim]],
) -> Iterator[ExerciseWeek]:
    wanted = Counter[str]()
    for one in (one for done in due for one in asked[done.slot.session]):
        wanted[one.exercise] += one.total
    known = dict.fromkeys(one.exercise for session in asked.values() for one in session)
    for exercise in known:
        parts = [part for session in inside for part in session.of(exercise)]
        if not parts and not wanted[exercise]:
            continue
        held = any(
            one.hold_s is not None
            for session in asked.values()
            for one in session
            if one.exercise == exercise
        )
        yield ExerciseWeek(
            exercise=exercise,
            done=sum(sum(part.reps.values()) for part in parts),
            asked=wanted[exercise],
            held=held,
            pace_s=_pace_s(parts, held=held),
            depths=depths_of(parts, aims.get(exercise, {}), held=held),
            aims=aims.get(exercise, {}),
        )


def _pace_s(parts: Sequence[PractisedSection], *, held: bool) -> float:
    if held:
        times = [hold.held_s for part in parts for hold in part.each_hold]
        return statistics.median(times) if times else math.nan
    reps = sum(sum(part.reps.values()) for part in parts)
    return math.fsum(part.length_s for part in parts) / reps if reps else math.nan
