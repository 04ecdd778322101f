"""A camera in the network: Motion JPEG over HTTP on this machine, at a test's command."""

from __future__ import annotations

import base64
import ssl
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import cv2
import numpy as np
from numpy.typing import NDArray

PERIOD_S = 0.01
SIZE = (96, 64)


def grey(level: int) -> NDArray[np.uint8]:
    return np.full((SIZE[1], SIZE[0], 3), level, np.uint8)


class PictureServer:
    """Sends a grey picture every 10 ms to whoever asks for ``/video``, until it stops.

    Attributes:
        level: The grey of the pictures.
        silent: Keep the connection and send nothing.
        damaged: Send half of each picture.
        frozen: Send the same picture again and again; else each has noise of its own.
        files: Other paths, with a content type and the content.
    """

    def __init__(self, port: int = 0, context: ssl.SSLContext | None = None) -> None:
        self.level = 120
        self.silent = self.damaged = self.frozen = False
        self.files: dict[str, tuple[str, bytes]] = {}
        self._stopped = threading.Event()
        self._server = _Server(("127.0.0.1", port), _handler(self))
        self.port = self._server.server_address[1]
        self._scheme = "http"
        if context is not None:
            self._scheme = "https"
            self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    def url(self, path: str = "/video", user: str = "") -> str:
        return f"{self._scheme}://{user}127.0.0.1:{self.port}{path}"

    def stop(self) -> None:
        """Hang up on everybody and free the port."""
        self._stopped.set()
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def pictures(self, request: BaseHTTPRequestHandler) -> None:
        number = 0
        while not self._stopped.wait(PERIOD_S):
            if self.silent:
                continue
            number += not self.frozen
            picture = grey(self.level)
            picture[:8, -8:] += np.uint8(number % 3)
            data = cv2.imencode(".jpg", picture)[1].tobytes()
            data = data[: len(data) // 2] if self.damaged else data
            head = f"--next\r\nContent-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
            request.wfile.write(head.encode() + data + b"\r\n")


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing: that the other side hangs up is what tests do."""


def _handler(server: PictureServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            pass

        def do_GET(self) -> None:
            if self.path == "/private" and not self._knows_password():
                self.send_response(401)
                self.send_header("WWW-Authenticate", 'Basic realm="camera"')
                self.end_headers()
            elif self.path in ("/video", "/private"):
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=next")
                self.end_headers()
                server.pictures(self)
            elif self.path in server.files:
                kind, content = server.files[self.path]
                self.send_response(200)
                self.send_header("Content-Type", kind)
                self.send_header("Content-Length", str(len(content)))
                self.end_headers()
                self.wfile.write(content)
            else:
                self.send_error(404)

        def _knows_password(self) -> bool:
            given = self.headers.get("Authorization", "")
            return given == "Basic " + base64.b64encode(b"anna:secret").decode()

    return Handler
