"""A clock that tests move, and a camera that does what tests tell it."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray
from tests.waiting import WAIT_S, wait_for

from matside.capture.grabber import Grabber, Link, Pace
from matside.capture.realtime import THREAD_NAME, LiveReader
from matside.errors import CameraError
from matside.guidance.outcome import CameraTrouble, TroubleKind

LONG = WAIT_S
"""Seconds after which a wait in a test has failed; none comes near it."""

_CLOSED = object()

GONE, FROZEN = CameraTrouble(TroubleKind.GONE), CameraTrouble(TroubleKind.FROZEN)


def noise(number: int, size: tuple[int, int] = (64, 48)) -> NDArray[np.uint8]:
    """The picture of a sensor: never twice the same."""
    random = np.random.default_rng(number)
    return random.integers(60, 200, (size[1], size[0], 3), dtype=np.uint8)


class HandMovedPace(Pace):
    """Time stands still but for ``now`` being set, and for pauses, which take no real time."""

    def __init__(self, now: float = 100.0) -> None:
        super().__init__()
        self.now = now
        self.pauses: list[float] = []

    def now_s(self) -> float:
        return self.now

    def pause(self, seconds: float) -> None:
        self.pauses.append(seconds)
        self.now += seconds


class ScriptedCamera:
    """Does one thing for each that it is told: a picture at a time, a failure, or its loss."""

    def __init__(
        self, pace: HandMovedPace, size: tuple[int, int] = (64, 48), *, repeats: bool = True
    ) -> None:
        self.pace = pace
        self.repeats = repeats
        self.size_px = size
        self.rate_hz: float | None = 30.0
        self.closed_in: str | None = None
        self._orders: queue.Queue[Any] = queue.Queue()
        self._idle = threading.Condition()
        self._waiting = False
        self._picture: NDArray[np.uint8] | None = None

    def grab(self) -> float | None:
        with self._idle:
            self._waiting = True
            self._idle.notify_all()
        order = self._orders.get(timeout=LONG)
        if isinstance(order, BaseException):
            raise order
        if order is None or order is _CLOSED:
            return None
        t_s, self._picture = order
        self.pace.now = max(self.pace.now, t_s)
        return t_s

    def picture(self) -> NDArray[np.uint8] | None:
        return self._picture

    def close(self) -> None:
        self.closed_in = threading.current_thread().name

    def show(self, t_s: float, picture: NDArray[np.uint8] | None) -> None:
        """Let the next picture arrive at ``t_s``, and wait until the reader wants another one."""
        self._do((t_s, picture))
        with self._idle:
            assert self._idle.wait_for(lambda: self._waiting, LONG)

    def fail(self, error: BaseException) -> None:
        self._do(error)

    def vanish(self) -> None:
        self._do(None)

    def release(self) -> None:
        """Let go a reader that waits, so that its thread can end."""
        self._orders.put(_CLOSED)

    def _do(self, order: Any) -> None:
        with self._idle:
            assert self._idle.wait_for(lambda: self._waiting, LONG)
            self._waiting = False
        self._orders.put(order)


def link(open_camera: Callable[[], Grabber], **options: Any) -> Link:
    words = {"name": "camera 0", "gone": GONE, "frozen": FROZEN}
    return Link(**words, open=open_camera, **options)  # type: ignore[arg-type]


class Rig:
    """A session that began at clock 100, whose cameras are opened one after the other."""

    def __init__(self, *, repeats: bool = True, ends: bool = False) -> None:
        self.pace = HandMovedPace()
        self.repeats = repeats
        self.cameras: list[ScriptedCamera] = []
        self.size = (64, 48)
        self.refusals = 0
        self.refusal: Exception = CameraError("not there")
        self.refused = 0
        self.back_allowed = threading.Event()
        self.back_allowed.set()
        self.live = LiveReader(link(self.open, ends=ends), origin_s=100.0, pace=self.pace)

    @property
    def camera(self) -> ScriptedCamera:
        return self.cameras[-1]

    def open(self) -> ScriptedCamera:
        if self.cameras:
            assert self.back_allowed.wait(LONG)
        if self.refused < self.refusals:
            self.refused += 1
            raise self.refusal
        self.cameras.append(ScriptedCamera(self.pace, self.size, repeats=self.repeats))
        return self.camera

    def close(self) -> None:
        self.back_allowed.set()
        self.pace.stop()
        for camera in self.cameras:
            camera.release()
        self.live.close()


def reading_threads() -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.name == THREAD_NAME]


def wait_until(true: Callable[[], bool]) -> None:
    """Wait for what another thread is about to do."""
    wait_for(true, "another thread", LONG)
