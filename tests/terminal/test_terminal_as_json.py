"""JSON for other programs: what becomes of values, and what the commands print."""

from __future__ import annotations

import io
import json
import math
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest

from matside.body.catalogue import MEASURES, Measure
from matside.body.landmark import Side
from matside.coach.summary import Range
from matside.terminal.as_json import json_text, print_json_list


@dataclass(frozen=True)
class Part:
    depth: float
    measure: Measure
    counts: dict[Side | None, int]
    values: np.ndarray


def test_what_is_not_known_is_null_and_codes_are_words() -> None:
    part = Part(math.nan, MEASURES[0], {None: 2, Side.LEFT: 1}, np.array([1.0, math.inf]))
    told = json.loads(json_text([part, Range(low=1.0, high=math.nan), Path("a/b")]))
    assert told[0] == {
        "depth": None,
        "measure": MEASURES[0].name,
        "counts": {"": 2, "left": 1},
        "values": [1.0, None],
    }
    assert told[1] == {"low": 1.0, "high": None}
    assert told[2] == str(Path("a/b"))


def test_times_are_iso_and_letters_stay_as_they_are() -> None:
    assert json_text(datetime(2026, 1, 2, tzinfo=UTC)) == '"2026-01-02T00:00:00+00:00"'
    assert json_text("é[bold]") == '"é[bold]"'


def test_what_has_no_place_in_json_is_a_fault() -> None:
    with pytest.raises(TypeError, match="object has no place"):
        json_text(object())


@pytest.mark.parametrize("values", [[], [1], [{"a": 1}, "[red]b"]])
def test_a_list_is_printed_as_one_object(values: list[object]) -> None:
    file = io.StringIO()
    print_json_list("values", values, file)
    assert json.loads(file.getvalue()) == {"values": values}
