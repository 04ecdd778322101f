"""The pages about the plan that a person follows: it is taken, shown, measured and forgotten."""

from __future__ import annotations

import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from matside.errors import UsageError
from matside.exercise.library import MOST_BYTES
from matside.page import texts
from matside.page.model import Document, Parts, Theme
from matside.page.presence import Presence
from matside.page.uploads import Refusals, receive

SUFFIXES: Final = frozenset({".toml"})
REFUSALS: Final = Refusals(
    name=lambda _found: texts.no_plan_file(MOST_BYTES), size=texts.no_plan_file
)

Shown = Callable[..., Awaitable[Response]]
"""Answers with a page, given the name of its template and its values by name."""


def plan_routes(parts: Parts, presence: Presence, shown: Shown) -> list[Route]:
    """Return the addresses of the plan.

    Args:
        parts: What the site is made of.
        presence: Is told of a file that is sent.
        shown: Renders a page.
    """
    desk = parts.desk

    async def plan(_request: Request) -> Response:
        return await shown("plan", plan=await run_in_threadpool(desk.plan))

    async def printed(_request: Request) -> Response:
        return document_response(await run_in_threadpool(desk.printed_plan))

    async def accept(request: Request) -> Response:
        await run_in_threadpool(desk.accept, request.path_params["exercise"])
        return RedirectResponse("/plan", status_code=303)

    async def take(request: Request) -> Response:
        parts.recordings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (
            presence.page(),
            tempfile.TemporaryDirectory(dir=parts.recordings.folder, prefix="plan-") as folder,
        ):
            try:
                path = await _received(request, Path(folder))
            except UsageError as error:
                answer = JSONResponse({"error": str(error)}, status_code=413)
                answer.headers["connection"] = "close"  # what was not read is not waited for
                return answer
            await run_in_threadpool(desk.take_plan, path)
        return JSONResponse({})

    async def forget(_request: Request) -> Response:
        await run_in_threadpool(desk.forget_plan)
        return RedirectResponse("/plan", status_code=303)

    async def calendar(_request: Request) -> Response:
        text = await run_in_threadpool(desk.plan_calendar)
        named = {"content-disposition": 'attachment; filename="matside-plan.ics"'}
        return Response(text, media_type="text/calendar", headers=named)

    return [
        Route("/plan", plan, methods=["GET"]),
        Route("/plan/print", printed, methods=["GET"]),
        Route("/plan/calendar.ics", calendar, methods=["GET"]),
        Route("/plan/new", take, methods=["PUT"]),
        Route("/plan/forget", forget, methods=["POST"]),
        Route("/plan/accept/{exercise:str}", accept, methods=["POST"]),
    ]


async def _received(request: Request, folder: Path) -> Path:
    """Return the copy of the plan that is sent; its place is never the sender's word."""
    stated = request.headers.get("content-length", "")
    return await receive(
        request.stream(),
        folder,
        name=request.query_params.get("name", ""),
        suffixes=SUFFIXES,
        stated=int(stated) if stated.isdecimal() and len(stated) < 20 else None,
        most=MOST_BYTES,
        refusals=REFUSALS,
    )


def document_response(document: Document, theme: Theme = Theme.SYSTEM) -> Response:
    """Return a page that was made elsewhere, under its own policy, as light as the one around."""
    html = document.html
    if theme is not Theme.SYSTEM:  # else it asks the browser itself
        html = html.replace("<html ", f'<html data-theme="{theme.value}" ', 1)
    policy = f"{document.policy}; frame-ancestors 'self'"
    return Response(html, media_type="text/html", headers={"content-security-policy": policy})
