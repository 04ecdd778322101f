"""The page's server: a socket on the loopback interface, and an end when nobody is there."""

from __future__ import annotations

import asyncio
import contextlib
import os
import socket
import time
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from typing import Final

import uvicorn
from starlette.types import ASGIApp

from matside.errors import UsageError
from matside.page import texts

LOOPBACK: Final = "127.0.0.1"
USUAL_PORT: Final = 8736
"""Taken if it is free, so that a bookmark and the browser's own settings stay."""
LOOK_S: Final = 1.0
_CLOSING_S: Final = 3
_BACKLOG: Final = 256
FIRST_S: Final = 300.0
"""How long the first page may take to be opened, by a person who copies the address."""
LINGER_S: Final = 45.0
"""How long after the last page: a reload, a walk through the pages, a crash of the browser."""
MOST_SOCKETS: Final = 24
"""Open sockets of pages; one more is turned away."""


class Presence:
    """Counts open pages; to be used from the server's own thread.

    It waits ``first_s`` for the first page, and goes on for ``linger_s`` without one. It is over
    at once if ``asked`` returns that a signal has asked to end.
    """

    def __init__(
        self,
        *,
        clock: Callable[[], float] = time.monotonic,
        first_s: float = FIRST_S,
        linger_s: float = LINGER_S,
        asked: Callable[[], bool] = lambda: False,
    ) -> None:
        self._clock = clock
        self._linger_s = linger_s
        self._asked = asked
        self._until_s = clock() + first_s
        self.open = 0

    @property
    def full(self) -> bool:
        """Whether no more sockets are taken."""
        return self.open >= MOST_SOCKETS

    @contextlib.contextmanager
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
        """Whether nobody is there any more, or it is to end."""
        return self._asked() or (not self.open and self._clock() >= self._until_s)


def listen(port: int | None, before: Iterable[int] = ()) -> socket.socket:
    """Return a socket on the loopback interface.

    Args:
        port: The port; ``None`` for the usual one, or any if that is taken.
        before: Ports to try before any: of servers that were killed while their pages were open.

    Raises:
        UsageError: The port that was asked for is taken or may not be used.
    """
    if port is not None:
        try:
            return _bound(port)
        except (OSError, OverflowError) as error:
            raise UsageError(texts.PORT_TAKEN(port=port)) from error
    for one in (USUAL_PORT, *before):
        with contextlib.suppress(OSError):
            return _bound(one)
    return _bound(0)


def serve(
    app: ASGIApp,
    listening: socket.socket,
    presence: Presence,
    busy: Callable[[], bool],
    *,
    look_s: float = LOOK_S,
) -> None:
    """Answer until the last page is gone and nothing is being done, or a signal asks to end.

    Args:
        app: What answers.
        listening: From ``listen``.
        presence: Knows whether a page is open.
        busy: Returns whether something is being done that has to come to its end.
        look_s: How often to look whether anybody is there.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="off",
        ws="websockets-sansio",
        ws_per_message_deflate=False,  # JPEG does not shrink: it took half a core
        ws_max_size=1 << 16,
        ws_ping_interval=20.0,
        h11_max_incomplete_event_size=1 << 16,
        timeout_keep_alive=10,
        timeout_graceful_shutdown=_CLOSING_S,
        backlog=_BACKLOG,
        server_header=False,
        proxy_headers=False,
    )
    server = uvicorn.Server(config)

    async def run() -> None:
        async with _watched(server, presence, busy, look_s):
            await server.serve(sockets=[listening])

    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(run())


@contextlib.asynccontextmanager
async def _watched(
    server: uvicorn.Server, presence: Presence, busy: Callable[[], bool], look_s: float
) -> AsyncIterator[None]:
    """End the server when nobody has been there for a while."""

    async def watch() -> None:
        while not presence.over:
            await asyncio.sleep(look_s)
            if busy():
                presence.stay()
        server.should_exit = True

    watching = asyncio.create_task(watch())
    try:
        yield
    finally:
        watching.cancel()


def _bound(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        if os.name != "nt":  # there it would let another program share the port
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((LOOPBACK, port))
        listening.listen(_BACKLOG)
    except BaseException:
        listening.close()
        raise
    return listening
