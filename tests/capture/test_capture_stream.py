"""Streams, from a server on this machine: what arrives, and what is said when nothing does."""

from __future__ import annotations

import shutil
import socket
import ssl
import subprocess
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import cv2
import numpy as np
import pytest
from tests.capture.live_rig import LONG, reading_threads, wait_until
from tests.capture.picture_server import SIZE, PictureServer, grey
from tests.capture.video_files import joined
from tests.typed import there

from matside.capture import realtime, stream
from matside.capture.grabber import Pace
from matside.capture.live import open_live
from matside.capture.stream import StreamGrabber, shown
from matside.errors import CameraError
from matside.guidance.outcome import CameraTrouble, TroubleKind

SILENT = CameraTrouble(TroubleKind.STREAM_SILENT, host="127.0.0.1")
FROZEN = CameraTrouble(TroubleKind.STREAM_FROZEN, host="127.0.0.1")

pytestmark = pytest.mark.usefixtures("no_thread_left_over")


class TenPictures(Pace):
    """A clock that stands still, and stops the source after its first ten pictures."""

    def __init__(self) -> None:
        super().__init__()
        self._asked = 0

    def now_s(self) -> float:
        self._asked += 1  # once at the beginning, then before and after each picture
        if self._asked > 20:
            self.stop()
        return 0.0


@pytest.fixture
def server() -> Iterator[PictureServer]:
    server = PictureServer()
    yield server
    server.stop()


@pytest.fixture
def certified(tmp_path) -> Iterator[tuple[PictureServer, Path]]:
    """A camera over https whose certificate nobody has signed but itself."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate")
    certificate, key = tmp_path / "certificate.pem", tmp_path / "key.pem"
    command = ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2"]
    command += ["-keyout", str(key), "-out", str(certificate), "-subj", "/CN=camera"]
    command += ["-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(command, check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    server = PictureServer(context=context)
    yield server, certificate
    server.stop()


def test_pictures_arrive_in_order_with_times_that_increase(server) -> None:
    with open_live(server.url()) as live:
        assert live.name == f"http://127.0.0.1:{server.port}/video"
        assert live.size_px == SIZE
        last, times = -1, []
        for _ in range(5):
            frame = live.newest(last, LONG)
            assert there(frame).index > last
            last = there(frame).index
            times.append(there(frame).t_s)
            assert np.abs(there(frame).image.astype(int) - grey(120)).max() <= 3
        assert times == sorted(set(times))
        assert (live.trouble, live.ended) == (None, False)
    assert not reading_threads()


def test_the_newest_picture_is_the_one_the_camera_shows_now(server) -> None:
    with open_live(server.url()) as live:
        first = live.newest(-1, LONG)
        server.level = 40
        wait_until(lambda: there(live.newest(-1, LONG)).image[0, 0, 0] < 60)
        assert there(live.newest(-1, LONG)).index > there(first).index


def test_the_server_dies_and_comes_back(server) -> None:
    with open_live(server.url()) as live:
        first = live.newest(-1, LONG)
        server.stop()
        wait_until(lambda: live.trouble == SILENT)
        again_up = PictureServer(server.port)
        try:
            wait_until(lambda: live.trouble is None)
            again = live.newest(there(first).index, LONG)
            assert there(again).index > there(first).index
            assert there(again).t_s > there(first).t_s
        finally:
            live.close()
            again_up.stop()


def test_a_stream_that_falls_silent_is_opened_anew(server, monkeypatch) -> None:
    monkeypatch.setattr(stream, "_READ_S", 0.2)
    with open_live(server.url()) as live:
        monkeypatch.setattr(stream, "_OPEN_S", 0.2)
        live.newest(-1, LONG)
        server.silent = True
        wait_until(lambda: live.trouble is not None)
        server.silent = False
        wait_until(lambda: live.trouble is None)
        assert live.newest(-1, LONG) is not None


def test_close_while_the_stream_is_silent(server, monkeypatch) -> None:
    monkeypatch.setattr(stream, "_READ_S", 0.3)
    live = open_live(server.url())
    live.newest(-1, LONG)
    server.silent = True
    live.close()
    assert not reading_threads()


def test_damaged_pictures_are_left_out(server, monkeypatch) -> None:
    monkeypatch.setattr(realtime, "FROZEN_S", 0.3)
    with open_live(server.url()) as live:
        live.newest(-1, LONG)
        server.damaged = True
        server.level = 200
        wait_until(lambda: live.trouble is not None)
        server.damaged = False
        wait_until(lambda: live.trouble is None)
        frame = live.newest(-1, LONG)
        assert np.abs(there(frame).image.astype(int) - grey(200)).max() <= 3


def test_a_stream_of_damaged_pictures_is_no_video(server) -> None:
    server.damaged = True
    pace = TenPictures()
    with pytest.raises(CameraError, match="no video"):
        StreamGrabber(server.url(), pace)
    assert pace.stopped


def test_a_password_opens_and_is_not_shown(server) -> None:
    with open_live(server.url("/private", user="anna:secret@")) as live:
        assert live.newest(-1, LONG) is not None
        assert "secret" not in live.name


def test_a_missing_password_is_asked_for(server) -> None:
    with pytest.raises(CameraError, match="asks for a user and a password") as caught:
        open_live(server.url("/private", user="anna:wrong@"))
    assert "wrong" not in str(caught.value)


def test_a_path_that_does_not_exist(server) -> None:
    with pytest.raises(CameraError, match="/vidoe does not exist"):
        open_live(server.url("/vidoe"))


def test_a_page_is_no_video(server) -> None:
    server.files["/"] = ("text/html", b"<html><body>A camera's settings</body></html>")
    with pytest.raises(CameraError, match="what it sends is no video"):
        open_live(server.url("/"))


@pytest.mark.parametrize(("suffix", "kind"), [(".jpg", "image/jpeg"), (".png", "image/png")])
def test_a_picture_is_no_video(server, suffix, kind) -> None:
    server.files["/now" + suffix] = (kind, cv2.imencode(suffix, grey(120))[1].tobytes())
    with pytest.raises(CameraError, match="a single picture and no video"):
        open_live(server.url("/now" + suffix))


def test_a_recording_is_not_live(server, make_video) -> None:
    video = make_video("walk.mp4", range(0, 3000, 100))
    server.files["/walk.mp4"] = ("video/mp4", video.read_bytes())
    with pytest.raises(CameraError, match="a recording of 3 s and no live video: download it"):
        open_live(server.url("/walk.mp4"))


def test_nobody_there() -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))  # bound, but not listening
        port = free.getsockname()[1]
        with pytest.raises(CameraError, match="refuses the connection"):
            open_live(f"http://127.0.0.1:{port}/video")


def test_somebody_who_does_not_answer(monkeypatch) -> None:
    monkeypatch.setattr(stream, "_OPEN_S", 0.2)
    with socket.socket() as mute:
        mute.bind(("127.0.0.1", 0))
        mute.listen()
        with pytest.raises(CameraError, match="does not answer"):
            open_live(f"http://127.0.0.1:{mute.getsockname()[1]}/video")


@pytest.mark.parametrize("url", ["ftp://host/video", "file:///etc/hosts", "http:///video"])
def test_other_addresses_are_none_of_a_stream(url) -> None:
    with pytest.raises(CameraError, match="expected to be the address of a stream"):
        open_live(url)


def test_an_impossible_port_is_said() -> None:
    with pytest.raises(CameraError, match="cannot be understood"):
        open_live("http://host:99999/video")


@pytest.mark.parametrize(
    ("url", "text"),
    [
        ("http://anna:secret@cam:8080/video?key=secret#secret", "http://cam:8080/video"),
        ("rtsp://[fe80::1]:554/live", "rtsp://[fe80::1]:554/live"),
        ("https://cam/", "https://cam/"),
    ],
)
def test_what_is_shown_of_an_address(url, text) -> None:
    assert shown(url) == text


def test_a_camera_over_https_that_cannot_prove_itself_is_refused(certified) -> None:
    server, _ = certified
    with pytest.raises(CameraError, match=r"cannot prove that it is the camera .* use --insecure"):
        open_live(server.url())


def test_insecure_accepts_any_certificate(certified) -> None:
    server, _ = certified
    with open_live(server.url(), insecure=True) as live:
        assert live.newest(-1, LONG) is not None


def test_a_certificate_that_the_computer_trusts_is_accepted(certified, monkeypatch) -> None:
    server, certificate = certified
    monkeypatch.setattr(stream, "_authorities", lambda: nullcontext(str(certificate)))
    with open_live(server.url()) as live:
        assert live.newest(-1, LONG) is not None


def test_a_scheme_in_capitals_is_the_same(server) -> None:
    with open_live(server.url().replace("http:", "Http:")) as live:
        assert live.newest(-1, LONG) is not None


def test_motion_jpeg_that_repeats_one_picture_is_frozen(server, monkeypatch) -> None:
    monkeypatch.setattr(realtime, "FROZEN_S", 0.3)
    with open_live(server.url()) as live:
        live.newest(-1, LONG)
        server.frozen = True
        wait_until(lambda: live.trouble == FROZEN)
        assert live.newest(-1, 0.0) is None
        server.frozen = False
        wait_until(lambda: live.trouble is None)
        assert live.newest(-1, LONG) is not None


def test_h264_may_repeat_a_still_picture(server, make_video) -> None:
    server.files["/live.ts"] = (
        "video/mp2t",
        make_video("still.ts", range(0, 60_000, 40), size=(32, 32)).read_bytes(),
    )
    grabber = StreamGrabber(server.url("/live.ts"), Pace())
    try:
        assert not grabber.repeats
    finally:
        grabber.close()


def test_a_picture_beyond_all_bounds_is_not_decoded(server, monkeypatch) -> None:
    monkeypatch.setattr(stream, "MOST_PX", SIZE[0] * SIZE[1] - 1)
    pace = TenPictures()
    with pytest.raises(CameraError, match="sends no video that can be decoded"):
        StreamGrabber(server.url(), pace)
    assert pace.stopped


def test_the_main_stream_is_shown_and_not_the_first(server, make_video, tmp_path) -> None:
    small = make_video("small.ts", range(0, 4000, 40), size=(32, 16))
    large = make_video("large.ts", range(0, 4000, 40))
    path = joined(small, large, tmp_path / "two.ts")
    server.files["/two.ts"] = ("video/mp2t", path.read_bytes())
    grabber = StreamGrabber(server.url("/two.ts"), Pace())
    try:
        assert grabber.size_px == (64, 32)
    finally:
        grabber.close()


@pytest.mark.parametrize("name", ["live.m3u8", "LIVE.M3U8", "live.mpd"])
def test_a_playlist_is_refused_because_its_pictures_are_old(name) -> None:
    with pytest.raises(CameraError, match=r"several seconds old .*: use the camera's own stream"):
        open_live(f"http://127.0.0.1:9/{name}")


def test_a_playlist_is_known_by_its_content(server, make_video) -> None:
    server.files["/part7.ts"] = ("video/mp2t", make_video("a.ts", range(0, 2000, 40)).read_bytes())
    server.files["/live"] = (
        "application/vnd.apple.mpegurl",
        b"#EXTM3U\n#EXT-X-TARGETDURATION:2\n#EXT-X-MEDIA-SEQUENCE:7\n#EXTINF:2,\npart7.ts\n",
    )
    with pytest.raises(CameraError, match="is a playlist"):
        open_live(server.url("/live"))


def test_nothing_is_written_to_the_terminal(server, capfd) -> None:
    with open_live(server.url()) as live:
        live.newest(-1, LONG)
        server.stop()
        wait_until(lambda: live.trouble is not None)
    assert capfd.readouterr() == ("", "")
