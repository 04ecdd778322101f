"""The page as a real browser shows it: calm, by itself, and used with mouse and keyboard."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
from tests.browser.page_browser import PATIENCE_MS, serious
from tests.clips import remuxed
from tests.page import page_rig, page_sessions
from tests.page.page_stand_in import Session
from tests.typed import there
from tests.waiting import wait_for

from matside.app.analyse import run_analyse
from matside.app.page_live import LiveRunner
from matside.app.practice_setting import Devices
from matside.capture.live import open_live
from matside.data import data_folder
from matside.page import live_texts
from matside.page.live_model import Command
from matside.record.files import VIDEO
from matside.record.history.sessions import History
from matside.record.session_video import recording_path, told_start
from matside.record.video import VideoWriter
from matside.record.video_encoding import RECORDING

CLIPS = data_folder("sample_videos")


def test_figures_move_and_can_be_stilled(enter) -> None:
    tab = enter(moves=True).tab()
    tab.go("/")
    body = tab.locator("[data-figure=knees_to_chest] .body").first
    first = body.get_attribute("d")
    wait_for(lambda: tab.page.wait_for_timeout(50) or body.get_attribute("d") != first, "a move")
    tab.get_by_role("button", name="Still pictures").click()
    tab.get_by_role("button", name="Moving pictures").wait_for()
    tab.reload()
    tab.get_by_role("button", name="Moving pictures").wait_for()
    assert tab.said == []


def test_deleting_asks_and_takes_no_for_an_answer(enter) -> None:
    browser = enter()
    page_sessions.store(page_sessions.held())
    tab = browser.tab()
    tab.go("/history/1")
    tab.get_by_role("button", name="Delete this session").click()
    tab.get_by_role("button", name="Keep", exact=True).click()
    tab.go("/history")
    assert tab.get_by_role("link", name="Knees to chest").count() == 1
    tab.go("/history/1")
    tab.get_by_role("button", name="Delete this session").click()
    assert serious(tab.page) == []
    tab.locator("dialog").get_by_role("button", name="Delete this session").click()
    tab.wait_for_url("**/history")
    assert tab.get_by_role("link", name="Knees to chest").count() == 0


def test_a_video_is_sent_looked_at_and_its_report_opens(enter, tmp_path) -> None:
    clip = remuxed(CLIPS / "thoracic_rotation_straight_arm.mp4", tmp_path / "one.mp4", end_s=6.0)
    tab = enter(analyse=run_analyse).tab()
    tab.go("/recordings")
    tab.set_input_files("#files", clip)
    tab.wait_for_url("**/history/1")
    frame = tab.frame_locator("#document")
    frame.get_by_role("heading", level=1, name="Kneeling thoracic rotation").wait_for()
    frame.locator(".u-wrap canvas").first.wait_for()
    frame.locator("video").wait_for()
    assert tab.evaluate("document.getElementById('document').contentWindow.uPlot !== undefined")
    assert tab.said == []


def test_what_is_dropped_is_sent(enter) -> None:
    tab = enter().tab()
    for path, name, told in (
        ("/recordings", "film.mp4", tab.get_by_role("heading", name="film.mp4")),
        ("/plan", "film.toml", tab.get_by_text("film.toml, at its end: expected TOML")),
    ):
        tab.go(path)
        dragged = tab.evaluate_handle(
            """(name) => {
              const dragged = new DataTransfer();
              dragged.items.add(new File(["film"], name));
              return dragged;
            }""",
            name,
        )
        tab.locator("#drop").dispatch_event("dragover", {"dataTransfer": dragged})
        assert "over" in tab.locator("#drop").get_attribute("class")
        tab.locator("#drop").dispatch_event("drop", {"dataTransfer": dragged})
        told.wait_for()
        assert "over" not in tab.locator("#drop").get_attribute("class")


def test_the_server_s_end_is_told(enter) -> None:
    browser = enter()
    tab = browser.tab()
    tab.go("/")
    tab.wait_for_load_state("networkidle")
    page_rig.stop(browser.served)
    tab.get_by_text("The connection to matside is lost").wait_for()


def looping(**options) -> LiveRunner:
    """Return a runner whose camera plays a clip again and again."""
    clip = str(CLIPS / "cat_cow_bent_elbows_rocking.mp4")  # the one with the fewest frames
    devices = Devices(source=lambda spec, origin_s: open_live(spec, origin_s=origin_s, loop=True))
    return LiveRunner(clip, devices=devices, **options)


def test_a_session_by_the_keyboard_alone_with_a_second_tab_and_a_reload(enter) -> None:
    browser = enter(live=looping())
    tab = browser.tab()
    tab.go("/")
    tab.get_by_role("link", name="Start Cat-cow").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_selector("#begin-button:enabled")
    tab.get_by_role("radio", name="I'd rather not say").focus()
    tab.keyboard.press("ArrowRight")  # the scale begins anew: 0
    tab.get_by_role("button", name="Start").focus()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/practise")
    tab.locator("#ring-figure", has_text="1").wait_for()
    shown = tab.evaluate(
        """() => { const all = document.getElementById('picture');
        const {data} = all.getContext('2d').getImageData(0, 0, all.width, all.height);
        return new Set(data.filter((_, at) => at % 4001 === 0)).size; }"""
    )
    assert shown > 20

    other = browser.tab()
    other.go("/practise")
    other.get_by_text("This page watches.").wait_for()
    assert not other.locator("#controls").is_visible()

    tab.reload()  # it finds the session again, and still steers
    tab.get_by_role("button", name="Pause").focus()
    tab.keyboard.press("Enter")
    tab.get_by_role("button", name="Go on").wait_for()
    tab.keyboard.press("Enter")
    tab.get_by_role("button", name="Pause").wait_for()
    tab.get_by_role("button", name="Stop").focus()
    tab.keyboard.press("Enter")
    tab.locator("#card-headline", has_text="How does it feel now?").wait_for()
    tab.keyboard.press("Tab")  # from 0 to 1
    tab.keyboard.press("Enter")
    tab.get_by_role("link", name="Open the report").wait_for()
    other.locator("#card-headline", has_text="The session is over.").wait_for()
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/history/1")
    tab.frame_locator("#document").get_by_role("heading", level=1, name="Cat-cow").wait_for()
    with History.open() as history:
        (session,) = history.sessions()
    assert (session.start.pain_before, session.practised.pain_after) == (0, 1)
    assert tab.said == []


def test_a_press_waits_for_the_connection(enter) -> None:
    session = Session()
    tab = enter(live=LiveRunner("film.mp4", practise=session)).tab()
    connections = []
    answers = False

    def connected(route) -> None:
        connections.append(route)
        if answers:
            route.connect_to_server()

    tab.page.route_web_socket("**/practise/live", connected)
    tab.go("/exercises/cat_cow")
    tab.locator("#begin-button:enabled").click()
    tab.wait_for_url("**/practise")
    wait_for(lambda: tab.page.wait_for_timeout(50) or connections, "the page to connect")
    assert not tab.locator("#controls").is_visible()  # nothing to press that nobody would hear

    answers = True
    connections[-1].close()
    tab.get_by_role("button", name="Pause").wait_for()
    connections[-1].close()  # a second passes before the page connects again
    tab.get_by_role("button", name="Pause").click()
    wait_for(lambda: tab.page.wait_for_timeout(50) or session.commands, "the command")
    assert session.commands == [(Command.PAUSE, 0)]


def test_a_connection_that_is_dead_without_being_closed_is_made_anew(enter) -> None:
    """As after a sleep of the computer: nobody has closed it, and nothing comes any more."""
    session = Session()
    tab = enter(live=LiveRunner("film.mp4", practise=session)).tab()
    tab.page.clock.install()
    connections = []
    dead = []

    def connected(route) -> None:
        connections.append(route)
        server = route.connect_to_server()
        server.on_message(lambda told: None if route in dead else route.send(told))

    tab.page.route_web_socket("**/practise/live", connected)
    tab.go("/exercises/cat_cow")
    tab.locator("#begin-button:enabled").click()
    tab.get_by_role("button", name="Pause").wait_for()
    tab.page.clock.fast_forward(5_000)
    assert len(connections) == 1, "it is not given up at once"
    dead.append(connections[0])
    tab.page.clock.fast_forward(8_000)
    wait_for(lambda: tab.page.wait_for_timeout(50) or len(connections) == 2, "another connection")
    tab.get_by_role("button", name="Pause").click()
    wait_for(lambda: tab.page.wait_for_timeout(50) or session.commands, "the command")
    assert tab.locator("#banner").is_hidden()


@contextmanager
def started(data: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Start ``matside page`` as a person does; yield it with the address that it prints."""
    command = [sys.executable, "-m", "matside", "page", "--no-browser", "--port", str(port)]
    camera = str(CLIPS / "cat_cow_bent_elbows_rocking.mp4")
    env = os.environ | {"MATSIDE_DATA": str(data), "PYTHONUNBUFFERED": "1", "COLUMNS": "400"}
    with subprocess.Popen(
        [*command, "--camera", camera], stdout=subprocess.PIPE, text=True, env=env
    ) as process:
        try:
            yield (
                process,
                next(line for line in there(process.stdout) if "http://" in line).split()[-1],
            )
        finally:
            process.kill()


def test_a_server_that_is_killed_in_mid_session_is_found_again(chromium, tmp_path) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    context = chromium.new_context()
    context.set_default_timeout(PATIENCE_MS)
    page = context.new_page()
    with started(tmp_path / "own", port) as (process, url):
        page.goto(url)
        page.goto(f"http://127.0.0.1:{port}/exercises/cat_cow")
        page.wait_for_selector("#begin-button:enabled")
        page.get_by_role("button", name="Start").click()
        page.locator("#ring-figure", has_text="1").wait_for()
        process.kill()
    page.get_by_text("The connection to matside is lost").wait_for()
    with started(tmp_path / "own", port):
        page.locator("#card-headline", has_text="matside was ended in the middle").wait_for()
        page.get_by_text("are kept, up to a second before").wait_for()
        page.get_by_role("link", name="Open the report").click()
        page.frame_locator("#document").get_by_role("heading", level=1, name="Cat-cow").wait_for()
    context.close()


def test_two_videos_begin_at_the_same_hold_and_go_in_step(enter) -> None:
    """An annotated one, and a recording that was switched on four seconds later."""
    tab = enter().tab()
    folders = [
        page_sessions.store(page_sessions.held(), day=day, report="<p>")[1] for day in (0, 8)
    ]
    shutil.copy(CLIPS / "knees_to_chest_single.mp4", folders[0] / VIDEO)
    recording = replace(RECORDING, live=False)  # no frame is left out, however fast they come
    path = recording_path(folders[1], 1)
    with VideoWriter(path, (64, 36), recording, comment=told_start(4.0)) as video:
        for at in range(5 * 40):
            video.write(np.full((36, 64, 3), at, np.uint8), at / 5.0)
    tab.go("/history/together/1/2")
    times = "[...document.querySelectorAll('video')].map((one) => one.currentTime)"
    tab.locator("#anchor").select_option(index=1)  # the first hold of the left; before it one began
    wait_for(lambda: tab.page.wait_for_timeout(50) or tab.evaluate(times) == [10, 6], "10 s")
    tab.get_by_role("button", name="Play").click()
    moved = f"Math.min(...{times}.map((one, at) => one - [10, 6][at]))"
    wait_for(lambda: tab.page.wait_for_timeout(50) or tab.evaluate(moved) > 0.5, "a move")
    tab.get_by_role("button", name="Pause").click()
    apart = f"Math.abs(4 - {times}.reduce((a, b) => a - b))"
    wait_for(lambda: tab.page.wait_for_timeout(50) or tab.evaluate(apart) < 0.01, "one moment")
    assert tab.said == []


def test_where_no_camera_is_found_none_is_looked_for_any_more(enter) -> None:
    tab = enter().tab()
    tab.go("/exercises/cat_cow")
    tab.get_by_text(live_texts.NO_CAMERA()).wait_for()
    assert tab.locator("#camera-choice option").count() == 0
    assert tab.said == []
