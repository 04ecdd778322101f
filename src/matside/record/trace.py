"""The trace: every pose of a session in one small file, from which it can be replayed exactly.

The file is gzip over JSON lines. The first line is the header, each further
line one frame: ``t`` seconds, ``people``, ``px`` (33 × x, y), ``m`` (33 × x, y,
z), ``vis`` and ``on`` (33 each), ``back`` (K × x, y); all flat, NaN as null.
Frames without a person hold ``t`` alone; ``size`` only appears where it differs
from the header's, and ``step`` where a step of a plan begins: its exercise and
dose, by which this frame and those after it are judged.
"""

from __future__ import annotations

import json
import math
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Self

import numpy as np

from matside.body.frames import BACK_POINTS, Floats, PoseFrame
from matside.exercise.schema import Dose
from matside.record.files import writing

FORMAT: Final = "matside-trace"
VERSION: Final = 1
GZIP: Final = 31
"""zlib's window bits for gzip."""

_FLUSH_EVERY_S: Final = 1.0
"""A run that is killed loses at most about this much."""
_LEVEL: Final = 4
"""The level of zlib: 6 would save a tenth of the file and take nearly twice as long."""
Option = str | int | float | bool | None
"""Of what a run was asked for, such as a named exercise; JSON's single values."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TraceHeader:
    """What a trace says of itself.

    Attributes:
        matside: Version of matside that wrote it.
        source: Name of the clip or camera.
        size_px: Width and height of the picture.
        model: Name of the pose model.
        options: What the run was asked for, such as a forced exercise.
    """

    matside: str
    source: str
    size_px: tuple[int, int]
    model: str
    options: Mapping[str, Option] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class StepBegun:
    """A step of a plan: from when on which exercise was judged, towards which dose.

    It begins ``anew`` unless only the dose of the step that goes on is another.
    """

    t_s: float
    exercise: str
    dose: Dose
    anew: bool = True


class TraceWriter:
    """Writes a trace as the frames come; use it as a context manager.

    The file is written in place, because it can be read at any moment: a run
    that is killed leaves all but about the last second.

    Raises:
        OutputError: From the constructor, ``write`` or ``close``.
    """

    def __init__(self, path: Path, header: TraceHeader) -> None:
        self._path = path
        self._size_px = header.size_px
        self._flushed_s = -math.inf
        self._deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, GZIP)
        with writing(path):
            self._file = path.open("wb")
        self._put({"format": FORMAT, "version": VERSION} | asdict(header))

    def write(self, pose: PoseFrame, step: StepBegun | None = None) -> None:
        """Write one frame; give it what ``quantise`` returned, or it will not come back equal.

        Args:
            pose: The frame.
            step: The step of a plan that begins with it, if one does.
        """
        line = _to_line(pose, self._size_px)
        if step is not None:
            dose = step.dose.model_dump(exclude_none=True)
            line["step"] = {"exercise": step.exercise, "dose": dose, "anew": step.anew}
        self._put(line)
        if not pose.t_s - self._flushed_s < _FLUSH_EVERY_S:
            self._flushed_s = pose.t_s
            with writing(self._path):
                self._file.write(self._deflate.flush(zlib.Z_SYNC_FLUSH))
                self._file.flush()

    def close(self) -> None:
        """Write what is left and close; a second call does nothing."""
        if self._file.closed:
            return
        with writing(self._path), self._file:
            self._file.write(self._deflate.flush())

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _put(self, line: Mapping[str, Any]) -> None:
        text = json.dumps(line, separators=(",", ":"), allow_nan=False) + "\n"
        with writing(self._path):
            self._file.write(self._deflate.compress(text.encode()))


def _to_line(pose: PoseFrame, size_px: tuple[int, int]) -> dict[str, Any]:
    line: dict[str, Any] = {"t": float(pose.t_s)}
    if pose.size_px != size_px:
        line["size"] = list(pose.size_px)
    if pose.people == 0 and _is_blank(pose):
        return line
    line["people"] = pose.people
    line["px"] = _flat(pose.image_px)
    line["m"] = _flat(pose.world_m)
    line["vis"] = _flat(pose.visibility)
    line["on"] = _flat(pose.on_body)
    line["back"] = _flat(pose.back_px)
    return line


def _is_blank(pose: PoseFrame) -> bool:
    parts = (pose.image_px, pose.world_m, pose.visibility, pose.on_body, pose.back_px)
    return len(pose.back_px) == BACK_POINTS and all(np.isnan(part).all() for part in parts)


def _flat(values: Floats) -> list[float | None]:
    numbers: list[float] = values.ravel().tolist()
    if not np.isnan(values).any():
        return list(numbers)
    return [None if number != number else number for number in numbers]  # noqa: PLR0124 - NaN
