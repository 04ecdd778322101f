"""Plans and ledgers: what steps unroll to, and what is counted of what was done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.guidance.guidance_moments import CAT_COW, CHILD, KNEES, LEFT, LIBRARY, RIGHT, TURN, plan

from matside.exercise.programme import Step, step_problems
from matside.guidance.ledger import (
    Entry,
    Ledger,
    is_done,
    reps_done,
    settled,
    step_done,
    units_done,
)
from matside.guidance.plan import Rest, Switch, Transition, Work, plan_of

HUG = KNEES.id


def shape(of):
    """The items of a plan in short: C, L, R, W for work, s for a switch, r for a rest."""
    letters = {LEFT: "L", RIGHT: "R", None: "W"}
    kinds = {Transition: "C", Switch: "s", Rest: "r"}
    return "".join(
        letters[item.side] if isinstance(item, Work) else kinds[type(item)] for item in of.items
    )


def entry(side=None, *, end_s=1.0, full=True, step=0, number=1, held_s=None):
    return Entry(
        step=step, set=number, side=side, start_s=end_s - 1.0, end_s=end_s, held_s=held_s, full=full
    )


def ledger(*sides, **more):
    return Ledger(entries=tuple(entry(side, **more) for side in sides))


@pytest.mark.parametrize(
    ("step", "expected"),
    [
        (Step(exercise=CHILD.id), "CW"),
        (Step(exercise=CHILD.id, reps=3), "CWWW"),
        (Step(exercise=CHILD.id, reps=2, sets=2), "CWWrWW"),
        (Step(exercise=CHILD.id, reps=2, sets=2, rest_s=0), "CWWWW"),
        (Step(exercise=HUG, reps=2, hold_s=15), "CLsRsLsR"),
        (Step(exercise=HUG, reps=2, switch_s=0), "CLRLR"),
        (Step(exercise=HUG, reps=1, sets=2), "CLsRrLsR"),
        (Step(exercise=HUG, reps=2, side="left"), "CLL"),
        (Step(exercise=HUG, reps=2, side="right"), "CRR"),
        (Step(exercise=HUG, reps=2, side="any"), "CWW"),
        (Step(exercise=HUG, reps=2, phase="both_knees"), "CWW"),
        (Step(exercise=CAT_COW.id), "CW"),
        (Step(exercise=CAT_COW.id, sets=3), "CWrWrW"),
        (Step(exercise=TURN.id), "CLsR"),
        (Step(exercise=TURN.id, sets=2), "CLsRrLsR"),
    ],
)
def test_a_step_unrolls_to_work_by_hold_or_set_and_side(step, expected):
    assert shape(plan_of([step], LIBRARY)) == expected


def test_a_plan_is_its_steps_one_after_the_other():
    made = plan(CAT_COW, CHILD, CAT_COW)
    assert shape(made) == "CWCWCW"
    assert [item.step for item in made.items] == [0, 0, 1, 1, 2, 2]


def test_each_step_has_its_own_target():
    made = plan(Step(exercise=HUG, reps=2, hold_s=15), Step(exercise=CAT_COW.id, reps=5))
    works = [item for item in made.items if isinstance(item, Work)]
    assert works[0].reps == 1
    assert works[-1].reps == 5
    assert made.steps[0].dose.hold_s == 15
    assert made.steps[1].dose.reps == 5


def test_no_steps_no_items():
    assert plan_of([], LIBRARY).items == ()


def test_a_step_may_begin_with_the_other_side():
    made = plan(Step(exercise=HUG, reps=2)).starting(0, RIGHT)
    assert shape(made) == "CRsLsRsL"


def test_what_hurts_is_eased_from_a_step_on():
    made = plan(
        CAT_COW, Step(exercise=HUG, reps=5, hold_s=30), Step(exercise=HUG, hold_s=6, reps=1)
    )
    eased = made.eased(1)
    assert eased.steps[0] == made.steps[0]
    assert (eased.steps[1].dose.hold_s, eased.steps[1].dose.reps) == (18, 3)
    assert (eased.steps[2].dose.hold_s, eased.steps[2].dose.reps) == (5, 1)


def test_a_hold_that_was_broken_off_is_kept_and_not_counted():
    made = plan(Step(exercise=CHILD.id, reps=2))
    kept = Ledger(entries=(entry(full=False, held_s=12.0), entry(full=False, held_s=1.0)))
    assert units_done(made.steps[0], 0, kept, None) == 0
    assert kept.of_step(0) == kept.entries


def test_one_side_never_counts_more_than_one_ahead_of_the_other():
    made = plan(Step(exercise=HUG, reps=3))
    step, seen = made.steps[0], ledger(RIGHT, RIGHT, RIGHT)
    assert [units_done(step, 0, seen, side) for side in (LEFT, RIGHT)] == [0, 1]
    seen = seen.with_entry(entry(LEFT))
    assert [units_done(step, 0, seen, side) for side in (LEFT, RIGHT)] == [1, 2]


def test_what_is_done_with_both_counts_for_each():
    made = plan(Step(exercise=HUG, reps=2))
    assert step_done(made, ledger(None, None), 0)
    assert not step_done(made, ledger(None), 0)


def test_a_set_that_is_done_again_counts_from_nothing_and_keeps_what_was_measured():
    made = plan(Step(exercise=CHILD.id, reps=2, sets=2))
    seen = ledger(None, None).with_entry(entry(number=2, end_s=5.0))
    again = seen.again(0, 2, 6.0)
    assert units_done(made.steps[0], 0, again, None) == 2
    assert again.entries == seen.entries
    assert units_done(made.steps[0], 0, again.with_entry(entry(number=2, end_s=9.0)), None) == 3


def test_what_is_due_is_the_first_work_that_is_not_done():
    made = plan(Step(exercise=HUG, reps=2))
    assert shape(made) == "CLsRsLsR"
    assert settled(made, Ledger(), 0) == 0
    assert settled(made, Ledger(), 1) == 1
    assert settled(made, ledger(LEFT), 1) == 2
    assert settled(made, ledger(LEFT, RIGHT), 1) == 4
    assert settled(made, ledger(RIGHT), 1) == 1
    assert settled(made, ledger(LEFT, RIGHT, LEFT, RIGHT), 1) == len(made.items)


def test_a_change_is_never_passed_over():
    made = plan(CHILD, CHILD)
    seen = Ledger(entries=(entry(), entry(step=1)))
    assert settled(made, seen, 1) == 2


def test_repetitions_of_a_set():
    made = plan(Step(exercise=CAT_COW.id, reps=4, sets=2))
    first, second = (item for item in made.items if isinstance(item, Work))
    seen = ledger(*[None] * 6)
    assert (reps_done(made, seen, first), reps_done(made, seen, second)) == (4, 2)
    assert is_done(made, seen, first)
    assert not is_done(made, seen, second)


STEPS = st.lists(
    st.builds(
        Step,
        exercise=st.sampled_from([HUG, CHILD.id, CAT_COW.id, TURN.id]),
        reps=st.integers(1, 4),
        sets=st.integers(1, 3),
        rest_s=st.sampled_from([0.0, 20.0]),
        switch_s=st.sampled_from([0.0, 8.0]),
    ),
    min_size=1,
    max_size=3,
)
DONE = st.lists(
    st.tuples(st.sampled_from([LEFT, RIGHT, None]), st.booleans(), st.integers(0, 2)), max_size=30
)


@given(STEPS, DONE)
def test_never_more_is_counted_than_was_seen_and_sides_stay_within_one(steps, done):
    made = plan(*steps)
    seen = Ledger()
    for number, (side, full, step) in enumerate(done):
        seen = seen.with_entry(entry(side, full=full, step=step, end_s=float(number)))
        for index, one in enumerate(made.steps):
            counts = [units_done(one, index, seen, which) for which in one.sides]
            for which, count in zip(one.sides, counts, strict=True):
                assert count * one.unit_reps <= seen.reps(index, which)
                assert 0 <= count <= one.units
            assert max(counts) - min(counts) <= 1


@given(STEPS, DONE, st.data())
def test_what_is_due_only_ever_moves_on(steps, done, data):
    made = plan(*steps)
    at, seen = 1, Ledger()
    for side, full, _ in done:
        step = made.items[min(at, len(made.items) - 1)].step
        seen = seen.with_entry(entry(side, full=full, step=step))
        later = settled(made, seen, at)
        assert at <= later <= len(made.items)
        at = later


@pytest.mark.parametrize(
    ("step", "words"),
    [
        (Step(exercise=CAT_COW.id, dose="long"), "found 'long'"),
        (Step(exercise=HUG, phase="three_knees"), "found 'three_knees'"),
        (Step(exercise=CAT_COW.id, hold_s=5), "counted and not held"),
        (Step(exercise=CHILD.id, side="left"), "has no sides"),
    ],
)
def test_what_a_step_asks_for_in_vain_is_told(step, words):
    ((_key, problem),) = step_problems(step, LIBRARY[step.exercise])
    assert words in problem


def test_a_step_that_fits_has_no_problem():
    assert step_problems(Step(exercise=HUG, side="left", hold_s=9), KNEES) == ()
