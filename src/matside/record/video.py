"""Videos in H.264 and MP4 with the frames' true times, encoded in the background."""

from __future__ import annotations

import os
import queue
import sys
import threading
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Final, NoReturn, Self

import av
import numpy as np
from av.container import OutputContainer
from av.packet import Packet
from av.video.frame import VideoFrame
from av.video.reformatter import ColorRange, Colorspace, VideoReformatter
from av.video.stream import VideoStream

from matside.body.frames import Image
from matside.errors import OutputError
from matside.record.files import discard, finish, output_error, part_of, writing

_TICKS_PER_S: Final = 90_000
_TIME_BASE: Final = Fraction(1, _TICKS_PER_S)
_LONE_FRAME: Final = _TICKS_PER_S // 25
"""How long a video of a single frame lasts."""
_LONGEST_LAST: Final = _TICKS_PER_S
"""The last frame is shown as long as the one before it, but not longer than this."""
_QUEUED: Final = 8
"""Frames that may wait for the encoder; 8 of 1080p are 50 MB."""
_NICE: Final = 10
"""Niceness of the thread that encodes a live video."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How a video is encoded and written.

    Attributes:
        h264: Options of the encoder.
        mp4: Options of the container.
        live: Whether the frames come as they happen. Then the file is written
            in place and can be played at any moment, so that a run that is
            killed loses at most about a second; a frame is left out rather than
            waited for, and the rest of the program has the processor first.
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
        "frag_duration": "1000000",  # microseconds
        "flush_packets": "1",
    },
    live=True,
)
"""For a recording beside a live session, which must cost little."""


class VideoWriter:
    """Writes a video frame by frame; use it as a context manager.

    Frames are encoded by a thread of its own; a frame that was handed over must
    not be changed any more. Leaving the context by Ctrl-C finishes the video
    with what there is, any other exception throws it away, if it is not live.

    Args:
        path: The file.
        size_px: Width and height of every frame, in pixels.
        encoding: How it is written.
        comment: What the file says of itself, for ``comment_of``.

    Attributes:
        size_px: Width and height of every frame.
        dropped: How many frames of a live video were left out.

    Raises:
        OutputError: The video cannot be written. What goes wrong in the
            background is raised by the next ``write`` or by ``close``.
    """

    def __init__(
        self,
        path: Path,
        size_px: tuple[int, int],
        encoding: Encoding = ANNOTATED,
        *,
        comment: str = "",
    ) -> None:
        self._path = path
        self._comment = comment
        self.size_px = size_px
        self._encoding = encoding
        self.dropped = 0
        self._first_s: float | None = None
        self._closed = False
        self._failure: BaseException | None = None
        self._frames: queue.Queue[tuple[Image, float] | None] = queue.Queue(_QUEUED)
        with writing(path):  # found out here and now, not by the thread
            self._target.open("wb").close()
        self._thread = threading.Thread(target=self._work, name="matside-video", daemon=True)
        self._thread.start()

    def write(self, image: Image, t_s: float) -> None:
        """Hand over one frame, uint8 ``(height, width, 3)`` BGR, and its time in seconds.

        Times must increase; the first frame is shown from 0 on. While the
        encoder is more than 8 frames behind it waits, or, for a live video,
        leaves the frame out.

        Raises:
            ValueError: The size is not that of the video.
            OutputError: An earlier frame could not be written.
        """
        if (image.shape[1], image.shape[0]) != self.size_px:
            raise ValueError(f"a frame of {self.size_px}, not of {image.shape[1::-1]}, is expected")
        if self._failure is not None:
            self.close(discarded=True)
        if self._closed:
            raise ValueError("the video is closed")
        if self._first_s is None:
            self._first_s = t_s
        item = (image, t_s - self._first_s)
        if self._encoding.live and self._frames.full():
            self.dropped += 1
        else:
            self._frames.put(item)

    def close(self, *, discarded: bool = False) -> None:
        """Finish the video and give it its name, or remove it; a second call does nothing.

        A video without frames leaves no file.

        Raises:
            OutputError: It could not be finished; the part is removed.
        """
        if self._closed:
            return
        self._closed = True
        self._frames.put(None)
        self._thread.join()
        whole = self._failure is None and self._first_s is not None and not discarded
        if self._encoding.live:
            if self._first_s is None:
                self._path.unlink(missing_ok=True)
        elif whole:
            finish(self._path)
        else:
            discard(self._path)
        if self._failure is not None:
            self._raise(self._failure)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close(discarded=kind is not None and not issubclass(kind, KeyboardInterrupt))

    @property
    def _target(self) -> Path:
        return self._path if self._encoding.live else part_of(self._path)

    def _raise(self, failure: BaseException) -> NoReturn:
        if isinstance(failure, OSError):
            raise output_error(self._path, failure) from failure
        if isinstance(failure, av.FFmpegError):
            raise OutputError(
                "Cannot write {path}: the video encoder says: {failure}; try without the video.",
                path=self._path,
                failure=failure,
            ) from failure
        raise failure

    def _work(self) -> None:
        """Encode until told to stop; after a failure, go on taking so that nobody waits."""
        if self._encoding.live:
            _give_way()
        # Remembers that the end was taken: finishing may fail too, after it.
        frames: Iterator[tuple[Image, float]] = iter(self._frames.get, None)
        try:
            self._encode_all(frames)
        except BaseException as error:  # noqa: BLE001 - raised again where the caller can see it
            self._failure = error
            for _ in frames:
                pass

    def _encode_all(self, frames: Iterator[tuple[Image, float]]) -> None:
        first = next(frames, None)
        if first is None:
            return
        options = dict(self._encoding.mp4)
        # from the root: in "results:monday/a.mp4" FFmpeg would see a protocol
        with av.open(str(self._target.absolute()), "w", format="mp4", options=options) as container:
            if self._comment:
                container.metadata["comment"] = self._comment
            track = _Track(container, self.size_px, self._encoding)
            for item in chain((first,), frames):
                track.add(*item)
            track.finish()


def comment_of(path: Path) -> str:
    """Return what a video says of itself; empty where it says nothing or cannot be read."""
    try:
        with av.open(str(path.absolute())) as container:
            return container.metadata.get("comment", "")
    except (OSError, av.FFmpegError):
        return ""


def _give_way() -> None:
    """Let this thread only have what the others leave of the processor, where that can be asked."""
    if sys.platform == "linux":  # elsewhere it would be the whole process
        with suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), _NICE)


class _Track:
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
