"""Each fault of each file can be committed within its phases, and mended without leaving them."""

import math
from typing import Any

import pytest
from tests.every_exercise.exercise_values import (
    NOTHING,
    bests,
    both,
    deciding,
    inside,
    limits,
    neutrals,
    outside,
    rests,
    sample,
    scaled,
    sides,
    step_of,
    times,
    typical,
    watched,
)

from matside.body.catalogue import BY_NAME, column
from matside.body.landmark import Side
from matside.coach.events import FaultCleared, FaultRaised, RepDone
from matside.coach.faults import CLEAR_AFTER_S, FaultTrack, Situation, watch
from matside.coach.phase_track import Left, idle
from matside.coach.phases import advance


def places(exercise, fault):
    """Every phase and side in which a fault may be committed."""
    for name in fault.phases:
        phase = exercise.phase_named(name)
        for side in sides(phase):
            yield phase, side


def run(exercise, fault, side, samples, **more):
    """Changes of a fault over samples within its phase."""
    changes: list[Any]
    track, changes = FaultTrack(), []
    for one in samples:
        now = Situation(
            sample=one,
            neutral=neutrals(exercise),
            best=bests(),
            rest=rests(),
            side=side,
            in_phase=True,
            **more,
        )
        track, found = watch(track, exercise.id, fault, now)
        changes += found
    return changes


def stays(exercise, phase, side, samples):
    """Whether the phase, once begun, goes on through these samples."""
    track = idle(phase)
    begun = [
        sample(t, phase.postures[0], typical(exercise, phase, side))
        for t in times(-phase.settle_s - 1.0, phase.settle_s + 0.9)
    ]
    for one in [*begun, *samples]:
        track, _ = advance(track, phase, side, one, neutrals(exercise), bests())
    return track.active and track.out_s is None


def committed(exercise, fault, phase, side):
    """Values that commit a band fault without leaving the phase."""
    bands = limits(exercise, phase.when, side, "leave")
    for key, band in limits(exercise, fault.when, side, "enter").items():
        bands[key] = both(bands.get(key, band), band)
    assert NOTHING not in bands.values(), "cannot be committed within its phase"
    return {key: inside(band, 0.01) for key, band in bands.items()}


def mended(exercise, fault, phase, side, values):
    """The same values with one condition of the fault moved out of its exit band."""
    allowed = limits(exercise, phase.when, side, "leave")
    for condition in fault.when:
        for way in outside(scaled(exercise, condition, condition.leave), step_of(condition)):
            for keys in deciding(condition, side, way):
                bands = [both(allowed.get(key, way), way) for key in keys]
                if NOTHING not in bands:
                    return values | {k: inside(b, 0.01) for k, b in zip(keys, bands, strict=True)}
    pytest.fail("cannot be mended within its phase")


def test_band_fault_can_be_raised_and_mended(exercise, band_fault):
    fault = band_fault
    for phase, side in places(exercise, fault):
        bad = committed(exercise, fault, phase, side)
        good = mended(exercise, fault, phase, side, bad)
        posture = phase.postures[0]
        before = [sample(t, posture, good) for t in times(0.0, 1.0)]
        wrong = [sample(t, posture, bad) for t in times(1.0625, fault.lasts_s + 0.5)]
        end = wrong[-1].t_s
        right = [sample(t, posture, good) for t in times(end + 0.05, CLEAR_AFTER_S + 0.2)]
        assert stays(exercise, phase, side, [*before, *wrong, *right])
        changes = run(exercise, fault, side, [*before, *wrong, *right])
        assert [type(change) for change in changes] == [FaultRaised, FaultCleared]
        assert changes[0].t_s == pytest.approx(1.03, abs=0.035)
        assert changes[1].t_s == pytest.approx(end, abs=0.05)


def test_band_fault_that_does_not_last_is_not_raised(exercise, band_fault):
    fault = band_fault
    for phase, side in places(exercise, fault):
        bad = committed(exercise, fault, phase, side)
        posture = phase.postures[0]
        wrong = [sample(t, posture, bad) for t in times(0.0, fault.lasts_s - 0.1)]
        assert run(exercise, fault, side, wrong[:-1]) == []


def wave(keys, low, high, half_s, length_s):
    """Times, and values of columns that go back and forth between two levels."""
    for t_s in times(0.0, length_s, 15):
        share = abs((t_s / half_s) % 2.0 - 1.0)
        yield t_s, dict.fromkeys(keys, low + share * (high - low))


def leading(exercise, phase, fault, side):
    """The columns whose swing is that of the fault's measure, and the least level within the phase.

    Where the larger (or smaller) side counts, both swing unless the phase
    keeps the other one down (or up).
    """
    bands = limits(exercise, phase.when, side, "leave")
    rest = typical(exercise, phase, side)
    keys = watched(fault, side)
    (first, *_) = sorted(keys, key=lambda key: -rest.get(key, 0.0))
    low = inside(bands[first], 0.01) if first in bands else 0.0
    high = low + 2.0 * fault.amplitude
    free = [key for key in keys if key not in bands or bands[key].holds(high)]
    return free, low


def test_oscillation_is_raised_by_its_amplitude_and_not_by_less(exercise, oscillation_fault):
    fault = oscillation_fault
    half_s = fault.window_s / (fault.turns + 2)
    for phase, side in places(exercise, fault):
        keys, low = leading(exercise, phase, fault, side)
        base = typical(exercise, phase, side)

        def shown(size, slow=1.0, phase=phase, base=base, keys=keys, low=low):
            moves = wave(
                keys, low, low + size * fault.amplitude, slow * half_s, 2 * slow * fault.window_s
            )
            return [sample(t, phase.postures[0], base | values) for t, values in moves]

        assert stays(exercise, phase, side, shown(1.3))
        assert run(exercise, fault, side, shown(1.3))
        assert not run(exercise, fault, side, shown(0.9))
        assert not run(exercise, fault, side, shown(1.3, slow=3.0))


def test_travel_is_raised_by_its_range_and_not_by_another(exercise, travel_fault):
    fault = travel_fault
    edge = fault.range.at_least if math.isfinite(fault.range.at_least) else fault.range.at_most
    against = fault.against_range
    other = (against.at_least if math.isfinite(against.at_least) else 0.0) * 1.3 if against else 0.0
    step = 1.3 if math.isfinite(fault.range.at_least) else 0.7

    def shown(size, moving, place, asked):
        phase, side = place
        for t, values in wave(watched(fault, side), 0.0, size, 1.0, 2 * fault.window_s):
            more = {(fault.against, False): moving * abs(t % 2.0 - 1.0)} if against else {}
            yield sample(t, phase.postures[0], values | more | asked)

    for place in places(exercise, fault):
        side = place[1]
        bands = limits(exercise, fault.when, side, "enter")
        asked = {key: inside(band, 0.01) for key, band in bands.items()}
        assert run(exercise, fault, side, shown(edge * step, other, place, asked))
        assert not run(exercise, fault, side, shown(edge / step, other, place, asked))
        if against:
            assert not run(exercise, fault, side, shown(edge * step, 0.0, place, asked))
        if fault.when:
            assert not run(exercise, fault, side, shown(edge * step, other, place, {}))


def test_pace_is_raised_by_quick_repetitions_only(exercise, pace_fault):
    fault = pace_fault
    for share, raised in ((0.9, True), (1.1, False)):
        changes: list[Any]
        track, changes = FaultTrack(), []
        for n in range(3):
            start_s = n * share * fault.least_s
            end_s = start_s + 1.0
            rep = RepDone(t_s=end_s, exercise=exercise.id, count=n, start_s=start_s)
            now = Situation(
                sample=sample(end_s, "other", {}),
                neutral={},
                best={},
                side=None,
                in_phase=True,
                completed=(rep,),
            )
            track, found = watch(track, exercise.id, fault, now)
            changes += found
        assert bool(changes) is raised


def test_peak_is_raised_by_a_low_visit_only(exercise, peak_fault):
    fault = peak_fault
    for phase, side in places(exercise, fault):
        key = (column(fault.measure, side), False)
        allowed = limits(exercise, phase.when, side, "enter")[key]
        low = both(allowed, fault.range)
        assert low is not NOTHING, "the phase begins only above the peak"
        (high, *_) = (b for b in outside(fault.range, 0.01) if both(allowed, b) is not NOTHING)
        for band, raised in ((low, True), (both(allowed, high), False)):
            values = typical(exercise, phase, side) | {key: inside(band, 0.01)}
            shown = [sample(t, phase.postures[0], values) for t in times(0.0, 2.0)]
            changes: list[Any]
            track, changes = FaultTrack(), []
            ended = ((phase.id, Left(t_s=2.0, start_s=0.0, held_s=0.0)),)
            for n, one in enumerate(shown):
                now = Situation(
                    sample=one,
                    neutral=neutrals(exercise),
                    best=bests(),
                    side=side,
                    in_phase=n + 1 < len(shown),
                    left=ended if n + 1 == len(shown) else (),
                )
                track, found = watch(track, exercise.id, fault, now)
                changes += found
            assert bool(changes) is raised


def test_legs_lifted_together_are_told_and_one_after_the_other_are_not(exercise, together_fault):
    fault = together_fault
    for apart_s, raised in ((0.5 * fault.within_s, True), (2.0 * fault.within_s, False)):
        changes: list[Any]
        track, changes = FaultTrack(), []
        for t_s in times(0.0, 4.0, 30):
            values = {
                (column(fault.measure, side), False): fault.level + (40 if t_s >= begin else -40)
                for side, begin in zip(Side, (1.0, 1.0 + apart_s), strict=True)
            }
            now = Situation(
                sample=sample(t_s, "on_the_back", values),
                neutral={},
                best={},
                side=None,
                in_phase=True,
                entered=((fault.phases[0], 3.0),) if t_s == 4.0 else (),
            )
            track, found = watch(track, exercise.id, fault, now)
            changes += found
        assert bool(changes) is raised


def test_lead_is_told_when_the_follower_sets_out_early(exercise, lead_fault):
    fault = lead_fault
    for early_s, raised in ((fault.early_s + 0.3, True), (fault.early_s - 0.3, False)):
        changes: list[Any]
        track, changes = FaultTrack(), []
        for t_s in times(0.0, 30.0, 20):
            values = {
                (name, False): sum(
                    (-1) ** n * 60.0 * min(1.0, max(0.0, t_s + ahead_s - 6.0 * n - 4.0))
                    for n in range(4)
                )
                for name, ahead_s in ((fault.leader, 0.0), (fault.follower, early_s))
            }
            left = [
                (fault.phases[n % len(fault.phases)], Left(t_s=end, start_s=end - 2, held_s=2))
                for n, end in enumerate((2.0, 8.0, 14.0, 20.0))
                if t_s == end
            ]
            now = Situation(
                sample=sample(t_s, "hands_and_knees", values),
                neutral={},
                best={},
                side=None,
                in_phase=True,
                left=tuple(left),
            )
            track, found = watch(track, exercise.id, fault, now)
            changes += found
        assert bool(changes) is raised


def test_fault_lies_within_what_its_measure_can_be(exercise, any_fault):
    fault = any_fault
    names = [fault.measure] if hasattr(fault, "measure") else []
    for condition in fault.when if fault.kind == "band" else ():
        names.append(condition.measure)
        if condition.relative_to == "absolute":
            measure = BY_NAME[condition.measure]
            possible = both(
                condition.enter,
                type(condition.enter)(at_least=measure.low, at_most=measure.high),
            )
            assert possible is not NOTHING
    assert set(names) <= set(BY_NAME)
