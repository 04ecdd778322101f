"""A real Chromium without a screen, and the report of a session of which everything is known."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from tests.browser.page_browser import PATIENCE_MS, Browser
from tests.page import page_rig
from tests.report import report_session as known

from matside.app.report import write_report
from matside.record.files import OutputFolder
from matside.record.video import VideoWriter
from matside.report.model import About

CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--autoplay-policy=no-user-gesture-required",
    "--force-color-profile=srgb",
    "--host-resolver-rules=MAP rebound.example 127.0.0.1",
)


@dataclass
class Visit:
    """A page that was opened, with all that it said, asked for and got wrong."""

    page: Any
    said: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def __getattr__(self, name: str) -> object:
        return getattr(self.page, name)


@pytest.fixture(scope="session")
def chromium() -> Iterator[object]:
    api = pytest.importorskip(
        "playwright.sync_api", reason="playwright is not installed: pip install 'matside[test]'"
    )
    program = next((path for name in CHROMIUM if (path := shutil.which(name))), None)
    if program is None:
        pytest.skip("Chromium is not installed: apt-get install chromium")
    with api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=list(FLAGS))
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def reader(chromium) -> object:
    """The window in which one file is opened after the other: a new one costs more than a file."""
    return chromium.new_context().new_page()


@pytest.fixture
def visit(chromium, reader) -> Iterator[object]:
    """Open a file, as it would be in a fresh window, and listen to it; with options in its own."""
    contexts, listening = [], []

    def open_(path: Path, *, width: int = 1280, height: int = 900, **options: Any) -> Visit:
        page = reader
        if options:
            contexts.append(chromium.new_context(**options))
            page = contexts[-1].new_page()
        page.set_default_timeout(PATIENCE_MS)
        page.set_viewport_size({"width": width, "height": height})
        visited = Visit(page=page)
        for event, told in {
            "console": lambda message: visited.said.append(message.text),
            "pageerror": lambda error: visited.said.append(str(error)),
            "request": lambda request: visited.asked.append(request.url),
            "dialog": lambda dialog: visited.said.append(dialog.message),
        }.items():
            page.on(event, told)
            listening.append((page, event, told))
        page.goto(path.as_uri(), wait_until="load")
        return visited

    yield open_
    for page, event, told in listening:
        page.remove_listener(event, told)
    for context in contexts:
        context.close()
    reader.emulate_media(media="null")
    reader.mouse.move(0, 0)
    reader.goto("about:blank")


@dataclass(frozen=True)
class Made:
    """A report and what it is of."""

    path: Path
    folder: Path


@pytest.fixture(scope="session")
def make(tmp_path_factory: pytest.TempPathFactory) -> object:
    """Write the report of the known session, with or without its annotated video."""

    def write(*, video: bool = True, name: str = "Knee hug", source: str = "clip.mp4") -> Made:
        folder = OutputFolder.at(tmp_path_factory.mktemp("session"))
        exercise = known.exercise_of(folder.path, name=name)
        if video:
            with VideoWriter(folder.video, known.SIZE_PX) as writer:
                for t_s in known.times():
                    writer.write(known.picture_at(t_s), t_s)
        recorder = known.recorded(exercise, pictures=True)
        about = About(source=source, matside="1.0", model="full")
        path = write_report(folder, known.summary(), recorder, library=[exercise], about=about)
        return Made(path=path, folder=folder.path)

    return write


@pytest.fixture(scope="session")
def report(make) -> Path:
    """The report with its video beside it."""
    return make().path


@pytest.fixture(scope="session")
def report_alone(make) -> Path:
    """The report of a session without an annotated video."""
    return make(video=False).path


@pytest.fixture
def enter(chromium, tmp_path, monkeypatch, own_account) -> Iterator[object]:
    """Start a server and let a browser in; one that has not arrived opens the entrance itself."""
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "own"))
    ends = []

    def start(
        *,
        width: int = 1280,
        height: int = 900,
        theme: str = "light",
        moves: bool = False,
        arrives: bool = True,
        **options,
    ) -> Browser:
        served = page_rig.start(**options)
        context = chromium.new_context(
            viewport={"width": width, "height": height},
            color_scheme=theme,
            reduced_motion="no-preference" if moves else "reduce",  # it would be drawn all the time
        )
        context.set_default_timeout(PATIENCE_MS)
        ends.append((served, context))
        browser = Browser(served, context)
        if arrives:  # without a tab: to draw a page that nobody looks at takes a second
            assert context.request.get(served.origin + browser.entrance).ok
        return browser

    yield start
    for served, context in ends:
        context.close()
        page_rig.stop(served)
