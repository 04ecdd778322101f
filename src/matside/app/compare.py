"""Compare two sessions that were recorded before."""

from __future__ import annotations

import math
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from rich.console import Console

from matside.analysis.compare import compare
from matside.analysis.comparison import ComparedSession, Comparison
from matside.analysis.series import TimeSeriesRecorder
from matside.app.known_exercises import known_exercises
from matside.app.remarks import stored_in
from matside.app.report_source import asked_in, judged_again, session_path
from matside.app.streams import is_trace
from matside.errors import MatsideError, SourceError
from matside.exercise.schema import Exercise
from matside.record.files import SUMMARY, TRACE, write_whole
from matside.record.summary_file import read_summary
from matside.report.compare_page import comparison_page
from matside.terminal import texts
from matside.terminal.as_json import print_json
from matside.terminal.compare_table import comparison_report
from matside.terminal.tables import say
from matside.translation import _
from matside.wording.formatting import day, listing
from matside.wording.labels import Labels, labels_of


def run_compare(
    a: Path,
    b: Path,
    *,
    html: Path | None = None,
    exercise_files: Sequence[Path] = (),
    as_json: bool = False,
) -> None:
    """Compare two sessions, print the tables, write the page if one is named.

    Each is a folder of results, a trace, or a number in the history. Both are judged again from
    their traces by the same exercises, so what was analysed by an older version of matside is
    compared fairly.

    Raises:
        MatsideError: One of them is no session, they have no exercise in
            common, or the page cannot be written.
    """
    library = known_exercises(exercise_files)
    labels = labels_of(library)
    comparison = compared(
        load_session(session_path(a), library),
        load_session(session_path(b), library),
        library=library,
        labels=labels,
    )
    if html is not None:
        write_whole(html, comparison_page(comparison, labels))
    if as_json:
        print_json(comparison)
        return
    Console().print(comparison_report(comparison, labels))
    if html is not None:
        say(texts.PAGE(path=html))


def compared(
    a: ComparedSession, b: ComparedSession, *, library: Sequence[Exercise], labels: Labels
) -> Comparison:
    """Return the comparison of two sessions.

    Raises:
        SourceError: They have no exercise in common.
    """
    comparison = compare(a, b, {exercise.id: exercise for exercise in library})
    if not comparison.exercises:
        raise SourceError(
            "The two sessions have no exercise in common: {a} shows {only_first} "
            "and {b} shows {only_second}; name two sessions of the same exercise.",
            a=a.name,
            only_first=_shown(comparison.only_first, labels),
            b=b.name,
            only_second=_shown(comparison.only_second, labels),
        )
    return comparison


def load_session(path: Path, library: Sequence[Exercise]) -> ComparedSession:
    """Return a recorded session, judged as it was asked for when it was recorded.

    ``path`` is a folder of results, or a trace.

    Raises:
        SourceError: There is no trace, or it cannot be read.
        UsageError: It was recorded with an exercise that is not known.
    """
    trace = _trace_of(path)
    header, request = asked_in(trace, library)
    recorder = TimeSeriesRecorder()
    summary = judged_again(trace, request, recorder.add)
    created = _created(trace)
    return ComparedSession(
        name=header.source
        if created is None
        else texts.NAMED_BY_DAY(name=header.source, day=day(created)),
        summary=summary,
        series=recorder.series(),
        created_s=math.nan if created is None else created.timestamp(),
    )


def _trace_of(path: Path) -> Path:
    if path.is_dir():
        trace = path / TRACE
        if trace.is_file():
            return trace
        raise _no_trace(path)
    if not path.exists():
        raise SourceError(
            "There is no {path}: name a folder that 'matside analyse' wrote, or a trace in one.",
            path=path,
        )
    if not is_trace(path):
        raise SourceError(
            "{path} is neither a folder of results nor a trace ({trace}): analyse "
            "it with 'matside analyse' and name the folder that this writes.",
            path=path,
            trace=TRACE,
        )
    return path


def _no_trace(folder: Path) -> SourceError:
    below = sorted(trace.parent.name for trace in folder.glob(f"*/{TRACE}"))
    if below:
        return SourceError(
            "The folder {folder} holds the results of several clips: "
            "name one of them, such as {first}.",
            folder=folder,
            first=folder / below[0],
        )
    return SourceError(
        "The folder {folder} holds no trace ({trace}), from which sessions are compared: "
        "name a folder that 'matside analyse' wrote for a video.",
        folder=folder,
        trace=TRACE,
    )


def _created(trace: Path) -> datetime | None:
    """Return when a session was practised or filmed, by the history; else when it was analysed."""
    stored = stored_in(trace.parent)
    if stored is not None:
        return stored.start.started
    try:
        return read_summary(trace.with_name(SUMMARY)).created.astimezone()
    except MatsideError:
        return None


def _shown(names: Sequence[str], labels: Labels) -> str:
    return listing([labels.exercise(name) for name in names]) or _("none")
