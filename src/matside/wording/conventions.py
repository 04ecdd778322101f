"""How numbers, days and lists are written in the language in use: a table made from CLDR.

``scripts/translations numbers`` makes ``cldr.json`` from Babel's data, which is too much to load
for a decimal comma.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any, Final

from matside.translation import language

_SOURCE: Final = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """How one language writes numbers, days and lists.

    Attributes:
        name: The language's own name for itself.
        decimal: What stands between a number and its fraction.
        months: From January on, as they stand in a date.
        weekdays: From Monday on.
        first_day: The first of a month in a sentence: ``1er`` in French.
        day: A day in a sentence, with ``{day}``, ``{month}`` (its name) and ``{year}``.
        day_short: A day in a table, with the month as a number.
        between: What stands between two items of a list, but for the last two.
        last_of_two: What stands between two items that are all.
        last: What stands before the last of several.
    """

    name: str
    decimal: str
    months: tuple[str, ...]
    weekdays: tuple[str, ...]
    first_day: str
    day: str
    day_short: str
    between: str
    last_of_two: str
    last: str


def conventions() -> Conventions:
    """Return those of the language in use; of English, where it is not in the table."""
    known = _table()
    named = language().replace("-", "_")
    return known.get(named) or known.get(named.partition("_")[0]) or known[_SOURCE]


def own_name(code: str) -> str:
    """Return what a language calls itself within a sentence: ``français`` for ``fr``."""
    found = _table().get(code)
    return code if found is None else found.name


@cache
def _table() -> dict[str, Conventions]:
    text = resources.files("matside.wording").joinpath("cldr.json").read_text("utf-8")
    entries: dict[str, dict[str, Any]] = json.loads(text)
    return {code: _read(entry) for code, entry in entries.items()}


def _read(entry: dict[str, Any]) -> Conventions:
    fields: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in entry.items()
    }
    return Conventions(**fields)
