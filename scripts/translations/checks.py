"""What is wrong with a catalogue: missing, unused or fuzzy texts, placeholders that differ."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from gettext import c2py

from babel.messages.catalog import Catalog, Message


def problems(catalogue: Catalog, texts: Catalog) -> Iterator[str]:
    """Yield all that is wrong with a language's catalogue, a sentence each.

    Args:
        catalogue: The language's.
        texts: The texts of today.
    """
    wanted, found = _by_id(texts), _by_id(catalogue)
    for key in wanted.keys() - found.keys():
        yield f"not there: {_shown(wanted[key])}; run 'python scripts/translations update'"
    for key in found.keys() - wanted.keys():
        yield f"not used any more: {_shown(found[key])}; run 'python scripts/translations update'"
    for key in wanted.keys() & found.keys():
        message = found[key]
        if message.fuzzy:
            yield f"fuzzy: {_shown(message)}"
        elif not all(_forms(message.string)):
            yield f"not translated: {_shown(message)}"
        else:
            yield from _differences(message, catalogue)


def _differences(message: Message, catalogue: Catalog) -> Iterator[str]:
    """Yield where a translation does not fit its text."""
    ids, forms = _forms(message.id), _forms(message.string)
    plurals = catalogue.num_plurals
    if message.pluralizable and len(forms) != plurals:
        yield f"{plurals} forms are expected, {len(forms)} found: {_shown(message)}"
    form_of_one = _form_of_one(catalogue)
    for index, form in enumerate(forms):
        one = message.pluralizable and index == form_of_one
        expected, found = placeholders(ids[0] if one else ids[-1]), placeholders(form)
        # The form for one may say it without its number: "une répétition".
        least = expected - {"n", "count", "number"} if one else expected
        if not least <= found <= placeholders(ids[-1]) | expected:
            yield (
                f"{{{', '.join(sorted(expected))}}} are expected, {{{', '.join(sorted(found))}}} "
                f"found: {_shown(message)}"
            )
        if amounts(form) != amounts(ids[0] if one else ids[-1]):
            yield f"numbers or units of size differ: {_shown(message)}"
        if _edges(ids[0]) != _edges(form):
            yield f"space or line break at its ends differs: {_shown(message)}"


def _form_of_one(catalogue: Catalog) -> int | None:
    """Return the form that is for one alone, or for none and one; ``None`` where 21 has it too."""
    form = c2py(catalogue.plural_expr)
    return form(1) if all(form(n) != form(1) for n in range(2, 200)) else None


def placeholders(text: str) -> set[str]:
    """Return the names in braces of a text; a broken brace is a name of its own."""
    try:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}
    except ValueError as error:
        return {str(error)}


def amounts(text: str) -> set[str]:
    """Return the numbers and the units of size (French has Go for GB) outside of placeholders."""
    found: list[str] = re.findall(
        r"\d+|\b[kMGT]B\b|(?<=\xa0)[kMGT]o\b", re.sub(r"\{[^{}]*\}", "", text)
    )
    return {word.replace("o", "B") for word in found}


def _by_id(catalogue: Catalog) -> dict[tuple[str, str | None], Message]:
    return {(_forms(m.id)[0], m.context): m for m in catalogue if m.id}


def _forms(text: str | tuple[str, ...] | list[str] | None) -> tuple[str, ...]:
    return (text or "",) if text is None or isinstance(text, str) else tuple(text)


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _shown(message: Message) -> str:
    return repr(_forms(message.id)[0])
