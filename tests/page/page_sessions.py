"""Sessions of which everything is known, in the history of the test."""

from __future__ import annotations

import shutil
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from tests.shared import thin_trace

from matside.body.landmark import Side
from matside.coach.summary import FaultSpan, Hold, PhaseSpan, Section, Summary
from matside.record.files import REPORT, SUMMARY, TRACE
from matside.record.history.database import own_folder
from matside.record.history.sessions import History
from matside.record.history.stored import SessionStart
from matside.record.summary_file import (
    ModelPart,
    SourcePart,
    SummaryContext,
    SummaryFile,
    read_summary,
)

BEGUN = datetime.fromisoformat("2025-01-06T07:30:00+00:00")  # a Monday
CONTEXT = SummaryContext(
    matside="1",
    created=BEGUN,
    source=SourcePart(name="camera 0", width_px=640, height_px=360),
    model=ModelPart(name="full"),
)


def held(end_s: float = 120.0) -> Section:
    """Return a section with two holds of 30 s and a fault."""
    spans = [(10.0, Side.LEFT), (50.0, Side.RIGHT)]
    return Section(
        exercise="knees_to_chest",
        name="Knees to chest",
        start_s=0.0,
        end_s=end_s,
        holds=tuple(
            Hold(phase="one_knee", side=side, start_s=t, end_s=t + 30.0, held_s=30.0)
            for t, side in spans
        ),
        reps={Side.LEFT: 1, Side.RIGHT: 1},
        phases=(PhaseSpan(phase="one_knee", side=Side.LEFT, start_s=10.0, end_s=40.0),),
        faults=(FaultSpan(fault="head_up", side=None, start_s=20.0, end_s=22.0),),
        neutral={},
        ranges={},
    )


def counted() -> Section:
    """Return a section with seven repetitions."""
    return Section(
        exercise="cat_cow",
        name="Cat-cow",
        start_s=0.0,
        end_s=60.0,
        holds=(),
        reps={None: 7},
        phases=(),
        faults=(),
        neutral={},
        ranges={},
    )


def store(
    section: Section | None,
    *,
    day: int = 0,
    kind: Literal["practice", "analysis"] = "practice",
    source: str = "camera 0",
    before: int | None = None,
    after: int | None = None,
    report: str | None = None,
    killed: bool = False,
) -> tuple[int, Path]:
    """Store a session; return its number and its folder, which holds ``report`` if one is given.

    One that was ``killed`` has not come to its end.
    """
    folder = own_folder() / "sessions" / f"{day}-{source}"
    if report is not None:
        folder.mkdir(parents=True)
        (folder / REPORT).write_text(report, "utf-8")
        (folder / TRACE).write_bytes(b"")
    start = SessionStart(
        kind=kind,
        started=BEGUN + timedelta(days=day),
        source=source,
        matside="1",
        folder=folder if report is not None else None,
        pain_before=before,
    )
    end_s = section.end_s if section else 5.0
    summary = Summary(
        start_s=0.0,
        end_s=end_s,
        frames=100,
        coverage=1.0,
        people=1,
        postures={},
        sections=(section,) if section else (),
        stills=(),
        notices=(),
    )
    with History.open() as history:
        history.begin(start)
        came_to = SummaryFile.of(summary, CONTEXT)
        if killed:
            history.checkpoint(start.id, came_to)
        else:
            history.finish(start.id, came_to, pain_after=after)
        (found,) = [s for s in history.sessions() if s.start.id == start.id]
    return found.number, folder


def store_results(results: Path, *, day: int = 0) -> tuple[int, Path]:
    """Store a session with a copy of the files of an analysis; return its number and its folder.

    Its trace is thinned.
    """
    folder = own_folder() / "sessions" / f"{day}-{results.name}"
    shutil.copytree(results, folder)
    thin_trace(results / TRACE, folder / TRACE)
    start = SessionStart(
        kind="analysis",
        started=BEGUN + timedelta(days=day),
        source="camera 0",
        matside="1",
        folder=folder,
    )
    with History.open() as history:
        history.begin(start)
        history.finish(start.id, read_summary(folder / SUMMARY))
        (found,) = [s for s in history.sessions() if s.start.id == start.id]
    return found.number, folder
