"""JSON for other programs, on standard output: plain values of whatever the tables show."""

from __future__ import annotations

import dataclasses
import json
import math
import sys
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from enum import Enum
from pathlib import Path
from typing import IO, Any

import numpy as np
from pydantic import BaseModel

from matside.body.catalogue import Measure


def plain_value(value: object) -> Any:  # noqa: ANN401 (JSON's values)
    """Return a value as JSON has it: what is not known is ``None``, a code is its word.

    Models and dataclasses are maps of their fields, and a measure is its name.
    Keys that are no side (``None``) are empty.
    """
    match value:
        case Enum():
            plain: Any = value.value
        case float():
            plain = value if math.isfinite(value) else None
        case None | bool() | int() | str():
            plain = value
        case BaseModel():
            plain = plain_value(value.model_dump(mode="json", by_alias=True))
        case Measure():
            plain = value.name
        case Path():
            plain = str(value)
        case date():
            plain = value.isoformat()
        case _:
            plain = _plain_collection(value)
    return plain


def _plain_collection(value: object) -> Any:  # noqa: ANN401 (JSON's values)
    if dataclasses.is_dataclass(value):
        fields = dataclasses.fields(value)
        return {field.name: plain_value(getattr(value, field.name)) for field in fields}
    if isinstance(value, Mapping):
        return {str(plain_value(key) or ""): plain_value(one) for key, one in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return plain_value(value.tolist())
    if isinstance(value, Sequence | set | frozenset):
        return [plain_value(one) for one in value]
    raise TypeError(f"{type(value).__name__} has no place in JSON")


def print_json(value: object, file: IO[str] | None = None) -> None:
    """Print a value as JSON, by default on standard output."""
    (file or sys.stdout).write(json_text(value) + "\n")


def print_json_list(name: str, values: Iterable[object], file: IO[str] | None = None) -> None:
    """Print an object with one list, such as ``{"files": [...]}``, a value at a time."""
    file = file or sys.stdout
    file.write(f"{{\n{json.dumps(name)}: [")
    between = "\n"
    for value in values:
        file.write(between + json_text(value))
        between = ",\n"
    file.write("\n]\n}\n")


def json_text(value: object) -> str:
    """Return a value as JSON."""
    return json.dumps(plain_value(value), indent=2, ensure_ascii=False, allow_nan=False)
