"""What other web pages in the same browser come to: nothing."""

from __future__ import annotations

import pytest
from tests.page import page_sessions

from matside.record.history.sessions import History

HTML = "<!doctype html><title>a stranger</title><h1>A stranger</h1>"
TRY = """async (target) => {
  const got = {};
  const ask = async (name, path, options) => {
    try {
      const answer = await fetch(target + path, { credentials: "include", ...options });
      got[name] = await answer.text();
    } catch { got[name] = ""; }
  };
  const load = (name, element, path) => new Promise((done) => {
    element.onload = () => { got[name] = "loaded"; done(); };
    element.onerror = () => { got[name] = ""; done(); };
    element.src = target + path;
    document.body.append(element);
  });
  await ask("read", "/history");
  await ask("read without cors", "/history", { mode: "no-cors" });
  await ask("delete", "/history/delete", { method: "POST", mode: "no-cors" });
  await ask("delete as a form", "/history/delete", {
    method: "POST", mode: "no-cors", body: new URLSearchParams({ a: "b" }) });
  await ask("preflight", "/recordings/new?name=a.mp4", { method: "PUT", body: "x" });
  await load("script", document.createElement("script"), "/assets/presence.mjs");
  await load("picture", document.createElement("img"), "/assets/icon.svg");
  await load("video", Object.assign(document.createElement("img")), "/history/1/video.mp4");
  const frame = Object.assign(document.createElement("iframe"), { src: target + "/history" });
  await new Promise((done) => { frame.onload = done; document.body.append(frame); });
  try { got.frame = frame.contentDocument?.body.innerText ?? ""; } catch { got.frame = ""; }
  for (const path of ["/presence", "/practise/live", "/check/live"])
    got[path] = await new Promise((done) => {
      const socket = new WebSocket(target.replace("http", "ws") + path);
      socket.onopen = () => done("open");
      socket.onerror = () => done("");
    });
  return got;
}"""


@pytest.mark.parametrize(
    "stranger", ["http://evil.example", "http://127.0.0.1:9", "http://localhost:9"]
)
def test_another_page_neither_reads_nor_changes_anything(enter, stranger) -> None:
    """One of the same computer is of the same site, so that its requests bring the cookie."""
    page_sessions.store(page_sessions.held())
    browser = enter()
    page = browser.context.new_page()
    page.route(f"{stranger}/**", lambda route: route.fulfill(body=HTML, content_type="text/html"))
    page.goto(f"{stranger}/")
    got = page.evaluate(TRY, browser.served.origin)
    assert not any(got.values()), got
    assert browser.served.presence.open == 0
    page.evaluate(
        """(target) => { const form = document.createElement("form");
        Object.assign(form, { method: "post", action: target + "/history/delete" });
        document.body.append(form); form.submit(); }""",
        browser.served.origin,
    )
    page.get_by_text("matside answers its own page only").wait_for()
    with History.open() as history:
        assert len(history.sessions()) == 1


def test_a_name_that_somebody_else_points_here_opens_nothing(enter) -> None:
    """DNS rebinding: the browser takes us for a stranger's own server."""
    browser = enter()
    page = browser.context.new_page()
    page.goto(f"http://rebound.example:{browser.served.port}/history")
    page.get_by_text("This address is not matside's").wait_for()


def test_an_address_that_was_stolen_opens_nothing_elsewhere(enter, chromium) -> None:
    served = enter().served
    context = chromium.new_context()
    page = context.new_page()
    for path in (f"/open?token={served.gate.token}", "/history"):
        answer = page.goto(served.origin + path)
        assert answer.status == 403
    assert context.cookies() == []
    context.close()
