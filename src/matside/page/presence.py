"""Count of open pages: the server ends when the last one has been gone for a while."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

FIRST_S: Final = 300.0
"""How long the first page may take to be opened, by a person who copies the address."""
LINGER_S: Final = 45.0
"""How long after the last page: a reload, a walk through the pages, a crash of the browser."""
MOST_SOCKETS: Final = 24
"""Open sockets of pages; one more is turned away."""


class Presence:
    """Counts open pages; to be used from the server's own thread.

    Args:
        clock: Returns seconds that never run backwards.
        first_s: How long to wait for the first page.
        linger_s: How long to go on without one.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        first_s: float = FIRST_S,
        linger_s: float = LINGER_S,
    ) -> None:
        self._clock = clock
        self._linger_s = linger_s
        self._until_s = clock() + first_s
        self.open = 0

    @property
    def full(self) -> bool:
        """Whether no more sockets are taken."""
        return self.open >= MOST_SOCKETS

    @contextmanager
    def page(self) -> Iterator[None]:
        """Count one page while it is open."""
        self.open += 1
        try:
            yield
        finally:
            self.open -= 1
            self.stay()

    def stay(self) -> None:
        """Go on for another while: somebody is there, or something is being done."""
        self._until_s = self._clock() + self._linger_s

    @property
    def over(self) -> bool:
        """Whether nobody is there any more."""
        return not self.open and self._clock() >= self._until_s
