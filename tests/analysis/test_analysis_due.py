"""When sessions are due: weeks and their ends, times of day, what is late, what is over."""

from __future__ import annotations

import itertools
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.analysis.plans import MONDAY, prescription, prescriptions, session
from tests.typed import there

from matside.analysis.due import LATE_MIN, Slot, monday_of, next_slot, slots

MORNING, EVENING = 7 * 60 + 30, 18 * 60


def test_a_week_has_its_days_and_times_in_order():
    plan = prescription(session(times=("18:00", "07:30")))
    assert slots(plan, MONDAY, MONDAY + 6) == tuple(
        Slot(MONDAY + day, minute, "morning") for day in (0, 2, 4) for minute in (MORNING, EVENING)
    )


def test_nothing_is_due_before_the_first_day_and_after_the_last():
    plan = prescription(
        session(days=("mon", "sun"), until=date.fromordinal(MONDAY + 13).isoformat())
    )
    days = [slot.day - MONDAY for slot in slots(plan, MONDAY - 30, MONDAY + 60)]
    assert days == [0, 6, 7, 13]


@pytest.mark.parametrize(
    ("day", "minute", "due"),
    [
        (0, 0, (0, MORNING)),
        (0, MORNING, (0, MORNING)),
        (0, MORNING + LATE_MIN, (0, MORNING)),
        (0, MORNING + LATE_MIN + 1, (2, MORNING)),
        (1, 12 * 60, (2, MORNING)),
        (6, 23 * 60, (7, MORNING)),
        (-20, 0, (0, MORNING)),
    ],
)
def test_what_is_next_is_due_from_its_time_on_for_a_while(day, minute, due):
    slot = next_slot(prescription(), day=MONDAY + day, minute=minute)
    assert (there(slot).day - MONDAY, there(slot).minute) == due


def test_a_late_evening_may_be_done_after_midnight():
    plan = prescription(session(days=("mon",), times=("23:00",)))
    assert there(next_slot(plan, day=MONDAY + 1, minute=60)).day == MONDAY


def test_what_is_done_is_not_offered_again_and_one_that_came_due_since_goes_first():
    plan = prescription(session(days=("mon",), times=("07:30", "09:00")))
    first, second = slots(plan, MONDAY, MONDAY)
    assert next_slot(plan, day=MONDAY, minute=MORNING, done=[first]) == second
    assert next_slot(plan, day=MONDAY, minute=9 * 60) == second
    assert next_slot(plan, day=MONDAY, minute=9 * 60, done=[second]) == first


def test_a_plan_that_is_over_has_nothing_next_and_one_with_a_gap_goes_on():
    last = date.fromordinal(MONDAY + 6).isoformat()
    over = prescription(session(), until=last)
    assert next_slot(over, day=MONDAY + 7, minute=0) is None
    later = date.fromordinal(MONDAY + 70).isoformat()
    gap = prescription(session(until=last), session("later", ("sun",), **{"from": later}))
    found = next_slot(gap, day=MONDAY + 20, minute=0)
    assert (there(found).session, there(found).day) == ("later", MONDAY + 76)


def test_half_past_seven_is_half_past_seven_on_the_days_when_clocks_change():
    plan = prescription(session(days=("sat", "sun", "mon")))
    place = ZoneInfo("Europe/Berlin")
    stamps = [
        datetime.combine(
            date.fromordinal(slot.day), datetime.min.time().replace(hour=7, minute=30), place
        ).timestamp()
        for slot in slots(plan, MONDAY + 5, MONDAY + 7)
    ]
    assert [later - earlier for earlier, later in itertools.pairwise(stamps)] == [
        25 * 3600.0,
        24 * 3600.0,
    ]
    assert {slot.minute for slot in slots(plan, MONDAY, MONDAY + 30)} == {MORNING}


@given(prescriptions(), st.integers(-20, 120), st.integers(0, 100))
def test_slots_of_neighbouring_spans_are_those_of_the_whole(plan, first, length):
    first += MONDAY
    middle, last = first + length // 2, first + length
    whole = slots(plan, first, last)
    assert whole == slots(plan, first, middle) + slots(plan, middle + 1, last)
    assert list(whole) == sorted(set(whole))


@given(prescriptions(), st.integers(-20, 150), st.integers(0, 24 * 60 - 1))
def test_next_is_the_last_that_is_due_or_else_the_first_to_come(plan, day, minute):
    now = (MONDAY + day) * 24 * 60 + minute
    at = {slot: slot.day * 24 * 60 + slot.minute for slot in slots(plan, MONDAY - 30, MONDAY + 300)}
    due = [slot for slot, when in at.items() if 0 <= now - when <= LATE_MIN]
    coming = [slot for slot, when in at.items() if when > now]
    expected = due[-1] if due else coming[0] if coming else None
    found = next_slot(plan, day=MONDAY + day, minute=minute)
    if expected is None or found is None:
        assert found == expected
    else:
        assert at[found] == at[expected]


@given(st.integers(1, 3_000_000))
def test_weeks_begin_on_monday(day):
    monday = monday_of(day)
    assert date.fromordinal(monday).weekday() == 0
    assert 0 <= day - monday < 7
