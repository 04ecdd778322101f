"""What tests share: what takes long to make, made once for all workers, and what a job prints."""

from __future__ import annotations

import io
import os
import pickle
from collections.abc import Callable, Iterator
from contextlib import contextmanager, redirect_stdout
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self, TypeVar

import pytest
from filelock import FileLock

from matside.app.analysis import Analysis
from matside.app.api import analyse
from matside.app.streams import Stream, open_stream
from matside.body.frames import Frame, PoseFrame
from matside.pose.model import Model, ModelChoice, load_model
from matside.pose.rate import Rate
from matside.record.trace import TraceWriter
from matside.record.trace_reader import read_trace

Made = TypeVar("Made")


class Shared:
    """A folder that all workers of a run share."""

    def __init__(self, tmp_path_factory: pytest.TempPathFactory) -> None:
        base = (
            tmp_path_factory.getbasetemp()
        )  # each worker of pytest-xdist has its own in the run's
        self._folder = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base

    def folder(self, name: str, make: Callable[[Path], object]) -> Path:
        """Return a folder that ``make`` has filled, in this worker or in another one."""
        folder = self._folder / "shared" / name
        folder.parent.mkdir(parents=True, exist_ok=True)
        made = folder.with_name(folder.name + ".made")
        with FileLock(folder.with_name(folder.name + ".lock")):
            if not made.exists():  # if it failed before, it fails here as well and says why
                folder.mkdir(exist_ok=True)
                make(folder)
                made.touch()
        return folder

    def value(self, name: str, make: Callable[[], Made]) -> Made:
        """Return what ``make`` returned, in this worker or in another one; as it was, by pickle."""

        def keep(folder: Path) -> None:
            (folder / "value").write_bytes(pickle.dumps(make()))

        kept: Made = pickle.loads((self.folder(name, keep) / "value").read_bytes())  # noqa: S301 - our own
        return kept


@dataclass(frozen=True)
class LookedAt:
    """A video that was analysed as a user would, with nothing said of what it shows.

    Attributes:
        analysis: What ``analyse`` returned.
        poses: What the pose model saw in each frame.
    """

    analysis: Analysis
    poses: tuple[PoseFrame, ...]

    def until(self, end_s: float) -> Self:
        """Return what was seen before a time; the analysis is still the whole one."""
        return replace(self, poses=tuple(pose for pose in self.poses if pose.t_s < end_s))

    def replayed(self, path: Path) -> Stream:
        """Return the stream that the video would be, without looking at it again."""
        seen = ((None, pose) for pose in self.poses)
        return Stream(name=path.name, seen=seen, size_px=self.poses[0].size_px)


def look_at(path: Path, rate: Rate = Rate.EVERY) -> LookedAt:
    """Analyse a video and keep its poses."""
    poses: list[PoseFrame] = []

    @contextmanager
    def kept(*arguments: Any, **options: Any) -> Iterator[Stream]:
        with open_stream(*arguments, **options, rate=rate) as stream:
            yield replace(stream, seen=map(keep, stream.seen))

    def keep(seen: Any) -> Any:
        poses.append(seen[1])
        return seen

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("matside.app.api.open_stream", kept)
        return LookedAt(analyse(path), tuple(poses))


class Reviewed:
    """Stands in for ``PoseEstimator``: sees in each frame of a video what was seen before.

    Only with the model that ``look_at`` takes.
    """

    def __init__(self, poses: tuple[PoseFrame, ...]) -> None:
        self._poses = {pose.t_s: pose for pose in poses}
        self.model: Model = load_model()

    def __call__(self, model: ModelChoice, *, debug: bool = False) -> Self:
        assert load_model(model).sha256 == self.model.sha256
        return self

    def look(self, frame: Frame, _picture: object) -> SimpleNamespace:
        return SimpleNamespace(pose=lambda: self._poses[frame.t_s])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        pass


def thin_trace(source: Path, target: Path) -> None:
    """Write every fourth frame of a trace: to judge it anew takes a quarter of the time."""
    header, poses = read_trace(source)
    with TraceWriter(target, header) as trace:
        for pose in islice(poses, 0, None, 4):
            trace.write(pose)


def told(job: Callable[..., object], *values: object, width: int = 120, **options: object) -> str:
    """Return what a job prints on a terminal of that width."""
    with pytest.MonkeyPatch.context() as patch, redirect_stdout(io.StringIO()) as printed:
        patch.setenv("COLUMNS", str(width))
        job(*values, **options)
    return printed.getvalue()
