"""A phase that asks for rest: arriving, fidgeting and setting out."""

from dataclasses import replace

import pytest
from tests.coach.coach_samples import (
    AT_REST,
    CURVE,
    HEIGHT,
    NAN,
    UP,
    advance_all,
    condition,
    ends,
    phase,
    sample,
    times,
)
from tests.typed import near

from matside.coach.moments import RESTLESS_S
from matside.coach.motion import SPEED_LAG_S
from matside.coach.phase_track import Entered, Lasted, Left
from matside.coach.phases import close
from matside.exercise.conditions import Condition
from matside.exercise.schema import Phase


def slow(t_s, speed, height=2.0):
    """A sample with a speed."""
    return sample(t_s, head_height_ratio=height, speeds={HEIGHT: speed})


SLOW = Phase.model_validate(
    phase("up", UP, condition(ends(at_most=1), ends(at_most=2), speed=True))
)


def test_moment_of_a_speed_is_its_lag_before_it_was_known():
    fast = [slow(t, 3) for t in times(0, 2)]
    still = [slow(t, 0) for t in times(2.1, 4)]
    again = [slow(t, 3, height=2.0 if t <= 4.2 else 0.0) for t in times(4.1, 6)]
    _, changes = advance_all(fast + still + again, SLOW.model_copy(update={"grace_s": 1.0}))
    entered = 2.0 + 0.1 * 2 / 3 - SPEED_LAG_S
    left = 4.0 + 0.1 * 2 / 3 - SPEED_LAG_S
    assert changes[0] == Entered(t_s=near(entered))
    assert changes[1].t_s == pytest.approx(left)
    assert changes[1].held_s == pytest.approx(left - entered)


def test_speed_does_not_pull_the_beginning_before_the_other_conditions():
    low = [slow(t, 0, height=0) for t in times(0, 2)]
    high = [slow(t, 0) for t in times(2.1, 4)]
    assert advance_all(low + high, SLOW)[1] == [Entered(t_s=near(2.05))]


def test_unknown_speed_leaves_the_phase_judged_but_does_not_begin_it():
    unknown = [slow(t, NAN) for t in times(0, 5)]
    assert advance_all(unknown, SLOW)[1] == []
    known = [slow(t, 0) for t in times(0, 2)]
    track, changes = advance_all([*known, *(slow(t, NAN) for t in times(2.1, 9))], SLOW)
    assert changes == [Entered(t_s=0.0)]
    assert track.judged_s == 9.0


@pytest.mark.parametrize(("speed", "begins"), [(1.3, True), (2, False)])
def test_phase_that_settles_and_is_left_between_two_frames_has_begun(speed, begins):
    """It settles in 0.83 s; the limit of 1 is left at 0.88 s on the way to 1.3, at 0.75 s to 2."""
    _, changes = advance_all([slow(0.0, 0), slow(0.5, 0), slow(1.0, speed)], SLOW)
    assert changes == ([Entered(t_s=0.0)] if begins else [])


def test_who_moves_within_a_pose_is_still_in_it_but_not_steady():
    still, moving = [slow(t, 0) for t in times(0, 2)], [slow(t, 3) for t in times(2.1, 9)]
    track, changes = advance_all(still, SLOW)
    assert track.steady
    track, changes = advance_all(still + moving, SLOW)
    assert changes == [Entered(t_s=0.0)]
    assert (track.active, track.out_s, track.steady) == (True, None, False)
    track, changes = advance_all([*still, *moving, *(slow(t, 1.5) for t in times(9.1, 10))], SLOW)
    assert track.steady
    assert track.held_s(10.0) == pytest.approx(10.0)


def test_way_out_is_no_part_of_how_long_a_visit_lasted():
    """In place for 3.4 s, on the way out for the last 1.4 s of them: it lasted for two."""
    rule = SLOW.model_copy(update={"least_s": 3.0, "grace_s": 1.5})
    still, moving = [slow(t, 0) for t in times(0, 2)], [slow(t, 3) for t in times(2.1, 3.4)]
    gone = [slow(t, 3, height=0) for t in times(3.5, 6)]
    _, changes = advance_all(still + moving + gone, rule)
    assert [type(change) for change in changes] == [Entered, Left]
    assert isinstance(changes[1], Left)
    assert not changes[1].lasted
    stays = [slow(t, 3) for t in times(3.5, 6)]
    assert [type(c) for c in advance_all(still + moving + stays, rule)[1]] == [Entered, Lasted]


@pytest.mark.parametrize(("rest_s", "lasted"), [(2.4, False), (3.4, True)])
def test_way_in_is_no_part_of_how_long_a_visit_lasted(rest_s, lasted):
    """In place for two seconds before it comes to rest: its rest alone has to last."""
    rule = SLOW.model_copy(update={"least_s": 3.0})
    sinks, still = [slow(t, 3) for t in times(0, 2)], [slow(t, 0) for t in times(2.1, 2 + rest_s)]
    gone = [slow(t, 3, height=0) for t in times(2.1 + rest_s, 6 + rest_s)]
    _, changes = advance_all(sinks + still + gone, rule)
    left = changes[-1]
    assert isinstance(left, Left)
    assert left.held_s == pytest.approx(rest_s, abs=0.1)
    assert left.lasted is lasted


@pytest.mark.parametrize(("moves", "lasted"), [(False, True), (True, False)])
def test_visit_that_was_left_before_the_stream_ends_is_as_long_as_it_is_told(moves, lasted):
    rule = SLOW.model_copy(update={"least_s": 3.0, "grace_s": 2.5})
    still = [slow(t, 0) for t in times(0, 1.5)]
    track, _ = advance_all([*still, *(slow(t, 3 * moves) for t in times(1.6, 2.2))], rule)
    left = close(track, rule, ends=True)[1][-1]
    assert isinstance(left, Left)
    assert left.lasted is lasted


def test_long_fidgeting_is_no_way_out():
    still, moving = [slow(t, 0) for t in times(0, 2)], [slow(t, 3) for t in times(2.1, 9)]
    low = [slow(t, 3, height=0) for t in times(9.1, 10)]
    _, changes = advance_all(still + moving + low, SLOW)
    assert changes[1].t_s == pytest.approx(9.06 - SLOW.grace_s)


def test_way_out_begins_with_whatever_moves_first():
    trunk = condition(ends(at_most=1), ends(at_most=2), measure=CURVE, speed=True)
    rule = SLOW.model_copy(
        update={"when": (*SLOW.when, Condition.model_validate(trunk)), "grace_s": 2.0}
    )

    def moving(t_s, head, curve, height=2.0):
        return sample(t_s, head_height_ratio=height, speeds={HEIGHT: head, CURVE: curve})

    shown = [moving(t, 0, 0) for t in times(0, 2)]
    shown += [moving(t, 3, 0) for t in times(2.1, 2.5)]
    shown += [moving(t, 3, 3) for t in times(2.6, 3)]
    shown += [moving(t, 0, 3) for t in times(3.1, 3.5)]
    shown += [moving(t, 0, 3, height=0) for t in times(3.6, 6)]
    _, changes = advance_all(shown, rule)
    assert changes[1].t_s == pytest.approx(2.0 + 0.1 * 2 / 3 - SPEED_LAG_S)


def test_speed_stays_low_for_as_long_as_a_hold_takes_to_settle():
    """It is known a lag later than it was, and that lag is no part of the time it stayed low."""
    fast, paused = [slow(t, 3) for t in times(0, 1)], [slow(t, 0) for t in times(1.1, 1.4)]
    again, still = [slow(t, 3) for t in times(1.5, 2)], [slow(t, 0) for t in times(2.1, 4)]
    _, changes = advance_all(fast + paused + again + still, SLOW)
    assert changes == [Entered(t_s=near(2.0 + 0.1 * 2 / 3 - SPEED_LAG_S))]


def test_hold_that_the_stream_ends_in_need_not_be_certain_yet():
    track, changes = advance_all([slow(t, 0) for t in times(0, 0.6)], SLOW)
    assert changes == []
    assert close(track, SLOW)[1] == ()
    assert close(track, SLOW, ends=True)[1] == (
        Entered(t_s=0.0),
        Left(t_s=near(0.6), start_s=0.0, held_s=near(0.6)),
    )
    track, _ = advance_all([slow(t, 0) for t in times(0, 0.4)], SLOW)
    assert close(track, SLOW, ends=True)[1] == ()


def test_who_has_left_must_arrive_anew():
    still, out = [slow(t, 0) for t in times(0, 2)], [slow(t, 3, height=0) for t in times(2.1, 4)]
    _, changes = advance_all([*still, *out, *(slow(t, 1.5) for t in times(4.1, 7))], SLOW)
    assert [type(change) for change in changes] == [Entered, Left]


def test_who_is_in_place_for_three_seconds_has_arrived_though_moving():
    low = [slow(t, 3, height=0) for t in times(0, 1)]
    moving = [slow(t, 3) for t in times(1.1, 9)]
    _, changes = advance_all(low + moving[:30], SLOW)
    assert changes == []
    _, changes = advance_all(low + moving, SLOW)
    assert changes == [Entered(t_s=near(1.05 + RESTLESS_S))]


def test_stream_that_ends_on_the_way_out_ends_the_phase_when_it_set_out():
    track, _ = advance_all(
        [*(slow(t, 0) for t in times(0, 2)), *(slow(t, 3) for t in times(2.1, 2.4))], SLOW
    )
    _, (left,) = close(track, SLOW)
    assert left.t_s == pytest.approx(2.4 - SLOW.grace_s, abs=0.1)


def test_leaving_at_once_by_speed_does_not_end_before_the_beginning():
    rule = SLOW.model_copy(update={"kind": "move", "settle_s": 0.1, "grace_s": 0.3})
    shown = [slow(1.0, 0), slow(1.1, 0), slow(1.2, 3, 0), slow(1.3, 3, 0), slow(1.4, 3, 0)]
    late = [sample(t, posture="other", speeds={HEIGHT: 0}, head_height_ratio=2) for t in (0.8, 0.9)]
    _, changes = advance_all(late + shown, rule)
    assert changes[0] == Entered(t_s=near(0.95))
    assert (changes[1].t_s, changes[1].held_s) == (near(0.95), 0.0)


RESTING = Phase.model_validate(phase("up", UP, at_rest=AT_REST))


def travelling(t_s, pace, drift, height=2.0):
    """A sample of somebody whose hips move at one speed and get somewhere at another."""
    one = sample(t_s, head_height_ratio=height)
    return replace(one, paces={"left_hips": pace}, drifts={"left_hips": drift})


def test_who_sinks_for_longer_than_three_seconds_has_not_arrived():
    low = [travelling(t, 0.3, 0.3, height=0) for t in times(0, 1)]
    sinking = [travelling(t, 0.15, 0.15) for t in times(1.1, 7)]
    still = [travelling(t, 0.0, 0.15 - (t - 7) / 20) for t in times(7.1, 12)]
    assert advance_all(low + sinking, RESTING)[1] == []
    _, changes = advance_all(low + sinking + still, RESTING)
    assert changes == [Entered(t_s=near(7.0 - SPEED_LAG_S, abs=0.1))]


def test_who_moves_and_gets_nowhere_has_arrived():
    low = [travelling(t, 0.3, 0.3, height=0) for t in times(0, 1)]
    fidgeting = [travelling(t, 0.2, 0.02) for t in times(1.1, 7)]
    _, changes = advance_all(low + fidgeting, RESTING)
    assert changes == [Entered(t_s=near(1.05 + RESTLESS_S))]


def test_who_gets_nowhere_any_more_has_arrived_in_the_middle_of_that_window():
    low = [travelling(t, 0.3, 0.3, height=0) for t in times(0, 1)]
    sinking = [travelling(t, 0.2, 0.15) for t in times(1.1, 7)]
    fidgeting = [travelling(t, 0.2, 0.02) for t in times(7.1, 12)]
    _, changes = advance_all(low + sinking + fidgeting, RESTING)
    assert changes == [Entered(t_s=near(7.1 - RESTLESS_S / 2))]


@pytest.mark.parametrize(("slow_s", "arrives"), [(0.3, False), (0.5, True)])
def test_moment_in_which_somebody_gets_nowhere_is_no_arrival(slow_s, arrives):
    low = [travelling(t, 0.3, 0.3, height=0) for t in times(0, 1)]
    sinking = [travelling(t, 0.2, 0.15) for t in times(1.1, 7)]
    slower = [travelling(t, 0.2, 0.05) for t in times(7.1, 7.1 + slow_s)]
    on = [travelling(t, 0.2, 0.15) for t in times(7.2 + slow_s, 9)]
    _, changes = advance_all(low + sinking + slower + on, RESTING)
    assert changes == ([Entered(t_s=near(7.1 - RESTLESS_S / 2))] if arrives else [])
