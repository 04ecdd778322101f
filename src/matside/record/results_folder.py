"""The folder of one clip's results: claimed, written aside, moved into place once whole."""

from __future__ import annotations

import errno
import hashlib
import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Final

from matside.errors import FolderInUseError, OutputError
from matside.record.files import (
    DEFAULT_ROOT,
    DONE,
    RESULTS,
    SUMMARY,
    UNFINISHED,
    OutputFolder,
    writing,
)
from matside.wording.formatting import printable

_OWNER: Final = ".matside-source"
"""A small file that says which clip a folder belongs to, without the clip's path."""
_MOST_NAMESAKES: Final = 1000
_LAST: Final = {SUMMARY: 1, DONE: 2}
"""Files whose presence says that all others are there, in their order."""
_LONGEST_NAME: Final = 200
"""Bytes of a folder's name: most disks take 255."""
_LOCKED_BYTE: Final = 1 << 20
"""Where the file of the owner is locked on Windows: beyond its end, so that it can be read."""


@contextmanager
def results_folder(
    source: Path, root: Path = DEFAULT_ROOT, *, share_clip: bool = True
) -> Iterator[OutputFolder]:
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
        share_clip: Whether the clip may be analysed twice at the same time, into
            a folder for each.

    Raises:
        OutputError: The folder cannot be made or written to.
        FolderInUseError: Another run is at the clip, and ``share_clip`` is false.
    """
    with _claimed(source, root, share_clip=share_clip) as home:
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
    """Move all files up, the last ones last; remove earlier results that are not replaced."""
    for name in reversed(RESULTS):
        if name in _LAST or not (unfinished / name).exists():
            (home / name).unlink(missing_ok=True)
    for file in sorted(unfinished.iterdir(), key=lambda file: _LAST.get(file.name, 0)):
        file.replace(home / file.name)


def finished_results(source: Path, root: Path, digest: str) -> Path | None:
    """Return the folder with the clip's whole results, if they were made from just this.

    Args:
        source: The clip.
        root: The folder that holds the folders of all clips.
        digest: Of what the results would be made from now, as was written to
            ``OutputFolder.done``.
    """
    for path in _candidates(source, root):
        try:
            if (path / _OWNER).read_text("utf-8", "replace") == _owner_of(source):
                stored_digest = (path / DONE).read_text("utf-8", "replace")
                return path if stored_digest == digest and (path / SUMMARY).exists() else None
        except OSError:  # no folder, or not matside's, or never finished
            if not path.exists():
                return None
    return None


def reserve_folders(sources: Iterable[Path], root: Path) -> None:
    """Give clips of the same name their folders in this order, whichever is analysed first.

    Raises:
        OutputError: A folder cannot be made or written to.
    """
    by_name: dict[str, list[Path]] = {}
    for source in sources:
        by_name.setdefault(_name_of(source), []).append(source)
    for namesakes in by_name.values():
        for source in namesakes if len(namesakes) > 1 else ():
            with suppress(FolderInUseError), _claimed(source, root, share_clip=False):
                pass


def discard_unfinished(source: Path, root: Path) -> None:
    """Remove what a run that was killed has left of the clip's results."""
    for path in _candidates(source, root):
        if not path.exists():
            return
        with suppress(OSError):
            if (path / _OWNER).read_text("utf-8", "replace") == _owner_of(source):
                shutil.rmtree(path / UNFINISHED, ignore_errors=True)
                return


def _candidates(source: Path, root: Path) -> Iterator[Path]:
    """Yield the folders that the clip's results may be in, the first choice first."""
    stem = _name_of(source)
    for number in range(1, _MOST_NAMESAKES):
        yield root / (stem if number == 1 else f"{stem}-{number}")


@contextmanager
def _claimed(source: Path, root: Path, *, share_clip: bool) -> Iterator[Path]:
    """Yield the folder of the clip, which no other run may write to meanwhile."""
    with writing(root):
        root.mkdir(parents=True, exist_ok=True)
    for path in _candidates(source, root):
        with writing(path):
            note = _claim(path, source, share_clip=share_clip)
        if note is not None:
            with note:
                yield path
            return
    stem = _name_of(source)
    raise OutputError(
        "All of {folder}, {stem}-2, ... {stem}-{most} belong to other clips: "
        "remove some of them or name another folder.",
        folder=root / stem,
        stem=stem,
        most=_MOST_NAMESAKES - 1,
    )


def _name_of(source: Path) -> str:
    """Return the clip's name as one that every disk and terminal takes, with room for ``-2``."""
    name = printable(source.stem).replace("\ufffd", "_").encode()[:_LONGEST_NAME]
    return name.decode(errors="ignore").strip(" .") or "clip"


def _owner_of(source: Path) -> str:
    absolute = os.path.abspath(source)  # noqa: PTH100 - a name is wanted, not the end of a link
    return hashlib.sha256(os.fsencode(absolute)).hexdigest()


def _claim(path: Path, source: Path, *, share_clip: bool) -> IO[str] | None:
    """Return the locked file that says whose ``path`` is, if it is or has now become the clip's.

    ``None`` if it is another clip's or not matside's, or another run holds it.
    """
    owner, note = _owner_of(source), path / _OWNER
    try:
        path.mkdir()
    except FileExistsError:
        if not path.is_dir() or (not note.is_file() and any(path.iterdir())):
            return None
    # "a+" makes it and keeps what another run has written at the same moment
    file = note.open("a+", encoding="utf-8", errors="replace")
    try:
        free = _lock(file)
        file.seek(0)
        stored_owner = file.read()
        if free and not stored_owner:
            file.write(owner)
            file.flush()
    except BaseException:
        file.close()
        raise
    if free and stored_owner in ("", owner):
        return file
    file.close()
    if stored_owner in ("", owner) and not share_clip:
        raise FolderInUseError(
            "Another run is writing to {path}: wait until it is done.", path=path
        )
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
