"""The charts twice over: as data for the live ones, and drawn for paper and without scripts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from matside.body.frames import Floats
from matside.report.envelope import Outline
from matside.report.model import Block, Lane, Span, Trend
from matside.report.scales import Scale, scale_of, times
from matside.report.wording import measure_name
from matside.wording.formatting import clock, extent, measured

_LEAST_SPAN: Final = {"deg": 40.0, "ratio": 0.4}
"""An axis spans at least this much: smaller changes are noise, and must not look like movement."""
_DECIMALS: Final = {"deg": 1, "ratio": 3}
_DRAWN_POINTS: Final = 700
"""A line on paper is this wide in points at most."""
_WIDE: Final = 1000
_HIGH: Final = 200
_ROWS: Final = 12
"""Rows of the table that says the same as the chart."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """A bar of a timeline or chart; place and width in percent of the time axis."""

    x: float
    width: float
    kind: str
    tone: int
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A mark of an axis: where, in percent, and what it says."""

    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """One chart, ready for the page.

    Attributes:
        trend: What it shows.
        key: Its name within the page.
        marks: Phases behind the lines, faults above them.
        lines: By series, an SVG path within 1000 × 200 units.
        across: Marks of the time axis.
        upwards: Marks of the axis of values, from the top.
        summary: The chart in a sentence.
        rows: The chart as a table: time, then the range of each series.
    """

    trend: Trend
    key: str
    marks: tuple[Mark, ...]
    lines: tuple[str, ...]
    across: tuple[Tick, ...]
    upwards: tuple[Tick, ...]
    summary: str
    rows: tuple[tuple[str, ...], ...]


def time_axis(block: Block) -> Span:
    """Return the first and last time that a block's charts show."""
    if len(block.outline.t_s) == 0:
        return block.extent
    return float(block.outline.t_s[0]), float(block.outline.t_s[-1])


def time_ticks(axis: Span) -> tuple[Tick, ...]:
    """Return the marks of a time axis."""
    return tuple(Tick(at=_percent(t_s, axis), text=clock(t_s)) for t_s in times(*axis))


def marks_of(lane: Lane, axis: Span) -> tuple[Mark, ...]:
    """Return a lane's spans as bars."""
    return tuple(_marks(lane, axis))


def charts_of(block: Block) -> tuple[Chart, ...]:
    """Return the charts of one exercise; none where nothing was timed."""
    if not block.timed:
        return ()
    axis = time_axis(block)
    behind = tuple(mark for lane in block.lanes for mark in _marks(lane, axis))
    across = time_ticks(axis)
    return tuple(_chart(block, trend, axis, behind, across) for trend in block.trends)


def chart_data(block: Block) -> dict[str, Any]:
    """Return what the live charts draw, as plain JSON values; what is unknown is ``None``."""
    return {
        "t": np.round(block.outline.t_s, 3).tolist(),
        "lanes": [
            {
                "name": lane.name,
                "kind": lane.kind,
                "tone": lane.tone,
                "spans": [[round(start, 3), round(end, 3)] for start, end in lane.spans],
            }
            for lane in block.lanes
        ],
        "charts": [_live(block, trend) for trend in block.trends] if block.timed else [],
    }


def _live(block: Block, trend: Trend) -> dict[str, Any]:
    scale = _scale(block.outline, trend)
    decimals = _DECIMALS[trend.measure.unit]
    return {
        "key": _key(block, trend),
        "unit": "°" if trend.measure.unit == "deg" else "",
        "decimals": 0 if trend.measure.unit == "deg" else 2,
        "signed": bool(trend.reference),
        "low": scale.low,
        "high": scale.high,
        "step": scale.step,
        "series": [
            {"label": label, "values": [_plain(v, decimals) for v in values.tolist()]}
            for label, values in _lines(block.outline, trend)
        ],
    }


def _chart(
    block: Block, trend: Trend, axis: Span, marks: tuple[Mark, ...], across: tuple[Tick, ...]
) -> Chart:
    scale = _scale(block.outline, trend)
    upwards = (
        Tick(at=round(100.0 * (1.0 - scale.share(value)), 2), text=measured(value, trend.measure))
        for value in scale.ticks
    )
    return Chart(
        trend=trend,
        key=_key(block, trend),
        marks=marks,
        lines=tuple(
            _path(block.outline.t_s, values, axis, scale)
            for _, values in _lines(block.outline, trend)
        ),
        across=across,
        upwards=tuple(upwards),
        summary=_summary(trend),
        rows=tuple(_rows(block, trend, axis)),
    )


def _key(block: Block, trend: Trend) -> str:
    return f"{block.exercise}-{trend.measure.name}"


def _lines(outline: Outline, trend: Trend) -> Iterator[tuple[str, Floats]]:
    for series in trend.series:
        yield series.label, outline.values[:, series.column].astype(np.float64) - series.shift


def _scale(outline: Outline, trend: Trend) -> Scale:
    values = np.concatenate([values for _, values in _lines(outline, trend)])
    known = values[~np.isnan(values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    return scale_of(low, high, least=_LEAST_SPAN[trend.measure.unit])


def _summary(trend: Trend) -> str:
    parts = [
        f"{series.label} {extent(series.low, series.high, trend.measure)}".strip()
        for series in trend.series
    ]
    return f"{measure_name(trend.measure)} went from {' and '.join(parts)}."


def _marks(lane: Lane, axis: Span) -> Iterator[Mark]:
    for start, end in lane.spans:
        left = max(start, axis[0])
        right = min(end, axis[1])
        if right >= left:
            at = _percent(left, axis)
            yield Mark(
                x=at,
                width=max(0.3, round(_percent(right, axis) - at, 3)),
                kind=lane.kind,
                tone=lane.tone % 4,
                title=f"{lane.name}: {clock(start)} to {clock(end)}",
            )


def _percent(t_s: float, axis: Span) -> float:
    return round(100.0 * (t_s - axis[0]) / max(axis[1] - axis[0], 1e-9), 3)


def _path(t_s: Floats, values: Floats, axis: Span, scale: Scale) -> str:
    """Return a line as an SVG path, broken where nothing is known."""
    t_s, values = _thinned(t_s, values)
    across = _WIDE * (t_s - axis[0]) / max(axis[1] - axis[0], 1e-9)
    upwards = _HIGH * (1.0 - (values - scale.low) / (scale.high - scale.low))
    steps = []
    drawing = False
    for x, y in zip(across.tolist(), upwards.tolist(), strict=True):
        if math.isnan(y):
            drawing = False
            continue
        steps.append(f"{'L' if drawing else 'M'}{x:.1f} {y:.1f}")
        drawing = True
    return "".join(steps)


def _thinned(t_s: Floats, values: Floats) -> tuple[Floats, Floats]:
    """Return no more points than paper shows: of each group the least and the greatest value."""
    if len(t_s) <= _DRAWN_POINTS:
        return t_s, values
    chosen: list[int] = []
    for group in np.array_split(np.arange(len(t_s)), _DRAWN_POINTS // 2):
        known = group[~np.isnan(values[group])]
        if len(known) == 0:
            chosen.append(int(group[0]))
            continue
        ends = {int(known[values[known].argmin()]), int(known[values[known].argmax()])}
        chosen += sorted(ends)
    return t_s[chosen], values[chosen]


def _rows(block: Block, trend: Trend, axis: Span) -> Iterable[tuple[str, ...]]:
    edges = np.linspace(*axis, _ROWS + 1)
    lines = [values for _, values in _lines(block.outline, trend)]
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        inside = (block.outline.t_s >= start) & (block.outline.t_s <= end)
        yield (clock(start, tenths=True), *(_range(values[inside], trend) for values in lines))


def _range(values: Floats, trend: Trend) -> str:
    known = values[~np.isnan(values)]
    if len(known) == 0:
        return "not seen"
    return extent(float(known.min()), float(known.max()), trend.measure)


def _plain(value: float, decimals: int) -> float | None:
    return None if math.isnan(value) else round(value, decimals) + 0.0
