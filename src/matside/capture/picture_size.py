"""Width and height of a picture from the head of its file, without decoding it."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Final

Size = tuple[int, int]

_JPEG_FRAMES: Final = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of JPEG (SOF) that are followed by the size."""
_TIFF_WIDTH, _TIFF_HEIGHT = 256, 257
_TIFF_SHORT: Final = 3


def stated_size(head: bytes) -> Size | None:
    """Return width and height as stored (before any EXIF turn), ``None`` if they are not found.

    Knows PNG, JPEG, WebP, BMP, TIFF and AVIF.

    Args:
        head: The first bytes of the file: of a JPEG up to its size, of a TIFF all, else some 64.
    """
    try:
        for begins, read in _FORMATS:
            if begins(head):
                return read(head)
    except struct.error:
        pass
    return None


def _png(head: bytes) -> Size:
    width, height = struct.unpack_from(">II", head, 16)
    return width, height


def _bmp(head: bytes) -> Size:
    width, height = struct.unpack_from("<ii", head, 18)
    return abs(width), abs(height)


def _jpeg(head: bytes) -> Size | None:
    at = 2
    while at + 9 <= len(head):
        if head[at] != 0xFF:
            return None
        marker = head[at + 1]
        if marker == 0xFF or 0xD0 <= marker <= 0xD9 or marker == 0x01:
            at += 1 if marker == 0xFF else 2
            continue
        if marker in _JPEG_FRAMES:
            height, width = struct.unpack_from(">HH", head, at + 5)
            return width, height
        at += 2 + struct.unpack_from(">H", head, at + 2)[0]
    return None


def _webp(head: bytes) -> Size | None:
    match head[12:16]:
        case b"VP8X":
            width, height = head[24:27], head[27:30]
            return 1 + int.from_bytes(width, "little"), 1 + int.from_bytes(height, "little")
        case b"VP8L":
            (bits,) = struct.unpack_from("<I", head, 21)
            return 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
        case b"VP8 ":
            width_16, height_16 = struct.unpack_from("<HH", head, 26)
            return width_16 & 0x3FFF, height_16 & 0x3FFF
    return None


def _tiff(head: bytes) -> Size | None:
    order = "<" if head[:2] == b"II" else ">"
    (at,) = struct.unpack_from(order + "I", head, 4)
    (count,) = struct.unpack_from(order + "H", head, at)
    size = {}
    for entry in range(at + 2, at + 2 + 12 * count, 12):
        tag, kind = struct.unpack_from(order + "HH", head, entry)
        value = order + ("H" if kind == _TIFF_SHORT else "I")
        size[tag] = struct.unpack_from(value, head, entry + 8)[0]
    if _TIFF_WIDTH not in size or _TIFF_HEIGHT not in size:
        return None
    return size[_TIFF_WIDTH], size[_TIFF_HEIGHT]


def _avif(head: bytes) -> Size | None:
    """Return the largest of the extents (``ispe``) of a file's items: tiles are smaller."""
    sizes = []
    at = head.find(b"ispe")
    while at >= 0:
        sizes.append(struct.unpack_from(">II", head, at + 8))
        at = head.find(b"ispe", at + 4)
    return max(sizes, key=lambda size: size[0] * size[1], default=None)


_FORMATS: Final[tuple[tuple[Callable[[bytes], bool], Callable[[bytes], Size | None]], ...]] = (
    (lambda head: head.startswith(b"\x89PNG"), _png),
    (lambda head: head.startswith(b"\xff\xd8"), _jpeg),
    (lambda head: head[:4] == b"RIFF" and head[8:12] == b"WEBP", _webp),
    (lambda head: head.startswith(b"BM"), _bmp),
    (lambda head: head[:4] in (b"II*\0", b"MM\0*"), _tiff),
    (lambda head: head[4:8] == b"ftyp", _avif),
)
