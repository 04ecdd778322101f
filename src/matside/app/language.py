"""Choice of the language: the one asked for, the one remembered, the system's, or English."""

from __future__ import annotations

import ctypes
import json
import locale
import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from typing import Final

from matside.errors import UsageError
from matside.record.history.database import own_folder
from matside.translation import SOURCE, VARIABLE, languages, use_language

SETTINGS: Final = "settings.json"
"""File of the settings (``matside.app.settings``), of which only the language is read here."""
_SYSTEM_VARIABLES: Final = ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG")
"""In the order in which gettext asks them; ``LANGUAGE`` may list several."""
_NO_LANGUAGE: Final = frozenset({"C", "POSIX", ""})
_ASK_LIMIT_S: Final = 2.0


def choose_language(named: str | None = None, *, anew: bool = False) -> str:
    """Take all texts from the language that is wanted, and return it.

    Args:
        named: A language, such as ``fr`` or ``fr-CA``; ``None`` for the one handed on by the
            process that started this one, else the one remembered, else the system's.
        anew: Whether what was remembered has changed since: what was handed on does not count.

    Raises:
        UsageError: There is no such language.
    """
    chosen = checked_language(named) if named is not None else None
    if chosen is None:
        handed_on = None if anew else os.environ.get(VARIABLE)
        candidates = (handed_on, remembered_language(), *system_languages())
        chosen = next(filter(None, map(known_language, candidates)), SOURCE)
    use_language(chosen)
    return chosen


def checked_language(named: str) -> str:
    """Return the language that is named, as gettext names it.

    Raises:
        UsageError: There is no such language.
    """
    known = known_language(named)
    if known is None:
        raise UsageError(
            "A language was expected, one of {known}, and '{named}' was found.",
            known=", ".join(languages()),
            named=named,
        )
    return known


def known_language(named: str | None) -> str | None:
    """Return the language nearest to what is named (``fr_CA.UTF-8`` gives ``fr``), or ``None``."""
    bare = (named or "").partition(".")[0].partition("@")[0].replace("-", "_")
    names = {name.casefold(): name for name in languages()}
    return names.get(bare.casefold()) or names.get(bare.partition("_")[0].casefold())


def remembered_language() -> str | None:
    """Return the language that the settings hold, without loading what reads all of them."""
    with suppress(OSError, ValueError, RecursionError, AttributeError):
        found = json.loads((own_folder() / SETTINGS).read_text("utf-8")).get("language")
        return found if isinstance(found, str) else None
    return None


def system_languages(
    environment: Mapping[str, str] = os.environ, platform: str = sys.platform
) -> Iterator[str]:
    """Yield the languages that this account is set to, the most wanted first.

    As with gettext, ``C`` and ``POSIX`` mean that none is wanted: matside then speaks English.
    """
    named = False
    for name in _SYSTEM_VARIABLES:
        value = environment.get(name, "")
        named = named or bool(value)
        candidates = value.split(":") if name == "LANGUAGE" else [value]
        yield from (one for one in candidates if one.partition(".")[0] not in _NO_LANGUAGE)
        if value.partition(".")[0] in _NO_LANGUAGE - {""}:
            return
    if not named:
        yield from _desktop_languages(platform)


def _desktop_languages(platform: str) -> Iterable[str]:
    """Return what the settings of Windows or macOS say, where no variable does."""
    if platform == "win32":
        number = ctypes.windll.kernel32.GetUserDefaultUILanguage()  # type: ignore[attr-defined, unused-ignore]
        return (locale.windows_locale.get(number, ""),)
    if platform == "darwin":
        with suppress(OSError, subprocess.SubprocessError):
            printed = subprocess.run(
                ["/usr/bin/defaults", "read", "-g", "AppleLanguages"],
                capture_output=True,
                text=True,
                timeout=_ASK_LIMIT_S,
                check=True,
            ).stdout
            return [word.strip(' ",()') for word in printed.split("\n") if word.strip(' ",()')]
    return ()
