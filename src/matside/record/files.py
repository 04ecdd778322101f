"""Output files: the folder of one clip, atomic writes, and errors a person can act on."""

from __future__ import annotations

import errno
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from matside.errors import OutputError, system_reason
from matside.translation import N_, _

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
DONE: Final = ".matside-done"
"""A small file that is written last: what the results were made from, as a digest."""
RESULTS: Final = (TRACE, MEASURES, VIDEO, PICTURE, REPORT, TRC, MOT, SUMMARY, DONE)
"""Names of all files that an analysis may write; whoever sees the summary has a whole session."""
RECORDING_NAME: Final = re.compile(r"recording(-\d+)?\.mp4")
"""Name of a recording of a live session; one that was begun again has a number."""
PART: Final = ".part"
"""Ending of a file that is being written."""
UNFINISHED: Final = ".matside-unfinished"
"""Folder within a clip's, in which its results are written until they are whole."""


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
            path.mkdir(parents=True, exist_ok=True)
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
    def done(self) -> Path:
        """Where the digest of what the results were made from goes."""
        return self.path / DONE

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
    """Return what to say to a person whose ``path`` could not be written because of ``error``."""
    advice = _ADVICE.get(error.errno or 0)
    if advice is not None:
        return OutputError("Cannot write {path}: {advice}.", path=path, advice=_(advice))
    return OutputError(
        "Cannot write {path}: the system says: {reason}; try another folder.",
        path=path,
        reason=system_reason(error),
    )


_FULL: Final = N_("the disk is full; free some space or name a folder on another disk")
_BARRED: Final = N_(
    "you may not write there, or the file is open in another program; close it "
    "or name another folder"
)
_ADVICE: Final = {
    errno.ENOSPC: _FULL,
    errno.EDQUOT: N_("your share of the disk is used up; free some space or name another folder"),
    errno.EFBIG: N_("the file system takes no file of this size; name a folder on another disk"),
    errno.EACCES: _BARRED,
    errno.EPERM: _BARRED,
    errno.EROFS: N_("the disk can only be read; name a folder on another disk"),
    errno.EEXIST: N_("a folder is needed there but a file is in the way; move it or name another"),
    errno.ENOTDIR: N_("a folder is needed there but a file is in the way; move it or name another"),
    errno.EISDIR: N_("a file is needed there but a folder is in the way; move it or name another"),
    errno.ENAMETOOLONG: N_("the name is too long for this disk; name another folder"),
    errno.ENOENT: N_("its folder has gone, or cannot be made there; name another folder"),
}


def part_of(path: Path) -> Path:
    """Return the name under which ``path`` is written until it is whole.

    A fixed name in the same folder: ``os.replace`` is atomic there, and what a
    killed run leaves behind is overwritten by the next one.
    """
    return path.with_name(f"{path.name}{PART}")


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Yield the part of ``path`` to write to; it is moved to its place then, in one step.

    Raises:
        OutputError: It could not be written or moved. After this and any other error the part
            is removed, and the file is as it was.
    """
    try:
        with writing(path):
            yield part_of(path)
            part_of(path).replace(path)
    except BaseException:
        discard(path)
        raise


def finish(path: Path) -> None:
    """Move the part of ``path``, which is written, to its place; errors as of ``whole_file``."""
    with whole_file(path):
        pass


def discard(path: Path) -> None:
    """Remove the part of ``path``, if there is one."""
    with suppress(OSError):
        part_of(path).unlink(missing_ok=True)


class Writer:
    """What writes a file bit by bit, as a context manager: after an error nothing of it is kept.

    Ctrl-C is no error: what was written until then is whole in itself.
    """

    def close(self, *, discarded: bool = False) -> None:
        """Finish the file; may be called twice.

        Args:
            discarded: Leave nothing at its place.
        """
        raise NotImplementedError

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_error: object) -> None:
        self.close(discarded=kind is not None and not issubclass(kind, KeyboardInterrupt))


def write_whole(path: Path, text: str, *, newline: str = "\n") -> None:
    """Write ``text`` as UTF-8 to ``path``: afterwards the whole of it is there, or the old file.

    Args:
        path: The file.
        text: Its content.
        newline: What a line end is written as; empty to leave those of ``text`` as they are.

    Raises:
        OutputError: It could not be written.
    """
    with whole_file(path) as part:
        part.write_text(text, encoding="utf-8", newline=newline)


def write_own(path: Path, text: str) -> None:
    """Write a file of matside's own as ``write_whole`` does; its folder is the owner's alone."""
    with suppress(OSError):  # writing tells what is wrong
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    write_whole(path, text)


def read_own(path: Path, most_bytes: int) -> object:
    """Return what a JSON file of matside's own holds; ``None`` for a missing or damaged one.

    What is larger than ``most_bytes`` was not written by matside.
    """
    with suppress(OSError, ValueError, RecursionError), path.open("rb") as file:
        return json.loads(file.read(most_bytes))
    return None
