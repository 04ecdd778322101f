"""What a limit of the person changes in an exercise, and what a file may say about it."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.typed import there

from matside.errors import ExerciseError
from matside.exercise.adapting import adapted, adapted_library, limits_of, withheld
from matside.exercise.library import load_exercise, load_library
from matside.exercise.limits import Limit, LimitName
from matside.exercise.schema import Exercise

KNOWN = {exercise.id: exercise for exercise in load_library()}
LIMITS = st.sets(st.sampled_from(LimitName))


def test_nobody_is_limited_by_nothing():
    assert adapted_library(load_library(), ()) == load_library()


@given(LIMITS)
def test_an_adapted_exercise_is_a_whole_exercise(limits):
    for exercise in load_library():
        found = adapted(exercise, limits).model_copy(update={"limit": ()})
        assert Exercise.model_validate(found.model_dump(exclude_defaults=True)) == found
        assert found.id == exercise.id


@given(LIMITS, LIMITS)
def test_more_limits_never_offer_more(some, others):
    for exercise in load_library():
        if withheld(exercise, some):
            assert withheld(exercise, some | others)


def test_every_limit_concerns_some_exercise():
    told = {limit.id for exercise in load_library() for limit in exercise.limit}
    assert told == set(LimitName)


@pytest.mark.parametrize(
    ("limit", "left"),
    [
        ("no_kneeling", {"knees_to_chest"}),
        ("herniation", {"childs_pose", "cat_cow", "thoracic_rotation"}),
        ("osteoporosis", {"knees_to_chest", "childs_pose", "cat_cow"}),
        ("pregnancy", {"childs_pose", "cat_cow", "thoracic_rotation"}),
        *((name, set(KNOWN)) for name in ("sore_wrists", "sore_knees", "sore_neck")),
    ],
)
def test_single_exercises_are_withheld(limit, left):
    assert {e.id for e in load_library() if not withheld(e, {limit})} == left
    for exercise in load_library():
        if exercise.id not in left:
            assert all(withheld(exercise, {limit}, phase.id) for phase in exercise.phase), (
                "naming a phase does not get round it"
            )


def test_sore_wrists_rest_on_the_forearms_and_their_faults_are_not_looked_for():
    found = adapted(KNOWN["cat_cow"], {"sore_wrists"})
    assert there(found.set_up).say == "Come onto your forearms and knees."
    assert "forearms" in found.steps[0]
    assert found.steps[1:] == KNOWN["cat_cow"].steps[1:]
    before = {fault.id for fault in KNOWN["cat_cow"].fault}
    assert before - {fault.id for fault in found.fault} == {"wrists_away", "elbows_bent"}


def test_what_is_other_is_told_before_the_first_set_where_how_does_not_tell_it():
    told = there(adapted(KNOWN["cat_cow"], {"sore_wrists", "pregnancy"}).set_up)
    assert told.mind == ("Do it on your forearms: elbows under the shoulders, forearms flat.",)
    assert "come back to level" in there(told.how)
    assert there(KNOWN["cat_cow"].set_up).mind == ()


def test_sore_knees_hold_behind_the_thigh():
    found = adapted(KNOWN["knees_to_chest"], {"sore_knees"})
    (fault,) = (fault for fault in found.fault if fault.id == "legs_not_held")
    assert "behind the thigh" in fault.cue
    assert "behind the thigh" in there(fault.spoken)
    assert "behind the thigh" in found.steps[1]


def test_with_brittle_bones_one_knee_at_a_time_is_left():
    exercise = KNOWN["knees_to_chest"]
    assert withheld(exercise, {"osteoporosis"}, "both_knees")
    assert not withheld(exercise, {"osteoporosis"}, "one_knee")
    assert adapted(exercise, {"osteoporosis"}).repetition.cycle == ("one_knee",)
    assert adapted(exercise, {"osteoporosis"}).repetition.or_cycle == ()


def test_in_pregnancy_the_back_is_not_hollowed():
    found = adapted(KNOWN["cat_cow"], {"pregnancy"})
    assert found.repetition.cycle == ("cat",)
    assert "level" in there(found.phase_named("cow").say)


def test_two_limits_that_leave_no_phase_withhold_the_exercise():
    limits = (
        Limit(id=LimitName.PREGNANCY, says="No cow.", cycle=("cat",), source="A test"),
        Limit(id=LimitName.OSTEOPOROSIS, says="No cat.", cycle=("cow",), source="A test"),
    )
    exercise = KNOWN["cat_cow"].model_copy(update={"limit": limits})
    assert not withheld(exercise, {"pregnancy"})
    assert withheld(exercise, {"pregnancy", "osteoporosis"}) == "No cat."
    assert adapted(exercise, {"pregnancy", "osteoporosis"}).repetition.cycle


def test_limits_change_different_places_side_by_side():
    for one, two in combinations(LimitName, 2):
        for exercise in load_library():
            both = adapted(exercise, {one, two})
            if withheld(exercise, {one, two}):
                continue
            gone = {f for limit in limits_of(exercise, {one, two}) for f in limit.without}
            assert not gone & {fault.id for fault in both.fault}


# What a file may say

BRIDGE = """
schema_version = 1
id = "bridge"
name = "Bridge"
says = "Lying on the back, the hips are lifted and held."
view = "From the side."
steps = ["Lie on your back.", "Lift the hips."]
safety = ["Stop if it hurts."]
sources = ["A test"]
[set_up]
say = "Lie on your back."
postures = ["on_the_back"]
begin = "Lift the hips."
[repetition]
cycle = ["up"]
[[dose]]
id = "stretch"
name = "Short holds"
reps = 10
source = "A test"
[[phase]]
id = "up"
name = "Hips lifted"
kind = "hold"
postures = ["on_the_back"]
settle_s = 0.5
grace_s = 0.8
[[fault]]
id = "too_short"
name = "Let down at once"
cue = "Stay up."
priority = 30
phases = ["up"]
kind = "pace"
least_s = 3.0
source = "A test"
"""
WRISTS = '[[limit]]\nid = "sore_neck"\nsays = "Mind the neck."\nsource = "A test"\n'


@pytest.fixture
def bridge(tmp_path):
    def load(text):
        path = tmp_path / "bridge.toml"
        path.write_text(BRIDGE + text)
        return load_exercise(path)

    return load


OF_ONE_SIDE = """
[[limit.fault]]
id = "knee"
name = "Knee"
cue = "Bend it."
priority = 40
phases = ["up"]
kind = "band"
lasts_s = 1.0
source = "A test"
when = [{ measure = "knee_flexion_deg", of = "own", enter = { at_least = 1 }, source = "A test" }]
"""


def test_a_new_exercise_needs_its_file_only(bridge):
    exercise = bridge(
        WRISTS + 'without = ["too_short"]\nbegin = "Lift them a little."\n'
        '[[limit.step]]\nnumber = 2\nsays = "Lift them a little."\n'
        '[[limit.phase]]\nid = "up"\nsay = "Only a little."\n'
    )
    found = adapted(exercise, {"sore_neck"})
    assert found.fault == ()
    assert there(found.set_up).begin == "Lift them a little."
    assert there(found.set_up).say == "Lie on your back."
    assert found.steps == ("Lie on your back.", "Lift them a little.")
    assert found.phase[0].say == "Only a little."


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (WRISTS + 'without = ["to_short"]', 'without[0]: expected a known fault, found "to_short"'),
        (WRISTS + 'cycle = ["upp"]', 'cycle[0]: expected a known phase, found "upp"'),
        (WRISTS + '[[limit.phase]]\nid = "dn"\nsay = "x"', 'phase[0] "dn" › id: expected one of'),
        (WRISTS + '[[limit.cue]]\nfault = "x"\ncue = "y"', "cue[0] › fault: expected one of"),
        (WRISTS + '[[limit.step]]\nnumber = 3\nsays = "x"', "expected a step of 1 to 2, found 3"),
        (WRISTS + 'withheld = true\ntips = ["x"]', "withheld has nothing else to change"),
        (WRISTS + WRISTS, 'limit[1] "sore_neck" › id: expected an id of its own'),
        (WRISTS.replace("neck", "nek"), 'found "sore_nek"; did you mean "sore_neck"?'),
        (WRISTS + '[[limit.fault]]\nid = "x"\nkind = "pace"', 'fault[0] "x": expected the key'),
        (WRISTS.replace('source = "A test"\n', ""), 'the key "source"'),
        (WRISTS + OF_ONE_SIDE, 'of: expected phases with sides = true, found "own" in up'),
    ],
)
def test_what_is_wrong_with_a_limit_is_told(bridge, text, told):
    with pytest.raises(ExerciseError) as failure:
        bridge(text)
    assert told in str(failure.value)
