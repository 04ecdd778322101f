"""Whether a skeleton fits the person, and when the picture is looked at anew."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import cv2
import numpy as np
import pytest
from benchmarks.accuracy.truth import read_truth

from matside.body.frames import Frame, Image
from matside.body.landmark import Landmark
from matside.capture.source import open_source
from matside.data import data_folder
from matside.pose.canvas import Canvas, canvas
from matside.pose.fit import (
    DOUBT_EVERY_S,
    LOOK_EVERY_S,
    FitWatch,
    change,
    is_elsewhere,
    misfits,
    spill,
    torso_px,
)
from matside.pose.landmarker import PoseEstimator
from matside.pose.people import Detection

NOISE = np.random.default_rng(7)
ROOM: Image = NOISE.integers(0, 256, (90, 160, 3), np.uint8)
OTHER_ROOM: Image = NOISE.integers(0, 256, (90, 160, 3), np.uint8)
SMOOTH = [cv2.GaussianBlur(room, (0, 0), 4) * np.float32(4) for room in (ROOM, OTHER_ROOM)]
LEFT_AND_RIGHT = [
    (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
    (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    (Landmark.LEFT_KNEE, Landmark.RIGHT_KNEE),
    (Landmark.LEFT_ANKLE, Landmark.RIGHT_ANKLE),
]


def room(number: int, *, brighter: float = 0.0, cover: int = 0, light: float = 1.0) -> Canvas:
    image = np.clip(SMOOTH[number] - 400.0 + brighter, 0, 200)
    image[:, :cover] = 90
    image *= light
    return canvas(image.astype(np.uint8))


def somebody(x: float = 50.0, y: float = 30.0, mask: np.ndarray | None = None) -> Detection:
    """A body along a line: shoulders, hips, knees and ankles 20 px apart, the right side lower."""
    px = np.full((33, 2), (x + 30.0, y))
    for step, (left, right) in enumerate(LEFT_AND_RIGHT):
        px[left] = (x + 20.0 * step, y)
        px[right] = (x + 20.0 * step, y + 6.0)
    return Detection(image_px=px, world_m=np.zeros((33, 3)), visibility=np.ones(33), mask=mask)


def moved(person: Detection, dx: float) -> Detection:
    return replace(person, image_px=person.image_px + np.array([dx, 0.0]))


def test_a_change_is_the_mean_over_the_picture_and_brightness_is_none():
    before = np.zeros((18, 32))
    half = before.copy()
    half[:9] = 10.0
    assert change(before, half) == pytest.approx(5.0)
    assert change(before, before + 40.0) == pytest.approx(0.0)


def test_another_picture_is_a_cut_and_a_lamp_is_none():
    watch = FitWatch().seen(room(0))
    assert watch.is_cut(room(1))
    assert not watch.is_cut(room(0))
    assert not watch.is_cut(room(0, brighter=15.0))
    assert not FitWatch().is_cut(room(0))


@pytest.mark.parametrize("light", [0.3, 0.58])
def test_a_room_in_which_a_lamp_is_switched_is_the_same_room(light: float):
    """The skeleton that has been followed stays: a new look into a dim room is worse."""
    dark, bright = room(0, light=light), room(0)
    assert not FitWatch().seen(bright).is_cut(dark)
    assert not FitWatch().seen(dark).is_cut(bright)
    assert FitWatch().seen(bright).is_cut(room(1, light=light))
    watch = FitWatch().seen(bright).fitted(somebody(), bright, 0.0)
    assert not watch.is_due(somebody(), dark, LOOK_EVERY_S)
    assert watch.is_due(somebody(), room(0, light=light, cover=10), LOOK_EVERY_S)


def test_what_moves_while_the_light_changes_is_told_in_levels_of_the_brighter_picture():
    before = NOISE.uniform(0.0, 200.0, (18, 32))
    after = before.copy()
    after[:2] += 20.0
    assert change(before, 0.5 * after) == pytest.approx(change(before, after), rel=0.1)
    assert change(0.5 * before, after) == pytest.approx(change(before, after), rel=0.1)


def test_one_who_walks_through_the_picture_is_no_cut():
    watch = FitWatch().seen(room(0))
    for cover in range(20, 160, 20):
        assert not watch.is_cut(room(0, cover=cover)) or cover == 20
        watch = watch.seen(room(0, cover=cover))


def test_a_body_of_80_px_has_a_torso_of_20():
    assert torso_px(somebody()) == pytest.approx(20.0)


def test_the_same_skeleton_fits_with_its_sides_changed_too():
    person = somebody()
    mirrored = person.image_px.copy()
    for left, right in LEFT_AND_RIGHT:
        mirrored[[left, right]] = mirrored[[right, left]]
    assert not misfits(person, person)
    assert not misfits(person, replace(person, image_px=mirrored))


@pytest.mark.parametrize(("dx", "wrong"), [(7.0, False), (9.0, True), (-30.0, True)])
def test_from_two_fifths_of_a_torso_a_skeleton_does_not_fit(dx: float, wrong: bool):
    assert misfits(moved(somebody(), dx), somebody()) is wrong


@pytest.mark.parametrize(("dx", "elsewhere"), [(0.0, False), (30.0, False), (300.0, True)])
def test_somebody_elsewhere_is_another_person(dx: float, elsewhere: bool):
    assert is_elsewhere(somebody(), moved(somebody(), dx)) is elsewhere


def test_the_mask_spills_where_it_reaches_beyond_the_skeleton():
    mask = np.zeros((100, 200), np.float32)
    mask[28:40, 48:112] = 1.0
    assert spill(somebody(mask=mask)) == 0.0
    mask[60:100, 48:112] = 1.0
    assert spill(somebody(mask=mask)) == pytest.approx(40 / 52, abs=0.03)
    assert spill(somebody()) == 0.0


def test_it_is_time_to_look_when_something_moved_and_sooner_when_the_mask_spills():
    mask = np.ones((100, 200), np.float32)
    watch = FitWatch().seen(room(0)).fitted(somebody(), room(0), 10.0)
    late, soon = 10.0 + LOOK_EVERY_S, 10.0 + DOUBT_EVERY_S
    assert not watch.is_due(somebody(), room(0), late)
    assert not watch.is_due(moved(somebody(), 3.0), room(0), late)
    assert watch.is_due(moved(somebody(), 5.0), room(0), late)
    assert watch.is_due(somebody(), room(1), late)
    assert not watch.is_due(moved(somebody(), 5.0), room(0), soon)
    spilling = moved(somebody(mask=mask), 5.0)
    assert watch.is_due(spilling, room(0), soon)
    assert not watch.is_due(spilling, room(0), soon - 0.1)
    assert not watch.is_due(somebody(mask=mask), room(0), soon)


CLOSE_UP = 1.6
JOINTS = [joint for pair in LEFT_AND_RIGHT for joint in pair]


def frames_of(name: str, start_s: float, count: int) -> Iterator[tuple[float, Image]]:
    """Frames of a sample at about ten a second, each with its time in the sample."""
    last_s = -1.0
    with open_source(data_folder("sample_videos") / f"{name}.mp4") as source:
        for frame in source:
            if frame.t_s >= start_s and frame.t_s - last_s >= 0.099:
                yield frame.t_s, frame.image
                last_s, count = frame.t_s, count - 1
                if not count:
                    return


def close_up(image: Image) -> Image:
    """The middle of a picture's lower part, as large as the picture."""
    height, width = image.shape[:2]
    wide, high = round(width / CLOSE_UP), round(height / CLOSE_UP)
    left = (width - wide) // 2
    part = image[height - high :, left : left + wide]
    return np.asarray(cv2.resize(part, (width, height)), dtype=np.uint8)


def distance_off(px: np.ndarray, truth: np.ndarray) -> float:
    """Median distance of the joints from the truth, in torso lengths."""
    shoulders, hips = truth[JOINTS[:2]].mean(axis=0), truth[JOINTS[2:4]].mean(axis=0)
    off = np.linalg.norm(px[JOINTS] - truth[JOINTS], axis=1)
    return float(np.median(off) / np.linalg.norm(shoulders - hips))


@pytest.mark.parametrize("lead", ["knees_to_chest_single", "negative_bridge_plank"])
def test_after_a_cut_the_skeleton_is_on_the_person_at_once(lead: str) -> None:
    """Left to itself MediaPipe keeps a skeleton that is a torso off, for a second and more."""
    after = "cat_cow_bent_elbows_rocking"
    truth = read_truth(data_folder("sample_videos") / f"{after}.truth.json")
    with PoseEstimator() as estimator:
        for number, (_, image) in enumerate(frames_of(lead, 1.0, 2)):
            estimator.estimate(Frame(index=number, t_s=0.1 * number, image=close_up(image)))
        off = []
        for number, (t_s, image) in enumerate(frames_of(after, 1.0, 8), start=2):
            pose = estimator.estimate(Frame(index=number, t_s=0.1 * number, image=image))
            true_px = truth.px[np.abs(truth.t_s - t_s).argmin()]
            off.append(distance_off(pose.image_px, true_px))
    assert max(off) < 0.15
