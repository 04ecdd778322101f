"""Two sessions side by side in the terminal, with the curves as rows of small bars."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.table import Table

from matside.analysis import texts as analysis_texts
from matside.analysis.comparison import Comparison, CurvePair, ExerciseComparison, common_scale
from matside.analysis.difference import Verdict
from matside.analysis.series import Curve
from matside.terminal import texts
from matside.terminal.sparkline import Sparkline
from matside.terminal.tables import HEADING, QUIET, add_row, empty_table, indented, text
from matside.wording.labels import Labels

WIDTH: Final = 25
"""Bars in a row: one for every four percent of the move."""


def comparison_report(comparison: Comparison, labels: Labels) -> RenderableType:
    """Return the two sessions side by side, exercise by exercise."""
    parts: list[RenderableType] = [text(line, HEADING) for line in analysis_texts.heads(comparison)]
    if order := analysis_texts.order(comparison):
        parts.append(text(order))
    for part in comparison.exercises:
        parts += _exercise(part, labels)
    parts += [text(texts.NOTE(text=line)) for line in analysis_texts.remarks(comparison, labels)]
    return Group(*parts)


def _exercise(part: ExerciseComparison, labels: Labels) -> list[RenderableType]:
    parts: list[RenderableType] = [text(f"\n{labels.exercise(part.exercise)}", HEADING)]
    parts += [indented(_table(table)) for table in analysis_texts.tables(part, labels)]
    if not part.faults:
        parts.append(indented(text(texts.NO_FAULTS_IN_EITHER)))
    if missing := analysis_texts.nothing_shared(part):
        parts.append(indented(text(missing)))
    if part.curves:
        parts.append(Padding(text(texts.CURVES, QUIET), (0, 0, 0, 2)))
        parts.append(indented(_curves(part.curves, part.exercise, labels)))
    return parts


def _table(source: analysis_texts.TextTable) -> Table:
    table = empty_table(
        (source.columns[0] or source.heading, *source.columns[1:]), wordy=source.wordy
    )
    for cells in source.rows:
        add_row(table, *cells)
    return table


def _curves(pairs: Sequence[CurvePair], exercise: str, labels: Labels) -> Table:
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column(no_wrap=True, width=WIDTH)
    table.add_column(overflow="fold")
    for pair in pairs:
        changed = pair.verdict in {Verdict.MORE, Verdict.LESS}
        name = analysis_texts.curve_name(pair, exercise, labels)
        scale = common_scale(pair)
        table.add_row(bars(pair.first, scale), text(name, HEADING if changed else ""))
        words = text(analysis_texts.curve_words(pair), QUIET)
        table.add_row(bars(pair.second, scale), words)
        table.add_row("", "")
    return table


def bars(curve: Curve, scale: tuple[float, float]) -> Sparkline:
    """Return a curve as a row of bars on a scale; what is not known is a blank."""
    at = np.linspace(0, len(curve.mean) - 1, WIDTH).round().astype(int)
    return Sparkline(values=curve.mean[at].tolist(), scale=scale, style="")
