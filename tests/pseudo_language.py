"""A language in which every text of matside is told from what is not translated.

Each Latin letter of a text becomes a Cyrillic one; what stands in its
placeholders stays. A word of Latin letters that is left in a table or page was
never looked up in the catalogue.
"""

from __future__ import annotations

import json
import re
import string
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, replace
from gettext import NullTranslations
from html.parser import HTMLParser
from typing import Any

import pytest

from matside import translation
from matside.wording import conventions

_FOREIGN = str.maketrans(
    string.ascii_letters, "абвгдежзийклмнопрстуфхцчшщАБВГДЕЖЗИЙКЛМНОПРСТУФХЦЧШЩ"
)
CODE = "xx"
_PLACEHOLDER = re.compile(r"(\{\w+\})")
_WORD = re.compile(r"[A-Za-z]{2,}")
_SHOWN_ATTRIBUTES = {"alt", "title", "aria-label", "data-label", "aria-valuetext"}


@contextmanager
def using(translations: NullTranslations) -> Iterator[None]:
    """Take all texts from these translations within a ``with`` statement."""
    before = translation._in_use()
    translation.use(translations)
    try:
        yield
    finally:
        translation.use(before)


def foreign(text: str) -> str:
    """Return a text in the pseudo-language, its placeholders untouched."""
    parts = _PLACEHOLDER.split(text)
    return "".join(
        part if _PLACEHOLDER.fullmatch(part) else part.translate(_FOREIGN) for part in parts
    )


class PseudoLanguage(NullTranslations):
    """Translations into the pseudo-language."""

    def info(self):
        return {"language": CODE}

    def gettext(self, message):
        return foreign(message)

    def ngettext(self, msgid1, msgid2, n):
        return foreign(msgid1 if n == 1 else msgid2)

    def pgettext(self, context, message):
        return foreign(message)


class LongLanguage(PseudoLanguage):
    """English whose every text is half as long again, as German or Spanish may be."""

    def gettext(self, message):
        words = message.split(" ")
        return " ".join(
            [*words, *(_PLACEHOLDER.sub("", word) for word in words[: len(words) // 2])]
        )

    def ngettext(self, msgid1, msgid2, n):
        return self.gettext(msgid1 if n == 1 else msgid2)

    def pgettext(self, context, message):
        return self.gettext(message)


@contextmanager
def pseudo_language():
    """Say everything in the pseudo-language within a ``with`` statement, months and lists too."""
    english = conventions._table()["en"]
    fields: dict[str, Any] = {
        name: tuple(map(foreign, value)) if isinstance(value, tuple) else foreign(value)
        for name, value in asdict(english).items()
        if name not in {"day", "day_short"}
    }
    table = conventions._table() | {CODE: replace(english, **fields)}
    with pytest.MonkeyPatch.context() as patch, using(PseudoLanguage()):
        patch.setattr(conventions, "_table", lambda: table)
        # Whatever language a command takes while it begins.
        patch.setattr(translation, "catalogue", lambda _language: PseudoLanguage())
        yield


def untranslated(text: str, *known: str) -> list[str]:
    """Return the words that were never looked up, but for what is known to have no translation."""
    for name in sorted(known, key=len, reverse=True):
        text = text.replace(name, "")
    return _WORD.findall(text)


class ShownText(HTMLParser):
    """Collects all that a page shows or reads aloud, and the data of its script."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open = ""

    def handle_starttag(self, tag, attrs):
        self._open = f"{tag}#{dict(attrs).get('id', '')}"
        self.texts += [value for name, value in attrs if name in _SHOWN_ATTRIBUTES and value]

    def handle_endtag(self, tag):
        self._open = ""

    def handle_data(self, data):
        if self._open == "script#report-data":
            told = json.loads(data)
            self.texts += [_PLACEHOLDER.sub("", text) for text in told["words"].values()]
            self.texts += [lane["name"] for b in told["blocks"].values() for lane in b["lanes"]]
        elif not self._open.startswith(("script", "style")):
            self.texts.append(data)


def shown_text(page: str) -> str:
    """Return all that a page shows or reads aloud."""
    parser = ShownText()
    parser.feed(page)
    return "\n".join(parser.texts)
