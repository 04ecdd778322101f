"""The form of a plan as a browser sees it: what it would send, its buttons, and what is wrong."""

from __future__ import annotations

from html.parser import HTMLParser
from urllib.parse import urlencode

from tests.page.page_rig import Answer

Sent = list[tuple[str, str]]


class Form(HTMLParser):
    """What a browser would send of the form of a plan, and its buttons and told mistakes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.sent: Sent = []
        self.buttons: dict[str, str] = {}
        self.focus = ""
        self.wrong: dict[str, str] = {}
        self._open = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        told = {name: value or "" for name, value in attrs}
        name, value = told.get("name", ""), told.get("value", "")
        if "autofocus" in told:
            self.focus = told.get("id", "")
        if tag == "button":
            self.buttons[value] = told.get("aria-label", "")
        elif tag == "option" and "selected" in told:
            self.sent[-1] = (self.sent[-1][0], value)
        elif name and (told.get("type") != "checkbox" or "checked" in told):
            self.sent.append((name, value))
            self._open = name if tag == "textarea" else ""
        elif tag == "p" and told.get("class") == "wrong":
            self._open = told["id"]
            self.wrong[self._open.removesuffix("-wrong")] = ""

    def handle_data(self, data):
        if self._open.endswith("-wrong"):
            self.wrong[self._open.removesuffix("-wrong")] += data
        elif self._open:
            self.sent[-1] = (self._open, self.sent[-1][1] + data)

    def handle_endtag(self, tag):
        if tag in {"p", "textarea"}:
            self._open = ""

    def with_(self, **changes: str) -> Form:
        """Type into fields; double underscores stand for dots."""
        typed = {name.replace("__", "."): value for name, value in changes.items()}
        assert typed.keys() <= {name for name, _value in self.sent}, typed
        self.sent = [(name, typed.get(name, value)) for name, value in self.sent]
        return self


def form(served, path="/plan/write") -> Form:
    answer = served.get(path)
    assert answer.status == 200, answer.text
    return Form(answer.text)


def answer_to(served, sent: Sent, do: str) -> Answer:
    return served.post("/plan/write", urlencode([*sent, ("do", do)]).encode())


def press(served, filled: Form, do: str) -> Form:
    answer = answer_to(served, filled.sent, do)
    assert answer.status == 200, answer.text
    return Form(answer.text)
