"""File playback in real time: each picture is delivered when it is due."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from matside.body.frames import Frame, Image
from matside.capture.grabber import Grabber, Link, Pace
from matside.capture.source import open_source
from matside.errors import UsageError

_USUAL_STEP_S: Final = 1.0 / 30.0
_SLIP_S: Final = 1.0
"""Being late by more than this is not caught up: the computer slept, or cannot keep up."""


class FileGrabber:
    """An open file (see ``Grabber``) whose pictures become due at the times that it states.

    The time of a picture is when playing began plus its time after the first
    one, so holds are as long as they were filmed, at any speed. At a speed other than
    1 these times therefore run faster or slower than the clock.

    Args:
        path: A video or a picture.
        pace: The clock.
        loop: Begin again at the end.
        speed: Seconds of the file for each second of the clock, greater than 0.

    Raises:
        SourceError: The file cannot be read.
    """

    repeats = False

    def __init__(self, path: Path, pace: Pace, *, loop: bool, speed: float) -> None:
        self._path, self._pace, self._loop, self._speed = path, pace, loop, speed
        self._source = open_source(path)
        self.size_px = self._source.size_px
        self.rate_hz = self._source.average_rate_hz
        self._frame: Frame | None = None
        self._began_s = self._start_s = pace.now_s()
        self._round_s = 0.0
        """Length of the rounds that were played already, less the time at which the file starts."""
        self._step_s = _USUAL_STEP_S

    def grab(self) -> float | None:
        """Wait until the next picture is due; return when that is, ``None`` after the last one."""
        self._frame = self._next(self._frame)
        if self._frame is None:
            return None
        t_s = self._round_s + self._frame.t_s
        late_s = self._pace.now_s() - (self._start_s + t_s / self._speed)
        if late_s > _SLIP_S:
            self._start_s += late_s
        elif late_s < 0.0:
            self._pace.pause(-late_s)
        return self._began_s + t_s

    def picture(self) -> Image | None:
        """Return the picture that is due."""
        return self._frame.image if self._frame else None

    def close(self) -> None:
        """Close the file."""
        self._source.close()

    def _next(self, before: Frame | None) -> Frame | None:
        """Return the frame that follows ``before``, which after the last may be the first."""
        frame = next(self._source, None)
        if frame is not None:
            if before is not None:
                self._step_s = frame.t_s - before.t_s
            else:
                self._round_s = -frame.t_s
            return frame
        if before is None or not self._loop:
            return None
        self._source.close()
        self._source = open_source(self._path)
        # The last picture is shown for as long as the one before it.
        first = next(self._source, None)
        if first is not None:
            self._round_s += before.t_s + self._step_s - first.t_s
        return first


def file_link(path: Path, pace: Pace, *, loop: bool, speed: float) -> Link:
    """Return the link that plays the file at ``path``, in a loop or once, ``speed`` times as fast.

    Raises:
        UsageError: The speed is not greater than 0.
    """
    if not 0.0 < speed < float("inf"):
        raise UsageError(
            "The speed should be greater than 0 and is {speed}: 1 is real time.", speed=speed
        )

    def open_file() -> Grabber:
        return FileGrabber(path, pace, loop=loop, speed=speed)

    return Link(name=path.name, open=open_file, ends=True)
