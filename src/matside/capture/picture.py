"""Pictures, as sources of one frame, and animated WebP and AVIF."""

from __future__ import annotations

from collections.abc import Generator, Iterator
from pathlib import Path
from typing import Final, Self

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from matside.body.frames import Frame, Image
from matside.capture import texts
from matside.capture.clock import given_s, shown_s
from matside.capture.picture_size import stated_size
from matside.capture.upright import flatten
from matside.errors import SourceError, system_reason

_JPEG_START: Final = b"\xff\xd8"
"""JPEG has no transparency; its pictures are large and need not be decoded twice."""
_CHANNELS_WITH_ALPHA: Final = 4
_MOST_PX: Final = 64_000_000
_MOST_JPEG_PX: Final = 256_000_000
"""The largest sensors of phones have 200 million; JPEG can be decoded at half its size."""
_TIFF_STARTS: Final = (b"II", b"MM")
_HEAD_BYTES: Final = 1 << 20
"""The size comes early, after what a camera notes of itself (EXIF: 64 kB a segment)."""
_MOST_BYTES: Final = 1 << 30
_MOST_PICTURES: Final = 1000
"""Limit of an animation whose size is not found."""


class PictureSource:
    """A picture as a source of one frame at 0 s (see ``FrameSource``).

    The orientation that a camera notes in the file (EXIF) is applied, more
    than eight bits are reduced to eight, and transparent parts become white. A
    JPEG of more than 64 megapixels is read at half its size.

    Raises:
        SourceError: The file cannot be read, is no picture, or is too large.
    """

    is_picture = True
    duration_s: float | None = None
    average_rate_hz: float | None = None
    warning: str | None = None

    def __init__(self, path: Path) -> None:
        self._hold([_read(path)], [0.0])

    def _hold(self, pictures: list[Image], steps_s: list[float]) -> None:
        """Have these pictures to give, each shown so long."""
        self.size_px = (pictures[0].shape[1], pictures[0].shape[0])
        self._frames = _shown(pictures, steps_s)

    def __iter__(self) -> Iterator[Frame]:
        return self

    def __next__(self) -> Frame:
        return next(self._frames)

    def skip_until(self, t_s: float) -> None:
        """Nothing is saved by leaving pictures out."""

    def close(self) -> None:
        """Forget the pictures; iteration ends. May be called twice."""
        self._frames.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


class AnimationSource(PictureSource):
    """An animated WebP or AVIF as a source of frames (see ``FrameSource``).

    OpenCV decodes all pictures at once, so no more are read than fit into a
    gigabyte; ``warning`` says what is left out. Transparent parts become white.

    Args:
        path: The file.
        slow_motion: Seconds the file shows for each second that was filmed.

    Raises:
        SourceError: The file cannot be read, is no animation, or is too large.
    """

    is_picture = False

    def __init__(self, path: Path, *, slow_motion: float = 1.0) -> None:
        data = _content(path)
        size = _checked_size(path, data)
        most = max(1, _MOST_BYTES // (4 * size[0] * size[1])) if size else _MOST_PICTURES
        pictures, steps_s = _decoded_animation(path, data, most + 1)
        self.warning = texts.rest_left_out(most) if len(pictures) > most else None
        del pictures[most:], steps_s[most:]
        steps_s = [step_s / slow_motion for step_s in steps_s]
        self.duration_s = sum(steps_s)
        self.average_rate_hz = len(pictures) / self.duration_s
        self._hold(pictures, steps_s)


def _decoded_animation(
    path: Path, data: NDArray[np.uint8], most: int
) -> tuple[list[NDArray[np.uint8]], list[float]]:
    """Return up to ``most`` pictures of an animation and how long each is shown, in seconds."""
    try:
        done, animation = cv2.imdecodeanimation(data, 0, most)
    except cv2.error as error:
        raise _no_picture(path) from error
    if not done or not animation.frames:
        raise _no_picture(path)
    pictures = [np.asarray(picture, dtype=np.uint8) for picture in animation.frames]
    steps_s = [int(ms) / 1000.0 for ms in animation.durations]
    return pictures, [shown_s(step_s) for step_s in steps_s]


def _shown(pictures: list[NDArray[np.uint8]], steps_s: list[float]) -> Generator[Frame, None, None]:
    """Yield the pictures with their times and forget each; transparent parts become white."""
    t_s, index = 0.0, 0
    pictures.reverse()
    for step_s in steps_s:
        picture = pictures.pop()
        image = flatten(picture) if picture.shape[2] == _CHANNELS_WITH_ALPHA else picture
        times_s = given_s(step_s)
        for later_s in times_s:
            given = image.copy() if len(times_s) > 1 else image  # it may be drawn on
            yield Frame(index=index, t_s=t_s + later_s, image=given)
            index += 1
        t_s += step_s


def _read(path: Path) -> Image:
    """Return the picture as BGR, uint8, upright."""
    data = _content(path)
    size = _checked_size(path, data)
    try:
        image = _decode(data, half=bool(size and size[0] * size[1] > _MOST_PX))
    except cv2.error as error:
        raise _no_picture(path) from error
    if image is None:
        raise _no_picture(path)
    return image


def _content(path: Path) -> NDArray[np.uint8]:
    try:
        return np.frombuffer(path.read_bytes(), dtype=np.uint8)
    except OSError as error:
        raise SourceError(
            "The picture {path} cannot be read ({reason}): check its permissions.",
            path=path,
            reason=system_reason(error),
        ) from error


def _checked_size(path: Path, data: NDArray[np.uint8]) -> tuple[int, int] | None:
    """Return width and height as the file's head states them, if it does, before decoding.

    Raises:
        SourceError: A few bytes ask for gigabytes.
    """
    tiff = bytes(data[:2]) in _TIFF_STARTS  # the only one that may have its head at its end
    head = (data if tiff else data[:_HEAD_BYTES]).tobytes()
    size = stated_size(head)
    most = _MOST_JPEG_PX if head.startswith(_JPEG_START) else _MOST_PX
    if size is not None and size[0] * size[1] > most:
        raise SourceError(
            "The picture {path} was expected to have at most {most} megapixels and "
            "is {width} wide and {height} high: make it smaller first.",
            path=path,
            most=most // 1000000,
            width=size[0],
            height=size[1],
        )
    return size


def _decode(data: NDArray[np.uint8], *, half: bool) -> Image | None:
    """Return the picture in the bytes of a file, or ``None`` if there is none.

    OpenCV applies the EXIF orientation only where it drops the transparency,
    so a picture that is partly transparent is taken the way it is stored.
    """
    if bytes(data[:2]) != _JPEG_START:
        stored = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
        if stored is not None and stored.shape[2:] == (_CHANNELS_WITH_ALPHA,):
            eight_bits = _in_eight_bits(stored)
            if eight_bits[..., 3].min() < 255:
                return flatten(eight_bits)
        del stored
    flags = cv2.IMREAD_REDUCED_COLOR_2 if half else cv2.IMREAD_COLOR
    image = cv2.imdecode(data, flags)
    return None if image is None else np.asarray(image, dtype=np.uint8)


def _in_eight_bits(stored: MatLike) -> NDArray[np.uint8]:
    if stored.dtype == np.uint16:
        return np.asarray(stored // 257, dtype=np.uint8)
    if stored.dtype == np.uint8:
        return np.asarray(stored, dtype=np.uint8)
    return np.asarray(np.clip(stored * 255.0, 0.0, 255.0), dtype=np.uint8)  # floats are shares


def _no_picture(path: Path) -> SourceError:
    return SourceError(
        "{path} was expected to be a picture and cannot be decoded as one: check "
        "that it opens elsewhere, or save it again as JPEG or PNG.",
        path=path,
    )
