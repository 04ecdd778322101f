"""Placement: the one thing to change, the worst first, steady, and only if it lasts."""

import math
from dataclasses import replace

import numpy as np
import pytest
from tests.coach.coach_figure import FOLDED, LYING, TABLETOP
from tests.guidance.guidance_moments import SIZE, STANDING, body, seen, still, text, times
from tests.typed import there

from matside.body.landmark import ANKLE, EAR, HEEL, HIP, KNEE, SHOULDER, TOE, Landmark
from matside.guidance.outlook import outlook_of
from matside.guidance.placement import (
    GOOD_AFTER_S,
    LASTS_S,
    ON_THE_WAY_S,
    Aspect,
    Obstacle,
    Placement,
    aspects,
    find_advice,
    place,
)

FEET = [*ANKLE.values(), *HEEL.values(), *TOE.values()]


def advice(result, light=140.0, standing=None):
    return find_advice(outlook_of(result), light, standing)


def shown(figure, **how):
    return seen(0.0, figure, pose=body(0.0, figure, **how))


def without(result, rows):
    px = result.pose.image_px.copy()
    px[list(rows)] = np.nan
    return replace(result, pose=replace(result.pose, image_px=px))


@pytest.mark.parametrize("figure", [TABLETOP, FOLDED, LYING, STANDING], ids=lambda f: f"{f.trunk}")
@pytest.mark.parametrize("mirror", [False, True])
def test_who_is_whole_in_view_from_the_side_needs_no_advice(figure, mirror):
    assert advice(shown(figure, mirror=mirror, scale=0.6)) is None


def test_nobody_in_view():
    assert advice(seen(0.0, None)).obstacle is Obstacle.NOBODY


def test_darkness_is_the_reason_that_nobody_is_seen():
    assert advice(seen(0.0, None), light=30.0).obstacle is Obstacle.DARK
    assert advice(seen(0.0, None), light=math.nan).obstacle is Obstacle.NOBODY


def test_a_dim_room_is_good_enough_while_the_person_is_seen():
    assert advice(seen(0.0), light=30.0) is None
    assert advice(seen(0.0), light=15.0).obstacle is Obstacle.DARK


@pytest.mark.parametrize(
    ("figure", "shift", "mirror", "part", "way"),
    [
        (LYING, -0.38, False, "feet", "towards your head"),
        (LYING, +0.38, True, "feet", "towards your head"),
        (LYING, +0.41, False, "head", "towards your feet"),
        (LYING, -0.41, True, "head", "towards your feet"),
        (TABLETOP, -0.36, False, "feet", "towards your head"),
        (FOLDED, +0.42, False, "hands", "towards your feet"),
    ],
)
def test_what_an_edge_cuts_off_is_told_by_the_ends_of_the_body(figure, shift, mirror, part, way):
    found = advice(shown(figure, shift=(shift, 0.0), mirror=mirror))
    assert found.obstacle is Obstacle.CUT_OFF
    assert part in text(found.messages)
    assert way in text(found.messages)


@pytest.mark.parametrize("shift", [-0.5, 0.5])
def test_above_and_below_only_more_distance_helps(shift):
    found = advice(shown(TABLETOP, shift=(0.0, shift)))
    assert found.obstacle is Obstacle.CUT_OFF
    assert text(found.messages).endswith("Move back from the camera.")


@pytest.mark.parametrize("mirror", [False, True])
def test_who_fills_the_picture_has_to_move_back(mirror):
    found = advice(shown(FOLDED, scale=3.3, mirror=mirror))
    assert found.obstacle is Obstacle.CUT_OFF
    assert text(found.messages).endswith("Move back from the camera.")


def test_feet_that_are_unknown_near_the_edge_are_cut_off_and_else_hidden():
    near_edge = without(shown(LYING, shift=(-0.34, 0.0)), FEET)
    assert advice(near_edge).obstacle is Obstacle.CUT_OFF
    middle = without(shown(LYING, scale=0.4), FEET)
    assert advice(middle).obstacle is Obstacle.HIDDEN
    assert "feet" in text(advice(middle).messages)


def test_a_head_behind_the_arm_is_no_trouble():
    head = [*EAR.values(), Landmark.NOSE]
    assert advice(without(shown(FOLDED, scale=0.5), head)) is None


def test_toes_and_fingers_may_be_cut_off():
    result = shown(LYING, scale=0.6)
    px = result.pose.image_px.copy()
    px[[*TOE.values(), 17, 18, 19, 20, 21, 22]] = -20.0
    assert advice(replace(result, pose=replace(result.pose, image_px=px))) is None


def test_too_far_away():
    assert advice(shown(TABLETOP, scale=0.3)).obstacle is Obstacle.FAR
    assert advice(shown(TABLETOP, scale=0.45)) is None


def test_near_enough_again_only_a_step_nearer():
    a_step = shown(TABLETOP, scale=0.5 * (0.050 + 0.060) * math.hypot(*SIZE) / 200.0)
    assert advice(a_step) is None
    assert advice(a_step, standing=Obstacle.FAR).obstacle is Obstacle.FAR


def facing(width, depth_deg):
    """Somebody on hands and knees whose hips are this wide and whose trunk points to the camera."""
    result = shown(TABLETOP, scale=0.6, apart=(width, 1.5 * width))
    world = result.pose.world_m.copy()
    ahead = math.tan(math.radians(depth_deg)) * 0.5
    world[list(SHOULDER.values())] = [[0.5, 0.0, -ahead]] * 2
    world[list(HIP.values())] = [[0.0, 0.0, 0.0]] * 2
    return replace(result, pose=replace(result.pose, world_m=world))


@pytest.mark.parametrize(
    ("width", "depth_deg", "turned"),
    [
        (0.10, 7, False),  # 13 degrees off the profile
        (0.21, 20, False),  # 30 degrees
        (0.37, 30, True),  # 45 degrees
        (0.53, 46, True),  # 60 degrees
        (0.38, 10, False),  # a twist on the back
        (0.10, 40, False),  # folded: the widths do not tell
    ],
)
def test_facing_the_camera_needs_both_signs(width, depth_deg, turned):
    found = advice(facing(width, depth_deg))
    assert (found is not None and found.obstacle is Obstacle.TURNED) == turned


def test_turned_enough_only_a_little_further():
    assert advice(facing(0.29, 24)) is None
    assert advice(facing(0.29, 24), standing=Obstacle.TURNED).obstacle is Obstacle.TURNED


def test_who_is_turned_is_only_cautioned_where_it_can_be_judged_all_the_same():
    shown_ = facing(0.53, 46)
    assert advice(shown_).blocking
    caution = find_advice(outlook_of(shown_), 100.0, from_side=False)
    assert (there(caution).obstacle, there(caution).blocking) == (Obstacle.TURNED, False)
    assert "every fault" in text(there(caution).messages)


def test_exact_profile_is_a_hint_and_only_on_hands_and_knees():
    hint = advice(shown(TABLETOP, apart=(0.03, 0.05)))
    assert hint.obstacle is Obstacle.PROFILE
    assert not hint.blocking
    assert advice(shown(FOLDED, apart=(0.03, 0.05))) is None
    assert advice(shown(LYING, scale=0.6, apart=(0.03, 0.05))) is None


def test_the_worst_comes_first():
    assert advice(seen(0.0, None), light=10.0).obstacle is Obstacle.DARK
    assert advice(shown(TABLETOP, scale=0.3, shift=(-0.5, 0.0))).obstacle is Obstacle.CUT_OFF


def test_who_is_turned_is_told_so_before_the_distance():
    result = facing(0.5, 45)
    px = (result.pose.image_px - 500.0) * 0.3 + 500.0
    far = replace(result, pose=replace(result.pose, image_px=px))
    assert advice(far).obstacle is Obstacle.TURNED


def test_standing_near_the_camera_is_only_told_about_the_feet():
    tall = shown(STANDING, scale=1.2, shift=(0.0, -0.35))
    assert advice(tall) is None
    near = shown(STANDING, scale=1.6, shift=(0.0, 0.5))
    assert "Step back" in text(advice(near).messages)


def follow(results, light=140.0):
    """When which advice stands, for results one after the other."""
    state, changes, last = Placement(), [], "unknown"
    for result in results:
        state = place(state, result.t_s, result, light)
        advice = state.advice
        name = advice.obstacle.value if advice else "good" if state.settled else "unknown"
        if name != last:
            changes.append((round(result.t_s, 2), name))
        last = name
    return changes


def test_a_trouble_is_told_once_it_lasts_and_well_is_well_a_little_later():
    far = [seen(t, TABLETOP, pose=body(t, TABLETOP, scale=0.3)) for t in times(2.0, 4.0)]
    changes = follow([*still(0.0, 2.0), *far, *still(4.0, 6.0)])
    assert changes == [(GOOD_AFTER_S, "good"), (2.0 + LASTS_S, "far"), (4.0 + GOOD_AFTER_S, "good")]


def test_a_glimpse_is_not_told():
    far = [seen(t, TABLETOP, pose=body(t, TABLETOP, scale=0.3)) for t in times(2.0, 2.5)]
    assert follow([*still(0.0, 2.0), *far, *still(2.5, 4.0)]) == [(GOOD_AFTER_S, "good")]


def test_whoever_is_on_the_way_is_not_nagged():
    near = [
        seen(t, STANDING, pose=body(t, STANDING, scale=1.6, shift=(0.0, 0.5)))
        for t in times(0.0, 4.0)
    ]
    assert follow(near) == [(ON_THE_WAY_S, "cut_off")]
    assert follow(still(0.0, 4.0, None)) == [(ON_THE_WAY_S, "nobody")]


def test_the_hips_are_missed_before_the_feet():
    legless = without(shown(LYING, scale=0.4), [*HIP.values(), *KNEE.values(), *FEET])
    assert "hips" in text(advice(legless).messages)


def settled(result, light=140.0):
    state = Placement()
    for t_s in times(0.0, 2.0 * ON_THE_WAY_S):
        state = place(state, t_s, result, light)
    return tuple(aspects(state)[aspect] for aspect in Aspect)


@pytest.mark.parametrize(
    ("result", "light", "known"),
    [  # light, body, view, distance
        (shown(TABLETOP, scale=0.6), 140.0, (True, True, True, True)),
        (seen(0.0, None), 10.0, (False, None, None, None)),
        (seen(0.0, None), 140.0, (True, False, None, None)),
        (shown(TABLETOP, shift=(0.0, 0.5)), 140.0, (True, False, None, None)),
        (facing(0.5, 45.0), 140.0, (True, True, False, None)),
        (shown(TABLETOP, scale=0.2), 140.0, (True, True, True, False)),
        (shown(TABLETOP, scale=0.6, apart=(0.03, 0.05)), 140.0, (True, True, False, True)),
        (shown(STANDING, scale=0.6), 140.0, (True, True, None, None)),
    ],
)
def test_what_is_well_is_what_is_judged_before_the_trouble(result, light, known):
    assert settled(result, light) == known


def test_nothing_is_known_before_anything_has_lasted():
    assert set(aspects(Placement()).values()) == {None}
