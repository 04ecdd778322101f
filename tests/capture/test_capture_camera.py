"""Cameras, with an OpenCV that is made up: ways to open them, pictures, and coming back."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, NoReturn

import cv2
import numpy as np
import pytest
from tests.capture.live_rig import LONG, HandMovedPace, noise, wait_until
from tests.typed import there

from matside.capture.backends import CameraSystem
from matside.capture.camera import CameraGrabber, camera_link
from matside.capture.camera_list import list_cameras
from matside.capture.live import open_live
from matside.errors import CameraError
from matside.guidance.outcome import CameraTrouble, TroubleKind


class FakeCapture:
    """As much of ``cv2.VideoCapture`` as is used, by an unlimited supply of pictures."""

    def __init__(self, pace: HandMovedPace, *, opened: bool = True, failing: int = 0) -> None:
        self.pace, self.opened, self.failing = pace, opened, failing
        self.asked: list[tuple[int, float]] = []
        self.grabbed = 0
        self.released = False
        self.rate = 30.0
        self.unplugged = False
        self.make = noise

    def isOpened(self) -> bool:  # noqa: N802
        return self.opened

    def set(self, prop, value) -> bool:
        self.asked.append((prop, value))
        return False

    def get(self, prop) -> float:
        assert prop == cv2.CAP_PROP_FPS
        return self.rate

    def grab(self) -> bool:
        assert not self.released
        self.grabbed += 1
        self.pace.now += 0.04
        return not self.unplugged and self.grabbed > self.failing

    def retrieve(self):
        image = self.make(self.grabbed)
        return image is not None, image

    def release(self) -> None:
        self.released = True


class Cameras:
    """What is plugged in: camera number -> how to make its capture, for each back end."""

    def __init__(self, folder: Path, platform: str = "linux") -> None:
        self.pace = HandMovedPace()
        self.tried: list[tuple[int, int, list[int]]] = []
        self.captures: list[FakeCapture] = []
        self.plugged: dict[int, str] = {}
        self.refuses: set[int] = set()
        self.refuses_parameters = False
        self.options: dict[str, Any] = {}
        self.dev, self.sys = folder / "dev", folder / "sys"
        self.dev.mkdir()
        self.sys.mkdir()
        self.system = CameraSystem(
            platform=platform, open_capture=self.open, devices=self.dev, classes=self.sys
        )

    def plug(self, number: int, name: str = "Cam") -> None:
        self.plugged[number] = name
        (self.dev / f"video{number}").touch()
        (self.sys / f"video{number}").mkdir()
        (self.sys / f"video{number}" / "name").write_text(name)

    def unplug(self, number: int) -> None:
        del self.plugged[number]
        (self.dev / f"video{number}").unlink()
        (self.sys / f"video{number}" / "name").unlink()
        (self.sys / f"video{number}").rmdir()
        for capture in self.captures:
            capture.unplugged = True

    def open(self, number, api, parameters) -> FakeCapture:
        self.tried.append((number, api, list(parameters)))
        refused = api in self.refuses or (parameters and self.refuses_parameters)
        opened = number in self.plugged and not refused
        self.captures.append(FakeCapture(self.pace, opened=opened, **self.options))
        return self.captures[-1]

    def grabber(self, number: int = 0) -> CameraGrabber:
        return CameraGrabber(number, self.system, self.pace)


@pytest.fixture
def cameras(tmp_path) -> Cameras:
    return Cameras(tmp_path)


def test_linux_asks_v4l2_for_motion_jpeg_720p_and_two_buffers(cameras) -> None:
    cameras.plug(0)
    grabber = cameras.grabber()
    assert cameras.tried == [(0, cv2.CAP_V4L2, [])]
    asked = dict(cameras.captures[0].asked)
    assert asked == {
        cv2.CAP_PROP_FOURCC: cv2.VideoWriter.fourcc(*"MJPG"),
        cv2.CAP_PROP_FRAME_WIDTH: 1280,
        cv2.CAP_PROP_FRAME_HEIGHT: 720,
        cv2.CAP_PROP_FPS: 30,
        cv2.CAP_PROP_BUFFERSIZE: 2,
    }
    # What is really given is said, not what was asked for.
    assert (grabber.size_px, grabber.rate_hz) == ((64, 48), 30.0)


@pytest.mark.parametrize(
    ("platform", "ways"),
    [
        ("linux", [cv2.CAP_V4L2, cv2.CAP_ANY]),
        ("darwin", [cv2.CAP_AVFOUNDATION, cv2.CAP_ANY]),
        ("win32", [cv2.CAP_MSMF, cv2.CAP_MSMF, cv2.CAP_DSHOW, cv2.CAP_ANY]),
        ("freebsd14", [cv2.CAP_ANY]),
    ],
)
def test_the_order_of_the_ways(tmp_path, platform, ways) -> None:
    cameras = Cameras(tmp_path, platform)
    with pytest.raises(CameraError, match="amera 0"):
        cameras.grabber()
    assert [api for _, api, _ in cameras.tried] == ways
    assert all(capture.released for capture in cameras.captures)


def test_media_foundation_is_asked_at_once(tmp_path) -> None:
    cameras = Cameras(tmp_path, "win32")
    cameras.plug(0)
    cameras.grabber()
    width, height, rate = cv2.CAP_PROP_FRAME_WIDTH, cv2.CAP_PROP_FRAME_HEIGHT, cv2.CAP_PROP_FPS
    assert cameras.tried == [(0, cv2.CAP_MSMF, [width, 1280, height, 720, rate, 30])]
    assert cameras.captures[0].asked == []


def test_media_foundation_that_cannot_do_it_is_asked_for_nothing(tmp_path) -> None:
    cameras = Cameras(tmp_path, "win32")
    cameras.plug(0)
    cameras.refuses_parameters = True
    cameras.grabber()
    assert [(api, bool(parameters)) for _, api, parameters in cameras.tried] == [
        (cv2.CAP_MSMF, True),
        (cv2.CAP_MSMF, False),
    ]


def test_the_next_way_is_tried_if_the_first_gives_no_picture(cameras) -> None:
    cameras.plug(0)
    cameras.options = {"failing": 10**6}
    with pytest.raises(CameraError, match="close other programs"):
        cameras.grabber()
    assert [api for _, api, _ in cameras.tried] == [cv2.CAP_V4L2, cv2.CAP_ANY]
    assert all(capture.released for capture in cameras.captures)
    assert cameras.pace.now < 100.0 + 2 * 3.2  # it gave up after three seconds each


def test_a_camera_may_need_a_moment(cameras) -> None:
    cameras.plug(0)
    cameras.options = {"failing": 5}
    assert cameras.grabber().size_px == (64, 48)


@pytest.mark.parametrize(
    ("platform", "words"), [("darwin", "System Settings"), ("win32", "desktop apps")]
)
def test_says_where_permission_is_given(tmp_path, platform, words) -> None:
    with pytest.raises(CameraError, match=words):
        Cameras(tmp_path, platform).grabber()


def test_an_opencv_that_throws_is_a_camera_that_cannot_be_opened(cameras, monkeypatch) -> None:
    def throw(*_: object) -> NoReturn:
        raise cv2.error("bad")

    system = CameraSystem(
        platform="linux", open_capture=throw, devices=cameras.dev, classes=cameras.sys
    )
    with pytest.raises(CameraError, match="There is no camera 3"):
        CameraGrabber(3, system, cameras.pace)


def test_the_time_is_that_of_the_grab(cameras) -> None:
    cameras.plug(0)
    grabber = cameras.grabber()
    before = cameras.pace.now
    assert grabber.grab() == pytest.approx(before + 0.04)
    assert np.array_equal(grabber.picture(), noise(cameras.captures[0].grabbed))


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (np.full((48, 64), 7, np.uint8), (7, 7, 7)),
        (np.full((48, 64, 1), 7, np.uint8), (7, 7, 7)),
        (np.full((48, 64, 4), (1, 2, 3, 255), np.uint8), (1, 2, 3)),
        (np.full((48, 64, 3), (1, 2, 3), np.uint8), (1, 2, 3)),
    ],
)
def test_every_picture_becomes_bgr(cameras, image, expected) -> None:
    cameras.plug(0)
    grabber = cameras.grabber()
    cameras.captures[0].make = lambda _: image
    grabber.grab()
    picture = grabber.picture()
    assert picture.shape == (48, 64, 3)
    assert tuple(picture[5, 5]) == expected


@pytest.mark.parametrize("image", [None, np.zeros((0, 0, 3), np.uint8), np.zeros((4, 4), "u2")])
def test_a_damaged_picture_is_none(cameras, image) -> None:
    cameras.plug(0)
    grabber = cameras.grabber()
    cameras.captures[0].make = lambda _: image
    assert grabber.grab() is not None
    assert grabber.picture() is None


@pytest.mark.parametrize("rate", [0.0, -1.0, float("nan"), float("inf")])
def test_a_rate_that_is_none_is_not_stated(cameras, rate, monkeypatch) -> None:
    cameras.plug(0)
    monkeypatch.setattr(FakeCapture, "get", lambda *_: rate)
    assert cameras.grabber().rate_hz is None


def test_the_link_is_named_after_the_camera(cameras) -> None:
    cameras.plug(1, "HD Webcam")
    assert camera_link(1, cameras.pace, cameras.system).name == "camera 1 (HD Webcam)"
    assert camera_link(9, cameras.pace, cameras.system).name == "camera 9"


def test_found_again_under_another_number(cameras) -> None:
    cameras.plug(0, "Built in")
    cameras.plug(2, "HD Webcam")
    link = camera_link(2, cameras.pace, cameras.system)
    link.open()
    cameras.unplug(2)
    cameras.plug(4, "HD Webcam")
    link.open()
    assert [number for number, _, _ in cameras.tried] == [2, 4]


def test_another_camera_that_took_its_number_is_not_it(cameras) -> None:
    cameras.plug(0, "HD Webcam")
    link = camera_link(0, cameras.pace, cameras.system)
    cameras.unplug(0)
    cameras.plug(0, "Infrared")
    with pytest.raises(CameraError, match="goes on by itself"):
        link.open()


def test_two_cameras_of_one_kind_keep_their_numbers(cameras) -> None:
    cameras.plug(0, "Twin")
    cameras.plug(1, "Twin")
    camera_link(1, cameras.pace, cameras.system).open()
    assert [number for number, _, _ in cameras.tried] == [1]


def test_a_whole_session_with_the_camera_unplugged_in_between(cameras, monkeypatch) -> None:
    cameras.plug(0, "HD Webcam")
    with open_live("0", origin_s=90.0, pace=cameras.pace, system=cameras.system) as live:
        assert live.name == "camera 0 (HD Webcam)"
        first = live.newest(-1, LONG)
        assert there(first).t_s > 10.0
        cameras.unplug(0)
        wait_until(lambda: live.trouble == CameraTrouble(TroubleKind.GONE))
        cameras.plug(0, "HD Webcam")
        again = live.newest(there(first).index, LONG)
        assert there(again).t_s > there(first).t_s
        assert live.trouble is None
    assert all(capture.released for capture in cameras.captures)


def test_a_driver_that_repeats_its_last_picture_is_noticed(cameras) -> None:
    cameras.plug(0)
    with open_live("0", pace=cameras.pace, system=cameras.system) as live:
        live.newest(-1, LONG)
        cameras.captures[0].make = lambda _: noise(1)
        wait_until(lambda: live.trouble == CameraTrouble(TroubleKind.FROZEN))


def test_lists_cameras_with_what_they_deliver(cameras) -> None:
    cameras.plug(0, "HD Webcam")
    cameras.plug(2, "Busy one")

    def open_one(number, api, parameters) -> FakeCapture:
        capture = cameras.open(number, api, parameters)
        capture.opened = number == 0
        return capture

    system = CameraSystem(
        platform="linux", open_capture=open_one, devices=cameras.dev, classes=cameras.sys
    )
    good, busy = list_cameras(system)
    assert (good.number, good.name, good.path) == (0, "HD Webcam", cameras.dev / "video0")
    assert (good.size_px, good.trouble) == ((64, 48), "")
    assert (busy.number, busy.name, busy.size_px) == (2, "Busy one", None)
    assert "close other programs" in busy.trouble
    assert all(capture.released for capture in cameras.captures)


def test_counts_the_rate_that_is_delivered(cameras, monkeypatch) -> None:
    """A camera states 30 a second and, in dim light, gives one every 40 ms."""
    cameras.plug(0)
    monkeypatch.setattr("matside.capture.camera_list.Pace", lambda: cameras.pace)
    assert list_cameras(cameras.system)[0].rate_hz == pytest.approx(25.0)


def test_lists_nothing_without_opening_anything(cameras) -> None:
    assert list_cameras(cameras.system) == ()
    assert cameras.tried == []


@pytest.mark.parametrize("platform", ["win32", "darwin"])
def test_where_nothing_is_listed_numbers_are_tried(tmp_path, platform) -> None:
    cameras = Cameras(tmp_path, platform)
    cameras.plug(0)
    cameras.plug(2)
    found = list_cameras(cameras.system)
    assert [(info.number, info.path, info.name) for info in found] == [(0, None, ""), (2, None, "")]
    assert max(number for number, _, _ in cameras.tried) == 4


def test_opencv_says_nothing_of_its_own(capfd) -> None:
    with pytest.raises(CameraError):
        CameraGrabber(97, CameraSystem(platform="linux"), HandMovedPace())
    assert capfd.readouterr() == ("", "")


def test_what_macos_writes_of_cameras_that_are_not_there_is_not_shown(tmp_path, capfd) -> None:
    cameras = Cameras(tmp_path, "darwin")

    def complain(number, api, parameters) -> FakeCapture:
        os.write(2, b"OpenCV: out device of bound (0-0): 1\n")
        return cameras.open(number, api, parameters)

    assert list_cameras(CameraSystem(platform="darwin", open_capture=complain)) == ()
    assert capfd.readouterr().err == ""
    os.write(2, b"heard again")
    assert capfd.readouterr().err == "heard again"


def test_gives_up_at_once_when_it_is_closed_meanwhile(cameras) -> None:
    cameras.plug(0)
    cameras.options = {"failing": 10**6}
    cameras.pace.stop()
    with pytest.raises(CameraError):
        cameras.grabber()
    assert sum(capture.grabbed for capture in cameras.captures) == 0
