from __future__ import annotations

import errno
import shutil
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import av
import numpy as np
import pytest
from tests.typed import there
from tests.waiting import WAIT_S

from matside.capture.source import open_source
from matside.errors import OutputError
from matside.record import video_encoding
from matside.record.files import part_of
from matside.record.video import VideoWriter
from matside.record.video_encoding import RECORDING

UNEVEN_S = [5.0, 5.033, 5.1, 5.101, 5.4, 6.9, 6.95]
INVALID_DATA = 1094995529  # FFmpeg's AVERROR_INVALIDDATA, which no system knows


def picture(width: int = 64, height: int = 48, level: int = 90):
    return np.full((height, width, 3), (level, 40, 200), np.uint8)


def decoded(path: Path):
    with av.open(path) as container:
        frames = list(container.decode(video=0))
        return frames, there(container.duration) / 1e6


def write(path: Path, times_s, size=(64, 48)) -> None:
    with VideoWriter(path, size) as writer:
        for number, t_s in enumerate(times_s):
            writer.write(picture(size[0], size[1], level=20 * number % 255), t_s)


def test_every_frame_is_there_at_its_own_time(tmp_path):
    write(tmp_path / "v.mp4", UNEVEN_S)
    frames, duration_s = decoded(tmp_path / "v.mp4")
    times = np.array([float(frame.time) for frame in frames])
    assert np.abs(times - (np.array(UNEVEN_S) - 5.0)).max() < 1e-4
    assert duration_s == pytest.approx(1.95 + 0.05, abs=0.002), "the last lasts as the one before"
    assert [path.name for path in tmp_path.iterdir()] == ["v.mp4"]


def test_many_frames_keep_count_and_times(tmp_path):
    times = np.cumsum(np.random.default_rng(3).uniform(0.01, 0.07, 120))
    write(tmp_path / "v.mp4", times.tolist())
    frames, _ = decoded(tmp_path / "v.mp4")
    found = np.array([float(frame.time) for frame in frames])
    assert len(found) == 120
    assert np.abs(found - (times - times[0])).max() < 1e-3


def test_it_plays_in_a_browser(tmp_path):
    path = tmp_path / "v.mp4"
    write(path, UNEVEN_S)
    with av.open(path) as container:
        context = container.streams.video[0].codec_context
        assert (context.name, context.pix_fmt) == ("h264", "yuv420p")
    raw = path.read_bytes()
    assert raw.index(b"moov") < raw.index(b"mdat"), "the index comes first"


def test_colours_survive(tmp_path):
    write(tmp_path / "v.mp4", [0.0, 0.1])
    frames, _ = decoded(tmp_path / "v.mp4")
    middle = frames[1].to_ndarray(format="bgr24")[24, 32]
    assert np.abs(middle.astype(int) - (20, 40, 200)).max() <= 8


@pytest.mark.parametrize(("size", "stored"), [((63, 47), (64, 48)), ((64, 47), (64, 48))])
def test_odd_sizes_are_padded(tmp_path, size, stored):
    write(tmp_path / "v.mp4", [0.0, 0.1], size)
    frames, _ = decoded(tmp_path / "v.mp4")
    assert (frames[0].width, frames[0].height) == stored
    corner = frames[1].to_ndarray(format="bgr24")[-1, -1]
    assert np.abs(corner.astype(int) - (20, 40, 200)).max() <= 8, "the last line again"


def test_a_single_frame_has_a_length(tmp_path):
    write(tmp_path / "v.mp4", [3.0])
    frames, duration_s = decoded(tmp_path / "v.mp4")
    assert len(frames) == 1
    assert duration_s == pytest.approx(0.04, abs=0.002)


def test_after_a_long_gap_the_last_frame_is_not_shown_for_ever(tmp_path):
    write(tmp_path / "v.mp4", [0.0, 60.0])
    assert decoded(tmp_path / "v.mp4")[1] == pytest.approx(61.0, abs=0.01)


def test_no_frames_no_file(tmp_path):
    write(tmp_path / "v.mp4", [])
    assert list(tmp_path.iterdir()) == []


def test_ctrl_c_finishes_the_video_with_what_there_is(tmp_path):
    path = tmp_path / "v.mp4"

    def run() -> None:
        with VideoWriter(path, (64, 48)) as writer:
            for t_s in UNEVEN_S:
                writer.write(picture(), t_s)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run()
    assert len(decoded(path)[0]) == len(UNEVEN_S)


def test_a_failure_throws_the_video_away_and_keeps_the_old_one(tmp_path):
    path = tmp_path / "v.mp4"
    path.write_bytes(b"old")

    def run() -> None:
        with VideoWriter(path, (64, 48)) as writer:
            writer.write(picture(), 0.0)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        run()
    assert path.read_bytes() == b"old"
    assert not part_of(path).exists()


def test_closing_twice_is_harmless_and_writing_after_it_is_not(tmp_path):
    writer = VideoWriter(tmp_path / "v.mp4", (64, 48))
    writer.write(picture(), 0.0)
    writer.close()
    writer.close(discarded=True)
    assert (tmp_path / "v.mp4").exists()
    with pytest.raises(ValueError, match="closed"):
        writer.write(picture(), 1.0)


def test_a_frame_of_another_size_is_refused(tmp_path):
    writer = VideoWriter(tmp_path / "v.mp4", (64, 48))
    with pytest.raises(ValueError, match=r"\(64, 48\)"):
        writer.write(picture(48, 64), 0.0)
    writer.close()


def test_a_missing_folder_is_an_output_error_at_once(tmp_path):
    with pytest.raises(OutputError, match="folder has gone"):
        VideoWriter(tmp_path / "none" / "v.mp4", (64, 48))


def test_trouble_in_the_background_comes_up_at_the_next_write(tmp_path, monkeypatch):
    failed = threading.Event()

    def fail(self, image):
        failed.set()
        raise av.error.InvalidDataError(INVALID_DATA, "broken encoder")

    monkeypatch.setattr(video_encoding._ToYuv, "frame", fail)
    writer = VideoWriter(tmp_path / "v.mp4", (64, 48))
    writer.write(picture(), 0.0)
    assert failed.wait(10)

    def go_on() -> None:
        for i in range(1, 2000):
            writer.write(picture(), i / 30)

    with pytest.raises(OutputError, match=r"video encoder says: .*broken encoder"):
        go_on()
    writer.close()
    assert list(tmp_path.iterdir()) == []


def test_nobody_waits_for_an_encoder_that_has_failed(tmp_path, monkeypatch):
    may_fail = threading.Event()

    def fail(self, image):
        may_fail.wait(10)
        raise ZeroDivisionError

    monkeypatch.setattr(video_encoding._ToYuv, "frame", fail)
    writer = VideoWriter(tmp_path / "v.mp4", (64, 48))
    raised = []

    def produce() -> None:
        try:
            for i in range(100):  # more than may wait
                writer.write(picture(), i / 30)
        except ZeroDivisionError as error:
            raised.append(error)

    producer = threading.Thread(target=produce, daemon=True)
    producer.start()
    while not writer._frames.full():
        producer.join(0.001)
    may_fail.set()
    producer.join(WAIT_S)
    assert raised, "the producer still waits"


def test_what_is_no_trouble_of_writing_is_not_dressed_up_as_such(tmp_path, monkeypatch):
    def fail(self, image):
        raise ZeroDivisionError

    monkeypatch.setattr(video_encoding._ToYuv, "frame", fail)
    writer = VideoWriter(tmp_path / "v.mp4", (64, 48))
    writer.write(picture(), 0.0)
    with pytest.raises(ZeroDivisionError):
        writer.close()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full")
def test_a_full_disk_is_an_output_error_and_leaves_nothing(tmp_path):
    path = tmp_path / "v.mp4"
    part_of(path).symlink_to("/dev/full")
    noise = np.random.default_rng(0)

    def run() -> None:
        with VideoWriter(path, (640, 480)) as writer:
            for i in range(60):
                writer.write(noise.integers(0, 255, (480, 640, 3), np.uint8), i / 30)

    with pytest.raises(OutputError, match="disk is full"):
        run()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("step", ["the last frame", "the container"])
def test_a_failure_in_finishing_is_told_and_ends(tmp_path, monkeypatch, step):
    """The end was taken from the queue by then: to wait for it again would be for ever."""

    def fail(self, *_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(video_encoding.Track, "finish", fail)
    if step == "the container":
        monkeypatch.setattr(video_encoding.Track, "finish", lambda self: None)
        monkeypatch.setattr("matside.record.video.av.open", _failing_at_its_end(av.open, fail))
    writer = VideoWriter(tmp_path / "v.mp4", (64, 48))
    for t_s in UNEVEN_S:
        writer.write(picture(), t_s)
    raised = []

    def close() -> None:
        try:
            writer.close()
        except OutputError as error:
            raised.append(error)

    closing = threading.Thread(target=close, daemon=True)
    closing.start()
    closing.join(WAIT_S)
    assert not closing.is_alive(), "closing waits for ever"
    assert "disk is full" in str(raised[0])
    assert list(tmp_path.iterdir()) == []


def _failing_at_its_end(plain, fail):
    @contextmanager
    def opened(*args, **options):
        with plain(*args, **options) as container:
            yield container
        fail(container)

    return opened


def test_a_folder_that_was_removed_meanwhile_is_told(tmp_path):
    folder = tmp_path / "gone"
    folder.mkdir()
    writer = VideoWriter(folder / "v.mp4", (64, 48))
    writer.write(picture(), 0.0)
    shutil.rmtree(folder)
    with pytest.raises(OutputError, match="folder has gone"):
        writer.close()


# Live


KILLED = """
import os, signal, sys, time
from pathlib import Path
import numpy as np
from matside.record.video import VideoWriter
from matside.record.video_encoding import RECORDING

writer = VideoWriter(Path(sys.argv[1]), (64, 48), RECORDING)
rng = np.random.default_rng(1)
for number in range(150):
    writer.write(rng.integers(0, 255, (48, 64, 3), dtype=np.uint8), number / 30)
    while writer._frames.qsize() > 4:
        time.sleep(0.002)
while writer._frames.qsize():
    time.sleep(0.002)
os.kill(os.getpid(), getattr(signal, 'SIGKILL', signal.SIGTERM))
"""


def test_a_recording_that_is_killed_loses_at_most_half_a_second_of_what_was_encoded(tmp_path):
    path = tmp_path / "recording.mp4"
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], check=False)
    assert done.returncode != 0
    with open_source(path) as source:
        times = [frame.t_s for frame in source]
    assert times[-1] >= 149 / 30 - 0.6
    assert times == pytest.approx([n / 30 for n in range(len(times))], abs=1e-3)


def test_a_recording_leaves_frames_out_rather_than_wait(tmp_path, monkeypatch):
    begin, seen = threading.Event(), []
    encode = video_encoding.Track.add

    def slow(self, image, since_first_s):
        begin.wait()
        seen.append(since_first_s)
        encode(self, image, since_first_s)

    monkeypatch.setattr(video_encoding.Track, "add", slow)
    with VideoWriter(tmp_path / "v.mp4", (64, 48), RECORDING) as writer:
        for number in range(30):
            writer.write(picture(), float(number))
        begin.set()
    assert writer.dropped > 0
    assert len(seen) + writer.dropped == 30
    assert len(decoded(tmp_path / "v.mp4")[0]) == len(seen)


def test_a_recording_without_frames_leaves_no_file(tmp_path):
    with VideoWriter(tmp_path / "v.mp4", (64, 48), RECORDING):
        pass
    assert list(tmp_path.iterdir()) == []


def test_a_recording_goes_on_with_what_is_new_after_its_encoder_was_held_up(tmp_path, monkeypatch):
    taken, go_on, seen = threading.Event(), threading.Event(), []
    encode = video_encoding.Track.add

    def slow(self, image, since_first_s):
        taken.set()
        go_on.wait(WAIT_S)
        seen.append(since_first_s)
        encode(self, image, since_first_s)

    monkeypatch.setattr(video_encoding.Track, "add", slow)
    with VideoWriter(tmp_path / "v.mp4", (64, 48), RECORDING) as writer:
        writer.write(picture(), 0.0)
        assert taken.wait(WAIT_S)
        for number in range(1, 9):  # as many as may wait
            writer.write(picture(), number / 8)
        go_on.set()
    assert seen == [0.0, 0.75, 0.875, 1.0]
    assert writer.dropped == 5
