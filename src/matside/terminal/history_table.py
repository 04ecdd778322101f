"""The history in the terminal: the list of sessions, and one of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import zip_longest
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from matside.analysis.practised import PractisedSection, PractisedSession, added
from matside.body.landmark import Side
from matside.coach.summary import Summary
from matside.terminal.report_table import summary_report
from matside.wording.labels import Labels

_PLAIN: Final = Labels()
EMPTY: Final = "There are no sessions in the history yet: practise, or analyse a recording."
NONE_CHOSEN: Final = "No session in the history is like that: 'matside history' lists them all."


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
        session: What it came to.
    """

    number: int
    started: datetime
    kind: str
    state: str
    source: str
    folder: str
    session: PractisedSession


def sessions_table(sessions: Sequence[ListedSession], labels: Labels = _PLAIN) -> RenderableType:
    """Return the list of sessions in the order in which they are given, a line for each exercise.

    What does not fit into a narrow terminal is cut short, so that lines stay lines.
    """
    table = Table(
        box=SIMPLE_HEAD,
        show_edge=False,
        pad_edge=False,
        collapse_padding=True,
        header_style="dim",
    )
    table.add_column("No.", justify="right", no_wrap=True, min_width=3)
    table.add_column("Day", no_wrap=True, min_width=11)
    table.add_column("Exercise")
    table.add_column("Min", justify="right", no_wrap=True, min_width=4)
    table.add_column("Holds", justify="right", no_wrap=True, min_width=5)
    table.add_column("Reps", no_wrap=True, min_width=8)
    table.add_column("Most frequent fault")
    table.add_column("Judged", justify="right", no_wrap=True, min_width=6)
    # One cell a column, with all its lines: a year of rows takes rich half a second.
    lines = [line for listed in sessions for line in _row(listed, labels)]
    table.add_row(*(_cell(column) for column in zip(*lines, strict=True)))
    return table


def _row(listed: ListedSession, labels: Labels) -> Iterator[tuple[str, ...]]:
    """Yield the lines of a session's row, each with the words of all columns."""
    told = _lines(listed, labels)
    columns = (
        (str(listed.number),),
        (listed.started.date().isoformat(), listed.kind, *filter(None, (listed.state,))),
        *zip(*told, strict=True),
        (share_in_words(listed.session.coverage),),
    )
    return zip_longest(*columns, fillvalue="")


def _cell(lines: Sequence[str]) -> Text:
    return Text("\n".join(lines), no_wrap=True, overflow="ellipsis")


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
                reps_in_short(added(part.reps for part in parts)),
                _worst(exercise, parts, labels),
            )
        )
    return lines or [("none recognised", minutes(listed.session.length_s), "", "", "")]


def session_report(
    listed: ListedSession, summary: Summary | None, labels: Labels = _PLAIN
) -> RenderableType:
    """Return all that is stored of one session.

    Args:
        listed: The session.
        summary: Its whole summary; ``None`` if it was interrupted before the first.
        labels: Names for people.
    """
    session = listed.session
    facts = [f"Session {listed.number}, {listed.kind}, begun {moment(listed.started)}"]
    if listed.state:
        facts[0] += f": {listed.state}, this is what was known last"
    if session.pain_before is not None or session.pain_after is not None:
        before, after = (_told(pain) for pain in (session.pain_before, session.pain_after))
        facts.append(f"Pain from 0 to 10, as you told it: {before} before, {after} after")
    if listed.folder:
        facts.append(f"Files: {listed.folder}")
    parts: list[RenderableType] = [Text(line) for line in facts]
    if summary is None:
        parts.append(Text("It ended before anything was stored of it."))
    else:
        parts.append(summary_report(listed.source, summary, labels))
    return Group(*parts)


def moment(started: datetime) -> str:
    """Return day and time: ``2025-01-31 07:30``."""
    return started.strftime("%Y-%m-%d %H:%M")


def minutes(seconds: float) -> str:
    """Return minutes with a tenth: ``2.5``."""
    return f"{seconds / 60.0:.1f}"


def reps_in_short(reps: Mapping[Side | None, int]) -> str:
    """Return repetitions by side: ``8``, ``3 L, 2 R`` or ``8, 3 L, 2 R``."""
    letters = {None: "", Side.LEFT: " L", Side.RIGHT: " R"}
    return ", ".join(f"{count}{letters[side]}" for side, count in reps.items())


def share_in_words(share: float) -> str:
    """Return a share as whole percent; ``?`` for NaN."""
    return f"{math.floor(100.0 * share + 0.5)} %" if math.isfinite(share) else "?"


def _worst(exercise: str, parts: Sequence[PractisedSection], labels: Labels) -> str:
    times = Counter[str]()
    for part in parts:
        times.update(part.faults)
    if not times:
        return ""
    fault, count = min(times.items(), key=lambda item: (-item[1], item[0]))
    return f"{labels.fault(exercise, fault)} ({count})"


def _told(pain: int | None) -> str:
    return "not told" if pain is None else str(pain)
