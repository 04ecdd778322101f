"""A voice in a session, whose sound goes to a file, and its process."""

from __future__ import annotations

import os
import subprocess
import time
from pathlib import Path
from types import SimpleNamespace

import numpy as np
from tests.typed import there
from tests.waiting import WAIT_S, wait_for

from matside.guidance.outcome import Utterance
from matside.sound.loudness import RATE_HZ
from matside.sound.voice import Voice
from matside.sound.wav_file import read_wav


class Told(Voice):
    """A voice that keeps what its process says of sentences it has begun."""

    def __init__(self, **fields) -> None:
        self.said: list[SimpleNamespace] = []
        super().__init__(**fields)

    def _hear(self, found):
        if found["kind"] == "said":
            self.said.append(SimpleNamespace(**found))
        super()._hear(found)


class Session:
    """A voice whose sound goes to a file, and its clock."""

    def __init__(self, folder: Path):
        self.path = folder / "heard.wav"
        self._voice: Told | None = None

    def open(self, *, engine: str = "Tones", **fields) -> Voice:
        self.origin_s = time.monotonic()
        maker = f"speech_engines:{engine}" if engine else ""
        self._voice = Told(origin_s=self.origin_s, sink=self.path, engine=maker, **fields)
        assert self._voice.wait_ready(WAIT_S)
        return self._voice

    def now_s(self) -> float:
        return time.monotonic() - self.origin_s

    def utterance(self, text: str, **fields) -> Utterance:
        now_s = self.now_s()
        return Utterance(**{"t_s": now_s, "text": text, "expires_s": now_s + 60.0, **fields})

    def wait_said(self, count: int):
        """What was said so far, once it is this much."""
        self.wait(lambda: len(self.collect()) >= count)
        return self.collect()

    def collect(self):
        return there(self._voice).said

    def wait(self, condition) -> None:
        wait_for(condition, "the voice")

    def heard(self, start_s: float, end_s: float):
        return read_wav(self.path)[round(start_s * RATE_HZ) : round(end_s * RATE_HZ)]

    def close(self):
        if self._voice is not None:
            self._voice.close()


def pid(voice: Voice) -> int:
    return there(voice._process).pid


def has_ended(process_id: int) -> bool:
    """Whether no process, not even a zombie, has this number."""
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return True
    return False


def is_gone(process_id: int) -> bool:
    """Whether it has ended; what init has not yet collected has."""
    state = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process_id)], capture_output=True, text=True, check=False
    ).stdout.strip()
    return not state or state.startswith("Z")


def pitch_hz(sound) -> float:
    spectrum = np.abs(np.fft.rfft(sound * np.hanning(sound.size)))
    return float(np.argmax(spectrum)) * RATE_HZ / sound.size
