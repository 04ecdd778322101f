"""What a form of the page sent."""

from __future__ import annotations

from typing import Final
from urllib.parse import parse_qs

from starlette.exceptions import HTTPException
from starlette.requests import Request

MOST_FORM_BYTES: Final = 1 << 16


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
