"""A live session from walking into view to getting up: what is said, shown and played."""

import itertools
import math
from dataclasses import replace

import pytest
from tests.coach.coach_figure import FOLDED, LEFT_KNEE, LYING, TABLETOP
from tests.guidance.guidance_moments import (
    CAT_COW,
    CHILD,
    KNEES,
    LIBRARY,
    NOBODY_YET,
    STANDING,
    TURN,
    blank,
    coached,
    done,
    dose,
    ended,
    hear,
    hold,
    plan,
    rep,
    seen,
    still,
    under_way,
)
from tests.typed import there

from matside.body.landmark import Side
from matside.coach import events as ev
from matside.exercise.programme import Step
from matside.guidance.guide import begin, guide
from matside.guidance.instructing import INSTRUCT_TIMES
from matside.guidance.outcome import Moment, Talk
from matside.guidance.pacer import BreathingPace
from matside.guidance.staging import IDLE_S, QUIET_S


def test_from_walking_in_to_the_first_movement():
    moments = [
        *blank(0.0, 1.0),
        *still(1.0, 3.0, None),
        *still(3.0, 12.0, STANDING),
        *still(12.0, 28.0, TABLETOP),
    ]
    _, heard = hear(coached(CAT_COW), moments)
    assert heard.stages == ["waiting", "placing", "countdown", "coaching"]
    (quiet_s,) = heard.when("Stay still for two quiet breaths.")
    assert heard.when("Three.")[0] - quiet_s == pytest.approx(QUIET_S, abs=0.2), "they take time"
    assert heard.texts == [
        "Cat-cow. Stop if it hurts.",
        f"Eight repetitions. {there(CAT_COW.set_up).how}",
        "Come onto hands and knees.",
        "Stay still for two quiet breaths.",
        "Three.",
        "Two.",
        "One.",
        "Breathe out, and round your back.",
    ]
    assert [name for _, name in heard.chimes] == ["count", "count", "count", "go"]
    assert heard.chimes[0][0] == heard.when("Three.")[0]


def test_the_countdown_is_shown():
    _, heard = hear(coached(CAT_COW), still(0.0, 20.0))
    shown = [n for _, stage, _, n in heard.shown if stage == "countdown"]
    assert sorted(set(shown)) == [1, 2, 3]
    assert shown == sorted(shown, reverse=True)
    assert all(n == 0 for _, stage, _, n in heard.shown if stage != "countdown")


def test_who_is_helped_into_view_hears_that_it_is_good():
    moments = [*still(0.0, 20.0, None), *still(20.0, 32.0, STANDING)]
    _, heard = hear(coached(KNEES), moments)
    assert NOBODY_YET in heard.texts
    assert f"Three holds of 30 seconds on each side. {there(KNEES.set_up).how}" in heard.texts
    assert heard.texts[-1] == f"Good. {there(KNEES.set_up).say}"


def test_a_person_who_leaves_between_two_exercises_is_not_told_about_the_camera_again():
    state = under_way(CAT_COW, CHILD, phase="cow")
    skip = [Moment(t_s=4.1, result=seen(4.1), skips=1)]
    gone = [Moment(t_s=r.t_s, result=r, light=140.0, skips=1) for r in still(4.2, 30.0, None)]
    _, heard = hear(state, [*skip, *gone])
    assert "I can't see you. Come into view." in heard.texts
    assert NOBODY_YET not in heard.texts


def test_an_instruction_is_repeated_ever_more_seldom_and_not_for_ever():
    _, heard = hear(coached(CAT_COW), still(0.0, 150.0, STANDING, rate_hz=4))
    moments = heard.when("Come onto hands and knees.")
    gaps = [b - a for a, b in itertools.pairwise(moments)]
    assert gaps == pytest.approx([8.0, 16.0, 32.0], abs=0.3)


def idle(figure, **options):
    """What is heard of somebody who was led to the start of a cat-cow, and goes on like this."""
    moments = [*still(0.0, 24.0), *still(24.0, 180.0, figure)]
    _, heard = hear(coached(CAT_COW, **options), moments)
    return heard.said[heard.texts.index("Breathe out, and round your back.") + 1 :]


@pytest.mark.parametrize(
    ("figure", "text"),
    [
        (TABLETOP, "Breathe out, and round your back."),
        (FOLDED, "Come onto hands and knees."),
    ],
)
def test_who_does_nothing_of_what_is_due_hears_it_again_and_not_for_ever(figure, text):
    said = idle(figure)
    assert [one for _, one in said] == [text] * INSTRUCT_TIMES
    assert all(b[0] - a[0] >= IDLE_S for a, b in itertools.pairwise(said))


def test_who_gets_up_is_not_urged():
    assert idle(STANDING) == []


@pytest.mark.parametrize(("eased", "times"), [(False, INSTRUCT_TIMES), (True, 0)])
def test_who_leaves_off_in_pain_is_not_urged(eased, times):
    state = under_way(CAT_COW, phase="cow", eased=eased)
    _, heard = hear(state, still(4.0, 160.0))
    assert len(heard.when("Breathe out, and round your back.")) == times


def test_who_begins_in_pain_is_reminded_as_others_are():
    assert len(idle(TABLETOP, eased=True)) == INSTRUCT_TIMES


def test_who_rests_between_the_sides_hears_which_one_is_due():
    right, once = {"side": Side.RIGHT, "figure": LEFT_KNEE}, Step(exercise=KNEES.id, hold_s=5.0)
    held = hold(0.0, 8.0, KNEES, "one_knee", target_s=5.0, **right)
    over = seen(8.0, LYING, events=ended(8.0, 0.0, 8.0, KNEES, "one_knee", side=Side.RIGHT))
    state = begin([KNEES], plan=plan(once))
    _, heard = hear(state, [*held, over, *still(8.1, 40.0, LYING)])
    assert heard.said[-1][1].startswith("Now the left side.")
    assert heard.said[-1][0] - 8.0 >= IDLE_S
    assert heard.said[-1][1].endswith(there(KNEES.set_up).begin)


def test_who_exercises_already_is_coached_at_once_and_loses_nothing():
    entered = ev.PhaseEntered(t_s=1.0, exercise=CHILD.id, phase="hold")
    results = hold(1.0, 5.0, CHILD, "hold", figure=FOLDED)
    results[0] = seen(
        1.0,
        FOLDED,
        exercise=CHILD.id,
        phase="hold",
        held_s=0.0,
        hold_target_s=30.0,
        events=[entered, *results[0].events],
    )
    _, heard = hear(coached(CHILD), [*still(0.0, 1.0, FOLDED), *results])
    assert heard.stages == ["placing", "coaching"]
    assert "Hold." in heard.texts
    assert not heard.sounds("count")


def test_a_picture_of_the_first_frame_is_no_work_yet():
    first = seen(0.0, exercise=CAT_COW.id, phase="cat")
    _, heard = hear(coached(CAT_COW), [first, *still(0.1, 1.0)])
    assert heard.stages == ["placing"]


def test_a_countdown_is_broken_off_with_the_posture_and_begun_again_at_most_once():
    moments = [*still(0.0, 12.5), *still(12.5, 18.0, STANDING), *still(18.0, 21.0)]
    moments += [*still(21.0, 24.0, STANDING), *still(24.0, 30.0)]
    _, heard = hear(coached(CAT_COW), moments)
    assert len(heard.when("Three.")) == 2
    assert heard.stages[-1] == "coaching"


def test_the_dose_is_followed_by_the_next_exercise_and_the_end():
    state = under_way(CAT_COW, CHILD, phase="cow")
    results = [
        seen(
            4.0 + 2 * n, exercise="cat_cow", phase="cow", events=[rep(4.0 + 2 * n, CAT_COW, n + 1)]
        )
        for n in range(8)
    ]
    results += still(18.1, 40.0)
    results += hold(40.0, 71.0, CHILD, "hold", figure=FOLDED, dose=dose(0, 1))
    finished = ended(71.0, 40.0, 31.0, CHILD, "hold", more=[done(71.0, CHILD)])
    results += [seen(73.0, events=finished), *still(73.1, 80.0), *still(80.0, 110.0, None)]
    _, heard = hear(state, results)
    assert heard.texts[7:] == [
        "Eight. Well done.",
        "Next: Child's pose.",
        f"One hold of 30 seconds. {there(CHILD.set_up).how}",
        "Three.",
        "Two.",
        "One.",
        "Let your hips sink back to your heels.",
        "Hold.",
        "Breathe slowly.",
        "Half-way.",
        "And release slowly.",
        "Well done. Both exercises are done. Come up slowly.",
    ]
    assert heard.stages[-1] == "done"
    assert heard.guidances[7].target == "childs_pose"
    assert heard.guidances[-1].target == ""
    assert heard.said[-1][0] < 74.0
    assert [g.over for g in heard.guidances].index(True) == next(
        n for n, r in enumerate(results) if r.t_s >= 103.0
    )


def test_events_of_the_exercise_that_is_done_are_not_spoken_any_more():
    step = Step(exercise=CAT_COW.id, reps=1)
    state = replace(under_way(CAT_COW, CHILD, phase="cow"), plan=plan(step, CHILD))
    first = seen(10.0, exercise="cat_cow", phase="cow", events=[rep(10.0, CAT_COW, 1)])
    again = seen(20.0, exercise="cat_cow", phase="cow", events=[rep(20.0, CAT_COW, 9)])
    _, heard = hear(state, [first, *still(10.1, 20.0), again])
    assert heard.sounds("repetition") == [10.0]


def test_a_skip_leads_to_the_next_and_the_last_one_to_the_end():
    state = under_way(CAT_COW, CHILD, phase="cow")
    moments = [
        Moment(t_s=r.t_s, result=r, light=140.0, skips=1 if r.t_s < 20.0 else 2)
        for r in still(10.0, 30.0, STANDING)
    ]
    _, heard = hear(state, moments)
    assert heard.said[0][0] == 10.0
    assert heard.texts[0] == "Next: Child's pose."
    assert heard.when("Nothing of the plan was done this time. Come up slowly.")[
        0
    ] == pytest.approx(20.0, abs=1.0)
    assert heard.stages[-1] == "done"


def test_a_skip_where_nothing_was_asked_for_changes_nothing():
    state = under_way(CAT_COW, phase="cow", targets=False)
    moments = [Moment(t_s=10.0, result=seen(10.0), light=140.0, skips=1)]
    assert hear(state, moments)[1].texts == []


def test_what_is_recognised_is_named_once():
    state = hear(coached(CAT_COW, TURN, targets=False), still(0.0, 3.0))[0]
    turn = [
        seen(t, exercise=TURN.id, phase="open", events=[rep(t, TURN, n)])
        for n, t in ((1, 10.0), (2, 14.0))
    ]
    cat = seen(18.0, exercise="cat_cow", phase="cow", events=[rep(18.0, CAT_COW, 1)])
    back = seen(22.0, exercise=TURN.id, phase="open", events=[rep(22.0, TURN, 3)])
    _, heard = hear(state, [*turn, cat, back])
    assert heard.texts == [
        "Kneeling thoracic rotation. One.",
        "Two.",
        "Cat-cow. One.",
        "Three.",
    ]


def test_resembling_movements_do_not_change_what_is_coached():
    state = under_way(TURN, CAT_COW, targets=False, phase="open")
    counted = seen(10.0, exercise=TURN.id, phase="open", events=[rep(10.0, TURN, 1)])
    cue = ev.CueGiven(t_s=12.0, exercise="cat_cow", fault="spine_still")
    _, heard = hear(state, [counted, seen(12.0, exercise="cat_cow", phase="cat", events=[cue])])
    assert "Move the spine." not in heard.texts
    assert heard.texts == ["Kneeling thoracic rotation. One."]


def test_getting_up_after_what_was_recognised_is_noticed_and_then_silence():
    state = under_way(CAT_COW, targets=False, phase="cow")
    counted = seen(10.0, exercise="cat_cow", phase="cow", events=[rep(10.0, CAT_COW, 1)])
    moments = [counted, *still(10.1, 30.0, STANDING), *still(30.0, 60.0, None, events=[])]
    _, heard = hear(state, moments)
    assert heard.texts == ["Cat-cow. One.", "Well done."]


def test_getting_up_before_the_end_is_left_alone():
    state = under_way(CAT_COW, phase="cow")
    _, heard = hear(state, still(10.0, 40.0, STANDING))
    assert heard.texts == []


def test_the_pacer_leads_moves_while_they_are_coached():
    phase = CAT_COW.phase[0].id
    results = still(0.0, 20.0, exercise=CAT_COW.id, phase=phase)
    _, heard = hear(coached(CAT_COW, pacer=BreathingPace()), results)
    assert heard.sounds("breathe_in")
    assert heard.guidances[-1].breath is not None


def test_the_pacer_leads_through_a_hold_until_its_end():
    results = hold(5.0, 40.0, CHILD, "hold", figure=FOLDED)
    _, heard = hear(coached(CHILD, pacer=BreathingPace()), [*still(0.0, 5.0, FOLDED), *results])
    assert heard.sounds("breathe_in")[0] == pytest.approx(5.1, abs=0.2)
    leading = [t for (t, *_), g in zip(heard.shown, heard.guidances, strict=True) if g.breath]
    assert leading[-1] < 35.1


def test_without_a_set_up_the_first_step_leads():
    bare = CAT_COW.model_copy(update={"set_up": None})
    _, heard = hear(begin([bare], plan=plan(CAT_COW)), still(0.0, 5.0, STANDING))
    assert heard.texts[-1] == CAT_COW.steps[0]
    _, heard = hear(begin([bare], plan=plan(CAT_COW)), still(0.0, 15.0))
    assert heard.texts[-1] == "Begin."


def test_nothing_asked_for_begins_when_the_person_is_ready():
    _, heard = hear(begin(LIBRARY.values()), [*still(0.0, 5.0, STANDING), *still(5.0, 12.0)])
    assert heard.texts == [
        "Move gently, and stop if it hurts.",
        "Lie on your back, or come onto hands and knees.",
        "Three.",
        "Two.",
        "One.",
        "Begin when you are ready.",
    ]


def test_safety_is_said_however_little_is_said():
    for talk in Talk:
        assert "hurts" in hear(coached(CAT_COW, talk=talk), still(0.0, 1.0))[1].texts[0]


def test_time_must_move_forward():
    state, _ = guide(coached(CAT_COW), Moment(t_s=1.0, result=None))
    with pytest.raises(ValueError, match="time must move forward"):
        guide(state, Moment(t_s=1.0, result=None))
    with pytest.raises(ValueError, match="time must move forward"):
        guide(state, Moment(t_s=math.nan, result=None))


def test_a_step_must_be_known():
    with pytest.raises(ValueError, match="expected steps among cat_cow; found childs_pose"):
        begin([CAT_COW], plan=plan(CHILD))
