"""The whole coach: poses of a stick figure in, holds, repetitions and doses out."""

import math
from dataclasses import replace
from typing import Any

import pytest
from tests.coach.coach_exercises import ALL, TURN, coach, result_at
from tests.coach.coach_figure import (
    BOTH_KNEES,
    CAT,
    COW,
    FOLDED,
    LEFT_CLOSED,
    LEFT_KNEE,
    LEFT_OPEN,
    LYING,
    RIGHT_CLOSED,
    RIGHT_KNEE,
    RIGHT_OPEN,
    SIZE_PX,
    TABLETOP,
    motion,
    pose,
)
from tests.coach.coach_samples import CURVE, LEFT, NEUTRAL, RIGHT, condition, exercise, phase, said

from matside.body.frames import unseen
from matside.coach import events as ev
from matside.coach.session import begin_step, change_dose, finish, start, step

# Knees to the chest


def test_hold_of_one_leg_from_poses():
    frames = motion((LYING, 0, 2), (LEFT_KNEE, 1, 6), (LYING, 1, 2))
    _, _results, events = coach(frames)
    ((phase_id, side, start_s, end_s, held_s),) = said(
        events, ev.HoldDone, "phase", "side", "start_s", "t_s", "held_s"
    )
    assert (phase_id, side) == ("one", LEFT)
    assert start_s == pytest.approx(2 + 40 / 60, abs=0.1)
    assert end_s == pytest.approx(9 + 30 / 60, abs=0.1)
    assert held_s == pytest.approx(end_s - start_s)
    assert {e.exercise for e in events} == {"knees_up"}
    assert said(events, ev.PhaseEntered, "phase") == ["lying", "one", "lying"]


def test_results_follow_the_hold():
    frames = motion((LYING, 0, 2), (LEFT_KNEE, 1, 6), (LYING, 1, 2))
    _, results, _ = coach(frames)
    lying, early, late, after = (result_at(results, t) for t in (1.5, 4.0, 8.8, 12.0))
    assert (lying.exercise, lying.phase, lying.posture) == ("", "", "on_the_back")
    assert (early.exercise, early.phase, early.side) == ("knees_up", "one", LEFT)
    assert early.hold_target_s == 5.0
    assert early.held_s == pytest.approx(4.0 - 2.67, abs=0.1)
    assert early.progress == pytest.approx(early.held_s / 5.0)
    assert late.progress == 1.0
    assert (early.reps, after.reps) == ({}, {LEFT: 1})
    assert (after.phase, after.held_s, after.hold_target_s) == ("lying", 0.0, 0.0)
    assert early.near_side is LEFT
    assert (early.judged, early.reason) == (True, None)
    assert early.measures["left_hip_flexion_deg"] == pytest.approx(120, abs=1)
    assert early.pose.t_s == early.t_s


def test_the_clock_of_a_hold_stands_still_while_it_is_being_left():
    _, results, events = coach(motion((LYING, 0, 2), (LEFT_KNEE, 1, 6), (LYING, 1, 2)))
    (held_s,) = said(events, ev.HoldDone, "held_s")
    leaving = [r for r in results if r.phase == "one" and r.t_s > 9.55]
    assert leaving
    assert {round(r.held_s, 6) for r in leaving} == {round(held_s, 6)}


def test_both_legs_one_after_the_other_are_one_hold():
    frames = motion(
        (LYING, 0, 1), (LEFT_KNEE, 1, 1), (BOTH_KNEES, 1, 5), (LEFT_KNEE, 1, 0.5), (LYING, 1, 2)
    )
    _, _, events = coach(frames)
    assert said(events, ev.HoldDone, "phase", "side") == [("both", None)]
    assert said(events, ev.RepDone, "side", "count") == [(None, 1)]
    assert said(events, ev.FaultRaised, "fault") == []


def test_dose_is_done_after_its_repetitions():
    frames = motion(
        (LYING, 0, 1), (LEFT_KNEE, 1, 4), (LYING, 1, 3), (RIGHT_KNEE, 1, 4), (LYING, 1, 3)
    )
    _, _, events = coach(frames)
    assert said(events, ev.RepDone, "side") == [LEFT, RIGHT]
    assert said(events, ev.SetDone, "count") == [1]
    assert said(events, ev.DoseDone, "dose") == ["long"]


def test_dose_is_the_one_that_was_asked_for_where_there_is_one_of_its_name():
    frames = motion((LYING, 0, 1), (LEFT_KNEE, 1, 4), (LYING, 1, 3))
    state, results, events = coach(frames, dose="short")
    assert [track.dose.id for track in state.tracks] == ["short", "one", "one", "d"]
    assert said(events, ev.DoseDone, "dose") == ["short"]
    assert result_at(results, 4.5).hold_target_s == 2.0


@pytest.mark.parametrize("rate_hz", [30.0, 5.0, 1 / 0.7])
def test_hold_is_the_same_at_any_rate(rate_hz):
    frames = motion((LYING, 0, 2), (LEFT_KNEE, 1, 4), (LYING, 1, 2), rate_hz=rate_hz)
    _, _, events = coach(frames)
    ((side, held_s),) = said(events, ev.HoldDone, "side", "held_s")
    assert side is LEFT
    assert held_s == pytest.approx(4.8, abs=0.2 + 0.6 / rate_hz)


# The other three


def test_fold_is_held_once_the_body_has_arrived():
    _, _, events = coach(motion((TABLETOP, 0, 2), (FOLDED, 2, 6), (TABLETOP, 2, 2)))
    ((exercise_id, start_s, held_s),) = said(events, ev.HoldDone, "exercise", "start_s", "held_s")
    assert exercise_id == "fold"
    assert 3.0 < start_s < 4.5
    assert held_s == pytest.approx(10 + 1 - start_s, abs=0.7)


def test_cats_and_cows_are_counted_in_full_cycles():
    frames = motion((TABLETOP, 0, 3), (CAT, 2, 1), (COW, 2, 1), (CAT, 2, 1), (TABLETOP, 2, 1))
    state, results, events = coach(frames)
    assert said(events, ev.RepDone, "exercise", "count") == [("arching", 1), ("arching", 2)][:1]
    assert said(events, ev.PhaseEntered, "phase") == [
        "level",
        "cat",
        "level",
        "cow",
        "level",
        "cat",
        "level",
    ]
    assert result_at(results, 5.5).progress == 0.5
    assert result_at(results, 7.5).phase == "level"
    track = next(t for t in state.tracks if t.exercise.id == "arching")
    assert track.neutral_values["spinal_curve_deg"] == pytest.approx(0.0, abs=1.0)


def test_turns_are_counted_on_the_side_that_moves():
    frames = motion(
        (TABLETOP, 0, 1),
        (LEFT_OPEN, 2, 1),
        (LEFT_CLOSED, 2, 1),
        (TABLETOP, 1, 1),
        (RIGHT_OPEN, 2, 1),
        (RIGHT_CLOSED, 2, 1),
        (TABLETOP, 1, 1),
    )
    _, results, events = coach(frames, TURN)
    assert said(events, ev.RepDone, "side", "count") == [(LEFT, 1), (RIGHT, 1)]
    assert len(said(events, ev.DoseDone, "dose")) == 1
    assert result_at(results, 3.5).side is LEFT
    assert results[-1].reps == {LEFT: 1, RIGHT: 1}


def test_progress_of_a_move_is_that_of_its_own_way():
    edges = {"cat": ("at_least", 15), "cow": ("at_most", -10), "never": ("at_least", 500)}
    phases = [
        phase(
            name,
            condition({end: value}, measure=CURVE, relative_to="neutral"),
            kind="move",
            postures=["hands_and_knees"],
            settle_s=0.2,
            grace_s=0.2,
        )
        for name, (end, value) in edges.items()
    ]
    made = exercise(
        *phases,
        phase("else", kind="move"),
        cycle=["cow", "never", "else"],
        or_cycle=["cat", "never"],
        neutral=NEUTRAL,
    )
    _, results, _ = coach(motion((TABLETOP, 0, 3), (COW, 1, 1), (CAT, 1, 2)), made)
    assert (result_at(results, 4.9).phase, result_at(results, 4.9).progress) == (
        "cow",
        pytest.approx(1 / 3),
    )
    assert (results[-1].phase, results[-1].progress) == ("cat", 0.5)


# Time


@pytest.mark.parametrize("t_s", [2.0, 1.9, -math.inf, math.nan])
def test_time_must_move_forward(t_s):
    state, _ = step(start(ALL), unseen(2.0, SIZE_PX))
    with pytest.raises(ValueError, match=f"time must move forward: {t_s} s came after 2.0 s"):
        step(state, unseen(t_s, SIZE_PX))


def test_step_leaves_its_state_alone():
    state = start(ALL)
    frame = pose(0.0, LEFT_KNEE)
    _, first = step(state, frame)
    _, second = step(state, frame)
    assert first.measures == pytest.approx(second.measures, rel=0, abs=0, nan_ok=True)
    assert first.events == second.events
    assert state.t_s == -math.inf


# Steps of a plan


def followed(state, frames):
    """The state and the events after these frames."""
    events: list[Any] = []
    for frame in frames:
        state, result = step(state, frame)
        events += result.events
    return state, events


def later(frames, by_s):
    return [replace(frame, t_s=frame.t_s + by_s) for frame in frames]


HUG = motion((LYING, 0, 1), (LEFT_KNEE, 1, 4), (LYING, 1, 3))
KNEES_UP = next(exercise for exercise in ALL if exercise.id == "knees_up")
SHORT = KNEES_UP.dose[1]


def test_a_step_counts_from_nothing_and_towards_its_own_dose():
    state, events = followed(start(ALL), HUG)
    assert said(events, ev.RepDone, "count") == [1]
    state, ended = begin_step(state, "knees_up", SHORT)
    assert said(ended, ev.HoldDone, "side") == []
    state, events = followed(state, later(HUG, 100.0))
    assert said(events, ev.RepDone, "count") == [1]
    assert said(events, ev.DoseDone, "dose") == ["short"]
    assert state.current == "knees_up"


def test_a_step_judges_its_own_exercise_alone():
    state, _ = begin_step(start(ALL), "knees_up", SHORT)
    arching = motion((TABLETOP, 0, 3), (CAT, 2, 1), (COW, 2, 1), (CAT, 2, 1), (TABLETOP, 2, 1))
    _, events = followed(state, arching)
    assert said(events, ev.RepDone, "exercise") == []
    assert {event.exercise for event in events} <= {"knees_up", ""}


def test_a_hold_that_runs_when_a_step_begins_ends_for_what_it_was():
    state, _ = followed(start(ALL), motion((LYING, 0, 1), (LEFT_KNEE, 1, 3)))
    state, ended = begin_step(state, "fold", ALL[1].dose[0])
    ((side, held_s),) = said(ended, ev.HoldDone, "side", "held_s")
    assert side is LEFT
    assert held_s == pytest.approx(3.0, abs=0.6)
    assert said(finish(state)[1], ev.HoldDone, "side") == []


def test_a_step_of_an_unknown_exercise_is_refused():
    with pytest.raises(KeyError):
        begin_step(start(ALL), "plank", SHORT)


def test_another_dose_in_the_middle_of_a_hold_loses_nothing():
    state, _ = begin_step(start(ALL), "knees_up", KNEES_UP.dose[0])
    frames = motion((LYING, 0, 1), (LEFT_KNEE, 1, 4), (LYING, 1, 3))
    middle = len(frames) // 3
    state, _ = followed(state, frames[:middle])
    state, events = followed(change_dose(state, SHORT), frames[middle:])
    ((held_s,),) = [(one,) for one in said(events, ev.HoldDone, "held_s")]
    assert held_s == pytest.approx(4.8, abs=0.7)
    assert said(events, ev.DoseDone, "dose") == ["short"]
