"""An exercise as a page of text for the person who does it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator
from typing import Final

from matside.exercise.schema import Exercise
from matside.terminal import texts
from matside.wording.formatting import plain
from matside.wording.translation import _

WIDTH: Final = 88
"""Characters on a line."""


def exercise_sheet(exercise: Exercise) -> str:
    """Return what an exercise is, how it is filmed and done, how much of it, and what to mind."""
    return plain("\n".join(_lines(exercise)))


def _lines(exercise: Exercise) -> Iterator[str]:
    heads = texts.sheet_headings()
    yield f"{_(exercise.name)} ({exercise.id})"
    if exercise.also:
        yield from _wrapped(texts.also_called(exercise.also), "")
    yield ""
    yield from _wrapped(_(exercise.says), "")
    yield from _wrapped(texts.camera(_(exercise.view)), "")
    yield from _section(heads[0], exercise.steps, numbered=True)
    yield from _section(heads[1], (texts.dose_line(dose) for dose in exercise.dose))
    yield from _section(heads[2], exercise.tips)
    yield from _section(heads[3], (fault.name for fault in exercise.fault))
    yield from _section(heads[4], exercise.safety)
    yield from _section(heads[5], exercise.sources)


def _section(title: str, texts: Iterable[str], *, numbered: bool = False) -> Iterator[str]:
    texts = tuple(texts)
    if not texts:
        return
    yield ""
    yield title
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
