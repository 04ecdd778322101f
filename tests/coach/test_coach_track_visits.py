"""Measures during a visit to a phase: range and level."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.coach.coach_samples import sample

from matside.coach.track import MOST, STRIDE_S, new_visit

HEIGHT = "head_height_ratio"


def visit_of(*values, every_s=STRIDE_S):
    visit = new_visit((HEIGHT,))
    for index, value in enumerate(values):
        visit = visit.taking(sample(index * every_s, head_height_ratio=value))
    return visit


def test_the_range_is_from_the_least_to_the_greatest_and_the_level_is_the_median():
    told = visit_of(2.0, math.nan, 1.0, 5.0).measured(9.0, {HEIGHT: 0.5})
    assert told.ranges == {HEIGHT: (1.0, 5.0)}
    assert told.levels == {HEIGHT: 2.0}
    assert told.neutral == {HEIGHT: 0.5}


def test_what_comes_after_the_end_is_no_part_of_the_level():
    visit = visit_of(1.0, 1.0, 1.0, 9.0, 9.0, 9.0, 9.0)
    assert visit.measured(2.5 * STRIDE_S, {}).levels == {HEIGHT: 1.0}
    assert visit.measured(9.0, {}).levels == {HEIGHT: 9.0}


def test_what_was_hardly_ever_seen_has_no_level():
    told = visit_of(1.0, *[math.nan] * 9).measured(9.0, {})
    assert told.ranges == {HEIGHT: (1.0, 1.0)}
    assert told.levels == {}
    assert visit_of(math.nan).measured(9.0, {}).ranges == {}


def test_a_long_visit_is_remembered_in_a_fixed_amount_of_memory_from_its_beginning_to_its_end():
    count = 7 * MOST
    visit = visit_of(*range(count))
    assert len(visit.past) <= MOST
    assert visit.past[0][0] == 0.0
    assert visit.measured(math.inf, {}).levels[HEIGHT] == pytest.approx(count / 2, rel=0.02)
    assert visit.measured(math.inf, {}).ranges == {HEIGHT: (0.0, count - 1.0)}


@given(st.lists(st.one_of(st.floats(-5, 5), st.just(math.nan)), min_size=1, max_size=30))
def test_a_level_lies_within_the_range(values):
    told = visit_of(*values).measured(99.0, {})
    for key, level in told.levels.items():
        low, high = told.ranges[key]
        assert low <= level <= high
    assert set(told.levels) <= set(told.ranges)
