"""Repetitions: the full cycle, each side for itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.coach.coach_samples import LEFT, RIGHT

from matside.coach.track import Counter
from matside.exercise.schema import RepetitionRule

CAT_COW = RepetitionRule(cycle=("cat", "cow"))
KNEES = RepetitionRule(cycle=("one",), or_cycle=("both",))


def run(rule, visits):
    """The counter, and end, start, side and count of what visits completed, one each second."""
    counter, completed = Counter(), []
    for t_s, (phase, side) in enumerate(visits):
        counter, done = counter.visiting(rule, phase, side, float(t_s))
        if done:
            completed.append((t_s, counter.began_s[side], side, counter.counts[side]))
    return counter, completed


@pytest.mark.parametrize(
    ("visits", "ends"),
    [
        (["cat"], []),
        (["cat", "cat", "cat"], []),
        (["cat", "cow"], [1]),
        (["cow", "cat"], [1]),
        (["cat", "cat", "cow", "cow", "cat"], [2, 4]),
        (["cat", "tabletop", "cow"], [2]),
        (["tabletop"], []),
    ],
)
def test_repetition_needs_the_full_cycle(visits, ends):
    _, completed = run(CAT_COW, [(phase, None) for phase in visits])
    assert [end for end, _, _, _ in completed] == ends
    assert [count for _, _, _, count in completed] == list(range(1, len(ends) + 1))


def test_repetition_says_when_it_had_begun():
    _, completed = run(CAT_COW, [(p, None) for p in ("rest", "cat", "cat", "cow", "cow", "cat")])
    assert completed == [(3.0, 1.0, None, 1), (5.0, 4.0, None, 2)]


def test_repetition_that_counts_at_its_end_knows_when_it_had_begun():
    counter, completed = Counter().visiting(KNEES, "one", LEFT, 9.0, start_s=2.0)
    assert completed
    assert (counter.counts[LEFT], counter.began_s[LEFT]) == (1, 2.0)
    counter, _ = Counter().visiting(CAT_COW, "cat", None, 9.0, start_s=2.0)
    counter, completed = counter.visiting(CAT_COW, "cow", None, 12.0, start_s=10.0)
    assert completed
    assert counter.began_s[None] == 2.0


def test_sides_are_counted_for_themselves():
    rule = RepetitionRule(cycle=("open", "closed"))
    visits = [("open", LEFT), ("open", RIGHT), ("closed", LEFT), ("open", LEFT), ("closed", RIGHT)]
    counter, completed = run(rule, visits)
    assert [(side, end_s, start_s) for end_s, start_s, side, _ in completed] == [
        (LEFT, 2.0, 0.0),
        (RIGHT, 4.0, 1.0),
    ]
    assert counter.counts == {LEFT: 1, RIGHT: 1}


def test_either_way_of_doing_it_counts():
    counter, _ = run(KNEES, [("one", LEFT), ("both", None), ("one", LEFT), ("both", None)])
    assert counter.counts == {LEFT: 2, None: 2}


def test_phase_that_two_ways_share_counts_for_both():
    rule = RepetitionRule(cycle=("start", "short"), or_cycle=("start", "long"))
    for visits in (["start", "short"], ["short", "start"], ["start", "long"], ["long", "start"]):
        counter, _ = run(rule, [(phase, None) for phase in visits])
        assert counter.counts == {None: 1}, visits


@pytest.mark.parametrize(
    ("visits", "ends"),
    [
        (["open", "down"], [1]),
        (["down", "open"], []),
        (["down", "open", "down", "down"], [2]),
        (["open", "open", "down", "open", "down"], [2, 4]),
        (["open", "rest", "down"], [2]),
    ],
)
def test_ordered_cycle_counts_in_its_order_only(visits, ends):
    rule = RepetitionRule(cycle=("open", "down"), ordered=True)
    _, completed = run(rule, [(phase, None) for phase in visits])
    assert [end for end, _, _, _ in completed] == ends


def test_first_phase_of_an_ordered_cycle_begins_it_anew():
    rule = RepetitionRule(cycle=("a", "b", "c"), ordered=True)
    _, completed = run(rule, [(phase, None) for phase in "abacbc"])
    assert completed == [(5.0, 2.0, None, 1)]


def test_repetition_that_is_given_up_begins_anew_and_takes_no_count_away():
    rule = RepetitionRule(cycle=("open", "closed"))
    counter, _ = run(rule, [("open", LEFT), ("closed", LEFT), ("open", LEFT), ("open", RIGHT)])
    counter = counter.abandoning(LEFT)
    assert counter.counts == {LEFT: 1}
    counter, completed = counter.visiting(rule, "closed", LEFT, 9.0)
    assert not completed
    after, completed = counter.visiting(rule, "open", LEFT, 10.0)
    assert completed
    assert (after.counts[LEFT], after.began_s[LEFT]) == (2, 9.0)
    assert counter.visiting(rule, "closed", RIGHT, 11.0)[1]


@given(st.lists(st.sampled_from(["cat", "cow", "rest"])))
def test_count_is_the_number_of_full_cycles_whatever_the_order(visits):
    counter, completed = run(CAT_COW, [(phase, None) for phase in visits])
    assert counter.counts.get(None, 0) == len(completed)
    assert len(completed) <= min(visits.count("cat"), visits.count("cow"))
    assert all(start_s < end_s for end_s, start_s, _, _ in completed)
