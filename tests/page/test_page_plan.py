"""The plan on the page: next first, this week, a step to take, a page to print."""

from __future__ import annotations

import html
import json
import stat
from datetime import datetime, timedelta

import pytest
from icalendar import Calendar
from tests.exercise.test_exercise_limits import BRIDGE
from tests.page import page_sessions
from tests.page.page_rig import Answer, left_in
from tests.page.page_sessions import counted
from tests.pseudo_language import pseudo_language, shown_text, untranslated
from tests.typed import there

from matside.app.page_plan import plan_page
from matside.app.prescribed import follow, followed, plan_file
from matside.coach.result import DoseProgress
from matside.exercise.library import MOST_BYTES, find_exercise, load_library
from matside.page import texts

MONDAY = datetime(2025, 1, 6, 7, 30).astimezone()
"""The day of the first session of ``page_sessions``."""
PLAN = """\
schema_version = 1
id = "mine"
name = "Plan of <b>mine</b>"
prescribed_by = "A. Example"
from = 2025-01-06

[[session]]
id = "daily"
name = "Daily"
days = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
times = ["00:00", "07:30"]

[[session.step]]
exercise = "cat_cow"
reps = 7
"""


@pytest.fixture
def plan(own, tmp_path):
    """A plan that is followed: the same every day, so that something is always due."""
    path = tmp_path / "plan.toml"
    path.write_text(PLAN, "utf-8")
    return follow(path)


def shown(served, path: str) -> str:
    answer = served.get(path)
    assert answer.status == 200, answer.text
    return shown_text(answer.text)


def test_the_next_session_of_the_plan_stands_first_and_can_be_started(plan, served):
    text = served.get("/").text
    assert texts.PLAN_WHOLE() in text
    assert text.index('href="/exercises/plan:daily"') < text.index('href="/exercises/cat_cow"')
    assert text.count('href="/exercises/plan:daily"') == 1, "not among the programmes"
    assert 'value="plan:daily"' in served.get("/exercises/plan:daily").text


def test_without_a_plan_nothing_of_it_is_on_the_first_page(served):
    text = served.get("/").text
    assert text.count("/plan") == 1
    assert f'<a href="/plan">{texts.PLAN_LINK()}</a>' in text, "where one is taken"
    assert "There is no plan yet" in shown(served, "/plan")
    assert "/plan/forget" not in served.get("/plan").text
    for path in ("/plan/print", "/plan/printed", "/plan/calendar.ics"):
        assert served.get(path).status == 400


def sent(served, body: str, name: str = "mine.toml", **headers: str) -> Answer:
    """Send a plan as the page does."""
    told = {"cookie": served.cookie, "origin": served.origin, "accept": "application/json"}
    path = f"/plan/new?name={name}"
    return served.send("PUT", path, body=body.encode(), **(told | headers))


def test_a_plan_that_is_sent_is_checked_and_followed(served, own):
    assert sent(served, PLAN).status == 200
    assert plan_file().read_text("utf-8") == PLAN
    assert stat.S_IMODE(plan_file().stat().st_mode) == 0o600
    assert html.escape("Plan of <b>mine</b>") in served.get("/plan").text
    assert left_in(own / "uploads") == []


def test_a_plan_comes_with_exercises_of_its_own(served, own):
    files = {"mine.toml": PLAN.replace("cat_cow", "bridge"), "up.toml": BRIDGE}
    for order in (list(files), list(reversed(files))):
        names = "&name=".join(order)
        sizes = "".join(f"&size={len(files[name])}" for name in order)
        answer = sent(served, "".join(files[name] for name in order), name=names + sizes)
        assert answer.status == 200, answer.text
        assert there(followed()).programmes["daily"].step[0].exercise == "bridge"
        assert "Bridge" in shown(served, "/exercises/plan:daily")
        assert served.post("/plan/forget").status == 303
    assert left_in(own / "uploads") == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("mine.toml&name=up.toml", 413),
        ("mine.toml&name=up.toml&size=40&size=4000", 413),
        ("mine.toml&name=up.toml&size=0&size=40", 413),
        ("mine.toml&name=..%2Fup.pdf&size=40&size=40", 413),
        (f"mine.toml&name=up.toml&size={len(PLAN)}&size={len(PLAN)}", 400),
    ],
)
def test_files_that_are_not_what_is_said_of_them_are_refused(served, own, query, told):
    answer = sent(served, PLAN + PLAN, name=query)
    assert answer.status == told, answer.text
    assert not plan_file().exists()
    assert left_in(own / "uploads") == []


def test_all_that_is_wrong_with_a_plan_is_told_and_the_one_before_is_kept(plan, served, own):
    wrong = PLAN.replace("cat_cow", "dog_cow").replace('prescribed_by = "A. Example"', "")
    answer = sent(served, wrong, name="..%2F..%2Fsecret%2Fmine.toml")
    assert answer.status == 400
    told = json.loads(answer.text)["error"]
    assert told.startswith("mine.toml: 2 problems:")
    assert "dog_cow" in told
    assert "prescribed_by" in told
    assert told.endswith(texts.PLAN_PASS_ON())
    assert str(own) not in answer.text, "no path is told"
    assert plan_file().read_text("utf-8") == PLAN
    assert left_in(own / "uploads") == []


@pytest.mark.parametrize(
    ("name", "body", "stated"),
    [
        ("plan.pdf", PLAN, None),
        ("mine.toml", "#" * (MOST_BYTES + 1), None),
        ("mine.toml", "", str(10 << 30)),
    ],
)
def test_what_can_be_no_plan_is_refused(served, own, name, body, stated):
    headers = {} if stated is None else {"content_length": stated}
    answer = sent(served, body, name=name, **headers)
    assert answer.status == 413
    assert json.loads(answer.text)["error"] == texts.no_plan_file(MOST_BYTES)
    assert not plan_file().exists()
    assert left_in(own / "uploads") == []


def test_a_stranger_sends_no_plan_and_forgets_none(plan, served):
    assert sent(served, PLAN, cookie="").status == 403
    assert sent(served, PLAN, origin="http://elsewhere.example").status == 403
    assert served.post("/plan/forget", origin="http://elsewhere.example").status == 403
    assert served.get("/plan/forget").status in {404, 405}, "looking changes nothing"
    assert plan_file().is_file()


def test_the_plan_is_forgotten_after_a_question(plan, served):
    text = served.get("/plan").text
    assert "Forget the plan? Your sessions are kept." in shown_text(text)
    assert 'action="/plan/forget"' in text
    assert served.post("/plan/forget").headers["location"] == "/plan"
    assert followed() is None
    assert "There is no plan yet" in shown(served, "/plan")


def test_the_times_of_the_plan_are_saved_for_a_calendar(plan, served):
    assert 'href="/plan/calendar.ics"' in served.get("/plan").text
    answer = served.get("/plan/calendar.ics")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert "matside-plan.ics" in answer.headers["content-disposition"]
    assert len(Calendar.from_ical(answer.text).walk("VEVENT")) == 2


def test_this_week_is_told_with_what_was_measured(plan):
    page_sessions.store(counted(), day=0)
    page_sessions.store(counted(), day=1, before=3, after=2)
    page = plan_page(MONDAY + timedelta(days=2))
    assert [row.amount for row in page.week[:7]] == [
        *("none", "whole", "none", "whole", "none", "none", "to come"),
    ]
    assert page.week[0].at == "Monday, 00:00"
    assert [row.startable for row in page.week].count(True) == 2, "of today alone"
    assert page.now
    assert page.next_at == "today, 07:30"
    assert page.weeks[0][1:4] == ("6", "2", "")
    assert page.exercises[0][1:4] == ("Cat-cow", "42", "14")


def test_the_page_of_the_plan_tells_all_that_is_planned_before_it_begins(own, served, tmp_path):
    path = tmp_path / "later.toml"
    path.write_text(
        PLAN.replace("2025-01-06", "2125-01-01") + '[[session.step]]\nexercise = "childs_pose"\n',
        "utf-8",
    )
    follow(path)
    text = shown(served, "/plan")
    for told in (
        "Daily",
        "every day, at 00:00, 07:30",
        "Cat-cow: 7 repetitions",
        "Child's pose: 1 hold",
    ):
        assert told in text, told


def test_the_page_of_the_plan_shows_names_as_they_are(plan, served):
    text = served.get("/plan").text
    assert html.escape("Plan of <b>mine</b>") in text
    assert "<b>mine" not in text
    assert 'src="/plan/printed"' in served.get("/plan/print").text
    printed = served.get("/plan/printed")
    assert printed.status == 200
    assert "default-src 'none'" in printed.headers["content-security-policy"]
    assert texts.PLAN_WEEKS() in printed.text


def test_a_next_step_is_taken_with_a_button(plan, served):
    cat = find_exercise("cat_cow", load_library())
    dose = cat.dose[0].model_copy(update={"reps": 7})
    section = counted().replace(dose=DoseProgress.of(dose, {None: 7}))
    for day in range(3):
        page_sessions.store(section, day=day, before=2, after=1)
    text = shown(served, "/")
    assert "on the last 3 days the whole dose went well without more pain" in text
    assert "the next step is 8 repetitions instead of 7 repetitions" in text
    assert served.post("/plan/accept/cat_cow").status == 303
    assert "8 repetitions" in shown(served, "/exercises/plan:daily")
    assert "next step is" not in shown(served, "/")
    assert served.get("/plan/accept/cat_cow").status in {404, 405}, "looking changes nothing"


def test_a_plan_that_no_longer_fits_is_told_and_all_else_goes_on(plan, served):
    plan_file().write_text(PLAN.replace("cat_cow", "dog_cow"), "utf-8")
    for path in ("/", "/plan"):
        assert "dog_cow" in shown(served, path)
    assert served.get("/exercises/cat_cow").status == 200
    assert served.get("/exercises/plan:daily").status == 404


def test_every_word_of_the_plan_can_be_translated(plan, served):
    page_sessions.store(counted(), day=0, before=3, after=2)
    known = ("Plan of <b>mine</b>", "Daily", "A. Example", "matside")
    with pseudo_language():
        for path in ("/plan", "/plan/print", "/plan/printed"):
            assert untranslated(shown(served, path), *known) == []
        error = json.loads(sent(served, PLAN, name="plan.pdf").text)["error"]
        assert untranslated(error) == []
        served.post("/plan/forget")
        assert untranslated(shown(served, "/plan"), "matside") == []
