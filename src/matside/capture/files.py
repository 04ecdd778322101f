"""From paths to sources: which files are videos or pictures, and how to open one."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Final

from matside.errors import SourceError

if TYPE_CHECKING:
    from matside.capture.source import FrameSource

VIDEO_SUFFIXES: Final = frozenset(
    {
        *(".3gp", ".avi", ".flv", ".gif", ".m2ts", ".m4v", ".mkv", ".mov"),
        *(".mp4", ".mpeg", ".mpg", ".mts", ".ogv", ".ts", ".webm", ".wmv"),
    }
)
PICTURE_SUFFIXES: Final = frozenset(
    {".avif", ".bmp", ".jfif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}
)
_UNREADABLE_PICTURES: Final = frozenset({".heic", ".heif"})
"""Photos of this kind are made of tiles, of which a video decoder would show the first as if it
were the whole picture."""


def open_source(path: Path) -> FrameSource:
    """Return the video or picture at ``path``, opened; its suffix says which of the two it is.

    A file with an unknown suffix is tried as a video, by its content.

    Raises:
        SourceError: There is no such file, it may not be read, it is empty or a
            folder, or it holds no picture that can be decoded.
    """
    check_file(path)
    suffix = path.suffix.lower()
    if suffix in _UNREADABLE_PICTURES:
        raise SourceError(
            f"{path} is an HEIF photo, which cannot be read: save it as JPEG or PNG first."
        )
    if suffix in PICTURE_SUFFIXES:
        from matside.capture.picture import PictureSource  # noqa: PLC0415 (loads OpenCV)

        return PictureSource(path)
    from matside.capture.video import VideoSource  # noqa: PLC0415 (loads OpenCV and PyAV)

    return VideoSource(path)


def find_videos(paths: Iterable[Path]) -> list[Path]:
    """Return the files among ``paths``, with every folder replaced by its videos and pictures.

    A folder gives the files with a known suffix that are directly in it, sorted
    by name, without hidden ones. A file that is named is kept whatever its
    suffix. A file that occurs twice is returned once.

    Raises:
        SourceError: A path does not exist, or a folder holds no video or picture.
    """
    found: dict[Path, Path] = {}
    for path in paths:
        for file in _videos_in(path) if path.is_dir() else [path]:
            if not file.exists():
                raise _no_such_file(file)
            found.setdefault(file.resolve(), file)
    return list(found.values())


def check_file(path: Path) -> None:
    """Raise ``SourceError`` unless ``path`` is a readable file with something in it."""
    if path.is_dir():
        raise SourceError(f"{path} is a folder where a video or picture was expected: name a file.")
    if not path.exists():
        raise _no_such_file(path)
    if not os.access(path, os.R_OK):
        raise SourceError(
            f"{path} may not be read (permission denied): give yourself the right to read it."
        )
    if path.is_file() and path.stat().st_size == 0:
        raise SourceError(
            f"{path} is empty (0 bytes) where a video or picture was expected: copy it again."
        )


def _videos_in(folder: Path) -> list[Path]:
    """Return the videos and pictures directly in ``folder``, sorted by name."""
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise SourceError(
            f"The folder {folder} cannot be read ({error.strerror}): check its permissions."
        ) from error
    suffixes = VIDEO_SUFFIXES | PICTURE_SUFFIXES
    files = [
        entry
        for entry in entries
        if entry.suffix.lower() in suffixes and not entry.name.startswith(".") and entry.is_file()
    ]
    if not files:
        raise SourceError(
            f"The folder {folder} was expected to hold videos or pictures and holds none: "
            f"name a folder with files such as {', '.join(sorted(suffixes)[:6])}."
        )
    return files


def _no_such_file(path: Path) -> SourceError:
    return SourceError(
        f"{path} was expected to be a video or picture and does not exist: check it."
    )
