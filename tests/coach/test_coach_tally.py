"""From results to the summary: sections, coverage, postures, pictures, notices."""

import math
from dataclasses import replace
from typing import Any

import pytest
from tests.coach.coach_exercises import ALL, CAT_COW, KNEES_UP
from tests.coach.coach_figure import (
    BOTH_KNEES,
    CAT,
    KNEE_CAT_COW_FOLD,
    LYING,
    SIZE_PX,
    TABLETOP,
    motion,
    pose,
)
from tests.coach.coach_samples import LEFT, RIGHT, exercise, fault, phase
from tests.typed import there

from matside.body.frames import unseen
from matside.coach import events as ev
from matside.coach import tally as tally_module
from matside.coach.events import LossReason
from matside.coach.result import FrameResult
from matside.coach.sections import OVERLAP_S, StepDose, sections_of, sections_of_stills
from matside.coach.session import finish, start, step
from matside.coach.summary import FaultSpan, Hold, Notice, NoticeKind, PhaseSpan, Range, StillSpan
from matside.coach.tally import MOST_STILLS, Tally
from matside.coach.track import new_track

A, B = exercise(id="a"), exercise(id="b")
TRACKS = {made.id: new_track(made) for made in (A, B)}


def result(t_s, *, people=1, judged=True, posture="on_the_back", measures=None, **more):
    """A frame's result of which only little is known."""
    seen = replace(unseen(t_s, SIZE_PX), people=people)
    return FrameResult(
        t_s=t_s,
        pose=seen,
        near_side=None,
        measures=measures or {},
        posture=posture if judged else "unseen",
        judged=judged,
        reason=None if judged else LossReason.NOBODY,
        **more,
    )


def summary(results, exercises=(), events=(), **more):
    """What a stream of results comes to."""
    tally = Tally()
    for one in results:
        tally.add(one)
    tally.add_events(events)
    return tally.summary(start(exercises, **more))


def hold(exercise_id, start_s, end_s, side=None):
    """The events of a hold."""
    common = {"exercise": exercise_id, "phase": "up", "side": side, "start_s": start_s}
    return [
        ev.PhaseLeft(t_s=end_s, **common),
        ev.HoldDone(t_s=end_s, held_s=end_s - start_s, **common),
        ev.RepDone(t_s=end_s, exercise=exercise_id, count=1, start_s=start_s, side=side),
    ]


# The stream as a whole


def test_nothing_was_filmed():
    found = summary([])
    assert math.isnan(found.start_s)
    assert math.isnan(found.end_s)
    assert (found.frames, found.coverage, found.people) == (0, 0.0, 0)
    assert (found.sections, found.stills, found.notices) == ((), (), ())


def test_extent_and_postures_of_a_stream():
    frames = [result(t / 10, posture="folded" if t > 20 else "other") for t in range(10, 41)]
    found = summary(frames)
    assert (found.start_s, found.end_s, found.frames) == (1.0, 4.0, 31)
    assert found.coverage == pytest.approx(1.0)
    assert found.postures == pytest.approx({"other": 1.0, "folded": 2.0})
    assert found.stills == ()


@pytest.mark.parametrize(("left", "near"), [(30, LEFT), (28, LEFT), (26, None), (0, RIGHT)])
def test_the_side_towards_the_camera_is_told_if_it_was_nearly_always_the_same(left, near):
    frames = [replace(result(t / 10), near_side=LEFT if t < left else RIGHT) for t in range(30)]
    unseen = [replace(result(3.0 + t / 10, judged=False), near_side=RIGHT) for t in range(30)]
    assert summary(frames + unseen).near_side is near


def test_coverage_is_the_share_of_time_in_which_two_neighbours_could_be_judged():
    frames = [result(t / 10, judged=not 10 < t <= 20) for t in range(41)]
    found = summary(frames)
    assert found.coverage == pytest.approx((1.0 + 1.9) / 4.0)
    assert found.postures["unseen"] == pytest.approx(1.0)


def test_long_gap_covers_nothing():
    frames = [result(t / 10) for t in range(21)] + [result(4 + t / 10) for t in range(21)]
    found = summary(frames)
    assert found.coverage == pytest.approx(4.0 / 6.0, abs=5e-5)
    assert sum(found.postures.values()) == pytest.approx(4.0)
    bridged = summary([result(t / 10) for t in range(21)] + [result(3 + t / 10) for t in range(21)])
    assert bridged.coverage == pytest.approx(1.0)


def test_notices_say_what_a_reader_should_know():
    lost = [
        ev.TrackingLost(t_s=t_s, exercise="", reason=reason)
        for t_s, reason in ((1, LossReason.TRUNK), (5, LossReason.LEGS), (9, LossReason.TRUNK))
    ]
    assert summary([result(0.0)]).notices == ()
    (two,) = summary([result(0.0, people=2), result(0.1)]).notices
    assert two == Notice(kind=NoticeKind.SEVERAL_PEOPLE, count=2)
    (nobody,) = summary([result(0.0, people=0, judged=False)]).notices
    assert nobody == Notice(kind=NoticeKind.NOBODY)
    (once,) = summary([result(0.0)], events=lost[:1]).notices
    assert once == Notice(kind=NoticeKind.LOST, count=1, reasons=(LossReason.TRUNK,))
    (often,) = summary([result(0.0)], events=lost).notices
    reasons = (LossReason.TRUNK, LossReason.LEGS)
    assert often == Notice(kind=NoticeKind.LOST, count=3, reasons=reasons)
    assert summary([result(0.0, people=3)]).people == 3


def test_view_from_the_front_is_told_of_if_it_lasted_for_more_than_half(monkeypatch):
    monkeypatch.setattr(tally_module, "is_turned", lambda _pose, width: width > 0.2)

    def seen(*widths):
        return summary(
            [result(t, measures={"shoulder_width_ratio": w}) for t, w in enumerate(widths)]
        ).notices

    assert seen(0.1, 0.1, 0.4, 0.4) == ()
    assert seen(0.1, 0.4, 0.4, 0.4) == (Notice(kind=NoticeKind.TURNED, share=0.75),)


# Sections


def test_each_run_of_one_exercise_is_a_section():
    events = [*hold("a", 1, 5), *hold("a", 6, 9), *hold("b", 12, 20), *hold("a", 30, 40)]
    sections = sections_of(reversed(events), TRACKS, "")
    assert [(s.exercise, s.start_s, s.end_s) for s in sections] == [
        ("a", 1, 9),
        ("b", 12, 20),
        ("a", 30, 40),
    ]
    first = sections[0]
    assert first.holds == (
        Hold(phase="up", side=None, start_s=1, end_s=5, held_s=4),
        Hold(phase="up", side=None, start_s=6, end_s=9, held_s=3),
    )
    assert first.reps == {None: 2}
    assert first.phases[0] == PhaseSpan(phase="up", side=None, start_s=1, end_s=5)
    assert [len(s.phases) for s in sections] == [2, 1, 1]
    assert [s.reps for s in sections] == [{None: 2}, {None: 1}, {None: 1}]


def test_section_reaches_over_all_of_its_phases():
    rest: dict[str, Any] = {"exercise": "a", "phase": "rest"}
    events = [
        ev.PhaseLeft(t_s=1.0, start_s=0.0, **rest),
        *hold("a", 2, 5),
        ev.PhaseLeft(t_s=7.0, start_s=5.5, **rest),
        *hold("b", 12, 20),
        ev.PhaseLeft(t_s=25.0, start_s=22.0, **rest),
    ]
    first, second = sections_of(events, TRACKS, "")
    assert (first.start_s, first.end_s) == (0.0, 7.0)
    assert [span.phase for span in first.phases] == ["rest", "up", "rest"]
    assert (second.start_s, second.end_s) == (12, 20)


def test_sides_are_counted_for_themselves():
    events = [*hold("a", 1, 5, LEFT), *hold("a", 6, 9, RIGHT), *hold("a", 10, 12, LEFT)]
    (section,) = sections_of(events, TRACKS, "")
    assert section.reps == {LEFT: 2, RIGHT: 1}
    assert [one.side for one in section.holds] == [LEFT, RIGHT, LEFT]


def test_faults_belong_to_the_section_in_which_they_were_mended_in_order_of_start():
    def cleared(name, start_s, end_s, exercise_id="a"):
        return ev.FaultCleared(t_s=end_s, exercise=exercise_id, fault=name, start_s=start_s)

    events = [
        *hold("a", 1, 9),
        cleared("short", 3, 4),
        cleared("long", 2, 8),
        cleared("else", 5, 6, "b"),
        *hold("b", 12, 20),
        *hold("a", 30, 40),
        cleared("late", 33, 35),
    ]
    first, _, last = sections_of(events, TRACKS, "")
    assert first.faults == (
        FaultSpan(fault="long", side=None, start_s=2, end_s=8),
        FaultSpan(fault="short", side=None, start_s=3, end_s=4),
    )
    assert [f.fault for f in last.faults] == ["late"]


def test_nobody_does_two_exercises_at_once():
    longer, shorter = hold("a", 1, 20), hold("b", 12, 22)
    for events in (longer + shorter, shorter + longer):
        (section,) = sections_of(events, TRACKS, "")
        assert section.exercise == "a"
    apart = [*hold("a", 1, 20), *hold("b", 20 - OVERLAP_S, 25)]
    assert [s.exercise for s in sections_of(apart, TRACKS, "")] == ["a", "b"]
    apart = [*hold("a", 1, 20), *hold("b", 19.9 - OVERLAP_S, 25)]
    assert [s.exercise for s in sections_of(apart, TRACKS, "")] == ["a"]


def test_exercise_that_was_done_for_longer_in_all_keeps_its_own():
    events = [*hold("a", 1, 9), *hold("b", 2, 8), *hold("b", 12, 40)]
    sections = sections_of(events, TRACKS, "")
    assert [(s.exercise, s.reps) for s in sections] == [("b", {None: 2})]
    assert sections[0].holds[0].start_s == 2


def test_hold_is_not_counted_twice_against_repetitions():
    turns = [ev.RepDone(t_s=t + 3, exercise="b", count=1, start_s=t) for t in (0, 3, 6, 9, 12)]
    assert [s.exercise for s in sections_of([*hold("a", 1, 11), *turns], TRACKS, "")] == ["b"]
    assert [s.exercise for s in sections_of([*hold("a", 1, 17), *turns], TRACKS, "")] == ["a"]


def test_one_exercise_may_overlap_itself():
    events = [*hold("a", 1, 9, LEFT), *hold("a", 3, 12, RIGHT)]
    (section,) = sections_of(events, TRACKS, "")
    assert section.reps == {LEFT: 1, RIGHT: 1}


def test_what_is_not_believed_does_not_count_elsewhere():
    events = [*hold("a", 1, 20), *hold("b", 5, 9), *hold("b", 30, 34)]
    first, second = sections_of(events, TRACKS, "")
    assert (first.exercise, second.exercise) == ("a", "b")
    assert (second.reps, len(second.holds)) == ({None: 1}, 1)


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


def test_part_of_an_exercise_makes_no_section_unless_it_was_named():
    part = [
        ev.PhaseLeft(t_s=5.0, exercise="a", phase="up", start_s=2.0),
        ev.PhaseLeft(t_s=9.0, exercise="a", phase="up", start_s=6.0),
    ]
    assert sections_of(part, TRACKS, "") == ()
    (section,) = sections_of(part, TRACKS, "a")
    assert (section.exercise, section.start_s, section.end_s) == ("a", 2.0, 9.0)
    assert (section.reps, section.holds, len(section.phases)) == ({}, (), 2)
    assert sections_of([], TRACKS, "a") == ()


def test_fault_may_show_what_was_meant_where_nothing_counts():
    nods = exercise(id="a", faults=[fault("nod", attempt=True), fault("slack")])
    tracks = {"a": new_track(nods), "b": TRACKS["b"]}
    part: list[ev.Event] = [ev.PhaseLeft(t_s=9.0, exercise="a", phase="up", start_s=2.0)]
    nod: list[ev.Event] = [ev.FaultRaised(t_s=3.0, exercise="a", fault="nod")]
    slack: list[ev.Event] = [ev.FaultRaised(t_s=3.0, exercise="a", fault="slack")]
    (section,) = sections_of(part + nod, tracks, "")
    assert (section.exercise, section.start_s, section.end_s) == ("a", 2.0, 9.0)
    assert sections_of(part + slack, tracks, "") == ()
    assert [s.exercise for s in sections_of(part + nod + hold("b", 20, 30), tracks, "")] == ["b"]
    assert sections_of(part + nod, tracks, "b") == ()


@pytest.mark.parametrize(("attempt_s", "meant"), [(None, False), (6.9, True), (7.1, False)])
def test_long_visit_may_show_what_was_meant_where_nothing_counts(attempt_s, meant):
    tracks = {"a": new_track(exercise(phase(attempt_s=attempt_s), id="a")), "b": TRACKS["b"]}
    part = [ev.PhaseLeft(t_s=9.0, exercise="a", phase="up", start_s=2.0)]
    assert [s.exercise for s in sections_of(part, tracks, "")] == ["a"] * meant
    assert [s.exercise for s in sections_of(part + hold("b", 20, 30), tracks, "")] == ["b"]


# Pictures


def still(t_s, exercise_id, phase="up"):
    return StillSpan(t_s=t_s, posture="other", exercise=exercise_id, phase=phase, side=None)


def test_pictures_vote_for_one_exercise():
    (section,) = sections_of_stills(
        [
            still(0, "b"),
            still(5, "a"),
            still(10, "a"),
            still(15, ""),
            still(20, "a"),
            still(25, "b"),
        ],
        TRACKS,
    )
    assert (section.exercise, section.start_s, section.end_s) == ("a", 5, 20)
    assert (section.holds, section.reps) == ((), {})
    assert sections_of_stills([still(0, ""), still(1, "unknown")], TRACKS) == ()


def test_slide_show_is_kept_as_pictures():
    shown = [result(3.0 * n, exercise="a", phase="up", side=LEFT) for n in range(4)]
    found = summary([*shown, result(12.0, judged=False)], [A, B])
    assert [s.t_s for s in found.stills] == [0.0, 3.0, 6.0, 9.0, 12.0]
    assert found.stills[0] == StillSpan(
        t_s=0.0, posture="on_the_back", exercise="a", phase="up", side=LEFT
    )
    assert found.coverage == pytest.approx(4 / 5)
    assert [s.exercise for s in found.sections] == ["a"]


def test_single_picture_is_one():
    found = summary([result(0.0, exercise="a", phase="up")], [A])
    assert (len(found.stills), found.coverage) == (1, 1.0)
    assert [s.exercise for s in found.sections] == ["a"]
    assert summary([result(0.0, judged=False)], [A]).coverage == 0.0
    assert summary([result(0.0)], [A]).coverage == 1.0


def test_film_with_a_few_gaps_is_no_slide_show():
    frames = [result(t / 10 + 5 * (t // 10), exercise="a") for t in range(40)]
    found = summary(frames, [A])
    assert (found.stills, found.sections) == ((), ())


def test_half_of_the_frames_far_apart_is_still_a_film():
    frames = [result(t) for t in (0.0, 0.1, 5.0, 5.1)]
    assert summary(frames).stills == ()
    assert len(summary(frames[:3]).stills) == 2


def test_slide_show_in_which_something_was_timed_keeps_its_sections():
    frames = [result(0.6 * n, exercise="b") for n in range(20)]
    found = summary(frames, [A, B], hold("a", 1, 9))
    assert [s.exercise for s in found.sections] == ["a"]
    assert len(found.stills) == 20


def test_pictures_are_limited():
    found = summary([result(3.0 * n) for n in range(MOST_STILLS + 9)])
    assert len(found.stills) == MOST_STILLS
    assert found.frames == MOST_STILLS + 9


# From poses


def whole(frames, exercises=ALL, **more):
    """The summary of a stream of poses."""
    state, tally = start(exercises, **more), Tally()
    for frame in frames:
        state, one = step(state, frame)
        tally.add(one)
    state, events = finish(state)
    tally.add_events(events)
    return tally.summary(state)


def test_session_of_several_exercises():
    found = whole(motion(*KNEE_CAT_COW_FOLD))
    assert [s.exercise for s in found.sections] == ["knees_up", "arching", "fold"]
    knees, arching, fold = found.sections
    assert (knees.reps, arching.reps, fold.reps) == ({LEFT: 1}, {None: 1}, {None: 1})
    assert knees.end_s <= arching.start_s < arching.end_s <= fold.start_s
    assert arching.neutral["spinal_curve_deg"] == pytest.approx(0.0, abs=1.0)
    low, high = (getattr(arching.ranges["spinal_curve_deg"], end) for end in ("low", "high"))
    assert (low, high) == pytest.approx((-40, 60), abs=2), "from a neutral of nought"
    assert found.coverage == pytest.approx(1.0)
    assert {"on_the_back", "hands_and_knees", "folded"} <= set(found.postures)


def test_named_exercise_has_a_section_though_only_a_part_of_it_was_done():
    frames = motion((TABLETOP, 0, 3), (CAT, 2, 2), (TABLETOP, 2, 1))
    assert whole(frames, [CAT_COW]).sections == ()
    (section,) = whole(frames, [CAT_COW], forced=True).sections
    assert section.reps == {}
    assert [span.phase for span in section.phases] == ["level", "cat", "level"]


def test_picture_of_a_hold():
    found = whole([pose(0.0, BOTH_KNEES)])
    assert [s.exercise for s in found.sections] == ["knees_up"]
    assert found.stills[0].phase == "both"


def test_faults_of_a_session_are_in_its_section():
    frames = motion((LYING, 0, 1), (BOTH_KNEES, 1, 5), (LYING, 1, 2))
    (section,) = whole(frames, [KNEES_UP]).sections
    assert [f.fault for f in section.faults] == ["together"]
