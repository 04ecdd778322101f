"""Small videos, made by PyAV as a test needs them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av import VideoStream
from numpy.typing import NDArray

from matside.body.frames import Frame
from matside.capture.video import VideoSource


def corner_picture(width: int, height: int) -> NDArray[np.uint8]:
    """A black picture whose quarter at the top left is white."""
    image = np.zeros((height, width, 3), np.uint8)
    image[: height // 2, : width // 2] = 255
    return image


def write_video(
    path: Path,
    pts: Sequence[int],
    *,
    size: tuple[int, int] = (64, 32),
    time_base: Fraction = Fraction(1, 1000),
    codec: str = "libx264",
    pix_fmt: str = "yuv420p",
    rotation: int = 0,
    hflip: bool = False,
    aspect: Fraction | None = None,
    options: dict[str, str] | None = None,
) -> Path:
    """Write one frame for each of ``pts``; the grey level is 40 plus three times its number."""
    width, height = size
    with av.open(str(path), "w", options=options or {}) as container:
        stream = container.add_stream(codec, rate=30)
        assert isinstance(stream, VideoStream)
        stream.width, stream.height, stream.pix_fmt = width, height, pix_fmt
        stream.codec_context.time_base = time_base
        stream.codec_context.gop_size = 10
        if aspect is not None:
            stream.codec_context.sample_aspect_ratio = aspect
        if rotation or hflip:
            stream.set_display_rotation(rotation, hflip=hflip)
        for number, ticks in enumerate(pts):
            image = corner_picture(width, height)
            image[height // 2 :, width // 2 :] = min(40 + 3 * number, 200)
            frame = av.VideoFrame.from_ndarray(image, format="bgr24").reformat(format=pix_fmt)
            frame.pts, frame.time_base = ticks, time_base
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return path


def joined(one: Path, other: Path, path: Path, *, first_is_default: bool = True) -> Path:
    """Write the streams of two videos into one file, side by side; the second one is a default."""
    with av.open(str(one)) as a, av.open(str(other)) as b, av.open(str(path), "w") as container:
        pairs = [(g, container.add_stream_from_template(g.streams.video[0])) for g in (a, b)]
        for _, stream in pairs[not first_is_default :]:
            stream.disposition = av.stream.Disposition.default
        for given, stream in pairs:
            for packet in given.demux(video=0):
                if packet.dts is not None:
                    packet.stream = stream
                    container.mux(packet)
    return path


MakeVideo = Callable[..., Path]
"""As the fixture ``make_video`` is."""
THIRTY = [round(1000 * k / 30) for k in range(30)]


def read(path: Path) -> tuple[list[Frame], VideoSource]:
    with VideoSource(path) as source:
        return list(source), source


def quarters(frame: Frame) -> list[bool]:
    """Which quarters are white: top left, top right, bottom left, bottom right."""
    height, width = frame.image.shape[:2]
    return [
        bool(frame.image[y, x, 0] > 220)
        for y in (height // 4, 3 * height // 4)
        for x in (width // 4, 3 * width // 4)
    ]


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ")
