"""The report as a real browser shows it: quiet, by itself, and used with mouse and keyboard."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from tests.pseudo_language import pseudo_language, untranslated
from tests.report import report_session as known

CHARTS = 3
NASTY = "<img src=x onerror=alert(1)></script><script>alert(2)</script>"
VIDEO_READY = "() => document.getElementById('video').readyState >= 2"
STOPPED = "() => !document.getElementById('video').seeking"
VIDEO_S = "document.getElementById('video').currentTime"


def slider(page, number: int = 0):
    return page.get_by_role("slider", include_hidden=False).nth(number)


def over(page, number: int = 0):
    """Return the box of a chart's plotting area."""
    area = page.locator(".u-over").nth(number)
    area.scroll_into_view_if_needed()
    return area.bounding_box()


def click_at(page, share: float, number: int = 0) -> None:
    box = over(page, number)
    page.mouse.click(box["x"] + share * box["width"], box["y"] + box["height"] / 2)


def time_of(share: float) -> float:
    """Return the video's time at a share of the time axis, which has the whole session."""
    return share * known.LENGTH_S


def test_it_opens_quietly_and_asks_for_nothing_but_itself_and_its_video(visit, report) -> None:
    page = visit(report)
    page.wait_for_function(VIDEO_READY)
    assert page.said == []
    assert {Path(address).name for address in page.asked} <= {"report.html", "annotated.mp4"} | {
        address for address in page.asked if address.startswith("data:")
    }
    assert not [a for a in page.asked if not a.startswith(("file:", "data:"))]


def test_every_chart_is_there_with_every_frame(visit, report) -> None:
    page = visit(report)
    points = page.eval_on_selector_all(
        "figure.chart .slider", "all => all.map(one => Number(one.dataset.points))"
    )
    assert points == [known.FRAMES] * CHARTS
    painted = page.evaluate(
        """() => [...document.querySelectorAll('.u-wrap canvas')].map(canvas => {
            const {data} = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
            let blue = 0;
            for (let i = 0; i < data.length; i += 4)
                blue += data[i + 3] > 200 && data[i] < 40 && data[i + 2] > 140;
            return blue; })"""
    )
    assert len(painted) == CHARTS
    assert min(painted) > 100
    assert page.locator("figure.chart .static:visible").count() == 0


@pytest.mark.parametrize(("share", "number"), [(0.25, 0), (0.8, 2)])
def test_a_click_on_a_chart_takes_the_video_there(visit, report, share, number) -> None:
    page = visit(report)
    page.wait_for_function(VIDEO_READY)
    click_at(page, share, number)
    page.wait_for_function(STOPPED)
    assert page.evaluate(VIDEO_S) == pytest.approx(time_of(share), abs=0.1)
    box, head = over(page), page.locator(".playhead").first.bounding_box()
    assert (head["x"] - box["x"]) / box["width"] == pytest.approx(share, abs=0.01)


def test_the_playing_video_moves_the_cursor_of_every_chart(visit, report) -> None:
    page = visit(report)
    page.wait_for_function(VIDEO_READY)
    page.evaluate("() => document.getElementById('video').play()")
    page.wait_for_function(f"() => {VIDEO_S} > 0.4")
    page.evaluate("() => document.getElementById('video').pause()")
    page.wait_for_function("() => document.getElementById('video').paused")
    page.wait_for_timeout(100)
    shares = []
    for number in range(CHARTS):
        box, head = over(page, number), page.locator(".playhead").nth(number).bounding_box()
        shares.append((head["x"] - box["x"]) / box["width"])
    expected = page.evaluate(VIDEO_S) / known.LENGTH_S
    assert shares == pytest.approx([expected] * CHARTS, abs=0.01)


def test_times_in_tables_take_the_video_there(visit, report) -> None:
    page = visit(report)
    page.wait_for_function(VIDEO_READY)
    page.get_by_role("button", name="Play from 0:10").first.click()
    page.wait_for_function(STOPPED)
    assert page.evaluate(VIDEO_S) == pytest.approx(known.LEFT[0] - known.START_S, abs=0.05)


def test_the_keyboard_moves_the_cursor_and_the_video(visit, report) -> None:
    page = visit(report)
    page.wait_for_function(VIDEO_READY)
    chart = slider(page)
    chart.focus()
    page.keyboard.press("End")
    assert float(chart.get_attribute("aria-valuenow")) == pytest.approx(20.5, abs=0.05)
    page.keyboard.press("Home")
    assert chart.get_attribute("aria-valuetext").startswith("0:00.5 · left 45° · right 45° · Lying")
    for _ in range(45):
        page.keyboard.press("ArrowRight")
    at = float(chart.get_attribute("aria-valuenow"))
    assert at == pytest.approx(0.5 + 45 * 0.2, abs=0.5)
    page.keyboard.press("PageUp")
    page.keyboard.press("PageUp")
    at = float(chart.get_attribute("aria-valuenow"))
    assert "fault: Head lifted" in chart.get_attribute("aria-valuetext")
    page.keyboard.press("Enter")
    page.wait_for_function(STOPPED)
    assert page.evaluate(VIDEO_S) == pytest.approx(at - known.START_S, abs=0.05)


def test_what_was_not_seen_is_said_so(visit, report) -> None:
    page = visit(report)
    chart = slider(page)
    chart.focus()
    page.keyboard.press("End")
    page.keyboard.press("PageDown")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("ArrowLeft")
    assert "left not seen" in chart.get_attribute("aria-valuetext")


def test_what_the_script_says_is_translated(visit, make) -> None:
    with pseudo_language():
        page = visit(make(video=False).path)
    chart = slider(page)
    chart.focus()
    for key in ("Home", "PageUp", "PageUp", "PageUp", "PageUp", "PageUp", "PageUp", "End"):
        page.keyboard.press(key)
        told = chart.get_attribute("aria-valuetext") + chart.get_attribute("aria-label")
        assert untranslated(told) == []


def test_a_drag_zooms_all_charts_and_show_all_takes_it_back(visit, report) -> None:
    page = visit(report)
    page.wait_for_function(VIDEO_READY)
    whole = page.get_by_role("button", name="Show all")
    assert whole.is_disabled()
    box = over(page, 1)
    page.mouse.move(box["x"] + 0.25 * box["width"], box["y"] + 40)
    page.mouse.down()
    page.mouse.move(box["x"] + 0.5 * box["width"], box["y"] + 40, steps=5)
    page.mouse.move(box["x"] + 0.75 * box["width"], box["y"] + 40, steps=5)
    page.mouse.up()
    page.wait_for_timeout(100)
    assert page.evaluate(VIDEO_S) == 0, "a drag is no click"
    click_at(page, 0.5, number=0)
    page.wait_for_function(STOPPED)
    assert page.evaluate(VIDEO_S) == pytest.approx(10.0, abs=0.15)
    click_at(page, 0.0, number=2)
    page.wait_for_function(STOPPED)
    assert page.evaluate(VIDEO_S) == pytest.approx(5.0, abs=0.15)
    whole.click()
    click_at(page, 0.9, number=0)
    page.wait_for_function(STOPPED)
    assert page.evaluate(VIDEO_S) == pytest.approx(18.0, abs=0.15)
    assert whole.is_disabled()


@pytest.mark.parametrize("how", ["button", "keyboard"])
def test_zooming_in_and_out_again_keeps_all_charts_together(visit, report, how) -> None:
    page = visit(report)
    page.wait_for_function(VIDEO_READY)
    slider(page).focus()

    def zoom(name: str, key: str) -> None:
        if how == "button":
            page.get_by_role("button", name=name).click()
        else:
            page.keyboard.press(key)

    zoom("Zoom in", "+")
    click_at(page, 0.0, number=2)
    page.wait_for_function(STOPPED)
    near = page.evaluate(VIDEO_S)
    click_at(page, 0.99, number=1)
    page.wait_for_function(STOPPED)
    assert page.evaluate(VIDEO_S) - near == pytest.approx(9.9, abs=0.3)
    slider(page).focus()
    zoom("Zoom out", "-")
    click_at(page, 0.99, number=2)
    page.wait_for_function(STOPPED)
    assert page.evaluate(VIDEO_S) == pytest.approx(19.8, abs=0.2)


def test_without_a_video_all_else_works(visit, report_alone) -> None:
    page = visit(report_alone)
    assert page.locator("video").count() == 0
    assert page.locator("figure.chart .slider").count() == CHARTS
    click_at(page, 0.5)
    slider(page).focus()
    page.keyboard.press("Enter")
    assert page.said == []
    assert {Path(a).name for a in page.asked if a.startswith("file:")} == {"report.html"}


def test_a_video_that_was_not_passed_on_leaves_no_hole(visit, make) -> None:
    made = make()
    (made.folder / "annotated.mp4").unlink()
    page = visit(made.path)
    page.wait_for_selector(".player", state="hidden")
    assert page.locator("figure.chart .slider").count() == CHARTS
    assert page.get_by_role("button", name="Play from 0:10").first.is_disabled()


def test_names_run_nothing(visit, make) -> None:
    page = visit(make(video=False, name=NASTY, source=f"{NASTY}.mp4").path)
    assert page.said == []
    assert NASTY in page.locator("h1").inner_text()
    assert page.locator("figure.chart .slider").count() == CHARTS


def test_without_scripts_the_charts_are_drawn_all_the_same(visit, report) -> None:
    page = visit(report, java_script_enabled=False)
    assert page.locator("figure.chart .static:visible").count() == CHARTS
    assert page.locator(".hint.only-live:visible").count() == 0


def test_it_fits_every_width(visit, make) -> None:
    long = "a_clip_whose_name_is_very_long_indeed_and_has_no_space_in_it_anywhere_at_all.mp4"
    made = make(source=long)
    for width in (360, 768, 1280):
        page = visit(made.path, width=width, height=740)
        page.wait_for_function(VIDEO_READY)
        assert page.evaluate("document.documentElement.scrollWidth") <= width
        widths = page.eval_on_selector_all(".u-wrap", "all => all.map(one => one.clientWidth)")
        assert min(widths) > 0.75 * min(width, 700)


def test_on_paper_there_are_drawn_charts_and_no_player(visit, report, tmp_path) -> None:
    page = visit(report)
    page.page.emulate_media(media="print")
    assert page.locator("figure.chart .static:visible").count() == CHARTS
    for hidden in ("video", ".slider", "details", ".zoom", ".skip"):
        assert page.locator(f"{hidden}:visible").count() == 0, hidden
    cut = page.evaluate(
        "() => [...document.querySelectorAll('tr, .chart, .pictures figure, .card')]"
        ".filter(one => getComputedStyle(one).breakInside !== 'avoid').length"
    )
    assert cut == 0
    page.page.pdf(path=tmp_path / "report.pdf", prefer_css_page_size=True)
    data = (tmp_path / "report.pdf").read_bytes()
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", data)) <= 4


@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_no_barrier(visit, report, width) -> None:
    axe = pytest.importorskip("axe_playwright_python.sync_playwright")
    page = visit(report, width=width)
    page.wait_for_function(VIDEO_READY)
    for summary in page.locator("details > summary").all():
        summary.click()
    found = axe.Axe().run(page.page).response["violations"]
    assert [(one["id"], one["impact"], one["nodes"][0]["html"][:200]) for one in found] == []
