"""Interface of the sources of a file's frames, and the choice of the one that fits a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, Protocol, Self

from matside.body.frames import Frame
from matside.capture.files import HEIF_SUFFIXES, PICTURE_SUFFIXES, check_file
from matside.errors import SourceError, UsageError

_HEAD_BYTES: Final = 1 << 16
"""Where a file says that it is an animation."""


class FrameSource(Protocol):
    """Frames of one file, once through, in the order of their times.

    A source is its own iterator and a context manager. It can be gone through
    once; ``close`` may be called at any time, and twice.

    A file that is damaged or ends too early is no error as long as it gives at
    least one frame: iteration ends where the frames end, and ``warning`` says
    what was missing. It is complete once iteration has ended.
    """

    @property
    def is_picture(self) -> bool:
        """Whether there is one frame and no time in it."""

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of every frame, upright."""

    @property
    def duration_s(self) -> float | None:
        """Length in seconds as the file states it; ``None`` if it does not."""

    @property
    def average_rate_hz(self) -> float | None:
        """Frames per second on average, as stated by the file; for information only."""

    @property
    def warning(self) -> str | None:
        """What could not be read, in one or more sentences; ``None`` if nothing was missing."""

    def __iter__(self) -> Iterator[Frame]: ...

    def __next__(self) -> Frame: ...

    def skip_until(self, t_s: float) -> None:
        """Leave out the frames before ``t_s`` if that saves work; may be called while iterating.

        It may come from another thread: frames that are under way are given all the same, and so
        is the last one.
        """

    def close(self) -> None:
        """Close the file; iteration ends."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_error: object) -> None: ...


def open_source(path: Path, *, slow_motion: float = 1.0) -> FrameSource:
    """Return the video, animation or picture at ``path``, opened.

    The content tells an animation, whatever its suffix; else the suffix tells a
    picture from a video. A file with an unknown suffix is tried as a video.

    Args:
        path: The file.
        slow_motion: Seconds the file shows for each second that was filmed.

    Raises:
        SourceError: There is no such file, it may not be read, it is empty or a
            folder, or it holds no picture that can be decoded.
        UsageError: ``slow_motion`` is not greater than 0.
    """
    if not 0.0 < slow_motion < float("inf"):
        raise UsageError(
            "How many times slower than life a video is was expected to be greater "
            "than 0 and is {slow_motion}: give 4 for one that shows four seconds "
            "for each second.",
            slow_motion=f"{slow_motion:g}",
        )
    check_file(path)
    suffix = path.suffix.lower()
    if suffix in HEIF_SUFFIXES:
        raise SourceError(
            "{path} is an HEIF photo, which cannot be read: save it as JPEG or PNG first.",
            path=path,
        )
    match _animated(path):
        case "webp" | "avif":
            from matside.capture.picture import AnimationSource  # noqa: PLC0415 (loads OpenCV)

            return AnimationSource(path, slow_motion=slow_motion)
        case "" if suffix in PICTURE_SUFFIXES:
            from matside.capture.picture import PictureSource  # noqa: PLC0415 (loads OpenCV)

            return PictureSource(path)
        case _:
            from matside.capture.video import VideoSource  # noqa: PLC0415 (loads OpenCV and PyAV)

            return VideoSource(path, slow_motion=slow_motion)


def _animated(path: Path) -> str:
    """Return ``gif``, ``png``, ``webp`` or ``avif`` for an animation of such a kind, else nothing.

    APNG has an ``acTL`` chunk before its data, WebP the flag 2 in its ``VP8X``
    chunk, and AVIF the brand ``avis``.
    """
    try:
        with path.open("rb") as file:
            head = file.read(_HEAD_BYTES)
    except OSError:
        return ""
    if head.startswith(b"GIF8"):
        return "gif"
    if head.startswith(b"\x89PNG"):
        return "png" if b"acTL" in head.partition(b"IDAT")[0] else ""
    if head[:4] == b"RIFF" and head[8:16] == b"WEBPVP8X":
        return "webp" if head[20:21] and head[20] & 2 else ""
    return "avif" if head[4:8] == b"ftyp" and b"avis" in head[8:64] else ""
