"""Comparison of two sessions as one self-contained page."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from matside.analysis import texts
from matside.analysis.comparison import Comparison, CurvePair, ExerciseComparison, common_scale
from matside.analysis.difference import Verdict
from matside.analysis.series import POINTS, Curve
from matside.body.catalogue import Measure
from matside.body.frames import Floats
from matside.report.page import STYLES_ONLY, environment
from matside.translation import language
from matside.wording.formatting import measured
from matside.wording.labels import Labels

WIDE: Final = 320
"""Units of a chart's drawing area across."""
HIGH: Final = 150
"""Units of it from top to bottom."""
SHARES: Final = (0, 25, 50, 75, 100)
"""Percent of the phase at which the table below a chart lists the values."""
_MOST_TICKS: Final = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class CurveLine:
    """One session's curve: its path, and the outline of mean ± one standard deviation."""

    path: str
    band: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One chart, ready for the page.

    Attributes:
        key: Its name within the page.
        title: What it shows.
        words: What it says.
        changed: Whether that is more than one camera's uncertainty.
        first: The first session's curve.
        second: The second's.
        ticks: Place from the top and text of each mark of the upright axis.
        values: The first's and the second's values at ``SHARES``, in words.
    """

    key: str
    title: str
    words: str
    changed: bool
    first: CurveLine
    second: CurveLine
    ticks: tuple[tuple[float, str], ...]
    values: tuple[tuple[str, ...], tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """One exercise on the page."""

    name: str
    tables: tuple[texts.TextTable, ...]
    no_faults: bool
    missing: str
    figures: tuple[Figure, ...]


def comparison_page(comparison: Comparison, labels: Labels) -> str:
    """Return the page as HTML: no script, no picture and no font from elsewhere."""
    numbers = itertools.count(1)
    return (
        environment()
        .get_template("compare.html.j2")
        .render(
            texts=texts,
            language=language(),
            heads=texts.heads(comparison),
            order=texts.order(comparison),
            remarks=texts.remarks(comparison, labels),
            chapters=[_chapter(part, labels, numbers) for part in comparison.exercises],
            policy=STYLES_ONLY,
            wide=WIDE,
            high=HIGH,
            shares=SHARES,
        )
    )


def _chapter(part: ExerciseComparison, labels: Labels, numbers: Iterator[int]) -> Chapter:
    return Chapter(
        name=labels.exercise(part.exercise),
        tables=texts.tables(part, labels),
        no_faults=not part.faults,
        missing=texts.nothing_shared(part),
        figures=tuple(
            _figure(
                pair,
                key=f"curve-{next(numbers)}",
                title=texts.curve_name(pair, part.exercise, labels),
            )
            for pair in part.curves
        ),
    )


def _figure(pair: CurvePair, *, key: str, title: str) -> Figure:
    steps = ticks(*common_scale(pair, spread=True))
    scale = steps[0], steps[-1]
    return Figure(
        key=key,
        title=title,
        words=texts.curve_words(pair),
        changed=pair.verdict in {Verdict.MORE, Verdict.LESS},
        first=_line(pair.first, scale),
        second=_line(pair.second, scale),
        ticks=tuple((_down(value, scale), measured(value, pair.ref.measure)) for value in steps),
        values=(
            _mean_values(pair.first, pair.ref.measure),
            _mean_values(pair.second, pair.ref.measure),
        ),
    )


def ticks(low: float, high: float) -> tuple[float, ...]:
    """Return round numbers, evenly spaced, that reach from at most ``low`` to at least ``high``."""
    rough = (high - low) / (_MOST_TICKS - 1)
    power = 10.0 ** math.floor(math.log10(rough))
    return next(
        marks
        for step in (power * size for size in (1.0, 2.0, 5.0, 10.0, 20.0))
        if len(marks := _multiples(step, low, high)) <= _MOST_TICKS
    )


def _multiples(step: float, low: float, high: float) -> tuple[float, ...]:
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return tuple(step * number for number in range(first, last + 1))


def _line(curve: Curve, scale: tuple[float, float]) -> CurveLine:
    bands = []
    for run in _runs(curve.mean):
        upper = _points(run, (curve.mean + curve.spread)[run], scale)
        lower = _points(run[::-1], (curve.mean - curve.spread)[run[::-1]], scale)
        bands.append(f"M{'L'.join((*upper, *lower))}Z")
    paths = [f"M{'L'.join(_points(run, curve.mean[run], scale))}" for run in _runs(curve.mean)]
    return CurveLine(path="".join(paths), band="".join(bands) if curve.visits > 1 else "")


def _runs(values: Floats) -> list[np.ndarray[tuple[int], np.dtype[np.intp]]]:
    """Return the places of each unbroken stretch of known values."""
    known = np.flatnonzero(np.isfinite(values))
    return [run for run in np.split(known, np.flatnonzero(np.diff(known) > 1) + 1) if run.size]


def _points(
    places: np.ndarray[tuple[int], np.dtype[np.intp]], values: Floats, scale: tuple[float, float]
) -> list[str]:
    return [
        f"{WIDE * place / (POINTS - 1):.1f} {_down(value, scale):.1f}"
        for place, value in zip(places.tolist(), values.tolist(), strict=True)
    ]


def _down(value: float, scale: tuple[float, float]) -> float:
    """Return how far below the top a value lies, within the drawing area."""
    share = (value - scale[0]) / (scale[1] - scale[0])
    return HIGH * (1.0 - min(1.0, max(0.0, share)))


def _mean_values(curve: Curve, measure: Measure) -> tuple[str, ...]:
    return tuple(measured(float(curve.mean[share]), measure) for share in SHARES)
