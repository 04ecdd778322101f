"""The page is one file that asks for nothing, runs only its own, and lets nothing in."""

from __future__ import annotations

import base64
import dataclasses
import hashlib
import html
import itertools
import json
import re
from datetime import UTC, datetime
from importlib import resources
from pathlib import Path

from tests.report import report_session as known
from tests.typed import there

from matside import safety
from matside.coach.summary import Notice, NoticeKind, StillSpan
from matside.report.build import build_report
from matside.report.model import About, Picture
from matside.report.page import render

NASTY = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\"'"
ABOUT = About(
    source="clip.mp4",
    created=datetime(2026, 3, 5, 9, 30, tzinfo=UTC),
    matside="1.2.3",
    model="full",
    video="annotated.mp4",
)


def page_of(tmp_path: Path, *, name: str = "Knee hug", about: About = ABOUT, **changes) -> str:
    exercise = known.exercise_of(tmp_path, name=name, cue=changes.pop("cue", "Rest."))
    picture = Picture(
        title="Best", t_s=5.0, alt="A person", jpeg=b"\xff\xd8jpeg", size_px=(4, 3), good=True
    )
    summary = known.summary().replace(**changes)
    report = build_report(
        summary,
        known.recorded(exercise),
        {exercise.id: exercise},
        about,
        {exercise.id: (picture,)},
    )
    return render(report)


def test_it_says_what_was_done_of_what_how_well_and_what_to_work_on(tmp_path: Path) -> None:
    page = page_of(tmp_path, cue="Let your head rest.").replace("\N{NO-BREAK SPACE}", " ")
    glance = page[page.index("At a glance") : page.index('class="columns"')]
    for words in ("of 2 holds on each side", "2 holds of 5 s", "90 %", "Let your head rest."):
        assert words in glance
    assert "5 March 2026" in page
    assert "The person was lost once" in page


def test_what_is_usual_for_the_person_stands_under_its_exercise(tmp_path: Path) -> None:
    told = "Near your <usual> depth."
    page = page_of(
        tmp_path,
        about=dataclasses.replace(ABOUT, depths={"knee_hug": told, "other": "Not this one."}),
    )
    block = page[page.index('<section class="block" id="knee_hug"') :]
    assert f"<p>{html.escape(told)}</p>" in block
    assert "Not this one." not in page


def test_the_safety_text_is_in_it_whole(tmp_path: Path) -> None:
    page = html.unescape(" ".join(page_of(tmp_path).split()))
    assert all(str(part) in page for part in safety.PARAGRAPHS)
    assert "matside safety" not in page
    assert "Stop if it hurts." in page


def test_nothing_in_it_comes_from_elsewhere(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    addresses = re.findall(r"""(?:src|href|srcset|action|data|poster)\s*=\s*["']([^"']*)""", page)
    assert {a.split(":")[0] for a in addresses if not a.startswith("#")} == {
        "annotated.mp4",
        "data",
    }
    assert "@import" not in page
    assert not re.search(r"url\((?!#)", page)


def test_only_its_own_scripts_and_styles_may_run(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    policy = html.unescape(there(re.search(r'Content-Security-Policy" content="([^"]*)"', page))[1])
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for tag, directive in (("script", "script-src"), ("style", "style-src")):
        allowed = there(re.search(rf"{directive} ([^;]*)", policy))[1].split()
        parts = re.findall(rf"<{tag}>(.*?)</{tag}>", page, re.DOTALL)
        hashes = [
            f"'sha256-{base64.b64encode(hashlib.sha256(part.encode()).digest()).decode()}'"
            for part in parts
        ]
        assert hashes == allowed
    assert not re.search(r"<[a-z][^>]*\s(style|on[a-z]+)=", page.split("<script>")[0])


def test_names_cannot_smuggle_anything_in(tmp_path: Path) -> None:
    clean = page_of(tmp_path)
    about = dataclasses.replace(ABOUT, source=NASTY, matside=NASTY, model=NASTY)
    page = page_of(
        tmp_path,
        name=NASTY,
        cue=NASTY,
        about=about,
        notices=(Notice(kind=NoticeKind.UNREADABLE, detail=NASTY),),
    )
    for tag in ("script", "img", "style", "video"):
        assert len(re.findall(f"<{tag}[ >]", page)) == len(re.findall(f"<{tag}[ >]", clean))
    assert html.escape(NASTY, quote=False)[:40] in page
    data = there(re.search(r'id="report-data">(.*?)</script>', page, re.DOTALL))[1]
    assert "knee_hug" in json.loads(data)["blocks"]
    assert "<" not in data


def test_without_a_video_there_is_no_player_and_times_are_plain(tmp_path: Path) -> None:
    page = page_of(tmp_path, about=dataclasses.replace(ABOUT, video=""))
    assert "<video" not in page
    assert "data-seek=" not in page.split("<script>")[0]
    assert '<span class="time">0:02</span>' in page


def test_headings_do_not_skip_a_level(tmp_path: Path) -> None:
    levels = [int(level) for level in re.findall(r"<h([1-6])", page_of(tmp_path))]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after - before <= 1 for before, after in itertools.pairwise(levels))


def test_every_table_has_a_caption_and_every_head_cell_a_scope(tmp_path: Path) -> None:
    page = page_of(tmp_path)
    assert page.count("<table") == page.count("<caption")
    assert not re.search(r"<th(?![^>]*scope=)(?!ead)", page)
    assert not re.search(r"<img(?![^>]*alt=\"[^\"]+\")", page)


def test_nothing_recognised_says_what_was_seen(tmp_path: Path) -> None:
    page = page_of(tmp_path, sections=())
    assert "No exercise recognised" in page
    assert "On the back" in page
    assert "18\N{NO-BREAK SPACE}s" in page


def test_single_pictures_are_not_timed(tmp_path: Path) -> None:
    still = StillSpan(t_s=0.0, posture="on_the_back", exercise="knee_hug", phase="hug", side=None)
    page = page_of(tmp_path, stills=(still,))
    assert "a single picture" in page
    assert "nothing was timed or counted" in page
    assert 'class="chart"' not in page


def test_the_chart_library_is_as_its_project_published_it_and_its_licence_is_told(
    tmp_path: Path,
) -> None:
    folder = resources.files("matside.report") / "assets" / "uplot"
    sums = (folder / "SHA256SUMS").read_text("utf-8").splitlines()
    assert len(sums) == 3
    for line in sums:
        digest, name = line.split()
        data = (folder / name).read_bytes().replace(b"\r\n", b"\n")
        assert hashlib.sha256(data).hexdigest() == digest, name
    assert "Copyright (c) 2022 Leon Sorokin" in page_of(tmp_path)


def test_the_page_of_a_short_session_is_small(tmp_path: Path) -> None:
    assert len(page_of(tmp_path).encode()) < 250_000
