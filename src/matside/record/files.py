"""Where results go: the folder of one clip, whole files only, and errors a person can act on."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matside.errors import OutputError

DEFAULT_ROOT: Final = Path("matside-output")
"""Where results go by default, in the working directory."""

TRACE: Final = "trace.jsonl.gz"
MEASURES: Final = "measures.csv"
SUMMARY: Final = "summary.json"
VIDEO: Final = "annotated.mp4"

_OWNER: Final = ".matside-source"
"""A small file that says which clip a folder belongs to."""
_MOST_NAMESAKES: Final = 1000


@dataclass(frozen=True, slots=True)
class OutputFolder:
    """The folder that takes the results of one clip; it exists and can be written to."""

    path: Path

    @classmethod
    def at(cls, path: Path) -> OutputFolder:
        """Return the folder at exactly ``path``, made if need be.

        Raises:
            OutputError: It is a file, or cannot be made or written to.
        """
        with writing(path):
            _make(path)
            probe = part_of(path / "matside-probe")
            probe.write_bytes(b"")
            probe.unlink()
        return cls(path)

    @classmethod
    def for_source(cls, source: Path, root: Path = DEFAULT_ROOT) -> OutputFolder:
        """Return ``root/<stem of the clip>``, the same one each time for the same clip.

        Another clip of the same stem gets ``<stem>-2`` and so on; so does a
        clip whose folder is already taken by files that are not matside's.

        Args:
            source: The clip; need not exist.
            root: The folder that holds the folders of all clips.

        Raises:
            OutputError: The folder cannot be made or written to.
        """
        owner = os.path.abspath(source)  # noqa: PTH100 - a name is wanted, not the end of a link
        stem = source.stem.strip(" .") or "clip"
        with writing(root):
            _make(root)
        for number in range(1, _MOST_NAMESAKES):
            path = root / (stem if number == 1 else f"{stem}-{number}")
            with writing(path):
                if _claim(path, owner):
                    return cls(path)
        raise OutputError(
            f"All of {root / stem}, {stem}-2, ... {stem}-{_MOST_NAMESAKES - 1} belong to other "
            "clips: remove some of them or name another folder."
        )

    @property
    def trace(self) -> Path:
        """Where the trace goes."""
        return self.path / TRACE

    @property
    def measures(self) -> Path:
        """Where the table of measures goes."""
        return self.path / MEASURES

    @property
    def summary(self) -> Path:
        """Where the summary goes."""
        return self.path / SUMMARY

    @property
    def video(self) -> Path:
        """Where the annotated video goes."""
        return self.path / VIDEO


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn any ``OSError`` inside into an ``OutputError`` that says what to do about ``path``."""
    try:
        yield
    except OSError as error:
        raise output_error(path, error) from error


def output_error(path: Path, error: OSError) -> OutputError:
    """Return what to tell a person whose ``path`` could not be written because of ``error``."""
    advice = _ADVICE.get(error.errno or 0)
    if advice is None:
        reason = error.strerror or str(error) or type(error).__name__
        advice = f"the system says: {reason}; try another folder"
    return OutputError(f"Cannot write {path}: {advice}.")


_FULL: Final = "the disk is full; free some space or name a folder on another disk"
_BARRED: Final = (
    "you may not write there, or the file is open in another program; "
    "close it or name another folder"
)
_ADVICE: Final = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: "your share of the disk is used up; free some space or name another folder",
    errno.EFBIG: "the file system takes no file of this size; name a folder on another disk",
    errno.EACCES: _BARRED,
    errno.EPERM: _BARRED,
    errno.EROFS: "the disk can only be read; name a folder on another disk",
    errno.EEXIST: "a folder is needed there but a file is in the way; move it or name another",
    errno.ENOTDIR: "a folder is needed there but a file is in the way; move it or name another",
    errno.EISDIR: "a file is needed there but a folder is in the way; move it or name another",
    errno.ENAMETOOLONG: "the name is too long for this disk; name another folder",
    errno.ENOENT: "its folder has gone; was it removed meanwhile?",
}


def part_of(path: Path) -> Path:
    """Return the name under which ``path`` is written until it is whole.

    A fixed name in the same folder: ``os.replace`` is atomic there, and what a
    killed run leaves behind is overwritten by the next one.
    """
    return path.with_name(f"{path.name}.part")


def finish(path: Path) -> None:
    """Move the whole part to ``path``, in one step.

    Raises:
        OutputError: The move failed; the part is removed.
    """
    try:
        with writing(path):
            part_of(path).replace(path)
    except OutputError:
        discard(path)
        raise


def discard(path: Path) -> None:
    """Remove the part of ``path``, if there is one."""
    with suppress(OSError):
        part_of(path).unlink(missing_ok=True)


def write_whole(path: Path, text: str) -> None:
    """Write ``text`` as UTF-8 to ``path``: afterwards the whole of it is there, or the old file.

    Raises:
        OutputError: It could not be written.
    """
    try:
        with writing(path):
            part_of(path).write_text(text, encoding="utf-8", newline="\n")
    except OutputError:
        discard(path)
        raise
    finish(path)


def _make(path: Path) -> None:
    """Make a folder and those above it; a file in the way is an ``OSError`` (EEXIST, ENOTDIR)."""
    path.mkdir(parents=True, exist_ok=True)


def _claim(path: Path, owner: str) -> bool:
    """Return whether the folder ``path`` is, or has now become, that of ``owner``."""
    try:
        path.mkdir()
    except FileExistsError:
        if not path.is_dir():
            return False
        note = path / _OWNER
        if note.is_file():
            # written to again, so that a folder that may not be is found out now
            with note.open("r+", encoding="utf-8") as file:
                return file.read() == owner
        if any(path.iterdir()):
            return False
    try:
        with (path / _OWNER).open("x", encoding="utf-8") as file:
            file.write(owner)
    except FileExistsError:  # another run was faster
        return False
    return True
