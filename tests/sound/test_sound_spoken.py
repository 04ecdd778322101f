from __future__ import annotations

import numpy as np
import pytest
from tests.sound.speech_engines import Failing, Tones

from matside.errors import SystemLibraryError
from matside.sound.loudness import RATE_HZ, loudness_db
from matside.sound.spoken import GAP_S, LEVEL_DB, SpokenSentences, heard_well, with_gap


class Counting(Tones):
    def __init__(self):
        self.asked = []

    def render(self, text):
        self.asked.append(text)
        return super().render(text)


def test_a_sentence_is_rendered_once_and_kept():
    engine = Counting()
    spoken = SpokenSentences(engine)
    spoken.render("440 0.5")
    assert "440 0.5" in spoken
    assert "880 0.5" not in spoken
    assert spoken.sound("440 0.5") is spoken.sound("440 0.5")
    assert engine.asked == ["440 0.5"]


def test_what_has_not_been_said_for_long_is_forgotten():
    spoken = SpokenSentences(Tones())
    for number in range(300):
        spoken.render(f"{200 + number} 0.01")
        spoken.sound("200 0.01")
    assert "200 0.01" in spoken
    assert "201 0.01" not in spoken
    assert "499 0.01" in spoken


def test_a_sentence_is_heard_at_once_and_at_the_level_of_all():
    t_s = np.arange(RATE_HZ) / RATE_HZ
    tone = 0.02 * np.sin(2 * np.pi * 300 * t_s).astype(np.float32)
    silence = np.zeros(RATE_HZ // 2, dtype=np.float32)
    sound = heard_well(np.concatenate([silence, tone, silence]))
    assert sound.size / RATE_HZ == pytest.approx(1.024, abs=0.002)
    assert loudness_db(sound) == pytest.approx(LEVEL_DB, abs=0.1)
    assert sound[0] == 0.0
    assert sound[-1] == 0.0


def test_silence_is_no_sentence():
    assert heard_well(np.zeros(100, dtype=np.float32)).size == 0
    assert heard_well(np.zeros(0, dtype=np.float32)).size == 0


@pytest.mark.parametrize("text", ["", " ", "...", "?!"])
def test_what_has_no_word_is_not_given_to_the_engine(text):
    engine = Counting()
    spoken = SpokenSentences(engine)
    spoken.render(text)
    assert spoken.sound(text).size == 0
    assert engine.asked == []


def test_a_gap_follows_a_sentence():
    sound = with_gap(np.ones(10, dtype=np.float32))
    assert sound.size == 10 + int(GAP_S * RATE_HZ)
    assert not sound[10:].any()


def test_a_sentence_that_failed_is_tried_again_another_time():
    spoken = SpokenSentences(Failing())
    spoken.render("up")
    assert "up" in spoken
    assert not spoken.sound("up").size
    assert "up" not in spoken


def test_an_engine_that_fails_thrice_in_a_row_is_broken():
    spoken = SpokenSentences(Failing())
    for text in ("one", "two"):
        spoken.render(text)
        assert not spoken.sound(text).size
    assert not spoken.broken
    spoken.render("three")
    assert spoken.broken


class Mute:
    """Says every sentence as silence."""

    def render(self, _text):
        return np.zeros(RATE_HZ, dtype=np.float32)


class Unanswering:
    """Hangs until its time is over."""

    def render(self, _text):
        raise SystemLibraryError("It does not answer.")


def test_an_engine_that_gives_silence_fails_as_well():
    spoken = SpokenSentences(Mute())
    for text in ("one", "...", "two", "three"):
        assert not spoken.broken
        spoken.render(text)
    assert spoken.broken


def test_an_engine_that_answers_neither_of_two_sentences_is_broken():
    spoken = SpokenSentences(Unanswering())
    spoken.render("one")
    assert not spoken.broken
    spoken.render("two")
    assert spoken.broken
