"""What a session came to: sections by exercise, holds, repetitions, faults, coverage."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matside.body.landmark import Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """One hold: from when to when, and how many of those seconds are credited."""

    phase: str
    side: Side | None
    start_s: float
    end_s: float
    held_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseSpan:
    """One visit to a phase."""

    phase: str
    side: Side | None
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class FaultSpan:
    """One stretch of time in which a fault was committed."""

    fault: str
    side: Side | None
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Range:
    """Least and greatest value of a measure while the exercise was being done."""

    low: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StillSpan:
    """What single pictures showed, where a stream is too sparse to be timed."""

    t_s: float
    posture: str
    exercise: str
    phase: str
    side: Side | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The part of a session that shows one exercise.

    Attributes:
        exercise: Identifier of the exercise.
        start_s: When its first phase began.
        end_s: When its last phase ended.
        holds: Every hold in order of start.
        reps: Repetitions by side; ``None`` for those without a side.
        phases: Every visit to a phase in order of start.
        faults: Every fault in order of start.
        neutral: The person's own neutral by measure, where one is used.
        ranges: Range of each measure of the exercise by column.
    """

    exercise: str
    start_s: float
    end_s: float
    holds: tuple[Hold, ...]
    reps: Mapping[Side | None, int]
    phases: tuple[PhaseSpan, ...]
    faults: tuple[FaultSpan, ...]
    neutral: Mapping[str, float]
    ranges: Mapping[str, Range]


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """What a whole session came to.

    Attributes:
        start_s: Time of the first frame.
        end_s: Time of the last frame.
        frames: Number of frames.
        coverage: Share of the time, 0..1, in which the person could be judged.
        people: Greatest number of people seen at once.
        postures: Seconds spent in each posture.
        sections: One for each stretch of one exercise, in order of time.
        stills: What each frame shows by itself, for a picture or a slide show.
        notices: What a reader should know of: lost tracking, a second person, ...
    """

    start_s: float
    end_s: float
    frames: int
    coverage: float
    people: int
    postures: Mapping[str, float]
    sections: tuple[Section, ...]
    stills: tuple[StillSpan, ...]
    notices: tuple[str, ...]
