"""Recordings that were given to the page, analysed one after the other in a thread of their own."""

from __future__ import annotations

import logging
import math
import os
import queue
import secrets
import shutil
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from rich.console import Console

from matside.app.analyse import run_analyse
from matside.app.analyse_options import AnalyseOptions
from matside.app.page_store import UPLOADS
from matside.app.prescribed import limits_in_force
from matside.capture.files import VIDEO_SUFFIXES
from matside.errors import MatsideError, UsageError
from matside.page import session_texts
from matside.page.model import JobState
from matside.record.history.database import SESSIONS, person_folder
from matside.record.history.sessions import History
from matside.record.history.stored import recording_id
from matside.wording.formatting import clock, duration

_SURE_S: Final = 2.0
"""After so long the time that is left can be told."""
_JOIN_S: Final = 5.0
_log = logging.getLogger(__name__)

Analyse = Callable[..., int]


@dataclass(slots=True, kw_only=True)
class _Job:
    """One recording; written in the thread that analyses, read in others."""

    id: str
    path: Path
    state: str = "waiting"
    trouble: str = ""
    session: int | None = None
    stopped: bool = False
    begun_s: float = math.nan
    done_s: float = 0.0
    length_s: float = math.nan


class RecordingJobs:
    """Analyses recordings in their order; what is kept of each is its report, not its copy."""

    def __init__(self, analyse: Analyse = run_analyse) -> None:
        self._analyse = analyse
        self._jobs: dict[str, _Job] = {}
        self._waiting: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="recordings", daemon=True)
        self._thread.start()

    @property
    def folder(self) -> Path:
        """Where recordings are received."""
        return person_folder() / UPLOADS

    @property
    def suffixes(self) -> frozenset[str]:
        """File names' endings that are known."""
        return VIDEO_SUFFIXES

    @property
    def busy(self) -> bool:
        """Whether one is being analysed or waits for it."""
        return any(job.state in {"waiting", "running"} for job in tuple(self._jobs.values()))

    def begin(self, path: Path) -> str:
        """Analyse a recording when its turn comes; return the job's name."""
        job = _Job(id=secrets.token_hex(8), path=path)
        self._jobs[job.id] = job
        self._waiting.put(job)
        return job.id

    def jobs(self) -> Sequence[JobState]:
        """Return all jobs of this start of the program, the newest first."""
        return [self._job_state(job) for job in reversed(tuple(self._jobs.values()))]

    def cancel(self, job: str) -> None:
        """End a job; what was analysed until then is kept.

        Raises:
            UsageError: There is no such job.
        """
        if job not in self._jobs:
            raise UsageError(session_texts.NO_JOB())
        self._jobs[job].stopped = True

    def close(self) -> None:
        """End what is running, and wait for it a while."""
        for job in tuple(self._jobs.values()):
            job.stopped = True
        self._waiting.put(None)
        self._thread.join(_JOIN_S)

    def _work(self) -> None:
        while (job := self._waiting.get()) is not None:
            state = "failed"
            try:
                state = "cancelled" if job.stopped else self._run(job)
            except MatsideError as error:
                place = f"{job.path.parent}{os.sep}"  # which tells nobody anything
                job.trouble = str(error).replace(place, "")
            except Exception:  # noqa: BLE001 - the next recording is analysed all the same
                _log.exception("the analysis of a recording failed")
                job.trouble = session_texts.BROKE()
            finally:
                self._remove_copy(job)
                job.state = state  # at last: the same recording may be sent again from now on

    def _remove_copy(self, job: _Job) -> None:
        """Delete the copy of a recording, unless it was sent again and waits in the same place."""
        place = job.path.parent
        others = (one for one in tuple(self._jobs.values()) if one is not job)
        if not any(one.state == "waiting" and one.path.parent == place for one in others):
            shutil.rmtree(place, ignore_errors=True)

    def _run(self, job: _Job) -> str:
        """Analyse a recording; return the state in which that leaves it."""
        job.state, job.begun_s = "running", time.monotonic()
        session = recording_id(job.path)
        options = AnalyseOptions(
            output=person_folder() / SESSIONS,
            limits=limits_in_force(),
            progress=lambda _name, length_s: _Bar(job, length_s),
        )
        self._analyse([job.path], options, console=Console(quiet=True))
        with History.open() as history:
            job.session = history.number_of(session)
        return "cancelled" if job.stopped else "done"

    def _job_state(self, job: _Job) -> JobState:
        known = job.length_s > 0.0
        share = min(1.0, job.done_s / job.length_s) if known else None
        return JobState(
            id=job.id,
            name=job.path.name,
            state=job.state,
            share=share,
            words=self._words(job, share),
            session=job.session,
        )

    def _words(self, job: _Job, share: float | None) -> str:
        match job.state:
            case "waiting":
                return session_texts.WAITING()
            case "running" if job.done_s <= 0.0:
                return session_texts.STARTING()
            case "running":
                whole = "" if share is None else clock(job.length_s)
                return session_texts.running(clock(job.done_s), whole, self._left(job, share))
            case "failed":
                return job.trouble
            case "cancelled":
                return session_texts.CANCELLED()
        return session_texts.FINISHED()

    def _left(self, job: _Job, share: float | None) -> str:
        passed_s = time.monotonic() - job.begun_s
        if not share or passed_s < _SURE_S:
            return ""
        return duration(math.ceil(passed_s * (1.0 - share) / share))


class _Bar(AbstractContextManager["_Bar"]):
    """Notes how far a job has come, and ends it as Ctrl-C would once it is to stop."""

    def __init__(self, job: _Job, length_s: float | None) -> None:
        self._job = job
        if length_s is not None and math.isfinite(length_s):
            job.length_s = length_s

    def show(self, done_s: float) -> None:
        """Say that so many seconds of the recording are done."""
        self._job.done_s = done_s
        if self._job.stopped:
            raise KeyboardInterrupt

    def __exit__(self, *_: object) -> None:
        return None
