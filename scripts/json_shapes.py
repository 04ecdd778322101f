"""What the commands print with ``--json``, from the models and dataclasses themselves."""

from __future__ import annotations

import dataclasses
import inspect
import re
from collections.abc import Iterator, Mapping
from types import UnionType
from typing import Final, Literal, TypeGuard, Union, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import NDArray

from matside.analysis.adherence import WeekAdherence
from matside.analysis.comparison import Comparison
from matside.analysis.due import Slot
from matside.analysis.next_step import Suggestion
from matside.analysis.progress_result import Progress
from matside.app.analyse_file import AnalysedFile
from matside.app.board import FileState
from matside.app.practise import Practised
from matside.body.catalogue import Measure
from matside.capture.camera_list import CameraInfo
from matside.coach.summary import Range, Summary
from matside.exercise.schema import Dose
from matside.terminal.history_table import ListedSession

COMMANDS: Final = {
    "analyse": "`files`: list of [AnalysedFile](#analysedfile)",
    "practise": "[Practised](#practised)",
    "demo": "as `analyse`",
    "history": "`sessions`: list of [ListedSession](#listedsession)",
    "history show N": "`session`: [ListedSession](#listedsession), "
    "`summary`: as `summary.json` or null",
    "history progress": "[Progress](#progress)",
    "history adherence": "`weeks`: list of [WeekAdherence](#weekadherence)",
    "compare A B": "[Comparison](#comparison)",
    "plan show": "`plan`: with the keys of its file, `next`: [Slot](#slot) or null, `suggestions`: "
    "list of [Suggestion](#suggestion), `left_out`: what its limits withhold, in sentences",
    "plan use FILE": "as `plan show`",
    "exercises list": "`exercises`: list of exercises, with the keys of their files",
    "exercises show NAME": "an exercise, with the keys of its file",
    "exercises programmes": "`programmes`: list of programmes, with the keys of their files",
    "cameras": "`cameras`: list of [CameraInfo](#camerainfo)",
    "voices": "`voices`: list of `name`, `locale`, `chosen`",
    "people": "`people`: list of `name` (null for the owner), `sessions` (null if the history "
    "cannot be read), `last`",
}
"""What each command prints with ``--json``."""
SHAPES: Final = (
    Practised,
    ListedSession,
    Progress,
    Comparison,
    CameraInfo,
    WeekAdherence,
    Slot,
    Suggestion,
)
"""Dataclasses that are told."""
_WORDS: Final[Mapping[object, str]] = {
    float: "number",
    int: "integer",
    bool: "boolean",
    type(None): "null",
    Summary: "as `summary.json`, without what it is of and how it came about",
    Dose: "a dose, with the keys of exercise files",
    Range: "[Range](schema.md#range)",
}


def json_lines() -> Iterator[str]:
    """Yield the lines of docs/json.md."""
    yield from ("# JSON on standard output", "")
    yield (
        "Made by `python scripts/schema_docs.py` from the code. With `--json` a command prints one "
        "JSON object and nothing else; messages, and what `practise` asks and tells, go to "
        "standard error. What is not known is null, a day or time is ISO 8601, a measure is its "
        "name in [schema.md](schema.md#measures). Without a session, progress is null. "
        "`doctor --json` is for bug reports."
    )
    yield from ("", "| command | object |", "|---|---|")
    yield from (f"| `matside {command}` | {told} |" for command, told in COMMANDS.items())
    yield from ("", "## AnalysedFile", "", _sentence(AnalysedFile))
    yield from ("", "| field | type | meaning |", "|---|---|---|")
    states = ", ".join(f"`{state}`" for state in FileState)
    told_types = {"state": f"one of {states}", "summary": "as `summary.json`, or null"}
    for name, field in AnalysedFile.model_fields.items():
        yield f"| `{name}` | {told_types.get(name, 'string or null')} | {field.description or ''} |"
    seen: list[type] = []
    for shape in SHAPES:
        yield from _dataclass_lines(shape, seen)


def _sentence(shape: type) -> str:
    return " ".join((inspect.getdoc(shape) or "").split("\n\n", maxsplit=1)[0].split())


def _dataclass_lines(shape: type, seen: list[type]) -> Iterator[str]:
    """Yield the fields of a dataclass by its docstring, then the dataclasses that it is made of."""
    if shape in seen:
        return
    seen.append(shape)
    told = re.findall(r"^    (\w+): ((?:.|\n {8})*)", inspect.getdoc(shape) or "", re.MULTILINE)
    meanings = {name: " ".join(meaning.split()).replace("``", "`") for name, meaning in told}
    yield from ("", f"## {shape.__name__}", "", _sentence(shape).replace("``", "`"))
    yield from ("", "| field | type | meaning |", "|---|---|---|")
    hints = get_type_hints(shape)
    for field in dataclasses.fields(shape):
        yield f"| `{field.name}` | {_hint(hints[field.name])} | {meanings.get(field.name, '')} |"
    for field in dataclasses.fields(shape):
        for part in _dataclasses_in(hints[field.name]):
            yield from _dataclass_lines(part, seen)


def _dataclasses_in(hint: object) -> Iterator[type]:
    if _is_shape(hint):
        yield hint
    for part in get_args(hint):
        yield from _dataclasses_in(part)


def _is_shape(hint: object) -> TypeGuard[type]:
    return isinstance(hint, type) and dataclasses.is_dataclass(hint) and hint is not Measure


def _hint(hint: object) -> str:
    """Return a type in the words of JSON."""
    parts = [part for part in get_args(hint) if part is not Ellipsis]
    base = get_origin(hint)
    if base in {None, Literal}:
        name = getattr(hint, "__name__", "")
        return _WORDS.get(hint, f"[{name}](#{name.lower()})" if _is_shape(hint) else "string")
    if base in {UnionType, Union}:
        return " or ".join(dict.fromkeys(_hint(part) for part in parts))
    if base in {np.ndarray, NDArray}:  # the alias itself from Python 3.12 on
        return "list of number"
    kind, of = ("map", parts[1]) if issubclass(base, Mapping) else ("list", parts[0])
    return f"{kind} {'to' if kind == 'map' else 'of'} {_hint(of)}"
