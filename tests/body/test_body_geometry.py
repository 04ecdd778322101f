"""Angles, inclinations and ratios: answers from paper, and what no shift or turn may change."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.body.stick_figure import towards

from matside.body import geometry as geo

NOWHERE = np.full(2, np.nan)
ORIGIN = np.zeros(2)
coordinate = st.integers(-2000, 2000).map(lambda n: n / 2.0)
point = st.tuples(coordinate, coordinate).map(np.array)
angle = st.floats(-360.0, 360.0)


def at(x: float, y: float) -> np.ndarray:
    return np.array([x, y])


@pytest.mark.parametrize(
    ("u", "v", "expected"),
    [
        ((1, 0), (1, 0), 0.0),
        ((1, 0), (5, 0), 0.0),
        ((1, 0), (0, 3), 90.0),
        ((1, 0), (-2, 0), 180.0),
        ((1, 0), (1, 1), 45.0),
        ((1, 0), (-1, -1), 135.0),
        ((1, 0, 0), (0, 0, 7), 90.0),
        ((1, 1, 1), (-1, -1, -1), 180.0),
    ],
)
def test_angle_between_two_vectors(u, v, expected):
    assert geo.angle_between_deg(np.array(u, float), np.array(v, float)) == pytest.approx(expected)


@pytest.mark.parametrize("tiny_deg", [1e-6, 1e-9])
def test_an_angle_near_none_or_half_a_turn_keeps_its_digits(tiny_deg):
    turned = towards(tiny_deg)
    assert geo.angle_between_deg(at(1, 0), turned) == pytest.approx(tiny_deg, rel=1e-6)
    assert 180.0 - geo.angle_between_deg(at(-1, 0), turned) == pytest.approx(tiny_deg, rel=1e-4)


@pytest.mark.parametrize("bad", [ORIGIN, NOWHERE, at(1, np.nan)])
def test_no_angle_with_a_vector_of_no_length_or_unknown(bad):
    assert math.isnan(geo.angle_between_deg(bad, at(1, 0)))
    assert math.isnan(geo.angle_between_deg(at(1, 0), bad))


@given(st.floats(0.0, 180.0), st.floats(0.1, 500.0), st.floats(0.1, 500.0), angle)
def test_an_angle_is_what_the_vectors_were_drawn_with(between, length, other, start):
    u, v = length * towards(start), other * towards(start + between)
    assert geo.angle_between_deg(u, v) == pytest.approx(between, abs=1e-6)


@pytest.mark.parametrize(
    ("distal", "expected"), [((2, 0), 0.0), ((1, 1), 90.0), ((1, -1), 90.0), ((0, 0), 180.0)]
)
def test_flexion_is_0_when_straight_and_grows_with_bending(distal, expected):
    assert geo.joint_flexion_deg(ORIGIN, at(1, 0), at(*distal)) == pytest.approx(expected)


def test_no_flexion_where_two_points_coincide_or_one_is_unknown():
    known = [at(0, 0), at(1, 0), at(2, 1)]
    for row in range(3):
        points = [*known[:row], NOWHERE, *known[row + 1 :]]
        assert math.isnan(geo.joint_flexion_deg(*points))
    assert math.isnan(geo.joint_flexion_deg(ORIGIN, ORIGIN, at(1, 0)))
    assert math.isnan(geo.joint_flexion_deg(ORIGIN, at(1, 0), at(1, 0)))


@given(
    st.floats(0.0, 180.0),
    angle,
    st.tuples(st.floats(-500, 500), st.floats(-500, 500)),
    st.floats(0.1, 10.0),
    st.booleans(),
)
def test_flexion_stays_under_shift_turn_scale_and_mirror(flexion, turn, shift, scale, flip):
    start, joint = ORIGIN, 60.0 * towards(turn)
    end = joint + 40.0 * towards(turn + flexion)
    moved = [scale * p * ((-1.0 if flip else 1.0), 1.0) + shift for p in (start, joint, end)]
    assert geo.joint_flexion_deg(*moved) == pytest.approx(flexion, abs=1e-4)
    assert geo.joint_flexion_deg(*reversed(moved)) == pytest.approx(flexion, abs=1e-4)


@given(point, point, point)
def test_flexion_is_within_its_range_or_unknown(a, b, c):
    value = geo.joint_flexion_deg(a, b, c)
    assert math.isnan(value) == (bool((a == b).all()) or bool((b == c).all()))
    assert math.isnan(value) or 0.0 <= value <= 180.0


@pytest.mark.parametrize(
    ("upper", "expected"),
    [
        ((1, 0), 0.0),
        ((-1, 0), 0.0),
        ((0, -1), 90.0),
        ((0, 1), -90.0),
        ((1, -1), 45.0),
        ((-1, -1), 45.0),
        ((-1, 1), -45.0),
        ((math.sqrt(3.0), 1.0), -30.0),
    ],
)
def test_inclination_rises_with_a_falling_y(upper, expected):
    assert geo.inclination_deg(ORIGIN, at(*upper)) == pytest.approx(expected)


def test_no_inclination_without_two_different_known_points():
    assert math.isnan(geo.inclination_deg(at(3, 4), at(3, 4)))
    assert math.isnan(geo.inclination_deg(NOWHERE, at(3, 4)))
    assert math.isnan(geo.inclination_deg(at(3, 4), NOWHERE))


@given(point, point)
def test_inclination_changes_its_sign_with_the_direction_and_not_with_a_mirror(lower, upper):
    value = geo.inclination_deg(lower, upper)
    if (lower == upper).all():
        assert math.isnan(value)
        return
    assert -90.0 <= value <= 90.0
    assert geo.inclination_deg(upper, lower) == -value
    assert geo.inclination_deg(lower * (-1, 1), upper * (-1, 1)) == value


def test_distance_in_the_plane_and_in_space():
    assert geo.distance(at(1, 1), at(4, 5)) == 5.0
    assert geo.distance(np.zeros(3), np.array([2.0, 3.0, 6.0])) == 7.0
    assert math.isnan(geo.distance(at(1, 1), NOWHERE))


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (1.0, 4.0, 0.25),
        (-1.0, 4.0, -0.25),
        (0.0, 4.0, 0.0),
        (1.0, 0.0, math.nan),
        (1.0, -4.0, math.nan),
        (math.nan, 4.0, math.nan),
        (1.0, math.nan, math.nan),
    ],
)
def test_ratio_exists_over_something_positive_only(numerator, denominator, expected):
    assert geo.ratio(numerator, denominator) == pytest.approx(expected, nan_ok=True)


def test_midpoint_is_the_known_one_where_the_other_is_hidden():
    np.testing.assert_array_equal(geo.midpoint(at(1, 2), at(3, 8)), at(2, 5))
    np.testing.assert_array_equal(geo.midpoint(NOWHERE, at(3, 8)), at(3, 8))
    np.testing.assert_array_equal(geo.midpoint(at(1, 2), NOWHERE), at(1, 2))
    assert np.isnan(geo.midpoint(NOWHERE, NOWHERE)).all()
