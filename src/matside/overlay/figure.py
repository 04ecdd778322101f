"""The person drawn over the picture: bones, joints, the line of the back, arcs of bent joints."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from matside.body.catalogue import column
from matside.body.contour import chord_frame
from matside.body.frames import Floats, Image, PoseFrame
from matside.body.landmark import ANKLE, ELBOW, HIP, KNEE, SHOULDER, SKELETON, WRIST, Landmark, Side
from matside.overlay import texts
from matside.overlay.palette import INK, MIST, SKY, WHITE, YELLOW, Colour
from matside.overlay.patches import FINE, SHIFT

_LEAST_EDGED_PX: Final = 1.2
"""In tiny pictures the edges would be all one sees."""
_WEDGE_OPACITY: Final = 0.4
_LEAST_ARC_DEG: Final = 20.0
"""Less than this is as good as straight; the arc would be a speck."""
_LEAST_COMPARED: Final = 25
"""Points of the contour (of 41) below which it is not worth comparing with the neutral."""
_END_POINTS: Final = 3
"""The ends of the contour are the means of so many points: single ones jump."""
_DASHES: Final = 8
_DASH_POINTS: Final = 2 * _DASHES * 4
_ROUNDED_TO_DEG: Final = 5
"""Angles are estimates: finer steps would promise too much, and flicker."""

_LEFT_TORSO: Final = [Landmark.LEFT_SHOULDER, Landmark.LEFT_HIP]
_RIGHT_TORSO: Final = [Landmark.RIGHT_SHOULDER, Landmark.RIGHT_HIP]
_BONES: Final = np.array(SKELETON)
_JOINTS: Final = (
    ("hip_flexion_deg", SHOULDER, HIP, KNEE),
    ("knee_flexion_deg", HIP, KNEE, ANKLE),
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
    left, right = pose.image_px[_LEFT_TORSO], pose.image_px[_RIGHT_TORSO]
    (shoulder_x, shoulder_y), (hip_x, hip_y) = (0.5 * (left + right)).tolist()
    torso = math.hypot(hip_x - shoulder_x, hip_y - shoulder_y)
    by_person = torso / 22.0 if math.isfinite(torso) else by_picture
    return max(1.0, min(by_picture, max(by_person, by_picture / 2)))


def draw_bones(image: Image, pose: PoseFrame, near: Side | None) -> None:
    """Draw the skeleton: the near side thick and light blue, the far side thin and grey."""
    stroke = stroke_px(pose)
    bones = pose.image_px[_BONES]
    known = np.isfinite(bones).all(axis=(1, 2))
    thick = _prominent(near)
    line(image, list(bones[known & ~thick]), 0.45 * stroke, MIST)
    line(image, list(bones[known & thick]), stroke, SKY)


def draw_back(image: Image, pose: PoseFrame) -> None:
    """Draw the contour of the back as one smooth line, with gaps where it was not found."""
    runs = [smooth(run) for run in _finite_runs(pose.back_px)]
    line(image, runs, 1.5 * stroke_px(pose), YELLOW)


def draw_neutral(image: Image, pose: PoseFrame, neutral_deg: float) -> None:
    """Draw the person's own neutral beside the back as a thin dashed arc, to compare with.

    It spans the contour between its ends, with the sagitta that an arc of
    ``neutral_deg`` (as ``curve.SpinalCurve.whole_deg``) has there. Nothing is
    drawn where the neutral or the contour is unknown.
    """
    path = _neutral_arc(pose, neutral_deg)
    if path is not None:
        line(image, _dashes(path), max(1.0, 0.6 * stroke_px(pose)), WHITE)


def _neutral_arc(pose: PoseFrame, neutral_deg: float) -> Floats | None:
    """Return points of the neutral's parabola between the ends of the contour, or ``None``."""
    frame = chord_frame(pose.image_px)
    known = np.flatnonzero(np.isfinite(pose.back_px).all(axis=1))
    if frame is None or not math.isfinite(neutral_deg) or known.size < _LEAST_COMPARED:
        return None
    _, chord, dorsal = frame
    first, last = known[:_END_POINTS], known[-_END_POINTS:]
    start, end = pose.back_px[first].mean(axis=0), pose.back_px[last].mean(axis=0)
    share = float(last.mean() - first.mean()) / (len(pose.back_px) - 1)
    sagitta = 0.5 * math.tan(math.radians(neutral_deg) / 4.0) * share**2
    along = np.linspace(0.0, 1.0, _DASH_POINTS)[:, None]
    bulge = 4.0 * along * (1.0 - along) * sagitta * float(np.linalg.norm(chord)) * dorsal
    arc: Floats = start + along * (end - start) + bulge
    return arc


def _dashes(path: Floats) -> list[Floats]:
    """Return every other stretch of a path."""
    step = len(path) // (2 * _DASHES)
    return [path[start : start + step + 1] for start in range(0, len(path) - step, 2 * step)]


def arcs(
    pose: PoseFrame, measures: Mapping[str, float], side: Side, wanted: frozenset[str]
) -> list[Arc]:
    """Return the arcs of the bent joints of a side that were measured."""
    found = []
    for name, before, joint, after in _JOINTS:
        value = measures.get(column(name, side), math.nan)
        points = pose.image_px[[before[side], joint[side], after[side]]]
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


def draw_joints(image: Image, pose: PoseFrame, side: Side | None, wanted: frozenset[str]) -> None:
    """Draw the joints of a side that are measured as rings, so that they stand out."""
    if side is None:
        return
    stroke = stroke_px(pose)
    rows = {landmark[side] for name, *limb in _JOINTS if name in wanted for landmark in limb}
    for x, y in pose.image_px[sorted(rows)].tolist():
        if math.isfinite(x) and math.isfinite(y):
            for radius, colour in ((1.9, INK), (1.5, WHITE), (0.8, SKY)):
                dot(image, (x, y), radius * stroke, colour)


def line(image: Image, runs: list[Floats], width: float, colour: Colour) -> None:
    """Draw open lines with round ends and, unless they are very thin, a dark edge.

    ``width`` is in pixels and does not count the edge.
    """
    if not runs:
        return
    ends = list(accumulate((len(run) for run in runs), initial=0))
    points = fine(image, np.concatenate(runs))
    paths = [points[start:end] for start, end in pairwise(ends)]
    inner = max(1, round(width))
    if width >= _LEAST_EDGED_PX:
        outer = inner + 2 * max(1, round(0.28 * width))
        cv2.polylines(image, paths, False, INK, outer, cv2.LINE_AA, SHIFT)  # noqa: FBT003
    cv2.polylines(image, paths, False, colour, inner, cv2.LINE_AA, SHIFT)  # noqa: FBT003


def dot(image: Image, at: tuple[float, float], radius: float, colour: Colour) -> None:
    """Draw a filled circle; ``radius`` in pixels."""
    reach = 4.0 * max(image.shape[:2])
    x, y = (round(min(max(value, -reach), reach) * FINE) for value in at)
    size = max(1, round(radius * FINE))
    cv2.circle(image, (x, y), size, colour, cv2.FILLED, cv2.LINE_AA, SHIFT)


def fine(image: Image, points: Floats) -> NDArray[np.int32]:
    """Return points in the 1/16 pixels that OpenCV's drawing takes, far ones brought closer."""
    reach = 4.0 * max(image.shape[:2])
    near: Floats = np.minimum(np.maximum(points, -reach), reach)
    return np.rint(near * FINE).astype(np.int32)


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


@cache
def _prominent(near: Side | None) -> NDArray[np.bool_]:
    """Return which bones belong to the near side; those that join both sides do not."""
    return np.array(
        [near is None or {_side(end) for end in bone} - {None} == {near} for bone in SKELETON]
    )


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
        label=texts.ANGLE(degrees=_ROUNDED_TO_DEG * round(value / _ROUNDED_TO_DEG)),
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
    cv2.fillPoly(full, [fine(image, polygon - (x0, y0))], colour, cv2.LINE_AA, SHIFT)
    cv2.addWeighted(full, _WEDGE_OPACITY, part, 1.0 - _WEDGE_OPACITY, 0.0, part)
