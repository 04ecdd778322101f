"""How a video is encoded: its settings, its one stream, and the colours of its pictures."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

import numpy as np
from av.container import OutputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from av.video.stream import VideoStream

from matside.body.frames import Image

_TICKS_PER_S: Final = 90_000
_TIME_BASE: Final = Fraction(1, _TICKS_PER_S)
_LONE_FRAME: Final = _TICKS_PER_S // 25
"""How long a video of a single frame lasts."""
_LONGEST_LAST: Final = _TICKS_PER_S
"""The last frame is shown as long as the one before it, but not longer than this."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How a video is encoded and written.

    Attributes:
        h264: Options of the encoder.
        mp4: Options of the container.
        live: Whether the frames come as they happen. Then the file is written
            in place and can be played at any moment, so that a run that is
            killed loses at most about a second; a frame is left out rather than
            waited for or encoded late, and the rest of the program has the
            processor first.
            Else the file appears whole, when it is closed.
    """

    h264: Mapping[str, str]
    mp4: Mapping[str, str]
    live: bool = False


# bf 0: decoding order is showing order, so times stay exact in every player
ANNOTATED: Final = Encoding(
    h264={"preset": "veryfast", "crf": "21", "bf": "0", "g": "60"},
    mp4={"movflags": "+faststart"},
)
"""For a video that is drawn once and looked at often."""
RECORDING: Final = Encoding(
    h264={
        "preset": "ultrafast",
        "crf": "23",
        "bf": "0",
        "g": "30",
        "threads": "1",  # the one that feeds it, which gives way
    },
    mp4={
        "movflags": "+frag_keyframe+empty_moov+default_base_moof",
        "frag_duration": "500000",  # microseconds
        "flush_packets": "1",
    },
    live=True,
)
"""For a recording beside a live session, which must cost little."""


class Track:
    """The one stream of the file. Holds each frame back until it is known how long it lasts."""

    def __init__(
        self, container: OutputContainer, size_px: tuple[int, int], encoding: Encoding
    ) -> None:
        self._container = container
        self._stream = _stream(container, size_px, encoding)
        self._to_yuv = _ToYuv(size_px)
        self._waiting: VideoFrame | None = None
        self._durations: dict[int | None, int] = {}
        self._last_duration = _LONE_FRAME

    def add(self, image: Image, since_first_s: float) -> None:
        """Take the next frame."""
        frame = self._to_yuv.frame(image)
        frame.time_base = _TIME_BASE
        frame.pts = round(since_first_s * _TICKS_PER_S)
        if self._waiting is not None:
            before = _pts(self._waiting)
            frame.pts = max(frame.pts, before + 1)
            self._encode(self._waiting, frame.pts - before)
        self._waiting = frame

    def finish(self) -> None:
        """Encode the last frame and empty the encoder."""
        if self._waiting is not None:
            self._encode(self._waiting, min(self._last_duration, _LONGEST_LAST))
        self._mux(self._stream.encode(None))

    def _encode(self, frame: VideoFrame, duration: int) -> None:
        self._durations[_pts(frame)] = self._last_duration = duration
        self._mux(self._stream.encode(frame))

    def _mux(self, packets: Iterable[Packet[VideoStream]]) -> None:
        for packet in packets:
            packet.duration = self._durations.pop(packet.pts, packet.duration)
            self._container.mux(packet)


def _stream(
    container: OutputContainer, size_px: tuple[int, int], encoding: Encoding
) -> VideoStream:
    stream = container.add_stream("libx264", rate=30, options=dict(encoding.h264))
    width, height = size_px
    stream.width, stream.height = width + width % 2, height + height % 2
    stream.pix_fmt = "yuv420p"
    context = stream.codec_context
    stream.time_base = context.time_base = _TIME_BASE
    context.colorspace = Colorspace.ITU709
    context.color_range = ColorRange.MPEG
    context.color_primaries = context.color_trc = 1  # BT.709
    return stream


class _ToYuv:
    """Makes of each picture what the encoder wants: even sizes, 4:2:0, BT.709 colours.

    The picture is copied into one frame that is used again and again: a new
    one for each costs more than the copy, and a frame on the picture's own
    memory lacks the room that FFmpeg may read beyond its end.
    """

    def __init__(self, size_px: tuple[int, int]) -> None:
        self._size_px = width, height = size_px
        self._frame = VideoFrame(width + width % 2, height + height % 2, "bgr24")
        plane = self._frame.planes[0]
        self._rows = np.frombuffer(memoryview(plane), np.uint8).reshape(-1, plane.line_size)
        self._reformatter = VideoReformatter()

    def frame(self, image: Image) -> VideoFrame:
        """Return ``image`` as a frame of its own; a line too few is the last one again."""
        width, height = self._size_px
        self._rows[:height, : 3 * width] = image.reshape(height, -1)
        if width % 2:
            self._rows[:height, 3 * width : 3 * width + 3] = image[:, -1]
        if height % 2:
            self._rows[height] = self._rows[height - 1]
        return self._reformatter.reformat(
            self._frame,
            format="yuv420p",
            dst_colorspace=Colorspace.ITU709,
            src_color_range=ColorRange.JPEG,
            dst_color_range=ColorRange.MPEG,
            threads=1,
        )


def _pts(frame: VideoFrame) -> int:
    pts = frame.pts
    assert pts is not None  # noqa: S101 - set in add
    return pts
