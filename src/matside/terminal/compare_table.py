"""Two sessions side by side in the terminal, with the curves as rows of small bars."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, Group, RenderableType, RenderResult
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from matside.analysis.change import Change
from matside.analysis.compare_rows import (
    Rows,
    curve_name,
    curve_words,
    heads,
    nothing_shared,
    remarks,
    tables,
    with_curves,
)
from matside.analysis.comparison import Comparison, CurvePair, ExerciseComparison, common_scale
from matside.analysis.course import Curve
from matside.body.frames import Floats
from matside.wording.labels import Labels

_PLAIN: Final = Labels()
_HEADING: Final = "bold"
_QUIET: Final = "dim"
_BARS: Final = "▁▂▃▄▅▆▇█"
_LETTERS: Final = "_.-~=+*#"
"""The same heights for a terminal that only knows ASCII."""
WIDTH: Final = 25
"""Bars in a row: one for every four percent of the phase."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SparkLine:
    """A curve as a row of bars; what is not known is a blank.

    Attributes:
        values: float64 ``(101,)``.
        low: Value of the lowest bar.
        high: Value of the highest bar.
    """

    values: Floats
    low: float
    high: float

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Yield the bars, in letters where the terminal has no others."""
        yield Text(self.text(_LETTERS if options.ascii_only else _BARS), no_wrap=True)

    def text(self, steps: str) -> str:
        """Return the row in these letters, the lowest first."""
        at = np.linspace(0, len(self.values) - 1, WIDTH).round().astype(int)
        share = (self.values[at] - self.low) / (self.high - self.low)
        return "".join(
            steps[round(float(np.clip(one, 0.0, 1.0)) * (len(steps) - 1))] if one == one else " "  # noqa: PLR0124 - NaN
            for one in share
        )


def comparison_report(comparison: Comparison, labels: Labels = _PLAIN) -> RenderableType:
    """Return the two sessions side by side, exercise by exercise.

    Args:
        comparison: What was found.
        labels: Names for people.
    """
    parts: list[RenderableType] = [Text(line, style=_HEADING) for line in heads(comparison)]
    for part in comparison.exercises:
        parts += _exercise(part, labels)
    parts += [Text(f"Note: {remark}") for remark in remarks(comparison, labels)]
    return Group(*parts)


def _exercise(part: ExerciseComparison, labels: Labels) -> list[RenderableType]:
    parts: list[RenderableType] = [Text(f"\n{labels.exercise(part.exercise)}", style=_HEADING)]
    parts += [Padding(_table(rows), (0, 0, 1, 2), expand=False) for rows in tables(part, labels)]
    if not part.faults:
        parts.append(Padding(Text("Faults of form: none seen in either"), (0, 0, 1, 2)))
    pairs = with_curves(part.curves)
    if missing := nothing_shared(part):
        parts.append(Padding(Text(missing), (0, 0, 1, 2)))
    else:
        heading = "Curves through each phase, first over second, from 0 to 100 % of its time"
        parts.append(Padding(Text(heading, style=_QUIET), (0, 0, 0, 2)))
        parts.append(Padding(_curves(pairs, part.exercise, labels), (0, 0, 1, 2), expand=False))
    return parts


def _table(rows: Rows) -> Table:
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style=_QUIET)
    table.add_column(rows.columns[0] or rows.heading, overflow="fold")
    numbers = len(rows.columns) - rows.wordy
    for place, name in enumerate(rows.columns[1:], start=1):
        if place < numbers:
            table.add_column(name, justify="right", no_wrap=True)
        else:
            table.add_column(name, overflow="fold")
    for cells in rows.rows:
        table.add_row(*map(Text, cells))
    return table


def _curves(
    pairs: tuple[tuple[CurvePair, Curve, Curve], ...], exercise: str, labels: Labels
) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True, width=WIDTH)
    table.add_column(overflow="fold")
    for pair, first, second in pairs:
        low, high = common_scale(pair)
        changed = pair.change in {Change.MORE, Change.LESS}
        table.add_row(
            SparkLine(values=first.mean, low=low, high=high),
            Text(curve_name(pair, exercise, labels), style=_HEADING if changed else ""),
        )
        table.add_row(
            SparkLine(values=second.mean, low=low, high=high), Text(curve_words(pair), style=_QUIET)
        )
        table.add_row("", "")
    return table
