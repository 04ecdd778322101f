"""Alignment of two sessions in time, by anchors: the same exercise, the same hold."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from matside.body.landmark import Side
from matside.coach.summary import Section, Summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """A moment that both sessions have.

    Attributes:
        exercise: Identifier of the exercise.
        phase: Identifier of the hold's phase; empty for the beginning of the exercise.
        side: The person's own side; ``None`` where there is none.
        number: Counts the same moments of a session, from 1.
        first_s: When it is in the first session, in seconds since its first frame.
        second_s: The same in the second session.
    """

    exercise: str
    phase: str
    side: Side | None
    number: int
    first_s: float
    second_s: float


_Key = tuple[str, str, Side | None]


def anchors(first: Summary, second: Summary) -> tuple[Anchor, ...]:
    """Return the moments that both sessions have, in the order of the first.

    The n-th time an exercise begins goes with the n-th time in the other
    session, and the n-th hold of a phase and side with the n-th there.
    """
    theirs = _moments(second)
    found = [
        Anchor(
            exercise=key[0],
            phase=key[1],
            side=key[2],
            number=number,
            first_s=at_s,
            second_s=theirs[key][number - 1],
        )
        for key, moments in _moments(first).items()
        for number, at_s in enumerate(moments[: len(theirs.get(key, ()))], 1)
    ]
    return tuple(sorted(found, key=lambda anchor: (anchor.first_s, anchor.phase != "")))


def _moments(summary: Summary) -> dict[_Key, Sequence[float]]:
    """Return the moments of a session by what begins there, each in order of time."""
    moments: dict[_Key, list[float]] = defaultdict(list)
    for section in summary.sections:
        for key, at_s in _begun_in(section):
            moments[key].append(at_s - summary.start_s)
    return {key: sorted(times) for key, times in moments.items()}


def _begun_in(section: Section) -> Iterator[tuple[_Key, float]]:
    yield (section.exercise, "", None), section.start_s
    for hold in section.holds:
        yield (section.exercise, hold.phase, hold.side), hold.start_s
