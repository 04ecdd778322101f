"""The pages about the plan that a person follows: what is due, what was measured, what is next."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from matside.page.model import Desk, Document, Theme

Shown = Callable[..., Awaitable[Response]]
"""Answers with a page, given the name of its template and its values by name."""


def plan_routes(desk: Desk, shown: Shown) -> list[Route]:
    """Return the addresses of the plan.

    Args:
        desk: Everything that is stored.
        shown: Renders a page.
    """

    async def plan(_request: Request) -> Response:
        return await shown("plan", plan=await run_in_threadpool(desk.plan))

    async def printed(_request: Request) -> Response:
        return document_response(await run_in_threadpool(desk.printed_plan))

    async def accept(request: Request) -> Response:
        await run_in_threadpool(desk.accept, request.path_params["exercise"])
        return RedirectResponse("/plan", status_code=303)

    return [
        Route("/plan", plan, methods=["GET"]),
        Route("/plan/print", printed, methods=["GET"]),
        Route("/plan/accept/{exercise:str}", accept, methods=["POST"]),
    ]


def document_response(document: Document, theme: Theme = Theme.SYSTEM) -> Response:
    """Return a page that was made elsewhere, under its own policy, as light as the one around."""
    html = document.html
    if theme is not Theme.SYSTEM:  # else it asks the browser itself
        html = html.replace("<html ", f'<html data-theme="{theme.value}" ', 1)
    policy = f"{document.policy}; frame-ancestors 'self'"
    return Response(html, media_type="text/html", headers={"content-security-policy": policy})
