"""A page's server on a free port, and a client that may send any header it likes."""

from __future__ import annotations

import asyncio
import http.client
import socket
import threading
from dataclasses import dataclass, field
from pathlib import Path

import uvicorn.server
from starlette.applications import Starlette
from tests.waiting import WAIT_S

from matside.app.page import _lent
from matside.app.page_check import CameraCheck
from matside.app.page_live import LiveRunner
from matside.app.page_person import StoredPeople
from matside.app.page_recordings import RecordingJobs
from matside.app.page_store import DiskStore
from matside.app.screening import answered
from matside.page import texts
from matside.page.gate import Gate, Resumption
from matside.page.model import FindingRow, Parts
from matside.page.server import Presence, listen, serve
from matside.page.site import build_site
from matside.record.profile import profile_file, read_profile


@dataclass
class Answer:
    """What came back."""

    status: int
    headers: dict[str, str]
    text: str


class QuickTicks:
    """asyncio for uvicorn, which looks every tenth of a second whether it is to end."""

    def __getattr__(self, name: str) -> object:
        return getattr(asyncio, name)

    @staticmethod
    async def sleep(delay_s: float) -> None:
        await asyncio.sleep(min(delay_s, 0.005))


class Ending(Presence):
    """Presence that can be told that nobody is there."""

    ended = False

    @property
    def over(self) -> bool:
        return self.ended or super().over


@dataclass
class Served:
    """A server that runs in a thread."""

    port: int
    site: Starlette
    gate: Gate
    presence: Ending
    recordings: RecordingJobs
    live: LiveRunner
    thread: threading.Thread
    cookie: str = ""
    sockets: list[socket.socket] = field(default_factory=list)

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.port}"

    @property
    def origin(self) -> str:
        return f"http://{self.host}"

    def send(self, method: str, path: str, *, body: object = None, **headers: str) -> Answer:
        """Send a request with exactly these headers, and Host; underscores stand for dashes."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=WAIT_S)
        try:
            connection.putrequest(method, path, skip_host=True, skip_accept_encoding=True)
            for name, value in ({"host": self.host} | headers).items():
                connection.putheader(name.replace("_", "-"), value)
            if isinstance(body, bytes) and "content_length" not in headers:
                connection.putheader("content-length", str(len(body)))
            connection.endheaders(body if isinstance(body, bytes) else None)
            answer = connection.getresponse()
            text = answer.read().decode("utf-8", "replace")
            return Answer(answer.status, {k.lower(): v for k, v in answer.getheaders()}, text)
        finally:
            connection.close()

    def enter(self, token: str | None = None) -> Answer:
        """Exchange a token for the cookie."""
        answer = self.send("GET", f"/open?token={token or self.gate.token}")
        self.cookie = answer.headers.get("set-cookie", "").split(";")[0] or self.cookie
        return answer

    def get(self, path: str, **headers: str) -> Answer:
        return self.send("GET", path, cookie=self.cookie, **headers)

    def post(self, path: str, body: bytes = b"", **headers: str) -> Answer:
        told = {"cookie": self.cookie, "origin": self.origin} | headers
        return self.send("POST", path, body=body, **told)

    def put(self, name: str, body: bytes, **headers: str) -> Answer:
        told = {"cookie": self.cookie, "origin": self.origin} | headers
        return self.send("PUT", f"/recordings/new?name={name}", body=body, **told)


def start(
    *,
    most_bytes: int = 1 << 24,
    analyse=None,
    presence: Ending | None = None,
    live=None,
    check=None,
    former: str = "",
    screened: bool = True,
) -> Served:
    """Start a server; ``analyse`` stands in for the analysis of a recording.

    ``former`` is the key of a server that was killed; who is ``screened`` has
    answered the questions that come before anything else.
    """
    if screened and read_profile().answers is None:
        answered((), ())
    listening = listen(0)
    presence = presence or Ending()
    recordings = RecordingJobs(analyse or (lambda *_, **__: 0))
    live = live or LiveRunner(cameras=list)
    port = listening.getsockname()[1]
    resumption = Resumption(port, former)
    parts = Parts(
        store=DiskStore(busy=lambda: recordings.busy or live.running),
        recordings=recordings,
        people=StoredPeople(busy=lambda: recordings.busy or live.running),
        live=live,
        check=check or CameraCheck(),
        findings=lambda: (
            FindingRow(name="GL", found="libGL.so.1", advice=""),
            FindingRow(name="espeak-ng", found="", advice=texts.NOT_HERE()),
        ),
        resume_key=resumption.key,
        assets=_lent(),
        most_bytes=most_bytes,
    )
    site = build_site(parts, presence)
    gate = Gate(site, port=port, resumption=resumption)
    vars(uvicorn.server)["asyncio"] = QuickTicks()
    thread = threading.Thread(
        target=serve,
        args=(gate, listening, presence, lambda: recordings.busy or live.running),
        kwargs={"look_s": 0.005},
        daemon=True,
    )
    thread.start()
    served = Served(
        port=port,
        site=site,
        gate=gate,
        presence=presence,
        recordings=recordings,
        live=live,
        thread=thread,
    )
    served.send("GET", "/")  # it listens already, so this is answered once it runs
    return served


def stop(served: Served) -> None:
    """Let the server end as it does when nobody is there."""
    for one in served.sockets:
        one.close()
    served.live.close()
    served.recordings.close()
    served.presence.ended = True
    served.thread.join(WAIT_S)
    assert not served.thread.is_alive()


def left_in(folder: Path) -> list[str]:
    """Return the files in a folder besides what ``start`` made."""
    found = (path for path in folder.rglob("*") if path.is_file() and path != profile_file())
    return sorted(str(path.relative_to(folder)) for path in found)
