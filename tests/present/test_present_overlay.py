from __future__ import annotations

from dataclasses import replace

import cv2
import numpy as np
import pytest

from matside.body.frames import unseen
from matside.body.landmark import Landmark, Side
from matside.present import figure
from matside.present.labels import Labels
from matside.present.overlay import Overlay
from matside.present.palette import MINT, MIST, SKY, WHITE, YELLOW

FULL = {
    "exercise": "cat_cow",
    "phase": "cat",
    "hold_target_s": 30.0,
    "held_s": 12.0,
    "reps": {Side.LEFT: 1, Side.RIGHT: 2},
    "cue": "Bring your hands under your shoulders",
}


def grey(width: int, height: int):
    return np.full((height, width, 3), 128, np.uint8)


def count(image, colour, box=np.s_[:, :]) -> int:
    return int(np.count_nonzero((np.abs(image[box].astype(int) - colour) <= 20).all(axis=2)))


def changed(image, box) -> bool:
    return bool((image[box] != 128).any())


def test_the_picture_is_not_changed_but_copied(make_result):
    image = grey(640, 360)
    drawn = Overlay().draw(image, make_result(**FULL))
    assert (image == 128).all()
    assert drawn.shape == image.shape
    assert drawn.dtype == np.uint8
    assert (drawn != 128).any()


@pytest.mark.parametrize(
    "size", [(160, 120), (120, 160), (640, 360), (720, 1280), (1920, 1080), (40, 30), (333, 77)]
)
def test_every_size_can_be_drawn_on(make_result, size):
    drawn = Overlay().draw(grey(*size), make_result(size=size, **FULL))
    assert drawn.shape == (size[1], size[0], 3)
    assert changed(drawn, np.s_[: size[1] // 3])
    assert changed(drawn, np.s_[-size[1] // 4 :])


def test_nobody_in_view_and_nothing_to_say_leaves_the_picture_as_it_is(make_result):
    result = make_result(
        pose=unseen(1.0, (640, 360)), near_side=None, measures={}, posture="unseen"
    )
    assert (Overlay().draw(grey(640, 360), result) == 128).all()


def test_nobody_in_view_is_said(make_result):
    result = make_result(pose=unseen(1.0, (640, 360)), near_side=None, measures={}, notice="paused")
    assert changed(Overlay().draw(grey(640, 360), result), np.s_[-60:])


def test_the_near_side_is_thick_and_blue_and_the_far_side_thin_and_grey(make_result):
    big = {"size": (1280, 720), "posture": "other"}
    left = Overlay().draw(grey(1280, 720), make_result(near_side=Side.LEFT, **big))
    right = Overlay().draw(grey(1280, 720), make_result(near_side=Side.RIGHT, **big))
    thigh = np.s_[420:480, 490:550]  # the middle of the left thigh, below the hip's arc
    assert count(left, SKY, thigh) > 2 * count(right, MIST, thigh) > 0
    assert count(right, SKY, thigh) == 0


def test_a_landmark_that_is_not_seen_is_not_drawn(make_result, all_fours):
    pose = all_fours()
    shank = np.s_[260:280, 150:220]
    assert changed(Overlay().draw(grey(640, 360), make_result()), shank)
    for part in ("ANKLE", "HEEL", "FOOT_INDEX"):
        for side in ("LEFT", "RIGHT"):
            pose.image_px[Landmark[f"{side}_{part}"]] = np.nan
    assert not changed(Overlay().draw(grey(640, 360), make_result(pose=pose, measures={})), shank)


def test_the_back_is_drawn_where_it_was_found_only(make_result, all_fours):
    pose = all_fours()
    above = np.s_[90:135, 250:460]
    whole = count(Overlay().draw(grey(640, 360), make_result(pose=pose)), YELLOW, above)
    pose.back_px[15:26] = np.nan
    pose.back_px[30] = (np.nan, 3.0)
    some = count(Overlay().draw(grey(640, 360), make_result(pose=pose)), YELLOW, above)
    pose.back_px[:] = np.nan
    none = count(Overlay().draw(grey(640, 360), make_result(pose=pose)), YELLOW, above)
    assert whole > some > none == 0


def test_points_far_outside_the_picture_do_no_harm(make_result, all_fours):
    pose = all_fours()
    pose.image_px[::3] *= 1e9
    pose.back_px[::5] -= 1e12
    assert Overlay().draw(grey(640, 360), make_result(pose=pose, **FULL)).shape == (360, 640, 3)


def test_a_pose_in_other_pixels_is_fitted_to_the_picture(make_result):
    small = Overlay().draw(grey(640, 360), make_result(size=(640, 360)))
    fitted = Overlay().draw(grey(640, 360), make_result(size=(1280, 720)))
    assert np.count_nonzero(small != fitted) < 0.001 * small.size


def test_a_mirror_shows_the_person_the_other_way_round_but_readable_words(make_result):
    image = grey(640, 360)
    image[:, :320] = 60
    result = make_result(**FULL)
    drawn = Overlay().draw(image, result, mirrored=True)
    assert (image[:, :320] == 60).all()
    assert drawn[180, 5, 0] == 128, "the picture is mirrored"
    plain = Overlay().draw(grey(640, 360), result)
    header = np.s_[12:50, 12:120]
    words = np.abs(plain[header].astype(int) - drawn[header].astype(int)).max()
    assert words <= 1, "the words are where they were"
    shank, mirrored_shank = np.s_[260:280, 205:245], np.s_[260:280, 395:435]
    assert count(drawn, SKY, mirrored_shank) == pytest.approx(count(plain, SKY, shank), rel=0.1)
    assert count(drawn, SKY, shank) == 0
    back = np.s_[90:120, 400:440]
    assert count(drawn, YELLOW, np.s_[90:120, 200:240]) == count(plain, YELLOW, back) > 0


def test_the_ring_fills(make_result):
    corner = np.s_[:110, -110:]
    blues = [
        count(
            Overlay().draw(
                grey(640, 360), make_result(phase="h", hold_target_s=30.0, held_s=held_s)
            ),
            SKY,
            corner,
        )
        for held_s in (0.0, 7.5, 15.0, 29.0)
    ]
    assert blues[0] == 0
    assert blues == sorted(set(blues))
    assert blues[2] == pytest.approx(2 * blues[1], rel=0.15)


def test_a_full_ring_has_a_tick_too(make_result):
    told = {"phase": "h", "hold_target_s": 30.0, "size": (1280, 720)}
    nearly, full = (
        Overlay().draw(grey(1280, 720), make_result(held_s=held_s, **told))
        for held_s in (29.99, 30.0)
    )
    inside = np.s_[145:180, -145:-85]
    assert count(full, MINT, inside) > 60
    assert count(nearly, MINT) == 0


def test_a_joint_outside_the_picture_does_no_harm(make_result, all_fours):
    pose = all_fours()
    pose.image_px[:, 0] += 5000
    pose.back_px[:] = np.nan
    result = make_result(pose=pose, posture="other")
    assert (Overlay().draw(grey(640, 360), result) == 128).all()


def test_a_cue_and_a_pause_differ_in_more_than_colour(make_result):
    drawn = [
        cv2.cvtColor(Overlay().draw(grey(640, 360), make_result(**{kind: "Words"})), 6)
        for kind in ("cue", "notice")
    ]
    assert np.abs(drawn[0].astype(int) - drawn[1])[-70:].max() > 60, "also without colours"


def test_drawing_twice_gives_the_same(make_result):
    overlay = Overlay()
    first = overlay.draw(grey(640, 360), make_result(**FULL))
    assert (overlay.draw(grey(640, 360), make_result(**FULL)) == first).all()


def test_only_the_angles_an_exercise_judges_are_drawn(make_result):
    result = make_result(exercise="cat_cow")
    with_arcs = Overlay().draw(grey(640, 360), result)
    labels = Labels(measures={"cat_cow": frozenset({"spinal_curve_deg"})})
    without = Overlay(labels).draw(grey(640, 360), result)
    behind_hip = np.s_[180:215, 225:250]
    assert count(with_arcs, WHITE, behind_hip) > 10
    assert count(without, WHITE, behind_hip) == 0


ALL_ARCS = frozenset(figure.ARC_MEASURES)


def test_an_arc_spans_the_flexion_from_straight_on(all_fours):
    pose = all_fours()
    points = {
        Landmark.LEFT_SHOULDER: (100.0, 100.0),
        Landmark.LEFT_HIP: (200.0, 100.0),
        Landmark.LEFT_KNEE: (200.0, 200.0),
    }
    for landmark, at in points.items():
        pose.image_px[landmark] = at
    (arc,) = figure.arcs(pose, {"left_hip_flexion_deg": 88.0}, Side.LEFT, ALL_ARCS)
    assert arc.centre == (200.0, 100.0)
    assert arc.start_rad == pytest.approx(0.0)
    assert arc.sweep_rad == pytest.approx(np.pi / 2)
    assert arc.label == "≈ 90°", "an estimate, in steps of five degrees"


@pytest.mark.parametrize("value", [float("nan"), 10.0])
def test_what_is_unknown_or_straight_has_no_arc(all_fours, value):
    assert figure.arcs(all_fours(), {"left_hip_flexion_deg": value}, Side.LEFT, ALL_ARCS) == []


def test_an_arc_needs_its_landmarks_and_its_side(all_fours):
    pose = all_fours()
    measures = {"left_hip_flexion_deg": 88.0}
    assert figure.arcs(pose, measures, Side.RIGHT, ALL_ARCS) == []
    assert figure.arcs(pose, measures, Side.LEFT, frozenset({"knee_flexion_deg"})) == []
    pose.image_px[Landmark.LEFT_KNEE] = np.nan
    assert figure.arcs(pose, measures, Side.LEFT, ALL_ARCS) == []


def test_a_person_far_away_is_drawn_with_thinner_lines(all_fours):
    near = all_fours()
    far = replace(near, image_px=near.image_px * 0.1)
    assert figure.stroke_px(far) < figure.stroke_px(near)
    assert figure.stroke_px(unseen(0.0, (640, 360))) > 0


def test_smoothing_keeps_ends_and_straight_lines():
    straight = np.column_stack((np.arange(9.0), 2 * np.arange(9.0)))
    assert np.allclose(figure.smooth(straight), straight)
    jagged = straight + np.array([[0, 1], [0, -1]] * 4 + [[0, 1]])
    assert np.abs(figure.smooth(jagged) - straight)[2:-2].max() < 0.3
    assert np.array_equal(figure.smooth(jagged)[[0, -1]], jagged[[0, -1]])


def test_until_the_near_side_is_known_both_sides_are_drawn_alike(make_result):
    drawn = Overlay().draw(grey(1280, 720), make_result(near_side=None, size=(1280, 720)))
    thighs = (np.s_[420:480, 500:550], np.s_[400:460, 465:500])
    assert all(count(drawn, SKY, thigh) > 50 for thigh in thighs)
    assert count(drawn, WHITE, np.s_[320:360, 490:530]) == 0, "no joint is emphasised"
