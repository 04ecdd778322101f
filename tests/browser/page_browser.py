"""Tabs of a browser that a page's server has let in, and what axe finds wrong in them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest
from tests.page import page_rig

PATIENCE_MS = 60_000
COLOURS = ("color-contrast", "link-in-text-block")
"""Rules of axe whose verdict depends on the colours."""
LOOKS = (*COLOURS, "target-size", "scrollable-region-focusable")
"""Those whose verdict depends on the width or on the colours."""
SERIOUS = {"serious", "critical"}
FIND = """async (only) => {
  // What a frame shows is looked at where it is a page of its own.
  const options = { resultTypes: ["violations"], iframes: false, preload: false };
  if (only) options.runOnly = { type: "rule", values: only };
  const { violations } = await axe.run(document, options);
  return violations.map(({ id, impact, nodes }) => [id, impact, nodes[0].html.slice(0, 200)]);
}"""


@dataclass
class Tab:
    """A tab of a browser that was let in, with all that it said and asked for."""

    page: Any
    address: str
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.page, name)

    def go(self, path: str) -> Any:
        return self.page.goto(self.address + path)


@dataclass
class Browser:
    """A browser that was let in to a server."""

    served: page_rig.Served
    context: Any

    @property
    def entrance(self) -> str:
        """The address that lets a browser in, once."""
        return f"/open?token={self.served.gate.token}"

    def tab(self) -> Tab:
        tab = Tab(page=self.context.new_page(), address=self.served.origin)
        tab.page.on("console", lambda message: tab.said.append(message.text))
        tab.page.on("pageerror", lambda error: tab.said.append(str(error)))
        tab.page.on("request", lambda request: tab.asked.append(request.url))
        return tab


def serious(page: Any, only: tuple[str, ...] | None = None) -> list[list[str]]:
    """Return what axe finds serious or critical: rule, impact, and the first place."""
    if not page.evaluate("window.axe !== undefined"):
        axe = pytest.importorskip("axe_playwright_python.base")
        page.evaluate(axe.AXE_SCRIPT)
    found = page.evaluate(FIND, None if only is None else list(only))
    return [one for one in found if one[1] in SERIOUS]
