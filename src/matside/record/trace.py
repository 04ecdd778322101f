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
import logging
import math
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any, Final, Self

import numpy as np

from matside.body.frames import BACK_POINTS, Floats, PoseFrame, unseen
from matside.body.landmark import LANDMARK_COUNT
from matside.errors import SourceError
from matside.exercise.schema import Dose
from matside.record.files import writing
from matside.translation import Text, _
from matside.wording.formatting import printable

_LOG = logging.getLogger(__name__)

FORMAT: Final = "matside-trace"
VERSION: Final = 1

_FLUSH_EVERY_S: Final = 1.0
"""A run that is killed loses at most about this much."""
_LEVEL: Final = 4
"""The level of zlib: 6 would save a tenth of the file and take nearly twice as long."""
_GZIP: Final = 31
_CHUNK: Final = 1 << 12
"""Bytes unpacked at once; what lies behind damage within them is lost."""

_LONGEST_LINE: Final = 1 << 16
"""Bytes; a frame has some 3,000."""
_BROKEN: Final = Text("The trace {path} is damaged ({error}); going on with what comes before.")
_LARGEST_PX: Final = 1 << 16
_LARGEST_VALUE: Final = 1e7
"""Pixels or metres; what is further away is not known."""
_LATEST_S: Final = 4e9
_MOST_PEOPLE: Final = 1000
_DAMAGED: Final = (
    *(ValueError, TypeError, KeyError, AttributeError, IndexError, OverflowError, RecursionError),
)
"""What comes of a line that matside did not write."""

Option = str | int | float | bool | None


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
        self._deflate = zlib.compressobj(_LEVEL, zlib.DEFLATED, _GZIP)
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


def read_trace(path: Path) -> tuple[TraceHeader, Iterator[PoseFrame]]:
    """Return a trace's header and an iterator over its frames.

    A file that breaks off (the run was killed, the copy is not whole) gives
    everything up to the break.

    Raises:
        SourceError: The file cannot be read, is no trace or is of a newer
            version; from the iterator: a line is no frame, or time runs backwards.
    """
    lines = _lines(path)
    header = _to_header(path, next(lines, ""))
    return header, _frames(path, header, lines)


def read_steps(path: Path) -> tuple[StepBegun, ...]:
    """Return the steps of the plan that a trace's session followed; none for one without a plan.

    Raises:
        SourceError: The file cannot be read, or a step is none.
    """
    found = []
    for number, line in enumerate(_lines(path), start=1):
        if number == 1 or '"step":' not in line:
            continue
        try:
            told = json.loads(line)
            dose = Dose.model_validate_json(json.dumps(told["step"]["dose"]), strict=True)
            step = StepBegun(
                t_s=float(told["t"]),
                exercise=told["step"]["exercise"],
                dose=dose,
                anew=bool(told["step"].get("anew", True)),
            )
        except _DAMAGED as error:
            raise SourceError(
                "Line {number} of the trace {path} holds no step of a plan "
                "({error}); analyse the video again to make a new trace.",
                number=number,
                path=path,
                error=error,
            ) from error
        found.append(step)
    return tuple(found)


def _frames(path: Path, header: TraceHeader, lines: Iterator[str]) -> Iterator[PoseFrame]:
    before_s = -math.inf
    for number, line in enumerate(lines, start=2):
        try:
            pose = _to_pose(json.loads(line), header.size_px)
        except _DAMAGED as error:
            raise SourceError(
                "Line {number} of the trace {path} is no frame ({error}); analyse "
                "the video again to make a new trace.",
                number=number,
                path=path,
                error=error,
            ) from error
        if not pose.t_s > before_s:
            raise SourceError(
                "Line {number} of the trace {path} is at {t_s} s but the one "
                "before it at {before_s} s, and time must go forward; analyse the "
                "video again.",
                number=number,
                path=path,
                t_s=pose.t_s,
                before_s=before_s,
            )
        before_s = pose.t_s
        yield pose


def _lines(path: Path) -> Iterator[str]:
    """Yield every whole line, as far as the file can be unpacked and no line is too long."""
    inflate = zlib.decompressobj(_GZIP)
    rest = b""
    try:
        with path.open("rb") as file:
            while chunk := file.read(_CHUNK):
                # no more at once than a line may have: 3 MB can unpack to 3 GB
                while unpacked := inflate.decompress(chunk, _LONGEST_LINE):
                    *whole, rest = (rest + unpacked).split(b"\n")
                    for line in whole:
                        yield line.decode("utf-8", errors="replace")
                    if len(rest) > _LONGEST_LINE:
                        error = _("a line of more than {most} bytes", most=_LONGEST_LINE)
                        _LOG.warning("%s", _BROKEN(path=path, error=error))
                        return
                    chunk = inflate.unconsumed_tail
    except OSError as error:
        raise SourceError(
            "Cannot read the trace {path}: {reason}; is the path right?",
            path=path,
            reason=error.strerror,
        ) from error
    except zlib.error as error:
        _LOG.warning("%s", _BROKEN(path=path, error=error))
        return
    if not inflate.eof:
        _LOG.warning(
            "%s", _("The trace {path} breaks off; going on with what is there.", path=path)
        )


def _to_header(path: Path, line: str) -> TraceHeader:
    try:
        told = json.loads(line)
        known = isinstance(told, dict) and told.get("format") == FORMAT
    except _DAMAGED:
        known = False
    if not known:
        raise SourceError(
            "{path} is not a trace of matside; give it a file that matside wrote "
            "as trace.jsonl.gz, or a video.",
            path=path,
        )
    version = told.get("version")
    if version != VERSION:
        raise SourceError(
            "The trace {path} has version {version} and this matside reads version "
            "{known}; bring matside up to date or analyse the video again.",
            path=path,
            version=version,
            known=VERSION,
        )
    try:
        return TraceHeader(
            matside=str(told["matside"]),
            source=printable(str(told["source"])),
            size_px=_size(told["size_px"]),
            model=str(told["model"]),
            options=dict(told["options"]),
        )
    except _DAMAGED as error:
        raise SourceError(
            "The header of the trace {path} is not whole ({error}); analyse the video again.",
            path=path,
            error=f"{error!r}",
        ) from error


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


def _to_pose(line: Mapping[str, Any], size_px: tuple[int, int]) -> PoseFrame:
    t_s, size = float(line["t"]), _size(line.get("size", size_px))
    if t_s > _LATEST_S:
        msg = _("{t_s} s are more than a hundred years", t_s=t_s)
        raise ValueError(msg)
    if "px" not in line:
        return unseen(t_s, size)
    return PoseFrame(
        t_s=t_s,
        image_px=_array(line["px"]).reshape(LANDMARK_COUNT, 2),
        world_m=_array(line["m"]).reshape(LANDMARK_COUNT, 3),
        visibility=_array(line["vis"]).reshape(LANDMARK_COUNT),
        on_body=_array(line["on"]).reshape(LANDMARK_COUNT),
        back_px=_array(line["back"]).reshape(BACK_POINTS, 2),
        size_px=size,
        people=_count(line["people"]),
    )


def _count(told: Any) -> int:  # noqa: ANN401 (as JSON has it)
    if told not in range(_MOST_PEOPLE + 1):
        msg = _("there cannot be {told} people", told=told)
        raise ValueError(msg)
    return int(told)


def _size(told: Any) -> tuple[int, int]:  # noqa: ANN401 (as JSON has it)
    """Return the size of a picture, in pixels; ``ValueError`` for what can be none."""
    width, height = told
    size = int(width), int(height)
    if not all(0 < side <= _LARGEST_PX for side in size):
        msg = _("no picture is {width} by {height} pixels", width=width, height=height)
        raise ValueError(msg)
    return size


def _is_blank(pose: PoseFrame) -> bool:
    parts = (pose.image_px, pose.world_m, pose.visibility, pose.on_body, pose.back_px)
    return len(pose.back_px) == BACK_POINTS and all(np.isnan(part).all() for part in parts)


def _flat(values: Floats) -> list[float | None]:
    numbers: list[float] = values.ravel().tolist()
    if not np.isnan(values).any():
        return list(numbers)
    return [None if number != number else number for number in numbers]  # noqa: PLR0124 - NaN


def _array(numbers: list[float | None]) -> Floats:
    values = np.array(numbers, dtype=np.float64)
    values[~(np.abs(values) <= _LARGEST_VALUE)] = np.nan
    return values
