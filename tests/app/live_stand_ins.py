"""A camera, a pose model, a voice and a window that do what a test says."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterable, Iterator
from itertools import count
from types import SimpleNamespace
from typing import Any

import numpy as np

from matside.body.frames import Frame
from matside.guidance.outcome import CameraTrouble

BLANK = np.full((36, 64, 3), 90, np.uint8)


def frames(poses: Iterable, image=BLANK) -> Iterator[Frame]:
    """A frame for each pose, at its time."""
    for index, pose in enumerate(poses):
        yield Frame(index=index, t_s=pose.t_s, image=image)


class Camera:
    """Hands out frames one after the other; ``None`` among them is a moment without a picture.

    Attributes:
        trouble: What is wrong, while it is.
        endless: Whether it goes on without pictures after the last one.
    """

    name = "a camera"
    size_px = (64, 36)
    rate_hz = 30.0

    def __init__(self, items: Iterable[Frame | None], *, endless: bool = False) -> None:
        self._items = iter(items)
        self.endless = endless
        self.trouble: CameraTrouble | None = None
        self.ended = False
        self.closed = False

    def newest(self, after: int, timeout_s: float) -> Frame | None:
        try:
            item = next(self._items)
        except StopIteration:
            self.ended = not self.endless
            item = None
        if item is None:
            time.sleep(0.001)
        return item

    def close(self) -> None:
        self.closed = True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


class Model:
    """Finds in each frame the pose of its index."""

    model = SimpleNamespace(name="a model", sha256="")

    def __init__(self, poses, before: Callable[[int], None] = lambda index: None) -> None:
        self._poses = poses
        self._before = before

    def look(self, frame: Frame):
        self._before(frame.index)
        return SimpleNamespace(pose=lambda: self._poses[frame.index])

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass


class Ear:
    """Notes what it hears."""

    advice = ""

    def __init__(self) -> None:
        self.heard: list[Any] = []
        self.prepared = ()
        self.muted = False
        self.closed = False

    def say(self, utterance) -> None:
        self.heard.append(utterance)

    def play(self, chime, t_s=0.0) -> None:
        self.heard.append(chime)

    def prepare(self, texts) -> None:
        self.prepared = tuple(texts)

    def wait_ready(self, timeout_s: float) -> bool:
        return True

    def close(self, wait_s: float = 0.0) -> None:
        self.closed = True

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()


def session_runs() -> bool:
    """Return whether a session judges frames: how many pictures its start takes depends on luck."""
    return any(thread.name == "matside-live" for thread in threading.enumerate())


class Pane:
    """A window in which the nth picture brings the keys that a test gives for it."""

    def __init__(self, keys=(), closes_after: int | None = None, error=None) -> None:
        self._keys = dict(keys)
        self._numbers = count()
        self._closes_after = closes_after
        self._error = error
        self.sizes: set[Any] = set()
        self.full = False
        self.closed = False
        self.buttons: tuple[Any, ...] = ()
        self.shown = 0

    def show(self, image, buttons=()):
        number = next(self._numbers)
        self.buttons = tuple(buttons)
        self.shown = number + 1
        self.sizes.add(image.shape[:2])
        if self._error is not None and number >= 3 and session_runs():
            raise self._error
        self.closed = self._closes_after is not None and number >= self._closes_after
        return self._keys.get(number, ())

    def toggle_full_screen(self) -> None:
        self.full = not self.full

    def __enter__(self):
        return self

    def __exit__(self, *_):
        pass
