"""The summary of a session as JSON: what it came to, what it is of and how it came about."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import AwareDatetime, BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from matside.body.landmark import Side
from matside.coach.summary import Summary
from matside.errors import SourceError
from matside.record.files import write_whole

SCHEMA_VERSION: Final = 1

Option = str | int | float | bool | None


def _finite(value: object) -> object:
    """Return a number rounded to four decimals, and ``None`` for NaN or infinity."""
    if not isinstance(value, float):
        return value
    return round(value, 4) + 0.0 if math.isfinite(value) else None


def _listed(reps: object) -> object:
    """Return repetitions by side as a list, because JSON has no key for "without a side"."""
    if not isinstance(reps, Mapping):
        return reps
    return [{"side": side, "count": count} for side, count in reps.items()]


Seconds = Annotated[float, BeforeValidator(_finite)]
Number = Annotated[float | None, BeforeValidator(_finite)]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, from_attributes=True)


class HoldPart(_Part):
    """One hold."""

    phase: str
    side: Side | None = Field(description="The person's own side; null where the phase has none.")
    start_s: Seconds
    end_s: Seconds
    held_s: Seconds = Field(description="Seconds credited; gaps in tracking are taken off.")


class SpanPart(_Part):
    """One visit to a phase."""

    phase: str
    side: Side | None
    start_s: Seconds
    end_s: Seconds


class FaultPart(_Part):
    """One stretch of time in which a fault of form was committed."""

    fault: str
    side: Side | None
    start_s: Seconds
    end_s: Seconds


class RangePart(_Part):
    """Least and greatest value of a measure while the exercise was being done."""

    low: Number
    high: Number


class RepsPart(_Part):
    """Repetitions on one side."""

    side: Side | None
    count: int = Field(ge=0)


class StillPart(_Part):
    """What one picture shows by itself, where a source is too sparse to be timed."""

    t_s: Seconds
    posture: str
    exercise: str = Field(description="Identifier; empty where none was recognised.")
    phase: str
    side: Side | None


class SectionPart(_Part):
    """The part of a session that shows one exercise."""

    exercise: str = Field(description="Identifier, the name of the exercise's file.")
    name: str | None = Field(default=None, description="Name for people, if known.")
    start_s: Seconds
    end_s: Seconds
    holds: tuple[HoldPart, ...]
    reps: Annotated[tuple[RepsPart, ...], BeforeValidator(_listed)]
    phases: tuple[SpanPart, ...]
    faults: tuple[FaultPart, ...]
    neutral: dict[str, Number] = Field(description="The person's own neutral by measure.")
    ranges: dict[str, RangePart] = Field(
        description="Range by measure; _deg are estimates in degrees, _ratio have no unit."
    )


class SourcePart(_Part):
    """What was analysed."""

    name: str = Field(description="Name of the file or camera, without its folder.")
    sha256: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")
    width_px: int
    height_px: int
    fps: Number = Field(
        default=None, description="For information only: nothing is computed from it."
    )


class ModelPart(_Part):
    """The pose model."""

    name: str
    sha256: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")


class SummaryContext(_Part):
    """What a summary is of and how it came about; the caller knows the time, this module no clock.

    Attributes:
        matside: Version of matside.
        created: When the analysis was made; must tell its time zone.
        source: The clip or camera.
        model: The pose model.
        options: What the run was asked for, such as a forced exercise.
    """

    matside: str
    created: AwareDatetime
    source: SourcePart
    model: ModelPart
    options: Mapping[str, Option] = Field(default_factory=dict)


class SummaryFile(_Part):
    """The summary of one session. Times are seconds of the source; null is "not known"."""

    schema_version: Literal[1] = SCHEMA_VERSION
    matside: str = Field(description="Version of matside that wrote this.")
    created: AwareDatetime
    source: SourcePart
    model: ModelPart
    options: dict[str, Option] = Field(description="What the run was asked for.")
    start_s: Seconds
    end_s: Seconds
    duration_s: Seconds = Field(description="From the first frame to the last.")
    frames: int
    coverage: Number = Field(
        description="Share of the time, 0..1, in which the person could be judged."
    )
    people: int = Field(description="Greatest number of people seen at once.")
    postures: dict[str, Seconds] = Field(description="Seconds spent in each posture.")
    sections: tuple[SectionPart, ...] = Field(description="In order of time.")
    stills: tuple[StillPart, ...] = Field(
        description="Frame by frame, for a picture or a slide show."
    )
    notices: tuple[str, ...]

    @classmethod
    def of(
        cls,
        summary: Summary,
        *,
        context: SummaryContext,
        names: Mapping[str, str] | None = None,
    ) -> Self:
        """Return what is to be written of ``summary``.

        Args:
            summary: What the session came to.
            context: What it is of.
            names: Names of exercises for people, by identifier.
        """
        known = names or {}
        sections = tuple(
            SectionPart.model_validate(section).model_copy(
                update={"name": known.get(section.exercise)}
            )
            for section in summary.sections
        )
        return cls(
            matside=context.matside,
            created=context.created,
            source=context.source,
            model=context.model,
            options=dict(context.options),
            start_s=summary.start_s,
            end_s=summary.end_s,
            duration_s=summary.end_s - summary.start_s,
            frames=summary.frames,
            coverage=summary.coverage,
            people=summary.people,
            postures=dict(summary.postures),
            sections=sections,
            stills=tuple(StillPart.model_validate(still) for still in summary.stills),
            notices=summary.notices,
        )


def summary_schema() -> dict[str, Any]:
    """Return the JSON Schema of ``summary.json`` (draft 2020-12)."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        **SummaryFile.model_json_schema(mode="serialization"),
    }


def write_summary(path: Path, summary: SummaryFile) -> None:
    """Write the summary; afterwards the whole of it is there, or what was there before.

    Raises:
        OutputError: It could not be written.
    """
    told = summary.model_dump(mode="json")
    text = json.dumps(told, indent=2, ensure_ascii=False, allow_nan=False)
    write_whole(path, text + "\n")


def read_summary(path: Path) -> SummaryFile:
    """Return the summary that ``write_summary`` wrote.

    Raises:
        SourceError: It cannot be read or is not such a file.
    """
    try:
        return SummaryFile.model_validate_json(path.read_bytes())
    except OSError as error:
        raise SourceError(
            f"Cannot read the summary {path}: {error.strerror}; is the path right?"
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"]) or "the file"
        raise SourceError(
            f"{path} is no summary of version {SCHEMA_VERSION} ({where}: {first['msg']}); "
            "analyse the video again."
        ) from error
