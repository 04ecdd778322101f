"""From values to HTML: the templates, and what they may call."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from matside.page import live_texts, session_texts, texts
from matside.page.model import Theme
from matside.translation import language


class Pages:
    """Renders the page's templates.

    Args:
        theme: Returns how light the page is to be.
        resume_key: What the pages hold to come back if the server is killed.
    """

    def __init__(self, theme: Callable[[], Theme], resume_key: str = "") -> None:
        self._theme = theme
        self._resume_key = resume_key
        self._environment = Environment(
            loader=PackageLoader("matside.page"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.filters["script_data"] = script_data

    def render(self, name: str, values: Mapping[str, Any]) -> str:
        """Return a page as HTML."""
        template = self._environment.get_template(f"{name}.html.j2")
        return template.render(
            texts=texts,
            live_texts=live_texts,
            session_texts=session_texts,
            language=language(),
            theme_now=self._theme().value,
            resume_key=self._resume_key,
            **values,
        )


def script_data(data: object) -> Markup:
    """Return JSON that cannot end the script element it stands in."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    for letter in "<>&\u2028\u2029":
        text = text.replace(letter, f"\\u{ord(letter):04x}")
    return Markup(text)  # noqa: S704 - no letter that HTML knows is left in it
