"""What a section of the summary tells of its measures, its depth and its dose."""

import math
from dataclasses import replace

from tests.coach.coach_results import TRACKS, hold
from tests.coach.coach_samples import LEFT, RIGHT, exercise
from tests.typed import there

from matside.coach import events as ev
from matside.coach.sections import StepDose, sections_of
from matside.coach.summary import Range
from matside.coach.track import new_track

HIP, CURVE, LOWER = "hip_flexion_deg", "spinal_curve_deg", "lower_curve_deg"
RIGHT_HIP, LEFT_HIP = f"right_{HIP}", f"left_{HIP}"


def measured(levels, neutral=None, spread=1.0):
    """What a visit came to, each measure by its level."""
    return ev.Measured(
        ranges={key: (level - spread, level + spread) for key, level in levels.items()},
        levels=levels,
        neutral=neutral or {},
    )


def visited(events, told):
    """The events with what was measured in their visits."""
    return [replace(e, measured=told) if isinstance(e, ev.PhaseLeft) else e for e in events]


def test_a_section_tells_only_of_its_own_time_and_of_the_side_that_was_worked():
    both_hips = {LEFT_HIP: 120.0, RIGHT_HIP: 45.0}
    left = visited(hold("a", 1, 9, LEFT), measured(both_hips))
    fold = visited(hold("b", 20, 29), measured({LEFT_HIP: 140.0, RIGHT_HIP: 141.0}))
    both = visited(hold("a", 40, 49), measured({LEFT_HIP: 110.0, RIGHT_HIP: 112.0}))
    first, second, third = sections_of([*left, *fold, *both], TRACKS, "")
    assert first.ranges == {LEFT_HIP: Range(low=119.0, high=121.0)}
    assert second.ranges == {
        LEFT_HIP: Range(low=139.0, high=141.0),
        RIGHT_HIP: Range(low=140.0, high=142.0),
    }
    assert third.ranges == {
        LEFT_HIP: Range(low=109.0, high=111.0),
        RIGHT_HIP: Range(low=111.0, high=113.0),
    }


def test_a_side_of_which_nothing_counted_was_not_worked():
    swapped = hold("a", 10, 11, RIGHT)[:1]
    events = visited([*hold("a", 1, 9, LEFT), *swapped], measured({LEFT_HIP: 9.0, RIGHT_HIP: 8.0}))
    (section,) = sections_of(events, TRACKS, "")
    assert set(section.ranges) == {LEFT_HIP}
    (only_tried,) = sections_of(visited(swapped, measured({RIGHT_HIP: 8.0})), TRACKS, "a")
    assert set(only_tried.ranges) == {RIGHT_HIP}
    both = visited([*hold("a", 1, 9), *swapped], measured({LEFT_HIP: 9.0, RIGHT_HIP: 8.0}))
    assert set(sections_of(both, TRACKS, "")[0].ranges) == {LEFT_HIP, RIGHT_HIP}


def test_a_range_is_that_of_all_visits_to_moves_and_holds_of_a_section():
    one, two = measured({LEFT_HIP: 120.0}), measured({LEFT_HIP: 90.0}, spread=5.0)
    events = [*visited(hold("a", 1, 9, LEFT), one), *visited(hold("a", 12, 20, LEFT), two)]
    (section,) = sections_of(events, TRACKS, "")
    assert section.ranges == {LEFT_HIP: Range(low=85.0, high=121.0)}


def test_each_repetition_has_its_own_range():
    one, two = measured({LEFT_HIP: 120.0}), measured({LEFT_HIP: 90.0}, spread=5.0)
    events = [*visited(hold("a", 1, 9, LEFT), one), *visited(hold("a", 12, 20, LEFT), two)]
    (section,) = sections_of(events, TRACKS, "")
    first, second = section.repetitions
    assert (first.start_s, first.end_s, first.side) == (1.0, 9.0, LEFT)
    assert first.ranges == {LEFT_HIP: Range(low=119.0, high=121.0)}
    assert second.ranges == {LEFT_HIP: Range(low=85.0, high=95.0)}
    assert len(section.repetitions) == section.reps[LEFT]


def test_curves_of_the_back_count_from_the_neutral_of_the_section_and_without_one_not_at_all():
    seen = {CURVE: 20.0, LOWER: 7.0, LEFT_HIP: 90.0}
    first = visited(hold("a", 1, 9), measured(seen, {CURVE: -30.0, HIP: 88.0}))
    middle = hold("b", 20, 29)
    last = visited(hold("a", 40, 49), measured(seen, {CURVE: -10.0, LOWER: 3.0}))
    one, _, two = sections_of([*first, *middle, *last], TRACKS, "")
    assert one.neutral == {CURVE: -30.0, HIP: 88.0}
    assert one.ranges == {
        CURVE: Range(low=49.0, high=51.0),
        LEFT_HIP: Range(low=89.0, high=91.0),
    }
    assert one.holds[0].depth == {CURVE: 50.0, LEFT_HIP: 90.0}
    assert two.neutral == {CURVE: -10.0, LOWER: 3.0}
    assert two.ranges[CURVE] == Range(low=29.0, high=31.0)
    assert two.ranges[LOWER] == Range(low=3.0, high=5.0)


def test_the_depth_of_a_hold_is_its_own_and_of_its_side():
    one = visited(hold("a", 1, 9, LEFT), measured({LEFT_HIP: 120.0, RIGHT_HIP: 45.0}))
    two = visited(hold("a", 12, 20, RIGHT), measured({LEFT_HIP: 44.0, RIGHT_HIP: 100.0}))
    (section,) = sections_of([*one, *two], TRACKS, "")
    assert [held.depth for held in section.holds] == [{LEFT_HIP: 120.0}, {RIGHT_HIP: 100.0}]


TIMED = exercise(
    id="a", doses=[{"id": "d", "name": "D", "hold_s": 8, "reps": 2, "source": "made up"}]
)


def short(events):
    """The same events of holds that do not count towards the dose."""
    kinds = (ev.HoldDone, ev.RepDone)
    return [replace(e, full=False) if isinstance(e, kinds) else e for e in events]


def test_the_dose_counts_in_each_section_from_nought_and_short_holds_never():
    events = [
        *hold("a", 1, 9, LEFT),
        *short(hold("a", 11, 12, RIGHT)),
        *hold("b", 20, 29),
        *hold("a", 40, 49, LEFT),
    ]
    first, other, second = sections_of(events, {"a": new_track(TIMED), "b": TRACKS["b"]}, "")
    assert first.reps == {LEFT: 1, RIGHT: 1}
    assert there(first.dose).sides == there(second.dose).sides == {LEFT: 1}
    assert there(other.dose).sides == {None: 1}
    assert [held.full for held in first.holds] == [True, False]
    assert first.counted == {LEFT: 1}


def test_each_step_of_a_plan_is_a_section_with_its_own_dose():
    dose = TIMED.dose[0]
    steps = [
        StepDose(after_s=after_s, exercise="a", dose=dose.model_copy(update={"reps": reps}))
        for after_s, reps in ((math.nan, 3), (10.0, 5))
    ]
    events = [*hold("a", 1, 9), *hold("a", 12, 20), *hold("a", 22, 30)]
    tracks = {"a": new_track(TIMED)}
    first, second = sections_of(events, tracks, "a", steps)
    assert [section.start_s for section in (first, second)] == [1.0, 12.0]
    doses = [there(section.dose) for section in (first, second)]
    assert [(dose.reps, dose.reps_target) for dose in doses] == [(1, 3), (2, 5)]
    assert (first.step, second.step) == (1, 2)
    (one,) = sections_of(events, tracks, "a")
    assert one.step is None
    assert (there(one.dose).reps, there(one.dose).reps_target) == (3, 2)


def test_where_the_dose_asks_for_no_time_every_repetition_counts_and_no_hold_is_short():
    (section,) = sections_of(hold("a", 1, 2), TRACKS, "")
    assert [held.full for held in section.holds] == [None]
    assert section.counted == section.reps == {None: 1}
