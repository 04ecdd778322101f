"""The pages of a live session and of the check of camera and sound before it, and their sockets.

Pictures and words go to the page, requests come back. Each message to the page is the length of its
words (4 bytes, big-endian), the words as JSON, and the picture as JPEG. The next one is sent once
the page says that it has this one, so that no picture is ever old. An empty message says every
second that the server is there: a page that hears nothing for a while connects anew.
"""

from __future__ import annotations

import asyncio
import json
from contextlib import suppress
from dataclasses import asdict
from typing import Any, Final

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from matside.errors import UsageError
from matside.guidance.wishes import PAIN_STOP
from matside.page import live_texts
from matside.page.exchange import TRY_LATER, Sent, Shown, form_post, get, post, whole_number
from matside.page.live_model import Check, Command, Live, LiveDisplay, LiveMoment
from matside.page.model import Parts
from matside.page.server import Presence

MOST_PAIN: Final = 10
_WAIT_S: Final = 1.0
"""Interval of the keep-alive to the page while there is no new picture."""
_LONGEST_NUMBER: Final = 3
_HELLO_S: Final = 10.0
_UNFIT: Final = 1008


def live_routes(parts: Parts, presence: Presence, shown: Shown) -> list[BaseRoute]:
    """Return the routes of these pages; ``presence`` is called for each that is open."""
    pages = _LivePages(parts, presence, shown)
    return [
        get("/practise", pages.practise),
        get("/practise/cameras", pages.cameras),
        form_post("/practise/begin", pages.begin),
        get("/check", pages.check),
        form_post("/check/settings", pages.check_settings),
        post("/check/sound", pages.check_sound),
        WebSocketRoute("/practise/live", pages.live),
        WebSocketRoute("/check/live", pages.check_live),
    ]


class _LivePages:
    def __init__(self, parts: Parts, presence: Presence, shown: Shown) -> None:
        self._parts = parts
        self._presence = presence
        self._shown = shown

    def practise(self, _request: Request) -> Response:
        if self._parts.live.display is None:
            raise UsageError(live_texts.NO_SESSION_UNDER_WAY())
        return self._shown("practise")

    def cameras(self, _request: Request) -> Response:
        self._parts.check.close()  # it would be in its own way
        found = self._parts.live.cameras()
        return JSONResponse([asdict(camera) for camera in found])

    def begin(self, _request: Request, sent: Sent) -> Response:
        pain = whole_number(sent.get("pain"))
        if pain is not None and pain >= PAIN_STOP:
            raise UsageError(live_texts.TOO_MUCH_PAIN(pain=pain))
        what, camera = sent.get("what", ""), sent.get("camera", "")
        offered = {card.id: card for card in self._parts.store.offered()}
        if what not in offered or not (camera.isdecimal() and len(camera) < 4):
            raise UsageError(live_texts.NOTHING_TO_BEGIN())
        stopped = self._parts.people.stopped() or offered[what].withheld
        if stopped:
            raise UsageError(stopped)
        if sent.get("pictures", "") in {one.id for one in self._parts.people.pictures()}:
            self._parts.people.set_pictures(sent["pictures"])
        self._parts.check.close()
        dose = sent.get("dose") or None
        if dose not in {None, *(one.id for one in offered[what].doses)}:
            raise UsageError(live_texts.NOTHING_TO_BEGIN())
        token = self._parts.live.begin(
            what, camera, pain=pain, speak=sent.get("speak") == "on", dose=dose
        )
        return JSONResponse({"token": token})

    def check(self, _request: Request) -> Response:
        if self._parts.live.running:
            raise UsageError(live_texts.SESSION_UNDER_WAY())
        settings = self._parts.check.settings()
        return self._shown("check", settings=settings)

    def check_settings(self, _request: Request, sent: Sent) -> Response:
        percent, rate = whole_number(sent.get("volume")), whole_number(sent.get("rate"))
        if percent is None or percent > 100 or rate is None or not 50 <= rate <= 200:
            raise HTTPException(400)
        self._parts.check.change(
            speak=sent.get("speak") == "on",
            volume=percent / 100.0,
            voice=sent.get("voice", ""),
            rate=rate / 100.0,
        )
        return JSONResponse({})

    def check_sound(self, _request: Request) -> Response:
        return JSONResponse({"advice": self._parts.check.sound()})

    async def check_live(self, socket: WebSocket) -> None:
        if self._presence.full or self._parts.live.running:
            await socket.close(TRY_LATER)
            return
        with self._presence.page():
            await serve_check(socket, self._parts.check)

    async def live(self, socket: WebSocket) -> None:
        if self._presence.full:
            await socket.close(TRY_LATER)
            return
        with self._presence.page():
            await serve_live(socket, self._parts.live)


async def serve_live(socket: WebSocket, live: Live) -> None:
    """Show the newest session to one page until either is over.

    The first message of a page is ``{"token": ...}``; the page that knows the
    word of the session steers it, any other one watches.
    """
    display = live.display
    await socket.accept()
    hello = await _hello(socket)
    if display is None and hello is not None:
        left = await run_in_threadpool(live.left_behind)
        if left is not None:
            await socket.send_bytes(packed(left, steers=False))
    if display is None or hello is None:
        await _turn_away(socket)
        return
    token = hello.get("token")
    steers = isinstance(token, str) and live.steers(token)
    if steers:
        display.steer(1)
    seen = asyncio.Event()
    reading = asyncio.create_task(_read(socket, display if steers else None, seen))
    try:
        await _write(socket, display, seen, reading, steers=steers)
    finally:
        reading.cancel()
        if steers:
            display.steer(-1)


async def serve_check(socket: WebSocket, check: Check) -> None:
    """Show what a camera sees to one page until it is gone.

    The first message of a page is ``{"camera": number}``.
    """
    await socket.accept()
    hello = await _hello(socket)
    camera = hello.get("camera") if hello is not None else None
    if not isinstance(camera, str) or not camera.isdecimal() or len(camera) > _LONGEST_NUMBER:
        await _turn_away(socket)
        return
    display = await run_in_threadpool(check.begin, camera)
    display.steer(1)
    seen = asyncio.Event()
    reading = asyncio.create_task(_read(socket, None, seen))
    try:
        await _write(socket, display, seen, reading, steers=True)
    finally:
        reading.cancel()
        display.end()


async def _turn_away(socket: WebSocket) -> None:
    with suppress(WebSocketDisconnect, RuntimeError):  # it may be gone already
        await socket.close(_UNFIT)


async def _hello(socket: WebSocket) -> dict[str, Any] | None:
    with suppress(asyncio.TimeoutError, WebSocketDisconnect, ValueError, KeyError):
        message = await asyncio.wait_for(socket.receive_json(), _HELLO_S)
        return message if isinstance(message, dict) else None
    return None


async def _write(
    socket: WebSocket,
    display: LiveDisplay,
    seen: asyncio.Event,
    reading: asyncio.Task[None],
    *,
    steers: bool,
) -> None:
    number = 0
    while not reading.done():
        moment = await run_in_threadpool(display.newest, number, _WAIT_S)
        seen.clear()
        try:
            await socket.send_bytes(b"" if moment is None else packed(moment, steers=steers))
        except (WebSocketDisconnect, RuntimeError):  # it is gone
            return
        if moment is None:
            continue
        number = moment.number
        waiting = asyncio.create_task(seen.wait())
        await asyncio.wait({waiting, reading}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if moment.state.get("over"):
            with suppress(RuntimeError):
                await socket.close()
            return


async def _read(socket: WebSocket, display: LiveDisplay | None, seen: asyncio.Event) -> None:
    """Take what the page says until it is gone; commands only where ``display`` is given."""
    with suppress(WebSocketDisconnect, ValueError, KeyError, RuntimeError):
        while True:
            message = await socket.receive_json()
            if not isinstance(message, dict):
                return
            if "seen" in message:
                seen.set()
            elif display is not None:
                _command(message, display)


def _command(message: dict[str, Any], display: LiveDisplay) -> None:
    command, value = message.get("command"), message.get("value", 0)
    if not isinstance(command, str) or command not in {one.value for one in Command}:
        return
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_PAIN:
        display.command(Command(command), value)


def packed(moment: LiveMoment, *, steers: bool) -> bytes:
    """Return a moment as one message."""
    words = json.dumps({**moment.state, "steers": steers}, ensure_ascii=False, default=str).encode()
    return len(words).to_bytes(4, "big") + words + moment.jpeg
