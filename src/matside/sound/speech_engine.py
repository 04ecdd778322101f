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
from pathlib import Path
from typing import Any, Protocol

from matside.errors import OutputError, SystemLibraryError
from matside.sound.loudness import Sound
from matside.sound.wav_file import read_wav

WORDS_PER_MINUTE = 165
"""A calm pace: the engines' own is 175 to 200."""

_MAC_VOICES = ("Daniel", "Samantha", "Karen", "Moira", "Tessa")
"""Plain English voices of macOS; among the others are novelties."""
_RENDER_LIMIT_S = 8.0


class SpeechEngine(Protocol):
    """What turns a sentence into sound."""

    def render(self, text: str) -> Sound:
        """The spoken sentence at ``RATE_HZ``.

        Raises:
            SystemLibraryError: The engine does not answer.
            MatsideError: It failed.
        """
        ...


EngineMaker = Callable[[], SpeechEngine]
"""Finds an engine; raises ``SystemLibraryError`` where there is none."""


def system_engine() -> SpeechEngine:
    """The speech engine that this system has.

    Raises:
        SystemLibraryError: There is none; the message says what to install.
    """
    match platform.system():
        case "Darwin":
            return mac_say()
        case "Windows":
            return LibrarySpeech()
        case _:
            return espeak()


def engine_maker(name: str) -> EngineMaker:
    """What makes the engine of this name.

    Args:
        name: ``module:function``; empty for ``system_engine``.
    """
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

    def __init__(self) -> None:
        try:
            import pyttsx3  # noqa: PLC0415 - it loads the engine's library

            self._engine: Any = pyttsx3.init()
        except Exception as error:
            raise _no_engine() from error
        self._engine.setProperty("rate", WORDS_PER_MINUTE)
        voice = self._english()
        if voice:
            self._engine.setProperty("voice", voice)

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

    def _english(self) -> str:
        """The identifier of an English voice; empty to keep the one that is set."""
        voices: dict[str, str] = {}
        for voice in self._engine.getProperty("voices"):
            for language in voice.languages or ():
                voices.setdefault(str(language).lower().replace("_", "-"), voice.id)
        english = {name: voice for name, voice in voices.items() if name.startswith("en")}
        if self._engine.getProperty("voice") in english.values():
            return ""
        wanted = ("en-gb", "en-us", *sorted(english))
        return next((english[name] for name in wanted if name in english), "")


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


def espeak() -> CommandSpeech:
    """Speech by eSpeak NG, or by the eSpeak it grew out of.

    Raises:
        SystemLibraryError: Neither is installed.
    """
    command = _found("espeak-ng", "espeak")
    pace = ["-s", str(WORDS_PER_MINUTE)]
    return CommandSpeech([command, "-v", "en-gb", *pace, "-b", "1", "--stdin", "-w"])


def mac_say() -> CommandSpeech:
    """Speech by the command ``say`` of macOS, by an English voice.

    Raises:
        SystemLibraryError: There is no such command.
        OutputError: It does not tell its voices.
    """
    command = _found("say")
    listed = _run([command, "-v", "?"]).stdout.decode(errors="replace")
    installed = {line.split()[0] for line in listed.splitlines() if line.split()}
    name = next((name for name in _MAC_VOICES if name in installed), "")
    voice = ["-v", name] if name else []
    form = ["--file-format=WAVE", "--data-format=LEI16@22050"]
    return CommandSpeech([command, *voice, "-r", str(WORDS_PER_MINUTE), *form, "-f", "-", "-o"])


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


def _run(command: list[str], text: str = "") -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(  # noqa: S603 - a fixed command; the text goes to its input
            command, input=text.encode(), capture_output=True, timeout=_RENDER_LIMIT_S, check=True
        )
    except subprocess.TimeoutExpired as error:
        raise SystemLibraryError(
            "The speech engine {engine} does not answer.", engine=command[0]
        ) from error
    except (OSError, subprocess.SubprocessError) as error:
        raise OutputError(
            "The speech engine {engine} failed ({error}).", engine=command[0], error=error
        ) from error


def _no_engine() -> SystemLibraryError:
    if platform.system() == "Linux":
        return SystemLibraryError(
            "No speech engine was found: install espeak-ng (apt install espeak-ng)."
        )
    return SystemLibraryError(
        "No speech engine was found: install or repair the voices in the system's settings."
    )
