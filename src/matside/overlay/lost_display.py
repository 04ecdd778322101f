"""What is still done when the X server ends: Qt then ends the whole process from within OpenCV."""

from __future__ import annotations

import ctypes
import os
import platform
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

_HANDLER: Final = ctypes.CFUNCTYPE(None, ctypes.c_void_p)
FAILED: Final = 1
"""Exit code of a program whose screen has gone."""


@contextmanager
def before_display_loss_ends(act: Callable[[], None]) -> Iterator[None]:
    """Call ``act`` if the display goes meanwhile and takes the process with it, as its last deed.

    Where the X server is gone, Qt calls ``exit`` of the C library: no exception
    is raised, and no ``finally`` or ``atexit`` of Python runs. So a handler of the
    C library's is registered. It is taken back at the end of the ``with``
    statement, since it must not run once Python has ended. Elsewhere than on
    Linux with glibc nothing is registered: there Qt does not end the process.

    Args:
        act: Runs in the thread that shows the window; what it raises is printed.
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
            try:
                act()
            finally:
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
