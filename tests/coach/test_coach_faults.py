"""Faults through time: raised once they have lasted, cleared once they are mended."""

from dataclasses import replace
from functools import partial
from typing import Any

import pytest
from tests.coach.coach_samples import (
    HEIGHT,
    LEFT,
    RIGHT,
    condition,
    ends,
    exercise,
    fault,
    phase,
    sample,
    times,
)
from tests.typed import near

from matside.body.posture import Posture
from matside.coach.events import FaultCleared, FaultRaised, RepDone
from matside.coach.faults import CLEAR_AFTER_S, FaultTrack, Situation, mend, watch

LOW = exercise(
    faults=[fault("low", lasts_s=1.0, when=[condition(ends(at_most=0.5), ends(at_most=0.7))])]
).fault[0]
PACE = exercise(phase(), faults=[fault("fast", "pace", least_s=2.0)]).fault[0]
ROCK = exercise(
    faults=[fault("rock", "travel", measure=HEIGHT, range=ends(0.5), window_s=2.0)]
).fault[0]

raised = partial(FaultRaised, exercise="small", fault="low")
cleared = partial(FaultCleared, exercise="small", fault="low")


def situation(t_s, height=0.0, **more):
    """A frame within the phase."""
    given = {"neutral": {}, "best": {}, "side": None, "in_phase": True} | more
    return Situation(sample=sample(t_s, head_height_ratio=height), **given)


def run(made, situations):
    """The last state and all changes."""
    changes: list[Any]
    track, changes = FaultTrack(), []
    for now in situations:
        track, more = watch(track, "small", made, now)
        changes += more
    return track, changes


def low(start_s, end_s, **more):
    """The head too low for a while."""
    return [situation(t, 0.0, **more) for t in times(start_s, end_s)]


def fine(start_s, end_s, **more):
    """The head high enough for a while."""
    return [situation(t, 1.0, **more) for t in times(start_s, end_s)]


def test_fault_is_raised_with_the_moment_at_which_it_began():
    assert run(LOW, low(2, 2.9))[1] == []
    track, changes = run(LOW, low(2, 3))
    assert changes == [raised(t_s=2.0, side=None)]
    assert track.start_s == 2.0


def test_fault_is_raised_once():
    assert run(LOW, low(0, 20))[1] == [raised(t_s=0.0, side=None)]


def test_fault_that_does_not_last_is_none():
    assert run(LOW, low(0, 0.8) + fine(0.9, 2) + low(2.1, 2.9) + fine(3, 5))[1] == []


def test_fault_is_cleared_when_it_was_last_seen():
    shown = low(0, 2) + fine(2.1, 4)
    assert run(LOW, shown)[1][1:] == [cleared(t_s=2.0, start_s=0.0, side=None)]


def test_fault_is_cleared_after_a_moment_without_it():
    last = 2.0 + CLEAR_AFTER_S
    assert len(run(LOW, low(0, 2) + fine(2.1, last - 0.1))[1]) == 1
    assert len(run(LOW, low(0, 2) + fine(2.1, last))[1]) == 2


def test_short_mending_does_not_end_it():
    track, changes = run(LOW, low(0, 2) + fine(2.1, 2.4) + low(2.5, 4))
    assert changes == [raised(t_s=0.0, side=None)]
    assert (track.start_s, track.last_s) == (0.0, 4.0)


def test_fault_can_be_raised_again():
    shown = low(0, 2) + fine(2.1, 4) + low(4.1, 6)
    assert run(LOW, shown)[1][2:] == [raised(t_s=near(4.05), side=None)]


def test_fault_ends_with_its_phase():
    _, changes = run(LOW, low(0, 2) + low(2.1, 4, in_phase=False))
    assert changes == [raised(t_s=0.0, side=None), cleared(t_s=2.0, start_s=0.0, side=None)]


def test_fault_keeps_the_side_on_which_it_was_raised():
    _, changes = run(LOW, low(0, 2, side=LEFT) + fine(2.1, 4, side=RIGHT))
    assert [change.side for change in changes] == [LEFT, LEFT]


def test_fault_that_needs_no_lasting_is_raised_at_once():
    track, changes = run(ROCK, [situation(t, t) for t in times(0, 1.6)])
    assert changes == [raised(fault="rock", t_s=0.0, side=None)]
    assert track.last_s == 1.6


def test_fault_ends_with_the_last_moment_that_belongs_to_it_and_not_when_it_was_last_told():
    shown = [situation(t, 0.0 if t < 1.5 else 1.0) for t in times(0, 9)]
    _, changes = run(ROCK, shown)
    assert [type(change) for change in changes] == [FaultRaised, FaultCleared]
    assert changes[0].t_s == 0.0
    assert changes[1].t_s == pytest.approx(1.5, abs=0.11)


def test_fault_that_is_over_when_it_is_told_is_raised_and_cleared_at_once():
    done = [
        RepDone(t_s=t + 1.0, exercise="small", count=1, start_s=t, side=LEFT) for t in (0.0, 1.5)
    ]
    shown = [situation(rep.t_s, completed=(rep,), in_phase=False, side=LEFT) for rep in done]
    track, changes = run(PACE, shown)
    assert changes == [
        raised(fault="fast", t_s=0.0, side=LEFT),
        cleared(fault="fast", t_s=1.5, start_s=0.0, side=LEFT),
    ]
    assert track.start_s is None


def unseen(start_s, end_s, **more):
    """Frames that cannot be judged."""
    return [
        replace(now, sample=replace(now.sample, posture=Posture.UNSEEN))
        for now in low(start_s, end_s, **more)
    ]


def test_frame_that_cannot_be_judged_neither_raises_nor_mends():
    assert run(LOW, low(0, 0.5) + unseen(0.6, 3))[1] == []
    assert run(LOW, low(0, 2) + unseen(2.1, 9))[1] == [raised(t_s=0.0, side=None)]
    shown = low(0, 2) + unseen(2.1, 4) + fine(4.1, 6)
    assert run(LOW, shown)[1][1:] == [cleared(t_s=2.0, start_s=0.0, side=None)]


def test_what_ended_is_judged_though_nobody_is_seen():
    done = [RepDone(t_s=t + 1, exercise="small", count=1, start_s=t) for t in (0.0, 1.5)]
    shown = [*unseen(1.0, 1.0, completed=(done[0],)), *unseen(2.5, 2.5, completed=(done[1],))]
    assert [type(change) for change in run(PACE, shown)[1]] == [FaultRaised, FaultCleared]


def test_mending_nothing_says_nothing():
    assert mend(FaultTrack(), "small", LOW) == (FaultTrack(), ())


def test_mending_forgets_the_fault():
    track, _ = run(LOW, low(0, 2, side=LEFT))
    mended, ended = mend(track, "small", LOW)
    assert ended == (cleared(t_s=2.0, start_s=0.0, side=LEFT),)
    assert (mended.start_s, mended.side) == (None, None)
