"""Memory stays the same, and no peak is lost."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matside.analysis.outline import Envelope

VALUES = st.lists(
    st.one_of(st.floats(-180, 180, width=32), st.just(float("nan"))), min_size=1, max_size=90
)


def filled(values: list[float], most: int) -> Envelope:
    envelope = Envelope(1, most)
    for number, value in enumerate(values):
        envelope.add(float(number), np.array([value]))
    return envelope


def test_few_frames_are_kept_as_they_are() -> None:
    outline = filled([3.0, float("nan"), 1.0], most=4).outline(0.0, 9.0)
    assert outline.t_s.tolist() == [0.0, 1.0, 2.0]
    np.testing.assert_array_equal(outline.values[:, 0], np.array([3.0, np.nan, 1.0], np.float32))
    assert outline.known.tolist() == pytest.approx([2 / 3])


def test_buckets_tell_least_and_greatest_in_the_order_of_their_times() -> None:
    outline = filled([5.0, 1.0, 2.0, 9.0, 4.0], most=2).outline(0.0, 9.0)
    assert outline.t_s.tolist() == [0.0, 3.0, 4.0]
    assert outline.values[:, 0].tolist() == [1.0, 9.0, 4.0]


def test_a_fall_is_told_as_a_fall() -> None:
    outline = filled([9.0, 8.0, 2.0, 1.0], most=2).outline(0.0, 9.0)
    assert outline.values[:, 0].tolist() == [9.0, 8.0, 2.0, 1.0]
    joined = filled([9.0, 8.0, 2.0, 1.0, 1.0], most=2).outline(0.0, 3.0)
    assert joined.values[:, 0].tolist() == [9.0, 1.0]


def test_only_what_overlaps_the_window_is_returned() -> None:
    outline = filled([0.0, 1.0, 2.0, 3.0], most=8).outline(1.0, 2.0)
    assert outline.t_s.tolist() == [1.0, 2.0]


@pytest.mark.parametrize("most", [0, 1, 7])
def test_an_odd_number_of_buckets_is_refused(most: int) -> None:
    with pytest.raises(ValueError, match="even number"):
        Envelope(1, most)


@given(VALUES, st.sampled_from([2, 4, 16]))
def test_whatever_comes_the_extremes_stay_and_memory_does_not_grow(
    values: list[float], most: int
) -> None:
    envelope = filled(values, most)
    outline = envelope.outline(-1.0, 1e9)
    assert len(envelope) <= most
    assert len(outline.t_s) <= 2 * most
    assert (np.diff(outline.t_s) > 0).all()
    assert outline.t_s[0] == 0.0
    assert outline.t_s[-1] == len(values) - 1
    known = [value for value in values if value == value]  # noqa: PLR0124 - not NaN
    told = outline.values[~np.isnan(outline.values)]
    if known:
        assert told.min() == np.float32(min(known))
        assert told.max() == np.float32(max(known))
    else:
        assert len(told) == 0
    assert outline.known[0] == pytest.approx(len(known) / len(values))


@given(st.permutations(range(16)))
def test_least_and_greatest_of_each_bucket_stand_in_the_order_in_which_they_came(
    values: list[int],
) -> None:
    outline = filled([float(value) for value in values], most=2).outline(0.0, 99.0)
    expected = []
    for half in (values[:8], values[8:]):
        expected += sorted((min(half), max(half)), key=half.index)
    assert outline.values[:, 0].tolist() == expected
