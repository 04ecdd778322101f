"""Export and import of the history: JSON, which is complete, and CSV, for a spreadsheet."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any, Final, Literal

from pydantic import AfterValidator, AwareDatetime, BaseModel, ConfigDict, Field, ValidationError
from pydantic_core import from_json

from matside.errors import HistoryError, UsageError, system_reason
from matside.exercise.problems import objection_to
from matside.record.files import write_whole
from matside.record.history.database import by_name
from matside.record.history.sessions import History
from matside.record.history.spreadsheet import as_csv
from matside.record.history.stored import (
    MOST_COUNT,
    MOST_NOTE,
    MOST_PAIN,
    Kind,
    SessionStart,
    insert,
)
from matside.record.history.tables import derive
from matside.record.summary_file import SummaryFile
from matside.translation import _

FORMAT: Final = "matside-history"
VERSION: Final = 3
_YEARS: Final = range(1970, 2286)
"""Years of practice: seconds since 1970 have ten digits."""


Pain = Annotated[int, Field(ge=0, le=MOST_PAIN)]


def _in_our_time(when: datetime) -> datetime:
    if when.year not in _YEARS:
        msg = _(
            "a year from {first} to {last} is expected", first=_YEARS.start, last=_YEARS.stop - 1
        )
        raise ValueError(msg)
    return when


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False)


class CorrectionPart(_Part):
    """A count as the person says it; ``side`` is empty where it is counted without."""

    exercise: str = Field(min_length=1, max_length=200)
    side: Literal["", "left", "right"]
    count: int = Field(ge=0, le=MOST_COUNT)


class SessionPart(_Part):
    """One session of an export."""

    number: int = Field(ge=1)
    id: str = Field(min_length=1, max_length=100)
    kind: Kind
    started: Annotated[AwareDatetime, AfterValidator(_in_our_time)]
    source: str
    folder: str | None
    exercise: str | None
    pain_before: Pain | None
    pain_after: Pain | None
    matside: str
    seen_s: float
    ended_s: float | None
    summary: SummaryFile | None
    note: Annotated[str, Field(max_length=MOST_NOTE)] | None
    corrections: tuple[CorrectionPart, ...]


class HistoryFile(_Part):
    """An export: every session there is."""

    format: Literal["matside-history"]
    version: Literal[3]
    matside: str
    exported: AwareDatetime
    sessions: tuple[SessionPart, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """How many sessions an import added, brought up to date, and knew already."""

    added: int = 0
    updated: int = 0
    known: int = 0


def export(history: History, path: Path, *, matside: str) -> int:
    """Write every session to ``path``, as its ending says, and return how many there are.

    Args:
        history: Where they are.
        path: Ends in ``.json`` or ``.csv``.
        matside: Version of matside.

    Raises:
        UsageError: The file ends in neither ``.json`` nor ``.csv``.
        HistoryError: The history cannot be read.
        OutputError: The file cannot be written.
    """
    ending = path.suffix.lower()
    if ending not in (".json", ".csv"):
        raise UsageError(
            "The history can be exported to a file that ends in .json (whole, to "
            "import again) or .csv (for a spreadsheet), and '{name}' does neither.",
            name=path.name,
        )
    sessions = history.sessions()
    write_whole(path, _as_json(history, matside) if ending == ".json" else as_csv(sessions))
    return len(sessions)


def import_file(history: History, path: Path) -> Imported:
    """Add the sessions of another history's export; all of them, or none if the file is bad.

    Sessions are known by their id. One that is known is left as it is, unless
    the file holds a later state of it. Numbers are this history's own: those of
    the file are not taken over.

    Raises:
        HistoryError: The file cannot be read or is no such export, or the
            history cannot be written.
    """
    added = updated = 0
    parts = _read(path).sessions
    with history.writing() as connection:
        for part in sorted(parts, key=lambda part: (part.started, part.number)):
            seen = _seen_s(connection, part.id)
            if seen is not None and seen >= part.seen_s:
                continue
            _put(connection, part)
            added += seen is None
            updated += seen is not None
    return Imported(added=added, updated=updated, known=len(parts) - added - updated)


def _as_json(history: History, matside: str) -> str:
    with history.reading() as connection:
        found = by_name(
            connection,
            """SELECT number, id, kind, started, source, folder, exercise, pain_before, pain_after,
                matside, seen_s, ended_s, summary, note,
                (SELECT json_group_array(json_object(
                    'exercise', exercise, 'side', side, 'count', count))
                FROM corrections WHERE session = number) AS corrections
            FROM sessions ORDER BY started_s, number""",
        )
        rows = [dict(row) for row in found]
    sessions = [whole for row in rows if (whole := _whole(row)) is not None]
    document = {
        "format": FORMAT,
        "version": VERSION,
        "matside": matside,
        "exported": datetime.now(UTC).isoformat(),
        "sessions": sessions,
    }
    return json.dumps(document, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def _whole(row: dict[str, Any]) -> dict[str, Any] | None:
    """Return a session as it is exported; ``None`` if it is damaged.

    Its summary may be of another version of matside, and is taken as it is.
    """
    try:
        summary = json.loads(row["summary"]) if row["summary"] else None
        json.dumps(summary, allow_nan=False)
        row = row | {"corrections": json.loads(row["corrections"])}
        if isinstance(row["folder"], bytes):  # its name is no text, and JSON is
            row["folder"] = row["folder"].decode(errors="replace")
        SessionPart.model_validate(row | {"summary": None})
    except (ValueError, TypeError, RecursionError):
        return None
    return row | {"summary": summary}


def _read(path: Path) -> HistoryFile:
    try:
        document = from_json(path.read_bytes())
    except OSError as error:
        raise HistoryError(
            "Cannot read {path}: {reason}; is the path right?",
            path=path,
            reason=system_reason(error),
        ) from error
    except ValueError as error:
        raise HistoryError(
            "{path} is not JSON ({error}); give the .json file that 'matside "
            "history export' wrote.",
            path=path,
            error=error,
        ) from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise HistoryError(
            "{path} is not the export of a history (its format should be "
            "'{format}'); give the .json file that 'matside history export' wrote.",
            path=path,
            format=FORMAT,
        )
    version = document.get("version")
    if isinstance(version, int) and version > VERSION:
        raise HistoryError(
            "{path} was written by a newer matside (version {version} of the "
            "export, and this one knows up to {known}); bring matside up to date.",
            path=path,
            version=version,
            known=VERSION,
        )
    try:
        return HistoryFile.model_validate(document)
    except ValidationError as error:
        first = error.errors()[0]
        where = " › ".join(str(step) for step in first["loc"]) or _("the file")
        raise HistoryError(
            "{path} is not a whole export of a history ({where}: {reason}); "
            "nothing was imported: export it again.",
            path=path,
            where=where,
            reason=objection_to(first),
        ) from error


def _seen_s(connection: sqlite3.Connection, session: str) -> float | None:
    query = "SELECT seen_s FROM sessions WHERE id = ?"
    found = connection.execute(query, (session,)).fetchone()
    return float(found[0]) if found else None


def _put(connection: sqlite3.Connection, part: SessionPart) -> None:
    start = SessionStart(
        kind=part.kind,
        started=part.started,
        source=part.source,
        matside=part.matside,
        folder=Path(part.folder) if part.folder is not None else None,
        exercise=part.exercise,
        pain_before=part.pain_before,
        id=part.id,
    )
    insert(connection, start, seen_s=part.seen_s)
    (number,) = connection.execute(
        "SELECT number FROM sessions WHERE id = ?", (part.id,)
    ).fetchone()
    connection.execute(
        """UPDATE sessions SET seen_s = ?, ended_s = ?, summary = ?,
            pain_before = coalesce(?, pain_before), pain_after = coalesce(?, pain_after),
            note = coalesce(?, note)
        WHERE number = ?""",
        (
            part.seen_s,
            part.ended_s,
            None if part.summary is None else part.summary.model_dump_json(),
            part.pain_before,
            part.pain_after,
            part.note,
            number,
        ),
    )
    connection.executemany(
        "INSERT OR REPLACE INTO corrections VALUES (?, ?, ?, ?)",
        [(number, one.exercise, one.side, one.count) for one in part.corrections],
    )
    derive(connection, number)
