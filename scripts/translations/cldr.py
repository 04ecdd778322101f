"""How numbers, days and lists are written in each language, from Babel's copy of CLDR.

Babel knows a hundred times more than matside needs at run time, so what is needed goes to a table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from babel import Locale
from babel.dates import get_day_names, get_month_names

TABLE = Path("src", "matside", "wording", "cldr.json")
_ENGLISH = "en_GB"
_FIRST_DAY = {"ca": "1r", "fr": "1er", "it": "1º"}
"""The first of a month, where it is not a plain number; CLDR's patterns do not tell it."""
_FIELDS = {
    "d": "{day}",
    "dd": "{day:02}",
    "M": "{month}",
    "MM": "{month:02}",
    "MMM": "{month}",
    "MMMM": "{month}",
    "y": "{year}",
    "yyyy": "{year}",
}
_PARTS = re.compile(r"'([^']*)'|([A-Za-z]+)|([^A-Za-z']+)")


def table_text(languages: Iterable[str]) -> str:
    """Return the table of these languages and of English as it stands in ``cldr.json``."""
    table = {"en": _entry(_ENGLISH)} | {name: _entry(name) for name in sorted(languages)}
    # 26/11/2026 and 11/26/2026 are both English; in a table of days this one is unmistakable.
    table["en"]["day_short"] = "{year}-{month:02}-{day:02}"
    return json.dumps(table, ensure_ascii=False, indent=1) + "\n"


def _entry(language: str) -> dict[str, object]:
    locale = Locale.parse(language)
    lists = locale.list_patterns["standard"]
    return {
        "name": str(locale.languages[locale.language]),
        "decimal": locale.number_symbols["latn"]["decimal"],
        "months": list(get_month_names("wide", locale=locale).values()),
        "weekdays": _week(get_day_names("wide", "stand-alone", locale)),
        "first_day": _FIRST_DAY.get(language, "1"),
        "day": _pattern(locale.date_formats["long"].pattern),
        "day_short": _pattern(locale.datetime_skeletons["yMd"].pattern),
        "between": _joined(lists["middle"]),
        "last_of_two": _joined(lists["2"]),
        "last": _joined(lists["end"]),
    }


def _week(names: Mapping[int, str]) -> list[str]:
    return [names[day] for day in range(7)]  # Babel counts from Monday, too


def _pattern(pattern: str) -> str:
    """Return a pattern of CLDR as one that ``str.format`` fills in."""
    return "".join(
        quoted or (_FIELDS[letters] if letters else other)
        for quoted, letters, other in _PARTS.findall(pattern)
    )


def _joined(pattern: str) -> str:
    """Return what stands between two items."""
    return pattern.removeprefix("{0}").removesuffix("{1}")
