"""The whole coach where tracking fails: a person lost and found, legs whose labels are swapped."""

from dataclasses import replace

import numpy as np
import pytest
from tests.coach.coach_exercises import coach, result_at
from tests.coach.coach_figure import LEFT_KNEE, LYING, legs_renamed, motion
from tests.coach.coach_samples import LEFT, RIGHT, said

from matside.coach import events as ev
from matside.coach.events import LossReason

# Lost and found


def test_person_who_leaves_is_lost_and_found_again():
    frames = motion((LYING, 0, 1), (LEFT_KNEE, 1, 4), (None, 0, 2), (LEFT_KNEE, 0, 2))
    _, results, events = coach(frames)
    assert said(events, ev.TrackingLost, "t_s", "reason") == [
        (pytest.approx(6 - 1 / 10), LossReason.NOBODY)
    ]
    assert said(events, ev.TrackingBack, "t_s", "gap_s") == [(8.0, pytest.approx(2 + 1 / 10))]
    assert not result_at(results, 7.5).judged
    assert result_at(results, 7.5).reason is LossReason.NOBODY
    assert result_at(results, 7.5).posture == "unseen"
    assert (result_at(results, 5.5).judged, results[-1].judged) == (True, True)
    assert (result_at(results, 5.5).reason, results[-1].reason) == (None, None)
    assert len(said(events, ev.HoldPaused, "t_s")) == 1
    assert result_at(results, 7.9).held_s == result_at(results, 7.2).held_s > 0


def test_short_drop_out_is_not_told():
    frames = motion((LYING, 0, 3), (None, 0, 0.8), (LYING, 0, 2))
    _, _, events = coach(frames)
    assert said(events, ev.TrackingLost, "t_s") == []


def test_nobody_at_first_is_not_lost():
    _, results, events = coach(motion((None, 0, 5), (LYING, 0, 2)))
    assert said(events, ev.TrackingLost, "t_s") == []
    assert said(events, ev.TrackingBack, "t_s") == []
    assert (results[0].judged, results[0].reason) == (False, LossReason.NOBODY)


@pytest.mark.parametrize(
    ("rows", "reason"),
    [([11, 12, 23, 24], LossReason.TRUNK), ([25, 26], LossReason.LEGS)],
)
def test_what_is_missing_is_said(rows, reason):
    hidden = np.zeros(33)
    hidden[:] = 1.0
    hidden[rows] = 0.0
    frames = motion((LYING, 0, 4))
    shown = [replace(f, visibility=f.visibility * hidden) if f.t_s > 1.01 else f for f in frames]
    _, results, events = coach(shown)
    assert said(events, ev.TrackingLost, "t_s", "reason") == [(1.0, reason)]
    assert (results[-1].judged, results[-1].reason) == (False, reason)


def test_gap_between_frames_is_no_loss():
    frames = motion((LYING, 0, 2)) + motion((LYING, 0, 2), start_s=9.0)
    assert said(coach(frames)[2], ev.TrackingLost, "t_s") == []


# Swapped labels


def test_labels_that_are_swapped_now_and_then_do_not_break_the_hold():
    frames = motion((LYING, 0, 1), (LEFT_KNEE, 1, 8), (LYING, 1, 2))
    shown = [legs_renamed(f) if n % 7 == 3 else f for n, f in enumerate(frames)]
    _, _, events = coach(shown)
    assert said(events, ev.HoldDone, "side") == [LEFT]
    assert said(events, ev.HoldDone, "held_s")[0] == pytest.approx(8.8, abs=0.3)


def test_labels_that_stay_swapped_keep_the_hold_and_give_it_to_the_longer_name():
    frames = motion((LYING, 0, 1), (LEFT_KNEE, 1, 8), (LYING, 1, 2))
    shown = [legs_renamed(f) if f.t_s >= 4 else f for f in frames]
    _, _, events = coach(shown)
    assert said(events, ev.HoldDone, "side") == [RIGHT]
    assert said(events, ev.HoldDone, "held_s")[0] == pytest.approx(8.8, abs=0.3)
