"""Standard streams that end no session: closed ones, and a reader that goes away."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, redirect_stdout, suppress
from typing import Any, TextIO

from matside.errors import system_reason
from matside.translation import _


class PatientOutput:
    """A stream of text that throws away what cannot be written any more.

    A reader such as ``head`` has read enough, and a full disk behind a
    redirection is no reason to lose an hour of practice: the results are in
    files of their own.

    Args:
        stream: Where to write.

    Attributes:
        failure: What went wrong first; ``None`` so far.
    """

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.failure: OSError | None = None

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 (whatever the stream offers)
        return getattr(self._stream, name)

    @property
    def lost(self) -> bool:
        """Whether something could not be written that somebody still wanted to read."""
        return self.failure is not None and not isinstance(self.failure, BrokenPipeError)

    def write(self, text: str) -> int:
        """Write text, or nothing once it cannot be written; return how much of it was taken."""
        if self.failure is None:
            try:
                return self._stream.write(text)
            except OSError as error:
                self._give_up(error)
        return len(text)

    def flush(self) -> None:
        """Write what waits, if it can still be written."""
        if self.failure is None:
            try:
                self._stream.flush()
            except OSError as error:
                self._give_up(error)

    def _give_up(self, error: OSError) -> None:
        self.failure = error
        # Python would write what waits once more at its end, and complain.
        with suppress(OSError, ValueError):
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, self._stream.fileno())
            os.close(nowhere)


@contextmanager
def only_json(wanted: bool) -> Iterator[TextIO]:
    """Yield standard output; where JSON is wanted, all that others print goes to standard error."""
    output = sys.stdout
    if not wanted:
        yield output
        return
    with redirect_stdout(sys.stderr):
        yield output


@contextmanager
def patient_streams() -> Iterator[PatientOutput]:
    """Yield standard output; meanwhile no stream that is closed or broken ends the program.

    What cannot be printed for another reason than that nobody reads it any
    more, such as a full disk, is told on standard error at the end.
    """
    before = sys.stdin, sys.stdout, sys.stderr
    with open(os.devnull, encoding="utf-8") as nothing, open(os.devnull, "w") as nowhere:  # noqa: PTH123
        sys.stdin = before[0] if before[0] is not None and not before[0].closed else nothing
        printed = PatientOutput(before[1] if before[1] is not None else nowhere)
        patient_error = PatientOutput(before[2] if before[2] is not None else nowhere)
        sys.stdout, sys.stderr = printed, patient_error
        try:
            yield printed
            printed.flush()
            if printed.failure is not None and printed.lost:
                reason = system_reason(printed.failure)
                patient_error.write(
                    _(
                        "matside: Not all could be printed ({reason}): what was "
                        "saved is whole, print it to somewhere else.\n",
                        reason=reason,
                    )
                )
        finally:
            patient_error.flush()
            sys.stdin, sys.stdout, sys.stderr = before
