"""The process of the sound: it ends with its session, and is started once more when it dies."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest
from tests.sound.voice_session import has_ended, is_gone, pid, pitch_hz
from tests.typed import there
from tests.waiting import WAIT_S, wait_for

from matside.guidance.outcome import Chime


def test_closing_leaves_nothing_behind(session):
    voice = session.open()
    process_id = pid(voice)
    voice.say(session.utterance("440 60"))
    session.wait_said(1)
    voice.close()
    voice.close()
    assert not voice._thread.is_alive()
    assert has_ended(process_id)
    assert session.now_s() < 55.0, "it did not wait for the sentence"
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
    assert time.monotonic() - began < WAIT_S
    assert not voice._thread.is_alive()
    assert has_ended(process_id)


@pytest.mark.skipif(os.name != "posix", reason="a group of processes is POSIX's")
@pytest.mark.parametrize(
    "end",
    [lambda voice: voice.close(), lambda voice: os.kill(pid(voice), signal.SIGKILL)],
    ids=["the voice is closed", "its process is killed"],
)
def test_an_engine_that_hangs_ends_when(end, session, tmp_path, monkeypatch):
    hung = tmp_path / "hung"
    monkeypatch.setenv("MATSIDE_TEST_HUNG", str(hung))
    voice = session.open(engine="Hanging")
    voice.say(session.utterance("440 1"))
    session.wait(lambda: hung.exists() and hung.read_text())
    engine = int(hung.read_text())
    assert not is_gone(engine)
    end(voice)
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
        assert voice.wait_ready({WAIT_S})
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
    wait_for(lambda: is_gone(child), "the end of the sound process")


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
