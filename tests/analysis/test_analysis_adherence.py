"""What was planned and what was measured: whole, in part, besides; each session once."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.plans import MONDAY, held, hold, moved, practised, prescription, session

from matside.analysis.adherence import adherence
from matside.analysis.due import Asked, matches, share_done, slots
from matside.analysis.progress_result import Aim
from matside.body.landmark import Side

HUGS = Asked(exercise="knees_to_chest", sides=tuple(Side), reps=2, hold_s=30.0)
CATS = Asked(exercise="cat_cow", sides=(None,), reps=8)
ASKED = {"morning": (HUGS, CATS)}
WHOLE = (
    held(hold(), hold(), hold(side=Side.RIGHT), hold(side=Side.RIGHT)),
    moved(),
)
AIMS: dict[str, dict[str, Aim]] = {
    "knees_to_chest": {"hip_flexion_deg": "high"},
    "cat_cow": {"spinal_curve_deg": "range"},
}


def weeks(*sessions, day=13, minute=24 * 60 - 1, plan=None):
    now = {"day": MONDAY + day, "minute": minute}
    return adherence(plan or prescription(), ASKED, sessions, AIMS, **now)


def amounts(week) -> list[str]:
    return [done.amount for done in week.due]


def test_whole_in_part_and_left_out_are_told_apart_and_the_rest_is_besides():
    broken_off = practised(2, held(hold(12.0)))
    other_day = practised(5, *WHOLE)
    week, _next = weeks(practised(0, *WHOLE), broken_off, other_day)
    assert amounts(week) == ["whole", "part", "none"]
    assert week.due[1].share == pytest.approx(12 / 120 / 2), "12 s of twice 60 s, and no cat"
    assert week.besides == 1


def test_weeks_end_on_sunday_night_and_only_what_was_due_until_now_counts():
    first, second = weeks(day=7, minute=7 * 60 + 29)
    assert (len(first.due), len(second.due)) == (3, 0)
    _first, second = weeks(day=7, minute=7 * 60 + 30)
    assert len(second.due) == 1
    (early, *_rest) = weeks(practised(0, *WHOLE, minute=300), day=0, minute=310)
    assert amounts(early) == ["whole"], "done before its time"


def test_nothing_is_told_before_the_first_day():
    assert weeks(day=-1) == ()


def test_a_week_without_any_session_is_a_week():
    first, second = weeks(practised(7, *WHOLE))
    assert amounts(first) == ["none"] * 3
    assert first.length_s == 0.0
    assert math.isnan(first.pain_before)
    assert amounts(second) == ["whole", "none", "none"]


def test_seconds_count_of_a_hold_that_was_broken_off_and_no_hold_stands_in_for_another():
    assert share_done([held(hold(15.0))], HUGS) == pytest.approx(15 / 120)
    assert share_done([held(hold(300.0))], HUGS) == pytest.approx(30 / 120)
    left_only = [held(*[hold()] * 9)]
    assert share_done(left_only, HUGS) == pytest.approx(0.5), "the right side was asked for, too"
    both_at_once = [held(hold(side=None), hold(side=None))]
    assert share_done(both_at_once, HUGS) == 1.0


def test_a_session_begun_anew_after_it_was_broken_off_is_added():
    parts = (
        practised(0, held(hold(), hold())),
        practised(0, held(hold(side=Side.RIGHT)), minute=500),
    )
    week, _next = weeks(*parts)
    assert [s.minute for s in week.due[0].sessions] == [450, 500]
    assert week.due[0].share == pytest.approx(3 / 4 / 2)
    assert week.besides == 0


def test_of_two_a_day_the_nearer_one_counts():
    plan = prescription(session(times=("07:30", "18:00")))
    week, _next = weeks(practised(0, *WHOLE, minute=17 * 60), plan=plan)
    assert amounts(week)[:2] == ["none", "whole"]


def test_pain_depth_and_tempo_of_a_week():
    deep = held(hold(28.0, depth=110.0), hold(32.0, depth=120.0))
    first = practised(0, deep, moved(8, swing=70.0), pain_before=4, pain_during=5, pain_after=2)
    second = practised(2, moved(4, swing=50.0), pain_before=2)
    week, _next = weeks(first, second)
    assert (week.pain_before, week.pain_during, week.pain_after) == (3.0, 5.0, 2.0)
    hugs, cats = week.exercises
    assert (hugs.done, hugs.asked, hugs.pace_s) == (2, 12, 30.0)
    assert hugs.depths == {"left_hip_flexion_deg": 115.0}
    assert (cats.done, cats.asked, cats.pace_s) == (12, 24, 8.0)
    assert cats.depths == {"spinal_curve_deg": 60.0}


some_sections = st.lists(
    st.builds(moved, st.integers(1, 9))
    | st.builds(held, st.builds(hold, st.floats(1.0, 60.0), st.sampled_from(Side))),
    min_size=1,
    max_size=3,
)
some_sessions = st.lists(
    st.tuples(st.integers(0, 13), st.integers(0, 1439), some_sections), max_size=12
)


@given(some_sessions)
def test_each_session_counts_once_for_one_that_was_due_or_is_besides(told):
    done = [
        practised(day, *sections, minute=minute, id=str(at))
        for at, (day, minute, sections) in enumerate(told)
    ]
    found = weeks(*done)
    ids = [one.id for week in found for slot in week.due for one in slot.sessions]
    assert len(ids) == len(set(ids))
    assert len(ids) + sum(week.besides for week in found) == len(done)
    assert all(0.0 <= slot.share <= 1.0 for week in found for slot in week.due)


@given(some_sessions, st.randoms())
def test_the_order_of_the_sessions_does_not_matter(told, random):
    done = [
        practised(day, *sections, minute=minute, id=str(at))
        for at, (day, minute, sections) in enumerate(told)
    ]
    shuffled = list(done)
    random.shuffle(shuffled)
    assert repr(weeks(*done)) == repr(weeks(*shuffled))


def test_one_exercise_in_common_is_not_enough_unless_it_is_all_that_was_done():
    due = slots(prescription(), MONDAY, MONDAY)
    other = held(hold(), exercise="childs_pose")
    (found,) = matches(due, [practised(0, moved(), other)], ASKED)
    assert found.sessions == ()
    (found,) = matches(due, [practised(0, moved())], ASKED)
    assert found.share == pytest.approx(0.5), "broken off after its first exercise"


def test_a_session_that_shares_no_exercise_fits_nothing():
    due = slots(prescription(), MONDAY, MONDAY)
    (found,) = matches(due, [practised(0, moved(exercise="thoracic_rotation"))], ASKED)
    assert found.sessions == ()
