"""The pages of a live session, and of the check of camera and sound before it."""

from __future__ import annotations

from dataclasses import asdict
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, WebSocketRoute
from starlette.websockets import WebSocket

from matside.errors import UsageError
from matside.page import live_texts
from matside.page.exchange import TRY_LATER, Sent, Shown, form_post, get, post, whole_number
from matside.page.live_socket import serve_check, serve_live
from matside.page.model import Parts
from matside.page.presence import Presence

STOP_FROM: Final = 6
"""Pain of 6 to 10 means: not today."""


def live_routes(parts: Parts, presence: Presence, shown: Shown) -> list[BaseRoute]:
    """Return the routes of these pages.

    Args:
        parts: What the site is made of.
        presence: Called for each page that is open.
        shown: Renders a template.
    """
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
        if pain is not None and pain >= STOP_FROM:
            raise UsageError(live_texts.TOO_MUCH_PAIN(pain=pain))
        what, camera = sent.get("what", ""), sent.get("camera", "")
        offered = {card.id: card for card in self._parts.desk.offered()}
        if what not in offered or not (camera.isdecimal() and len(camera) < 4):
            raise UsageError(live_texts.NOTHING_TO_BEGIN())
        stopped = self._parts.person.stopped() or offered[what].withheld
        if stopped:
            raise UsageError(stopped)
        if sent.get("pictures", "") in {one.id for one in self._parts.person.pictures()}:
            self._parts.person.set_pictures(sent["pictures"])
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
