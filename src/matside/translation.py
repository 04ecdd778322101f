"""The language of every text a person reads or hears: gettext, and English until told otherwise.

Below all rooms, so that an error can say in that language what is wrong. A room's catalogue is a
module of ``Text`` and ``Plural``: whole sentences with named placeholders. They are looked up when
they are used, so the language may change at any time.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from functools import cache
from gettext import NullTranslations, find, translation
from pathlib import Path
from typing import Final

DOMAIN: Final = "matside"
SOURCE: Final = "en"
"""The language of the code."""
LOCALE: Final = Path(__file__).parent / "locale"
"""Holds ``LANGUAGE/LC_MESSAGES/matside.mo`` for each language."""
VARIABLE: Final = "MATSIDE_LANG"
"""Environment variable by which a process hands its language on to those it starts."""

_NUMBERS: Final = ("{n}", "{count}", "{number}")
"""Placeholders that stand for the number by which the form of a text is chosen."""

_current: NullTranslations | None = None


def languages() -> tuple[str, ...]:
    """Return the languages there are, as gettext names them, the source's own first."""
    found = (path.name for path in LOCALE.iterdir()) if LOCALE.is_dir() else ()
    return (SOURCE, *sorted(name for name in found if find(DOMAIN, LOCALE, [name])))


@cache
def catalogue(language: str) -> NullTranslations:
    """Return the texts of a language; those of the source where there is no such catalogue."""
    if language == SOURCE:
        return NullTranslations()
    return translation(DOMAIN, LOCALE, [language], fallback=True)


def use_language(language: str) -> None:
    """Take all texts from a language from now on, here and in processes that are started later."""
    os.environ[VARIABLE] = language
    use(catalogue(language))


def _in_use() -> NullTranslations:
    """Return the texts in use: at first those of the language that was handed on, else English."""
    if _current is None:
        use(catalogue(os.environ.get(VARIABLE, SOURCE)))
    return _current or NullTranslations()


def _(message: str, **values: object) -> str:
    """Return a text in the language in use, its ``{named}`` placeholders filled in.

    An empty text stays empty: gettext would return the catalogue's header.
    """
    text = _in_use().gettext(message) if message else ""
    return text.format(**values) if values else text


def ngettext(one: str, many: str, n: int, **values: object) -> str:
    """Return the form of a text for ``n`` things, ``{n}`` and other placeholders filled in.

    Where none and one share a form, as in French, it may be written for one in full ("une
    répétition"): none then takes the form for many.
    """
    text = _in_use().ngettext(one, many, n)
    if n == 0 and not any(name in text for name in _NUMBERS):
        text = _in_use().ngettext(one, many, 2)
    return text.format(n=n, **values)


def N_(message: str) -> str:  # noqa: N802 (gettext's own name for it)
    """Return a text as it is, marked for the catalogue: ``_`` looks it up where it is used."""
    return message


@dataclass(frozen=True, slots=True)
class Text:
    """A text of a catalogue: ``str(text)``, or ``text(name="Cat")`` with its placeholders filled.

    Attributes:
        message: The text in English.
        context: Tells it from the same text with another meaning, such as ``side``; may be empty.
    """

    message: str
    context: str = ""

    def __call__(self, **values: object) -> str:
        """Return the text in the language in use, ``{named}`` placeholders filled in."""
        if not self.context:
            return _(self.message, **values)
        text = _in_use().pgettext(self.context, self.message)
        return text.format(**values) if values else text

    def __str__(self) -> str:
        """Return the text in the language in use."""
        return self()


@dataclass(frozen=True, slots=True)
class Plural:
    """A text of a catalogue that depends on a number: ``plural(3)``."""

    one: str
    many: str

    def __call__(self, n: int, **values: object) -> str:
        """Return the form for ``n`` things, ``{n}`` and other placeholders filled in."""
        return ngettext(self.one, self.many, n, **values)


def language() -> str:
    """Return the language in use as HTML names it: ``en``."""
    return _in_use().info().get("language", "").replace("_", "-") or SOURCE


def use(translations: NullTranslations) -> None:
    """Take all texts from these translations from now on, in every thread.

    Args:
        translations: What ``gettext.translation`` returns, or ``NullTranslations()`` for English.
    """
    global _current  # noqa: PLW0603 (the language belongs to the process, as gettext's own does)
    _current = translations
