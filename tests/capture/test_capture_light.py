"""Brightness: known answers, and what counts as black."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matside.capture.light import is_black, mean_luma


def plain(blue: int, green: int, red: int, size: tuple[int, int] = (720, 1280)):
    return np.full((*size, 3), (blue, green, red), np.uint8)


@pytest.mark.parametrize(
    ("colour", "luma"),
    [((0, 0, 0), 0.0), ((255, 255, 255), 255.0), ((100, 0, 0), 11.4), ((0, 100, 0), 58.7),
     ((0, 0, 100), 29.9)],
)  # fmt: skip
def test_weighs_the_colours_as_the_eye_does(colour, luma) -> None:
    assert mean_luma(plain(*colour)) == pytest.approx(luma)


def test_half_a_bright_picture_is_half_as_bright() -> None:
    image = plain(0, 0, 0)
    image[:, 640:] = 200
    assert mean_luma(image) == pytest.approx(100.0)


@given(
    level=st.integers(0, 255),
    height=st.integers(1, 100),
    width=st.integers(1, 100),
)
def test_any_size_of_picture_has_its_level(level, height, width) -> None:
    assert mean_luma(plain(level, level, level, (height, width))) == pytest.approx(level)


def test_turning_a_picture_upside_down_hardly_changes_its_brightness() -> None:
    ramp = np.linspace(0, 255, 720).astype(np.uint8)
    image = np.broadcast_to(ramp[:, None, None], (720, 1280, 3))
    assert mean_luma(image) == pytest.approx(127.5, abs=1.0)
    assert mean_luma(image[::-1]) == pytest.approx(mean_luma(image), abs=1.0)


def test_a_covered_lens_with_the_noise_of_its_sensor_is_black() -> None:
    random = np.random.default_rng(1)
    covered = np.clip(random.normal(6.0, 4.0, (720, 1280, 3)), 0, 255).astype(np.uint8)
    assert is_black(covered)


def test_a_dark_room_with_a_lamp_is_not_black() -> None:
    image = plain(8, 8, 8)
    image[100:220, 100:260] = 180
    assert mean_luma(image) < 16
    assert not is_black(image)


def test_an_even_grey_wall_is_not_black() -> None:
    assert not is_black(plain(30, 30, 30))
