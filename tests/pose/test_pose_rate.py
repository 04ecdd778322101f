"""How soon the next frame of a recording is looked at."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from matside.body.landmark import Landmark
from matside.pose.people import Detection
from matside.pose.rate import BEGIN_S, BEGINNING_S, EARLY_S, MOTION_S, REST_S, Looks

STEP_S = 1.0 / 30.0


def somebody() -> Detection:
    """A body whose torso is 100 px long."""
    px = np.zeros((33, 2))
    px[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]] = (100.0, 0.0)
    px[[Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE]] = (0.0, 80.0)
    return Detection(image_px=px, world_m=np.zeros((33, 3)), visibility=np.ones(33), mask=None)


def moved(person: Detection, dx: float, *landmarks: Landmark) -> Detection:
    px = person.image_px.copy()
    px[list(landmarks) or slice(None)] += (dx, 0.0)
    return replace(person, image_px=px)


def wait_s(before: Detection | None, now: Detection | None, dt_s: float = 0.1) -> float:
    looks = Looks(begun_s=1.0 - BEGINNING_S).after(before, 1.0).after(now, 1.0 + dt_s)
    return looks.due_s + EARLY_S - (1.0 + dt_s)


def test_the_first_frame_is_due():
    assert Looks().due_s < 0.0


def test_a_stream_begins_with_every_frame_of_thirty_a_second():
    last_s = 5.0 + BEGINNING_S - STEP_S
    looks = Looks().after(somebody(), 5.0).after(somebody(), last_s)
    assert looks.due_s + EARLY_S == pytest.approx(last_s + BEGIN_S)
    assert BEGIN_S - EARLY_S < STEP_S
    looks = looks.after(somebody(), 5.0 + BEGINNING_S)
    assert looks.due_s + EARLY_S == pytest.approx(5.0 + BEGINNING_S + REST_S)


@pytest.mark.parametrize(("dx", "expected_s"), [(0.0, REST_S), (0.9, REST_S), (1.1, MOTION_S)])
def test_from_a_tenth_of_a_torso_a_second_the_next_look_is_sooner(dx: float, expected_s: float):
    assert wait_s(somebody(), moved(somebody(), dx)) == pytest.approx(expected_s)


def test_the_speed_counts_and_not_the_way():
    assert wait_s(somebody(), moved(somebody(), 1.1), dt_s=0.2) == pytest.approx(REST_S)


def test_one_or_two_joints_that_jump_are_a_mistake_and_three_a_movement():
    wrong = moved(somebody(), 50.0, Landmark.LEFT_WRIST, Landmark.LEFT_ELBOW)
    right = moved(somebody(), 50.0, Landmark.LEFT_WRIST, Landmark.LEFT_ELBOW, Landmark.NOSE)
    assert wait_s(somebody(), wrong) == pytest.approx(REST_S)
    assert wait_s(somebody(), right) == pytest.approx(MOTION_S)


def test_one_who_comes_or_goes_moves_and_an_empty_room_does_not():
    assert wait_s(None, somebody()) == pytest.approx(MOTION_S)
    assert wait_s(somebody(), None) == pytest.approx(MOTION_S)
    assert wait_s(None, None) == pytest.approx(REST_S)


@pytest.mark.parametrize(
    ("rate_hz", "looks_hz"), [(60, 12), (30, 10), (25, 12.5), (12, 12), (5, 5)]
)
def test_a_moving_body_is_looked_at_about_ten_times_a_second(rate_hz: float, looks_hz: float):
    looks, count, person = Looks(begun_s=-BEGINNING_S), 0, somebody()
    for index in range(round(10 * rate_hz)):
        person = moved(person, 100.0 / rate_hz)
        if index / rate_hz >= looks.due_s:
            looks, count = looks.after(person, index / rate_hz), count + 1
    assert count / 10.0 == pytest.approx(looks_hz, rel=0.05)
