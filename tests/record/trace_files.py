"""Traces that tests write."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from dataclasses import fields
from pathlib import Path

import numpy as np

from matside.body.frames import PoseFrame, unseen
from matside.record.trace import TraceHeader, TraceWriter

HEADER = TraceHeader(
    matside="0.1.0",
    source="clip.mp4",
    size_px=(1280, 720),
    model="full",
    options={"exercise": "cat_cow", "every": 1, "mirror": None},
)


def write(path: Path, poses: Iterable[PoseFrame], header: TraceHeader = HEADER) -> None:
    with TraceWriter(path, header) as trace:
        for pose in poses:
            trace.write(pose)


def with_line(folder: Path, line: str) -> Path:
    """Return a trace with a frame at 0.25 s, and this line as its third."""
    path = folder / "trace.jsonl.gz"
    write(path, [unseen(0.25, (1280, 720))])
    text = gzip.decompress(path.read_bytes()).decode() + line + "\n"
    path.write_bytes(gzip.compress(text.encode()))
    return path


def same(a: PoseFrame, b: PoseFrame) -> bool:
    """Whether two poses are the same, in every number and in the kinds of all."""
    for field in fields(PoseFrame):
        x, y = getattr(a, field.name), getattr(b, field.name)
        if isinstance(x, np.ndarray):
            if x.dtype != y.dtype or not np.array_equal(x, y, equal_nan=True):
                return False
        elif x != y or type(x) is not type(y):
            return False
    return True
