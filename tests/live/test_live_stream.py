"""A camera in the network that goes and comes back, and ends of sessions without a window."""

from __future__ import annotations

import os
import signal
import socket
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import av
import cv2
import numpy as np
import pytest

from matside.guidance import phrases
from matside.guidance.messages import Say, said
from matside.record.history.sessions import History
from matside.record.history.stored import State
from matside.record.trace_reader import read_trace

GONE = "127.0.0.1 sends no picture"
PERIOD_S = 0.1
posix_only = pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")


class PictureServer:
    """Sends pictures over and over to whoever asks, until it is stopped."""

    def __init__(self, pictures: list[bytes], port: int) -> None:
        self._stopped = threading.Event()
        stopped = self._stopped

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_) -> None:
                pass

            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "multipart/x-mixed-replace; boundary=next")
                self.end_headers()
                number = 0
                while not stopped.wait(PERIOD_S):
                    data = pictures[number % len(pictures)]
                    number += 1
                    head = f"Content-Type: image/jpeg\r\nContent-Length: {len(data)}\r\n\r\n"
                    try:
                        self.wfile.write(b"--next\r\n" + head.encode() + data + b"\r\n")
                    except OSError:
                        return

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    def stop(self) -> None:
        if not self._stopped.is_set():
            self._stopped.set()
            self._server.shutdown()
            self._server.server_close()
            self._thread.join()


@pytest.fixture
def serve(cut):
    """Starts a server of the first two seconds of a sample on always the same port."""
    with av.open(str(cut("knees_to_chest_single", 2.0))) as video:
        images = [frame.to_ndarray(format="bgr24") for frame in video.decode(video=0)][::2]
    pictures = [cv2.imencode(".jpg", image)[1].tobytes() for image in images]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    servers = []

    def start() -> tuple[PictureServer, str]:
        servers.append(PictureServer(pictures, port))
        return servers[-1], f"http://127.0.0.1:{port}/video"

    yield start
    for server in servers:
        server.stop()


@posix_only
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGHUP])
def test_a_signal_ends_it_with_everything_in_its_place(practise, long_clip, number):
    practice = practise("--camera", long_clip, "--no-window", "--record")
    folder = practice.judged()
    practice.send(number)
    assert practice.ended() == 0, practice.complained
    assert practice.complained == ""
    assert f"Results: {folder}" in practice.printed
    assert (folder / "report.html").stat().st_size > 0
    assert (folder / "recording.mp4").stat().st_size > 0
    assert not list(practice.data.rglob("*.part"))
    with History.open(practice.data / "history.sqlite3") as history:
        assert [stored.state for stored in history.sessions()] == [State.FINISHED]


@posix_only
def test_a_stream_that_goes_and_comes_back_is_told_and_the_session_goes_on(practise, serve):
    server, address = serve()
    practice = practise("--camera", address, "--no-window")
    folder = practice.judged()
    server.stop()
    practice.heard(GONE)
    lost_s = len([*read_trace(folder / "trace.jsonl.gz")[1]])
    time.sleep(1.0)
    serve()
    practice.heard(phrases.text_of(said(Say.PICTURE_BACK), {}))
    size = (folder / "trace.jsonl.gz").stat().st_size
    practice.judged(size + 3000)
    practice.send(signal.SIGINT)
    assert practice.ended() == 0, practice.complained
    times = [pose.t_s for pose in read_trace(folder / "trace.jsonl.gz")[1]]
    assert len(times) > lost_s
    assert max(np.diff(times)) > 1.0
    assert practice.printed.count(GONE) == 1
    assert "Results:" in practice.printed
