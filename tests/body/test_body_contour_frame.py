"""The chord of the trunk, on which side of it the back is, and which landmarks lie on the body."""

from __future__ import annotations

import math

import numpy as np
import pytest
from tests.body.contour_masks import CHORD, COLUMNS, LINES, SIZE, L, body, filled, flat
from tests.body.stick_figure import hands_and_knees, standing, without
from tests.typed import there

from matside.body.contour import back_contour, chord_frame, on_body
from matside.body.landmark import Landmark


def test_the_frame_of_the_chord():
    hip, chord, dorsal = there(chord_frame(body()))
    np.testing.assert_allclose(hip, (100.0, 200.0))
    np.testing.assert_allclose(chord, (200.0, 0.0))
    np.testing.assert_allclose(dorsal, (0.0, -1.0))
    _, chord, dorsal = there(chord_frame(body() * (-1, -1)))
    np.testing.assert_allclose(chord, (-200.0, 0.0))
    np.testing.assert_allclose(dorsal, (0.0, 1.0))


@pytest.mark.parametrize(("length", "known"), [(12.0, True), (11.99, False), (0.0, False)])
def test_a_chord_of_less_than_12_pixels_has_no_shape(length, known):
    px = body()
    px[[L.LEFT_SHOULDER, L.RIGHT_SHOULDER]] = px[L.LEFT_HIP] + (length, 0.0)
    assert (chord_frame(px) is not None) is known
    assert bool(np.isfinite(back_contour(flat(197.0), px)).any()) is known


@pytest.mark.parametrize(("below", "known"), [(0.076, True), (0.074, False), (-0.076, True)])
def test_front_and_back_are_clear_from_a_weighted_lean_of_15_hundredths(below, known):
    """One knee alone weighs 2: clear at 0.075 chord lengths."""
    px = without(body(), *range(L.LEFT_ELBOW, L.LEFT_HIP), *range(L.RIGHT_KNEE, 33))
    px[L.LEFT_KNEE] = 150.0, 200.0 + below * CHORD
    frame = chord_frame(px)
    assert (frame is not None) is known
    if frame is not None:
        np.testing.assert_allclose(frame[2], (0.0, -math.copysign(1.0, below)))


@pytest.mark.parametrize("part", ["KNEE", "ELBOW", "WRIST"])
@pytest.mark.parametrize("side", ["LEFT", "RIGHT"])
def test_each_limb_alone_can_tell_the_front(part, side):
    px = without(body(), *range(L.LEFT_ELBOW, L.LEFT_HIP), *range(L.LEFT_KNEE, 33))
    px[Landmark[f"{side}_{part}"]] = 200.0, 200.0 + CHORD
    np.testing.assert_allclose(there(chord_frame(px))[2], (0.0, -1.0))


def test_two_knees_outweigh_an_arm_to_the_ceiling():
    """Knees 0.7 down at 2 each, elbow 0.35 and wrist 0.75 up at one half each."""
    px = body()
    px[L.LEFT_ELBOW], px[L.LEFT_WRIST] = (300.0, 130.0), (300.0, 50.0)
    np.testing.assert_allclose(there(chord_frame(px))[2], (0.0, -1.0))
    knee_alone = without(px, L.RIGHT_KNEE)
    knee_alone[L.LEFT_KNEE] = 110.0, 200.0 + 0.4 * CHORD
    np.testing.assert_allclose(there(chord_frame(knee_alone))[2], (0.0, -1.0))


def test_no_frame_without_limbs_trunk_or_a_clear_side():
    px = body()
    limbs = [*range(L.LEFT_ELBOW, L.LEFT_HIP), *range(L.LEFT_KNEE, 33)]
    assert chord_frame(without(px, *limbs)) is None
    assert chord_frame(without(px, L.LEFT_HIP, L.RIGHT_HIP)) is None
    assert chord_frame(without(px, L.LEFT_SHOULDER, L.RIGHT_SHOULDER)) is None
    assert chord_frame(standing()) is None
    assert chord_frame(without(px, L.LEFT_HIP, L.LEFT_SHOULDER)) is not None


def test_the_share_of_body_around_a_landmark():
    """Torso 200 px: a window of 8 px to each side, 17 by 17. The mask begins at line 150."""
    px = body()
    px[L.NOSE] = 200.5, 200.5
    px[L.LEFT_EAR] = 200.5, 100.5
    px[L.RIGHT_EAR] = 200.5, 150.5  # 8 lines outside, 9 inside
    px[L.LEFT_EYE] = 200.5, 142.5  # the last line of the window is inside
    px[L.RIGHT_EYE] = 200.5, 141.5
    shares = on_body(flat(), px)
    told = shares[[L.NOSE, L.LEFT_EAR, L.RIGHT_EAR, L.LEFT_EYE, L.RIGHT_EYE]]
    np.testing.assert_allclose(told, (1.0, 0.0, 9 / 17, 1 / 17, 0.0))
    assert np.isnan(shares[L.LEFT_HEEL])


def test_the_window_is_cut_at_the_border_and_empty_outside():
    mask = np.ones(SIZE, np.float32)
    mask[:, 5:] = 0.0
    px = body()
    px[L.NOSE] = 0.5, 200.5  # columns 0 to 8, of which 5 are body
    px[L.LEFT_EAR] = -50.0, 200.0
    px[L.RIGHT_EAR] = 200.0, 900.0
    px[L.LEFT_EYE] = 200.0, -900.0
    px[L.RIGHT_EYE] = 4000.0, 200.0
    shares = on_body(mask, px)
    assert shares[L.NOSE] == pytest.approx(5 / 9)
    outside = [L.LEFT_EAR, L.RIGHT_EAR, L.LEFT_EYE, L.RIGHT_EYE]
    np.testing.assert_array_equal(shares[outside], 0.0)


@pytest.mark.parametrize("trunk_rows", [(), (L.LEFT_HIP, L.RIGHT_HIP)])
def test_the_window_of_a_small_or_unknown_torso_is_3_by_3(trunk_rows):
    px = without(hands_and_knees() * 0.05, *trunk_rows)
    px[L.NOSE] = 200.5, 149.5
    px[L.LEFT_EAR] = 200.5, 148.5
    shares = on_body(flat(), px)
    assert shares[L.NOSE] == pytest.approx(1 / 3)
    assert shares[L.LEFT_EAR] == 0.0


def test_a_window_is_wide_and_high_alike():
    mask = filled((COLUMNS > 150.0) & (LINES > 0.0))
    px = body()
    px[L.NOSE] = 150.5, 20.5
    px[L.LEFT_EAR] = 142.5, 20.5
    shares = on_body(mask, px)
    np.testing.assert_allclose(shares[[L.NOSE, L.LEFT_EAR]], (9 / 17, 1 / 17))


def test_half_sure_pixels_are_not_body():
    px = body()
    assert on_body(np.full(SIZE, 0.5, np.float32), px)[L.LEFT_HIP] == 0.0
    assert on_body(np.full(SIZE, 0.51, np.float32), px)[L.LEFT_HIP] == 1.0
