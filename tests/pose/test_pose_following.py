"""Whom the estimator follows, with a pose model of paint: no network, no photographs.

A person is a square of one colour. The painted model sees a square as long as
its middle shows that colour; among several it prefers the first of its list,
and in video mode it stays with whom it has, as MediaPipe does: one empty
answer lies between losing somebody and finding somebody else.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import cv2
import numpy as np
import pytest

from matside.body.frames import Frame, Image, PoseFrame
from matside.pose.canvas import Canvas
from matside.pose.landmarker import LOST_S, SCOUT_EVERY_FRAMES, PoseEstimator
from matside.pose.people import Detection

SHAPE = np.random.default_rng(5).uniform(0.0, 1.0, (33, 2))
SHAPE[0], SHAPE[1] = (0.0, 0.0), (1.0, 1.0)
RED, GREEN, BLUE = (0, 0, 255), (0, 255, 0), (255, 0, 0)
NAMES = {RED: "red", GREEN: "green", BLUE: "blue"}
Square = tuple[tuple[int, int, int], int, int]
"""Colour (BGR), left edge, side; every square stands in the middle of the height."""


class PaintedModel:
    """Finds squares instead of people."""

    def __init__(self, *, remembers: bool) -> None:
        self.remembers = remembers
        self.tracked: tuple[int, ...] | None = None
        self.runs = 0
        self.closed = False

    def detect(self, picture: Canvas, _t_s: float) -> Detection | None:
        self.runs += 1
        if self.tracked is not None:
            found = see(picture, self.tracked)
            self.tracked = self.tracked if found is not None else None
            return found
        for colour in NAMES:
            found = see(picture, colour)
            if found is not None:
                self.tracked = colour if self.remembers else None
                return found
        return None

    def close(self) -> None:
        self.closed = True


def see(picture: Canvas, colour: tuple[int, ...]) -> Detection | None:
    shown = cv2.inRange(picture.rgb, colour[::-1], colour[::-1])
    left, top, width, _height = cv2.boundingRect(shown)
    if cv2.countNonZero(shown) < 50:
        return None
    return Detection(
        image_px=np.array([left, top], dtype=np.float64) + SHAPE * float(width),
        world_m=np.zeros((33, 3)),
        visibility=np.ones(33),
        mask=(shown > 0).astype(np.float32),
    )


@contextmanager
def seeing_by(kind: Callable[..., PaintedModel]) -> Iterator[PoseEstimator]:
    """Yield an estimator with this model in the place of MediaPipe's."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(PoseEstimator, "_open", lambda _, *, scout=False: kind(remembers=not scout))
        with PoseEstimator() as made:
            yield made


@pytest.fixture
def estimator() -> Iterator[PoseEstimator]:
    with seeing_by(PaintedModel) as made:
        yield made


def paint(*squares: Square) -> Image:
    image = np.full((200, 600, 3), 128, np.uint8)
    for colour, left, side in squares:
        image[100 - side // 2 : 100 + side // 2, left : left + side] = colour
    return image


def watch(estimator: PoseEstimator, *images: Image, rate: float = 30.0) -> list[str]:
    """Return for each image which square was followed and how many people there were."""
    start = getattr(estimator, "shown", 0)
    estimator.shown = start + len(images)  # type: ignore[attr-defined]
    poses = [
        estimator.estimate(Frame(index=start + k, t_s=(start + k) / rate, image=image))
        for k, image in enumerate(images)
    ]
    return [name(pose, image) for pose, image in zip(poses, images, strict=True)]


def name(pose: PoseFrame, image: Image) -> str:
    if not pose.seen:
        return "-"
    x, y = pose.image_px[:2].mean(axis=0)
    return f"{NAMES[tuple(image[int(y), int(x)].tolist())]} {pose.people}"


def test_one_alone_is_followed(estimator: PoseEstimator) -> None:
    assert watch(estimator, *[paint((GREEN, 50, 80))] * 3) == ["green 1"] * 3


def test_the_larger_is_followed_even_if_the_model_prefers_another(
    estimator: PoseEstimator,
) -> None:
    both = paint((RED, 40, 60), (GREEN, 300, 120))
    assert watch(estimator, both, both, both) == ["green 2"] * 3


def test_of_three_the_largest_is_followed(estimator: PoseEstimator) -> None:
    three = paint((RED, 20, 60), (GREEN, 180, 70), (BLUE, 380, 140))
    assert watch(estimator, three, three) == ["blue 3"] * 2


def test_of_two_about_as_large_the_preferred_one_is_followed(estimator: PoseEstimator) -> None:
    assert watch(estimator, paint((RED, 40, 100), (GREEN, 300, 110))) == ["red 2"]


def test_a_larger_one_who_comes_later_is_counted_but_not_followed(
    estimator: PoseEstimator,
) -> None:
    alone, both = paint((GREEN, 40, 80)), paint((GREEN, 40, 80), (RED, 300, 160))
    seen = watch(estimator, alone, *[both] * (SCOUT_EVERY_FRAMES + 1))
    assert set(seen) == {"green 1", "green 2"}
    assert seen[-1] == "green 2"


def test_one_who_leaves_is_no_longer_counted(estimator: PoseEstimator) -> None:
    alone, both = paint((GREEN, 40, 80)), paint((GREEN, 40, 80), (RED, 300, 60))
    seen = watch(estimator, both, *[alone] * (SCOUT_EVERY_FRAMES + 1))
    assert (seen[0], seen[-1]) == ("green 2", "green 1")


def test_the_followed_one_is_found_again_beside_one_the_model_prefers(
    estimator: PoseEstimator,
) -> None:
    both = paint((RED, 40, 60), (GREEN, 300, 120))
    gone = paint((RED, 40, 60))
    seen = watch(estimator, both, *[gone] * 10, *[both] * 3)
    assert seen[0] == "green 2"
    assert seen[1:11] == ["-"] * 10
    assert seen[11:] == ["green 2"] * 3


def test_somebody_else_is_followed_only_after_a_while(estimator: PoseEstimator) -> None:
    both = paint((RED, 40, 60), (GREEN, 300, 120))
    gone = paint((RED, 40, 60))
    rate = 10.0
    away = round(LOST_S * rate)
    seen = watch(estimator, both, *[gone] * (away + 3), rate=rate)
    assert seen[: away + 1] == ["green 2"] + ["-"] * away
    assert seen[-1] == "red 1"


def test_the_same_one_is_taken_back_near_the_old_place(estimator: PoseEstimator) -> None:
    empty = paint()
    seen = watch(estimator, paint((RED, 100, 80)), empty, empty, *[paint((RED, 140, 90))] * 2)
    assert seen == ["red 1", "-", "-", "red 1", "red 1"]


def test_one_who_jumps_is_not_trusted_before_a_while(estimator: PoseEstimator) -> None:
    far = paint((RED, 480, 80))
    seen = watch(estimator, paint((RED, 20, 80)), paint(), far, far)
    assert seen == ["red 1", "-", "-", "-"]


def model(used: object) -> PaintedModel:
    """Return the model that stands in for MediaPipe's."""
    assert isinstance(used, PaintedModel)
    return used


def test_an_empty_room_costs_one_look_a_frame_and_one_a_second(estimator: PoseEstimator) -> None:
    assert watch(estimator, *[paint()] * 200) == ["-"] * 200
    assert estimator._scout is None
    assert model(estimator._follower).runs == 200 + 7


def test_counting_costs_one_look_in_a_hundred_and_twenty(estimator: PoseEstimator) -> None:
    watch(estimator, *[paint((RED, 40, 60))] * (3 * SCOUT_EVERY_FRAMES))
    assert model(estimator._follower).runs == 3 * SCOUT_EVERY_FRAMES
    assert model(estimator._scout).runs == 3


def test_counting_waits_for_two_seconds_at_a_high_frame_rate(estimator: PoseEstimator) -> None:
    watch(estimator, *[paint((RED, 40, 60))] * 480, rate=240.0)
    assert model(estimator._scout).runs == 1


def test_closing_closes_both(estimator: PoseEstimator) -> None:
    watch(estimator, paint((RED, 40, 60)))
    estimator.close()
    assert model(estimator._follower).closed
    assert model(estimator._scout).closed


class FarSightedModel(PaintedModel):
    """Overlooks whoever is higher than half of the picture."""

    def detect(self, picture: Canvas, t_s: float) -> Detection | None:
        found = super().detect(picture, t_s)
        if found is None or np.ptp(found.image_px[:, 1]) < 0.5 * picture.size_px[1]:
            return found
        self.tracked = None
        return None


@pytest.fixture
def far_sighted() -> Iterator[PoseEstimator]:
    with seeing_by(FarSightedModel) as made:
        yield made


def test_one_who_fills_the_picture_is_seen_from_further_away_where_they_are(
    far_sighted: PoseEstimator,
) -> None:
    squares = [(GREEN, 40 + 5 * index, 180) for index in range(40)]
    for index, square in enumerate(squares):
        frame = Frame(index=index, t_s=index / 30.0, image=paint(square))
        pose = far_sighted.estimate(frame)
        assert pose.image_px[0] == pytest.approx([square[1], 10], abs=1.0)
        assert pose.image_px[1] == pytest.approx([square[1] + 180, 190], abs=2.0)
        assert pose.on_body[7] == 1.0


def test_who_was_seen_from_further_away_and_comes_back_smaller_is_seen_as_usual(
    far_sighted: PoseEstimator,
) -> None:
    close, gone, far = paint((GREEN, 40, 180)), paint(), paint((GREEN, 40, 60))
    seen = watch(far_sighted, *[close] * 5, *[gone] * 70, far, *[close] * 60)
    assert seen == [*["green 1"] * 5, *["-"] * 70, "green 1", *["-"] * 60]


def test_who_was_seen_from_further_away_and_is_lost_is_seen_there_again(
    far_sighted: PoseEstimator,
) -> None:
    close, gone = paint((GREEN, 40, 180)), paint()
    seen = watch(far_sighted, *[close] * 5, *[gone] * 10, *[close] * 40)
    assert seen[:15] == [*["green 1"] * 5, *["-"] * 10]
    assert seen[45:] == ["green 1"] * 10


def test_who_was_seen_as_usual_is_looked_for_as_usual(far_sighted: PoseEstimator) -> None:
    far, close = paint((GREEN, 40, 60)), paint((GREEN, 40, 180))
    assert watch(far_sighted, far, *[close] * 60) == ["green 1"] + ["-"] * 60


class StickyModel(PaintedModel):
    """Keeps the skeleton where it was until it sees a picture without anybody."""

    def __init__(self, *, remembers: bool) -> None:
        super().__init__(remembers=remembers)
        self.last: Detection | None = None

    def detect(self, picture: Canvas, t_s: float) -> Detection | None:
        found = super().detect(picture, t_s)
        if self.last is not None and picture.rgb.any():
            return self.last
        self.last = found if self.remembers else None
        return found


@pytest.fixture
def sticky() -> Iterator[PoseEstimator]:
    with seeing_by(StickyModel) as made:
        yield made


def off_px(pose: PoseFrame, square: Square) -> float:
    """How far the skeleton's left edge is from the square's."""
    return abs(float(pose.image_px[0, 0]) - square[1])


def test_a_skeleton_that_stays_behind_is_on_the_person_again_within_two_seconds(
    sticky: PoseEstimator,
) -> None:
    """Somebody moves on by a quarter of a body a second; the skeleton never does by itself."""
    off = []
    for index in range(80):
        square = (GREEN, 40 + 2 * index, 80)
        frame = Frame(index=index, t_s=index / 10.0, image=paint(square))
        off.append(off_px(sticky.estimate(frame), square))
    late = [index for index, px in enumerate(off) if px > 0.0]
    gaps = np.diff([0, *[index for index, px in enumerate(off) if px == 0.0], len(off)])
    assert late
    assert gaps.max() <= 20


def test_after_a_cut_whoever_is_there_is_followed_at_once(sticky: PoseEstimator) -> None:
    other_room = paint((RED, 300, 160))
    other_room[:60] = 0
    seen = watch(sticky, *[paint((GREEN, 40, 80))] * 5, *[other_room] * 3)
    assert seen == ["green 1"] * 5 + ["red 1"] * 3
