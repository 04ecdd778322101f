"""Child's pose seen from the head end, told from readings of rendered bodies."""

import math
from dataclasses import replace

import numpy as np
import pytest

from matside.body.frames import unseen
from matside.body.head_end import folded_from_head_end
from matside.body.landmark import Landmark
from matside.body.measures import measure
from matside.body.posture import trunk_over_shanks_deg

ROWS = [0, 7, 8, 11, 12, 15, 16, 23, 24, 25, 26, 27, 28, 29, 30]
"""Nose, ears, shoulders, wrists, hips, knees, ankles and heels."""

# x and y in pixels, then three axes in centimetres, as the normal model gives them.
CHILD = """311 252 -7 46 -37  328 246 1 39 -42  297 243 -12 37 -42  358 222 10 29 -39
278 216 -20 28 -35  348 289 14 61 -57  262 287 -32 62 -51  344 174 8 0 -2  308 173 -8 0 2
351 184 20 4 28  304 184 -15 2 33  349 181 18 -1 65  305 180 -19 -3 71  345 170 17 -1 69
314 179 -19 -3 75"""
"""The arms forward, 4 degrees off the head end, camera at 1.1 m."""
HIPS_HALF_WAY = """359 250 27 37 -22  371 236 34 28 -29  345 248 23 30 -35  380 207 36 16 -26
304 222 9 24 -36  438 268 64 40 -53  354 273 25 40 -67  316 166 8 -1 8  284 179 -8 1 -8
329 235 15 30 20  291 256 -3 39 -8  283 224 -9 30 46  268 234 -25 33 27  277 220 -12 30 49
265 228 -27 33 31"""
"""The chest on the mat and the hips half way back, 21 degrees off the head end, 0.3 m."""
CAT = """318 207 1 34 -58  334 194 8 25 -51  301 196 -4 24 -51  360 181 17 21 -37
282 185 -13 22 -39  359 293 19 71 -43  276 293 -18 70 -43  338 138 10 -1 1  292 143 -10 1 0
348 179 17 16 25  283 196 -16 26 22  333 188 9 24 62  289 197 -18 30 61  329 187 8 25 65
291 195 -18 31 65"""
"""On hands and knees with a round back and a hanging head, from the head end, 0.8 m."""


def pose_of(reading):
    """The pose of such a reading; all else is NaN."""
    numbers = np.array(reading.split(), float).reshape(-1, 5)
    empty = unseen(0.0, (640, 360))
    image_px, world_m = empty.image_px.copy(), empty.world_m.copy()
    image_px[ROWS], world_m[ROWS] = numbers[:, :2], numbers[:, 2:] / 100.0
    return replace(empty, image_px=image_px, world_m=world_m, people=1)


def told(pose):
    """Whether this is taken for child's pose from the head end."""
    return folded_from_head_end(pose, measure(pose), trunk_over_shanks_deg(pose))


def without(pose, landmark):
    """The pose with one landmark unknown."""
    image_px, world_m = pose.image_px.copy(), pose.world_m.copy()
    image_px[landmark], world_m[landmark] = math.nan, math.nan
    return replace(pose, image_px=image_px, world_m=world_m)


def test_childs_pose_is_told():
    assert told(pose_of(CHILD))


@pytest.mark.parametrize("reading", [HIPS_HALF_WAY, CAT], ids=["hips_half_way", "cat"])
def test_other_poses_are_not(reading):
    assert not told(pose_of(reading))


def test_size_and_place_in_the_picture_do_not_matter():
    pose = pose_of(CHILD)
    assert told(replace(pose, image_px=0.3 * pose.image_px + [500.0, 70.0]))


def test_mirrored_body_is_told():
    pose = pose_of(CHILD)
    mirrored = replace(pose, image_px=[640.0, 0.0] + pose.image_px * [-1.0, 1.0])
    assert told(replace(mirrored, world_m=pose.world_m * [-1.0, 1.0, 1.0]))


def test_hands_beside_the_body_are_not_told():
    pose = pose_of(CHILD)
    image_px = pose.image_px.copy()
    image_px[[Landmark.LEFT_WRIST, Landmark.RIGHT_WRIST], 1] = 230.0
    assert not told(replace(pose, image_px=image_px))


@pytest.mark.parametrize("landmark", ["LEFT_EAR", "RIGHT_SHOULDER", "LEFT_WRIST", "RIGHT_HIP"])
def test_an_unknown_landmark_is_no_childs_pose(landmark):
    assert not told(without(pose_of(CHILD), Landmark[landmark]))
