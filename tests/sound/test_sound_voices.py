"""Which voice says a text: one of its language, by the locale that the engine states, or none."""

from typing import Any

import pytest

from matside.app.settings import read_settings
from matside.app.voices import choose_voice, list_voices, try_voice
from matside.errors import OutputError, SystemLibraryError, UsageError
from matside.sound import speech_engine
from matside.sound.speech_engine import espeak, mac_say, system_voices
from matside.sound.voices import (
    SpeechSettings,
    SpeechVoice,
    chosen_voice,
    espeak_voices,
    of_language,
    sapi_voice,
    say_voices,
)

ESPEAK = """\
Pty Language       Age/Gender VoiceName          File                 Other Languages
 7  fr-fr           --/F      french-mbrola-4    mb/mb-fr4            (fr 7)
 5  fr-be           --/M      French_(Belgium)   roa/fr-BE            (fr 8)
 5  fr-fr           --/M      French_(France)    roa/fr               (fr 5)
 5  de              --/M      German             gmw/de
 5  es-419          --/M      Spanish_(Latin_America) roa/es-419      (es-mx 6)(es 6)
 5  es              --/M      Spanish_(Spain)    roa/es
 2  en-us           --/M      English_(America)  gmw/en-US            (en 3)
 2  en-gb           --/M      English_(Great_Britain) gmw/en          (en 2)
 5  variant         --/M      Storm              !v/Storm             (en-us 5)
"""
SAY = """\
Albert              en_US    # Hello! My name is Albert.
Amélie              fr_CA    # Bonjour! Je m'appelle Amélie.
Daniel              en_GB    # Hello! My name is Daniel.
Eddy (Französisch (Frankreich)) fr_FR    # Bonjour ! Je m'appelle Eddy.
Thomas              fr_FR    # Bonjour, je m'appelle Thomas.
Anna (Enhanced)     de_DE    # Hallo! Ich heiße Anna.
Majed               ar_001   # مرحبًا اسمي ماجد.
"""


@pytest.mark.parametrize(
    ("language", "voice"),
    [("fr", "fr-fr"), ("fr-BE", "fr-fr"), ("de", "de"), ("es", "es"), ("en", "en-gb")],
)
def test_espeak_speaks_a_language_by_its_home_countrys_voice(language, voice):
    assert chosen_voice(espeak_voices(ESPEAK), SpeechSettings(language=language)).name == voice


@pytest.mark.parametrize(
    ("language", "voice"), [("fr", "Thomas"), ("de", "Anna (Enhanced)"), ("en", "Daniel")]
)
def test_the_mac_speaks_a_language_by_a_plain_voice_of_it(language, voice):
    assert chosen_voice(say_voices(SAY), SpeechSettings(language=language)).name == voice


def test_a_voice_of_another_language_is_never_taken():
    voices = say_voices(SAY)
    wanted = SpeechSettings(language="fr", voice="Daniel")
    assert chosen_voice(voices, wanted).name == "Thomas"
    assert chosen_voice(voices, SpeechSettings(language="fr", voice="Amélie")).name == "Amélie"
    with pytest.raises(SystemLibraryError, match="no voice for español: install one"):
        chosen_voice(voices, SpeechSettings(language="es"))
    with pytest.raises(SystemLibraryError, match="no voice"):
        chosen_voice((SpeechVoice(name="mute", locale=""),), SpeechSettings(language="fr"))


def test_neither_mbrola_nor_a_variant_is_offered():
    names = [voice.name for voice in of_language(espeak_voices(ESPEAK), "fr")]
    assert names == ["fr-fr", "fr-be"]
    assert not any(voice.locale == "variant" for voice in espeak_voices("broken\n\n5 x"))


@pytest.mark.parametrize(
    ("identifier", "languages", "locale"),
    [
        ("hortense", ["fr-FR"], "fr-fr"),
        ("hortense", ["fr_FR"], "fr-fr"),
        (r"HKEY\Tokens\TTS_MS_FR-FR_HORTENSE_11.0", [], "fr-fr"),
        (r"HKEY\Tokens\TTS_MS_FR-FR_HORTENSE_11.0", ["Unknown Locale: 4096"], "fr-fr"),
        ("hortense", [], ""),
    ],
)
def test_a_voice_of_windows_tells_its_language_in_either_way(identifier, languages, locale):
    assert sapi_voice(identifier, languages) == SpeechVoice(name=identifier, locale=locale)


def test_the_commands_are_told_voice_and_pace(monkeypatch):
    monkeypatch.setattr(speech_engine, "_found", lambda *names: names[0])
    for lists, listed in (
        ("_espeak_lists", espeak_voices(ESPEAK)),
        ("_say_lists", say_voices(SAY)),
    ):
        monkeypatch.setattr(speech_engine, lists, lambda _command, listed=listed: listed)
    wanted = SpeechSettings(language="fr", rate=1.2)
    assert espeak(wanted)._command[:5] == ["espeak-ng", "-v", "fr-fr", "-s", "198"]
    assert mac_say(wanted)._command[:5] == ["say", "-v", "Thomas", "-r", "198"]


def test_the_systems_engine_says_what_it_has():
    try:
        voices = system_voices()
    except SystemLibraryError:
        pytest.skip("no speech engine here")
    assert of_language(voices, "en")


@pytest.fixture
def remembered(tmp_path, monkeypatch):
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path))


@pytest.mark.usefixtures("remembered")
def test_a_voice_and_a_speed_are_remembered(capsys):
    def listed():
        return espeak_voices(ESPEAK)

    choose_voice("EN-us", 1.25, listed=listed)
    assert (read_settings().voice, read_settings().speech_rate) == ("en-us", 1.25)
    list_voices(listed=listed)
    told = capsys.readouterr().out
    assert "* en-us" in told
    assert "  en-gb" in told
    assert "speed 1.25" in told
    with pytest.raises(UsageError, match="one of en-gb, en-us, and 'fr-fr' was found"):
        choose_voice("fr-fr", None, listed=listed)
    choose_voice("", None, listed=listed)
    assert read_settings().voice is None
    assert read_settings().speech_rate == 1.25


class _Speaker:
    """A voice that is ready or not, and that can be heard or not."""

    def __init__(self, *, ready=True, advice=""):
        self.ready, self.advice, self.said = ready, advice, []

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass

    def wait_ready(self, _timeout_s):
        return self.ready

    def say(self, utterance):
        self.said.append(utterance.text)

    def close(self, _wait_s):
        pass


def opens(speaker: Any) -> Any:
    """Return what opens this speaker, whatever voice is wanted."""
    return lambda _wanted, _volume: speaker


@pytest.mark.usefixtures("remembered")
def test_a_voice_is_tried_with_a_sentence_of_a_session():
    speaker = _Speaker()
    try_voice(opened=opens(speaker))
    assert speaker.said == ["Draw one knee gently to your chest, and breathe out slowly."]
    with pytest.raises(OutputError, match="does not begin"):
        try_voice(opened=opens(_Speaker(ready=False)))
    with pytest.raises(OutputError, match="No device"):
        try_voice(opened=opens(_Speaker(advice="No device")))
