"""Writes times of practice as an iCalendar file (RFC 5545), which calendars of all makes import.

Times are floating (3.3.5, form 1): 7:30 is 7:30 wherever the person is, and
after the clocks are changed. Identifiers stay the same, so that a file that is
imported again brings the events up to date instead of doubling them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Final

PRODUCT: Final = "-//matside//plan//EN"
MOST_OCTETS: Final = 75
"""Length of a line without its end (section 3.1)."""
_WEEKDAYS: Final = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_ESCAPED: Final = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True, kw_only=True)
class WeeklyEvent:
    """Something that happens at one time of day on some days of the week.

    Attributes:
        uid: The same for the same event each time; of no other event.
        first: When it happens first: local time, without a time zone, on one of the weekdays.
        weekdays: The days of the week, 0 for Monday, to 6.
        until: When it happens last, at the latest; ``None`` for no end.
        minutes: How long it takes.
        summary: What it is.
        description: More on it; may have several lines.
    """

    uid: str
    first: datetime
    weekdays: Sequence[int]
    until: datetime | None
    minutes: int
    summary: str
    description: str


def calendar_text(name: str, events: Sequence[WeeklyEvent], *, stamp: datetime) -> str:
    """Return the file's text, with the line ends of the standard (CR LF).

    Args:
        name: What the calendar is called.
        events: At least one: the standard knows no empty calendar.
        stamp: When the file is made, with its time zone.
    """
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        f"PRODID:{PRODUCT}",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_text(name)}",
        *(line for event in events for line in _event(event, stamp)),
        "END:VCALENDAR",
    ]
    return "".join(f"{part}\r\n" for line in lines for part in _folded(line))


def _event(event: WeeklyEvent, stamp: datetime) -> Iterator[str]:
    days = ",".join(_WEEKDAYS[day] for day in sorted(event.weekdays))
    # UNTIL is of the kind of DTSTART (3.3.10): floating here, too.
    until = "" if event.until is None else f";UNTIL={_floating(event.until)}"
    yield "BEGIN:VEVENT"
    yield f"UID:{event.uid}"
    yield f"DTSTAMP:{stamp.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART:{_floating(event.first)}"
    yield f"DURATION:PT{event.minutes}M"
    yield f"RRULE:FREQ=WEEKLY;WKST=MO;BYDAY={days}{until}"
    yield f"SUMMARY:{_text(event.summary)}"
    yield f"DESCRIPTION:{_text(event.description)}"
    yield "TRANSP:TRANSPARENT"
    yield "BEGIN:VALARM"
    yield "ACTION:DISPLAY"
    yield f"DESCRIPTION:{_text(event.summary)}"
    yield "TRIGGER:PT0M"
    yield "END:VALARM"
    yield "END:VEVENT"


def _floating(when: datetime) -> str:
    return f"{when:%Y%m%dT%H%M%S}"


def _text(value: str) -> str:
    return value.translate(_ESCAPED)


def _folded(line: str) -> Iterator[str]:
    """Yield a line in parts of at most 75 octets, the later after a space; no letter is cut."""
    part = ""
    for letter in line:
        if len((part + letter).encode()) > MOST_OCTETS:
            yield part
            part = " "
        part += letter
    yield part
