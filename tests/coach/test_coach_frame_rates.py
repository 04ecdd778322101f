"""The same motion at few and at very many frames a second: the same holds and repetitions.

Ten and thirty frames a second are held against each other in ``test_coach_properties``.
"""

import math
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
    between,
    motion,
    pose,
)

from matside.coach import events as ev
from matside.coach.session import finish, start, step
from matside.coach.summary import NoticeKind
from matside.coach.tally import Tally
from matside.exercise.library import load_library

HOLD_S = 0.25
"""Half of the time between two frames at the lowest rate."""
OWN = {exercise.id: exercise for exercise in load_library()}
SHORT_REST = ((TABLETOP, 0, 0.5), (FOLDED, 1, 3), (TABLETOP, 1, 0.5))
REST = ((TABLETOP, 0, 3), (FOLDED, 3, 8), (TABLETOP, 3, 2))
KNEES = ((LYING, 0, 3), (LEFT_KNEE, 2, 8), (LYING, 2, 2), (RIGHT_KNEE, 2, 8), (LYING, 2, 2))
WAVES = ((TABLETOP, 0, 4), *((CAT, 2, 1), (COW, 4, 1)) * 3, (TABLETOP, 2, 2))
RATES = [2.0, 2.3, 3.7]


def judged(exercises, frames):
    """Events of frames in which one of these exercises is looked for."""
    events: list[Any]
    state, events = start(exercises, forced=True), []
    for frame in frames:
        state, result = step(state, frame)
        events += result.events
    return events + list(finish(state)[1])


@cache
def done(exercise, steps, rate_hz):
    """Sides, starts and ends of the holds, and the repetitions by side, of a motion."""
    events = judged((OWN[exercise],), motion(*steps, rate_hz=rate_hz))
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


@pytest.mark.parametrize(("rate_hz", "off_s"), [(5.0, 0.1), (10.0, 0.05)])
@pytest.mark.parametrize("reach_s", [0.7, 3.1])
def test_from_five_pictures_a_second_on_a_hold_is_the_same_to_a_tenth_of_a_second(
    rate_hz, off_s, reach_s
):
    steps = ((TABLETOP, 0, 2.13), (FOLDED, reach_s, 4), (TABLETOP, reach_s, 1))
    ((_, *expected),), _ = done("childs_pose", steps, 30.0)
    ((_, *found),), _ = done("childs_pose", steps, rate_hz)
    assert found == pytest.approx(expected, abs=off_s)


def test_two_hundred_and_forty_frames_a_second_give_the_same_hold():
    same("childs_pose", SHORT_REST, 240.0, 1, 1)


def quick_cat_cows(rep_s, rate_hz, begun_s):
    """Six round waves after four quiet seconds; the first frame is late by ``begun_s``."""
    frames, end_s = [], 4.0 + 6 * rep_s
    for n in range(int((end_s + 3.0) * rate_hz)):
        t_s = begun_s + n / rate_hz
        wave = math.sin(2.0 * math.pi * (t_s - 4.0) / rep_s) if 4.0 < t_s < end_s else 0.0
        frames.append(pose(t_s, between(TABLETOP, CAT if wave > 0.0 else COW, abs(wave))))
    return frames


@pytest.mark.parametrize(("rep_s", "rate_hz"), [(2.0, 2.0), (2.2, 1.7)])
@pytest.mark.parametrize("late", [0.0, 0.2, 0.7])
def test_a_quick_repetition_counts_wherever_its_pictures_lie(rep_s, rate_hz, late):
    found = judged((OWN["cat_cow"],), quick_cat_cows(rep_s, rate_hz, late / rate_hz))
    assert sum(isinstance(event, ev.RepDone) for event in found) == 6


@pytest.mark.parametrize(("rate_hz", "told"), [(2.0, True), (3.0, False)])
def test_where_there_are_fewer_pictures_it_is_told(rate_hz, told):
    state, tally = start((OWN["cat_cow"],)), Tally()
    for frame in quick_cat_cows(3.0, rate_hz, 0.0):
        state, result = step(state, frame)
        tally.add(result)
    kinds = [notice.kind for notice in tally.summary(state).notices]
    assert (NoticeKind.FEW_PICTURES in kinds) is told


def same(exercise, steps, rate_hz, holds, reps):
    expected, sides = done(exercise, steps, 15.0)
    assert (len(expected), len(sides)) == (holds, reps)
    found, found_sides = done(exercise, steps, rate_hz)
    assert found_sides == sides
    assert [side for side, *_ in found] == [side for side, *_ in expected]
    for (_, start_s, end_s), (_, true_start_s, true_end_s) in zip(found, expected, strict=True):
        assert start_s == pytest.approx(true_start_s, abs=HOLD_S)
        assert end_s == pytest.approx(true_end_s, abs=HOLD_S)
