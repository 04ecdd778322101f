"""The language of every text a person reads or hears: gettext, and English until told otherwise.

Catalogue modules write ``_("Hold.")`` or ``ngettext("{n} hold", "{n} holds", n)`` in functions,
never in constants: a text is looked up when it is needed, so the language may change at any time.
"""

from __future__ import annotations

from contextlib import contextmanager
from gettext import NullTranslations
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_current = NullTranslations()


def use(translations: NullTranslations) -> None:
    """Take all texts from these translations from now on, in every thread.

    Args:
        translations: What ``gettext.translation`` returns, or ``NullTranslations()`` for English.
    """
    global _current  # noqa: PLW0603 (the language belongs to the process, as gettext's own does)
    _current = translations


@contextmanager
def using(translations: NullTranslations) -> Iterator[None]:
    """Take all texts from these translations within a ``with`` statement."""
    before = _current
    use(translations)
    try:
        yield
    finally:
        use(before)


def _(message: str, **values: object) -> str:
    """Return a text in the language in use, its ``{named}`` placeholders filled in.

    An empty text stays empty: gettext would return the catalogue's header.
    """
    text = _current.gettext(message) if message else ""
    return text.format(**values) if values else text


def ngettext(one: str, many: str, n: int, **values: object) -> str:
    """Return the form of a text for ``n`` things, ``{n}`` and other placeholders filled in."""
    return _current.ngettext(one, many, n).format(n=n, **values)


def pgettext(context: str, message: str, **values: object) -> str:
    """Return a text that means different things in different places, such as ``left``."""
    text = _current.pgettext(context, message)
    return text.format(**values) if values else text


def language() -> str:
    """Return the language in use as HTML names it: ``en``."""
    return _current.info().get("language", "") or "en"
