"""From the events to the sections, the parts of a session that each show one exercise."""

from __future__ import annotations

import bisect
import itertools
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import TypeVar

from matside.body.catalogue import MEASURES
from matside.body.landmark import Side
from matside.coach import events as ev
from matside.coach.recognition import agreeing
from matside.coach.result import DoseProgress
from matside.coach.summary import (
    FaultSpan,
    Hold,
    PhaseSpan,
    Range,
    Repetition,
    Section,
    StillSpan,
)
from matside.coach.track import ExerciseTrack
from matside.exercise.schema import Dose

Span = TypeVar("Span", Hold, Repetition, PhaseSpan, FaultSpan)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepDose:
    """The dose of a plan's step, and the moment after which it applies (NaN: from the start)."""

    after_s: float
    exercise: str
    dose: Dose


def sections_of(
    events: Iterable[ev.Event],
    tracks: Mapping[str, ExerciseTrack],
    forced: str,
    steps: Sequence[StepDose] = (),
) -> tuple[Section, ...]:
    """Return the sections: runs of holds and repetitions of one exercise, in order of time.

    A step of a plan begins a section of its own, with its own dose.

    An exercise of which only a part was seen (a cat without a cow) makes no
    section, unless it was named beforehand (``forced``) or, where nothing else
    counts, a fault shows that it was meant.
    """
    events = sorted(events, key=lambda event: event.t_s)
    credits_ = agreeing([e for e in events if isinstance(e, ev.HoldDone | ev.RepDone)])
    kept = set(credits_)
    events = [e for e in events if e in kept or not isinstance(e, ev.HoldDone | ev.RepDone)]
    begun_s = [step.after_s for step in steps if not math.isnan(step.after_s)]

    def part(event: ev.HoldDone | ev.RepDone) -> tuple[str, int]:
        return event.exercise, bisect.bisect_left(begun_s, event.t_s)

    runs = [list(run) for _, run in itertools.groupby(credits_, key=part)]
    meant = forced or _attempted(events, tracks)
    if not runs and meant:
        extent = _extent(events, meant)
        if extent is None:
            return ()
        dose, number = _dose(tracks[meant], steps, extent[1])
        whole = -math.inf, math.inf
        return (_section(events, tracks[meant], dose, whole, extent).replace(step=number),)
    sections = []
    for index, run in enumerate(runs):
        after = _end(runs[index - 1]) if index else -math.inf
        before = _start(runs[index + 1]) if index + 1 < len(runs) else math.inf
        visits = _visits(events, run[0].exercise, after, before)
        start = min([_start(run), *(visit.start_s for visit in visits)])
        end = max([_end(run), *(visit.t_s for visit in visits)])
        track = tracks[run[0].exercise]
        dose, number = _dose(track, steps, _end(run))
        section = _section(events, track, dose, (after, before), (start, end))
        sections.append(section.replace(step=number))
    return tuple(sections)


def _dose(track: ExerciseTrack, steps: Sequence[StepDose], t_s: float) -> tuple[Dose, int | None]:
    """Return the dose that an exercise aimed at then, and the number of its step, from 1.

    Without a step it is the exercise's own dose, and no number.
    """
    name = track.exercise.id
    for number, step in reversed(list(enumerate(steps, start=1))):
        if step.exercise == name and not step.after_s >= t_s:
            return step.dose, number
    return track.dose, None


def _extent(events: list[ev.Event], exercise: str) -> tuple[float, float] | None:
    """Return when an exercise was first and last seen: by its phases, else by its faults."""
    visits = _visits(events, exercise, -math.inf, math.inf)
    moments = [moment for visit in visits for moment in (visit.start_s, visit.t_s)]
    if not moments:
        faults = (e for e in events if isinstance(e, ev.FaultRaised | ev.FaultCleared))
        moments = [fault.t_s for fault in faults if fault.exercise == exercise]
    return (min(moments), max(moments)) if moments else None


def _attempted(events: Iterable[ev.Event], tracks: Mapping[str, ExerciseTrack]) -> str:
    """Return the exercise that was attempted, as a fault or a long visit shows; empty for none."""
    tells = {
        (track.exercise.id, fault.id)
        for track in tracks.values()
        for fault in track.exercise.fault
        if fault.attempt
    }
    least_s = {
        (track.exercise.id, phase.id): phase.attempt_s
        for track in tracks.values()
        for phase in track.exercise.phase
        if phase.attempt_s is not None
    }
    for event in events:
        match event:
            case ev.FaultRaised() if (event.exercise, event.fault) in tells:
                return event.exercise
            case ev.PhaseLeft():
                least = least_s.get((event.exercise, event.phase), math.inf)
                if event.t_s - event.start_s >= least:
                    return event.exercise
    return ""


def sections_of_stills(
    stills: Iterable[StillSpan], tracks: Mapping[str, ExerciseTrack]
) -> tuple[Section, ...]:
    """Return the exercise that most pictures show, as a section in which nothing was timed."""
    shown = [still for still in stills if still.exercise in tracks]
    if not shown:
        return ()
    votes = Counter(still.exercise for still in shown)
    chosen = votes.most_common(1)[0][0]
    times = [still.t_s for still in shown if still.exercise == chosen]
    extent = (min(times), max(times))
    return (_section([], tracks[chosen], tracks[chosen].dose, (-math.inf, math.inf), extent),)


def _start(run: list[ev.HoldDone | ev.RepDone]) -> float:
    return min(event.start_s for event in run)


def _end(run: list[ev.HoldDone | ev.RepDone]) -> float:
    return max(event.t_s for event in run)


def _visits(
    events: Iterable[ev.Event], exercise: str, after: float, before: float
) -> list[ev.PhaseLeft]:
    """Return the visits to phases of an exercise that lie between two times, in part at least."""
    visits = [
        event
        for event in events
        if isinstance(event, ev.PhaseLeft)
        and event.exercise == exercise
        and after < event.t_s
        and event.start_s < before
    ]
    return sorted(visits, key=lambda visit: visit.start_s)


def _by_start(spans: Iterable[Span]) -> tuple[Span, ...]:
    return tuple(sorted(spans, key=lambda span: span.start_s))


def _section(
    events: list[ev.Event],
    track: ExerciseTrack,
    dose: Dose,
    limits: tuple[float, float],
    extent: tuple[float, float],
) -> Section:
    after, before = limits
    exercise = track.exercise
    mine = [e for e in events if e.exercise == exercise.id and after < e.t_s < before]
    visits = _visits(events, exercise.id, after, before)
    worked = {event.side for event in mine if isinstance(event, ev.HoldDone | ev.RepDone)}
    neutral = {name: value for v in visits for name, value in v.measured.neutral.items()}
    reps = [event for event in mine if isinstance(event, ev.RepDone)]
    return Section(
        exercise=exercise.id,
        name=exercise.name,
        start_s=extent[0],
        end_s=extent[1],
        holds=_by_start(
            _hold(event, visits, neutral, timed=dose.hold_s is not None)
            for event in mine
            if isinstance(event, ev.HoldDone)
        ),
        reps=Counter(event.side for event in reps),
        repetitions=_by_start(_repetition(event, visits, neutral) for event in reps),
        dose=DoseProgress.of(dose, Counter(event.side for event in reps if event.full)),
        phases=tuple(
            PhaseSpan(phase=visit.phase, side=visit.side, start_s=visit.start_s, end_s=visit.t_s)
            for visit in visits
        ),
        faults=_by_start(
            FaultSpan(fault=e.fault, side=e.side, start_s=e.start_s, end_s=e.t_s)
            for e in mine
            if isinstance(e, ev.FaultCleared)
        ),
        neutral=neutral,
        ranges=_ranges(visits, worked, neutral),
    )


def _hold(
    done: ev.HoldDone, visits: Iterable[ev.PhaseLeft], neutral: Mapping[str, float], *, timed: bool
) -> Hold:
    """Return a hold with its depth: the medians of the visit to its phase."""
    own = done.phase, done.side, done.start_s
    visited = (v for v in visits if (v.phase, v.side, v.start_s) == own)
    levels = next((visit.measured.levels for visit in visited), {})
    return Hold(
        phase=done.phase,
        side=done.side,
        start_s=done.start_s,
        end_s=done.t_s,
        held_s=done.held_s,
        full=done.full if timed else None,
        depth={
            key: level - shift
            for key, shift in _shifts(done.side, neutral)
            if (level := levels.get(key)) is not None
        },
    )


def _repetition(
    done: ev.RepDone, visits: Iterable[ev.PhaseLeft], neutral: Mapping[str, float]
) -> Repetition:
    """Return a repetition with the ranges of its measures over the visits it is made of."""
    mine = (
        visit
        for visit in visits
        if visit.side in (None, done.side)
        and done.start_s <= (visit.start_s + visit.t_s) / 2.0 <= done.t_s
    )
    return Repetition(
        side=done.side,
        start_s=done.start_s,
        end_s=done.t_s,
        full=done.full,
        ranges=_ranges(mine, {done.side}, neutral),
    )


def _ranges(
    visits: Iterable[ev.PhaseLeft], worked: Set[Side | None], neutral: Mapping[str, float]
) -> dict[str, Range]:
    """Return the ranges of measures over the visits; each side's over the visits that concern it.

    Visits on a side where nothing counted are ignored: the legs were mixed up for a moment.
    """
    lows: dict[str, float] = {}
    highs: dict[str, float] = {}
    every = not worked or None in worked
    for visit in (v for v in visits if every or v.side is None or v.side in worked):
        for key, shift in _shifts(visit.side, neutral):
            low, high = visit.measured.ranges.get(key, (math.inf, -math.inf))
            if low <= high:
                lows[key] = min(lows.get(key, math.inf), low - shift)
                highs[key] = max(highs.get(key, -math.inf), high - shift)
    return {key: Range(low=low, high=highs[key]) for key, low in lows.items()}


def _shifts(side: Side | None, neutral: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    """Yield the columns that a phase of a side is about, and the offset to subtract from each.

    A curve of the back without a neutral is left out: its level means nothing.
    """
    for measure in MEASURES:
        shift = neutral.get(measure.name) if measure.from_neutral else 0.0
        for key, own in zip(measure.columns, measure.sides, strict=True):
            if shift is not None and (side is None or own is None or own is side):
                yield key, shift
