"""Reads a trace: its header, its poses, and the steps of the plan that its session followed."""

from __future__ import annotations

import json
import logging
import math
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import numpy as np

from matside.body.frames import BACK_POINTS, Floats, PoseFrame, unseen
from matside.body.landmark import LANDMARK_COUNT
from matside.errors import SourceError, system_reason
from matside.exercise.schema import Dose
from matside.record.trace import FORMAT, GZIP, VERSION, StepBegun, TraceHeader
from matside.translation import Text, _
from matside.wording.formatting import printable

_LOG = logging.getLogger(__name__)
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
            record = json.loads(line)
            dose = Dose.model_validate_json(json.dumps(record["step"]["dose"]), strict=True)
            step = StepBegun(
                t_s=float(record["t"]),
                exercise=record["step"]["exercise"],
                dose=dose,
                anew=bool(record["step"]["anew"]),
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
    inflate = zlib.decompressobj(GZIP)
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
            reason=system_reason(error),
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
        record = json.loads(line)
        known = isinstance(record, dict) and record.get("format") == FORMAT
    except _DAMAGED:
        known = False
    if not known:
        raise SourceError(
            "{path} is not a trace of matside; give it a file that matside wrote "
            "as trace.jsonl.gz, or a video.",
            path=path,
        )
    version = record.get("version")
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
            matside=str(record["matside"]),
            source=printable(str(record["source"])),
            size_px=_size(record["size_px"]),
            model=str(record["model"]),
            options=dict(record["options"]),
        )
    except _DAMAGED as error:
        raise SourceError(
            "The header of the trace {path} is not whole ({error}); analyse the video again.",
            path=path,
            error=f"{error!r}",
        ) from error


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


def _size(value: Any) -> tuple[int, int]:  # noqa: ANN401 (as JSON has it)
    """Return the size of a picture, in pixels; ``ValueError`` for what can be none."""
    width, height = value
    size = int(width), int(height)
    if not all(0 < side <= _LARGEST_PX for side in size):
        msg = _("no picture is {width} by {height} pixels", width=width, height=height)
        raise ValueError(msg)
    return size


def _array(numbers: list[float | None]) -> Floats:
    values = np.array(numbers, dtype=np.float64)
    values[~(np.abs(values) <= _LARGEST_VALUE)] = np.nan
    return values
