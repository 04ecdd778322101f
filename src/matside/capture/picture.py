"""Single pictures, as sources of one frame."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Final, Self

import cv2
import numpy as np

from matside.body.frames import Frame, Image
from matside.capture.files import check_file
from matside.capture.upright import flatten
from matside.errors import SourceError

_JPEG_START: Final = b"\xff\xd8"
"""JPEG has no transparency; its pictures are large and need not be decoded twice."""
_CHANNELS_WITH_ALPHA: Final = 4


class PictureSource:
    """A picture as a source of one frame at 0 s (see ``FrameSource``).

    The orientation that a camera notes in the file (EXIF) is applied, more
    than eight bits are reduced to eight, and transparent parts become white.
    Of an animated WebP only the first picture is read.

    Raises:
        SourceError: The file cannot be read or is no picture.
    """

    duration_s: float | None = None
    frame_count_estimate: int | None = 1
    rotation_deg = 0
    average_rate_hz: float | None = None
    warning: str | None = None

    def __init__(self, path: Path) -> None:
        check_file(path)
        self.path = path
        self._image: Image | None = _read(path)
        self.size_px = (self._image.shape[1], self._image.shape[0])

    def __iter__(self) -> Iterator[Frame]:
        return self

    def __next__(self) -> Frame:
        image, self._image = self._image, None
        if image is None:
            raise StopIteration
        return Frame(index=0, t_s=0.0, image=image)

    def close(self) -> None:
        """Forget the picture; iteration ends. May be called twice."""
        self._image = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


def _read(path: Path) -> Image:
    """Return the picture as BGR, uint8, upright."""
    try:
        data = np.frombuffer(path.read_bytes(), dtype=np.uint8)
    except OSError as error:
        raise SourceError(
            f"The picture {path} cannot be read ({error.strerror}): check its permissions."
        ) from error
    try:
        image = _decode(data)
    except cv2.error as error:
        raise _no_picture(path) from error
    if image is None:
        raise _no_picture(path)
    return image


def _decode(data: Image) -> Image | None:
    """Return the picture in the bytes of a file, or ``None`` if there is none.

    OpenCV applies the EXIF orientation only where it drops the transparency,
    so a picture that is partly transparent is taken the way it is stored.
    """
    if bytes(data[:2]) != _JPEG_START:
        stored = cv2.imdecode(data, cv2.IMREAD_UNCHANGED)
        if stored is not None and stored.shape[2:] == (_CHANNELS_WITH_ALPHA,):
            full = 255.0 if stored.dtype == np.uint8 else 65535.0
            eight_bits = np.clip(stored * (255.0 / full), 0.0, 255.0).astype(np.uint8)
            if eight_bits[..., 3].min() < 255:
                return flatten(eight_bits)
    image = cv2.imdecode(data, cv2.IMREAD_COLOR)
    return None if image is None else np.asarray(image, dtype=np.uint8)


def _no_picture(path: Path) -> SourceError:
    return SourceError(
        f"{path} was expected to be a picture and cannot be decoded as one: "
        "check that it opens elsewhere, or save it again as JPEG or PNG."
    )
