import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.coach.coach_samples import LEFT, NAN, RIGHT
from tests.typed import there

from matside.analysis.series import TimeSeriesRecorder, phase_curve, within
from matside.body.catalogue import COLUMNS
from matside.body.frames import unseen
from matside.coach.result import FrameResult
from matside.coach.summary import PhaseSpan


def visit(start_s, end_s):
    return PhaseSpan(phase="up", side=None, start_s=start_s, end_s=end_s)


def curve(values, *visits, rate_hz=10, start_s=0.0):
    values = np.array(values, dtype=np.float64)
    return phase_curve(start_s + np.arange(len(values)) / rate_hz, values, visits)


def test_a_straight_line_is_told_at_every_percent():
    told = curve(range(41), visit(1.0, 3.0))

    assert told.visits == 1
    assert told.mean == pytest.approx(np.linspace(10.0, 30.0, 101))
    assert told.spread == pytest.approx(np.zeros(101))


def test_visits_of_different_length_are_laid_over_each_other():
    """One second and two seconds of the same rise from 0 to 10."""
    values = [*range(11), *(n / 2 for n in range(21))]

    told = curve(values, visit(0.0, 1.0), visit(1.1, 3.1))

    assert told.visits == 2
    assert told.mean == pytest.approx(np.linspace(0.0, 10.0, 101))
    assert told.spread == pytest.approx(np.zeros(101), abs=1e-9)


def test_the_spread_is_the_standard_deviation_between_visits():
    """Visits at 1, 2 and 6: mean 3, and deviations 2, 1, 3 give √(14 / 2)."""
    told = curve([1.0] * 11 + [2.0] * 11 + [6.0] * 11, *(visit(s, s + 1.0) for s in (0, 1.1, 2.2)))

    assert told.mean == pytest.approx(np.full(101, 3.0))
    assert told.spread == pytest.approx(np.full(101, math.sqrt(7.0)))


def test_a_short_gap_is_bridged_and_a_long_one_is_left_out():
    short = curve([0, 1, 2, NAN, 4, 5, 6, 7, 8, 9, 10], visit(0.0, 1.0))
    assert short.mean == pytest.approx(np.linspace(0.0, 10.0, 101))

    long = curve([0, 1, 2, NAN, NAN, 5, 6, 7, 8, 9, 10], visit(0.0, 1.0))
    assert np.isnan(long.mean[21:50]).all()
    assert np.isfinite(long.mean[[20, 50]]).all()


def test_what_is_hardly_known_shows_nothing():
    assert curve([NAN] * 11, visit(0.0, 1.0)) is None
    assert curve([0, 1, 2, 3] + [NAN] * 7, visit(0.0, 1.0)) is None
    assert curve(range(11), visit(0.5, 0.5)) is None
    assert curve(range(11)) is None


def test_moments_that_most_visits_do_not_know_are_not_told():
    full = [5.0] * 11
    cut = [5.0] * 8 + [NAN] * 3
    visits = [visit(s, s + 1.0) for s in (0.0, 1.1, 2.2)]

    told = curve([*full, *cut, *cut], *visits)

    assert told.visits == 3
    assert np.isfinite(told.mean[:70]).all()
    assert np.isnan(told.mean[80:]).all()


@given(st.floats(-1000.0, 1000.0), st.floats(0.2, 5.0), st.floats(-50.0, 50.0))
def test_neither_clock_nor_pace_nor_level_changes_the_shape(start, pace, level):
    values = np.sin(np.linspace(0.0, 3.0, 40))
    times = np.arange(40) / 10

    plain = phase_curve(times, values, [visit(0.0, 3.9)])
    moved = phase_curve(start + pace * times, values + level, [visit(start, start + pace * 3.9)])

    # visits are told to a tenth of a millisecond, and the ends may fall outside by as much
    assert there(moved).mean[1:-1] == pytest.approx(there(plain).mean[1:-1] + level, abs=1e-3)


def test_spans_hold_their_ends():
    inside = within(np.arange(6.0), [visit(1.0, 2.0), visit(3.5, 3.9), visit(5.0, 9.0)])

    assert inside.tolist() == [False, True, True, False, False, True]


def result(t_s, near, **measures):
    return FrameResult(
        t_s=t_s,
        pose=unseen(t_s, (640, 480)),
        near_side=near,
        measures=dict.fromkeys(COLUMNS, NAN) | measures,
        posture="other",
    )


def test_a_recorder_keeps_every_frame_and_the_side_that_was_near_for_longest():
    recorder = TimeSeriesRecorder()
    for one in (
        result(0.0, None),
        result(0.1, RIGHT, head_angle_deg=3.0),
        result(0.2, LEFT, head_angle_deg=4.0),
        result(0.3, RIGHT),
    ):
        recorder.add(one)

    course = recorder.series()

    assert course.t_s.tolist() == [0.0, 0.1, 0.2, 0.3]
    assert course.values["head_angle_deg"] == pytest.approx([NAN, 3.0, 4.0, NAN], nan_ok=True)
    assert set(course.values) == set(COLUMNS)
    assert course.near_side is RIGHT


def test_without_a_near_side_none_is_named():
    recorder = TimeSeriesRecorder()
    recorder.add(result(0.0, None))

    assert recorder.series().near_side is None
