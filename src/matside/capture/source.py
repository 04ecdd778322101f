"""What every source of frames offers, be it a video or a single picture."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from matside.body.frames import Frame


class FrameSource(Protocol):
    """Frames of one file, once through, in the order of their times.

    A source is its own iterator and a context manager. It can be gone through
    once; ``close`` may be called at any time, and twice.

    A file that is damaged or ends too early is no error as long as it gives at
    least one frame: iteration ends where the frames end, and ``warning`` says
    what was missing. It is complete once iteration has ended.
    """

    @property
    def path(self) -> Path:
        """The file."""

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of every frame, upright."""

    @property
    def duration_s(self) -> float | None:
        """Length in seconds as the file states it; ``None`` if it does not."""

    @property
    def frame_count_estimate(self) -> int | None:
        """About how many frames there will be, for a progress bar; ``None`` if unknown."""

    @property
    def rotation_deg(self) -> int:
        """By how much the frames were turned counter-clockwise to be upright: 0, 90, 180 or 270."""

    @property
    def average_rate_hz(self) -> float | None:
        """Frames per second on average, as stated by the file; for information only."""

    @property
    def warning(self) -> str | None:
        """What could not be read, in one or more sentences; ``None`` if nothing was missing."""

    def __iter__(self) -> Iterator[Frame]: ...

    def __next__(self) -> Frame: ...

    def close(self) -> None:
        """Close the file; iteration ends."""

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None: ...
