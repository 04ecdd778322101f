"""The file with the key of the page's server, for the one that follows if it is killed."""

from __future__ import annotations

import json
from contextlib import suppress
from pathlib import Path
from typing import Final

from matside.errors import OutputError
from matside.page.resumption import Resumption
from matside.record.files import write_whole

_FILES: Final = "page-*.json"
_MOST_BYTES: Final = 1 << 12


def resume(folder: Path, port: int) -> Resumption:
    """Return what lets pages of the server before in, and leave this one's key in the folder."""
    path = _file(folder, port)
    former = ""
    with suppress(OSError, ValueError, RecursionError), path.open("rb") as file:
        told = json.loads(file.read(_MOST_BYTES))
        found = told.get("key") if isinstance(told, dict) else None
        former = found if isinstance(found, str) else ""
    path.unlink(missing_ok=True)  # it is good once, even if no new one can be written
    resumption = Resumption(port, former)
    with suppress(OutputError, OSError):
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_whole(path, json.dumps({"key": resumption.key}) + "\n")
    return resumption


def forget(folder: Path, port: int) -> None:
    """Delete the key of a server that ends gently."""
    with suppress(OSError):
        _file(folder, port).unlink(missing_ok=True)


def left_ports(folder: Path) -> list[int]:
    """Return the ports of servers that were killed, or that run: those have theirs taken."""
    names = [path.stem.removeprefix("page-") for path in sorted(folder.glob(_FILES))]
    return [int(name) for name in names if name.isdecimal() and 0 < int(name) < 1 << 16]


def _file(folder: Path, port: int) -> Path:
    return folder / f"page-{port}.json"
