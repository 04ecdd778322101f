"""What every source of frames keeps to: videos, animations, pictures, cameras, streams, traces.

A source that is added to matside is added to ``SOURCES`` and has to pass the same tests.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
from tests.capture.live_rig import LONG, noise
from tests.capture.picture_server import PictureServer
from tests.capture.video_files import write_video

from matside.app.streams import open_stream
from matside.body.frames import Frame, unseen
from matside.capture.backends import BackEnd, CameraSystem
from matside.capture.live import LiveSource, open_live
from matside.capture.source import FrameSource, open_source
from matside.errors import MatsideError
from matside.record.trace import TraceHeader, TraceWriter

ENOUGH = 5
PTS = range(0, 400, 40)

Shown = tuple[float, tuple[int, int]]


@dataclass
class Opened:
    """A source under test, whatever its own interface is.

    Attributes:
        size_px: The size that it states.
        next: Returns time and size of the next frame, ``None`` where none follows.
        close: Closes it.
        frame: The last frame that was given out; ``None`` where there is no picture.
    """

    size_px: tuple[int, int]
    next: Callable[[], Shown | None]
    close: Callable[[], None]
    frame: Frame | None = None


def of_file(source: FrameSource) -> Opened:
    def following() -> Shown | None:
        given.frame = next(source, None)
        return (given.frame.t_s, given.frame.size_px) if given.frame else None

    given = Opened(size_px=source.size_px, next=following, close=source.close)
    return given


def of_live(source: LiveSource) -> Opened:
    last = [-1]

    def following() -> Shown | None:
        given.frame = frame = source.newest(last[0], LONG)
        if frame is None:
            return None
        last[0] = frame.index
        return frame.t_s, frame.size_px

    given = Opened(size_px=source.size_px, next=following, close=source.close)
    return given


def video(name: str, **options: Any) -> Callable[[Path], AbstractContextManager[Opened]]:
    @contextmanager
    def opening(folder: Path) -> Iterator[Opened]:
        path = write_video(folder / name, PTS, **options)
        with open_source(path) as source:
            yield of_file(source)

    return opening


@contextmanager
def changing_size(folder: Path) -> Iterator[Opened]:
    """Two films of different sizes, one behind the other in one file."""
    path = write_video(folder / "a.ts", PTS)
    path.write_bytes(
        path.read_bytes() + write_video(folder / "b.ts", PTS, size=(96, 64)).read_bytes()
    )
    with open_source(path) as source:
        yield of_file(source)


def animation(name: str) -> Callable[[Path], AbstractContextManager[Opened]]:
    @contextmanager
    def opening(folder: Path) -> Iterator[Opened]:
        moving = cv2.Animation()
        moving.frames = [noise(number) for number in range(10)]
        moving.durations = [40] * 10
        assert cv2.imwriteanimation(str(folder / name), moving)
        with open_source(folder / name) as source:
            yield of_file(source)

    return opening


@contextmanager
def picture(folder: Path) -> Iterator[Opened]:
    (folder / "photo.png").write_bytes(cv2.imencode(".png", noise(1))[1].tobytes())
    with open_source(folder / "photo.png") as source:
        yield of_file(source)


@contextmanager
def playing(folder: Path) -> Iterator[Opened]:
    with open_live(str(write_video(folder / "played.mp4", PTS))) as source:
        yield of_live(source)


@contextmanager
def stream(folder: Path) -> Iterator[Opened]:
    server = PictureServer()
    try:
        with open_live(server.url()) as source:
            yield of_live(source)
    finally:
        server.stop()


class NoisyCamera:
    """A camera as OpenCV offers it, which never shows the same twice."""

    def __init__(self) -> None:
        self.number = 0

    def isOpened(self) -> bool:  # noqa: N802 (OpenCV's name)
        return True

    def set(self, prop: int, value: float) -> bool:
        return True

    def get(self, prop: int) -> float:
        return 30.0

    def grab(self) -> bool:
        threading.Event().wait(0.01)
        self.number += 1
        return True

    def retrieve(self) -> tuple[bool, object]:
        return True, noise(self.number)

    def release(self) -> None:
        pass


class OneCamera(CameraSystem):
    """A computer with one camera."""

    def find(self) -> tuple:
        return ()

    def back_ends(self) -> tuple[BackEnd, ...]:
        return (BackEnd(api=0, wishes=()),)


@contextmanager
def camera(folder: Path) -> Iterator[Opened]:
    system = OneCamera(open_capture=lambda *_: NoisyCamera())
    with open_live("0", system=system) as source:
        yield of_live(source)


@contextmanager
def trace(folder: Path) -> Iterator[Opened]:
    path = folder / "trace.jsonl.gz"
    header = TraceHeader(matside="0", source="clip.mp4", size_px=(64, 48), model="none")
    with TraceWriter(path, header) as writer:
        for number in range(10):
            writer.write(unseen(0.04 * number, (64, 48)))
    opening = open_stream(path)
    replayed = opening.__enter__()

    def following() -> Shown | None:
        seen = next(replayed.seen, None)
        return (seen[1].t_s, seen[1].size_px) if seen else None

    def close() -> None:
        replayed.seen.close()  # type: ignore[attr-defined]
        opening.__exit__(None, None, None)

    yield Opened(size_px=replayed.size_px, next=following, close=close)
    close()


SOURCES = {
    "mp4": video("a.mp4"),
    "matroska": video("a.mkv"),
    "avi": video("a.avi"),
    "transport stream": video("a.ts"),
    "changing size": changing_size,
    "sideways": video("phone.mp4", rotation=90),
    "gif": video("a.gif", codec="gif", pix_fmt="rgb8"),
    "png animation": animation("a.png"),
    "webp animation": animation("a.webp"),
    "avif animation": animation("a.avif"),
    "picture": picture,
    "playing": playing,
    "stream": stream,
    "camera": camera,
    "trace": trace,
}
FINITE = [name for name in SOURCES if name not in ("stream", "camera")]


@pytest.fixture(params=SOURCES)
def opened(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Opened]:
    with SOURCES[request.param](tmp_path) as source:
        yield source


def taken(source: Opened, most: int = ENOUGH) -> list[Shown]:
    """Up to so many frames."""
    found: list[Any] = []
    while len(found) < most and (shown := source.next()) is not None:
        found.append(shown)
    return found


def test_times_increase_strictly_from_zero_on(opened: Opened) -> None:
    times_s = [t_s for t_s, _ in taken(opened, 15)]
    assert times_s
    assert times_s[0] >= 0.0
    assert all(after > before for before, after in pairwise(times_s))


def test_every_frame_has_the_size_that_is_stated(opened: Opened) -> None:
    assert {size_px for _, size_px in taken(opened, 15)} == {opened.size_px}


def test_pictures_are_upright_bgr_of_eight_bits(opened: Opened) -> None:
    taken(opened, 2)
    if opened.frame is None:
        return  # a trace holds no pictures
    assert opened.frame.image.dtype == np.uint8
    assert opened.frame.image.shape == (*opened.size_px[::-1], 3)


def test_after_closing_nothing_follows_and_closing_again_does_nothing(opened: Opened) -> None:
    assert taken(opened, 1)
    opened.close()
    assert opened.next() is None
    opened.close()
    assert opened.next() is None


def test_closing_before_the_first_frame_is_no_error(opened: Opened) -> None:
    opened.close()
    assert opened.next() is None


@pytest.mark.parametrize("name", SOURCES)
def test_closing_ends_every_thread(name: str, tmp_path: Path) -> None:
    before = set(threading.enumerate())
    with SOURCES[name](tmp_path) as source:
        taken(source, 2)
    assert set(threading.enumerate()) <= before


@pytest.mark.parametrize("name", FINITE)
def test_what_has_an_end_ends_and_stays_at_its_end(name: str, tmp_path: Path) -> None:
    with SOURCES[name](tmp_path) as source:
        found = taken(source, 1000)
        assert 1 <= len(found) < 1000
        assert source.next() is None


NOTHING_THERE = {
    "video": lambda folder: open_source(folder / "none.mp4"),
    "picture": lambda folder: open_source(folder / "none.png"),
    "folder": open_source,
    "empty": lambda folder: open_source(_file(folder / "a.mp4", b"")),
    "text": lambda folder: open_source(_file(folder / "a.mp4", b"Arch like a cat. " * 99)),
    "noise": lambda folder: open_source(_file(folder / "a.ts", noise(1).tobytes() * 9)),
    "no picture": lambda folder: open_source(_file(folder / "a.webp", b"RIFF" + bytes(99))),
    "half an animation": lambda folder: open_source(
        _file(folder / "a.webp", b"RIFF\0\0\0\0WEBPVP8X\x0a\0\0\0\x02" + bytes(99))
    ),
    "playing": lambda folder: open_live(str(folder / "none.mp4")),
    "address": lambda folder: open_live("ftp://host/video"),
    "camera": lambda folder: open_live("7", system=CameraSystem(devices=folder, classes=folder)),
    "trace": lambda folder: open_stream(folder / "none.jsonl.gz").__enter__(),
    "no trace": lambda folder: open_stream(_file(folder / "a.jsonl.gz", b"no")).__enter__(),
}


def _file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path


@pytest.mark.parametrize("name", NOTHING_THERE)
def test_what_cannot_be_opened_is_told_in_one_sentence_with_what_to_do(
    name: str, tmp_path: Path
) -> None:
    with pytest.raises(MatsideError) as caught:
        NOTHING_THERE[name](tmp_path)
    says = str(caught.value)
    assert "\n" not in says
    assert says[-1] in ".?'"
    assert any(sign in says for sign in (":", ";")), "what to do follows a colon"
