"""Files that were only put one behind the other, and of which FFmpeg reads the first."""

from __future__ import annotations

import mmap
import re
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final

_STARTS: Final = {
    "flv": re.compile(rb"FLV\x01[\x01\x04\x05]\x00\x00\x00\x09\x00{4}"),
    "asf": re.compile(re.escape(bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c"))),
}
"""How a file begins, by the name of its format in FFmpeg; long enough to be nothing else."""
_BOX: Final = 8
_LARGE_BOX: Final = 16


def joined_at(path: Path, formats: str, from_byte: int) -> int | None:
    """Return where another file begins in this one; ``None`` if nowhere, or if it is not known.

    Args:
        path: The file.
        formats: FFmpeg's names of its format, such as ``mov,mp4,m4a``.
        from_byte: Looked at from here on; what lies before has been read.
    """
    names = set(formats.split(","))
    try:
        with path.open("rb") as file:
            if "mp4" in names:
                starts = [at for at, kind in _boxes(file) if kind == b"ftyp"]
                return next((at for at in starts[1:] if at > from_byte), None)
            pattern = next((_STARTS[name] for name in sorted(names & _STARTS.keys())), None)
            if pattern is None:
                return None
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
                found = pattern.search(content, max(1, from_byte))
                return found.start() if found else None
    except (OSError, ValueError):
        return None


def _boxes(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """Yield place and kind of each box of the outermost level of an MP4 file."""
    at = 0
    while len(head := file.read(_LARGE_BOX)) >= _BOX:
        size, kind = int.from_bytes(head[:4]), head[4:_BOX]
        if size == 1:
            size = int.from_bytes(head[_BOX:])
        yield at, kind
        if size < _BOX:  # 0: up to the end
            return
        at += size
        file.seek(at)
