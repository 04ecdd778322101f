"""One exercise through time: neutral, phases, holds, repetitions, faults, dose."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from matside.body.landmark import Side
from matside.coach import events as ev
from matside.coach.detectors import Situation
from matside.coach.faults import Cleared, FaultTrack, Raised, mend, watch
from matside.coach.neutral import NeutralTrack, seek_all
from matside.coach.phases import Change, Entered, Left, Paused, PhaseTrack, advance, close, idle
from matside.coach.repetitions import Counter, visit
from matside.coach.sample import Sample, read
from matside.exercise.schema import BandFault, Dose, Exercise, Phase, TravelFault

JOIN_S: Final = 2.0
"""A visit is next to another phase if no more than this lies between them."""
REHEARSAL_S: Final = 60.0
"""How much is kept to be judged again once the neutral is known."""
SAME_EVENT_S: Final = 0.75
"""Two events of one kind this close are the same one, told twice."""
LINGER_S: Final = 2.0
"""Faults of travel go on being watched this long between two phases."""

Key = tuple[str, Side | None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExerciseTrack:
    """State of one exercise.

    Attributes:
        exercise: The exercise.
        dose: The dose that is aimed at.
        neutral: Search for the neutral, by measure.
        rehearsal: Samples that may have to be judged (again) with a neutral.
        told: Events that were told of the samples in ``rehearsal``.
        phases: State of every phase by identifier and side.
        ended: When each phase was last left, by identifier.
        deferred: Visits that may turn out to be the way into another phase.
        counter: Repetitions.
        best: The person's own best by measure.
        faults: State of every fault by identifier.
        active_s: When each phase was last active, by identifier.
        ranges: Least and greatest value of shown columns during the exercise.
    """

    exercise: Exercise
    dose: Dose
    neutral: Mapping[str, NeutralTrack] = field(default_factory=dict)
    rehearsal: tuple[Sample, ...] = ()
    told: tuple[ev.Event, ...] = ()
    phases: Mapping[Key, PhaseTrack] = field(default_factory=dict)
    ended: Mapping[str, float] = field(default_factory=dict)
    deferred: tuple[tuple[Key, Left], ...] = ()
    counter: Counter = Counter()
    best: Mapping[str, float] = field(default_factory=dict)
    faults: Mapping[str, FaultTrack] = field(default_factory=dict)
    active_s: Mapping[str, float] = field(default_factory=dict)
    ranges: Mapping[str, tuple[float, float]] = field(default_factory=dict)

    @property
    def active(self) -> tuple[tuple[Phase, Side | None, PhaseTrack], ...]:
        """The phases that are active now, holds first, then the latest."""
        running = [
            (self.exercise.phase_named(name), side, track)
            for (name, side), track in self.phases.items()
            if track.active
        ]
        order = {"hold": 0, "move": 1, "rest": 2}
        return tuple(sorted(running, key=lambda r: (order[r[0].kind], -r[2].start_s)))

    @property
    def neutral_values(self) -> dict[str, float]:
        """The neutral of each measure that has one."""
        return {
            name: track.value for name, track in self.neutral.items() if not math.isnan(track.value)
        }


def new_track(exercise: Exercise, dose: Dose | None = None) -> ExerciseTrack:
    """Return the state of an exercise before the first frame."""
    rule = exercise.neutral
    return ExerciseTrack(
        exercise=exercise,
        dose=dose or exercise.dose[0],
        neutral={name: NeutralTrack() for name in rule.measures} if rule else {},
        phases={
            (phase.id, side): idle(phase)
            for phase in exercise.phase
            for side in (tuple(Side) if phase.sides else (None,))
        },
        faults={fault.id: FaultTrack() for fault in exercise.fault},
    )


def follow(track: ExerciseTrack, sample: Sample) -> tuple[ExerciseTrack, tuple[ev.Event, ...]]:
    """Return the next state of an exercise and what happened in it."""
    rule = track.exercise.neutral
    if rule is None:
        return _judge(track, sample)
    lead = rule.measures[0]
    basis = track.neutral[lead].basis
    track = replace(track, neutral=seek_all(track.neutral, sample, rule))
    found = track.neutral[lead].basis
    if found == "none":
        return replace(track, rehearsal=_kept(track.rehearsal, sample)), ()
    if found != basis and not track.counter.counts:
        return _rehearse(track, sample)
    track, events = _judge(track, sample)
    if found == "quiet" and not track.counter.counts:
        return (
            replace(
                track,
                rehearsal=_kept(track.rehearsal, sample),
                told=(*track.told, *events),
            ),
            events,
        )
    return replace(track, rehearsal=(), told=()), events


def conclude(track: ExerciseTrack, t_s: float) -> tuple[ExerciseTrack, tuple[ev.Event, ...]]:
    """Return the state and events at the end of the stream: whatever runs ends when last seen."""
    events: list[ev.Event] = []
    for (name, side), phase_track in track.phases.items():
        phase = track.exercise.phase_named(name)
        closed, changes = close(phase_track, phase)
        track = replace(track, phases={**track.phases, (name, side): closed})
        track, more = _report(track, phase, side, changes)
        events += more
    track, more = _settle_deferred(track, math.inf)
    events += more
    for fault in track.exercise.fault:
        mended, cleared = mend(track.faults[fault.id])
        track = replace(track, faults={**track.faults, fault.id: mended})
        events += _fault_events(track, fault.id, cleared)
    return track, tuple(events)


def _kept(rehearsal: tuple[Sample, ...], sample: Sample) -> tuple[Sample, ...]:
    if rehearsal and sample.t_s - rehearsal[0].t_s > REHEARSAL_S:
        rehearsal = tuple(s for s in rehearsal if sample.t_s - s.t_s <= REHEARSAL_S)
    return (*rehearsal, sample)


def _rehearse(track: ExerciseTrack, sample: Sample) -> tuple[ExerciseTrack, tuple[ev.Event, ...]]:
    """Judge everything that is kept with the neutral that was just found; tell what is new."""
    samples, told = (*track.rehearsal, sample), track.told
    fresh = new_track(track.exercise, track.dose)
    track = replace(fresh, neutral=track.neutral)
    events: list[ev.Event] = []
    for past in samples:
        track, more = _judge(track, past)
        events += more
    keep = track.neutral[next(iter(track.neutral))].basis == "quiet" and not track.counter.counts
    track = replace(
        track, rehearsal=samples if keep else (), told=(*told, *events) if keep else ()
    )
    return track, tuple(event for event in events if not _told_before(event, told))


def _told_before(event: ev.Event, told: tuple[ev.Event, ...]) -> bool:
    return any(
        type(other) is type(event)
        and abs(other.t_s - event.t_s) <= SAME_EVENT_S
        and getattr(other, "phase", None) == getattr(event, "phase", None)
        and getattr(other, "fault", None) == getattr(event, "fault", None)
        for other in told
    )


def _judge(track: ExerciseTrack, sample: Sample) -> tuple[ExerciseTrack, tuple[ev.Event, ...]]:
    events: list[ev.Event] = []
    neutral = track.neutral_values
    changes: list[tuple[Phase, Side | None, tuple[Change, ...]]] = []
    phases = dict(track.phases)
    for (name, side), phase_track in track.phases.items():
        phase = track.exercise.phase_named(name)
        phases[name, side], changed = advance(
            phase_track, phase, side, sample, neutral, track.best
        )
        if changed:
            changes.append((phase, side, changed))
    track = replace(track, phases=phases)
    for phase, side, changed in changes:
        track, more = _report(track, phase, side, changed)
        events += more
    track, more = _settle_deferred(track, sample.t_s)
    events += more
    track = _remember(track, sample)
    track, more = _watch_faults(track, sample, changes)
    return track, (*events, *more)


def _report(
    track: ExerciseTrack, phase: Phase, side: Side | None, changes: tuple[Change, ...]
) -> tuple[ExerciseTrack, list[ev.Event]]:
    """Turn the changes of a phase into events, and count what they complete."""
    events: list[ev.Event] = []
    name = track.exercise.id
    for change in changes:
        match change:
            case Entered(t_s=t_s):
                events.append(ev.PhaseEntered(t_s=t_s, exercise=name, phase=phase.id, side=side))
                if phase.kind == "hold":
                    events.append(ev.HoldStarted(t_s=t_s, exercise=name, phase=phase.id, side=side))
                    track = _drop_deferred(track, phase.id, t_s)
                else:
                    track, more = _count(track, phase.id, side, t_s)
                    events += more
            case Paused(t_s=t_s):
                if phase.kind == "hold":
                    events.append(ev.HoldPaused(t_s=t_s, exercise=name, phase=phase.id, side=side))
            case Left():
                events.append(
                    ev.PhaseLeft(
                        t_s=change.t_s,
                        exercise=name,
                        phase=phase.id,
                        side=side,
                        start_s=change.start_s,
                    )
                )
                if phase.kind == "hold":
                    track, more = _hold_ended(track, phase, side, change)
                    events += more
                track = replace(track, ended={**track.ended, phase.id: change.t_s})
    return track, events


def _hold_ended(
    track: ExerciseTrack, phase: Phase, side: Side | None, left: Left
) -> tuple[ExerciseTrack, list[ev.Event]]:
    """Credit a hold, or wait to see whether it was only the way in or out of another phase."""
    if phase.passing is None or phase.passing_s is None or left.held_s >= phase.passing_s:
        return _credit(track, phase.id, side, left)
    if left.start_s - track.ended.get(phase.passing, -math.inf) <= JOIN_S:
        return track, []
    if any(p.id == phase.passing for p, _, _ in track.active):
        return track, []
    return replace(track, deferred=(*track.deferred, ((phase.id, side), left))), []


def _drop_deferred(track: ExerciseTrack, entered: str, t_s: float) -> ExerciseTrack:
    kept = tuple(
        ((name, side), left)
        for (name, side), left in track.deferred
        if not (
            track.exercise.phase_named(name).passing == entered and t_s - left.t_s <= JOIN_S
        )
    )
    return replace(track, deferred=kept)


def _settle_deferred(track: ExerciseTrack, t_s: float) -> tuple[ExerciseTrack, list[ev.Event]]:
    """Credit the deferred visits for which it is too late to be a way into another phase."""
    events: list[ev.Event] = []
    for key, left in track.deferred:
        passing = track.exercise.phase_named(key[0]).passing
        settle = track.exercise.phase_named(passing).settle_s if passing else 0.0
        if t_s - left.t_s > JOIN_S + settle:
            track = replace(track, deferred=tuple(d for d in track.deferred if d[0] != key))
            track, more = _credit(track, key[0], key[1], left)
            events += more
    return track, events


def _credit(
    track: ExerciseTrack, phase: str, side: Side | None, left: Left
) -> tuple[ExerciseTrack, list[ev.Event]]:
    done = ev.HoldDone(
        t_s=left.t_s,
        exercise=track.exercise.id,
        phase=phase,
        side=side,
        start_s=left.start_s,
        held_s=left.held_s,
    )
    track, events = _count(track, phase, side, left.t_s)
    return track, [done, *events]


def _count(
    track: ExerciseTrack, phase: str, side: Side | None, t_s: float
) -> tuple[ExerciseTrack, list[ev.Event]]:
    counter, completed = visit(track.counter, track.exercise.repetition, phase, side, t_s)
    track = replace(track, counter=counter)
    if completed is None:
        return track, []
    name = track.exercise.id
    events: list[ev.Event] = [
        ev.RepDone(t_s=t_s, exercise=name, side=side, count=completed.count)
    ]
    done = _towards_dose(track)
    if done and done % track.dose.reps == 0 and done // track.dose.reps <= track.dose.sets:
        sets = done // track.dose.reps
        events.append(ev.SetDone(t_s=t_s, exercise=name, count=sets))
        if sets == track.dose.sets:
            events.append(ev.DoseDone(t_s=t_s, exercise=name, dose=track.dose.id))
    return track, events


def _towards_dose(track: ExerciseTrack) -> int:
    counts = track.counter.counts
    if track.dose.each_side:
        return min(counts.get(side, 0) for side in Side)
    return sum(counts.values())


def _remember(track: ExerciseTrack, sample: Sample) -> ExerciseTrack:
    """Learn the person's own best in holds, and the ranges of the measures that are shown."""
    active = track.active
    if not active or not sample.judged:
        return track
    times = {**track.active_s, **{phase.id: sample.t_s for phase, _, _ in active}}
    track = replace(track, active_s=times)
    if active[0][0].kind == "rest":
        return track
    best = dict(track.best)
    for fault in track.exercise.fault:
        if not isinstance(fault, BandFault) or active[0][0].kind != "hold":
            continue
        for wanted in fault.when:
            value = read(sample, wanted.measure, wanted.of, active[0][1])
            if wanted.relative_to == "best" and not math.isnan(value):
                best[wanted.measure] = max(best.get(wanted.measure, -math.inf), value)
    ranges = dict(track.ranges)
    for name in track.exercise.shows:
        for key, value in sample.values.items():
            if key.endswith(name) and not math.isnan(value):
                low, high = ranges.get(key, (value, value))
                ranges[key] = min(low, value), max(high, value)
    return replace(track, best=best, ranges=ranges)


def _watch_faults(
    track: ExerciseTrack,
    sample: Sample,
    changes: list[tuple[Phase, Side | None, tuple[Change, ...]]],
) -> tuple[ExerciseTrack, list[ev.Event]]:
    events: list[ev.Event] = []
    faults = dict(track.faults)
    active = {phase.id: side for phase, side, _ in reversed(track.active)}
    entered = tuple(
        (phase.id, c.t_s) for phase, _, cs in changes for c in cs if isinstance(c, Entered)
    )
    left = tuple((phase.id, c) for phase, _, cs in changes for c in cs if isinstance(c, Left))
    sides = {phase.id: side for phase, side, _ in changes}
    for fault in track.exercise.fault:
        running = [name for name in fault.phases if name in active]
        lingering = isinstance(fault, TravelFault) and any(
            sample.t_s - track.active_s.get(name, -math.inf) <= LINGER_S for name in fault.phases
        )
        changed = [sides[name] for name in fault.phases if name in sides]
        side = active[running[0]] if running else changed[0] if changed else None
        now = Situation(
            sample=sample,
            neutral=track.neutral_values,
            best=track.best,
            side=side,
            in_phase=bool(running) or lingering,
            entered=entered,
            left=left,
        )
        faults[fault.id], verdicts = watch(faults[fault.id], fault, now)
        events += _fault_events(track, fault.id, verdicts)
    return replace(track, faults=faults), events


def _fault_events(
    track: ExerciseTrack, fault: str, verdicts: tuple[Raised | Cleared, ...]
) -> list[ev.Event]:
    name = track.exercise.id
    return [
        ev.FaultRaised(t_s=v.t_s, exercise=name, fault=fault, side=v.side)
        if isinstance(v, Raised)
        else ev.FaultCleared(t_s=v.t_s, exercise=name, fault=fault, side=v.side, start_s=v.start_s)
        for v in verdicts
    ]
