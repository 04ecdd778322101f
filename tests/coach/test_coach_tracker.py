"""One exercise through time: samples in, events out; holds, sides, repetitions, ranges."""

import pytest
from tests.coach.coach_samples import (
    HEIGHT,
    HIP,
    KNEES,
    LEFT,
    OPEN_AND_CLOSE,
    RIGHT,
    condition,
    elbows,
    ends,
    exercise,
    fault,
    follow_exercise,
    heights,
    hips,
    legs,
    nobody,
    phase,
    said,
    times,
)

from matside.coach import events as ev
from matside.coach.track import new_track
from matside.coach.tracker import conclude, follow


def names(events):
    """The kinds of events in order of report."""
    return [type(event).__name__ for event in events]


# Holds and the end of the stream


def test_hold_is_told_from_its_beginning_to_its_end():
    _, events = follow_exercise(exercise(), heights([(0, 0), (2, 2), (6, 2), (8, 0), (9, 0)]))
    assert said(events, ev.HoldStarted, "t_s") == [pytest.approx(1.0)]
    (done,) = said(events, ev.HoldDone, "start_s", "t_s", "held_s")
    assert done == pytest.approx((1.0, 7.2, 6.2))
    assert names(events)[-2:] == ["SetDone", "DoseDone"]


def test_whatever_runs_at_the_end_of_the_stream_ends_when_last_seen():
    low = fault("low", lasts_s=1.0, when=[condition(ends(at_most=3))])
    shown = [*heights([(0, 2), (6, 2)]), nobody(6.1)]
    track, events = follow_exercise(exercise(faults=[low]), shown, to_the_end=True)
    assert said(events, ev.HoldDone, "t_s", "held_s") == [(6.0, 6.0)]
    assert said(events, ev.FaultCleared, "t_s", "start_s") == [(6.0, 0.5)]
    assert track.active == ()
    assert conclude(track)[1] == ()


def test_short_visit_at_the_end_of_the_stream_is_a_hold():
    own = condition(ends(100), measure=HIP, of="own")
    both = condition(ends(100), measure=HIP, of="smaller")
    made = exercise(
        phase("one", own, sides=True, passing="both", passing_s=5.0), phase("both", both)
    )
    shown = [hips(t, 120, 60) for t in times(0, 3)]
    _, events = follow_exercise(made, shown)
    assert said(events, ev.HoldDone, "t_s") == []
    _, events = follow_exercise(made, shown, to_the_end=True)
    assert said(events, ev.HoldDone, "t_s", "side") == [(3.0, LEFT)]


def test_drop_out_pauses_the_hold():
    shown = [*heights([(0, 2), (2, 2)]), *(nobody(t) for t in times(2.1, 4))]
    _, events = follow_exercise(exercise(), [*shown, *heights([(4.1, 2), (6, 2)])], to_the_end=True)
    assert said(events, ev.HoldPaused, "t_s") == [2.0]
    (held,) = said(events, ev.HoldDone, "held_s")
    assert held == pytest.approx(6.0 - 2.1)


# Sides


def test_side_is_found_and_not_asked():
    left = [(0, 60), (2, 60), (3, 120), (10, 120), (11, 60), (14, 60), (21, 60), (24, 60)]
    right = [(0, 60), (2, 60), (3, 60), (10, 60), (11, 60), (14, 60), (15, 120), (24, 120)]
    _, events = follow_exercise(KNEES, legs(left[:6], right[:6]))
    assert said(events, ev.HoldDone, "side") == [LEFT]
    left_again, right_now = [(14, 60), (15, 60), (24, 60), (26, 60)], [(14, 60), (15, 120)]
    _, events = follow_exercise(
        KNEES,
        legs(left[:6], right[:6])[:-1] + legs(left_again, [*right_now, (24, 120), (26, 60)]),
    )
    assert said(events, ev.HoldDone, "side") == [LEFT, RIGHT]
    assert said(events, ev.RepDone, "side", "count") == [(LEFT, 1), (RIGHT, 1)]
    assert said(events, ev.HoldDone, "start_s", "t_s")[0] == pytest.approx((2 + 2 / 3, 10.5))


def test_one_knee_on_the_way_to_both_and_back_counts_for_nothing():
    left = [(0, 60), (1, 60), (2, 120), (4, 120), (14, 120), (16, 120), (17, 60), (22, 60)]
    right = [(0, 60), (1, 60), (2, 60), (4, 120), (14, 120), (16, 60), (17, 60), (22, 60)]
    _, events = follow_exercise(KNEES, legs(left, right), to_the_end=True)
    assert said(events, ev.HoldDone, "phase", "side") == [("both", None)]
    assert said(events, ev.RepDone, "side", "count") == [(None, 1)]
    assert [p for p, _ in said(events, ev.PhaseLeft, "phase", "side")].count("one") == 2
    assert said(events, ev.FaultRaised, "fault") == []


def test_hold_goes_on_when_the_legs_exchange_their_names():
    shown = [hips(t, *((120, 60) if t < 4 else (60, 120))) for t in times(0, 10)]
    shown += [hips(t, 60, 60) for t in times(10.1, 14)]
    _, events = follow_exercise(KNEES, shown)
    assert said(events, ev.PhaseEntered, "phase", "side") == [("one", LEFT), ("lying", None)]
    ((side, held_s),) = said(events, ev.HoldDone, "side", "held_s")
    assert side is RIGHT
    assert held_s == pytest.approx(10.05, abs=0.1)


# Repetitions


@pytest.mark.parametrize("side", [LEFT, RIGHT])
def test_repetition_needs_both_ends_and_knows_its_side(side):
    cycle = [(0, -0.5), (2, -0.5), (4, 0.8), (6, -0.5), (8, 0.8), (9, 0.8)]
    track, events = follow_exercise(OPEN_AND_CLOSE, elbows(cycle, side))
    assert said(events, ev.RepDone, "side", "count") == [(side, 1), (side, 2)]
    assert track.counter.counts == {side: 2}
    assert said(events, ev.FaultRaised, "fault") == []


# Ranges


def measured(track, events):
    """What each visit came to, by phase."""
    left = [*events, *conclude(track)[1]]
    return {e.phase: e.measured for e in left if isinstance(e, ev.PhaseLeft)}


def test_a_hold_is_measured_and_a_rest_is_not():
    left = [(0, 60), (3, 60), (4, 120), (6, 120), (9, 60), (12, 60)]
    track, events = follow_exercise(KNEES, legs(left, [(t, 60 + t) for t, _ in left]))
    visits = measured(track, events)
    assert visits["lying"].ranges == {}
    low, high = visits["one"].ranges["left_hip_flexion_deg"]
    assert 90 <= low < 120, "it ends at 90, and the way out is no part of it"
    assert high == pytest.approx(120)
    assert visits["one"].levels["left_hip_flexion_deg"] == pytest.approx(120, abs=5)
    assert visits["one"].ranges["right_hip_flexion_deg"][0] > 63
    assert track.visits == {}


def test_range_of_what_is_not_seen_is_not_known():
    made = exercise(shows=[HEIGHT, "head_angle_deg"])
    track, events = follow_exercise(made, heights([(0, 2), (2, 3), (4, 2)]))
    assert measured(track, events)["up"].ranges == {HEIGHT: (2.0, 3.0)}
    assert follow_exercise(made, [nobody(0.0)])[0].visits == {}


# State


def test_state_is_not_changed_by_following():
    track = new_track(KNEES)
    follow(track, hips(0.0, 120, 60))
    assert track.phases == new_track(KNEES).phases
