"""A leg that changes its name: its visit is handed over to the other side."""

from dataclasses import replace

import pytest
from tests.coach.coach_samples import HIP, LEFT, condition, ends, hips, phase, times

from matside.coach.phase_track import HANDOVER_S, Entered, Left, idle, take_over
from matside.coach.phases import advance
from matside.exercise.schema import Phase

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
