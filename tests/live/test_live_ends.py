"""A session leaves no thread and no process behind, whatever it was doing when it ended."""

from __future__ import annotations

import io
import threading
from typing import Any

import pytest
from rich.console import Console
from tests.app.live_stand_ins import Camera, Model, Pane, frames
from tests.typed import there
from tests.waiting import wait_for

from matside.app.practice_setting import Devices, PracticeOptions
from matside.app.practise import run_practise
from matside.body.frames import unseen
from matside.errors import ModelError
from matside.overlay.keys import Key
from matside.sound.voice import Voice

POSES = [unseen(0.05 * number, (64, 36)) for number in range(200)]


def broken(index: int) -> None:
    if index == 20:
        raise ModelError("it broke")


@pytest.mark.parametrize(
    ("pane", "seen", "before"),
    [
        (Pane(closes_after=2), 0, None),
        (Pane(keys={5: (Key.QUIT,)}), 200, None),
        (Pane(keys={3: (Key.PAUSE,), 5: (Key.QUIT,)}), 200, None),
        (Pane(keys={3: (Key.RECORD,), 8: (Key.QUIT,)}), 200, None),
        (Pane(keys={3: (Key.HELP,), 4: (Key.MUTE, Key.QUIT)}), 200, None),
        (Pane(error=KeyboardInterrupt()), 200, None),
        (Pane(), 200, broken),
    ],
    ids=["no picture", "looking", "paused", "recording", "help", "Ctrl-C", "failed"],
)
def test_nothing_is_left_running(own_history, tmp_path, pane, seen, before):
    voices = []

    def voice(origin_s, speak, volume):
        voices.append(Voice(origin_s=origin_s, speak=False, sink=tmp_path / "heard.wav"))
        return voices[0]

    stand_ins: dict[str, Any] = {
        "source": lambda *_: Camera(frames(POSES[:seen]), endless=True),
        "estimator": lambda *_: Model(POSES, **({"before": before} if before else {})),
        "window": lambda _: pane,
        "voice": voice,
    }
    devices = Devices(**stand_ins)
    threads = set(threading.enumerate())
    try:
        run_practise(PracticeOptions(), console=Console(file=io.StringIO()), devices=devices)
        failed = False
    except ModelError:
        failed = True
    assert failed == (before is not None)
    wait_for(lambda: set(threading.enumerate()) <= threads, "the end of all threads", 10.0)
    assert there(voices[0]._process).poll() is not None
    assert not list(tmp_path.rglob("*.part"))
