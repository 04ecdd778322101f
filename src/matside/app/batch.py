"""A batch: many files analysed by workers, each into its own folder; resumes where it stopped."""

from __future__ import annotations

import hashlib
import json
import math
import os
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Self

from rich.console import Console

from matside import __version__
from matside.app.analyse_file import FinishedMeanwhileError, analyse_file, results_owner
from matside.app.analyse_options import AnalyseOptions, Backend
from matside.app.batch_tables import BatchTables
from matside.app.board import Board, FileState, Outcome
from matside.app.process import ended_by_signals, tuned_process
from matside.app.workers import Pool, Show, Task, Work, jobs_for, run_tasks
from matside.pose.model import load_model
from matside.record.history.database import history_file
from matside.record.results_folder import discard_unfinished, finished_results, reserve_folders
from matside.terminal.as_json import plain_value
from matside.terminal.progress import BatchProgress
from matside.translation import language, use_language
from matside.wording.formatting import printable
from matside.wording.labels import Labels

TOLD_EVERY_S: Final = 1.0
"""Interval at which a worker reports its progress."""


def run_batch(
    files: Sequence[Path],
    options: AnalyseOptions,
    labels: Labels,
    console: Console,
    work: Work | None = None,
) -> int:
    """Analyse many files, tell of each, and return the exit code.

    Files whose results are there, made from the same file with the same options
    by the same matside, are not analysed again unless that is asked for.

    Args:
        files: Which ones.
        options: How.
        labels: Names for people.
        console: Where the tables go.
        work: Analyses one file; by default ``AnalyseWork``.

    Raises:
        MatsideError: The workers cannot run, or a folder not be written to.
    """
    tables = BatchTables(named=files, options=options, labels=labels, console=console)
    batch = _Batch(tasks=_tasks(files, options), options=options, tables=tables)
    with ended_by_signals():
        interrupted = batch.run(work or AnalyseWork(_for_workers(options), language()))
        tables.tell(interrupted=interrupted)
    return tables.exit_code(interrupted=interrupted)


@dataclass(frozen=True, slots=True)
class AnalyseWork:
    """Analyses a task's file in a worker.

    Attributes:
        options: How; they go to the worker, and so does nothing that cannot.
        language: Of reports and errors.
    """

    options: AnalyseOptions
    language: str

    def __call__(self, task: Task, show: Show) -> Outcome:
        """Analyse the file and return where its results are."""
        options = replace(self.options, progress=lambda _, length_s: _ShareBar(length_s, show))
        if self.language != language():  # on another machine
            use_language(self.language)
        try:
            with tuned_process():
                return analyse_file(task.path, options.request(), options, digest=task.digest)
        except FinishedMeanwhileError as found:
            return Outcome(state=FileState.FINISHED_BEFORE, folder=str(found.home))


class _ShareBar:
    """Progress of a file, reported at most once a second."""

    def __init__(self, length_s: float | None, show: Show) -> None:
        self._length_s = length_s or math.inf
        self._show = show
        self._due_s = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def show(self, done_s: float) -> None:
        """Say that so many seconds of the file are done."""
        now_s = time.monotonic()
        if now_s >= self._due_s:
            self._due_s = now_s + TOLD_EVERY_S
            self._show(min(1.0, done_s / self._length_s))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Batch:
    """The files of a batch, and what has become of them so far."""

    tasks: Sequence[Task]
    options: AnalyseOptions
    tables: BatchTables

    def run(self, work: Work) -> bool:
        """Do all that is not finished; return whether it was ended by hand."""
        output, chosen = self.options.output, self.options.batch
        if not chosen.force:
            self._find_finished()
        waiting = [task for task in self.tasks if task.number not in self.tables.outcomes]
        reserve_folders((results_owner(task.path) for task in waiting), output)
        pool = Pool(
            jobs=jobs_for(len(waiting), chosen.jobs),
            backend=chosen.backend,
            cluster=chosen.cluster,
        )
        sizes = {task.number: _size(task.path) for task in waiting}
        names = {task.number: printable(task.path.name) for task in waiting}
        with Board.below(output) as board:
            bar = BatchProgress(Console(stderr=True), names, sizes, board.shares)
            try:
                with bar, closing(run_tasks(waiting, work, pool, board)) as ended:
                    for task, outcome in ended:
                        bar.end(task.number)
                        with bar.paused():
                            self.tables.add(task.number, outcome)
            except KeyboardInterrupt:
                for task in waiting:
                    if task.number not in self.tables.outcomes and board.attempts(task.number):
                        discard_unfinished(results_owner(task.path), output)
                return True
        return False

    def _find_finished(self) -> None:
        for task in self.tasks:
            known = finished_results(results_owner(task.path), self.options.output, task.digest)
            if known is not None:
                before = Outcome(state=FileState.FINISHED_BEFORE, folder=str(known))
                self.tables.outcomes[task.number] = before


def _for_workers(options: AnalyseOptions) -> AnalyseOptions:
    """Return the options as they hold in any process, on any machine that has the same files.

    The history is this machine's own: workers of a cluster leave it alone.
    """
    local = options.batch.backend is Backend.PROCESSES
    return replace(
        options,
        output=absolute(options.output),
        exercise_files=[absolute(file) for file in options.exercise_files],
        model=absolute(options.model) if isinstance(options.model, Path) else options.model,
        save=options.save and local,
        history=options.history or history_file(),
    )


def absolute(path: Path) -> Path:
    """Return a path that any working directory may use; links stay links."""
    return Path(os.path.abspath(path))  # noqa: PTH100 (resolve would follow them)


def _tasks(files: Sequence[Path], options: AnalyseOptions) -> list[Task]:
    """Return a task for each file, with the digest of all that its results are made from."""
    model = load_model(options.model)
    job = {
        "matside": __version__,
        "model": model.sha256,
        "library": [exercise.model_dump_json() for exercise in options.request().library],
        "exercise": options.exercise,
        "dose": options.dose,
        "rate": options.rate,
        "files": options.files,
        "limits": options.limits,
        "slow_motion": options.slow_motion,
        "save": options.save,
    }
    same = json.dumps(plain_value(job), sort_keys=True)
    return [
        Task(number=number, path=absolute(file), digest=_digest(file, same))
        for number, file in enumerate(files, start=1)
    ]


def _digest(path: Path, same: str) -> str:
    """Return what changes with a file's size or time of change, and with all that is ``same``."""
    try:
        state = path.stat()
        state_text = f"{state.st_size} {state.st_mtime_ns} {same}"
    except OSError:  # told when it is analysed
        state_text = same
    return hashlib.sha256(state_text.encode()).hexdigest()


def _size(path: Path) -> int:
    try:
        return max(1, path.stat().st_size)
    except OSError:
        return 1
