"""The state of one exercise before the first frame, and what is active in it."""

from dataclasses import replace

import pytest
from tests.coach.coach_samples import (
    CURVE,
    HIP,
    LEFT,
    NEUTRAL,
    RIGHT,
    condition,
    ends,
    exercise,
    fault,
    phase,
)

from matside.coach.faults import FaultTrack
from matside.coach.neutral import NeutralTrack
from matside.coach.phase_track import idle
from matside.coach.track import new_track

DOSES = [
    {"id": "few", "name": "Few", "reps": 3, "source": "made up"},
    {"id": "many", "name": "Many", "reps": 9, "source": "made up"},
]
KNEE = phase("knee", condition(ends(100), measure=HIP, of="own"), sides=True)
MADE = exercise(phase("rest", kind="rest"), phase("move", kind="move"), KNEE, doses=DOSES)


def test_each_phase_has_a_track_for_each_of_its_sides():
    track = new_track(MADE)
    assert list(track.phases) == [
        ("rest", None),
        ("move", None),
        ("knee", LEFT),
        ("knee", RIGHT),
    ]
    assert track.phases["knee", LEFT] == idle(MADE.phase_named("knee"))
    assert track.active == ()


def test_first_dose_is_aimed_at_unless_another_is_asked_for():
    assert new_track(MADE).dose.id == "few"
    assert new_track(MADE, MADE.dose[1]).dose.id == "many"


def test_faults_and_neutrals_begin_empty():
    made = exercise(faults=[fault("a"), fault("b")], neutral=NEUTRAL)
    track = new_track(made)
    assert track.faults == {"a": FaultTrack(), "b": FaultTrack()}
    assert repr(track.neutral) == repr({CURVE: NeutralTrack()})  # not ==: NaN equals no NaN
    assert new_track(exercise()).neutral == {}


def test_only_neutrals_that_are_known_are_told():
    track = new_track(exercise(neutral=NEUTRAL | {"measures": [CURVE, "head_angle_deg"]}))
    assert track.neutral_values == {}
    known = {**track.neutral, CURVE: NeutralTrack(value=3.0, basis="quiet")}
    assert replace(track, neutral=known).neutral_values == {CURVE: 3.0}


@pytest.mark.parametrize(
    ("begun", "expected"),
    [
        ({("rest", None): 9.0, ("move", None): 5.0, ("knee", LEFT): 1.0}, ["knee", "move", "rest"]),
        ({("knee", LEFT): 1.0, ("knee", RIGHT): 2.0}, [RIGHT, LEFT]),
    ],
)
def test_holds_come_first_then_moves_then_what_began_last(begun, expected):
    track = new_track(MADE)
    phases = {
        key: replace(state, active=key in begun, start_s=begun.get(key, 0.0))
        for key, state in track.phases.items()
    }
    active = replace(track, phases=phases).active
    assert [phase.id if expected[0] == "knee" else side for phase, side, _ in active] == expected
