"""Progress bars of one analysis and of a batch of files, with the time left."""

from __future__ import annotations

import math
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any, Final, Self

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TaskID, TextColumn
from rich.text import Text

from matside.terminal import texts
from matside.terminal.tables import text
from matside.wording.formatting import clock, duration, percent

READ_EVERY_S: Final = 1.0
"""How often it is asked how far the files under way have come."""
MOST_LINES: Final = 8
"""No more files under way than these have a line of their own."""
_SECONDS_FROM_S: Final = 120.0
"""A longer time that is left is told in whole minutes: its seconds would only jump to and fro."""
_SPEED_OVER_S: Final = 600.0
"""The time that is left follows from the last ten minutes."""


class AnalysisProgress:
    """A line with a bar in the terminal while a clip is analysed; it is gone afterwards.

    Use it as a context manager. Nothing is written where the output is no terminal.
    ``duration_s`` is ``None`` if the length is not known.
    """

    def __init__(self, console: Console, name: str, duration_s: float | None = None) -> None:
        known = duration_s is not None and math.isfinite(duration_s) and duration_s > 0.0
        self._duration_s = duration_s if known else None
        self._progress = _bars(console, _Position())
        self._task = self._progress.add_task(name, total=self._duration_s)

    def show(self, done_s: float) -> None:
        """Say that ``done_s`` seconds of the clip are done."""
        if self._duration_s is not None:  # the container's word on its length is not always true
            done_s = min(done_s, self._duration_s)
        self._progress.update(self._task, completed=done_s)

    def refresh(self) -> None:
        """Draw now, without waiting for the next tenth of a second."""
        self._progress.refresh()

    def __enter__(self) -> Self:
        self._progress.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._progress.stop()


def _bars(console: Console, position: ProgressColumn, **more: Any) -> Progress:  # noqa: ANN401 (rich's own options)
    """Return lines with a name, a bar, how far it has come, and the time that is left."""
    return Progress(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=None),
        position,
        TimeLeft(),
        console=console,
        transient=True,
        expand=True,
        disable=not console.is_terminal,
        **more,
    )


class _Position(ProgressColumn):
    """``0:12 of 1:05``, or ``0:12`` alone where the length is not known."""

    def render(self, task: Task) -> Text:
        done = clock(task.completed)
        whole = "" if task.total is None else clock(task.total)
        return text(texts.POSITION(done=done, whole=whole) if whole else done)


class TimeLeft(ProgressColumn):
    """How long it will still take, once that can be told; seconds only at the end."""

    def render(self, task: Task) -> Text:
        """Return it in words; nothing as long as it is not known."""
        left_s = task.time_remaining
        if left_s is None:
            return text("")
        if left_s >= _SECONDS_FROM_S:
            left_s = 60.0 * math.ceil(left_s / 60.0)
        return text(texts.TIME_LEFT(left=duration(left_s)))


class BatchProgress:
    """Lines with bars while a batch runs, gone afterwards; use it as a context manager.

    How long it still takes follows from the files' sizes. Nothing is written where the output is
    no terminal. Names, sizes in bytes, and what ``shares`` returns, how far the files under way
    have come (0..1), are by the file's number.
    """

    def __init__(
        self,
        console: Console,
        names: Mapping[int, str],
        sizes: Mapping[int, int],
        shares: Callable[[], Mapping[int, float]],
    ) -> None:
        self._names = names
        self._sizes = sizes
        self._shares = shares
        self._done: set[int] = set()
        self._progress = _bars(
            console,
            _Share(),
            redirect_stdout=False,  # what is printed may go elsewhere
            redirect_stderr=False,
            speed_estimate_period=_SPEED_OVER_S,
        )
        self._whole = self._progress.add_task("", total=max(1, sum(sizes.values())))
        self._lines: dict[int, TaskID] = {}
        self._lock = threading.Lock()
        self._ended = threading.Event()
        self._reader = threading.Thread(target=self._read, name="batch progress", daemon=True)

    def end(self, number: int) -> None:
        """Say that a file is done with."""
        with self._lock:
            self._done.add(number)
        self.read()

    def read(self) -> None:
        """Ask how far the files have come, and show that."""
        shares = self._shares()
        with self._lock:
            under_way = {n: share for n, share in shares.items() if n not in self._done}
            done = sum(self._sizes[n] for n in self._done)
            done += round(sum(self._sizes[n] * share for n, share in under_way.items()))
            description = texts.FILES_DONE(done=len(self._done), whole=len(self._names))
            self._progress.update(self._whole, completed=done, description=description)
            for number in [n for n in self._lines if n not in under_way]:
                self._progress.remove_task(self._lines.pop(number))
            for number, share in under_way.items():
                if number not in self._lines and len(self._lines) < MOST_LINES:
                    self._lines[number] = self._progress.add_task(self._names[number], total=1.0)
                if number in self._lines:
                    self._progress.update(self._lines[number], completed=share)

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Take the lines away while something else is printed."""
        self._progress.stop()
        try:
            yield
        finally:
            self._progress.start()

    def _read(self) -> None:
        while not self._ended.wait(READ_EVERY_S):
            self.read()

    def __enter__(self) -> Self:
        self.read()
        self._progress.start()
        if not self._progress.disable:
            self._reader.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._ended.set()
        if self._reader.ident is not None:
            self._reader.join()
        self._progress.stop()


class _Share(ProgressColumn):
    """``40 %`` of a file, or of all."""

    def render(self, task: Task) -> Text:
        return text(percent(task.completed / task.total) if task.total else "")
