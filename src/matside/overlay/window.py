"""The window of a live session."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from typing import Final, Self

import cv2
import numpy as np

from matside.body.frames import Image
from matside.errors import DisplayError
from matside.overlay.display import fitting_px, required_display, screen_size_px, window_environment
from matside.overlay.keys import Button, Key, Presses, key_of
from matside.overlay.palette import NIGHT

_HANDLER: Final = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
FAILED: Final = 1
"""Exit code of a program whose screen has gone."""
_LEAST_BORDER_PX: Final = 4
"""Narrower borders are not worth a copy; nobody sees so small a stretch."""
_MOST_KEYS: Final = 16
"""Keys taken in one go, so that a cat on the keyboard does not stop the picture."""


class Window:
    """A window that shows pictures and returns the keys pressed; a context manager.

    It can be resized and keeps the picture's proportions. Like every window of
    OpenCV it belongs to the main thread, and keys and the cross are only noticed
    while ``show`` is called, so it should be called at least ten times a second,
    with the same picture if there is no new one.

    Args:
        title: What stands on the window.
        full_screen: Whether it covers the screen from the start.
        size_px: Width and height to begin with; less on a screen that is smaller.

    Raises:
        DisplayError: No window can be opened here; the message says what to do.
        RuntimeError: This is not the main thread.
    """

    def __init__(
        self, title: str, *, full_screen: bool = False, size_px: tuple[int, int] = (1280, 720)
    ) -> None:
        if threading.current_thread() is not threading.main_thread():
            raise RuntimeError("a window belongs to the main thread")
        self._title = title
        self._presses = Presses()
        self._closed = False
        self._canvas: Image = np.empty((0, 0, 3), np.uint8)
        self._buttons: tuple[Button, ...] = ()
        self._clicked: list[Key] = []
        self._size_wanted_px = size_px
        self._upright = size_px[1] > size_px[0]
        flags = cv2.WINDOW_NORMAL | cv2.WINDOW_FREERATIO | cv2.WINDOW_GUI_NORMAL
        try:
            with required_display(), window_environment():
                cv2.namedWindow(title, flags)
            cv2.resizeWindow(title, *fitting_px(size_px, screen_size_px()))
            cv2.setMouseCallback(title, self._take_click)
        except cv2.error as error:
            raise DisplayError(
                "A window was expected to open and OpenCV says: {err}; use --no-window.",
                err=error.err,
            ) from error
        if full_screen:
            self.toggle_full_screen()

    @property
    def closed(self) -> bool:
        """Whether the window is gone: by its cross, or by ``close``."""
        return self._closed

    def show(self, image: Image, buttons: Iterable[Button] = ()) -> tuple[Key, ...]:
        """Show a picture and return the keys pressed since the last one, in their order.

        A key that is held down counts once or twice; a button that is clicked or
        touched is its key, after those that were pressed. Once the window is
        closed nothing is shown and there are no keys.

        Args:
            image: uint8 ``(height, width, 3)`` BGR.
            buttons: What can be clicked in it.
        """
        if self._closed:
            return ()
        self._turn(upright=image.shape[0] > image.shape[1])
        bordered, left, top = self._bordered(image)
        self._buttons = tuple(button.moved(left, top) for button in buttons)
        cv2.imshow(self._title, bordered)
        keys = self._pressed()
        if not self._visible():
            self._closed = True
        return keys

    def toggle_full_screen(self) -> None:
        """Cover the screen, or go back to a window."""
        if self._closed:
            return
        mode = cv2.WINDOW_NORMAL if self._fills_screen() else cv2.WINDOW_FULLSCREEN
        cv2.setWindowProperty(self._title, cv2.WND_PROP_FULLSCREEN, mode)

    def close(self) -> None:
        """Close the window; a second call does nothing."""
        if self._closed:
            return
        self._closed = True
        with suppress(cv2.error):  # it may just have been closed by its cross
            cv2.destroyWindow(self._title)
            cv2.waitKeyEx(1)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def _turn(self, *, upright: bool) -> None:
        """Let the window stand or lie as the picture does: a telephone's would be a thin strip."""
        if upright == self._upright:
            return
        self._upright, self._size_wanted_px = upright, self._size_wanted_px[::-1]
        if not self._fills_screen():
            cv2.resizeWindow(self._title, *fitting_px(self._size_wanted_px, screen_size_px()))

    def _fills_screen(self) -> bool:
        return cv2.getWindowProperty(self._title, cv2.WND_PROP_FULLSCREEN) == cv2.WINDOW_FULLSCREEN

    def _bordered(self, image: Image) -> tuple[Image, int, int]:
        """Return the picture with dark borders, in the proportions of the window.

        With it come the left and the upper border in pixels. OpenCV's own are light grey, which
        blinds in a dim room.
        """
        height, width = image.shape[:2]
        across, down = self._size_px()
        wide = max(width, round(height * across / down))
        tall = max(height, round(width * down / across))
        if wide - width < _LEAST_BORDER_PX and tall - height < _LEAST_BORDER_PX:
            return image, 0, 0
        if self._canvas.shape != (tall, wide, 3):
            self._canvas = np.full((tall, wide, 3), NIGHT, np.uint8)
        left, top = (wide - width) // 2, (tall - height) // 2
        self._canvas[top : top + height, left : left + width] = image
        return self._canvas, left, top

    def _size_px(self) -> tuple[int, int]:
        """Return width and height of the inside of the window."""
        _, _, width, height = cv2.getWindowImageRect(self._title)
        return max(1, width), max(1, height)

    def _pressed(self) -> tuple[Key, ...]:
        """Let the window work off its events; OpenCV hands out one key at a time."""
        keys = []
        for _ in range(_MOST_KEYS):
            code = cv2.waitKeyEx(1)
            if code < 0:
                break
            key = key_of(code)
            if key is not None and self._presses.take(key, time.monotonic()):
                keys.append(key)
        keys += self._clicked
        self._clicked.clear()
        return tuple(keys)

    def _take_click(self, event: int, x: int, y: int, *_rest: object) -> None:
        """Note the button that is clicked; OpenCV gives the position in pixels of the picture."""
        if event == cv2.EVENT_LBUTTONDOWN:
            self._clicked += [button.key for button in self._buttons if button.is_at(x, y)]

    def _visible(self) -> bool:
        with suppress(cv2.error):
            return cv2.getWindowProperty(self._title, cv2.WND_PROP_VISIBLE) >= 1.0
        return False


@contextmanager
def before_display_loss_ends(act: Callable[[], None]) -> Iterator[None]:
    """Call ``act`` if the display goes meanwhile and takes the process with it, as its last deed.

    Where the X server is gone, Qt calls ``exit`` of the C library: no exception
    is raised, and no ``finally`` or ``atexit`` of Python runs. So a handler of the
    C library's is registered. It is taken back at the end of the ``with``
    statement, since it must not run once Python has ended. Elsewhere than on
    Linux with glibc nothing is registered: there Qt does not end the process.

    Args:
        act: Runs in a thread of its own, since what OpenCV keeps for the one that ends, such as
            its fonts, is gone by then; what it raises is printed.
    """
    if platform.libc_ver()[0] != "glibc":
        yield
        return
    library = ctypes.CDLL(None)
    own = ctypes.create_string_buffer(1)  # its address names the handler when it is taken back
    name = ctypes.c_void_p(ctypes.addressof(own))
    lost = True

    def ended(_argument: int | None) -> None:
        if lost:
            last = threading.Thread(target=act)
            last.start()
            while last.is_alive():
                with suppress(KeyboardInterrupt, SystemExit):
                    last.join()
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(FAILED)

    handler = _HANDLER(ended)
    library["__cxa_atexit"](handler, None, name)
    try:
        yield
    finally:
        lost = False
        library["__cxa_finalize"](name)
