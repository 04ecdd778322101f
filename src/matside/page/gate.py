"""The gate of the page's server: who may ask, and what a browser may do with the answers.

The server listens on the loopback interface, but every web page in the same
browser can send requests there. So each request has to name this server (``Host``, against DNS
rebinding), must not come from another origin (``Origin`` and ``Sec-Fetch-Site``; a page on another
port of 127.0.0.1 is the same *site* and would send our cookie), and carries a cookie that is given
once, for a random token in the address that is opened, or to a page that was open when the server
before was killed (``Resumption``).

Sources: OWASP Cross-Site Request Forgery Prevention; RFC 6265bis; Fetch Metadata (W3C).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import deque
from typing import Final

from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from matside.page import texts
from matside.translation import language

BACK: Final = "/back"
"""Where a page of the server before asks for a question, and answers it."""
OPEN: Final = "/open"
"""Where the token is exchanged for the cookie."""
_SAFE: Final = frozenset({"GET", "HEAD"})
_OWN_FETCHES: Final = frozenset({"same-origin", "none"})
_REFUSED: Final = 1008
"""Close code of a websocket: policy violation (RFC 6455)."""
_MOST_QUESTIONS: Final = 32
"""Questions that may wait for their answers: one for each page that is open, and some to spare."""

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; "
    "media-src 'self'; connect-src 'self'; frame-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'self'"
)
"""Content-Security-Policy of every answer that brings none of its own."""
_HEADERS: Final = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",  # with no-referrer the origin of our own forms is "null"
    "cache-control": "no-store",
    "x-frame-options": "SAMEORIGIN",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
}


class Resumption:
    """Lets a page that was open when the server was killed in again after a restart.

    The cookie is worth nothing by then, and must not outlive its server: while none runs, any
    program of this computer may take the port and is sent it by the browser. So each server has a
    key besides, which its pages hold and never send. The next server on the port reads it from a
    file that only the owner can read, asks a random question, and gives a new cookie to whoever
    answers with the keyed hash (HMAC-SHA-256, RFC 2104) of port and question. A stranger on the
    port learns one answer to a question of its own; one on another port cannot pass the question
    on, for the port is in the answer. A key is good once, for the next server only, and its file
    goes with a server that ends gently.

    Args:
        port: The port the server listens on.
        former: The key of the server before it; empty where it ended gently or there was none.

    Attributes:
        key: What this server's own pages hold.
    """

    def __init__(self, port: int, former: str = "") -> None:
        self._port = port
        self._former = former
        self._questions: deque[str] = deque(maxlen=_MOST_QUESTIONS)
        self.key = secrets.token_urlsafe(32)

    def question(self) -> str | None:
        """Return what a page has to answer; ``None`` where no page of before may come back."""
        if not self._former:
            return None
        self._questions.append(secrets.token_urlsafe(32))
        return self._questions[-1]

    def answered(self, question: str, answer: str) -> bool:
        """Return whether the answer is that of a page of before; no second one is taken."""
        if not self._former or question not in self._questions:
            return False
        self._questions.remove(question)
        text = f"{self._port} {question}".encode()
        right = hmac.new(self._former.encode(), text, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(right.encode(), answer.encode()):
            return False
        self._former = ""
        self._questions.clear()
        return True


class Gate:
    """Lets through what the person's own page asks; an ASGI middleware.

    Args:
        app: What is behind the gate.
        port: The port the server listens on.
        resumption: Lets pages of the server before in; ``None`` for none.

    Attributes:
        token: Opens the gate once, as ``/open?token=...``.
    """

    def __init__(self, app: ASGIApp, *, port: int, resumption: Resumption | None = None) -> None:
        self._app = app
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._name = f"matside_{port}"  # cookies of all ports of a host lie in one jar
        self._resumption = resumption or Resumption(port)
        self._secret = secrets.token_urlsafe(32)
        self._unused = True
        self.token = secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or hand it on."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        refusal = self._refusal(scope)
        if scope["type"] == "websocket":
            if refusal is not None:
                await send({"type": "websocket.close", "code": _REFUSED})
                return
            await self._app(scope, receive, send)
            return
        guarded = _with_headers(send)
        answer = refusal or self._opened(scope)
        await (answer or self._app)(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> Response | None:
        """Return the answer to a request that may not pass."""
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return _page(texts.REFUSED_HOST(), 421)
        if not self._is_own(scope, headers, hosts[0].lower()):
            return _page(texts.REFUSED_ORIGIN(), 403)
        if scope["type"] == "http" and scope["path"] in {OPEN, BACK}:
            return None
        if not self._has_cookie(scope):
            return _page(texts.REFUSED_STRANGER(), 403)
        return None

    def _is_own(self, scope: Scope, headers: Headers, host: str) -> bool:
        """Return whether a request comes from this server's own pages, or from no page at all."""
        if headers.get("sec-fetch-site", "none") not in _OWN_FETCHES:
            return False
        origins = headers.getlist("origin")
        if not origins:
            return scope["type"] == "http" and scope["method"] in _SAFE
        return origins == [f"http://{host}"]

    def _has_cookie(self, scope: Scope) -> bool:
        given = HTTPConnection(scope).cookies.get(self._name, "")
        return hmac.compare_digest(given.encode(), self._secret.encode())

    def _opened(self, scope: Scope) -> Response | None:
        """Return the answer to the address that is opened first; ``None`` for any other."""
        if scope["path"] == BACK:
            return self._back(scope)
        if scope["path"] != OPEN:
            return None
        answer = RedirectResponse("/", status_code=303)
        if self._has_cookie(scope):
            return answer
        given = HTTPConnection(scope).query_params.get("token", "")
        fits = hmac.compare_digest(given.encode(), self.token.encode())
        if not (fits and self._unused and scope["method"] == "GET"):
            return _page(texts.REFUSED_TOKEN(), 403)
        self._unused = False
        return self._with_cookie(answer)

    def _back(self, scope: Scope) -> Response:
        """Return the question to a page of the server before, or the cookie for its answer."""
        if scope["method"] != "POST":
            question = self._resumption.question()
            return JSONResponse({"question": question}, status_code=200 if question else 404)
        query = HTTPConnection(scope).query_params
        if not self._resumption.answered(query.get("question", ""), query.get("answer", "")):
            return _page(texts.REFUSED_STRANGER(), 403)
        return self._with_cookie(JSONResponse({"key": self._resumption.key}))

    def _with_cookie(self, answer: Response) -> Response:
        answer.set_cookie(self._name, self._secret, httponly=True, samesite="strict", path="/")
        return answer


def _with_headers(send: Send) -> Send:
    """Return a ``send`` that adds what every answer has to carry."""

    async def guarded(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(scope=message)
            for name, value in _HEADERS.items():
                headers.setdefault(name, value)
        await send(message)

    return guarded


def _page(text: str, status: int) -> Response:
    """Return a page of one sentence; it needs nothing that the gate would have to let through."""
    head = f"<!doctype html><html lang={language()}><title>matside</title>"
    body = f"{head}<h1>matside</h1><p>{text}</p>"
    return HTMLResponse(body, status_code=status)
