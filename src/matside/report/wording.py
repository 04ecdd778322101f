"""How the report says numbers and names: one place, so that a page says each thing one way."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Final

from matside.body.catalogue import COLUMNS, Measure
from matside.body.landmark import Side
from matside.exercise.schema import Dose
from matside.wording.formatting import clock
from matside.wording.labels import in_words, side_name

_TIED: Final = "\N{NO-BREAK SPACE}"
"""Between a number and its unit, so that no line ends between them."""
UNKNOWN: Final = "\N{EN DASH}"

PLACE: Final = {key: place for place, key in enumerate(COLUMNS)}
"""Where a column of the catalogue stands in a recorder's outline."""


def is_curve(measure: Measure) -> bool:
    """Return whether a measure is taken from the contour of the back."""
    return measure.name.endswith("_curve_deg")


def measure_name(measure: Measure) -> str:
    """Return what a measure is called, without its unit."""
    return in_words(measure.name.removesuffix("_deg").removesuffix("_ratio"))


def number(value: float | None, measure: Measure) -> str:
    """Return a value with its unit: whole degrees, hundredths of a ratio; a dash where unknown."""
    if value is None or not math.isfinite(value):
        return UNKNOWN
    if measure.unit == "deg":
        sign = "+" if is_curve(measure) and round(value) > 0 else ""
        return _minus(f"{sign}{value:z.0f}°")
    return _minus(f"{value:z.2f}")


def extent(low: float, high: float, measure: Measure) -> str:
    """Return a range in words: ``38° to 117°``; a dash where unknown."""
    if not (math.isfinite(low) and math.isfinite(high)):
        return UNKNOWN
    return f"{number(low, measure)} to {number(high, measure)}"


def percent(share: float) -> str:
    """Return a share as whole percent, but "100 %" only for all of it; a dash for NaN."""
    if not math.isfinite(share):
        return UNKNOWN
    whole = round(100.0 * share)
    return f"{99 if whole == 100 and share < 0.9999 else whole}{_TIED}%"


def count(number_of: int, one: str, many: str = "") -> str:
    """Return ``1 hold``, ``3 holds``."""
    return f"{number_of} {one if number_of == 1 else many or one + 's'}"


def seconds(value_s: float) -> str:
    """Return a length: ``6.5 s``, ``30 s``; from a minute on ``2 min`` or ``1 min 15 s``."""
    tenths = round(10 * value_s)
    if tenths < 600:
        return f"{tenths / 10:g}{_TIED}s"
    minutes, rest = divmod(round(value_s), 60)
    whole = f"{minutes}{_TIED}min"
    return f"{whole} {rest}{_TIED}s" if rest else whole


def moment(t_s: float) -> str:
    """Return a time of the recording as a player shows it: ``0:12``, ``1:02:03``."""
    if not math.isfinite(t_s):
        return UNKNOWN
    return clock(math.floor(max(0.0, t_s) + 1e-6)).removesuffix(".0")


def stretches(spans: Iterable[tuple[float, float]]) -> str:
    """Return stretches of time in words: ``0:04 to 0:18, 1:00 to 1:20``."""
    return ", ".join(f"{moment(start)} to {moment(end)}" for start, end in spans)


def with_side(name: str, side: Side | None) -> str:
    """Return a name and its side, unless the name says it already: ``Open, left``."""
    word = side_name(side)
    return name if not word or word in name.lower().split() else f"{name}, {word}"


def thing(dose: Dose) -> str:
    """Return what a dose counts: ``hold`` or ``repetition``."""
    return "hold" if dose.hold_s else "repetition"


def dose_in_words(dose: Dose) -> str:
    """Return what a dose asks for: ``3 holds of 30 s``, ``2 × 8 repetitions on each side``."""
    words = count(dose.reps, thing(dose))
    if dose.sets > 1:
        words = f"{dose.sets} \N{MULTIPLICATION SIGN} {words}"
    if dose.hold_s:
        words += f" of {seconds(dose.hold_s)}"
    return f"{words} on each side" if dose.each_side else words


def _minus(text: str) -> str:
    return text.replace("-", "\N{MINUS SIGN}")
