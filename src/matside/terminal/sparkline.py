"""Small charts made of letters: a row of columns, and a bar; plain letters on old terminals."""

from __future__ import annotations

import itertools
import math
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.text import Text

_COLUMNS: Final = "▁▂▃▄▅▆▇█"
_PLAIN_COLUMNS: Final = "_.-:=+*#"
_BLOCK: Final = "█"
_PLAIN_BLOCK: Final = "#"
_LEAST_WIDTH: Final = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Sparkline:
    """One little column for each value; where there are too many, for the mean of neighbours.

    Attributes:
        values: From left to right; NaN leaves a gap.
        scale: Values of the lowest and of the highest column; NaN for the least
            and the greatest value.
        noise: Values that span no more than this are drawn alike.
        style: Colour, as rich names it.
    """

    values: Sequence[float]
    scale: tuple[float, float] = (math.nan, math.nan)
    noise: float = 0.0
    style: str = "cyan"

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(self.drawn(options.max_width, plain=options.ascii_only), style=self.style)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        wanted = max(1, len(self.values))
        return Measurement(min(_LEAST_WIDTH, wanted), wanted).with_maximum(options.max_width)

    def drawn(self, width: int, *, plain: bool = False) -> str:
        """Return it as letters, no more than ``width`` of them."""
        values = squeezed(self.values, width)
        known = [value for value in values if math.isfinite(value)]
        if not known:
            return " " * len(values)
        ends = zip(self.scale, (min(known), max(known)), strict=True)
        low, high = (given if math.isfinite(given) else found for given, found in ends)
        if high - low <= self.noise:
            high = low
        letters = _PLAIN_COLUMNS if plain else _COLUMNS
        return "".join(_letter(value, low, high, letters) for value in values)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bar:
    """A bar whose length is a share of the width it is given.

    Attributes:
        share: 0..1; what lies outside is clipped, NaN is nothing.
        width: Greatest length in letters.
        style: Colour, as rich names it.
    """

    share: float
    width: int = 24
    style: str = "cyan"

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        share = min(1.0, max(0.0, self.share)) if math.isfinite(self.share) else 0.0
        length = round(share * min(self.width, options.max_width))
        if share > 0.0:
            length = max(1, length)
        yield Text((_PLAIN_BLOCK if options.ascii_only else _BLOCK) * length, style=self.style)

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        return Measurement(_LEAST_WIDTH, self.width).with_maximum(options.max_width)


def squeezed(values: Sequence[float], width: int) -> list[float]:
    """Return no more than ``width`` values: means of neighbours, NaN where all of them are."""
    count = len(values)
    if count <= max(1, width):
        return list(values)
    edges = [round(step * count / width) for step in range(width + 1)]
    return [_mean(values[a:b]) for a, b in itertools.pairwise(edges)]


def _mean(values: Sequence[float]) -> float:
    known = [value for value in values if math.isfinite(value)]
    return statistics.fmean(known) if known else math.nan


def _letter(value: float, low: float, high: float, letters: str) -> str:
    if not math.isfinite(value):
        return " "
    if high <= low:
        return letters[0 if high <= 0.0 else len(letters) // 2]
    share = min(1.0, max(0.0, (value - low) / (high - low)))
    return letters[round(share * (len(letters) - 1))]
