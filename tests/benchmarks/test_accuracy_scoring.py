"""Scores of the accuracy benchmark on cases that one can work out by hand."""

import pytest
from benchmarks.accuracy.scoring import (
    Expected,
    Found,
    Hits,
    fault_hits,
    joined,
    match,
    overlap,
    overlap_share,
    phase_hits,
    repetition_pairs,
    score,
)
from benchmarks.accuracy.totals import Rate, grouped, spread, totals
from benchmarks.accuracy.truth import Span
from tests.typed import there

from matside.body.landmark import Side

LEFT, RIGHT = Side.LEFT, Side.RIGHT


def span(start_s, end_s, name="hold", side=None, **more):
    return Span(name=name, start_s=start_s, end_s=end_s, side=side, **more)


@pytest.mark.parametrize(
    ("a", "b", "shared"),
    [
        (span(0, 4), span(3, 9), 1.0),
        (span(0, 4), span(4, 9), 0.0),
        (span(0, 4), span(5, 9), 0.0),
        (span(0, 4, "cat"), span(0, 4, "cow"), 0.0),
        (span(0, 4, ""), span(0, 4, "cow"), 4.0),
        (span(0, 4, side=LEFT), span(0, 4, side=RIGHT), 0.0),
        (span(0, 4, side=LEFT), span(0, 4), 4.0),
    ],
)
def test_two_spans_share_what_lies_in_both_unless_they_contradict(a, b, shared):
    assert overlap(a, b) == overlap(b, a) == shared


def test_the_share_of_two_spans_is_intersection_over_union_from_a_half_up():
    assert overlap_share(span(0, 4), span(0, 2)) == pytest.approx(0.5)
    assert overlap_share(span(0, 4), span(0, 1.9)) == 0.0
    assert overlap_share(span(2, 2), span(2, 2)) == 0.0


def test_matching_takes_the_greatest_overlap_first_and_each_span_once():
    true, found = [span(0, 4), span(4, 10)], [span(1, 9), span(9, 12)]
    pairs, missed, false = match(true, found, overlap)
    assert pairs == [(true[1], found[0])]
    assert missed == [true[0]]
    assert false == [found[1]]


def test_a_found_hold_is_off_by_found_minus_true():
    expected = Expected(exercise="childs_pose", holds=(span(2, 12),), reps={None: 1})
    found = Found(exercises=("childs_pose",), holds=(span(2.5, 11.8, held_s=9.0),), reps={None: 1})
    result = score("clip", expected, found)
    (error,) = there(result.holds)
    assert (error.start_s, error.end_s) == pytest.approx((0.5, -0.2))
    assert error.length_s == pytest.approx(-1.0)
    assert error.worst_s == pytest.approx(1.0)
    assert result.recognised
    assert (result.missed_holds, result.false_holds) == (0, 0)


def test_holds_without_a_partner_are_missed_or_false():
    expected = Expected(exercise="childs_pose", holds=(span(2, 12), span(20, 30)))
    found = Found(
        exercises=("childs_pose", "knees_to_chest"),
        holds=(span(3, 12), span(14, 15)),
        strange_holds=(span(22, 25),),
    )
    result = score("clip", expected, found)
    assert (result.missed_holds, result.false_holds) == (1, 2)
    assert result.false_hold_s == 3.0
    assert not result.recognised


@pytest.mark.parametrize("found_too", [False, True])
def test_a_hold_that_may_be_missed_is_right_with_and_without_it(found_too):
    expected = Expected(exercise="childs_pose", holds=(span(0, 6), span(9, 9.7, may=True)))
    holds = (span(0, 6.2), span(9.1, 9.7))
    found = Found(exercises=("childs_pose",), holds=holds if found_too else holds[:1])
    result = score("clip", expected, found)
    assert (result.missed_holds, result.false_holds, result.right) == (0, 0, True)


def test_holds_that_nobody_labelled_are_neither_right_nor_false():
    found = Found(exercises=("childs_pose",), holds=(span(3, 12),))
    result = score("clip", Expected(exercise="childs_pose"), found)
    assert result.holds is None
    assert result.reps is None
    assert result.false_holds == 0


@pytest.mark.parametrize(
    ("found", "right"),
    [
        (Found(exercises=()), True),
        (Found(exercises=("childs_pose",)), True),
        (Found(exercises=("cat_cow",)), False),
        (Found(exercises=("childs_pose",), reps={None: 1}), False),
        (Found(exercises=("childs_pose",), holds=(span(3, 5),)), False),
    ],
)
def test_visits_too_short_to_count_are_right_where_nothing_is_credited(found, right):
    result = score("clip", Expected(exercise="childs_pose", reps={None: 0}), found)
    assert result.right == right


def test_a_negative_is_recognised_by_silence():
    silent = score("clip", Expected(exercise="", reps={}), Found(exercises=()))
    loud = score(
        "clip",
        Expected(exercise="", reps={}),
        Found(exercises=("childs_pose",), strange_holds=(span(1, 3),), strange_reps=1),
    )
    assert silent.recognised
    assert not loud.recognised
    figures = totals([silent, loud])
    assert figures.silent == Rate(hits=1, of=2)
    assert figures.false_hold_s == 2.0
    assert figures.false_reps == 1
    assert figures.recognised.share is None


@pytest.mark.parametrize(
    ("true", "found", "pairs"),
    [
        ({None: 5}, {None: 4}, (("", 5, 4),)),
        ({None: 2}, {LEFT: 1, RIGHT: 1}, (("", 2, 2),)),
        ({LEFT: 3}, {LEFT: 2, RIGHT: 1}, (("left", 3, 2), ("right", 0, 1))),
        ({RIGHT: 1}, {None: 1}, (("right", 1, 0), ("", 0, 1))),
        ({}, {}, (("", 0, 0),)),
    ],
)
def test_repetitions_are_compared_by_side_where_the_truth_has_sides(true, found, pairs):
    assert repetition_pairs(true, found) == pairs


def test_counts_are_exact_or_off_by_one_over_all_sides_of_a_clip():
    def counted(true, found):
        return score(
            "clip",
            Expected(exercise="thoracic_rotation", reps=true),
            Found(exercises=("thoracic_rotation",), reps=found),
        )

    figures = totals(
        [
            counted({LEFT: 3, RIGHT: 3}, {LEFT: 3, RIGHT: 3}),
            counted({LEFT: 3, RIGHT: 3}, {LEFT: 2, RIGHT: 4}),
            counted({LEFT: 3, RIGHT: 3}, {LEFT: 1, RIGHT: 3}),
            counted({None: 5}, {}),
        ]
    )
    assert figures.reps_exact == Rate(hits=1, of=4)
    assert figures.reps_off_by_one == Rate(hits=2, of=4)
    assert figures.reps_error == pytest.approx((0 + 0 + 1 + 1 + 2 + 0 + 5) / 7)


def test_phases_are_found_one_to_one():
    true = [span(0, 2, "cat"), span(2, 4, "cow"), span(4, 6, "cat")]
    found = [span(0.2, 2.2, "cat"), span(2.2, 4, "cat"), span(4, 4.9, "cat")]
    hits = phase_hits(true, found)
    assert (hits.true, hits.right, hits.wrong) == (3, 1, 2)
    assert hits.f1 == pytest.approx(2 * 1 / (3 + 3))


def test_a_fault_is_found_up_to_a_second_outside_its_interval():
    expected = Expected(
        exercise="childs_pose",
        faults=(span(2, 5, "hips_high"),),
        names=frozenset({"hips_high", "restless"}),
    )
    late = fault_hits(expected, [span(5.9, 8, "hips_high")])["hips_high"]
    later = fault_hits(expected, [span(6.1, 8, "hips_high")])["hips_high"]
    assert (late.true, late.right, late.right_found, late.wrong) == (1, 1, 1, 0)
    assert (later.true, later.right, later.right_found, later.wrong) == (1, 0, 0, 1)


def test_every_raising_counts_for_precision_and_every_interval_for_recall():
    expected = Expected(
        exercise="cat_cow",
        faults=(span(0, 4, "too_fast"), span(20, 24, "too_fast")),
        names=frozenset({"too_fast", "elbows_bent"}),
    )
    raised = [span(0, 1, "too_fast"), span(3, 4, "too_fast"), span(9, 10, "elbows_bent")]
    hits = fault_hits(expected, raised)
    assert hits["too_fast"] == Hits(true=2, right=1, right_found=2, wrong=0)
    assert hits["elbows_bent"] == Hits(true=0, right=0, right_found=0, wrong=1)
    both = hits["too_fast"] + hits["elbows_bent"]
    assert both.precision == pytest.approx(2 / 3)
    assert both.recall == pytest.approx(1 / 2)


def test_intervals_of_one_fault_whose_slack_touches_are_one():
    spans = [span(4, 6, "a"), span(0, 2.5, "a"), span(8.1, 9, "a")]
    assert [(s.start_s, s.end_s) for s in joined(spans)] == [(0, 6), (8.1, 9)]


def test_a_fault_that_no_exercise_file_knows_is_named_and_not_scored():
    expected = Expected(exercise="knees_to_chest", faults=(span(0, 4, "legs_not_held"),))
    result = score("clip", expected, Found(exercises=("knees_to_chest",)))
    assert result.nameless == ("legs_not_held",)
    assert result.faults == {}


def test_shares_of_nothing_are_not_known():
    assert Hits().precision is None
    assert Hits().recall is None
    assert Hits().f1 is None
    assert spread([]).median is None
    assert totals([]).reps_exact.share is None
    assert totals([]).reps_exact.interval is None


def test_a_spread_looks_at_sizes_and_its_bias_at_signs():
    found = spread([-1.0, 1.0, -3.0])
    assert found.median == 1.0
    assert found.p95 == pytest.approx(2.8)
    assert found.bias == pytest.approx(-1.0)


@pytest.mark.parametrize(
    ("hits", "of", "bounds"),
    [
        (10, 10, (0.7225, 1.0)),
        (0, 10, (0.0, 0.2775)),
        (5, 10, (0.2366, 0.7634)),
        (95, 100, (0.8882, 0.9785)),
    ],
)
def test_a_rate_has_the_interval_of_wilson_that_tables_print(hits, of, bounds):
    assert Rate(hits=hits, of=of).interval == pytest.approx(bounds, abs=1e-4)


def test_a_clip_is_right_in_all_if_nothing_that_was_labelled_is_wrong():
    expected = Expected(
        exercise="childs_pose", holds=(span(2, 12),), reps={None: 1}, tolerance_s=0.4
    )

    def right(**changed):
        found = {"exercises": ("childs_pose",), "holds": (span(2.3, 11.7),), "reps": {None: 1}}
        return score("clip", expected, Found(**{**found, **changed})).right

    assert right()
    assert not right(exercises=("childs_pose", "cat_cow"))
    assert not right(holds=(span(2.5, 11.7),))
    assert not right(holds=(span(2.3, 11.5),))
    assert not right(holds=(span(2.3, 11.7), span(14, 15)))
    assert not right(reps={None: 2})
    assert right(faults=(span(3, 4, "hips_high"),))


def test_clips_are_grouped_by_medium_then_by_exercise_and_view():
    def one(exercise, view, medium):
        expected = Expected(exercise=exercise, view=view, medium=medium)
        return score("clip", expected, Found(exercises=(exercise,) if exercise else ()))

    scores = [
        one("cat_cow", "side", "real"),
        one("cat_cow", "front", "real"),
        one("", "side", "real"),
        one("cat_cow", "side", "drawn"),
    ]
    found = {key: figures.clips for key, figures in grouped(scores).items()}
    assert found == {
        ("drawn", "all"): 1,
        ("real", "all"): 3,
        ("real", "cat_cow"): 2,
        ("real", "none"): 1,
        ("real", "view: front"): 1,
        ("real", "view: side"): 2,
    }


def test_the_worst_clip_is_the_one_with_plain_errors():
    expected = Expected(exercise="childs_pose", holds=(span(2, 12),))
    good = score("a", expected, Found(exercises=("childs_pose",), holds=(span(2.1, 12),)))
    off = score("b", expected, Found(exercises=("childs_pose",), holds=(span(4, 12),)))
    missed = score("c", expected, Found(exercises=()))
    assert good.badness < off.badness < missed.badness
