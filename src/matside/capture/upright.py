"""Conversion of decoded frames to BGR pictures: upright, with square pixels, opaque."""

from __future__ import annotations

from fractions import Fraction
from typing import Final

import av
import cv2
import numpy as np
from av.sidedata.sidedata import SideData, SideDataContainer
from av.video.reformatter import VideoReformatter
from numpy.typing import NDArray

from matside.body.frames import Image

_TURNS: Final = {
    90: cv2.ROTATE_90_COUNTERCLOCKWISE,
    180: cv2.ROTATE_180,
    270: cv2.ROTATE_90_CLOCKWISE,
}
_BACKGROUND: Final = 255
"""Transparent parts become white."""


class Uprighter:
    """Turns the decoded frames of one stream into BGR pictures of one size.

    Rotation, mirroring and the shape of the pixels are taken from the first
    frame and the stream; a later frame of another size is scaled to the first.
    Sources of more than eight bits are rounded, without tone mapping.

    Args:
        first: The first frame.
        pixel_aspect: Width of a pixel by its height, or ``None`` if not stated.

    Attributes:
        size_px: Width and height of every picture.
    """

    def __init__(self, first: av.VideoFrame, pixel_aspect: Fraction | None) -> None:
        self._rotation_deg, self._mirrored = _orientation(first)
        aspect = pixel_aspect if pixel_aspect is not None and pixel_aspect > 0 else Fraction(1)
        self._stored_px = (max(1, round(first.width * aspect)), first.height)
        sideways = self._rotation_deg in (90, 270)
        self.size_px = self._stored_px[::-1] if sideways else self._stored_px
        # A reformatter of our own keeps its tables from frame to frame.
        self._reformatter = VideoReformatter()

    def picture(self, frame: av.VideoFrame) -> Image:
        """Return ``frame`` as uint8 ``(height, width, 3)``, BGR."""
        transparent = any(component.is_alpha for component in frame.format.components)
        width, height = self._stored_px
        converted = self._reformatter.reformat(
            frame, width=width, height=height, format="bgra" if transparent else "bgr24"
        )
        image = np.asarray(converted.to_ndarray(), dtype=np.uint8)
        if transparent:
            image = flatten(image)
        if self._mirrored:
            image = np.asarray(cv2.flip(image, 1), dtype=np.uint8)
        if self._rotation_deg:
            image = np.asarray(cv2.rotate(image, _TURNS[self._rotation_deg]), dtype=np.uint8)
        return image


def flatten(image: NDArray[np.uint8]) -> Image:
    """Return a BGRA picture as BGR, laid over white."""
    colour, alpha = image[..., :3], image[..., 3:]
    if alpha.min() == 255:
        return np.ascontiguousarray(colour)
    weight = alpha.astype(np.uint16)
    mixed = colour * weight + _BACKGROUND * (255 - weight) + 127
    return (mixed // 255).astype(np.uint8)


def _orientation(frame: av.VideoFrame) -> tuple[int, bool]:
    """Return the counter-clockwise turn that makes ``frame`` upright, and whether to mirror it.

    PyAV's ``rotation`` is the counter-clockwise angle of the display matrix,
    rounded here to a quarter turn. It knows nothing of mirroring, which shows
    as a negative determinant: mirrored at the vertical axis first, the rest of
    the matrix is a rotation by half a turn more.
    """
    mirrored = False
    # Not ``frame.side_data``: the frame would keep it, and it the frame, until the garbage
    # collector comes round, with the decoder's memory for every file that is opened.
    side_data = SideDataContainer(frame)  # type: ignore[call-arg]  # its stub lacks the argument
    matrix = side_data.get("DISPLAYMATRIX")
    if isinstance(matrix, SideData):
        a, b, _, c, d = np.frombuffer(bytes(matrix), dtype=np.int32)[:5].astype(np.float64)
        mirrored = bool(a * d - b * c < 0.0)
    rotation = frame.rotation + (180 if mirrored else 0)
    return round(rotation / 90) % 4 * 90, mirrored
