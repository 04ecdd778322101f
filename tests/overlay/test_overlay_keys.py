from __future__ import annotations

import pytest

from matside.overlay.keys import Key, Presses, key_of
from matside.overlay.texts import KEY_WORDS


@pytest.mark.parametrize(
    ("code", "key"),
    [
        (32, Key.PAUSE),
        (ord("n"), Key.NEXT),
        (ord("N"), Key.NEXT),
        (ord("m"), Key.MUTE),
        (ord("r"), Key.RECORD),
        (ord("f"), Key.FULL_SCREEN),
        (ord("h"), Key.HELP),
        (ord("q"), Key.QUIT),
        (27, Key.QUIT),
        (0x100000 | ord("q"), Key.QUIT),  # GTK with Num Lock
        (0x130000 | ord("N"), Key.NEXT),
    ],
)
def test_a_key_asks_for_what_stands_on_it(code, key):
    assert key_of(code) is key


@pytest.mark.parametrize(
    "code",
    [
        -1,
        0,
        ord("x"),
        13,
        65361,  # left arrow with Qt and GTK: its last byte is a Q
        0xFFBE,  # F1
        2555904,  # right arrow on Windows
        63234,  # left arrow on macOS
        0x6CA,  # a Cyrillic letter
    ],
)
def test_other_keys_ask_for_nothing(code):
    assert key_of(code) is None


def test_every_key_is_explained():
    numbers = {key for key in Key if key.pain is not None}
    assert {key.pain for key in numbers} == set(range(10))
    assert set(KEY_WORDS) == (set(Key) - numbers) | {Key.PAIN_0}
    for key, (cap, words) in KEY_WORDS.items():
        assert key_of(ord(" " if str(cap) == "space" else str(cap)[0])) is key
        assert str(words)


def test_the_quick_repeats_of_a_held_key_are_no_presses():
    presses = Presses()
    assert presses.take(Key.PAUSE, 0.0)
    held = [presses.take(Key.PAUSE, 0.66 + 0.04 * repeat) for repeat in range(50)]
    assert held == [True] + [False] * 49


def test_another_key_and_a_second_press_count_at_once():
    presses = Presses()
    assert [presses.take(key, 1.0) for key in (Key.MUTE, Key.HELP, Key.MUTE)] == [True] * 3
    assert not presses.take(Key.MUTE, 1.2)
    assert presses.take(Key.MUTE, 1.5)
