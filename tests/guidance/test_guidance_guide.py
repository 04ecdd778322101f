"""A live session from walking into view to getting up: what is said, shown and played."""

import itertools
import math
from dataclasses import replace

import pytest
from coach_figure import FOLDED, LYING, TABLETOP
from guidance_moments import (
    CAT_COW,
    CHILD,
    KNEES,
    LIBRARY,
    STANDING,
    TURN,
    body,
    coached,
    dose,
    ended,
    hear,
    hold,
    rep,
    seen,
    still,
    times,
    under_way,
)

from matside.coach import events as ev
from matside.coach.events import LossReason
from matside.guidance.guide import begin, guide
from matside.guidance.outcome import Moment, Stage, Talk
from matside.guidance.pacer import Pace


def blank(start_s, end_s, **more):
    """Moments without a picture."""
    return [Moment(t_s=t_s, result=None, **more) for t_s in times(start_s, end_s)]


def done(t_s, exercise):
    return ev.DoseDone(t_s=t_s, exercise=exercise.id, dose="d")


def test_from_walking_in_to_the_first_movement():
    moments = [
        *blank(0.0, 1.0),
        *still(1.0, 3.0, None),
        *still(3.0, 6.0, STANDING),
        *still(6.0, 12.0, TABLETOP),
    ]
    _, heard = hear(coached(CAT_COW), moments)
    assert heard.stages == ["waiting", "placing", "countdown", "coaching"]
    assert heard.said == [
        (1.0, "Cat-cow. Stop if it hurts."),
        (3.6, "Come onto hands and knees."),
        (6.9, "Three."),
        (7.9, "Two."),
        (8.9, "One."),
        (9.9, "Breathe out, and round your back."),
    ]
    assert heard.chimes == [(6.9, "count"), (7.9, "count"), (8.9, "count"), (9.9, "go")]


def test_the_countdown_is_shown():
    _, heard = hear(coached(CAT_COW), still(0.0, 8.0))
    shown = [n for _, stage, _, n in heard.shown if stage == "countdown"]
    assert sorted(set(shown)) == [1, 2, 3]
    assert shown == sorted(shown, reverse=True)
    assert all(n == 0 for _, stage, _, n in heard.shown if stage != "countdown")


def test_who_is_helped_into_view_hears_that_it_is_good():
    moments = [*still(0.0, 6.0, None), *still(6.0, 12.0, STANDING)]
    _, heard = hear(coached(KNEES), moments)
    assert heard.texts == [
        "Knees to chest. Stop if it hurts.",
        "I can't see you. Come into view.",
        f"Good. {KNEES.set_up.say}",
    ]


def test_an_instruction_is_repeated_ever_more_seldom_and_not_for_ever():
    _, heard = hear(coached(CAT_COW), still(0.0, 150.0, STANDING, rate_hz=4))
    moments = heard.when("Come onto hands and knees.")
    gaps = [b - a for a, b in itertools.pairwise(moments)]
    assert gaps == pytest.approx([8.0, 16.0, 32.0], abs=0.3)


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
    moments = [*still(0.0, 5.0), *still(5.0, 8.0, STANDING), *still(8.0, 11.0)]
    moments += [*still(11.0, 14.0, STANDING), *still(14.0, 20.0)]
    _, heard = hear(coached(CAT_COW), moments)
    assert heard.when("Three.") == [2.6, 8.8]
    assert heard.stages[-1] == "coaching"


def out_of_view(start_s, end_s):
    """Somebody lying whose feet are out of the picture."""
    return [seen(t, LYING, pose=body(t, LYING, shift=(-0.38, 0.0))) for t in times(start_s, end_s)]


def test_nothing_begins_before_the_whole_body_is_in_view():
    _, heard = hear(coached(KNEES), [*out_of_view(0.0, 5.0), *still(5.0, 13.0, LYING)])
    text = "Your feet are out of view. Move a little towards your head."
    assert heard.texts[1] == text
    assert [stage for t, stage, _, _ in heard.shown if t < 5.0] == ["placing"] * 50
    assert (4.5, "placing", text, 0) in heard.shown
    assert heard.stages[-1] == "coaching"


def lost(t_s, reason=LossReason.NOBODY):
    return ev.TrackingLost(t_s=t_s, exercise="", reason=reason)


def lost_and_found(reason, state=None, gone=None):
    state = state or under_way(CAT_COW, phase="cow")
    away = still(10.0, 12.0, gone, judged=False, reason=reason, posture="unseen")
    away[0] = seen(
        10.0, gone, events=[lost(9.0, reason)], judged=False, reason=reason, posture="unseen"
    )
    back = ev.TrackingBack(t_s=12.0, exercise="", gap_s=3.0)
    found = seen(12.0, exercise=CAT_COW.id, phase="cow", events=[back])
    after = still(12.1, 14.0, exercise=CAT_COW.id, phase="cow")
    return hear(state, [*away, found, *after])[1]


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (LossReason.NOBODY, "I can't see you."),
        (LossReason.LEGS, "I can't see your legs."),
        (LossReason.TRUNK, "I can't see your body well."),
    ],
)
def test_lost_and_found_are_heard(reason, said):
    heard = lost_and_found(reason)
    assert heard.texts == [said, "I see you again."]
    assert heard.said[0][0] == 10.0
    assert 12.0 <= heard.said[1][0] < 13.0
    assert heard.chimes == [(10.0, "lost"), (12.0, "found")]
    assert heard.stages == ["placing", "coaching"]
    assert heard.shown[0][2] == said


def test_who_is_lost_hears_what_is_out_of_view():
    state = under_way(KNEES, phase="one_knee", figure=LYING)
    away = out_of_view(10.0, 12.0)
    away[0] = replace(away[0], events=(lost(9.0, LossReason.LEGS),))
    _, heard = hear(state, away)
    assert heard.texts == ["Your feet are out of view. Move a little towards your head."]


def test_tracking_that_comes_and_goes_is_not_talked_about_all_the_time():
    state = under_way(CAT_COW, phase="cow")
    results = []
    for start_s in (10.0, 12.0, 14.0, 20.0):
        away = still(start_s, start_s + 1.0, None)
        away[0] = replace(away[0], events=(lost(start_s - 1.0),))
        back = ev.TrackingBack(t_s=start_s + 1.0, exercise="", gap_s=2.0)
        results += [*away, seen(start_s + 1.0, events=[back])]
    results += still(21.1, 24.0)
    _, heard = hear(state, results)
    assert heard.texts == ["I can't see you.", "I see you again."] * 2
    assert len(heard.sounds("lost")) == 4
    assert len(heard.sounds("found")) == 4


def test_who_rests_out_of_place_is_told_and_goes_on_without_a_countdown():
    state = under_way(KNEES, phase="start", figure=LYING)
    results = [*still(10.0, 11.0, LYING), *out_of_view(11.0, 13.0), *still(13.0, 16.0, LYING)]
    entered = ev.PhaseEntered(t_s=5.0, exercise=KNEES.id, phase="one_knee")
    begun = seen(5.0, LYING, exercise=KNEES.id, phase="one_knee", events=[entered])
    _, heard = hear(state, [begun, *results])
    assert heard.texts == ["Your feet are out of view. Move a little towards your head."]
    assert heard.stages == ["coaching", "placing", "coaching"]


def test_few_words_find_with_a_sound():
    state = under_way(CAT_COW, phase="cow", talk=Talk.FEW)
    heard = lost_and_found(LossReason.NOBODY, state)
    assert heard.texts == ["I can't see you."]
    assert heard.sounds("found") == [12.0]


def test_who_was_never_there_is_not_lost():
    _, heard = hear(coached(CAT_COW), [seen(0.0, None, events=[lost(0.0)])])
    assert heard.chimes == []


def test_a_trouble_of_the_camera_is_told_once_and_its_end():
    broken = "The camera gives no pictures. Is it plugged in?"
    moments = [*still(0.0, 3.0), *blank(3.0, 8.0, trouble=broken), *still(8.0, 9.0)]
    _, heard = hear(coached(CAT_COW), moments)
    assert len(heard.when(broken)) == 1
    assert 3.0 <= heard.when(broken)[0] < 4.0
    assert heard.when("The camera is back.") == [8.0]
    assert heard.stages.count("waiting") == 1
    assert all(text == broken for t, stage, text, _ in heard.shown if stage == "waiting")


def test_a_pause_is_confirmed_and_the_coaching_goes_on():
    state = under_way(CAT_COW, phase="cow")
    moments = [*blank(10.0, 12.0, paused=True), *still(12.0, 13.0, exercise="cat_cow", phase="cow")]
    _, heard = hear(state, moments)
    assert heard.said == [(10.0, "Paused."), (12.0, "Going on.")]
    assert heard.stages == ["paused", "coaching"]


def test_a_pause_while_nothing_had_begun_goes_on_with_placing():
    _, heard = hear(coached(CAT_COW), [*blank(0.0, 2.0, paused=True), *still(2.0, 2.5)])
    assert heard.stages == ["paused", "placing"]


def test_the_dose_is_followed_by_the_next_exercise_and_the_end():
    state = under_way(CAT_COW, CHILD, phase="cow")
    events = [rep(10.0, CAT_COW, 8), done(10.0, CAT_COW)]
    results = [seen(10.0, exercise="cat_cow", phase="cow", dose=dose(8), events=events)]
    results += still(10.1, 20.0)
    results += hold(20.0, 51.0, CHILD, "hold", figure=FOLDED, dose=dose(0, 1))
    finished = ended(51.0, 20.0, 31.0, CHILD, "hold", more=[done(51.0, CHILD)])
    results += [seen(53.0, events=finished), *still(53.1, 60.0), *still(60.0, 70.0, None)]
    _, heard = hear(state, results)
    assert heard.texts == [
        "Eight. Well done.",
        "Next: Child's pose. Come onto hands and knees.",
        "Three.",
        "Two.",
        "One.",
        "Let your hips sink back to your heels.",
        "Hold.",
        "Breathe slowly.",
        "Half-way.",
        "And release slowly.",
        "Well done. That was everything.",
    ]
    assert heard.stages[-1] == "done"
    assert heard.guidances[0].target == "childs_pose"
    assert heard.guidances[-1].target == ""
    assert heard.said[-1][0] < 54.0


def test_events_of_the_exercise_that_is_done_are_not_spoken_any_more():
    state = under_way(CAT_COW, CHILD, phase="cow")
    first = seen(10.0, exercise="cat_cow", phase="cow", events=[done(10.0, CAT_COW)])
    again = seen(20.0, exercise="cat_cow", phase="cow", events=[rep(20.0, CAT_COW, 9)])
    _, heard = hear(state, [first, *still(10.1, 20.0), again])
    assert not heard.sounds("repetition")


def test_a_skip_leads_to_the_next_and_the_last_one_to_the_end():
    state = under_way(CAT_COW, CHILD, phase="cow")
    moments = [
        Moment(t_s=r.t_s, result=r, light=140.0, skips=1 if r.t_s < 20.0 else 2)
        for r in still(10.0, 30.0, STANDING)
    ]
    _, heard = hear(state, moments)
    assert heard.said[0] == (10.0, "Next: Child's pose. Come onto hands and knees.")
    assert heard.when("That was the last exercise.")[0] == pytest.approx(20.0, abs=0.5)
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


@pytest.mark.parametrize(("exercise", "leads"), [(CAT_COW, True), (CHILD, False)])
def test_the_pacer_leads_moves_while_they_are_coached(exercise, leads):
    phase = exercise.phase[0].id
    state = coached(exercise, pacer=Pace())
    results = still(0.0, 20.0, exercise=exercise.id, phase=phase)
    _, heard = hear(state, results)
    assert bool(heard.sounds("breathe_in")) == leads
    assert (heard.guidances[-1].breath is not None) == leads


def test_the_pacer_waits_while_the_person_is_lost():
    state = under_way(CAT_COW, phase="cow", pacer=Pace())
    heard = lost_and_found(LossReason.NOBODY, state)
    assert all(g.breath is None for g in heard.guidances if g.stage is Stage.PLACING)
    assert heard.sounds("breathe_in") == [12.0]


def test_exact_profile_is_mentioned_once_and_holds_nobody_up():
    flat = [seen(t, pose=body(t, TABLETOP, apart=(0.03, 0.05))) for t in times(0.0, 12.0)]
    _, heard = hear(coached(CAT_COW), flat)
    assert heard.texts[1:3] == ["Turn the mat a little, so that I see both legs.", "Three."]
    assert heard.stages[-1] == "coaching"


def test_a_dark_room_is_told():
    moments = [Moment(t_s=t, result=seen(t, None), light=12.0) for t in times(0.0, 5.0)]
    _, heard = hear(coached(CAT_COW), moments)
    assert "It is too dark for me. Please switch on a light." in heard.texts


def test_without_a_set_up_the_first_step_leads():
    bare = CAT_COW.model_copy(update={"set_up": None})
    _, heard = hear(coached(bare), still(0.0, 5.0, STANDING))
    assert heard.texts[-1] == CAT_COW.steps[0]
    _, heard = hear(coached(bare), still(0.0, 8.0))
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


def test_a_target_must_be_known():
    with pytest.raises(ValueError, match="expected targets among cat_cow; found plank"):
        begin([CAT_COW], targets=["plank"])


def test_a_target_that_is_named_twice_is_done_once():
    assert begin([CAT_COW, CHILD], targets=["cat_cow", "childs_pose", "cat_cow"]).targets == (
        "cat_cow",
        "childs_pose",
    )
