"""Which exercise the whole coach sees: one of several, the one that was named, or a picture's."""

from dataclasses import replace

from tests.coach.coach_exercises import FOLD, KNEES_UP, coach
from tests.coach.coach_figure import (
    BOTH_KNEES,
    CAT,
    COW,
    FOLDED,
    KNEE_CAT_COW_FOLD,
    LEFT_KNEE,
    LYING,
    TABLETOP,
    motion,
    pose,
)
from tests.coach.coach_samples import LEFT, exercise, phase, said

from matside.coach import events as ev

# Recognition


def test_several_exercises_in_one_stream_are_told_apart():
    frames = motion(*KNEE_CAT_COW_FOLD)
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
