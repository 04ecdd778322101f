"""Writes one running session to the history from a thread of its own.

The live loop only leaves the newest summary here and goes on; the thread waits
for the disk and for other programs. What cannot be written is a warning.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from matside.coach.summary import Summary
from matside.errors import HistoryError
from matside.record.history.database import history_file
from matside.record.history.sessions import History
from matside.record.history.stored import SessionStart, check_pain
from matside.record.summary_file import SummaryContext, SummaryFile

_LOG = logging.getLogger(__name__)

EVERY_S: Final = 1.0
"""How often a running session is written: a kill loses no more than this."""


@dataclass(frozen=True, slots=True)
class _Note:
    summary: Summary
    final: bool = False
    pain_after: int | None = None


class Recorder:
    """Takes the summaries of one session and stores the newest; use it as a context manager.

    The methods are for the thread that runs the session, return at once (but
    for ``finish``) and never raise a ``HistoryError``: ``warning`` tells it.
    While the history cannot be written it is tried anew at each note. A session
    that is left without ``finish`` stays in the history as interrupted; one
    that came to nothing is not kept.

    Args:
        start: What is known when it begins.
        context: What the summaries are of.
        path: The file of the history; ``None`` for the person's own.
        clock: Returns seconds that never run backwards, for ``due``.
    """

    def __init__(
        self,
        start: SessionStart,
        context: SummaryContext,
        *,
        path: Path | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.session = start.id
        self._start = start
        self._context = context
        self._path = path or history_file()
        self._clock = clock
        self._due_s = clock() + EVERY_S
        self._ready = threading.Condition()
        self._note: _Note | None = None
        self._idle = True
        self._leaving = False
        self._warning = ""
        self._history: History | None = None
        self._thread = threading.Thread(target=self._run, name="history", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        with self._ready:
            self._leaving = True
            self._ready.notify_all()
        self._thread.join()

    @property
    def warning(self) -> str:
        """Why the newest summary is not in the history; empty where all is well."""
        return self._warning

    def due(self) -> bool:
        """Return whether it is time for the next note: true about once a second."""
        now_s = self._clock()
        if now_s < self._due_s:
            return False
        self._due_s = now_s + EVERY_S
        return True

    def note(self, summary: Summary) -> None:
        """Hand over the session's result so far; a note that still waits is replaced."""
        self._leave(_Note(summary))

    def finish(self, summary: Summary, *, pain_after: int | None = None) -> None:
        """Store the session's final result, and wait until that was tried.

        It may be called again, such as once the pain afterwards is reported.

        Raises:
            ValueError: The pain is not 0..10.
        """
        check_pain(pain_after)
        self._leave(_Note(summary, final=True, pain_after=pain_after))
        with self._ready:
            self._ready.wait_for(lambda: self._idle or not self._thread.is_alive())

    def _leave(self, note: _Note) -> None:
        with self._ready:
            self._note, self._idle = note, False
            self._ready.notify_all()

    def _run(self) -> None:
        try:
            self._try(None)  # so that a kill in the first second leaves a session
            while (note := self._next()) is not None:
                self._try(note)
        finally:
            self._close()
            with self._ready:
                self._idle = True
                self._ready.notify_all()

    def _next(self) -> _Note | None:
        """Wait for a note and return it; ``None`` once there will be no more."""
        with self._ready:
            self._idle = self._note is None
            self._ready.notify_all()
            self._ready.wait_for(lambda: self._note is not None or self._leaving)
            note, self._note = self._note, None
            return note

    def _try(self, note: _Note | None) -> None:
        """Store the note, or only that the session has begun."""
        try:
            history = self._begun()
            if note is not None and note.summary.frames > 0:
                self._store(history, note)
        except HistoryError as error:
            if not self._warning:
                _LOG.debug("the session is not in the history: %s", error)
            self._warning = str(error)
        else:
            self._warning = ""

    def _begun(self) -> History:
        if self._history is None:
            history = History.open(self._path)
            try:
                history.begin(self._start)
            except BaseException:
                history.close()
                raise
            self._history = history
        return self._history

    def _store(self, history: History, note: _Note) -> None:
        summary = SummaryFile.of(note.summary, self._context)
        if note.final:
            history.finish(self.session, summary, pain_after=note.pain_after)
        else:
            history.checkpoint(self.session, summary)

    def _close(self) -> None:
        if self._history is None:
            return
        try:
            self._history.discard(self.session)
            self._history.close()
        except HistoryError as error:
            _LOG.debug("the history was not closed in order: %s", error)
