"""The picture as the model gets it."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matside.pose.canvas import APART, MAX_SIDE_PX, canvas, covered, from_further_away


def gradient(width: int, height: int) -> np.ndarray:
    image = np.zeros((height, width, 3), np.uint8)
    image[..., 0] = np.linspace(0, 255, width, dtype=np.uint8)
    image[..., 2] = np.linspace(0, 255, height, dtype=np.uint8)[:, None]
    return image


def test_turns_bgr_into_rgb() -> None:
    image = np.zeros((4, 8, 3), np.uint8)
    image[...] = (1, 2, 3)
    assert canvas(image).rgb[0, 0].tolist() == [3, 2, 1]


@pytest.mark.parametrize(("width", "padded"), [(1, 4), (50, 52), (51, 52), (52, 52), (53, 56)])
def test_pads_the_width_on_the_right_with_the_last_column(width: int, padded: int) -> None:
    image = gradient(width, 37)
    picture = canvas(image)
    assert picture.rgb.shape == (37, padded, 3)
    assert picture.size_px == (width, 37)
    assert picture.scale.tolist() == [1.0, 1.0]
    assert np.array_equal(picture.rgb[:, :width], image[..., ::-1])
    assert np.array_equal(
        picture.rgb[:, width:], np.repeat(image[:, -1:, ::-1], padded - width, axis=1)
    )


@pytest.mark.parametrize("size", [(3840, 2160), (2160, 3840), (1920, 1080), (5000, 1), (2561, 999)])
def test_large_pictures_are_made_smaller_in_proportion(size: tuple[int, int]) -> None:
    width, height = size
    picture = canvas(np.zeros((height, width, 3), np.uint8))
    assert max(picture.size_px) == MAX_SIDE_PX
    assert picture.rgb.shape[1] % 4 == 0
    assert picture.scale * picture.size_px == pytest.approx([width, height])


@given(width=st.integers(1, 70), height=st.integers(1, 70))
@settings(deadline=None, max_examples=40)
def test_every_size_gives_a_contiguous_picture_of_a_width_mediapipe_can_take(
    width: int, height: int
) -> None:
    picture = canvas(np.full((height, width, 3), 9, np.uint8))
    assert picture.rgb.flags["C_CONTIGUOUS"]
    assert picture.rgb.shape[1] % 4 == 0
    assert (picture.rgb == 9).all()


@pytest.mark.parametrize("size", [(200, 120), (120, 200), (1600, 900)])
def test_what_is_seen_from_further_away_is_still_where_it_was(size: tuple[int, int]) -> None:
    width, height = size
    image = np.full((height, width, 3), 20, np.uint8)
    dot = width // 4, height // 3
    image[dot[1] - 4 : dot[1] + 5, dot[0] - 4 : dot[0] + 5] = 255
    picture = canvas(image)
    wide = from_further_away(picture)
    assert max(wide.size_px) <= MAX_SIDE_PX
    lines, columns = np.nonzero(wide.rgb[..., 0] > 130)
    seen = np.array([columns.mean() + 0.5, lines.mean() + 0.5])
    assert (seen - wide.origin) * wide.scale == pytest.approx(np.add(dot, 0.5), abs=1.0)
    corner = (np.array(wide.size_px) - wide.origin) * wide.scale
    assert corner == pytest.approx(np.add(size, APART * max(size)), rel=0.01)


def test_covering_paints_from_the_left_colour_to_the_right_colour() -> None:
    image = np.full((60, 100, 3), 50, np.uint8)
    image[:, 60:] = 150
    image[20:40, 30:60] = 255
    picture = canvas(image)
    hidden = covered(picture, np.array([32.0, 22.0]), np.array([58.0, 38.0]))
    assert 255 not in hidden.rgb
    assert 255 in picture.rgb
    line = hidden.rgb[30, :, 0].astype(int)
    assert (np.diff(line) >= 0).all()
    assert (line[0], line[-1]) == (50, 150)
    assert np.array_equal(hidden.rgb[:15], picture.rgb[:15])


@pytest.mark.parametrize(
    ("low", "high"),
    [
        ((-50.0, -50.0), (30.0, 30.0)),
        ((70.0, 40.0), (300.0, 90.0)),
        ((-50.0, -50.0), (300.0, 300.0)),
        ((200.0, 10.0), (300.0, 20.0)),
        ((40.0, 20.0), (40.0, 20.0)),
        ((40.0, 20.0), (41.0, 21.0)),
    ],
)
def test_a_box_may_reach_out_of_the_picture_or_be_tiny(
    low: tuple[float, float], high: tuple[float, float]
) -> None:
    picture = canvas(np.full((60, 100, 3), 70, np.uint8))
    assert (covered(picture, np.array(low), np.array(high)).rgb == 70).all()
