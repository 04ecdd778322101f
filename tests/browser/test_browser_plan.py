"""What was planned and measured, on paper: one page of A4, whatever there is to tell."""

from __future__ import annotations

import re
from datetime import date

import pytest
from tests.analysis.plans import MONDAY, held, hold, moved, practised, prescription, session
from tests.pseudo_language import pseudo_language

from matside.app.prescribed import Now, plan_with
from matside.body.landmark import Side
from matside.exercise.library import load_library
from matside.report.adherence_page import MOST_WEEKS, adherence_page
from matside.wording.labels import labels_of

STEPS = [
    {"exercise": "knees_to_chest", "dose": "stretch", "phase": "one_knee"},
    {"exercise": "cat_cow"},
    {"exercise": "thoracic_rotation"},
    {"exercise": "childs_pose"},
]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def page(weeks: int) -> str:
    daily = session("daily", DAYS, ("07:30", "18:00"), step=STEPS)
    del daily["programme"]
    name = "Lower back and shoulders after a long time at the desk, second part"
    plan = prescription(daily, name=name, prescribed_to="B. Example", note="Little and often.")
    holds = [hold(30.0, side, depth=118.0) for side in Side for _each in range(3)]
    done = [
        practised(
            day,
            held(*holds),
            moved(),
            moved(exercise="thoracic_rotation"),
            held(hold(30.0, None), exercise="childs_pose"),
            pain_before=4,
            pain_during=5,
            pain_after=3,
        )
        for day in range(7 * weeks)
    ]
    followed = plan_with(plan, done, load_library())
    last = MONDAY + 7 * weeks - 1
    told = followed.weeks(Now(day=last, minute=1300))
    assert len(told) == weeks
    labels = labels_of(load_library())
    return adherence_page(plan, told, labels, written=date.fromordinal(last))


@pytest.mark.parametrize("weeks", [1, 6, MOST_WEEKS + 8])
def test_it_prints_on_one_page(visit, tmp_path, monkeypatch, weeks):
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "own"))
    file = tmp_path / "plan.html"
    file.write_text(page(weeks), "utf-8")
    opened = visit(file)
    assert opened.page.get_by_role("heading", name="Notes").is_visible()
    assert opened.page.locator(".notes").bounding_box()["height"] > 100
    opened.page.pdf(path=tmp_path / "plan.pdf", prefer_css_page_size=True)
    data = (tmp_path / "plan.pdf").read_bytes()
    assert len(re.findall(rb"/Type\s*/Page\b", data)) == 1
    left_out = opened.page.get_by_text("earlier weeks are left out")
    assert left_out.count() == (weeks > MOST_WEEKS)
    assert not opened.said


def test_longer_words_of_another_language_fit_too(visit, tmp_path, monkeypatch):
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "own"))
    file = tmp_path / "plan.html"
    with pseudo_language():
        file.write_text(page(MOST_WEEKS), "utf-8")
    opened = visit(file)
    opened.page.pdf(path=tmp_path / "plan.pdf", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", (tmp_path / "plan.pdf").read_bytes())) == 1
