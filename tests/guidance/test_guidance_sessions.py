"""Whole sessions with somebody who follows the guide, or does not: each ends where it should."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.coach.coach_figure import LYING, TABLETOP
from tests.guidance.guidance_moments import CAT_COW, CHILD, KNEES, LEFT, RIGHT, TURN, plan
from tests.guidance.guided_person import Habits, practise
from tests.typed import there

from matside.exercise.programme import Step
from matside.guidance.leading import END_S
from matside.guidance.ledger import step_done, units_done
from matside.guidance.outcome import Chime, Stage, Talk

HUGS = Step(exercise=KNEES.id, reps=2, hold_s=10)
CATS = Step(exercise=CAT_COW.id, reps=3)
TURNS = Step(exercise=TURN.id, reps=3)
REST = Step(exercise=CHILD.id, hold_s=10)


def all_done(session, steps=None):
    state = session.state
    indices = range(len(state.plan.steps)) if steps is None else steps
    return all(step_done(state.plan, state.ledger, index) for index in indices)


def counted(session, index):
    """Units that the plan counts of a step, by side."""
    state = session.state
    step = state.plan.steps[index]
    return {side: units_done(step, index, state.ledger, side) for side in step.sides}


def test_one_exercise_twice_with_another_between_is_three_exercises():
    session = practise(plan(CATS, REST, Step(exercise=CAT_COW.id, reps=2)))
    assert all_done(session)
    assert session.seen_full == {(0, None): 3, (1, None): 1, (2, None): 2}
    named = [text for text in session.texts if text.startswith("Next:")]
    assert named == ["Next: Child's pose.", "Next: Cat-cow."]
    targets = [key for key, _ in itertools.groupby(g.target for g in session.guidances)]
    assert targets == ["cat_cow", "childs_pose", "cat_cow", ""]
    assert session.texts.count("One.") == 5  # two counts and three countdowns


def test_the_counts_of_a_step_begin_at_zero():
    session = practise(plan(CATS, CATS))
    begun = next(g for g in session.guidances if g.step == 1 and g.underway)
    assert (begun.work.done, begun.work.target) == (0, 3)


def test_it_ends_by_itself_some_time_after_the_end():
    session = practise(plan(REST))
    done_s = next(
        n / 10 for n, guidance in enumerate(session.guidances) if guidance.stage is Stage.DONE
    )
    assert session.ended_s == pytest.approx(done_s + END_S, abs=0.2)
    assert session.guidances[-1].closing == "Well done. That was the hold."


def test_each_side_gets_its_time_and_the_change_of_sides_is_led():
    session = practise(plan(HUGS))
    assert counted(session, 0) == {LEFT: 2, RIGHT: 2}
    assert session.texts[-9:] == [
        "And release slowly. Then the other side.",
        "Now the right side.",
        "Hold.",
        "And release slowly. Then the other side.",
        "Now the left side, for the last time.",
        "And release slowly.",
        "Now the right side, for the last time.",
        "And release slowly. That was the last one.",
        "Well done. Those were all four holds. Come up slowly.",
    ]


def test_who_begins_with_the_right_is_led_from_right_to_left():
    session = practise(plan(HUGS), Habits(first=RIGHT))
    assert counted(session, 0) == {LEFT: 2, RIGHT: 2}
    assert next(text for text in session.texts if "side" in text and "Now" in text) == (
        "Now the left side."
    )


def test_the_same_side_again_is_not_counted_and_told():
    session = practise(plan(HUGS), Habits(stubborn=frozenset({2})))
    assert "The right side is next." in session.texts
    assert counted(session, 0) == {LEFT: 2, RIGHT: 2}
    for guidance in session.guidances:
        if guidance.work is not None and guidance.work.sides:
            assert guidance.work.set == 1


def test_a_hold_that_is_left_early_is_asked_for_again_and_kept():
    session = practise(plan(HUGS), Habits(early=frozenset({1, 3})))
    assert counted(session, 0) == {LEFT: 2, RIGHT: 2}
    assert len([e for e in session.state.ledger.of_step(0) if not e.full]) == 2
    assert session.texts.count("Three seconds. Again when you are ready.") == 2


def test_a_rest_is_counted_from_its_end_and_said_with_what_comes_next():
    session = practise(plan(Step(exercise=CAT_COW.id, reps=2, sets=2, rest_s=20)))
    rests = [g.pause for g in session.guidances if g.stage is Stage.RESTING]
    assert rests[0].length_s == pytest.approx(20.0)
    assert not rests[0].switch
    assert 19.5 <= len(rests) / 10 <= 20.2
    left = [pause.left_s for pause in rests]
    assert left == sorted(left, reverse=True)
    assert "Two. Rest for twenty seconds. Then set two of two. Two repetitions." in session.texts
    assert "Ten seconds." in session.texts
    assert all_done(session)


def test_who_rests_elsewhere_is_called_back_in_time_and_the_set_begins_in_place():
    step = Step(exercise=CAT_COW.id, reps=2, sets=2, rest_s=30)
    session = practise(plan(step), Habits(resting=LYING, moving_s=3.0))
    assert all_done(session)
    rested = [(n / 10, g) for n, g in enumerate(session.guidances) if g.stage is Stage.RESTING]
    called = [t_s for t_s, text in session.said if text == "Come onto hands and knees."]
    (in_rest,) = [t_s for t_s in called if rested[0][0] < t_s < rested[-1][0]]
    assert 6.0 <= rested[-1][0] - in_rest <= 9.0
    assert rested[-1][1].instruction == "", "who is in place again is told nothing"
    late = practise(plan(step), Habits(resting=LYING, moving_s=20.0))
    assert all_done(late)
    resting = [n for n, g in enumerate(late.guidances) if g.stage is Stage.RESTING]
    after = [g.stage for g in late.guidances[resting[-1] + 1 :]]
    assert after[0] is Stage.PLACING, "it does not begin without the person"
    assert Stage.COUNTDOWN in after


def test_who_rests_in_place_is_told_nothing_of_it():
    step = Step(exercise=CAT_COW.id, reps=2, sets=2, rest_s=30)
    session = practise(plan(step), Habits(resting=TABLETOP))
    assert session.texts.count("Come onto hands and knees.") == 1, "before the first set"


def test_frames_that_are_missing_make_a_rest_no_longer():
    step = Step(exercise=CAT_COW.id, reps=2, sets=2, rest_s=20)
    usual = practise(plan(step))
    begun_s = next(n / 10 for n, g in enumerate(usual.guidances) if g.stage is Stage.RESTING)
    away = practise(plan(step), Habits(away=((begun_s + 3.0, begun_s + 7.0),)))
    assert Chime.LOST not in [chime for _, chime in away.chimes], "who rests may go where they like"
    ends = [
        next(
            n for n, (a, b) in enumerate(itertools.pairwise(s.guidances)) if a.pause and not b.pause
        )
        for s in (away, usual)
    ]
    assert abs(ends[0] - ends[1]) <= 2


def test_a_rest_can_be_skipped_and_ended_by_going_on():
    step = Step(exercise=CAT_COW.id, reps=2, sets=2, rest_s=60)
    usual = practise(plan(step))
    resting = next(n / 10 for n, g in enumerate(usual.guidances) if g.stage is Stage.RESTING)
    skipped = practise(plan(step), Habits(skips=(resting + 5.0,)))
    impatient = practise(plan(step), Habits(impatient=True))
    for session in (skipped, impatient):
        assert all_done(session)
        assert session.ended_s < usual.ended_s - 40.0


def test_a_change_of_sides_can_be_left_out():
    step = Step(exercise=KNEES.id, reps=1, hold_s=10, switch_s=0)
    session = practise(plan(step))
    assert all_done(session)
    assert Stage.RESTING not in session.stages


def test_skipping_a_step_leaves_it_as_it_was_and_keeps_the_hold_that_ran():
    usual = practise(plan(HUGS, REST))
    began = next(n / 10 for n, g in enumerate(usual.guidances) if g.stage is Stage.COACHING)
    session = practise(plan(HUGS, REST), Habits(skips=(began + 5.0,)))
    assert not step_done(session.state.plan, session.state.ledger, 0)
    assert step_done(session.state.plan, session.state.ledger, 1)
    (kept,) = [e for e in session.state.ledger.of_step(0) if not e.full]
    assert 2.0 <= there(kept.held_s) <= 5.0
    assert session.guidances[-1].closing == "You finished one of two exercises."


def test_a_set_can_be_done_again():
    step = Step(exercise=CAT_COW.id, reps=3, sets=2, rest_s=20)
    usual = practise(plan(step))
    resting = next(n / 10 for n, g in enumerate(usual.guidances) if g.stage is Stage.RESTING)
    session = practise(plan(step), Habits(redos=(resting + 2.0,)))
    assert "This set again, from its beginning." in session.texts
    assert session.seen_full == {(0, None): 9}
    assert all_done(session)
    assert len(session.state.ledger.entries) == 9


def test_pain_of_four_makes_what_is_left_easier():
    session = practise(plan(CATS, HUGS, REST), Habits(pains=((5.0, 4),)))
    state = session.state
    assert state.eased
    assert state.plan.steps[1].dose.hold_s == 6.0
    assert all_done(session)
    assert (
        "Go easier: smaller movements, shorter and fewer. Stop if it gets worse." in session.texts
    )


def test_nobody_in_pain_is_asked_for_a_hold_again():
    habits = Habits(pains=((2.0, 5),), early=frozenset({1}))
    session = practise(plan(Step(exercise=CHILD.id, hold_s=30, reps=2)), habits)
    assert not any("Again" in text for text in session.texts)


def test_pain_of_six_stops_and_says_what_to_do():
    session = practise(plan(HUGS, REST), Habits(pains=((20.0, 7),)), asks_pain=True)
    assert session.stages[-1] is Stage.DONE
    assert session.ended_s == pytest.approx(20.0 + END_S, abs=0.3)
    stop = "Stop here, and come into a position that feels good."
    assert any(text.startswith(stop) and "physiotherapist" in text for text in session.texts)
    assert not session.guidances[-1].ask_pain
    assert session.guidances[-1].closing in session.texts, "it can be read until the end"
    after = [chime for t_s, chime in session.chimes if t_s > 20.5]
    assert after == []


def test_little_pain_changes_nothing():
    session = practise(plan(REST), Habits(pains=((5.0, 2),)))
    assert not session.state.eased
    assert "Thank you. Go on gently." in session.texts
    assert all_done(session)


def test_pain_is_asked_at_the_end_and_its_answer_ends_the_session_sooner():
    asked = practise(plan(REST), asks_pain=True)
    assert asked.guidances[-1].ask_pain
    assert "How much does it hurt now?" in asked.texts[-1]
    done_s = asked.ended_s - END_S
    told = practise(plan(REST), Habits(pains=((done_s + 6.0, 4),)), asks_pain=True)
    assert told.state.pain_after == 4
    assert told.ended_s < asked.ended_s - 10.0
    assert "Do less next time." in told.texts[-1]
    assert told.guidances[-1].closing == told.texts[-1]


def test_who_leaves_in_a_hold_is_told_and_comes_back_to_it():
    session = practise(plan(HUGS), Habits(away=((24.0, 30.0),)))
    assert all_done(session)
    assert Chime.LOST in [chime for _, chime in session.chimes]


HABITS = st.builds(
    Habits,
    first=st.sampled_from([LEFT, RIGHT]),
    stubborn=st.frozensets(st.integers(1, 8), max_size=3),
    early=st.frozensets(st.integers(1, 8), max_size=3),
    away=st.lists(
        st.integers(5, 120).flatmap(lambda s: st.tuples(st.just(s), st.integers(s + 1, s + 20))),
        max_size=2,
    ).map(tuple),
    skips=st.lists(st.integers(5, 200), max_size=3).map(tuple),
    redos=st.lists(st.integers(5, 200), max_size=2).map(tuple),
    pains=st.lists(st.tuples(st.integers(5, 200), st.integers(0, 5)), max_size=2).map(tuple),
    impatient=st.booleans(),
)
PLANS = st.lists(st.sampled_from([HUGS, CATS, TURNS, REST]), min_size=1, max_size=2)


@settings(max_examples=12, deadline=None)
@given(PLANS, HABITS, st.sampled_from(Talk))
def test_whatever_the_person_does_the_plan_ends_and_the_ledger_is_right(steps, habits, talk):
    session = practise(plan(*steps), habits, talk=talk)
    assert session.ended_s is not None
    for state in session.states[::20]:
        for index, step in enumerate(state.plan.steps):
            units = [units_done(step, index, state.ledger, side) for side in step.sides]
            assert max(units) - min(units) <= 1
    ledger = session.state.ledger
    for index in range(len(steps)):
        full = sum(entry.full for entry in ledger.entries if entry.step == index)
        done = sum(n for (step, _), n in session.seen_full.items() if step == index)
        eased = session.state.eased  # what was too short before may be long enough after
        assert full <= done or eased
    if not habits.skips:
        assert all_done(session)
