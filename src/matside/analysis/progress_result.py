"""Result types of progress: weeks, depths, faults and pain, against the person's own beginning."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from matside.analysis.difference import Difference
from matside.body.catalogue import Measure
from matside.body.landmark import Side
from matside.coach.summary import Range

MOST_WEEKS: Final = 104
"""No more weeks than these are listed one by one."""

Aim = Literal["high", "low", "range"]
"""Which way a measure goes deeper: up, down, or both ways."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What was done in one week, of everything or of one exercise.

    Attributes:
        monday: Its first day, as ``PractisedSession.day`` counts.
        sessions: In how many sessions.
        length_s: Seconds of sessions, or of the exercise.
        holds: Number of holds.
        held_s: Seconds credited to them.
        reps: Repetitions, both sides together.
    """

    monday: int
    sessions: int = 0
    length_s: float = 0.0
    holds: int = 0
    held_s: float = 0.0
    reps: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureProgress:
    """How far a measure of an exercise went, session by session.

    Attributes:
        measure: Which one.
        side: Its side.
        aim: Which way is deeper; for ``range`` the values are high minus low.
        values: One for each session in which it was seen, the oldest first.
        weekly: The middle one of each of the exercise's weeks; NaN where it was not seen.
        best: The deepest value that was reached at least twice, so that no
            single slip of the tracking counts; of two sessions the deeper one.
        usual: Middle of the lowest and of the highest values of the last sessions.
        change: From the first to the last sessions, by the middle value.
    """

    measure: Measure
    side: Side | None
    aim: Aim
    values: tuple[float, ...]
    weekly: tuple[float, ...]
    best: float
    usual: Range
    change: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultProgress:
    """How often a fault was committed, for each minute or each repetition.

    Attributes:
        fault: Identifier of the fault.
        times: How often in all.
        rates: For each of the exercise's weeks; NaN where it was not done.
        change: From the first to the last sessions, by the rate.
    """

    fault: str
    times: int
    rates: tuple[float, ...]
    change: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class ExerciseProgress:
    """Progress in one exercise.

    Attributes:
        exercise: Identifier.
        sessions: In how many sessions it was done.
        corrected: In how many of them the person corrected the count; then that one counts.
        weeks: From the first week with any session to this one, no more than ``MOST_WEEKS``.
        measures: Those that say how deep it went.
        rate_of: What rates of faults are counted for: held exercises by the
            minute, counted ones by the repetition.
        faults: The most frequent first.
    """

    exercise: str
    sessions: int
    weeks: tuple[Week, ...]
    measures: tuple[MeasureProgress, ...]
    rate_of: Literal["minute", "repetition"]
    faults: tuple[FaultProgress, ...]
    corrected: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PainProgress:
    """Pain as the person reported it, from 0 to 10.

    Attributes:
        sessions: In how many both before and after was reported.
        before: Mean before those sessions; NaN without any.
        after: Mean after them.
        eased: In how many it was less afterwards.
        grown: In how many it was more afterwards.
        befores: Mean before sessions of each week; NaN where none was reported.
        durings: The greatest during the sessions of each week; NaN where none was reported.
        afters: As ``befores``, after sessions.
        change: From before the first sessions to before the last ones.
    """

    sessions: int
    before: float
    after: float
    eased: int
    grown: int
    befores: tuple[float, ...]
    durings: tuple[float, ...]
    afters: tuple[float, ...]
    change: Difference


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Progress over all sessions.

    Attributes:
        sessions: How many there are; a recording that was analysed again counts once.
        length_s: Their seconds.
        weeks: From the first week to this one, no more than ``MOST_WEEKS``.
        weeks_practised: In how many weeks there was a session.
        weeks_in_a_row: How many of the last weeks, without a gap, had one; this
            week is not over and breaks no row.
        longest_row: The greatest number of weeks without a gap.
        pain: Pain before and after.
        exercises: One for each exercise, the most practised first.
    """

    sessions: int
    length_s: float
    weeks: tuple[Week, ...]
    weeks_practised: int
    weeks_in_a_row: int
    longest_row: int
    pain: PainProgress
    exercises: tuple[ExerciseProgress, ...]
