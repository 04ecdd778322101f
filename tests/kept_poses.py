"""What the pose model saw in a video, kept from run to run while what decides it is the same."""

from __future__ import annotations

import hashlib
import pickle
import platform
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, fields, replace
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any
from uuid import uuid4

import av
import cv2
import numpy as np
from tests.typed import there

import matside
from matside.app.streams import Seen, Stream, open_stream
from matside.body.frames import PoseFrame
from matside.pose.model import load_model

SOURCES = ("body", "capture", "pose", "app/streams.py")
"""What of matside has a part in a pose before the coach sees it."""
NO_FACTS = {"seen", "warning"}
"""Fields of a stream that are not plain values."""


@cache
def deciders() -> bytes:
    """Return a digest of the model, the code and the libraries that poses depend on."""
    told = hashlib.sha256(load_model().sha256.encode())
    room = Path(matside.__file__).parent
    for source in SOURCES:
        place = room / source
        for path in sorted(place.rglob("*.py")) if place.is_dir() else [place]:
            told.update(f"{path.relative_to(room)} ".encode() + path.read_bytes())
    versions = (av.__version__, cv2.__version__, np.__version__, version("mediapipe"))
    told.update(repr((versions, platform.python_version(), processor())).encode())
    return told.digest()


def processor() -> str:
    """Return the name of the processor: the model's arithmetic differs between them."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text("utf-8").splitlines() if told.exists() else []
    return next((line for line in lines if line.startswith("model name")), platform.processor())


@dataclass(frozen=True)
class KeptPoses:
    """Opens a video as ``open_stream`` does; one that was looked at before has no pictures.

    Attributes:
        folder: Where poses are kept; ``None`` keeps nothing, and every video is looked at.
    """

    folder: Path | None

    @contextmanager
    def open(self, path: Path, *arguments: Any, **options: Any) -> Iterator[Stream]:
        """Return the stream of a video, looked at with matside's own model of normal quality."""
        given = (*arguments, *sorted(options.items()))
        kept = None if self.folder is None else self._file(path, given)
        if kept is not None and kept.exists():
            facts, poses, warning = pickle.loads(kept.read_bytes())  # noqa: S301 - our own
            yield Stream(**facts, seen=((None, pose) for pose in poses), warning=lambda: warning)
            return
        with open_stream(path, *arguments, **options) as stream:
            yield stream if kept is None else replace(stream, seen=keeping(stream, kept))

    def _file(self, path: Path, given: tuple[Any, ...]) -> Path:
        asked = hashlib.sha256(repr(given).encode()).hexdigest()[:8]
        decided = hashlib.sha256(deciders() + path.read_bytes()).hexdigest()[:32]
        return there(self.folder) / f"{path.stem}-{asked}-{decided}.pickle"


def keeping(stream: Stream, file: Path) -> Iterator[Seen]:
    """Yield what is seen in a stream; at its end write it in the place of what was seen before."""
    poses: list[PoseFrame] = []
    for frame, pose in stream.seen:
        poses.append(pose)
        yield frame, pose
    facts = {one.name: getattr(stream, one.name) for one in fields(stream)}
    facts = {name: fact for name, fact in facts.items() if name not in NO_FACTS}
    for former in file.parent.glob(file.name.rpartition("-")[0] + "-*"):
        former.unlink(missing_ok=True)
    part = file.with_suffix(f".{uuid4().hex}")  # another run may go on beside this one
    part.write_bytes(pickle.dumps((facts, poses, stream.warning())))
    part.replace(file)
