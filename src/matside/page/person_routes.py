"""The pages about people: who practises, the screening questions, and the answers."""

from __future__ import annotations

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from matside import safety
from matside.page.exchange import (
    Sent,
    Shown,
    form_post,
    form_values,
    get,
    leading_on,
    post,
    see_other,
)
from matside.page.person_model import PersonDesk


def person_routes(desk: PersonDesk, shown: Shown) -> list[Route]:
    """Return the routes of these pages.

    Args:
        desk: Knows the people, and what each told.
        shown: Renders a template.
    """
    pages = _PersonPages(desk, shown)
    return [
        get("/screening", pages.screening),
        post("/screening", pages.answer),
        get("/screening/result", pages.result),
        post("/screening/cleared", leading_on(desk.clear, "/screening/result")),
        post("/screening/later", leading_on(desk.later, "/")),
        get("/people", pages.people),
        form_post("/people/choose", leading_on(desk.choose, "/", "name")),
        form_post("/people/add", leading_on(desk.add, "/", "name")),
        form_post("/people/rename", leading_on(desk.rename, "/people", "name", "new")),
        form_post("/people/delete", leading_on(desk.delete, "/people", "name")),
        form_post("/settings/pictures", pages.set_pictures),
        post("/settings/profile/delete", leading_on(desk.forget, "/settings")),
    ]


class _PersonPages:
    def __init__(self, desk: PersonDesk, shown: Shown) -> None:
        self._desk = desk
        self._shown = shown

    def screening(self, _request: Request) -> Response:
        first = safety.is_first_start()
        return self._shown(
            "screening",
            safety=safety.PARAGRAPHS if first else (),
            groups=self._desk.questions(),
        )

    async def answer(self, request: Request) -> Response:
        ticked = (await form_values(request)).get("true", [])
        await run_in_threadpool(self._desk.answer, ticked)
        return see_other("/screening/result")

    def result(self, _request: Request) -> Response:
        about = self._desk.about()
        return self._shown("screened", about=about, safety=safety.PARAGRAPHS)

    def people(self, _request: Request) -> Response:
        return self._shown("people", people=self._desk.people())

    def set_pictures(self, _request: Request, sent: Sent) -> Response:
        asked = sent.get("pictures", "")
        if asked not in {choice.id for choice in self._desk.pictures()}:
            raise HTTPException(400)
        self._desk.set_pictures(asked)
        return see_other("/settings")
