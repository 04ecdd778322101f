"""The pages about the person: who practises, the questions before it, and what was told."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from matside import safety
from matside.page.exchange import Shown, form, form_values, see_other
from matside.page.person_model import PersonDesk


def person_routes(desk: PersonDesk, shown: Shown) -> list[Route]:
    """Return the routes of these pages.

    Args:
        desk: Knows the people, and what each told.
        shown: Renders a template.
    """
    pages = _PersonPages(desk, shown)
    get, post = partial(Route, methods=["GET"]), partial(Route, methods=["POST"])
    return [
        get("/screening", pages.screening),
        post("/screening", pages.answer),
        get("/screening/result", pages.result),
        post("/screening/cleared", pages.clear),
        post("/screening/later", pages.later),
        get("/people", pages.people),
        post("/people/choose", pages.choose),
        post("/people/add", pages.add),
        post("/people/rename", pages.rename),
        post("/people/delete", pages.delete),
        post("/settings/pictures", pages.set_pictures),
        post("/settings/profile/delete", pages.forget),
    ]


class _PersonPages:
    def __init__(self, desk: PersonDesk, shown: Shown) -> None:
        self._desk = desk
        self._shown = shown

    async def screening(self, _request: Request) -> Response:
        first = await run_in_threadpool(safety.is_first_start)
        return await self._shown(
            "screening",
            safety=safety.PARAGRAPHS if first else (),
            groups=await run_in_threadpool(self._desk.questions),
        )

    async def answer(self, request: Request) -> Response:
        ticked = (await form_values(request)).get("true", [])
        await run_in_threadpool(self._desk.answer, ticked)
        return see_other("/screening/result")

    async def result(self, _request: Request) -> Response:
        about = await run_in_threadpool(self._desk.about)
        return await self._shown("screened", about=about, safety=safety.PARAGRAPHS)

    async def clear(self, _request: Request) -> Response:
        await run_in_threadpool(self._desk.clear)
        return see_other("/screening/result")

    async def later(self, _request: Request) -> Response:
        self._desk.later()
        return see_other("/")

    async def people(self, _request: Request) -> Response:
        return await self._shown("people", people=await run_in_threadpool(self._desk.people))

    async def choose(self, request: Request) -> Response:
        return await self._changed(request, self._desk.choose, "/")

    async def add(self, request: Request) -> Response:
        return await self._changed(request, self._desk.add, "/")

    async def delete(self, request: Request) -> Response:
        return await self._changed(request, self._desk.delete, "/people")

    async def rename(self, request: Request) -> Response:
        sent = await form(request)
        await run_in_threadpool(self._desk.rename, sent.get("name", ""), sent.get("new", ""))
        return see_other("/people")

    async def forget(self, _request: Request) -> Response:
        await run_in_threadpool(self._desk.forget)
        return see_other("/settings")

    async def set_pictures(self, request: Request) -> Response:
        asked = (await form(request)).get("pictures", "")
        if asked not in {choice.id for choice in self._desk.pictures()}:
            raise HTTPException(400)
        await run_in_threadpool(self._desk.set_pictures, asked)
        return see_other("/settings")

    async def _changed(self, request: Request, change: Callable[[str], None], to: str) -> Response:
        """Change something about the person that a form names, and go on to another page."""
        name = (await form(request)).get("name", "")
        await run_in_threadpool(change, name)
        return see_other(to)
