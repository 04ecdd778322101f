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
    TABLETOP,
    motion,
    pose,
)
from tests.coach.coach_results import TRACKS, hold, result, summary
from tests.coach.coach_samples import LEFT, RIGHT, exercise, fault, phase

from matside.coach import events as ev
from matside.coach import tally as tally_module
from matside.coach.events import LossReason
from matside.coach.recognition import OVERLAP_S
from matside.coach.sections import sections_of
from matside.coach.session import finish, start, step
from matside.coach.summary import FaultSpan, Hold, Notice, NoticeKind, PhaseSpan
from matside.coach.tally import Tally
from matside.coach.track import new_track

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
