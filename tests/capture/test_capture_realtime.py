"""The newest frame: never old, never twice, through every kind of loss, and no thread left over."""

from __future__ import annotations

import logging
import threading
import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.capture.live_rig import (
    FROZEN,
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
from matside.capture.realtime import BLACK, FROZEN_S, LiveReader
from matside.errors import CameraError

DARK = np.zeros((48, 64, 3), np.uint8)


pytestmark = pytest.mark.usefixtures("no_thread_left_over")


def test_a_frame_has_its_time_in_the_session(rig) -> None:
    rig.camera.show(102.5, noise(1))
    frame = rig.live.newest(-1, LONG)
    assert (frame.index, frame.t_s) == (0, 2.5)
    assert np.array_equal(frame.image, noise(1))


def test_no_copy_is_made_of_a_picture(rig) -> None:
    picture = noise(1)
    rig.camera.show(101.0, picture)
    assert rig.live.newest(-1, LONG).image is picture


def test_a_slow_consumer_gets_the_newest_and_learns_what_it_missed(rig) -> None:
    for number in range(6):
        rig.camera.show(101.0 + number, noise(number))
    frame = rig.live.newest(-1, LONG)
    assert (frame.index, frame.t_s) == (5, 6.0)
    assert rig.live.newest(frame.index, 0.0) is None


def test_waits_for_a_frame_that_is_to_come(rig) -> None:
    got = []
    consumer = threading.Thread(target=lambda: got.append(rig.live.newest(0, LONG)))
    rig.camera.show(101.0, noise(1))
    consumer.start()
    rig.camera.show(102.0, noise(2))
    consumer.join(LONG)
    assert got[0].index == 1


def test_waits_no_longer_than_it_is_told(rig) -> None:
    began_s = time.monotonic()
    assert rig.live.newest(-1, 0.05) is None
    assert time.monotonic() - began_s >= 0.05


@given(steps=st.lists(st.floats(0.0, 0.1), min_size=1, max_size=15))
@settings(max_examples=15)
def test_time_strictly_increases_even_by_a_clock_that_stands_still(steps) -> None:
    rig = Rig()
    try:
        clock_s, times = 101.0, []
        for number, step in enumerate([*steps, 0.0, 0.0]):
            clock_s += step
            rig.camera.show(clock_s, noise(number))
            times.append(there(rig.live.newest(-1, LONG)).t_s)
        assert all(later - earlier >= 0.0009 for earlier, later in pairwise(times))
    finally:
        rig.close()


def test_says_what_was_given(rig) -> None:
    assert (rig.live.name, rig.live.size_px, rig.live.rate_hz) == ("camera 0", (64, 48), 30.0)
    assert (rig.live.trouble, rig.live.ended) == (None, False)


def test_a_camera_that_cannot_be_opened_at_first_is_an_error() -> None:
    def refuse():
        raise CameraError("no camera 0")

    with pytest.raises(CameraError, match="no camera 0"):
        LiveReader(link(refuse))
    assert not reading_threads()


def test_without_an_origin_the_session_begins_now() -> None:
    pace = HandMovedPace(50.0)
    camera = ScriptedCamera(pace)
    with LiveReader(link(lambda: camera), pace=pace) as live:
        camera.show(50.25, noise(1))
        assert there(live.newest(-1, LONG)).t_s == 0.25
        camera.release()


@pytest.mark.parametrize("how", ["vanishes", "raises"])
def test_lost_and_back_in_the_same_session_time(rig, how) -> None:
    rig.camera.show(101.0, noise(1))
    first = rig.live.newest(-1, LONG)
    rig.back_allowed.clear()
    lost = rig.camera
    if how == "vanishes":
        lost.vanish()
    else:
        lost.fail(RuntimeError("the driver fell over"))
    wait_until(lambda: rig.live.trouble == GONE)
    assert rig.live.newest(first.index, 0.0) is None
    assert lost.closed_in == realtime.THREAD_NAME

    rig.refusals = 3
    rig.back_allowed.set()
    wait_until(lambda: len(rig.cameras) == 2)
    rig.camera.show(160.0, noise(2))
    again = rig.live.newest(first.index, LONG)
    assert (again.index, again.t_s) == (1, 60.0)
    assert (rig.live.trouble, rig.refused) == (None, 3)


def test_a_frame_from_before_the_loss_is_not_handed_out(rig) -> None:
    rig.camera.show(101.0, noise(1))
    rig.back_allowed.clear()
    rig.camera.vanish()
    wait_until(lambda: rig.live.trouble == GONE)
    assert rig.live.newest(-1, 0.0) is None


def test_tries_again_less_and_less_often(rig) -> None:
    rig.refusals = 6
    rig.camera.vanish()
    wait_until(lambda: len(rig.cameras) == 2)
    assert rig.pace.pauses == [0.25, 0.5, 1.0, 2.0, 2.0, 2.0, 2.0]


def test_a_loose_contact_does_not_make_it_try_more_often(rig) -> None:
    def vanish() -> None:
        before = len(rig.cameras)
        rig.camera.vanish()
        wait_until(lambda: len(rig.cameras) > before)

    for _ in range(3):
        vanish()
    assert rig.pace.pauses == [0.25, 0.5, 1.0]
    rig.camera.show(rig.pace.now + 60.0, noise(1))
    rig.camera.vanish()
    wait_until(lambda: len(rig.cameras) == 5)
    assert rig.pace.pauses[-1] == 0.25


def test_a_driver_that_fails_in_opening_is_tried_again(rig, caplog) -> None:
    rig.refusals, rig.refusal = 1, OSError("bad driver")
    with caplog.at_level(logging.WARNING):
        rig.camera.vanish()
        wait_until(lambda: len(rig.cameras) == 2)
    assert "cannot be opened" in caplog.text


def test_back_in_another_size(rig) -> None:
    rig.size = (128, 72)
    rig.camera.vanish()
    wait_until(lambda: len(rig.cameras) == 2)
    rig.camera.show(120.0, noise(1, rig.size))
    assert rig.live.newest(-1, LONG).size_px == rig.live.size_px == (128, 72)


def test_frozen_when_nothing_comes(rig) -> None:
    rig.camera.show(101.0, noise(1))
    rig.pace.now = 101.0 + FROZEN_S
    assert rig.live.trouble is None
    rig.pace.now += 0.01
    assert rig.live.trouble == FROZEN
    assert rig.live.newest(-1, 0.0) is None
    rig.camera.show(110.0, noise(2))
    assert rig.live.trouble is None
    assert rig.live.newest(-1, LONG).t_s == 10.0


def test_frozen_when_the_driver_repeats_a_picture(rig) -> None:
    for tenth in range(30):
        rig.camera.show(101.0 + tenth / 10, noise(1))
    assert rig.live.trouble == FROZEN
    assert rig.live.newest(0, 0.0) is None
    rig.camera.show(104.1, noise(2))
    assert rig.live.trouble is None
    assert rig.live.newest(0, LONG).index == 1


def test_frozen_when_no_picture_can_be_decoded(rig) -> None:
    rig.camera.show(101.0, noise(1))
    for tenth in range(30):
        rig.camera.show(101.1 + tenth / 10, None)
    assert rig.live.trouble == FROZEN


def test_a_stream_that_repeats_a_still_picture_is_not_frozen() -> None:
    rig = Rig(repeats=False)
    for tenth in range(30):
        rig.camera.show(101.0 + tenth / 10, noise(1))
    assert rig.live.trouble is None
    assert there(rig.live.newest(-1, LONG)).index == 29
    rig.close()


def test_black_is_said_even_if_all_pictures_are_equal(rig) -> None:
    for tenth in range(40):
        rig.camera.show(101.0 + tenth / 10, DARK)
        assert rig.live.trouble == (BLACK if tenth >= 10 else None)
    rig.pace.now += FROZEN_S + 0.1
    assert rig.live.trouble == FROZEN
    rig.camera.show(rig.pace.now, noise(1))
    assert rig.live.trouble is None


def test_black_is_forgotten_when_the_camera_was_away(rig) -> None:
    rig.camera.show(101.0, DARK)
    rig.camera.show(103.0, DARK)
    assert rig.live.trouble == BLACK
    rig.camera.vanish()
    wait_until(lambda: len(rig.cameras) == 2)
    wait_until(lambda: rig.live.trouble is None)


def test_a_file_may_be_black_and_still_for_ever() -> None:
    rig = Rig(ends=True)
    for second in range(10):
        rig.camera.show(101.0 + second, DARK)
    rig.pace.now = 200.0
    assert rig.live.trouble is None
    assert there(rig.live.newest(-1, LONG)).index == 9
    rig.close()
