"""A whole session with a real voice, heard through a file."""

from __future__ import annotations

import io
import itertools
import shutil
import threading
from typing import Any

import numpy as np
import pytest
from rich.console import Console
from tests.sound.voice_session import Told
from tests.typed import there
from tests.waiting import wait_for

from matside.app.practice_setting import Devices, PracticeOptions
from matside.app.practise import run_practise
from matside.sound.loudness import RATE_HZ
from matside.sound.wav_file import read_wav

BEGINS_S = 0.25
"""From the decision to begin a sentence until its first sample is handed on."""


class Remembering(Told):
    """A voice that knows what it was asked to say."""

    def __init__(self, **fields) -> None:
        super().__init__(**fields)
        self.asked: list[Any] = []

    def say(self, utterance) -> None:
        self.asked.append(utterance)
        super().say(utterance)


@pytest.mark.skipif(shutil.which("espeak-ng") is None, reason="espeak-ng is not installed")
def test_what_is_heard_is_what_the_guide_says_one_sentence_at_a_time(own_history, tmp_path, cut):
    voices = []

    def voice(origin_s, speak, volume):
        sink = tmp_path / "heard.wav"
        voices.append(Remembering(origin_s=origin_s, volume=volume, sink=sink))
        return voices[0]

    threads = set(threading.enumerate())
    done = run_practise(
        PracticeOptions(
            camera=str(cut("thoracic_rotation_straight_arm", 10.0)),
            exercises=("thoracic rotation",),
            window=False,
        ),
        console=Console(file=io.StringIO()),
        devices=Devices(voice=voice),
    )
    said, asked = voices[0].said, voices[0].asked
    assert done.summary.sections
    assert len(said) >= 3

    # In the order of the guide, each no more than once, and nothing else.
    left = iter(asked)
    matched = [next(u for u in left if u.text == heard.text) for heard in said]
    for heard, utterance in zip(said, matched, strict=True):
        assert utterance.t_s <= heard.start_s <= utterance.expires_s + BEGINS_S
    for (before, _), (after, utterance) in itertools.pairwise(zip(said, matched, strict=True)):
        assert utterance.urgent or after.start_s >= before.end_s - 0.05

    sound = np.abs(np.asarray(read_wav(tmp_path / "heard.wav"), dtype=float))
    for heard in said:
        begun, end = (round(RATE_HZ * t_s) for t_s in (heard.start_s, heard.start_s + 0.5))
        assert sound[begun:end].max() > 0.02 * sound.max()

    wait_for(lambda: set(threading.enumerate()) <= threads, "the end of all threads", 10.0)
    assert there(voices[0]._process).poll() is not None
