"""The whole coach: poses of a stick figure in, events and results out."""

import itertools
import math
from dataclasses import replace

import numpy as np
import pytest
from coach_exercises import ALL, CAT_COW, FOLD, KNEES_UP, TURN
from coach_figure import (
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
    legs_renamed,
    motion,
    pose,
)
from coach_samples import CURVE, LEFT, NEUTRAL, RIGHT, condition, exercise, fault, phase, said

from matside.body.frames import unseen
from matside.coach import events as ev
from matside.coach.cues import AGAIN_S, APART_S
from matside.coach.session import finish, start, step
from matside.exercise.schema import Exercise


def coach(frames, *exercises, to_the_end=True, **more):
    """The last state, every result, and all events of a stream."""
    state = start(exercises or ALL, **more)
    results, events = [], []
    for frame in frames:
        state, result = step(state, frame)
        results.append(result)
        events += result.events
    if to_the_end:
        state, last = finish(state)
        events += last
    return state, results, events


def at(results, t_s):
    """The result of the frame at this time."""
    return min(results, key=lambda result: abs(result.t_s - t_s))


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
    lying, early, late, after = (at(results, t) for t in (1.5, 4.0, 8.8, 12.0))
    assert (lying.exercise, lying.phase, lying.posture) == ("", "", "on_the_back")
    assert (early.exercise, early.phase, early.side) == ("knees_up", "one", LEFT)
    assert early.hold_target_s == 5.0
    assert early.held_s == pytest.approx(4.0 - 2.67, abs=0.1)
    assert early.progress == pytest.approx(early.held_s / 5.0)
    assert late.progress == 1.0
    assert (early.reps, after.reps) == ({}, {LEFT: 1})
    assert (after.phase, after.held_s, after.hold_target_s) == ("lying", 0.0, 0.0)
    assert early.near_side is LEFT
    assert early.notice == ""
    assert early.measures["left_hip_flexion_deg"] == pytest.approx(120, abs=1)
    assert early.pose.t_s == early.t_s


def test_the_clock_of_a_hold_stands_still_while_it_is_being_left():
    _, results, events = coach(motion((LYING, 0, 2), (LEFT_KNEE, 1, 6), (LYING, 1, 2)))
    (held_s,) = said(events, ev.HoldDone, "held_s")
    leaving = [r for r in results if r.phase == "one" and r.t_s > 9.55]
    assert leaving
    assert {round(r.held_s, 6) for r in leaving} == {round(held_s, 6)}


def test_no_cue_is_given_for_a_hold_that_is_being_left():
    holding, lying = (replace(figure, head=-40.0) for figure in (LEFT_KNEE, LYING))

    def cues(stay_s):
        _, _, events = coach(motion((lying, 0, 2), (holding, 1, stay_s), (lying, 1, 3)))
        return said(events, ev.CueGiven, "t_s")

    first, again = cues(20.0)
    assert again == pytest.approx(first + AGAIN_S, abs=0.1)
    assert cues(again - 0.95 - 3.0) == [first]


def test_both_legs_one_after_the_other_are_one_hold():
    frames = motion(
        (LYING, 0, 1), (LEFT_KNEE, 1, 1), (BOTH_KNEES, 1, 5), (LEFT_KNEE, 1, 0.5), (LYING, 1, 2)
    )
    _, _, events = coach(frames)
    assert said(events, ev.HoldDone, "phase", "side") == [("both", None)]
    assert said(events, ev.RepDone, "side", "count") == [(None, 1)]
    assert said(events, ev.FaultRaised, "fault") == []


def test_both_legs_at_once_are_told_and_the_cue_is_given():
    frames = motion((LYING, 0, 1), (BOTH_KNEES, 1, 5), (LYING, 1, 2))
    _, results, events = coach(frames)
    assert said(events, ev.FaultRaised, "fault") == ["together"]
    assert said(events, ev.CueGiven, "text", "fault") == [("Mend together.", "together")]
    (moment,) = said(events, ev.CueGiven, "t_s")
    assert at(results, moment).cue == "Mend together."


def test_knees_that_are_up_when_the_film_begins_were_not_lifted_together():
    _, _, events = coach(motion((BOTH_KNEES, 0, 5), (LYING, 1, 2)))
    assert said(events, ev.HoldDone, "phase") == ["both"]
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
    assert at(results, 4.5).hold_target_s == 2.0


def test_labels_that_are_swapped_now_and_then_do_not_break_the_hold():
    frames = motion((LYING, 0, 1), (LEFT_KNEE, 1, 8), (LYING, 1, 2))
    shown = [legs_renamed(f) if n % 7 == 3 else f for n, f in enumerate(frames)]
    _, _, events = coach(shown)
    assert said(events, ev.HoldDone, "side") == [LEFT]
    assert said(events, ev.HoldDone, "held_s")[0] == pytest.approx(8.8, abs=0.3)


def test_labels_that_stay_swapped_keep_the_hold_and_give_it_to_the_longer_name():
    frames = motion((LYING, 0, 1), (LEFT_KNEE, 1, 8), (LYING, 1, 2))
    shown = [legs_renamed(f) if f.t_s >= 4 else f for f in frames]
    _, _, events = coach(shown)
    assert said(events, ev.HoldDone, "side") == [RIGHT]
    assert said(events, ev.HoldDone, "held_s")[0] == pytest.approx(8.8, abs=0.3)


@pytest.mark.parametrize("rate_hz", [60.0, 30.0, 5.0, 1 / 0.7])
def test_hold_is_the_same_at_any_rate(rate_hz):
    frames = motion((LYING, 0, 3), (LEFT_KNEE, 1, 8), (LYING, 1, 4), rate_hz=rate_hz)
    _, _, events = coach(frames)
    ((side, held_s),) = said(events, ev.HoldDone, "side", "held_s")
    assert side is LEFT
    assert held_s == pytest.approx(8.8, abs=0.2 + 0.6 / rate_hz)


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
    assert at(results, 5.5).progress == 0.5
    assert at(results, 7.5).phase == "level"
    track = next(t for t in state.tracks if t.exercise.id == "arching")
    assert track.neutral_values["spinal_curve_deg"] == pytest.approx(0.0, abs=1.0)


def test_quick_cats_are_told_and_the_cue_is_given():
    frames = motion((TABLETOP, 0, 3), *[(CAT, 0.6, 0.4), (COW, 0.6, 0.4)] * 3, (TABLETOP, 1, 5))
    _, _, events = coach(frames, CAT_COW)
    assert set(said(events, ev.FaultRaised, "fault")) == {"hurried"}
    assert said(events, ev.CueGiven, "fault")[0] == "hurried"


def test_cue_for_what_is_over_waits_for_the_last_cue():
    frames = motion((TABLETOP, 0, 3), *[(CAT, 0.6, 0.4), (COW, 0.6, 0.4)] * 9, (TABLETOP, 1, 5))
    _, _, events = coach(frames, CAT_COW)
    moments = said(events, ev.CueGiven, "t_s")
    assert len(said(events, ev.FaultRaised, "t_s")) > 4
    assert 1 <= len(moments) <= 2
    assert all(b - a >= APART_S for a, b in itertools.pairwise(moments))


@pytest.mark.parametrize(("stay_s", "given"), [(1.0, ["hurried"]), (6.0, [])])
def test_what_was_over_long_ago_when_it_was_told_gets_no_cue(stay_s, given):
    quick = [(CAT, 0.6, 0.2), (COW, 0.6, 0.2)]
    frames = motion((TABLETOP, 0, 3), *quick, (CAT, 0.6, stay_s), (COW, 0.6, 0.5))
    _, _, events = coach(frames, CAT_COW)
    assert said(events, ev.FaultRaised, "fault") == ["hurried"]
    assert said(events, ev.CueGiven, "fault") == given


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
    assert at(results, 3.5).side is LEFT
    assert results[-1].reps == {LEFT: 1, RIGHT: 1}


@pytest.mark.parametrize(("turns", "told"), [(2, []), (3, [("unequal", RIGHT)])])
def test_unequal_sides_are_told_at_the_end_and_not_before(turns, told):
    frames = motion(
        (TABLETOP, 0, 1),
        *([(LEFT_OPEN, 2, 1), (LEFT_CLOSED, 2, 1)] * turns),
        (TABLETOP, 1, 1),
        (RIGHT_OPEN, 2, 1),
        (RIGHT_CLOSED, 2, 1),
        (TABLETOP, 1, 1),
    )
    content = TURN.model_dump(exclude_unset=True)
    content["fault"] = [fault("unequal", "balance", ["open", "closed"], least=2)]
    state, _, events = coach(frames, Exercise.model_validate(content), to_the_end=False)
    assert said(events, ev.FaultRaised, "fault") == []
    _, ending = finish(state)
    assert said(ending, ev.FaultRaised, "fault", "side") == told
    for cleared in said(ending, ev.FaultCleared, "start_s", "t_s"):
        assert cleared == pytest.approx((frames[-1].t_s - 1.0,) * 2, abs=0.6)


# Recognition


def test_several_exercises_in_one_stream_are_told_apart():
    frames = motion(
        (LYING, 0, 1),
        (LEFT_KNEE, 1, 5),
        (LYING, 1, 1),
        (TABLETOP, 0.5, 3),
        (CAT, 2, 1),
        (COW, 2, 1),
        (TABLETOP, 2, 1),
        (FOLDED, 2, 5),
    )
    _, results, events = coach(frames)
    done = [(e.exercise, type(e).__name__) for e in events if isinstance(e, ev.HoldDone)]
    assert done == [("knees_up", "HoldDone"), ("fold", "HoldDone")]
    assert said(events, ev.RepDone, "exercise") == ["knees_up", "arching", "fold"]
    order = [r.exercise for r in results if r.exercise]
    assert list(dict.fromkeys(order)) == ["knees_up", "arching", "fold"]


def test_exercise_that_was_done_stays_until_another_begins():
    _, results, _ = coach(motion((LYING, 0, 1), (LEFT_KNEE, 1, 4), (LYING, 1, 1), (TABLETOP, 0, 9)))
    assert results[-1].exercise == "knees_up"


def test_rest_alone_is_no_exercise():
    _, results, _ = coach(motion((LYING, 0, 5)))
    assert {r.exercise for r in results} == {""}
    assert results[-1].phase == ""


def test_hold_goes_before_a_move_and_what_is_being_done_before_another_hold():
    bands = {"postures": ["on_the_back"], "settle_s": 0.2, "grace_s": 0.2}
    bent = {
        "measure": "hip_flexion_deg",
        "of": "larger",
        "enter": {"at_least": 50},
        "source": "made up",
    }
    up = bent | {"enter": {"at_least": 100}}
    early = exercise(phase("early", bent, **bands), id="early")
    late = exercise(phase("late", up, **bands), id="late")
    moving = exercise(phase("moving", up, kind="move", **bands), id="moving")
    frames = motion((LYING, 0, 2), (LEFT_KNEE, 1, 2))
    assert coach(frames, early, late)[1][-1].exercise == "early"
    assert coach(frames, moving, late)[1][-1].exercise == "late"


def test_named_exercise_need_not_be_recognised():
    frames = motion((TABLETOP, 0, 2), (FOLDED, 2, 4))
    state, results, _ = coach(frames, KNEES_UP, forced=True)
    assert state.current == "knees_up"
    assert {r.exercise for r in results[1:]} == {"knees_up"}
    _, results, _ = coach(motion((LYING, 0, 2)), KNEES_UP, forced=True)
    assert results[-1].phase == "lying"


# Tracking


def test_person_who_leaves_is_lost_and_found_again():
    frames = motion((LYING, 0, 1), (LEFT_KNEE, 1, 4), (None, 0, 2), (LEFT_KNEE, 0, 2))
    _, results, events = coach(frames)
    assert said(events, ev.TrackingLost, "t_s", "reason") == [
        (pytest.approx(6 - 1 / 15), "nobody is in view")
    ]
    assert said(events, ev.TrackingBack, "t_s", "gap_s") == [(8.0, pytest.approx(2 + 1 / 15))]
    assert at(results, 7.5).notice == "Paused: nobody is in view."
    assert at(results, 7.5).posture == "unseen"
    assert (at(results, 5.5).notice, results[-1].notice) == ("", "")
    assert len(said(events, ev.HoldPaused, "t_s")) == 1
    assert at(results, 7.9).held_s == at(results, 7.2).held_s > 0


def test_short_drop_out_is_not_told():
    frames = motion((LYING, 0, 3), (None, 0, 0.8), (LYING, 0, 2))
    _, _, events = coach(frames)
    assert said(events, ev.TrackingLost, "t_s") == []


def test_nobody_at_first_is_not_lost():
    _, results, events = coach(motion((None, 0, 5), (LYING, 0, 2)))
    assert said(events, ev.TrackingLost, "t_s") == []
    assert said(events, ev.TrackingBack, "t_s") == []
    assert results[0].notice == "Paused: nobody is in view."


@pytest.mark.parametrize(
    ("rows", "reason"),
    [([11, 12, 23, 24], "the trunk cannot be seen"), ([25, 26], "the legs cannot be seen")],
)
def test_what_is_missing_is_said(rows, reason):
    hidden = np.zeros(33)
    hidden[:] = 1.0
    hidden[rows] = 0.0
    frames = motion((LYING, 0, 4))
    shown = [replace(f, visibility=f.visibility * hidden) if f.t_s > 1.01 else f for f in frames]
    _, results, events = coach(shown)
    assert said(events, ev.TrackingLost, "t_s", "reason") == [(1.0, reason)]
    assert results[-1].notice == f"Paused: {reason}."


def test_gap_between_frames_is_no_loss():
    frames = motion((LYING, 0, 2)) + motion((LYING, 0, 2), start_s=9.0)
    assert said(coach(frames)[2], ev.TrackingLost, "t_s") == []


# Cues

STRAIGHT = replace(LEFT_KNEE, knee=(80.0, 120.0))
HEAD_BACK = replace(STRAIGHT, head=-45.0)


def test_most_important_fault_is_said_first_and_the_next_one_later():
    frames = motion((LYING, 0, 1), (HEAD_BACK, 1, 9), (LYING, 1, 2))
    _, results, events = coach(frames)
    assert said(events, ev.FaultRaised, "fault", "side") == [
        ("knee_straight", LEFT),
        ("head_back", LEFT),
    ]
    assert [f.fault for f in at(results, 5).faults] == ["head_back", "knee_straight"]
    assert at(results, 5).faults[0].cue == "Mend head_back."
    assert at(results, 5).faults[0].side is LEFT
    (first_s, first), (second_s, second) = said(events, ev.CueGiven, "t_s", "fault")
    assert (first, second) == ("head_back", "knee_straight")
    assert second_s - first_s == pytest.approx(APART_S, abs=0.1)
    assert at(results, first_s).cue == "Mend head_back."
    assert at(results, 1.0).cue == ""
    assert at(results, first_s + 2.0).cue == "Mend head_back."
    assert len(said(events, ev.FaultCleared, "t_s")) == 2


def test_only_the_exercise_that_is_being_done_gives_cues():
    frames = motion((LYING, 0, 1), (HEAD_BACK, 1, 5))
    _state, _, events = coach(frames, FOLD, KNEES_UP, to_the_end=False)
    assert {e.exercise for e in events if isinstance(e, ev.CueGiven)} == {"knees_up"}
    _, results, events = coach(frames, FOLD, KNEES_UP, forced=True, to_the_end=False)
    assert said(events, ev.CueGiven, "fault") == []
    assert results[-1].faults == ()


# Pictures


def test_single_picture_says_what_it_shows():
    for figure, expected in (
        (LEFT_KNEE, ("knees_up", "one", LEFT)),
        (BOTH_KNEES, ("knees_up", "both", None)),
        (FOLDED, ("fold", "fold", None)),
        (CAT, ("arching", "cat", None)),
        (LYING, ("", "lying", None)),
        (replace(LYING, hip=(85.0, 85.0)), ("", "", None)),
    ):
        _, (result,), events = coach([pose(0.0, figure)])
        assert (result.exercise, result.phase, result.side) == expected
        assert events == []


def test_slide_show_is_judged_picture_by_picture():
    slides = [LEFT_KNEE, FOLDED, COW, FOLDED]
    frames = [pose(5.0 * n, figure) for n, figure in enumerate(slides)]
    _, results, events = coach(frames)
    assert [r.exercise for r in results] == ["knees_up", "fold", "arching", "fold"]
    assert [e for e in events if isinstance(e, ev.HoldDone | ev.RepDone)] == []


def test_frames_close_together_are_not_pictures():
    _, results, _ = coach(motion((FOLDED, 0, 0.4)), rate := FOLD)
    assert rate.id == "fold"
    assert [r.phase for r in results] == ["fold"] + [""] * (len(results) - 1)


def test_slow_frames_in_which_a_phase_runs_are_no_pictures():
    _, results, _ = coach(motion((LEFT_KNEE, 0, 7), (LYING, 1, 7), rate_hz=1 / 0.7))
    assert (results[-1].phase, results[-1].exercise) == ("lying", "knees_up")


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
    assert (at(results, 4.9).phase, at(results, 4.9).progress) == ("cow", pytest.approx(1 / 3))
    assert (results[-1].phase, results[-1].progress) == ("cat", 0.5)
