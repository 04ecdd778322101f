"""The tables in the terminal at the end of an analysis. No character a plain log cannot hold."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from rich.box import SIMPLE_HEAD
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from matside.body.landmark import Side
from matside.coach.summary import Section, Summary
from matside.wording.formatting import clock, duration, plain
from matside.wording.labels import Labels, in_words, side_name

_PLAIN: Final = Labels()
_HEADING: Final = "bold"
_QUIET: Final = "dim"


@dataclass(frozen=True, slots=True, kw_only=True)
class FileOutcome:
    """One file of an analysis of several: what it came to, or why it failed."""

    name: str
    summary: Summary | None = None
    failure: str = ""


def summary_report(name: str, summary: Summary, labels: Labels = _PLAIN) -> RenderableType:
    """Return what an analysis of one clip came to, section by section.

    Args:
        name: Name of the clip.
        summary: What it came to.
        labels: Names for people.
    """
    parts: list[RenderableType] = [Text(_head(name, summary), style=_HEADING)]
    for section in summary.sections:
        parts += _section(section, labels, timed=not summary.stills)
    if summary.stills:
        parts.append(_indented(_stills(summary, labels)))
    elif not summary.sections:
        parts += _nothing_recognised(summary, labels)
    parts += [Text(f"Note: {notice}") for notice in summary.notices]
    return Group(*parts)


def overview(outcomes: Sequence[FileOutcome], labels: Labels = _PLAIN) -> RenderableType:
    """Return one table over several clips; those that failed are listed after it, with why."""
    table = _table("File and exercise", None, ("Holds", "Held", "Reps", "Faults", "Judged"))
    for outcome in outcomes:
        if outcome.summary is not None:
            _add_file(table, outcome.name, outcome.summary, labels)
    parts: list[RenderableType] = [_indented(table)] if table.row_count else []
    failed = [outcome for outcome in outcomes if outcome.summary is None]
    if failed:
        parts.append(Text(f"Not analysed: {len(failed)} of {len(outcomes)}", style=_HEADING))
        parts += [
            Padding(Text(f"{outcome.name}: {outcome.failure or 'unknown reason'}"), (0, 0, 0, 2))
            for outcome in failed
        ]
    return Group(*parts)


def _head(name: str, summary: Summary) -> str:
    """Return what the clip is; single pictures have no length."""
    if summary.stills:
        pictures = "a single picture" if len(summary.stills) == 1 else "pictures too sparse to time"
        return f"{name}: {pictures}"
    length_s = summary.end_s - summary.start_s
    return (
        f"{name}: {plain(duration(length_s))} long, judged {_percent(summary.coverage)} of the time"
    )


def _section(section: Section, labels: Labels, *, timed: bool) -> Iterator[RenderableType]:
    """Yield the heading and the tables of one section, of pictures if it is not ``timed``."""
    exercise = labels.exercise(section.exercise)
    heading = Text(f"\n{exercise}", style=_HEADING)
    heading.append(
        f"  {clock(section.start_s)} to {clock(section.end_s)}",
        style=_QUIET,
    )
    yield heading
    for table in (_holds(section, labels), _faults(section, labels)):
        if table is not None:
            yield _indented(table)
    said = [f"Repetitions: {_reps(section)}"] if section.reps else []
    if not section.faults:
        none = "none seen" if timed else "not judged, for a fault must last"
        said.append(f"Faults of form: {none}")
    if said:
        yield Padding(Text("\n".join(said)), (0, 0, 1, 2))
    yield from _ranges(section)


def _holds(section: Section, labels: Labels) -> Table | None:
    if not section.holds:
        return None
    table = _table("Hold", "Side", ("From", "To", "Held"))
    for hold in section.holds:
        table.add_row(
            Text(labels.phase(section.exercise, hold.phase)),
            side_name(hold.side),
            clock(hold.start_s),
            clock(hold.end_s),
            plain(duration(hold.held_s)),
        )
    return table


def _faults(section: Section, labels: Labels) -> Table | None:
    """Return each fault with how often and how long, the longest first; ``None`` without any."""
    spans: dict[tuple[str, Side | None], list[float]] = defaultdict(list)
    for span in section.faults:
        spans[span.fault, span.side].append(span.end_s - span.start_s)
    if not spans:
        return None
    table = _table("Fault of form", "Side", ("Times", "In all"))
    for (fault, side), lengths in sorted(spans.items(), key=lambda item: -sum(item[1])):
        name = Text(labels.fault(section.exercise, fault))
        in_all = plain(duration(sum(lengths))) if any(lengths) else "-"
        table.add_row(name, side_name(side), str(len(lengths)), in_all)
    return table


def _ranges(section: Section) -> Iterator[RenderableType]:
    """Yield the range of each angle, called what it is: an estimate."""
    angles = {
        key.removesuffix("_deg"): span
        for key, span in section.ranges.items()
        if key.endswith("_deg") and math.isfinite(span.low) and math.isfinite(span.high)
    }
    if not angles:
        return
    table = _table("Angle (estimate)", None, ("From about", "To about"))
    for name, span in angles.items():
        table.add_row(in_words(name), f"{span.low:z.0f}°", f"{span.high:z.0f}°")
    yield _indented(table)


def _stills(summary: Summary, labels: Labels) -> Table:
    """Return what each picture shows by itself."""
    table = _table("Exercise", "Phase", ())
    table.add_column("Posture", overflow="fold")
    table.add_column("At", justify="right", no_wrap=True)
    for still in summary.stills:
        phase = labels.phase(still.exercise, still.phase)
        table.add_row(
            Text(labels.exercise(still.exercise) or "none recognised"),
            Text(" ".join(word for word in (phase, side_name(still.side)) if word)),
            Text(labels.posture(still.posture)),
            clock(still.t_s),
        )
    return table


def _nothing_recognised(summary: Summary, labels: Labels) -> Iterator[RenderableType]:
    yield Text("\nNo exercise was recognised. What was seen:")
    table = _table("Posture", None, ("Time", "Share"))
    total_s = sum(summary.postures.values())
    for posture, seconds in sorted(summary.postures.items(), key=lambda item: -item[1]):
        share = seconds / total_s if total_s > 0.0 else math.nan
        table.add_row(Text(labels.posture(posture)), plain(duration(seconds)), _percent(share))
    yield _indented(table) if table.row_count else Text("  nobody")
    yield Text("Film from the side, at a slight angle, with the whole body in view.")


def _add_file(table: Table, name: str, summary: Summary, labels: Labels) -> None:
    """Add a row for the file and below it, set in, one for each section."""
    table.add_row(Text(name, style=_HEADING), "", "", "", "", _percent(summary.coverage))
    for section in summary.sections:
        held_s = sum(hold.held_s for hold in section.holds)
        table.add_row(
            Padding(Text(labels.exercise(section.exercise)), (0, 0, 0, 2)),
            str(len(section.holds)) if section.holds else "",
            plain(duration(held_s)) if section.holds else "",
            _reps(section, short=True),
            str(len(section.faults)),
            "",
        )
    if not summary.sections:
        shown = {labels.exercise(still.exercise): None for still in summary.stills}
        words = ", ".join(word for word in shown if word) or "none recognised"
        table.add_row(Padding(Text(words), (0, 0, 0, 2)), "", "", "", "", "")


def _reps(section: Section, *, short: bool = False) -> str:
    """Return repetitions by side: ``left 3, right 2``, or short ``3+2``; without sides ``8``."""
    sides = [side for side in (None, *Side) if side in section.reps]
    if short:
        return "+".join(str(section.reps[side]) for side in sides)
    return ", ".join(f"{side_name(side)} {section.reps[side]}".strip() for side in sides)


def _table(first: str, second: str | None, numbers: Iterable[str]) -> Table:
    """Return an empty table: words to the left and free to wrap, numbers to the right."""
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style=_QUIET)
    table.add_column(first, overflow="fold")
    if second is not None:
        table.add_column(second, overflow="fold")
    for name in numbers:
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _indented(table: Table) -> Padding:
    return Padding(table, (0, 0, 1, 2), expand=False)


def _percent(share: float) -> str:
    """Return a share as whole percent, but "100 %" only for all of it; ``?`` for NaN."""
    if not math.isfinite(share):
        return "?"
    whole = round(100.0 * share)
    return f"{99 if whole == 100 and share < 0.9999 else whole} %"
