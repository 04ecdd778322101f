"""The table of measures read back: what the coach said of each frame, but for the pose."""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path

from matside.body.catalogue import COLUMNS
from matside.body.frames import unseen
from matside.body.landmark import Side
from matside.coach.events import LossReason
from matside.coach.result import ActiveFault, FrameResult
from matside.errors import SourceError, system_reason
from matside.record.table import STATE_COLUMNS, fault_words

_NEEDED = frozenset(STATE_COLUMNS) - {"cue", "reason"}  # earlier versions had sentences
_NOWHERE = (1, 1)


def read_table(path: Path) -> Iterator[FrameResult]:
    """Yield what ``TableWriter`` wrote, row by row.

    Columns are found by their names; a measure that a table of another version
    does not have is NaN. Tables of the first version say in sentences what to
    mend and why nothing is judged; ``cue`` and ``reason`` of these are ``None``.

    The table holds no poses and no events: poses are unseen, ``near_side`` is
    ``None``, a fault begins with the first row that names it.

    Raises:
        SourceError: From the iterator: the file cannot be read, or is no such table.
    """
    try:
        with path.open(encoding="utf-8", newline="") as file:
            rows = csv.reader(file)
            header = next(rows, [])
            if not _NEEDED.issubset(header):
                raise SourceError(
                    "{path} is not a table of measures of matside; analyse the video again.",
                    path=path,
                )
            yield from _results(path, header, rows)
    except OSError as error:
        raise SourceError(
            "Cannot read the table {path}: {reason}; is the path right?",
            path=path,
            reason=system_reason(error),
        ) from error
    except (UnicodeDecodeError, csv.Error) as error:
        raise SourceError(
            "The table {path} is damaged ({error}); analyse the video again.",
            path=path,
            error=error,
        ) from error


def _results(path: Path, header: list[str], rows: Iterator[list[str]]) -> Iterator[FrameResult]:
    began: dict[str, float] = {}
    for number, row in enumerate(rows, start=2):
        try:
            cells = dict(zip(header, row, strict=True))
            result = _result(cells, began)
        except ValueError as error:
            raise SourceError(
                "Row {number} of the table {path} is no frame ({error}); analyse the video again.",
                number=number,
                path=path,
                error=error,
            ) from error
        began = {fault_words(fault): fault.start_s for fault in result.faults}
        yield result


def _result(cells: dict[str, str], began: dict[str, float]) -> FrameResult:
    t_s = float(cells["time_s"])
    reason = cells.get("reason", "")
    cue = cells["cue"] if "reason" in cells else ""
    return FrameResult(
        t_s=t_s,
        pose=unseen(t_s, _NOWHERE),
        near_side=None,
        measures={key: _number(cells.get(key, ""), math.nan) for key in COLUMNS},
        posture=cells["posture"],
        exercise=cells["exercise"],
        phase=cells["phase"],
        side=Side(cells["side"]) if cells["side"] else None,
        hold_target_s=_number(cells["hold_target_s"], 0.0),
        held_s=_number(cells["held_s"], 0.0),
        progress=_number(cells["progress"], 0.0),
        faults=tuple(
            _fault(words, began.get(words, t_s)) for words in cells["faults"].split(";") if words
        ),
        cue=_fault(cue, began.get(cue, t_s)) if cue else None,
        judged=not (reason or cells.get("notice")),
        reason=LossReason(reason) if reason else None,
    )


def _number(cell: str, missing: float) -> float:
    return float(cell) if cell else missing


def _fault(words: str, start_s: float) -> ActiveFault:
    name, _, side = words.partition(":")
    return ActiveFault(fault=name, side=Side(side) if side else None, start_s=start_s)
