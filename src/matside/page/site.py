"""The site: which address shows what. It reads and changes nothing but through the desk."""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import asdict
from datetime import datetime
from functools import partial
from importlib import resources
from pathlib import Path
from typing import Final

from starlette.applications import Starlette
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import Route, WebSocketRoute
from starlette.websockets import WebSocket, WebSocketDisconnect

from matside import safety
from matside.body.landmark import Side
from matside.errors import MatsideError, UsageError
from matside.page import live_texts, session_texts, texts
from matside.page.forms import form_values
from matside.page.live_socket import serve_check, serve_live
from matside.page.model import Kept, Parts, Theme
from matside.page.person_routes import person_routes
from matside.page.plan_routes import document_response, plan_routes
from matside.page.presence import Presence
from matside.page.rendering import Pages
from matside.page.uploads import receive
from matside.wording.formatting import file_size

NEWEST: Final = 5
"""Sessions on the first page."""
STOP_FROM: Final = 6
"""Pain of 6 to 10 means: not today."""
MOST_WAITING: Final = 20
"""Recordings that may wait for their turn."""
MOST_SESSIONS: Final = 10**9
_SIDES: Final = frozenset({"", *Side})
_TRY_LATER: Final = 1013
_TYPES: Final = {
    ".css": "text/css; charset=utf-8",
    ".mjs": "text/javascript; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
_SHIPPED: Final = frozenset(_TYPES)

Answer = Callable[[Request], Awaitable[Response]]


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
            get("/history", site.history),
            get("/history/export.{ending:str}", site.export),
            get("/history/compare", site.comparison),
            get("/history/compare/{first:int}/{second:int}", site.comparison_itself),
            get("/history/together/{first:int}/{second:int}", site.together),
            get("/history/{number:int}", site.session),
            get("/history/{number:int}/report", site.report),
            get("/history/{number:int}/annotated.mp4", site.video),
            post("/history/{number:int}/delete", site.delete),
            post("/history/{number:int}/note", site.note),
            post("/history/{number:int}/correct", site.correct),
            post("/history/delete", site.delete_all),
            get("/recordings", site.recordings),
            get("/recordings/jobs", site.jobs),
            post("/recordings/{job:str}/cancel", site.cancel),
            Route("/recordings/new", site.upload, methods=["PUT"]),
            get("/practise", site.practise),
            get("/practise/cameras", site.cameras),
            post("/practise/begin", site.begin),
            get("/check", site.check),
            post("/check/settings", site.check_settings),
            post("/check/sound", site.check_sound),
            *person_routes(parts.person, site.shown),
            get("/settings", site.settings),
            post("/settings/theme", site.set_theme),
            post("/settings/language", site.set_language),
            post("/settings/clear/{kept:str}", site.clear),
            get("/assets/{name:str}", site.asset),
            WebSocketRoute("/presence", site.presence),
            WebSocketRoute("/practise/live", site.live),
            WebSocketRoute("/check/live", site.check_live),
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
            return RedirectResponse("/screening", status_code=303)
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

    async def history(self, _request: Request) -> Response:
        return await self.shown("history", sessions=await run_in_threadpool(self._desk.sessions))

    async def session(self, request: Request) -> Response:
        row = await run_in_threadpool(self._desk.session, _session_number(request))
        return await self.shown("session", row=row)

    async def report(self, request: Request) -> Response:
        found = await run_in_threadpool(self._desk.report, _session_number(request))
        return document_response(found, self._desk.theme())

    async def video(self, request: Request) -> Response:
        path = await run_in_threadpool(self._desk.video, _session_number(request))
        return FileResponse(path, media_type="video/mp4")

    async def comparison(self, request: Request) -> Response:
        named = request.query_params.getlist("session")
        if len(named) != 2 or not all(number.isdecimal() and len(number) < 10 for number in named):
            raise UsageError(session_texts.TWO_ARE_NEEDED())
        found = [await run_in_threadpool(self._desk.session, int(number)) for number in named]
        first, second = sorted(found, key=lambda row: datetime.fromisoformat(row.when))
        # What cannot be compared is told here, and not in the frame.
        await run_in_threadpool(self._desk.comparison, first.number, second.number)
        return await self.shown("comparison", rows=(first, second))

    async def together(self, request: Request) -> Response:
        numbers = [_session_number(request, name) for name in ("first", "second")]
        found = await run_in_threadpool(self._desk.together, *numbers)
        rows = [await run_in_threadpool(self._desk.session, number) for number in numbers]
        return await self.shown("together", rows=rows, anchors=found)

    async def comparison_itself(self, request: Request) -> Response:
        numbers = [_session_number(request, name) for name in ("first", "second")]
        found = await run_in_threadpool(self._desk.comparison, *numbers)
        return document_response(found, self._desk.theme())

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

    # Practising

    async def practise(self, _request: Request) -> Response:
        if self._parts.live.display is None:
            raise UsageError(live_texts.NO_SESSION_UNDER_WAY())
        return await self.shown("practise")

    async def cameras(self, _request: Request) -> Response:
        await run_in_threadpool(self._parts.check.close)  # it would be in its own way
        found = await run_in_threadpool(self._parts.live.cameras)
        return JSONResponse([asdict(camera) for camera in found])

    async def begin(self, request: Request) -> Response:
        form = await _form(request)
        pain = _number(form.get("pain"))
        if pain is not None and pain >= STOP_FROM:
            raise UsageError(live_texts.TOO_MUCH_PAIN(pain=pain))
        what, camera = form.get("what", ""), form.get("camera", "")
        offered = {card.id: card for card in await run_in_threadpool(self._desk.offered)}
        if what not in offered or not (camera.isdecimal() and len(camera) < 4):
            raise UsageError(live_texts.NOTHING_TO_BEGIN())
        stopped = await run_in_threadpool(self._parts.person.stopped) or offered[what].withheld
        if stopped:
            raise UsageError(stopped)
        if form.get("pictures", "") in {one.id for one in self._parts.person.pictures()}:
            await run_in_threadpool(self._parts.person.set_pictures, form["pictures"])
        await run_in_threadpool(self._parts.check.close)
        dose = form.get("dose") or None
        if dose not in {None, *(one.id for one in offered[what].doses)}:
            raise UsageError(live_texts.NOTHING_TO_BEGIN())
        token = await run_in_threadpool(
            lambda: self._parts.live.begin(
                what, camera, pain=pain, speak=form.get("speak") == "on", dose=dose
            )
        )
        return JSONResponse({"token": token})

    async def check(self, _request: Request) -> Response:
        if self._parts.live.running:
            raise UsageError(live_texts.SESSION_UNDER_WAY())
        settings = await run_in_threadpool(self._parts.check.settings)
        return await self.shown("check", settings=settings)

    async def check_settings(self, request: Request) -> Response:
        form = await _form(request)
        percent, rate = _number(form.get("volume")), _number(form.get("rate"))
        if percent is None or percent > 100 or rate is None or not 50 <= rate <= 200:
            raise HTTPException(400)
        await run_in_threadpool(
            lambda: self._parts.check.change(
                speak=form.get("speak") == "on",
                volume=percent / 100.0,
                voice=form.get("voice", ""),
                rate=rate / 100.0,
            )
        )
        return JSONResponse({})

    async def check_sound(self, _request: Request) -> Response:
        return JSONResponse({"advice": await run_in_threadpool(self._parts.check.sound)})

    async def check_live(self, socket: WebSocket) -> None:
        if self._presence.full or self._parts.live.running:
            await socket.close(_TRY_LATER)
            return
        with self._presence.page():
            await serve_check(socket, self._parts.check)

    async def live(self, socket: WebSocket) -> None:
        if self._presence.full:
            await socket.close(_TRY_LATER)
            return
        with self._presence.page():
            await serve_live(socket, self._parts.live)

    # What changes something

    async def note(self, request: Request) -> Response:
        number = _session_number(request)
        text = (await _form(request)).get("note", "")
        await run_in_threadpool(self._desk.note, number, text)
        return RedirectResponse(f"/history/{number}", status_code=303)

    async def correct(self, request: Request) -> Response:
        number, form = _session_number(request), await _form(request)
        side, count = form.get("side", ""), form.get("count", "")
        if side not in _SIDES or not (count == "" or _number(count) is not None):
            raise HTTPException(400)
        await run_in_threadpool(
            self._desk.correct, number, form.get("exercise", ""), side, _number(count)
        )
        return RedirectResponse(f"/history/{number}", status_code=303)

    async def delete(self, request: Request) -> Response:
        await run_in_threadpool(self._desk.delete, _session_number(request))
        return RedirectResponse("/history", status_code=303)

    async def delete_all(self, _request: Request) -> Response:
        await run_in_threadpool(self._desk.delete, None)
        return RedirectResponse("/history", status_code=303)

    async def set_language(self, request: Request) -> Response:
        code = (await _form(request)).get("language", "")
        await run_in_threadpool(self._desk.set_language, code)
        return RedirectResponse("/settings", status_code=303)

    async def set_theme(self, request: Request) -> Response:
        asked = (await _form(request)).get("theme")
        if asked not in {theme.value for theme in Theme}:
            raise HTTPException(400)
        await run_in_threadpool(self._desk.set_theme, Theme(asked))
        return RedirectResponse("/settings", status_code=303)

    async def clear(self, request: Request) -> Response:
        asked = request.path_params["kept"]
        if asked not in {kept.value for kept in Kept}:
            raise HTTPException(404)
        await run_in_threadpool(self._desk.clear, Kept(asked))
        return RedirectResponse("/settings", status_code=303)

    async def export(self, request: Request) -> Response:
        ending = request.path_params["ending"]
        if ending not in {"json", "csv"}:
            raise HTTPException(404)
        folder = tempfile.TemporaryDirectory(prefix="matside-export-")
        path = Path(folder.name) / f"matside-history.{ending}"
        try:
            await run_in_threadpool(self._desk.export, ending, path)
        except BaseException:
            folder.cleanup()
            raise
        return FileResponse(path, filename=path.name, background=BackgroundTask(folder.cleanup))

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
                    stated=_number(request.headers.get("content-length")),
                    modified_s=_milliseconds(request.query_params.get("modified")),
                    most=self._parts.most_bytes,
                )
            except UsageError as error:
                answer = JSONResponse({"error": str(error)}, status_code=413)
                answer.headers["connection"] = "close"  # what was not read is not waited for
                return answer
        job = await run_in_threadpool(recordings.begin, path)
        return JSONResponse({"job": job})

    # Presence

    async def presence(self, socket: WebSocket) -> None:
        if self._presence.full:
            await socket.close(_TRY_LATER)
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


def _session_number(request: Request, name: str = "number") -> int:
    """Return a session's number out of the address; none is as large as a database cannot hold."""
    number: int = request.path_params[name]
    if number > MOST_SESSIONS:
        raise HTTPException(404)
    return number


async def _form(request: Request) -> dict[str, str]:
    """Return the values of a small form, the last one of each name."""
    return {name: values[-1] for name, values in (await form_values(request)).items()}


def _wants_json(request: Request) -> bool:
    return request.headers.get("accept", "") == "application/json"


def _number(text: str | None) -> int | None:
    return int(text) if text is not None and text.isdecimal() and len(text) < 20 else None


def _milliseconds(text: str | None) -> float | None:
    number = _number(text)
    return None if number is None else number / 1000.0
