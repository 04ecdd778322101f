"""Sentences as sound, by the speech engine of the system; works offline.

Linux has eSpeak NG and macOS has ``say``, which are commands; Windows has SAPI 5,
by way of pyttsx3. pyttsx3 could do for all three, but with eSpeak NG it now and then
gives an empty sentence, and on macOS it installs bindings of the whole system.
"""

from __future__ import annotations

import importlib
import platform
import re
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, Protocol

from matside.errors import OutputError, SystemLibraryError, system_reason
from matside.sound.loudness import Sound
from matside.sound.voices import (
    SpeechSettings,
    SpeechVoice,
    chosen_voice,
    espeak_voices,
    sapi_voice,
    say_voices,
)
from matside.sound.wav_file import read_wav
from matside.translation import Text

WORDS_PER_MINUTE = 165
"""A calm pace: the engines' own is 175 to 200."""
_RENDER_LIMIT_S = 8.0
_running: Final[set[subprocess.Popen[bytes]]] = set()
_ENDED: Final = Text("it ended with code {code}")


class SpeechEngine(Protocol):
    """What turns a sentence into sound."""

    def render(self, text: str) -> Sound:
        """The spoken sentence at ``RATE_HZ``.

        Raises:
            SystemLibraryError: The engine does not answer.
            MatsideError: It failed.
        """
        ...


EngineMaker = Callable[[SpeechSettings], SpeechEngine]
"""Finds an engine that says sentences so; raises ``SystemLibraryError`` where there is none."""


def system_engine(wanted: SpeechSettings) -> SpeechEngine:
    """The speech engine that this system has, with a voice of the language.

    Raises:
        SystemLibraryError: There is none; the message says what to install.
    """
    match platform.system():
        case "Darwin":
            return mac_say(wanted)
        case "Windows":
            return LibrarySpeech(wanted)
        case _:
            return espeak(wanted)


def system_voices() -> tuple[SpeechVoice, ...]:
    """All voices of the system's engine, of every language.

    Raises:
        SystemLibraryError: There is no engine; the message says what to install.
        OutputError: It does not tell its voices.
    """
    match platform.system():
        case "Darwin":
            return _say_lists(_found("say"))
        case "Windows":
            return LibrarySpeech.listed(_library())
        case _:
            return _espeak_lists(_found("espeak-ng", "espeak"))


def engine_maker(name: str) -> EngineMaker:
    """What makes the engine of this name: ``module:function``; empty for ``system_engine``."""
    if not name:
        return system_engine
    module, _, function = name.partition(":")
    maker: EngineMaker = getattr(importlib.import_module(module), function)
    return maker


class LibrarySpeech:
    """Speech by pyttsx3: SAPI 5 of Windows.

    It is used from the thread that made it, as SAPI wants it.

    Raises:
        SystemLibraryError: The engine, or pyttsx3, is not installed.
    """

    def __init__(self, wanted: SpeechSettings) -> None:
        self._engine = _library()
        self._engine.setProperty("rate", _pace(wanted))
        usual = wanted.voice or self._engine.getProperty("voice")
        voice = chosen_voice(self.listed(self._engine), replace(wanted, voice=usual))
        self._engine.setProperty("voice", voice.name)

    @staticmethod
    def listed(engine: Any) -> tuple[SpeechVoice, ...]:  # noqa: ANN401 (pyttsx3's own)
        """The voices of the engine."""
        return tuple(
            sapi_voice(voice.id, voice.languages or ()) for voice in engine.getProperty("voices")
        )

    def render(self, text: str) -> Sound:
        """The spoken sentence at ``RATE_HZ``.

        Raises:
            MatsideError: The engine failed.
        """
        with tempfile.TemporaryDirectory(prefix="matside-") as folder:
            path = Path(folder, "speech.wav")
            try:
                self._engine.save_to_file(speakable(text), str(path))
                self._engine.runAndWait()
            except Exception as error:
                raise OutputError("The speech engine failed ({error}).", error=error) from error
            return read_wav(path)


class CommandSpeech:
    """Speech by a command that reads a sentence and writes a WAV file.

    A process for every sentence costs some 20 ms with eSpeak NG, and gives the
    whole sentence every time.

    Args:
        command: The command with its options; the file's path is added to it,
            and the sentence is its input.
    """

    def __init__(self, command: list[str]) -> None:
        self._command = command

    def render(self, text: str) -> Sound:
        """The spoken sentence at ``RATE_HZ``.

        Raises:
            MatsideError: The command failed.
        """
        with tempfile.TemporaryDirectory(prefix="matside-") as folder:
            path = Path(folder, "speech.wav")
            _run([*self._command, str(path)], speakable(text))
            return read_wav(path)


def espeak(wanted: SpeechSettings) -> CommandSpeech:
    """Speech by eSpeak NG, or by the eSpeak it grew out of.

    Raises:
        SystemLibraryError: Neither is installed, or it has no voice of the language.
        OutputError: It does not tell its voices.
    """
    command = _found("espeak-ng", "espeak")
    voice = chosen_voice(_espeak_lists(command), wanted)
    pace = ["-s", str(_pace(wanted))]
    return CommandSpeech([command, "-v", voice.name, *pace, "-b", "1", "--stdin", "-w"])


def mac_say(wanted: SpeechSettings) -> CommandSpeech:
    """Speech by the command ``say`` of macOS.

    Raises:
        SystemLibraryError: There is no such command, or it has no voice of the language.
        OutputError: It does not tell its voices.
    """
    command = _found("say")
    voice = chosen_voice(_say_lists(command), wanted)
    form = ["--file-format=WAVE", "--data-format=LEI16@22050"]
    pace = ["-r", str(_pace(wanted))]
    return CommandSpeech([command, "-v", voice.name, *pace, *form, "-f", "-", "-o"])


def _pace(wanted: SpeechSettings) -> int:
    return round(WORDS_PER_MINUTE * wanted.rate)


def _espeak_lists(command: str) -> tuple[SpeechVoice, ...]:
    return espeak_voices(_run([command, "--voices"]).decode(errors="replace"))


def _say_lists(command: str) -> tuple[SpeechVoice, ...]:
    return say_voices(_run([command, "-v", "?"]).decode(errors="replace"))


def _library() -> Any:  # noqa: ANN401 (pyttsx3's own)
    try:
        import pyttsx3  # noqa: PLC0415 - it loads the engine's library

        return pyttsx3.init()
    except Exception as error:
        raise _no_engine() from error


def speakable(text: str) -> str:
    """The sentence without what engines take for commands rather than words.

    Control characters and runs of blanks become one blank; half characters go; angle and double
    square brackets, which mean markup to SAPI and ``say``, go; typographic
    apostrophes become plain ones, as a dictionary of pronunciations has them.
    """
    text = text.encode(errors="ignore").decode()
    text = text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").replace("…", ".")
    text = re.sub("\\s*[\N{EN DASH}\N{EM DASH}]\\s*", ", ", text)
    text = re.sub(r"[<>\x00-\x1f\x7f]|\[\[|\]\]", " ", text)
    return " ".join(text.split())


def _found(*names: str) -> str:
    """The path of the first of these commands that is installed."""
    for name in names:
        path = shutil.which(name)
        if path is not None:
            return path
    raise _no_engine()


def end_engines() -> None:
    """Kill the commands that are speaking at this moment, in whatever thread."""
    for process in tuple(_running):
        process.kill()


def _run(command: list[str], text: str = "") -> bytes:
    """Return what the command prints."""
    try:
        return _output(command, text.encode())
    except subprocess.TimeoutExpired as error:
        raise SystemLibraryError(
            "The speech engine {engine} does not answer.", engine=command[0]
        ) from error
    except (subprocess.CalledProcessError, OSError) as error:
        reason = (
            system_reason(error)
            if isinstance(error, OSError)
            else str(_ENDED(code=error.returncode))
        )
        raise OutputError(
            "The speech engine {engine} failed ({error}).", engine=command[0], error=reason
        ) from error


def _output(command: list[str], text: bytes) -> bytes:
    with subprocess.Popen(  # noqa: S603 - a fixed command; the text goes to its input
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        _running.add(process)
        try:
            printed, _ = process.communicate(text, timeout=_RENDER_LIMIT_S)
        except BaseException:
            process.kill()
            raise
        finally:
            _running.discard(process)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return printed


def _no_engine() -> SystemLibraryError:
    if platform.system() == "Linux":
        return SystemLibraryError(
            "No speech engine was found: install espeak-ng (apt install espeak-ng)."
        )
    return SystemLibraryError(
        "No speech engine was found: install or repair the voices in the system's settings."
    )
