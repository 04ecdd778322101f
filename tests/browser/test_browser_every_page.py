"""Every page at every width, light or dark: nothing serious for axe, nothing cut off, no noise."""

from __future__ import annotations

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from starlette.routing import Route
from tests.browser.page_browser import LOOKS, Browser, Tab, serious
from tests.page import page_sessions
from tests.page.page_stand_in import NOTHING, PICTURE
from tests.page.test_page_check import camera_check
from tests.page.test_page_plan import PLAN
from tests.pseudo_language import LongLanguage, using
from tests.typed import there
from tests.waiting import wait_for

from matside.app.page_live import LiveRunner
from matside.app.practise import Practised
from matside.app.prescribed import follow
from matside.errors import CameraError, UsageError
from matside.overlay.hud import Banner, BannerKind, Card, CardKind, Hud, PacerCircle, Ring
from matside.record.files import VIDEO
from matside.record.people import use_person

WAYS: tuple[dict[int, tuple[str, tuple[str, ...] | None]], ...] = (
    {390: ("light", None), 1280: ("dark", LOOKS)},
    {390: ("dark", None), 1280: ("light", LOOKS)},
)
"""A scheme and rules of axe (all, with ``None``) by width: what is shown is looked at in one of
these ways, the next in the other one. All share their style sheets, so each scheme of theirs is
seen at each width. No style sheet has another layout for a wider window than the second."""
HIGH_PX = 900
PAGES = {
    "/": ("/",),
    "/exercises/{name:str}": ("/exercises/cat_cow", "/exercises/desk_break"),
    "/progress": ("/progress",),
    "/plan": ("/plan",),
    "/plan/print": ("/plan/print",),
    "/plan/write": ("/plan/write", "/plan/write?change="),
    "/plan/printed": ("/plan/printed",),
    "/history": ("/history",),
    "/history/compare": ("/history/compare?session=1&session=2",),
    "/history/compare/{first:int}/{second:int}": ("/history/compare/1/2",),
    "/history/together/{first:int}/{second:int}": ("/history/together/1/2",),
    "/history/{number:int}": ("/history/1", "/history/4"),
    "/history/{number:int}/report": ("/history/1/report",),
    "/recordings": ("/recordings",),
    "/practise": (),  # its states are gone through one by one
    "/check": ("/check",),
    "/screening": ("/screening",),
    "/screening/result": ("/screening/result",),
    "/people": ("/people",),
    "/settings": ("/settings",),
    "/computer": ("/computer",),
    "": ("/nowhere", "/history/77"),
}
"""Addresses of every page by its route; those of no route are not there."""
NO_PAGES = {
    "/assets/{name:str}",
    "/history/export.{ending:str}",
    "/history/{number:int}/annotated.mp4",
    "/history/{number:int}/video.mp4",
    "/plan/calendar.ics",
    "/practise/cameras",
    "/recordings/jobs",
}
RING = Ring(share=0.4, figure="12", unit="of 30 s", timed=True, large=True)
CUE = Banner(kind=BannerKind.CUE, text="Let the shoulders sink, and keep the low back on the mat.")
STATES: dict[str, tuple[Hud, dict[str, Any]]] = {
    "placing": (
        Hud(banner=Banner(kind=BannerKind.INSTRUCTION, text="I can't see you. Come into view.")),
        {"demonstrate": "cat_cow"},
    ),
    "countdown": (Hud(title="Cat-cow", card=Card(kind=CardKind.COUNTDOWN, headline="3")), {}),
    "working": (
        Hud(
            title="Knees to chest",
            headline="One knee to the chest, left",
            ring=RING,
            tally="left 1 · right 2",
            banner=CUE,
            pacer=PacerCircle(word="Out", share=0.5),
        ),
        {"work": "part 2 of 3 · set 1 of 3 · left side", "soundless": "No sound device."},
    ),
    "unseen": (
        Hud(
            ring=Ring(share=0.4, figure="12", unit="of 30 s", paused=True),
            banner=Banner(kind=BannerKind.PAUSED, text="I can't see your legs."),
        ),
        {},
    ),
    "speaking": (
        Hud(
            ring=Ring(share=1.0, figure="8", unit="of 8", done=True),
            banner=Banner(kind=BannerKind.SPEECH, text="Well done."),
        ),
        {"muted": True},
    ),
    "paused": (Hud(card=Card(kind=CardKind.PAUSED, headline="Paused")), {"paused": True}),
    "no camera": (
        Hud(
            card=Card(kind=CardKind.CAMERA, headline="The camera is gone.", lines=("Plug it in.",))
        ),
        {},
    ),
    "asking": (Hud(card=Card(kind=CardKind.PAIN, headline="?")), {"ask_pain": True}),
    "done": (
        Hud(card=Card(kind=CardKind.DONE, headline="Well done.", lines=("Cat-cow: 8 of 8",))),
        {},
    ),
}
"""What a session shows, one state after the other."""


class Going:
    """Stands in for ``run_practise``: stays in a state until it is sent to the next one."""

    def __init__(self, *, failure: Exception | None = None) -> None:
        self.state = STATES["placing"]
        self.ending = threading.Event()
        self.failure = failure

    def __call__(self, options, *, devices, **_rest) -> Practised:
        with devices.window(False) as display:
            while not (display.closed or self.ending.wait(0.03)):
                display.publish(PICTURE, *self.state)
            if self.failure is not None:
                raise self.failure
            options.pain_after()
        return Practised(summary=NOTHING, folder=None, said=("A next step is suggested.",))


def analyse(paths, options, **_rest) -> int:
    """Stands in for the analysis: fails at one recording and never comes to the end of another."""
    if "damaged" in paths[0].name:
        raise UsageError("This is no video that can be read: choose another one.")
    with options.progress(paths[0].name, 100.0) as bar:
        try:
            while True:
                bar.show(25.0)
                threading.Event().wait(0.05)
        except KeyboardInterrupt:
            return 130


@pytest.fixture
def kept(tmp_path, results, clip) -> None:
    """Sessions with all their files, without any, a plan that is followed, and two people."""
    today = date.today()  # noqa: DTZ011 - the person's own
    first = (today - page_sessions.BEGUN.date()).days - 18
    for day in (0, 8):
        _, folder = page_sessions.store_results(results, day=first + day)
        shutil.copy(clip, folder / VIDEO)
    page_sessions.store(page_sessions.counted(), day=first + 9, before=5, after=3)
    source = "x" * 90 + ".mp4"
    page_sessions.store(page_sessions.held(), day=first + 10, kind="analysis", source=source)
    plan = PLAN.replace("2025-01-06", str(today - timedelta(days=18)))
    (tmp_path / "plan.toml").write_text(plan, "utf-8")
    follow(tmp_path / "plan.toml")
    use_person("Somebody else whose name is long", new=True)
    use_person(None)


@contextmanager
def recordings_under_way(browser: Browser, folder: Path) -> Iterator[None]:
    for name in ("damaged", "a_recording_with_a_long_name_" + "x" * 60, "waiting"):
        place = folder / name
        place.mkdir()
        (place / f"{name}.mp4").write_bytes(b"x")
        browser.served.recordings.begin(place / f"{name}.mp4")
    wait_for(lambda: [job.state for job in browser.served.recordings.jobs()]
             == ["waiting", "running", "failed"], "the recordings")  # fmt: skip
    yield


def faults_of(tab: Tab, what: str, turn: int = 0) -> Iterator[tuple[object, ...]]:
    """Look at what a tab shows at every width, in light or dark; yield what is wrong."""
    for width, (scheme, rules) in WAYS[turn % len(WAYS)].items():
        tab.set_viewport_size({"width": width, "height": HIGH_PX})
        tab.emulate_media(color_scheme=scheme)
        yield from ((what, width, scheme, *one) for one in serious(tab.page, rules))
        if (wide := tab.evaluate("document.documentElement.scrollWidth")) > width:
            yield what, width, "is cut off", wide


def addresses() -> list[str]:
    return [address for those in PAGES.values() for address in those]


def test_every_page_is_quiet_accessible_and_fits(enter, kept, tmp_path) -> None:
    browser = enter(analyse=analyse, live=LiveRunner("film.mp4"), check=camera_check())
    routes = [one for one in browser.served.site.routes if isinstance(one, Route)]
    asked = {one.path for one in routes if "GET" in (one.methods or ())}
    assert asked == set(PAGES) - {""} | NO_PAGES, "a page that nobody looks at, or one that is gone"
    tab = browser.tab()
    with recordings_under_way(browser, tmp_path):
        found: list[tuple[object, ...]] = []
        for turn, address in enumerate(addresses()):
            answer = tab.go(address)
            assert answer.ok == (address not in PAGES[""]), address
            assert tab.locator("h1").count() == 1, address
            found += faults_of(tab, address, turn)
            if address == "/progress":
                assert tab.locator(".u-wrap canvas").count() >= 3
    assert found == []
    assert [line for line in tab.said if "40" not in line] == []
    assert {address.split("/")[2] for address in tab.asked} == {browser.served.host}


def test_every_page_fits_a_telephone_with_texts_half_as_long_again(enter, kept) -> None:
    tab = enter(width=390).tab()
    tell_sessions = {"/history/1", "/history/1/report"}
    with using(LongLanguage()):  # what is made of a session in another language takes long
        for address in addresses():
            if address in tell_sessions or address.startswith("/history/compare"):
                continue
            tab.go(address)
            assert tab.evaluate("document.documentElement.scrollWidth") <= 390, address


def words_of(name: str, hud: Hud) -> str:
    """Return words by which a state is known."""
    if name == "asking":
        return "How much does it hurt?"
    return hud.card.headline if hud.card is not None else there(hud.banner).text


def test_a_session_is_accessible_in_each_of_its_states(enter) -> None:
    assert {hud.card.kind for hud, _ in STATES.values() if hud.card} == set(CardKind) - {
        CardKind.HELP
    }
    assert {hud.banner.kind for hud, _ in STATES.values() if hud.banner} == set(BannerKind)
    session = Going()
    browser = enter(live=LiveRunner("film.mp4", practise=session))
    tab, other = browser.tab(), browser.tab()
    tab.go("/exercises/cat_cow")
    tab.locator("#begin-button:enabled").click()
    tab.get_by_role("button", name="Pause").wait_for()
    found: list[tuple[object, ...]] = []
    for turn, (name, state) in enumerate(STATES.items()):
        session.state = state
        tab.get_by_text(words_of(name, state[0]), exact=True).locator(
            "visible=true"
        ).first.wait_for()
        found += faults_of(tab, name, turn)
    other.go("/practise")
    other.get_by_text("This page watches.").wait_for()
    found += faults_of(other, "watching")
    session.ending.set()
    tab.locator("#card-headline", has_text="How does it feel now?").wait_for()
    found += faults_of(tab, "asked afterwards")
    tab.get_by_role("button", name="I'd rather not say").click()
    tab.locator("#card-headline", has_text="The session is over.").wait_for()
    found += faults_of(tab, "over")
    assert found == []
    assert tab.said == other.said == []


def test_what_went_wrong_is_told_accessibly(enter) -> None:
    session = Going(failure=CameraError("Camera 3 is not there: plug it in."))
    session.ending.set()
    tab = enter(live=LiveRunner("film.mp4", practise=session)).tab()
    tab.go("/exercises/cat_cow")
    tab.locator("#begin-button:enabled").click()
    tab.locator("#card-headline", has_text="Camera 3 is not there").wait_for()
    assert [*faults_of(tab, "failed")] == []


def test_a_stranger_is_told_accessibly(enter, chromium) -> None:
    browser = enter()
    page = chromium.new_context().new_page()
    for address in ("/", "/open?token=wrong"):
        page.goto(browser.served.origin + address)
        assert serious(page) == [], address
    page.context.close()
