"""Check whether a window can be opened, made before it is tried.

The Qt inside OpenCV's wheel for Linux ends the whole process (``abort``) when
its platform plugin cannot be loaded or cannot connect to the display. So the
plugin is loaded and the connection made here first, by the same libraries.
"""

from __future__ import annotations

import ctypes
import os
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import cv2

from matside.errors import DisplayError

_SYSTEM_PACKAGES: Final = "libsm6 libx11-6 libxext6 libxcb1"
_FITTING: Final = 0.86
"""Share of the screen that a window takes at most: its title and the system's bar need room."""
_XCB_SIZE: Final = 5
"""Where ``xcb_screen_t`` has its size, counted in 32-bit numbers: after root, colour map, white,
black and the masks of events."""
_QUIET_RULES: Final = "*.debug=false;*.info=false;*.warning=false"


@contextmanager
def required_display() -> Iterator[None]:
    """Make sure that a window can be opened, and keep the display while it is.

    An X server resets when its last client leaves, and Xvfb refuses connections meanwhile. So the
    first connection stays until Qt has its own.

    Raises:
        DisplayError: There is no display, it does not answer, OpenCV was built
            without windows, or one of their libraries is missing.
    """
    if not cv2.currentUIFramework():
        raise DisplayError(
            "An OpenCV that can open windows was expected and this one cannot: "
            "install opencv-python in place of opencv-python-headless, or use --no-window.",
        )
    plugins = _own_plugins()
    display, wayland = os.environ.get("DISPLAY", ""), os.environ.get("WAYLAND_DISPLAY", "")
    wayland_will_do = not display and wayland and not plugins and _wayland_answers(wayland)
    if not sys.platform.startswith("linux") or wayland_will_do:
        yield
        return
    if not display:
        if wayland:
            raise DisplayError(
                "A window was expected to find an X display and only Wayland (WAYLAND_DISPLAY) is "
                "there: start matside in a desktop session with XWayland, or use --no-window."
            )
        raise DisplayError(
            "A window was expected to find an X display and DISPLAY is not set: start matside in "
            "a desktop session, or use --no-window."
        )
    with _x11_connection() as (_xcb, connection):
        if connection is None:
            raise DisplayError(
                "A window was expected to find an X display and '{display}' "
                "(DISPLAY) does not answer or refuses: start matside in a desktop "
                "session, or use --no-window.",
                display=display,
            )
        for plugin in plugins:
            _load(str(plugin))
        yield


@contextmanager
def window_environment() -> Iterator[None]:
    """Prepare the environment for the first window, and put it back afterwards.

    The wheel's Qt knows X11 only, so a wish for Wayland would end the process;
    and its notes, such as one about a folder of fonts, are for its developers.
    Qt reads both variables once, when the first window is made.
    """
    wanted = {}
    if _own_plugins():
        wanted["QT_QPA_PLATFORM"] = "xcb"
    if "QT_LOGGING_RULES" not in os.environ:
        wanted["QT_LOGGING_RULES"] = _QUIET_RULES
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            if value is None:
                os.environ.pop(name, None)
            else:
                os.environ[name] = value


def _own_plugins() -> list[Path]:
    """Return the platform plugins that came with OpenCV; none where it uses the system's."""
    return sorted((Path(cv2.__file__).parent / "qt" / "plugins" / "platforms").glob("libqxcb*.so"))


@contextmanager
def _x11_connection() -> Iterator[tuple[ctypes.CDLL, int | None]]:
    """Connect to the X server of ``DISPLAY``; yield XCB and the connection, ``None`` if refused."""
    xcb = _load("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connect.argtypes = [ctypes.c_char_p, ctypes.c_void_p]
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    try:
        yield xcb, None if xcb.xcb_connection_has_error(connection) else connection
    finally:
        xcb.xcb_disconnect(connection)


def screen_size_px() -> tuple[int, int] | None:
    """Return width and height of the screen; ``None`` where the system does not say."""
    try:
        if sys.platform == "win32":
            user = ctypes.windll.user32
            return int(user.GetSystemMetrics(0)), int(user.GetSystemMetrics(1))
        if sys.platform == "darwin":
            graphics = ctypes.CDLL("/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics")
            main = graphics.CGMainDisplayID()
            return int(graphics.CGDisplayPixelsWide(main)), int(graphics.CGDisplayPixelsHigh(main))
        return _x11_screen_px()
    except (OSError, AttributeError, DisplayError):
        return None


def fitting_px(wanted: tuple[int, int], screen: tuple[int, int] | None) -> tuple[int, int]:
    """Return the size of a window that fits the screen with its frame, in its own proportions."""
    if screen is None:
        return wanted
    scale = min(1.0, *(_FITTING * has / wants for has, wants in zip(screen, wanted, strict=True)))
    return max(1, round(wanted[0] * scale)), max(1, round(wanted[1] * scale))


class _Screens(ctypes.Structure):
    """xcb_screen_iterator_t."""

    _fields_ = (
        ("data", ctypes.POINTER(ctypes.c_uint32)),
        ("rem", ctypes.c_int),
        ("index", ctypes.c_int),
    )


def _x11_screen_px() -> tuple[int, int] | None:
    """Return the size of the first screen of the X server of ``DISPLAY``."""
    with _x11_connection() as (xcb, connection):
        if connection is None:
            return None
        xcb.xcb_get_setup.restype = ctypes.c_void_p
        xcb.xcb_get_setup.argtypes = [ctypes.c_void_p]
        xcb.xcb_setup_roots_iterator.argtypes = [ctypes.c_void_p]
        xcb.xcb_setup_roots_iterator.restype = _Screens
        screens = xcb.xcb_setup_roots_iterator(xcb.xcb_get_setup(connection))
        size = screens.data[_XCB_SIZE]  # two 16-bit numbers: width, then height
        return size & 0xFFFF, size >> 16


def _wayland_answers(name: str) -> bool:
    """Return whether there is a compositor behind the socket of this name."""
    path = Path(os.environ.get("XDG_RUNTIME_DIR", "")) / name
    with socket.socket(socket.AF_UNIX) as connection:
        try:
            connection.connect(str(path))
        except OSError:
            return False
    return True


def _load(library: str) -> ctypes.CDLL:
    try:
        return ctypes.CDLL(library)
    except OSError as error:
        raise DisplayError(
            "The system libraries for windows were expected and one is missing "
            "({error}): on Debian or Ubuntu run 'sudo apt-get install "
            "{system_packages}', or use --no-window.",
            error=str(error).partition(":")[0],  # its name; the rest is the system's English
            system_packages=_SYSTEM_PACKAGES,
        ) from error
