"""Corrections to the ear: said at once, not too often, never stale, praised when they help."""

from dataclasses import replace

import pytest
from tests.coach.coach_figure import FOLDED
from tests.guidance.guidance_moments import (
    CAT_COW,
    CHILD,
    KNEES,
    LIBRARY,
    fault,
    hear,
    seen,
    still,
    under_way,
)

from matside.coach import events as ev
from matside.exercise.adapting import adapted
from matside.guidance.correcting import is_hazard
from matside.guidance.messages import Topic, TopicKind
from matside.guidance.outcome import Talk
from matside.guidance.speech import speaking_s

HIPS = next(f for f in CHILD.fault if f.id == "hips_high")
HEAD = next(f for f in CHILD.fault if f.id == "forehead_up")


def cue(t_s, name, exercise=CHILD):
    return ev.CueGiven(t_s=t_s, exercise=exercise.id, fault=name)


def raised(t_s, name, exercise=CHILD):
    return ev.FaultRaised(t_s=t_s, exercise=exercise.id, fault=name)


def cleared(t_s, name, exercise=CHILD):
    return ev.FaultCleared(t_s=t_s, exercise=exercise.id, fault=name, start_s=t_s - 3.0)


def in_hold(t_s, *events, faults=(), running=True, phase="hold"):
    held_s = t_s if running else 7.0
    return seen(
        t_s,
        FOLDED,
        exercise=CHILD.id,
        phase=phase,
        held_s=held_s,
        hold_target_s=0.0,
        faults=[fault(name) for name in faults],
        events=events,
    )


def holding(start_s, end_s, **more):
    return [in_hold(r.t_s, **more) for r in still(start_s, end_s)]


def child(**more):
    return under_way(CHILD, phase="hold", figure=FOLDED, **more)


def test_a_cue_is_said_in_the_very_frame_in_its_short_form():
    _, heard = hear(child(), [in_hold(10.0, cue(10.0, "forehead_up"), faults=["forehead_up"])])
    assert heard.said == [(10.0, HEAD.spoken)]
    assert not heard.utterances[0].urgent
    assert heard.utterances[0].topic == Topic(TopicKind.FAULT, "forehead_up")


def test_a_cue_without_a_short_form_is_said_as_the_file_words_it():
    _, heard = hear(child(), [in_hold(10.0, cue(10.0, "hips_high"), faults=["hips_high"])])
    assert heard.texts == [HIPS.cue]


def test_a_cue_waits_for_its_turn_while_the_fault_lasts():
    faults = ["hips_high", "forehead_up"]
    first = in_hold(10.0, cue(10.0, "hips_high"), faults=faults)
    second = in_hold(10.1, cue(10.1, "forehead_up"), faults=faults)
    _, heard = hear(child(), [first, second, *holding(10.2, 14.0, faults=faults)])
    assert heard.texts == [HIPS.cue, HEAD.spoken]
    assert 0.0 < heard.said[1][0] - 10.0 - speaking_s(HIPS.cue) < 0.5


def test_a_cue_that_waits_is_dropped_once_its_fault_is_mended():
    faults = ["hips_high", "forehead_up"]
    first = in_hold(10.0, cue(10.0, "hips_high"), faults=faults)
    second = in_hold(10.1, cue(10.1, "forehead_up"), faults=faults)
    mended = in_hold(10.5, cleared(10.4, "forehead_up"), faults=["hips_high"])
    _, heard = hear(child(), [first, second, mended, *holding(10.6, 14.0, faults=["hips_high"])])
    assert heard.texts == [HIPS.cue]


def test_what_can_only_be_told_afterwards_is_told():
    events = [raised(8.0, "restless"), cleared(10.0, "restless"), cue(10.2, "restless")]
    _, heard = hear(child(), [in_hold(10.2, *events)])
    assert heard.texts == ["Settle and be still."]


def test_a_mend_is_praised_once():
    state = child()
    results = [
        in_hold(10.0, cue(10.0, "hips_high"), faults=["hips_high"]),
        *holding(10.1, 15.0, faults=["hips_high"]),
        in_hold(15.6, cleared(15.0, "hips_high")),
        *holding(15.7, 20.0),
        in_hold(20.0, cleared(19.9, "hips_high")),
    ]
    _, heard = hear(state, results)
    assert heard.said == [(10.0, HIPS.cue), (15.6, "Good.")]


def test_a_mend_that_moves_the_body_is_praised_when_the_hold_goes_on():
    state = child()
    results = [
        *holding(6.5, 7.0),
        in_hold(7.0, cue(7.0, "hips_high"), faults=["hips_high"]),
        *holding(7.1, 12.0, faults=["hips_high"]),
        in_hold(12.5, cleared(12.0, "hips_high"), running=False),
        in_hold(13.0, running=False),
        *holding(14.0, 15.0),
    ]
    _, heard = hear(state, results)
    assert heard.said[-1] == (14.0, "Good.")


def test_who_leaves_is_not_praised():
    state = child()
    results = [
        in_hold(7.0, cue(7.0, "hips_high"), faults=["hips_high"]),
        *holding(7.1, 12.0, faults=["hips_high"]),
        in_hold(12.5, cleared(12.0, "hips_high"), running=False),
        *[in_hold(12.6 + n / 10, running=False) for n in range(20)],
        *still(14.6, 18.0, exercise=CHILD.id),
    ]
    assert hear(state, results)[1].texts == [HIPS.cue]


def test_a_mend_before_the_cue_was_heard_is_not_praised():
    results = [
        in_hold(10.0, cue(10.0, "hips_high"), faults=["hips_high"]),
        in_hold(10.5, cleared(10.0, "hips_high")),
        *holding(10.6, 14.0),
    ]
    assert hear(child(), results)[1].texts == [HIPS.cue]


def repeated(name, talk=Talk.NORMAL, exercise=CHILD):
    """When a cue is said that the coach gives every 12 s for three minutes."""
    results = []
    for t_s in range(8, 188):
        events = [cue(t_s, name, exercise)] if (t_s - 8) % 12 == 0 else []
        results.append(in_hold(float(t_s), *events, faults=[name]))
    state = child(talk=talk)
    return [t_s for t_s, text in hear(state, results)[1].said if "minute" not in text]


def test_a_cue_that_does_not_help_comes_ever_more_seldom():
    assert repeated("hips_high") == [8.0, 20.0, 44.0, 92.0]


def test_few_words_say_a_cue_once():
    assert repeated("hips_high", Talk.FEW) == [8.0]


def hasty(times, talk):
    state = under_way(CAT_COW, phase="cow", talk=talk)
    results = [
        seen(t_s, exercise=CAT_COW.id, phase="cow", events=[cue(t_s, "too_fast", CAT_COW)])
        for t_s in times
    ]
    return hear(state, results)[1]


@pytest.mark.parametrize("talk", list(Talk))
def test_safety_is_said_every_time_and_cuts_in(talk):
    heard = hasty([8.0, 20.0, 32.0], talk)
    assert [t_s for t_s, _ in heard.said] == [8.0, 20.0, 32.0]
    assert all(utterance.urgent for utterance in heard.utterances)


def test_bouncing_haste_and_both_legs_at_once_are_hazards():
    hazards = {(e.id, f.id) for e in (CAT_COW, CHILD, KNEES) for f in e.fault if is_hazard(e, f)}
    assert ("knees_to_chest", "bouncing") in hazards
    assert ("knees_to_chest", "legs_together") in hazards
    assert ("cat_cow", "too_fast") in hazards
    assert not any(name == "childs_pose" for name, _ in hazards)


def test_what_a_limit_looks_for_is_a_hazard():
    brittle = adapted(CAT_COW, {"osteoporosis"})
    assert [f.id for f in brittle.fault if is_hazard(brittle, f)] == ["too_fast", "rounded_deeply"]


def test_a_cue_of_another_exercise_is_not_said():
    _, heard = hear(child(), [in_hold(10.0, cue(10.0, "elbows_bent", CAT_COW))])
    assert heard.texts == []


def test_after_the_release_no_cue_holds_anybody_up():
    started = ev.HoldStarted(t_s=10.0, exercise=CHILD.id, phase="hold")
    results = [
        seen(t, FOLDED, exercise=CHILD.id, phase="hold", held_s=t - 10.0, hold_target_s=5.0)
        for t in (10.0, 14.0, 15.0, 18.0)
    ]
    results[0] = replace(results[0], events=(started,))
    results[3] = replace(results[3], events=(cue(18.0, "hips_high"),), faults=(fault("hips_high"),))
    assert hear(child(), results)[1].texts == ["Hold.", "And release slowly."]


def test_what_is_spoken_is_short():
    for exercise in LIBRARY.values():
        assert all(len(one.spoken or one.cue) <= 60 for one in exercise.fault)
        assert exercise.set_up is not None
        assert len(exercise.set_up.say) <= 60
        assert len(exercise.set_up.begin) <= 60
