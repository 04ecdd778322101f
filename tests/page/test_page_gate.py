"""Who is let in: this server's own page in the one browser that brought the token."""

from __future__ import annotations

import http.client
import socket

import pytest
from tests.waiting import WAIT_S
from websockets.exceptions import InvalidStatus
from websockets.sync.client import connect

PAGES = ("/", "/progress", "/history", "/recordings", "/settings", "/assets/page.css")


def test_the_token_gives_a_cookie_once_and_only_for_scripts_that_are_none(serve) -> None:
    served = serve()
    answer = served.enter()
    assert (answer.status, answer.headers["location"]) == (303, "/")
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert "path=/" in cookie
    again = served.send("GET", f"/open?token={served.gate.token}")
    assert again.status == 403
    assert "set-cookie" not in again.headers
    assert served.get(f"/open?token={served.gate.token}").status == 303  # the same browser may


@pytest.mark.parametrize("token", ["", "wrong", "x" * 10_000, "%00", "%F0%9F%98%80"])
def test_a_wrong_token_opens_nothing_and_spends_nothing(serve, token) -> None:
    served = serve()
    assert served.send("GET", f"/open?token={token}").status == 403
    assert served.enter().status == 303


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_shown_without_the_cookie(served, path) -> None:
    assert served.get(path).status == 200
    assert served.send("GET", path).status == 403
    name = served.cookie.split("=")[0]
    assert served.send("GET", path, cookie=f"{name}=stolen").status == 403


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "", "[::1]:{port}"]
)
def test_another_host_is_refused_even_with_the_cookie(served, host) -> None:
    """DNS rebinding: a name of somebody else's that points to 127.0.0.1."""
    answer = served.send("GET", "/", host=host.format(port=served.port), cookie=served.cookie)
    assert answer.status == 421
    assert "<h2" not in answer.text


def test_two_hosts_are_refused(served) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", served.port, timeout=WAIT_S)
    connection.putrequest("GET", "/", skip_host=True)
    connection.putheader("host", served.host)
    connection.putheader("host", "evil.example")
    connection.putheader("cookie", served.cookie)
    connection.endheaders()
    assert connection.getresponse().status in {400, 421}
    connection.close()


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "http://127.0.0.1:1", "https://127.0.0.1:{port}"]
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_another_origin_is_refused_even_with_the_cookie(served, origin, method) -> None:
    asked = {"cookie": served.cookie, "origin": origin.format(port=served.port)}
    path = "/" if method == "GET" else "/history/delete"
    assert served.send(method, path, body=b"", **asked).status == 403


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_request_of_another_page_is_refused_even_from_the_same_site(served, site) -> None:
    """A page on another port of 127.0.0.1 is same-site: its requests bring our cookie."""
    assert served.get("/", sec_fetch_site=site).status == 403
    assert served.get("/", sec_fetch_site="same-origin").status == 200
    assert served.get("/", sec_fetch_site="none").status == 200


def test_what_changes_something_has_to_say_where_it_comes_from(served) -> None:
    assert served.send("POST", "/history/delete", body=b"", cookie=served.cookie).status == 403
    assert served.post("/history/delete").status == 303


@pytest.mark.parametrize("path", ["/", "/nowhere", "/assets/page.css", "/open?token=wrong"])
def test_every_answer_says_what_a_browser_may_do_with_it(served, path) -> None:
    headers = served.get(path).headers
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "frame-ancestors 'self'" in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-resource-policy"] == "same-origin"


@pytest.mark.parametrize(
    "path",
    [
        "/assets/..%2fpage.css",
        "/assets/..%2f..%2fgate.py",
        "/assets/%2e%2e/gate.py",
        "/assets/%2fetc%2fpasswd",
        "/assets/figures.json%00.css",
        "/history/1/..%2f..%2fhistory.sqlite3",
        "/history/-1",
        "/history/1e3",
        "/history/999999999999999999999999",
        "/history/export.sqlite3",
        "/history/compare?session=1&session=..%2f..",
        "/exercises/..%2fcat_cow",
        "/settings/clear/..%2f..",
    ],
)
def test_no_path_leads_out(served, path) -> None:
    answer = served.get(path)
    assert answer.status in {400, 404, 405}
    assert "SQLite" not in answer.text
    assert "def " not in answer.text


@pytest.mark.parametrize("wrong", ["cookie", "origin", "host", "none"])
def test_a_socket_is_opened_by_the_own_page_only(served, wrong) -> None:
    given = {"Cookie": served.cookie, "Origin": served.origin, "Host": served.host}
    if wrong == "none":
        given.pop("Origin")
    elif wrong != "host":
        given[wrong.title()] = {"cookie": "a=b", "origin": "http://127.0.0.1:1"}[wrong]
    address = f"ws://{served.host}/presence"
    if wrong == "host":
        address = f"ws://localhost.evil.example:{served.port}/presence"
    given.pop("Host")
    origin = given.pop("Origin", None)
    wire = socket.create_connection(("127.0.0.1", served.port), timeout=WAIT_S)
    served.sockets.append(wire)
    with (
        pytest.raises(InvalidStatus, match="403"),
        connect(address, sock=wire, origin=origin, additional_headers=given),
    ):
        pass
