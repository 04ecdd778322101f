"""Progress over the stored sessions: week by week, the person's own range, faults, pain.

Everything is compared with the person's own earlier sessions and with nobody
else's. A difference is only shown where it is greater than what chance, or a
camera that stands elsewhere, would make.
"""

from __future__ import annotations

import math
import statistics
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, Literal

from matside.analysis.depth import depth_in, noise_of
from matside.analysis.difference import MOST_COMPARED, first_and_last, first_and_last_rates
from matside.analysis.due import monday_of
from matside.analysis.practised import PractisedSection, PractisedSession, each_once
from matside.analysis.progress_result import (
    MOST_WEEKS,
    Aim,
    ExerciseProgress,
    FaultProgress,
    MeasureProgress,
    PainProgress,
    Progress,
    Week,
)
from matside.body.catalogue import BY_NAME, Measure, column
from matside.body.landmark import Side
from matside.coach.summary import Range
from matside.exercise.prescription import WEEK
from matside.exercise.schema import Exercise

NOISE_PAIN: Final = 1.0
"""One step of the scale from 0 to 10."""
Aims = Mapping[str, Mapping[str, Aim]]
"""By exercise and measure, which way is deeper."""


def progress(sessions: Iterable[PractisedSession], aims: Aims, *, today: int) -> Progress:
    """Return the progress over all sessions, of which there may be none, in any order.

    ``aims`` are the measures to follow, from ``aims_of``; ``today`` counts as
    ``PractisedSession.day``.
    """
    ordered = each_once(sorted(sessions, key=lambda session: (session.started_s, session.id)))
    mondays = _mondays(ordered, today)
    practised = sorted({monday_of(session.day) for session in ordered})
    lengths_s: dict[str, float] = defaultdict(float)
    for section in (section for session in ordered for section in session.sections):
        lengths_s[section.exercise] += section.length_s
    rows = _rows(practised)
    return Progress(
        sessions=len(ordered),
        length_s=math.fsum(session.length_s for session in ordered),
        weeks=_weeks(ordered, mondays),
        weeks_practised=len(practised),
        weeks_in_a_row=rows[-1] if rows and practised[-1] >= monday_of(today) - WEEK else 0,
        longest_row=max(rows, default=0),
        pain=_pain(ordered, mondays),
        exercises=tuple(
            _exercise(name, ordered, aims.get(name, {}), mondays)
            for name in sorted(lengths_s, key=lambda name: (-lengths_s[name], name))
        ),
    )


def aims_of(exercise: Exercise) -> dict[str, Aim]:
    """Return which shown measures say how deep the exercise goes, and which way is deeper.

    They are those on which a hold or a move has a condition with one open end:
    "at least" goes deeper upwards, "at most" downwards, one of each goes both ways.
    """
    ways: dict[str, set[Aim]] = {}
    for condition in (c for phase in exercise.phase if phase.kind != "rest" for c in phase.when):
        if condition.way and condition.of != "other":
            ways.setdefault(condition.measure, set()).add(condition.way)
    return {
        measure: "range" if len(ways[measure]) > 1 else ways[measure].pop()
        for measure in exercise.shows
        if measure in ways
    }


def _mondays(ordered: Sequence[PractisedSession], today: int) -> list[int]:
    """Return the Monday of every week from the first session to today, the last ``MOST_WEEKS``."""
    if not ordered:
        return []
    days = [session.day for session in ordered]
    last = monday_of(max(*days, today))
    first = max(monday_of(min(days)), last - WEEK * (MOST_WEEKS - 1))
    return list(range(first, last + 1, WEEK))


def _rows(practised: Sequence[int]) -> list[int]:
    """Return, for each week with a session, how many up to it have one without a gap."""
    rows: list[int] = []
    for index, monday in enumerate(practised):
        follows = index > 0 and practised[index - 1] == monday - WEEK
        rows.append(rows[-1] + 1 if follows else 1)
    return rows


def _weeks(
    ordered: Sequence[PractisedSession], mondays: Sequence[int], exercise: str | None = None
) -> tuple[Week, ...]:
    weeks = {monday: Week(monday=monday) for monday in mondays}
    for session in ordered:
        week = weeks.get(monday_of(session.day))
        parts = session.sections if exercise is None else session.of(exercise)
        if week is None or (exercise is not None and not parts):
            continue
        seconds = session.length_s if exercise is None else _total(parts)
        weeks[week.monday] = Week(
            monday=week.monday,
            sessions=week.sessions + 1,
            length_s=week.length_s + seconds,
            holds=week.holds + sum(part.holds for part in parts),
            held_s=week.held_s + math.fsum(part.held_s for part in parts),
            reps=week.reps + _counted(session, parts),
        )
    return tuple(weeks.values())


def _exercise(
    name: str, ordered: Sequence[PractisedSession], aims: Mapping[str, Aim], mondays: Sequence[int]
) -> ExerciseProgress:
    done = [session for session in ordered if session.of(name)]
    by_day = [(session.day, session.of(name)) for session in done]
    weeks = _weeks(done, mondays, name)
    held = any(part.holds for session in done for part in session.of(name))
    rate_of: Literal["minute", "repetition"] = "minute" if held else "repetition"
    times: dict[str, int] = defaultdict(int)
    for part in (part for session in done for part in session.of(name)):
        for fault, count in part.faults.items():
            times[fault] += count
    return ExerciseProgress(
        exercise=name,
        sessions=len(done),
        corrected=sum(name in session.corrected for session in done),
        weeks=weeks,
        measures=tuple(
            progress
            for measure, aim in aims.items()
            for side in BY_NAME[measure].sides
            if (progress := _measure(BY_NAME[measure], side, aim, by_day, mondays))
        ),
        rate_of=rate_of,
        faults=tuple(
            _fault(fault, by_day, rate_of, mondays)
            for fault in sorted(times, key=lambda fault: (-times[fault], fault))
        ),
    )


def _measure(
    measure: Measure,
    side: Side | None,
    aim: Aim,
    done: Sequence[tuple[int, tuple[PractisedSection, ...]]],
    mondays: Sequence[int],
) -> MeasureProgress | None:
    spans = [(day, _span(parts, measure, side)) for day, parts in done]
    seen = [span for _, span in spans if span is not None]
    if not seen:
        return None
    depths = [(day, depth_in(span, aim)) for day, span in spans if span is not None]
    values = [depth_in(span, aim) for span in seen]
    deeper = sorted(values, reverse=aim != "low")
    recent = seen[-MOST_COMPARED:]
    return MeasureProgress(
        measure=measure,
        side=side,
        aim=aim,
        values=tuple(values),
        weekly=_weekly(depths, mondays, statistics.median),
        best=deeper[1] if len(deeper) > 2 else deeper[0],
        usual=Range(
            low=statistics.median(span.low for span in recent),
            high=statistics.median(span.high for span in recent),
        ),
        change=first_and_last(values, noise_of(measure, aim)),
    )


def _span(parts: Sequence[PractisedSection], measure: Measure, side: Side | None) -> Range | None:
    """Return the range of one session."""
    key = column(measure.name, side)
    return Range.over(part.ranges[key] for part in parts if key in part.ranges)


def _fault(
    fault: str,
    done: Sequence[tuple[int, tuple[PractisedSection, ...]]],
    rate_of: Literal["minute", "repetition"],
    mondays: Sequence[int],
) -> FaultProgress:
    counted = [
        (day, sum(part.faults.get(fault, 0) for part in parts), _exposure(parts, rate_of))
        for day, parts in done
    ]
    weekly = dict.fromkeys(mondays, (0, 0.0))
    for day, times, exposure in counted:
        if (before := weekly.get(monday_of(day))) is not None:
            weekly[monday_of(day)] = before[0] + times, before[1] + exposure
    return FaultProgress(
        fault=fault,
        times=sum(times for _, times, _ in counted),
        rates=tuple(_rate(times, exposure) for times, exposure in weekly.values()),
        change=first_and_last_rates([(times, exposure) for _, times, exposure in counted]),
    )


def _exposure(parts: Iterable[PractisedSection], rate_of: str) -> float:
    return _total(parts) / 60.0 if rate_of == "minute" else float(_reps(parts))


def _total(parts: Iterable[PractisedSection]) -> float:
    return math.fsum(part.length_s for part in parts)


def _reps(parts: Iterable[PractisedSection]) -> int:
    return sum(sum(part.reps.values()) for part in parts)


def _counted(session: PractisedSession, parts: Iterable[PractisedSection]) -> int:
    """Return the repetitions of the exercises that the parts show, as the person corrected them."""
    names = dict.fromkeys(part.exercise for part in parts)
    return sum(sum(session.counted(name).values()) for name in names)


def _rate(times: int, exposure: float) -> float:
    return times / exposure if exposure > 0.0 else math.nan


def _pain(ordered: Sequence[PractisedSession], mondays: Sequence[int]) -> PainProgress:
    both = [
        (session.pain_before, session.pain_after)
        for session in ordered
        if session.pain_before is not None and session.pain_after is not None
    ]
    befores = [(s.day, s.pain_before) for s in ordered if s.pain_before is not None]
    durings = [(s.day, s.pain_during) for s in ordered if s.pain_during is not None]
    afters = [(s.day, s.pain_after) for s in ordered if s.pain_after is not None]
    return PainProgress(
        sessions=len(both),
        before=_mean([before for before, _ in both]),
        after=_mean([after for _, after in both]),
        eased=sum(after < before for before, after in both),
        grown=sum(after > before for before, after in both),
        befores=_weekly(befores, mondays, _mean),
        durings=_weekly(durings, mondays, lambda pains: float(max(pains))),
        afters=_weekly(afters, mondays, _mean),
        change=first_and_last([float(before) for _, before in befores], NOISE_PAIN),
    )


def _weekly(
    day_values: Sequence[tuple[int, float]],
    mondays: Sequence[int],
    of: Callable[[Sequence[float]], float],
) -> tuple[float, ...]:
    weekly: dict[int, list[float]] = {monday: [] for monday in mondays}
    for day, value in day_values:
        if (week := weekly.get(monday_of(day))) is not None:
            week.append(value)
    return tuple(of(values) if values else math.nan for values in weekly.values())


def _mean(values: Sequence[float]) -> float:
    return statistics.fmean(values) if values else math.nan
