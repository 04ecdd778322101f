"""The process that is heard: ``python -m matside.sound.speech_process``.

It reads messages from its input until that closes, so it ends with the session
whatever becomes of that; Ctrl-C is the session's to answer. It imports no
camera and no model.
"""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import threading
import time
from pathlib import Path
from types import FrameType
from typing import Any, NoReturn

from matside.errors import MatsideError
from matside.sound.mixer import Mixer
from matside.sound.sound_output import DeviceOutput, FileOutput, SoundOutput
from matside.sound.speech_engine import end_engines, engine_maker
from matside.sound.speech_wire import QUIET_EXIT, SoundSettings, line, message
from matside.sound.spoken import SpokenSentences
from matside.sound.talker import Talker
from matside.sound.voices import SpeechSettings
from matside.translation import _

_STALLED_EXIT = 3
_LAST_WORDS_S = 0.7
"""How long after its input closed the process may take to close its file."""


def main() -> NoReturn:
    """Run until told to close, or until the input closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, _stay)  # what it runs does not inherit this, unlike SIG_IGN
    first = _next_message()
    if first is not None:
        del first["kind"]
        speech = SpeechSettings(**first.pop("speech"))
        _run(SoundSettings(speech=speech, **first))
    # Threads wait for input and engines have assertions at exit: neither may hold us up.
    _leave(QUIET_EXIT)


def _stay(_number: int, _frame: FrameType | None) -> None:
    """Go on: it ends when its input closes."""


def _leave(code: int) -> NoReturn:
    """End at once, and with it an engine that hangs, whatever signals that takes no notice of."""
    end_engines()
    if os.name == "posix" and os.getpgrp() == os.getpid():
        os.killpg(0, signal.SIGTERM)  # what the engine has begun itself
    os._exit(code)


def _run(settings: SoundSettings) -> None:
    try:
        output = _output(settings)
    except MatsideError as error:
        _send("ready", advice=_("{error} Practice goes on without sound.", error=error))
        return
    talker = Talker(Mixer(settings.gain), _send, lambda: time.monotonic() - settings.origin_s)
    output.start(talker.pull)
    for work in (_read, _watch):
        threading.Thread(target=work, args=(talker,), daemon=True).start()
    spoken, advice = _speech(settings)
    _send("ready", advice=advice)
    talker.run(spoken)
    output.close()


def _output(settings: SoundSettings) -> SoundOutput:
    if settings.sink:
        return FileOutput(Path(settings.sink), settings.origin_s, resume=settings.resume)
    return DeviceOutput(settings.origin_s)


def _speech(settings: SoundSettings) -> tuple[SpokenSentences | None, str]:
    """What renders sentences, if anything does, and what is to be said of it."""
    if not settings.speak:
        return None, ""
    try:
        return SpokenSentences(engine_maker(settings.engine)(settings.speech)), ""
    except MatsideError as error:
        return None, _("{error} Sounds go on.", error=error)


def _read(talker: Talker) -> None:
    while (found := _next_message()) is not None:
        talker.take(found)
    talker.take({"kind": "close", "wait_s": 0.0})
    time.sleep(_LAST_WORDS_S)
    _leave(QUIET_EXIT)


def _watch(talker: Talker) -> None:
    while not talker.stalled():
        time.sleep(1.0)
    _leave(_STALLED_EXIT)


def _next_message() -> dict[str, Any] | None:
    """The next message; None when the input has closed."""
    for text in iter(sys.stdin.buffer.readline, b""):
        found = message(text)
        if found is not None:
            return found
    return None


def _send(kind: str, **fields: object) -> None:
    with contextlib.suppress(OSError):  # the session may be gone; our input tells us so
        os.write(1, line(kind, **fields))  # one write: nothing can come between


if __name__ == "__main__":
    main()
