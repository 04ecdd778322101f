"""Parsing of requests, and the responses that several pages give."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from types import MappingProxyType
from typing import Any, Final
from urllib.parse import parse_qs

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from matside.page import live_texts, session_texts, texts
from matside.page.model import Document, Theme
from matside.translation import language

MOST_FORM_BYTES: Final = 1 << 19
"""The largest form is that of a plan."""
TRY_LATER: Final = 1013
"""Closes a socket where too many are open (RFC 6455, as IANA lists it)."""

get: Final = partial(Route, methods=["GET"])
"""Makes a route that shows something."""
post: Final = partial(Route, methods=["POST"])
"""Makes a route that changes something."""

Sent = Mapping[str, str]
"""The values of a form, the last one of each name."""
Shown = Callable[..., Response]
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


def form_post(path: str, change: Callable[[Request, Sent], Response]) -> Route:
    """Return a route that takes a small form; ``change`` runs in a thread, as other routes do."""

    async def endpoint(request: Request) -> Response:
        sent = {name: values[-1] for name, values in (await form_values(request)).items()}
        return await run_in_threadpool(change, request, sent)

    return post(path, endpoint)


def leading_on(change: Callable[..., object], address: str, *names: str) -> Callable[..., Response]:
    """Return what answers a form: it changes something by these of its values, and leads on."""

    def endpoint(_request: Request, sent: Sent = MappingProxyType({})) -> Response:
        change(*(sent.get(name, "") for name in names))
        return see_other(address)

    return endpoint


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


class Pages:
    """Renders the page's templates; ``resume_key`` is that of ``Parts``."""

    def __init__(self, theme: Callable[[], Theme], resume_key: str = "") -> None:
        self._theme = theme
        self._resume_key = resume_key
        self._environment = Environment(
            loader=PackageLoader("matside.page"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.policies["json.dumps_kwargs"] = {"allow_nan": False}

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """Return a page as HTML."""
        template = self._environment.get_template(f"{name}.html.j2")
        return template.render(
            texts=texts,
            live_texts=live_texts,
            session_texts=session_texts,
            language=language(),
            theme_now=self._theme().value,
            resume_key=self._resume_key,
            **values,
        )
