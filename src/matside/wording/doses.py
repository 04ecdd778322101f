"""Doses in words: what one asks for, how many of what, and what remains."""

from __future__ import annotations

from typing import Final

from matside.exercise.schema import Dose
from matside.translation import Plural, Text
from matside.wording.formatting import duration

_IN_SETS: Final = Text("{sets} \N{MULTIPLICATION SIGN} {dose}")
# By whether a dose asks for holds, and for so many on each side.
_ASKED: Final = {
    (True, False): Plural("{n} hold of {length}", "{n} holds of {length}"),
    (True, True): Plural("{n} hold of {length} on each side", "{n} holds of {length} on each side"),
    (False, False): Plural("{n} repetition", "{n} repetitions"),
    (False, True): Plural("{n} repetition on each side", "{n} repetitions on each side"),
}
_TARGET: Final = {
    (True, False): Plural("of {n} hold", "of {n} holds"),
    (True, True): Plural("of {n} hold on each side", "of {n} holds on each side"),
    (False, False): Plural("of {n} repetition", "of {n} repetitions"),
    (False, True): Plural("of {n} repetition on each side", "of {n} repetitions on each side"),
}
_REMAINING: Final = {
    (True, False): Plural(
        "To complete the dose: {n} more hold of {length}.",
        "To complete the dose: {n} more holds of {length}.",
    ),
    (True, True): Plural(
        "To complete the dose: {n} more hold of {length} on each side.",
        "To complete the dose: {n} more holds of {length} on each side.",
    ),
    (False, False): Plural(
        "To complete the dose: {n} more repetition.",
        "To complete the dose: {n} more repetitions.",
    ),
    (False, True): Plural(
        "To complete the dose: {n} more repetition on each side.",
        "To complete the dose: {n} more repetitions on each side.",
    ),
}


def dose_text(dose: Dose) -> str:
    """Return what a dose asks for: ``3 holds of 30 s``, ``2 x 8 repetitions on each side``."""
    asked = _ASKED[_kind(dose)](dose.reps, length=duration(dose.hold_s or 0.0))
    return _IN_SETS(sets=dose.sets, dose=asked) if dose.sets > 1 else asked


def target_text(dose: Dose) -> str:
    """Return how many a whole dose asks for, to stand after what is done: ``of 8 holds``."""
    return _TARGET[_kind(dose)](dose.reps * dose.sets)


def remaining_text(dose: Dose, n: int) -> str:
    """Return what remains of a dose, ``n`` of it: ``To complete the dose: 2 more holds.``."""
    return _REMAINING[_kind(dose)](n, length=duration(dose.hold_s or 0.0))


def _kind(dose: Dose) -> tuple[bool, bool]:
    return dose.hold_s is not None, dose.each_side
