from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.typed import there

from matside.errors import UsageError
from matside.guidance.messages import Topic, TopicKind
from matside.guidance.outcome import Chime, Utterance
from matside.sound.chimes import chime_sound
from matside.sound.loudness import RATE_HZ
from matside.sound.voice import Voice
from matside.sound.wav_file import read_wav

PATIENCE_S = 20.0
"""How long a test waits for what has to happen; nothing takes that long."""

HIPS = Topic(TopicKind.FAULT, "hips_high")


class Session:
    """A voice whose sound goes to a file, and its clock."""

    def __init__(self, folder: Path):
        self.path = folder / "heard.wav"
        self._voice: Voice | None = None
        self._said: list[Any] = []

    def open(self, *, engine: str = "Tones", **fields) -> Voice:
        self.origin_s = time.monotonic()
        maker = f"speech_engines:{engine}" if engine else ""
        self._voice = Voice(origin_s=self.origin_s, sink=self.path, engine=maker, **fields)
        assert self._voice.wait_ready(PATIENCE_S)
        return self._voice

    def now_s(self) -> float:
        return time.monotonic() - self.origin_s

    def utterance(self, text: str, **fields) -> Utterance:
        now_s = self.now_s()
        return Utterance(**{"t_s": now_s, "text": text, "expires_s": now_s + 60.0, **fields})

    def wait_said(self, count: int):
        """What was said so far, once it is this much."""
        self.wait(lambda: len(self.collect()) >= count)
        return self._said

    def collect(self):
        self._said += there(self._voice).said()
        return self._said

    def wait(self, condition) -> None:
        until = time.monotonic() + PATIENCE_S
        while not condition():
            assert time.monotonic() < until, "waited in vain"
            time.sleep(0.01)

    def heard(self, start_s: float, end_s: float):
        return read_wav(self.path)[round(start_s * RATE_HZ) : round(end_s * RATE_HZ)]

    def close(self):
        if self._voice is not None:
            self._voice.close()


@pytest.fixture
def session(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(Path(__file__).parent), *sys.path)))
    session = Session(tmp_path)
    yield session
    session.close()


def pid(voice: Voice) -> int:
    return there(voice._process).pid


def has_ended(process_id: int) -> bool:
    """Whether no process, not even a zombie, has this number."""
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return True
    return False


def pitch_hz(sound) -> float:
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(sound.size)))
    return float(np.argmax(spectrum)) * RATE_HZ / sound.size


def test_a_sentence_is_heard_when_it_is_said_to_be(session):
    voice = session.open()
    utterance = session.utterance("440 0.5", topic=HIPS)
    voice.say(utterance)
    (said,) = session.wait_said(1)
    voice.close(PATIENCE_S)
    assert (said.text, said.topic) == ("440 0.5", HIPS)
    assert said.start_s >= utterance.t_s
    assert said.end_s - said.start_s == pytest.approx(0.5, abs=0.05)
    assert pitch_hz(session.heard(said.start_s, said.end_s)) == pytest.approx(440, abs=4)
    assert not session.heard(0.0, said.start_s).any()
    assert not session.heard(said.end_s + 0.01, said.end_s + 1.0).any()


def test_a_chime_is_heard_as_it_was_made(session):
    voice = session.open(volume=1.0)
    voice.play(Chime.SET_DONE)
    voice.close(PATIENCE_S)
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
    voice.close(PATIENCE_S)
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
    voice.close(PATIENCE_S)
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
    voice.close(PATIENCE_S)
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
    voice.close(PATIENCE_S)
    assert voice.advice == ""
    assert session.collect() == []
    assert session.heard(0.0, 60.0).any()


def test_without_an_engine_that_is_said_and_chimes_go_on(session):
    voice = session.open(engine="absent")
    assert voice.advice == "No speech engine was found: install one. Sounds go on."
    voice.say(session.utterance("440 0.5"))
    voice.play(Chime.GO)
    voice.close(PATIENCE_S)
    assert session.collect() == []
    assert session.heard(0.0, 60.0).any()


def test_volume_nought_is_silent_and_needs_no_process():
    with Voice(origin_s=time.monotonic(), volume=0.0) as voice:
        assert voice.wait_ready(0.0)
        voice.say(Utterance(t_s=0.0, text="up", expires_s=9.0))
        voice.play(Chime.GO)
        voice.muted = True
        assert voice._process is None
        assert voice.said() == ()
        assert voice.advice == ""


@pytest.mark.parametrize("volume", [-0.1, 1.1, float("nan")])
def test_a_volume_out_of_range_is_refused(volume):
    with pytest.raises(UsageError, match="between 0 and 1"):
        Voice(origin_s=0.0, volume=volume)


def test_half_the_volume_is_a_quarter_of_the_amplitude(session):
    voice = session.open(volume=0.5)
    voice.play(Chime.GO)
    voice.close(PATIENCE_S)
    peak = float(np.abs(chime_sound(Chime.GO)).max())
    assert np.abs(read_wav(session.path)).max() == pytest.approx(peak / 4, rel=0.02)


def test_a_file_that_cannot_be_written_is_said(tmp_path):
    with Voice(origin_s=time.monotonic(), sink=tmp_path / "nowhere" / "heard.wav") as voice:
        assert voice.wait_ready(PATIENCE_S)
        assert "heard.wav cannot be written" in voice.advice
        assert "Practice goes on without sound" in voice.advice
        voice.play(Chime.GO)


def test_closing_leaves_nothing_behind(session):
    voice = session.open()
    process_id = pid(voice)
    voice.say(session.utterance("440 30"))
    session.wait_said(1)
    voice.close()
    voice.close()
    assert not voice._thread.is_alive()
    assert has_ended(process_id)
    assert session.now_s() < 25.0  # it did not wait for the sentence
    voice.say(session.utterance("440 1"))
    voice.play(Chime.GO)


def test_a_process_that_dies_is_started_again_once(session):
    voice = session.open(engine="Dying")
    voice.say(session.utterance("440 0.3"))
    (before,) = session.wait_said(1)
    session.wait(lambda: session.now_s() > before.end_s + 0.1)
    first = pid(voice)
    voice.say(session.utterance("die"))
    session.wait(lambda: pid(voice) != first)
    voice.say(session.utterance("880 0.3"))
    _, after = session.wait_said(2)
    session.wait(lambda: session.now_s() > after.end_s + 0.1)
    assert voice.advice == ""
    second = pid(voice)
    voice.say(session.utterance("die"))
    session.wait(lambda: voice.advice)
    assert voice.advice == "The sound process died twice; practice goes on without sound."
    assert pid(voice) == second
    voice.say(session.utterance("440 0.3"))
    voice.close()
    assert has_ended(first)
    assert has_ended(second)
    # The file holds what was heard of both, each at its time.
    assert pitch_hz(session.heard(before.start_s, before.end_s)) == pytest.approx(440, abs=5)
    assert pitch_hz(session.heard(after.start_s, after.end_s)) == pytest.approx(880, abs=5)


def test_a_process_that_cannot_live_is_not_started_for_ever(session, tmp_path, monkeypatch):
    starts = tmp_path / "starts"
    starts.write_text("")
    monkeypatch.setenv("MATSIDE_TEST_STARTS", str(starts))
    voice = session.open(engine="dying_at_start")
    assert "died twice" in voice.advice
    assert starts.read_text() == "xx"


@pytest.mark.skipif(os.name != "posix", reason="stops the process with a POSIX signal")
def test_closing_does_not_wait_for_a_process_that_hangs(session):
    voice = session.open()
    process_id = pid(voice)
    os.kill(process_id, signal.SIGSTOP)
    for number in range(2000):  # more than a pipe holds
        voice.say(session.utterance(f"440 {number} {'x' * 500}"))
    began = time.monotonic()
    voice.close()
    assert time.monotonic() - began < 10.0
    assert not voice._thread.is_alive()
    assert has_ended(process_id)


def test_an_engine_that_fails_later_is_told(session):
    voice = session.open(engine="Hoarse")
    assert voice.advice == ""
    voice.prepare(f"{440 + number} 0.1" for number in range(4))
    session.wait(lambda: voice.advice)
    assert voice.advice == "The speech engine does not answer; sounds go on."


@pytest.mark.skipif(os.name != "posix", reason="a group of processes is POSIX's")
def test_an_engine_that_hangs_ends_with_the_voice(session, tmp_path, monkeypatch):
    hung = tmp_path / "hung"
    monkeypatch.setenv("MATSIDE_TEST_HUNG", str(hung))
    voice = session.open(engine="Hanging")
    voice.say(session.utterance("440 1"))
    session.wait(lambda: hung.exists() and hung.read_text())
    engine = int(hung.read_text())
    assert not is_gone(engine)
    voice.close()
    session.wait(lambda: is_gone(engine))


@pytest.mark.skipif(os.name != "posix", reason="ends a process with a POSIX signal")
def test_when_the_session_is_killed_the_sound_ends_too(tmp_path, monkeypatch):
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join((str(Path(__file__).parent), *sys.path)))
    script = textwrap.dedent(
        f"""
        import time
        from pathlib import Path
        from matside.sound.voice import Voice
        voice = Voice(origin_s=time.monotonic(), sink=Path({str(tmp_path / "heard.wav")!r}),
                      engine="speech_engines:Tones")
        assert voice.wait_ready(20)
        print(voice._process.pid, flush=True)
        time.sleep(60)
        """
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    with parent:
        child = int(there(parent.stdout).readline())
        assert not is_gone(child)
        parent.send_signal(signal.SIGKILL)
        parent.wait()
    until = time.monotonic() + PATIENCE_S
    while not is_gone(child):
        assert time.monotonic() < until, "the sound process outlived its session"
        time.sleep(0.02)


def is_gone(process_id: int) -> bool:
    """Whether it has ended; what init has not yet collected has."""
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process_id)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return not state or state.startswith("Z")


@pytest.mark.skipif(os.name != "posix", reason="sends a POSIX signal")
def test_ctrl_c_is_the_sessions_to_answer(session):
    voice = session.open()
    os.kill(pid(voice), signal.SIGINT)
    assert os.getpgid(pid(voice)) != os.getpgid(0)  # a terminal's Ctrl-C does not reach it
    voice.say(session.utterance("440 0.2"))
    assert len(session.wait_said(1)) == 1


def test_the_sound_process_imports_no_camera_and_no_model():
    code = "import sys, matside.sound.speech_process as p; print(*sys.modules)"
    modules = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.split()
    assert "matside.sound.talker" in modules
    assert not {"cv2", "av", "mediapipe", "pydantic", "sqlite3"} & set(modules)


def test_the_systems_engine_is_heard(session):
    if sys.platform.startswith("linux") and not shutil.which("espeak-ng"):
        pytest.skip("no speech engine here: espeak-ng is not installed")
    voice = session.open(engine="")
    if voice.advice:
        pytest.skip(voice.advice)
    voice.say(session.utterance("Sink back into child's pose for 10 seconds; don't \"$(lift)\"."))
    (said,) = session.wait_said(1)
    voice.close(PATIENCE_S)
    assert 1.5 < said.end_s - said.start_s < 8.0
    heard = session.heard(said.start_s, said.end_s)
    assert np.abs(heard[: RATE_HZ // 5]).max() > 0.02  # at once
    assert 0.05 < np.abs(heard).max() < 1.0
