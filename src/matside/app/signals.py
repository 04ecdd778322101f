"""A closed terminal or a kind kill ends a session as Ctrl-C does; saving it is not interrupted."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Final

_ENDING: Final = ("SIGTERM", "SIGHUP")


@contextmanager
def ended_by_signals() -> Iterator[None]:
    """Raise ``KeyboardInterrupt`` for SIGTERM and SIGHUP meanwhile; only in the main thread."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    with _handled(_ENDING, interrupt):
        yield


@contextmanager
def undisturbed() -> Iterator[None]:
    """Let no signal of these, nor a second Ctrl-C, end the program meanwhile."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    with _handled(("SIGINT", *_ENDING), signal.SIG_IGN):
        yield


@contextmanager
def _handled(
    names: Iterable[str], handler: signal.Handlers | Callable[[int, FrameType | None], None]
) -> Iterator[None]:
    there = [getattr(signal, name) for name in names if hasattr(signal, name)]
    before = [(number, signal.signal(number, handler)) for number in there]
    try:
        yield
    finally:
        for number, old in before:
            signal.signal(number, old)
