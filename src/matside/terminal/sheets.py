"""An exercise, and a plan, as a person reads it."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Final

from rich.console import Group, RenderableType

from matside.analysis import prescription_texts
from matside.exercise.prescription import Prescription
from matside.exercise.schema import Dose, Exercise
from matside.terminal import texts
from matside.terminal.tables import HEADING, QUIET, text
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


def _section(title: Text, lines: Iterable[str], *, numbered: bool = False) -> Iterator[str]:
    lines = tuple(lines)
    if not lines:
        return
    yield ""
    yield str(title)
    for number, line in enumerate(lines, start=1):
        yield from _wrapped(_(line), f"{number}. " if numbered else "- ")


def _wrapped(words: str, mark: str) -> list[str]:
    indent = "  " if mark else ""
    return textwrap.wrap(
        words,
        WIDTH,
        initial_indent=indent + mark,
        subsequent_indent=" " * len(indent + mark),
    )


def plan_sheet(
    prescription: Prescription, steps: Mapping[str, Sequence[str]], limits: Sequence[str] = ()
) -> RenderableType:
    """Return a plan: by whom, until when, what is due on which days.

    ``steps`` are what is done in each of its sessions, in words, by the session's identifier;
    ``limits`` are the names of its limits for people.
    """
    parts: list[RenderableType] = [text(prescription.name, HEADING)]
    parts += [text(line) for line in prescription_texts.about(prescription, limits)]
    for session in prescription.session:
        parts.append(text(f"\n{session.name}", HEADING))
        parts += [text(f"  {line}") for line in prescription_texts.when(session)]
        parts += [text(f"  - {line}") for line in steps[session.id]]
        if session.note:
            parts.append(text(f"  {session.note}", QUIET))
    return Group(*parts)
