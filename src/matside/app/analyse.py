"""The job of ``matside analyse``: videos, pictures and traces into files and tables."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Protocol

from rich.console import Console
from rich.text import Text

from matside.app.api import noticed, resumed
from matside.app.coach_runner import CoachRunner
from matside.app.naming import labels_of
from matside.app.outputs import Outputs, OutputSettings
from matside.app.process import own_process
from matside.app.request import Request
from matside.app.session_start import of_recording
from matside.app.signals import ended_by_signals
from matside.app.streams import Stream, is_trace, open_stream
from matside.capture.files import find_videos
from matside.coach.summary import Notice, NoticeKind, Summary
from matside.errors import MatsideError, UsageError
from matside.exercise.library import load_library, with_own_files
from matside.exercise.limits import LimitName
from matside.pose.model import ModelChoice, Quality
from matside.pose.rate import Rate
from matside.record.files import DEFAULT_ROOT
from matside.record.history.recorder import Recorder
from matside.record.results_folder import results_folder
from matside.terminal.progress import AnalysisProgress
from matside.terminal.report_table import FileOutcome, overview, summary_report
from matside.translation import _
from matside.wording.formatting import printable
from matside.wording.labels import Labels

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells expect it (128 + SIGINT); SIGTERM and SIGHUP end it alike."""
NOTHING_RECOGNISED: Final = 3
"""Exit code if all went well and no exercise was recognised in any file."""

_log = logging.getLogger(__name__)


class Bar(AbstractContextManager[object], Protocol):
    """What shows how far the analysis of a file has come."""

    def show(self, done_s: float) -> None:
        """Say that so many seconds of the file are done."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AnalyseOptions:
    """How to analyse; what is left out is as most people want it.

    Attributes:
        exercise: Name of the exercise; ``None`` to recognise it.
        exercise_files: Exercise files of one's own.
        dose: Identifier of the dose to aim at.
        output: Folder that gets a folder for each file.
        model: Another pose model, or which of matside's own.
        rate: Which frames the model looks at; with a drawn video every one.
        files: Which files are wanted.
        limits: What limits the person in the videos.
        slow_motion: Seconds a video shows for each second that was filmed.
        save: Whether to keep the sessions in the history.
        debug: Leave MediaPipe's messages on standard error.
        progress: Shows how far a file has come, given its name and its length
            in seconds where that is known; may raise ``KeyboardInterrupt`` to
            end it.
    """

    exercise: str | None = None
    exercise_files: Sequence[Path] = ()
    dose: str | None = None
    output: Path = DEFAULT_ROOT
    model: ModelChoice = Quality.NORMAL
    rate: Rate = Rate.EVERY
    files: OutputSettings = field(default_factory=OutputSettings)
    limits: tuple[LimitName, ...] = ()
    slow_motion: float = 1.0
    save: bool = True
    debug: bool = False
    progress: Callable[[str, float | None], Bar] = field(
        default=lambda name, length_s: AnalysisProgress(Console(stderr=True), name, length_s)
    )


def run_analyse(
    paths: Sequence[Path], options: AnalyseOptions, *, console: Console | None = None
) -> int:
    """Analyse files and folders, write the results, print the tables; return the exit code.

    One bad file does not stop the others; it is named at the end and the exit
    code is 1. It is 3 if no exercise was recognised in any. After Ctrl-C,
    SIGTERM or SIGHUP what was analysed so far is saved and the exit code is 130.

    Raises:
        MatsideError: Nothing can be begun: no such file, exercise or model, or
            the only file failed.
    """
    library = with_own_files(load_library(), options.exercise_files)
    request = Request(library=library, exercises=_named(options.exercise), dose=options.dose)
    request = request.adapted_to(options.limits)
    request.runner()
    if options.rate is Rate.AUTO and options.files.annotate:
        raise UsageError("The drawn video shows every frame: give --no-video with --rate auto.")
    files = find_videos(paths)
    job = _Job(
        request=request,
        labels=labels_of(request.library),
        options=options,
        console=console or Console(),
    )
    with own_process(), ended_by_signals():
        outcomes, interrupted = job.run_all(files)
    if len(files) > 1:
        job.console.print(overview(outcomes, job.labels))
    if interrupted:
        return INTERRUPTED
    if any(outcome.failure for outcome in outcomes):
        return 1
    return 0 if any(_recognised(outcome.summary) for outcome in outcomes) else NOTHING_RECOGNISED


def _recognised(summary: Summary | None) -> bool:
    """Return whether any exercise was recognised, in a video or in a picture."""
    if summary is None:
        return False
    return bool(summary.sections) or any(still.exercise for still in summary.stills)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Done:
    """What became of one file."""

    summary: Summary
    interrupted: bool
    report: Path | None
    warning: str


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """What is the same for every file of a run."""

    request: Request
    labels: Labels
    options: AnalyseOptions
    console: Console

    def run_all(self, files: Sequence[Path]) -> tuple[list[FileOutcome], bool]:
        """Analyse one file after the other; return what each came to, and whether it was stopped.

        Raises:
            MatsideError: The only file failed.
        """
        outcomes: list[FileOutcome] = []
        for file in files:
            try:
                summary, interrupted = self.run(file)
            except KeyboardInterrupt:  # between two frames, or while a file is opened
                return outcomes, True
            except Exception as error:
                if len(files) == 1:
                    raise
                outcomes.append(FileOutcome(name=printable(file.name), failure=_failure(error)))
                continue
            outcomes.append(FileOutcome(name=printable(file.name), summary=summary))
            if interrupted:
                return outcomes, True
        return outcomes, False

    def run(self, path: Path) -> tuple[Summary, bool]:
        """Analyse one file; return its summary and whether it was interrupted."""
        options = self.options
        with open_stream(
            path,
            options.model,
            rate=options.rate,
            slow_motion=options.slow_motion,
            debug=options.debug,
        ) as stream:
            request = resumed(self.request, stream)
            with results_folder(_owner(path, stream), self.options.output) as folder:
                outputs = Outputs(
                    folder, stream, request.library, request.options(), self.options.files
                )
                done = self._judged(path, stream, request, outputs)
        self.console.print(summary_report(stream.name, done.summary, self.labels))
        self.console.print(Text(f"Results: {folder.home}"), soft_wrap=True)
        if done.report is not None:
            report = folder.home / done.report.name
            self.console.print(Text(f"Report:  {report}"), soft_wrap=True)
        if done.warning:
            self.console.print(Text(f"Not in the history: {done.warning}"), soft_wrap=True)
        return done.summary, done.interrupted

    def _judged(self, path: Path, stream: Stream, request: Request, outputs: Outputs) -> _Done:
        """Judge the whole stream, write all that is wanted of it, and say what it came to."""
        runner = request.runner()
        with self._history(path, stream, request, outputs) as history:
            interrupted = self._go_through(stream, runner, outputs, history)
            summary = noticed(runner.end(), stream).noting(*outputs.notices())
            if interrupted:
                stopped = Notice(kind=NoticeKind.STOPPED_BY_HAND, t_s=summary.end_s)
                summary = summary.noting(stopped)
            if history is not None:
                (history.note if interrupted else history.finish)(summary)
        outputs.write_summary(summary)
        return _Done(
            summary=summary,
            interrupted=interrupted,
            report=outputs.write_report(summary),
            warning=history.warning if history is not None else "",
        )

    def _history(
        self, path: Path, stream: Stream, request: Request, outputs: Outputs
    ) -> AbstractContextManager[Recorder | None]:
        """Return what keeps the session in the history: not for a picture or a replay."""
        if not self.options.save or stream.is_picture or stream.header is not None:
            return nullcontext()
        start = of_recording(path, request, folder=outputs.folder.home)
        return Recorder(start, outputs.context())

    def _go_through(
        self, stream: Stream, runner: CoachRunner, outputs: Outputs, history: Recorder | None
    ) -> bool:
        """Judge and write every frame; return whether Ctrl-C ended it early."""
        bar = self.options.progress(stream.name, stream.duration_s)
        try:
            with outputs, bar:
                for frame, pose in stream.seen:
                    result = runner.take(pose)
                    outputs.write(frame, pose, result)
                    if history is not None and history.due():
                        history.note(runner.so_far())
                    bar.show(pose.t_s)
        except KeyboardInterrupt:
            return True
        return False


def _failure(error: Exception) -> str:
    """Return what ended one file; a fault of matside's own ends no other file."""
    if isinstance(error, MatsideError):
        return str(error)
    _log.debug("a file failed", exc_info=error)
    return _(
        "matside was expected to read it or to say why not, and failed with "
        "{error}: run it again with --debug, and report what that shows.",
        error=f"{error!r}",
    )


def _named(exercise: str | None) -> tuple[str, ...]:
    return (exercise,) if exercise is not None else ()


def _owner(path: Path, stream: Stream) -> Path:
    """Return what the output folder is named after: a trace's is its clip's, marked as a replay."""
    if not is_trace(path):
        return path
    return path.with_name(f"{Path(stream.name).stem}-replay")
