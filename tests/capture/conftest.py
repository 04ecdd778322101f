"""Small videos, made as a test needs them."""

from __future__ import annotations

import gc
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from tests.capture.live_rig import LONG, Rig, reading_threads
from tests.capture.video_files import MakeVideo, write_video


@pytest.fixture
def make_video(tmp_path: Path) -> MakeVideo:
    """A function that writes a video into the test's folder and returns its path."""

    def make(name: str, pts: Sequence[int], **options: Any) -> Path:
        return write_video(tmp_path / name, pts, **options)

    return make


@pytest.fixture
def noisy_video(tmp_path: Path) -> Path:
    """Four seconds of noise at 30 fps, so that every packet holds enough bytes to damage."""
    path = tmp_path / "noise.mp4"
    random = np.random.default_rng(1)
    with av.open(str(path), "w", options={"movflags": "faststart"}) as container:
        stream = container.add_stream("libx264", rate=30)
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        stream.codec_context.gop_size = 10
        for _ in range(120):
            image = random.integers(0, 255, (64, 96, 3), dtype=np.uint8)
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
        container.mux(stream.encode(None))
    return path


@pytest.fixture
def no_thread_left_over() -> Iterator[None]:
    """Every thread that reads a camera has ended when the test has."""
    yield
    gc.collect()
    for thread in reading_threads():
        thread.join(LONG)
        assert not thread.is_alive()


@pytest.fixture
def rig() -> Iterator[Rig]:
    """A live reader whose camera and clock do what the test says."""
    rig = Rig()
    yield rig
    rig.close()
