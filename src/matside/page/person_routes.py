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
from matside.page.person_model import People


def person_routes(people: People, shown: Shown) -> list[Route]:
    """Return the routes of these pages."""
    pages = _PersonPages(people, shown)
    return [
        get("/screening", pages.screening),
        post("/screening", pages.answer),
        get("/screening/result", pages.result),
        post("/screening/cleared", leading_on(people.clear, "/screening/result")),
        post("/screening/later", leading_on(people.later, "/")),
        get("/people", pages.people),
        form_post("/people/choose", leading_on(people.choose, "/", "name")),
        form_post("/people/add", leading_on(people.add, "/", "name")),
        form_post("/people/rename", leading_on(people.rename, "/people", "name", "new")),
        form_post("/people/delete", leading_on(people.delete, "/people", "name")),
        form_post("/settings/pictures", pages.set_pictures),
        post("/settings/profile/delete", leading_on(people.forget, "/settings")),
    ]


class _PersonPages:
    def __init__(self, people: People, shown: Shown) -> None:
        self._people = people
        self._shown = shown

    def screening(self, _request: Request) -> Response:
        first = safety.is_first_start() or self._people.due()
        return self._shown(
            "screening",
            safety=safety.PARAGRAPHS if first else (),
            groups=self._people.questions(),
        )

    async def answer(self, request: Request) -> Response:
        ticked = (await form_values(request)).get("true", [])
        await run_in_threadpool(self._people.answer, ticked)
        return see_other("/screening/result")

    def result(self, _request: Request) -> Response:
        return self._shown("screened", about=self._people.about())

    def people(self, _request: Request) -> Response:
        return self._shown("people", people=self._people.people())

    def set_pictures(self, _request: Request, sent: Sent) -> Response:
        asked = sent.get("pictures", "")
        if asked not in {choice.id for choice in self._people.pictures()}:
            raise HTTPException(400)
        self._people.set_pictures(asked)
        return see_other("/settings")
