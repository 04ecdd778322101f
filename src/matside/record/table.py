"""The table of measures: one row a frame, for a spreadsheet or a script of one's own; read back."""

from __future__ import annotations

import csv
import math
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Final

from matside.body.catalogue import COLUMNS
from matside.body.frames import unseen
from matside.body.landmark import Side
from matside.coach.events import LossReason
from matside.coach.result import ActiveFault, FrameResult
from matside.errors import SourceError, system_reason
from matside.record.files import Writer, discard, finish, part_of, writing

STATE_COLUMNS: Final[Mapping[str, str]] = {
    "time_s": "time of the frame in seconds of the source",
    "tracked": "true where the person could be judged, else false",
    "people": "how many people were seen when last counted",
    "posture": "on_the_back, hands_and_knees, folded, other or unseen",
    "exercise": "identifier of the exercise that is being done",
    "phase": "identifier of its phase",
    "side": "left or right where the phase has a side",
    "held_s": "seconds credited to the running hold",
    "hold_target_s": "seconds that the dose asks the hold to last",
    "progress": "share of the hold or of the repetition that is done, 0 to 1",
    "reps": "repetitions so far, of exercises without sides",
    "reps_left": "repetitions so far on the left",
    "reps_right": "repetitions so far on the right",
    "faults": "faults being committed, as in foot_lifted:left, separated by semicolons",
    "cue": "the fault whose cue stands on the screen",
    "reason": "what is not seen where the person cannot be judged: nobody, trunk or legs",
}
"""The columns before the measures, and what each holds."""

HEADER: Final = (*STATE_COLUMNS, *COLUMNS)
"""Every column; a measure's unit is in its name: ``_deg`` degrees, ``_ratio`` none."""


def row(result: FrameResult) -> tuple[str, ...]:
    """Return the cells of one frame in the order of ``HEADER``; empty for what is not known."""
    holding = result.hold_target_s > 0.0 or result.held_s > 0.0
    state = (
        _decimals(result.t_s, 6),
        "true" if result.pose.seen and result.judged else "false",
        str(result.pose.people),
        result.posture,
        result.exercise,
        result.phase,
        result.side or "",
        _decimals(result.held_s, 3) if holding else "",
        _decimals(result.hold_target_s, 3) if result.hold_target_s > 0.0 else "",
        _decimals(result.progress, 4) if result.phase else "",
        *(_count(result, side) for side in (None, Side.LEFT, Side.RIGHT)),
        ";".join(fault_words(fault) for fault in result.faults),
        "" if result.cue is None else fault_words(result.cue),
        result.reason or "",
    )
    measured = result.measures.get
    return state + tuple(write(measured(key, math.nan)) for key, write in _MEASURE_CELLS)


class TableWriter(Writer):
    """Writes ``measures.csv`` row by row; use it as a context manager.

    The file appears under its name when it is closed. Leaving the context by
    Ctrl-C keeps the rows so far, by any other exception throws them away.

    Raises:
        OutputError: From the constructor, ``write`` or ``close``.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        with writing(path):
            self._file = part_of(path).open("w", encoding="utf-8", newline="")
        self._csv = csv.writer(self._file, lineterminator="\n")
        self._put(HEADER)

    def write(self, result: FrameResult) -> None:
        """Add the row of one frame."""
        self._put(row(result))

    def close(self, *, discarded: bool = False) -> None:
        """Close the file and give it its name, or remove it; a second call does nothing."""
        if self._file.closed:
            return
        try:
            with writing(self._path):
                self._file.close()
        except BaseException:
            discard(self._path)
            raise
        if discarded:
            discard(self._path)
        else:
            finish(self._path)

    def _put(self, cells: tuple[str, ...]) -> None:
        with writing(self._path):
            self._csv.writerow(cells)


def _decimals(value: float, decimals: int) -> str:
    return f"{value:z.{decimals}f}" if math.isfinite(value) else ""


def _degrees(value: float) -> str:
    return _decimals(value, 2)


def _ratio(value: float) -> str:
    return _decimals(value, 4)


_MEASURE_CELLS: Final[tuple[tuple[str, Callable[[float], str]], ...]] = tuple(
    (key, _degrees if key.endswith("_deg") else _ratio) for key in COLUMNS
)


def _count(result: FrameResult, side: Side | None) -> str:
    count = result.reps.get(side)
    return "" if count is None else str(count)


def fault_words(fault: ActiveFault) -> str:
    """Return a fault as a cell has it: its identifier, and its side if it has one."""
    return fault.fault if fault.side is None else f"{fault.fault}:{fault.side}"


_NEEDED = frozenset(STATE_COLUMNS)
_NOWHERE = (1, 1)


def read_table(path: Path) -> Iterator[FrameResult]:
    """Yield what ``TableWriter`` wrote, row by row.

    Columns are found by their names; a measure that a table of another version
    does not have is NaN.

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
    cue, reason = cells["cue"], cells["reason"]
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
        judged=not reason,
        reason=LossReason(reason) if reason else None,
    )


def _number(cell: str, missing: float) -> float:
    return float(cell) if cell else missing


def _fault(words: str, start_s: float) -> ActiveFault:
    name, _, side = words.partition(":")
    return ActiveFault(fault=name, side=Side(side) if side else None, start_s=start_s)
