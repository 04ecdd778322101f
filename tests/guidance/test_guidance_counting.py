"""Repetitions to the ear: counts, sides, sets, doses."""

from dataclasses import replace
from typing import Any

import pytest
from tests.guidance.guidance_moments import (
    CAT_COW,
    KNEES,
    LEFT,
    RIGHT,
    TURN,
    dose,
    hear,
    plan,
    rep,
    seen,
    still,
    under_way,
)

from matside.coach import events as ev
from matside.exercise.programme import Step
from matside.guidance.outcome import Talk


def counted(
    exercise, phase, reps, *, step=None, talk=Talk.NORMAL, late_s=0.3, targets=True, every_s=5.0
):
    """What is heard of repetitions: each is a dose after it, its side, and more events."""
    state = under_way(exercise, phase=phase, talk=talk, targets=targets)
    if step is not None:
        state = replace(state, plan=plan(step))
    counts: dict[Any, Any]
    results, counts = [], {}
    for number, (progress, side, more) in enumerate(reps):
        t_s = 10.0 + every_s * number
        counts[side] = counts.get(side, 0) + 1
        events = [rep(t_s - late_s, exercise, counts[side], side), *more(t_s - late_s)]
        results += still(t_s - 3.0, t_s, exercise=exercise.id, phase=phase)[1:]
        results.append(seen(t_s, exercise=exercise.id, phase=phase, dose=progress, events=events))
    return hear(state, results)[1]


def nothing(t_s):
    return []


def cats(number, **how):
    reps = [(dose(n + 1, 8), None, nothing) for n in range(number)]
    return counted(CAT_COW, "cow", reps, **how)


def test_each_repetition_has_its_sound_and_its_number():
    heard = cats(3)
    assert heard.said == [(10.0, "One."), (15.0, "Two."), (20.0, "Three.")]
    assert heard.sounds("repetition") == [10.0, 15.0, 20.0]


def test_few_words_tell_half_way_and_the_last_two():
    assert cats(7, talk=Talk.FEW).texts == ["Half-way.", "Two more.", "One more."]
    assert len(cats(7, talk=Talk.FEW).sounds("repetition")) == 7


def test_many_words_tell_what_remains():
    assert "Two. Six to go." in cats(3, talk=Talk.MANY).texts


def test_what_is_told_late_is_told_as_what_it_is():
    heard = cats(1, late_s=4.0)
    assert heard.texts == ["One so far."]
    assert not heard.sounds("repetition")


def test_more_than_was_asked_for_is_counted_on():
    reps = [(dose(n + 1, 2), None, nothing) for n in range(3)]
    heard = counted(CAT_COW, "cow", reps, targets=False)
    assert heard.texts == ["Cat-cow. One.", "Two.", "Three."]


def sided(left, right, target=2):
    return dose(min(left, right), target, each_side=True, sides={LEFT: left, RIGHT: right})


def test_the_other_side_follows_the_first():
    reps = [
        (sided(1, 0), LEFT, nothing),
        (sided(2, 0), LEFT, nothing),
        (sided(2, 1), RIGHT, nothing),
    ]
    step = Step(exercise=TURN.id, reps=2)
    for how in ({"step": step}, {"targets": False}):
        heard = counted(TURN, "open", reps, **how)
        assert [text.split(". ", 1)[-1] for text in heard.texts[:1]] == ["One."]
        assert heard.texts[1] == "Two. Now the other side."
        assert heard.texts[-1] == "One."
        assert heard.sounds("set_done")[0] == 15.0


def test_no_other_side_once_both_are_done():
    reps = [(sided(2, 1), LEFT, nothing), (sided(2, 2), RIGHT, nothing)]
    heard = counted(TURN, "open", reps, targets=False)
    assert heard.texts == ["Two. Now the other side.", "Two."]


def test_a_set_is_followed_by_a_rest_and_the_next_one_counts_anew():
    def set_done(t_s):
        return [ev.SetDone(t_s=t_s, exercise=CAT_COW.id, count=1)]

    two = [dose(n, 4, set_reps=2) for n in (1, 2, 3)]
    reps = [(two[0], None, nothing), (two[1], None, set_done), (two[2], None, nothing)]
    heard = counted(CAT_COW, "cow", reps, targets=False)
    assert heard.texts == ["Cat-cow. One.", "Set one done. Rest a moment.", "One."]
    assert heard.sounds("set_done") == [15.0]
    step = Step(exercise=CAT_COW.id, reps=2, sets=2, rest_s=30)
    heard = counted(CAT_COW, "cow", reps, step=step)
    assert heard.texts[:2] == [
        "One.",
        "Two. Rest for 30 seconds. Then set two of two. Two repetitions.",
    ]


def test_repetitions_that_are_holds_are_not_counted_aloud():
    state = under_way(KNEES, phase="start")
    event = rep(10.0, KNEES, 1, LEFT)
    _, heard = hear(state, [seen(10.0, exercise=KNEES.id, phase="start", events=[event])])
    assert heard.said == []
    assert heard.chimes == []


def test_those_of_another_exercise_are_not_counted():
    state = under_way(CAT_COW, TURN, phase="cow")
    event = rep(10.0, TURN, 1, LEFT)
    _, heard = hear(state, [seen(10.0, exercise=CAT_COW.id, phase="cow", events=[event])])
    assert heard.chimes == []


@pytest.mark.parametrize("lasted_s", [2.0, 9.0])
def test_a_tip_is_given_where_the_pace_leaves_time_for_it(lasted_s):
    state = under_way(CAT_COW, phase="cow", talk=Talk.MANY)
    event = rep(10.0, CAT_COW, 3, lasted_s=lasted_s)
    results = [seen(10.0, exercise=CAT_COW.id, phase="cow", dose=dose(3), events=[event])]
    _, heard = hear(state, [*results, *still(10.1, 14.0, exercise=CAT_COW.id, phase="cow")])
    tips = [text for text in heard.texts if text in CAT_COW.tips]
    assert len(tips) == (lasted_s > 4.0)
