"""What is said and played: when, how loud, in which order, and what is told of it."""

from __future__ import annotations

import shutil
import sys
import time

import numpy as np
import pytest
from tests.sound.voice_session import pitch_hz
from tests.waiting import WAIT_S

from matside.errors import UsageError
from matside.guidance.messages import Topic, TopicKind
from matside.guidance.outcome import Chime, Utterance
from matside.sound.chimes import chime_sound
from matside.sound.loudness import RATE_HZ
from matside.sound.voice import Voice
from matside.sound.wav_file import read_wav

HIPS = Topic(TopicKind.FAULT, "hips_high")


def test_a_sentence_is_heard_when_it_is_said_to_be(session):
    voice = session.open()
    utterance = session.utterance("440 0.5", topic=HIPS)
    voice.say(utterance)
    (said,) = session.wait_said(1)
    voice.close(WAIT_S)
    assert said.text == "440 0.5"
    assert said.start_s >= utterance.t_s
    assert said.end_s - said.start_s == pytest.approx(0.5, abs=0.05)
    assert pitch_hz(session.heard(said.start_s, said.end_s)) == pytest.approx(440, abs=4)
    assert not session.heard(0.0, said.start_s).any()
    assert not session.heard(said.end_s + 0.01, said.end_s + 1.0).any()


def test_a_chime_is_heard_as_it_was_made(session):
    voice = session.open(volume=1.0)
    voice.play(Chime.SET_DONE)
    voice.close(WAIT_S)
    heard, sound = read_wav(session.path), chime_sound(Chime.SET_DONE)
    first = int(np.flatnonzero(heard)[0]) - int(np.flatnonzero(np.abs(sound) > 1e-4)[0])
    near = [heard[at : at + sound.size] for at in range(first - 2, first + 3)]
    assert min(float(np.abs(one - sound).max()) for one in near) < 0.01


def test_what_is_urgent_cuts_off_and_what_waits_comes_after(session):
    voice = session.open()
    voice.say(session.utterance("300 8.0"))
    session.wait_said(1)
    voice.say(session.utterance("600 0.4", urgent=True))
    voice.say(session.utterance("900 0.3"))
    long, urgent, plain = session.wait_said(3)
    voice.close(WAIT_S)
    assert urgent.start_s < long.end_s
    assert plain.start_s >= urgent.end_s
    assert pitch_hz(session.heard(urgent.start_s + 0.05, urgent.end_s)) == pytest.approx(600, abs=5)
    assert pitch_hz(session.heard(plain.start_s, plain.end_s)) == pytest.approx(900, abs=5)


def test_what_is_stale_is_not_said(session):
    voice = session.open()
    voice.say(session.utterance("300 0.3", expires_s=-1.0))
    voice.say(session.utterance("600 0.3"))
    (said,) = session.wait_said(1)
    assert said.text == "600 0.3"


def test_while_a_sentence_is_rendered_chimes_are_heard_and_nobody_waits(session):
    voice = session.open(engine="Slow")
    voice.say(session.utterance("440 0.2"))
    time.sleep(0.2)
    voice.play(Chime.COUNT)
    (said,) = session.wait_said(1)
    voice.close(WAIT_S)
    assert session.heard(0.0, said.start_s).any()


def test_muting_silences_at_once_and_lasts_until_taken_back(session):
    voice = session.open()
    assert not voice.muted
    voice.say(session.utterance("300 9.0"))
    (long,) = session.wait_said(1)
    voice.muted = True
    assert voice.muted
    voice.say(session.utterance("600 0.3"))
    voice.play(Chime.GO)
    muted_s = session.now_s()
    time.sleep(0.5)
    voice.muted = False
    voice.say(session.utterance("900 0.3"))
    _, last = session.wait_said(2)
    voice.close(WAIT_S)
    assert last.text == "900 0.3"
    # Silence comes before it would have ended, and holds until the next sentence.
    before = session.heard(long.start_s, last.start_s)
    silent_s = (before.size - np.flatnonzero(before)[-1]) / RATE_HZ
    assert silent_s > 0.2
    assert muted_s < long.end_s


def test_without_speech_chimes_go_on(session):
    voice = session.open(speak=False)
    voice.say(session.utterance("440 0.5"))
    voice.prepare(["440 0.5"])
    voice.play(Chime.GO)
    voice.close(WAIT_S)
    assert voice.advice == ""
    assert session.collect() == []
    assert session.heard(0.0, 60.0).any()


def test_without_an_engine_that_is_said_and_chimes_go_on(session):
    voice = session.open(engine="absent")
    assert voice.advice == "No speech engine was found: install one. Sounds go on."
    voice.say(session.utterance("440 0.5"))
    voice.play(Chime.GO)
    voice.close(WAIT_S)
    assert session.collect() == []
    assert session.heard(0.0, 60.0).any()


def test_volume_nought_is_silent_and_needs_no_process():
    with Voice(origin_s=time.monotonic(), volume=0.0) as voice:
        assert voice.wait_ready(0.0)
        voice.say(Utterance(t_s=0.0, text="up", expires_s=9.0))
        voice.play(Chime.GO)
        voice.muted = True
        assert voice._process is None
        assert voice.advice == ""


@pytest.mark.parametrize("volume", [-0.1, 1.1, float("nan")])
def test_a_volume_out_of_range_is_refused(volume):
    with pytest.raises(UsageError, match="between 0 and 1"):
        Voice(origin_s=0.0, volume=volume)


def test_half_the_volume_is_a_quarter_of_the_amplitude(session):
    voice = session.open(volume=0.5)
    voice.play(Chime.GO)
    voice.close(WAIT_S)
    peak = float(np.abs(chime_sound(Chime.GO)).max())
    assert np.abs(read_wav(session.path)).max() == pytest.approx(peak / 4, rel=0.02)


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    with Voice(origin_s=time.monotonic(), sink=tmp_path / "nowhere" / "heard.wav") as voice:
        assert voice.wait_ready(WAIT_S)
        assert "heard.wav cannot be written" in voice.advice
        assert "Practice goes on without sound" in voice.advice
        voice.play(Chime.GO)


def test_an_engine_that_fails_later_is_told(session):
    voice = session.open(engine="Hoarse")
    assert voice.advice == ""
    voice.prepare(f"{440 + number} 0.1" for number in range(4))
    session.wait(lambda: voice.advice)
    assert voice.advice == "The speech engine does not answer; sounds go on."


def test_the_systems_engine_is_heard(session):
    if sys.platform.startswith("linux") and not shutil.which("espeak-ng"):
        pytest.skip("no speech engine here: espeak-ng is not installed")
    voice = session.open(engine="")
    if voice.advice:
        pytest.skip(voice.advice)
    voice.say(session.utterance("Sink back into child's pose for 10 seconds; don't \"$(lift)\"."))
    (said,) = session.wait_said(1)
    voice.close(WAIT_S)
    assert 1.5 < said.end_s - said.start_s < 8.0
    heard = session.heard(said.start_s, said.end_s)
    assert np.abs(heard[: RATE_HZ // 5]).max() > 0.02  # at once
    assert 0.05 < np.abs(heard).max() < 1.0
