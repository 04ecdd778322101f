"""Resampling to even times, for file formats that have a rate instead of time stamps.

Frames of a video need not be evenly spaced. Where they are (to the millisecond
in which some containers count), each frame is one row, unchanged. Where they
are not, the rows lie at the median spacing and each number is read off the
straight line between the two frames around it. Rows in which nothing was filmed
are never more than the frames: beyond that the rows of the longest gaps are left
out, and the time goes on by more there.
"""

from __future__ import annotations

import tempfile
from abc import ABC, abstractmethod
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np

from matside.body.frames import Floats
from matside.coach.result import FrameResult
from matside.record.files import Writer, whole_file, writing

TOLERANCE_S: Final = 0.001
"""Times this near to even ones are even: Matroska and WebM count in milliseconds."""
BRIDGE_S: Final = 0.25
"""A number is read off between two frames that know it, if they are no further apart than this."""
_CHUNK: Final = 512
"""Rows that are worked out at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Grid:
    """Even times.

    Attributes:
        start_s: The first.
        step_s: From one to the next; 1 where there is only one.
        parts: Each run of times without a gap, as the number of its first step and the one after
            its last.
        frames: From how many frames they come.
        end_s: Time of the last of these frames.
        resampled: Whether the frames themselves were not even.
    """

    start_s: float
    step_s: float
    parts: tuple[tuple[int, int], ...]
    frames: int
    end_s: float
    resampled: bool

    @property
    def count(self) -> int:
        """How many rows there are."""
        return sum(end - start for start, end in self.parts)

    @property
    def bridge_s(self) -> float:
        """Frames further apart than this have nothing between them."""
        return max(BRIDGE_S, 1.5 * self.step_s)

    @property
    def rate_hz(self) -> float:
        """Rows a second."""
        return 1.0 / self.step_s

    @property
    def frame_rate_hz(self) -> float:
        """Frames a second on average; 1 where there is only one."""
        return (self.frames - 1) / (self.end_s - self.start_s) if self.frames > 1 else 1.0

    def times(self, start: int = 0, end: int | None = None) -> Floats:
        """Return the times from step ``start`` up to but not including step ``end``."""
        end = self.parts[-1][1] if end is None else end
        return self.start_s + self.step_s * np.arange(start, end, dtype=np.float64)


def even_grid(times_s: Floats) -> Grid:
    """Return the even times for frames at these times.

    Args:
        times_s: float64 ``(n,)``, strictly increasing, n at least 1.
    """
    first, last, frames = float(times_s[0]), float(times_s[-1]), len(times_s)
    if frames == 1:
        return Grid(
            start_s=first, step_s=1.0, parts=((0, 1),), frames=1, end_s=last, resampled=False
        )
    step = (last - first) / (frames - 1)
    even = first + step * np.arange(frames)
    resampled = bool(np.abs(even - times_s).max() > TOLERANCE_S)
    count = frames
    if resampled:
        step = float(np.median(np.diff(times_s)))
        count = int((last - first) / step + 1e-6) + 1
    grid = Grid(
        start_s=first,
        step_s=step,
        parts=((0, count),),
        frames=frames,
        end_s=last,
        resampled=resampled,
    )
    return replace(grid, parts=_without_gaps(grid, times_s)) if resampled else grid


def _without_gaps(grid: Grid, times_s: Floats) -> tuple[tuple[int, int], ...]:
    """Return the parts of a grid without its longest gaps, as many as have to go."""
    steps = (times_s - grid.start_s) / grid.step_s
    gaps = np.flatnonzero(np.diff(times_s) > grid.bridge_s)
    starts, ends = np.floor(steps[gaps]).astype(int) + 2, np.floor(steps[gaps + 1]).astype(int)
    empty = (ends - starts).clip(0, None)  # the row at each side stays
    if empty.sum() <= grid.frames:
        return grid.parts
    longest = np.argsort(-empty, kind="stable")
    left = empty.sum() - np.cumsum(empty[longest])
    out = np.sort(longest[: np.argmax(left <= grid.frames) + 1])
    return tuple(zip([0, *ends[out].tolist()], [*starts[out].tolist(), grid.count], strict=True))


def read_off(at_s: Floats, times_s: Floats, values: Floats, bridge_s: float, most: float) -> Floats:
    """Return the values of one column at other times: on the line between the frames around.

    Args:
        at_s: float64 ``(m,)``, the times that are asked for.
        times_s: float64 ``(n,)``, times of the frames, strictly increasing.
        values: float64 ``(n,)``; NaN where a frame does not know it.
        bridge_s: NaN where the two frames are further apart than this.
        most: NaN where their values differ by more than this.

    Returns:
        float64 ``(m,)``. At a time of a frame that knows it, its own value.
    """
    known = np.isfinite(values)
    if not known.any():
        return np.full(len(at_s), np.nan)
    times_s, values = times_s[known], values[known]
    after = np.searchsorted(times_s, at_s, side="left").clip(0, len(times_s) - 1)
    before = (np.searchsorted(times_s, at_s, side="right") - 1).clip(0, None)
    inside = (times_s[before] <= at_s) & (at_s <= times_s[after])
    near = times_s[after] - times_s[before] <= bridge_s
    alike = np.abs(values[after] - values[before]) <= most
    line: Floats = np.interp(at_s, times_s, values)
    line[~(inside & near & alike)] = np.nan
    return line


def _chunks(parts: tuple[tuple[int, int], ...]) -> Iterator[tuple[int, int]]:
    for first, last in parts:
        for start in range(first, last, _CHUNK):
            yield start, min(start + _CHUNK, last)


class EvenlySpacedWriter(Writer, ABC):
    """Takes rows at any times and writes them at even ones when it is closed.

    The rate and the number of rows are only known at the end, so the rows wait
    in a nameless file on the disk; in memory there are eight bytes a frame. The
    file appears under its name when it is closed, and not at all if there was
    no frame. Leaving the context by Ctrl-C keeps the rows so far, by any other
    exception throws them away.

    Args:
        path: Where to write.
        columns: How many numbers a row has, without its time.
        most_change: Neighbours that differ by more than this are not bridged.

    Raises:
        OutputError: From the constructor, ``write`` or ``close``.
    """

    def __init__(self, path: Path, columns: int, *, most_change: float = np.inf) -> None:
        self._path = path
        self._columns = columns
        self._most_change = most_change
        self._times = array("d")
        self._known = np.zeros(columns, dtype=bool)
        with writing(path):
            self._waiting = tempfile.TemporaryFile(dir=path.parent)  # noqa: SIM115 (closed below)

    @abstractmethod
    def write(self, result: FrameResult) -> None:
        """Add one frame."""

    @abstractmethod
    def _text(self, grid: Grid, rows: Iterator[tuple[float, Floats]]) -> Iterator[str]:
        """Yield the file's lines without their ends; a row is its time and ``(columns,)``."""

    def close(self, *, discarded: bool = False) -> None:
        """Write the file, or nothing; a second call does nothing."""
        if self._waiting.closed:
            return
        try:
            if self._times and not discarded:
                self._write()
        finally:
            with writing(self._path):
                self._waiting.close()

    def _put(self, t_s: float, values: Floats) -> None:
        with writing(self._path):
            self._waiting.write(values.astype(np.float64).tobytes())
        self._times.append(t_s)
        self._known |= np.isfinite(values)

    def _write(self) -> None:
        times = np.array(self._times)
        grid = even_grid(times)
        with (
            whole_file(self._path) as part,
            part.open("w", encoding="utf-8", newline="\n") as file,
        ):
            file.writelines(f"{line}\n" for line in self._text(grid, self._rows(grid, times)))

    def _rows(self, grid: Grid, times: Floats) -> Iterator[tuple[float, Floats]]:
        """Yield the rows at even times, a chunk at a time."""
        bridge = grid.bridge_s
        frames_s = times if grid.resampled else grid.times()
        for start, end in _chunks(grid.parts):
            at_s = grid.times(start, end)
            first = max(0, int(np.searchsorted(frames_s, at_s[0] - bridge)) - 1)
            last = int(np.searchsorted(frames_s, at_s[-1] + bridge, side="right")) + 1
            values = self._read(first, min(last, len(frames_s)))
            near_s = frames_s[first : first + len(values)]
            table = np.column_stack(
                [read_off(at_s, near_s, column, bridge, self._most_change) for column in values.T]
            )
            yield from zip(at_s.tolist(), table, strict=True)

    def _read(self, first: int, last: int) -> Floats:
        """Return the frames from ``first`` up to but not including ``last``, ``(n, columns)``."""
        size = 8 * self._columns
        self._waiting.seek(first * size)
        data = self._waiting.read((last - first) * size)
        values: Floats = np.frombuffer(data, dtype=np.float64).reshape(-1, self._columns)
        return values
