"""Legs that get mixed up: noticed by their tremble, replaced by a second opinion."""

from __future__ import annotations

import numpy as np
import pytest

from matside.body.landmark import Landmark
from matside.pose.legs import STAY_S, TREMBLE, WINDOW_S, LegWatch, tremble, with_legs_of
from matside.pose.people import Detection


def person(left_knee: tuple[float, float], right_knee: tuple[float, float]) -> Detection:
    """Return somebody with a torso of 100 px and these knees; the rest does not matter."""
    image_px = np.zeros((33, 2))
    image_px[[Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER]] = (100.0, 0.0)
    image_px[Landmark.LEFT_KNEE], image_px[Landmark.RIGHT_KNEE] = left_knee, right_knee
    return Detection(
        image_px=image_px, world_m=np.zeros((33, 3)), visibility=np.ones(33), mask=None
    )


def watched(knees: list[tuple[float, float]], rate_hz: float = 20.0) -> LegWatch:
    """Return the watch after the left knee was at each of these places, the right one at 0."""
    watch = LegWatch()
    for index, knee in enumerate(knees):
        watch = watch.seen(person(knee, (0.0, 0.0)), index / rate_hz)
    return watch


def test_the_tremble_is_the_way_beyond_the_distance_in_torso_lengths():
    assert tremble(((0.0, 0.0, 0.0), (0.1, 0.4, 0.0), (0.2, 0.0, 0.0))) == pytest.approx(0.8)
    assert tremble(((0.0, 0.0, 0.0), (0.1, 0.4, 0.0), (0.2, 0.4, 0.3))) == pytest.approx(0.2)


def test_too_few_frames_do_not_tremble():
    assert tremble(()) == 0.0
    assert tremble(((0.0, 0.0, 0.0), (0.1, 9.0, 9.0))) == 0.0


def test_a_leg_that_is_lifted_fast_is_not_mixed_up():
    watch = watched([(15.0 * step, -10.0 * step) for step in range(12)])
    assert not watch.mixed_up(12 / 20)


def test_legs_that_change_places_are_mixed_up():
    watch = watched([(40.0 * (-1) ** step, 0.0) for step in range(6)])
    assert watch.mixed_up(5 / 20)


def test_a_tremble_below_the_threshold_is_not_enough():
    share = 100.0 * TREMBLE / 10  # 9 ways of this length, and 1 of them covers a distance
    assert not watched([(0.5 * share * (-1) ** step, 0.0) for step in range(10)]).mixed_up(0.5)
    assert watched([(1.0 * share * (-1) ** step, 0.0) for step in range(10)]).mixed_up(0.5)


def test_legs_stay_mixed_up_for_a_while_and_no_longer():
    watch = watched([(40.0 * (-1) ** step, 0.0) for step in range(6)])
    assert watch.mixed_up(watch.trembled_s + STAY_S)
    assert not watch.mixed_up(watch.trembled_s + STAY_S + 0.01)


def test_what_is_older_than_the_window_is_forgotten():
    watch = watched([(40.0, 0.0), (-40.0, 0.0), (40.0, 0.0)])
    later = watch.past[-1][0] + WINDOW_S + 0.1
    assert len(watch.seen(person((40.0, 0.0), (0.0, 0.0)), later).past) == 1


def test_a_body_without_a_torso_changes_nothing():
    watch = LegWatch()
    nobody = person((1.0, 1.0), (0.0, 0.0))
    nobody.image_px[:] = 5.0
    assert watch.seen(nobody, 0.0) is watch


def test_only_knees_and_below_are_taken_over():
    mine, other = person((1.0, 2.0), (3.0, 4.0)), person((30.0, 40.0), (10.0, 20.0))
    other.image_px[Landmark.LEFT_HIP] = (7.0, 7.0)
    other.visibility[Landmark.LEFT_ANKLE] = 0.25
    taken = with_legs_of(mine, other)
    assert tuple(taken.image_px[Landmark.LEFT_KNEE]) == (30.0, 40.0)
    assert tuple(taken.image_px[Landmark.LEFT_HIP]) == (0.0, 0.0)
    assert taken.visibility[Landmark.LEFT_ANKLE] == 0.25
    assert tuple(mine.image_px[Landmark.LEFT_KNEE]) == (1.0, 2.0)
