"""Keeping MediaPipe's start-up messages off the terminal.

MediaPipe, absl and TensorFlow Lite write notes for their own developers to
file descriptor 2 from C++ threads. In MediaPipe 0.10.31 the environment
variables ``GLOG_minloglevel`` and ``TF_CPP_MIN_LOG_LEVEL`` change nothing, so
the descriptor is pointed at a temporary file for a moment. Afterwards every
line that is not one of those notes is written to the real standard error.

Only if the process itself aborts inside that moment is its last message lost;
debug mode leaves everything alone.
"""

from __future__ import annotations

import os
import re
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import IO, Final

_STDERR: Final = 2
_LOCK: Final = threading.RLock()
"""The descriptor belongs to the whole process: one redirection at a time."""
_CHATTER: Final = re.compile(
    rb"INFO: Created TensorFlow Lite \w+ delegate for \w+\.\s*"
    rb"|WARNING: All log messages before absl::InitializeLog\(\) is called are written to STDERR\s*"
    rb"|[IW]\d{4} [\d:.]+ +\d+ [\w./-]+\.cc:\d+\] .*\s*"
)


@contextmanager
def quiet(*, enabled: bool = True) -> Iterator[None]:
    """Hide MediaPipe's notes while the block runs; all else reaches standard error after it.

    Does nothing if ``enabled`` is false, if there is no standard error (a
    windowed program), or if no temporary file can be made.
    """
    if not enabled:
        yield
        return
    with _LOCK:
        redirected = _redirect()
        try:
            yield
        finally:
            if redirected is not None:
                _restore(*redirected)


def without_chatter(text: bytes) -> bytes:
    """Return ``text`` without the lines that are MediaPipe's, absl's or TensorFlow Lite's notes."""
    return b"".join(line for line in text.splitlines(keepends=True) if not _CHATTER.fullmatch(line))


def _redirect() -> tuple[int, IO[bytes]] | None:
    """Point standard error at a temporary file; return the real descriptor and that file."""
    _flush()
    try:
        real = os.dup(_STDERR)
    except OSError:
        return None
    try:
        file = tempfile.TemporaryFile()  # noqa: SIM115 (closed by _restore)
        os.dup2(file.fileno(), _STDERR)
    except OSError:
        os.close(real)
        return None
    return real, file


def _restore(real: int, file: IO[bytes]) -> None:
    """Undo ``_redirect`` and hand on what was not chatter."""
    _flush()
    os.dup2(real, _STDERR)
    os.close(real)
    with file:
        file.seek(0)
        rest = without_chatter(file.read())
    with suppress(OSError):
        while rest:
            rest = rest[os.write(_STDERR, rest) :]


def _flush() -> None:
    """Flush Python's own buffer, so that its lines stay on their side of the redirection."""
    with suppress(OSError, ValueError, AttributeError):
        sys.stderr.flush()
