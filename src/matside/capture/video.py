"""Videos, read with PyAV: true times, upright pictures, and patience with damaged files."""

from __future__ import annotations

import logging
import math
from collections.abc import Generator, Iterable, Iterator
from dataclasses import replace
from fractions import Fraction
from itertools import chain
from pathlib import Path
from typing import Final, Self

import av
import numpy as np
from av.video.frame import VideoFrame

from matside.body.frames import Frame, Image
from matside.capture import texts
from matside.capture.clock import CUT_GAP_S, FileClock, Stamp, best_effort, given_s, shown_s
from matside.capture.decoding import Decoder
from matside.capture.joins import joined_at
from matside.capture.upright import Uprighter
from matside.errors import SourceError, system_reason

_LOG = logging.getLogger(__name__)
_NEARLY_S: Final = 0.002
"""Times in a file are rounded to its own ticks."""
_MOST_DECODED: Final = 2000
"""Frames decoded after which a seek counts as failed."""
_ANIMATIONS: Final = frozenset({"gif", "apng"})
"""Formats whose pictures say for how long each is shown."""
_SECOND: Final = 1_000_000
"""FFmpeg counts a container's times in microseconds."""
_ARBITRARY_CLOCK: Final = 0x0200
"""FFmpeg's AVFMT_TS_DISCONT: the times of such a format need not start near 0, or may jump."""
_MOST_ASPECT: Final = 4
"""Pixels of anamorphic films and old tapes are up to 2.2 times as wide as high."""
_CAPTURED_KEY: Final = "com.android.capture.fps"
_STRETCHED: Final = 1.8
"""Ratio of recorded to shown frame rate that is slow motion; rates vary by a few percent."""
_MOST_HZ: Final = 10_000.0
_MISSING_S: Final = 1.0
_MISSING_SHARE: Final = 0.05
"""A file that ends this much before its stated end, by both measures, has been cut off."""


class VideoSource:
    """A video file as a source of frames (see ``FrameSource``).

    Times are those of the file, in seconds: a video whose first picture is
    shown late begins late, and a variable frame rate stays variable. No time is
    ever made up from a frame rate. What is wrong with the times (see
    ``FileClock``) is mended or left out, and said in ``warning``. A transport or
    programme stream (``.ts``, ``.mpg``) starts its clock anywhere; there alone
    times count from the beginning.

    Memory does not grow with the length of the video.

    Args:
        path: The file; ``open_source`` has seen that it is there and may be read.
        slow_motion: Seconds the file shows for each second that was filmed:
            every time is divided by it.

    Raises:
        SourceError: The file cannot be read, is no video, or gives no frame.
    """

    is_picture = False

    def __init__(self, path: Path, *, slow_motion: float = 1.0) -> None:
        self.path = path
        self._slow_motion = slow_motion
        self._opened_bytes = path.stat().st_size
        self._decoder = Decoder(path)
        try:
            origin_s = _clock_origin_s(self._decoder)
            self._clock = FileClock(
                origin_s=origin_s,
                may_jump=bool(self._decoder.container.format.flags & _ARBITRARY_CLOCK),
                slow_motion=slow_motion,
            )
            self._end_s = 0.0
            self._complete = False
            decoded = self._decoder.frames()
            first = self._first(decoded)
            aspect, self._aspect_warning = _pixel_aspect(self._decoder)
            self._upright = Uprighter(first, aspect)
            self._wanted_from_s = -math.inf
            self._frames = self._timed(chain([first], decoded))
        except BaseException:
            self._decoder.container.close()
            raise
        self.size_px = self._upright.size_px
        # All of it is read now: PyAV's streams point to freed memory once the file is closed.
        duration_s = _duration_s(self._decoder)
        end_s = _stated_end_s(self._decoder, origin_s)
        self.duration_s = None if duration_s is None else duration_s / slow_motion
        self._stated_end_s = None if end_s is None else end_s / slow_motion
        self._format = self._decoder.container.format.name
        rate = self._decoder.stream.average_rate
        self.average_rate_hz = float(rate) * slow_motion if rate else None
        self._slow_motion_warning = None
        if slow_motion == 1.0:
            self._slow_motion_warning = _stretched(self._decoder, self.average_rate_hz)

    @property
    def warning(self) -> str | None:
        """What could not be read, as far as iteration has come; ``None`` if nothing is missing."""
        clock = self._clock
        said = (
            self._aspect_warning,
            self._slow_motion_warning,
            self._decoder.damaged and texts.damaged(self._decoder.damaged),
            clock.untimed and texts.untimed(clock.untimed),
            clock.outliers and texts.outliers(clock.outliers),
            clock.jumps and texts.clock_jumps(clock.jumps),
            clock.cut_gaps and texts.cut_gaps(clock.cut_gaps, CUT_GAP_S),
            self._complete and (self._joined() or self._early_end()),
        )
        return " ".join(sentence for sentence in said if isinstance(sentence, str)) or None

    def __iter__(self) -> Iterator[Frame]:
        return self

    def __next__(self) -> Frame:
        return next(self._frames)

    def skip_until(self, t_s: float) -> None:
        """Leave out the frames before ``t_s``: making their pictures is most of the work.

        The last frame is given all the same: a stream ends with it.
        """
        self._wanted_from_s = t_s

    def close(self) -> None:
        """Close the file; iteration ends. May be called twice."""
        self._frames.close()
        self._decoder.container.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _first(self, decoded: Iterator[av.VideoFrame]) -> av.VideoFrame:
        """Return the first frame."""
        for frame in decoded:
            return frame
        raise SourceError(
            "{path} was expected to hold frames and not one can be decoded: check "
            "that it plays elsewhere, or copy it again.",
            path=self.path,
        )

    def _timed(self, decoded: Iterator[av.VideoFrame]) -> Generator[Frame, None, None]:
        """Yield the frames that move time on, and one that stands again and again."""
        animated = self._format in _ANIMATIONS
        stamps = _as_shown(decoded) if animated else map(_stamp, decoded)
        left_out: tuple[int, av.VideoFrame, float] | None = None
        index = -1
        for frame, start_s in self._clock.run(best_effort(stamps)):
            length_s = _length_s(frame)
            if animated:
                length_s = shown_s(length_s) / self._slow_motion
            self._end_s = start_s + length_s
            for later_s in given_s(length_s) if animated else [0.0]:
                index, t_s = index + 1, start_s + later_s
                left_out = (index, frame, t_s)
                if t_s >= self._wanted_from_s:
                    left_out = None
                    yield Frame(index=index, t_s=t_s, image=self._picture(frame))
        if left_out is not None:
            index, frame, t_s = left_out
            yield Frame(index=index, t_s=t_s, image=self._picture(frame))
        self._complete = True

    def _picture(self, frame: av.VideoFrame) -> Image:
        try:
            return self._upright.picture(frame)
        except (av.FFmpegError, ValueError) as error:
            raise SourceError(
                "{path} was expected to hold pictures in a known format and holds "
                "{name}: convert it to MP4 with H.264.",
                path=self.path,
                name=frame.format.name,
            ) from error

    def _joined(self) -> str | None:
        """Return a sentence if another film follows in the file, of which nothing was read."""
        decoder = self._decoder
        if joined_at(self.path, self._format, decoder.read_to) is None:
            return None
        return texts.joined(self._end_s, self.path)

    def _early_end(self) -> str | None:
        """Return a sentence if the frames end well before the file says."""
        clock = self._clock  # whose faults are in what the file states, too
        mended = clock.jumps or clock.cut_gaps or clock.outliers
        stated = None if mended else self._stated_end_s
        missing = 0.0 if stated is None else stated - self._end_s
        if stated is not None and missing > max(_MISSING_S, _MISSING_SHARE * stated):
            return texts.early_end(self._end_s, stated)
        if self._decoder.broke_off:
            return texts.broken_off(self._end_s)
        return texts.grown(self._end_s) if self._has_grown() else None

    def _has_grown(self) -> bool:
        """Return whether somebody still wrote to the file while it was read."""
        try:
            return self.path.stat().st_size > self._opened_bytes
        except OSError:
            return False


def _length_s(frame: av.VideoFrame) -> float:
    """Return for how long a frame is to be shown; 0 where the file does not say."""
    return float(frame.duration * (frame.time_base or 0))


def _as_shown(decoded: Iterable[av.VideoFrame]) -> Iterator[Stamp[av.VideoFrame]]:
    """Yield the pictures of an animation with the times at which browsers show them."""
    late_s = 0.0
    for frame in decoded:
        stamp = _stamp(frame)
        if stamp.pts_s is not None:
            stamp = replace(stamp, pts_s=stamp.pts_s + late_s, dts_s=None)
        yield stamp
        late_s += shown_s(_length_s(frame)) - _length_s(frame)


def _stamp(frame: av.VideoFrame) -> Stamp[av.VideoFrame]:
    return Stamp(frame=frame, pts_s=_seconds(frame.pts, frame), dts_s=_seconds(frame.dts, frame))


def _seconds(ticks: int | None, frame: av.VideoFrame) -> float | None:
    return None if ticks is None or not frame.time_base else float(ticks * frame.time_base)


def _pixel_aspect(decoder: Decoder) -> tuple[Fraction, str | None]:
    """Return the width of a pixel by its height, and a sentence if what is stated is impossible."""
    stated = decoder.stream.sample_aspect_ratio
    if not stated or stated <= 0:
        return Fraction(1), None
    if not 1 / _MOST_ASPECT <= stated <= _MOST_ASPECT:
        return Fraction(1), texts.pixel_shape(stated.numerator, stated.denominator)
    return stated, None


def _stretched(decoder: Decoder, shown_hz: float | None) -> str | None:
    """Return a sentence if the file states that it is slow motion, as those of Android phones do.

    It is stored at 30 frames a second of four or eight times as many.
    """
    try:
        taken_hz = float(decoder.container.metadata.get(_CAPTURED_KEY, ""))
    except ValueError:
        return None
    if not shown_hz or not _STRETCHED * shown_hz <= taken_hz <= _MOST_HZ:
        return None
    return texts.stretched(taken_hz, shown_hz)


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


def frame_at(path: Path, t_s: float) -> Image | None:
    """Return the frame that is shown at a time: uint8 ``(height, width, 3)`` BGR.

    Meant for videos that matside wrote: upright, starting at 0.

    Args:
        path: The video.
        t_s: Seconds from its start; after the end, the last frame is returned.

    Returns:
        ``None`` where the video cannot be read: a picture in a report is no
        reason to fail.
    """
    try:
        with av.open(
            f"file:{path.absolute()}", options={"protocol_whitelist": "file"}
        ) as container:
            container.seek(max(0, round(t_s * _SECOND)), backward=True)
            shown = None
            for count, frame in enumerate(container.decode(video=0)):
                late = frame.time is not None and frame.time > t_s + _NEARLY_S
                if shown is not None and (late or count > _MOST_DECODED):
                    break
                shown = frame
            return None if shown is None else _picture(shown)
    except (av.FFmpegError, OSError, IndexError) as error:
        _LOG.warning("%s", texts.NO_PICTURE(path=path, reason=system_reason(error)))
        return None


def _picture(frame: VideoFrame) -> Image:
    return np.asarray(frame.to_ndarray(format="bgr24"), np.uint8)
