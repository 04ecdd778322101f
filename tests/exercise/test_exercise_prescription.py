"""Plans as files: the example, what is wrong with one told at once, sessions as programmes."""

from __future__ import annotations

import json
import re
import tomllib

import pytest

from matside.errors import ExerciseError
from matside.exercise.json_schema import schema_text
from matside.exercise.library import load_library
from matside.exercise.limits import LimitName
from matside.exercise.prescription import Prescription
from matside.exercise.programmes import checked_prescription, load_prescription, load_programmes

LIBRARY = load_library()
CAT_COW = ("session", 1, "step", 1)
"""Where the example asks for it."""
PROGRAMMES = {programme.id: programme for programme in load_programmes(LIBRARY)}


@pytest.fixture
def example(repository):
    return (repository / "docs" / "example-plan.toml").read_text("utf-8")


@pytest.fixture
def load(tmp_path):
    def read(text):
        path = tmp_path / "plan.toml"
        path.write_text(text, "utf-8")
        return load_prescription(path, LIBRARY)

    return read


def test_committed_schema_is_up_to_date(repository):
    path = repository / "docs" / "plan.schema.json"
    assert json.loads(path.read_text("utf-8")) == json.loads(schema_text(Prescription)), (
        "run: matside plan schema > docs/plan.schema.json"
    )


def test_the_example_is_a_plan(load, example):
    plan = load(example)
    assert example.startswith("#:schema ./plan.schema.json\n")
    assert [session.id for session in plan.session] == ["morning", "morning_later", "desk"]
    assert plan.limits == (LimitName.SORE_WRISTS,)
    assert plan.session[0].minutes == (7 * 60 + 30,)
    first, last = (day.toordinal() for day in (plan.first_day, plan.last_day))
    assert plan.span_of(plan.session[0]) == (first, first + 13)
    assert plan.span_of(plan.session[1]) == (first + 14, last)


def test_a_session_is_a_programme_with_what_is_to_be_minded(load, example):
    plan = load(example)
    named = plan.programme_of(plan.session[2], PROGRAMMES)
    assert named.step == PROGRAMMES["desk_break"].step
    assert named.name == "After work"
    assert named.safety[:2] == (plan.session[2].note, *plan.mind)
    own = plan.programme_of(plan.session[1], PROGRAMMES)
    assert [(step.exercise, step.hold_s) for step in own.step] == [
        ("knees_to_chest", 20.0),
        ("cat_cow", None),
    ]
    assert own.sources == ("A. Example, physiotherapist",)


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('times = ["07:30"]', 'times = ["7:30"]', 'expected a text such as "07:30", found "7:30"'),
        ("from = 2026-11-30", 'from = "soon"', 'expected a text such as "2026-11-30", found'),
        ("from = 2026-11-30", "from = 1926-11-30", "expected a day of the years 2000 to 2199"),
        ('"wed", "fri"]', '"wen", "fri"]', 'found "wen"; did you mean "wed"?'),
        ('"wed", "fri"]', '"mon"]', "expected each once, found mon more than once"),
        ("sessions_a_day = 2", "sessions_a_day = 1", "at most 1 sessions a day, found 2 on"),
        ("hold_s = 30", "hold_s = 15", "expected hold_s of at most 15, the plan's own, found 20"),
        ("until = 2027-01-10", "until = 2026-11-01", "expected a day from 2026-11-30 on"),
        ("until = 2026-12-13", "until = 2026-11-29", "from its first day to its last, found none"),
        ("until = 2026-12-13", "until = 2026-12-14", "expected one session at a time, found 2 at"),
        ('id = "desk"', 'id = "morning"', "expected an id of its own, found it twice"),
        ('programme = "desk_break"', 'programme = "break"', 'found "break"'),
        ('programme = "desk_break"', "", "found neither"),
        ('exercise = "cat_cow"', 'exercise = "cat"', 'found "cat"'),
        ('dose = "stretch"', 'dose = "strong"', "expected one of stretch, mobility, starter"),
        ('limits = ["sore_wrists"]', 'limits = ["wrists"]', "limits[0]"),
        ('prescribed_by = "A. Example, physiotherapist"', "", 'expected the key "prescribed_by"'),
    ],
)
def test_what_is_wrong_is_told_with_its_place(load, example, before, after, told):
    assert before in example
    with pytest.raises(ExerciseError, match=re.escape(told)):
        load(example.replace(before, after, 1))


def test_all_problems_are_told_at_once(load, example):
    wrong = (
        example.replace('"07:30"', '"7:30"', 1)
        .replace("reps = 10", "repz = 10")
        .replace('dose = "stretch"', 'dose = "strong"')
        .replace('programme = "desk_break"', 'programme = "break"')
        .replace("from = 2026-11-30", 'from = "soon"')
    )
    with pytest.raises(ExerciseError) as error:
        load(wrong)
    lines = str(error.value).split("\n")
    assert lines[0].endswith("5 problems:")
    for place in ("from", "bounds", 'session[0] "morning" › times[0]', "step[0]", "programme"):
        assert any(place in line for line in lines[1:]), place


def test_a_step_that_the_plans_own_limits_withhold_is_told(load, example):
    text = example.replace('"sore_wrists"', '"no_kneeling"')
    with pytest.raises(ExerciseError) as failure:
        load(text)
    told = str(failure.value)
    assert 'session[1] "morning_later" › step[1]: cat_cow: expected one that the plan' in told
    assert "step[0]" not in told
    assert "desk" not in told, "of a programme that is named the rest is done"


@pytest.mark.parametrize(
    ("before", "after", "at", "plain"),
    [
        ('name = "Lower back, six weeks"\n', "", ("name",), ""),
        ('times = ["17:45"]', 'times = ["17:45", "6 pm"]', ("session", 2, "times", 1), ""),
        ("until = 2027-01-10", "until = 2026-11-01", ("until",), "The last day is before"),
        ("hold_s = 30", "hold_s = 15", ("session", 1, "step", 0, "hold_s"), "at most 15 s"),
        ("hold_s = 30", "hold_s = 4", ("session", 0, "programme"), "at most 4 s"),
        ("until = 2026-12-13", "until = 2026-12-14", ("session", 1, "times"), "hugs, Morning hugs"),
        ("sessions_a_day = 2", "sessions_a_day = 1", ("bounds", "sessions_a_day"), "on one day"),
        ('"sore_knees"', '"sore_knees"\nfrom = 2027-02-02', ("limit", 0, "until"), "before"),
        ('["sore_wrists"]', '["no_kneeling"]', (*CAT_COW, "exercise"), "is not for"),
        ('programme = "desk_break"', "", ("session", 2, "programme"), "or add an exercise"),
        ('exercise = "cat_cow"', 'exercise = "cat_cow"\nside = "left"', (*CAT_COW, "side"), ""),
    ],
)  # fmt: skip
def test_a_problem_knows_its_place_and_can_be_told_without_the_file(
    example, before, after, at, plain
):
    plan, problems = checked_prescription(tomllib.loads(example.replace(before, after)), LIBRARY)
    assert plan is None
    found = {problem.at: problem.plain for problem in problems}
    assert at in found
    assert plain in found[at]
    assert bool(plain) == bool(found[at])


def test_a_session_without_a_name_hides_no_other_problem(example):
    unnamed = example.replace('name = "After work"\n', "").replace('"desk_break"', '"desk_brake"')
    _plan, problems = checked_prescription(tomllib.loads(unnamed), LIBRARY)
    assert [one.at for one in problems] == [("session", 2, "name"), ("session", 2, "programme")]
