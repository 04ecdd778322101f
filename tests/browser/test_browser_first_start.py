"""From the first start to the report: a desk break by the mouse, one exercise by the keyboard."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
from tests.app.live_stand_ins import Camera, Ear
from tests.browser.page_browser import PATIENCE_MS, Tab
from tests.coach import coach_figure as figures
from tests.coach.coach_figure import Figure, between, pose

from matside.app.page_live import LiveRunner
from matside.app.practice_setting import Devices
from matside.app.screen import Shown
from matside.body.frames import Frame, PoseFrame
from matside.body.landmark import Side
from matside.exercise.limits import LimitName
from matside.guidance.outcome import Guidance, Stage
from matside.record.history.sessions import History
from matside.record.profile import read_profile

RATE_HZ = 3.0
AHEAD_S = 1.0
"""The person does what was asked for at most so long ago."""
SESSION_MS = 10 * PATIENCE_MS
"""A whole session takes as long as the computer needs for some 1500 frames."""
MOST_TABS = 120
"""No page has more places that the keyboard can go to."""
PICTURE = np.full((90, 160, 3), 90, np.uint8)
"""Small, like the window of the longer session: drawing it is not what is looked at here."""
TURNS = {
    Side.LEFT: (figures.LEFT_OPEN, figures.LEFT_CLOSED),
    Side.RIGHT: (figures.RIGHT_OPEN, figures.RIGHT_CLOSED),
}
FOCUSED = """() => {
  const one = document.activeElement;
  return one.getAttribute("aria-label") ?? one.labels?.[0]?.innerText ?? one.innerText ?? "";
}"""


class Unheard(Ear):
    """A computer without a sound device."""

    advice = "No sound device was found: connect one and start again."


class Person:
    """A camera and a pose model: someone who does what is asked for, faster than the clock."""

    def __init__(self) -> None:
        self._asked: Guidance | None = None
        self._shown_s = 0.0
        self._shown = threading.Condition()
        self._poses: dict[int, PoseFrame] = {}
        self._figure = figures.TABLETOP

    def devices(self) -> Devices:
        stand_ins: dict[str, Any] = {
            "source": lambda *_: Camera(self._frames(), endless=True),
            "estimator": lambda *_: self,
            "voice": lambda *_: Unheard(),
            "watch": self._watch,
        }
        return Devices(**stand_ins)

    model = SimpleNamespace(name="a model", sha256="")

    def __enter__(self) -> Person:
        return self

    def __exit__(self, *_: object) -> None:
        pass

    def look(self, frame: Frame) -> Any:
        found = self._poses.pop(frame.index)
        return SimpleNamespace(pose=lambda: found)

    def _watch(self, shown: Shown) -> None:
        with self._shown:
            self._asked = shown.seen.guidance
            self._shown_s = 0.0 if shown.seen.frame is None else shown.seen.frame.t_s
            self._shown.notify_all()

    def _frames(self) -> Iterator[Frame]:
        for index, figure in enumerate(self._movements()):
            t_s = index / RATE_HZ
            self._poses[index] = pose(t_s, figure)
            yield Frame(index=index, t_s=t_s, image=PICTURE)
            with self._shown:
                self._shown.wait_for(partial(self._may_go_on, t_s), timeout=1.0)

    def _may_go_on(self, t_s: float) -> bool:
        over = self._asked is not None and self._asked.stage is Stage.DONE
        return t_s - self._shown_s <= (0.0 if over else AHEAD_S)

    def _movements(self) -> Iterator[Figure]:
        while True:
            for figure, reach_s, stay_s in self._next():
                before, steps = self._figure, round(reach_s * RATE_HZ)
                for at in range(1, steps + 1):
                    yield between(before, figure, at / steps)
                self._figure = figure
                for _ in range(round(stay_s * RATE_HZ)):
                    yield figure

    def _next(self) -> tuple[tuple[Figure, float, float], ...]:
        asked = self._asked
        if asked is None or asked.stage is not Stage.COACHING:
            folded = asked is not None and asked.target == "childs_pose"
            return ((figures.FOLDED if folded else figures.TABLETOP, 1.0, 0.5),)
        if asked.target == "childs_pose":
            return (figures.FOLDED, 1.0, 33.0), (figures.TABLETOP, 2.0, 1.0)
        if asked.target == "cat_cow":
            return (figures.CAT, 2.0, 0.5), (figures.COW, 2.0, 0.5)
        side = asked.work.side if asked.work is not None else None
        opened, closed = TURNS[side or Side.LEFT]
        return (opened, 1.5, 0.5), (closed, 1.5, 0.5), (figures.TABLETOP, 1.0, 0.5)


class Mouse:
    """Uses a page by pointing and clicking alone."""

    def __init__(self, tab: Tab) -> None:
        self._page = tab.page

    def press(self, role: str, name: str) -> None:
        self._page.get_by_role(role, name=name, exact=True).click()

    def tick(self, name: str) -> None:
        self._page.get_by_label(name, exact=True).click()

    def choose_pain(self, pain: int) -> None:
        self._page.locator(".scale-choice").get_by_text(str(pain), exact=True).click()

    def tell_pain(self, pain: int) -> None:
        self.press("button", str(pain))


class Keyboard:
    """Uses a page by its keys alone, from where it begins."""

    def __init__(self, tab: Tab) -> None:
        self._page = tab.page

    def press(self, _role: str, name: str) -> None:
        self._go_to(name)
        self._page.keyboard.press("Enter")

    def tick(self, name: str) -> None:
        self._go_to(name)
        self._page.keyboard.press("Space")

    def choose_pain(self, pain: int) -> None:
        self._go_to("I'd rather not say")
        for _ in range(pain + 1):  # behind the last choice comes the first one, 0
            self._page.keyboard.press("ArrowRight")

    def tell_pain(self, pain: int) -> None:
        self._page.keyboard.press(str(pain))  # as the voice asks for, wherever the focus is

    def _go_to(self, name: str) -> None:
        for _ in range(MOST_TABS):
            if self._page.evaluate(FOCUSED).strip() == name:
                return
            self._page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not come to {name}")


@pytest.mark.parametrize(
    ("hand", "wanted", "exercises", "window"),
    [
        (Mouse, "Desk break", ["cat_cow", "thoracic_rotation", "childs_pose"], (500, 500)),
        (Keyboard, "Cat-cow", ["cat_cow"], (1280, 900)),
    ],
    ids=["mouse", "keyboard"],
)
def test_from_the_first_start_to_the_report(enter, hand, wanted, exercises, window) -> None:
    width, height = window
    live = LiveRunner("film.mp4", devices=Person().devices())
    browser = enter(live=live, screened=False, arrives=False, width=width, height=height)
    tab = browser.tab()
    use = hand(tab)
    tab.go(browser.entrance)
    tab.get_by_role("heading", name="Safety").wait_for()
    use.tick("My neck is sore.")
    use.press("button", "Go on")
    tab.wait_for_url("**/screening/result")
    use.press("link", "Go on")
    tab.get_by_role("link", name=f"Start {wanted}").wait_for()
    use.press("link", f"Start {wanted}")
    tab.locator("#begin-button:enabled").wait_for()
    use.choose_pain(2)
    use.press("button", "Start")
    tab.wait_for_url("**/practise")
    tab.locator("#soundless", has_text=Unheard.advice).wait_for()
    tab.locator("#pain").wait_for(timeout=SESSION_MS)
    use.tell_pain(1)
    tab.locator("#card-headline", has_text="The session is over.").wait_for()
    use.press("link", "Open the report")
    tab.wait_for_url("**/history/1")
    report = tab.frame_locator("#document")
    report.get_by_role("heading", level=1).wait_for()
    assert read_profile().limits == (LimitName.SORE_NECK,)
    with History.open() as history:
        (session,) = history.sessions()
        summary = history.summary(1)
    assert (session.start.pain_before, session.practised.pain_after) == (2, 1)
    assert summary is not None
    done = {one.exercise: one.dose for one in summary.sections}
    assert list(done) == exercises
    assert all(dose is not None and dose.done for dose in done.values())
    assert tab.said == []
