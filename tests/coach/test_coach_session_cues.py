"""Faults and cues of the whole coach: what is told, what is said, and when it is not."""

import itertools
from dataclasses import replace

import pytest
from tests.coach.coach_exercises import CAT_COW, FOLD, KNEES_UP, TURN, coach, result_at
from tests.coach.coach_figure import (
    BOTH_KNEES,
    CAT,
    COW,
    LEFT_CLOSED,
    LEFT_KNEE,
    LEFT_OPEN,
    LYING,
    RIGHT_CLOSED,
    RIGHT_OPEN,
    TABLETOP,
    motion,
)
from tests.coach.coach_samples import LEFT, RIGHT, fault, said

from matside.coach import events as ev
from matside.coach.faults import AGAIN_S, APART_S
from matside.coach.session import finish
from matside.exercise.schema import Exercise

# Faults


def test_both_legs_at_once_are_told_and_the_cue_is_given():
    frames = motion((LYING, 0, 1), (BOTH_KNEES, 1, 5), (LYING, 1, 2))
    _, results, events = coach(frames)
    assert said(events, ev.FaultRaised, "fault") == ["together"]
    assert said(events, ev.CueGiven, "fault") == ["together"]
    (moment,) = said(events, ev.CueGiven, "t_s")
    assert result_at(results, moment).cue.fault == "together"


def test_knees_that_are_up_when_the_film_begins_were_not_lifted_together():
    _, _, events = coach(motion((BOTH_KNEES, 0, 5), (LYING, 1, 2)))
    assert said(events, ev.HoldDone, "phase") == ["both"]
    assert said(events, ev.FaultRaised, "fault") == []


def test_quick_cats_are_told_and_the_cue_is_given():
    frames = motion((TABLETOP, 0, 3), *[(CAT, 0.6, 0.4), (COW, 0.6, 0.4)] * 3, (TABLETOP, 1, 5))
    _, _, events = coach(frames, CAT_COW)
    assert set(said(events, ev.FaultRaised, "fault")) == {"hurried"}
    assert said(events, ev.CueGiven, "fault")[0] == "hurried"


@pytest.mark.parametrize(("turns", "told"), [(2, []), (3, [("unequal", RIGHT)])])
def test_unequal_sides_are_told_at_the_end_and_not_before(turns, told):
    frames = motion(
        (TABLETOP, 0, 1),
        *([(LEFT_OPEN, 2, 1), (LEFT_CLOSED, 2, 1)] * turns),
        (TABLETOP, 1, 1),
        (RIGHT_OPEN, 2, 1),
        (RIGHT_CLOSED, 2, 1),
        (TABLETOP, 1, 1),
    )
    content = TURN.model_dump(exclude_unset=True)
    content["fault"] = [fault("unequal", "balance", ["open", "closed"], least=2)]
    state, _, events = coach(frames, Exercise.model_validate(content), to_the_end=False)
    assert said(events, ev.FaultRaised, "fault") == []
    _, ending = finish(state)
    assert said(ending, ev.FaultRaised, "fault", "side") == told
    for cleared in said(ending, ev.FaultCleared, "start_s", "t_s"):
        assert cleared == pytest.approx((frames[-1].t_s - 1.0,) * 2, abs=0.6)


# Cues


STRAIGHT = replace(LEFT_KNEE, knee=(80.0, 120.0))
HEAD_BACK = replace(STRAIGHT, head=-45.0)


def test_most_important_fault_is_said_first_and_the_next_one_later():
    frames = motion((LYING, 0, 1), (HEAD_BACK, 1, 9), (LYING, 1, 2))
    _, results, events = coach(frames)
    assert said(events, ev.FaultRaised, "fault", "side") == [
        ("knee_straight", LEFT),
        ("head_back", LEFT),
    ]
    assert [f.fault for f in result_at(results, 5).faults] == ["head_back", "knee_straight"]
    assert result_at(results, 5).faults[0].side is LEFT
    (first_s, first), (second_s, second) = said(events, ev.CueGiven, "t_s", "fault")
    assert (first, second) == ("head_back", "knee_straight")
    assert second_s - first_s == pytest.approx(APART_S, abs=0.1)
    assert result_at(results, first_s).cue == result_at(results, 5).faults[0]
    assert result_at(results, 1.0).cue is None
    assert result_at(results, first_s + 2.0).cue.fault == "head_back"
    assert len(said(events, ev.FaultCleared, "t_s")) == 2


def test_only_the_exercise_that_is_being_done_gives_cues():
    frames = motion((LYING, 0, 1), (HEAD_BACK, 1, 5))
    _state, _, events = coach(frames, FOLD, KNEES_UP, to_the_end=False)
    assert {e.exercise for e in events if isinstance(e, ev.CueGiven)} == {"knees_up"}
    _, results, events = coach(frames, FOLD, KNEES_UP, forced=True, to_the_end=False)
    assert said(events, ev.CueGiven, "fault") == []
    assert results[-1].faults == ()


def test_no_cue_is_given_for_a_hold_that_is_being_left():
    holding, lying = (replace(figure, head=-40.0) for figure in (LEFT_KNEE, LYING))

    def cues(stay_s):
        _, _, events = coach(motion((lying, 0, 2), (holding, 1, stay_s), (lying, 1, 3)))
        return said(events, ev.CueGiven, "t_s")

    first, again = cues(20.0)
    assert again == pytest.approx(first + AGAIN_S, abs=0.1)
    assert cues(again - 0.95 - 3.0) == [first]


def test_cue_for_what_is_over_waits_for_the_last_cue():
    frames = motion((TABLETOP, 0, 3), *[(CAT, 0.6, 0.4), (COW, 0.6, 0.4)] * 9, (TABLETOP, 1, 5))
    _, _, events = coach(frames, CAT_COW)
    moments = said(events, ev.CueGiven, "t_s")
    assert len(said(events, ev.FaultRaised, "t_s")) > 4
    assert 1 <= len(moments) <= 2
    assert all(b - a >= APART_S for a, b in itertools.pairwise(moments))


@pytest.mark.parametrize(("stay_s", "given"), [(1.0, ["hurried"]), (6.0, [])])
def test_what_was_over_long_ago_when_it_was_told_gets_no_cue(stay_s, given):
    quick = [(CAT, 0.6, 0.2), (COW, 0.6, 0.2)]
    frames = motion((TABLETOP, 0, 3), *quick, (CAT, 0.6, stay_s), (COW, 0.6, 0.5))
    _, _, events = coach(frames, CAT_COW)
    assert said(events, ev.FaultRaised, "fault") == ["hurried"]
    assert said(events, ev.CueGiven, "fault") == given
