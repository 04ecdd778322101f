"""The same motion at 2 to 240 frames a second: the same holds and the same repetitions."""

from functools import cache
from typing import Any

import pytest
from tests.coach.coach_figure import (
    CAT,
    COW,
    FOLDED,
    LEFT_KNEE,
    LYING,
    RIGHT_KNEE,
    TABLETOP,
    motion,
)

from matside.coach import events as ev
from matside.coach.session import finish, start, step
from matside.exercise.library import load_library

HOLD_S = 0.25
"""Half of the time between two frames at the lowest rate."""
OWN = {exercise.id: exercise for exercise in load_library()}
SHORT_REST = ((TABLETOP, 0, 2), (FOLDED, 2, 4), (TABLETOP, 2, 1))
REST = ((TABLETOP, 0, 3), (FOLDED, 3, 8), (TABLETOP, 3, 2))
KNEES = ((LYING, 0, 3), (LEFT_KNEE, 2, 8), (LYING, 2, 2), (RIGHT_KNEE, 2, 8), (LYING, 2, 2))
WAVES = ((TABLETOP, 0, 4), *((CAT, 2, 1), (COW, 4, 1)) * 3, (TABLETOP, 2, 2))
RATES = [2.0, 2.3, 3.0, 3.7, 5.0, 30.0]


@cache
def done(exercise, steps, rate_hz):
    """Sides, starts and ends of the holds, and the repetitions by side, of a motion."""
    events: list[Any]
    state, events = start((OWN[exercise],), forced=True), []
    for frame in motion(*steps, rate_hz=rate_hz):
        state, result = step(state, frame)
        events += result.events
    events += finish(state)[1]
    holds = [
        (event.side, event.start_s, event.start_s + event.held_s)
        for event in events
        if isinstance(event, ev.HoldDone)
    ]
    return holds, [event.side for event in events if isinstance(event, ev.RepDone)]


@pytest.mark.parametrize("rate_hz", RATES)
@pytest.mark.parametrize(
    ("exercise", "steps", "holds", "reps"),
    [
        ("childs_pose", REST, 1, 1),
        ("knees_to_chest", KNEES, 2, 2),
        ("cat_cow", WAVES, 0, 3),
    ],
)
def test_frame_rate_changes_no_count_and_no_hold_by_more_than_a_quarter_second(
    exercise, steps, holds, reps, rate_hz
):
    same(exercise, steps, rate_hz, holds, reps)


def test_two_hundred_and_forty_frames_a_second_give_the_same_hold():
    same("childs_pose", SHORT_REST, 240.0, 1, 1)


def same(exercise, steps, rate_hz, holds, reps):
    expected, sides = done(exercise, steps, 15.0)
    assert (len(expected), len(sides)) == (holds, reps)
    found, found_sides = done(exercise, steps, rate_hz)
    assert found_sides == sides
    assert [side for side, *_ in found] == [side for side, *_ in expected]
    for (_, start_s, end_s), (_, true_start_s, true_end_s) in zip(found, expected, strict=True):
        assert start_s == pytest.approx(true_start_s, abs=HOLD_S)
        assert end_s == pytest.approx(true_end_s, abs=HOLD_S)
