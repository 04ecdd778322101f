"""From a path to a stream of poses: a video, a picture or a saved trace."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from matside.body.frames import Frame, PoseFrame
from matside.capture.prefetch import Prefetch
from matside.capture.source import FrameSource, open_source
from matside.pose.canvas import Canvas, canvas
from matside.pose.landmarker import PoseEstimator, PoseResult
from matside.pose.model import ModelChoice, Quality
from matside.pose.rate import Looks, Rate
from matside.record.trace import StepBegun, TraceHeader
from matside.record.trace_reader import read_steps, read_trace
from matside.wording.formatting import printable

TRACE_SUFFIX: Final = ".jsonl.gz"
HEAD_START_S: Final = 0.002
"""What the model's thread needs from one frame's result until it is inside the model again, where
it does not need the interpreter. Judging a frame at that very moment made it 4.0 ms instead of
2.7."""
AHEAD: Final = 3
"""Frames that may wait between two stages; a 4K frame is 25 MB."""

FrameAndPose = tuple[Frame | None, PoseFrame]


def _nothing() -> str | None:
    return None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """Poses in the order of their times, with the pictures they were seen in if there are any.

    Attributes:
        name: Name of the file that the person knows.
        seen: The frames, once through.
        size_px: Width and height of the first picture.
        duration_s: Length as stated by the file, if it states one.
        rate_hz: Frames a second on average, for information only.
        model: Name and SHA-256 of the pose model; the latter empty for a trace.
        is_picture: Whether it is a single picture.
        header: The trace's header, if it is one.
        steps: The steps of the plan that a trace's session followed.
        warning: Tells, once all is read, what could not be read.
    """

    name: str
    seen: Iterator[FrameAndPose]
    size_px: tuple[int, int]
    duration_s: float | None = None
    rate_hz: float | None = None
    model: tuple[str, str] = ("", "")
    is_picture: bool = False
    header: TraceHeader | None = None
    steps: tuple[StepBegun, ...] = ()
    warning: Callable[[], str | None] = field(default=_nothing)


def is_trace(path: Path) -> bool:
    """Return whether a path names a saved trace."""
    return path.name.endswith(TRACE_SUFFIX)


@contextmanager
def open_stream(
    path: Path,
    model: ModelChoice = Quality.NORMAL,
    *,
    rate: Rate = Rate.EVERY,
    slow_motion: float = 1.0,
    debug: bool = False,
) -> Iterator[Stream]:
    """Open a file as a stream of poses; closes everything at the end.

    Decoding and the pose model each run in a thread of their own, a few frames
    ahead, so that they overlap with what is done with the poses. The model's
    does nothing else, for it is the slowest.

    Args:
        path: A video, a picture, or a trace that matside wrote.
        model: Another pose model, or which of matside's own.
        rate: Which frames the model looks at; the others are not in the stream.
        slow_motion: Seconds a video shows for each second that was filmed; a
            trace has its times already.
        debug: Leave MediaPipe's messages on standard error.

    Raises:
        MatsideError: The file or the model cannot be used.
    """
    if is_trace(path):
        header, poses = read_trace(path)
        yield Stream(
            name=header.source,
            seen=((None, pose) for pose in poses),
            size_px=header.size_px,
            model=(header.model, ""),
            header=header,
            steps=read_steps(path),
        )
        return
    with ExitStack() as stack:
        source = stack.enter_context(open_source(path, slow_motion=slow_motion))
        estimator = stack.enter_context(PoseEstimator(model, debug=debug))
        frames = stack.enter_context(Prefetch(_with_canvas(source), depth=AHEAD))
        if rate is Rate.EVERY:
            looked_at = _looked_at(frames, estimator)
        else:
            looked_at = _due(source, frames, estimator)
        results = stack.enter_context(Prefetch(looked_at, depth=AHEAD, head_start_s=HEAD_START_S))
        seen = ((frame, result.pose()) for frame, result in results)
        yield _of_source(path, source, estimator, seen)


def _of_source(
    path: Path, source: FrameSource, estimator: PoseEstimator, seen: Iterator[FrameAndPose]
) -> Stream:
    return Stream(
        name=printable(path.name),
        seen=seen,
        size_px=source.size_px,
        duration_s=source.duration_s,
        rate_hz=source.average_rate_hz,
        model=(estimator.model.name, estimator.model.sha256),
        is_picture=source.is_picture,
        warning=lambda: source.warning,
    )


def _with_canvas(frames: Iterable[Frame]) -> Iterator[tuple[Frame, Canvas]]:
    for frame in frames:
        yield frame, canvas(frame.image)


def _looked_at(
    frames: Iterable[tuple[Frame, Canvas]], estimator: PoseEstimator
) -> Iterator[tuple[Frame, PoseResult]]:
    for frame, picture in frames:
        yield frame, estimator.look(frame, picture)


def _due(
    source: FrameSource, frames: Iterable[tuple[Frame, Canvas]], estimator: PoseEstimator
) -> Iterator[tuple[Frame, PoseResult]]:
    """Yield the frames that are due for a look and the last one, with what was seen in them.

    The source is told which coming frames to skip. It may be some frames ahead and give them all
    the same, so which frames are looked at depends on the skeleton alone.
    """
    looks, last = Looks(), None
    for frame, picture in frames:
        last = frame, picture
        if frame.t_s >= looks.due_s:
            last = None
            result = estimator.look(frame, picture)
            looks = looks.after(result.person, frame.t_s)
            source.skip_until(looks.due_s)
            yield frame, result
    if last is not None:
        yield last[0], estimator.look(*last)
