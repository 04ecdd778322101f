"""Every error that matside raises on purpose.

Each message says what was expected, what was found and what to do, in one
sentence that a person who has never seen the code can act on. The command
line prints it and ends with ``exit_code``.
"""

from __future__ import annotations

import errno
from typing import Final

from matside.translation import N_, Text, _


class MatsideError(Exception):
    """The root of matside's errors: a sentence in the language in use when it is told.

    Args:
        message: The sentence in English, with ``{named}`` placeholders where ``values`` are given;
            it is looked up in the catalogue.
        values: What its placeholders stand for; another error is told in the same language.
    """

    exit_code = 1

    def __init__(self, message: str = "", **values: object) -> None:
        super().__init__(message)
        self.message, self.values = message, values

    def __str__(self) -> str:
        """Return the sentence in the language in use."""
        return _(self.message, **self.values)


class UsageError(MatsideError):
    """What was asked for does not exist or does not fit together."""

    exit_code = 2


class ExerciseError(UsageError):
    """An exercise file is missing, unreadable or wrong."""


class WithheldError(UsageError):
    """What a person said about themselves leaves nothing of what was asked for."""


class ModelError(MatsideError):
    """The pose model is missing, is not the expected one, or cannot be loaded."""


class SourceError(MatsideError):
    """A video, picture or trace cannot be read at all."""


class CameraError(MatsideError):
    """A camera or a stream cannot be opened: not there, busy, not allowed, or no video."""


class OutputError(MatsideError):
    """A result cannot be written: no permission, no space, or no such folder."""


class FolderInUseError(OutputError):
    """Another run is writing the results of the clip at this moment."""


class HistoryError(MatsideError):
    """The history of sessions cannot be opened, read, written or imported."""


class SystemLibraryError(MatsideError):
    """What matside stands on is missing or not whole: a library, a package, a voice or a device."""


class DisplayError(MatsideError):
    """A window cannot be opened: no display, or an OpenCV that opens none."""


_BARRED: Final = Text("permission denied")
_SYSTEM_REASONS: Final = {
    errno.ENOENT: Text("no such file or folder"),
    errno.EACCES: _BARRED,
    errno.EPERM: _BARRED,
    errno.EEXIST: Text("the name is taken already"),
    errno.EISDIR: Text("it is a folder"),
    errno.ENOTDIR: Text("a part of the path is no folder"),
    errno.ENOTEMPTY: Text("the folder is not empty"),
    errno.ENAMETOOLONG: Text("the name is too long"),
    errno.ELOOP: Text("the links in the path go round in a circle"),
    errno.ENOSPC: Text("the disk is full"),
    errno.EROFS: Text("the disk can only be read"),
    errno.EFBIG: Text("the file would be too large"),
    errno.EIO: Text("the disk or the device fails"),
    errno.ENODEV: Text("there is no such device"),
    errno.ENXIO: Text("there is no such device"),
    errno.EBUSY: Text("another program is using it"),
    errno.ETXTBSY: Text("another program is using it"),
    errno.EMFILE: Text("too many files are open"),
    errno.ENFILE: Text("too many files are open"),
    errno.ENOMEM: Text("there is not enough memory"),
    errno.EPIPE: Text("the other side has ended"),
    errno.ECONNREFUSED: Text("the connection is refused"),
    errno.ECONNRESET: Text("the connection broke off"),
    errno.ECONNABORTED: Text("the connection broke off"),
    errno.EHOSTUNREACH: Text("the computer cannot be reached"),
    errno.ENETUNREACH: Text("the network cannot be reached"),
    errno.ETIMEDOUT: Text("there was no answer in time"),
}


_REFUSALS: Final = frozenset(
    {
        *(errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOSPC, errno.EIO),
        *(errno.EMFILE, errno.ENFILE, errno.ENOMEM),
    }
)
"""What the system may refuse at any line of a program that is right."""
_REFUSED: Final = N_("Cannot use {path}: {reason}. Put that right, and try again.")


def refusal(error: OSError) -> MatsideError | None:
    """Return what to tell a person whom the system refuses a file; ``None`` for other errors."""
    if error.errno not in _REFUSALS or error.filename is None:
        return None
    return MatsideError(_REFUSED, path=error.filename, reason=system_reason(error))


def system_reason(error: Exception) -> Text | str:
    """Return what the system says is wrong: a text of the catalogue where it is a common reason.

    Args:
        error: An ``OSError``, or another library's error with its ``errno``. Without a known one
            the reason stays as it was given, in the system's or the library's own words.
    """
    known = _SYSTEM_REASONS.get(getattr(error, "errno", None) or 0)
    words = str(getattr(error, "strerror", None) or error).rstrip(".")
    return known or words or type(error).__name__
