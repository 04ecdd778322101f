"""The offline evaluator on signals and visits that one can work out by hand."""

import math
from dataclasses import replace

import numpy as np
import pytest
from benchmarks.accuracy.course import Course, in_picture, pace_of, shown_share
from benchmarks.accuracy.evaluator import repetitions, visits_of
from benchmarks.accuracy.signals import (
    STEP_S,
    carried,
    hysteresis,
    interpolated,
    speed,
    stretches,
)
from benchmarks.accuracy.truth import Span, turn_clockwise

from matside.body.landmark import Side
from matside.body.posture import Posture
from matside.exercise.conditions import Band, Condition, Stillness
from matside.exercise.schema import Phase, RepetitionRule

NAN = math.nan


def test_hysteresis_enters_at_one_band_and_leaves_at_the_other():
    values = np.array([0.0, 9.0, 10.0, 7.0, 5.0, 4.0, 9.0, 10.0])
    met = hysteresis(values, Band(at_least=10), Band(at_least=5))
    assert met.tolist() == [False, False, True, True, True, False, False, True]


def test_a_stretch_that_lingers_within_the_wider_band_is_met_as_a_whole():
    values = np.array([0.0, 6.0, 7.0, 6.0, 4.0, 6.0, 6.0, 10.0, 6.0, 4.0])
    met = hysteresis(values, Band(at_least=10), Band(at_least=5), 2 * STEP_S)
    assert met.tolist() == [False, True, True, True, False, False, False, True, True, False]


def test_an_unknown_value_changes_nothing():
    met = hysteresis(np.array([NAN, 1.0, NAN, 0.0, NAN]), Band(at_least=1), Band(at_least=1))
    assert met.tolist() == [False, True, True, False, False]


def test_the_speed_of_a_straight_line_is_its_slope_to_the_ends():
    t_s = STEP_S * np.arange(100.0)
    assert speed(-3.0 * t_s) == pytest.approx(np.full(100, 3.0))


def test_values_are_interpolated_on_straight_lines_and_stay_unknown_beside_unknown():
    t_s, values = np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.0, 10.0, NAN, 30.0])
    found = interpolated(t_s, values, np.array([0.0, 0.5, 1.5, 3.0, 4.0]))
    assert found[:2].tolist() == [0.0, 5.0]
    assert math.isnan(found[2])


def test_stretches_are_the_runs_of_true():
    flags = np.array([True, True, False, True, False, False, True])
    assert stretches(flags) == [(0, 2), (3, 4), (6, 7)]
    assert stretches(np.zeros(3, dtype=bool)) == []


@pytest.mark.parametrize(("away_s", "goes_on"), [(2.9, True), (3.2, False)])
def test_a_short_absence_leaves_a_phase_as_it_was(away_s, goes_on):
    absent = np.zeros(400, dtype=bool)
    absent[100 : 100 + round(away_s / STEP_S)] = True
    met = ~absent
    assert bool(carried(met, absent)[absent].all()) is goes_on


def course(knee_deg):
    """Return a course in which only the two knees bend, on hands and knees, from 0 s on."""
    values = np.asarray(knee_deg, dtype=float)
    return Course(
        t_s=np.arange(float(len(values))) * STEP_S,
        values={"left_knee_flexion_deg": values, "right_knee_flexion_deg": values + 5.0},
        postures=(Posture.HANDS_AND_KNEES,) * len(values),
        absent=np.zeros(len(values), dtype=bool),
        near_side=Side.LEFT,
    )


def phase(**changes):
    wanted = Condition(
        measure="knee_flexion_deg", of="smaller", enter=Band(at_least=50), source="made up"
    )
    told = {
        "id": "bent",
        "name": "Bent",
        "kind": "hold",
        "postures": ("hands_and_knees",),
        "settle_s": 0.5,
        "grace_s": 0.4,
        "when": (wanted,),
    }
    return Phase(**{**told, **changes})


def seconds(*parts):
    """Return a signal of (value, seconds) parts."""
    return np.concatenate([np.full(round(length / STEP_S), value) for value, length in parts])


def test_a_visit_begins_and_ends_where_the_measure_crosses_the_band():
    (visit,) = visits_of(course(seconds((0, 2), (60, 3), (0, 1))), phase(), None)
    assert visit.start_s == pytest.approx(2.0, abs=STEP_S)
    assert visit.end_s == pytest.approx(5.0, abs=STEP_S)
    assert visit.length_s == pytest.approx(3.0, abs=STEP_S)


def test_a_turned_body_is_judged_by_the_band_for_it():
    (wanted,) = phase().when
    both = phase(when=(wanted.model_copy(update={"turned": Band(at_least=30)}),))
    signal = course(seconds((0, 2), (40, 3), (0, 1)))
    assert visits_of(signal, both, None) == []
    (visit,) = visits_of(replace(signal, turned=True), both, None)
    assert visit.start_s == pytest.approx(2.0, abs=STEP_S)


def test_a_visit_shorter_than_it_takes_to_settle_is_none():
    assert visits_of(course(seconds((0, 2), (60, 0.4), (0, 1))), phase(), None) == []


@pytest.mark.parametrize(("gap_s", "visits"), [(0.35, 1), (0.5, 2)])
def test_a_gap_within_the_grace_is_bridged(gap_s, visits):
    signal = seconds((0, 1), (60, 2), (0, gap_s), (60, 2), (0, 1))
    assert len(visits_of(course(signal), phase(), None)) == visits


SLOW = Condition(
    measure="knee_flexion_deg", of="smaller", speed=True, enter=Band(at_most=5), source="made up"
)


def ramp(start, end, length_s):
    return np.linspace(start, end, round(length_s / STEP_S))


def test_a_visit_begins_with_the_rest_and_ends_where_the_way_out_sets_out():
    signal = np.concatenate([ramp(40, 70, 1.0), seconds((70, 3)), ramp(70, 30, 1.0)])
    slow = phase(when=(*phase().when, SLOW), grace_s=2.0)
    (visit,) = visits_of(course(signal), slow, None)
    assert visit.start_s == pytest.approx(1.0, abs=0.3)
    assert visit.end_s == pytest.approx(4.0, abs=0.3)
    (plain,) = visits_of(course(signal), phase(), None)
    assert (plain.start_s, plain.end_s) == (
        pytest.approx(1 / 3, abs=0.05),
        pytest.approx(4.5, abs=0.05),
    )


def test_who_fidgets_in_place_stays_and_arrives_after_three_seconds():
    wave = 60 + 8 * np.sin(np.arange(round(8 / STEP_S)) * STEP_S * 9.0)
    slow = phase(when=(*phase().when, SLOW), grace_s=0.4)
    (visit,) = visits_of(course(np.concatenate([seconds((60, 2)), wave])), slow, None)
    assert visit.length_s == pytest.approx(10.0, abs=0.5)
    (late,) = visits_of(course(np.concatenate([seconds((0, 1)), wave])), slow, None)
    assert late.start_s == pytest.approx(4.0, abs=0.3)


@pytest.mark.parametrize(
    ("of", "speeds"), [("fastest", [0.3, 0.3, 0.2]), ("first", [0.0, 0.1, 0.2])]
)
def test_rest_is_judged_by_the_fastest_part_or_by_the_first_that_is_seen(of, speeds):
    told = {"left_hands": np.array([0.0, 0.1, NAN]), "left_knees": np.array([0.3, 0.3, 0.2])}
    rest = Stillness(
        parts=("hands", "knees"),
        of=of,
        enter=Band(at_most=1),
        exit=Band(at_most=1),
        source="made up",
    )
    assert pace_of(course(np.zeros(3)), told, rest, Side.LEFT).tolist() == speeds


@pytest.mark.parametrize(("gap_s", "visits"), [(2.9, 1), (3.2, 2)])
def test_what_is_out_of_the_picture_is_as_if_nobody_were_there(gap_s, visits):
    signal = seconds((0, 1), (60, 2), (NAN, gap_s), (60, 2), (0, 1))
    found = visits_of(course(signal), phase(), None)
    assert len(found) == visits
    assert sum(visit.length_s for visit in found) == pytest.approx(4.0, abs=0.1)


def test_points_out_of_the_picture_are_unknown():
    px = np.array([[0.0, 0.0], [99.0, 49.0], [99.5, 10.0], [10.0, -1.0], [NAN, NAN]])
    assert np.isnan(in_picture(px, (100, 50))[:, 0]).tolist() == [False, False, True, True, True]


def test_time_without_a_person_is_no_time_out_of_the_picture():
    shown = course(np.full(100, 60.0))
    hidden = replace(shown, postures=(Posture.UNSEEN,) * 75 + shown.postures[75:])
    absent = np.arange(100) < 50
    assert shown_share(shown) == 1.0
    assert shown_share(hidden) == 0.25
    assert shown_share(replace(hidden, absent=absent)) == 0.5
    assert shown_share(replace(hidden, absent=np.ones(100, dtype=bool))) == 0.0


def test_a_posture_that_does_not_fit_makes_no_visit():
    lying = phase(postures=("on_the_back",))
    assert visits_of(course(seconds((60, 3))), lying, None) == []


def visit(name, start_s, side=None):
    return Span(name=name, side=side, start_s=start_s, end_s=start_s + 1.0)


def test_a_repetition_needs_every_phase_of_the_cycle_in_any_order():
    rule = RepetitionRule(cycle=("cat", "cow"))
    names = ["cow", "cat", "cat", "cat", "cow", "tabletop", "cow"]
    visits = [visit(name, float(i)) for i, name in enumerate(names)]
    assert repetitions(visits, rule) == {None: 2}


def test_sides_are_counted_apart_and_another_way_of_doing_it_counts_too():
    rule = RepetitionRule(cycle=("one_knee",), or_cycle=("both_knees",))
    visits = [
        visit("one_knee", 0.0, Side.LEFT),
        visit("one_knee", 2.0, Side.RIGHT),
        visit("one_knee", 4.0, Side.RIGHT),
        visit("both_knees", 6.0),
    ]
    assert repetitions(visits, rule) == {Side.LEFT: 1, Side.RIGHT: 2, None: 1}


def test_a_picture_turned_clockwise_carries_its_points_along():
    corner = np.array([[0.0, 0.0], [1279.0, 0.0]])
    size = (1280, 720)
    assert turn_clockwise(corner, size, 90).tolist() == [[719.0, 0.0], [719.0, 1279.0]]
    assert turn_clockwise(corner, size, 180).tolist() == [[1279.0, 719.0], [0.0, 719.0]]
    assert turn_clockwise(corner, size, 270).tolist() == [[0.0, 1279.0], [0.0, 0.0]]
    assert turn_clockwise(corner, size, 0).tolist() == corner.tolist()
