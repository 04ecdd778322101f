"""Progress bar of an analysis, with the time left."""

from __future__ import annotations

import math
from typing import Self

from rich.console import Console
from rich.progress import BarColumn, Progress, ProgressColumn, Task, TextColumn
from rich.text import Text

from matside.terminal import texts
from matside.terminal.tables import text
from matside.wording.formatting import clock


class AnalysisProgress:
    """A line with a bar in the terminal while a clip is analysed; it is gone afterwards.

    Use it as a context manager. Nothing is written where the output is no
    terminal.

    Args:
        console: Where to write.
        name: What is being analysed.
        duration_s: Its length in seconds, or ``None`` if that is not known.
    """

    def __init__(self, console: Console, name: str, duration_s: float | None = None) -> None:
        known = duration_s is not None and math.isfinite(duration_s) and duration_s > 0.0
        self._duration_s = duration_s if known else None
        self._progress = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=None),
            _Position(),
            TimeLeft(),
            console=console,
            transient=True,
            expand=True,
            disable=not console.is_terminal,
        )
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


class _Position(ProgressColumn):
    """``0:12 of 1:05``, or ``0:12`` alone where the length is not known."""

    def render(self, task: Task) -> Text:
        done = clock(task.completed)
        whole = "" if task.total is None else clock(task.total)
        return text(texts.POSITION(done=done, whole=whole) if whole else done)


class TimeLeft(ProgressColumn):
    """How long it will still take, once that can be told."""

    max_refresh = 0.5

    def render(self, task: Task) -> Text:
        """Return it in words; nothing as long as it is not known."""
        left_s = task.time_remaining
        return text("" if left_s is None else texts.TIME_LEFT(left=clock(left_s)))
