"""Videos, read with PyAV: true times, upright pictures, and patience with damaged files."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from itertools import chain
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import av

from matside.body.frames import Frame
from matside.capture.decoding import Decoder
from matside.capture.files import check_file
from matside.capture.upright import Uprighter
from matside.errors import SourceError

_SECOND: Final = 1_000_000
"""FFmpeg counts a container's times in microseconds."""
_ARBITRARY_CLOCK: Final = 0x0200
"""FFmpeg's AVFMT_TS_DISCONT: the times of such a format need not start near 0, or may jump."""
_UNTIMED_LIMIT: Final = 250
"""After so many frames without a time there will be none."""
_MISSING_S: Final = 1.0
_MISSING_SHARE: Final = 0.05
"""A file that ends this much before its stated end, by both measures, has been cut off."""


class VideoSource:
    """A video file as a source of frames (see ``FrameSource``).

    Times are those of the file, in seconds: a video whose first picture is
    shown late begins late, and a variable frame rate stays variable. No time is
    ever made up from a frame rate. So a frame without a time of its own, and
    one whose time is not after that of the frame before, is left out and
    counted in ``warning``. A transport or programme stream (``.ts``, ``.mpg``)
    starts its clock anywhere; there alone times count from the beginning.

    Memory does not grow with the length of the video.

    Raises:
        SourceError: The file cannot be read, is no video, or gives no frame.
    """

    def __init__(self, path: Path) -> None:
        check_file(path)
        self.path = path
        self._decoder = Decoder(path)
        try:
            self._origin_s = _clock_origin_s(self._decoder)
            self._timeless = 0
            self._last_s: float | None = None
            self._end_s = 0.0
            self._complete = False
            decoded = self._decoder.frames()
            first = self._first(decoded)
            self._upright = Uprighter(first, self._decoder.stream.sample_aspect_ratio)
            self._frames = self._timed(chain([first], decoded))
        except BaseException:
            self._decoder.container.close()
            raise
        self.size_px = self._upright.size_px
        self.rotation_deg = self._upright.rotation_deg
        # All of it is read now: PyAV's streams point to freed memory once the file is closed.
        self.duration_s = _duration_s(self._decoder)
        self._stated_end_s = _stated_end_s(self._decoder, self._origin_s)
        rate = self._decoder.stream.average_rate
        self.average_rate_hz = float(rate) if rate else None
        self.frame_count_estimate = _frame_count(self._decoder, self.duration_s)

    @property
    def warning(self) -> str | None:
        """What could not be read, as far as iteration has come; ``None`` if nothing is missing."""
        sentences = []
        if self._decoder.damaged:
            sentences.append(f"Damaged and left out: {_frames(self._decoder.damaged)}.")
        if self._timeless:
            sentences.append(f"Without a later time and left out: {_frames(self._timeless)}.")
        if self._complete:
            sentences.extend(self._early_end())
        return " ".join(sentences) or None

    def __iter__(self) -> Iterator[Frame]:
        return self

    def __next__(self) -> Frame:
        return next(self._frames)

    def close(self) -> None:
        """Close the file; iteration ends. May be called twice."""
        self._frames.close()
        self._decoder.container.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _first(self, decoded: Iterator[av.VideoFrame]) -> av.VideoFrame:
        """Return the first frame that has a time; those before it are counted."""
        for frame in decoded:
            if _time_s(frame) is not None:
                return frame
            self._timeless += 1
            if self._timeless >= _UNTIMED_LIMIT:
                break
        if self._timeless:
            raise SourceError(
                f"{self.path} was expected to say when each frame is shown and does not: put the "
                f"raw stream into a container, such as with 'ffmpeg -i {self.path.name} video.mp4'."
            )
        raise SourceError(
            f"{self.path} was expected to hold frames and not one can be decoded: "
            "check that it plays elsewhere, or copy it again."
        )

    def _timed(self, decoded: Iterator[av.VideoFrame]) -> Generator[Frame, None, None]:
        """Yield the frames that move time on."""
        index = 0
        for frame in decoded:
            t_s = _time_s(frame)
            if t_s is None or (self._last_s is not None and t_s - self._origin_s <= self._last_s):
                self._timeless += 1
                continue
            self._last_s = t_s - self._origin_s
            self._end_s = self._last_s + float(frame.duration * (frame.time_base or 0))
            yield Frame(index=index, t_s=self._last_s, image=self._upright.picture(frame))
            index += 1
        self._complete = True

    def _early_end(self) -> list[str]:
        """Return a sentence if the frames end well before the file says."""
        stated = self._stated_end_s
        missing = 0.0 if stated is None else stated - self._end_s
        if stated is not None and missing > max(_MISSING_S, _MISSING_SHARE * stated):
            end = f"The frames end after {self._end_s:.1f} s where the file states {stated:.1f} s"
            return [f"{end}: it is probably incomplete."]
        if self._decoder.broke_off:
            return [f"The file breaks off after {self._end_s:.1f} s."]
        return []


def _time_s(frame: av.VideoFrame) -> float | None:
    """Return when ``frame`` is shown: its presentation time, else the decoding time, else ``None``.

    Some old containers store only decoding times; FFmpeg's players take the
    same stand-in.
    """
    ticks = frame.pts if frame.pts is not None else frame.dts
    return None if ticks is None or not frame.time_base else float(ticks * frame.time_base)


def _clock_origin_s(decoder: Decoder) -> float:
    """Return the file's time 0: only formats with an arbitrary clock have one that is not 0."""
    container = decoder.container
    if container.format.flags & _ARBITRARY_CLOCK and container.start_time:
        stream = decoder.stream
        start_s = float((stream.start_time or 0) * (stream.time_base or 0))
        # The container's start is rounded to microseconds; no time shall come out below 0.
        return min(container.start_time / _SECOND, start_s)
    return 0.0


def _duration_s(decoder: Decoder) -> float | None:
    """Return the stated length of the stream, or else of the whole file."""
    stream = decoder.stream
    if stream.duration and stream.time_base:
        return float(stream.duration * stream.time_base)
    duration = decoder.container.duration
    return duration / _SECOND if duration and duration > 0 else None


def _stated_end_s(decoder: Decoder, origin_s: float) -> float | None:
    """Return when the last frame should have been over, on the clock of the frames."""
    stream, duration = decoder.stream, _duration_s(decoder)
    if duration is None or not stream.duration or not stream.time_base:
        return duration
    return float((stream.start_time or 0) * stream.time_base) - origin_s + duration


def _frame_count(decoder: Decoder, duration_s: float | None) -> int | None:
    """Return the stated number of frames, or else length times average rate."""
    stream = decoder.stream
    if stream.frames > 0:
        return stream.frames
    if duration_s is None or not stream.average_rate:
        return None
    return max(1, round(duration_s * stream.average_rate))


def _frames(count: int) -> str:
    return "1 frame" if count == 1 else f"{count} frames"
