"""Listing, choosing and trying the voices of the system's speech engine."""

from __future__ import annotations

import time
from collections.abc import Callable

from matside.app.settings import change_settings, read_settings, wanted_speech
from matside.errors import OutputError, UsageError
from matside.guidance.outcome import Utterance
from matside.sound.speech_engine import system_voices
from matside.sound.voice import Voice
from matside.sound.voices import SpeechSettings, SpeechVoice, chosen_voice, of_language
from matside.terminal.as_json import print_json_list
from matside.terminal.tables import say
from matside.translation import N_, _, language
from matside.wording.conventions import own_name
from matside.wording.formatting import capitalised, number

_READY_S = 5.0
_HEARD_S = 10.0
_SENTENCE = N_("Draw one knee gently to your chest, and breathe out slowly.")


def list_voices(
    *,
    listed: Callable[[], tuple[SpeechVoice, ...]] = system_voices,
    as_json: bool = False,
) -> None:
    """Print the voices of the language in use, a star before the one that speaks; or as JSON.

    Raises:
        SystemLibraryError: There is no engine, or it has no voice of the language.
    """
    voices, wanted = listed(), wanted_speech()
    chosen = chosen_voice(voices, wanted)
    fitting = of_language(voices, language())
    if as_json:
        rows = ({"name": v.name, "locale": v.locale, "chosen": v == chosen} for v in fitting)
        print_json_list("voices", rows)
        return
    for voice in fitting:
        mark = "*" if voice == chosen else " "
        say(f"{mark} {voice.name}  ({voice.locale})")
    say(
        _(
            "{language}, speed {rate}: 'matside voices NAME' chooses another voice, and "
            "'--try' lets it be heard.",
            language=capitalised(own_name(language())),
            rate=number(wanted.rate, 2),
        )
    )


def choose_voice(
    name: str | None,
    rate: float | None,
    *,
    listed: Callable[[], tuple[SpeechVoice, ...]] = system_voices,
) -> None:
    """Remember a voice of the language in use, and the speed.

    Args:
        name: The engine's name of it, in capitals or not; ``None`` leaves it as it is, and an
            empty one takes the first of the language again.
        rate: Factor on matside's own pace, 0.5..2; ``None`` leaves it as it is.
        listed: Tells which voices there are.

    Raises:
        UsageError: No voice of the language has this name.
        SystemLibraryError: There is no engine.
    """
    if name is not None:
        change_settings(voice=_named(name, listed()) if name else None)
    if rate is not None:
        change_settings(speech_rate=rate)


def _named(name: str, voices: tuple[SpeechVoice, ...]) -> str:
    fitting = of_language(voices, language())
    for voice in fitting:
        if voice.name.casefold() == name.casefold():
            return voice.name
    raise UsageError(
        "A voice for {language} was expected, one of {known}, and '{name}' was found.",
        language=own_name(language()),
        known=", ".join(voice.name for voice in fitting) or _("none"),
        name=name,
    )


def try_voice(
    *,
    opened: Callable[[SpeechSettings, float], Voice] = lambda wanted, volume: Voice(
        origin_s=time.monotonic(), volume=volume, wanted=wanted
    ),
) -> None:
    """Let a sentence be heard as sessions say it.

    Raises:
        OutputError: Nothing can be heard; the message says why.
    """
    with opened(wanted_speech(), read_settings().volume) as voice:
        if not voice.wait_ready(_READY_S):
            raise OutputError("The sound does not begin: check that the computer can be heard.")
        voice.say(Utterance(text=_(_SENTENCE), t_s=0.0, expires_s=_HEARD_S))
        voice.close(_HEARD_S)
        if voice.advice:
            raise OutputError(voice.advice)
