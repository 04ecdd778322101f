"""The One Euro filter: a still body does not tremble, a moving one does not lag."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from matside.body.smoothing import fresh, smooth

SCALE = 100.0


def run(times, values, scale=SCALE):
    """Return what comes out for one point that moves along x."""
    state, out = fresh(1), []
    for t_s, value in zip(times, values, strict=True):
        state, points = smooth(state, float(t_s), np.array([[value, 7.0]]), scale)
        out.append(points[0, 0])
    return np.array(out)


def clock(rate, seconds):
    return np.arange(round(rate * seconds) + 1) / rate


def test_one_step_worked_out_by_hand():
    """From 0 to 10 px in 0.1 s, torso 100 px.

    Speed: 1 - exp(-0.2 pi) = 0.46651 of 100 px/s; that is 0.46651 torso lengths a second, so the
    cut-off is 2 + 8 * 0.46651 = 5.7321 Hz. Behind a ramp of 100 px/s such a filter lags by
    100 / (2 pi * 5.7321) = 2.7766 px, and at its beginning by exp(-0.2 pi * 5.7321) = 0.02728 less.
    """
    state, _ = smooth(fresh(1), 5.0, np.array([[0.0, 0.0]]), 100.0)
    state, out = smooth(state, 5.1, np.array([[10.0, 0.0]]), 100.0)
    assert out[0] == pytest.approx((7.2992, 0.0), abs=1e-4)
    assert state.speed[0] == pytest.approx((46.651, 0.0), abs=1e-3)
    assert state.known_s[0] == state.t_s == 5.1
    assert state.value[0] == pytest.approx(out[0])


def test_the_pace_is_that_of_both_directions():
    """3 and 4 px give the pace of 5, whichever way they point."""
    state, _ = smooth(fresh(2), 0.0, np.zeros((2, 2)), 100.0)
    _, out = smooth(state, 0.1, np.array([[3.0, -4.0], [5.0, 0.0]]), 100.0)
    assert math.hypot(*out[0]) == pytest.approx(out[1, 0])


def test_a_first_frame_passes_as_it_is():
    points = np.array([[3.0, 4.0], [np.nan, np.nan], [-5.0, 6.0]])
    state, out = smooth(fresh(3), 12.0, points, SCALE)
    np.testing.assert_array_equal(out, points)
    np.testing.assert_array_equal(state.known_s, (12.0, -np.inf, 12.0))
    assert state.t_s == 12.0


def test_a_still_signal_stays():
    out = run(clock(30, 2.0), np.full(61, 123.25))
    np.testing.assert_array_equal(out, 123.25)


def test_a_tremble_goes_and_a_breath_stays():
    t = clock(30, 10.0)
    tremble = run(t, 0.5 * np.sin(2 * math.pi * 10.0 * t))
    assert np.abs(tremble[30:]).max() < 0.25
    breath = 3.0 * np.sin(2 * math.pi * 0.2 * t)
    assert np.abs(run(t, breath) - breath).max() < 0.1 * 3.0 + 0.05


@pytest.mark.parametrize("rate", [10, 30, 60])
def test_a_step_settles_without_overshoot(rate):
    t = clock(rate, 1.5)
    out = run(t, np.where(t < 0.5, 0.0, 80.0))
    assert (np.diff(out) >= 0.0).all()
    assert (out <= 80.0).all()
    assert out[t >= 1.0].min() > 0.97 * 80.0
    assert out[t < 0.5].max() == 0.0


def test_a_faster_body_lags_less():
    t = clock(30, 2.0)
    lags = [speed * t - run(t, speed * t) for speed in (10.0, 200.0)]
    delay = [lag[-1] / speed for lag, speed in zip(lags, (10.0, 200.0), strict=True)]
    assert 0.0 < delay[1] < 0.4 * delay[0] < 0.1


@pytest.mark.parametrize("hertz", [0.2, 0.5, 1.0])
@pytest.mark.parametrize("rate", [10, 15, 240])
def test_the_rate_of_the_frames_hardly_matters(hertz, rate):
    """The same movement seen at 10, 15 or 240 frames a second, and at 60."""
    here, there = clock(rate, 6.0), clock(60, 6.0)
    seen = [run(t, 40.0 * np.sin(2 * math.pi * hertz * t)) for t in (here, there)]
    difference = seen[0] - np.interp(here, there, seen[1])
    assert np.abs(difference).max() < 0.02 * SCALE


@pytest.mark.parametrize("rate", [3, 10, 30, 240])
def test_a_ramp_lags_by_the_same_time_at_any_rate(rate):
    """The time constant at half a torso length a second: 1 / (2 pi * (2 + 8 * 0.5)) s."""
    t = clock(rate, 4.0)
    lag = (50.0 * t - run(t, 50.0 * t))[-1] / 50.0
    assert lag == pytest.approx(1.0 / (2.0 * math.pi * 6.0), rel=1e-6)


def test_a_doubled_rate_of_frames_does_not_halve_the_filter():
    """A small step 0.1 s ago has come nearly as far, whatever the rate: 1 - exp(-0.4 pi) = 0.72."""
    for rate in (30, 60, 120):
        t = clock(rate, 0.1)
        assert run(t, np.where(t > 0.0, 1.0, 0.0))[-1] == pytest.approx(0.75, abs=0.07), rate


@pytest.mark.parametrize(("gap", "anew"), [(0.5, False), (0.5001, True), (30.0, True)])
def test_a_gap_of_more_than_half_a_second_begins_anew(gap, anew):
    state, _ = smooth(fresh(1), 0.0, np.array([[0.0, 0.0]]), SCALE)
    state, _ = smooth(state, 0.25, np.array([[20.0, 0.0]]), SCALE)
    after, out = smooth(state, 0.25 + gap, np.array([[90.0, 0.0]]), SCALE)
    assert bool(out[0, 0] == 90.0) is anew
    assert bool(after.speed[0, 0] == 0.0) is anew


def test_an_unknown_point_stays_unknown_and_keeps_its_memory():
    state, _ = smooth(fresh(1), 0.0, np.array([[10.0, 10.0]]), SCALE)
    hidden, out = smooth(state, 0.1, np.full((1, 2), np.nan), SCALE)
    assert np.isnan(out).all()
    np.testing.assert_array_equal(hidden.value, state.value)
    assert hidden.known_s[0] == 0.0
    _, back = smooth(hidden, 0.2, np.array([[20.0, 10.0]]), SCALE)
    _, direct = smooth(state, 0.2, np.array([[20.0, 10.0]]), SCALE)
    np.testing.assert_array_equal(back, direct)
    assert 10.0 < back[0, 0] < 20.0


@pytest.mark.parametrize("half", [[np.nan, 5.0], [5.0, np.nan]])
def test_a_point_with_one_unknown_coordinate_is_unknown(half):
    state, _ = smooth(fresh(1), 0.0, np.array([[10.0, 10.0]]), SCALE)
    state, out = smooth(state, 0.1, np.array([half]), SCALE)
    assert np.isnan(out).all()
    np.testing.assert_array_equal(state.value, [[10.0, 10.0]])


def test_points_do_not_disturb_each_other():
    state, _ = smooth(fresh(2), 0.0, np.array([[0.0, 0.0], [np.nan, np.nan]]), SCALE)
    _, both = smooth(state, 0.1, np.array([[10.0, 0.0], [55.0, 66.0]]), SCALE)
    alone = run([0.0, 0.1], [0.0, 10.0])[-1]
    np.testing.assert_allclose(both, [[alone, 0.0], [55.0, 66.0]])


@pytest.mark.parametrize("scale", [0.0, -1.0, math.nan])
def test_without_a_scale_the_points_pass_and_are_remembered(scale):
    state, _ = smooth(fresh(1), 0.0, np.array([[0.0, 0.0]]), SCALE)
    state, out = smooth(state, 0.1, np.array([[10.0, 0.0]]), scale)
    np.testing.assert_array_equal(out, [[10.0, 0.0]])
    np.testing.assert_array_equal(state.value, [[10.0, 0.0]])
    assert (state.speed[0, 0], state.known_s[0]) == (0.0, 0.1)


def test_the_state_that_was_given_is_not_changed():
    state, _ = smooth(fresh(1), 0.0, np.array([[0.0, 0.0]]), SCALE)
    points = np.array([[10.0, 0.0]])
    after, out = smooth(state, 0.1, points, SCALE)
    np.testing.assert_array_equal(state.value, 0.0)
    np.testing.assert_array_equal(state.speed, 0.0)
    assert (state.known_s[0], state.t_s, points[0, 0]) == (0.0, 0.0, 10.0)
    out[:] = -1.0
    assert after.value[0, 0] > 0.0


steps = st.lists(
    st.tuples(st.floats(0.01, 0.8), st.none() | st.floats(-300.0, 300.0)), min_size=2, max_size=20
)


def unpack(series):
    times = np.cumsum([step for step, _ in series])
    return times, np.array([np.nan if value is None else value for _, value in series])


@given(steps)
def test_what_comes_out_lies_between_what_went_in_and_is_known_where_that_was(series):
    times, values = unpack(series)
    out = run(times, values)
    np.testing.assert_array_equal(np.isnan(out), np.isnan(values))
    if np.isfinite(values).any():
        assert np.nanmin(values) - 1e-9 <= np.nanmin(out)
        assert np.nanmax(out) <= np.nanmax(values) + 1e-9


@given(steps, st.floats(-500.0, 500.0), st.floats(0.1, 10.0), st.sampled_from([-1.0, 1.0]))
def test_the_filter_moves_with_shift_scale_and_mirror(series, shift, scale, flip):
    times, values = unpack(series)
    moved = run(times, flip * scale * values + shift, SCALE * scale)
    np.testing.assert_allclose(moved, flip * scale * run(times, values) + shift, atol=1e-7)


@given(steps, st.integers(0, 100_000))
def test_the_filter_does_not_know_when_it_is(series, start):
    times, values = unpack([(round(step * 64) / 64 + 1 / 64, value) for step, value in series])
    np.testing.assert_array_equal(run(times + start, values), run(times, values))
