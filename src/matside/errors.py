"""Every error that matside raises on purpose.

Each message says what was expected, what was found and what to do, in one
sentence that a person who has never seen the code can act on. The command
line prints it and ends with ``exit_code``.
"""

from __future__ import annotations

from matside.translation import _


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


class HistoryError(MatsideError):
    """The history of sessions cannot be opened, read, written or imported."""


class SystemLibraryError(MatsideError):
    """A library or command of the system is missing: for OpenCV, MediaPipe, speech or sound."""


class DisplayError(MatsideError):
    """A window cannot be opened: no display, or an OpenCV that opens none."""
