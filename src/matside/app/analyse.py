"""Analyse recorded videos, pictures and traces: from the command line and from Python."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rich.console import Console
from rich.text import Text

from matside.app.judging import Judging
from matside.app.naming import labels_of
from matside.app.outputs import Outputs
from matside.app.streams import Stream, is_trace, open_stream
from matside.capture.files import find_videos
from matside.coach.events import Event
from matside.coach.result import FrameResult
from matside.coach.summary import Summary
from matside.errors import MatsideError, SourceError, UsageError
from matside.exercise.library import find_exercise, load_library, with_own_files
from matside.exercise.schema import Exercise
from matside.present.labels import Labels
from matside.present.progress import AnalysisProgress
from matside.present.report_table import FileOutcome, overview, summary_report
from matside.record.files import DEFAULT_ROOT, OutputFolder

INTERRUPTED = 130
"""Exit code after Ctrl-C, as shells expect it (128 + SIGINT)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What an analysis came to.

    Attributes:
        summary: Sections with holds, repetitions and faults; coverage; notices.
        events: Everything that happened, in order of report.
        frames: What was known after each frame: measures, phase, posture, pose.
    """

    summary: Summary
    events: tuple[Event, ...]
    frames: tuple[FrameResult, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What is to be looked for.

    Attributes:
        library: All exercises that are known.
        exercise: Name of the one that is done; ``None`` to recognise it.
        dose: Identifier of the dose to aim at; ``None`` for the first.
    """

    library: tuple[Exercise, ...]
    exercise: str | None = None
    dose: str | None = None

    def judging(self) -> Judging:
        """Return a coach for one stream.

        Raises:
            UsageError: There is no exercise or dose of that name.
        """
        wanted = self.library
        if self.exercise is not None:
            wanted = (find_exercise(self.exercise, self.library),)
        doses = sorted({dose.id for exercise in wanted for dose in exercise.dose})
        if self.dose is not None and self.dose not in doses:
            raise UsageError(
                f"There is no dose called '{self.dose}': choose one of {', '.join(doses)}."
            )
        return Judging(wanted, forced=self.exercise is not None, dose=self.dose or "")

    def resumed(self, stream: Stream) -> Request:
        """Return the request with what a trace was made with, where nothing else is asked for."""
        options = stream.header.options if stream.header else {}
        exercise, dose = options.get("exercise"), options.get("dose")
        return replace(
            self,
            exercise=self.exercise or (str(exercise) if exercise else None),
            dose=self.dose or (str(dose) if dose else None),
        )


def analyse(
    path: Path | str,
    *,
    exercise: str | None = None,
    exercise_files: Sequence[Path | str] = (),
    model: Path | str | None = None,
) -> Analysis:
    """Analyse one recording and return what it came to; writes no file.

    Args:
        path: A video, a picture, or a trace that matside wrote.
        exercise: Name of the exercise; ``None`` to recognise it.
        exercise_files: Exercise files of one's own to know besides matside's.
        model: Another MediaPipe pose model (``.task``).

    Returns:
        Summary, events and frames. Times are seconds of the recording, angles
        are estimates in degrees, what could not be measured is NaN.

    Raises:
        MatsideError: The file, model or exercise cannot be used; the message
            says what to do.

    Example:
        >>> from matside import analyse
        >>> from matside.data import data_folder
        >>> clip = data_folder("sample_videos") / "cat_cow_5reps.mp4"
        >>> section = analyse(clip).summary.sections[0]
        >>> section.exercise, section.reps
        ('cat_cow', {None: 5})
    """
    library = with_own_files(load_library(), [Path(file) for file in exercise_files])
    request = Request(library=library, exercise=exercise)
    with open_stream(Path(path), Path(model) if model is not None else None) as stream:
        judging = request.resumed(stream).judging()
        frames = tuple(judging.take(pose) for _, pose in stream.seen)
        summary = _noticed(judging.end(), stream)
    return Analysis(summary=summary, events=tuple(judging.events), frames=frames)


def run_analyse(  # noqa: PLR0913 (one for each option of the command line)
    *,
    paths: Sequence[Path],
    exercise: str | None = None,
    exercise_files: Sequence[Path] = (),
    output: Path | None = None,
    model: Path | None = None,
    video: bool = True,
    debug: bool = False,
    dose: str | None = None,
    console: Console | None = None,
) -> int:
    """Analyse files and folders, write the results, print the tables; return the exit code.

    One bad file does not stop the others; it is named at the end and the exit
    code is 1. After Ctrl-C what was analysed so far is saved and the exit code
    is 130.

    Raises:
        MatsideError: Nothing can be begun: no such file, exercise or model, or
            the only file failed.
    """
    console = console or Console()
    library = with_own_files(load_library(), exercise_files)
    request = Request(library=library, exercise=exercise, dose=dose)
    request.judging()
    files = find_videos(paths)
    job = _Job(
        request=request,
        labels=labels_of(library),
        root=output or DEFAULT_ROOT,
        model=model,
        video=video,
        debug=debug,
        console=console,
    )
    outcomes = []
    interrupted = False
    for file in files:
        try:
            summary, interrupted = job.run(file)
            outcomes.append(FileOutcome(name=file.name, summary=summary))
        except MatsideError as error:
            if len(files) == 1:
                raise
            outcomes.append(FileOutcome(name=file.name, failure=str(error)))
        if interrupted:
            break
    if len(files) > 1:
        console.print(overview(outcomes, job.labels))
    if interrupted:
        return INTERRUPTED
    return 1 if any(outcome.failure for outcome in outcomes) else 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """What is the same for every file of a run."""

    request: Request
    labels: Labels
    root: Path
    model: Path | None
    video: bool
    debug: bool
    console: Console

    def run(self, path: Path) -> tuple[Summary, bool]:
        """Analyse one file; return its summary and whether it was interrupted."""
        with open_stream(path, self.model, debug=self.debug) as stream:
            request = self.request.resumed(stream)
            judging = request.judging()
            folder = OutputFolder.for_source(_owner(path, stream), self.root)
            options = {"exercise": request.exercise, "dose": request.dose}
            outputs = Outputs(folder, stream, self.labels, options, annotate=self.video)
            interrupted = self._go_through(stream, judging, outputs)
            summary = _noticed(judging.end(), stream)
        if interrupted:
            notice = f"Stopped by hand at {summary.end_s:.1f} s; what came before is saved."
            summary = replace(summary, notices=(*summary.notices, notice))
        outputs.write_summary(summary)
        self.console.print(summary_report(stream.name, summary, self.labels))
        self.console.print(Text(f"Results: {folder.path}"), soft_wrap=True)
        return summary, interrupted

    def _go_through(self, stream: Stream, judging: Judging, outputs: Outputs) -> bool:
        """Judge and write every frame; return whether Ctrl-C ended it early."""
        bar = AnalysisProgress(Console(stderr=True), stream.name, stream.duration_s)
        try:
            with outputs, bar:
                for frame, pose in stream.seen:
                    result = judging.take(pose)
                    outputs.write(frame, pose, result)
                    bar.show(pose.t_s)
        except KeyboardInterrupt:
            return True
        return False


def _owner(path: Path, stream: Stream) -> Path:
    """Return what the output folder is named after: a trace's is its clip's, marked as a replay."""
    if not is_trace(path):
        return path
    return path.with_name(f"{Path(stream.name).stem}-replay")


def _noticed(summary: Summary, stream: Stream) -> Summary:
    """Return the summary with what the file's reader had to say, or raise if there was nothing."""
    if summary.frames == 0:
        raise SourceError(
            f"{stream.name} holds no frame that can be read: check that it plays elsewhere."
        )
    warning = stream.warning()
    return replace(summary, notices=(*summary.notices, warning)) if warning else summary
