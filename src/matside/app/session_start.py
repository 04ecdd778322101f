"""What the history records when a session begins."""

from __future__ import annotations

import hashlib
import uuid
from datetime import datetime
from pathlib import Path
from typing import Final

from matside import __version__
from matside.app.request import Request
from matside.record.history.stored import SessionStart
from matside.wording.formatting import printable

_SAMPLED: Final = 1 << 20
"""Bytes at either end of a recording by which it is known again."""
_RECORDINGS: Final = uuid.UUID("0b1a6d0e-52f4-5b0f-9c7b-3d5d6a1f7c55")


def of_practice(
    source: str, request: Request, *, folder: Path, pain_before: int | None
) -> SessionStart:
    """Return what is known of a live session that begins now."""
    return SessionStart(
        kind="practice",
        started=datetime.now().astimezone(),
        source=source,
        matside=__version__,
        folder=folder,
        exercise=request.options()["exercise"],
        pain_before=pain_before,
    )


def of_recording(path: Path, request: Request, *, folder: Path) -> SessionStart:
    """Return what is known of a recording: the same one is the same session each time.

    Its day is that on which the file was last written.
    """
    return SessionStart(
        kind="analysis",
        started=_written(path),
        source=printable(path.name),
        matside=__version__,
        folder=folder.resolve(),
        exercise=request.options()["exercise"],
        id=recording_id(path),
    )


def recording_id(path: Path) -> str:
    """Return the identifier under which the history knows a recording."""
    return str(uuid.uuid5(_RECORDINGS, _fingerprint(path)))


def _written(path: Path) -> datetime:
    """Return when a file was last written; now, where the file system tells of no possible day."""
    try:
        return datetime.fromtimestamp(path.stat().st_mtime).astimezone()
    except (ValueError, OverflowError, OSError):
        return datetime.now().astimezone()


def _fingerprint(path: Path) -> str:
    size = path.stat().st_size
    digest = hashlib.sha256(str(size).encode())
    with path.open("rb") as file:
        digest.update(file.read(_SAMPLED))
        file.seek(max(0, size - _SAMPLED))
        digest.update(file.read(_SAMPLED))
    return digest.hexdigest()
