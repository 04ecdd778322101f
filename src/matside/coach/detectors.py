"""The kinds of fault, each a small pure detector that says since when it is being committed."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final, assert_never

from matside.body.landmark import Side
from matside.coach.crossing import BRIDGE_S, NEVER, Crossing, cross
from matside.coach.events import RepDone
from matside.coach.extremes import Turns, turn
from matside.coach.phases import Left
from matside.coach.sample import Sample, condition_value, read
from matside.coach.swing import setting_out
from matside.exercise.conditions import Band, Condition
from matside.exercise.fault_kinds import (
    BalanceFault,
    BandFault,
    Fault,
    LeadFault,
    OscillationFault,
    PaceFault,
    PeakFault,
    TogetherFault,
    TravelFault,
)

STRIDE_S: Final = 0.1
"""Spacing of the values that a detector remembers."""
FILLED: Final = 0.8
"""Share of a window that must be filled before a range over it counts."""
SINK_DEG: Final = 10.0
"""A side that sinks less than this below the level and comes back has not risen again."""
LEAD_MEMORY_S: Final = 20.0
"""How long the two measures of a lead are remembered: one slow swing each way."""

Past = tuple[tuple[float, float, float], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What a detector is told of one frame.

    Attributes:
        sample: The frame.
        neutral: The person's own neutral by measure.
        best: The person's own best by measure.
        rest: What was read at rest, by column.
        side: Side of the phase that is active, ``None`` without sides.
        in_phase: Whether one of the fault's phases is active.
        steady: Whether that phase is fully met now, not only within its grace.
        entered: Phases that began with this frame: identifier and moment.
        left: Phases that ended with this frame, by identifier.
        completed: Repetitions that were completed with this frame.
    """

    sample: Sample
    neutral: Mapping[str, float]
    best: Mapping[str, float]
    side: Side | None
    in_phase: bool
    rest: Mapping[str, float] = field(default_factory=dict)
    steady: bool = True
    entered: tuple[tuple[str, float], ...] = ()
    left: tuple[tuple[str, Left], ...] = ()
    completed: tuple[RepDone, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Detector:
    """What a detector remembers; each kind uses its part.

    Attributes:
        crossings: One for each condition (band, travel), or for each side (together).
        past: Time and one or two values (travel, peak, lead, pace), oldest first.
        turns: Turning points (oscillation).
        swings: Middle of the last two phases, and by how many seconds the
            follower set out for each before the leader (lead).
    """

    crossings: tuple[Crossing, ...] = ()
    past: Past = ()
    turns: Turns = field(default_factory=Turns)
    swings: tuple[tuple[float, float], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What a detector says of one frame.

    Attributes:
        since_s: Since when the fault is being committed; ``None`` if it is not.
        until_s: The last moment that belongs to it, if that is not now.
        once: A stretch of time that is over already, start and end; for faults
            that can only be told afterwards.
    """

    since_s: float | None = None
    until_s: float | None = None
    once: tuple[float, float] | None = None


CLEAN: Final = Verdict()
IDLE: Final = Detector()


def detect(  # noqa: C901 (one case for each kind)
    state: Detector, fault: Fault, now: Situation
) -> tuple[Detector, Verdict]:
    """Return the detector's next state and its verdict on this frame."""
    match fault:
        case BandFault():
            found = _band(state, fault, now)
        case OscillationFault():
            found = _oscillation(state, fault, now)
        case TravelFault():
            found = _travel(state, fault, now)
        case TogetherFault():
            found = _together(state, fault, now)
        case PaceFault():
            found = _pace(state, fault, now)
        case PeakFault():
            found = _peak(state, fault, now)
        case LeadFault():
            found = _lead(state, fault, now)
        case BalanceFault():
            found = state, CLEAN  # only the end can tell: see ``unbalanced``
        case _:
            assert_never(fault)
    return found


def unbalanced(fault: BalanceFault, counts: Mapping[Side | None, int]) -> Side | None:
    """Return the side with too few repetitions; ``None`` if there is none, or one side only.

    Args:
        fault: The fault.
        counts: Repetitions by side when all is over.
    """
    done = {side: counts.get(side, 0) for side in Side}
    fewer = min(Side, key=lambda side: done[side])
    apart = done[fewer.other] - done[fewer]
    return fewer if done[fewer] and apart >= fault.least else None


def _band(state: Detector, fault: BandFault, now: Situation) -> tuple[Detector, Verdict]:
    if not now.in_phase:
        return IDLE, CLEAN
    crossings = _crossed(state.crossings, fault.when, now)
    met = now.steady and _all_met(crossings, now)
    since = max(crossing.since_s for crossing in crossings) if met else None
    return replace(state, crossings=crossings), Verdict(since_s=since)


def _crossed(
    before: tuple[Crossing, ...], when: tuple[Condition, ...], now: Situation
) -> tuple[Crossing, ...]:
    return tuple(
        cross(
            crossing,
            now.sample.t_s,
            condition_value(now.sample, wanted, now.side, now.neutral, now.best, now.rest),
            wanted.enter,
            wanted.leave,
            wanted.linger_s,
        )
        for crossing, wanted in zip(before or (NEVER,) * len(when), when, strict=True)
    )


def _all_met(crossings: tuple[Crossing, ...], now: Situation) -> bool:
    return all(c.inside and now.sample.t_s - c.value_s <= BRIDGE_S for c in crossings)


def _oscillation(
    state: Detector, fault: OscillationFault, now: Situation
) -> tuple[Detector, Verdict]:
    if not now.in_phase:
        return IDLE, CLEAN
    value = read(now.sample, fault.measure, fault.of, now.side)
    turns = turn(state.turns, now.sample.t_s, value, fault.amplitude, fault.window_s)
    if len(turns.moments) < fault.turns or not now.steady:
        return replace(state, turns=turns), CLEAN
    first, *_, last = turns.moments
    return replace(state, turns=turns), Verdict(since_s=first, until_s=last)


def _travel(state: Detector, fault: TravelFault, now: Situation) -> tuple[Detector, Verdict]:
    """Judge the range over a window; too much travel lasts from one extreme to the other."""
    if not now.in_phase:
        return IDLE, CLEAN
    state = replace(state, crossings=_crossed(state.crossings, fault.when, now))
    if not _all_met(state.crossings, now):
        return replace(state, past=()), CLEAN
    past = _remember(state.past, fault, now, fault.window_s) if now.steady else state.past
    if not past or past[-1][0] - past[0][0] < FILLED * fault.window_s:
        return replace(state, past=past), CLEAN
    met = fault.range.holds(_spread([entry[1] for entry in past]))
    if met and fault.against_range is not None:
        met = fault.against_range.holds(_spread([entry[2] for entry in past]))
    if not met:
        return replace(state, past=past), CLEAN
    since, until = past[0][0], past[-1][0]
    if math.isinf(fault.range.at_most):
        low, high = (pick(past, key=lambda entry: entry[1])[0] for pick in (min, max))
        since, until = min(low, high), max(low, high)
    return replace(state, past=past), Verdict(since_s=since, until_s=until)


def _together(state: Detector, fault: TogetherFault, now: Situation) -> tuple[Detector, Verdict]:
    before = state.crossings or (NEVER, NEVER)
    crossings = tuple(
        _rise(crossing, now.sample.t_s, read(now.sample, fault.measure, "own", side), fault.level)
        for crossing, side in zip(before, Side, strict=True)
    )
    state = replace(state, crossings=crossings)
    moments = [crossing.since_s for crossing in crossings]
    if not all(crossing.inside for crossing in crossings):
        return state, CLEAN
    for phase, moment in now.entered:
        if phase in fault.phases and max(moments) - min(moments) <= fault.within_s:
            return state, Verdict(once=(min(moments), moment))
    return state, CLEAN


def _rise(before: Crossing, t_s: float, value: float, level: float) -> Crossing:
    """Return the next state of one side; what was up when it came into view rose at no known time.

    That time is then −inf.
    """
    after = cross(before, t_s, value, Band(at_least=level), Band(at_least=level - SINK_DEG))
    seen = t_s - before.value_s <= BRIDGE_S
    return after if seen else replace(after, since_s=-math.inf)


def _pace(state: Detector, fault: PaceFault, now: Situation) -> tuple[Detector, Verdict]:
    """Judge the time from one repetition's start to the next one's on the same side."""
    for rep in now.completed:
        number = -1.0 if rep.side is None else float(list(Side).index(rep.side))
        before = [entry[0] for entry in state.past if entry[1] == number]
        others = tuple(entry for entry in state.past if entry[1] != number)
        state = replace(state, past=(*others, (rep.start_s, number, 0.0)))
        if before and 0.0 < rep.start_s - before[0] < fault.least_s:
            return state, Verdict(once=(before[0], rep.start_s))
    return state, CLEAN


def _peak(state: Detector, fault: PeakFault, now: Situation) -> tuple[Detector, Verdict]:
    for phase, left in now.left:
        if phase in fault.phases:
            values = [entry[1] for entry in state.past if entry[0] >= left.start_s]
            met = bool(values) and fault.range.holds(max(values))
            return IDLE, Verdict(once=(left.start_s, left.t_s)) if met else CLEAN
    if not now.in_phase:
        return IDLE, CLEAN
    past = _remember(state.past, fault, now, math.inf)
    since = _overdue_since(past, fault, now.sample.t_s) if now.steady else None
    return replace(state, past=past), Verdict(since_s=since)


def _overdue_since(past: Past, fault: PeakFault, t_s: float) -> float | None:
    """Return since when a visit is due and the measure stayed in the range meanwhile."""
    if fault.due_s is None or not past or t_s - past[0][0] < fault.due_s:
        return None
    return past[0][0] if fault.range.holds(max(entry[1] for entry in past)) else None


def _lead(state: Detector, fault: LeadFault, now: Situation) -> tuple[Detector, Verdict]:
    """Judge when each measure set out, on average over the last swing each way.

    A swing runs from the middle of one phase to the middle of the next.
    """
    if not (now.in_phase or now.left):
        return IDLE, CLEAN
    entry = (
        now.sample.t_s,
        now.sample.values[fault.leader],
        now.sample.values[fault.follower],
    )
    past = state.past
    if not math.isnan(entry[1] + entry[2]) and (not past or entry[0] - past[-1][0] >= STRIDE_S / 2):
        past = (*(e for e in past if entry[0] - e[0] <= LEAD_MEMORY_S), entry)
    state = replace(state, past=past)
    for phase, left in now.left:
        if phase in fault.phases:
            before = state.swings[-1:]
            state = replace(state, swings=(*before, _swing(state, left)))
            early = [swing[1] for swing in state.swings]
            if len(early) == 2 and sum(early) / 2.0 >= fault.early_s:
                return state, Verdict(once=(before[0][0], left.t_s))
    return state, CLEAN


def _swing(state: Detector, left: Left) -> tuple[float, float]:
    """Return the middle of a phase, and by how much the follower set out for it first (or NaN)."""
    middle = (left.start_s + left.t_s) / 2.0
    if not state.swings:
        return middle, math.nan
    swing = [entry for entry in state.past if state.swings[-1][0] <= entry[0] <= middle]
    return middle, setting_out(swing, 1) - setting_out(swing, 2)


def _remember(past: Past, fault: TravelFault | PeakFault, now: Situation, window_s: float) -> Past:
    if past and now.sample.t_s - past[-1][0] < STRIDE_S:
        return past
    value = read(now.sample, fault.measure, fault.of, now.side)
    against = math.nan
    if isinstance(fault, TravelFault) and fault.against is not None:
        against = read(now.sample, fault.against, "whole", None)
    if math.isnan(value):
        return past
    kept = (entry for entry in past if now.sample.t_s - entry[0] <= window_s)
    return (*kept, (now.sample.t_s, value, against))


def _spread(values: list[float]) -> float:
    """Return the range between the 5th and the 95th percentile; NaN without known values."""
    known = sorted(value for value in values if not math.isnan(value))
    if not known:
        return math.nan
    cut = len(known) // 20
    return known[-1 - cut] - known[cut]
