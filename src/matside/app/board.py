"""The state of a batch in small files: what was begun, how far it has come, its result.

Files, because the workers that write them may be killed at any moment or run on another machine,
and the parent has to know afterwards which files they were working on.
"""

from __future__ import annotations

import json
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from matside.record.files import SUMMARY, writing
from matside.record.summary_file import SummaryFile, read_summary

_PREFIX: Final = ".matside-batch-"
ABANDONED_S: Final = 86400.0
"""A batch writes to its board every second; one untouched for so long is nobody's."""


class FileState(StrEnum):
    """What became of one file of a batch."""

    DONE = "done"
    FINISHED_BEFORE = "finished_before"
    """Its results were there already, made from the same file with the same options."""
    ELSEWHERE = "elsewhere"
    """Another run was at it."""
    FAILED = "failed"
    STOPPED = "stopped"
    """It was ended by hand; a single file was judged up to there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of one file of a batch.

    Attributes:
        state: Whether it was done.
        folder: Its results; empty where there are none.
        failure: Why it failed, as a sentence; else empty.
        warning: Why it is not in the history; else empty.
    """

    state: FileState
    folder: str = ""
    failure: str = ""
    warning: str = ""

    def summary(self) -> SummaryFile:
        """Return the summary in the folder.

        Raises:
            SourceError: It cannot be read.
        """
        return read_summary(Path(self.folder) / SUMMARY)


@dataclass(frozen=True, slots=True)
class Board:
    """The folder of these files; a disk that refuses them ends no analysis.

    Attributes:
        folder: Where they lie; every worker reaches it by the same path.
    """

    folder: Path

    @classmethod
    @contextmanager
    def below(cls, root: Path) -> Iterator[Board]:
        """Yield an empty board below ``root``, made if need be; it is removed afterwards.

        So are boards that killed batches left: nobody has written to them for a day.

        Raises:
            OutputError: It cannot be made.
        """
        with writing(root):
            root.mkdir(parents=True, exist_ok=True)
            _clear_abandoned(root)
            folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=root)).resolve()
        try:
            yield cls(folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    def begin(self, number: int) -> int:
        """Note that a file is begun, and return which attempt this is, from 1."""
        with suppress(OSError), self._begun(number).open("ab") as file:
            file.write(b"+")
        return max(1, self.attempts(number))

    def attempts(self, number: int) -> int:
        """Return how often a file was begun."""
        try:
            return self._begun(number).stat().st_size
        except OSError:
            return 0

    def show(self, number: int, share: float) -> None:
        """Note how far a file has come, 0..1."""
        with suppress(OSError):
            self._share(number).write_text(f"{share:.4f}", encoding="utf-8")

    def shares(self) -> dict[int, float]:
        """Return how far the files have come that are under way, by number."""
        shares = {}
        for path in self.folder.glob("*.share"):
            with suppress(OSError, ValueError):  # removed meanwhile, or being written
                shares[int(path.stem)] = float(path.read_text("utf-8"))
        return shares

    def end(self, number: int, outcome: Outcome) -> None:
        """Write the outcome of a file."""
        with suppress(OSError):
            part = self._ended(number).with_suffix(".part")
            part.write_text(json.dumps(asdict(outcome)), encoding="utf-8")
            part.replace(self._ended(number))
            self._share(number).unlink(missing_ok=True)

    def outcome(self, number: int) -> Outcome | None:
        """Return the outcome of a file; ``None`` as long as that is not known."""
        try:
            stored = json.loads(self._ended(number).read_text("utf-8"))
        except OSError:
            return None
        return Outcome(**(stored | {"state": FileState(stored["state"])}))

    def _begun(self, number: int) -> Path:
        return self.folder / f"{number}.begun"

    def _share(self, number: int) -> Path:
        return self.folder / f"{number}.share"

    def _ended(self, number: int) -> Path:
        return self.folder / f"{number}.ended"


def _clear_abandoned(root: Path) -> None:
    for folder in root.glob(f"{_PREFIX}*"):
        with suppress(OSError, ValueError):
            newest_s = max(path.stat().st_mtime for path in (folder, *folder.iterdir()))
            if time.time() - newest_s > ABANDONED_S:
                shutil.rmtree(folder, ignore_errors=True)
