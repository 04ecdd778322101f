"""One exercise through time: neutral, phases, holds, repetitions, faults, dose."""

from __future__ import annotations

import math
from typing import Final

from matside.body.landmark import Side
from matside.coach import events as ev
from matside.coach.credit import report, settle_deferred
from matside.coach.faults import Situation, is_idle, mend, once, watch
from matside.coach.neutral import seek_all, settle
from matside.coach.phase_track import Change, Entered, Left, PhaseTrack, take_over
from matside.coach.phases import advance, close
from matside.coach.sample import Sample, read
from matside.coach.track import ExerciseTrack, PhaseKey, new_track
from matside.exercise.fault_kinds.base import FaultKind
from matside.exercise.schema import Exercise, Phase
from matside.states import replace

REHEARSAL_S: Final = 60.0
"""How much is kept to be judged again once the neutral is known."""
SAME_EVENT_S: Final = 0.75
"""Two events of one kind this close are the same one, reported twice."""
SPARSE_S: Final = 0.5
"""Frames further apart than this on average cannot be timed."""
LINGER_S: Final = 2.0
"""Faults about several phases outlast a pause of this length between two of them."""


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
                reported=(*track.reported, *events),
            ),
            events,
        )
    return replace(track, rehearsal=(), reported=()), events


def conclude(track: ExerciseTrack) -> tuple[ExerciseTrack, tuple[ev.Event, ...]]:
    """Return the state and events at the end of the stream: whatever runs ends when last seen."""
    track, found = _settle_neutral(track)
    events: list[ev.Event] = [*found]
    for (name, side), phase_track in track.phases.items():
        phase = track.exercise.phase_named(name)
        closed, changes = close(phase_track, phase, ends=True)
        track = replace(track, phases={**track.phases, (name, side): closed})
        track, more = report(track, phase, side, changes)
        events += more
    track, more = settle_deferred(track, math.inf)
    events += more
    for fault in track.exercise.fault:
        mended, cleared = mend(track.faults[fault.id], track.exercise.id, fault)
        track = replace(track, faults={**track.faults, fault.id: mended})
        events += (*cleared, *_raised_at_end(track, fault))
    return track, tuple(events)


def _raised_at_end(track: ExerciseTrack, fault: FaultKind) -> tuple[ev.Event, ...]:
    """Return a fault that is known only at the end, dated at the last moment of its phases."""
    side = fault.at_end(track.counter.counts)
    if side is None:
        return ()
    t_s = max(track.active_s[phase] for phase in fault.phases if phase in track.active_s)
    return once(track.exercise.id, fault, t_s, t_s, side)


def _settle_neutral(track: ExerciseTrack) -> tuple[ExerciseTrack, tuple[ev.Event, ...]]:
    """Judge the kept samples at the end of the stream if their swing gives the neutral after all.

    Frames too far apart to be timed are left out of this: they are pictures.
    """
    rule, samples = track.exercise.neutral, track.rehearsal
    if rule is None or len(samples) < 2:
        return track, ()
    lead = rule.measures[0]
    settled = settle(track.neutral[lead], rule)
    dense = samples[-1].t_s - samples[0].t_s <= SPARSE_S * (len(samples) - 1)
    if settled.basis == track.neutral[lead].basis or not dense:
        return track, ()
    track = replace(track, neutral={**track.neutral, lead: settled}, rehearsal=samples[:-1])
    return _rehearse(track, samples[-1])


def _kept(rehearsal: tuple[Sample, ...], sample: Sample) -> tuple[Sample, ...]:
    if rehearsal and sample.t_s - rehearsal[0].t_s > REHEARSAL_S:
        rehearsal = tuple(s for s in rehearsal if sample.t_s - s.t_s <= REHEARSAL_S)
    return (*rehearsal, sample)


def _rehearse(track: ExerciseTrack, sample: Sample) -> tuple[ExerciseTrack, tuple[ev.Event, ...]]:
    """Judge the kept samples again with the neutral that was just found; return the new events."""
    samples, reported = (*track.rehearsal, sample), track.reported
    fresh = new_track(track.exercise, track.dose)
    track = replace(fresh, neutral=track.neutral)
    events: list[ev.Event] = []
    for past in samples:
        track, more = _judge(track, past)
        events += more
    keep = track.neutral[next(iter(track.neutral))].basis == "quiet" and not track.counter.counts
    track = replace(
        track, rehearsal=samples if keep else (), reported=(*reported, *events) if keep else ()
    )
    return track, tuple(event for event in events if not _reported_before(event, reported))


def _reported_before(event: ev.Event, reported: tuple[ev.Event, ...]) -> bool:
    return any(
        type(other) is type(event)
        and abs(other.t_s - event.t_s) <= SAME_EVENT_S
        and getattr(other, "phase", None) == getattr(event, "phase", None)
        and getattr(other, "fault", None) == getattr(event, "fault", None)
        for other in reported
    )


def _judge(track: ExerciseTrack, sample: Sample) -> tuple[ExerciseTrack, tuple[ev.Event, ...]]:
    events: list[ev.Event] = []
    neutral = track.neutral_values
    changes: list[tuple[Phase, Side | None, tuple[Change, ...]]] = []
    phases = dict(track.phases)
    for (name, side), phase_track in track.phases.items():
        phase = track.exercise.phase_named(name)
        phases[name, side], changed = advance(phase_track, phase, side, sample, neutral, track.best)
        if changed:
            changes.append((phase, side, changed))
    track = replace(track, phases=_handed_over(phases, track.exercise))
    for phase, side, changed in changes:
        track, more = report(track, phase, side, changed)
        events += more
    track, more = settle_deferred(track, sample.t_s)
    events += more
    track = _remember(track, sample)
    completed = tuple(event for event in events if isinstance(event, ev.RepDone))
    track, more = _watch_faults(track, sample, changes, completed)
    return track, (*events, *more)


def _handed_over(
    phases: dict[PhaseKey, PhaseTrack], exercise: Exercise
) -> dict[PhaseKey, PhaseTrack]:
    """Return the tracks after visits have passed to the other side where legs changed names."""
    for phase in exercise.phase:
        for side in Side if phase.sides else ():
            giver, taker = (phase.id, side), (phase.id, side.other)
            pair = take_over(phases[giver], phases[taker], phase)
            if pair is not None:
                phases[giver], phases[taker] = pair
    return phases


def _remember(track: ExerciseTrack, sample: Sample) -> ExerciseTrack:
    """Note when phases were active, and of moves and holds the measures and the person's best."""
    active = track.active
    if not active or not sample.judged:
        return track
    times = {**track.active_s, **{phase.id: sample.t_s for phase, _, _ in active}}
    track = track.visiting(sample)
    phase, side, _ = active[0]
    if phase.kind == "rest":
        resting = dict(track.resting)
        for key in () if phase.sides else resting:
            resting[key] = resting[key].taking(sample.t_s, sample.values[key])
        return replace(track, active_s=times, resting=resting)
    best = _better(track, sample, side) if phase.kind == "hold" else track.best
    return replace(track, active_s=times, best=best)


def _better(track: ExerciseTrack, sample: Sample, side: Side | None) -> dict[str, float]:
    """Return the person's own best of each measure that some fault is compared with."""
    best = dict(track.best)
    for fault in track.exercise.fault:
        for wanted in fault.conditions:
            if wanted.relative_to == "best":
                value = read(sample, wanted.measure, wanted.of, side)
                if value > best.get(wanted.measure, -math.inf):
                    best[wanted.measure] = value
    return best


def _watch_faults(
    track: ExerciseTrack,
    sample: Sample,
    changes: list[tuple[Phase, Side | None, tuple[Change, ...]]],
    completed: tuple[ev.RepDone, ...],
) -> tuple[ExerciseTrack, list[ev.Event]]:
    events: list[ev.Event] = []
    faults = dict(track.faults)
    neutral, running_now = track.neutral_values, track.active
    rest = {key: level.value for key, level in track.resting.items()}
    active = {phase.id: side for phase, side, _ in reversed(running_now)}
    steady = {phase.id for phase, _, state in running_now if state.steady}
    entered = tuple(
        (phase.id, c.t_s) for phase, _, cs in changes for c in cs if isinstance(c, Entered)
    )
    left = tuple((phase.id, c) for phase, _, cs in changes for c in cs if isinstance(c, Left))
    sides = {phase.id: side for phase, side, _ in changes}
    at_rest = not (changes or completed)
    for fault in track.exercise.fault:
        running = [name for name in fault.watched if name in active] if active else []
        lingering = fault.outlasts_pauses and any(
            sample.t_s - track.active_s.get(name, -math.inf) <= LINGER_S for name in fault.phases
        )
        if at_rest and not (running or lingering) and is_idle(faults[fault.id], fault):
            continue
        changed = [sides[name] for name in fault.phases if name in sides]
        side = active[running[0]] if running else changed[0] if changed else None
        now = Situation(
            sample=sample,
            neutral=neutral,
            best=track.best,
            rest=rest,
            side=side,
            in_phase=bool(running) or lingering,
            steady=any(name in steady for name in running),
            entered=entered,
            left=left,
            completed=completed,
        )
        faults[fault.id], more = watch(faults[fault.id], track.exercise.id, fault, now)
        events += more
    return replace(track, faults=faults), events
