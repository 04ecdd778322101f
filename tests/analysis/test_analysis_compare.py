import math

import numpy as np
import pytest
from tests.coach.coach_samples import (
    CURVE,
    HEIGHT,
    HIP,
    LEFT,
    NAN,
    NEUTRAL,
    RIGHT,
    condition,
    exercise,
    fault,
    phase,
)

from matside.analysis.compare import compare
from matside.analysis.comparison import ComparedSession
from matside.analysis.difference import Verdict
from matside.analysis.series import TimeSeries
from matside.body.catalogue import COLUMNS
from matside.coach.summary import FaultSpan, Hold, PhaseSpan, Section, Summary

SMALL = exercise(
    phase("up"),
    phase("rest", kind="rest"),
    faults=[fault("slack"), fault("worse", priority=5)],
    shows=[HEIGHT],
)
SIDED = exercise(phase("up", kind="move", sides=True), shows=[HIP])
BACK = exercise(
    phase("up", condition({"at_least": 15.0}, measure=CURVE, relative_to="neutral"), kind="move"),
    phase("rest", kind="rest"),
    shows=[CURVE, "lower_curve_deg"],
    neutral=NEUTRAL,
)


def span(phase_id, start_s, end_s, side=None):
    return PhaseSpan(phase=phase_id, side=side, start_s=start_s, end_s=end_s)


def hold(start_s, end_s, side=None, phase_id="up", **more):
    held_s = end_s - start_s
    return Hold(phase=phase_id, side=side, start_s=start_s, end_s=end_s, held_s=held_s, **more)


def section(start_s=0.0, end_s=60.0, **more):
    told = {
        "exercise": "small",
        "holds": (),
        "reps": {},
        "phases": (),
        "faults": (),
        "neutral": {},
        "ranges": {},
    }
    return Section(start_s=start_s, end_s=end_s, **(told | more))


def session(*sections, name="s", coverage=1.0, near=None, **values):
    """A minute at 10 frames a second, of which only ``values`` (a level or a list) are known."""
    t_s = np.arange(601) / 10
    known = dict.fromkeys(COLUMNS, NAN) | values
    return ComparedSession(
        name=name,
        summary=Summary(
            start_s=0.0,
            end_s=60.0,
            frames=601,
            coverage=coverage,
            people=1,
            postures={},
            sections=sections,
            stills=(),
            notices=(),
        ),
        series=TimeSeries(
            t_s=t_s,
            values={key: np.broadcast_to(v, t_s.shape).astype(float) for key, v in known.items()},
            near_side=near,
        ),
    )


def compared(a, b, of=SMALL):
    (part,) = compare(a, b, {of.id: of}).exercises
    return part


def numbers(pair):
    return pair.first, pair.second


def test_exercises_are_matched_and_the_others_are_named():
    a = session(section(), section(exercise="left_out"), name="a", coverage=0.9)
    b = session(section(exercise="added"), section(), name="b")

    told = compare(a, b, {"small": SMALL})

    assert told.names == ("a", "b")
    assert [part.exercise for part in told.exercises] == ["small"]
    assert told.only_first == ("left_out",)
    assert told.only_second == ("added",)
    assert numbers(told.coverage) == (0.9, 1.0)


def test_sections_of_one_exercise_are_put_together():
    a = session(section(0.0, 10.0, reps={None: 2}), section(20.0, 25.0, reps={None: 1}))
    b = session(section(0.0, 30.0, reps={None: 5}))

    part = compared(a, b)

    assert numbers(part.active_s) == (15.0, 30.0)
    assert [(reps.side, *numbers(reps.count)) for reps in part.reps] == [(None, 3, 5)]


def test_repetitions_are_told_by_side():
    part = compared(
        session(section(reps={LEFT: 2, RIGHT: 3})), session(section(reps={RIGHT: 4})), SIDED
    )

    assert [(reps.side, *numbers(reps.count)) for reps in part.reps] == [
        (LEFT, 2, 0),
        (RIGHT, 3, 4),
    ]


def test_holds_are_counted_and_added_up_by_phase_and_side():
    a = session(section(holds=(hold(0, 10), hold(20, 24))))
    b = session(section(holds=(hold(0, 14.3),)))

    (pair,) = compared(a, b).holds

    assert (pair.phase, pair.side) == ("up", None)
    assert numbers(pair.count) == (2, 1)
    assert numbers(pair.longest_s) == (10.0, 14.3)
    assert pair.longest_s.verdict is Verdict.MORE
    assert numbers(pair.total_s) == (14.0, 14.3)
    assert pair.total_s.verdict is Verdict.SAME


def test_faults_are_told_by_times_seconds_and_rate_the_most_important_first():
    slack = FaultSpan(fault="slack", side=None, start_s=1.0, end_s=3.0)
    worse = FaultSpan(fault="worse", side=None, start_s=4.0, end_s=5.5)
    a = session(section(0.0, 30.0, faults=(slack, slack)))
    b = session(section(0.0, 60.0, faults=(worse, slack)))

    first, second = compared(a, b).faults

    assert first.fault == "worse"
    assert numbers(first.times) == (0, 1)
    assert second.fault == "slack"
    assert numbers(second.seconds) == (4.0, 2.0)
    assert numbers(second.per_minute) == (4.0, 1.0)


def test_a_rate_without_time_is_unknown():
    slack = FaultSpan(fault="slack", side=None, start_s=1.0, end_s=3.0)

    (pair,) = compared(session(section(5.0, 5.0, faults=(slack,))), session(section())).faults

    assert math.isnan(pair.per_minute.first)


def moves(*spans, **more):
    return section(phases=spans, **more)


def held(start_s=10.0, end_s=20.0):
    return section(phases=(span("up", start_s, end_s),), holds=(hold(start_s, end_s),))


def ramp(low, high):
    """Rises from low at 10 s to high at 20 s."""
    return low + (high - low) * (np.arange(601) / 10 - 10.0) / 10.0


def held_at(*depths):
    """Holds of 5 s, one after the other, of these depths; NaN of one that was hardly seen."""
    holds = [
        hold(10.0 * number, 10.0 * number + 5.0, depth={HEIGHT: depth})
        for number, depth in enumerate(depths)
    ]
    phases = tuple(span("up", h.start_s, h.end_s) for h in holds)
    return session(section(phases=phases, holds=tuple(holds)), head_height_ratio=7.0)


def test_a_hold_is_as_deep_as_the_summary_says_whatever_was_measured_within_it():
    (pair,) = compared(held_at(1.0), held_at(1.05)).depths

    assert (pair.phase, pair.side, pair.ref.name, pair.ref.relative) == ("up", None, HEIGHT, False)
    assert numbers(pair.depth) == (1.0, 1.05)
    assert pair.depth.verdict is Verdict.SAME


def test_several_holds_count_by_their_middle_one_and_a_difference_is_told():
    (pair,) = compared(held_at(1.0), held_at(1.0, 1.5, 3.0, NAN)).depths

    assert numbers(pair.depth) == (1.0, 1.5)
    assert pair.depth.verdict is Verdict.MORE


def test_a_hold_that_was_hardly_seen_has_no_depth():
    (pair,) = compared(held_at(NAN), held_at(1.0)).depths

    assert pair.depth.verdict is Verdict.UNKNOWN


def test_a_move_is_as_deep_as_where_it_turned():
    """Up to 30° at 15 s and down again; the measure beside it is read at that moment."""
    t_s = np.arange(601) / 10
    bump = 30.0 - 6.0 * np.abs(t_s - 15.0)
    a = session(
        moves(span("up", 10, 20), neutral={CURVE: -10.0}),
        spinal_curve_deg=bump,
        lower_curve_deg=t_s,
    )

    curve, lower = compared(a, a, BACK).depths

    assert curve.depth.first == pytest.approx(40.0, abs=1.6)
    assert lower.depth.first == pytest.approx(15.0, abs=0.1)
    assert (curve.ref.relative, lower.ref.relative) == (True, False)


def test_rests_and_ways_into_another_phase_are_not_part_of_it():
    passing = section(phases=(span("up", 10, 20), span("rest", 30, 40)))

    part = compared(session(passing, head_height_ratio=1.0), session(held(), head_height_ratio=1.0))

    assert (part.depths, part.curves) == ((), ())


def test_only_what_both_did_is_compared():
    a = session(moves(span("up", 10, 20, LEFT), span("up", 30, 40, RIGHT)), left_hip_flexion_deg=90)
    b = session(moves(span("up", 10, 20, LEFT)), left_hip_flexion_deg=90, right_hip_flexion_deg=9)

    part = compared(a, b, SIDED)

    assert [(pair.ref.name, pair.ref.side) for pair in part.depths] == [(HIP, LEFT)]


def test_a_side_is_measured_in_the_phases_of_that_side():
    levels = np.where(np.arange(601) < 250, 90.0, 20.0)
    spans = span("up", 10, 20, LEFT), span("up", 30, 40, RIGHT)
    a = session(moves(*spans), left_hip_flexion_deg=levels, right_hip_flexion_deg=levels)

    part = compared(a, a, SIDED)

    assert [(pair.side, pair.ref.side, pair.depth.first) for pair in part.depths] == [
        (LEFT, LEFT, 90.0),
        (RIGHT, RIGHT, 20.0),
    ]
    assert [(curve.side, curve.ref.side) for curve in part.curves] == [
        (LEFT, LEFT),
        (RIGHT, RIGHT),
    ]


def test_a_measure_with_a_neutral_counts_from_it():
    spans = span("up", 10, 20)
    a = session(moves(spans, neutral={CURVE: -40.0}), spinal_curve_deg=ramp(-40, 0))
    b = session(moves(spans, neutral={CURVE: 20.0}), spinal_curve_deg=ramp(20, 60))

    pair = compared(a, b, BACK).depths[0]
    curve = compared(a, b, BACK).curves[0]

    assert pair.ref.relative
    assert numbers(pair.depth) == pytest.approx((40.0, 40.0), abs=1.0)
    assert pair.depth.verdict is Verdict.SAME
    assert curve.second.mean == pytest.approx(curve.first.mean)


def test_the_contour_takes_its_neutral_from_the_rests():
    levels = np.where(np.arange(601) >= 300, 15.0, 60.0)
    a = session(moves(span("up", 10, 20), span("rest", 30, 40)), lower_curve_deg=levels)

    pair = compared(a, a, BACK).depths[0]

    assert pair.ref.relative
    assert numbers(pair.depth) == pytest.approx((45.0, 45.0))


def test_nothing_is_said_of_the_contours_level_without_a_neutral():
    a = session(moves(span("up", 10, 20)), spinal_curve_deg=ramp(-40, 0))
    b = session(moves(span("up", 10, 20)), spinal_curve_deg=ramp(60, 100))

    part = compared(a, b, BACK)

    assert part.depths[0].depth.verdict is Verdict.SAME
    assert part.curves[0].verdict is Verdict.SAME
    assert part.curves[0].widest == pytest.approx(100.0)


def test_holds_have_no_curves():
    a = session(held(), head_height_ratio=ramp(1.0, 2.0))
    assert compared(a, a).curves == ()


MOVE = exercise(phase("up", kind="move"), shows=[HEIGHT])
ONCE = section(phases=(span("up", 10, 20),))
TWICE = section(phases=(span("up", 10, 20), span("up", 30, 40)))


def test_curves_that_differ_tell_where_and_by_how_much():
    bent = ramp(1.0, 1.0).copy()
    bent[160:171] += 0.5  # from 16 to 17 s: 60 to 70 %
    a, b = session(ONCE, head_height_ratio=1.0), session(ONCE, head_height_ratio=bent)

    (curve,) = compared(a, b, MOVE).curves

    assert (curve.phase, curve.ref.name) == ("up", HEIGHT)
    assert 60 <= curve.widest_at <= 70
    assert curve.widest == pytest.approx(0.5)
    assert curve.verdict is Verdict.MORE
    assert compared(b, a, MOVE).curves[0].verdict is Verdict.LESS


def test_a_difference_within_the_spread_says_nothing():
    """Visits of 1 and 2 against two of 2: half a unit apart, and as much between visits."""
    varied = np.where(np.arange(601) < 250, 1.0, 2.0)

    (curve,) = compared(
        session(TWICE, head_height_ratio=varied), session(TWICE, head_height_ratio=2.0), MOVE
    ).curves

    assert curve.widest == pytest.approx(0.5)
    assert curve.first.spread == pytest.approx(np.full(101, math.sqrt(0.5)))
    assert curve.verdict is Verdict.SAME


def test_a_sure_difference_goes_before_a_larger_one_that_is_not():
    """At the start the second is 0.3 lower for sure, at the end 1.0 lower but varied."""
    varied = np.full(601, 1.3)
    varied[150:250], varied[350:] = 0.0, 4.0

    (curve,) = compared(
        session(TWICE, head_height_ratio=varied), session(TWICE, head_height_ratio=1.0), MOVE
    ).curves

    assert curve.widest == pytest.approx(-0.3)
    assert curve.widest_at < 50
    assert curve.verdict is Verdict.LESS


def test_a_session_is_the_same_as_itself():
    a = held_at(1.0)

    part = compared(a, a)

    pairs = [pair.depth for pair in part.depths]
    pairs += [pair for h in part.holds for pair in (h.count, h.longest_s, h.total_s)]
    assert {pair.verdict for pair in pairs} == {Verdict.SAME}
    of_moves = compared(
        session(ONCE, head_height_ratio=1.0), session(ONCE, head_height_ratio=1.0), MOVE
    )
    assert {curve.verdict for curve in of_moves.curves} == {Verdict.SAME}


def test_what_speaks_against_comparing_is_kept():
    a = session(section(), near=LEFT, coverage=0.5)
    b = session(section(), near=RIGHT)

    told = compare(a, b, {"small": SMALL})

    assert told.near_sides == (LEFT, RIGHT)
    assert numbers(told.coverage) == (0.5, 1.0)
