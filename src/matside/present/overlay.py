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
from matside.present import cards, figure
from matside.present.hud import Hud, Ring, hud
from matside.present.labels import Labels
from matside.present.palette import MINT, MIST, SKY, Colour
from matside.present.patches import Box, Patch, paste

_LEAST_EM: Final = 11.0
"""Size of the main text in pixels below which letters are no letters."""
_LEAST_LABELLED_PX: Final = 200
"""In smaller pictures the angles would cover the person."""
_PLAIN: Final = Labels()


class Overlay:
    """Draws what the coach says of a frame onto its picture.

    The main text is at least 1/20 of the picture's height. Labels are drawn
    once and kept, so one ``Overlay`` should serve a whole session.

    Args:
        labels: Names for people, and the measures that each exercise judges.
    """

    def __init__(self, labels: Labels = _PLAIN) -> None:
        self._labels = labels

    def draw(self, image: Image, result: FrameResult, *, mirrored: bool = False) -> Image:
        """Return a copy of the picture with everything drawn on it.

        Args:
            image: uint8 ``(height, width, 3)`` BGR, as seen by the camera; not changed.
            result: What the coach says of it.
            mirrored: Whether to show it as a mirror would; the words stay readable.
        """
        canvas = np.ascontiguousarray(image[:, ::-1]) if mirrored else image.copy()
        pose = _fitted(result.pose, image, mirrored=mirrored)
        words = hud(result, self._labels)
        layout = _Layout(canvas)
        wanted = frozenset(
            name for name in figure.ARC_MEASURES if self._labels.judges(result.exercise, name)
        )
        _draw_person(canvas, dataclasses.replace(result, pose=pose), wanted)
        taken = _draw_words(canvas, words, layout)
        if result.near_side is not None and min(layout.size) >= _LEAST_LABELLED_PX:
            bends = figure.arcs(pose, result.measures, result.near_side, wanted)
            joints = _around(pose, result.near_side, figure.stroke_px(pose))
            _label_arcs(canvas, bends, layout, taken + joints)
        return canvas


class _Layout:
    """Sizes in pixels that follow from the size of the picture."""

    def __init__(self, image: Image) -> None:
        height, width = image.shape[:2]
        self.size = width, height
        self.em = max(_LEAST_EM, height / 20.0, min(width, height) / 14.0)
        self.least = max(_LEAST_EM, height / 20.0)
        self.margin = max(3.0, 0.45 * self.em)
        self.radius = min(1.75 * self.em, 0.22 * min(width, height))


def _draw_person(image: Image, result: FrameResult, wanted: frozenset[str]) -> None:
    pose, near = result.pose, result.near_side
    figure.draw_bones(image, pose, near)
    figure.draw_back(image, pose)
    if near is not None:
        stroke = figure.stroke_px(pose)
        for arc in figure.arcs(pose, result.measures, near, wanted):
            figure.draw_arc(image, arc, stroke)
    figure.draw_joints(image, pose, near, wanted)


def _draw_words(image: Image, words: Hud, layout: _Layout) -> list[Box]:
    """Draw panels, ring and band; return where they are."""
    width, height = layout.size
    margin, radius, em = layout.margin, layout.radius, layout.em
    taken: list[Box] = []
    beside_ring = width - 3 * margin - (2 * radius if words.ring else 0)
    if words.title or words.headline:
        header = cards.header(words.title, words.headline, (em, layout.least), round(beside_ring))
        taken.append(_put(image, header, (margin, margin)))
    below = margin
    if words.ring is not None:
        centre = width - margin - radius, margin + radius
        _draw_ring(image, words.ring, centre, radius)
        taken.append((round(centre[0] - radius), round(margin), *[round(2 * radius)] * 2))
        below += 2 * radius + 0.3 * em
    if words.tally:
        tally = cards.pill(words.tally, 0.72 * em, round(width - 2 * margin))
        taken.append(_put(image, tally, (width - margin - tally.size[0], below)))
    if words.band is not None:
        band = cards.band(words.band, (em, layout.least), round(width - 2 * margin))
        x, y = (width - band.size[0]) / 2, height - margin - band.size[1]
        taken.append(_put(image, band, (x, y)))
    return taken


def _put(image: Image, patch: Patch, at: tuple[float, float]) -> Box:
    paste(image, patch, at)
    return round(at[0]), round(at[1]), *patch.size


def _draw_ring(image: Image, ring: Ring, centre: tuple[float, float], radius: float) -> None:
    """Draw the ring: a dark disc, a track, the filled part from twelve o'clock, the figure."""
    unit = "" if ring.done else "paused" if ring.paused else ring.unit
    face = cards.face(ring.figure, unit, round(radius))
    paste(image, face, (centre[0] - face.size[0] / 2, centre[1] - face.size[1] / 2))
    if ring.share <= 0.0:
        return
    colour = MIST if ring.paused else MINT if ring.done else SKY
    middle, width = cards.rim(radius)
    turn = np.linspace(-0.25, ring.share - 0.25, max(3, round(72 * ring.share))) * math.tau
    path = np.array(centre) + middle * np.column_stack((np.cos(turn), np.sin(turn)))
    cv2.polylines(image, [figure.fine(image, path)], False, colour, width, cv2.LINE_AA, 4)  # noqa: FBT003
    if ring.done:
        _draw_tick(image, (centre[0], centre[1] + 0.42 * radius), 0.2 * radius, colour)


def _draw_tick(image: Image, at: tuple[float, float], size: float, colour: Colour) -> None:
    path = np.array(at) + size * np.array([(-1.0, 0.0), (-0.3, 0.7), (1.0, -0.7)])
    width = max(1, round(0.45 * size))
    cv2.polylines(image, [figure.fine(image, path)], False, colour, width, cv2.LINE_AA, 4)  # noqa: FBT003


def _label_arcs(
    image: Image, bends: Iterable[figure.Arc], layout: _Layout, taken: list[Box]
) -> None:
    """Write each angle beside its arc, where it covers no other words; else leave it out."""
    for arc in bends:
        patch = cards.pill(arc.label, 0.6 * layout.em, layout.size[0])
        for box in _places(arc, patch.size, 0.12 * layout.em):
            if _inside(box, layout.size) and not any(_overlap(box, other) for other in taken):
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


def _around(pose: PoseFrame, near: Side, stroke: float) -> list[Box]:
    """Return a box about each large joint of the near side, which no label may cover."""
    rows = [joint[near] for joint in (SHOULDER, ELBOW, WRIST, HIP, KNEE)]
    side = round(4 * stroke)
    return [
        (round(x - 2 * stroke), round(y - 2 * stroke), side, side)
        for x, y in pose.image_px[rows].tolist()
        if math.isfinite(x) and math.isfinite(y)
    ]


def _inside(box: Box, size: tuple[int, int]) -> bool:
    left, top, width, height = box
    return left >= 0 and top >= 0 and left + width <= size[0] and top + height <= size[1]


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[0] + b[2] and b[0] < a[0] + a[2] and a[1] < b[1] + b[3] and b[1] < a[1] + a[3]


def _fitted(pose: PoseFrame, image: Image, *, mirrored: bool) -> PoseFrame:
    """Return the pose in the pixels of the picture it is drawn on."""
    height, width = image.shape[:2]
    if pose.size_px == (width, height) and not mirrored:
        return pose
    scale = np.array([width / pose.size_px[0], height / pose.size_px[1]])
    image_px, back_px = pose.image_px * scale, pose.back_px * scale
    if mirrored:
        image_px[:, 0] = width - 1 - image_px[:, 0]
        back_px[:, 0] = width - 1 - back_px[:, 0]
    return dataclasses.replace(pose, image_px=image_px, back_px=back_px, size_px=(width, height))
