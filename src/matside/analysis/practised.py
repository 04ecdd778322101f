"""Short form of a stored session, from which lists and progress are made."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from matside.body.landmark import Side
from matside.coach.summary import Range


@dataclass(frozen=True, slots=True, kw_only=True)
class PractisedHold:
    """One hold, broken off or not.

    Attributes:
        phase: Identifier of the phase.
        side: The person's own side; ``None`` where the phase has none.
        held_s: Seconds credited.
        depth: Median of each measure while it was held, by column, as in ``Hold``; may be NaN.
    """

    phase: str
    side: Side | None
    held_s: float
    depth: Mapping[str, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class PractisedSection:
    """Result of one section: one stretch of one exercise.

    Attributes:
        exercise: Identifier of the exercise.
        length_s: From its first phase to the end of its last.
        holds: Number of holds.
        held_s: Seconds credited to all of them.
        reps: Repetitions that count by side (``Section.counted``), ``None`` for those without.
        faults: How often each fault of form was committed, by identifier.
        ranges: Range of each measure by column, as in ``Section``; an end may be NaN.
        neutral: The person's own neutral by measure; may be NaN.
        each_hold: The holds one by one, in order of time.
    """

    exercise: str
    length_s: float
    holds: int
    held_s: float
    reps: Mapping[Side | None, int]
    faults: Mapping[str, int]
    ranges: Mapping[str, Range]
    neutral: Mapping[str, float]
    each_hold: tuple[PractisedHold, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PractisedSession:
    """Result of one stored session.

    Attributes:
        id: The same on every machine.
        started_s: When it began, as seconds since 1970; only the order matters.
        day: The person's own day: 1 is Monday, 1 January of the year 1, as
            ``datetime.date.toordinal`` counts.
        length_s: From the first frame to the last.
        coverage: Share of the time, 0..1, in which the person could be judged,
            or NaN.
        live: Whether it was judged as it was done; else it is the analysis of
            a recording.
        whole: Whether it came to its end.
        source: Name of the camera or clip.
        recording: The same for sessions that judge the same recording to its
            end; empty for one that is like no other.
        pain_before: 0..10 as the person reported it, or ``None``.
        pain_during: The greatest reported in mid-session, or ``None``.
        pain_after: As ``pain_before``.
        minute: Time of day when it began, in minutes since the midnight of the place.
        sections: In order of time.
        corrected: Repetitions by exercise and side as the person says they were; they stand beside
            what was measured and never take its place in ``sections``.
    """

    id: str
    started_s: float
    day: int
    length_s: float = 0.0
    coverage: float = math.nan
    live: bool = True
    whole: bool = True
    source: str = ""
    recording: str = ""
    pain_before: int | None = None
    pain_during: int | None = None
    pain_after: int | None = None
    minute: int = 0
    sections: tuple[PractisedSection, ...] = ()
    corrected: Mapping[str, Mapping[Side | None, int]] = field(default_factory=dict)

    @property
    def exercises(self) -> tuple[str, ...]:
        """The exercises that were done, each once, in order of time."""
        return tuple(dict.fromkeys(section.exercise for section in self.sections))

    def of(self, exercise: str) -> tuple[PractisedSection, ...]:
        """Return the sections that show the exercise."""
        return tuple(section for section in self.sections if section.exercise == exercise)

    def measured(self, exercise: str) -> dict[Side | None, int]:
        """Return the repetitions by side that were counted."""
        return added(section.reps for section in self.of(exercise))

    def counted(self, exercise: str) -> dict[Side | None, int]:
        """Return the repetitions by side: as the person corrected them, else as measured."""
        return self.measured(exercise) | dict(self.corrected.get(exercise, {}))

    def only(self, exercise: str) -> PractisedSession:
        """Return the result if it had been nothing but this exercise."""
        sections = self.of(exercise)
        length_s = math.fsum(section.length_s for section in sections)
        return replace(self, sections=sections, length_s=length_s)


def added(counts: Iterable[Mapping[Side | None, int]]) -> dict[Side | None, int]:
    """Return the sum of repetitions by side, in the order without, left, right."""
    total: Counter[Side | None] = Counter()
    for count in counts:
        total.update(count)
    return {side: total[side] for side in (None, *Side) if side in total}


def each_once(ordered: Sequence[PractisedSession]) -> list[PractisedSession]:
    """Return the sessions, but each recording once: as it was judged last, on its first day.

    An analysis that was interrupted counts only if no other of its clip got further. Sessions that
    were judged as they were done are never taken for one another. All are in order of time.
    """
    kept: dict[str, PractisedSession] = {}
    for session in _without_broken(ordered):
        known = kept.get(session.recording) if session.recording and not session.live else None
        if known is not None:
            kept[session.recording] = _judged_anew(known, session)
        else:
            key = session.recording if session.recording not in kept else ""
            kept[key or f"session {session.id}"] = session
    return list(kept.values())


def _without_broken(ordered: Sequence[PractisedSession]) -> list[PractisedSession]:
    """Return the sessions without interrupted analyses of clips that were analysed for longer."""
    longest: dict[str, PractisedSession] = {}
    for session in (session for session in ordered if not session.live):
        known = longest.get(session.source, session)
        if (session.length_s, session.whole) >= (known.length_s, known.whole):
            longest[session.source] = session
    return [s for s in ordered if s.live or s.whole or longest[s.source] is s]


def _judged_anew(first: PractisedSession, again: PractisedSession) -> PractisedSession:
    return replace(
        first,
        length_s=again.length_s,
        coverage=again.coverage,
        sections=again.sections,
        corrected={**first.corrected, **again.corrected},
        pain_before=again.pain_before if first.pain_before is None else first.pain_before,
        pain_during=again.pain_during if first.pain_during is None else first.pain_during,
        pain_after=again.pain_after if first.pain_after is None else first.pain_after,
    )
