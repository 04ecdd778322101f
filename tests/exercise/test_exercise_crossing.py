"""One condition through time: hysteresis, the interpolated moment, drop-outs."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.coach.coach_samples import NAN, band

from matside.exercise.crossing import BRIDGE_S, NEVER, cross

ENTER, LEAVE = band(10, 20), band(5, 25)


def run(values, enter=ENTER, leave=LEAVE, state=NEVER):
    """The state after pairs of time and value."""
    for t_s, value in values:
        state = cross(state, t_s, value, enter, leave)
    return state


@pytest.mark.parametrize(
    ("values", "inside", "since_s"),
    [
        ([(3.0, 15)], True, 3.0),
        ([(3.0, 7)], False, 3.0),
        ([(0.0, 0), (1.0, 20)], True, 0.5),
        ([(0.0, 30), (1.0, 10)], True, 0.5),
        ([(0.0, 5), (0.8, 10)], True, 0.8),
        ([(0.0, 0), (0.4, 8), (0.8, 12)], True, 0.6),
        ([(0.0, 15), (1.0, 7)], True, 0.0),
        ([(0.0, 15), (1.0, 0)], False, 2 / 3),
        ([(0.0, 15), (1.0, 35)], False, 0.5),
        ([(0.0, 15), (1.0, 35), (1.5, 10)], True, 1.3),
        ([(0.0, 15), (1.0, 35), (1.5, 30)], False, 0.5),
    ],
)
def test_moment_is_where_the_straight_line_crosses_the_edge(values, inside, since_s):
    state = run(values)
    assert state.inside is inside
    assert state.since_s == pytest.approx(since_s)
    assert (state.value_s, state.value) == values[-1]


def test_way_through_the_whole_band_begins_at_the_edge_that_is_met_first():
    assert run([(0.0, 0), (1.0, 20)], band(10, 20), band(10, 20)).since_s == pytest.approx(0.5)
    assert run([(0.0, 40), (1.0, 10)], band(10, 20), band(10, 20)).since_s == pytest.approx(2 / 3)


def test_way_from_one_edge_past_the_other_ends_at_the_edge_that_is_passed_last():
    assert run([(0.0, 10), (1.0, 30)], band(10, 20), band(10, 20)).since_s == pytest.approx(0.5)
    assert run([(0.0, 20), (1.0, 0)], band(10, 20), band(10, 20)).since_s == pytest.approx(0.5)


def test_open_end_is_no_edge():
    above = band(at_least=10)
    assert run([(0.0, 0), (1.0, 1000)], above, above).since_s == pytest.approx(0.01)


def test_edge_belongs_to_the_band():
    assert run([(0.0, 10)]).inside
    assert run([(0.0, 15), (0.5, 25)]).inside
    assert not run([(0.0, 15), (0.5, 25.01)]).inside


def test_nan_changes_nothing():
    before = run([(0.0, 15)])
    assert run([(0.5, NAN)], state=before) is before
    assert run([(0.0, NAN)]) is NEVER


def test_drop_out_as_long_as_the_bridge_is_bridged():
    state = run([(0.0, 15), (0.5, NAN), (BRIDGE_S, 15)])
    assert (state.inside, state.since_s) == (True, 0.0)
    state = run([(0.0, 0), (BRIDGE_S, 20)])
    assert state.since_s == pytest.approx(BRIDGE_S / 2)


def test_after_a_longer_drop_out_it_counts_from_the_first_frame():
    state = run([(0.0, 15), (1.01, 15)])
    assert (state.inside, state.since_s) == (True, 1.01)
    assert run([(0.0, 0), (1.01, 20)]).since_s == 1.01
    assert run([(0.0, 15), (1.01, 0)]).since_s == 1.01


def test_hysteresis_outlives_a_long_drop_out():
    assert run([(0.0, 15), (9.0, 7)]).inside


def lingering(*values, linger_s=2.0):
    state = NEVER
    for t_s, value in values:
        state = cross(state, t_s, value, ENTER, LEAVE, linger_s)
    return state


def test_who_stays_within_the_wider_band_is_inside_since_it_was_met():
    there = [(0.0, 0), (0.8, 8), (1.6, 9), (2.4, 8)]
    assert not lingering(*there).inside
    state = lingering(*there, (2.5, 7))
    assert (state.inside, state.since_s) == (True, pytest.approx(0.5))
    assert not run([*there, (2.5, 7)]).inside
    assert not lingering(*there, (2.5, 7), (2.6, 4)).inside


def test_who_reaches_the_narrow_band_in_time_is_inside_from_there():
    state = lingering((0.0, 0), (0.8, 8), (1.6, 8), (2.0, 12), (2.9, 12))
    assert (state.inside, state.since_s) == (True, pytest.approx(1.8))


@pytest.mark.parametrize("between", [(1.6, 4), (1.9, NAN)])
def test_lingering_begins_anew_after_leaving_and_after_a_long_drop_out(between):
    state = lingering((0.0, 0), (0.8, 8), between, (2.4, 8), (3.2, 8))
    assert not state.inside
    state = lingering((0.0, 0), (0.8, 8), between, (2.4, 8), (3.2, 8), (3.9, 8), (4.4, 8))
    assert state.inside
    assert state.since_s >= 1.6


def test_condition_that_changed_without_touching_an_edge_changed_with_the_frame():
    state = run([(0.0, 7)], band(10, 20), band(5, 25))
    assert cross(state, 0.5, 7, band(6, 8), band(6, 8)).since_s == 0.5


@given(
    st.lists(st.tuples(st.floats(0.01, 2), st.floats(-50, 50) | st.just(NAN)), max_size=30),
)
def test_moment_lies_between_the_values_that_it_parts(steps):
    state, t_s = NEVER, 0.0
    for gap_s, value in steps:
        t_s += gap_s
        before, state = state, cross(state, t_s, value, ENTER, LEAVE)
        if math.isnan(value):
            assert state is before
            continue
        assert state.inside == (LEAVE if before.inside else ENTER).holds(value)
        if state.inside != before.inside:
            assert before.value_s <= state.since_s <= t_s
        elif t_s - before.value_s <= BRIDGE_S:
            assert state.since_s == before.since_s
