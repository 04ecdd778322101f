"""The closed vocabulary of measures."""

from __future__ import annotations

import pytest

from matside.body.catalogue import BY_NAME, COLUMNS, MEASURES, column
from matside.body.landmark import Side


def test_every_name_is_there_once_and_found_by_itself():
    assert len(BY_NAME) == len(MEASURES) == 29
    assert all(BY_NAME[measure.name] is measure for measure in MEASURES)


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.name)
def test_a_measure_has_a_unit_a_range_and_words(measure):
    assert measure.unit in {"deg", "ratio"}
    assert measure.name.endswith(f"_{measure.unit}")
    assert measure.low < measure.high
    assert measure.says.strip() == measure.says != ""


def test_columns_put_the_side_first():
    assert column("knee_flexion_deg", Side.LEFT) == "left_knee_flexion_deg"
    assert column("knee_flexion_deg", Side.RIGHT) == "right_knee_flexion_deg"
    assert column("head_angle_deg", None) == "head_angle_deg"
    assert BY_NAME["knee_flexion_deg"].columns == (
        "left_knee_flexion_deg",
        "right_knee_flexion_deg",
    )
    assert BY_NAME["head_angle_deg"].columns == ("head_angle_deg",)


def test_all_columns_are_those_of_the_measures_in_their_order():
    assert len(set(COLUMNS)) == len(COLUMNS) == 17 * 2 + 12
    assert COLUMNS[:2] == ("left_hip_flexion_deg", "right_hip_flexion_deg")
    assert COLUMNS[-1] == "shoulder_height_ratio"


def test_units_come_from_the_last_word():
    assert BY_NAME["hip_to_heel_ratio"].unit == "ratio"
    assert BY_NAME["trunk_inclination_deg"].unit == "deg"
