"""Every text of matside that a person reads or hears, from code, exercises and command line."""

from __future__ import annotations

import ast
import inspect
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from matside import errors
from matside.body.catalogue import MEASURES
from matside.cli.help import command_texts
from matside.errors import MatsideError

ONE = {"_", "N_", "Text"}
"""Calls whose first argument is a text; the second of ``Text`` is its context."""
TWO = {"ngettext", "Plural"}
"""Calls whose first two arguments are a text for one and for many."""
_GIVEN = {"matside.errors", "matside.translation"}
"""Modules from which such calls come; rich has a ``Text`` of its own."""
ERRORS = {
    name
    for name, found in inspect.getmembers(errors, inspect.isclass)
    if issubclass(found, MatsideError)
}
TEXT_KEYS = {
    *("name", "also", "says", "view", "steps", "tips", "safety"),
    *("how", "say", "begin", "cue", "spoken", "purpose", "note"),
}
"""Keys of exercise and programme files whose values are read or heard; sources and ids are not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A text where it was found.

    Attributes:
        one: The text, or its form for one.
        many: Its form for many; empty where it does not depend on a number.
        context: What tells it from the same text with another meaning.
        file: Where, from the repository's root.
        comment: What a translator should know of it.
    """

    one: str
    file: str
    many: str = ""
    context: str = ""
    comment: str = ""


def all_texts(root: Path) -> Iterator[Found]:
    """Yield every text of the repository, those of one file together."""
    for path in sorted((root / "src" / "matside").rglob("*.py")):
        yield from _in_code(path, path.relative_to(root).as_posix())
    for path in sorted((root / "exercises").rglob("*.toml")):
        file = path.relative_to(root).as_posix()
        yield from _in_table(tomllib.loads(path.read_text("utf-8")), file, path.stem)
    for measure in MEASURES:
        for text in (measure.label, measure.says):
            yield Found(one=text, file="src/matside/body/catalogue.py", comment=measure.name)
    for command, text in command_texts():
        yield Found(one=text, file="src/matside/cli", comment=f"help of {command}")


def calls(path: Path) -> Iterator[tuple[ast.Call, str]]:
    """Yield the calls of a module that are given a text, and the name of what is called."""
    tree = ast.parse(path.read_text("utf-8"))
    names = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and node.module in _GIVEN
        for alias in node.names
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
            name = names.get(node.func.id, "")
            if name in ONE | TWO | ERRORS:
                yield node, name


def _in_code(path: Path, file: str) -> Iterator[Found]:
    for node, name in calls(path):
        texts = [text for arg in node.args[:2] if (text := _text(arg)) is not None]
        if name in TWO and len(texts) == 2:
            yield Found(one=texts[0], many=texts[1], file=file)
        elif name not in TWO and _text(node.args[0]) and texts[0]:
            context = texts[1] if name == "Text" and len(texts) == 2 else ""
            yield Found(one=texts[0], context=context, file=file)


def _text(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    return None


def _in_table(table: dict[str, object], file: str, place: str) -> Iterator[Found]:
    for key, value in table.items():
        values = value if isinstance(value, list) else [value]
        for one in values:
            if isinstance(one, dict):
                inner = f"{place} › {key} {one.get('id', one.get('exercise', ''))}".rstrip()
                yield from _in_table(one, file, inner)
            elif key in TEXT_KEYS and isinstance(one, str):
                yield Found(one=one, file=file, comment=f"{place} › {key}")
