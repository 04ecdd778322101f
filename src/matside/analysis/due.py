"""Due times of a prescription's sessions, without a clock, and recorded sessions matched to them.

Days are counted as ``datetime.date.toordinal`` does, and minutes from the
midnight of the person's own place. So a session at 7:30 is due at 7:30 on the
days on which clocks are changed, too.
"""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from matside.analysis.practised import PractisedSection, PractisedSession
from matside.body.landmark import Side
from matside.exercise.prescription import WEEK, PrescribedSession, Prescription

DAY_MIN = 24 * 60
LATE_MIN = 4 * 60
"""So long after its time a session is still offered as the one that is due; afterwards the next
one is. Half of the time between a morning and a late afternoon."""
WHOLE: Final = 0.9
"""From this share on a session counts as done whole: as a hold is full from 90 % of its length
(``matside.coach.credit.FULL_SHARE``)."""

Amount = Literal["whole", "part", "none"]


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
    for day in range(first, last + 1):
        if prescription.is_due_on(session, day):
            for minute in session.minutes:
                yield Slot(day=day, minute=minute, session=session.id)


def next_slot(
    prescription: Prescription, *, day: int, minute: int, done: Collection[Slot] = ()
) -> Slot | None:
    """Return the session that is due now or next; ``None`` once the prescription is over.

    A session is due from its time on for ``LATE_MIN``, and before it from the moment the one before
    it is ``done`` or too late. One that is late is passed over once another has become due: two are
    never to be caught up one after the other. ``minute`` is now, since midnight.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How much of one exercise a session asks for.

    Attributes:
        exercise: Identifier.
        sides: The sides that are asked for; ``(None,)`` for no side or any.
        reps: Holds or repetitions, all sets together, on each of ``sides``.
        hold_s: Length of a hold; ``None`` where repetitions are counted.
    """

    exercise: str
    sides: tuple[Side | None, ...]
    reps: int
    hold_s: float | None = None

    @property
    def total(self) -> int:
        """Holds or repetitions on all sides together."""
        return self.reps * len(self.sides)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlotDone:
    """A session that was due, and what was measured of it.

    Attributes:
        slot: When it was due.
        sessions: The sessions of that day that show it, in order of time; mostly one.
        share: How much of what was asked for was measured, 0..1.
    """

    slot: Slot
    sessions: tuple[PractisedSession, ...] = ()
    share: float = 0.0

    @property
    def amount(self) -> Amount:
        """Whether it was done whole, in part, or not at all."""
        if self.share >= WHOLE:
            return "whole"
        return "part" if self.share > 0.0 else "none"


def matches(
    due: Sequence[Slot], ordered: Sequence[PractisedSession], asked: Mapping[str, Sequence[Asked]]
) -> tuple[SlotDone, ...]:
    """Return each session that was due, with the recorded ones matched to it; all in order of time.

    A session counts for one that was due on the same day and asks for most of what it shows: the
    one with which it shares most, and of those the nearest in time. One that was begun anew after
    it was broken off is added to the first.
    """
    days: dict[int, list[Slot]] = defaultdict(list)
    for slot in due:
        days[slot.day].append(slot)
    found: dict[Slot, list[PractisedSession]] = defaultdict(list)
    pairs = sorted(
        (
            (-_shared(session, asked[slot.session]), abs(slot.minute - session.minute), at, slot)
            for at, session in enumerate(ordered)
            for slot in days[session.day]
            if _shared(session, asked[slot.session])
        ),
    )
    used: set[int] = set()
    for _shares, _minutes, at, slot in pairs:
        if slot not in found and at not in used:
            found[slot].append(ordered[at])
            used.add(at)
    for _shares, _minutes, at, slot in pairs:
        if at not in used and _share(found[slot], asked[slot.session]) < WHOLE:
            found[slot].append(ordered[at])
            used.add(at)
    return tuple(
        SlotDone(
            slot=slot,
            sessions=tuple(sorted(found[slot], key=lambda one: one.started_s)),
            share=_share(found[slot], asked[slot.session]),
        )
        for slot in due
    )


def share_done(sections: Sequence[PractisedSection], asked: Asked) -> float:
    """Return how much of what was asked for was done, 0..1.

    Of holds the seconds count, so that one that was broken off counts for what
    it was; none counts for more than it was to last, and neither side stands in
    for the other. What has no side counts for both.
    """
    if asked.hold_s is None:
        counted = Counter[Side | None]()
        for section in sections:
            counted.update(section.reps)
        return _covered({side: float(count) for side, count in counted.items()}, asked, 1.0)
    held: dict[Side | None, float] = defaultdict(float)
    for hold in (hold for section in sections for hold in section.each_hold):
        held[hold.side] += min(hold.held_s, asked.hold_s)
    return _covered(held, asked, asked.hold_s)


def _covered(done: Mapping[Side | None, float], asked: Asked, unit: float) -> float:
    wanted = asked.reps * unit
    if asked.sides == (None,):
        return min(1.0, math.fsum(done.values()) / wanted)
    both = done.get(None, 0.0)
    shares = [min(1.0, (done.get(side, 0.0) + both) / wanted) for side in asked.sides]
    return statistics.fmean(shares)


def _share(sessions: Sequence[PractisedSession], asked: Sequence[Asked]) -> float:
    if not sessions or not asked:
        return 0.0
    sections = [section for session in sessions for section in session.sections]
    return statistics.fmean(
        share_done([s for s in sections if s.exercise == one.exercise], one) for one in asked
    )


def _shared(session: PractisedSession, asked: Sequence[Asked]) -> int:
    """Return how many exercises a session shares; 0 if most of what it shows is not asked for.

    So a second morning with one exercise in common is no part of the evening, and a session that
    was broken off after its first exercise is one of those that was due.
    """
    shared = len({one.exercise for one in asked} & set(session.exercises))
    return shared if 2 * shared > len(session.exercises) else 0
