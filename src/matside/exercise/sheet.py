"""An exercise as a page of text for the person who does it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

from matside.exercise.schema import Dose, Exercise

WIDTH: Final = 88
"""Characters on a line."""


def exercise_sheet(exercise: Exercise) -> str:
    """Return what an exercise is, how it is filmed and done, how much of it, and what to mind."""
    return "\n".join(_lines(exercise))


def _lines(exercise: Exercise) -> Iterator[str]:
    yield f"{exercise.name} ({exercise.id})"
    if exercise.also:
        yield from _wrapped(f"Also called: {', '.join(exercise.also)}", "")
    yield ""
    yield from _wrapped(exercise.says, "")
    yield from _wrapped(f"Camera: {exercise.view}", "")
    yield from _section("How", exercise.steps, numbered=True)
    yield from _section("How much", map(dose_words, exercise.dose))
    yield from _section("Tips", exercise.tips)
    yield from _section("Faults it looks for", (fault.name for fault in exercise.fault))
    yield from _section("Mind", exercise.safety)
    yield from _section("Sources", exercise.sources)


def dose_words(dose: Dose) -> str:
    """Return a dose in words, such as ``stretch: Long holds, 3 holds of 30 s``."""
    plural = "" if dose.reps == 1 else "s"
    count = f"{dose.reps} repetition{plural}"
    if dose.hold_s is not None:
        count = f"{dose.reps} hold{plural} of {dose.hold_s:g} s"
    side = " on each side" if dose.each_side else ""
    sets = f", {dose.sets} sets" if dose.sets > 1 else ""
    return f"{dose.id}: {dose.name}, {count}{side}{sets}"


def _section(title: str, texts: Iterable[str], *, numbered: bool = False) -> Iterator[str]:
    texts = tuple(texts)
    if not texts:
        return
    yield ""
    yield f"{title}:"
    for number, text in enumerate(texts, start=1):
        yield from _wrapped(text, f"{number}. " if numbered else "- ")


def _wrapped(text: str, mark: str) -> list[str]:
    indent = "  " if mark else ""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent + mark,
        subsequent_indent=" " * len(indent + mark),
    )
