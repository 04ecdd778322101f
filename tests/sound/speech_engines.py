"""Speech engines for tests: sentences are tones, so that what is heard can be told by ear."""

import os
import sys
import time
from pathlib import Path

import numpy as np

from matside.errors import OutputError, SystemLibraryError
from matside.sound.loudness import RATE_HZ
from matside.sound.speech_engine import CommandSpeech


class Tones:
    """Says "440 1.5 …" as a tone of 440 Hz that lasts 1.5 seconds."""

    def __init__(self, settings=None):
        self.settings = settings

    def render(self, text):
        pitch_hz, length_s = (float(word) for word in text.split()[:2])
        t_s = np.arange(int(length_s * RATE_HZ)) / RATE_HZ
        return (0.5 * np.sin(2 * np.pi * pitch_hz * t_s)).astype(np.float32)


class Dying(Tones):
    """Takes its process with it when asked to say "die"."""

    def render(self, text):
        if text == "die":
            os._exit(1)
        return super().render(text)


class Slow(Tones):
    """Takes a second for every sentence."""

    def render(self, text):
        time.sleep(1.0)
        return super().render(text)


class Failing(Tones):
    """Never says anything."""

    def render(self, _text):
        raise OutputError("It is hoarse.")


class Hoarse(Tones):
    """Says one sentence and then none."""

    said = False

    def render(self, text):
        if self.said:
            raise OutputError("It is hoarse.")
        self.said = True
        return super().render(text)


_DEAF = """
import os, signal, sys, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
open(sys.argv[1], "w").write(str(os.getpid()))
time.sleep(600)
"""


class Hanging(Tones):
    """A command that never ends and takes no notice of signals, of which the test is told."""

    def render(self, _text):
        told = os.environ["MATSIDE_TEST_HUNG"]
        CommandSpeech([sys.executable, "-c", _DEAF, told]).render("")


def absent(_wish):
    raise SystemLibraryError("No speech engine was found: install one.")


def dying_at_start(_wish):
    count = Path(os.environ["MATSIDE_TEST_STARTS"])
    count.write_text(count.read_text() + "x")
    os._exit(1)
