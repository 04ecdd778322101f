"""What Linux tells of its cameras, on a made-up /dev and /sys."""

from __future__ import annotations

import os
import struct
from pathlib import Path

import pytest

from matside.capture import devices
from matside.capture.devices import captures, device_number, find_devices, obstacle

CAPTURE, OUTPUT, METADATA = 0x1, 0x2, 0x0080_0000
STREAMING, OF_THE_NODE = 0x0400_0000, 0x8000_0000


@pytest.fixture
def system(tmp_path):
    """A function that plugs cameras in; it returns the folders."""
    dev, sys = tmp_path / "dev", tmp_path / "sys"
    dev.mkdir()
    sys.mkdir()

    def plug(**names: str | None) -> tuple[Path, Path]:
        for node, name in names.items():
            (dev / node).touch()
            if name is not None:
                (sys / node).mkdir()
                (sys / node / "name").write_text(name + "\n")
        return dev, sys

    return plug


def answer(all_nodes: int, this_node: int) -> bytes:
    return struct.pack("=16s32s32sIII12x", b"uvcvideo", b"Cam", b"usb", 6, all_nodes, this_node)


@pytest.mark.parametrize(
    ("all_nodes", "this_node", "gives_pictures"),
    [
        (CAPTURE | METADATA | STREAMING | OF_THE_NODE, CAPTURE | STREAMING, True),
        (CAPTURE | METADATA | STREAMING | OF_THE_NODE, METADATA | STREAMING, False),
        (CAPTURE | STREAMING, 0, True),  # an old driver, which does not tell nodes apart
        (OUTPUT | STREAMING | OF_THE_NODE, OUTPUT | STREAMING, False),
        (0x1000 | OF_THE_NODE, 0x1000, True),
    ],
)
def test_tells_cameras_from_their_second_entries(all_nodes, this_node, gives_pictures) -> None:
    assert len(answer(0, 0)) == 104
    assert captures(answer(all_nodes, this_node)) is gives_pictures


def test_lists_by_number_with_the_drivers_names(system) -> None:
    dev, sys = system(
        video10="HD Webcam", video2="Integrated Camera: Integrated C", video3=None, vbi0="TV"
    )
    assert [(device.number, device.name) for device in find_devices(dev, sys)] == [
        (2, "Integrated Camera"),
        (3, ""),
        (10, "HD Webcam"),
    ]
    assert find_devices(dev, sys)[0].path == dev / "video2"


def test_a_name_with_a_colon_that_is_no_repetition_is_kept(system) -> None:
    dev, sys = system(video0="Cam Link: 4K")
    assert find_devices(dev, sys)[0].name == "Cam Link: 4K"


def test_a_name_gives_a_terminal_no_commands(system) -> None:
    dev, sys = system(video0="Cam\x1b[2J")
    assert find_devices(dev, sys)[0].name == "Cam\ufffd[2J"


def test_lists_nothing_where_there_is_nothing(tmp_path) -> None:
    assert find_devices(tmp_path / "dev", tmp_path / "sys") == ()


def test_leaves_out_what_gives_no_pictures(system, monkeypatch) -> None:
    dev, sys = system(video0="Cam", video1="Cam")
    monkeypatch.setattr(devices, "_captures", lambda path: path.name != "video1")
    assert [device.number for device in find_devices(dev, sys)] == [0]


@pytest.mark.parametrize(
    ("path", "number"),
    [("/dev/video2", 2), ("/dev/video250", 250), ("/home/video2", None), ("video2", None),
     ("/dev/null", None), ("/dev/videos", None), ("walk.mp4", None)],
)  # fmt: skip
def test_the_number_of_a_path(path, number) -> None:
    if number is None or os.name == "posix":
        assert device_number(Path(path)) == number


def test_says_that_there_is_no_camera_at_all(system) -> None:
    assert "There is no camera 0" in obstacle(0, *system())
    assert "plug a camera in" in obstacle(0, *system())


def test_names_the_cameras_that_there_are(system) -> None:
    folders = system(video0="Integrated Camera", video2=None)
    assert obstacle(5, *folders).endswith("use one of 0 (Integrated Camera), 2.")


def test_says_how_to_get_permission(system, monkeypatch) -> None:
    folders = system(video0="Cam")
    monkeypatch.setattr("matside.capture.devices.os.access", lambda *_: False)
    assert "group 'video'" in obstacle(0, *folders)


def test_says_that_it_is_the_wrong_entry(system, monkeypatch) -> None:
    folders = system(video0="Cam", video1="Cam")
    monkeypatch.setattr(devices, "_captures", lambda path: path.name == "video0")
    assert obstacle(1, *folders).endswith("video1 gives no pictures: use 0 (Cam).")


def test_otherwise_another_program_has_it(system) -> None:
    assert "close other programs" in obstacle(0, *system(video0="Cam"))
