"""The server: for this computer only, bounded, and gone when nobody is there."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path

import pytest
from tests.page.page_rig import Ending
from tests.typed import there
from tests.waiting import WAIT_S, wait_for
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from matside.errors import UsageError
from matside.page.exchange import MOST_FORM_BYTES
from matside.page.server import MOST_SOCKETS, Presence, listen


def open_page(served):
    given = {"Cookie": served.cookie}
    return connect(f"ws://{served.host}/presence", origin=served.origin, additional_headers=given)


def test_it_listens_on_the_loopback_interface_only() -> None:
    with listen(None) as first, listen(None) as second:
        assert first.getsockname()[0] == second.getsockname()[0] == "127.0.0.1"
        with pytest.raises(UsageError, match="--port"):
            listen(first.getsockname()[1])


def test_it_ends_when_the_last_page_is_gone_for_a_while(serve) -> None:
    served = serve(presence=Ending(first_s=60.0, linger_s=0.3))
    served.enter()
    with open_page(served), open_page(served):
        wait_for(lambda: served.presence.open == 2, "the sockets")
        assert not served.presence.over
    served.thread.join(WAIT_S)
    assert not served.thread.is_alive()


def test_a_page_that_is_loaded_again_keeps_it() -> None:
    now_s = 0.0
    presence = Presence(clock=lambda: now_s, first_s=100.0, linger_s=10.0)
    now_s = 99.0
    assert not presence.over
    with presence.page():
        now_s = 1000.0
        assert not presence.over
    now_s = 1009.0
    assert not presence.over
    with presence.page():
        pass
    now_s = 1018.0
    assert not presence.over
    now_s = 1019.0
    assert presence.over


def test_nobody_who_ever_came_ends_it_too() -> None:
    now_s = 0.0
    presence = Presence(clock=lambda: now_s, first_s=100.0)
    now_s = 100.0
    assert presence.over


def test_a_signal_ends_it_whoever_is_there() -> None:
    signals: list[int] = []
    presence = Presence(asked=lambda: bool(signals))
    with presence.page():
        assert not presence.over
        signals.append(1)
        assert presence.over


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no signal to a process")
@pytest.mark.parametrize("name", ["SIGTERM", "SIGHUP"])
def test_a_signal_is_a_gentle_end(tmp_path: Path, name: str) -> None:
    command = [sys.executable, "-m", "matside", "page", "--no-browser"]
    env = os.environ | {"MATSIDE_DATA": str(tmp_path), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, env=env) as process:
        wait_for(lambda: list(tmp_path.glob("page-*.json")), "the page")
        there(process.stdout).readline()
        process.send_signal(getattr(signal, name))
        assert process.wait(WAIT_S) == 0
    assert not list(tmp_path.glob("page-*.json")), "left for a server that was killed"


def test_open_sockets_are_bounded_and_the_page_still_answers(served) -> None:
    pages = ExitStack()
    for _ in range(MOST_SOCKETS):
        pages.enter_context(open_page(served))
    wait_for(lambda: served.presence.open == MOST_SOCKETS, "the sockets")
    for _ in range(3):
        with pytest.raises(InvalidStatus, match="403"), open_page(served):
            pass
    assert served.presence.open == MOST_SOCKETS
    assert served.get("/settings").status == 200
    pages.close()
    wait_for(lambda: served.presence.open == 0, "the sockets")
    with open_page(served):
        wait_for(lambda: served.presence.open == 1, "the sockets")


def test_two_hundred_connections_that_say_nothing_do_no_harm(served) -> None:
    for _ in range(200):
        served.sockets.append(socket.create_connection(("127.0.0.1", served.port), timeout=WAIT_S))
    assert served.get("/settings").status == 200


def test_a_socket_that_sends_too_much_is_closed(served) -> None:
    with open_page(served) as one:
        one.send("x" * (1 << 17))
        with pytest.raises(ConnectionClosed):
            one.recv(timeout=WAIT_S)
    assert served.get("/settings").status == 200


def test_a_form_that_is_too_large_is_refused(served) -> None:
    assert served.post("/settings/theme", b"theme=" + b"x" * MOST_FORM_BYTES).status == 413
