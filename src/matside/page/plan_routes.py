"""The pages about the plan that a person follows: it is taken, shown, measured and forgotten."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from matside.errors import UsageError
from matside.exercise.library import MOST_BYTES
from matside.page import texts
from matside.page.exchange import Shown, document, get, post, refused, see_other, whole_number
from matside.page.model import Parts
from matside.page.presence import Presence
from matside.page.uploads import Refusals, receive

SUFFIXES: Final = frozenset({".toml"})
REFUSALS: Final = Refusals(
    name=lambda _found: texts.no_plan_file(MOST_BYTES), size=texts.no_plan_file
)


def plan_routes(parts: Parts, presence: Presence, shown: Shown) -> list[Route]:
    """Return the addresses of the plan.

    Args:
        parts: What the site is made of.
        presence: Is told of a file that is sent.
        shown: Renders a page.
    """
    desk = parts.desk

    def plan(_request: Request) -> Response:
        return shown("plan", plan=desk.plan())

    def printed(_request: Request) -> Response:
        desk.printed_plan()  # that there is none is told here, and not in the frame
        return shown("plan_print", plan=desk.plan())

    def accept(request: Request) -> Response:
        desk.accept(request.path_params["exercise"])
        return see_other("/plan")

    async def take(request: Request) -> Response:
        parts.recordings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (
            presence.page(),
            tempfile.TemporaryDirectory(dir=parts.recordings.folder, prefix="plan-") as folder,
        ):
            try:
                path = await _received(request, Path(folder))
            except UsageError as error:
                return refused(error)
            await run_in_threadpool(desk.take_plan, path)
        return JSONResponse({})

    def forget(_request: Request) -> Response:
        desk.forget_plan()
        return see_other("/plan")

    def calendar(_request: Request) -> Response:
        text = desk.plan_calendar()
        named = {"content-disposition": 'attachment; filename="matside-plan.ics"'}
        return Response(text, media_type="text/calendar", headers=named)

    return [
        get("/plan", plan),
        get("/plan/print", printed),
        get("/plan/printed", lambda _request: document(desk.printed_plan())),
        get("/plan/calendar.ics", calendar),
        Route("/plan/new", take, methods=["PUT"]),
        post("/plan/forget", forget),
        post("/plan/accept/{exercise:str}", accept),
    ]


async def _received(request: Request, folder: Path) -> Path:
    """Return the copy of the plan that is sent; its place is never the sender's word."""
    return await receive(
        request.stream(),
        folder,
        name=request.query_params.get("name", ""),
        suffixes=SUFFIXES,
        stated=whole_number(request.headers.get("content-length")),
        most=MOST_BYTES,
        refusals=REFUSALS,
    )
