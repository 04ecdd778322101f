"""What every kind of fault has: keys in the exercise file, traits, a judgement on each frame."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Annotated, ClassVar, Final, Protocol, Self

from pydantic import AfterValidator, Field, model_validator

from matside.body.landmark import Side
from matside.exercise.conditions import (
    Condition,
    FileText,
    Identifier,
    MeasureName,
    Of,
    Strict,
    check_of,
)
from matside.exercise.crossing import BRIDGE_S, NEVER, Crossing, cross
from matside.translation import _

STRIDE_S: Final = 0.1
"""Spacing of the values that a fault remembers."""


class Span(Protocol):
    """A stretch of time that is over."""

    @property
    def start_s(self) -> float:
        """When it began."""

    @property
    def t_s(self) -> float:
        """When it ended."""


class Rep(Span, Protocol):
    """A repetition that was completed."""

    @property
    def side(self) -> Side | None:
        """The side it was done on."""


class Observed(Protocol):
    """One frame as a fault sees it."""

    @property
    def t_s(self) -> float:
        """Time of the frame in seconds."""

    @property
    def turned(self) -> bool:
        """Whether the body is known to be seen from elsewhere than its side."""

    @property
    def in_phase(self) -> bool:
        """Whether one of the fault's phases is active."""

    @property
    def steady(self) -> bool:
        """Whether that phase is fully met now, not only within its grace."""

    @property
    def entered(self) -> tuple[tuple[str, float], ...]:
        """Phases that began with this frame: identifier and moment."""

    @property
    def left(self) -> Sequence[tuple[str, Span]]:
        """Phases that ended with this frame, by identifier."""

    @property
    def completed(self) -> Sequence[Rep]:
        """Repetitions that were completed with this frame."""

    def read(self, measure: str, of: Of = "whole", side: Side | None = None) -> float:
        """Return a measure, by default of the active phase's own side; NaN where unknown."""

    def value_of(self, condition: Condition) -> float:
        """Return the value that a condition's bands are compared with; NaN where unknown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """State of a kind of fault between frames; empty unless a kind adds fields."""


IDLE: Final = Memory()
"""The memory at the beginning, and wherever nothing is worth remembering."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """A fault's judgement of one frame.

    Attributes:
        since_s: Since when it is being committed; ``None`` if it is not.
        until_s: The last moment that belongs to it, if that is not now.
        once: A stretch of time that is over already, start and end; for faults
            that can only be known afterwards.
    """

    since_s: float | None = None
    until_s: float | None = None
    once: tuple[float, float] | None = None


CLEAN: Final = Judgement()

Judged = tuple[Memory, Judgement]


class FaultKind(Strict):
    """One fault of form in an exercise file; a kind adds its keys, its traits and ``detect``."""

    outlasts_pauses: ClassVar[bool] = False
    """Whether a short pause between two phases is part of what is watched."""
    watches_always: ClassVar[bool] = False
    """Whether it is watched outside of its phases too: their beginning decides."""
    of_safety: ClassVar[bool] = False
    """Whether it may be one of safety: never bounce, never hurry, one leg at a time."""

    id: Identifier
    name: FileText
    cue: FileText
    spoken: FileText | None = None
    """What the voice says instead of the cue, where that is long."""
    priority: Annotated[int, Field(ge=1, le=99)]
    """1 is said first: safety, then the trunk, then the legs, then the arms."""
    phases: Annotated[tuple[Identifier, ...], Field(min_length=1)]
    attempt: bool = False
    """Whether the fault shows that the exercise is meant, though nothing of it counts."""
    source: FileText

    @property
    def conditions(self) -> tuple[Condition, ...]:
        """Its conditions, none for the kinds that have none."""
        return ()

    @property
    def selectors(self) -> set[str]:
        """The selectors (``of``) that it uses."""
        return {condition.of for condition in self.conditions}

    @property
    def watched(self) -> tuple[str, ...]:
        """The phases during which it is watched, its own first."""
        return self.phases

    @property
    def settle_s(self) -> float:
        """How long it has to last until it counts."""
        return 0.0

    @property
    def asks_for_more(self) -> bool:
        """Whether its cue asks for a larger movement, which nobody in pain should hear."""
        return False

    @property
    def needs_sides(self) -> bool:
        """Whether its phases need ``sides = true``."""
        return bool(self.selectors & {"own", "other"})

    def detect(self, memory: Memory, now: Observed) -> Judged:
        """Return what is remembered after one frame, and the judgement on it."""
        raise NotImplementedError

    def at_end(self, counts: Mapping[Side | None, int]) -> Side | None:  # noqa: ARG002
        """Return the side on which only the end shows it; ``None`` where it does not.

        Args:
            counts: Repetitions by side at the end of the session.
        """
        return None


class MeasureFaultKind(FaultKind):
    """A kind of fault that is about one measure, of which side where it has sides."""

    measure: MeasureName
    of: Of = "whole"

    @model_validator(mode="after")
    def _side_fits(self) -> Self:
        check_of(self.measure, self.of)
        return self

    @property
    def selectors(self) -> set[str]:
        """The selectors of its measure and of its conditions."""
        return {self.of, *super().selectors}


def _of_no_visit(condition: Condition) -> Condition:
    if condition.relative_to == "visit":
        msg = _("relative_to = visit is for phases: a fault has no visit of its own")
        raise ValueError(msg)
    return condition


FaultCondition = Annotated[Condition, AfterValidator(_of_no_visit)]
FaultConditions = tuple[FaultCondition, ...]
Crossings = tuple[Crossing, ...]


def crossed(before: Crossings, when: tuple[Condition, ...], now: Observed) -> Crossings:
    """Return the next state of each condition; an empty ``before`` is the first state."""
    return tuple(
        cross(
            state,
            now.t_s,
            now.value_of(wanted),
            *wanted.bands(turned=now.turned),
            wanted.linger_s,
        )
        for state, wanted in zip(before or (NEVER,) * len(when), when, strict=True)
    )


def all_met(crossings: Crossings, now: Observed) -> bool:
    """Return whether each condition is met and was known lately."""
    return all(c.inside and now.t_s - c.value_s <= BRIDGE_S for c in crossings)
