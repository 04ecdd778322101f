"""The summary of a session as JSON: the result, what it is of and how it came about."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, Literal, Self

from pydantic import AwareDatetime, Field, ValidationError

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
    """Return the summary that ``write_summary`` wrote.

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
