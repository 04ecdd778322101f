"""What a measure read at rest: learnt in phases of rest, and what a fault is held against it by."""

import math
from typing import Any

import pytest
from tests.coach.coach_samples import (
    HIP,
    LEFT,
    NAN,
    RIGHT,
    condition,
    ends,
    exercise,
    fault,
    hips,
    phase,
    times,
)

from matside.coach.events import FaultRaised
from matside.coach.neutral import (
    LEAST_RESTING,
    RESTING_VALUES,
    STRIDE_S,
    RestingLevel,
    resting_columns,
)
from matside.coach.sample import condition_value
from matside.coach.track import new_track
from matside.coach.tracker import follow
from matside.exercise.conditions import Condition

LIFTED = condition(ends(30), measure=HIP, of="other", relative_to="rest")
KNEE = phase("knee", condition(ends(100), measure=HIP, of="own"), sides=True)
LYING = phase("lying", condition(ends(at_most=70), measure=HIP, of="larger"), kind="rest")
SMALL = exercise(KNEE, LYING, faults=[fault("lifted", phases=["knee"], when=[LIFTED])])


def learnt(samples):
    """What is known after samples of rest."""
    levels = resting_columns(SMALL)
    for one in samples:
        levels = {key: level.taking(one.t_s, one.values[key]) for key, level in levels.items()}
    return {key: level.value for key, level in levels.items() if not math.isnan(level.value)}


def test_columns_are_those_that_a_fault_is_held_against_its_rest_by():
    assert set(resting_columns(SMALL)) == {"left_hip_flexion_deg", "right_hip_flexion_deg"}
    assert resting_columns(exercise()) == {}


def test_rest_is_the_median_of_each_side():
    shown = [hips(t, 50 if t < 1.5 else 90, 60) for t in times(0, 2)]
    assert learnt(shown) == {"left_hip_flexion_deg": 50, "right_hip_flexion_deg": 60}


def test_rest_needs_some_values_and_passes_over_unknown_ones():
    few = [hips(1.01 * STRIDE_S * n, NAN, 60) for n in range(LEAST_RESTING)]
    assert learnt(few) == {"right_hip_flexion_deg": 60}
    assert learnt(few[:-1]) == {}


def test_rest_takes_one_value_each_stride_and_follows_a_drift():
    dense = [hips(t, 50, 60) for t in times(0, 0.3, rate_hz=100)]
    assert learnt(dense) == {}
    lasting = RESTING_VALUES * STRIDE_S
    drifted = [hips(t, 50 if t < 2 * lasting else 58, 60) for t in times(0, 3 * lasting, rate_hz=5)]
    assert learnt(drifted)["left_hip_flexion_deg"] == 58
    assert len(RestingLevel(past=((0.0, 1.0),) * 7).past) == 7
    assert math.isnan(RestingLevel().value)


def test_condition_is_about_what_is_left_when_the_rest_is_taken_off():
    rest = {"left_hip_flexion_deg": 50.0, "right_hip_flexion_deg": 60.0}
    shown = hips(0.0, 90, 130)

    def value(of, side=None):
        wanted = Condition.model_validate({**LIFTED, "of": of})
        return condition_value(shown, wanted, side, {}, {}, rest)

    assert (value("own", LEFT), value("other", LEFT)) == (40, 70)
    assert (value("larger"), value("smaller"), value("mean"), value("near")) == (70, 40, 55, 40)
    wanted = Condition.model_validate(LIFTED)
    assert math.isnan(condition_value(shown, wanted, LEFT, {}, {}))
    assert math.isnan(condition_value(shown, wanted, LEFT, {}, {}, {"left_hip_flexion_deg": 50.0}))


@pytest.mark.parametrize(("resting", "raised"), [(75, False), (95, True)])
def test_fault_is_held_against_the_rest_that_was_seen(resting, raised):
    events: list[Any]
    track, events = new_track(SMALL), []
    lying = [hips(t, 50, 60) for t in times(0, 2)]
    held = [hips(t, 120, resting) for t in times(2.1, 6)]
    for one in lying + held:
        track, more = follow(track, one)
        events += more
    assert any(isinstance(event, FaultRaised) for event in events) is raised


def test_without_a_rest_nothing_is_said():
    events: list[Any]
    track, events = new_track(SMALL), []
    for one in [hips(t, 120, 95) for t in times(0, 6)]:
        track, more = follow(track, one)
        events += more
    assert not any(isinstance(event, FaultRaised) for event in events)


def test_rest_with_sides_teaches_nothing():
    sided = phase(
        "hang", condition(ends(at_most=70), measure=HIP, of="own"), kind="rest", sides=True
    )
    made = exercise(KNEE, LYING, sided, faults=[fault("lifted", phases=["knee"], when=[LIFTED])])
    track = new_track(made)
    for one in [hips(t, 50, 120) for t in times(0, 2)]:
        track, _ = follow(track, one)
    assert track.phases["hang", LEFT].active
    assert not track.phases["hang", RIGHT].active
    assert not any(level.past for level in track.resting.values())
