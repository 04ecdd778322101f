"""Black pictures and repetitions."""

from __future__ import annotations

import numpy as np
from tests.capture.live_rig import noise

from matside.capture.light import BLACK_S, PictureWatch

BLACK = np.zeros((48, 64, 3), np.uint8)


def test_pictures_with_noise_are_all_new() -> None:
    watch = PictureWatch(repeats=True)
    assert all(watch.see(number / 30, noise(number)) for number in range(20))
    assert not watch.black


def test_an_equal_picture_is_none_even_in_other_memory() -> None:
    watch = PictureWatch(repeats=True)
    assert watch.see(0.0, noise(1))
    assert not watch.see(0.1, noise(1))
    assert watch.see(0.2, noise(2))
    assert watch.see(0.3, noise(1))


def test_one_pixel_that_differs_makes_a_new_picture() -> None:
    watch = PictureWatch(repeats=True)
    changed = noise(1)
    changed[7, 9, 1] ^= 1
    assert watch.see(0.0, noise(1))
    assert watch.see(0.1, changed)


def test_another_size_makes_a_new_picture() -> None:
    watch = PictureWatch(repeats=True)
    assert watch.see(0.0, noise(1))
    assert watch.see(0.1, noise(1, (48, 64)))


def test_a_stream_may_repeat_a_still_picture() -> None:
    watch = PictureWatch(repeats=False)
    assert watch.see(0.0, noise(1))
    assert watch.see(0.1, noise(1))


def test_black_counts_after_its_time_and_ends_at_once() -> None:
    watch = PictureWatch(repeats=True)
    watch.see(5.0, BLACK)
    watch.see(5.0 + BLACK_S - 0.01, BLACK)
    assert not watch.black
    watch.see(5.0 + BLACK_S, BLACK)
    assert watch.black
    watch.see(5.1 + BLACK_S, noise(1))
    assert not watch.black


def test_a_flash_starts_the_time_of_black_again() -> None:
    watch = PictureWatch(repeats=True)
    for t_s, picture in ((0.0, BLACK), (0.9, noise(1)), (1.0, BLACK), (1.9, BLACK)):
        watch.see(t_s, picture)
    assert not watch.black
