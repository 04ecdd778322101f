from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matside.sound.loudness import RATE_HZ
from matside.sound.mixer import DUCKED, MOST_CHIMES, Mixer


def level(value: float, count: int):
    return np.full(count, value, dtype=np.float32)


def ignore(_at_s: float) -> None:
    pass


def test_with_nothing_to_play_it_is_silent():
    mixer = Mixer()
    assert mixer.silent
    assert not mixer.pull(100, 0.0).any()


def test_a_sound_is_heard_once_across_pulls():
    mixer = Mixer()
    mixer.add_chime(np.arange(10, dtype=np.float32) / np.float32(100))
    pulled = np.concatenate([mixer.pull(4, 0.0), mixer.pull(4, 0.1), mixer.pull(4, 0.2)])
    assert pulled[:10] == pytest.approx(np.arange(10) / 100)
    assert not pulled[10:].any()
    assert mixer.silent


def test_two_chimes_are_heard_together():
    mixer = Mixer()
    mixer.add_chime(level(0.2, 10))
    mixer.add_chime(level(0.3, 5))
    assert mixer.pull(10, 0.0) == pytest.approx([0.5] * 5 + [0.2] * 5)


def test_a_chime_beside_speech_is_softer():
    mixer = Mixer()
    mixer.begin_speech(level(0.4, 10), ignore)
    mixer.add_chime(level(0.2, 10))
    assert mixer.pull(10, 0.0) == pytest.approx([0.4 + 0.2 * DUCKED] * 10)


def test_the_oldest_of_many_chimes_makes_room():
    mixer = Mixer()
    for _ in range(MOST_CHIMES + 3):
        mixer.add_chime(level(0.1, 10))
    assert mixer.pull(1, 0.0) == pytest.approx([0.1 * MOST_CHIMES])


def test_speech_tells_the_moment_of_its_first_sample_once():
    began: list[Any]
    mixer, began = Mixer(), []
    mixer.begin_speech(level(0.4, 10), began.append)
    assert began == []
    mixer.pull(5, 1.5)
    mixer.pull(5, 2.5)
    assert began == [1.5]


def test_speech_that_is_cut_off_before_it_is_heard_has_not_begun():
    began: list[Any]
    mixer, began = Mixer(), []
    mixer.begin_speech(level(0.4, 10), began.append)
    mixer.hush()
    mixer.pull(5, 1.5)
    assert began == []


def test_it_is_speaking_until_the_last_sample():
    mixer = Mixer()
    mixer.begin_speech(level(0.4, 10), ignore)
    mixer.pull(9, 0.0)
    assert mixer.speaking
    mixer.pull(1, 0.0)
    assert not mixer.speaking


def test_speech_that_is_cut_off_fades_without_a_click():
    mixer = Mixer()
    mixer.begin_speech(level(0.5, RATE_HZ), ignore)
    before = mixer.pull(1000, 0.0)
    mixer.begin_speech(level(0.0, 10), ignore)
    after = mixer.pull(1000, 0.1)
    heard = np.concatenate([before, after])
    assert np.abs(np.diff(heard[1:])).max() < 0.01
    assert not after[RATE_HZ // 40 :].any()


def test_hushing_fades_everything_soon():
    mixer = Mixer()
    mixer.begin_speech(level(0.3, RATE_HZ), ignore)
    mixer.add_chime(level(0.3, RATE_HZ))
    mixer.pull(100, 0.0)
    mixer.hush()
    assert not mixer.speaking
    tail = mixer.pull(RATE_HZ // 10, 0.0)
    assert np.abs(np.diff(tail)).max() < 0.01
    assert mixer.silent


def test_volume_nought_is_silence():
    mixer = Mixer(0.0)
    mixer.add_chime(level(0.9, 10))
    assert not mixer.pull(10, 0.0).any()


def test_what_is_not_too_loud_is_left_as_it_is():
    mixer = Mixer(0.5)
    mixer.add_chime(level(0.8, 4))
    assert mixer.pull(4, 0.0) == pytest.approx([0.4] * 4)


@given(st.lists(st.floats(-1, 1), min_size=1, max_size=6), st.floats(-1, 1))
def test_however_much_is_heard_at_once_it_stays_within_bounds(chimes, speech):
    mixer = Mixer()
    for value in chimes:
        mixer.add_chime(level(value, 3))
    mixer.begin_speech(level(speech, 3), ignore)
    assert np.abs(mixer.pull(3, 0.0)).max() <= 1.0


@given(st.lists(st.integers(1, 40), min_size=1, max_size=20))
def test_the_size_of_the_pulls_makes_no_difference(sizes):
    sound = np.sin(np.arange(sum(sizes))).astype(np.float32) * 0.5
    whole, parts = Mixer(), Mixer()
    for mixer in (whole, parts):
        mixer.add_chime(sound)
    pieces = [parts.pull(size, 0.0) for size in sizes]
    assert np.array_equal(np.concatenate(pieces), whole.pull(sum(sizes), 0.0))
