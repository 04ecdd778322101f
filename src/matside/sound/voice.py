"""The voice of a live session: chimes and sentences, heard without ever being waited for."""

from __future__ import annotations

import contextlib
import logging
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterable
from dataclasses import asdict, replace
from pathlib import Path
from typing import IO, Self, cast

from matside.errors import UsageError
from matside.guidance.outcome import Chime, Utterance
from matside.sound.speech_wire import (
    QUIET_EXIT,
    SoundSettings,
    line,
    message,
    utterance_fields,
)
from matside.sound.voices import SpeechSettings, speech_settings
from matside.translation import _

_logger = logging.getLogger(__name__)

_MOST_KEPT = 500
"""Messages kept that the process does not take; the rest is dropped."""
_STARTS = 2
_GRACE_S = 1.5
"""How long the process may take to end once it may."""
_GONE = b"gone"


class Voice:
    """Chimes and spoken sentences, by a process of its own.

    Nothing here blocks or raises once it is made, and a picture never waits for
    a sound. The process ends with ``close``, or by itself when this one ends. If
    it dies it is started again once; after that practice goes on without sound.

    An engine that hangs ends with the process, even if that is killed: on Linux and
    macOS the process's group is killed after it, on Windows the engine is no process of
    its own. Only if this process and that of the sound are killed both is it left.

    Args:
        origin_s: The value of ``time.monotonic()`` at the session's second 0.
        speak: Whether sentences are said; else only chimes are heard.
        volume: 0 (silent) to 1, even to the ear: half sounds half as loud.
        sink: A WAV file that gets all that is heard, in place of the sound
            device; its sample n is heard at n / 22050 seconds of the session.
        engine: ``module:function`` that makes the speech engine; empty for the
            system's own.
        wanted: How sentences are said; by default by the first voice of the language in use.

    Raises:
        UsageError: The volume is not between 0 and 1.
    """

    def __init__(
        self,
        *,
        origin_s: float,
        speak: bool = True,
        volume: float = 0.8,
        sink: Path | None = None,
        engine: str = "",
        wanted: SpeechSettings | None = None,
    ) -> None:
        if not 0.0 <= volume <= 1.0:
            raise UsageError(
                "The volume has to be between 0 and 1, not {volume}.", volume=f"{volume:g}"
            )
        self._origin_s = origin_s
        self._silent = volume == 0.0
        self._muted = False
        self._speaks = speak
        self._advice = ""
        self._closing = False
        self._ready = threading.Event()
        self._outbox: queue.SimpleQueue[bytes] = queue.SimpleQueue()
        self._process: subprocess.Popen[bytes] | None = None
        settings = SoundSettings(
            origin_s=origin_s,
            speak=speak,
            gain=volume**2,
            sink="" if sink is None else str(sink),
            engine=engine,
            speech=wanted or speech_settings(),
        )
        self._thread = threading.Thread(
            target=self._supervise, args=(settings,), name="voice", daemon=True
        )
        if self._silent and sink is None:
            self._ready.set()
        else:
            self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def say(self, utterance: Utterance) -> None:
        """Say it when its turn comes, unless it is stale by then."""
        if self._speaks and not (self._muted or self._silent):
            self._post(line("say", utterance=utterance_fields(utterance)))

    def play(self, chime: Chime) -> None:
        """Play it now, beside whatever is heard."""
        if not (self._muted or self._silent):
            self._post(line("chime", chime=chime.value, t_s=time.monotonic() - self._origin_s))

    def prepare(self, texts: Iterable[str]) -> None:
        """Render sentences ahead, while nothing else is to be done, so that they begin at once."""
        if self._speaks and not self._silent:
            self._post(line("prepare", texts=list(texts)))

    @property
    def muted(self) -> bool:
        """Whether nothing is heard; muting cuts off what is being heard."""
        return self._muted

    @muted.setter
    def muted(self, muted: bool) -> None:
        self._muted = muted
        if muted:
            self._outbox.put(line("hush"))

    @property
    def advice(self) -> str:
        """One line when something cannot be heard, and what to do; empty if all is well.

        It is known once ``wait_ready`` is true.
        """
        return self._advice

    def wait_ready(self, timeout_s: float) -> bool:
        """Whether the process has reported, within this time, its output and engine, if any."""
        return self._ready.wait(timeout_s)

    def close(self, wait_s: float = 0.0) -> None:
        """End the process; to call it again does nothing.

        Args:
            wait_s: How long it may go on with what is being said and waits to be;
                it takes no more than three seconds longer than that.
        """
        if not self._closing:
            self._closing = True
            self._outbox.put(line("close", wait_s=wait_s))
        if not self._thread.is_alive():
            return
        self._thread.join(wait_s + 2 * _GRACE_S - 0.5)
        process = self._process
        if self._thread.is_alive() and process is not None:
            _kill(process)  # a write to it may be what the thread waits in
            self._thread.join(0.5)

    def _post(self, text: bytes) -> None:
        if self._outbox.qsize() < _MOST_KEPT:
            self._outbox.put(text)

    def _supervise(self, settings: SoundSettings) -> None:
        for start in range(_STARTS):
            if self._run_process(replace(settings, resume=start > 0)):
                return
            if start == 0:
                _logger.info("the sound process died; it is started again")
        self._advice = _("The sound process died twice; practice goes on without sound.")
        self._ready.set()

    def _run_process(self, settings: SoundSettings) -> bool:
        """Whether it is over: closed, or nothing to be heard with."""
        try:
            process = _start()
        except OSError:
            _logger.info("the sound process cannot be started", exc_info=True)
            return self._closing
        self._process = process
        reader = threading.Thread(target=self._read, args=(process,), name="voice", daemon=True)
        reader.start()
        self._write(process, line("settings", **asdict(settings)))
        closing = self._feed(process)
        code = _end(process, closing)
        reader.join()
        with contextlib.suppress(OSError):  # what was not yet passed on when it died
            _input(process).close()
        _output(process).close()
        return self._closing or code == QUIET_EXIT

    def _feed(self, process: subprocess.Popen[bytes]) -> float | None:
        """Pass messages on until closed (how long it may take) or the process is gone."""
        while (text := self._outbox.get()) != _GONE:
            self._write(process, text)
            found = message(text.strip())
            if found is not None and found["kind"] == "close":
                return float(found["wait_s"])
        return None

    def _write(self, process: subprocess.Popen[bytes], text: bytes) -> None:
        with contextlib.suppress(OSError):  # it died; the reader sees that too and says so
            _input(process).write(text)
            _input(process).flush()

    def _read(self, process: subprocess.Popen[bytes]) -> None:
        for text in _output(process):
            found = message(text)
            if found is None:
                if text.strip():
                    _logger.debug("%s", text.decode(errors="replace").rstrip())
                continue
            self._hear(found)
        self._outbox.put(_GONE)

    def _hear(self, found: dict[str, object]) -> None:
        kind = found.pop("kind")
        if kind == "said":
            _logger.debug("said from %(start_s).2f to %(end_s).2f s: %(text)s", found)
        elif kind == "ready":
            self._advice = str(found["advice"])
            self._ready.set()
        elif kind == "advice":
            self._advice = str(found["text"])


def _input(process: subprocess.Popen[bytes]) -> IO[bytes]:
    return cast("IO[bytes]", process.stdin)


def _output(process: subprocess.Popen[bytes]) -> IO[bytes]:
    return cast("IO[bytes]", process.stdout)


def _start() -> subprocess.Popen[bytes]:
    """The process, deaf to the terminal's Ctrl-C, with its errors among its output."""
    windows = ("CREATE_NEW_PROCESS_GROUP", "CREATE_NO_WINDOW")
    return subprocess.Popen(
        # -P: no module of the folder one happens to be in takes the place of a library's.
        [sys.executable, "-P", "-m", "matside.sound.speech_process"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        start_new_session=os.name == "posix",
        creationflags=sum(getattr(subprocess, name, 0) for name in windows),
    )


def _end(process: subprocess.Popen[bytes], closing_s: float | None) -> int:
    """Its exit code, once it has ended, was left time to end, or was killed."""
    with contextlib.suppress(subprocess.TimeoutExpired):
        process.wait(_GRACE_S + (closing_s or 0.0))
    _kill(process)  # or what is left of it, if it was killed: an engine that hangs
    return process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill it, and an engine that it waits for, which is in its group."""
    if os.name == "posix":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
