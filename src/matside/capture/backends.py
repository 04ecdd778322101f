"""How each system opens a camera, by way of OpenCV."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

import cv2

from matside.capture.devices import CLASSES, DEVICES, Device, find_devices, obstacle
from matside.translation import N_, _

WANTED_PX: Final = (1280, 720)
WANTED_HZ: Final = 30.0

Wishes = tuple[tuple[int, float], ...]


class Capture(Protocol):
    """The part of ``cv2.VideoCapture`` that is used."""

    def isOpened(self) -> bool:  # noqa: N802 (OpenCV's name)
        """Return whether there is such a camera."""

    def set(self, prop: int, value: float, /) -> bool:
        """Ask for a property; return whether the back end knows it."""

    def get(self, prop: int, /) -> float:
        """Return a property, 0 or -1 if it is not known."""

    def grab(self) -> bool:
        """Wait for the next picture; return whether it came."""

    def retrieve(self) -> tuple[bool, Any]:
        """Return whether the picture could be decoded, and the picture."""

    def release(self) -> None:
        """Give the camera back."""


OpenCapture = Callable[[int, int, Sequence[int]], Capture]


@dataclass(frozen=True, slots=True, kw_only=True)
class BackEnd:
    """One of OpenCV's ways to a camera.

    Attributes:
        api: OpenCV's number of it.
        wishes: Properties to ask for, in this order; those not granted are no error.
        at_once: Whether to ask while opening: Media Foundation takes seconds for
            every change afterwards.
    """

    api: int
    wishes: Wishes
    at_once: bool = False


_SIZE_AND_RATE: Final[Wishes] = (
    (cv2.CAP_PROP_FRAME_WIDTH, WANTED_PX[0]),
    (cv2.CAP_PROP_FRAME_HEIGHT, WANTED_PX[1]),
    (cv2.CAP_PROP_FPS, WANTED_HZ),
)
_MOTION_JPEG: Final = (cv2.CAP_PROP_FOURCC, float(cv2.VideoWriter.fourcc(*"MJPG")))
"""Uncompressed, 720p does not fit through USB 2 at more than 10 pictures a second."""
_TWO_BUFFERS: Final = (cv2.CAP_PROP_BUFFERSIZE, 2.0)
"""One that is being filled and one that is being read, so nothing old can queue up. With a single
one, V4L2 drivers drop every other picture: they have nowhere to put it while it is decoded."""
_ANY: Final = BackEnd(api=cv2.CAP_ANY, wishes=(_MOTION_JPEG, *_SIZE_AND_RATE))
BACK_ENDS: Final = {
    "linux": (
        BackEnd(api=cv2.CAP_V4L2, wishes=(_MOTION_JPEG, *_SIZE_AND_RATE, _TWO_BUFFERS)),
        _ANY,
    ),
    "darwin": (BackEnd(api=cv2.CAP_AVFOUNDATION, wishes=_SIZE_AND_RATE), _ANY),
    "win32": (
        BackEnd(api=cv2.CAP_MSMF, wishes=_SIZE_AND_RATE, at_once=True),
        BackEnd(api=cv2.CAP_DSHOW, wishes=(_MOTION_JPEG, *_SIZE_AND_RATE)),
        _ANY,
    ),
}
_OTHER_OBSTACLES: Final = {
    "darwin": N_(
        "connect it, close other programs that may be using it, and allow "
        "the terminal to use it in System Settings > Privacy & Security > "
        "Camera."
    ),
    "win32": N_(
        "connect it, close other programs that may be using it, and allow "
        "desktop apps to use it in Settings > Privacy & security > Camera."
    ),
}


def _open_capture(number: int, api: int, parameters: Sequence[int]) -> Capture:
    return cv2.VideoCapture(number, api, parameters)


@dataclass(frozen=True, slots=True, kw_only=True)
class CameraSystem:
    """What cameras depend on; a test brings its own.

    Attributes:
        platform: As in ``sys.platform``.
        open_capture: Opens a camera by its number, a back end's and parameters.
        devices: Where Linux lists devices.
        classes: Where Linux describes them.
    """

    platform: str = sys.platform
    open_capture: OpenCapture = _open_capture
    devices: Path = DEVICES
    classes: Path = CLASSES

    @property
    def listed(self) -> bool:
        """Whether the system says which cameras there are."""
        return self.platform == "linux"

    def find(self) -> tuple[Device, ...]:
        """Return the cameras that the system lists."""
        return find_devices(self.devices, self.classes) if self.listed else ()

    def back_ends(self) -> tuple[BackEnd, ...]:
        """Return the ways to a camera, the best first."""
        return BACK_ENDS.get(self.platform, (_ANY,))

    def obstacle(self, number: int) -> str:
        """Return why camera ``number`` cannot be opened, and what to do, in one sentence."""
        if self.listed:
            return obstacle(number, self.devices, self.classes)
        what = _OTHER_OBSTACLES.get(self.platform, N_("connect it, or close other programs."))
        return _(
            "Camera {number} is not there or gives no picture: {what}", number=number, what=_(what)
        )


def open_with(back_end: BackEnd, number: int, system: CameraSystem) -> Capture | None:
    """Return camera ``number``, opened, with what was asked for as far as it is granted."""
    _hush()
    wishes = back_end.wishes
    if back_end.at_once:
        parameters = [int(part) for wish in wishes for part in wish]
        # A camera that cannot do all of it is not opened at all: then ask for nothing.
        asked = _tried(number, back_end.api, parameters, system)
        return asked or _tried(number, back_end.api, (), system)
    capture = _tried(number, back_end.api, (), system)
    if capture is not None:
        for prop, value in wishes:
            with suppress(cv2.error):
                capture.set(prop, value)
    return capture


def _hush() -> None:
    """Silence OpenCV's messages about failures that matside reports itself."""
    cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)
    # Media Foundation otherwise looks for a graphics card to help, for up to half a minute.
    os.environ.setdefault("OPENCV_VIDEOIO_MSMF_ENABLE_HW_TRANSFORMS", "0")


def _tried(
    number: int, api: int, parameters: Sequence[int], system: CameraSystem
) -> Capture | None:
    try:
        capture = system.open_capture(number, api, parameters)
    except cv2.error:
        return None
    if capture.isOpened():
        return capture
    capture.release()
    return None
