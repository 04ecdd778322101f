"""The pages: what is stored is shown, exported and deleted, and nothing else is."""

from __future__ import annotations

import errno
import html
import json
import math
import re
from importlib import resources

import pytest
from starlette.routing import Route
from tests.page import page_sessions
from tests.page.page_sessions import counted, held
from tests.pseudo_language import pseudo_language, shown_text, untranslated
from tests.waiting import wait_for

from matside import safety
from matside.app.page_store import DiskStore
from matside.app.settings import read_settings
from matside.coach.summary import Range
from matside.exercise.library import load_library
from matside.page import texts
from matside.page.model import Kept, Theme
from matside.record.history.sessions import History
from matside.record.profile import read_profile
from matside.report.page import policy
from matside.translation import languages
from matside.wording.conventions import own_name
from matside.wording.formatting import capitalised, day, file_size

NASTY = "<img src=x onerror=alert(1)>.mp4"


def store() -> DiskStore:
    return DiskStore(busy=lambda: False)


def shown(served, path: str) -> str:
    answer = served.get(path)
    assert answer.status == 200, answer.text
    return shown_text(answer.text)


def test_the_check_of_the_computer_says_what_is_there_and_what_to_do(served) -> None:
    told = shown(served, "/computer")
    assert told.index("espeak-ng") < told.index("GL"), "what is wrong comes first"
    assert "Something is missing: it says what to do." in told
    assert "✓ libGL.so.1" in told
    assert "There is no such page" in told, "the advice"
    assert 'href="/computer"' in served.get("/settings").text


def test_today_offers_every_exercise_with_its_figure(served) -> None:
    text = served.get("/").text
    figures = json.loads(served.get("/assets/figures.json").text)
    for exercise in load_library():
        assert html.escape(exercise.name).replace("&#x27;", "&#39;") in text
        assert f'href="/exercises/{exercise.id}"' in text
        figure = figures[exercise.id]
        assert 0 <= figure["still"] < len(figure["frames"])
        assert all(re.fullmatch(r"(M[\d L]+Z)+", frame) for frame in figure["frames"])
    assert "Nothing yet" in text


def test_the_safety_note_is_shown_at_the_first_start_and_in_the_settings(served) -> None:
    told = str(safety.PARAGRAPHS[0])
    assert told in shown(served, "/")
    assert told not in shown(served, "/")
    assert told in shown(served, "/settings")


def test_about_how_long_an_exercise_takes_is_worked_out_from_its_dose() -> None:
    cards = {card.id: card for card in store().offered()}
    for exercise in load_library():
        dose = exercise.dose[0]
        each_s = 10.0 if dose.hold_s is None else dose.hold_s + 8.0
        sides = 2 if dose.each_side else 1
        minutes = max(1, round(dose.reps * dose.sets * sides * each_s / 60.0))
        assert cards[exercise.id].length == texts.ABOUT_MINUTES(minutes)


def test_a_session_is_listed_with_its_day_time_and_what_was_done(served) -> None:
    page_sessions.store(held(), before=5, after=3)
    page_sessions.store(counted(), day=1, kind="analysis", source="film.mp4")
    page_sessions.store(None, day=2)
    rows = store().sessions()
    assert [row.day for row in rows] == ["8 January 2025", "7 January 2025", "6 January 2025"]
    assert rows[2].time == "07:30"
    assert rows[2].done == "2 holds, 1\N{NO-BREAK SPACE}min in all"
    assert rows[2].pain == "pain 5 before, 3 after"
    assert (rows[1].done, rows[1].source) == ("7 repetitions", "film.mp4")
    assert rows[0].names == "No exercise recognised"
    text = shown(served, "/history")
    assert all(row.day in text and row.names in text for row in rows)
    assert "3 sessions are kept" in text


def test_a_name_that_would_be_markup_stays_text(served) -> None:
    page_sessions.store(counted(), kind="analysis", source=NASTY)
    for path in ("/", "/history", "/history/1"):
        assert "<img" not in served.get(path).text


def test_the_report_is_shown_as_it_was_written_and_may_run_its_own_scripts_only(served) -> None:
    whole = f'<meta http-equiv="c" content="{html.escape(policy()).replace("&#x27;", "&#39;")}">'
    number, _ = page_sessions.store(held(), report=whole)
    assert f'src="/history/{number}/report"' in served.get(f"/history/{number}").text
    answer = served.get(f"/history/{number}/report")
    assert answer.text == whole
    told = answer.headers["content-security-policy"]
    assert "script-src 'sha256-" in told
    assert "unsafe-inline" not in told
    assert "frame-ancestors 'self'" in told


def test_an_older_report_is_shown_without_its_scripts_where_it_cannot_be_made_anew(served) -> None:
    number, _ = page_sessions.store(held(), report="<p>old</p>")
    assert served.get(f"/history/{number}/report").text == "<p>old</p>"


def test_a_session_without_files_says_so(served) -> None:
    number, _ = page_sessions.store(held())
    text = served.get(f"/history/{number}").text
    assert "<iframe" not in text
    assert "its files were not kept" in text
    assert served.get(f"/history/{number}/report").status == 400
    assert served.get(f"/history/{number}/annotated.mp4").status == 400


def test_the_video_is_sent_in_the_parts_that_are_asked_for(served) -> None:
    number, folder = page_sessions.store(held(), report="x")
    (folder / "annotated.mp4").write_bytes(bytes(range(100)))
    answer = served.get(f"/history/{number}/annotated.mp4", range="bytes=10-19")
    assert answer.status == 206
    assert answer.headers["content-length"] == "10"


def test_a_session_that_is_not_there_is_told(served) -> None:
    assert served.get("/history/7").status == 400
    assert "There is no session 7" in shown_text(served.get("/history/7").text)


def test_what_the_system_refuses_is_told(served, monkeypatch) -> None:
    def refused(*_: object) -> None:
        raise PermissionError(errno.EACCES, "Permission denied", "/data/history")

    monkeypatch.setattr(DiskStore, "sessions", refused)
    answer = served.get("/history")
    assert answer.status == 400
    assert "Cannot use /data/history: permission denied." in shown_text(answer.text)


def test_one_session_or_all_are_deleted_with_their_files(served) -> None:
    first, gone = page_sessions.store(held(), report="x")
    _, stays = page_sessions.store(counted(), day=1, report="x")
    assert served.post(f"/history/{first}/delete").status == 303
    assert not gone.exists()
    assert stays.exists()
    assert [row.day for row in store().sessions()] == ["7 January 2025"]
    assert served.post("/history/delete").status == 303
    assert not stays.exists()
    assert store().sessions() == []


def test_the_export_is_whole_and_leaves_nothing_behind(served, tmp_path, monkeypatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    page_sessions.store(held())
    answer = served.get("/history/export.json")
    assert json.loads(answer.text)["sessions"][0]["source"] == "camera 0"
    assert "attachment" in answer.headers["content-disposition"]
    assert "knees_to_chest" in served.get("/history/export.csv").text
    wait_for(lambda: not [*tmp_path.glob("matside-export-*")], "the file to go")


@pytest.mark.parametrize("asked", ["", "session=1", "session=1&session=2&session=3", "session=a"])
def test_a_comparison_needs_two_sessions(served, asked) -> None:
    assert served.get(f"/history/compare?{asked}").status == 400


def test_progress_draws_minutes_holds_repetitions_faults_and_pain() -> None:
    page_sessions.store(held(), before=6, after=4)
    page_sessions.store(held(), day=2)
    page_sessions.store(counted(), day=7, before=2, after=2)
    page = store().progress()
    charts = {chart.id: chart for group in page.groups for chart in group.charts}
    week, after = (page.weeks.index(day) for day in ("6 January 2025", "13 January 2025"))

    def value(key: str, at: int, line: int = 0):
        return charts[key].lines[line].values[at]

    assert (value("minutes", week), value("minutes", after)) == (4.0, 1.0)
    assert (value("knees_to_chest-held", week), value("knees_to_chest-held", after)) == (2.0, 0.0)
    assert value("cat_cow-reps", after) == 7.0
    assert value("knees_to_chest-faults", week) == 0.5  # two in four minutes
    assert value("knees_to_chest-faults", after) is None
    assert [value("pain", week, line) for line in (0, 2)] == [6.0, 4.0]
    assert [value("pain", after, line) for line in (0, 2)] == [2.0, 2.0]
    assert "knees_to_chest-reps" not in charts  # its holds say the same
    assert page.mondays_s[week] == 1736121600.0  # 2025-01-06, midnight UTC
    assert all(math.isfinite(monday) for monday in page.mondays_s)


def test_a_chart_of_a_measure_says_what_it_is_and_how_sure() -> None:
    spans = {"left_hip_flexion_deg": Range(low=90.0, high=110.0)}
    page_sessions.store(held().replace(ranges=spans))
    charts = {chart.id: chart for group in store().progress().groups for chart in group.charts}
    assert charts["knees_to_chest-hip_flexion_deg"].words == (
        "Bend of the hip, 0° when straight: shoulder, hip, knee. "
        "Estimate from one camera: a change of less than 10° may be chance."
    )


def test_what_is_kept_is_listed_with_its_size_and_can_be_deleted(served) -> None:
    _, folder = page_sessions.store(held(), report="x")
    (folder / "annotated.mp4").write_bytes(bytes(2_500_000))
    rows = {row.kept: row for row in store().stored()}
    assert rows[Kept.SESSIONS].size == "2.5\N{NO-BREAK SPACE}MB"
    assert not rows[Kept.HISTORY].empty
    assert rows[Kept.UPLOADS].empty
    assert str(folder.parent) in shown(served, "/settings")
    assert served.post("/settings/clear/sessions").status == 303
    assert not folder.exists()
    with History.open() as history:
        assert len(history.sessions()) == 1
    assert served.post("/settings/clear/history").status == 303
    assert store().sessions() == []


def test_the_theme_is_remembered(served) -> None:
    assert 'data-theme="system"' in served.get("/").text
    assert served.post("/settings/theme", b"theme=dark").status == 303
    assert 'data-theme="dark"' in served.get("/history").text
    assert served.post("/settings/theme", b"theme=pink").status == 400
    assert store().theme() is Theme.DARK


def test_the_language_is_remembered_and_the_next_page_is_in_it(served) -> None:
    assert '<html lang="en"' in served.get("/settings").text
    assert served.post("/settings/language", b"language=fr").status == 303
    french = served.get("/settings").text
    assert '<html lang="fr"' in french
    assert 'value="fr" lang="fr" aria-pressed="true"' in french
    assert read_settings().language == "fr"
    assert served.post("/settings/language", b"language=klingon").status == 400
    assert served.post("/settings/language", b"language=").status == 303
    assert read_settings().language is None


@pytest.mark.parametrize("told", ["", "[]", "{}", '{"theme": 3}', "\x00", '{"theme": "pink"}'])
def test_damaged_settings_are_none(own, told) -> None:
    own.mkdir(exist_ok=True)
    (own / "settings.json").write_text(told, "utf-8")
    assert store().theme() is Theme.SYSTEM


@pytest.mark.parametrize(
    ("size", "words"),
    [(0, "0 B"), (999, "999 B"), (1000, "1 kB"), (999_600, "1.0 MB"), (4 << 30, "4.3 GB")],
)
def test_sizes(size, words) -> None:
    assert file_size(size) == words.replace(" ", "\N{NO-BREAK SPACE}")


PAGES = ("/", "/exercises/cat_cow", "/progress", "/history", "/history/1", "/history/2",
         "/recordings", "/recordings/jobs", "/settings", "/computer", "/check", "/practise",
         "/plan", "/plan/write", "/practise/cameras", "/history/compare", "/history/together/1/2",
         "/nowhere")  # fmt: skip
ELSEWHERE = {
    *("/screening", "/screening/result", "/people"),  # with a person
    *("/plan/print", "/plan/printed"),  # with a plan
    *("/history/{number}/report", "/history/compare/{first}/{second}"),  # as commands write them
    *("/plan/calendar.ics", "/history/export.{ending}"),
    *(
        "/assets/{name}",
        "/history/{number}/annotated.mp4",
        "/history/{number}/video.mp4",
    ),  # no words
}
"""Addresses whose words are tried in tests of their own."""


def test_every_page_is_tried_in_the_pseudo_language(served) -> None:
    routes = [route for route in served.site.routes if isinstance(route, Route)]
    left = [
        route.path_format
        for route in routes
        if "GET" in (route.methods or ()) and not any(map(route.path_regex.match, PAGES))
    ]
    assert set(left) == ELSEWHERE


@pytest.mark.parametrize("path", PAGES)
def test_no_word_of_a_page_is_missing_from_the_catalogue(served, own, path) -> None:
    page_sessions.store(held(), before=5, after=3, report="x")
    page_sessions.store(counted(), day=9, kind="analysis", source="film.mp4")
    with pseudo_language():
        text = shown_text(served.get(path).text)
        names = [row.name for row in store().stored()]
    known = ("matside", "film.mp4", "practise", "cat_cow", str(own), "history.sqlite3", "sessions",
             "uploads", "plan.toml", "doses.json", "settings.json", "GL", "libGL.so.1", "espeak-ng",
             *(capitalised(own_name(code)) for code in languages()))  # fmt: skip
    answers = read_profile().answers
    assert answers is not None
    assert untranslated(text, day(answers.answered), "profile.json", *known) == []
    assert names


def test_the_scripts_know_every_text_they_write() -> None:
    given = texts.for_scripts()
    folder = resources.files("matside.page").joinpath("assets")
    asked = set()
    for file in folder.iterdir():
        if file.name.endswith(".mjs"):
            asked |= set(re.findall(r"words\.(\w+)", file.read_text("utf-8")))
    assert asked == set(given)


@pytest.mark.parametrize(("theme", "told"), [("dark", True), ("light", True), ("system", False)])
def test_a_report_is_as_light_as_the_page(served, theme, told) -> None:
    number, _ = page_sessions.store(held(), report=stored_report())
    served.post("/settings/theme", f"theme={theme}".encode())
    report = served.get(f"/history/{number}/report").text
    assert (f'<html data-theme="{theme}" lang="en">' in report) == told


def stored_report() -> str:
    """A report that today's policy lets run."""
    return f'<!doctype html><html lang="en"><meta content="{html.escape(policy())}">'


def test_a_report_is_in_the_language_of_the_page(served, results) -> None:
    number, _ = page_sessions.store_results(results)
    assert "At a glance" in served.get(f"/history/{number}/report").text
    served.post("/settings/language", b"language=de")
    german = served.get(f"/history/{number}/report").text
    assert '<html lang="de"' in german
    assert "At a glance" not in german
    served.post("/settings/language", b"language=")
    assert "At a glance" in served.get(f"/history/{number}/report").text


def test_two_sessions_are_compared_once_for_a_page_and_its_frame(
    served, results, monkeypatch
) -> None:
    for at in (0, 1):
        page_sessions.store_results(results, day=at)
    made = []
    compare = DiskStore.comparison

    def noted(*which):
        made.append(which)
        return compare(*which)

    monkeypatch.setattr(DiskStore, "comparison", noted)
    assert served.get("/history/compare?session=1&session=2").status == 200
    assert "side by side" in served.get("/history/compare/1/2").text
    assert len(made) == 1
    assert served.get("/history/compare/1/2").status == 200
    assert len(made) == 2, "what was made once is not kept"
