"""Calendars: read by another program's parser, folded and escaped as the standard has it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from matside.record.calendar import MOST_OCTETS, WeeklyEvent, calendar_text

STAMP = datetime(2026, 11, 27, 3, 30, tzinfo=timezone(timedelta(hours=2)))
FIRST = datetime(2026, 10, 19, 7, 30)  # noqa: DTZ001 - the time of the place


def event(**changes) -> WeeklyEvent:
    told: dict[str, Any] = {
        "uid": "one@matside",
        "first": FIRST,
        "weekdays": (0, 6),
        "until": datetime(2026, 11, 9, 23, 59),  # noqa: DTZ001
        "minutes": 5,
        "summary": "Morning",
        "description": "Cat-cow",
    }
    return WeeklyEvent(**(told | changes))


def parsed(*events, name="Back"):
    text = calendar_text(name, events, stamp=STAMP)
    return Calendar.from_ical(text)


def test_an_event_is_read_as_it_was_meant():
    calendar = parsed(event())
    (found,) = calendar.walk("VEVENT")
    assert str(found["uid"]) == "one@matside"
    assert found["dtstart"].dt == FIRST, "floating: no time zone"
    assert found["dtstart"].dt.tzinfo is None
    assert found["dtstamp"].dt == datetime(2026, 11, 27, 1, 30, tzinfo=UTC)
    assert found["duration"].dt == timedelta(minutes=5)
    (alarm,) = found.walk("VALARM")
    assert (str(alarm["action"]), alarm["trigger"].dt) == ("DISPLAY", timedelta(0))
    assert str(calendar["version"]) == "2.0"
    assert not calendar.errors
    assert not found.errors


def test_it_happens_at_the_same_time_of_day_when_clocks_change():
    (found,) = parsed(event()).walk("VEVENT")
    rule = rrulestr(found["rrule"].to_ical().decode(), dtstart=FIRST)
    assert [when.strftime("%m-%d %H:%M") for when in rule] == [
        *("10-19 07:30", "10-25 07:30", "10-26 07:30", "11-01 07:30", "11-02 07:30"),
        *("11-08 07:30", "11-09 07:30"),
    ]


def test_without_an_end_it_goes_on():
    (found,) = parsed(event(until=None)).walk("VEVENT")
    assert "UNTIL" not in found["rrule"]


texts = st.text(st.characters(codec="utf-8", exclude_categories=("Cs", "Cc", "Zl", "Zp")))


@given(texts, texts)
def test_any_text_comes_back_and_no_line_is_too_long(summary, description):
    written = f"{description}\nÜbung, links; rechts \\ Mitte"
    text = calendar_text("x", [event(summary=summary, description=written)], stamp=STAMP)
    assert text.endswith("END:VCALENDAR\r\n")
    lines = text.split("\r\n")
    assert all(len(line.encode()) <= MOST_OCTETS for line in lines)
    assert not any("\n" in line or "\r" in line for line in lines)
    (found,) = Calendar.from_ical(text).walk("VEVENT")
    assert str(found["summary"]) == summary
    assert str(found["description"]) == written
