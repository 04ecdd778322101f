"""Who is as deep as usual is left in peace: nothing asks for more, by voice or on the picture."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from tests.coach.coach_figure import LEFT_KNEE
from tests.guidance.guidance_moments import KNEES, fault, hear, seen, still, under_way
from tests.typed import there

from matside.body.catalogue import BY_NAME
from matside.body.landmark import Side
from matside.coach import events as ev
from matside.guidance.own_depth import ARRIVED_S, OwnDepth, near_usual
from matside.overlay import texts
from matside.overlay.live_view import LiveView, live_hud

HIP = BY_NAME["hip_flexion_deg"]
USUAL = OwnDepth(exercise=KNEES.id, measure=HIP, side=Side.LEFT, way="high", least=110.0)
CUE = next(one for one in KNEES.fault if one.id == "not_deep")


def in_hold(t_s, hip_deg, *events, side=Side.LEFT, faults=("not_deep",)):
    result = seen(
        t_s,
        LEFT_KNEE,
        exercise=KNEES.id,
        phase="one_knee",
        side=side,
        held_s=t_s,
        hold_target_s=30.0,
        faults=[fault(name) for name in faults],
        events=events,
    )
    return replace(result, measures={**result.measures, "left_hip_flexion_deg": hip_deg})


def heard(hip_deg, *, eased=False, usual=(USUAL,)):
    state = under_way(KNEES, phase="one_knee", figure=LEFT_KNEE)
    state = replace(state, own_depths=usual, eased=eased)
    cue = ev.CueGiven(t_s=10.0, exercise=KNEES.id, fault=CUE.id)
    moments = [*(in_hold(r.t_s, hip_deg) for r in still(5.0, 9.9)), in_hold(10.0, hip_deg, cue)]
    return hear(state, moments)[1]


@pytest.mark.parametrize(
    ("hip_deg", "eased", "usual", "asked"),
    [
        (100.0, False, (USUAL,), True),
        (111.0, False, (USUAL,), False),
        (150.0, False, (USUAL,), False),
        (111.0, False, (), True),
        (100.0, True, (), False),
        (math.nan, False, (USUAL,), True),
    ],
)
def test_who_is_as_deep_as_usual_or_in_pain_is_not_asked_for_more(hip_deg, eased, usual, asked):
    told = heard(hip_deg, eased=eased, usual=usual)
    assert (CUE.spoken in [text for _t_s, text in told.said]) == asked


def test_a_hold_is_told_once_it_has_settled_and_by_its_own_side():
    assert near_usual([USUAL], in_hold(ARRIVED_S, 112.0))
    assert not near_usual([USUAL], in_hold(ARRIVED_S - 0.1, 112.0))
    assert not near_usual([USUAL], in_hold(9.0, 112.0, side=Side.RIGHT))
    assert near_usual([USUAL], in_hold(9.0, 112.0, side=None)), "both knees: the deeper tells"
    assert not near_usual([replace(USUAL, exercise="childs_pose")], in_hold(9.0, 112.0))


def test_where_less_is_deeper_less_is_near():
    down = replace(USUAL, way="low")
    assert near_usual([down], in_hold(9.0, 100.0))
    assert not near_usual([down], in_hold(9.0, 112.0))


def test_the_picture_says_quietly_that_it_is_near(labels):
    told = heard(112.0).guidances[-1]
    assert told.near_usual
    quiet = live_hud(in_hold(10.0, 112.0, faults=()), labels, LiveView(guidance=told))
    assert there(quiet.banner).text == str(texts.NEAR_USUAL)


@pytest.fixture
def labels():
    from matside.exercise.library import load_library  # noqa: PLC0415
    from matside.wording.labels import labels_of  # noqa: PLC0415

    return labels_of(load_library())
