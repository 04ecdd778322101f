"""Many files through worker processes: joblib's own, or those of a Dask or Ray cluster.

A worker that is killed takes nothing with it but the work on its own file. Whichever files were
under way at that moment are tried once more, each alone, so that the one that is to blame is known.
"""

from __future__ import annotations

import logging
import os
import warnings
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import joblib

from matside.app.analyse_options import Backend
from matside.app.board import Board, FileState, Outcome
from matside.app.clusters import dask_client, ray_cluster
from matside.app.process import undisturbed
from matside.errors import FolderInUseError, MatsideError
from matside.translation import N_, _

ATTEMPTS: Final = 2
"""A file whose process was killed is tried once more."""
MEMORY_A_JOB: Final = 700 << 20
"""Bytes that one analysis takes at most: measured by ``benchmarks/speed.py``."""
_FRUITLESS: Final = 3
"""A pool that breaks so often before any file is begun cannot run at all."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One file of a batch.

    Attributes:
        number: Its place in the batch.
        path: The file.
        digest: Of all that its results are made from.
    """

    number: int
    path: Path
    digest: str = ""


Show = Callable[[float], None]
"""Takes how far a file has come, 0..1."""
Work = Callable[[Task, Show], Outcome]
"""Does one task; goes to the workers, so it must be picklable."""


Ended = tuple[Task, Outcome]
Noted = tuple[int, Outcome]
"""An outcome and the number of its task, as workers return it."""
Trouble = Exception | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """The workers.

    Attributes:
        jobs: How many files are worked on at the same time; a cluster decides by itself.
        backend: Who runs them.
        cluster: Address of the cluster; empty for the one that its own settings name.
    """

    jobs: int
    backend: Backend = Backend.PROCESSES
    cluster: str = ""


def jobs_for(files: int, asked: int | None = None, *, memory: int | None = None) -> int:
    """Return how many files to work on at the same time.

    One for each processor that this process may use, for two analyses on two
    processors take no more of their time than one after the other does, and
    keep both busy; fewer where there are fewer files or too little memory.

    Args:
        files: How many files there are.
        asked: The number that a person asked for.
        memory: Free bytes; ``None`` for what the system tells.
    """
    if asked is not None:
        return max(1, min(asked, files))
    free = _free_memory() if memory is None else memory
    fit = files if free is None else free // MEMORY_A_JOB
    processors: int = joblib.cpu_count()
    return max(1, min(processors, files, fit))


def run_tasks(
    tasks: Sequence[Task], work: Work, pool: Pool, board: Board
) -> Generator[Ended, None, None]:
    """Yield each task with its result, in the order in which they end.

    Any exception of one file is that file's outcome.

    Raises:
        UsageError: The cluster or its library is not there.
        MatsideError: The workers break before they begin anything.
    """
    with _workers(pool) as settings:
        yield from _Run(work, settings, board).all(tasks)


@dataclass(frozen=True, slots=True)
class _Settings:
    """How joblib is to run: its arguments, and the process that its workers belong to."""

    arguments: dict[str, Any]
    parent: int | None = None


@dataclass(frozen=True, slots=True)
class _Run:
    work: Work
    settings: _Settings
    board: Board

    def all(self, tasks: Sequence[Task]) -> Iterator[Ended]:
        """Yield the outcomes of all; those that were under way when a worker died come last."""
        waiting, suspects, fruitless = list(tasks), [], 0
        while waiting:
            trouble, done = yield from self._once(waiting)
            left = [task for task in waiting if task.number not in done]
            begun = [task for task in left if self.board.attempts(task.number)]
            fruitless = 0 if done or begun else fruitless + 1
            if left and fruitless >= _FRUITLESS:
                raise _broken(trouble)
            suspects += begun
            waiting = [task for task in left if task not in begun]
        for task in suspects:
            yield from self._alone(task)

    def _alone(self, task: Task) -> Iterator[Ended]:
        for _round in range(_FRUITLESS + ATTEMPTS):
            trouble, done = yield from self._once([task])
            if done:
                return
        raise _broken(trouble)

    def _results(self, calls: Iterable[object]) -> AbstractContextManager[Iterable[Noted]]:
        """Return what joblib returns: as files end, or with Ray once all have ended."""
        with _left_to(self.settings.parent):  # processes that are made now inherit it
            results = joblib.Parallel(**self.settings.arguments)(calls)
        return nullcontext(results) if isinstance(results, list) else closing(results)

    def _once(self, tasks: Sequence[Task]) -> Generator[Ended, None, tuple[Trouble, set[int]]]:
        """Yield outcomes until all have ended or the workers break; return both."""
        by_number = {task.number: task for task in tasks}
        done: set[int] = set()
        trouble: Trouble = None
        calls = (
            joblib.delayed(_attempt)(self.work, task, self.board, self.settings.parent)
            for task in tasks
        )
        with warnings.catch_warnings():
            warnings.filterwarnings("ignore", "A worker stopped", UserWarning)
            try:
                with self._results(calls) as outcomes:
                    for number, outcome in outcomes:
                        done.add(number)
                        yield by_number[number], outcome
            except Exception as error:  # noqa: BLE001 - each backend has its own for a dead worker
                _log.debug("the workers broke", exc_info=error)
                trouble = error
        for task in tasks:  # what ended without its word getting through
            noted = None if task.number in done else self.board.outcome(task.number)
            if noted is not None:
                done.add(task.number)
                yield task, noted
        return trouble, done


def _attempt(work: Work, task: Task, board: Board, parent: int | None) -> Noted:
    """Do a task in a worker, unless it was done meanwhile or has ended two workers already."""
    known = board.outcome(task.number)
    if known is not None:
        return task.number, known
    show = _shown(task, board, parent)
    show(0.0)
    if board.begin(task.number) > ATTEMPTS:
        outcome = Outcome(state=FileState.FAILED, failure=_(_KILLED))
    else:
        with _left_to(parent):
            outcome = _outcome(work, task, show)
    board.end(task.number, outcome)
    return task.number, outcome


def _left_to(parent: int | None) -> AbstractContextManager[None]:
    """Leave what a terminal sends to all to the parent, if there is one: it ends its processes."""
    return nullcontext() if parent is None else undisturbed(("SIGINT", "SIGHUP"))


_KILLED: Final = N_(
    "The process that analysed it was ended from outside, twice: most likely memory ran out. "
    "Give fewer --jobs, or analyse it on a machine with more memory."
)


def _outcome(work: Work, task: Task, show: Show) -> Outcome:
    try:
        return work(task, show)
    except FolderInUseError:
        return Outcome(state=FileState.ELSEWHERE)
    except Exception as error:  # noqa: BLE001 - any error of one file stays with that file
        return Outcome(state=FileState.FAILED, failure=failure_text(error))


def failure_text(error: Exception) -> str:
    """Return what ended one file; a fault of matside's own ends no other file."""
    if isinstance(error, MatsideError):
        return str(error)
    _log.debug("a file failed", exc_info=error)
    return _(
        "matside was expected to read it or to say why not, and failed with "
        "{error}: run it again with --debug, and report what that shows.",
        error=f"{error!r}",
    )


def _shown(task: Task, board: Board, parent: int | None) -> Show:
    """Return what notes how far a task is; it ends a worker whose parent was killed."""

    def show(share: float) -> None:
        if parent is not None and os.name == "posix" and parent not in (os.getpid(), os.getppid()):
            os._exit(1)
        board.show(task.number, share)

    return show


@contextmanager
def _workers(pool: Pool) -> Iterator[_Settings]:
    """Yield how joblib reaches the workers; its own processes have ended afterwards."""
    with ExitStack() as stack:
        match pool.backend:
            case Backend.PROCESSES:
                stack.callback(_end_processes)
                # two at least: joblib would do the work of one in this process, which a file that
                # takes all memory would end; but no more tasks are handed out than were asked for
                arguments = {"n_jobs": max(2, pool.jobs), "pre_dispatch": pool.jobs}
                parent: int | None = os.getpid()
            case Backend.DASK:
                arguments, parent = {"n_jobs": -1}, None
                client = stack.enter_context(dask_client(pool.cluster))
                stack.enter_context(joblib.parallel_config(backend="dask", client=client))
            case Backend.RAY:
                arguments, parent = {"n_jobs": -1}, None
                stack.enter_context(ray_cluster(pool.cluster))
                stack.enter_context(joblib.parallel_config(backend="ray"))
        live = pool.backend is not Backend.RAY  # its back end knows no generators
        common = {"batch_size": 1, "return_as": "generator_unordered" if live else "list"}
        yield _Settings(arguments=arguments | common, parent=parent)


def _end_processes() -> None:
    from joblib.externals.loky import get_reusable_executor  # noqa: PLC0415 (starts one, if late)

    get_reusable_executor(kill_workers=True).shutdown(wait=True, kill_workers=True)


def _broken(trouble: Exception | None) -> MatsideError:
    return MatsideError(
        "Worker processes were expected to run and ended before they began a file "
        "({trouble}): try --jobs 1, and look for limits of memory or of processes.",
        trouble=f"{trouble!r}",
    )


def _free_memory() -> int | None:
    """Return the bytes that programs may still take, on Linux; else ``None``."""
    try:
        meminfo = Path("/proc/meminfo").read_text("ascii")
        free = next(line for line in meminfo.splitlines() if line.startswith("MemAvailable:"))
        return int(free.split()[1]) << 10
    except (OSError, StopIteration, ValueError):
        return None
