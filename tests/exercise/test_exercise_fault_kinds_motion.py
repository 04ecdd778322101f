"""Detectors of how far a measure moves: to and fro, over a window, and at its peak."""

import math

import pytest
from tests.coach.coach_samples import (
    HEAD,
    HEIGHT,
    HIP,
    LEFT,
    RIGHT,
    condition,
    ends,
    head_situations,
    hips,
    judgements_by_time,
    path,
    rule,
    sample,
    situation,
    times,
)

from matside.coach.phase_track import Left
from matside.exercise.fault_kinds.base import Judgement

# Oscillation

BOUNCE = rule("oscillation", measure=HEIGHT, amplitude=0.4, turns=3, window_s=3)
BOUNCES = [(0, 0), (1, 1), (1.5, 0), (2, 1), (2.5, 0), (3, 1)]


def test_oscillation_is_told_once_it_has_turned_often_enough():
    judgements = judgements_by_time(BOUNCE, head_situations(BOUNCES))
    assert min(judgements) == pytest.approx(2.2)
    assert judgements[min(judgements)] == Judgement(since_s=1.0, until_s=2.0)


def test_oscillation_that_is_too_small_or_too_slow_is_none():
    assert judgements_by_time(BOUNCE, head_situations([(t, v * 0.39) for t, v in BOUNCES])) == {}
    assert judgements_by_time(BOUNCE, head_situations([(4 * t, v) for t, v in BOUNCES])) == {}


def test_oscillation_is_over_once_its_turns_are_old():
    judgements = judgements_by_time(BOUNCE, head_situations([*BOUNCES, (9, 1.1)]))
    assert max(judgements) == pytest.approx(4.5)


def test_oscillation_begins_anew_with_the_phase():
    shown = head_situations(BOUNCES)
    outside = situation(sample(1.75, head_height_ratio=0.5), in_phase=False)
    parted = [now for now in shown if now.sample.t_s < 1.7] + [outside]
    assert judgements_by_time(BOUNCE, parted + [now for now in shown if now.sample.t_s > 1.8]) == {}


def test_oscillation_lasts_from_its_first_turn_to_its_last():
    judgements = judgements_by_time(BOUNCE, head_situations([*BOUNCES, (3.5, 0), (9, 0.1)]))
    assert judgements[max(judgements)] == Judgement(since_s=2.0, until_s=3.0)


def test_oscillation_is_not_watched_on_the_way_out():
    leaving = [situation(now.sample, steady=False) for now in head_situations(BOUNCES)]
    assert judgements_by_time(BOUNCE, leaving) == {}
    late = [situation(n.sample, steady=n.sample.t_s <= 2.4) for n in head_situations(BOUNCES)]
    assert max(judgements_by_time(BOUNCE, late)) == pytest.approx(2.4)


def test_oscillation_follows_the_side():
    made = rule("oscillation", ["knee"], measure=HIP, of="own", amplitude=5, turns=2, window_s=9)
    shown = [hips(t, 110 + 10 * math.cos(4 * t), 60) for t in times(0, 5)]
    assert judgements_by_time(made, [situation(one, side=LEFT) for one in shown])
    assert not judgements_by_time(made, [situation(one, side=RIGHT) for one in shown])


# Travel

ROCK = rule("travel", measure=HEIGHT, range=ends(0.5), window_s=2)


def test_travel_is_the_range_over_the_window():
    still = [(0, 0), (4, 0)]
    judgements = judgements_by_time(ROCK, head_situations([*still, (5, 1), (9, 1)]))
    assert min(judgements) == pytest.approx(4.5, abs=0.11)
    assert judgements[min(judgements)].since_s == pytest.approx(min(judgements) - 2.0)
    assert max(judgements) == pytest.approx(6.4, abs=0.11)


def test_travel_needs_most_of_its_window():
    judgements = judgements_by_time(ROCK, head_situations([(0, 0), (0.5, 1), (3, 1)]))
    assert min(judgements) == pytest.approx(1.6, abs=0.11)


def test_single_stray_value_is_no_travel():
    made = rule("travel", measure=HEIGHT, range=ends(0.5), window_s=6)
    shown = head_situations([(0, 0), (9, 0)], rate_hz=8)
    shown[40] = situation(sample(5.0, head_height_ratio=5.0))
    assert judgements_by_time(made, shown) == {}
    shown[36:48] = [situation(sample(n.sample.t_s, head_height_ratio=5.0)) for n in shown[36:48]]
    assert judgements_by_time(made, shown)


def test_travel_against_another_measure():
    made = rule(
        "travel",
        measure=HEIGHT,
        range=ends(at_most=0.5),
        against=HEAD,
        against_range=ends(30),
        window_s=2,
    )
    for swing, height, met in ((20, 0.1, True), (10, 0.1, False), (20, 0.6, False)):
        shown = [
            situation(
                sample(
                    t,
                    head_height_ratio=height * math.sin(5 * t),
                    head_angle_deg=swing * math.sin(5 * t),
                )
            )
            for t in times(0, 4)
        ]
        assert bool(judgements_by_time(made, shown)) is met
    unknown = [situation(sample(t, head_height_ratio=0)) for t in times(0, 4)]
    assert judgements_by_time(made, unknown) == {}


def test_travel_begins_anew_where_its_conditions_are_not_met():
    legs = condition(ends(at_most=90), measure=HIP, of="larger")
    made = rule("travel", measure=HEIGHT, range=ends(at_most=0.1), window_s=4, when=[legs])

    def shown(up_s):
        return [
            situation(hips(t, 120 if t == up_s else 60, 60, head_height_ratio=0.5))
            for t in times(0, 6)
        ]

    assert min(judgements_by_time(made, shown(None))) == pytest.approx(3.2, abs=0.11)
    assert min(judgements_by_time(made, shown(2.0))) == pytest.approx(2.1 + 3.2, abs=0.11)
    assert max(judgements_by_time(made, shown(4.0))) == 3.9
    unseen = [situation(sample(t, head_height_ratio=0.5)) for t in times(0, 6)]
    assert judgements_by_time(made, unseen) == {}


def test_too_much_travel_lasts_from_one_end_to_the_other():
    made = rule("travel", measure=HEIGHT, range=ends(0.5), window_s=6)
    judgements = judgements_by_time(
        made, head_situations([(0, 0), (1, -1), (2, 0), (3, 1), (4, 0), (5, 0)], rate_hz=8)
    )
    assert judgements[5] == Judgement(since_s=1.0, until_s=3.0)
    little = rule("travel", measure=HEIGHT, range=ends(at_most=5), window_s=4)
    assert judgements_by_time(little, head_situations([(0, 0), (4, 1)], rate_hz=8))[4] == Judgement(
        since_s=0.0, until_s=4.0
    )


def test_travel_remembers_nothing_new_on_the_way_out():
    shown = head_situations([(0, 0), (4, 0)])
    out = [situation(sample(t, head_height_ratio=t), steady=False) for t in times(4.1, 5)]
    assert judgements_by_time(ROCK, shown + out) == {}


def test_travel_begins_anew_outside_of_its_phases():
    shown = head_situations([(0, 0), (2, 1)])
    outside = situation(sample(2.1, head_height_ratio=1), in_phase=False)
    after = head_situations([(2.2, 1), (9, 1)])
    assert max(judgements_by_time(ROCK, shown + after)) > 2.1
    assert max(judgements_by_time(ROCK, [*shown, outside, *after])) == 2.0


def test_unknown_values_are_passed_over():
    shown = head_situations([(0, 0), (4, 2)])
    gaps = [situation(sample(n.sample.t_s)) if i % 3 else n for i, n in enumerate(shown)]
    assert min(judgements_by_time(ROCK, gaps)) == pytest.approx(1.8)
    assert judgements_by_time(ROCK, [situation(sample(t)) for t in times(0, 4)]) == {}


def test_travel_without_a_side_to_watch_waits():
    made = rule("travel", ["knee"], measure=HIP, of="own", range=ends(5), window_s=2)
    assert (
        judgements_by_time(made, [situation(hips(t, 100 + 20 * t, 0)) for t in times(0, 4)]) == {}
    )
    assert judgements_by_time(
        made, [situation(hips(t, 100 + 20 * t, 0), side=LEFT) for t in times(0, 4)]
    )


# Peak

PEAK = rule("peak", measure=HEIGHT, range=ends(at_most=1.5))


def visit(points, start_s, end_s, name="up"):
    """Situations of a visit that is left at ``end_s``."""
    left = Left(t_s=end_s, start_s=start_s, held_s=0.0)
    shown = [situation(sample(t, head_height_ratio=v)) for t, v in path(points)]
    last = situation(sample(end_s + 0.1), in_phase=False, left=((name, left),))
    return [*shown, last]


def test_peak_that_stays_low_is_told_when_the_visit_is_over():
    judgements = judgements_by_time(PEAK, visit([(0, 1), (1, 1.4), (2, 1)], 0.0, 2.0))
    assert judgements == {2.1: Judgement(once=(0.0, 2.0))}


def test_peak_is_due_again_and_again_while_another_phase_lasts():
    made = rule("peak", measure=HEIGHT, range=ends(at_most=1), due_in="down", due_s=4)
    low = head_situations([(0, 0.2), (9, 0.2)])
    judgements = judgements_by_time(made, low)
    assert min(judgements) == pytest.approx(4.0, abs=0.11)
    assert {judgement.since_s for judgement in judgements.values()} == {0.0}
    assert judgements_by_time(made, head_situations([(0, 0.2), (3, 2), (9, 0.2)])) == {}
    assert judgements_by_time(made, head_situations([(0, 0.2), (3, 0.2)])) == {}
    hidden = [situation(now.sample, steady=False) for now in low]
    assert judgements_by_time(made, hidden) == {}
    assert judgements_by_time(rule("peak", measure=HEIGHT, range=ends(at_most=1)), low) == {}


def test_visit_to_the_peak_puts_off_when_the_next_one_is_due():
    made = rule("peak", measure=HEIGHT, range=ends(at_most=1), due_in="down", due_s=4)
    before, after = head_situations([(0, 0.2), (3, 2)]), head_situations([(3.2, 0.2), (6, 0.2)])
    over = situation(sample(3.1), left=(("up", Left(t_s=3.0, start_s=2.5, held_s=0.5)),))
    assert judgements_by_time(made, [*before, over, *after]) == {}
    late = head_situations([(6.1, 0.2), (8, 0.2)])
    judgements = judgements_by_time(made, [*before, over, *after, *late])
    assert {round(judgement.since_s, 1) for judgement in judgements.values()} == {3.2}


def test_peak_that_was_reached_is_fine():
    assert judgements_by_time(PEAK, visit([(0, 1), (1, 1.6), (2, 1)], 0.0, 2.0)) == {}


def test_peak_is_that_of_this_visit():
    first = visit([(0, 1), (1, 1.6), (2, 1)], 0.0, 2.0)
    second = visit([(4, 1), (5, 1.4), (6, 1)], 4.0, 6.0)
    assert list(judgements_by_time(PEAK, first + second)) == [6.1]
    before = visit([(2, 1.6), (3, 1.6), (4, 1), (6, 1)], 4.0, 6.0)
    assert judgements_by_time(PEAK, before) == {6.1: Judgement(once=(4.0, 6.0))}


def test_peak_forgets_what_lay_between_two_visits():
    first = visit([(0, 1), (1, 1.6), (2, 1)], 0.0, 2.0)[:-1]
    outside = situation(sample(2.5, head_height_ratio=9), in_phase=False)
    second = visit([(3, 1), (4, 1.4), (5, 1)], 0.0, 5.0)
    assert list(judgements_by_time(PEAK, [*first, outside, *second])) == [5.1]


def test_peak_of_which_nothing_is_known_is_no_fault():
    left = Left(t_s=2.0, start_s=0.0, held_s=0.0)
    assert judgements_by_time(PEAK, [situation(sample(2.1), left=(("up", left),))]) == {}


def test_peak_passes_over_other_phases_and_what_lies_outside():
    assert judgements_by_time(PEAK, visit([(0, 1), (2, 1)], 0.0, 2.0, name="down")) == {}
    shown = visit([(0, 1), (2, 1)], 0.0, 2.0)
    outside = [situation(now.sample, in_phase=False) for now in shown[:-1]]
    assert judgements_by_time(PEAK, [*outside, shown[-1]]) == {}
