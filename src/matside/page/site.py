"""Routes of the site, and what each shows. It reads and changes nothing but through its parts."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
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
from matside.errors import MatsideError, UsageError, refusal
from matside.page import session_texts, texts
from matside.page.exchange import (
    TRY_LATER,
    Pages,
    Sent,
    form_post,
    get,
    leading_on,
    post,
    refused,
    see_other,
    whole_number,
)
from matside.page.live_routes import live_routes
from matside.page.model import Kept, Parts, Theme
from matside.page.person_routes import person_routes
from matside.page.plan_routes import plan_routes
from matside.page.server import Presence
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
    """Return the application behind the gate; ``presence`` is called for each page that is open."""
    site = _Site(parts, presence)
    return Starlette(
        routes=[
            get("/", site.today),
            get("/exercises/{name:str}", site.exercise),
            get("/progress", site.progress),
            *plan_routes(parts, presence, site.shown),
            *session_routes(parts.store, site.shown),
            get("/recordings", site.recordings),
            get("/recordings/jobs", site.jobs),
            post("/recordings/{job:str}/cancel", site.cancel),
            Route("/recordings/new", site.upload, methods=["PUT"]),
            *live_routes(parts, presence, site.shown),
            *person_routes(parts.people, site.shown),
            get("/settings", site.settings),
            get("/computer", site.computer),
            form_post("/settings/theme", site.set_theme),
            form_post(
                "/settings/language",
                leading_on(parts.store.set_language, "/settings", "language"),
            ),
            post("/settings/clear/{kept:str}", site.clear),
            get("/assets/{name:str}", site.asset),
            WebSocketRoute("/presence", site.presence),
        ],
        exception_handlers={
            MatsideError: site.failed,
            OSError: site.refused,
            HTTPException: site.missing,
        },
    )


class _Site:
    def __init__(self, parts: Parts, presence: Presence) -> None:
        self._parts = parts
        self._store = parts.store
        self._presence = presence
        self._pages = Pages(parts.store.theme, parts.resume_key)
        self._assets = _own_assets() | dict(parts.assets)

    # Pages

    def today(self, _request: Request) -> Response:
        if self._parts.people.due():
            return see_other("/screening")
        offered = self._store.offered()
        sessions = self._store.sessions(NEWEST)
        first = safety.is_first_start()
        return self.shown(
            "today",
            safety=safety.PARAGRAPHS if first else (),
            hour=datetime.now().astimezone().hour,
            plan=self._store.plan(),
            planned={card.id: card for card in offered if card.planned},
            exercises=[card for card in offered if not card.programme],
            programmes=[card for card in offered if card.programme and not card.planned],
            sessions=sessions,
            running=self._parts.live.running,
            people=self._parts.people.people(),
        )

    def exercise(self, request: Request) -> Response:
        for card in self._store.offered():
            if card.id == request.path_params["name"]:
                settings = self._parts.check.settings()
                return self.shown(
                    "exercise",
                    card=card,
                    settings=settings,
                    about=self._parts.people.about(),
                    pictures=self._parts.people.pictures(),
                )
        raise HTTPException(404)

    def progress(self, _request: Request) -> Response:
        return self.shown("progress", progress=self._store.progress())

    def recordings(self, _request: Request) -> Response:
        return self.shown(
            "recordings",
            most=file_size(self._parts.most_bytes),
            suffixes=",".join(sorted(self._parts.recordings.suffixes)),
        )

    def settings(self, _request: Request) -> Response:
        stored = self._store.stored()
        return self.shown(
            "settings",
            stored=stored,
            theme=self._store.theme(),
            languages=self._store.languages(),
            about=self._parts.people.about(),
            pictures=self._parts.people.pictures(),
            safety=safety.PARAGRAPHS,
        )

    def computer(self, _request: Request) -> Response:
        return self.shown("computer", findings=self._parts.findings())

    def asset(self, request: Request) -> Response:
        path = self._assets.get(request.path_params["name"])
        if path is None:
            raise HTTPException(404)
        return FileResponse(path, media_type=_TYPES[path.suffix])

    # What changes something

    def set_theme(self, _request: Request, sent: Sent) -> Response:
        asked = sent.get("theme")
        if asked not in {theme.value for theme in Theme}:
            raise HTTPException(400)
        self._store.set_theme(Theme(asked))
        return see_other("/settings")

    def clear(self, request: Request) -> Response:
        asked = request.path_params["kept"]
        if asked not in {kept.value for kept in Kept}:
            raise HTTPException(404)
        self._store.clear(Kept(asked))
        return see_other("/settings")

    # Recordings

    def jobs(self, _request: Request) -> Response:
        jobs = self._parts.recordings.jobs()
        return JSONResponse([asdict(job) for job in jobs])

    def cancel(self, request: Request) -> Response:
        self._parts.recordings.cancel(request.path_params["job"])
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

    def failed(self, request: Request, error: Exception) -> Response:
        if _wants_json(request):
            return JSONResponse({"error": str(error)}, status_code=400)
        return self.shown("failed", status=400, message=str(error))

    def refused(self, request: Request, error: Exception) -> Response:
        told = refusal(error) if isinstance(error, OSError) else None
        if told is None:
            raise error
        return self.failed(request, told)

    def missing(self, request: Request, error: Exception) -> Response:
        status = error.status_code if isinstance(error, HTTPException) else 500
        if _wants_json(request):
            return JSONResponse({"error": texts.NOT_HERE()}, status_code=status)
        return self.shown("failed", status=status, message=texts.NOT_HERE())

    def shown(self, name: str, *, status: int = 200, **values: object) -> Response:
        """Return a page from its template."""
        html = self._pages.render(name, values)
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
