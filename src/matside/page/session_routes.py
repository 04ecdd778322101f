"""The pages about stored sessions: lists, reports, comparisons, and corrections."""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path
from typing import Final

from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from matside.body.landmark import Side
from matside.errors import UsageError
from matside.page import session_texts
from matside.page.exchange import (
    Sent,
    Shown,
    document,
    form_post,
    get,
    post,
    see_other,
    whole_number,
)
from matside.page.model import Document, Store

MOST_SESSIONS: Final = 10**9
_SIDES: Final = frozenset({"", *Side})


def session_routes(store: Store, shown: Shown) -> list[Route]:
    """Return the routes of these pages."""
    pages = _SessionPages(store, shown)
    return [
        get("/history", pages.history),
        get("/history/export.{ending:str}", pages.export),
        get("/history/compare", pages.comparison),
        get("/history/compare/{first:int}/{second:int}", pages.comparison_itself),
        get("/history/together/{first:int}/{second:int}", pages.together),
        get("/history/{number:int}", pages.session),
        get("/history/{number:int}/report", pages.report),
        get("/history/{number:int}/annotated.mp4", pages.video),  # its name in a report
        get("/history/{number:int}/video.mp4", pages.video),
        post("/history/{number:int}/delete", pages.delete),
        form_post("/history/{number:int}/note", pages.note),
        form_post("/history/{number:int}/correct", pages.correct),
        post("/history/delete", pages.delete_all),
    ]


class _SessionPages:
    def __init__(self, store: Store, shown: Shown) -> None:
        self._store = store
        self._shown = shown
        self._compared: dict[tuple[int, int], Document] = {}  # for the frame that asks next

    def history(self, _request: Request) -> Response:
        return self._shown("history", sessions=self._store.sessions())

    def session(self, request: Request) -> Response:
        row = self._store.session(_session_number(request))
        return self._shown("session", row=row)

    def report(self, request: Request) -> Response:
        found = self._store.report(_session_number(request))
        return document(found, self._store.theme())

    def video(self, request: Request) -> Response:
        path = self._store.video(_session_number(request))
        return FileResponse(path, media_type="video/mp4")

    def comparison(self, request: Request) -> Response:
        named = request.query_params.getlist("session")
        if len(named) != 2 or not all(number.isdecimal() and len(number) < 10 for number in named):
            raise UsageError(session_texts.TWO_ARE_NEEDED())
        found = [self._store.session(int(number)) for number in named]
        first, second = sorted(found, key=lambda row: datetime.fromisoformat(row.when))
        # Sessions that cannot be compared are reported here, not inside the frame.
        numbers = first.number, second.number
        self._compared = {numbers: self._store.comparison(*numbers)}
        return self._shown("comparison", rows=(first, second))

    def together(self, request: Request) -> Response:
        numbers = [_session_number(request, name) for name in ("first", "second")]
        found = self._store.together(*numbers)
        rows = [self._store.session(number) for number in numbers]
        return self._shown("together", rows=rows, anchors=found)

    def comparison_itself(self, request: Request) -> Response:
        numbers = _session_number(request, "first"), _session_number(request, "second")
        found = self._compared.pop(numbers, None) or self._store.comparison(*numbers)
        return document(found, self._store.theme())

    def note(self, request: Request, sent: Sent) -> Response:
        number = _session_number(request)
        self._store.note(number, sent.get("note", ""))
        return see_other(f"/history/{number}")

    def correct(self, request: Request, sent: Sent) -> Response:
        number = _session_number(request)
        side, count = sent.get("side", ""), sent.get("count", "")
        if side not in _SIDES or not (count == "" or whole_number(count) is not None):
            raise HTTPException(400)
        self._store.correct(number, sent.get("exercise", ""), side, whole_number(count))
        return see_other(f"/history/{number}")

    def delete(self, request: Request) -> Response:
        self._store.delete(_session_number(request))
        return see_other("/history")

    def delete_all(self, _request: Request) -> Response:
        self._store.delete(None)
        return see_other("/history")

    def export(self, request: Request) -> Response:
        ending = request.path_params["ending"]
        if ending not in {"json", "csv"}:
            raise HTTPException(404)
        folder = tempfile.TemporaryDirectory(prefix="matside-export-")
        path = Path(folder.name) / f"matside-history.{ending}"
        try:
            self._store.export(ending, path)
        except BaseException:
            folder.cleanup()
            raise
        return FileResponse(path, filename=path.name, background=BackgroundTask(folder.cleanup))


def _session_number(request: Request, name: str = "number") -> int:
    """Return a session's number out of the address; none is as large as a database cannot hold."""
    number: int = request.path_params[name]
    if number > MOST_SESSIONS:
        raise HTTPException(404)
    return number
