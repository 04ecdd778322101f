"""Files that play as if they were cameras, by a clock that the test moves."""

from __future__ import annotations

import cv2
import numpy as np
import pytest
from tests.capture.live_rig import LONG, HandMovedPace, reading_threads, wait_until
from tests.typed import there

from matside.capture import playback
from matside.capture.live import open_live
from matside.capture.playback import FileGrabber
from matside.capture.source import open_source
from matside.errors import SourceError, UsageError

UNEVEN_MS = (0, 100, 250, 1000)


def times(grabber: FileGrabber, most: int = 100) -> list[float]:
    found = []
    for _ in range(most):
        t_s = grabber.grab()
        if t_s is None:
            break
        found.append(t_s)
    return found


def test_a_picture_comes_when_the_file_says(make_video) -> None:
    pace = HandMovedPace(100.0)
    grabber = FileGrabber(make_video("a.mp4", UNEVEN_MS), pace, loop=False, speed=1.0)
    assert grabber.size_px == (64, 32)
    assert times(grabber) == pytest.approx([100.0, 100.1, 100.25, 101.0])
    assert pace.pauses == pytest.approx([0.1, 0.15, 0.75])
    grabber.close()


def test_a_file_that_starts_late_plays_at_once_and_in_a_loop_without_a_gap(make_video) -> None:
    pace = HandMovedPace(now=100.0)
    grabber = FileGrabber(
        make_video("late.mkv", [40_000, 40_100, 40_200]), pace, loop=True, speed=1.0
    )
    assert [grabber.grab() for _ in range(6)] == pytest.approx(
        [100.0, 100.1, 100.2, 100.3, 100.4, 100.5]
    )
    assert sum(pace.pauses) == pytest.approx(0.5)
    grabber.close()


def test_time_spent_elsewhere_is_not_waited_for_again(make_video) -> None:
    pace = HandMovedPace(100.0)
    grabber = FileGrabber(make_video("a.mp4", UNEVEN_MS), pace, loop=False, speed=1.0)
    grabber.grab()
    pace.now += 0.2
    assert times(grabber) == pytest.approx([100.1, 100.25, 101.0])
    assert pace.pauses == pytest.approx([0.05, 0.75])
    grabber.close()


def test_holds_are_as_long_as_filmed_at_any_speed(make_video) -> None:
    pace = HandMovedPace(100.0)
    grabber = FileGrabber(make_video("a.mp4", UNEVEN_MS), pace, loop=False, speed=4.0)
    assert times(grabber) == pytest.approx([100.0, 100.1, 100.25, 101.0])
    assert sum(pace.pauses) == pytest.approx(0.25)
    grabber.close()


def test_a_loop_goes_on_in_time_and_closes_what_it_opened(make_video, monkeypatch) -> None:
    sources = []

    def remembered(path):
        sources.append(open_source(path))
        return sources[-1]

    monkeypatch.setattr(playback, "open_source", remembered)
    closed = []
    pace = HandMovedPace(0.0)
    video = make_video("a.mp4", range(0, 500, 100))
    grabber = FileGrabber(video, pace, loop=True, speed=1.0)
    for source in sources:
        monkeypatch.setattr(source, "close", lambda source=source: closed.append(source))
    found = times(grabber, 12)
    assert found == pytest.approx([number / 10 for number in range(12)])
    assert len(sources) == 3
    assert closed == sources[:1]
    grabber.close()


def test_after_the_computer_slept_the_film_goes_on_where_it_was(make_video) -> None:
    pace = HandMovedPace(100.0)
    grabber = FileGrabber(make_video("a.mp4", range(0, 1000, 100)), pace, loop=False, speed=1.0)
    grabber.grab()
    pace.now = 500.0
    assert times(grabber) == pytest.approx([100.0 + number / 10 for number in range(1, 10)])
    assert sum(pace.pauses) == pytest.approx(0.8)
    grabber.close()


def test_name_with_hidden_marks_is_told_without_them(make_video) -> None:
    path = make_video("walk.mp4", range(0, 1000, 100))
    with open_live(str(path.rename(path.with_name("a\u202eb.mp4"))), origin_s=0.0) as live:
        assert live.name == "a\ufffdb.mp4"


def test_played_to_its_end(make_video) -> None:
    pace = HandMovedPace(100.0)
    path = make_video("walk.mp4", range(0, 1000, 100))
    with open_live(str(path), origin_s=98.0, pace=pace) as live:
        assert live.name == "walk.mp4"
        for thread in reading_threads():
            thread.join(LONG)
        assert not live.ended
        frame = live.newest(-1, LONG)
        assert (there(frame).index, there(frame).t_s) == (9, pytest.approx(2.9))
        assert live.ended
        assert live.trouble is None
        assert live.newest(frame.index, LONG) is None


def test_a_picture_is_a_film_of_one_frame(tmp_path) -> None:

    path = tmp_path / "still.png"
    cv2.imwrite(str(path), np.full((32, 64, 3), 90, np.uint8))
    with open_live(str(path)) as live:
        frame = live.newest(-1, LONG)
        assert there(frame).image[0, 0, 0] == 90
        wait_until(lambda: live.ended)


@pytest.mark.parametrize("loop", [False, True])
def test_close_in_a_long_pause_ends_the_thread_at_once(make_video, loop) -> None:
    path = make_video("gap.mp4", (0, 60_000, 120_000))
    live = open_live(str(path), loop=loop)
    assert there(live.newest(-1, LONG)).index == 0
    live.close()
    assert not reading_threads()
    assert not live.ended


def test_a_missing_file(tmp_path) -> None:
    with pytest.raises(SourceError, match="does not exist"):
        open_live(str(tmp_path / "none.mp4"))


@pytest.mark.parametrize("speed", [0.0, -1.0, float("inf"), float("nan")])
def test_an_impossible_speed(make_video, speed) -> None:
    with pytest.raises(UsageError, match="speed should be greater than 0"):
        open_live(str(make_video("a.mp4", UNEVEN_MS)), speed=speed)
