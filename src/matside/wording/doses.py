"""Doses in words: what one asks for, what is done of it and what remains."""

from __future__ import annotations

from matside.exercise.schema import Dose
from matside.wording.formatting import duration
from matside.wording.translation import _, ngettext


def dose_text(dose: Dose) -> str:
    """Return what a dose asks for: ``3 holds of 30 s``, ``2 x 8 repetitions on each side``."""
    if dose.sets > 1:
        return _("{sets} \N{MULTIPLICATION SIGN} {dose}", sets=dose.sets, dose=_set_text(dose))
    return _set_text(dose)


def _set_text(dose: Dose) -> str:
    n, length = dose.reps, duration(dose.hold_s or 0.0)
    match dose.hold_s is not None, dose.each_side:
        case True, False:
            return ngettext("{n} hold of {length}", "{n} holds of {length}", n, length=length)
        case True, True:
            return ngettext(
                "{n} hold of {length} on each side",
                "{n} holds of {length} on each side",
                n,
                length=length,
            )
        case False, False:
            return ngettext("{n} repetition", "{n} repetitions", n)
    return ngettext("{n} repetition on each side", "{n} repetitions on each side", n)


def target_text(dose: Dose) -> str:
    """Return how many a whole dose asks for, to stand after what is done: ``of 8 holds``."""
    n = dose.reps * dose.sets
    match dose.hold_s is not None, dose.each_side:
        case True, False:
            return ngettext("of {n} hold", "of {n} holds", n)
        case True, True:
            return ngettext("of {n} hold on each side", "of {n} holds on each side", n)
        case False, False:
            return ngettext("of {n} repetition", "of {n} repetitions", n)
    return ngettext("of {n} repetition on each side", "of {n} repetitions on each side", n)


def remaining_text(dose: Dose, n: int) -> str:
    """Return what remains of a dose, ``n`` of it: ``To complete the dose: 2 more holds.``."""
    values = {"length": duration(dose.hold_s or 0.0)}
    match dose.hold_s is not None, dose.each_side:
        case True, False:
            return ngettext(
                "To complete the dose: {n} more hold of {length}.",
                "To complete the dose: {n} more holds of {length}.",
                n,
                **values,
            )
        case True, True:
            return ngettext(
                "To complete the dose: {n} more hold of {length} on each side.",
                "To complete the dose: {n} more holds of {length} on each side.",
                n,
                **values,
            )
        case False, False:
            return ngettext(
                "To complete the dose: {n} more repetition.",
                "To complete the dose: {n} more repetitions.",
                n,
            )
    return ngettext(
        "To complete the dose: {n} more repetition on each side.",
        "To complete the dose: {n} more repetitions on each side.",
        n,
    )
