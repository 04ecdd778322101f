"""The tables of a study: sessions, holds, repetitions and faults of many files, one row each.

Each measure has its unit in the name of its column, and beside it a column with its uncertainty:
how far two readings of a body that did the same may lie apart.
"""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from pydantic import AwareDatetime, Field
from pydantic.fields import FieldInfo

from matside.body.catalogue import BY_NAME, COLUMNS, Measure
from matside.body.landmark import Side
from matside.coach.summary import Model, Number, Range, Seconds, Section
from matside.record.files import OutputFolder, whole_file, write_whole
from matside.record.summary_file import SummaryFile
from matside.wording.formatting import spreadsheet_cell


class SessionRow(Model):
    """One file that was analysed."""

    session: str = Field(description="Folder of its results: the key of the other tables.")
    file: str = Field(description="The file, as it was named to matside.")
    created: AwareDatetime = Field(description="When it was analysed.")
    matside: str = Field(description="Version of matside.")
    model: str = Field(description="Pose model.")
    width_px: int
    height_px: int
    rate_hz: Number = Field(description="Frames a second, on average, of the film.")
    duration_s: Number = Field(description="From the first frame to the last.")
    frames: int = Field(description="Frames that were looked at.")
    coverage: Number = Field(description="Share of the time, 0..1, in which it could be judged.")
    people: int = Field(description="Greatest number of people seen at once.")
    exercises: str = Field(description="Those that were recognised, in order, with spaces between.")
    holds: int
    held_s: Seconds = Field(description="Seconds credited to all holds.")
    repetitions: int = Field(description="Holds are repetitions, too.")
    faults: int
    notices: str = Field(description="Kinds of notices, with spaces between.")


class PartRow(Model):
    """What holds, repetitions and faults have in common."""

    session: str = Field(description="Key of the session.")
    section: int = Field(description="Which of the session's sections, from 1 on.")
    exercise: str
    side: Side | None = Field(description="The person's own side; empty where there is none.")
    start_s: Seconds = Field(description="Seconds of the film.")
    end_s: Seconds


class HoldRow(PartRow):
    """One hold; after these columns the median of each measure while it was held."""

    hold: int = Field(description="Which of the section's holds, from 1 on.")
    phase: str
    held_s: Seconds = Field(description="Seconds credited; gaps in tracking are taken off.")
    full: bool | None = Field(description="Whether it was long enough for the dose.")


class RepetitionRow(PartRow):
    """One repetition; after these columns the least and greatest value of each measure."""

    repetition: int = Field(description="Which of the section's repetitions, from 1 on.")
    full: bool = Field(description="Whether it counts towards the dose.")


class FaultRow(PartRow):
    """One stretch of time in which a fault of form was committed."""

    fault: str


ROWS: Final[Mapping[str, type[Model]]] = {
    "sessions": SessionRow,
    "holds": HoldRow,
    "repetitions": RepetitionRow,
    "faults": FaultRow,
}
"""The tables, each by the model of its rows."""

Cells = dict[str, Any]


@dataclass(slots=True)
class Study:
    """The rows of all tables, by table."""

    rows: dict[str, list[Cells]] = field(default_factory=lambda: {name: [] for name in ROWS})

    def add(self, session: str, file: str, summary: SummaryFile) -> None:
        """Add one session.

        Args:
            session: The folder of its results.
            file: The file, as it was named.
            summary: Its result.
        """
        self.rows["sessions"].append(_cells(_session(session, file, summary)))
        for number, section in enumerate(summary.sections, start=1):
            self._add_section(session, number, section)

    def _add_section(self, session: str, number: int, section: Section) -> None:
        common: Cells = {"session": session, "section": number, "exercise": section.exercise}
        for place, hold in enumerate(section.holds, start=1):
            row = HoldRow.model_validate(common | _named(hold, HoldRow) | {"hold": place})
            self.rows["holds"].append(_cells(row) | _depths(hold.depth))
        for place, rep in enumerate(section.repetitions, start=1):
            row_values = common | _named(rep, RepetitionRow) | {"repetition": place}
            cells = _cells(RepetitionRow.model_validate(row_values)) | _ranges(rep.ranges)
            self.rows["repetitions"].append(cells)
        for fault in section.faults:
            row_ = FaultRow.model_validate(common | dict(fault))
            self.rows["faults"].append(_cells(row_))

    def columns(self, table: str) -> list[str]:
        """Return the columns of a table: its own, then those of the measures that were taken."""
        known = {name for row in self.rows[table] for name in row}
        own = list(ROWS[table].model_fields)
        return own + [name for name in MEASURE_COLUMNS[table] if name in known]


def uncertainty_column(column: str) -> str:
    """Return the name of the column with a measure's uncertainty: the unit stays at the end.

    Example:
        >>> uncertainty_column("left_hip_flexion_deg")
        'left_hip_flexion_uncertainty_deg'
    """
    return _end(column, "uncertainty")


def measure_of(column: str) -> Measure:
    """Return the measure of a column, which may name a side."""
    side, _, name = column.partition("_")
    return BY_NAME[column] if column in BY_NAME else BY_NAME[name if side in set(Side) else column]


def _end(column: str, end: str) -> str:
    bare, unit = column.rsplit("_", 1)
    return f"{bare}_{end}_{unit}"


MEASURE_COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
    "sessions": (),
    "holds": tuple(name for c in COLUMNS for name in (c, uncertainty_column(c))),
    "repetitions": tuple(
        name
        for c in COLUMNS
        for name in (_end(c, "least"), _end(c, "greatest"), uncertainty_column(c))
    ),
    "faults": (),
}
"""The columns of measures that each table may have; those that were never taken are left out."""


def write_study(study: Study, folder: Path) -> bool:
    """Write all tables as CSV and, where pyarrow is installed, as Parquet; return whether it is.

    Raises:
        OutputError: A table cannot be written.
    """
    OutputFolder.at(folder)
    for table in ROWS:
        write_whole(folder / f"{table}.csv", _csv(study, table), newline="")
    if find_spec("pyarrow") is None:  # an extra
        return False
    from matside.record.parquet import write_parquet  # noqa: PLC0415 (needs it)

    for table, model in ROWS.items():
        path = folder / f"{table}.parquet"
        with whole_file(path) as part:
            write_parquet(part, study.rows[table], _fields(study, table, model))
    return True


def _fields(study: Study, table: str, model: type[Model]) -> dict[str, FieldInfo | None]:
    """Return each column with its description in the model; ``None`` for a measure's."""
    return {name: model.model_fields.get(name) for name in study.columns(table)}


def _csv(study: Study, table: str) -> str:
    text = io.StringIO()
    columns = study.columns(table)
    writer = csv.writer(text)
    writer.writerow(columns)
    for row in study.rows[table]:
        writer.writerow([_cell(row.get(name)) for name in columns])
    return text.getvalue()


def _cell(value: object) -> object:
    """Return a value as a spreadsheet takes it: what is not known is empty."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).lower()
        case float():
            return value if math.isfinite(value) else ""
        case str():
            return spreadsheet_cell(value)
        case _:
            return value


def _session(session: str, file: str, summary: SummaryFile) -> SessionRow:
    holds = [hold for section in summary.sections for hold in section.holds]
    return SessionRow(
        session=session,
        file=file,
        created=summary.created,
        matside=summary.matside,
        model=summary.model.name,
        width_px=summary.source.width_px,
        height_px=summary.source.height_px,
        rate_hz=math.nan if summary.source.fps is None else summary.source.fps,
        duration_s=summary.end_s - summary.start_s,
        frames=summary.frames,
        coverage=summary.coverage,
        people=summary.people,
        exercises=" ".join(dict.fromkeys(section.exercise for section in summary.sections)),
        holds=len(holds),
        held_s=math.fsum(hold.held_s for hold in holds),
        repetitions=sum(sum(section.reps.values()) for section in summary.sections),
        faults=sum(len(section.faults) for section in summary.sections),
        notices=" ".join(dict.fromkeys(notice.kind.value for notice in summary.notices)),
    )


def _named(part: Model, row: type[Model]) -> Cells:
    """Return the fields of a part of the summary that a row has, too."""
    return {name: value for name, value in dict(part).items() if name in row.model_fields}


def _cells(row: Model) -> Cells:
    """Return a row's values; what is not known is ``None``."""
    return row.model_dump() | {
        name: None if math.isnan(value) else value
        for name, value in dict(row).items()
        if isinstance(value, float)
    }


def _depths(depth: Mapping[str, float]) -> Cells:
    return {
        name: value
        for column, known in _known(depth.items())
        for name, value in (
            (column, known),
            (uncertainty_column(column), measure_of(column).noise.level),
        )
    }


def _known(items: Iterable[tuple[str, float]]) -> Iterator[tuple[str, float]]:
    return ((name, value) for name, value in items if math.isfinite(value))


def _ranges(ranges: Mapping[str, Range]) -> Cells:
    cells: Cells = {}
    for column, span in ranges.items():
        if span.known:
            cells[_end(column, "least")] = span.low
            cells[_end(column, "greatest")] = span.high
            cells[uncertainty_column(column)] = measure_of(column).noise.level
    return cells
