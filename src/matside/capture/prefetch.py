"""Reading ahead in a thread, so that decoding, the pose model and the coach overlap."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Final, Generic, Self, TypeVar

T = TypeVar("T")

THREAD_NAME: Final = "matside-prefetch"
_WAKE_S: Final = 0.1
"""The consumer looks up this often while it waits, for on Windows Ctrl+C cannot end a wait."""
_JOIN_S: Final = 5.0
"""How long ``close`` waits for an item that is just being made."""

_log = logging.getLogger(__name__)


class Prefetch(Generic[T]):
    """Iterates over ``iterable`` in a background thread, up to ``depth`` items ahead.

    Every item arrives, in order. An exception of the iterable is raised here
    after the items that came before it, with the traceback of its origin.
    ``close``, which also the end of a ``with`` block and garbage collection
    call, ends the thread and closes the iterable's iterator in that thread.

    Args:
        iterable: Anything to iterate over; from here on only the thread uses it.
        depth: Most items waiting at a time, at least 1.
        head_start_s: How long an item that had to be waited for is held back, in
            seconds. The thread is the slower one then, and it gets on with its
            next item without having to ask for the interpreter in between.
    """

    def __init__(self, iterable: Iterable[T], *, depth: int = 4, head_start_s: float = 0.0) -> None:
        self._head_start_s = head_start_s
        self._shelf: _Shelf[T] = _Shelf(depth)
        self._thread = threading.Thread(
            target=_fill, args=(iterable, self._shelf), name=THREAD_NAME, daemon=True
        )
        self._thread.start()

    def __iter__(self) -> Iterator[T]:
        return self

    def __next__(self) -> T:
        waits = self._head_start_s > 0.0 and self._shelf.is_bare()
        item = self._shelf.take()
        if waits:
            time.sleep(self._head_start_s)
        return item

    def close(self) -> None:
        """End the thread and forget what was read ahead; may be called twice."""
        self._shelf.close()
        if self._thread is threading.current_thread():
            return
        self._thread.join(_JOIN_S)
        if self._thread.is_alive():
            _log.info("the reading thread is still busy and is left behind")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()

    def __del__(self) -> None:
        # Only tell the thread to end: waiting has no place in garbage collection.
        shelf: _Shelf[T] | None = getattr(self, "_shelf", None)
        if shelf is not None:
            shelf.close()


class _Shelf(Generic[T]):
    """Bounded buffer between the two threads: a few items, then an end or an error."""

    def __init__(self, depth: int) -> None:
        self._depth = depth
        self._items: deque[T] = deque()
        self._changed = threading.Condition()
        self._closed = False
        self._ended = False
        self._error: BaseException | None = None

    def put(self, item: T) -> bool:
        """Add ``item`` as soon as there is room; return whether more are wanted."""
        with self._changed:
            self._changed.wait_for(lambda: self._closed or len(self._items) < self._depth)
            if self._closed:
                return False
            self._items.append(item)
            self._changed.notify_all()
            return True

    def end(self, error: BaseException | None = None) -> None:
        """State that nothing follows, and why."""
        with self._changed:
            self._ended, self._error = True, error
            self._changed.notify_all()

    def is_bare(self) -> bool:
        """Whether there is nothing to take yet."""
        return not self._items

    def take(self) -> T:
        """Return the next item; raise the producer's error, or ``StopIteration`` at the end."""
        with self._changed:
            while not (self._items or self._ended or self._closed):
                self._changed.wait(_WAKE_S)
            if self._items:
                item = self._items.popleft()
                self._changed.notify_all()
                return item
            error, self._error = self._error, None
        if error is not None:
            raise error
        raise StopIteration

    def close(self) -> None:
        """Discard the items and let a waiting ``put`` return."""
        with self._changed:
            self._closed = True
            self._items.clear()
            self._error = None
            self._changed.notify_all()


def _fill(iterable: Iterable[T], shelf: _Shelf[T]) -> None:
    """Run in the thread: move items to ``shelf`` until the end, an error, or its closing.

    It knows nothing of the ``Prefetch`` object, so that this can be collected
    while the thread waits.
    """
    error: BaseException | None = None
    iterator: Iterator[T] | None = None
    try:
        iterator = iter(iterable)
        for item in iterator:
            if not shelf.put(item):
                break
    except BaseException as raised:  # noqa: BLE001 (handed to the consumer)
        error = raised
    try:
        close = getattr(iterator, "close", None)
        if close is not None:
            close()
    except BaseException as raised:  # noqa: BLE001 (handed to the consumer)
        error = error if error is not None else raised
    shelf.end(error)
