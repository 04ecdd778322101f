"""Programmes: matside's own, one's own by path, and what a file gets wrong."""

from __future__ import annotations

import json

import pytest
from tests.typed import there

from matside.errors import ExerciseError
from matside.exercise.json_schema import schema_text
from matside.exercise.library import load_library
from matside.exercise.programme import Programme, Step, has_sides, is_held
from matside.exercise.programmes import (
    find_programme,
    is_programme,
    load_programme,
    load_programmes,
)

LIBRARY = load_library()
BY_ID = {exercise.id: exercise for exercise in LIBRARY}
OWN = load_programmes(LIBRARY)
MINE = """\
schema_version = 1
id = "mine"
name = "Mine"
purpose = "To try."
sources = ["Made up"]

[[step]]
exercise = "cat_cow"
reps = 3

[[step]]
exercise = "childs_pose"
hold_s = 20
"""


@pytest.fixture
def written(tmp_path):
    def write(text):
        path = tmp_path / "mine.toml"
        path.write_text(text, "utf-8")
        return path

    return write


def test_committed_schema_is_up_to_date(repository):
    path = repository / "exercises" / "programmes" / "programme.schema.json"
    assert json.loads(path.read_text("utf-8")) == json.loads(schema_text(Programme)), (
        "run: matside exercises schema --programmes > exercises/programmes/programme.schema.json"
    )


def test_there_is_a_programme_for_each_occasion():
    assert {programme.id for programme in OWN} == {
        "beginners_week",
        "cool_down",
        "desk_break",
        "evening",
        "morning",
        "warm_up",
    }


@pytest.mark.parametrize("programme", OWN, ids=lambda one: one.id)
def test_programmes_are_short_and_name_their_sources(programme, repository):
    assert 1 <= len({step.exercise for step in programme.step}) <= 3
    path = repository / "exercises" / "programmes" / f"{programme.id}.toml"
    assert path.read_text("utf-8").startswith("#:schema ./programme.schema.json\n")


def test_beginners_take_one_knee_at_a_time():
    (beginners,) = (one for one in OWN if one.id == "beginners_week")
    hugs = beginners.step[0]
    assert (hugs.exercise, hugs.phase) == ("knees_to_chest", "one_knee")
    dose = hugs.dose_of(BY_ID[hugs.exercise])
    assert (dose.hold_s, dose.reps, dose.each_side) == (5, 5, True)


def test_the_desk_break_moves_turns_and_rests():
    (desk,) = (one for one in OWN if one.id == "desk_break")
    assert [step.exercise for step in desk.step] == ["cat_cow", "thoracic_rotation", "childs_pose"]


@pytest.mark.parametrize("name", ["desk_break", "desk-break", "Desk Break", "office break"])
def test_a_programme_is_found_by_its_names(name):
    assert there(find_programme(name, LIBRARY)).id == "desk_break"


def test_what_is_no_programme_is_none():
    assert find_programme("cat-cow", LIBRARY) is None


def test_ones_own_is_found_by_its_path(written):
    path = written(MINE)
    assert is_programme(path)
    assert [step.reps for step in there(find_programme(str(path), LIBRARY)).step] == [3, None]


@pytest.mark.parametrize(
    ("before", "after", "told"),
    [
        ('exercise = "cat_cow"', 'exercise = "catcow"', "step[0] › exercise: expected one of"),
        ("reps = 3", "hold_s = 3", "step[0]: hold_s: cat_cow is counted and not held"),
        ("reps = 3", "reps = 0", "step[0] › reps: expected a whole number from 1 to 100, found 0"),
        ("reps = 3", "repz = 3", 'found the key "repz"; did you mean "reps"?'),
        ('purpose = "To try."', "", 'expected the key "purpose"'),
        ("reps = 3", 'side = "left"', "has no sides"),
        ("reps = 3", 'dose = "long"', "dose: expected one of mobility, starter, found 'long'"),
        ('name = "Mine"', 'name = "Mi\\u001bne"', "name: expected letters that can be seen"),
    ],
)
def test_what_a_file_gets_wrong_is_told_with_its_place(written, before, after, told):
    with pytest.raises(ExerciseError) as error:
        load_programme(written(MINE.replace(before, after)), LIBRARY)
    assert told in str(error.value)


def test_a_step_changes_of_a_dose_only_what_it_says():
    hugs = BY_ID["knees_to_chest"]
    usual = Step(exercise=hugs.id).dose_of(hugs)
    assert (usual.hold_s, usual.reps, usual.sets) == (30, 3, 1)
    assert usual.source == hugs.dose[0].source
    own = Step(exercise=hugs.id, hold_s=15, sets=2).dose_of(hugs)
    assert (own.hold_s, own.reps, own.sets) == (15, 3, 2)
    assert own.source != usual.source


def test_which_exercises_are_held_and_have_sides():
    assert [is_held(BY_ID[name]) for name in ("knees_to_chest", "cat_cow")] == [True, False]
    assert has_sides(BY_ID["knees_to_chest"])
    assert not has_sides(BY_ID["knees_to_chest"], "both_knees")
    assert not has_sides(BY_ID["childs_pose"])
