"""Files that are dropped on the page: streamed to disk, bounded, named by what they hold."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
import time
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool

from matside.errors import UsageError
from matside.page import session_texts

SPARE_BYTES: Final = 1 << 30
"""Left free on the disk for what is made of a recording."""
_MOST_LETTERS: Final = 80
_BLOCK: Final = 1 << 20
_UNSAFE: Final = re.compile(r"[^\w .()+-]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Refusals:
    """What is said of a file that is not taken.

    Attributes:
        name: Returns a sentence for one of another kind, given its suffix.
        size: Returns a sentence for one that is too large, given the bytes that fit.
    """

    name: Callable[[str], str]
    size: Callable[[int], str]


RECORDINGS: Final = Refusals(
    name=lambda found: session_texts.NO_RECORDING(found=found), size=session_texts.too_large
)


async def receive(  # noqa: PLR0913 (all that bounds an upload)
    body: AsyncIterator[bytes],
    folder: Path,
    *,
    name: str,
    suffixes: frozenset[str],
    stated: int | None,
    modified_s: float | None = None,
    most: int,
    refusals: Refusals = RECORDINGS,
) -> Path:
    """Return the file that a streamed body was written to, ``folder/<digest>/<name>``.

    The same file gets the same place each time. Nothing is left of a body
    that breaks off or is too large.

    Args:
        body: The bytes, as they come.
        folder: matside's own folder for uploads; made if need be.
        name: What the person calls it: only letters, digits and a known suffix are taken of it.
        suffixes: The suffixes that are known.
        stated: Length in bytes as the browser states it; ``None`` if it does not.
        modified_s: When it was made, in seconds since 1970; a time to come is not believed.
        most: Bytes that are taken at most.
        refusals: What is said where it is not taken.

    Raises:
        UsageError: It is too large, empty, or of another kind by its name.
    """
    clean = clean_name(name, suffixes, refusals)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    room = min(most, shutil.disk_usage(folder).free - SPARE_BYTES)
    if stated is not None and stated > room:
        raise UsageError(refusals.size(most if stated > most else max(room, 0)))
    part = folder / f"{secrets.token_hex(8)}.part"
    try:
        digest = await _written(body, part, room, refusals)
        place = folder / digest[:16]
        place.mkdir(mode=0o700, exist_ok=True)
        path = part.replace(place / clean)
    finally:
        part.unlink(missing_ok=True)
    if modified_s is not None and 0.0 < modified_s <= time.time():
        os.utime(path, (modified_s, modified_s))
    return path


def clean_name(name: str, suffixes: frozenset[str], refusals: Refusals = RECORDINGS) -> str:
    """Return a file name without any part of a path, of letters that every disk can hold.

    Raises:
        UsageError: Its suffix is none that is known.
    """
    last = Path(name.replace("\\", "/")).name
    stem, suffix = Path(last).stem, Path(last).suffix.lower()
    if suffix not in suffixes:
        raise UsageError(refusals.name(suffix or name[:_MOST_LETTERS]))
    stem = _UNSAFE.sub("-", stem).strip(" .-")[:_MOST_LETTERS]
    return f"{stem or 'recording'}{suffix}"


async def _written(body: AsyncIterator[bytes], part: Path, room: int, refusals: Refusals) -> str:
    """Write the body to ``part`` and return its digest."""
    digest, size, waiting = hashlib.sha256(), 0, bytearray()
    with part.open("xb") as file:
        async for chunk in body:
            size += len(chunk)
            if size > room:
                raise UsageError(refusals.size(max(room, 0)))
            digest.update(chunk)
            waiting += chunk
            if len(waiting) >= _BLOCK:
                await run_in_threadpool(file.write, bytes(waiting))
                waiting.clear()
        file.write(waiting)
    if not size:
        raise UsageError(session_texts.EMPTY_UPLOAD())
    return digest.hexdigest()
