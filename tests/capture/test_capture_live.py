"""What a word on the command line names."""

from __future__ import annotations

import subprocess
import sys

import pytest
from tests.capture.live_rig import HandMovedPace

from matside.capture.backends import CameraSystem
from matside.capture.live import is_camera, open_live
from matside.errors import CameraError


@pytest.mark.parametrize(
    ("spec", "camera"),
    [("0", True), ("12", True), ("/dev/video0", True), ("http://cam/video", True),
     ("rtsp://cam/live", True), ("RTSP://cam/live", True), ("walk.mp4", False), ("./0", False),
     ("C:\\walk.mp4", False), ("2024", False), ("-1", False), ("", False)],
)  # fmt: skip
def test_tells_cameras_from_files(spec, camera) -> None:
    assert is_camera(spec) is camera


@pytest.mark.parametrize("spec", ["3", "/dev/video3"])
def test_a_camera_that_is_not_there(tmp_path, spec) -> None:
    system = CameraSystem(platform="linux", devices=tmp_path, classes=tmp_path)
    with pytest.raises(CameraError, match="There is no camera 3"):
        open_live(spec, pace=HandMovedPace(), system=system)


def test_to_ask_loads_neither_opencv_nor_pyav() -> None:
    code = (
        "import sys; from matside.capture.live import is_camera; is_camera('http://x/');"
        "sys.exit(bool({'cv2', 'av'} & set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
