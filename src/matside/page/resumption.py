"""Resumption: lets a page that was open when the server was killed in again after a restart.

The cookie is worth nothing by then, and must not outlive its server: while none runs, any program
of this computer may take the port and is sent it by the browser. So each server has a key besides,
which its pages hold and never send. The next server on the port reads it from a file that only the
owner can read, asks a random question, and gives a new cookie to whoever answers with the keyed
hash (HMAC-SHA-256, RFC 2104) of port and question. A stranger on the port learns one answer to a
question of its own; one on another port cannot pass the question on, for the port is in the answer.
A key is good once, for the next server only, and its file goes with a server that ends gently.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections import deque
from typing import Final

_MOST_QUESTIONS: Final = 32
"""Questions that may wait for their answers: one for each page that is open, and some to spare."""


class Resumption:
    """Knows the pages of the server before this one.

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
