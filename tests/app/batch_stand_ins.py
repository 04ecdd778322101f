"""An analysis that only writes a summary, and dies or fails where a file's name says so."""

from __future__ import annotations

import os
import signal
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from matside.app.analyse_file import FinishedMeanwhileError
from matside.app.board import FileState, Outcome
from matside.app.workers import Show, Task
from matside.coach.summary import Section, Summary
from matside.record.results_folder import finished_results, results_folder
from matside.record.summary_file import (
    ModelPart,
    SourcePart,
    SummaryContext,
    SummaryFile,
    write_summary,
)
from matside.wording.formatting import printable

CAT_COW = Section(
    exercise="cat_cow",
    name="Cat-cow",
    start_s=1.0,
    end_s=9.0,
    holds=(),
    reps={None: 3},
    phases=(),
    faults=(),
    neutral={},
    ranges={},
)


def summary_of(name: str, *sections: Section) -> SummaryFile:
    """Return the summary of a film of ten seconds."""
    summary = Summary(
        start_s=0.0,
        end_s=10.0,
        frames=300,
        coverage=1.0,
        people=1,
        postures={"hands_and_knees": 10.0},
        sections=sections,
        stills=(),
        notices=(),
    )
    context = SummaryContext(
        matside="1",
        created=datetime(2026, 1, 1, tzinfo=UTC),
        source=SourcePart(name=name, width_px=640, height_px=360, fps=30.0),
        model=ModelPart(name="stand-in"),
    )
    return SummaryFile.of(summary, context)


@dataclass(frozen=True)
class StandIn:
    """Writes a cat-cow for each file into ``output``; ``log`` gets a file for each beginning."""

    output: Path
    log: Path
    force: bool = False

    def __call__(self, task: Task, show: Show) -> Outcome:
        stem = task.path.stem
        begun = len(list(self.log.glob(f"{stem}.*")))
        (self.log / f"{stem}.{begun}").touch()
        show(0.5)
        if "fails" in stem:
            raise ZeroDivisionError("of some library")
        if "kills" in stem or ("dies" in stem and not begun):
            os.kill(os.getpid(), signal.SIGKILL)
        with results_folder(task.path, self.output, share_clip=False) as folder:
            if stem.endswith("waits"):
                time.sleep(60)
            known = finished_results(task.path, self.output, task.digest)
            if known is not None and not self.force:
                raise FinishedMeanwhileError(known)
            sections = () if "nothing" in stem else (CAT_COW,)
            write_summary(folder.summary, summary_of(printable(task.path.name), *sections))
            folder.done.write_text(task.digest)
        return Outcome(state=FileState.DONE, folder=str(folder.home))

    def begun(self) -> list[str]:
        """Return which files were begun, once for each time."""
        return sorted(path.stem for path in self.log.iterdir())


HEARD = "heard"
"""A file of the log: what a worker did with the terminal's signals when its first task came in."""


class Hearing(StandIn):
    """Notes what the terminal's signals would have done to the worker that it comes to."""

    def __reduce__(self) -> tuple[object, ...]:
        """Return what unpacks it."""
        return _unpacked, (self.output, self.log)


def _unpacked(output: Path, log: Path) -> StandIn:
    (log / HEARD).write_text(
        f"{[signal.getsignal(number) for number in (signal.SIGINT, signal.SIGHUP)]}"
    )
    return StandIn(output, log)
