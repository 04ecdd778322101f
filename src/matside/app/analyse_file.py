"""The analysis of one file: looked at, judged, written to its folder, kept in the history."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from pydantic import Field
from rich.console import Console
from rich.text import Text

from matside import __version__
from matside.app.analyse_options import AnalyseOptions
from matside.app.api import noticed, resumed
from matside.app.board import FileState, Outcome
from matside.app.outputs import Outputs
from matside.app.process import asked_to_end
from matside.app.request import CoachRunner, Request
from matside.app.streams import Stream, is_trace, open_stream
from matside.coach.summary import Model, Notice, NoticeKind, Summary
from matside.errors import MatsideError
from matside.record.files import REPORT, OutputFolder, write_whole
from matside.record.history.recorder import Recorder
from matside.record.history.stored import SessionStart, last_written, recording_id
from matside.record.results_folder import finished_results, results_folder
from matside.record.summary_file import SummaryFile
from matside.record.trace_reader import read_trace
from matside.terminal import texts
from matside.terminal.report_table import summary_report
from matside.wording.formatting import printable
from matside.wording.labels import Labels

INTERRUPTED: Final = 130
"""Exit code after Ctrl-C, as shells expect it (128 + SIGINT); SIGTERM and SIGHUP end it alike."""
NOTHING_RECOGNISED: Final = 3
"""Exit code if all went well and no exercise was recognised in any file."""


class FinishedMeanwhileError(Exception):
    """Another run has finished the file: its results are in ``home``."""

    def __init__(self, home: Path) -> None:
        super().__init__(str(home))
        self.home = home


def analyse_file(
    path: Path, request: Request, options: AnalyseOptions, *, digest: str = ""
) -> Outcome:
    """Analyse one file, write its results and return where they are.

    If it is ended by hand, it was judged up to there.

    Args:
        path: A video, a picture or a trace.
        request: What is looked for.
        options: How.
        digest: Of all that the results are made from: it is left beside them,
            and the clip is analysed by one run at a time. Empty for a file by itself.

    Raises:
        MatsideError: The file cannot be used, or its results not be written.
        FinishedMeanwhileError: Results of the same digest are there, and ``force`` is not set.
    """
    with open_stream(
        path, options.model, rate=options.rate, slow_motion=options.slow_motion, debug=options.debug
    ) as stream:
        resumed_ = resumed(request, stream)
        owner = results_owner(path)
        with results_folder(owner, options.output, share_clip=not digest) as folder:
            if digest and not options.batch.force:
                known = finished_results(owner, options.output, digest)
                if known is not None:
                    raise FinishedMeanwhileError(known)
            session = _OpenedFile(path=path, stream=stream, request=resumed_, options=options)
            return session.judged(folder, digest)


def results_owner(path: Path) -> Path:
    """Return what a file's folder is named after: a trace's is its clip's, marked as a replay."""
    if not is_trace(path):
        return path
    try:
        header, _ = read_trace(path)
    except MatsideError:  # told once it is analysed
        return path
    return path.with_name(f"{Path(header.source).stem}-replay")


@dataclass(frozen=True, slots=True, kw_only=True)
class _OpenedFile:
    """One file while it is analysed."""

    path: Path
    stream: Stream
    request: Request
    options: AnalyseOptions

    def judged(self, folder: OutputFolder, digest: str) -> Outcome:
        """Judge the whole stream, and write all that is wanted of it."""
        runner = self.request.runner()
        outputs = Outputs(
            folder, self.stream, self.request.library, self.request.options(), self.options.files
        )
        with self._history(outputs) as history:
            interrupted = self._go_through(runner, outputs, history)
            summary = noticed(runner.end(), self.stream).noting(*outputs.notices())
            if interrupted:
                stopped = Notice(kind=NoticeKind.STOPPED_BY_HAND, t_s=summary.end_s)
                summary = summary.noting(stopped)
            if history is not None:
                (history.note if interrupted else history.finish)(summary)
        outputs.write_summary(summary)
        outputs.write_report(summary)
        if digest and not interrupted:
            write_whole(folder.done, digest)
        return Outcome(
            state=FileState.STOPPED if interrupted else FileState.DONE,
            folder=str(folder.home),
            warning=history.warning if history is not None else "",
        )

    def _history(self, outputs: Outputs) -> AbstractContextManager[Recorder | None]:
        """Return what keeps the session in the history: not for a picture or a replay."""
        if not self.options.save or self.stream.is_picture or self.stream.header is not None:
            return nullcontext()
        start = SessionStart(
            kind="analysis",
            started=last_written(self.path),
            source=printable(self.path.name),
            matside=__version__,
            folder=outputs.folder.home.resolve(),
            exercise=self.request.options()["exercise"],
            id=recording_id(self.path),
        )
        return Recorder(start, outputs.context(), path=self.options.history)

    def _go_through(self, runner: CoachRunner, outputs: Outputs, history: Recorder | None) -> bool:
        """Judge and write every frame; return whether Ctrl-C or a signal ended it early."""
        bar = self.options.progress(self.stream.name, self.stream.duration_s)
        try:
            with asked_to_end() as asked, outputs, bar:
                for frame, pose in self.stream.seen:
                    result = runner.take(pose)
                    outputs.write(frame, pose, result)
                    if history is not None and history.due():
                        history.note(runner.so_far())
                    bar.show(pose.t_s)
                    if asked():
                        return True
        except KeyboardInterrupt:
            return True
        return False


class AnalysedFile(Model):
    """One file of an analysis, as ``--json`` tells it under ``files``."""

    file: str = Field(description="The file, as it was named.")
    state: FileState
    folder: str | None = Field(default=None, description="Where its results are.")
    failure: str | None = Field(default=None, description="Why it failed, as a sentence.")
    summary: SummaryFile | None = Field(default=None, description="As in `summary.json`.")

    @classmethod
    def of_outcome(cls, path: Path, outcome: Outcome) -> Self:
        """Return what a batch made of a file.

        Raises:
            SourceError: Its summary cannot be read.
        """
        return cls(
            file=str(path),
            state=outcome.state,
            folder=outcome.folder or None,
            failure=outcome.failure or None,
            summary=outcome.summary() if outcome.folder else None,
        )


def print_file(name: str, outcome: Outcome, labels: Labels, console: Console) -> None:
    """Print the result of one file, and the folder it is in."""
    home = Path(outcome.folder)
    console.print(summary_report(name, outcome.summary(), labels))
    console.print(Text(texts.RESULTS(path=home)), soft_wrap=True)
    if (home / REPORT).exists():
        console.print(Text(texts.REPORT(path=home / REPORT)), soft_wrap=True)
    if outcome.warning:
        console.print(Text(texts.NOT_IN_HISTORY(reason=outcome.warning)), soft_wrap=True)


def recognised(summary: Summary) -> bool:
    """Return whether any exercise was recognised, in a video or in a picture."""
    return bool(summary.sections) or any(still.exercise for still in summary.stills)
