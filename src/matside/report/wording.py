"""How the report says numbers and names: one place, so that a page says each thing one way."""

from __future__ import annotations

from typing import Final

from matside.body.catalogue import COLUMNS, Measure
from matside.exercise.schema import Dose
from matside.wording.formatting import duration
from matside.wording.translation import _

PLACE: Final = {key: place for place, key in enumerate(COLUMNS)}
"""Where a column of the catalogue stands in a recorder's outline."""


def measure_name(measure: Measure) -> str:
    """Return what a measure is called, without its unit."""
    return _(measure.label)


def count(number_of: int, one: str, many: str = "") -> str:
    """Return ``1 hold``, ``3 holds``."""
    return f"{number_of} {one if number_of == 1 else many or one + 's'}"


def thing(dose: Dose) -> str:
    """Return what a dose counts: ``hold`` or ``repetition``."""
    return "hold" if dose.hold_s else "repetition"


def dose_in_words(dose: Dose) -> str:
    """Return what a dose asks for: ``3 holds of 30 s``, ``2 × 8 repetitions on each side``."""
    words = count(dose.reps, thing(dose))
    if dose.sets > 1:
        words = f"{dose.sets} \N{MULTIPLICATION SIGN} {words}"
    if dose.hold_s:
        words += f" of {duration(dose.hold_s)}"
    return f"{words} on each side" if dose.each_side else words
