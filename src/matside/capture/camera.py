"""Camera grabber: delivers a camera's pictures, and finds it again after it was unplugged."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import cv2
import numpy as np
from cv2.typing import MatLike

from matside.body.frames import Image
from matside.capture.backends import CameraSystem, Capture, open_with
from matside.capture.devices import Device
from matside.capture.grabber import Grabber, Link, Pace
from matside.errors import CameraError
from matside.guidance.outcome import CameraTrouble, TroubleKind
from matside.guidance.texts import trouble_text

_FIRST_PICTURE_S: Final = 3.0
"""Time without a picture after opening from which a camera is taken to be in use elsewhere."""
_RETRY_S: Final = 0.05
_GREY, _WITH_ALPHA = 1, 4


class CameraGrabber:
    """An open camera (see ``Grabber``), which has given its first picture already.

    Raises:
        CameraError: There is no such camera, it may not be used, or another
            program uses it.
    """

    repeats = True

    def __init__(self, number: int, system: CameraSystem, pace: Pace) -> None:
        self._pace = pace
        for back_end in system.back_ends():
            capture = open_with(back_end, number, system)
            if capture is None:
                continue
            first = _first_picture(capture, pace)
            if first is not None:
                break
            capture.release()
        else:
            raise CameraError(system.obstacle(number))
        self._capture = capture
        self.size_px = (first.shape[1], first.shape[0])
        rate = capture.get(cv2.CAP_PROP_FPS)
        self.rate_hz = rate if np.isfinite(rate) and rate > 0.0 else None

    def grab(self) -> float | None:
        """Wait for the next picture; return its time on the clock, ``None`` if the camera is gone.

        Where the camera hangs, OpenCV gives up after some seconds.
        """
        if not self._capture.grab():
            return None
        return self._pace.now_s()

    def picture(self) -> Image | None:
        """Return what was grabbed as BGR, uint8; ``None`` if it arrived damaged."""
        return _retrieve(self._capture)

    def close(self) -> None:
        """Give the camera back."""
        self._capture.release()


def camera_link(number: int, pace: Pace, system: CameraSystem | None = None) -> Link:
    """Return the link to camera ``number``, which opens it again after it was unplugged."""
    system = system or CameraSystem()
    known: list[Device] = [device for device in system.find() if device.number == number]

    def open_camera() -> Grabber:
        return CameraGrabber(_number_now(number, known, system), system, pace)

    return Link(
        name=f"camera {number}" + (f" ({known[0].name})" if known and known[0].name else ""),
        open=open_camera,
        gone=CameraTrouble(TroubleKind.GONE),
        frozen=CameraTrouble(TroubleKind.FROZEN),
    )


def _number_now(number: int, known: Sequence[Device], system: CameraSystem) -> int:
    """Return the camera's number, which Linux may change when it is plugged in again.

    Its old number may then belong to another camera, which shows something else.
    """
    if not known or not known[0].name:
        return number
    same = [device.number for device in system.find() if device.name == known[0].name]
    if not same:
        raise CameraError(trouble_text(CameraTrouble(TroubleKind.GONE)))
    return number if number in same else same[0]


def _first_picture(capture: Capture, pace: Pace) -> Image | None:
    """Return the first picture; a camera may need a moment, and some first ones are damaged."""
    end_s = pace.now_s() + _FIRST_PICTURE_S
    while not pace.stopped and pace.now_s() < end_s:
        image = _retrieve(capture) if capture.grab() else None
        if image is not None:
            return image
        pace.pause(_RETRY_S)
    return None


def _retrieve(capture: Capture) -> Image | None:
    done, image = capture.retrieve()
    if not done or image is None or image.size == 0 or image.dtype != np.uint8:
        return None
    return _bgr(image)


def _bgr(image: MatLike) -> Image:
    """Return a picture with three channels; infrared cameras give one, some back ends four."""
    channels = image.shape[2] if image.ndim == 3 else _GREY
    if channels == _GREY:
        image = cv2.cvtColor(image, cv2.COLOR_GRAY2BGR)
    elif channels == _WITH_ALPHA:
        image = cv2.cvtColor(image, cv2.COLOR_BGRA2BGR)
    return np.asarray(image, dtype=np.uint8)
