"""Recordings that are sent: streamed, bounded, and never named or placed by the browser."""

from __future__ import annotations

import asyncio
import json
import os
import socket
import threading
import tracemalloc
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from tests.page import page_rig
from tests.waiting import WAIT_S, wait_for

from matside.capture.files import VIDEO_SUFFIXES
from matside.errors import UsageError
from matside.page.uploads import clean_name, receive


def finished(coroutine):
    """Run a coroutine in a thread of its own: other tests' browser may have a loop in this one."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(asyncio.run, coroutine).result()


MOST = 1 << 22


class Analysed:
    """Stands in for the analysis: notes what it was given."""

    def __init__(self) -> None:
        self.seen: list[tuple[Path, bytes, float]] = []

    def __call__(self, paths, _options, **_rest) -> int:
        (path,) = paths
        self.seen.append((path, path.read_bytes(), path.stat().st_mtime))
        return 0


def idle(served) -> None:
    wait_for(lambda: not served.recordings.busy, "the recordings")


def test_a_recording_arrives_whole_and_its_copy_goes_when_it_was_analysed(serve, own) -> None:
    analysed = Analysed()
    served = serve(most_bytes=MOST, analyse=analysed)
    served.enter()
    body = os.urandom(3_000_000)
    answer = served.put("My%20stretch.MP4&modified=1700000000000", body)
    assert answer.status == 200
    assert json.loads(answer.text)["job"]
    idle(served)
    ((path, found, modified_s),) = analysed.seen
    assert found == body
    assert path.name == "My stretch.mp4"
    assert own / "uploads" in path.parents
    assert modified_s == pytest.approx(1_700_000_000.0)
    wait_for(lambda: not page_rig.left_in(own / "uploads"), "the copy to go")


def test_the_same_recording_gets_the_same_place(serve) -> None:
    analysed = Analysed()
    served = serve(analyse=analysed)
    served.enter()
    for body in (b"one", b"one", b"two"):
        assert served.put("clip.mp4", body).status == 200
        idle(served)
    first, again, other = (path for path, _, _ in analysed.seen)
    assert first == again != other


def test_a_recording_that_is_sent_again_while_it_is_looked_at_is_looked_at_again(
    serve, own
) -> None:
    analysed, sent_again = Analysed(), threading.Event()

    def analyse(paths, options, **rest) -> int:
        assert sent_again.wait(WAIT_S)
        return analysed(paths, options, **rest)

    served = serve(analyse=analyse)
    served.enter()
    for _ in range(2):
        assert served.put("clip.mp4", b"one").status == 200
    sent_again.set()
    idle(served)
    assert [found for _, found, _ in analysed.seen] == [b"one", b"one"]
    assert page_rig.left_in(own / "uploads") == []
    assert {job.state for job in served.recordings.jobs()} == {"done"}


def test_too_large_by_its_own_word_is_refused_before_a_byte_is_read(serve, own) -> None:
    served = serve(most_bytes=MOST)
    served.enter()
    answer = served.put("clip.mp4", b"", content_length=str(10 << 30), connection="close")
    assert answer.status == 413
    assert "larger than" in json.loads(answer.text)["error"]
    assert page_rig.left_in(own) == []


def test_too_large_without_saying_so_is_cut_off_and_nothing_is_left(serve, own) -> None:
    served = serve(most_bytes=MOST)
    served.enter()
    head = (
        f"PUT /recordings/new?name=clip.mp4 HTTP/1.1\r\nHost: {served.host}\r\n"
        f"Origin: {served.origin}\r\nCookie: {served.cookie}\r\n"
        "Transfer-Encoding: chunked\r\n\r\n"
    )
    block = b"%x\r\n" % (1 << 16) + b"x" * (1 << 16) + b"\r\n"
    with socket.create_connection(("127.0.0.1", served.port), timeout=WAIT_S) as wire:
        wire.sendall(head.encode())
        sent = 0
        with suppress(OSError):  # it is cut off in the midst of it
            while sent < 64 * MOST:
                wire.sendall(block)
                sent += 1 << 16
    assert MOST < sent < 64 * MOST
    wait_for(lambda: page_rig.left_in(own) == [], "the part to go")
    assert served.recordings.jobs() == []


def test_a_stream_that_grows_too_large_leaves_nothing_and_fills_no_memory(tmp_path) -> None:
    async def endless():
        while True:
            yield bytes(1 << 16)

    tracemalloc.start()
    with pytest.raises(UsageError, match="larger than the 64"):
        finished(
            receive(
                endless(),
                tmp_path,
                name="a.mp4",
                suffixes=VIDEO_SUFFIXES,
                stated=None,
                most=64_000_000,
            )
        )
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 8_000_000
    assert page_rig.left_in(tmp_path) == []


def test_a_stream_that_breaks_off_leaves_nothing(tmp_path) -> None:
    async def broken():
        yield b"some"
        raise ConnectionError

    with pytest.raises(ConnectionError):
        finished(
            receive(
                broken(), tmp_path, name="a.mp4", suffixes=VIDEO_SUFFIXES, stated=None, most=MOST
            )
        )
    assert page_rig.left_in(tmp_path) == []


def test_an_empty_file_is_refused(serve, own) -> None:
    served = serve()
    served.enter()
    assert served.put("clip.mp4", b"").status == 413
    assert page_rig.left_in(own) == []


@pytest.mark.parametrize(
    ("name", "clean"),
    [
        ("clip.mp4", "clip.mp4"),
        ("../../etc/passwd.mp4", "passwd.mp4"),
        ("..\\..\\windows\\clip.MOV", "clip.mov"),
        ("/abs/clip.webm", "clip.webm"),
        ("...mp4.mp4", "mp4.mp4"),
        ("a\x00b\n.mp4", "a-b.mp4"),
        ("<script>.mp4", "script-.mp4".replace("-.", ".")),
        ("   .mp4", "recording.mp4"),
        ("ü ö 1.mp4", "ü ö 1.mp4"),
        ("x" * 300 + ".mp4", "x" * 80 + ".mp4"),
    ],
)
def test_a_name_is_made_of_letters_that_do_no_harm(name, clean) -> None:
    assert clean_name(name, VIDEO_SUFFIXES) == clean


@pytest.mark.parametrize("name", ["", "clip", "clip.html", "clip.mp4.exe", "..", ".mp4", "a.mp4/"])
def test_what_is_no_video_by_its_name_is_refused(name) -> None:
    if name == "a.mp4/":
        assert clean_name(name, VIDEO_SUFFIXES) == "a.mp4"
        return
    with pytest.raises(UsageError, match="A video was expected"):
        clean_name(name, VIDEO_SUFFIXES)


def test_a_failure_is_told_and_the_next_one_is_analysed(serve) -> None:
    def analyse(paths, _options, **_rest) -> int:
        if paths[0].read_bytes() == b"bad":
            raise UsageError(f"{paths[0]} is bad.")
        if paths[0].read_bytes() == b"worse":
            raise ZeroDivisionError
        return 0

    served = serve(analyse=analyse)
    served.enter()
    for body in (b"bad", b"worse", b"good"):
        served.put("clip.mp4", body)
    idle(served)
    told = json.loads(served.get("/recordings/jobs").text)
    assert [job["state"] for job in told] == ["done", "failed", "failed"]
    assert told[2]["words"] == "clip.mp4 is bad.", "no path is told"
    assert "matside itself failed" in told[1]["words"]


def test_progress_is_told_and_a_job_can_be_cancelled(serve) -> None:
    seen: list[Any] = []

    def analyse(_paths, options, **_rest) -> int:
        with options.progress("clip.mp4", 100.0) as bar:
            try:
                for t_s in range(1, 10_000):
                    bar.show(min(25.0, float(t_s)))
                    if t_s > 25 and not seen:
                        seen.append(json.loads(served.get("/recordings/jobs").text))
                        (job,) = seen[0]
                        assert served.post(f"/recordings/{job['id']}/cancel").status == 200
            except KeyboardInterrupt:
                return 130
        return 0

    served = serve(analyse=analyse)
    served.enter()
    served.put("clip.mp4", b"x")
    idle(served)
    ((job,),) = seen
    assert (job["state"], job["share"], job["words"]) == ("running", 0.25, "0:25 of 1:40")
    (after,) = json.loads(served.get("/recordings/jobs").text)
    assert after["state"] == "cancelled"
    assert served.post("/recordings/nothing/cancel", accept="application/json").status == 400


def test_nothing_is_deleted_while_a_recording_is_analysed(serve) -> None:
    answers = []

    def analyse(*_, **__) -> int:
        answers.append(served.post("/history/delete").status)
        answers.append(served.post("/settings/clear/sessions").status)
        return 0

    served = serve(analyse=analyse)
    served.enter()
    served.put("clip.mp4", b"x")
    idle(served)
    assert answers == [400, 400]
    assert served.post("/history/delete").status == 303
