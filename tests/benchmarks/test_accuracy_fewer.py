"""Fewer pictures a second against all of them, on figures whose holds can be worked out by hand."""

import pytest
from benchmarks.accuracy.fewer import Fewer, add_holds, compare, fewer_table, thinned
from benchmarks.accuracy.truth import Span
from tests.coach.coach_figure import FOLDED, TABLETOP, motion

from matside.exercise.library import load_library

CHILDS_POSE = tuple(e for e in load_library() if e.id == "childs_pose")


def hold(start_s, end_s):
    return Span(name="childs_pose hold", start_s=start_s, end_s=end_s)


@pytest.mark.parametrize(
    ("late", "times_s"), [(0.0, [0.0, 0.5, 1.0, 1.5, 2.0]), (0.5, [0.2, 0.7, 1.2, 1.7])]
)
def test_thinned_takes_pictures_nearest_to_even_times(late, times_s):
    frames = tuple(motion((TABLETOP, 0, 2.0), rate_hz=10.0))
    found = [pose.t_s for pose in thinned(frames, 2.0, late)]
    assert found == pytest.approx(times_s[: len(found)], abs=0.051)
    assert len(found) >= len(times_s) - 1


def test_a_clip_with_no_more_pictures_than_the_rate_is_left_out():
    assert thinned(tuple(motion((TABLETOP, 0, 2.0), rate_hz=5.0)), 5.0, 0.0) == ()


def test_edges_that_a_thinned_clip_does_not_show_are_those_of_its_stream():
    found = Fewer(rate_hz=2.0)
    add_holds(found, [hold(0.0, 9.9)], [hold(0.25, 9.75)], (0.25, 9.75))
    assert found.edges_s == pytest.approx([0.0, 0.0])


def test_holds_that_are_missing_or_new_are_counted():
    found = Fewer(rate_hz=2.0)
    add_holds(found, [hold(1, 4), hold(6, 9)], [hold(6.1, 8.8), hold(9.2, 9.9)], (0.0, 10.0))
    assert (found.missed, found.new) == (1, 1)
    assert found.edges_s == pytest.approx([0.1, -0.2])


def test_a_motion_at_fewer_pictures_has_a_line_in_the_table():
    frames = tuple(motion((TABLETOP, 0, 3), (FOLDED, 2, 6), (TABLETOP, 2, 2), rate_hz=10.0))
    rates = [Fewer(rate_hz=5.0), Fewer(rate_hz=20.0)]
    compare(rates, frames, CHILDS_POSE, other=False)
    compare(rates, frames, CHILDS_POSE, other=True)
    assert (len(rates[0].edges_s), rates[0].counts, rates[0].silent) == (8, [0, 0], [False, False])
    assert max(map(abs, rates[0].edges_s)) <= 0.25
    five, twenty = fewer_table(rates).splitlines()[-2:]
    assert five.split()[:2] == ["5", "8"]
    assert five.split()[-2:] == ["2/2", "0/2"]
    assert twenty.split() == ["20", "0", "0", "0", "-", "-", "0", "0", "0/0", "0/0"]
