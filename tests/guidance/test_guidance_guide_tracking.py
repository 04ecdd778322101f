"""What is heard when the person, the picture or the camera is lost, and found again."""

from dataclasses import replace

import pytest
from tests.coach.coach_figure import LYING, TABLETOP
from tests.guidance.guidance_moments import (
    CAT_COW,
    CHILD,
    KNEES,
    blank,
    body,
    coached,
    hear,
    seen,
    still,
    times,
    under_way,
)

from matside.body.landmark import HIP, SHOULDER
from matside.coach import events as ev
from matside.coach.events import LossReason
from matside.coach.summary import NoticeKind
from matside.guidance.outcome import CameraTrouble, Chime, Moment, Stage, Talk, TroubleKind
from matside.guidance.pacer import BreathingPace
from matside.guidance.progress import notices
from matside.guidance.speech import REST_S, speaking_s
from matside.guidance.texts import trouble_text


def out_of_view(start_s, end_s):
    """Somebody lying whose feet are out of the picture."""
    return [seen(t, LYING, pose=body(t, LYING, shift=(-0.38, 0.0))) for t in times(start_s, end_s)]


def test_nothing_begins_before_the_whole_body_is_in_view():
    _, heard = hear(coached(KNEES), [*out_of_view(0.0, 5.0), *still(5.0, 23.0, LYING)])
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
    trouble = CameraTrouble(TroubleKind.GONE)
    broken = trouble_text(trouble)
    moments = [*still(0.0, 3.0), *blank(3.0, 12.0, trouble=trouble), *still(12.0, 13.0)]
    _, heard = hear(coached(CAT_COW), moments)
    assert len(heard.when(broken)) == 1
    assert 3.0 <= heard.when(broken)[0] < 4.0
    assert heard.when("The camera is back.") == [12.0]
    assert heard.stages.count("waiting") == 1
    assert all(text == broken for t, stage, text, _ in heard.shown if stage == "waiting")


def test_a_camera_that_is_back_while_its_loss_is_being_told_is_told_too():
    trouble = CameraTrouble(TroubleKind.STREAM_SILENT, host="192.168.1.20")
    broken = trouble_text(trouble)
    moments = [*still(0.0, 3.0), *blank(3.0, 3.5, trouble=trouble), *still(3.5, 20.0)]
    _, heard = hear(coached(CAT_COW), moments)
    assert heard.when(broken) == [3.0]
    (back_s,) = heard.when("The camera is back.")
    assert back_s == pytest.approx(3.0 + speaking_s(broken) + REST_S, abs=0.2)


def test_a_slow_computer_is_told_once():
    moments = [
        Moment(t_s=one.t_s, result=one, light=140.0, slow=one.t_s > 5.0) for one in still(0.0, 30.0)
    ]
    _, heard = hear(coached(CAT_COW), moments)
    told = [t_s for t_s, text in heard.said if text.startswith("This computer is slow")]
    assert len(told) == 1
    assert told[0] > 5.0


def test_a_slow_computer_is_not_told_while_there_is_something_to_count():
    state = under_way(CAT_COW, phase="cow")
    moments = [
        Moment(t_s=t, result=seen(t), light=140.0, slow=True, skips=t >= 15.0)
        for t in times(10.0, 30.0)
    ]
    assert [one.kind for one in notices(hear(state, moments[:20])[0])] == [NoticeKind.SLOW]
    _, heard = hear(state, moments)
    (told_s,) = (t_s for t_s, text in heard.said if text.startswith("This computer is slow"))
    assert told_s > 15.0, "when the exercise is over"


def test_a_pause_is_confirmed_and_the_coaching_goes_on():
    state = under_way(CAT_COW, phase="cow")
    moments = [*blank(10.0, 12.0, paused=True), *still(12.0, 13.0, exercise="cat_cow", phase="cow")]
    _, heard = hear(state, moments)
    assert heard.said == [(10.0, "Paused."), (12.0, "Going on.")]
    assert heard.stages == ["paused", "coaching"]


def test_a_pause_while_nothing_had_begun_goes_on_with_placing():
    _, heard = hear(coached(CAT_COW), [*blank(0.0, 2.0, paused=True), *still(2.0, 2.5)])
    assert heard.stages == ["paused", "placing"]


def test_exact_profile_is_mentioned_once_and_holds_nobody_up():
    flat = [seen(t, pose=body(t, TABLETOP, apart=(0.03, 0.05))) for t in times(0.0, 25.0)]
    _, heard = hear(coached(CAT_COW), flat)
    assert heard.texts[2:4] == [
        "Turn the mat a little, so that I see both legs.",
        "Stay still for two quiet breaths.",
    ]
    assert heard.stages[-1] == "coaching"


@pytest.mark.parametrize(("exercise", "begins"), [(CHILD, True), (CAT_COW, False)])
def test_who_is_seen_from_the_front_is_cautioned_once_and_begins_where_it_can_be_judged(
    exercise, begins
):
    frame = body(0.0, TABLETOP, scale=0.6, apart=(0.5, 0.75))
    world = frame.world_m.copy()
    world[list(HIP.values())] = 0.0
    world[list(SHOULDER.values())] = [0.35, 0.0, -0.35]
    turned = replace(frame, world_m=world)
    shown = [seen(t, pose=replace(turned, t_s=t)) for t in times(0.0, 40.0)]
    _, heard = hear(coached(exercise), shown)
    said = " ".join(text for _, text in heard.said)
    assert "Turn, so that your side faces the camera." in said
    assert said.count("From here I cannot see every fault.") == begins
    assert (Chime.GO.value in [chime for _, chime in heard.chimes]) is begins


def test_a_dark_room_is_told():
    moments = [Moment(t_s=t, result=seen(t, None), light=12.0) for t in times(0.0, 5.0)]
    _, heard = hear(coached(CAT_COW), moments)
    assert "It is too dark for me. Please switch on a light." in heard.texts


def test_the_pacer_waits_while_the_person_is_lost():
    state = under_way(CAT_COW, phase="cow", pacer=BreathingPace())
    heard = lost_and_found(LossReason.NOBODY, state)
    assert all(g.breath is None for g in heard.guidances if g.stage is Stage.PLACING)
    assert heard.sounds("breathe_in") == [12.0]
