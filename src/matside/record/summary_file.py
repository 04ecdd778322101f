"""The summary of a session as JSON: the result, what it is of and how it came about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, Self

from pydantic import AwareDatetime, Field, ValidationError, model_validator

from matside.body.catalogue import MEASURES
from matside.coach.summary import Model, Number, Summary
from matside.errors import SourceError, system_reason
from matside.exercise.problems import objection_to
from matside.record.files import write_whole
from matside.record.trace import Option
from matside.translation import _

SCHEMA_VERSION: Final = 2


class SourcePart(Model):
    """What was analysed."""

    name: str = Field(description="Name of the file or camera, without its folder.")
    sha256: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")
    width_px: int
    height_px: int
    fps: Number | None = Field(
        default=None, description="For information only: nothing is computed from it."
    )


class ModelPart(Model):
    """The pose model."""

    name: str
    sha256: str | None = Field(default=None, pattern="^[0-9a-f]{64}$")


class SummaryContext(Model):
    """What a summary is of and how it came about; the caller knows the time, this module no clock.

    Raises:
        ValidationError: ``created`` has no time zone.
    """

    schema_version: Literal[2] = SCHEMA_VERSION
    matside: str = Field(description="Version of matside that wrote this.")
    created: AwareDatetime = Field(description="When the analysis was made.")
    source: SourcePart
    model: ModelPart
    options: Mapping[str, Option] = Field(
        default={}, description="What the run was asked for, such as a named exercise."
    )


class SummaryFile(Summary, SummaryContext):
    """The summary of one session. Times are seconds of the source; null is "not known"."""

    @model_validator(mode="before")
    @classmethod
    def _of_an_earlier_version(cls, stored: object) -> object:
        return upgraded(stored)

    @classmethod
    def of(cls, summary: Summary, context: SummaryContext) -> Self:
        """Return what is to be written of a summary."""
        return cls(**(dict(context) | {name: getattr(summary, name) for name in _COMPUTED}))


_COMPUTED: Final = tuple(Summary.model_fields)


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
    document = summary.model_dump(mode="json")
    text = json.dumps(document, indent=2, ensure_ascii=False, allow_nan=False)
    write_whole(path, text + "\n")


def read_summary(path: Path) -> SummaryFile:
    """Return the summary that this or an earlier version wrote.

    Raises:
        SourceError: It cannot be read or is not such a file.
    """
    try:
        return SummaryFile.model_validate_json(path.read_bytes())
    except OSError as error:
        raise SourceError(
            "Cannot read the summary {path}: {reason}; is the path right?",
            path=path,
            reason=system_reason(error),
        ) from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(step) for step in first["loc"]) or _("the file")
        raise SourceError(
            "{path} is no summary of version {schema_version} ({where}: {reason}); "
            "analyse the video again.",
            path=path,
            schema_version=SCHEMA_VERSION,
            where=where,
            reason=objection_to(first),
        ) from error


def upgraded(stored: object) -> object:
    """Return a summary's JSON as the present version has it; what is no old summary, unchanged.

    Version 1 kept ranges of the whole session in every section, of sides that
    were not worked too, and curves of the back as they were read, not from the
    person's own neutral: both are put right, as far as the file tells. Whether a
    hold was long enough for the dose it does not tell.
    """
    if not isinstance(stored, dict) or stored.get("schema_version") != 1:
        return stored
    try:
        return {key: value for key, value in stored.items() if key != "duration_s"} | {
            "schema_version": SCHEMA_VERSION,
            "sections": [_section_of_1(section) for section in stored["sections"]],
            "notices": [{"kind": "remark", "detail": text} for text in stored["notices"]],
        }
    except (KeyError, TypeError, AttributeError, ValueError):
        return stored  # damaged: its version is what validation will tell


def _section_of_1(section: Mapping[str, Any]) -> dict[str, Any]:
    neutral = section["neutral"]
    worked = {reps["side"] for reps in section["reps"]} or {None}
    ranges = {}
    for measure in MEASURES:
        for key, side in zip(measure.columns, measure.sides, strict=True):
            span = section["ranges"].get(key)
            if span is None or not (side is None or None in worked or side.value in worked):
                continue
            shift = neutral.get(measure.name) if measure.from_neutral else 0.0
            if shift is not None and None not in span.values():
                ranges[key] = {end: value - shift for end, value in span.items()}
    return {**section, "name": section.get("name") or "", "ranges": ranges}
