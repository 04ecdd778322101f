import math

import pytest

from matside.analysis.comparison import MeasureRef
from matside.analysis.difference import (
    Difference,
    Verdict,
    first_and_last,
    first_and_last_rates,
    verdict_of,
)
from matside.body.catalogue import BY_NAME


@pytest.mark.parametrize(
    ("amount", "verdict"),
    [(8.0, Verdict.SAME), (8.1, Verdict.MORE), (-8.0, Verdict.SAME), (-8.1, Verdict.LESS)],
)
def test_a_difference_counts_beyond_the_noise(amount, verdict):
    assert verdict_of(amount, 8.0) is verdict


def test_counts_differ_by_one():
    assert Difference(first=3, second=4).verdict is Verdict.MORE
    assert Difference(first=4, second=3).verdict is Verdict.LESS
    assert Difference(first=4, second=4).verdict is Verdict.SAME


def test_what_is_not_known_in_one_is_unknown():
    assert Difference(first=math.nan, second=1.0, noise=math.inf).verdict is Verdict.UNKNOWN


def test_a_difference_goes_from_the_first_to_the_second():
    assert Difference(first=10.0, second=4.0).amount == -6.0


def test_a_curve_of_the_back_means_nothing_without_a_neutral():
    back, hip = "spinal_curve_deg", "hip_flexion_deg"
    assert MeasureRef(name=back, side=None, relative=False).noise == math.inf
    for name in (back, hip):
        level = BY_NAME[name].noise.level
        assert MeasureRef(name=name, side=None, relative=True).noise == level


@pytest.mark.parametrize(
    ("values", "verdict"),
    [
        ((100, 100, 120), Verdict.UNKNOWN),
        ((100, 100, 105, 105), Verdict.SAME),
        ((100, 100, 110, 110), Verdict.SAME),
        ((100, 100, 111, 111), Verdict.MORE),
        ((111, 111, 100, 100), Verdict.LESS),
        ((100, 100, 900, 120, 120, 120), Verdict.MORE),
    ],
)
def test_a_difference_is_told_if_it_is_greater_than_the_noise(values, verdict):
    assert first_and_last(values, 10.0).verdict is verdict


def test_no_more_than_ten_sessions_are_compared():
    told = first_and_last([0.0] * 10 + [50.0] * 20 + [20.0] * 10, 10.0)
    assert (told.first, told.second, told.verdict) == (0.0, 20.0, Verdict.MORE)


@pytest.mark.parametrize(
    ("counts", "verdict"),
    [
        ([(5, 1.0)] * 3, Verdict.UNKNOWN),
        ([(5, 0.0)] * 4, Verdict.UNKNOWN),
        ([(1, 1.0)] * 2 + [(0, 1.0)] * 2, Verdict.SAME),  # 2 against 0 may be chance
        ([(8, 1.0)] * 2 + [(2, 1.0)] * 2, Verdict.LESS),  # 16 against 4: 6 apart, 2 x 2.2
        ([(2, 1.0)] * 2 + [(8, 1.0)] * 2, Verdict.MORE),
        ([(8, 1.0)] * 2 + [(16, 2.0)] * 2, Verdict.SAME),
    ],
)
def test_rates_differ_if_chance_does_not_make_it(counts, verdict):
    assert first_and_last_rates(counts).verdict is verdict
