"""An exercise as a page of text for the person who does it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

from matside.exercise.schema import Dose, Exercise
from matside.terminal import texts
from matside.translation import Text, _
from matside.wording.formatting import plain
from matside.wording.labels import dose_text

WIDTH: Final = 88
"""Characters on a line."""


def exercise_sheet(exercise: Exercise) -> str:
    """Return what an exercise is, how it is filmed and done, how much of it, and what to mind."""
    return plain("\n".join(_lines(exercise)))


def _lines(exercise: Exercise) -> Iterator[str]:
    yield f"{_(exercise.name)} ({exercise.id})"
    if exercise.also:
        yield from _wrapped(texts.ALSO_CALLED(names=", ".join(map(_, exercise.also))), "")
    yield ""
    yield from _wrapped(_(exercise.says), "")
    yield from _wrapped(texts.CAMERA(view=_(exercise.view)), "")
    yield from _section(texts.HOW, exercise.steps, numbered=True)
    yield from _section(texts.HOW_MUCH, map(dose_line, exercise.dose))
    yield from _section(texts.TIPS, exercise.tips)
    yield from _section(texts.LOOKED_FOR, (fault.name for fault in exercise.fault))
    yield from _section(texts.MIND, exercise.safety)
    yield from _section(texts.SOURCES, exercise.sources)


def dose_line(dose: Dose) -> str:
    """Return a dose with its identifier and name."""
    return texts.DOSE(id=dose.id, name=_(dose.name), dose=dose_text(dose))


def _section(title: Text, texts: Iterable[str], *, numbered: bool = False) -> Iterator[str]:
    texts = tuple(texts)
    if not texts:
        return
    yield ""
    yield str(title)
    for number, text in enumerate(texts, start=1):
        yield from _wrapped(_(text), f"{number}. " if numbered else "- ")


def _wrapped(text: str, mark: str) -> list[str]:
    indent = "  " if mark else ""
    return textwrap.wrap(
        text,
        WIDTH,
        initial_indent=indent + mark,
        subsequent_indent=" " * len(indent + mark),
    )
