"""Problems of an exercise file as text: place, what was expected, what was found."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any, Final

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from matside.body.catalogue import BY_NAME
from matside.exercise.conditions import UnknownWord
from matside.exercise.json_schema import Node, kinds_of, node_at, schema_of
from matside.translation import N_, Text, _

Location = tuple[str | int, ...]

LONGEST_FOUND: Final = 60
"""Characters of a value that are shown."""
NOTHING: Final = Text("none", "found in a file")
_OBJECTIONS: Final = {
    "missing": Text("it is missing"),
    "timezone_aware": Text("it has to tell its time zone"),
}
_LONG: Final = Text("{text}… ({n} characters)")
_TYPES: Final = {
    "string": N_("a text"),
    "number": N_("a number"),
    "integer": N_("a whole number"),
    "boolean": N_("true or false"),
    "array": N_("a list"),
    "object": N_("a table"),
}
_PATTERN: Final = N_("small letters, digits and underscores, beginning with a letter")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that is wrong with a file.

    Attributes:
        where: Path of keys to the place; empty for what concerns the file as a whole.
        says: What was expected and what was found.
        at: Keys and indices to the value in the content; empty where only ``where`` is known.
        plain: The same in a sentence for who fills in a form; empty where ``says`` serves.
    """

    where: str
    says: str
    at: Location = ()
    plain: str = ""

    def __str__(self) -> str:
        return f"{self.where}: {self.says}" if self.where else self.says


MOST_NESTED: Final = 12
"""Tables and lists within each other; the schema has 6."""
MOST_ITEMS: Final = 100
"""Keys of a table, items of a list: with 5,000 phases a frame takes a second."""
_DIRECTIONS: Final = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Unicode marks that change the direction of the text after them."""


def too_deep() -> Problem:
    """Return the problem of a file whose tables and lists are nested too deeply."""
    says = _("expected tables and lists at most {most} deep, found deeper ones", most=MOST_NESTED)
    return Problem(where="", says=says)


def bound_problems(data: Mapping[str, Any]) -> Iterator[Problem]:
    """Yield excess nesting, excess length and control characters, checked before anything else."""
    waiting: list[tuple[Location, object]] = [((), data)]
    while waiting:
        location, value = waiting.pop()
        if len(location) > MOST_NESTED:
            yield too_deep()
            return
        if isinstance(value, Mapping | list) and len(value) > MOST_ITEMS:
            expected = _("at most {most_items} of them", most_items=MOST_ITEMS)
            says = mismatch(expected, str(len(value)))
            yield Problem(where=place(location, data), says=says, at=location)
        elif isinstance(value, Mapping):
            waiting += [((*location, key), inner) for key, inner in value.items()]
        elif isinstance(value, list):
            waiting += [((*location, index), inner) for index, inner in enumerate(value)]
        elif isinstance(value, str) and any(_hidden(letter) for letter in value):
            says = mismatch(_("letters that can be seen"), _("control characters"))
            yield Problem(where=place(location, data), says=says, at=location)


def _hidden(letter: str) -> bool:
    """Return whether a character is a control or text-direction character, which is not shown."""
    return letter in _DIRECTIONS or (letter not in "\n\t" and unicodedata.category(letter) == "Cc")


def place(location: Sequence[str | int], data: Mapping[str, Any]) -> str:
    """Return the path to a place of a file, such as ``phase[1] "cow" › when[0] › measure``.

    Indices count from 0; a table in a list is followed by its ``id`` if it has
    one, taken from ``data``, the file's content. The place that holds all others is called
    ``top level``.
    """
    steps: list[str] = []
    here: Any = data
    for part in location:
        if isinstance(part, int):
            here = here[part] if isinstance(here, list) and part < len(here) else None
            steps[-1] += f"[{part}]"
            name = here.get("id") if isinstance(here, dict) else None
            if isinstance(name, str):
                steps[-1] += f' "{name}"'
        else:
            here = here.get(part) if isinstance(here, dict) else None
            steps.append(part)
    return " › ".join(steps) or _("top level")


def mismatch(expected: str, found: str, nearest: str | None = None) -> str:
    """Return the sentence that sets what was expected against what was found."""
    if nearest is None:
        return _("expected {expected}, found {found}", expected=expected, found=found)
    return _(
        'expected {expected}, found {found}; did you mean "{nearest}"?',
        expected=expected,
        found=found,
        nearest=nearest,
    )


def nearest_word(word: object, known: Iterable[str]) -> str | None:
    """Return the known word that ``word`` is most likely to mean, or ``None``."""
    if not isinstance(word, str):
        return None
    by_small_letters = {name.casefold(): name for name in known}
    close = get_close_matches(word.casefold(), by_small_letters, n=1, cutoff=0.6)
    return by_small_letters[close[0]] if close else None


def schema_problems(
    error: ValidationError, data: Mapping[str, Any], model: type[BaseModel]
) -> Iterator[Problem]:
    """Yield what pydantic objects to in the content of a file, in the order of its model.

    Objections to the file as a whole (``where`` is empty) are pydantic's first only;
    ``reference_problems`` finds all of those.
    """
    for details in error.errors(include_url=False):
        location = _without_kind(details["loc"])
        for problem in _worded(details, location, data, schema_of(model)):
            yield replace(problem, at=location)


def _without_kind(location: Location) -> Location:
    """Return the location in the file: pydantic puts a fault's kind after its index."""
    for at, key in enumerate(location):
        if key == "fault" and len(location) > at + 2:
            return location[: at + 2] + location[at + 3 :]
    return location


def _worded(
    details: ErrorDetails, location: Location, data: Mapping[str, Any], schema: Node
) -> Iterator[Problem]:
    where, above = place(location, data), place(location[:-1], data)
    found, node = details["input"], node_at(details["loc"], schema)
    match details["type"]:
        case "missing":
            says = mismatch(
                _('the key "{key}" ({described})', key=location[-1], described=described(node)),
                shown(None),
            )
            yield Problem(where=above, says=says)
        case "extra_forbidden":
            known = tuple(node_at(details["loc"][:-1], schema).get("properties", {}))
            yield Problem(where=above, says=_unknown_key(str(location[-1]), known))
        case "union_tag_invalid" | "union_tag_not_found":
            yield Problem(where=where, says=_wrong_kind(found, tuple(kinds_of(node))))
        case "value_error":
            yield _objection(details, location, data)
        case "too_short" if found:
            return  # the list has items, but none of them passed; each has its own problem
        case _:
            yield Problem(where=where, says=_wrong_value(found, node))


def _unknown_key(key: str, known: Sequence[str]) -> str:
    nearest = nearest_word(key, known)
    expected = _("a known key") if nearest else _("one of the keys {known}", known=_quoted(known))
    return mismatch(expected, _('the key "{key}"', key=key), nearest)


def _wrong_kind(table: object, kinds: Sequence[str]) -> str:
    found = table.get("kind") if isinstance(table, dict) else None
    expected = _('the key "kind" (one of {known})', known=_quoted(kinds))
    return mismatch(expected, shown(found), nearest_word(found, kinds))


def _objection(details: ErrorDetails, location: Location, data: Mapping[str, Any]) -> Problem:
    """Return what one of the schema's own checks raised."""
    error = details.get("ctx", {})["error"]
    says = str(error)
    if isinstance(error, UnknownWord):
        says = unknown_word(error.word, error.known, error.kind)
    return Problem(where=place(location, data) if location else "", says=says)


def objection_to(details: ErrorDetails) -> str:
    """Return what is wrong with a value: what a check of matside's raised, or what was found."""
    if details["type"] in _OBJECTIONS:
        return _OBJECTIONS[details["type"]]()
    error = details.get("ctx", {}).get("error")
    return str(error or _("{found} does not fit there", found=shown(details["input"])))


def unknown_word(word: str, known: Sequence[str], kind: str) -> str:
    """Return the sentence about a word that is not among the known ones of its kind."""
    if kind == "measure" and word in BY_NAME:
        return mismatch(
            expected_one_of(known),
            _('"{word}", which does not fit here', word=word),
        )
    nearest = nearest_word(word, known)
    expected = _("a known {kind}", kind=kind) if nearest else expected_one_of(known)
    return mismatch(expected, shown(word), nearest)


def _wrong_value(found: object, node: Node) -> str:
    return mismatch(described(node), shown(found), nearest_word(found, node.get("enum", ())))


def described(node: Node) -> str:
    """Return in words what a part of the schema asks for."""
    if "const" in node:
        return shown(node["const"])
    if "enum" in node:
        return expected_one_of(node["enum"])
    if "examples" in node:
        return _("a text such as {example}", example=shown(node["examples"][0]))
    return _described_range(node)


def _described_range(node: Node) -> str:
    words = [_(_TYPES.get(node.get("type", ""), N_("something else")))]
    if "minimum" in node:
        words.append(
            _("from {least} to {most}", least=f"{node['minimum']:g}", most=f"{node['maximum']:g}")
        )
    elif "exclusiveMinimum" in node:
        words.append(_("greater than {least}", least=f"{node['exclusiveMinimum']:g}"))
        words += [_("and at most {most}", most=f"{node['maximum']:g}")] if "maximum" in node else []
    if "minItems" in node:
        words.append(_("of at least {least}", least=node["minItems"]))
    if "maxLength" in node:
        words.append(_("of 1 to {most} characters", most=node["maxLength"]))
    if "pattern" in node:
        words.append(_("in {pattern}", pattern=_(_PATTERN)))
    return " ".join(words)


def shown(value: object) -> str:
    """Return a value as a file would write it, shortened; tables and lists are only named."""
    match value:
        case None:
            return NOTHING()
        case dict():
            return _("a table")
        case list():
            return _("a list of {n}", n=len(value))
        case str() if len(value) > LONGEST_FOUND:
            return _LONG(n=len(value), text=shown(value[:LONGEST_FOUND]))
        case str() | int() | float():
            return json.dumps(value, ensure_ascii=False)
        case _:
            return str(value)


def expected_one_of(words: Iterable[str]) -> str:
    """Return that one of these words was expected."""
    return _("one of {known}", known=_quoted(words))


def _quoted(words: Iterable[str]) -> str:
    return ", ".join(f'"{word}"' for word in words)
