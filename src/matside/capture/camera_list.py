"""List of the connected cameras, and the size and rate that each delivers."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matside.capture.backends import CameraSystem
from matside.capture.camera import CameraGrabber
from matside.capture.devices import Device
from matside.capture.grabber import Pace
from matside.errors import CameraError

_STDERR: Final = 2
_MEASURED: Final = 15
_MEASURE_S: Final = 1.0
_MOST: Final = 10
_MISSES: Final = 2
"""Missing numbers in a row that end the search, where the system lists no cameras."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraInfo:
    """A camera as ``matside cameras`` lists it.

    Attributes:
        number: What to call it on the command line.
        name: What the system calls it; empty if it does not say.
        path: Its file on Linux, else ``None``.
        size_px: Width and height of the pictures it delivers.
        rate_hz: Pictures a second that were counted, in the light there is now.
        trouble: Why it gives none, and what to do; empty if it does.
    """

    number: int
    name: str = ""
    path: Path | None = None
    size_px: tuple[int, int] | None = None
    rate_hz: float | None = None
    trouble: str = ""


def list_cameras(system: CameraSystem | None = None) -> tuple[CameraInfo, ...]:
    """Return the cameras that are connected, by number; each is opened for about a second.

    On Linux a camera that cannot be opened is in the list with its ``trouble``.
    Other systems do not tell such a camera from one that is not there.
    """
    system = system or CameraSystem()
    if system.listed:
        return tuple(_described(device, system) for device in system.find())
    found: list[CameraInfo] = []
    misses = 0
    for number in range(_MOST):
        with _silence(system):
            info = _described(Device(number=number, path=Path(), name=""), system)
        if not info.trouble:
            found.append(info)
            misses = 0
            continue
        misses += 1
        if misses == _MISSES:
            break
    return tuple(found)


@contextmanager
def _silence(system: CameraSystem) -> Iterator[None]:
    """Suppress what OpenCV writes to the terminal on macOS for every missing camera.

    It goes to file descriptor 2 from C, past OpenCV's own log level.
    """
    if system.platform != "darwin":
        yield
        return
    real = os.dup(_STDERR)
    nothing = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nothing, _STDERR)
        yield
    finally:
        os.dup2(real, _STDERR)
        os.close(nothing)
        os.close(real)


def _described(device: Device, system: CameraSystem) -> CameraInfo:
    """Return what the camera delivers, or why it does not."""
    path = device.path if system.listed else None
    try:
        grabber = CameraGrabber(device.number, system, Pace())
    except CameraError as error:
        return CameraInfo(number=device.number, name=device.name, path=path, trouble=str(error))
    try:
        rate_hz = _counted_hz(grabber)
    finally:
        grabber.close()
    return CameraInfo(
        number=device.number,
        name=device.name,
        path=path,
        size_px=grabber.size_px,
        rate_hz=rate_hz,
    )


def _counted_hz(grabber: CameraGrabber) -> float | None:
    """Return how many pictures a second arrive; in dim light it is fewer than is stated."""
    times: list[float] = []
    end_s = time.monotonic() + _MEASURE_S
    while len(times) < _MEASURED and time.monotonic() < end_s:
        t_s = grabber.grab()
        if t_s is None:
            break
        times.append(t_s)
    if len(times) < 3 or times[-1] <= times[0]:
        return grabber.rate_hz
    return (len(times) - 1) / (times[-1] - times[0])
