import math

import pytest

from matside.analysis.change import (
    ANGLE_DEG,
    CONTOUR_DEG,
    Change,
    Pair,
    change_of,
    level_limit,
    swing_limit,
)


@pytest.mark.parametrize(
    ("difference", "change"),
    [(8.0, Change.SAME), (8.1, Change.MORE), (-8.0, Change.SAME), (-8.1, Change.LESS)],
)
def test_a_difference_counts_beyond_the_limit(difference, change):
    assert change_of(difference, 8.0) is change


def test_counts_differ_by_one():
    assert Pair(a=3, b=4).change is Change.MORE
    assert Pair(a=4, b=3).change is Change.LESS
    assert Pair(a=4, b=4).change is Change.SAME


def test_what_is_not_known_in_one_is_unknown():
    assert Pair(a=math.nan, b=1.0, limit=math.inf).change is Change.UNKNOWN


def test_a_pair_tells_the_way_from_the_first_to_the_second():
    assert Pair(a=10.0, b=4.0).difference == -6.0


def test_every_unit_has_its_limits():
    assert level_limit("hip_flexion_deg", relative=False) == ANGLE_DEG
    assert swing_limit("hip_flexion_deg") < ANGLE_DEG
    assert level_limit("hip_to_heel_ratio", relative=False) < 1.0
    assert swing_limit("hip_to_heel_ratio") < 1.0


def test_the_level_of_the_contour_means_nothing_without_a_neutral():
    assert level_limit("spinal_curve_deg", relative=True) == CONTOUR_DEG
    assert level_limit("spinal_curve_deg", relative=False) == math.inf
    assert swing_limit("spinal_curve_deg") == CONTOUR_DEG
