"""A plan is followed: kept, shown, due, measured, taken a step further, forgotten."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from icalendar import Calendar
from rich.console import Console
from tests.app.plan_sessions import LIBRARY, MONDAY, cats, hugs, practised
from tests.shared import told
from tests.typed import there
from typer.testing import CliRunner

from matside.analysis.due import slots
from matside.app import plan as jobs
from matside.app.practice_setting import PracticeOptions
from matside.app.practice_steps import asked_steps, with_plan
from matside.app.prescribed import Now, followed, plan_file
from matside.cli.plan import plan_app
from matside.errors import UsageError
from matside.exercise.limits import LimitName
from matside.exercise.prescription import Prescription
from matside.record.history.sessions import History

pytestmark = pytest.mark.usefixtures("own_folder")


@pytest.fixture
def console() -> Console:
    return Console()


def test_a_name_that_ends_in_a_full_stop_needs_no_second_one(example, tmp_path, said):
    plan = tmp_path / "ms_k.toml"
    plan.write_text(example.read_text("utf-8").replace('"B. Example"', '"Ms K."'), "utf-8")
    jobs.use_plan(plan)
    assert "physiotherapist to Ms K. From 30 November" in " ".join(said().split())


def test_a_plan_is_copied_for_its_owner_alone_and_shown(example, said):
    jobs.use_plan(example)
    assert plan_file().read_text("utf-8") == example.read_text("utf-8")
    assert stat.S_IMODE(plan_file().stat().st_mode) == 0o600
    text = said()
    assert "Prescribed by A. Example, physiotherapist to B. Example." in text
    assert "5 holds of 5 s on each side" in text
    assert "Monday, Wednesday and Friday, at 17:45" in text
    assert "What the exercises mind: sore wrists and sore knees (until 6 December 2026)." in text
    assert "is your plan from now on" in text


def test_a_plan_is_told_as_json_with_the_keys_of_its_file(example, said):
    jobs.use_plan(example, as_json=True)
    shown = json.loads(said())
    plan = there(followed())
    assert Prescription.model_validate_json(json.dumps(shown["plan"])) == plan.prescription
    assert shown["suggestions"] == []
    shown = json.loads(told(jobs.show_plan, when=MONDAY, as_json=True))
    assert shown["next"]["session"] in plan.programmes


def test_what_is_wrong_leaves_the_plan_that_is_followed(example, tmp_path):
    jobs.use_plan(example)
    wrong = tmp_path / "wrong.toml"
    wrong.write_text("schema_version = 2\n", "utf-8")
    with pytest.raises(UsageError, match="problems"):
        jobs.use_plan(wrong)
    assert there(followed()).prescription.id == "lower_back"


def test_a_plan_is_forgotten_and_the_sessions_are_kept(example, said):
    practised(0, hugs())
    jobs.use_plan(example)
    jobs.forget_plan()
    assert followed() is None
    assert "your sessions are kept" in said()
    with History.open() as history:
        assert len(history.sessions()) == 1
    with pytest.raises(UsageError, match="There is no plan yet"):
        jobs.show_plan()


def test_the_calendar_has_every_time_that_is_due(example, tmp_path):
    jobs.use_plan(example)
    file = tmp_path / "plan.ics"
    jobs.write_calendar(file, when=MONDAY)
    first = Calendar.from_ical(file.read_bytes())
    jobs.write_calendar(file, when=MONDAY + timedelta(days=3))
    again = Calendar.from_ical(file.read_bytes())
    uids = [[str(one["uid"]) for one in calendar.walk("VEVENT")] for calendar in (first, again)]
    assert uids[0] == uids[1]
    assert len(set(uids[0])) == 3
    expanded = set()
    events: list[Any] = first.walk("VEVENT")
    for event in events:
        begin, rule = event["dtstart"].dt, event["rrule"]
        day = begin
        while day <= rule["UNTIL"][0]:
            if ("MO", "TU", "WE", "TH", "FR", "SA", "SU")[day.weekday()] in rule["BYDAY"]:
                expanded.add((day.toordinal(), day.hour * 60 + day.minute))
            day += timedelta(days=1)
    plan = there(followed()).prescription
    whole = slots(plan, plan.first_day.toordinal() - 9, there(plan.last_day).toordinal() + 9)
    assert expanded == {(slot.day, slot.minute) for slot in whole}


def test_practise_begins_what_is_due_today_with_the_limits_of_the_plan(example, console):
    jobs.use_plan(example)
    options = with_plan(PracticeOptions(), console=console, when=MONDAY)
    assert options.exercises == ("plan:morning",)
    assert options.limits == (LimitName.SORE_KNEES, LimitName.SORE_WRISTS)
    steps, name = asked_steps(options, LIBRARY)
    assert [step.exercise for step in steps] == ["knees_to_chest", "cat_cow"]
    assert name == "Morning hugs"
    practised(0, hugs(), cats())
    later = with_plan(PracticeOptions(), console=console, when=MONDAY + timedelta(hours=1))
    assert later.exercises == ("plan:desk",), "the morning is done"


@pytest.mark.parametrize(
    "options", [PracticeOptions(free=True), PracticeOptions(exercises=("cat_cow",))]
)
def test_who_asks_for_something_else_gets_it_with_the_limits_of_the_plan(example, console, options):
    jobs.use_plan(example)
    given = with_plan(options, console=console, when=MONDAY)
    assert given == replace(options, limits=(LimitName.SORE_KNEES, LimitName.SORE_WRISTS))
    jobs.forget_plan()
    assert with_plan(options, console=console, when=MONDAY) == options


def test_a_plan_that_cannot_be_read_is_told_and_hinders_nothing_else(example, console, said):
    jobs.use_plan(example)
    text = plan_file().read_text("utf-8")
    plan_file().write_text(text.replace('"cat_cow"', '"dog_cow"'), "utf-8")
    other = PracticeOptions(exercises=("cat_cow",))
    given = with_plan(other, console=console, when=MONDAY)
    limits = (LimitName.SORE_KNEES, LimitName.SORE_WRISTS)
    assert given == replace(other, limits=limits), "its limits still hold"
    assert "plan.toml" in said()
    for named in ((), ("plan:morning",)):
        with pytest.raises(UsageError, match="dog_cow"):
            with_plan(PracticeOptions(exercises=named), console=console, when=MONDAY)


def test_what_the_limits_of_a_plan_leave_out_is_shown(example, said, tmp_path):
    path = tmp_path / "limited.toml"
    text = example.read_text("utf-8").replace('"sore_wrists"', '"osteoporosis"')
    path.write_text(text, "utf-8")
    jobs.use_plan(path)
    assert "Kneeling thoracic rotation is left out: It is a deep twist" in said()
    assert "Cat-cow is left out" not in said()


def test_before_the_plan_begins_and_without_one_nothing_is_asked_for(example, console):
    assert with_plan(PracticeOptions(), console=console, when=MONDAY).exercises == ()
    jobs.use_plan(example)
    early = MONDAY - timedelta(days=1)
    assert with_plan(PracticeOptions(), console=console, when=early).exercises == ()


def test_a_session_that_the_plan_does_not_have_is_told(example):
    jobs.use_plan(example)
    with pytest.raises(UsageError, match="it has morning, morning_later, desk"):
        asked_steps(PracticeOptions(exercises=("plan:noon",)), LIBRARY)


def test_no_more_sessions_are_offered_than_the_plan_allows(example, tmp_path):
    path = tmp_path / "one.toml"
    text = example.read_text("utf-8")
    jobs.use_plan(example)
    practised(0, hugs())
    practised(0, cats())
    assert there(there(followed()).next_slot(Now.of(MONDAY))).day == MONDAY.toordinal() + 1
    path.write_text(text.replace("sessions_a_day = 2", "sessions_a_day = 3"), "utf-8")
    jobs.use_plan(path)
    assert there(there(followed()).next_slot(Now.of(MONDAY))).day == MONDAY.toordinal()


def test_adherence_is_told_week_by_week(example, said, tmp_path):
    jobs.use_plan(example)
    practised(0, hugs(), cats())
    practised(1, hugs(2), before=3, after=3)
    page = tmp_path / "page.html"
    jobs.show_adherence(file=page, when=MONDAY + timedelta(days=2, hours=3))
    text = said()
    assert "4 sessions were due until now: 1 measured whole, 1 in part." in text
    assert "2026-11-30 4 1 1 6.7 2.5 - 2.0" in text
    assert "Hip flexion about 110° left, 110° right" in text
    html = page.read_text("utf-8")
    for words in ("B. Example", "A. Example, physiotherapist", "2026-11-30", "Notes", "110°"):
        assert words in html
    assert "http" not in html.replace("http-equiv", "")


def test_before_a_plan_begins_the_page_says_from_when_it_counts(example, said, tmp_path):
    jobs.use_plan(example)
    page = tmp_path / "page.html"
    jobs.show_adherence(file=page, when=MONDAY - timedelta(days=3))
    text = " ".join(said().split())
    assert "begins on 30 November 2026, and sessions count from that day on" in text
    assert "sessions count from that day on" in page.read_text("utf-8")


def test_the_commands(example, tmp_path):
    runner = CliRunner()
    checked = runner.invoke(plan_app, ["check", str(example)])
    assert checked.output == f"{example}: fine, Lower back, six weeks (lower_back)\n"
    used = runner.invoke(plan_app, ["use", str(example)])
    assert used.exit_code == 0, used.output
    assert "Lower back" in runner.invoke(plan_app, ["show"]).output
    file = tmp_path / "out.ics"
    runner.invoke(plan_app, ["calendar", "-o", str(file)])
    assert file.read_bytes().startswith(b"BEGIN:VCALENDAR\r\n")
    assert "no next step yet" in runner.invoke(plan_app, ["accept"]).output
    assert "forgotten" in runner.invoke(plan_app, ["forget"]).output
    assert "There is no plan yet" in runner.invoke(plan_app, ["forget"]).output


def test_two_weeks_of_a_plan_as_they_are_read(example, request):
    # a good first week with a day left out; in the second more pain, and one that was broken off
    jobs.use_plan(example)
    for day in (0, 1, 3, 4, 5, 6):
        practised(day, hugs(), cats(), before=3, after=2)
    practised(7, hugs(), cats(), before=3, after=4)
    practised(8, hugs(2, 3.0), before=5, after=5)
    when = MONDAY + timedelta(days=9, hours=2)
    jobs_printed = [told(job, when=when, width=80) for job in (jobs.show_adherence, jobs.show_plan)]
    lines = [line.rstrip() for line in "".join(jobs_printed).splitlines()]
    read = "\n".join(lines) + "\n"
    kept = request.path.parent / "transcripts" / "plan.txt"
    assert read == kept.read_text("utf-8"), read
