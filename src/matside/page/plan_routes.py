"""The pages about the plan that a person follows: it is taken, shown, measured and forgotten."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from matside.analysis.prescription_texts import WEEKDAY_NAMES
from matside.errors import UsageError
from matside.exercise.library import MOST_BYTES
from matside.page import plan_form_texts, texts
from matside.page.exchange import (
    Shown,
    document,
    form_values,
    get,
    leading_on,
    post,
    refused,
    see_other,
    whole_number,
)
from matside.page.model import Parts, Store
from matside.page.plan_fields import limit_fields, step_fields
from matside.page.plan_form import (
    Content,
    SentLists,
    blank,
    changed,
    content_of,
    file_content,
    told,
)
from matside.page.server import Presence
from matside.page.uploads import Refusals, clean_name, receive
from matside.translation import _

SUFFIXES: Final = frozenset({".toml"})
MOST_FILES: Final = 20
"""A plan, and exercises of its own."""
_KEEPING: Final = frozenset({"file", "follow"})
REFUSALS: Final = Refusals(
    name=lambda _found: texts.no_plan_file(MOST_BYTES), size=texts.no_plan_file
)


def plan_routes(parts: Parts, presence: Presence, shown: Shown) -> list[Route]:
    """Return the routes of the plan; ``presence`` is notified of a file that is sent."""
    store = parts.store

    def plan(_request: Request) -> Response:
        return shown("plan", plan=store.plan(), words=plan_form_texts)

    def printed(_request: Request) -> Response:
        store.printed_plan()  # a missing plan is reported here, not inside the frame
        return shown("plan_print", plan=store.plan())

    def accept(request: Request) -> Response:
        store.accept(request.path_params["exercise"])
        return see_other("/plan")

    async def take(request: Request) -> Response:
        parts.recordings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (
            presence.page(),
            tempfile.TemporaryDirectory(dir=parts.recordings.folder, prefix="plan-") as folder,
        ):
            try:
                files = await _received(request, Path(folder))
            except UsageError as error:
                return refused(error)
            await run_in_threadpool(store.take_plan, files)
        return JSONResponse({})

    def calendar(_request: Request) -> Response:
        text = store.plan_calendar()
        named = {"content-disposition": 'attachment; filename="matside-plan.ics"'}
        return Response(text, media_type="text/calendar", headers=named)

    return [
        *_writing_routes(store, shown),
        get("/plan", plan),
        get("/plan/print", printed),
        get("/plan/printed", lambda _request: document(store.printed_plan())),
        get("/plan/calendar.ics", calendar),
        Route("/plan/new", take, methods=["PUT"]),
        post("/plan/forget", leading_on(store.forget_plan, "/plan")),
        post("/plan/accept/{exercise:str}", accept),
    ]


def _writing_routes(store: Store, shown: Shown) -> list[Route]:
    """Return the routes of the form in which a plan is written or changed."""

    def begin(request: Request) -> Response:
        changing = "change" in request.query_params
        return (
            form(dict(store.plan_content()), {"change": ["1"]}) if changing else form(blank(), {})
        )

    async def answer(request: Request) -> Response:
        return await run_in_threadpool(answered, await form_values(request))

    def answered(sent: SentLists) -> Response:
        known = {exercise.id: exercise for exercise in store.plan_vocabulary()[0]}
        content = content_of(sent, known)
        wish = sent.get("do", [""])[-1]
        if wish in _KEEPING:
            written = store.written_plan(file_content(content))
            if not written.problems and wish == "follow":
                store.follow_written(written)
                return see_other("/plan")
            if not written.problems:
                named = {"content-disposition": 'attachment; filename="plan.toml"'}
                return Response(written.text, media_type="application/toml", headers=named)
        return form(content, sent, changed(content, wish, known))

    def form(content: Content, sent: SentLists, focus: str = "") -> Response:
        exercises, programmes = store.plan_vocabulary()
        written = store.written_plan(file_content(content))
        wish = sent.get("do", [""])[-1]
        checked = wish in {"check", *_KEEPING}
        wrong = told(content, written.problems)
        limits, kept = limit_fields(content)
        return shown(
            "plan_write",
            words=plan_form_texts,
            weekdays=WEEKDAY_NAMES,
            content=content,
            limits=limits,
            kept=kept,
            exercises={exercise.id: exercise for exercise in exercises},
            offered=[(exercise.id, _(exercise.name)) for exercise in exercises],
            programmes=[(programme.id, _(programme.name)) for programme in programmes],
            step_fields=step_fields,
            written=written,
            checked=checked,
            tells=(tells := checked or "told" in sent),
            told=wrong if tells else {},
            open="; ".join(one.where for one in wrong.values()),
            focus=focus,
            later=content.get("from", "") > blank()["from"],
            changing="change" in sent,
        )

    return [get("/plan/write", begin), post("/plan/write", answer)]


async def _received(request: Request, folder: Path) -> list[Path]:
    """Return copies of the files that are sent in one body; their place is never the sender's word.

    The query has the ``name`` of each, and where there are several the ``size`` of each in bytes.
    """
    names = request.query_params.getlist("name")[:MOST_FILES] or [""]
    whole = await receive(
        request.stream(),
        folder,
        name=names[0],
        suffixes=SUFFIXES,
        stated=whole_number(request.headers.get("content-length")),
        most=MOST_BYTES * len(names),
        refusals=REFUSALS,
    )
    if len(names) == 1:
        return [whole]
    return await run_in_threadpool(_parted, whole, names, request.query_params.getlist("size"))


def _parted(whole: Path, names: Sequence[str], sizes: Sequence[str]) -> list[Path]:
    """Return the files that one body holds one after the other.

    Raises:
        UsageError: One of them is no plan and no exercise by its name or its size.
    """
    content, files, start = whole.read_bytes(), [], 0
    for number, name in enumerate(names):
        size = whole_number(sizes[number] if number < len(sizes) else None) or 0
        path = whole.parent / str(number) / clean_name(name, SUFFIXES, REFUSALS)
        part = content[start : start + size]
        if not 0 < size == len(part) or size > MOST_BYTES:
            raise UsageError(REFUSALS.size(MOST_BYTES))
        path.parent.mkdir(mode=0o700)
        path.write_bytes(part)
        files.append(path)
        start += size
    return files
