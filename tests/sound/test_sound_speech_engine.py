from __future__ import annotations

import shutil
import stat
import sys

import numpy as np
import pytest

from matside.errors import OutputError, SystemLibraryError
from matside.sound import speech_engine
from matside.sound.loudness import RATE_HZ
from matside.sound.speech_engine import (
    CommandSpeech,
    LibrarySpeech,
    engine_maker,
    espeak,
    mac_say,
    speakable,
)
from matside.sound.spoken import heard_well
from matside.sound.voices import SpeechSettings

SETTINGS = SpeechSettings()
SENTENCE = "Sink back into child's pose for 10 seconds."

FAKE_SAY = """#!{python}
import sys, wave
if "?" in sys.argv:
    print("Bad\\nDaniel              en_GB    # Hello.")
else:
    open({record!r}, "w").write(repr(sys.argv[1:]) + sys.stdin.read())
    with wave.open(sys.argv[sys.argv.index("-o") + 1], "wb") as wav:
        wav.setparams((1, 2, 22050, 0, "NONE", ""))
        wav.writeframes(bytes(2 * 11025))
"""


@pytest.fixture
def fake_say(tmp_path, monkeypatch):
    """A command ``say`` that notes what it was told, and the file it notes it in."""
    if sys.platform == "win32":
        pytest.skip("needs scripts that begin with #!")
    record = tmp_path / "told"
    command = tmp_path / "say"
    command.write_text(FAKE_SAY.format(python=sys.executable, record=str(record)))
    command.chmod(command.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", str(tmp_path))
    return record


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SENTENCE, SENTENCE),
        ("child\N{RIGHT SINGLE QUOTATION MARK}s  pose\n now", "child's pose now"),
        ("Hold \N{EN DASH} and breathe", "Hold, and breathe"),
        ("<silence/> [[slnc 900]] up", "silence/ slnc 900 up"),
        ("café à 10", "café à 10"),
        ("$(reboot); `ls` \"quoted\" 'too' -v", "$(reboot); `ls` \"quoted\" 'too' -v"),
        ("\x1b[31m", "[31m"),
        ("up\ud800", "up"),
    ],
)
def test_only_words_reach_an_engine(text, said):
    assert speakable(text) == said


def test_the_mac_is_told_the_sentence_by_its_input_and_not_by_a_shell(fake_say):
    sound = mac_say(SETTINGS).render('Don\'t "lift" $(your) `hips`; -v café')
    assert sound.size == RATE_HZ // 2
    told = fake_say.read_text()
    assert told.endswith('Don\'t "lift" $(your) `hips`; -v café')
    assert "'-v', 'Daniel'" in told
    assert "'--data-format=LEI16@22050'" in told
    assert "hips" not in told.partition("]")[0]


def test_a_mac_that_fails_says_so(fake_say):
    engine = mac_say(SETTINGS)
    (fake_say.parent / "say").write_text("#!/bin/sh\nexit 3\n")
    with pytest.raises(OutputError, match="say failed"):
        engine.render("up")


def test_without_say_there_is_no_engine(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(SystemLibraryError, match="No speech engine was found"):
        mac_say(SETTINGS)
    monkeypatch.setattr("matside.sound.speech_engine.platform.system", lambda: "Linux")
    with pytest.raises(SystemLibraryError, match="apt install espeak-ng"):
        espeak(SETTINGS)


def test_where_there_is_only_espeak_it_is_used(tmp_path, monkeypatch):
    if sys.platform == "win32":
        pytest.skip("needs scripts that begin with #!")
    (tmp_path / "espeak").write_text("#!/bin/sh\necho ' 5 en-gb --/M English gmw/en'\n")
    (tmp_path / "espeak").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert espeak(SETTINGS)._command[0] == str(tmp_path / "espeak")


def test_without_the_library_it_is_said_where_to_look(monkeypatch):
    monkeypatch.setitem(sys.modules, "pyttsx3", None)
    monkeypatch.setattr("matside.sound.speech_engine.platform.system", lambda: "Windows")
    with pytest.raises(SystemLibraryError, match="the system's settings"):
        LibrarySpeech(SETTINGS)


@pytest.mark.parametrize(
    ("system", "maker"),
    [("Darwin", "mac_say"), ("Windows", "LibrarySpeech"), ("Linux", "espeak"), ("BSD", "espeak")],
)
def test_each_system_has_its_engine(monkeypatch, system, maker):
    engine = CommandSpeech([])
    monkeypatch.setattr("matside.sound.speech_engine.platform.system", lambda: system)
    monkeypatch.setattr(speech_engine, maker, lambda settings: engine)
    assert engine_maker("")(SETTINGS) is engine


def test_an_engine_may_be_named():
    assert engine_maker("speech_engines:Tones")(SETTINGS).render("440 0.5").size == RATE_HZ // 2


class Voice:
    def __init__(self, name, *languages):
        self.id = name
        self.languages = languages


class Library:
    """What pyttsx3 gives, with these voices."""

    def __init__(self, now, *voices):
        self.set = {"voice": now, "voices": voices}

    def getProperty(self, name):  # noqa: N802 - pyttsx3's name
        return self.set[name]

    def setProperty(self, name, value):  # noqa: N802 - pyttsx3's name
        self.set[name] = value

    def save_to_file(self, _text, _path):
        raise RuntimeError("hoarse")


@pytest.mark.parametrize(
    ("now", "voices", "chosen"),
    [
        (
            "hedda",
            [Voice("hedda", "de-DE"), Voice("zira", "en-US"), Voice("hazel", "en-GB")],
            "hazel",
        ),
        ("zira", [Voice("zira", "en_US"), Voice("hazel", "en-GB")], "zira"),
        ("hedda", [Voice("hedda", "de-DE"), Voice("heera", "en-IN")], "heera"),
        ("hedda", [Voice("TTS_MS_EN-US_ZIRA_11.0"), Voice("mute")], "TTS_MS_EN-US_ZIRA_11.0"),
    ],
)
def test_sentences_are_said_by_an_english_voice(monkeypatch, now, voices, chosen):
    library = Library(now, *voices)
    monkeypatch.setitem(sys.modules, "pyttsx3", type(sys)("pyttsx3"))
    monkeypatch.setattr("pyttsx3.init", lambda: library, raising=False)
    engine = LibrarySpeech(SETTINGS)
    assert library.set["voice"] == chosen
    assert library.set["rate"] == speech_engine.WORDS_PER_MINUTE
    with pytest.raises(OutputError, match="hoarse"):
        engine.render("up")


def systems_engine() -> speech_engine.SpeechEngine:
    if sys.platform.startswith("linux") and not shutil.which("espeak-ng"):
        pytest.skip("no speech engine here: espeak-ng is not installed")
    try:
        return speech_engine.system_engine(SETTINGS)
    except SystemLibraryError:
        pytest.skip("no speech engine here")


def test_the_systems_engine_speaks():
    engine = systems_engine()
    long, again, short = (engine.render(text) for text in (SENTENCE, SENTENCE, "Ten."))
    assert 1.5 < long.size / RATE_HZ < 6.0
    assert again.size == pytest.approx(long.size, rel=0.02)
    assert 0.1 < short.size / RATE_HZ < 1.5
    assert 0.1 < np.abs(long).max() <= 1.0


def test_an_apostrophe_and_a_number_are_said_as_words():
    engine = systems_engine()

    def length_s(text):
        return heard_well(engine.render(text)).size / RATE_HZ

    assert length_s("child\N{RIGHT SINGLE QUOTATION MARK}s pose") == pytest.approx(
        length_s("childs pose"), rel=0.1
    )
    assert length_s("10 seconds") == pytest.approx(length_s("ten seconds"), rel=0.1)
    assert length_s("child's pose") < 0.8 * length_s("child s pose, apostrophe")
