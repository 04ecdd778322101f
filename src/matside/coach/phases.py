"""One phase of an exercise on one side, through time: settled, held, paused, left."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

from matside.body.landmark import Side
from matside.body.posture import Posture
from matside.coach.moments import (
    carried_in,
    ceased_s,
    changed_s,
    in_place_since_s,
    left_s,
    met_since_s,
    moving_since_s,
    nowhere_since_s,
    set_out_s,
    settling_s,
    without_speeds,
)
from matside.coach.phase_track import Change, Entered, Lasted, Paused, PhaseTrack, idle
from matside.coach.sample import Sample, criterion_value
from matside.exercise.conditions import Band, Condition, Criterion
from matside.exercise.crossing import BRIDGE_S, cross
from matside.exercise.schema import Phase
from matside.states import replace

GIVE_UP_S: Final = 3.0
"""A hold is over if the person could not be judged for longer than this."""
KNOWN: Final = frozenset(Posture) - {Posture.OTHER, Posture.UNSEEN}
"""Postures that say where the body is; any other may be the same one, badly seen."""
GONE_S: Final = 0.8
"""A hold is over, whatever its grace, once the body has been in another known posture for so long.

The grace is for what is badly seen. In 38 clips with holds nothing else was read within one for
longer than 0.1 s.
"""
GROW_S: Final = 0.5
"""Time constant with which the greatest value of a visit rises: one wrong frame makes none."""


def advance(
    track: PhaseTrack,
    phase: Phase,
    side: Side | None,
    sample: Sample,
    neutral: Mapping[str, float],
    best: Mapping[str, float],
) -> tuple[PhaseTrack, tuple[Change, ...]]:
    """Return the next state of a phase and what changed.

    A frame in which the person, or a measure that the phase needs, is unknown
    changes nothing for up to ``BRIDGE_S``; after that the hold's clock
    stands still, and after ``GIVE_UP_S`` the phase has ended when it was last judged.

    A phase that was left comes back within its grace if it is met for as long
    as it takes to settle: a landmark that jumps back for a moment is no return.
    Speeds by themselves end nothing, see ``moments``.
    """
    if not sample.judged:
        return _unjudged(track, phase, sample.t_s)
    criteria = phase.criteria
    values = [
        criterion_value(sample, wanted, side, neutral, best, arriving=not track.active)
        for wanted in criteria
    ]
    for value, wanted in zip(values, criteria, strict=True):
        if math.isnan(value) and not wanted.speed:
            return _unjudged(track, phase, sample.t_s)
    track, changes = _after_gap(track, phase, sample.t_s)
    before = track
    track, met_since = _observe(before, phase, side, sample, values)
    if before.met_since_s not in (None, met_since):
        before, begun = _begun_meanwhile(before, track, phase)
        if begun:
            changes = (*changes, *begun)
            track, met_since = _observe(before, phase, side, sample, values)
    if met_since is None:
        track, more = _not_met(track, phase, sample.t_s)
    else:
        track, more = _met(track, phase, sample.t_s, met_since)
    track, lasted = _lasting(track, phase, sample.t_s)
    return track, (*changes, *more, *lasted)


def _lasting(
    track: PhaseTrack, phase: Phase, t_s: float, *, ends: bool = False
) -> tuple[PhaseTrack, tuple[Change, ...]]:
    """Tell once that a visit has lasted for ``least_s``; one that the stream ends in at rest has.

    The way in is no part of it, and a movement that goes on may turn out to be the way out, so time
    counts up to where it began.
    """
    if not track.active or track.lasted or track.carried or phase.least_s is None:
        return track, ()
    out_s = track.out_s
    if out_s is None:
        out_s = set_out_s(track.moving_since_s, t_s, phase.grace_s)
    if out_s - track.start_s < phase.least_s and not ends:
        return track, ()
    at_s = min(t_s, track.start_s + phase.least_s)
    return replace(track, lasted=True), (Lasted(t_s=at_s, start_s=track.start_s),)


def close(
    track: PhaseTrack, phase: Phase, *, ends: bool = False
) -> tuple[PhaseTrack, tuple[Change, ...]]:
    """Return the state and changes where a phase is cut off: it ends when last seen.

    Args:
        track: State of the phase.
        phase: The phase.
        ends: Whether the stream ends here: nobody knows how long the visit would have lasted.
    """
    begun: tuple[Change, ...] = ()
    since_s = math.inf if track.met_since_s is None else track.met_since_s
    if ends and not track.active and track.judged_s - since_s >= phase.settle_s:
        track, begun = _begun(track, phase, since_s)
    if not track.active:
        return idle(phase), ()
    end = track.out_s
    if end is None:
        end = max(track.start_s, set_out_s(track.moving_since_s, track.judged_s, phase.grace_s))
    track, lasted = _lasting(track, phase, end, ends=ends and end >= track.judged_s)
    return idle(phase), (*begun, *lasted, track.left(end))


def _unjudged(track: PhaseTrack, phase: Phase, t_s: float) -> tuple[PhaseTrack, tuple[Change, ...]]:
    gap = t_s - track.judged_s
    if not track.active:
        return (track if gap <= BRIDGE_S else idle(phase)), ()
    if gap > GIVE_UP_S:
        return close(track, phase)
    if gap > BRIDGE_S and not track.paused:
        return replace(track, blind=True, paused=True), (Paused(t_s=track.judged_s),)
    return replace(track, blind=True), ()


def _after_gap(
    track: PhaseTrack, phase: Phase, t_s: float
) -> tuple[PhaseTrack, tuple[Change, ...]]:
    """Take a gap longer than the bridge off the hold, or end it; frames too far apart count too.

    Landmarks jump just before they are lost, so a phase that was left before
    the gap keeps what remained of its grace.
    """
    gap = t_s - track.judged_s
    long = gap > BRIDGE_S
    if not (long or track.blind):
        return track, ()
    if long and not track.active:
        return replace(idle(phase), judged_s=track.judged_s), ()
    if gap > GIVE_UP_S:
        return close(track, phase)
    unearned = gap if long else 0.0
    track = replace(track, blind=False, paused=False)
    if track.out_s is None:
        return replace(track, unearned_s=track.unearned_s + unearned), ()
    return replace(track, blind_s=track.blind_s + gap, lapse_s=track.lapse_s + unearned), ()


def _greatest(track: PhaseTrack, t_s: float, values: list[float]) -> tuple[float, ...]:
    """Return the greatest values of a visit so far; before it they are the present ones.

    A value counts as far as it lasts, with the time constant ``GROW_S``.
    """
    if not track.active or not track.greatest:
        return tuple(values)
    share = 1.0 - math.exp(-min(t_s - track.judged_s, BRIDGE_S) / GROW_S)
    pairs = zip(track.greatest, values, strict=True)
    return tuple(most + share * (value - most) if value > most else most for most, value in pairs)


def _observe(
    track: PhaseTrack, phase: Phase, side: Side | None, sample: Sample, values: list[float]
) -> tuple[PhaseTrack, float | None]:
    """Return the state after a frame, and since when the phase is met; ``None`` if it is not."""
    criteria = phase.criteria
    greatest = _greatest(track, sample.t_s, values)
    values = [
        value - most if isinstance(wanted, Condition) and wanted.relative_to == "visit" else value
        for value, most, wanted in zip(values, greatest, criteria, strict=True)
    ]
    crossings = tuple(
        cross(state, sample.t_s, value, *_bands(track, wanted, sample), wanted.linger_s)
        for state, value, wanted in zip(track.crossings, values, criteria, strict=True)
    )
    since, out = track.posture_since_s, track.posture_out_s
    if sample.posture in phase.postures:
        since = changed_s(track.judged_s, sample.t_s) if since is None else since
    elif since is not None:
        since, out = None, changed_s(track.judged_s, sample.t_s)
    elsewhere = track.elsewhere_since_s
    if sample.posture not in KNOWN.difference(phase.postures):
        elsewhere = None
    elif elsewhere is None:
        elsewhere = changed_s(track.judged_s, sample.t_s)
    # In one step: to replace fields is most of the time that a phase takes.
    track = replace(
        track,
        crossings=crossings,
        nowhere_since_s=nowhere_since_s(track.nowhere_since_s, phase.at_rest, sample, side),
        greatest=greatest,
        moving_since_s=moving_since_s(crossings, criteria, track.moving_since_s),
        posture_since_s=since,
        posture_out_s=out,
        elsewhere_since_s=elsewhere,
        judged_s=sample.t_s,
    )
    return track, met_since_s(
        crossings,
        criteria,
        since,
        track.nowhere_since_s,
        sample.t_s - phase.settle_s,
        arrived=track.active,
    )


def _bands(track: PhaseTrack, wanted: Criterion, sample: Sample) -> tuple[Band, Band]:
    """Return the bands that meet and leave a condition; a speed has one for arriving, one after."""
    enter, leave = wanted.bands(turned=sample.turned, head_end=sample.head_end)
    if not wanted.speed:
        return enter, leave
    return (leave, leave) if track.active else (enter, enter)


def _met(
    track: PhaseTrack, phase: Phase, t_s: float, met_since: float
) -> tuple[PhaseTrack, tuple[Change, ...]]:
    if track.active:
        if track.out_s is None and track.met_since_s == met_since:
            return track, ()
        if track.out_s is not None and t_s - met_since < phase.settle_s:
            return replace(track, met_since_s=met_since), ()
        unearned = track.unearned_s + track.lapse_s
        return replace(
            track,
            out_s=None,
            blind_s=0.0,
            lapse_s=0.0,
            unearned_s=unearned,
            met_since_s=met_since,
        ), ()
    if t_s - met_since < settling_s(phase):
        return replace(track, met_since_s=met_since), ()
    return _begun(track, phase, met_since)


def _begun(
    track: PhaseTrack, phase: Phase, met_since: float
) -> tuple[PhaseTrack, tuple[Change, ...]]:
    since = in_place_since_s(track.crossings, phase.criteria, track.posture_since_s)
    placed = met_since if since is None else min(since, met_since)
    begun = replace(
        track,
        active=True,
        lasted=phase.least_s is None,
        carried=carried_in(track.crossings, phase.criteria, track.posture_since_s or placed),
        start_s=met_since,
        unearned_s=0.0,
        met_since_s=met_since,
        elsewhere_s=0.0,
        here_since_s=met_since,
    )
    return begun, (Entered(t_s=met_since),)


def _begun_meanwhile(
    before: PhaseTrack, after: PhaseTrack, phase: Phase
) -> tuple[PhaseTrack, tuple[Change, ...]]:
    """Begin a phase that settled and was left again between two frames.

    Args:
        before: State after the earlier frame.
        after: State after the later one, in which it had not begun.
        phase: The phase.
    """
    posture_out_s = after.posture_out_s if after.posture_since_s is None else math.inf
    left = ceased_s(after.crossings, posture_out_s)
    if before.active or before.met_since_s is None or math.isinf(left):
        return before, ()
    if left - before.met_since_s < settling_s(phase):
        return before, ()
    return _begun(before, phase, before.met_since_s)


def _not_met(track: PhaseTrack, phase: Phase, t_s: float) -> tuple[PhaseTrack, tuple[Change, ...]]:
    if not track.active:
        return (track if track.met_since_s is None else replace(track, met_since_s=None)), ()
    out = track.out_s if track.out_s is not None else _out_s(track, phase, t_s)
    elsewhere_s = math.inf if track.elsewhere_since_s is None else track.elsewhere_since_s
    gone = phase.kind == "hold" and t_s - elsewhere_s >= GONE_S
    if t_s - out - track.blind_s <= phase.grace_s and not gone:
        return replace(track, out_s=out, met_since_s=None), ()
    track, lasted = _lasting(replace(track, out_s=out), phase, t_s)
    ended = replace(
        track,
        crossings=without_speeds(track.crossings, phase.criteria),
        active=False,
        out_s=None,
        met_since_s=None,
        blind_s=0.0,
        lapse_s=0.0,
        paused=False,
    )
    return ended, (*lasted, track.left(out))


def _out_s(track: PhaseTrack, phase: Phase, t_s: float) -> float:
    """Return when the phase was left: when the movement set out that led out of it."""
    posture_out_s = track.posture_out_s if track.posture_since_s is None else None
    left = left_s(track.crossings, phase.criteria, t_s, posture_out_s)
    return max(track.start_s, set_out_s(track.moving_since_s, left, phase.grace_s))
