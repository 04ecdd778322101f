"""What a live session leaves: trace, table, recordings, summary, and its line in the history."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import ExitStack, suppress
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

from matside import __version__
from matside.app.live_parts import Controls
from matside.app.outputs import Outputs, OutputSettings
from matside.app.practice_setting import PracticeOptions
from matside.app.request import CoachRunner, Request
from matside.app.streams import Stream
from matside.body.frames import Frame, PoseFrame
from matside.capture.live import LiveSource
from matside.coach.result import FrameResult
from matside.coach.summary import Notice, NoticeKind, Summary
from matside.errors import OutputError
from matside.pose.model import Model
from matside.record.files import OutputFolder
from matside.record.history.database import SESSIONS, person_folder
from matside.record.history.recorder import Recorder
from matside.record.history.stored import SessionStart
from matside.record.session_video import recording_path, told_start
from matside.record.trace import StepBegun
from matside.record.video import VideoWriter
from matside.record.video_encoding import RECORDING
from matside.terminal import texts

SUMMED_EVERY_S: Final = 1.0
"""Interval at which the session's summary so far is made."""

_log = logging.getLogger(__name__)


def kept_in(
    options: PracticeOptions, request: Request, source: LiveSource, model: Model
) -> tuple[Outputs | None, Recorder | None]:
    """Return the files and the history that a session that begins now is kept in, if any."""
    if not options.save and options.output is None:
        return None, None
    folder = _session_folder(options.output or person_folder() / SESSIONS, request)
    stream = Stream(
        name=source.name,
        seen=iter(()),
        size_px=source.size_px,
        rate_hz=source.rate_hz,
        model=(model.name, model.sha256),
    )
    asked = request.options()
    settings = OutputSettings(annotate=False, privacy=options.pictures)
    outputs = Outputs(folder, stream, request.library, asked, settings)
    start = SessionStart(
        kind="practice",
        started=datetime.now().astimezone(),
        source=source.name,
        matside=__version__,
        folder=folder.path,
        exercise=asked["exercise"],
        pain_before=options.pain_before,
    )
    return outputs, Recorder(start, outputs.context()) if options.save else None


def _session_folder(root: Path, request: Request) -> OutputFolder:
    """Return a new folder that is called after the day, the time and what was asked for."""
    started = datetime.now().astimezone()
    what = "-".join(request.targets()) or "practice"
    stem = f"{started:%Y-%m-%d-%H%M%S}-{what.replace('_', '-')}"
    path, number = root / stem, 1
    while path.exists():
        number += 1
        path = root / f"{stem}-{number}"
    return OutputFolder.at(path)


class SessionFiles:
    """Keeps a live session while it runs; use it as a context manager.

    A file that cannot be written is reported once (``notices``) and left alone
    from then on: the session goes on without it.

    Args:
        outputs: Trace, table and summary, and the folder of recordings; ``None`` for none.
        recorder: The history; ``None`` for a session that is not in it.
        runner: The coach; asked for the session's result.
        controls: Says whether to record.

    Attributes:
        so_far: The session's result, at most a second old; ``None`` at first.
        report: The page on the session, once ``finish`` has written it.
        notices: What could not be written, and why.
    """

    def __init__(
        self,
        outputs: Outputs | None,
        recorder: Recorder | None,
        runner: CoachRunner,
        controls: Controls,
    ) -> None:
        self._outputs = outputs
        self._writable = outputs
        self._recorder = recorder
        self._runner = runner
        self._controls = controls
        self._stack = ExitStack()
        self._video: VideoWriter | None = None
        self._recordings = 0
        self._summed_s = float("-inf")
        self.so_far: Summary | None = None
        self.report: Path | None = None
        self.notices: list[Notice] = []

    @property
    def folder(self) -> Path | None:
        """Where the files are; ``None`` if there are none."""
        return None if self._outputs is None else self._outputs.folder.path

    @property
    def stored(self) -> str:
        """Identifier of the session in the history; empty if it is not there."""
        recorder = self._recorder
        return recorder.session if recorder is not None and not recorder.warning else ""

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            if self._outputs is not None:
                stack.enter_context(self._outputs)
            if self._recorder is not None:
                stack.enter_context(self._recorder)
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._stack.__exit__(kind, error, traceback)

    def write(
        self,
        frame: Frame,
        pose: PoseFrame,
        result: FrameResult,
        step: StepBegun | None = None,
    ) -> None:
        """Keep one judged frame, and the step of the plan that begins with it, if one does."""
        outputs = self._writable
        if outputs is not None and not self._tried(
            lambda: outputs.write(frame, pose, result, step), NoticeKind.UNSAVED
        ):
            self._writable = None
            with suppress(OutputError):  # told already; what could be written stays
                outputs.close()
        if (self._controls.recording or self._video is not None) and not self._tried(
            lambda: self._record(frame, result), NoticeKind.RECORDING_ENDED
        ):
            self._video = None
            self._controls.recording = False
        if result.t_s - self._summed_s >= SUMMED_EVERY_S:
            self._summed_s = result.t_s
            self.so_far = self._runner.so_far()
            if self._recorder is not None:
                self._recorder.note(self.so_far)

    def close_files(self) -> None:
        """Finish recording, trace and table; the history stays open."""
        if self._video is not None:
            self._tried(self._end_recording, NoticeKind.RECORDING_CUT)
        if self._writable is not None:
            self._tried(self._writable.close, NoticeKind.NO_TABLE)

    def finish(self, summary: Summary, *, pain_after: int | None = None) -> None:
        """Write the summary, and the last word on the session to the history; may be called again.

        Args:
            summary: The session's result.
            pain_after: 0..10, if it was reported.
        """
        outputs, recorder = self._writable, self._recorder
        if outputs is not None:
            self._tried(lambda: self._write_summary(outputs, summary), NoticeKind.NO_REPORT)
        if recorder is not None:
            recorder.finish(summary, pain_after=pain_after)
            if recorder.warning:
                self._note(NoticeKind.NO_HISTORY, recorder.warning)

    def _write_summary(self, outputs: Outputs, summary: Summary) -> None:
        outputs.write_summary(summary)
        session = "" if self._recorder is None else self._recorder.session
        self.report = outputs.write_report(summary, session)

    def _record(self, frame: Frame, result: FrameResult) -> None:
        """Begin, go on with or end a recording; a picture of another size begins a new one."""
        if self._video is not None and not (
            self._controls.recording and self._video.size_px == frame.size_px
        ):
            self._end_recording()
        if self._controls.recording and self._video is None:
            self._video = self._begin_recording(frame)
        if self._video is not None:
            outputs = self._outputs
            image = frame.image if outputs is None else outputs.veiled(frame, result)
            self._video.write(image, frame.t_s)

    def _begin_recording(self, frame: Frame) -> VideoWriter:
        if self._outputs is None:
            raise OutputError("There is no folder for recordings: name one with --output.")
        if self._outputs.unseen:
            raise OutputError(texts.NO_RECORDING())
        self._recordings += 1
        path = recording_path(self._outputs.folder.path, self._recordings)
        return VideoWriter(path, frame.size_px, RECORDING, comment=told_start(frame.t_s))

    def _end_recording(self) -> None:
        video, self._video = self._video, None
        if video is None:
            return
        video.close()
        if video.dropped:
            _log.info("frames left out of the recording: %d", video.dropped)

    def _tried(self, do: Callable[[], None], otherwise: NoticeKind) -> bool:
        try:
            do()
        except OutputError as error:
            self._note(otherwise, str(error))
            return False
        return True

    def _note(self, kind: NoticeKind, detail: str) -> None:
        notice = Notice(kind=kind, detail=detail)
        if notice not in self.notices:
            self.notices.append(notice)
