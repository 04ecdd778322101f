"""The page: one HTML file with everything in it, which asks for nothing and may run only its own.

Scripts and styles are named by their hashes in the page's security policy, so
that nothing a file name or an exercise could smuggle in would run.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from importlib import resources
from typing import Any, Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from matside import safety
from matside.body.catalogue import MeasureKind
from matside.report import texts
from matside.report.charts import bars_of, chart_data, charts_of, time_axis, time_ticks
from matside.report.model import Block, CommittedFault, Picture, Report
from matside.translation import _, language
from matside.wording import formatting
from matside.wording.formatting import day, listing
from matside.wording.labels import Labels

_ASSETS: Final = "assets"
_SCRIPTS: Final = ("uplot/uPlot.iife.min.js", "report.js")
_STYLES: Final = ("uplot/uPlot.min.css", "report.css")
_MOST_ADVICE: Final = 3
_COMPACT: Final = {"ensure_ascii": False, "allow_nan": False, "separators": (",", ":")}
"""How JSON is written for the page's script: a chart has thousands of numbers."""
STYLES_ONLY: Final = "default-src 'none'; style-src 'unsafe-inline'"
"""Content-Security-Policy of a page that has styles of its own, and nothing else."""


def render(report: Report) -> str:
    """Return the report as one HTML document, UTF-8, without any address outside of itself.

    Only the annotated video is not in it: it is linked to by its name, if there
    is one.
    """
    template = environment().get_template("report.html.j2")
    return template.render(
        t=texts,
        language=language(),
        jump=_jump(report),
        report=report,
        about=report.about,
        summary=report.summary,
        title=listing([block.name for block in report.blocks]) or texts.NO_EXERCISE,
        names={block.exercise: block.name for block in report.blocks},
        trusted=_trusted(report),
        licence=_asset("uplot/LICENSE"),
        date=day(report.about.created) if report.about.created else "",
        policy=policy(),
        data=_data(report),
        scripts=[_asset(name) for name in _SCRIPTS],
        styles=[_asset(name) for name in _STYLES],
        safety=safety.PARAGRAPHS,
    )


def advice(block: Block) -> tuple[CommittedFault, ...]:
    """Return what to work on first: the three most important faults, each once."""
    chosen: dict[str, CommittedFault] = {}
    for row in block.faults:
        chosen.setdefault(row.key, row)
    return tuple(chosen.values())[:_MOST_ADVICE]


def data_url(picture: Picture) -> str:
    """Return a picture as an address that holds the picture itself."""
    return f"data:image/jpeg;base64,{base64.b64encode(picture.jpeg).decode('ascii')}"


@cache
def environment() -> Environment:
    """Return the templates of the report, of a comparison and of a plan on paper."""
    templates = Environment(
        loader=PackageLoader("matside.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= _FILTERS
    templates.policies["json.dumps_kwargs"] = _COMPACT
    templates.globals |= {
        "advice": advice,
        "charts_of": charts_of,
        "lanes_of": _lanes,
    }
    return templates


_FILTERS: Final[Mapping[str, Any]] = {
    "clock": formatting.clock,
    "duration": formatting.duration,
    "percent": formatting.percent,
    "spans": formatting.spans,
    "times": formatting.times,
    "capitalised": formatting.capitalised,
    "translated": _,
    "side": lambda side: formatting.side(side) or formatting.UNKNOWN,
    "posture": Labels().posture,
    "data_url": data_url,
}


def _jump(report: Report) -> Callable[[float], Markup]:
    """Return what writes a time: a button that moves the video there, if there is a video."""

    def write(t_s: float) -> Markup:
        text = formatting.clock(t_s)
        if not report.about.video:
            return Markup('<span class="time">{}</span>').format(text)
        return Markup(
            '<button type="button" class="time" data-seek="{:.3f}" aria-label="{}">{}</button>'
        ).format(t_s, texts.PLAY_FROM(time=text), text)

    return write


def _lanes(block: Block) -> dict[str, Any]:
    axis = time_axis(block)
    rows = [(lane, tuple(bars_of(lane, axis))) for lane in block.lanes]
    return {"rows": [row for row in rows if row[1]], "ticks": time_ticks(axis)}


def _data(report: Report) -> dict[str, Any]:
    return {
        "start_s": report.summary.start_s,
        "words": texts.script_words(),
        "blocks": {block.exercise: chart_data(block) for block in report.blocks},
    }


def _trusted(report: Report) -> list[tuple[str, str]]:
    """Return what each kind of number on the page is, and how far to trust it."""
    names: dict[MeasureKind, list[str]] = {}
    for block in report.blocks:
        for shown in block.measures:
            names_of_kind = names.setdefault(shown.measure.kind, [])
            name = _(shown.measure.label)
            names_of_kind += [] if name in names_of_kind else [name]
    measures = [
        (", ".join(names_of_kind), texts.trust(kind)) for kind, names_of_kind in names.items()
    ]
    fixed = [(str(name), str(words)) for name, words in (texts.TRUST_TIMES, texts.TRUST_FAULTS)]
    return [fixed[0], *measures, fixed[1]]


@cache
def _asset(name: str) -> Markup:
    """Return one of the package's own scripts or styles; nothing else is put in unescaped."""
    file = resources.files("matside.report").joinpath(_ASSETS, *name.split("/"))
    return Markup(file.read_text("utf-8").replace("\r\n", "\n").strip())  # noqa: S704


def policy() -> str:
    """Return the Content-Security-Policy: nothing from anywhere, but for its own parts by hash."""
    return "; ".join(
        (
            "default-src 'none'",
            f"script-src {' '.join(_hashes(_SCRIPTS))}",
            f"style-src {' '.join(_hashes(_STYLES))}",
            "img-src data:",
            "media-src 'self' file:",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )


def _hashes(names: tuple[str, ...]) -> Iterator[str]:
    for name in names:
        digest = hashlib.sha256(_asset(name).encode("utf-8")).digest()
        yield f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
