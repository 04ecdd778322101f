"""A next step is suggested after good days at the whole dose, by one step, and never forced."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.plans import held, hold, moved, practised
from tests.typed import there

from matside.analysis.due import Asked
from matside.analysis.next_step import (
    LEAST_DAYS,
    Amounts,
    good_days,
    next_amounts,
    suggested,
)
from matside.body.landmark import Side
from matside.exercise.library import load_library
from matside.exercise.prescription import Bounds
from matside.exercise.programme import dose_named

LIBRARY = {exercise.id: exercise for exercise in load_library()}
CAT = LIBRARY["cat_cow"]
STARTER = dose_named(CAT, "starter")
CATS = Asked(exercise="cat_cow", sides=(None,), reps=5)
FREE = Bounds()


def good(day, reps=5, **more):
    return practised(day, moved(reps), **{"pain_before": 2, "pain_after": 1, **more})


def told(*sessions, bounds=FREE):
    return suggested(CAT, STARTER, CATS, sessions, bounds)


def test_after_three_good_days_one_repetition_more_is_suggested():
    assert told(good(0), good(1)) is None
    found = told(good(0), good(1), good(4))
    assert (found.now, found.then, found.days) == (Amounts(reps=5), Amounts(reps=6), 3)
    assert found.dose.reps == 6


@pytest.mark.parametrize(
    "spoilt",
    [
        good(2, pain_after=3),  # it grew
        good(2, pain_before=5, pain_after=5),  # ease off
        good(2, pain_during=4),
        good(2, pain_after=None),  # not told
        good(2, reps=3),  # broken off
    ],
)
def test_pain_silence_and_part_of_a_dose_begin_the_count_anew(spoilt):
    assert told(good(0), good(1), spoilt) is None
    assert told(good(0), good(1), spoilt, good(3), good(4)) is None
    assert told(good(0), good(1), spoilt, good(3), good(4), good(5)) is not None


def test_three_sessions_of_one_day_are_one_day():
    assert told(*(good(0, minute=minute) for minute in (400, 600, 900))) is None


def test_a_day_with_one_bad_session_is_no_good_day():
    assert good_days([good(0), good(1), good(1, pain_after=3, minute=900)]) == 0


def test_nothing_beyond_the_named_doses_or_the_plans_own_bounds():
    whole = dose_named(CAT, "mobility")
    assert next_amounts(CAT, whole, FREE) is None
    assert next_amounts(CAT, STARTER, Bounds(reps=5)) is None
    child = LIBRARY["childs_pose"]
    stretch = dose_named(child, "stretch")
    assert next_amounts(child, stretch, FREE) == Amounts(reps=1, hold_s=40.0)
    assert next_amounts(child, stretch, Bounds(hold_s=30)) is None


def test_a_count_of_five_becomes_more_of_them_before_long_holds():
    knees = LIBRARY["knees_to_chest"]
    starter = dose_named(knees, "starter").model_copy(update={"each_side": True})
    assert next_amounts(knees, starter, FREE) == Amounts(reps=6, hold_s=5.0)
    assert next_amounts(knees, dose_named(knees, "stretch"), FREE) is None


@given(st.sampled_from(sorted(LIBRARY)), st.data())
def test_step_by_step_one_arrives_at_a_named_dose_and_never_beyond(name, data):
    exercise = LIBRARY[name]
    dose = data.draw(st.sampled_from(exercise.dose))
    most = max(one.reps for one in exercise.dose), max(one.hold_s or 0 for one in exercise.dose)
    for _step in range(200):
        then = next_amounts(exercise, dose, FREE)
        if then is None:
            break
        assert (then.reps, then.hold_s or 0) != (dose.reps, dose.hold_s or 0)
        assert then.reps >= dose.reps
        assert (then.hold_s or 0) >= (dose.hold_s or 0)
        dose = dose.model_copy(update={"reps": then.reps, "hold_s": then.hold_s})
    assert any((dose.reps, dose.hold_s) == (one.reps, one.hold_s) for one in exercise.dose)
    assert (dose.reps, dose.hold_s or 0) <= most


def test_holds_have_to_be_whole():
    knees = LIBRARY["knees_to_chest"]
    dose = dose_named(knees, "stretch").model_copy(update={"hold_s": 20.0})
    asked = Asked(exercise="knees_to_chest", sides=tuple(Side), reps=3, hold_s=20.0)
    whole = held(*[hold(20.0, side) for side in Side for _each in range(3)], full_s=20.0)
    done = [practised(day, whole, pain_before=0, pain_after=0) for day in range(LEAST_DAYS)]
    found = suggested(knees, dose, asked, done, FREE)
    assert there(found).then == Amounts(reps=3, hold_s=25.0)
