"""A clip as an endless MJPEG stream on loopback: a camera that may die again and again."""

from __future__ import annotations

import argparse
import math
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path


class Ailment(StrEnum):
    """What is wrong with a camera."""

    GONE = "gone"
    """It hangs up, and refuses every connection."""
    SILENT = "silent"
    """The connection stays and nothing comes."""
    FROZEN = "frozen"
    """The same picture comes again and again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """When a camera is ill: after every ``well_s`` seconds for ``ill_s``, in another way each time.

    Times count from the moment at which the server was ready.
    """

    well_s: float = math.inf
    ill_s: float = 0.0

    def ailment(self, t_s: float) -> Ailment | None:
        """Return what is wrong at a time; ``None`` for nothing."""
        if math.isinf(self.well_s):
            return None
        number, within_s = divmod(t_s, self.well_s + self.ill_s)
        return tuple(Ailment)[int(number) % len(Ailment)] if within_s >= self.well_s else None

    def spells(self, until_s: float) -> list[tuple[float, float, Ailment]]:
        """Return begin, end and kind of each time of illness that is over by ``until_s``."""
        found: list[tuple[float, float, Ailment]] = []
        begin_s = self.well_s
        while begin_s + self.ill_s < until_s:
            kind = tuple(Ailment)[len(found) % len(Ailment)]
            found.append((begin_s, begin_s + self.ill_s, kind))
            begin_s += self.well_s + self.ill_s
        return found


def serve(clip: Path, port: int, rate_hz: float, health: Health) -> None:
    """Serve the clip; a process of its own."""
    import av
    import cv2

    with av.open(str(clip)) as container:
        pictures = [
            cv2.imencode(".jpg", frame.to_ndarray(format="bgr24"))[1].tobytes()
            for frame in container.decode(video=0)
        ]
    ready_s = time.monotonic()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            if health.ailment(time.monotonic() - ready_s) is Ailment.GONE:
                return
            self.send_response(200)
            self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=frame")
            self.end_headers()
            begun, number, shown = time.monotonic(), 0, 0
            while True:
                time.sleep(max(0.0, begun + number / rate_hz - time.monotonic()))
                number += 1
                ailment = health.ailment(time.monotonic() - ready_s)
                if ailment is Ailment.GONE:
                    return
                if ailment is Ailment.SILENT:
                    continue
                shown = shown if ailment is Ailment.FROZEN else number
                data = pictures[shown % len(pictures)]
                head = f"--frame\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
                try:
                    self.wfile.write(head.encode() + data + b"\r\n")
                except OSError:
                    return

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    print(ready_s, flush=True)
    server.serve_forever()


@dataclass(frozen=True, slots=True)
class Camera:
    """A stream that is being served.

    Attributes:
        url: Its address.
        ready_s: Reading of the clock at time 0 of its health.
    """

    url: str
    ready_s: float


@contextmanager
def camera(clip: Path, rate_hz: float = 30.0, health: Health | None = None) -> Iterator[Camera]:
    """Yield a stream of the clip, at so many frames a second."""
    health = health or Health()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    numbers = (port, rate_hz, health.well_s, health.ill_s)
    command = [sys.executable, __file__, str(clip), *map(str, numbers)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            line = "" if process.stdout is None else process.stdout.readline()
            yield Camera(f"http://127.0.0.1:{port}/", float(line))
        finally:
            process.kill()


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("clip", type=Path)
    parser.add_argument("port", type=int)
    for name in ("rate_hz", "well_s", "ill_s"):
        parser.add_argument(name, type=float)
    asked = parser.parse_args()
    serve(asked.clip, asked.port, asked.rate_hz, Health(well_s=asked.well_s, ill_s=asked.ill_s))
