"""A page of a server that was killed gets in again, and nobody else does."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import stat
from urllib.parse import urlencode

import pytest
from tests.page import page_sessions
from tests.typed import there

from matside.app.page import forget, left_ports, resume
from matside.app.page_live import LiveRunner
from matside.page import server
from matside.page.gate import Resumption
from matside.page.server import listen
from matside.record.history.database import owner_only

PORT = 8736


def proof(key: str, port: int, question: str) -> str:
    """Return what a page answers, as its script computes it."""
    return hmac.new(key.encode(), f"{port} {question}".encode(), hashlib.sha256).hexdigest()


def test_the_key_is_the_owner_s_alone_and_good_once(own) -> None:
    with owner_only():
        first = resume(own, PORT)
    assert first.question() is None  # there was no server before
    path = own / f"page-{PORT}.json"
    assert os.name == "nt" or stat.S_IMODE(path.stat().st_mode) == 0o600
    second = resume(own, PORT)
    question = there(second.question())
    assert second.answered(question, proof(first.key, PORT, question))
    assert second.question() is None
    assert not second.answered(question, proof(first.key, PORT, question))
    assert resume(own, PORT).question() is not None
    forget(own, PORT)
    assert resume(own, PORT).question() is None


@pytest.mark.parametrize(
    ("key", "port", "asked"),
    [("wrong", PORT, None), ("right", PORT + 1, None), ("right", PORT, "my own"), ("", PORT, None)],
)  # fmt: skip
def test_a_stranger_proves_nothing(key, port, asked) -> None:
    resumption = Resumption(PORT, "right")
    question = asked or there(resumption.question())
    assert not resumption.answered(question, proof(key, port, question))
    again = there(resumption.question())
    assert resumption.answered(again, proof("right", PORT, again))


def test_a_question_is_answered_once_and_old_ones_are_forgotten() -> None:
    resumption = Resumption(PORT, "right")
    first = there(resumption.question())
    assert not resumption.answered(first, "wrong")
    assert not resumption.answered(first, proof("right", PORT, first))
    second = there(resumption.question())
    for _ in range(1000):
        resumption.question()
    assert not resumption.answered(second, proof("right", PORT, second))


@pytest.mark.parametrize("left", ["", "[]", "{", '{"key": 7}', "[" * 5000])
def test_a_damaged_key_is_none(own, left) -> None:
    own.mkdir()
    (own / f"page-{PORT}.json").write_text(left)
    assert resume(own, PORT).question() is None


def test_the_port_of_a_killed_server_is_taken_again(own, monkeypatch) -> None:
    with listen(0) as killed:
        port = killed.getsockname()[1]
        resume(own, port)
    with listen(0) as taken:
        monkeypatch.setattr(server, "USUAL_PORT", taken.getsockname()[1])
        with listen(None, left_ports(own)) as again:
            assert again.getsockname()[1] == port


def back(served, **told: str):
    """Ask for the question, or answer it."""
    if not told:
        return served.send("GET", "/back")
    return served.send("POST", f"/back?{urlencode(told)}", body=b"", origin=served.origin)


def test_a_page_comes_back_with_a_new_cookie(serve) -> None:
    served = serve(former="of before")
    assert served.get("/").status == 403
    question = json.loads(back(served).text)["question"]
    assert back(served, question=question, answer="no").status == 403
    question = json.loads(back(served).text)["question"]
    answer = back(served, question=question, answer=proof("of before", served.port, question))
    assert answer.status == 200
    assert "httponly" in answer.headers["set-cookie"].lower()
    assert "samesite=strict" in answer.headers["set-cookie"].lower()
    served.cookie = answer.headers["set-cookie"].partition(";")[0]
    assert served.get("/").status == 200
    assert json.loads(answer.text)["key"] in served.get("/").text
    assert back(served).status == 404  # once is enough


def test_nobody_else_s_page_may_ask(serve) -> None:
    served = serve(former="of before")
    assert served.send("GET", "/back", host="evil.example").status == 421
    assert served.send("GET", "/back", sec_fetch_site="cross-site").status == 403
    assert served.send("POST", "/back", body=b"", origin="http://127.0.0.1:1").status == 403


def test_what_is_left_of_a_killed_session_is_told(own) -> None:
    runner = LiveRunner()
    assert runner.left_behind() is None
    page_sessions.store(page_sessions.held())
    assert runner.left_behind() is None  # it came to its end
    number, _ = page_sessions.store(page_sessions.held(end_s=90.0), day=1, killed=True)
    moment = runner.left_behind()
    assert there(moment).state["over"] is True
    assert there(moment).state["session"] == number
    assert "2 holds" in there(moment).state["lines"][1]
    page_sessions.store(page_sessions.counted(), day=2, kind="analysis")
    assert runner.left_behind() is None
