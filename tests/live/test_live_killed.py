"""A session whose process is killed: nobody had a chance to put anything in order."""

from __future__ import annotations

import signal
import time
from pathlib import Path

import pytest
from tests.clips import length_s
from tests.live.live_process import is_there
from tests.typed import there
from tests.waiting import wait_for

from matside.record.files import TRACE
from matside.record.history.sessions import History
from matside.record.history.stored import State
from matside.record.trace_reader import read_trace

pytestmark = pytest.mark.skipif(not Path("/proc/self/task").is_dir(), reason="needs /proc")

SESSION = """
import sys
from pathlib import Path
from matside.app.practice_setting import Devices, PracticeOptions
from matside.app.practise import run_practise
from matside.pose.landmarker import PoseEstimator
from matside.sound.voice import Voice


class Telling(PoseEstimator):
    def look(self, frame, picture=None):
        print("frame", frame.t_s, flush=True)
        return super().look(frame, picture)


camera, sink = sys.argv[1:]
devices = Devices(
    estimator=lambda model, debug: Telling(model, debug=debug),
    voice=lambda origin_s, speak, volume: Voice(origin_s=origin_s, sink=Path(sink)),
)
wanted = ("knees-to-chest", "cat-cow")
options = PracticeOptions(exercises=wanted, camera=camera, window=False, record=True)
run_practise(options, devices=devices)
"""
ROUNDED_S = 1e-4
"""Files keep times to so much."""
TRACE_S = 1.5
"""The trace lacks no more of its end: it is written each second, and frames take their time."""
RECORDING_S = 2.0
"""The recording lacks no more: pieces of a second, and frames that wait for the encoder."""


def test_what_was_seen_until_a_second_before_is_there_and_can_be_judged(
    practise, matside, long_clip, tmp_path
):
    practice = practise(long_clip, tmp_path / "heard.wav", script=SESSION)
    folder = practice.judged()
    begun_s = told_s(practice)
    lacking_s: list[float] = []
    while not practice.over and told_s(practice) < begun_s + 4.0:
        last_s = told_s(practice)
        lacking_s.append(last_s - [pose.t_s for pose in read_trace(folder / TRACE)[1]][-1])
        time.sleep(0.05)
    assert max(lacking_s) <= TRACE_S
    children = practice.children()
    assert children, "the voice is a process of its own"
    practice.send(signal.SIGKILL)
    assert practice.ended() == -signal.SIGKILL
    wait_for(lambda: not any(map(is_there, children)), "the end of the voice")
    last_s = told_s(practice)

    times = [pose.t_s for pose in read_trace(folder / "trace.jsonl.gz")[1]]
    assert last_s - TRACE_S <= times[-1] <= last_s + ROUNDED_S
    assert times[0] + length_s(folder / "recording.mp4") >= last_s - RECORDING_S

    with History.open(practice.data / "history.sqlite3", clock=in_an_hour) as history:
        (stored,) = history.sessions()
        checkpoint = history.summary(1)
    assert stored.state is State.INTERRUPTED
    assert stored.start.folder == folder
    assert last_s - 2.0 - TRACE_S <= there(checkpoint).end_s <= last_s + ROUNDED_S

    judged = matside("analyse", folder / "trace.jsonl.gz", "-o", tmp_path / "out")
    assert judged.returncode == 0, judged.stderr
    assert "Results:" in judged.stdout
    reported = matside("report", folder / "trace.jsonl.gz")
    assert reported.returncode == 0, reported.stderr
    assert (folder / "report.html").exists()


def in_an_hour() -> float:
    """Seconds since 1970, when nobody can take the session for one that is under way."""
    return time.time() + 3600.0


def told_s(practice) -> float:
    """The time of the last frame that was looked at."""
    told = [line for line in practice.printed.splitlines() if line.startswith("frame ")]
    return float(told[-1].split()[1]) if told else 0.0
