"""The voices of the system's speech engines, and which one says a text of a language.

A language is spoken by a voice of that language or not at all: matched by the locale that the
engine itself states for it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from matside.errors import SystemLibraryError
from matside.translation import language
from matside.wording.conventions import own_name

_HOME: Final = {"en": "gb"}
"""Where a language is taken from, if that is not the country of the same letters (``fr-fr``)."""
_PLAIN_ON_MACOS: Final = (
    *("Daniel", "Samantha", "Karen", "Moira", "Tessa"),
    *("Thomas", "Audrey", "Amélie", "Anna", "Petra", "Markus", "Mónica", "Jorge", "Paulina"),
)
"""Voices of macOS that read plainly; among the others are novelties."""
_SAY: Final = re.compile(r"^(?P<name>.+?)\s+(?P<locale>[a-z]{2,3}[_-][A-Za-z0-9_-]+)\s*#")
_ESPEAK: Final = re.compile(r"^\s*\d+\s+(?P<locale>\S+)\s+\S+\s+\S+\s+(?P<file>\S+)")
_OF_ANOTHER_PROGRAM: Final = ("mb/", "!v/")
"""eSpeak's files that need MBROLA's data, and variants of the sound of a voice."""
_IN_SAPI_ID: Final = re.compile(r"_([A-Za-z]{2}-[A-Za-z]{2})_")


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechVoice:
    """One voice of a speech engine.

    Attributes:
        name: What the engine knows it by.
        locale: The language that it speaks as the engine states it, such as ``fr-fr``; small
            letters with hyphens, empty where the engine does not say.
    """

    name: str
    locale: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SpeechSettings:
    """How sentences are to be said.

    Attributes:
        language: Of the sentences, such as ``fr``.
        voice: Name of the voice; empty for the first of the language. One of another language
            is not taken.
        rate: Factor on matside's own pace.
    """

    language: str = "en"
    voice: str = ""
    rate: float = 1.0


def speech_settings(voice: str | None = None, rate: float = 1.0) -> SpeechSettings:
    """Return how sentences of the language in use are to be said."""
    return SpeechSettings(language=language(), voice=voice or "", rate=rate)


def of_language(voices: Sequence[SpeechVoice], wanted: str) -> list[SpeechVoice]:
    """Return the voices of a language, those of its home country first."""
    bare = wanted.replace("_", "-").casefold().partition("-")[0]
    home = f"{bare}-{_HOME.get(bare, bare)}"
    fitting = [voice for voice in voices if voice.locale.partition("-")[0] == bare]
    return sorted(fitting, key=lambda voice: (voice.locale != home, voice.locale != bare))


def chosen_voice(voices: Sequence[SpeechVoice], wanted: SpeechSettings) -> SpeechVoice:
    """Return the voice that is wished for, or the first of the language.

    Raises:
        SystemLibraryError: None of them speaks the language.
    """
    fitting = of_language(voices, wanted.language)
    if not fitting:
        raise SystemLibraryError(
            "The speech engine has no voice for {language}: install one in the system's settings; "
            "until then sentences are only shown.",
            language=own_name(wanted.language),
        )
    return next((voice for voice in fitting if voice.name == wanted.voice), fitting[0])


def espeak_voices(listed: str) -> tuple[SpeechVoice, ...]:
    """Return the voices in what ``espeak-ng --voices`` prints, each language's own once."""
    found: dict[str, SpeechVoice] = {}
    for line in listed.splitlines():
        match = _ESPEAK.match(line)
        if match is not None and not match["file"].startswith(_OF_ANOTHER_PROGRAM):
            locale = match["locale"].casefold()
            found.setdefault(locale, SpeechVoice(name=match["locale"], locale=locale))
    return tuple(found.values())


def say_voices(listed: str) -> tuple[SpeechVoice, ...]:
    """Return the voices in what ``say -v ?`` prints, plain ones first."""
    matches = filter(None, map(_SAY.match, listed.splitlines()))
    found = [
        SpeechVoice(name=match["name"], locale=match["locale"].replace("_", "-").casefold())
        for match in matches
    ]
    plain = {name: place for place, name in enumerate(_PLAIN_ON_MACOS)}
    return tuple(sorted(found, key=lambda voice: plain.get(voice.name, len(plain))))


def sapi_voice(identifier: str, languages: Sequence[object]) -> SpeechVoice:
    """Return a voice of SAPI: its language as pyttsx3 tells it, or as its identifier does."""
    tags = [str(language).replace("_", "-").casefold() for language in languages]
    named = _IN_SAPI_ID.search(identifier)
    locale = next((one for one in tags if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9-]+)?", one)), "")
    return SpeechVoice(name=identifier, locale=locale or (named[1].casefold() if named else ""))
