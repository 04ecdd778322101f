"""A phase that cannot be seen for a while: drop-outs, gaps and the end of the stream."""

import pytest
from tests.coach.coach_samples import HOLD, advance_all, nobody, sample, times
from tests.typed import near

from matside.coach.phase_track import Entered, Left, Paused, idle
from matside.coach.phases import GIVE_UP_S, close


def high(start_s, end_s, rate_hz=10):
    """A head that stays high."""
    return [sample(t, head_height_ratio=2) for t in times(start_s, end_s, rate_hz)]


# Drop-outs and gaps


@pytest.mark.parametrize("gap", [[], [nobody(t) for t in times(2.1, 2.9)]])
def test_drop_out_up_to_a_second_is_bridged_and_earns(gap):
    track, changes = advance_all(high(0, 2) + gap + high(3, 5))
    assert changes == [Entered(t_s=0.0)]
    assert track.held_s(5.0) == pytest.approx(5.0)


@pytest.mark.parametrize(
    "gap",
    [
        [nobody(t) for t in times(2.1, 3.9)],
        [sample(t, posture="on_the_back") for t in times(2.1, 3.9)],
    ],
)
def test_longer_drop_out_pauses_and_earns_nothing(gap):
    track, changes = advance_all(high(0, 2) + gap)
    assert changes[1:] == [Paused(t_s=2.0)]
    assert track.paused
    track, changes = advance_all(high(0, 2) + gap + high(4, 6))
    assert changes[1:] == [Paused(t_s=2.0)]
    assert not track.paused
    assert track.held_s(6.0) == pytest.approx(4.0)


def test_frames_far_apart_are_a_gap_too():
    track, changes = advance_all(high(0, 2) + high(4, 6))
    assert changes == [Entered(t_s=0.0)]
    assert track.held_s(6.0) == pytest.approx(4.0)


def test_gaps_add_up():
    track, _ = advance_all(high(0, 2) + high(4, 5) + high(8, 9))
    assert track.held_s(9.0) == pytest.approx(4.0)


@pytest.mark.parametrize("gap", [[], [nobody(t) for t in times(2.1, 5.9)]])
def test_gap_over_three_seconds_ends_the_phase_when_it_was_last_seen(gap):
    track, changes = advance_all(high(0, 2) + gap + high(6, 8))
    assert Left(t_s=2.0, start_s=0.0, held_s=2.0) in changes
    assert changes[-1] == Entered(t_s=6.0)
    assert track.held_s(8.0) == pytest.approx(2.0)


def test_phase_is_given_up_while_nobody_is_seen():
    gap = [nobody(t) for t in times(2.1, 2.0 + GIVE_UP_S)]
    track, changes = advance_all(high(0, 2) + gap)
    assert track.active
    track, changes = advance_all([*high(0, 2), *gap, nobody(2.1 + GIVE_UP_S)])
    assert not track.active
    assert changes[-1] == Left(t_s=2.0, start_s=0.0, held_s=2.0)


def test_settling_is_bridged_but_not_over_a_longer_gap():
    bridged = [sample(0.0, head_height_ratio=2), nobody(0.5), sample(0.9, head_height_ratio=2)]
    assert advance_all(bridged)[1] == [Entered(t_s=0.0)]
    assert advance_all(high(0, 0.2) + high(1.3, 1.5))[1] == []
    broken = high(0, 0.2) + [nobody(t) for t in times(0.3, 1.5)]
    track, changes = advance_all(broken)
    assert (track, changes) == (idle(HOLD), [])


def test_frames_further_apart_than_the_bridge_never_begin_a_phase():
    assert advance_all(high(0, 9, rate_hz=0.9))[1] == []
    assert advance_all(high(0, 9, rate_hz=1))[1] == [Entered(t_s=0.0)]


def test_hold_that_is_left_after_a_gap_is_left_with_the_frame_that_shows_it():
    low = [sample(t, head_height_ratio=0) for t in times(4, 5)]
    _, changes = advance_all(high(0, 2) + low)
    assert changes[1] == Left(t_s=4.0, start_s=0.0, held_s=near(2.0))


def test_gap_after_the_exit_takes_nothing_off_the_hold():
    out = [sample(2.1, head_height_ratio=0)]
    low = [sample(t, head_height_ratio=0) for t in times(4, 5)]
    _, changes = advance_all(high(0, 2) + out + low)
    assert changes[1:] == [Left(t_s=near(2.06), start_s=0.0, held_s=near(2.06))]


@pytest.mark.parametrize("gap", [[], [nobody(t) for t in times(2.2, 3.9)]])
def test_hold_that_was_just_left_before_a_gap_keeps_the_rest_of_its_grace(gap):
    out = [sample(2.1, head_height_ratio=0)]
    track, changes = advance_all(high(0, 2) + out + gap + high(4, 5))
    assert [type(change) for change in changes] == [Entered, Paused][: 1 + bool(gap)]
    assert track.out_s is None
    assert track.held_s(5.0) == pytest.approx(5.0 - 1.9)


def test_grace_runs_while_the_phase_is_seen_only():
    out = [sample(2.1, head_height_ratio=0)]
    low = [sample(t, head_height_ratio=0) for t in times(4, 4.4)]
    track, _ = advance_all(high(0, 2) + out + low)
    assert track.active
    track, changes = advance_all([*high(0, 2), *out, *low, sample(4.5, head_height_ratio=0)])
    assert not track.active
    assert (changes[1].t_s, changes[1].held_s) == (pytest.approx(2.06), pytest.approx(2.06))


def test_short_drop_out_stops_the_grace_too_but_earns():
    out = [sample(2.1, head_height_ratio=0), nobody(2.5)]
    track, _ = advance_all(
        high(0, 2) + out + [sample(t, head_height_ratio=0) for t in times(2.9, 3.3)]
    )
    assert track.active
    track, _ = advance_all(high(0, 2) + out + high(2.9, 5))
    assert track.held_s(5.0) == pytest.approx(5.0)
    track, _ = advance_all(high(0, 2) + [sample(t, head_height_ratio=0) for t in (2.1, 2.4, 2.7)])
    assert not track.active


# The end of the stream


def test_phase_that_runs_ends_when_it_was_last_judged():
    track, _ = advance_all([*high(0, 2), nobody(2.5)])
    after, changes = close(track, HOLD)
    assert (after, changes) == (idle(HOLD), (Left(t_s=2.0, start_s=0.0, held_s=2.0),))


def test_phase_that_is_being_left_ends_when_it_was_left():
    track, _ = advance_all([*high(0, 2), sample(2.1, head_height_ratio=0)])
    _, (left,) = close(track, HOLD)
    assert isinstance(left, Left)
    assert (left.t_s, left.held_s) == (pytest.approx(2.06), pytest.approx(2.06))


def test_phase_that_has_not_settled_ends_without_a_word():
    track, _ = advance_all(high(0, 0.3))
    assert close(track, HOLD) == (idle(HOLD), ())
