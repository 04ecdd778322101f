"""A frame of a video by its time."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from matside.capture.video import frame_at

RATE = 10


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two and a half seconds whose brightness is 100 a second, with few key frames."""
    path = tmp_path_factory.mktemp("video") / "grey.mp4"
    with av.open(str(path), "w") as container:
        stream = container.add_stream("libx264", rate=RATE, options={"g": "12", "bf": "0"})
        stream.width, stream.height, stream.pix_fmt = 64, 48, "yuv420p"
        stream.time_base = Fraction(1, RATE)
        for number in range(25):
            image = np.full((48, 64, 3), 10 * number, np.uint8)
            frame = av.VideoFrame.from_ndarray(image, format="bgr24")
            frame.pts = number
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


@pytest.mark.parametrize(("t_s", "number"), [(0.0, 0), (1.0, 10), (1.55, 15), (2.2, 22), (9.0, 24)])
def test_the_frame_that_is_shown_then(video: Path, t_s: float, number: int) -> None:
    image = frame_at(video, t_s)
    assert image is not None
    assert image.shape == (48, 64, 3)
    assert float(image.mean()) == pytest.approx(10 * number, abs=4.0)


def test_before_the_start_it_is_the_first_frame(video: Path) -> None:
    image = frame_at(video, -3.0)
    assert image is not None
    assert float(image.mean()) == pytest.approx(0.0, abs=2.5)


def test_what_is_no_video_gives_no_picture(tmp_path: Path) -> None:
    bad = tmp_path / "bad.mp4"
    bad.write_bytes(b"not a video")
    assert frame_at(bad, 1.0) is None
    assert frame_at(tmp_path / "none.mp4", 1.0) is None
