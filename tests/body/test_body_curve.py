"""The curve of the spine: arcs, halves, and points that do not belong to the back."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.body.stick_figure import HIP_AT, TORSO, arc, hands_and_knees, mirrored, standing, without

from matside.body.curve import SpinalCurve, arc_deg, robust_polynomials, spinal_curve
from matside.body.frames import BACK_POINTS
from matside.body.landmark import Landmark

SHARE = np.arange(BACK_POINTS) / 40.0


def back_of(heights):
    """Return a contour with these heights over the chord, in chord lengths."""
    return np.stack([HIP_AT[0] + TORSO * SHARE, HIP_AT[1] - TORSO * heights], axis=1)


def parabola(sagitta):
    return 4.0 * sagitta * SHARE * (1.0 - SHARE)


def curve(heights, px=None):
    return spinal_curve(back_of(heights), hands_and_knees() if px is None else px)


def as_tuple(found: SpinalCurve):
    return found.whole_deg, found.lower_deg, found.upper_deg


@pytest.mark.parametrize(
    ("sagitta", "expected"),
    [
        (0.0, 0.0),
        (0.5, 180.0),
        (-0.5, -180.0),
        (math.tan(math.radians(22.5)) / 2.0, 90.0),
        (1e9, 360.0),
    ],
)
def test_the_arc_of_a_sagitta(sagitta, expected):
    assert arc_deg(sagitta) == pytest.approx(expected)


@given(st.floats(1.0, 359.0))
def test_the_sagitta_of_a_circles_arc_gives_its_central_angle(central_deg):
    """Radius 1: chord 2 sin(a / 2), sagitta 1 - cos(a / 2)."""
    half = math.radians(central_deg) / 2.0
    sagitta = (1.0 - math.cos(half)) / (2.0 * math.sin(half))
    assert arc_deg(sagitta) == pytest.approx(central_deg)
    assert arc_deg(-sagitta) == pytest.approx(-central_deg)


@pytest.mark.parametrize("sagitta", [-0.3, -0.05, 0.0, 0.1, 0.25])
def test_a_parabola_has_the_arc_of_its_sagitta_and_its_halves_of_half_of_it(sagitta):
    found = curve(parabola(sagitta))
    assert found.whole_deg == pytest.approx(arc_deg(sagitta), abs=1e-6)
    assert found.lower_deg == pytest.approx(arc_deg(sagitta / 2.0), abs=1e-6)
    assert found.upper_deg == pytest.approx(arc_deg(sagitta / 2.0), abs=1e-6)


@pytest.mark.parametrize("central_deg", [-60, -40, -10, 15, 30, 50, 60])
def test_a_circles_arc_gives_its_central_angle(central_deg):
    found = spinal_curve(arc(central_deg), hands_and_knees())
    assert found.whole_deg == pytest.approx(central_deg, abs=1.5)
    assert found.lower_deg == pytest.approx(central_deg / 2.0, abs=0.5)


@given(st.integers(-120, 120))
def test_a_symmetric_back_has_equal_halves(central_deg):
    """Both ends of the back are fitted alike."""
    found = spinal_curve(arc(central_deg), hands_and_knees())
    assert found.lower_deg == pytest.approx(found.upper_deg, abs=1e-6)


def test_rounded_below_and_hollow_above():
    """k x (x - 1/2)(x - 1) has the halves' sagittae +- 0.75 k / 8, and cancels as a whole."""
    found = curve(2.0 * SHARE * (SHARE - 0.5) * (SHARE - 1.0))
    assert found.lower_deg == pytest.approx(arc_deg(0.1875), abs=1e-6)
    assert found.upper_deg == pytest.approx(-arc_deg(0.1875), abs=1e-6)
    assert found.whole_deg == pytest.approx(0.0, abs=1e-6)


@given(st.floats(-0.2, 0.2), st.floats(-0.3, 0.3), st.floats(-0.3, 0.3))
def test_where_the_back_lies_and_how_it_tilts_does_not_bend_it(sagitta, lift, tilt):
    moved = curve(parabola(sagitta) + lift + tilt * SHARE)
    assert as_tuple(moved) == pytest.approx(as_tuple(curve(parabola(sagitta))), abs=1e-6)


@given(st.floats(0.0, 0.25), st.floats(0.0, 0.25))
def test_a_rounder_back_reads_more(one, more):
    assert curve(parabola(one + more)).whole_deg >= curve(parabola(one)).whole_deg - 1e-9


@given(st.floats(-0.25, 0.25))
def test_a_flipped_picture_has_the_same_curve(sagitta):
    back, px = back_of(parabola(sagitta)), hands_and_knees()
    flipped = spinal_curve(back * (-1, 1) + (1000, 0), mirrored(px))
    assert as_tuple(flipped) == pytest.approx(as_tuple(spinal_curve(back, px)), abs=1e-9)


@pytest.mark.parametrize("ends", [(0, 1), (39, 40)])
def test_buttocks_and_neck_are_left_out(ends):
    heights = parabola(0.1)
    heights[list(ends)] = np.nan
    blunt = parabola(0.1)
    blunt[list(ends)] += (0.04, -0.03)
    assert as_tuple(curve(blunt)) == pytest.approx(as_tuple(curve(heights)), abs=1e-9)


@pytest.mark.parametrize("end", [2, 38])
def test_what_is_fitted_reaches_from_5_to_95_hundredths(end):
    heights = parabola(0.1)
    heights[end] += 0.01
    assert curve(heights).whole_deg != pytest.approx(arc_deg(0.1), abs=1e-3)


@pytest.mark.parametrize(("known", "found"), [(23, True), (22, False), (0, False)])
def test_sixty_of_a_hundred_fitted_points_must_be_known(known, found):
    heights = np.full(BACK_POINTS, np.nan)
    heights[[0, 1, 39, 40]] = 0.0
    heights[2 : 2 + known] = parabola(0.1)[2 : 2 + known]
    values = as_tuple(curve(heights))
    if found:
        assert values[0] == pytest.approx(arc_deg(0.1), abs=1e-6)
    else:
        assert all(math.isnan(value) for value in values)


def test_gaps_in_the_contour_do_not_bend_it():
    heights = parabola(0.1)
    heights[8:20] = np.nan
    expected = (arc_deg(0.1), arc_deg(0.05), arc_deg(0.05))
    assert as_tuple(curve(heights)) == pytest.approx(expected, abs=1e-6)


def test_a_contour_of_which_one_coordinate_is_unknown_is_unknown():
    back = back_of(parabola(0.1))
    back[:, 0] = np.nan
    assert math.isnan(spinal_curve(back, hands_and_knees()).whole_deg)


def test_no_curve_where_front_and_back_are_not_clear():
    back = back_of(parabola(0.1))
    for px in (standing(), without(hands_and_knees(), Landmark.LEFT_HIP, Landmark.RIGHT_HIP)):
        assert all(math.isnan(value) for value in as_tuple(spinal_curve(back, px)))


@pytest.mark.parametrize(("first", "points"), [(2, 3), (4, 5), (10, 5), (18, 5), (31, 5), (36, 3)])
@pytest.mark.parametrize("lift", [0.05, 0.15, 0.4])
def test_an_arm_in_front_of_an_eighth_of_the_back_does_not_bend_the_curve(first, points, lift):
    """Five of 37 points, three at its very ends; the fit breaks down at about seven and four."""
    heights = parabola(0.1)
    heights[first : first + points] += lift
    assert curve(heights).whole_deg == pytest.approx(arc_deg(0.1), abs=0.5)


@pytest.mark.parametrize("first", [30, 33, 36])
@pytest.mark.parametrize("rise", [0.1, 0.3])
@pytest.mark.parametrize("sagitta", [-0.15, 0.0, 0.2])
def test_a_head_that_lies_over_the_shoulders_is_no_back(first, rise, sagitta):
    """Lifted in a cow, or its hair: the contour steps up to it and goes on from there."""
    back = 0.2 + parabola(sagitta)
    under_a_head = np.where(np.arange(BACK_POINTS) >= first, back[first] + rise, back)
    assert as_tuple(curve(under_a_head)) == pytest.approx(as_tuple(curve(back)), abs=1e-6)


def test_half_of_the_back_that_a_head_hides_to_its_middle_is_unknown():
    found = curve(np.where(SHARE >= 0.7, 0.5, 0.2 + parabola(-0.15)))
    assert math.isnan(found.upper_deg)
    assert found.whole_deg == pytest.approx(arc_deg(-0.15), abs=1e-6)


def test_a_back_may_fall_and_rise_steeply_at_the_shoulders():
    for slope in (-2.0, 2.0):
        heights = np.where(SHARE > 0.7, 0.2 + slope * (SHARE - 0.7), 0.2)
        ended = np.where(SHARE > 0.8, np.nan, heights)
        assert abs(curve(heights).upper_deg) > abs(curve(ended).upper_deg)


def test_the_size_of_a_gross_error_does_not_matter():
    near, far = parabola(0.1), parabola(0.1)
    near[20:24], far[20:24] = 0.5, 0.7
    assert curve(near).whole_deg == pytest.approx(curve(far).whole_deg, abs=0.5)


@given(st.lists(st.floats(-2.0, 2.0), min_size=4, max_size=4), st.integers(0, 2**32 - 1))
def test_a_cubic_is_found_again(coefficients, seed):
    rng = np.random.default_rng(seed)
    x = np.sort(rng.uniform(0.0, 1.0, 40))
    y = np.polyval(coefficients, x)
    np.testing.assert_allclose(robust_polynomials(x, y, (3,))[0], coefficients, atol=1e-6)


@pytest.mark.parametrize("degree", [1, 2, 3])
def test_the_highest_power_comes_first(degree):
    x = np.linspace(-1.0, 1.0, 20)
    coefficients = np.arange(1.0, degree + 2.0)
    found = robust_polynomials(x, np.polyval(coefficients, x).astype(np.float64), (degree,))[0]
    np.testing.assert_allclose(found, coefficients, atol=1e-9)


def test_outliers_lose_all_of_their_weight():
    x = np.linspace(0.0, 1.0, 40)
    y = 0.5 * x**2 - 0.2 * x + 0.1
    y[[5, 6, 18, 30, 31]] += (0.8, 0.8, -0.6, 0.7, 0.7)
    np.testing.assert_allclose(robust_polynomials(x, y, (2,))[0], (0.5, -0.2, 0.1), atol=1e-3)
    plain = np.polyfit(x, y, 2)
    assert abs(plain[0] - 0.5) > 0.3


def test_noise_keeps_nearly_the_precision_of_least_squares():
    """The biweight's constant gives 95 % efficiency on normal residuals."""
    rng = np.random.default_rng(11)
    x = np.linspace(0.0, 1.0, 37)
    robust, plain = [], []
    for _ in range(300):
        y = rng.normal(0.0, 0.02, len(x))
        robust.append(robust_polynomials(x, y, (2,))[0][0])
        plain.append(np.polyfit(x, y, 2)[0])
    assert 0.8 < np.var(plain) / np.var(robust) <= 1.02
