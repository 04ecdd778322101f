"""Matching of recorded sessions to the planned sessions that were due."""

from __future__ import annotations

import math
import statistics
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from matside.analysis.due import Slot
from matside.analysis.practised import PractisedSection, PractisedSession
from matside.body.landmark import Side

WHOLE: Final = 0.9
"""From this share on a session counts as done whole: as a hold is full from 90 % of its length
(``matside.coach.credit.FULL_SHARE``)."""

Amount = Literal["whole", "part", "none"]


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
    """Return each session that was due, with the recorded sessions matched to it.

    A session counts for one that was due on the same day and asks for most of what
    it shows: the one with which it shares most, and of those the nearest in time.
    One that was begun anew after it was broken off is added to the first.

    Args:
        due: In order of time.
        ordered: What was practised, in order of time.
        asked: How much each session asks for, by identifier.
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
