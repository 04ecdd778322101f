"""Interfaces of an opened camera, stream or playing file, and of the clock they share."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from matside.body.frames import Image
from matside.guidance.outcome import CameraTrouble


class Pace:
    """A clock in seconds, and a way to wait that ends at once when the source is closed."""

    def __init__(self) -> None:
        self._stop = threading.Event()

    def now_s(self) -> float:
        """Return the time of a clock that never goes back."""
        return time.monotonic()

    def pause(self, seconds: float) -> None:
        """Wait for ``seconds``, or until ``stop``."""
        self._stop.wait(seconds)

    def stop(self) -> None:
        """End every pause, for good."""
        self._stop.set()

    @property
    def stopped(self) -> bool:
        """Whether ``stop`` was called."""
        return self._stop.is_set()


class Grabber(Protocol):
    """An opened device that hands out one picture after the other; used by one thread at a time."""

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height of the pictures that are really delivered."""

    @property
    def rate_hz(self) -> float | None:
        """Pictures a second as the device states it; ``None`` if it does not."""

    @property
    def repeats(self) -> bool:
        """Whether equal pictures mean that it has frozen (see ``PictureWatch``)."""

    def grab(self) -> float | None:
        """Wait for the next picture; return its time on the clock, ``None`` if none will come."""

    def picture(self) -> Image | None:
        """Return what was grabbed as BGR, uint8; ``None`` if it cannot be decoded (yet)."""

    def close(self) -> None:
        """Give the device back."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """How to open a source, also again after a loss, and what to expect of it.

    Attributes:
        name: What the person calls it, without a password.
        open: Opens it, or raises ``CameraError``; the pictures come at once.
        gone: What is wrong while it is not there.
        frozen: What is wrong while it is there and gives no new picture.
        ends: Whether it comes to an end, as a file does; a camera comes back.
    """

    name: str
    open: Callable[[], Grabber]
    gone: CameraTrouble | None = None
    frozen: CameraTrouble | None = None
    ends: bool = False
