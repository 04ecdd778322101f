"""Sessions to store, small enough to work out by hand, and child processes that use them."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from matside.body.landmark import Side
from matside.coach.summary import (
    FaultSpan,
    Hold,
    Notice,
    NoticeKind,
    PhaseSpan,
    Range,
    Section,
    Summary,
)
from matside.record.history.sessions import History
from matside.record.history.stored import SessionStart
from matside.record.summary_file import ModelPart, SourcePart, SummaryContext, SummaryFile

HERE = Path(__file__).parent
BEGUN = datetime(2025, 1, 31, 7, 30, tzinfo=UTC)
CONTEXT = SummaryContext(
    matside="0.1.0",
    created=BEGUN,
    source=SourcePart(name="Camera 0", width_px=640, height_px=360),
    model=ModelPart(name="full"),
)


def start(day: int = 0, **changes) -> SessionStart:
    told: dict[str, Any] = {
        "kind": "practice",
        "started": BEGUN + timedelta(days=day),
        "source": "Camera 0",
        "matside": "0.1.0",
    }
    return SessionStart(**(told | changes))


def section(exercise: str = "knees_to_chest", **changes) -> Section:
    told: dict[str, Any] = {
        "exercise": exercise,
        "name": exercise.replace("_", " ").capitalize(),
        "start_s": 10.0,
        "end_s": 100.0,
        "holds": (
            Hold(phase="one_knee", side=Side.LEFT, start_s=12.0, end_s=43.0, held_s=30.5),
            Hold(phase="one_knee", side=Side.RIGHT, start_s=50.0, end_s=80.0, held_s=29.5),
        ),
        "reps": {Side.LEFT: 1, Side.RIGHT: 1},
        "phases": (PhaseSpan(phase="one_knee", side=Side.LEFT, start_s=12.0, end_s=43.0),),
        "faults": (
            FaultSpan(fault="head_up", side=None, start_s=20.0, end_s=22.0),
            FaultSpan(fault="head_up", side=None, start_s=30.0, end_s=31.0),
            FaultSpan(fault="restless", side=Side.LEFT, start_s=33.0, end_s=34.0),
        ),
        "neutral": {"spinal_curve_deg": -12.5, "head_angle_deg": float("nan")},
        "ranges": {
            "left_hip_flexion_deg": Range(low=50.0, high=121.0),
            "head_angle_deg": Range(low=float("nan"), high=3.0),
        },
    }
    return Section(**(told | changes))


def summary(frames: int = 3600, **changes) -> Summary:
    told: dict[str, Any] = {
        "start_s": 0.0,
        "end_s": frames / 30.0,
        "frames": frames,
        "coverage": 0.95,
        "people": 1,
        "postures": {"on_the_back": 120.0},
        "sections": (section(),),
        "stills": (),
        "notices": (),
    }
    return Summary(**(told | changes))


def file(frames: int = 3600, **changes) -> SummaryFile:
    return SummaryFile.of(summary(frames, **changes), CONTEXT)


def remark(text: str) -> Notice:
    return Notice(kind=NoticeKind.UNREADABLE, detail=text)


def long_file(frames: int) -> SummaryFile:
    """Return a summary of many holds: tens of kilobytes, so that writing it takes a while."""
    holds = tuple(
        Hold(phase="one_knee", side=Side.LEFT, start_s=t, end_s=t + 1.0, held_s=1.0)
        for t in range(200)
    )
    return file(frames, sections=(section(holds=holds), section("cat_cow", holds=holds)))


def heavy_file() -> SummaryFile:
    """Return a summary of two megabytes: who writes it does little else."""
    return file(notices=(remark("x" * 2_000_000),))


def bytes_of(folder: Path) -> bytes:
    """Return every byte of every file in the folder."""
    return b"".join(path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file())


def child(code: str, *arguments: object, **options) -> subprocess.Popen[str]:
    """Return a running child process of this Python code, which finds this module, too."""
    search = os.pathsep.join([str(HERE), *(path for path in sys.path if path)])
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": search},
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )


def is_whole(path: Path) -> bool:
    """Return whether SQLite finds nothing wrong with the file."""
    with sqlite3.connect(path) as database:
        (told,) = database.execute("PRAGMA integrity_check").fetchone()
        broken = database.execute("PRAGMA foreign_key_check").fetchall()
    database.close()
    return told == "ok" and not broken


class Clock:
    def __init__(self) -> None:
        self.now_s = 1000.0

    def __call__(self) -> float:
        return self.now_s


def kept(history: History, day: int = 0, **changes) -> SessionStart:
    """Store a finished session and return how it began."""
    content = changes.pop("summary", None) or file()
    begun = start(day, **changes)
    history.begin(begun)
    history.finish(begun.id, content)
    return begun
