"""How to analyse: what a person may choose for one file and for many."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from rich.console import Console

from matside.app.known_exercises import known_exercises
from matside.app.outputs import OutputSettings
from matside.app.request import Request
from matside.exercise.limits import LimitName
from matside.pose.model import ModelChoice, Quality
from matside.pose.rate import Rate
from matside.record.files import DEFAULT_ROOT
from matside.terminal.progress import AnalysisProgress


class Backend(StrEnum):
    """Backend that runs the workers of many files."""

    PROCESSES = "processes"
    DASK = "dask"
    RAY = "ray"


class Bar(AbstractContextManager[object], Protocol):
    """What shows how far the analysis of a file has come."""

    def show(self, done_s: float) -> None:
        """Say that so many seconds of the file are done."""


MakeBar = Callable[[str, float | None], Bar]
"""Makes a bar for a file, given its name and its length in seconds where that is known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchOptions:
    """What concerns several files, or folders, at once.

    Attributes:
        jobs: How many files to work on at the same time; ``None`` to find it.
        force: Whether to analyse again what is finished and has not changed.
        video: Whether drawn videos are wanted of them, too.
        study: Folder for the tables of all of them; ``None`` for no tables.
        backend: Who runs the workers.
        cluster: Address of the cluster.
    """

    jobs: int | None = None
    force: bool = False
    video: bool = False
    study: Path | None = None
    backend: Backend = Backend.PROCESSES
    cluster: str = ""


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
        history: The file of the history; ``None`` for that of the person in use.
        debug: Leave MediaPipe's messages on standard error.
        as_json: Print JSON instead of tables, and nothing else.
        batch: What concerns several files.
        progress: Shows how far a single file has come; may raise
            ``KeyboardInterrupt`` to end it.
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
    history: Path | None = None
    debug: bool = False
    as_json: bool = False
    batch: BatchOptions = field(default_factory=BatchOptions)
    progress: MakeBar = field(
        default=lambda name, length_s: AnalysisProgress(Console(stderr=True), name, length_s)
    )

    def request(self) -> Request:
        """Return what is to be looked for.

        Raises:
            ExerciseError: An exercise file cannot be used.
        """
        library = known_exercises(self.exercise_files)
        exercises = () if self.exercise is None else (self.exercise,)
        request = Request(library=library, exercises=exercises, dose=self.dose)
        return request.adapted_to(self.limits)
