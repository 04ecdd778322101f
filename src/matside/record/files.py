"""Where results go: the folder of one clip, whole files only, and errors a person can act on."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from matside.errors import OutputError
from matside.wording.formatting import printable

DEFAULT_ROOT: Final = Path("matside-output")
"""Where results go by default, in the working directory."""

TRACE: Final = "trace.jsonl.gz"
MEASURES: Final = "measures.csv"
SUMMARY: Final = "summary.json"
VIDEO: Final = "annotated.mp4"

PICTURE: Final = "annotated.png"
REPORT: Final = "report.html"
TRC: Final = "landmarks.trc"
MOT: Final = "angles.mot"
RESULTS: Final = (TRACE, MEASURES, VIDEO, PICTURE, REPORT, TRC, MOT, SUMMARY)
"""Names of all files that an analysis may write; whoever sees the last one has a whole session."""
PART: Final = ".part"
"""Ending of a file that is being written."""
UNFINISHED: Final = ".matside-unfinished"
"""Folder within a clip's, in which its results are written until they are whole."""

_OWNER: Final = ".matside-source"
"""A small file that says which clip a folder belongs to, without the clip's path."""
_MOST_NAMESAKES: Final = 1000
_LONGEST_NAME: Final = 200
"""Bytes of a folder's name: most disks take 255."""
_LOCKED_BYTE: Final = 1 << 20
"""Where the file of the owner is locked on Windows: beyond its end, so that it can be read."""


@dataclass(frozen=True, slots=True)
class OutputFolder:
    """A folder that takes the results of one session; it exists and can be written to.

    Attributes:
        path: Where to write.
        published: Where the results will be once they are whole; ``None`` for
            where they are written.
    """

    path: Path
    published: Path | None = None

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

    @property
    def home(self) -> Path:
        """Where a person finds the results."""
        return self.published or self.path

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
def results_folder(source: Path, root: Path = DEFAULT_ROOT) -> Iterator[OutputFolder]:
    """Yield a folder for the results of one clip, which replace those of before once all is well.

    They end in ``root/<stem of the clip>``, the same one each time for the same
    clip. Another clip of the same stem gets ``<stem>-2`` and so on; so does a
    clip whose folder is taken by files that are not matside's, or in which
    another run is writing at this moment. Results of an earlier run that this
    one did not write are removed, and nothing else is. An exception leaves
    them as they were.

    Args:
        source: The clip; need not exist.
        root: The folder that holds the folders of all clips.

    Raises:
        OutputError: The folder cannot be made or written to.
    """
    with _claimed(source, root) as home:
        unfinished = home / UNFINISHED
        with writing(unfinished):
            shutil.rmtree(unfinished, ignore_errors=True)  # what a killed run left
            unfinished.mkdir()
        try:
            yield OutputFolder(unfinished, published=home)
            with writing(home):
                _publish(unfinished, home)
        finally:
            shutil.rmtree(unfinished, ignore_errors=True)


def _publish(unfinished: Path, home: Path) -> None:
    """Move all files up, the summary last; remove earlier results that are not replaced."""
    for name in reversed(RESULTS):
        if name == SUMMARY or not (unfinished / name).exists():
            (home / name).unlink(missing_ok=True)
    for file in sorted(unfinished.iterdir(), key=lambda file: file.name == SUMMARY):
        file.replace(home / file.name)


@contextmanager
def _claimed(source: Path, root: Path) -> Iterator[Path]:
    """Yield the folder of the clip, which no other run may write to meanwhile."""
    absolute = os.path.abspath(source)  # noqa: PTH100 - a name is wanted, not the end of a link
    stem = _name_of(source)
    with writing(root):
        _make(root)
    for number in range(1, _MOST_NAMESAKES):
        path = root / (stem if number == 1 else f"{stem}-{number}")
        with writing(path):
            note = _claim(path, absolute)
        if note is not None:
            with note:
                yield path
            return
    raise OutputError(
        f"All of {root / stem}, {stem}-2, ... {stem}-{_MOST_NAMESAKES - 1} belong to other "
        "clips: remove some of them or name another folder."
    )


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
    return path.with_name(f"{path.name}{PART}")


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


def _name_of(source: Path) -> str:
    """Return the clip's name as one that every disk and terminal takes, with room for ``-2``."""
    name = printable(source.stem).replace("\ufffd", "_").encode()[:_LONGEST_NAME]
    return name.decode(errors="ignore").strip(" .") or "clip"


def _claim(path: Path, source: str) -> IO[str] | None:
    """Return the locked file that says whose ``path`` is, if it is or has now become the clip's.

    ``None`` if it is another clip's or not matside's, or another run holds it.
    """
    owner = hashlib.sha256(os.fsencode(source)).hexdigest()
    note = path / _OWNER
    try:
        path.mkdir()
    except FileExistsError:
        if not path.is_dir() or (not note.is_file() and any(path.iterdir())):
            return None
    # "a+" makes it and keeps what another run has written at the same moment
    file = note.open("a+", encoding="utf-8", errors="surrogateescape")
    try:
        if _lock(file):
            file.seek(0)
            told = file.read()
            if told in ("", source):  # the path itself: written by an older matside
                file.truncate(0)
                file.write(owner)
                file.flush()
            if told in ("", source, owner):
                return file
    except BaseException:
        file.close()
        raise
    file.close()
    return None


def _lock(file: IO[str]) -> bool:
    """Return whether the file is now locked, until it is closed or the program ends."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415 (only there)

            file.seek(_LOCKED_BYTE)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl  # noqa: PLC0415 (not there)

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError as error:
        # a file system without locks: as good as it gets
        return error.errno not in (errno.EAGAIN, errno.EACCES, errno.EDEADLK)
    return True
