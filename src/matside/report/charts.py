"""Charts in two forms: data for interactive ones, and drawings for paper and without scripts."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from matside.analysis.outline import Outline
from matside.body.frames import Floats
from matside.body.landmark import Side
from matside.report import texts
from matside.report.model import Block, Lane, ShownMeasure, Span
from matside.report.scales import Scale, scale_of, times
from matside.translation import _
from matside.wording.formatting import clock, extent, listing, measured, percent, side

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
class ChartBar:
    """A bar of a timeline or chart; place and width in percent of the time axis."""

    x: float
    width: float
    kind: str
    tone: int
    title: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tick:
    """A tick of an axis: where, in percent, and what it says."""

    at: float
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MeasureChart:
    """One chart, ready for the page.

    Attributes:
        shown: What it shows.
        name: Name of the measure.
        key: Its name within the page.
        bars: Phases behind the lines, faults above them.
        lines: By series, an SVG path within 1000 × 200 units.
        across: Ticks of the time axis.
        upwards: Ticks of the axis of values, from the top.
        summary: The chart in a sentence.
        rows: The chart as a table: time, then the range of each series.
    """

    shown: ShownMeasure
    name: str
    key: str
    bars: tuple[ChartBar, ...]
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
    """Return the ticks of a time axis."""
    return tuple(Tick(at=_percent(t_s, axis), text=clock(t_s)) for t_s in times(*axis))


def charts_of(block: Block) -> tuple[MeasureChart, ...]:
    """Return the charts of one exercise; none where nothing was timed."""
    if not block.timed:
        return ()
    axis = time_axis(block)
    behind = tuple(mark for lane in block.lanes for mark in bars_of(lane, axis))
    across = time_ticks(axis)
    return tuple(_chart(block, shown, axis, behind, across) for shown in block.measures)


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
        "charts": [_live(block, shown) for shown in block.measures] if block.timed else [],
    }


def _live(block: Block, shown: ShownMeasure) -> dict[str, Any]:
    scale = _scale(block.outline, shown)
    decimals = _DECIMALS[shown.measure.unit]
    return {
        "key": _key(block, shown),
        "unit": "°" if shown.measure.unit == "deg" else "",
        "decimals": 0 if shown.measure.unit == "deg" else 2,
        "signed": shown.measure.from_neutral,
        "low": scale.low,
        "high": scale.high,
        "step": scale.step,
        "series": [
            {"side": side, "values": [_plain(v, decimals) for v in values.tolist()]}
            for side, values in _lines(block.outline, shown)
        ],
    }


def _chart(
    block: Block,
    shown: ShownMeasure,
    axis: Span,
    bars: tuple[ChartBar, ...],
    across: tuple[Tick, ...],
) -> MeasureChart:
    scale = _scale(block.outline, shown)
    upwards = (
        Tick(at=round(100.0 * (1.0 - scale.share(value)), 2), text=measured(value, shown.measure))
        for value in scale.ticks
    )
    return MeasureChart(
        shown=shown,
        key=_key(block, shown),
        bars=bars,
        lines=tuple(
            _path(block.outline.t_s, values, axis, scale)
            for _, values in _lines(block.outline, shown)
        ),
        across=across,
        upwards=tuple(upwards),
        name=_(shown.measure.label),
        summary=_summary(shown),
        rows=tuple(_rows(block, shown, axis)),
    )


def _key(block: Block, shown: ShownMeasure) -> str:
    return f"{block.exercise}-{shown.measure.name}"


def _lines(outline: Outline, shown: ShownMeasure) -> Iterator[tuple[Side | None, Floats]]:
    for line in shown.lines:
        yield line.side, outline.values[:, line.column].astype(np.float64) - line.shift


def _scale(outline: Outline, shown: ShownMeasure) -> Scale:
    values = np.concatenate([values for _, values in _lines(outline, shown)])
    known = values[~np.isnan(values)]
    low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    return scale_of(low, high, least=_LEAST_SPAN[shown.measure.unit])


def _summary(shown: ShownMeasure) -> str:
    ranges = []
    for line in shown.lines:
        span = extent(line.low, line.high, shown.measure)
        ranges.append(texts.SIDE_VALUE(side=side(line.side), value=span) if line.side else span)
    return texts.CHART_SUMMARY(
        measure=_(shown.measure.label),
        ranges=listing(ranges),
        share=percent(max(line.known for line in shown.lines)),
    )


def bars_of(lane: Lane, axis: Span) -> Iterator[ChartBar]:
    """Yield a lane's spans as bars, as far as the axis shows them."""
    for start, end in lane.spans:
        left = max(start, axis[0])
        right = min(end, axis[1])
        if right >= left:
            at = _percent(left, axis)
            yield ChartBar(
                x=at,
                width=max(0.3, round(_percent(right, axis) - at, 3)),
                kind=lane.kind,
                tone=lane.tone % 4,
                title=texts.LANE_AT(name=lane.name, start=clock(start), end=clock(end)),
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


def _rows(block: Block, shown: ShownMeasure, axis: Span) -> Iterable[tuple[str, ...]]:
    edges = np.linspace(*axis, _ROWS + 1)
    lines = [values for _, values in _lines(block.outline, shown)]
    for start, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        inside = (block.outline.t_s >= start) & (block.outline.t_s <= end)
        yield (clock(start, tenths=True), *(_range(values[inside], shown) for values in lines))


def _range(values: Floats, shown: ShownMeasure) -> str:
    known = values[~np.isnan(values)]
    if len(known) == 0:
        return str(texts.NOT_SEEN)
    return extent(float(known.min()), float(known.max()), shown.measure)


def _plain(value: float, decimals: int) -> float | None:
    return None if math.isnan(value) else round(value, decimals) + 0.0
