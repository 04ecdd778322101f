"""Settings of the whole process, and signals that end it: only the command line makes them."""

from __future__ import annotations

import ctypes
import signal
import sys
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from types import FrameType
from typing import Final

import cv2

_ENDING: Final = ("SIGTERM", "SIGHUP")
_M_ARENA_MAX: Final = -8
"""glibc's name for the greatest number of arenas (malloc.h)."""
_ARENAS: Final = 2
TURN_S: Final = 0.0005
"""How long a thread may go on while another one waits."""


@contextmanager
def tuned_process() -> Iterator[None]:
    """Set the process up for pictures that pass from thread to thread.

    By default a thread that comes back from decoding or from the model waits up to 5 ms for the
    coach's thread to release the interpreter lock; that is a quarter of a frame's time. And OpenCV
    shares out each small task among all cores, then waits for the slowest, while the cores are busy
    with the model. Both are undone at the end; what is set for the C library's memory
    (``share_arenas``) stays.
    """
    share_arenas()
    turn_s, opencv_threads = sys.getswitchinterval(), cv2.getNumThreads()
    sys.setswitchinterval(TURN_S)
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        sys.setswitchinterval(turn_s)
        cv2.setNumThreads(opencv_threads)


def share_arenas() -> None:
    """Let all threads share two arenas of the C library's memory, for the rest of the process.

    glibc otherwise gives nearly each thread its own. A picture is taken from
    one thread's and given back by another's, and the holes add up: half an hour
    of a file at eight times its speed took 600 MB, of which 200 MB were holes,
    and takes 470 MB with 55 MB of holes. It is no slower (six pairs of analyses, 7.1 s and 7.4 s
    in the median). Does nothing where the C library is another.
    """
    if sys.platform != "linux":
        return
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(_M_ARENA_MAX, _ARENAS)


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Raise ``KeyboardInterrupt`` for SIGTERM and SIGHUP meanwhile; only in the main thread."""

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    with _handled(_ENDING, interrupt):
        yield


@contextmanager
def asked_to_end() -> Iterator[Callable[[], bool]]:
    """Yield what returns whether Ctrl-C, SIGTERM or SIGHUP has come; only in the main thread.

    An exception out of a signal may come just after a lock was taken, which then stays locked: who
    waits for it waits for ever. So the first one is only noted; a second one raises
    ``KeyboardInterrupt``, for who does not want to wait until it is looked at.
    """
    asked: list[int] = []

    def note(number: int, _frame: FrameType | None) -> None:
        if asked:
            raise KeyboardInterrupt
        asked.append(number)

    with _handled(("SIGINT", *_ENDING), note):
        yield lambda: bool(asked)


def undisturbed(by: Iterable[str] = ("SIGINT", *_ENDING)) -> AbstractContextManager[None]:
    """Let no signal of these names end the program meanwhile; only in the main thread."""
    return _handled(by, signal.SIG_IGN)


@contextmanager
def _handled(
    names: Iterable[str], handler: signal.Handlers | Callable[[int, FrameType | None], None]
) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():  # it alone may set handlers
        yield
        return
    there = [getattr(signal, name) for name in names if hasattr(signal, name)]
    # What is ignored stays so: nohup and shells do that for what goes on without them.
    heard = [number for number in there if signal.getsignal(number) is not signal.SIG_IGN]
    before = [(number, signal.signal(number, handler)) for number in heard]
    try:
        yield
    finally:
        for number, old in before:
            signal.signal(number, old)
