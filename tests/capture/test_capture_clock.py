"""Times of frames as files state them, right and wrong, and what is made of them."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from matside.capture.clock import CUT_GAP_S, LONGEST_GAP_S, FileClock, Stamp, best_effort

TICKS = st.integers(-(10**12), 10**12).map(lambda microseconds: microseconds / 1e6)


def run(times_s, **options):
    """Numbers of the frames that are kept, their times, and the clock."""
    clock = FileClock(**options)
    kept = list(clock.run(enumerate(times_s)))
    return [number for number, _ in kept], [t_s for _, t_s in kept], clock


def stated(pts_s, dts_s):
    stamps = [
        Stamp(frame=n, pts_s=pts, dts_s=dts)
        for n, (pts, dts) in enumerate(zip(pts_s, dts_s, strict=True))
    ]
    return [t_s for _, t_s in best_effort(stamps)]


def test_times_that_increase_are_kept_as_they_are():
    times_s = [0.0, 0.033, 0.5, 2.0, 90.0, 90.04]
    numbers, found, clock = run(times_s)
    assert (numbers, found) == ([0, 1, 2, 3, 4, 5], times_s)
    assert (clock.untimed, clock.outliers, clock.jumps, clock.cut_gaps) == (0, 0, [], [])


def test_frames_without_a_time_or_a_later_one_are_left_out():
    numbers, found, clock = run([0.0, 0.0, None, 0.2, 0.1, 0.3])
    assert (numbers, found) == ([0, 3, 5], [0.0, 0.2, 0.3])
    assert clock.untimed == 3


@pytest.mark.parametrize("wrong_s", [1000.0, 5.0, -1000.0, -5.0])
@pytest.mark.parametrize("place", [2, 5])
def test_single_frame_far_from_its_neighbours_is_left_out(wrong_s, place):
    times_s = [10.0 + 0.1 * n for n in range(10)]
    wrong = times_s.copy()
    wrong[place] += wrong_s
    numbers, found, clock = run(wrong)
    assert numbers == [n for n in range(10) if n != place]
    assert found == pytest.approx([t for n, t in enumerate(times_s) if n != place])
    assert clock.outliers + clock.untimed == 1
    assert not clock.jumps


@pytest.mark.parametrize("wrong_s", [[1000.0], [1000.0, 1000.1]])
def test_wrong_first_times_do_not_move_the_others(wrong_s):
    _, found, clock = run([*wrong_s, 0.1, 0.2, 0.3, 0.4])
    assert found == pytest.approx([0.1, 0.2, 0.3, 0.4])
    assert clock.outliers == len(wrong_s)


def test_last_frame_far_ahead_of_all_is_left_out():
    assert run([0.0, 0.1, 0.2, 5000.0])[0] == [0, 1, 2]


def test_clock_that_starts_anew_goes_on_a_frame_later():
    first = [0.1 * n for n in range(20)]
    numbers, found, clock = run([*first, *first, *first])
    assert numbers == list(range(60))
    assert found == pytest.approx([0.1 * n for n in range(60)])
    assert clock.jumps == pytest.approx([1.9, 3.9])


@pytest.mark.parametrize(("may_jump", "after_s"), [(True, 2.0), (False, 51.9)])
def test_long_step_ahead_is_a_jump_only_where_the_clock_may_jump(may_jump, after_s):
    first = [0.1 * n for n in range(20)]
    _, found, clock = run([*first, 51.9, 52.0, 52.1], may_jump=may_jump)
    assert found[20:] == pytest.approx([after_s, after_s + 0.1, after_s + 0.2])
    assert len(clock.jumps) == may_jump


def test_gap_of_hours_is_cut_and_told():
    hours_7 = 7 * 3600.0
    _, found, clock = run([0.0, 0.1, 0.2, hours_7, hours_7 + 0.1])
    assert found == pytest.approx([0.0, 0.1, 0.2, 0.2 + CUT_GAP_S, 0.3 + CUT_GAP_S])
    assert clock.cut_gaps == [(pytest.approx(0.2), pytest.approx(hours_7 - 0.2))]
    assert run([0.0, LONGEST_GAP_S, LONGEST_GAP_S + 0.1])[1][1] == LONGEST_GAP_S


@pytest.mark.parametrize("start_s", [-3.0, 5 * 3600.0])
def test_clock_that_starts_before_zero_or_hours_later_is_counted_from_the_first_frame(start_s):
    assert run([start_s, start_s + 0.1])[1] == pytest.approx([0.0, 0.1])


def test_late_start_is_kept():
    assert run([40.0, 40.1])[1] == [40.0, 40.1]


def test_slow_motion_divides_every_time():
    _, found, clock = run([0.0, 0.4, 0.8, 4000.0, 4000.4], slow_motion=4.0)
    assert found == pytest.approx([0.0, 0.1, 0.2, 0.2 + CUT_GAP_S / 4, 0.3 + CUT_GAP_S / 4])
    assert clock.cut_gaps == [(pytest.approx(0.2), pytest.approx(3999.2 / 4))]


@given(st.lists(st.none() | TICKS, max_size=40), st.booleans())
def test_whatever_a_file_states_times_increase_from_zero_on(times_s, may_jump):
    numbers, found, clock = run(times_s, may_jump=may_jump)
    assert numbers == sorted(set(numbers))
    assert all(after > before for before, after in pairwise(found))
    assert all(t_s >= 0.0 for t_s in found)
    assert len(found) + clock.untimed + clock.outliers == len(times_s)


def test_presentation_times_are_taken_while_they_increase():
    assert stated([0.0, 0.1, 0.3], [0.0, 0.1, 0.2]) == [0.0, 0.1, 0.3]


def test_decoding_times_stand_in_where_presentation_times_go_back():
    pts_s = [n / 7 for n in (1, 4, 3, 5, 2, 8, 7, 9, 6, 12)]
    dts_s = [n / 7 for n in range(2, 11)] + [None]
    assert stated(pts_s, dts_s) == pytest.approx([n / 7 for n in range(2, 12)])


def test_decoding_times_stand_in_for_presentation_times_that_are_missing():
    assert stated([None, None, 0.2], [0.0, 0.1, 0.2]) == [0.0, 0.1, 0.2]


def test_a_frame_without_either_has_no_time():
    assert stated([None], [None]) == [None]


def test_presentation_times_that_go_back_later_cost_no_more_than_two_frames():
    pts_s = [0.1 * n for n in range(20)] + [0.1 * n for n in (20, 23, 22, 21, 24, 27, 26, 25)]
    dts_s = [0.1 * n for n in range(28)]
    found = run(stated(pts_s, dts_s))[1]
    assert len(found) >= 26


@pytest.mark.parametrize("wrong_s", [5000.0, 20.0, -5000.0, -8.0])
@pytest.mark.parametrize("length", [2, 3, 5])
@pytest.mark.parametrize("place", [3, 20])
def test_a_run_of_wrong_times_is_left_out_where_the_clock_goes_on_behind_it(wrong_s, length, place):
    times_s = [10.0 + 0.1 * n for n in range(40)]
    wrong = [t_s + wrong_s * (place <= n < place + length) for n, t_s in enumerate(times_s)]
    numbers, found, clock = run(wrong)
    assert numbers == [n for n in range(40) if not place <= n < place + length]
    assert found == pytest.approx([times_s[n] for n in numbers])
    assert clock.outliers + clock.untimed == length
    assert not clock.jumps
    assert not clock.cut_gaps


def test_a_clock_that_starts_anew_and_soon_passes_where_it_was_is_believed():
    assert run([9.0, 10.0, 8.0, 9.0, 10.0, 11.0, 12.0])[0] == list(range(7))
