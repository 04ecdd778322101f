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
from matside.app.session_files import SessionFiles
from matside.pose.landmarker import PoseEstimator
from matside.record.video_encoding import Track
from matside.sound.voice import Voice


def tell(what, t_s):
    print(f"{what} {t_s}\\n", end="", flush=True)


class Telling(PoseEstimator):
    def look(self, frame, picture=None):
        tell("frame", frame.t_s)
        return super().look(frame, picture)


def write(files, frame, pose, result, step=None, plain=SessionFiles.write):
    plain(files, frame, pose, result, step)
    tell("kept", frame.t_s)


def add(track, image, since_first_s, plain=Track.add):
    plain(track, image, since_first_s)
    tell("encoded", since_first_s)


SessionFiles.write, Track.add = write, add
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
AHEAD = 3
"""Frames between the look at one and its keeping: one is looked at, one waits, one is judged."""
TRACE_S = 1.0
"""The trace lacks no more of what was kept: it is written each second."""
HISTORY_S = 3.5
"""The history lacks no more: a summary each second, written within the next ones."""
RECORDING_S = 0.5
"""The recording lacks no more of what was encoded but two frames, which writer and encoder hold."""


def test_what_was_seen_until_a_second_before_is_there_and_can_be_judged(
    practise, matside, long_clip, tmp_path
):
    practice = practise(long_clip, tmp_path / "heard.wav", script=SESSION)
    folder = practice.judged()
    wait_for(lambda: told(practice, "kept"), "frames that were kept")
    begun_s = told(practice, "kept")[-1]
    lacking_s: list[float] = []
    while not practice.over and (last_s := told(practice, "kept")[-1]) < begun_s + 4.0:
        lacking_s.append(last_s - [pose.t_s for pose in read_trace(folder / TRACE)[1]][-1])
        time.sleep(0.05)
    assert max(lacking_s) <= TRACE_S
    children = practice.children()
    assert children, "the voice is a process of its own"
    practice.send(signal.SIGKILL)
    assert practice.ended() == -signal.SIGKILL
    wait_for(lambda: not any(map(is_there, children)), "the end of the voice")
    seen, kept = told(practice, "frame"), told(practice, "kept")
    last_s = kept[-1]
    assert len([t_s for t_s in seen if t_s > last_s]) <= AHEAD

    times = [pose.t_s for pose in read_trace(folder / "trace.jsonl.gz")[1]]
    assert last_s - TRACE_S <= times[-1] <= seen[-1] + ROUNDED_S
    assert length_s(folder / "recording.mp4") >= told(practice, "encoded")[-3] - RECORDING_S

    with History.open(practice.data / "history.sqlite3", clock=in_an_hour) as history:
        (stored,) = history.sessions()
        checkpoint = history.summary(1)
    assert stored.state is State.INTERRUPTED
    assert stored.start.folder == folder
    assert last_s - HISTORY_S <= there(checkpoint).end_s <= seen[-1] + ROUNDED_S

    judged = matside("analyse", folder / "trace.jsonl.gz", "-o", tmp_path / "out")
    assert judged.returncode == 0, judged.stderr
    assert "Results:" in judged.stdout
    reported = matside("report", folder / "trace.jsonl.gz")
    assert reported.returncode == 0, reported.stderr
    assert (folder / "report.html").exists()


def in_an_hour() -> float:
    """Seconds since 1970, when nobody can take the session for one that is under way."""
    return time.time() + 3600.0


def told(practice, what: str) -> list[float]:
    """The times that were printed after this word."""
    lines = [line.split() for line in practice.printed.splitlines()]
    return [float(line[1]) for line in lines if len(line) == 2 and line[0] == what]
