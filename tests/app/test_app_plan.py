"""A plan is followed: kept, shown, due, measured, taken a step further, forgotten."""

from __future__ import annotations

import json
import stat
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from icalendar import Calendar
from rich.console import Console
from tests.shared import told
from tests.summaries import section_of, summary_of
from tests.typed import there
from typer.testing import CliRunner

from matside.analysis.depth import LEAST_SESSIONS
from matside.analysis.due import slots
from matside.app import plan as jobs
from matside.app.own_doses import doses_file, own_steps, read_accepted
from matside.app.own_history import depth_sentences, own_depths, said_afterwards
from matside.app.practice_setting import PracticeOptions, asked_steps, with_plan
from matside.app.prescribed import Now, followed, plan_file
from matside.body.catalogue import BY_NAME
from matside.body.landmark import Side
from matside.cli.plan import plan_app
from matside.coach.result import DoseProgress
from matside.coach.summary import Hold, Range, Section
from matside.errors import UsageError
from matside.exercise.library import load_library
from matside.exercise.limits import LimitName
from matside.exercise.prescription import Prescription
from matside.exercise.programme import dose_named
from matside.exercise.programmes import find_programme
from matside.record.history.sessions import History
from matside.record.history.stored import SessionStart
from matside.record.summary_file import ModelPart, SourcePart, SummaryContext, SummaryFile
from matside.wording.labels import labels_of

LIBRARY = load_library()
BY_ID = {exercise.id: exercise for exercise in LIBRARY}
MONDAY = datetime(2026, 11, 30, 7, 30).astimezone()
KNEES = dose_named(BY_ID["knees_to_chest"], "starter").model_copy(update={"each_side": True})
CAT = dose_named(BY_ID["cat_cow"], "starter")


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch):
    """matside's own folder, empty."""
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "own"))


@pytest.fixture
def example(repository):
    return repository / "docs" / "example-plan.toml"


@pytest.fixture
def console() -> Console:
    return Console()


def hugs(reps: int = 5, length_s: float = 5.0) -> Section:
    """Return the beginner's hugs: so many on each side."""
    holds = tuple(
        Hold(
            phase="one_knee",
            side=side,
            start_s=20.0 * number,
            end_s=20.0 * number + length_s,
            held_s=length_s,
            full=True,
            depth={f"{side.value}_hip_flexion_deg": 110.0},
        )
        for number in range(reps)
        for side in Side
    )
    counts: dict[Side | None, int] = dict.fromkeys(Side, reps)
    return section("knees_to_chest", holds, DoseProgress.of(KNEES, counts), counts)


def cats(reps: int = 5) -> Section:
    return section("cat_cow", (), DoseProgress.of(CAT, {None: reps}), {None: reps})


def section(exercise, holds, dose, reps) -> Section:
    return section_of(exercise, holds=holds, dose=dose, reps=reps)


def practised(day: int, *sections: Section, before=2, after=1) -> str:
    """Store a session at the time of the morning; return its identifier."""
    start = SessionStart(
        kind="practice",
        started=MONDAY + timedelta(days=day),
        source="camera 0",
        matside="1",
        pain_before=before,
    )
    context = SummaryContext(
        matside="1",
        created=MONDAY,
        source=SourcePart(name="camera 0", width_px=640, height_px=360),
        model=ModelPart(name="full"),
    )
    with History.open() as history:
        history.begin(start)
        history.finish(start.id, SummaryFile.of(summary_of(*sections), context), pain_after=after)
    return start.id


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
    assert shown["next"]["session"] in plan.programmes
    assert shown["suggestions"] == []


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


def test_after_good_days_a_step_is_suggested_accepted_and_asked_for(example, said):
    jobs.use_plan(example)
    for day in range(2):
        practised(day, hugs(), cats())
    assert jobs.current_suggestions() == ()
    practised(2, hugs(), cats())
    found = {one.exercise: one for one in jobs.current_suggestions()}
    assert {name: one.then.reps for name, one in found.items()} == {
        "knees_to_chest": 6,
        "cat_cow": 6,
    }
    with pytest.raises(UsageError, match="name one of"):
        jobs.take_step()
    jobs.take_step("cat-cow")
    assert stat.S_IMODE(doses_file().stat().st_mode) == 0o600
    assert "From now on: Cat-cow, 6 repetitions." in said()
    asked = [step.reps for step in there(followed()).programmes["morning"].step]
    assert asked == [None, 6], "taken where it was accepted, and nowhere else"
    assert [one.exercise for one in jobs.current_suggestions()] == ["knees_to_chest"]
    (week,) = there(followed()).weeks(Now.of(MONDAY + timedelta(days=2, hours=1)))
    assert week.count("whole") == 3, "what was planned is measured by the plan"


def test_steps_that_were_taken_are_forgotten_alone(example):
    jobs.use_plan(example)
    for day in range(3):
        practised(day, cats())
    jobs.take_step("cat-cow")
    assert len(read_accepted()) == 1
    jobs.forget_plan(doses=True)
    assert read_accepted() == ()
    assert followed() is not None


def test_damaged_doses_are_passed_over(example):
    doses_file().parent.mkdir(parents=True)
    good = {"exercise": "cat_cow", "reps": 5, "then_reps": 6}
    doses_file().write_text(json.dumps([{"exercise": 7}, good]), "utf-8")
    assert [one.then_reps for one in read_accepted()] == [6]
    doses_file().write_text("{", "utf-8")
    assert read_accepted() == ()


def test_in_the_beginners_week_the_history_decides_when_both_knees_follow():
    week = find_programme("beginners_week", LIBRARY)

    def phase():
        return own_steps(there(week).step, BY_ID)[0].phase

    assert phase() == "one_knee"
    practised(0, hugs(), before=3, after=1)
    practised(1, hugs(), before=2, after=4)
    practised(2, hugs(), before=2, after=2)
    practised(3, hugs(), before=1, after=1)
    assert phase() == "one_knee", "one of the last three days hurt more afterwards"
    practised(4, hugs(), before=1, after=0)
    assert phase() == "both_knees"
    step = own_steps(there(week).step, BY_ID)[0]
    assert step.side_policy(BY_ID["knees_to_chest"]) == "any"
    assert step.note == "The last days went well: bring the second knee up to join the first."
    practised(5, hugs(), before=1, after=3)
    assert phase() == "one_knee"


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


def test_after_enough_sessions_the_usual_depth_is_known_and_told():
    assert own_depths(LIBRARY) == ()
    for day in range(LEAST_SESSIONS):
        practised(day, hugs())
    learned = {one.side: one for one in own_depths(LIBRARY)}
    noise = BY_NAME["hip_flexion_deg"].noise.level
    assert {side: one.least for side, one in learned.items()} == dict.fromkeys(Side, 110.0 - noise)
    last = practised(LEAST_SESSIONS, hugs())
    steps = there(find_programme("beginners_week", LIBRARY)).step
    told = said_afterwards(last, steps, LIBRARY, labels_of(LIBRARY))
    assert told[0] == "Knees to chest: near your usual depth (Hip flexion, left about 110°)."
    assert told[1].startswith("Knees to chest: on the last 6 days the whole dose went well")
    assert told[1].endswith("'matside plan accept' takes it.")
    assert said_afterwards("another", steps, LIBRARY, labels_of(LIBRARY)) == ()


def test_the_usual_depth_of_movements_is_learned_too():
    ranges = {
        "spinal_curve_deg": Range(low=-40.0, high=60.0),
        "right_elbow_height_ratio": Range(low=-0.5, high=0.22),
    }
    for day in range(LEAST_SESSIONS):
        back = cats().model_copy(update={"ranges": ranges})
        practised(day, back, back.model_copy(update={"exercise": "thoracic_rotation"}))
    learned = {(one.exercise, one.measure.name, one.side): one for one in own_depths(LIBRARY)}
    swing = learned["cat_cow", "spinal_curve_deg", None]
    assert (swing.way, swing.held) == ("range", False)
    assert swing.least == pytest.approx(100.0 - BY_NAME["spinal_curve_deg"].noise.swing)
    elbow = learned["thoracic_rotation", "elbow_height_ratio", Side.RIGHT]
    assert (elbow.way, elbow.held) == ("range", False)
    assert elbow.least == pytest.approx(0.72 - BY_NAME["elbow_height_ratio"].noise.swing)


def test_the_report_of_a_session_tells_its_depth_against_the_usual():
    for day in range(LEAST_SESSIONS):
        practised(day, hugs())
    last = practised(LEAST_SESSIONS)  # as the history knows it before the session's end
    told = depth_sentences(last, summary_of(hugs(), cats()), LIBRARY)
    assert told == {
        "knees_to_chest": "Knees to chest: near your usual depth (Hip flexion, left about 110°)."
    }
    first = practised(-1)
    assert depth_sentences(first, summary_of(hugs()), LIBRARY) == {}, "nothing was usual then"
    assert depth_sentences("another", summary_of(hugs()), LIBRARY) == {}
    assert depth_sentences("", summary_of(hugs()), LIBRARY) == {}


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
