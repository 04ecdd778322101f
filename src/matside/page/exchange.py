"""What a request sent, read with care, and the answers that several pages give."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Final
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response

from matside.page.model import Document, Theme

MOST_FORM_BYTES: Final = 1 << 16
TRY_LATER: Final = 1013
"""Closes a socket where too many are open (RFC 6455, as IANA lists it)."""

Shown = Callable[..., Awaitable[Response]]
"""Answers with a page, given the name of its template and its values by name."""


async def form_values(request: Request) -> dict[str, list[str]]:
    """Return all values of a small form, by name.

    Raises:
        HTTPException: It is larger than any of the page's own.
    """
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > MOST_FORM_BYTES:
            raise HTTPException(413)
    return parse_qs(body.decode("utf-8", "replace"))


async def form(request: Request) -> dict[str, str]:
    """Return the values of a small form, the last one of each name."""
    return {name: values[-1] for name, values in (await form_values(request)).items()}


def whole_number(text: str | None) -> int | None:
    """Return a number that is not negative; ``None`` for anything else."""
    return int(text) if text is not None and text.isdecimal() and len(text) < 20 else None


def see_other(address: str) -> Response:
    """Return the answer to a form, which leads on to a page."""
    return RedirectResponse(address, status_code=303)


def refused(error: Exception) -> Response:
    """Return why a file that was being sent is not taken."""
    answer = JSONResponse({"error": str(error)}, status_code=413)
    answer.headers["connection"] = "close"  # what was not read is not waited for
    return answer


def document(made: Document, theme: Theme = Theme.SYSTEM) -> Response:
    """Return a page that was made elsewhere, under its own policy, as light as the one around."""
    html = made.html
    if theme is not Theme.SYSTEM:  # else it asks the browser itself
        html = html.replace("<html ", f'<html data-theme="{theme.value}" ', 1)
    policy = f"{made.policy}; frame-ancestors 'self'"
    return Response(html, media_type="text/html", headers={"content-security-policy": policy})
