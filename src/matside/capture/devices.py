"""The cameras that Linux knows of, without opening a stream on any of them."""

from __future__ import annotations

import errno
import os
import re
import struct
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matside.translation import _, ngettext
from matside.wording.formatting import printable

DEVICES: Final = Path("/dev")
CLASSES: Final = Path("/sys/class/video4linux")
_NODE: Final = re.compile(r"video(\d+)")
_QUERY_CAPABILITIES: Final = 0x80685600
"""``VIDIOC_QUERYCAP`` of the kernel's videodev2.h."""
_CAPABILITIES_SIZE: Final = 104
_CAPABILITIES_AT: Final = 84
"""Where ``capabilities`` and then ``device_caps`` lie in ``struct v4l2_capability``."""
_OF_THE_NODE: Final = 0x8000_0000
_CAPTURES: Final = 0x0000_0001 | 0x0000_1000
"""Video capture, with one plane or with several."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Device:
    """A camera's entry under ``/dev``.

    Attributes:
        number: The number by which OpenCV knows it.
        path: Its file.
        name: What the driver calls it; empty if it does not say.
    """

    number: int
    path: Path
    name: str


def find_devices(devices: Path, classes: Path) -> tuple[Device, ...]:
    """Return the devices that give pictures, by number.

    A USB camera has a second entry that gives only data about the pictures; it
    is left out, as are outputs and encoders.
    """
    found = []
    for path in devices.glob("video*"):
        node = _NODE.fullmatch(path.name)
        if node and _captures(path) is not False:
            name = _name(classes / path.name)
            found.append(Device(number=int(node[1]), path=path, name=name))
    return tuple(sorted(found, key=lambda device: device.number))


def device_number(path: Path) -> int | None:
    """Return the number of ``/dev/video2``, there or not, or of a link to it; else ``None``."""
    if path.is_char_device():
        path = path.resolve()
    node = _NODE.fullmatch(path.name) if path.parent == DEVICES else None
    return int(node[1]) if node else None


def obstacle(number: int, devices: Path, classes: Path) -> str:
    """Return why camera ``number`` cannot be opened, in one sentence, as far as Linux says."""
    path = devices / f"video{number}"
    if not path.exists():
        return _(
            "There is no camera {number} ({path} does not exist): {advice}",
            number=number,
            path=path,
            advice=_others(devices, classes),
        )
    if not os.access(path, os.R_OK | os.W_OK):
        return _(
            "Camera {number} may not be used ({path}: permission denied): add "
            "yourself to the group 'video' (sudo usermod -aG video $USER), log "
            "out and log in again.",
            number=number,
            path=path,
        )
    if _captures(path) is False:
        return _("{path} gives no pictures: {advice}", path=path, advice=_others(devices, classes))
    return _(
        "Camera {number} ({path}) gives no picture: close other programs that "
        "may be using it, or unplug it and plug it in again.",
        number=number,
        path=path,
    )


def _others(devices: Path, classes: Path) -> str:
    found = find_devices(devices, classes)
    if not found:
        return _("plug a camera in, and see with 'matside cameras' that it is found.")
    names = [
        f"{device.number} ({device.name})" if device.name else str(device.number)
        for device in found
    ]
    return ngettext("use {names}.", "use one of {names}.", len(names), names=", ".join(names))


def _name(folder: Path) -> str:
    try:
        text = (folder / "name").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    # Many drivers say it twice: "Integrated Camera: Integrated C".
    first, _, second = text.strip().partition(": ")
    repeated = second and first.startswith(second.rstrip())
    return printable(first if repeated else text.strip())


def _captures(path: Path) -> bool | None:
    """Return whether the kernel says that the device gives pictures; ``None`` if it cannot say."""
    with suppress(ImportError, OSError):
        from fcntl import ioctl  # noqa: PLC0415 (not on Windows)

        node = os.open(path, os.O_RDWR | os.O_NONBLOCK)
        try:
            answer = ioctl(node, _QUERY_CAPABILITIES, bytes(_CAPABILITIES_SIZE))
        except OSError as error:
            # Left over from a camera that was unplugged: it can give nothing any more.
            return False if error.errno == errno.ENODEV else None
        finally:
            os.close(node)
        return captures(answer)
    return None


def captures(answer: bytes) -> bool:
    """Return whether a ``struct v4l2_capability`` is that of a device that gives pictures."""
    all_nodes, this_node = struct.unpack_from("=II", answer, _CAPABILITIES_AT)
    capabilities = this_node if all_nodes & _OF_THE_NODE else all_nodes
    return bool(capabilities & _CAPTURES)
