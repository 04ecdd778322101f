from __future__ import annotations

import contextlib
import ctypes
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import cv2
import numpy as np
import pytest
from tests.virtual_screen import without_display

from matside.errors import DisplayError
from matside.overlay import display
from matside.overlay.display import fitting_px
from matside.overlay.keys import Button, Key
from matside.overlay.window import Window

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
        self.mouse = lambda event, x, y, flags, given: None

    def patch(self, monkeypatch) -> None:
        for name in ("namedWindow", "resizeWindow", "destroyWindow"):
            monkeypatch.setattr(cv2, name, self._call(name))
        monkeypatch.setattr(cv2, "imshow", lambda _, image: self.shown.append(image.copy()))
        monkeypatch.setattr(cv2, "waitKeyEx", lambda _: self.keys.pop(0) if self.keys else -1)
        monkeypatch.setattr(cv2, "getWindowImageRect", lambda _: self.inside)
        monkeypatch.setattr(cv2, "setMouseCallback", lambda _, heard: setattr(self, "mouse", heard))
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
    monkeypatch.setattr("matside.overlay.window.required_display", contextlib.nullcontext)
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


LEFT_HALF = Button(key=Key.PAIN_3, box=(0, 0, 80, 90))


@pytest.mark.parametrize(
    ("event", "at", "heard"),
    [
        (cv2.EVENT_LBUTTONDOWN, (10, 20), (Key.PAIN_3,)),
        (cv2.EVENT_LBUTTONDOWN, (79, 89), (Key.PAIN_3,)),
        (cv2.EVENT_LBUTTONDOWN, (80, 20), ()),
        (cv2.EVENT_MOUSEMOVE, (10, 20), ()),
        (cv2.EVENT_LBUTTONUP, (10, 20), ()),
    ],
)
def test_a_button_that_is_clicked_is_its_key_once(high_gui, event, at, heard):
    with Window("w") as window:
        window.show(PICTURE, [LEFT_HALF])
        high_gui.mouse(event, *at, 0, None)
        high_gui.keys = [ord("n")]
        assert window.show(PICTURE, [LEFT_HALF]) == (Key.NEXT, *heard)
        assert window.show(PICTURE) == ()
        high_gui.mouse(event, *at, 0, None)
        assert window.show(PICTURE) == (), "it is not there any more"


def test_a_button_is_where_it_is_seen_beside_the_borders(high_gui):
    with Window("w") as window:
        high_gui.inside = (0, 0, 400, 100)  # the picture lies 100 pixels to the right of the edge
        for x, heard in ((50, ()), (110, (Key.PAIN_3,)), (185, ())):
            window.show(PICTURE, [LEFT_HALF])
            high_gui.mouse(cv2.EVENT_LBUTTONDOWN, x, 45, 0, None)
            assert window.show(PICTURE, [LEFT_HALF]) == heard


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


def test_a_window_stands_or_lies_as_the_picture_does(high_gui, monkeypatch):
    monkeypatch.setattr("matside.overlay.window.screen_size_px", lambda: (1080, 1920))
    standing = np.zeros((160, 90, 3), np.uint8)

    def sizes():
        return [call[2:] for call in high_gui.calls if call[0] == "resizeWindow"]

    with Window("w") as window:
        for picture in (PICTURE, standing, standing, PICTURE):
            window.show(picture)
        assert sizes() == [(929, 522), (720, 1280), (929, 522)]
        window.toggle_full_screen()
        window.show(standing)
        assert len(sizes()) == 3, "what fills the screen is left alone"


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
        "from matside.overlay.window import Window\n"
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


@pytest.mark.parametrize(
    ("screen", "fits"),
    [
        (None, (1280, 720)),
        ((1920, 1080), (1280, 720)),
        ((1366, 768), (1174, 660)),
        ((800, 600), (688, 387)),
        ((1080, 1920), (929, 522)),
    ],
)
def test_a_window_fits_the_screen_in_its_own_proportions(screen, fits):
    assert fitting_px((1280, 720), screen) == fits
