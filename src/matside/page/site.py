"""The site: which address shows what. It reads and changes nothing but through its parts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from matside import safety
from matside.errors import MatsideError, UsageError
from matside.page import session_texts, texts
from matside.page.exchange import TRY_LATER, Pages, form, refused, see_other, whole_number
from matside.page.live_routes import live_routes
from matside.page.model import Kept, Parts, Theme
from matside.page.person_routes import person_routes
from matside.page.plan_routes import plan_routes
from matside.page.presence import Presence
from matside.page.session_routes import session_routes
from matside.page.uploads import receive
from matside.wording.formatting import file_size

NEWEST: Final = 5
"""Sessions on the first page."""
MOST_WAITING: Final = 20
"""Recordings that may wait for their turn."""
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
_SHIPPED: Final = frozenset(_TYPES)


def build_site(parts: Parts, presence: Presence) -> Starlette:
    """Return the application behind the gate.

    Args:
        parts: What it is made of.
        presence: Called for each page that is open.
    """
    site = _Site(parts, presence)
    get, post = partial(Route, methods=["GET"]), partial(Route, methods=["POST"])
    return Starlette(
        routes=[
            get("/", site.today),
            get("/exercises/{name:str}", site.exercise),
            get("/progress", site.progress),
            *plan_routes(parts, presence, site.shown),
            *session_routes(parts.desk, site.shown),
            get("/recordings", site.recordings),
            get("/recordings/jobs", site.jobs),
            post("/recordings/{job:str}/cancel", site.cancel),
            Route("/recordings/new", site.upload, methods=["PUT"]),
            *live_routes(parts, presence, site.shown),
            *person_routes(parts.person, site.shown),
            get("/settings", site.settings),
            post("/settings/theme", site.set_theme),
            post("/settings/language", site.set_language),
            post("/settings/clear/{kept:str}", site.clear),
            get("/assets/{name:str}", site.asset),
            WebSocketRoute("/presence", site.presence),
        ],
        exception_handlers={MatsideError: site.failed, HTTPException: site.missing},
    )


class _Site:
    def __init__(self, parts: Parts, presence: Presence) -> None:
        self._parts = parts
        self._desk = parts.desk
        self._presence = presence
        self._pages = Pages(parts.desk.theme, parts.resume_key)
        self._assets = _own_assets() | dict(parts.assets)

    # Pages

    async def today(self, _request: Request) -> Response:
        if await run_in_threadpool(self._parts.person.due):
            return see_other("/screening")
        offered = await run_in_threadpool(self._desk.offered)
        sessions = await run_in_threadpool(self._desk.sessions, NEWEST)
        first = await run_in_threadpool(safety.is_first_start)
        return await self.shown(
            "today",
            safety=safety.PARAGRAPHS if first else (),
            hour=datetime.now().astimezone().hour,
            plan=await run_in_threadpool(self._desk.plan),
            planned={card.id: card for card in offered if card.planned},
            exercises=[card for card in offered if not card.programme],
            programmes=[card for card in offered if card.programme and not card.planned],
            sessions=sessions,
            running=self._parts.live.running,
            people=await run_in_threadpool(self._parts.person.people),
        )

    async def exercise(self, request: Request) -> Response:
        for card in await run_in_threadpool(self._desk.offered):
            if card.id == request.path_params["name"]:
                settings = await run_in_threadpool(self._parts.check.settings)
                return await self.shown(
                    "exercise",
                    card=card,
                    settings=settings,
                    about=await run_in_threadpool(self._parts.person.about),
                    pictures=await run_in_threadpool(self._parts.person.pictures),
                )
        raise HTTPException(404)

    async def progress(self, _request: Request) -> Response:
        return await self.shown("progress", progress=await run_in_threadpool(self._desk.progress))

    async def recordings(self, _request: Request) -> Response:
        return await self.shown(
            "recordings",
            most=file_size(self._parts.most_bytes),
            suffixes=",".join(sorted(self._parts.recordings.suffixes)),
        )

    async def settings(self, _request: Request) -> Response:
        stored = await run_in_threadpool(self._desk.stored)
        return await self.shown(
            "settings",
            stored=stored,
            theme=self._desk.theme(),
            languages=self._desk.languages(),
            about=await run_in_threadpool(self._parts.person.about),
            pictures=await run_in_threadpool(self._parts.person.pictures),
            safety=safety.PARAGRAPHS,
        )

    async def asset(self, request: Request) -> Response:
        path = self._assets.get(request.path_params["name"])
        if path is None:
            raise HTTPException(404)
        return FileResponse(path, media_type=_TYPES[path.suffix])

    # What changes something

    async def set_language(self, request: Request) -> Response:
        code = (await form(request)).get("language", "")
        await run_in_threadpool(self._desk.set_language, code)
        return see_other("/settings")

    async def set_theme(self, request: Request) -> Response:
        asked = (await form(request)).get("theme")
        if asked not in {theme.value for theme in Theme}:
            raise HTTPException(400)
        await run_in_threadpool(self._desk.set_theme, Theme(asked))
        return see_other("/settings")

    async def clear(self, request: Request) -> Response:
        asked = request.path_params["kept"]
        if asked not in {kept.value for kept in Kept}:
            raise HTTPException(404)
        await run_in_threadpool(self._desk.clear, Kept(asked))
        return see_other("/settings")

    # Recordings

    async def jobs(self, _request: Request) -> Response:
        jobs = self._parts.recordings.jobs()
        return JSONResponse([asdict(job) for job in jobs])

    async def cancel(self, request: Request) -> Response:
        await run_in_threadpool(self._parts.recordings.cancel, request.path_params["job"])
        return JSONResponse({})

    async def upload(self, request: Request) -> Response:
        recordings = self._parts.recordings
        waiting = sum(job.state in {"waiting", "running"} for job in recordings.jobs())
        if waiting >= MOST_WAITING:
            return JSONResponse({"error": session_texts.MOST_FILES()}, status_code=429)
        with self._presence.page():  # a long upload is somebody, too
            try:
                path = await receive(
                    request.stream(),
                    recordings.folder,
                    name=request.query_params.get("name", ""),
                    suffixes=recordings.suffixes,
                    stated=whole_number(request.headers.get("content-length")),
                    modified_s=_milliseconds(request.query_params.get("modified")),
                    most=self._parts.most_bytes,
                )
            except UsageError as error:
                return refused(error)
        job = await run_in_threadpool(recordings.begin, path)
        return JSONResponse({"job": job})

    # Presence

    async def presence(self, socket: WebSocket) -> None:
        if self._presence.full:
            await socket.close(TRY_LATER)
            return
        with self._presence.page():
            await socket.accept()
            try:
                while True:
                    await socket.receive_text()
            except (WebSocketDisconnect, KeyError):  # KeyError: bytes where text was expected
                return

    # What goes wrong

    async def failed(self, request: Request, error: Exception) -> Response:
        if _wants_json(request):
            return JSONResponse({"error": str(error)}, status_code=400)
        return await self.shown("failed", status=400, message=str(error))

    async def missing(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if _wants_json(request):
            return JSONResponse({"error": texts.NOT_HERE()}, status_code=status)
        return await self.shown("failed", status=status, message=texts.NOT_HERE())

    async def shown(self, name: str, *, status: int = 200, **values: object) -> Response:
        """Return a page from its template."""
        html = await run_in_threadpool(self._pages.render, name, values)
        return Response(html, status_code=status, media_type="text/html")


def _own_assets() -> dict[str, Path]:
    """Return the page's own files by name: nothing else can be asked for."""
    folder = Path(str(resources.files("matside.page").joinpath("assets")))
    return {path.name: path for path in sorted(folder.iterdir()) if path.suffix in _SHIPPED}


def _wants_json(request: Request) -> bool:
    return request.headers.get("accept", "") == "application/json"


def _milliseconds(text: str | None) -> float | None:
    number = whole_number(text)
    return None if number is None else number / 1000.0
