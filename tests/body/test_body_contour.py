"""The contour of the back, read off masks that were drawn for it."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.body.contour_masks import (
    ALONG,
    COLUMNS,
    LINES,
    SIZE,
    STEP_PX,
    arc_y,
    body,
    curve_of,
    filled,
    flat,
    trunk,
)
from tests.body.stick_figure import SWAPPED, hidden_rows, standing, without

from matside.body.contour import back_contour, on_body
from matside.body.frames import BACK_POINTS


def test_a_flat_back_is_found_at_equal_steps_from_the_hips_to_the_shoulders():
    back = back_contour(flat(), body())
    assert back.shape == (BACK_POINTS, 2)
    np.testing.assert_allclose(back[:, 0], ALONG)
    np.testing.assert_allclose(back[:, 1], 150.0, atol=STEP_PX)


def test_an_edge_is_refined_between_two_samples_by_what_the_mask_says():
    """A slope of the mask over 40 px crosses one half at y = 150: nearer than one sample."""
    soft = np.clip((LINES - 130.0) / 40.0, 0.0, 1.0).astype(np.float32)
    back = back_contour(soft, body())
    np.testing.assert_allclose(back[:, 1], 150.0, atol=0.75)
    low = np.where(LINES > 150.0, 0.6, 0.0).astype(np.float32)
    high = np.where(LINES > 150.0, 1.0, 0.4).astype(np.float32)
    lower, upper = back_contour(low, body())[0, 1], back_contour(high, body())[0, 1]
    assert lower - upper == pytest.approx((5 / 6 - 1 / 6) * STEP_PX, abs=1e-6)


@pytest.mark.parametrize(("slope_px", "rms", "most"), [(0.01, 1.6, 4.0), (6.0, 1.1, 2.5)])
def test_an_arc_over_the_chord_gives_its_central_angle(slope_px, rms, most):
    """Within what whole pixels allow: 1 px of sagitta is 2.3 degrees over this chord."""
    errors = []
    for central_deg in range(-60, 61, 3):
        above = (LINES - arc_y(central_deg)) / slope_px
        mask = np.clip(above + 0.5, 0.0, 1.0).astype(np.float32)
        errors.append(curve_of(mask, body()) - central_deg)
    assert math.sqrt(np.mean(np.square(errors))) < rms
    assert np.abs(errors).max() < most


@pytest.mark.parametrize(("a", "b"), [(160.0, 60.0), (200.0, 90.0), (150.0, 40.0)])
def test_the_contour_of_an_ellipse(a, b):
    """An ellipse about the middle of the chord: y = 200 - b sqrt(1 - (x / a)^2)."""
    mask = filled(((COLUMNS - 200.0) / a) ** 2 + ((LINES - 200.0) / b) ** 2 < 1.0)
    back = back_contour(mask, body())
    expected = 200.0 - b * np.sqrt(1.0 - ((ALONG - 200.0) / a) ** 2)
    np.testing.assert_allclose(back[:, 1], expected, atol=1.5 * STEP_PX)


def test_in_a_deep_cat_the_outer_edge_counts_though_the_chord_has_left_the_body():
    arch, whole = trunk(120, thickness=25.0), trunk(120)
    assert arch[200, 200] == 0.0
    inner = slice(3, -3)
    np.testing.assert_allclose(
        back_contour(arch, body())[inner], back_contour(whole, body())[inner], atol=1e-9
    )


def test_in_a_deep_cow_the_back_is_found_below_the_chord():
    """The sagitta of a 120 degree arc over 200 px is 100 tan(30) = 57.7 px."""
    back = back_contour(trunk(-120), body())
    assert back[20, 1] == pytest.approx(257.7, abs=STEP_PX)


@pytest.mark.parametrize(("top", "found"), [(289.0, True), (291.5, False)])
def test_the_back_is_looked_for_to_45_hundredths_of_the_chord_below_it(top, found):
    mask = filled((top < LINES) & (LINES < 390.0))
    assert bool(np.isfinite(back_contour(mask, body())).all()) is found


@pytest.mark.parametrize(("top", "found"), [(52.0, True), (49.0, False)])
def test_the_back_is_looked_for_to_three_quarters_of_the_chord_above_it(top, found):
    assert bool(np.isfinite(back_contour(flat(top), body())).all()) is found


def test_a_hole_and_specks_in_the_mask_hardly_bend_the_back():
    mask = trunk(40)
    mask[190:240, 150:190] = 0.0
    rng = np.random.default_rng(7)
    mask[rng.random(SIZE) < 0.001] = 1.0
    assert (back_contour(mask, body())[:, 1] < back_contour(trunk(40), body())[:, 1] - 5.0).any()
    assert curve_of(mask, body()) == pytest.approx(40, abs=2.0)


@pytest.mark.parametrize("columns", [(120, 145), (190, 215), (250, 285)])
def test_a_limb_in_front_of_the_back_is_not_followed(columns):
    mask = trunk(40)
    mask[90:200, slice(*columns)] = 1.0
    back = back_contour(mask, body())
    over = (columns[0] + 1 < ALONG) & (columns[1] - 1 > ALONG)
    np.testing.assert_allclose(back[over, 1], 90.0, atol=STEP_PX)
    assert curve_of(mask, body()) == pytest.approx(40, abs=2.5)


def test_noise_on_the_edge_averages_out():
    rng = np.random.default_rng(3)
    ragged = arc_y(45) + rng.normal(0.0, 2.5, SIZE[1])
    mask = filled((ragged < LINES) & (LINES < 390.0))
    assert curve_of(mask, body()) == pytest.approx(45, abs=3.0)


def test_a_ray_without_body_is_unknown_and_the_others_are_not():
    mask = flat()
    mask[:, 180:220] = 0.0
    unknown = np.isnan(back_contour(mask, body())).all(axis=1)
    np.testing.assert_array_equal(unknown, (ALONG >= 180.0) & (ALONG < 220.0))
    assert np.isnan(back_contour(np.zeros(SIZE, np.float32), body())).all()


def test_a_ray_that_leaves_the_picture_inside_the_body_is_unknown():
    """The picture begins 60 px above the chord, and half of the body goes beyond."""
    mask = trunk(0)[140:]
    mask[:, :200] = 1.0
    px = body() - (0.0, 140.0)
    unknown = np.isnan(back_contour(mask, px)).any(axis=1)
    np.testing.assert_array_equal(unknown, ALONG < 200.0)


@pytest.mark.parametrize("axis", [0, 1])
def test_hips_or_shoulders_outside_the_picture_leave_the_rest(axis):
    shift = np.zeros(2)
    shift[axis] = -150.0
    moved = np.roll(flat(190.0), -150, axis=1 - axis)
    moved[(slice(None), slice(250, None)) if axis == 0 else slice(250, None)] = 0.0
    back = back_contour(moved, body() + shift)
    inside = ALONG >= 150.0 if axis == 0 else np.ones(BACK_POINTS, bool)
    np.testing.assert_array_equal(np.isfinite(back[:, 0]), inside)
    np.testing.assert_allclose(back[inside, 1], 190.0 + shift[1], atol=STEP_PX)


@pytest.mark.parametrize("axis", [0, 1])
def test_the_right_and_the_lower_border_end_the_picture(axis):
    """The back moved 150 px: to the right, or so that it lies at the very bottom."""
    if axis == 0:
        back = back_contour(flat(190.0), body() + np.array([150.0, 0.0]))
        np.testing.assert_array_equal(np.isfinite(back[:, 0]), ALONG < 250.0)
        return
    upside_down = np.array([1.0, -1.0])
    px = body() * upside_down + (0.0, 590.0)  # chord at y = 390, its back below
    back = back_contour(filled(LINES < 399.0), px)
    np.testing.assert_allclose(back[:, 1], 399.0, atol=STEP_PX)
    assert np.isnan(back_contour(filled(LINES < 401.0), px)).all()


@pytest.mark.parametrize("upright", [False, True])
@pytest.mark.parametrize("flip", [False, True])
def test_edges_lie_on_average_where_they_are(upright, flip):
    """Pixel n covers n to n + 1 in both directions: no half pixel is lost."""
    errors = []
    for top in range(130, 170):
        mask, px = flat(float(top)), body()
        expected, column = float(top), 1
        if flip:
            mask, px, expected = mask[::-1], px * (1, -1) + (0, 400), 400.0 - expected
        if upright:
            mask, px, column = mask.T, px[:, ::-1], 0
        errors.append(back_contour(mask, px)[:, column] - expected)
    assert abs(np.mean(errors)) < 0.15


def test_a_value_of_one_half_is_not_body_yet():
    assert np.isnan(back_contour(np.full(SIZE, 0.5, np.float32), body())).all()
    mask = np.where(LINES > 150.0, 0.51, 0.49).astype(np.float32)
    np.testing.assert_allclose(back_contour(mask, body())[:, 1], 150.0, atol=STEP_PX)


@given(st.integers(-80, 80), st.integers(-90, 40), st.integers(-45, 45))
def test_the_contour_moves_with_the_picture(dx, dy, central_deg):
    mask = trunk(central_deg, thickness=60.0)
    mask[:, :90] = mask[:, 310:] = 0.0
    shift = np.array([dx, dy], float)
    moved = back_contour(np.roll(mask, (dy, dx), axis=(0, 1)), body() + shift)
    np.testing.assert_allclose(moved, back_contour(mask, body()) + shift, atol=2 * STEP_PX)


@given(st.integers(-45, 45))
def test_a_flipped_picture_has_the_flipped_contour(central_deg):
    mask = trunk(central_deg)
    flipped = back_contour(mask[:, ::-1], (body() * (-1, 1) + (400, 0))[SWAPPED])
    expected = back_contour(mask, body()) * (-1, 1) + (400, 0)
    np.testing.assert_allclose(flipped, expected, atol=2 * STEP_PX)


def test_lying_on_the_back_the_other_side_is_read():
    """Turned upside down, the back is at the bottom."""
    back = back_contour(flat()[::-1], body() * (1, -1) + (0, 400))
    np.testing.assert_allclose(back[:, 1], 250.0, atol=STEP_PX)


@given(hidden_rows())
def test_hidden_landmarks_never_raise(hidden):
    px = without(body(), *hidden)
    assert back_contour(flat(), px).shape == (BACK_POINTS, 2)
    assert on_body(flat(), px).shape == (33,)


def test_unknown_contours_are_not_shared():
    first = back_contour(flat(), standing() * np.nan)
    first[:] = 0.0
    assert np.isnan(back_contour(flat(), standing() * np.nan)).all()
