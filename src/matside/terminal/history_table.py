"""The history in the terminal: the list of sessions, and one of them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from matside.analysis.practised import PractisedSection, PractisedSession
from matside.coach.summary import Summary
from matside.terminal import texts
from matside.terminal.report_table import repetitions_short, summary_report
from matside.terminal.tables import QUIET, text
from matside.wording.formatting import (
    UNKNOWN,
    day_short,
    minutes,
    pain,
    percent,
    plain,
    printable,
    time_of_day,
)
from matside.wording.labels import Labels

_WIDTHS: Final = (3, 11, None, 4, 5, 8, 5, None, 6)
"""Least width of each column of the list; ``None`` for words, which may be cut short."""
_PAIN_COLUMN: Final = 6
"""Left out where none was reported."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSession:
    """One session as it is listed.

    Attributes:
        number: Its short name.
        started: When, in the time of the place.
        kind: ``practice`` or ``analysis``.
        state: Empty for one that came to its end; else why it did not.
        source: Name of the camera or clip.
        folder: Where its files are, in words; empty where there are none.
        remarks: What the person said of it, in sentences.
        session: Its result.
    """

    number: int
    started: datetime
    kind: str
    state: str
    source: str
    folder: str
    remarks: tuple[str, ...] = ()
    session: PractisedSession


def sessions_table(sessions: Sequence[ListedSession], labels: Labels) -> RenderableType:
    """Return the list of sessions in the order in which they are given, a line for each exercise.

    What does not fit into a narrow terminal is cut short, so that lines stay lines.
    """
    table = Table(
        box=SIMPLE_HEAD, show_edge=False, pad_edge=False, collapse_padding=True, header_style=QUIET
    )
    right = {0, 3, 4, 8}
    with_pain = any(_pain(listed.session) for listed in sessions)
    shown = [place for place in range(len(_WIDTHS)) if with_pain or place != _PAIN_COLUMN]
    for place in shown:
        name, width = texts.LIST_HEAD[place], _WIDTHS[place]
        table.add_column(
            plain(str(name)),
            justify="right" if place in right else "left",
            no_wrap=width is not None,
            min_width=width,
        )
    # One cell a column, with all its lines: a year of rows takes rich half a second.
    lines = [line for listed in sessions for line in _row(listed, labels)]
    columns = list(zip(*lines, strict=True))
    table.add_row(*(_cell(columns[place]) for place in shown))
    return table


def _row(listed: ListedSession, labels: Labels) -> Iterator[tuple[str, ...]]:
    """Yield the lines of a session's row, each with the words of all columns."""
    columns = tuple(zip(*_lines(listed, labels), strict=True))
    whole = (
        (str(listed.number),),
        (
            day_short(listed.started),
            str(texts.KINDS.get(listed.kind, listed.kind)),
            *filter(None, (str(texts.STATES.get(listed.state, listed.state)),)),
            *([str(texts.CORRECTED)] if listed.session.corrected else []),
        ),
        *columns[:-1],
        (_pain(listed.session),),
        columns[-1],
        (percent(listed.session.coverage),),
    )
    return zip_longest(*whole, fillvalue="")


def _cell(lines: Sequence[str]) -> Text:
    return Text(plain("\n".join(lines)), no_wrap=True, overflow="ellipsis")


def _lines(listed: ListedSession, labels: Labels) -> list[tuple[str, str, str, str, str]]:
    """Return what each exercise of a session came to; a session of none has one line, too."""
    lines = []
    for exercise in listed.session.exercises:
        parts = listed.session.of(exercise)
        held = sum(part.holds for part in parts)
        lines.append(
            (
                labels.exercise(exercise),
                minutes(sum(part.length_s for part in parts)),
                str(held or ""),
                repetitions_short(listed.session.counted(exercise)),
                _worst(exercise, parts, labels),
            )
        )
    return lines or [(str(texts.NONE_RECOGNISED), minutes(listed.session.length_s), "", "", "")]


def session_report(
    listed: ListedSession, summary: Summary | None, labels: Labels
) -> RenderableType:
    """Return all that is stored of one session.

    ``summary`` is the whole one; ``None`` if the session was interrupted before the first.
    """
    session = listed.session
    title = texts.SESSION_BROKEN if listed.state else texts.SESSION_TITLE
    facts = [
        title(
            number=listed.number,
            kind=texts.KINDS.get(listed.kind, listed.kind),
            begun=f"{day_short(listed.started)} {time_of_day(session.minute)}",
            state=texts.STATES.get(listed.state, listed.state),
        )
    ]
    if told := pain(session.pain_before, session.pain_during, session.pain_after):
        facts.append(texts.PAIN_TOLD(told=told))
    facts += listed.remarks
    if listed.folder:
        facts.append(texts.FILES(folder=printable(listed.folder)))
    parts: list[RenderableType] = [text(line) for line in facts]
    if summary is None:
        parts.append(text(texts.NOTHING_STORED))
    else:
        parts.append(summary_report(listed.source, summary, labels))
    return Group(*parts)


def _pain(session: PractisedSession) -> str:
    """Return the pain before, in the middle and after in a column: ``4/5/3``."""
    pains = (session.pain_before, session.pain_during, session.pain_after)
    if pains == (None, None, None):
        return ""
    return "/".join(UNKNOWN if value is None else str(value) for value in pains)


def _worst(exercise: str, parts: Sequence[PractisedSection], labels: Labels) -> str:
    times = Counter[str]()
    for part in parts:
        times.update(part.faults)
    if not times:
        return ""
    fault, count = min(times.items(), key=lambda item: (-item[1], item[0]))
    return texts.FAULT_COUNT(fault=labels.fault(exercise, fault), times=count)
