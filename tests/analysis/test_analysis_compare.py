import math

import numpy as np
import pytest
from coach_samples import CURVE, HEIGHT, HIP, LEFT, NAN, NEUTRAL, RIGHT, exercise, fault, phase

from matside.analysis.change import Change
from matside.analysis.compare import compare
from matside.analysis.comparison import Analysed
from matside.analysis.course import Course
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
    phase("up", kind="move"),
    phase("rest", kind="rest"),
    shows=[CURVE, "lower_curve_deg"],
    neutral=NEUTRAL,
)


def span(phase_id, start_s, end_s, side=None):
    return PhaseSpan(phase=phase_id, side=side, start_s=start_s, end_s=end_s)


def hold(start_s, end_s, side=None, phase_id="up"):
    return Hold(phase=phase_id, side=side, start_s=start_s, end_s=end_s, held_s=end_s - start_s)


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
    return Analysed(
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
        course=Course(
            t_s=t_s,
            values={key: np.broadcast_to(v, t_s.shape).astype(float) for key, v in known.items()},
            near_side=near,
        ),
    )


def compared(a, b, of=SMALL):
    (part,) = compare(a, b, {of.id: of}).exercises
    return part


def numbers(pair):
    return pair.a, pair.b


def test_exercises_are_matched_and_the_others_are_named():
    a = session(section(), section(exercise="left_out"), name="a", coverage=0.9)
    b = session(section(exercise="added"), section(), name="b")

    told = compare(a, b, {"small": SMALL})

    assert (told.a, told.b) == ("a", "b")
    assert [part.exercise for part in told.exercises] == ["small"]
    assert told.only_a == ("left_out",)
    assert told.only_b == ("added",)
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
    assert pair.longest_s.change is Change.MORE
    assert numbers(pair.total_s) == (14.0, 14.3)
    assert pair.total_s.change is Change.SAME


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

    assert math.isnan(pair.per_minute.a)


def moves(*spans, **more):
    return section(phases=spans, **more)


def held(start_s=10.0, end_s=20.0):
    return section(phases=(span("up", start_s, end_s),), holds=(hold(start_s, end_s),))


def ramp(low, high):
    """Rises from low at 10 s to high at 20 s."""
    return low + (high - low) * (np.arange(601) / 10 - 10.0) / 10.0


def test_a_range_is_that_of_the_holds_and_moves():
    a = session(held(), head_height_ratio=ramp(1.0, 1.5))
    b = session(held(), head_height_ratio=ramp(1.0, 1.7))

    (pair,) = compared(a, b).ranges

    assert (pair.measure, pair.side, pair.relative) == (HEIGHT, None, False)
    assert numbers(pair.low) == pytest.approx((1.0, 1.0))
    assert numbers(pair.high) == pytest.approx((1.5, 1.7))
    assert numbers(pair.swing) == pytest.approx((0.5, 0.7))
    assert pair.low.change is Change.SAME
    assert pair.swing.change is Change.MORE


def test_rests_and_ways_into_another_phase_are_not_part_of_it():
    passing = section(phases=(span("up", 10, 20), span("rest", 30, 40)))

    part = compared(session(passing, head_height_ratio=1.0), session(held(), head_height_ratio=1.0))

    assert part.ranges == ()
    assert [curve.a for curve in part.curves] == [None]


def test_only_what_both_did_is_compared():
    a = session(moves(span("up", 10, 20, LEFT), span("up", 30, 40, RIGHT)), left_hip_flexion_deg=90)
    b = session(moves(span("up", 10, 20, LEFT)), left_hip_flexion_deg=90, right_hip_flexion_deg=9)

    part = compared(a, b, SIDED)

    assert [(pair.measure, pair.side) for pair in part.ranges] == [(HIP, LEFT)]


def test_a_side_is_measured_in_the_phases_of_that_side():
    levels = np.where(np.arange(601) < 250, 90.0, 20.0)
    spans = span("up", 10, 20, LEFT), span("up", 30, 40, RIGHT)
    a = session(moves(*spans), left_hip_flexion_deg=levels, right_hip_flexion_deg=levels)

    part = compared(a, a, SIDED)

    assert [(pair.side, pair.high.a, pair.low.a) for pair in part.ranges] == [
        (LEFT, 90.0, 90.0),
        (RIGHT, 20.0, 20.0),
    ]
    assert [(curve.side, curve.measure_side) for curve in part.curves] == [
        (LEFT, LEFT),
        (RIGHT, RIGHT),
    ]


def test_a_measure_with_a_neutral_counts_from_it():
    spans = span("up", 10, 20)
    a = session(moves(spans, neutral={CURVE: -40.0}), spinal_curve_deg=ramp(-40, 0))
    b = session(moves(spans, neutral={CURVE: 20.0}), spinal_curve_deg=ramp(20, 60))

    pair = compared(a, b, BACK).ranges[0]
    curve = compared(a, b, BACK).curves[0]

    assert pair.relative
    assert numbers(pair.low) == pytest.approx((0.0, 0.0))
    assert numbers(pair.high) == pytest.approx((40.0, 40.0))
    assert pair.high.change is Change.SAME
    assert curve.b.mean == pytest.approx(curve.a.mean)


def test_the_contour_takes_its_neutral_from_the_rests():
    levels = np.where(np.arange(601) >= 300, 15.0, ramp(20, 60))
    a = session(moves(span("up", 10, 20), span("rest", 30, 40)), lower_curve_deg=levels)

    pair = compared(a, a, BACK).ranges[0]

    assert pair.relative
    assert numbers(pair.low) == pytest.approx((5.0, 5.0))


def test_nothing_is_said_of_the_contours_level_without_a_neutral():
    a = session(moves(span("up", 10, 20)), spinal_curve_deg=ramp(-40, 0))
    b = session(moves(span("up", 10, 20)), spinal_curve_deg=ramp(60, 100))

    part = compared(a, b, BACK)

    assert part.ranges[0].low.change is Change.SAME
    assert part.curves[0].change is Change.SAME
    assert part.curves[0].widest == pytest.approx(100.0)


def test_curves_that_differ_tell_where_and_by_how_much():
    bent = ramp(1.0, 1.0).copy()
    bent[160:171] += 0.5  # from 16 to 17 s: 60 to 70 %
    a = session(held(), head_height_ratio=1.0)
    b = session(held(), head_height_ratio=bent)

    (curve,) = compared(a, b).curves

    assert (curve.phase, curve.measure) == ("up", HEIGHT)
    assert 60 <= curve.widest_at <= 70
    assert curve.widest == pytest.approx(0.5)
    assert curve.change is Change.MORE
    assert compared(b, a).curves[0].change is Change.LESS


def test_a_difference_within_the_spread_says_nothing():
    """Visits of 1 and 2 against two of 1.5: half a unit apart, and as much between visits."""
    twice = section(
        phases=(span("up", 10, 20), span("up", 30, 40)), holds=(hold(10, 20), hold(30, 40))
    )
    varied = np.where(np.arange(601) < 250, 1.0, 2.0)

    (curve,) = compared(
        session(twice, head_height_ratio=varied), session(twice, head_height_ratio=2.0)
    ).curves

    assert curve.widest == pytest.approx(0.5)
    assert curve.a.spread == pytest.approx(np.full(101, math.sqrt(0.5)))
    assert curve.change is Change.SAME


def test_a_sure_difference_goes_before_a_larger_one_that_is_not():
    """At the start the second is 0.3 lower for sure, at the end 1.0 lower but varied."""
    twice = section(
        phases=(span("up", 10, 20), span("up", 30, 40)), holds=(hold(10, 20), hold(30, 40))
    )
    varied = np.full(601, 1.3)
    varied[150:250], varied[350:] = 0.0, 4.0

    (curve,) = compared(
        session(twice, head_height_ratio=varied), session(twice, head_height_ratio=1.0)
    ).curves

    assert curve.widest == pytest.approx(-0.3)
    assert curve.widest_at < 50
    assert curve.change is Change.LESS


def test_a_phase_that_only_one_shows_has_one_curve():
    (curve,) = compared(session(held(), head_height_ratio=1.0), session(section())).curves

    assert curve.b is None
    assert curve.change is Change.UNKNOWN
    assert math.isnan(curve.widest)


def test_a_session_is_the_same_as_itself():
    a = session(held(), head_height_ratio=ramp(1.0, 2.0))

    part = compared(a, a)

    pairs = [pair for r in part.ranges for pair in (r.low, r.high, r.swing)]
    pairs += [pair for h in part.holds for pair in (h.count, h.longest_s, h.total_s)]
    assert {pair.change for pair in pairs} == {Change.SAME}
    assert {curve.change for curve in part.curves} == {Change.SAME}


def test_what_speaks_against_comparing_is_noted():
    a = session(section(), near=LEFT, coverage=0.5)
    b = session(section(), near=RIGHT)

    notes = compare(a, b, {"small": SMALL}).notes

    assert "first session only 50 % of the time" in notes[0]
    assert "the person's left, the second from the right" in notes[1]
    assert compare(b, b, {"small": SMALL}).notes == ()
    assert compare(b, session(section()), {"small": SMALL}).notes == ()
