"""The overlay: the picture of one frame with the person, the timer and the words drawn on it."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Iterator
from typing import Final

import cv2
import numpy as np

from matside.body.frames import Image, PoseFrame
from matside.body.landmark import ELBOW, HIP, KNEE, SHOULDER, WRIST, Side
from matside.coach.result import FrameResult
from matside.guidance.outcome import Stage
from matside.overlay import cards, figure
from matside.overlay.hud import Hud, hud
from matside.overlay.keys import Button
from matside.overlay.layout import Arrangement, Part, Placed, Sizes, inside, overlap
from matside.overlay.live_view import LiveView, live_hud
from matside.overlay.palette import NIGHT, YELLOW
from matside.overlay.patches import Box, paste
from matside.overlay.rings import draw_pacer, draw_ring
from matside.wording.labels import Labels

_LEAST_LABELLED_PX: Final = 200
"""In smaller pictures the angles would cover the person."""
_DIMMED: Final = 0.4
"""How bright a picture remains that steps back behind words."""
_JUDGED: Final = frozenset({Stage.COACHING, Stage.DONE})
"""Stages in which angles mean something; before, they would only distract from the words."""
_CURVE: Final = "spinal_curve_deg"
_PLAIN: Final = Labels()


class Overlay:
    """Draws what the coach says of a frame onto its picture.

    The main text is at least 1/20 of the picture's height. Labels are drawn
    once and kept, so one ``Overlay`` should serve a whole session.

    Args:
        labels: Names for people, and the measures that each exercise judges.
        size_px: Width and height to draw while there has been no picture yet.

    Attributes:
        buttons: What can be clicked in the picture that was drawn last.
    """

    def __init__(self, labels: Labels = _PLAIN, size_px: tuple[int, int] = (1280, 720)) -> None:
        self._labels = labels
        self._size_px = size_px
        self.buttons: tuple[Button, ...] = ()

    def draw(
        self,
        image: Image | None,
        result: FrameResult | None,
        *,
        mirrored: bool = False,
        live: LiveView | None = None,
        written: bool = True,
    ) -> Image:
        """Return a copy of the picture with everything drawn on it.

        Args:
            image: uint8 ``(height, width, 3)`` BGR, as seen by the camera; not
                changed. ``None`` while there is none: a dark one of the last size
                takes its place.
            result: What the coach says of it; ``None`` while there is nothing to
                judge: then only words are drawn.
            mirrored: Whether to show it as a mirror would; the words stay readable.
            live: What the window of a live session shows besides.
            written: Whether the words are drawn, too; else only the person is.
        """
        canvas = self._canvas(image, mirrored=mirrored)
        words = self._words(result, live)
        size = canvas.shape[1], canvas.shape[0]
        if not written:
            words = dataclasses.replace(
                Hud(), ghost=words.ghost, frame=words.frame, dimmed=words.dimmed
            )
        if words.dimmed and image is not None:
            cv2.convertScaleAbs(canvas, canvas, _DIMMED)
        arrangement = Arrangement(words, size)
        self.buttons = arrangement.buttons
        if result is not None and not words.dimmed:
            pose = _fitted(result.pose, size, mirrored=mirrored)
            shown = dataclasses.replace(result, pose=pose)
            self._draw_person(canvas, shown, live, arrangement.boxes)
        if words.frame:
            _draw_frame(canvas, arrangement.free)
        for placed in arrangement.placed:
            _draw_part(canvas, placed, words)
        return canvas

    def _canvas(self, image: Image | None, *, mirrored: bool) -> Image:
        if image is None:
            width, height = self._size_px
            return np.full((height, width, 3), NIGHT, np.uint8)
        self._size_px = image.shape[1], image.shape[0]
        if not mirrored:
            return image.copy()
        canvas = np.empty_like(image, order="C")
        cv2.flip(image, 1, canvas)
        return canvas

    def _words(self, result: FrameResult | None, live: LiveView | None) -> Hud:
        if live is not None:
            return live_hud(result, self._labels, live)
        return hud(result, self._labels) if result is not None else Hud()

    def _draw_person(
        self, image: Image, result: FrameResult, live: LiveView | None, words: list[Box]
    ) -> None:
        """Draw the person and, while they are coached, the angles beside words and joints.

        The joints and angles are those of the side at work; without one, of the near side.
        """
        exercise = result.exercise or (live.guidance.target if live else "")
        wanted = frozenset(n for n in figure.ARC_MEASURES if self._labels.judges(exercise, n))
        pose, near = result.pose, result.near_side
        judged = live is None or live.guidance.stage in _JUDGED
        worked = result.side or near
        bends = figure.arcs(pose, result.measures, worked, wanted) if worked and judged else []
        figure.draw_bones(image, pose, near)
        figure.draw_back(image, pose)
        if exercise and self._labels.judges(exercise, _CURVE):
            figure.draw_neutral(image, pose, result.neutral.get(_CURVE, math.nan))
        stroke = figure.stroke_px(pose)
        for arc in bends:
            figure.draw_arc(image, arc, stroke)
        figure.draw_joints(image, pose, worked, wanted)
        sizes = Sizes(pose.size_px)
        if worked is not None and min(sizes.size) >= _LEAST_LABELLED_PX:
            _label_arcs(image, bends, sizes, words + _around(pose, worked, stroke))


def _draw_part(image: Image, placed: Placed, words: Hud) -> None:
    left, top, width, height = placed.box
    paste(image, placed.patch, (left, top))
    radius = (width - 1) / 2
    centre = left + width / 2, top + height / 2
    if placed.part is Part.RING and words.ring is not None:
        draw_ring(image, words.ring, centre, radius)
    elif placed.part is Part.PACER and words.pacer is not None:
        draw_pacer(image, words.pacer, centre, radius)


def _draw_frame(image: Image, free: Box) -> None:
    """Draw the four corners within which the whole body should be.

    They reach down to the foot of the picture, behind the words: a mat that lies
    there is in view.
    """
    left, top, width, _ = free
    height = image.shape[0] - left - top
    inset = 0.02 * width
    reach = 0.16 * min(width, height)
    stroke = max(1.0, min(image.shape[:2]) / 120.0)
    corners = []
    for x, inward in ((left + inset, 1.0), (left + width - inset, -1.0)):
        for y, down in ((float(top), 1.0), (float(top + height), -1.0)):
            ends = [(x, y + down * reach), (x, y), (x + inward * reach, y)]
            corners.append(np.array(ends))
    figure.line(image, corners, stroke, YELLOW)


def _label_arcs(image: Image, bends: Iterable[figure.Arc], sizes: Sizes, taken: list[Box]) -> None:
    """Write each angle beside its arc, where it covers no other words; else leave it out."""
    for arc in bends:
        patch = cards.pill(arc.label, 0.6 * sizes.em, sizes.size[0])
        for box in _places(arc, patch.size, 0.12 * sizes.em):
            if inside(box, sizes.size) and not any(overlap(box, other) for other in taken):
                paste(image, patch, box[:2])
                taken.append(box)
                break


def _places(arc: figure.Arc, size: tuple[int, int], gap: float) -> Iterator[Box]:
    """Yield where the label of an arc could go, the best place first: beyond its middle."""
    for turn in (0.0, 0.5, -0.5, math.pi, 1.0, -1.0):
        heading = arc.middle_rad + turn
        toward = np.array((math.cos(heading), math.sin(heading)))
        beyond = gap + (arc.radius if abs(turn) <= 1.0 else 2 * gap)
        away = beyond + 0.5 * float(np.abs(toward) @ size)
        left, top = np.rint(np.array(arc.centre) + away * toward - np.array(size) / 2)
        yield int(left), int(top), *size


def _around(pose: PoseFrame, side: Side, stroke: float) -> list[Box]:
    """Return a box about each large joint of a side, which no label may cover."""
    rows = [joint[side] for joint in (SHOULDER, ELBOW, WRIST, HIP, KNEE)]
    reach = round(4 * stroke)
    return [
        (round(x - 2 * stroke), round(y - 2 * stroke), reach, reach)
        for x, y in pose.image_px[rows].tolist()
        if math.isfinite(x) and math.isfinite(y)
    ]


def _fitted(pose: PoseFrame, size: tuple[int, int], *, mirrored: bool) -> PoseFrame:
    """Return the pose in the pixels of the picture it is drawn on."""
    width, height = size
    if pose.size_px == size and not mirrored:
        return pose
    scale = np.array([width / pose.size_px[0], height / pose.size_px[1]])
    image_px, back_px = pose.image_px * scale, pose.back_px * scale
    if mirrored:
        image_px[:, 0] = width - 1 - image_px[:, 0]
        back_px[:, 0] = width - 1 - back_px[:, 0]
    return dataclasses.replace(pose, image_px=image_px, back_px=back_px, size_px=size)
