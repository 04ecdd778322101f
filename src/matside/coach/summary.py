"""The result of a session: the values that are computed, written as JSON and read again.

The file ``summary.json`` is ``matside.record.summary_file.SummaryFile``: this
summary and what it is of. Times are seconds of the source, to four decimals.
What is not known is NaN in memory and null in the file.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, PlainSerializer

from matside.body.landmark import Side
from matside.coach.events import LossReason
from matside.coach.result import Counts, DoseProgress


def _rounded(value: object) -> object:
    """Return a number as the file holds it, so that one read again is the same; NaN for null."""
    if value is None:
        return math.nan
    if not isinstance(value, float):
        return value
    return round(value, 4) + 0.0 if math.isfinite(value) else math.nan


def _or_null(value: float) -> float | None:
    return value if math.isfinite(value) else None


Number = Annotated[
    float,
    BeforeValidator(_rounded),
    PlainSerializer(_or_null, return_type=float | None, when_used="json"),
]
"""A number that may not be known."""
Seconds = Annotated[float, BeforeValidator(_rounded), Field(allow_inf_nan=False)]
"""A time that is known."""


class Model(BaseModel):
    """A part of the summary: frozen, and closed to keys that it does not have."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    def replace(self, **changes: object) -> Self:
        """Return a copy in which these fields are different."""
        return type(self)(**(dict(self) | changes))


class Range(Model):
    """Least and greatest value of a measure."""

    low: Number
    high: Number

    @property
    def known(self) -> bool:
        """Whether both ends are known."""
        return math.isfinite(self.low) and math.isfinite(self.high)

    @classmethod
    def over(cls, spans: Iterable[Range]) -> Range | None:
        """Return the range over those that are known; ``None`` without any."""
        known = [span for span in spans if span.known]
        if not known:
            return None
        return cls(low=min(span.low for span in known), high=max(span.high for span in known))


class Hold(Model):
    """One hold."""

    phase: str
    side: Side | None = Field(description="The person's own side; null where the phase has none.")
    start_s: Seconds
    end_s: Seconds
    held_s: Seconds = Field(description="Seconds credited; gaps in tracking are taken off.")
    full: bool | None = Field(
        default=None,
        description="Whether it lasted long enough to count towards the dose; null where the dose "
        "asks for no time.",
    )
    depth: Mapping[str, Number] = Field(
        default={},
        description="Median of each measure of the exercise while it was held, by column; of a "
        "hold of one side only that side's. Curves of the back count from the section's neutral.",
    )


class Repetition(Model):
    """One repetition; a hold is one, too."""

    side: Side | None
    start_s: Seconds
    end_s: Seconds
    full: bool = Field(description="Whether it counts towards the dose: a hold may be too short.")
    ranges: Mapping[str, Range] = Field(
        description="Range by column in the phases that it is made of, as in the section's ranges."
    )


class PhaseSpan(Model):
    """One visit to a phase."""

    phase: str
    side: Side | None
    start_s: Seconds
    end_s: Seconds


class FaultSpan(Model):
    """One stretch of time in which a fault of form was committed."""

    fault: str
    side: Side | None
    start_s: Seconds
    end_s: Seconds


class StillSpan(Model):
    """What one picture shows by itself, where a source is too sparse to be timed."""

    t_s: Seconds
    posture: str
    exercise: str = Field(description="Identifier; empty where none was recognised.")
    phase: str
    side: Side | None


class Section(Model):
    """The part of a session that shows one exercise; all of it is of this part only."""

    exercise: str = Field(description="Identifier, the name of the exercise's file.")
    name: str = Field(default="", description="Name for people; empty where it is not known.")
    start_s: Seconds
    end_s: Seconds
    holds: tuple[Hold, ...] = Field(description="In order of start.")
    reps: Counts = Field(
        description="Repetitions by side, those of short holds too: what counts towards the dose "
        "is in dose."
    )
    repetitions: tuple[Repetition, ...] = Field(default=(), description="In order of start.")
    dose: DoseProgress | None = Field(default=None, description="How much of the dose was done.")
    step: int | None = Field(
        default=None,
        description="Number of the step of the session's plan, from 1; null without a plan.",
    )
    phases: tuple[PhaseSpan, ...] = Field(description="In order of start.")
    faults: tuple[FaultSpan, ...] = Field(description="In order of start.")
    neutral: Mapping[str, Number] = Field(description="The person's own neutral by measure.")
    ranges: Mapping[str, Range] = Field(
        description="Range by column (_deg are estimates in degrees, _ratio have no unit) in the "
        "moves and holds; of a side only where that side was worked. Curves of the back count from "
        "the neutral: high is how far it rounded, low how far it hollowed."
    )

    @property
    def counted(self) -> Mapping[Side | None, int]:
        """Repetitions by side that count: of holds only those that were long enough."""
        held = self.dose is not None and self.dose.hold_s is not None
        return self.dose.sides if self.dose is not None and held else self.reps


class NoticeKind(StrEnum):
    """What a reader should know of, besides what was done."""

    SEVERAL_PEOPLE = "several_people"
    """``count`` people were seen at once; the larger, nearer one was followed."""
    NOBODY = "nobody"
    """Nobody was seen at all."""
    LOST = "lost"
    """The person was lost ``count`` times, for ``reasons``."""
    TURNED = "turned"
    """In a ``share`` of the pictures the body was seen from the front or half from the front."""
    FEW_PICTURES = "few_pictures"
    """There were so few pictures a second that repetitions of less than ``t_s`` may be missed."""
    NOT_SEEN = "not_seen"
    """``exercise`` was asked for, and nothing of it was seen."""
    STOPPED_BY_HAND = "stopped_by_hand"
    """The analysis was interrupted at ``t_s``."""
    UNREADABLE = "unreadable"
    """The source could not be read throughout: ``detail``."""
    FACES_BLURRED = "faces_blurred"
    """Pose and face detector agreed in a ``share`` of frames; in ``count`` neither found one."""
    UNSAVED = "unsaved"
    """The session went on without its files: ``detail``."""
    RECORDING_ENDED = "recording_ended"
    """The recording ended before the session: ``detail``."""
    RECORDING_CUT = "recording_cut"
    """The recording may lack its end: ``detail``."""
    NO_TABLE = "no_table"
    """The table of measures may be missing: ``detail``."""
    NO_REPORT = "no_report"
    """Summary or report are missing: ``detail``."""
    NO_HISTORY = "no_history"
    """The session is not in the history: ``detail``."""
    PAIN_BEFORE = "pain_before"
    """Pain of ``count`` out of 10 was reported before the session."""
    SLOW = "slow"
    """The computer was slow: fewer pictures were looked at than the camera gave."""
    PAIN_TOLD = "pain_told"
    """Pain of ``count`` out of 10 was reported during the session."""
    PAIN_AFTER = "pain_after"
    """Pain of ``count`` out of 10 was reported after the session."""
    EASED = "eased"
    """What was left of the plan was made easier because it hurt."""


class Notice(Model):
    """One thing that a reader should know of; texts are made by ``matside.wording.notices``."""

    kind: NoticeKind
    count: int | None = None
    share: float | None = Field(default=None, description="0..1.")
    t_s: Seconds | None = None
    exercise: str | None = None
    reasons: tuple[LossReason, ...] = ()
    detail: str = Field(default="", description="An error's message, as matside said it.")


class Summary(Model):
    """The result of a whole session."""

    start_s: Number = Field(description="Time of the first frame.")
    end_s: Number = Field(description="Time of the last frame.")
    frames: int = Field(ge=0)
    coverage: Number = Field(
        description="Share of the time, 0..1, in which the person could be judged."
    )
    people: int = Field(description="Greatest number of people seen at once.")
    near_side: Side | None = Field(
        default=None,
        description="Side of the body towards the camera, if it was the same nearly all the time.",
    )
    postures: Mapping[str, Seconds] = Field(description="Seconds spent in each posture.")
    sections: tuple[Section, ...] = Field(description="In order of time.")
    stills: tuple[StillSpan, ...] = Field(
        description="Frame by frame, for a picture or a slide show."
    )
    notices: tuple[Notice, ...]

    def by_exercise(self) -> dict[str, list[Section]]:
        """Return the sections of each exercise in order of time, the one done first first."""
        found: dict[str, list[Section]] = {}
        for section in self.sections:
            found.setdefault(section.exercise, []).append(section)
        return found

    def noting(self, *notices: Notice) -> Self:
        """Return the summary with more to know of."""
        return self.replace(notices=(*self.notices, *notices))
