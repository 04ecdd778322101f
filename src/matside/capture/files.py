"""Which files are videos or pictures: by suffix in folders, and by what may be read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from matside.errors import SourceError, system_reason

VIDEO_SUFFIXES: Final = frozenset(
    {
        *(".3g2", ".3gp", ".3gpp", ".apng", ".asf", ".avi", ".divx", ".dv", ".f4v", ".flv", ".gif"),
        *(".insv", ".lrv", ".m2p", ".m2ts", ".m4v", ".mkv", ".mod", ".mov", ".mp4", ".mpe"),
        *(".mpeg", ".mpg", ".mts", ".mxf", ".ogm", ".ogv", ".qt", ".rmvb", ".tod", ".ts", ".vob"),
        *(".webm", ".wmv", ".wtv"),
    }
)
PICTURE_SUFFIXES: Final = frozenset(
    {".avif", ".bmp", ".jfif", ".jpeg", ".jpg", ".png", ".tif", ".tiff", ".webp"}
)
HEIF_SUFFIXES: Final = frozenset({".heic", ".heif"})
"""Photos of this kind are made of tiles, of which a video decoder would show the first as if it
were the whole picture."""
RAW_SUFFIXES: Final = frozenset(
    {".264", ".265", ".h264", ".h265", ".hevc", ".m2v", ".mjpeg", ".mjpg"}
)
"""Streams without a container, which do not say when a frame is shown."""
_IN_FOLDERS: Final = VIDEO_SUFFIXES | PICTURE_SUFFIXES | HEIF_SUFFIXES | RAW_SUFFIXES
"""Unreadable formats are found too, so that they are reported."""


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
        raise SourceError(
            "{path} is a folder where a video or picture was expected: name a file.", path=path
        )
    if not path.exists():
        raise _no_such_file(path)
    if not path.is_file():
        raise SourceError(
            "{path} is a pipe or device where a video or picture was expected: name a file.",
            path=path,
        )
    if not os.access(path, os.R_OK):
        raise SourceError(
            "{path} may not be read (permission denied): give yourself the right to read it.",
            path=path,
        )
    if path.stat().st_size == 0:
        raise SourceError(
            "{path} is empty (0 bytes) where a video or picture was expected: copy it again.",
            path=path,
        )


def _videos_in(folder: Path) -> list[Path]:
    """Return the videos and pictures directly in ``folder``, sorted by name."""
    try:
        entries = sorted(folder.iterdir(), key=lambda entry: entry.name)
    except OSError as error:
        raise SourceError(
            "The folder {folder} cannot be read ({reason}): check its permissions.",
            folder=folder,
            reason=system_reason(error),
        ) from error
    files = [
        entry
        for entry in entries
        if entry.suffix.lower() in _IN_FOLDERS
        and not entry.name.startswith(".")
        and entry.is_file()
    ]
    if not files:
        raise SourceError(
            "The folder {folder} was expected to hold videos or pictures and holds "
            "none: name a folder with files such as {suffixes}.",
            folder=folder,
            suffixes=".mp4, .mov, .mkv, .avi, .jpg, .png",
        )
    return files


def _no_such_file(path: Path) -> SourceError:
    return SourceError(
        "{path} was expected to be a video or picture and does not exist: check it.", path=path
    )
