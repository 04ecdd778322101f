"""The real command in a real window, with real keys."""

from __future__ import annotations

import shutil
import subprocess
import time

import numpy as np
import pytest
from tests.clips import length_s
from tests.virtual_screen import VirtualScreen
from tests.waiting import wait_for

from matside.overlay.palette import ORANGE, RED
from matside.record.history.sessions import History
from matside.record.history.stored import State
from matside.record.trace_reader import read_trace

ONE_WRITE = 20_000
"""A second of the trace, which may just have been about to be written, is no longer."""
DIM = 0.7
"""What is behind a card is darker than this share of itself."""


@pytest.fixture
def session(practise, screen, long_clip):
    """A session whose window is there, has the keys and shows what is judged."""
    practice = practise("knees-to-chest", "--camera", long_clip, "--window", display=screen.name)
    window = screen.window()
    practice.judged()
    screen.hands("windowfocus", window)  # a window that is not quite there yet takes no keys
    return practice


def marked(screen, colour) -> bool:
    """Whether a mark at the left, below the title or above the captions, has this colour."""
    corner = screen.picture()[:, :400].astype(int)
    return int((abs(corner - colour).max(axis=2) < 25).sum()) > 20


def test_keys_do_what_they_say_and_q_ends_it_with_everything_in_its_place(session, screen):
    bright = screen.light()
    screen.press("h")
    wait_for(lambda: screen.light() < DIM * bright, "the keys to be explained")
    screen.press("h")
    wait_for(lambda: screen.light() > DIM * bright, "the picture to be clear again")

    wait_for(lambda: marked(screen, ORANGE), "the mark that there is no sound device")
    assert not marked(screen, RED)
    screen.press("r")
    wait_for(lambda: marked(screen, RED), "the mark of the recording")
    recording = session.folder / "recording.mp4"
    wait_for(lambda: recording.exists() and recording.stat().st_size > 20_000, "a recording")
    screen.press("r")
    wait_for(lambda: not marked(screen, RED), "the mark to go")
    size = recording.stat().st_size

    screen.press("space")
    wait_for(lambda: screen.light() < DIM * bright, "the pause")
    trace = session.folder / "trace.jsonl.gz"
    paused = trace.stat().st_size
    before = screen.picture()
    wait_for(lambda: not np.array_equal(screen.picture(), before), "the mirror to go on")
    time.sleep(1.5)  # long enough to be found in the trace
    assert trace.stat().st_size <= paused + ONE_WRITE
    screen.press("space")
    wait_for(lambda: screen.light() > DIM * bright, "the picture to be clear again")
    wait_for(lambda: trace.stat().st_size > paused + 2 * ONE_WRITE, "frames to be judged again")

    screen.press("q")
    assert session.ended() == 0, session.complained
    assert session.complained == ""
    assert "Knees to chest" in session.printed
    assert f"Results: {session.folder}" in session.printed
    assert f"Report: {session.folder / 'report.html'}" in session.printed
    names = {path.name for path in session.folder.iterdir()}
    assert names == {
        "measures.csv", "recording.mp4", "report.html", "summary.json", "trace.jsonl.gz",
    }  # fmt: skip
    assert recording.stat().st_size >= size
    times = [pose.t_s for pose in read_trace(trace)[1]]
    assert max(np.diff(times)) > 1.5
    assert 0.5 < length_s(recording) < times[-1] - times[0] - 1.0
    with History.open(session.data / "history.sqlite3") as history:
        (stored,) = history.sessions()
    assert stored.state is State.FINISHED
    assert stored.start.folder == session.folder


def test_its_cross_ends_the_session_with_the_summary(session, screen):
    screen.press_cross(screen.window())
    assert session.ended() == 0, session.complained
    assert "Results:" in session.printed
    assert (session.folder / "summary.json").exists()
    assert not list(session.folder.glob("*.part"))


def test_it_fills_the_screen_and_no_longer(practise, screen, long_clip):
    if shutil.which("openbox") is None:
        pytest.skip("openbox is not installed: without a window manager nothing fills the screen")
    with subprocess.Popen(
        ["openbox", "--sm-disable", "--config-file", "/dev/null"],
        env={"DISPLAY": screen.name, "PATH": "/usr/bin:/bin", "HOME": "/nonexistent"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    ) as manager:
        try:
            wait_for(screen.is_managed, "the window manager")  # Qt asks it for the full screen
            practice = practise("--camera", long_clip, display=screen.name)
            window = screen.window()
            practice.judged()  # until the model is loaded no key is heard

            def fills() -> bool:
                told = screen.hands("getwindowgeometry", screen.window())
                return "Geometry: 1280x720" in told and "Position: 0,0" in told

            wait_for(lambda: not fills(), "a window with a frame")
            screen.hands("windowactivate", "--sync", window)
            screen.press("f")
            wait_for(fills, "the full screen")
            screen.press("f")
            wait_for(lambda: not fills(), "the window")
            screen.press("Escape")
            assert practice.ended() == 0, practice.complained
        finally:
            manager.terminate()


def test_without_a_display_it_says_so_in_a_sentence(practise, long_clip):
    practice = practise("--camera", long_clip)
    assert practice.ended() == 1
    (line,) = practice.complained.splitlines()
    assert "--no-window" in line
    assert not practice.data.exists()


def test_a_screen_that_is_lost_ends_the_session_and_all_is_saved(practise, long_clip, tmp_path):
    with VirtualScreen.running(tmp_path) as screen:
        session = practise("knees-to-chest", "--camera", long_clip, "--window", display=screen.name)
        screen.window()
        session.judged()
    assert session.ended() == 1
    assert "The screen was lost" in session.printed
    assert "Knees to chest" in session.printed
    names = {path.name for path in session.folder.iterdir()}
    assert names == {"measures.csv", "report.html", "summary.json", "trace.jsonl.gz"}
    with History.open(session.data / "history.sqlite3") as history:
        (kept,) = history.sessions()
    assert kept.state is State.FINISHED
