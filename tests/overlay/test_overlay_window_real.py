"""A real window on an X server without a monitor: real keys, the picture on it, and its cross."""

from __future__ import annotations

import contextlib
import queue
import subprocess
import sys
import threading

import pytest
from tests.typed import there
from tests.virtual_screen import VirtualScreen, without_display
from tests.waiting import wait_for

TITLE = "matside test"
PAINTED_S = 10.0
"""A window that shows nothing by then will show nothing."""
LIVE = f"""
import sys
import time
import numpy as np
from matside.overlay.keys import Button, Key
from matside.overlay.window import Window

buttons = [Button(key=Key.PAIN_4, box=(500, 40, 60, 50))]
picture = np.full((360, 640, 3), (40, 120, 200), np.uint8)
with Window("{TITLE}", size_px=(640, 360)) as window:
    shown = 0
    while not window.closed:
        time.sleep(0.01)
        for key in window.show(picture, buttons):
            print(key.name, flush=True)
            if key.name == "QUIT":
                sys.exit()
        shown += 1
        if shown == 5:
            print("OPEN", flush=True)
print("CLOSED", flush=True)
"""


class Program:
    """The program under test on a screen, and what it says."""

    def __init__(self, screen: VirtualScreen, **environment: str) -> None:
        self.child = subprocess.Popen(
            [sys.executable, "-c", LIVE],
            env=without_display() | {"DISPLAY": screen.name} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        self._lines: queue.Queue[str] = queue.Queue()
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    @classmethod
    @contextlib.contextmanager
    def running(cls, screen: VirtualScreen, **environment: str):
        program = cls(screen, **environment)
        try:
            assert program.said() == "OPEN"
            yield program
        finally:
            program._end()

    def said(self) -> str:
        return self._lines.get(timeout=30)

    def ended_in_silence(self) -> bool:
        return (self.child.wait(timeout=30), there(self.child.stderr).read()) == (0, "")

    def _read(self) -> None:
        for line in there(self.child.stdout):
            self._lines.put(line.strip())

    def _end(self) -> None:
        self.child.kill()
        self.child.wait()
        self._reader.join()
        for pipe in (self.child.stdout, self.child.stderr):
            there(pipe).close()


def test_it_hears_real_keys_and_is_silent(screen):
    with Program.running(screen, QT_QPA_PLATFORM="wayland", XDG_SESSION_TYPE="wayland") as program:
        screen.hands("windowfocus", "--sync", screen.window(TITLE))
        for typed, heard in (
            ("space", "PAUSE"),
            ("n", "NEXT"),
            ("shift+m", "MUTE"),
            ("r", "RECORD"),
            ("h", "HELP"),
        ):
            screen.hands("key", typed)
            assert program.said() == heard
        for typed in ("Left", "Up", "F1", "x"):
            screen.hands("key", typed)
        screen.hands("key", "Escape")
        assert program.said() == "QUIT"
        assert program.ended_in_silence()


def test_a_button_is_clicked_where_it_is_seen(screen):
    with Program.running(screen) as program:
        window = screen.window(TITLE)
        wait_for(lambda: shows_the_picture(screen), "the picture on the screen", PAINTED_S)
        for x, y in ((490, 60), (530, 100), (530, 65)):  # beside it, below it, on it
            screen.hands("mousemove", "--window", window, str(x), str(y))
            screen.hands("click", "1")
        screen.hands("windowfocus", "--sync", window)
        assert program.said() == "PAIN_4"
        screen.hands("key", "Escape")
        assert program.said() == "QUIT"


def shows_the_picture(screen: VirtualScreen) -> bool:
    """Whether the picture's colour is there as often as the picture has pixels."""
    of_the_picture = (screen.picture()[::4, ::4] == (40, 120, 200)).all(axis=2).sum()
    return of_the_picture == pytest.approx(640 * 360 / 16, rel=0.01)


def test_it_shows_the_picture_and_is_closed_by_its_cross(screen):
    with Program.running(screen) as program:
        window = screen.window(TITLE)
        wait_for(lambda: shows_the_picture(screen), "the picture on the screen", PAINTED_S)
        screen.press_cross(window)
        assert program.said() == "CLOSED"
        assert program.ended_in_silence()


def test_a_display_that_ends_with_its_last_client_is_kept_until_the_window_is_open(tmp_path):
    with (
        VirtualScreen.running(tmp_path, "-terminate") as screen,
        Program.running(screen) as program,
    ):
        assert program.child.poll() is None
