"""Turning points: certain once the measure has come back, forgotten after a while."""

import itertools
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.coach.coach_samples import NAN, path

from matside.exercise.fault_kinds.oscillation import Turns, turn


def moments(points, amplitude=5.0, window_s=100.0):
    """Times of the turning points of straight lines between points."""
    state = Turns()
    for t_s, value in path(points):
        state = turn(state, t_s, value, amplitude, window_s)
    return state.moments


def test_rise_alone_has_no_turning_point():
    assert moments([(0, 0), (2, 20)]) == ()
    assert moments([(0, 20), (2, 0)]) == ()


@pytest.mark.parametrize("sign", [1, -1])
def test_turning_points_are_where_the_measure_turned(sign):
    assert moments([(0, 0), (2, 20 * sign), (4, 0), (6, 20 * sign), (8, 0)]) == (2.0, 4.0, 6.0)


def test_turn_is_certain_once_it_came_back_by_the_amplitude():
    assert moments([(0, 0), (2, 20), (2.4, 16)]) == ()
    assert moments([(0, 0), (2, 20), (2.5, 15)]) == (2.0,)


def test_wavering_below_the_amplitude_is_no_turn():
    assert moments([(0, 0), (1, 4), (2, 0), (3, 4), (4, 0)]) == ()
    assert moments([(0, 0), (2, 20), (2.4, 16), (3, 22), (5, 2)]) == (3.0,)


def test_first_direction_is_known_once_the_amplitude_is_covered():
    assert moments([(0, 0), (1, 3), (2, -3), (3, 20)]) == (2.0,)


def test_plateau_turns_at_its_end():
    assert moments([(0, 0), (1, 10), (2, 10), (3, 0)]) == (2.0,)


def test_old_turning_points_are_forgotten():
    points = [(0, 0), (1, 10), (2, 0), (3, 10), (4, 0), (5, 10)]
    assert moments(points, window_s=3.0) == (2.0, 3.0, 4.0)
    assert moments(points, window_s=1.5) == (4.0,)


def test_old_turning_points_are_forgotten_while_it_goes_on_and_while_it_wavers():
    assert moments([(0, 0), (1, 10), (2, 0), (9, -70)], window_s=3.0) == ()
    assert moments([(0, 0), (1, 10), (2, 0), (9, 3)], window_s=3.0) == ()


def test_nan_changes_nothing():
    state = turn(Turns(), 0.0, 1.0, 5.0, 9.0)
    assert turn(state, 1.0, NAN, 5.0, 9.0) is state


@given(st.lists(st.floats(-50, 50), max_size=40), st.floats(1, 30))
def test_neighbouring_turning_points_lie_an_amplitude_apart(values, amplitude):
    state = Turns()
    for t_s, value in enumerate(values):
        state = turn(state, float(t_s), value, amplitude, math.inf)
    found = [values[int(t_s)] for t_s in state.moments]
    assert all(abs(b - a) >= amplitude for a, b in itertools.pairwise(found))
    assert list(state.moments) == sorted(state.moments)
