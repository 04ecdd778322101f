"""One phase: settled, held, graced, paused, left, and handed over with a leg's name."""

from dataclasses import replace

import pytest
from coach_samples import (
    CURVE,
    HEIGHT,
    HIP,
    LEFT,
    NAN,
    UP,
    condition,
    ends,
    heights,
    hips,
    nobody,
    phase,
    sample,
    times,
)

from matside.coach.moments import RESTLESS_S
from matside.coach.phases import (
    GIVE_UP_S,
    HANDOVER_S,
    Entered,
    Left,
    Paused,
    advance,
    close,
    idle,
    take_over,
)
from matside.coach.sample import SPEED_LAG_S
from matside.exercise.conditions import Condition
from matside.exercise.schema import Phase

HOLD = Phase.model_validate(phase())
"""Begins above 1.0, ends below 0.8, settles and is graced for 0.5 s."""


def run(samples, rule=HOLD, side=None, neutral=None, best=None):
    """The last state of a phase and all of its changes."""
    track, changes = idle(rule), []
    for one in samples:
        track, more = advance(track, rule, side, one, neutral or {}, best or {})
        changes += more
    return track, changes


def test_phase_begins_when_the_edge_was_crossed_and_is_told_once_it_has_settled():
    track, changes = run(heights([(0, 0), (2, 2), (2.4, 2)], rate_hz=5)[:7])
    assert (track.active, changes) == (False, [])
    assert track.met_since_s == pytest.approx(1.0)
    track, changes = run(heights([(0, 0), (2, 2), (2.4, 2)], rate_hz=5)[:8])
    assert changes == []
    track, changes = run(heights([(0, 0), (2, 2), (2.4, 2)], rate_hz=5)[:9])
    assert changes == [Entered(t_s=pytest.approx(1.0))]
    assert track.held_s(2.4) == pytest.approx(1.4)


def test_settling_time_itself_is_enough():
    _, changes = run([sample(t, head_height_ratio=2) for t in (0.0, 0.25, 0.5)])
    assert changes == [Entered(t_s=0.0)]


def test_visit_shorter_than_settling_is_none():
    track, changes = run(heights([(0, 0), (0.5, 2), (0.7, 0), (2, 0)]))
    assert changes == []
    assert track.met_since_s is None


def test_phase_ends_where_the_exit_edge_was_crossed():
    track, changes = run(heights([(0, 2), (3, 2), (5, 0), (6, 0)]))
    assert changes[1:] == [
        Left(t_s=pytest.approx(4.2), start_s=0.0, held_s=pytest.approx(4.2), renamed=False)
    ]
    assert not track.active


def test_band_between_exit_and_enter_keeps_but_does_not_begin():
    assert run(heights([(0, 0.9), (3, 0.9)]))[1] == []
    assert run(heights([(0, 2), (1, 2), (1.1, 0.9), (3, 0.9)]))[1] == [Entered(t_s=0.0)]


def test_slip_within_the_grace_is_forgiven():
    track, changes = run(heights([(0, 2), (2, 2), (2.1, 0), (2.4, 0), (2.5, 2), (4, 2)]))
    assert changes == [Entered(t_s=0.0)]
    assert (track.out_s, track.held_s(4.0)) == (None, 4.0)


def test_slip_longer_than_the_grace_ends_the_phase_when_it_began():
    dip = [(0, 2), (2, 2), (2.1, 0), (2.8, 0), (2.9, 2), (4, 2)]
    _, changes = run(heights(dip))
    assert changes[1] == Left(t_s=pytest.approx(2.06), start_s=0.0, held_s=pytest.approx(2.06))
    assert changes[2] == Entered(t_s=pytest.approx(2.85))


def test_grace_itself_is_forgiven():
    steady = [sample(t, head_height_ratio=2) for t in times(0, 2, 4)]
    out = [sample(t, head_height_ratio=0.5) for t in (2.25, 2.5)]
    moment = 2.0 + 0.25 * 1.2 / 1.5
    rule = HOLD.model_copy(update={"grace_s": 2.5 - moment})
    track, _ = run([*steady, *out], rule)
    assert track.active
    rule = HOLD.model_copy(update={"grace_s": 2.5 - moment - 0.01})
    track, changes = run([*steady, *out], rule)
    assert not track.active
    assert changes[-1].t_s == pytest.approx(moment)


def test_wrong_posture_is_not_the_phase():
    assert run([sample(t, posture="folded", head_height_ratio=2) for t in times(0, 3)])[1] == []


def test_phase_begins_with_the_posture_if_that_comes_last():
    wrong = [sample(t, posture="other", head_height_ratio=2) for t in times(0, 1)]
    right = [sample(t, head_height_ratio=2) for t in times(1.1, 3)]
    assert run(wrong + right)[1] == [Entered(t_s=1.1)]


def test_phase_ends_with_the_posture():
    right = [sample(t, head_height_ratio=2) for t in times(0, 2)]
    wrong = [sample(t, posture="other", head_height_ratio=2) for t in times(2.1, 4)]
    track, changes = run(right + wrong)
    assert changes[1] == Left(t_s=2.1, start_s=0.0, held_s=2.1)
    assert (track.posture_since_s, track.posture_out_s) == (None, 2.1)


def test_first_of_several_conditions_that_is_left_ends_the_phase():
    legs = condition(ends(100), ends(90), measure=HIP, of="larger")
    rule = Phase.model_validate(phase("up", UP, legs))
    steady = [hips(t, 120, 0, head_height_ratio=2) for t in times(0, 2)]
    falling = [hips(t, 80, 0, head_height_ratio=2) for t in times(2.1, 2.3)]
    both = [hips(t, 80, 0, head_height_ratio=0) for t in times(2.4, 4)]
    _, changes = run(steady + falling + both, rule)
    assert changes[0] == Entered(t_s=0.0)
    assert changes[1].t_s == pytest.approx(2.075)


def test_last_of_several_conditions_that_is_met_begins_the_phase():
    legs = condition(ends(100), measure=HIP, of="larger")
    rule = Phase.model_validate(phase("up", UP, legs))
    early = [hips(t, 120, 0, head_height_ratio=0) for t in times(0, 1)]
    late = [hips(t, 120, 0, head_height_ratio=2) for t in times(1.1, 3)]
    assert run(early + late, rule)[1] == [Entered(t_s=pytest.approx(1.05))]


def test_conditions_may_follow_the_side_the_neutral_and_the_best():
    own = condition(ends(20), measure=HIP, of="own", relative_to="neutral")
    best = condition(ends(0.5), relative_to="best")
    rule = Phase.model_validate(phase("up", own, best, sides=True))
    shown = [hips(t, 100, 0, head_height_ratio=1) for t in times(0, 1)]
    assert run(shown, rule, LEFT, {HIP: 70.0}, {HEIGHT: 1.9})[1] == [Entered(t_s=0.0)]
    assert run(shown, rule, LEFT.other, {HIP: 70.0}, {HEIGHT: 1.9})[1] == []
    assert run(shown, rule, LEFT, {HIP: 90.0}, {HEIGHT: 1.9})[1] == []
    assert run(shown, rule, LEFT, {HIP: 70.0}, {HEIGHT: 2.1})[1] == []
    assert run(shown, rule, LEFT, {}, {HEIGHT: 1.9})[1] == []


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
    _, changes = run(fast + still + again, SLOW.model_copy(update={"grace_s": 1.0}))
    entered = 2.0 + 0.1 * 2 / 3 - SPEED_LAG_S
    left = 4.0 + 0.1 * 2 / 3 - SPEED_LAG_S
    assert changes[0] == Entered(t_s=pytest.approx(entered))
    assert changes[1].t_s == pytest.approx(left)
    assert changes[1].held_s == pytest.approx(left - entered)


def test_speed_does_not_pull_the_beginning_before_the_other_conditions():
    low = [slow(t, 0, height=0) for t in times(0, 2)]
    high = [slow(t, 0) for t in times(2.1, 4)]
    assert run(low + high, SLOW)[1] == [Entered(t_s=pytest.approx(2.05))]


def test_unknown_speed_leaves_the_phase_judged_but_does_not_begin_it():
    unknown = [slow(t, NAN) for t in times(0, 5)]
    assert run(unknown, SLOW)[1] == []
    known = [slow(t, 0) for t in times(0, 2)]
    track, changes = run([*known, *(slow(t, NAN) for t in times(2.1, 9))], SLOW)
    assert changes == [Entered(t_s=0.0)]
    assert track.judged_s == 9.0


def test_who_moves_within_a_pose_is_still_in_it_but_not_steady():
    still, moving = [slow(t, 0) for t in times(0, 2)], [slow(t, 3) for t in times(2.1, 9)]
    track, changes = run(still, SLOW)
    assert track.steady
    track, changes = run(still + moving, SLOW)
    assert changes == [Entered(t_s=0.0)]
    assert (track.active, track.out_s, track.steady) == (True, None, False)
    track, changes = run([*still, *moving, *(slow(t, 1.5) for t in times(9.1, 10))], SLOW)
    assert track.steady
    assert track.held_s(10.0) == pytest.approx(10.0)


def test_long_fidgeting_is_no_way_out():
    still, moving = [slow(t, 0) for t in times(0, 2)], [slow(t, 3) for t in times(2.1, 9)]
    low = [slow(t, 3, height=0) for t in times(9.1, 10)]
    _, changes = run(still + moving + low, SLOW)
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
    _, changes = run(shown, rule)
    assert changes[1].t_s == pytest.approx(2.0 + 0.1 * 2 / 3 - SPEED_LAG_S)


def test_who_has_left_must_arrive_anew():
    still, out = [slow(t, 0) for t in times(0, 2)], [slow(t, 3, height=0) for t in times(2.1, 4)]
    _, changes = run([*still, *out, *(slow(t, 1.5) for t in times(4.1, 7))], SLOW)
    assert [type(change) for change in changes] == [Entered, Left]


def test_who_is_in_place_for_three_seconds_has_arrived_though_moving():
    low = [slow(t, 3, height=0) for t in times(0, 1)]
    moving = [slow(t, 3) for t in times(1.1, 9)]
    _, changes = run(low + moving[:30], SLOW)
    assert changes == []
    _, changes = run(low + moving, SLOW)
    assert changes == [Entered(t_s=pytest.approx(1.05 + RESTLESS_S))]


def test_stream_that_ends_on_the_way_out_ends_the_phase_when_it_set_out():
    track, _ = run(
        [*(slow(t, 0) for t in times(0, 2)), *(slow(t, 3) for t in times(2.1, 2.4))], SLOW
    )
    _, (left,) = close(track, SLOW)
    assert left.t_s == pytest.approx(2.4 - SLOW.grace_s, abs=0.1)


def test_return_for_a_moment_is_none():
    blip = [(0, 2), (2, 2), (2.1, 0), (2.3, 0), (2.4, 2), (2.5, 2), (2.6, 0), (4, 0)]
    _, changes = run(heights(blip))
    assert changes[1].t_s == pytest.approx(2.06)


def test_return_that_settles_goes_on_though_it_settles_after_the_grace():
    back = [(0, 2), (2, 2), (2.1, 0), (2.3, 0), (2.4, 2), (4, 2)]
    track, changes = run(heights(back))
    assert changes == [Entered(t_s=0.0)]
    assert (track.out_s, track.steady) == (None, True)


def test_leaving_at_once_by_speed_does_not_end_before_the_beginning():
    rule = SLOW.model_copy(update={"settle_s": 0.1, "grace_s": 0.1})
    shown = [slow(1.0, 0), slow(1.1, 0), slow(1.2, 3, 0), slow(1.3, 3, 0), slow(1.4, 3, 0)]
    late = [sample(t, posture="other", speeds={HEIGHT: 0}, head_height_ratio=2) for t in (0.8, 0.9)]
    _, changes = run(late + shown, rule)
    assert changes[0] == Entered(t_s=1.0)
    assert changes[1].t_s == pytest.approx(1.0, abs=0.07)
    assert changes[1].held_s == pytest.approx(changes[1].t_s - 1.0)


# What cannot be seen


def high(start_s, end_s, rate_hz=10):
    """A head that stays high."""
    return [sample(t, head_height_ratio=2) for t in times(start_s, end_s, rate_hz)]


@pytest.mark.parametrize("gap", [[], [nobody(t) for t in times(2.1, 2.9)]])
def test_drop_out_up_to_a_second_is_bridged_and_earns(gap):
    track, changes = run(high(0, 2) + gap + high(3, 5))
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
    track, changes = run(high(0, 2) + gap)
    assert changes[1:] == [Paused(t_s=2.0)]
    assert track.paused
    track, changes = run(high(0, 2) + gap + high(4, 6))
    assert changes[1:] == [Paused(t_s=2.0)]
    assert not track.paused
    assert track.held_s(6.0) == pytest.approx(4.0)


def test_frames_far_apart_are_a_gap_too():
    track, changes = run(high(0, 2) + high(4, 6))
    assert changes == [Entered(t_s=0.0)]
    assert track.held_s(6.0) == pytest.approx(4.0)


def test_gaps_add_up():
    track, _ = run(high(0, 2) + high(4, 5) + high(8, 9))
    assert track.held_s(9.0) == pytest.approx(4.0)


@pytest.mark.parametrize("gap", [[], [nobody(t) for t in times(2.1, 5.9)]])
def test_gap_over_three_seconds_ends_the_phase_when_it_was_last_seen(gap):
    track, changes = run(high(0, 2) + gap + high(6, 8))
    assert Left(t_s=2.0, start_s=0.0, held_s=2.0) in changes
    assert changes[-1] == Entered(t_s=6.0)
    assert track.held_s(8.0) == pytest.approx(2.0)


def test_phase_is_given_up_while_nobody_is_seen():
    gap = [nobody(t) for t in times(2.1, 2.0 + GIVE_UP_S)]
    track, changes = run(high(0, 2) + gap)
    assert track.active
    track, changes = run([*high(0, 2), *gap, nobody(2.1 + GIVE_UP_S)])
    assert not track.active
    assert changes[-1] == Left(t_s=2.0, start_s=0.0, held_s=2.0)


def test_settling_is_bridged_but_not_over_a_longer_gap():
    bridged = [sample(0.0, head_height_ratio=2), nobody(0.5), sample(0.9, head_height_ratio=2)]
    assert run(bridged)[1] == [Entered(t_s=0.0)]
    assert run(high(0, 0.2) + high(1.3, 1.5))[1] == []
    broken = high(0, 0.2) + [nobody(t) for t in times(0.3, 1.5)]
    track, changes = run(broken)
    assert (track, changes) == (idle(HOLD), [])


def test_frames_further_apart_than_the_bridge_never_begin_a_phase():
    assert run(high(0, 9, rate_hz=0.9))[1] == []
    assert run(high(0, 9, rate_hz=1))[1] == [Entered(t_s=0.0)]


def test_hold_that_is_left_after_a_gap_is_left_with_the_frame_that_shows_it():
    low = [sample(t, head_height_ratio=0) for t in times(4, 5)]
    _, changes = run(high(0, 2) + low)
    assert changes[1] == Left(t_s=4.0, start_s=0.0, held_s=pytest.approx(2.0))


def test_gap_after_the_exit_takes_nothing_off_the_hold():
    out = [sample(2.1, head_height_ratio=0)]
    low = [sample(t, head_height_ratio=0) for t in times(4, 5)]
    _, changes = run(high(0, 2) + out + low)
    assert changes[1:] == [Left(t_s=pytest.approx(2.06), start_s=0.0, held_s=pytest.approx(2.06))]


@pytest.mark.parametrize("gap", [[], [nobody(t) for t in times(2.2, 3.9)]])
def test_hold_that_was_just_left_before_a_gap_keeps_the_rest_of_its_grace(gap):
    out = [sample(2.1, head_height_ratio=0)]
    track, changes = run(high(0, 2) + out + gap + high(4, 5))
    assert [type(change) for change in changes] == [Entered, Paused][: 1 + bool(gap)]
    assert track.out_s is None
    assert track.held_s(5.0) == pytest.approx(5.0 - 1.9)


def test_grace_runs_while_the_phase_is_seen_only():
    out = [sample(2.1, head_height_ratio=0)]
    low = [sample(t, head_height_ratio=0) for t in times(4, 4.4)]
    track, _ = run(high(0, 2) + out + low)
    assert track.active
    track, changes = run([*high(0, 2), *out, *low, sample(4.5, head_height_ratio=0)])
    assert not track.active
    assert (changes[1].t_s, changes[1].held_s) == (pytest.approx(2.06), pytest.approx(2.06))


def test_short_drop_out_stops_the_grace_too_but_earns():
    out = [sample(2.1, head_height_ratio=0), nobody(2.5)]
    track, _ = run(high(0, 2) + out + [sample(t, head_height_ratio=0) for t in times(2.9, 3.3)])
    assert track.active
    track, _ = run(high(0, 2) + out + high(2.9, 5))
    assert track.held_s(5.0) == pytest.approx(5.0)
    track, _ = run(high(0, 2) + [sample(t, head_height_ratio=0) for t in (2.1, 2.4, 2.7)])
    assert not track.active


# The end of the stream


def test_phase_that_runs_ends_when_it_was_last_judged():
    track, _ = run([*high(0, 2), nobody(2.5)])
    after, changes = close(track, HOLD)
    assert (after, changes) == (idle(HOLD), (Left(t_s=2.0, start_s=0.0, held_s=2.0),))


def test_phase_that_is_being_left_ends_when_it_was_left():
    track, _ = run([*high(0, 2), sample(2.1, head_height_ratio=0)])
    _, (left,) = close(track, HOLD)
    assert (left.t_s, left.held_s) == (pytest.approx(2.06), pytest.approx(2.06))


def test_phase_that_has_not_settled_ends_without_a_word():
    track, _ = run(high(0, 0.3))
    assert close(track, HOLD) == (idle(HOLD), ())


# A leg that changes its name

LEG = Phase.model_validate(
    phase(
        "knee",
        condition(ends(100), ends(90), measure=HIP, of="own"),
        condition(ends(at_most=80), ends(at_most=85), measure=HIP, of="other"),
        sides=True,
    )
)


def legs(samples):
    """The tracks and changes of both sides, handed over as the tracker does."""
    tracks = {side: idle(LEG) for side in (LEFT, LEFT.other)}
    changes = []
    for one in samples:
        for side, track in tracks.items():
            tracks[side], more = advance(track, LEG, side, one, {}, {})
            changes += [(side, change) for change in more]
        for side in list(tracks):
            pair = take_over(tracks[side], tracks[side.other], LEG)
            if pair:
                tracks[side], tracks[side.other] = pair
    return tracks, changes


def up(side, start_s, end_s):
    """One knee that stays up."""
    pair = (120, 60) if side is LEFT else (60, 120)
    return [hips(t, *pair) for t in times(start_s, end_s)]


def test_visit_goes_on_under_the_other_name():
    tracks, changes = legs(up(LEFT, 0, 4) + up(LEFT.other, 4.1, 6))
    assert changes == [(LEFT, Entered(t_s=0.0))]
    assert not tracks[LEFT].active
    taken = tracks[LEFT.other]
    assert taken.active
    assert taken.held_s(6.0) == pytest.approx(6.0)


def test_visit_belongs_to_the_side_under_whose_name_it_ran_longer():
    down = [hips(t, 60, 60) for t in times(6.1, 8)]
    for exchanged_s, renamed in ((4, True), (2, False)):
        shown = up(LEFT, 0, exchanged_s) + up(LEFT.other, exchanged_s + 0.1, 6) + down
        _, changes = legs(shown)
        side, left = changes[-1]
        assert (side, left.renamed) == (LEFT.other, renamed)
        assert left.start_s == 0.0
        assert left.held_s == pytest.approx(left.t_s)


def test_name_may_come_back_and_its_time_is_kept():
    down = [hips(t, 60, 60) for t in times(6.1, 8)]
    shown = up(LEFT, 0, 2) + up(LEFT.other, 2.1, 4.2) + up(LEFT, 4.3, 6)
    _, changes = legs(shown + down)
    side, left = changes[-1]
    assert (side, left.renamed, left.start_s) == (LEFT, False, 0.0)
    shown = up(LEFT, 0, 1) + up(LEFT.other, 1.1, 5) + up(LEFT, 5.1, 6)
    _, changes = legs(shown + down)
    assert (changes[-1][0], changes[-1][1].renamed) == (LEFT, True)


def test_gaps_stay_taken_off_after_a_handover():
    tracks, _ = legs(up(LEFT, 0, 2) + up(LEFT, 4, 5) + up(LEFT.other, 5.1, 6))
    assert tracks[LEFT.other].held_s(6.0) == pytest.approx(4.0)


def test_leg_that_is_put_down_before_the_other_comes_up_has_not_changed_its_name():
    rest = [hips(t, 60, 60) for t in times(2.1, 2.0 + HANDOVER_S + 0.2)]
    later = rest[-1].t_s + 0.1
    tracks, changes = legs(up(LEFT, 0, 2) + rest + up(LEFT.other, later, later + 3))
    assert [type(change) for _, change in changes] == [Entered, Left, Entered]
    assert changes[1][1].renamed is False
    assert tracks[LEFT.other].start_s > 2.0


def test_change_of_legs_that_takes_half_a_second_is_two_visits():
    rest = [hips(t, 60, 60) for t in times(2.1, 2.4)]
    tracks, changes = legs(up(LEFT, 0, 2) + rest + up(LEFT.other, 2.5, 5))
    assert [type(change) for _, change in changes] == [Entered, Left, Entered]
    assert tracks[LEFT.other].start_s == pytest.approx(2.47, abs=0.01)


@pytest.mark.parametrize(
    ("giver", "taker"),
    [
        ({"active": False}, {}),
        ({"out_s": None}, {}),
        ({}, {"active": True}),
        ({}, {"met_since_s": None}),
        ({}, {"met_since_s": 10.0 + HANDOVER_S + 0.01}),
        ({}, {"met_since_s": 10.0 - HANDOVER_S - 0.01}),
    ],
)
def test_nothing_is_handed_over_otherwise(giver, taker):
    gives = replace(idle(LEG), active=True, start_s=4.0, out_s=10.0)
    takes = replace(idle(LEG), met_since_s=10.1)
    assert take_over(gives, takes, LEG) is not None
    assert take_over(replace(gives, **giver), replace(takes, **taker), LEG) is None
