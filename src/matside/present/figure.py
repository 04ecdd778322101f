"""The person drawn over the picture: bones, joints, the line of the back, arcs of bent joints."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from matside.body.catalogue import column
from matside.body.frames import Floats, Image, PoseFrame
from matside.body.landmark import ELBOW, HIP, KNEE, SHOULDER, SKELETON, WRIST, Landmark, Side
from matside.present.palette import INK, MIST, SKY, WHITE, YELLOW, Colour

_SHIFT: Final = 4
_FINE: Final = 1 << _SHIFT
_LEAST_EDGED_PX: Final = 1.2
"""In tiny pictures the edges would be all one sees."""
_WEDGE_OPACITY: Final = 0.4
_LEAST_ARC_DEG: Final = 20.0
"""Less than this is as good as straight; the arc would be a speck."""
_ROUNDED_TO_DEG: Final = 5
"""Angles are estimates: finer steps would promise too much, and flicker."""

_ANKLE: Final = {Side.LEFT: Landmark.LEFT_ANKLE, Side.RIGHT: Landmark.RIGHT_ANKLE}
_JOINTS: Final = (
    ("hip_flexion_deg", SHOULDER, HIP, KNEE),
    ("knee_flexion_deg", HIP, KNEE, _ANKLE),
    ("elbow_flexion_deg", SHOULDER, ELBOW, WRIST),
)
"""Measures that can be shown as an arc, with the landmarks they are taken from."""
ARC_MEASURES: Final = tuple(name for name, *_ in _JOINTS)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Arc:
    """The bend of one joint: the angle from the straight-on direction to where the limb goes.

    Attributes:
        centre: The joint in pixels.
        radius: Of the arc, in pixels.
        start_rad: Direction straight on from the limb before the joint.
        sweep_rad: Turn from there to the limb after it, −π..π.
        label: The angle in words.
    """

    centre: tuple[float, float]
    radius: float
    start_rad: float
    sweep_rad: float
    label: str

    @property
    def middle_rad(self) -> float:
        """Direction of the middle of the arc."""
        return self.start_rad + self.sweep_rad / 2


def stroke_px(pose: PoseFrame) -> float:
    """Return how thick to draw: by the picture, but thinner for a person far away."""
    by_picture = min(pose.size_px) / 150.0
    hips, shoulders = pose.image_px[[23, 24]], pose.image_px[[11, 12]]
    torso = float(np.linalg.norm(hips.mean(axis=0) - shoulders.mean(axis=0)))
    by_person = torso / 22.0 if math.isfinite(torso) else by_picture
    return max(1.0, min(by_picture, max(by_person, by_picture / 2)))


def draw_bones(image: Image, pose: PoseFrame, near: Side | None) -> None:
    """Draw the skeleton: the near side thick and light blue, the far side thin and grey."""
    stroke = stroke_px(pose)
    thin: list[Floats] = []
    thick: list[Floats] = []
    for bone in SKELETON:
        points = pose.image_px[list(bone)]
        if np.isfinite(points).all():
            (thick if _prominent(bone, near) else thin).append(points)
    line(image, thin, 0.45 * stroke, MIST)
    line(image, thick, stroke, SKY)


def draw_back(image: Image, pose: PoseFrame) -> None:
    """Draw the contour of the back as one smooth line, with gaps where it was not found."""
    runs = [smooth(run) for run in _finite_runs(pose.back_px)]
    line(image, runs, 1.5 * stroke_px(pose), YELLOW)


def arcs(
    pose: PoseFrame, measures: Mapping[str, float], near: Side, wanted: frozenset[str]
) -> list[Arc]:
    """Return the arcs of the bent joints of the near side that were measured."""
    found = []
    for name, before, joint, after in _JOINTS:
        value = measures.get(column(name, near), math.nan)
        points = pose.image_px[[before[near], joint[near], after[near]]]
        if name in wanted and value >= _LEAST_ARC_DEG and np.isfinite(points).all():
            found.append(_arc(points, value, pose))
    return found


def draw_arc(image: Image, arc: Arc, stroke: float) -> None:
    """Draw a bent joint: the straight-on direction, a see-through wedge and its rim."""
    turn = np.linspace(arc.start_rad, arc.start_rad + arc.sweep_rad, 24)
    centre = np.array(arc.centre)
    rim = centre + arc.radius * np.column_stack((np.cos(turn), np.sin(turn)))
    _fill(image, np.vstack((centre, rim)), WHITE)
    line(image, [np.vstack((centre, rim[0]))], 0.35 * stroke, WHITE)
    line(image, [rim], 0.5 * stroke, WHITE)


def draw_joints(image: Image, pose: PoseFrame, near: Side | None, wanted: frozenset[str]) -> None:
    """Draw the joints of the near side that are measured as rings, so that they stand out."""
    if near is None:
        return
    stroke = stroke_px(pose)
    rows = {landmark[near] for name, *limb in _JOINTS if name in wanted for landmark in limb}
    for x, y in pose.image_px[sorted(rows)]:
        if math.isfinite(x) and math.isfinite(y):
            for radius, colour in ((1.9, INK), (1.5, WHITE), (0.8, SKY)):
                dot(image, (x, y), radius * stroke, colour)


def line(image: Image, runs: list[Floats], width: float, colour: Colour) -> None:
    """Draw open lines with round ends and, unless they are very thin, a dark edge.

    ``width`` is in pixels and does not count the edge.
    """
    if not runs:
        return
    paths = [fine(image, run) for run in runs]
    inner = max(1, round(width))
    if width >= _LEAST_EDGED_PX:
        outer = inner + 2 * max(1, round(0.28 * width))
        cv2.polylines(image, paths, False, INK, outer, cv2.LINE_AA, _SHIFT)  # noqa: FBT003
    cv2.polylines(image, paths, False, colour, inner, cv2.LINE_AA, _SHIFT)  # noqa: FBT003


def dot(image: Image, at: tuple[float, float], radius: float, colour: Colour) -> None:
    """Draw a filled circle; ``radius`` in pixels."""
    x, y = fine(image, np.array([at]))[0]
    size = max(1, round(radius * _FINE))
    cv2.circle(image, (int(x), int(y)), size, colour, cv2.FILLED, cv2.LINE_AA, _SHIFT)


def fine(image: Image, points: Floats) -> NDArray[np.int32]:
    """Return points in the 1/16 pixels that OpenCV's drawing takes, far ones brought closer."""
    reach = 4.0 * max(image.shape[:2])
    return np.rint(np.clip(points, -reach, reach) * _FINE).astype(np.int32)


def smooth(run: Floats) -> Floats:
    """Return the points drawn towards their neighbours' mean three times; the ends stay."""
    run = run.copy()
    for _ in range(3):
        run[1:-1] = 0.25 * run[:-2] + 0.5 * run[1:-1] + 0.25 * run[2:]
    return run


def _finite_runs(points: Floats) -> list[Floats]:
    """Return each stretch of at least three points without a NaN."""
    known = np.isfinite(points).all(axis=1)
    edges = np.flatnonzero(np.diff(np.concatenate(([False], known, [False])).astype(np.int8)))
    pairs = edges.reshape(-1, 2)
    return [points[start:end] for start, end in pairs if end - start >= 3]


def _prominent(bone: tuple[Landmark, Landmark], near: Side | None) -> bool:
    """Return whether a bone belongs to the near side; what joins both sides does not."""
    if near is None:
        return True
    sides = {_side(landmark) for landmark in bone} - {None}
    return sides == {near}


def _side(landmark: Landmark) -> Side | None:
    if landmark is Landmark.NOSE:
        return None
    return Side.LEFT if landmark.name.startswith("LEFT") else Side.RIGHT


def _arc(points: Floats, value: float, pose: PoseFrame) -> Arc:
    before, joint, after = points
    ahead, limb = joint - before, after - joint
    start = math.atan2(ahead[1], ahead[0])
    turn = math.remainder(math.atan2(limb[1], limb[0]) - start, math.tau)
    shorter = min(float(np.linalg.norm(ahead)), float(np.linalg.norm(limb)))
    return Arc(
        centre=(float(joint[0]), float(joint[1])),
        radius=min(0.45 * shorter, 0.085 * min(pose.size_px)),
        start_rad=start,
        sweep_rad=turn,
        label=f"≈ {_ROUNDED_TO_DEG * round(value / _ROUNDED_TO_DEG)}°",
    )


def _fill(image: Image, polygon: Floats, colour: Colour) -> None:
    """Fill a polygon so that the picture shines through."""
    low = np.floor(polygon.min(axis=0)).astype(int) - 1
    high = np.ceil(polygon.max(axis=0)).astype(int) + 2
    x0, y0 = np.maximum(low, 0)
    x1, y1 = np.minimum(high, image.shape[1::-1])
    if x0 >= x1 or y0 >= y1:
        return
    part = image[y0:y1, x0:x1]
    full = part.copy()
    cv2.fillPoly(full, [fine(image, polygon - (x0, y0))], colour, cv2.LINE_AA, _SHIFT)
    cv2.addWeighted(full, _WEDGE_OPACITY, part, 1.0 - _WEDGE_OPACITY, 0.0, part)
