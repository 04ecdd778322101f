from __future__ import annotations

import contextlib
import ctypes
import os
import queue
import shutil
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest

from matside.errors import DisplayError
from matside.present import display
from matside.present.keys import Key
from matside.present.window import Window

PICTURE = np.zeros((90, 160, 3), np.uint8)
linux_only = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="only Linux can be without a display"
)


class HighGui:
    """Stands in for OpenCV's window functions: keeps what was asked for, hands out keys."""

    def __init__(self) -> None:
        self.keys: list[int] = []
        self.shown: list[np.ndarray] = []
        self.calls: list[tuple] = []
        self.inside = (0, 0, 160, 90)
        self.full = 0.0
        self.visible = 1.0
        self.failing = False

    def patch(self, monkeypatch) -> None:
        for name in ("namedWindow", "resizeWindow", "destroyWindow"):
            monkeypatch.setattr(cv2, name, self._call(name))
        monkeypatch.setattr(cv2, "imshow", lambda _, image: self.shown.append(image.copy()))
        monkeypatch.setattr(cv2, "waitKeyEx", lambda _: self.keys.pop(0) if self.keys else -1)
        monkeypatch.setattr(cv2, "getWindowImageRect", lambda _: self.inside)
        monkeypatch.setattr(cv2, "getWindowProperty", self._get)
        monkeypatch.setattr(cv2, "setWindowProperty", self._set)

    def _call(self, name):
        def call(*args):
            self.calls.append((name, *args))
            if self.failing:
                raise cv2.error("it does not work")

        return call

    def _get(self, _, which):
        return self.full if which == cv2.WND_PROP_FULLSCREEN else self.visible

    def _set(self, _, which, value):
        assert which == cv2.WND_PROP_FULLSCREEN
        self.full = float(value)


@pytest.fixture
def high_gui(monkeypatch):
    monkeypatch.setattr("matside.present.window.required_display", contextlib.nullcontext)
    gui = HighGui()
    gui.patch(monkeypatch)
    return gui


def test_keys_come_in_their_order_and_others_are_left_out(high_gui):
    with Window("w") as window:
        assert window.show(PICTURE) == ()
        high_gui.keys = [ord("n"), 65361, ord("x"), 32, 27]
        assert window.show(PICTURE) == (Key.NEXT, Key.PAUSE, Key.QUIT)
        assert window.show(PICTURE) == ()


def test_a_key_that_is_held_down_is_one_press(high_gui):
    with Window("w") as window:
        high_gui.keys = [32] * 5
        assert window.show(PICTURE) == (Key.PAUSE,)


def test_many_keys_do_not_stop_the_picture(high_gui):
    with Window("w") as window:
        high_gui.keys = [ord("x")] * 1000
        window.show(PICTURE)
        assert len(high_gui.keys) > 900


def test_a_window_of_the_pictures_proportions_has_no_borders(high_gui):
    with Window("w") as window:
        for inside in ((0, 0, 160, 90), (5, 5, 1920, 1080), (0, 0, 0, 0), (-1, -1, -1, -1)):
            high_gui.inside = inside
            window.show(PICTURE)
            if inside[2] > 0:
                assert high_gui.shown[-1].shape == PICTURE.shape


@pytest.mark.parametrize(
    ("inside", "shape", "at"),
    [((320, 320), (160, 160, 3), (35, 0)), ((400, 100), (90, 360, 3), (0, 100))],
)
def test_other_windows_have_dark_borders_around_the_whole_picture(high_gui, inside, shape, at):
    picture = np.full((90, 160, 3), 200, np.uint8)
    with Window("w") as window:
        high_gui.inside = (0, 0, *inside)
        window.show(picture)
        window.show(picture)
    for shown in high_gui.shown:
        assert shown.shape == shape
        top, left = at
        assert (shown[top : top + 90, left : left + 160] == 200).all()
        assert (shown == 200).all(axis=2).sum() == 90 * 160
        assert shown[0, 0].max() < 60 or at == (0, 0)


def test_full_screen_is_switched_on_and_off(high_gui):
    with Window("w", full_screen=True) as window:
        assert high_gui.full == 1.0
        window.toggle_full_screen()
        assert high_gui.full == 0.0
        window.toggle_full_screen()
        assert high_gui.full == 1.0


def test_once_closed_by_its_cross_it_stays_closed(high_gui):
    with Window("w") as window:
        assert not window.closed
        high_gui.visible, high_gui.keys = 0.0, [ord("m")]
        assert window.show(PICTURE) == (Key.MUTE,), "keys pressed before still count"
        assert window.closed
        shown = len(high_gui.shown)
        high_gui.visible = 1.0
        assert window.show(PICTURE) == ()
        window.toggle_full_screen()
        assert len(high_gui.shown) == shown, "showing a picture would open it again"
    assert not any(call[0] == "destroyWindow" for call in high_gui.calls)


def test_leaving_closes_it_once(high_gui):
    with Window("w") as window:
        pass
    window.close()
    assert window.closed
    assert [call[0] for call in high_gui.calls].count("destroyWindow") == 1


def test_what_opencv_says_is_told_in_a_sentence(high_gui):
    high_gui.failing = True
    with pytest.raises(DisplayError, match="use --no-window"):
        Window("w")


def test_it_belongs_to_the_main_thread(high_gui):
    with ThreadPoolExecutor(1) as pool, pytest.raises(RuntimeError, match="main thread"):
        pool.submit(Window, "w").result()


def test_an_opencv_without_windows_is_told(monkeypatch):
    monkeypatch.setattr(cv2, "currentUIFramework", lambda: "")
    with pytest.raises(DisplayError, match="opencv-python-headless"):
        Window("w")


@linux_only
def test_a_missing_library_is_named(monkeypatch):
    def missing(name):
        raise OSError("libSM.so.6: cannot open shared object file")

    monkeypatch.setenv("DISPLAY", ":0")
    monkeypatch.setattr(ctypes, "CDLL", missing)
    with pytest.raises(DisplayError, match=r"libSM\.so\.6.*apt-get install libsm6"):
        Window("w")


@linux_only
@pytest.mark.parametrize(
    ("changes", "found"),
    [
        ({}, "DISPLAY is not set"),
        ({"DISPLAY": ":4095"}, "':4095' (DISPLAY) does not answer"),
        ({"DISPLAY": "nonsense"}, "'nonsense' (DISPLAY) does not answer"),
        ({"QT_QPA_PLATFORM": "offscreen"}, "DISPLAY is not set"),
        ({"WAYLAND_DISPLAY": "wayland-0"}, "only Wayland (WAYLAND_DISPLAY) is there"),
    ],
)
def test_without_a_display_it_says_so_before_qt_ends_the_process(changes, found):
    script = (
        "from matside.errors import DisplayError\n"
        "from matside.present.window import Window\n"
        "try:\n    Window('w')\n"
        "except DisplayError as error:\n    print(error)\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script],
        env=without_display() | changes,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert found in ran.stdout
    assert "use --no-window" in ran.stdout


def without_display() -> dict[str, str]:
    left_out = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "QT_LOGGING_RULES")
    return {name: value for name, value in os.environ.items() if name not in left_out}


def test_the_environment_is_put_back(monkeypatch):
    monkeypatch.setenv("QT_QPA_PLATFORM", "wayland")
    monkeypatch.delenv("QT_LOGGING_RULES", raising=False)
    with display.window_environment():
        assert os.environ["QT_LOGGING_RULES"] != ""
        if display._own_plugins():
            assert os.environ["QT_QPA_PLATFORM"] == "xcb"
    assert os.environ["QT_QPA_PLATFORM"] == "wayland"
    assert "QT_LOGGING_RULES" not in os.environ


def test_what_qt_is_asked_to_log_is_left_alone(monkeypatch):
    monkeypatch.setenv("QT_LOGGING_RULES", "*=true")
    with display.window_environment():
        assert os.environ["QT_LOGGING_RULES"] == "*=true"


LIVE = """
import sys
import numpy as np
from matside.present.window import Window

picture = np.full((360, 640, 3), (40, 120, 200), np.uint8)
with Window("matside test", size_px=(640, 360)) as window:
    shown = 0
    while not window.closed:
        for key in window.show(picture):
            print(key.name, flush=True)
            if key.name == "QUIT":
                sys.exit()
        shown += 1
        if shown == 5:
            print("OPEN", flush=True)
print("CLOSED", flush=True)
"""


class XServer:
    """An X server without a screen, the program under test, and hands for it."""

    def __init__(self, number: str) -> None:
        self.name = f":{number}"
        self.lines: queue.Queue[str] = queue.Queue()

    @contextlib.contextmanager
    def running(self, **environment: str):
        child = subprocess.Popen(
            [sys.executable, "-c", LIVE],
            env=without_display() | {"DISPLAY": self.name} | environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        reader = threading.Thread(target=self._read, args=(child,), daemon=True)
        reader.start()
        try:
            assert self.said() == "OPEN"
            yield child
        finally:
            child.kill()
            child.wait()
            reader.join()
            for pipe in (child.stdout, child.stderr):
                pipe.close()

    def said(self) -> str:
        return self.lines.get(timeout=30)

    def hands(self, *what: str) -> str:
        ran = subprocess.run(
            ["xdotool", *what],
            env=os.environ | {"DISPLAY": self.name},
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        )
        return ran.stdout

    def window(self) -> int:
        found = self.hands("search", "--sync", "--onlyvisible", "--name", "^matside test$")
        return int(found.split()[0])

    def _read(self, child) -> None:
        for line in child.stdout:
            self.lines.put(line.strip())


@pytest.fixture
def x_server():
    with x_server_of() as server:
        yield server


@contextlib.contextmanager
def x_server_of(*options: str):
    for program in ("Xvfb", "xdotool"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "800x600x24", "-nolisten", "tcp", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        yield XServer(server.stdout.readline().strip())
    finally:
        server.terminate()
        server.wait()
        server.stdout.close()


def test_a_display_that_ends_with_its_last_client_is_kept_until_the_window_is_open():
    with x_server_of("-terminate") as server, server.running() as child:
        assert child.poll() is None


def test_a_real_window_hears_real_keys_and_is_silent(x_server):
    with x_server.running(QT_QPA_PLATFORM="wayland", XDG_SESSION_TYPE="wayland") as child:
        x_server.hands("windowfocus", "--sync", str(x_server.window()))
        for typed, heard in (
            ("space", "PAUSE"),
            ("n", "NEXT"),
            ("shift+m", "MUTE"),
            ("r", "RECORD"),
            ("h", "HELP"),
        ):
            x_server.hands("key", typed)
            assert x_server.said() == heard
        for typed in ("Left", "Up", "F1", "x"):
            x_server.hands("key", typed)
        x_server.hands("key", "Escape")
        assert x_server.said() == "QUIT"
        assert child.wait(timeout=30) == 0
        assert child.stderr.read() == ""


def test_a_real_window_shows_the_picture_and_is_closed_by_its_cross(x_server):
    with x_server.running() as child, XConnection(x_server.name) as x:
        window = x_server.window()
        assert x.pixel(window, 320, 180) == 0xC87828
        x.ask_to_close(window)
        assert x_server.said() == "CLOSED"
        assert child.wait(timeout=30) == 0
        assert child.stderr.read() == ""


class XConnection:
    """As much of Xlib as it takes to look at a window, and to press its cross."""

    class _ClientMessage(ctypes.Structure):
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

    def __init__(self, name: str) -> None:
        self._x = ctypes.CDLL("libX11.so.6")
        for function in ("XOpenDisplay", "XGetImage"):
            getattr(self._x, function).restype = ctypes.c_void_p
        for function in ("XInternAtom", "XGetPixel"):
            getattr(self._x, function).restype = ctypes.c_ulong
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(name.encode()))

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self._x.XCloseDisplay(self._display)

    def pixel(self, window: int, x: int, y: int) -> int:
        """Return red, green and blue of a pixel of a window."""
        every, by_pixel = ctypes.c_ulong(0xFFFFFFFF), 2
        image = ctypes.c_void_p(
            self._x.XGetImage(self._display, ctypes.c_ulong(window), x, y, 1, 1, every, by_pixel)
        )
        value = self._x.XGetPixel(image, 0, 0) & 0xFFFFFF
        self._x.XDestroyImage(image)
        return value

    def ask_to_close(self, window: int) -> None:
        """Send what a window manager sends when the cross is pressed."""
        message = self._ClientMessage(type=33, window=window, format=32)
        message.message_type = self._atom("WM_PROTOCOLS")
        message.data[0] = self._atom("WM_DELETE_WINDOW")
        self._x.XSendEvent(
            self._display, ctypes.c_ulong(window), 0, ctypes.c_long(0), ctypes.byref(message)
        )
        self._x.XFlush(self._display)

    def _atom(self, name: str) -> int:
        return self._x.XInternAtom(self._display, name.encode(), 0)
