"""Live sources: a camera, a stream, or a file that plays in real time."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, Self

from matside.body.frames import Frame
from matside.capture.devices import device_number
from matside.capture.grabber import Link, Pace
from matside.capture.realtime import LiveReader
from matside.guidance.outcome import CameraTrouble

if TYPE_CHECKING:
    from matside.capture.backends import CameraSystem

_NUMBER: Final = re.compile(r"\d{1,3}")
_ADDRESS: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://")


class LiveSource(Protocol):
    """A live source: hands out the newest frame of something that does not wait.

    Frames that nobody takes in time are skipped, so that what is taken is never
    old; ``index`` counts them too. Times are seconds since the session began,
    strictly increasing, also after the source was lost and came back. All may
    be used from any thread; ``close`` may be called twice.
    """

    @property
    def name(self) -> str:
        """What the person calls the source, without a password."""

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the frames; may change when a source comes back."""

    @property
    def rate_hz(self) -> float | None:
        """Frames a second as the source states it; ``None`` if it does not."""

    @property
    def trouble(self) -> CameraTrouble | None:
        """What is wrong now; ``None`` when all is well."""

    @property
    def ended(self) -> bool:
        """Whether a file has played to its end and its last frame was taken; never for a camera."""

    def newest(self, after: int, timeout_s: float) -> Frame | None:
        """Return the newest frame with an index greater than ``after``; -1 is before the first.

        Waits for it for at most ``timeout_s`` seconds; ``None`` if none came,
        and at once if none will come.
        """

    def close(self) -> None:
        """Give the source back."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_error: object) -> None: ...


def open_live(  # noqa: PLR0913 (one for each thing to know)
    spec: str,
    *,
    origin_s: float | None = None,
    loop: bool = False,
    speed: float = 1.0,
    insecure: bool = False,
    pace: Pace | None = None,
    system: CameraSystem | None = None,
) -> LiveSource:
    """Return what ``spec`` names, opened; to be called in the main thread.

    Args:
        spec: The number of a camera ("0"), its file on Linux ("/dev/video0"), the
            address of a stream ("http://192.168.1.20:8080/video", "rtsp://..."),
            or the path of a video.
        origin_s: Reading of ``time.monotonic`` when the session began, which is
            time 0 of the frames; now, if ``None``.
        loop: A file begins again at its end.
        speed: Seconds of a file for each real second.
        insecure: Accept any certificate of an https camera.
        pace: Another clock than ``time.monotonic``.
        system: Other cameras than this computer's.

    Raises:
        CameraError: The camera or stream cannot be opened.
        SourceError: The file cannot be read.
        UsageError: The speed is not greater than 0.
    """
    pace = pace or Pace()
    number = _camera_number(spec)
    if number is not None:
        from matside.capture.camera import camera_link  # noqa: PLC0415 (loads OpenCV)

        link = camera_link(number, pace, system)
    else:
        link = _link(spec, pace, loop=loop, speed=speed, insecure=insecure)
    return LiveReader(link, origin_s=origin_s, pace=pace)


def is_camera(spec: str) -> bool:
    """Return whether ``spec`` names a camera or a stream instead of a file."""
    return _camera_number(spec) is not None or _ADDRESS.match(spec) is not None


def _link(spec: str, pace: Pace, *, loop: bool, speed: float, insecure: bool) -> Link:
    if _ADDRESS.match(spec):
        from matside.capture.stream import stream_link  # noqa: PLC0415 (loads PyAV)

        return stream_link(spec, pace, insecure=insecure)
    from matside.capture.playback import file_link  # noqa: PLC0415 (as above)

    return file_link(Path(spec), pace, loop=loop, speed=speed)


def _camera_number(spec: str) -> int | None:
    return int(spec) if _NUMBER.fullmatch(spec) else device_number(Path(spec))
