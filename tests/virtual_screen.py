"""A screen without a monitor, hands at its keys, and an eye on it."""

from __future__ import annotations

import contextlib
import ctypes
import os
import shutil
import subprocess
import time
from pathlib import Path

import numpy as np
import pytest
from tests.typed import there
from tests.waiting import WAIT_S

from matside.overlay.keys import _REPEAT_S


def without_display() -> dict[str, str]:
    """The environment of a process that finds no display and no wishes about one."""
    left_out = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_LOGGING_RULES")
    return {name: value for name, value in os.environ.items() if name not in left_out}


class _ClientMessage(ctypes.Structure):
    """Xlib's XClientMessageEvent, as long as its XEvent."""

    _fields_ = (
        ("type", ctypes.c_int),
        ("serial", ctypes.c_ulong),
        ("send_event", ctypes.c_int),
        ("display", ctypes.c_void_p),
        ("window", ctypes.c_ulong),
        ("message_type", ctypes.c_ulong),
        ("format", ctypes.c_int),
        ("data", ctypes.c_long * 5),
        ("padding", ctypes.c_long * 24),
    )


class VirtualScreen:
    """What is on it can be read, and keys can be pressed."""

    def __init__(self, name: str, memory: Path) -> None:
        self.name = name
        self._memory = memory

    @classmethod
    @contextlib.contextmanager
    def running(cls, folder: Path, *options: str):
        """Start one that keeps its memory in ``folder``; the test is skipped where it cannot."""
        for program in ("Xvfb", "xdotool"):
            if shutil.which(program) is None:
                pytest.skip(f"{program} is not installed")
        bare = ["Xvfb", "-displayfd", "1", "-screen", "0", "1280x720x24", "-nolisten", "tcp"]
        server = subprocess.Popen(
            [*bare, "-fbdir", str(folder), *options],
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        try:
            yield cls(f":{there(server.stdout).readline().strip()}", folder / "Xvfb_screen0")
        finally:
            server.terminate()
            server.wait()
            there(server.stdout).close()

    def picture(self) -> np.ndarray:
        """What is on the screen: uint8 (720, 1280, 3), blue first."""
        data = self._memory.read_bytes()  # an XWD file
        words = np.frombuffer(data, ">u4", 25)
        width, height, stride, colours = (int(words[n]) for n in (4, 5, 12, 19))
        pixels = np.frombuffer(data, np.uint8, height * stride, int(words[0]) + 12 * colours)
        return pixels.reshape(height, stride)[:, : 4 * width].reshape(height, width, 4)[..., :3]

    def light(self) -> float:
        """How bright it is, 0..255."""
        return float(self.picture().mean())

    def window(self, title: str = "matside") -> str:
        """Wait for the window of this title and return its identifier."""
        return self.hands("search", "--sync", "--onlyvisible", "--name", f"^{title}$").split()[0]

    def is_managed(self) -> bool:
        """Whether a window manager has taken over."""
        try:
            self.hands("get_num_desktops")  # it is the window manager who tells
        except subprocess.CalledProcessError:
            return False
        return True

    def press(self, key: str) -> None:
        """Press a key, not so soon after the last time that it seems to be held down."""
        time.sleep(2 * _REPEAT_S)
        self.hands("key", key)

    def press_cross(self, window: str) -> None:
        """Send what a window manager sends when the cross of a window is pressed."""
        x = ctypes.CDLL("libX11.so.6")
        x.XOpenDisplay.restype = ctypes.c_void_p
        x.XInternAtom.restype = ctypes.c_ulong
        display = ctypes.c_void_p(x.XOpenDisplay(self.name.encode()))
        protocols, delete = (
            x.XInternAtom(display, name, 0) for name in (b"WM_PROTOCOLS", b"WM_DELETE_WINDOW")
        )
        message = _ClientMessage(type=33, window=int(window), format=32, message_type=protocols)
        message.data[0] = delete
        nobody = ctypes.c_long(0)
        x.XSendEvent(display, ctypes.c_ulong(int(window)), 0, nobody, ctypes.byref(message))
        x.XCloseDisplay(display)

    def hands(self, *what: str) -> str:
        """Do something with xdotool and return what it says."""
        ran = subprocess.run(
            ["xdotool", *what],
            env=without_display() | {"DISPLAY": self.name},
            capture_output=True,
            text=True,
            timeout=WAIT_S,
            check=True,
        )
        return ran.stdout
