"""The end of a live source: at once, whatever it is doing, and with nothing left over."""

from __future__ import annotations

import gc
import logging
import threading
import weakref
from typing import Any

import numpy as np
import pytest
from tests.capture.live_rig import (
    GONE,
    LONG,
    HandMovedPace,
    Rig,
    ScriptedCamera,
    link,
    noise,
    reading_threads,
    wait_until,
)
from tests.typed import there

from matside.capture import realtime
from matside.capture.grabber import Pace
from matside.capture.realtime import LiveReader
from matside.errors import CameraError

pytestmark = pytest.mark.usefixtures("no_thread_left_over")


def test_a_file_has_ended_when_its_last_frame_was_taken() -> None:
    rig = Rig(ends=True)
    rig.camera.show(101.0, noise(1))
    rig.camera.vanish()
    reading_threads()[0].join(LONG)
    assert not rig.live.ended
    frame = rig.live.newest(-1, LONG)
    assert there(frame).index == 0
    assert rig.live.ended
    assert rig.live.newest(frame.index, LONG) is None
    assert len(rig.cameras) == 1
    rig.close()


def test_close_while_it_waits_for_a_picture(rig, monkeypatch, caplog) -> None:
    monkeypatch.setattr(realtime, "_JOIN_S", 0.05)
    with caplog.at_level(logging.INFO):
        rig.live.close()
    assert "left behind" in caplog.text
    rig.camera.release()
    wait_until(lambda: not reading_threads())
    assert rig.camera.closed_in == realtime.THREAD_NAME


def test_close_while_it_is_lost_ends_the_thread() -> None:
    pace = Pace()
    opened: list[Any] = []

    class Gone(ScriptedCamera):
        def grab(self) -> None:
            return None

    def open_once() -> ScriptedCamera:
        if opened:
            raise CameraError("still away")
        opened.append(1)
        return Gone(HandMovedPace())

    live = LiveReader(link(open_once), pace=pace)
    wait_until(lambda: live.trouble == GONE)
    live.close()
    assert not reading_threads()
    assert live.trouble is None
    live.close()


def test_close_while_it_is_being_opened_again_gives_it_back(rig, monkeypatch) -> None:
    monkeypatch.setattr(realtime, "_JOIN_S", 0.05)
    rig.back_allowed.clear()
    rig.camera.vanish()
    wait_until(lambda: rig.live.trouble == GONE)
    rig.live.close()
    rig.back_allowed.set()
    wait_until(lambda: not reading_threads())
    assert all(camera.closed_in for camera in rig.cameras)


def test_nothing_is_handed_out_after_close(rig) -> None:
    rig.camera.show(101.0, noise(1))
    rig.camera.release()
    rig.live.close()
    assert rig.live.newest(-1, LONG) is None


def test_close_wakes_whoever_waits_for_a_frame(rig, monkeypatch) -> None:
    monkeypatch.setattr(realtime, "_JOIN_S", 0.05)
    got = []
    consumer = threading.Thread(target=lambda: got.append(rig.live.newest(-1, LONG)))
    consumer.start()
    rig.live.close()
    consumer.join(LONG)
    assert got == [None]
    rig.camera.release()


def test_a_reader_that_is_forgotten_ends_its_thread() -> None:
    rig = Rig()
    camera = rig.camera
    camera.show(101.0, noise(1))
    del rig.live
    gc.collect()
    camera.release()
    wait_until(lambda: not reading_threads())
    assert camera.closed_in == realtime.THREAD_NAME


def test_one_frame_is_kept_however_many_come(rig) -> None:
    class Picture(np.ndarray):
        pass

    seen = []
    for number in range(20):
        picture = noise(number).view(Picture)
        seen.append(weakref.ref(picture))
        rig.camera.show(101.0 + number, picture)
        del picture
    gc.collect()
    assert sum(reference() is not None for reference in seen) <= 2
