"""Due times of a prescription's sessions: a calendar of days and minutes, without a clock.

Days are counted as ``datetime.date.toordinal`` does, and minutes from the
midnight of the person's own place. So a session at 7:30 is due at 7:30 on the
days on which clocks are changed, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from matside.exercise.prescription import WEEK, PrescribedSession, Prescription, weekday

DAY_MIN = 24 * 60
LATE_MIN = 4 * 60
"""So long after its time a session is still offered as the one that is due; afterwards the next
one is. Half of the time between a morning and a late afternoon."""


@dataclass(frozen=True, slots=True, order=True)
class Slot:
    """One time at which a session is due; in order of time.

    Attributes:
        day: The day, as ``datetime.date.toordinal`` counts.
        minute: Minutes since midnight.
        session: Identifier of the prescription's session.
    """

    day: int
    minute: int
    session: str


def monday_of(day: int) -> int:
    """Return the Monday of a day's week."""
    return day - (day - 1) % WEEK


def slots(prescription: Prescription, first: int, last: int) -> tuple[Slot, ...]:
    """Return what is due from one day to another, both included, in order of time."""
    found = [
        slot
        for session in prescription.session
        for slot in _slots_of(prescription, session, first, last)
    ]
    return tuple(sorted(found))


def _slots_of(
    prescription: Prescription, session: PrescribedSession, first: int, last: int
) -> Iterator[Slot]:
    begins, ends = prescription.span_of(session)
    for day in range(max(first, begins), min(last, last if ends is None else ends) + 1):
        if weekday(day) in session.days:
            for minute in session.minutes:
                yield Slot(day=day, minute=minute, session=session.id)


def next_slot(
    prescription: Prescription, *, day: int, minute: int, done: Collection[Slot] = ()
) -> Slot | None:
    """Return the session that is due now or next; ``None`` once the prescription is over.

    A session is due from its time on for ``LATE_MIN``, and before it from the
    moment the one before it is done or too late. One that is late is passed over
    once another has become due: two are never to be caught up one after the other.

    Args:
        prescription: The prescription.
        day: Today.
        minute: Now, in minutes since midnight.
        done: Those that need not be offered again.
    """
    start = max(day, min(first for first, _last in _spans(prescription)))
    now = (day, minute)
    coming = [slot for slot in slots(prescription, start - 1, start + WEEK) if slot not in done]
    due = [slot for slot in coming if _at(slot) <= now and _since(slot, now) <= LATE_MIN]
    later = [slot for slot in coming if _at(slot) > now]
    if due:
        return due[-1]
    return later[0] if later else _after_a_gap(prescription, start + WEEK)


def _after_a_gap(prescription: Prescription, day: int) -> Slot | None:
    """Return the first session from a day on, after a time in which nothing is due."""
    starts = sorted(first for first, _last in _spans(prescription) if first >= day)
    for start in (day, *starts):
        found = slots(prescription, start, start + WEEK)
        if found:
            return found[0]
    return None


def _spans(prescription: Prescription) -> list[tuple[int, int | None]]:
    return [prescription.span_of(session) for session in prescription.session]


def _at(slot: Slot) -> tuple[int, int]:
    return slot.day, slot.minute


def _since(slot: Slot, now: tuple[int, int]) -> int:
    return (now[0] - slot.day) * DAY_MIN + now[1] - slot.minute
