"""Crediting: changes of phases become events, such as holds, repetitions and completed doses."""

from __future__ import annotations

import math
from typing import Final, assert_never

from matside.body.landmark import Side
from matside.coach import events as ev
from matside.coach.moments import settling_s
from matside.coach.phase_track import Change, Entered, Lasted, Left, Paused
from matside.coach.track import ExerciseTrack
from matside.exercise.schema import Dose, Phase
from matside.states import replace

JOIN_S: Final = 4.0
"""A visit is next to another phase if no more than this lies between them: a slow way there, and
the time until a body has come to rest."""
BREAK_S: Final = 8.0
"""After a break this long a repetition that was begun is given up: two slow breaths."""
FULL_SHARE: Final = 0.9
"""A hold counts towards its dose from this share of the dose's length on."""


def is_full(held_s: float, dose: Dose) -> bool:
    """Return whether a hold lasted nearly as long as the dose asks for."""
    return held_s >= FULL_SHARE * (dose.hold_s or 0.0)


def report(
    track: ExerciseTrack, phase: Phase, side: Side | None, changes: tuple[Change, ...]
) -> tuple[ExerciseTrack, list[ev.Event]]:
    """Turn the changes of a phase into events, and count what they complete."""
    events: list[ev.Event] = []
    name, hold = track.exercise.id, phase.kind == "hold"
    for change in changes:
        more: list[ev.Event] = []
        match change:
            case Entered(t_s=t_s):
                track, more = _entered(track, phase, side, t_s)
            case Lasted(t_s=t_s, start_s=start_s):
                if not hold:
                    track, more = _count(track, phase.id, side, t_s, start_s)
            case Paused(t_s=t_s):
                if hold:
                    more = [ev.HoldPaused(t_s=t_s, exercise=name, phase=phase.id, side=side)]
            case Left():
                track, more = _left(track, phase, side, change)
            case _:
                assert_never(change)
        events += more
    return track, events


def _entered(
    track: ExerciseTrack, phase: Phase, side: Side | None, t_s: float
) -> tuple[ExerciseTrack, list[ev.Event]]:
    """Report that a phase has begun; what led into it is no longer credited."""
    name = track.exercise.id
    more: list[ev.Event] = [ev.PhaseEntered(t_s=t_s, exercise=name, phase=phase.id, side=side)]
    if phase.kind == "hold":
        more.append(ev.HoldStarted(t_s=t_s, exercise=name, phase=phase.id, side=side))
        track = _drop_deferred(track, phase.id, t_s)
    elif phase.least_s is None:
        track, counted = _count(track, phase.id, side, t_s)
        more += counted
    return track, more


def _left(
    track: ExerciseTrack, phase: Phase, side: Side | None, left: Left
) -> tuple[ExerciseTrack, list[ev.Event]]:
    """Report that a phase was left, and credit its hold if that was long enough."""
    side = side.other if side is not None and left.renamed else side
    gone = ev.PhaseLeft(
        t_s=left.t_s,
        exercise=track.exercise.id,
        phase=phase.id,
        side=side,
        start_s=left.start_s,
        measured=track.measured(phase.id, left.start_s, left.t_s),
    )
    track = track.without_visit(phase.id, left.start_s)
    more: list[ev.Event] = []
    if phase.kind == "hold" and left.lasted:
        track, more = _hold_ended(track, phase, side, left)
    return replace(track, ended={**track.ended, phase.id: left.t_s}), [gone, *more]


def settle_deferred(track: ExerciseTrack, t_s: float) -> tuple[ExerciseTrack, list[ev.Event]]:
    """Credit deferred visits that can no longer prove to be the way into another phase."""
    events: list[ev.Event] = []
    for key, left in track.deferred:
        passing = track.exercise.phase_named(key[0]).passing
        settle = settling_s(track.exercise.phase_named(passing)) if passing else 0.0
        if t_s - left.t_s > JOIN_S + settle:
            track = replace(track, deferred=tuple(d for d in track.deferred if d[1] != left))
            track, more = _credit(track, key[0], key[1], left)
            events += more
    return track, events


def _hold_ended(
    track: ExerciseTrack, phase: Phase, side: Side | None, left: Left
) -> tuple[ExerciseTrack, list[ev.Event]]:
    """Credit a hold, or defer it while it may be only the way in or out of another phase."""
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
        if not (track.exercise.phase_named(name).passing == entered and t_s - left.t_s <= JOIN_S)
    )
    return replace(track, deferred=kept)


def _credit(
    track: ExerciseTrack, phase: str, side: Side | None, left: Left
) -> tuple[ExerciseTrack, list[ev.Event]]:
    full = is_full(left.held_s, track.dose)
    done = ev.HoldDone(
        t_s=left.t_s,
        exercise=track.exercise.id,
        phase=phase,
        side=side,
        start_s=left.start_s,
        held_s=left.held_s,
        full=full,
    )
    track, events = _count(track, phase, side, left.t_s, left.start_s, full=full)
    return track, [done, *events]


def _count(
    track: ExerciseTrack,
    phase: str,
    side: Side | None,
    t_s: float,
    start_s: float | None = None,
    *,
    full: bool = True,
) -> tuple[ExerciseTrack, list[ev.Event]]:
    """Count a visit; what it completes counts towards the dose only if the visit is ``full``."""
    counter = track.counter
    if _broken_off(track, side, t_s):
        counter = counter.abandoning(side)
    counter, completed = counter.visiting(track.exercise.repetition, phase, side, t_s, start_s)
    track = replace(track, counter=counter)
    if not completed:
        return track, []
    name = track.exercise.id
    events: list[ev.Event] = [
        ev.RepDone(
            t_s=t_s,
            exercise=name,
            side=side,
            count=counter.counts[side],
            start_s=counter.began_s[side],
            full=full,
        )
    ]
    if not full:
        return track, events
    before = track.progress.reps
    dosed = {**track.dosed, side: track.dosed.get(side, 0) + 1}
    track = replace(track, dosed=dosed)
    done = track.progress.reps
    if done == before:
        return track, events
    if done % track.dose.reps == 0 and done // track.dose.reps <= track.dose.sets:
        sets = done // track.dose.reps
        events.append(ev.SetDone(t_s=t_s, exercise=name, count=sets))
        if sets == track.dose.sets:
            events.append(ev.DoseDone(t_s=t_s, exercise=name, dose=track.dose.id))
    return track, events


def _broken_off(track: ExerciseTrack, side: Side | None, t_s: float) -> bool:
    """Return whether the phases of the running repetition were all left long ago."""
    visited = track.counter.visited.get(side, frozenset())
    if visited & {phase.id for phase, _, _ in track.active}:
        return False
    return all(t_s - track.ended.get(name, t_s) > BREAK_S for name in visited) and bool(visited)
