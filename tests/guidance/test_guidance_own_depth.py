"""Who is as deep as usual is left in peace: nothing asks for more, by voice or on the picture."""

from __future__ import annotations

import math
from dataclasses import replace

import pytest
from tests.coach.coach_figure import LEFT_KNEE
from tests.guidance.guidance_moments import (
    CAT_COW,
    KNEES,
    TURN,
    fault,
    hear,
    seen,
    still,
    under_way,
)
from tests.typed import there

from matside.body.catalogue import BY_NAME
from matside.body.landmark import Side
from matside.coach import events as ev
from matside.guidance.own_depth import ARRIVED_S, OwnDepth, near_usual, of_moves
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


# Movements: what counts is what was reached a moment ago

ELBOW, CURVE = BY_NAME["elbow_height_ratio"], BY_NAME["spinal_curve_deg"]
RIGHT_ELBOW = OwnDepth(
    exercise=TURN.id, measure=ELBOW, side=Side.RIGHT, way="range", least=0.68, held=False
)
SWING = OwnDepth(exercise=CAT_COW.id, measure=CURVE, side=None, way="range", least=20.0, held=False)


def moving(exercise, phase, values, name, cue_s=15.0):
    """Frames of a movement with a measure of these values, and a cue at last."""
    results = still(5.0, cue_s, exercise=exercise.id, phase=phase, faults=[fault(name)])
    cue = ev.CueGiven(t_s=results[-1].t_s, exercise=exercise.id, fault=name)
    results[-1] = replace(results[-1], events=(cue,))
    return [replace(one, measures={**one.measures, **values(one.t_s)}) for one in results]


def heard_moving(exercise, phase, values, name, usual):
    state = replace(under_way(exercise, phase=phase), own_depths=usual)
    told = hear(state, moving(exercise, phase, values, name))[1]
    cue = next(one for one in exercise.fault if one.id == name)
    return (cue.spoken or cue.cue) in told.texts


def elbow(highest, *, until_s=math.inf, side="right"):
    """The elbow goes up and down every five seconds, and stays down after a time."""
    column = f"{side}_elbow_height_ratio"
    return lambda t_s: {
        column: (highest + 0.5) * (0.5 + 0.5 * math.sin(t_s * 2.0 * math.pi / 5.0)) - 0.5
        if t_s < until_s
        else -0.5
    }


@pytest.mark.parametrize(
    ("values", "usual", "asked"),
    [
        (elbow(0.20), (RIGHT_ELBOW,), False),
        (elbow(0.20), (), True),
        (elbow(0.10), (RIGHT_ELBOW,), True),
        (elbow(0.20, side="left"), (RIGHT_ELBOW,), True),
        (elbow(0.20), (replace(RIGHT_ELBOW, side=Side.LEFT), RIGHT_ELBOW), False),
        (elbow(0.20), (replace(RIGHT_ELBOW, exercise=CAT_COW.id),), True),
        (elbow(0.20, until_s=8.0), (RIGHT_ELBOW,), False),
        (elbow(math.nan), (RIGHT_ELBOW,), True),
    ],
)
def test_whose_movement_goes_as_far_as_usual_is_not_asked_for_more(values, usual, asked):
    assert heard_moving(TURN, "open", values, "elbow_low", usual) == asked


@pytest.mark.parametrize(("swing_deg", "asked"), [(24.0, False), (16.0, True)])
def test_a_back_that_moves_as_much_as_usual_is_not_asked_for_more(swing_deg, asked):
    def values(t_s):
        return {"spinal_curve_deg": 0.5 * swing_deg * math.sin(t_s * 2.0 * math.pi / 5.0)}

    assert heard_moving(CAT_COW, "cat", values, "spine_still", (SWING,)) == asked


def test_what_was_reached_long_ago_does_not_count():
    early = moving(TURN, "open", elbow(0.3, until_s=7.0), "elbow_low", 30.0)
    state = replace(under_way(TURN, phase="open"), own_depths=(RIGHT_ELBOW,))
    assert "Let the elbow rise a little further." in hear(state, early)[1].texts


def test_what_is_usual_of_a_hold_is_not_that_of_a_movement():
    assert of_moves((USUAL, RIGHT_ELBOW), TURN.id) == (RIGHT_ELBOW,)
    assert of_moves((USUAL, RIGHT_ELBOW), KNEES.id) == ()


@pytest.fixture
def labels():
    from matside.exercise.library import load_library  # noqa: PLC0415
    from matside.wording.labels import labels_of  # noqa: PLC0415

    return labels_of(load_library())
