"""One phase: settled, held, graced and left, by its edges, its posture and its conditions."""

from dataclasses import replace

import pytest
from tests.coach.coach_samples import (
    CURVE,
    HEIGHT,
    HIP,
    HOLD,
    LEFT,
    UP,
    advance_all,
    condition,
    ends,
    heights,
    hips,
    phase,
    sample,
    times,
)
from tests.typed import near

from matside.coach.phase_track import Entered, Lasted, Left
from matside.coach.phases import close
from matside.exercise.schema import Phase

# Settling, the way out and the grace


def test_phase_begins_when_the_edge_was_crossed_and_is_told_once_it_has_settled():
    track, changes = advance_all(heights([(0, 0), (2, 2), (2.4, 2)], rate_hz=5)[:7])
    assert (track.active, changes) == (False, [])
    assert track.met_since_s == pytest.approx(1.0)
    track, changes = advance_all(heights([(0, 0), (2, 2), (2.4, 2)], rate_hz=5)[:8])
    assert changes == []
    track, changes = advance_all(heights([(0, 0), (2, 2), (2.4, 2)], rate_hz=5)[:9])
    assert changes == [Entered(t_s=near(1.0))]
    assert track.held_s(2.4) == pytest.approx(1.4)


def test_settling_time_itself_is_enough():
    _, changes = advance_all([sample(t, head_height_ratio=2) for t in (0.0, 0.25, 0.5)])
    assert changes == [Entered(t_s=0.0)]


def test_visit_shorter_than_settling_is_none():
    track, changes = advance_all(heights([(0, 0), (0.5, 2), (0.7, 0), (2, 0)]))
    assert changes == []
    assert track.met_since_s is None


def test_phase_ends_where_the_exit_edge_was_crossed():
    track, changes = advance_all(heights([(0, 2), (3, 2), (5, 0), (6, 0)]))
    assert changes[1:] == [Left(t_s=near(4.2), start_s=0.0, held_s=near(4.2), renamed=False)]
    assert not track.active


def test_band_between_exit_and_enter_keeps_but_does_not_begin():
    assert advance_all(heights([(0, 0.9), (3, 0.9)]))[1] == []
    assert advance_all(heights([(0, 2), (1, 2), (1.1, 0.9), (3, 0.9)]))[1] == [Entered(t_s=0.0)]


def test_slip_within_the_grace_is_forgiven():
    track, changes = advance_all(heights([(0, 2), (2, 2), (2.1, 0), (2.4, 0), (2.5, 2), (4, 2)]))
    assert changes == [Entered(t_s=0.0)]
    assert (track.out_s, track.held_s(4.0)) == (None, 4.0)


def test_slip_longer_than_the_grace_ends_the_phase_when_it_began():
    dip = [(0, 2), (2, 2), (2.1, 0), (2.8, 0), (2.9, 2), (4, 2)]
    _, changes = advance_all(heights(dip))
    assert changes[1] == Left(t_s=near(2.06), start_s=0.0, held_s=near(2.06))
    assert changes[2] == Entered(t_s=near(2.85))


def test_grace_itself_is_forgiven():
    steady = [sample(t, head_height_ratio=2) for t in times(0, 2, 4)]
    out = [sample(t, head_height_ratio=0.5) for t in (2.25, 2.5)]
    moment = 2.0 + 0.25 * 1.2 / 1.5
    rule = HOLD.model_copy(update={"grace_s": 2.5 - moment})
    track, _ = advance_all([*steady, *out], rule)
    assert track.active
    rule = HOLD.model_copy(update={"grace_s": 2.5 - moment - 0.01})
    track, changes = advance_all([*steady, *out], rule)
    assert not track.active
    assert changes[-1].t_s == pytest.approx(moment)


def test_return_for_a_moment_is_none():
    blip = [(0, 2), (2, 2), (2.1, 0), (2.3, 0), (2.4, 2), (2.5, 2), (2.6, 0), (4, 0)]
    _, changes = advance_all(heights(blip))
    assert changes[1].t_s == pytest.approx(2.06)


def test_return_that_settles_goes_on_though_it_settles_after_the_grace():
    back = [(0, 2), (2, 2), (2.1, 0), (2.3, 0), (2.4, 2), (4, 2)]
    track, changes = advance_all(heights(back))
    assert changes == [Entered(t_s=0.0)]
    assert (track.out_s, track.steady) == (None, True)


# Posture and conditions


def test_wrong_posture_is_not_the_phase():
    assert (
        advance_all([sample(t, posture="folded", head_height_ratio=2) for t in times(0, 3)])[1]
        == []
    )


def test_phase_begins_with_the_posture_if_that_comes_last():
    wrong = [sample(t, posture="other", head_height_ratio=2) for t in times(0, 1)]
    right = [sample(t, head_height_ratio=2) for t in times(1.1, 3)]
    assert advance_all(wrong + right)[1] == [Entered(t_s=near(1.05))]


def test_phase_ends_with_the_posture():
    right = [sample(t, head_height_ratio=2) for t in times(0, 2)]
    wrong = [sample(t, posture="other", head_height_ratio=2) for t in times(2.1, 4)]
    track, changes = advance_all(right + wrong)
    assert changes[1] == Left(t_s=near(2.05), start_s=0.0, held_s=near(2.05))
    assert (track.posture_since_s, track.posture_out_s) == (None, near(2.05))


@pytest.mark.parametrize(
    ("elsewhere", "away_s", "holds"),
    [("hands_and_knees", 1.5, 2), ("hands_and_knees", 0.6, 1), ("other", 1.5, 1)],
)
def test_grace_ends_where_the_body_is_plainly_in_another_posture(elsewhere, away_s, holds):
    patient = Phase.model_validate(phase(grace_s=2.5))
    samples = [sample(t, head_height_ratio=2) for t in times(0, 3)]
    samples += [sample(t, posture=elsewhere, head_height_ratio=2) for t in times(3.1, 3 + away_s)]
    samples += [sample(t, head_height_ratio=2) for t in times(3.1 + away_s, 7)]
    track, changes = advance_all(samples, patient)
    entered = [change.t_s for change in changes if isinstance(change, Entered)]
    assert entered == [0.0, near(3.05 + away_s)][:holds]
    assert track.active


def test_first_of_several_conditions_that_is_left_ends_the_phase():
    legs = condition(ends(100), ends(90), measure=HIP, of="larger")
    rule = Phase.model_validate(phase("up", UP, legs))
    steady = [hips(t, 120, 0, head_height_ratio=2) for t in times(0, 2)]
    falling = [hips(t, 80, 0, head_height_ratio=2) for t in times(2.1, 2.3)]
    both = [hips(t, 80, 0, head_height_ratio=0) for t in times(2.4, 4)]
    _, changes = advance_all(steady + falling + both, rule)
    assert changes[0] == Entered(t_s=0.0)
    assert changes[1].t_s == pytest.approx(2.075)


def test_last_of_several_conditions_that_is_met_begins_the_phase():
    legs = condition(ends(100), measure=HIP, of="larger")
    rule = Phase.model_validate(phase("up", UP, legs))
    early = [hips(t, 120, 0, head_height_ratio=0) for t in times(0, 1)]
    late = [hips(t, 120, 0, head_height_ratio=2) for t in times(1.1, 3)]
    assert advance_all(early + late, rule)[1] == [Entered(t_s=near(1.05))]


def test_conditions_may_follow_the_side_the_neutral_and_the_best():
    own = condition(ends(20), measure=HIP, of="own", relative_to="neutral")
    best = condition(ends(0.5), relative_to="best")
    rule = Phase.model_validate(phase("up", own, best, sides=True))
    shown = [hips(t, 100, 0, head_height_ratio=1) for t in times(0, 1)]
    assert advance_all(shown, rule, LEFT, {HIP: 70.0}, {HEIGHT: 1.9})[1] == [Entered(t_s=0.0)]
    assert advance_all(shown, rule, LEFT.other, {HIP: 70.0}, {HEIGHT: 1.9})[1] == []
    assert advance_all(shown, rule, LEFT, {HIP: 90.0}, {HEIGHT: 1.9})[1] == []
    assert advance_all(shown, rule, LEFT, {HIP: 70.0}, {HEIGHT: 2.1})[1] == []
    assert advance_all(shown, rule, LEFT, {}, {HEIGHT: 1.9})[1] == []


SHORT = HOLD.model_copy(update={"least_s": 2.0})


def test_visit_has_lasted_once_it_is_as_long_as_one_has_to_be():
    _, changes = advance_all(heights([(0, 0), (1, 0), (1.1, 2), (5, 2), (5.1, 0), (7, 0)]), SHORT)
    assert [type(change) for change in changes] == [Entered, Lasted, Left]
    assert changes[1].t_s == pytest.approx(changes[0].t_s + 2.0)
    assert changes[2].lasted


def test_visit_that_is_too_short_has_not_lasted():
    _, changes = advance_all(heights([(0, 0), (1, 0), (1.1, 2), (2.8, 2), (2.9, 0), (5, 0)]), SHORT)
    assert [type(change) for change in changes] == [Entered, Left]
    assert not changes[1].lasted


def test_visit_that_the_stream_ends_in_may_have_gone_on():
    shown = heights([(0, 0), (1, 0), (1.1, 2), (2.2, 2)])
    track, _ = advance_all(shown, SHORT)
    assert [type(change) for change in close(track, SHORT, ends=True)[1]] == [Lasted, Left]
    (left,) = close(track, SHORT)[1]
    assert isinstance(left, Left)
    assert left.lasted is False


CURVED = Phase.model_validate(
    phase(
        "round",
        condition(ends(15), ends(9), measure=CURVE, relative_to="neutral"),
        UP,
        kind="move",
        least_s=0.6,
    )
)


def test_shape_that_the_body_came_to_its_place_in_counts_for_nothing():
    """Round before the head is up, as on the way from the heels: no visit that lasts."""
    neutral = {CURVE: 0.0}

    def came(round_from_s, up_from_s):
        shown = [
            sample(
                t,
                spinal_curve_deg=20.0 if t >= round_from_s else 0.0,
                head_height_ratio=2.0 if t >= up_from_s else 0.0,
            )
            for t in times(0, 5)
        ]
        _, changes = advance_all(shown, CURVED, neutral=neutral)
        return [type(change) for change in changes]

    assert came(round_from_s=2.0, up_from_s=1.0) == [Entered, Lasted]
    assert came(round_from_s=1.0, up_from_s=2.0) == [Entered]
    assert came(round_from_s=0.0, up_from_s=0.0) == [Entered, Lasted]


TURNED = Phase.model_validate(phase("up", condition(ends(2.0), ends(1.8), turned=ends(1.0))))
"""Above 2.0 from the side, above 1.0 half from the front."""


def half_front(start_s, end_s, height):
    """Samples of a body that is known to be turned."""
    return [
        replace(sample(t, head_height_ratio=height), turned=True) for t in times(start_s, end_s)
    ]


def test_a_band_for_turned_bodies_takes_the_place_of_both_others():
    low = [sample(t, head_height_ratio=1.5) for t in times(0, 2)]
    assert advance_all(low, TURNED)[1] == []
    _, changes = advance_all(half_front(0, 2, 1.5) + half_front(2.1, 4, 0.9), TURNED)
    assert [type(change) for change in changes] == [Entered, Left]
    assert changes[1].t_s == near(2.0 + 0.1 * 5 / 6)
    below = half_front(0, 4, 0.9)
    assert advance_all(below, TURNED)[1] == []


def test_without_a_band_for_turned_bodies_the_others_hold_for_them_too():
    assert advance_all(half_front(0, 2, 0.9), HOLD)[1] == []
    assert advance_all(half_front(0, 2, 1.1), HOLD)[1] == [Entered(t_s=0.0)]
