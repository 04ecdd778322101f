from __future__ import annotations

import cv2
import numpy as np
import pytest

from matside.body.frames import unseen
from matside.body.landmark import Landmark, Side
from matside.coach.events import LossReason
from matside.guidance.outcome import Breath, Guidance, Stage
from matside.overlay.drawing import Overlay
from matside.overlay.live_view import LiveView
from matside.overlay.palette import INK, MINT, MIST, SKY, WHITE, YELLOW
from matside.wording.labels import Labels

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
    result = make_result(
        pose=unseen(1.0, (640, 360)), near_side=None, measures={}, reason=LossReason.NOBODY
    )
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
        cv2.cvtColor(Overlay().draw(grey(640, 360), make_result(**told)), 6)
        for told in ({"cue": "words"}, {"reason": LossReason.NOBODY})
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


def test_until_the_near_side_is_known_both_sides_are_drawn_alike(make_result):
    drawn = Overlay().draw(grey(1280, 720), make_result(near_side=None, size=(1280, 720)))
    thighs = (np.s_[420:480, 500:550], np.s_[400:460, 465:500])
    assert all(count(drawn, SKY, thigh) > 50 for thigh in thighs)
    assert count(drawn, WHITE, np.s_[320:360, 490:530]) == 0, "no joint is emphasised"


def live(stage: Stage, **told) -> LiveView:
    guide = {k: v for k, v in told.items() if k in ("instruction", "countdown", "target", "breath")}
    rest = {k: v for k, v in told.items() if k not in guide}
    return LiveView(guidance=Guidance(stage=stage, **guide), **rest)


@pytest.mark.parametrize("stage", list(Stage))
@pytest.mark.parametrize("seen", [True, False])
def test_every_stage_is_drawn_with_and_without_a_result_and_a_picture(make_result, stage, seen):
    overlay = Overlay(size_px=(320, 240))
    result = make_result(**FULL) if seen else None
    view = live(stage, instruction="Come closer", target="cat_cow", fps=30.0, recording=True)
    dark = overlay.draw(None, result, live=view)
    assert dark.shape == (240, 320, 3)
    drawn = overlay.draw(grey(640, 360), result, mirrored=True, live=view)
    assert drawn.shape == (360, 640, 3)
    assert count(drawn, WHITE) > 100, "there are words"
    assert overlay.draw(None, result, live=view).shape == drawn.shape, "as large as the last one"


def test_without_a_picture_words_are_read_on_a_dark_ground(make_result):
    drawn = Overlay().draw(None, None, live=live(Stage.WAITING))
    assert drawn.shape == (720, 1280, 3)
    assert np.median(drawn) < 60


def test_without_anything_to_say_a_mirror_is_only_a_mirror():
    image = np.random.default_rng(1).integers(0, 255, (36, 64, 3), np.uint8)
    assert (Overlay().draw(image, None, mirrored=True) == image[:, ::-1]).all()
    drawn = Overlay().draw(image, None, mirrored=True, live=live(Stage.COACHING))
    assert (drawn == image[:, ::-1]).all()


def test_each_picture_is_a_new_one(make_result):
    overlay = Overlay()
    first = overlay.draw(grey(64, 36), None, live=live(Stage.PAUSED))
    kept = first.copy()
    overlay.draw(grey(64, 36), None, live=live(Stage.COACHING))
    assert (first == kept).all(), "a writer may still hold it"


def test_a_paused_picture_steps_back_and_shows_nobody_judged(make_result):
    drawn = Overlay().draw(grey(640, 360), make_result(**FULL), live=live(Stage.PAUSED))
    assert drawn[350, 630, 0] == pytest.approx(0.4 * 128, abs=1)
    assert count(drawn, YELLOW) == 0


def test_the_pacer_grows(make_result):
    blues = []
    for share in (0.0, 0.5, 1.0):
        view = live(Stage.COACHING, breath=Breath(inward=True, share=share))
        drawn = Overlay().draw(grey(640, 360), make_result(posture="other"), live=view)
        blues.append(count(drawn, SKY, np.s_[:110, -110:]))
    assert blues[0] > 0, "the word has a disc even at the end of a breath out"
    assert blues[1] > 1.3 * blues[0]
    assert blues[2] > 1.3 * blues[1]


def test_in_and_out_are_different_words(make_result):
    drawn = [
        Overlay().draw(
            grey(640, 360),
            None,
            live=live(Stage.COACHING, breath=Breath(inward=inward, share=share)),
        )[:110, -110:]
        for inward, share in ((True, 0.3), (False, 0.7))
    ]
    assert count(drawn[0], INK) != count(drawn[1], INK)


def test_placing_frames_the_room_and_shows_the_posture_to_nobody_only(make_result):
    view = live(Stage.PLACING, instruction="Lie down", posture="on_the_back")
    empty = Overlay().draw(grey(1280, 720), None, live=view)
    assert count(empty, YELLOW) > 500
    plain = live(Stage.PLACING, instruction="Lie down")
    middle = np.s_[250:550, 300:980]
    without = Overlay().draw(grey(1280, 720), None, live=plain)
    assert (empty[middle] != 128).any(axis=2).sum() > 5000
    assert (without[middle] == 128).all()


def test_angles_are_for_coaching(make_result):
    wedge = np.s_[180:215, 225:250]
    whites = [
        count(
            Overlay().draw(grey(640, 360), make_result(exercise="x"), live=live(stage)),
            WHITE,
            wedge,
        )
        for stage in (Stage.COACHING, Stage.PLACING, Stage.COUNTDOWN)
    ]
    assert whites[0] > 10
    assert whites[1:] == [0, 0]


def test_the_neutral_is_drawn_where_the_exercise_judges_the_curve(make_result):
    def whites(labels=None, **told):
        overlay = Overlay(labels) if labels else Overlay()
        result = make_result(size=(1280, 720), measures={}, near_side=None, **told)
        return count(overlay.draw(grey(1280, 720), result), WHITE, np.s_[215:300, 500:900])

    neutral = {"spinal_curve_deg": -40.0}
    elbows = Labels(measures={"x": frozenset({"elbow_flexion_deg"})})
    assert whites(exercise="x", neutral=neutral) > 100
    assert whites(exercise="x") == 0
    assert whites(neutral=neutral) == 0, "before an exercise is known"
    assert whites(elbows, exercise="x", neutral=neutral) == 0


def test_the_joints_and_angles_of_the_side_at_work_are_shown(make_result):
    measures = {f"{side}_hip_flexion_deg": 88.0 for side in ("left", "right")}
    hips = (np.s_[325:352, 500:525], np.s_[304:330, 462:486])  # left, right
    told = {"size": (1280, 720), "measures": measures, "exercise": "x", "near_side": Side.LEFT}
    for side, shown in ((None, 0), (Side.LEFT, 0), (Side.RIGHT, 1)):
        drawn = Overlay().draw(grey(1280, 720), make_result(side=side, **told))
        whites = [count(drawn, WHITE, hip) for hip in hips]
        assert whites[shown] > 50
        assert whites[shown] > 2 * whites[1 - shown]
