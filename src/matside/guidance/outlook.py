"""Framing of the person in the picture: regions cut off, size, angle to the camera."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np

from matside.body.frames import Floats, PoseFrame
from matside.body.geometry import distance, midpoint, ratio
from matside.body.landmark import (
    ANKLE,
    EAR,
    ELBOW,
    HEEL,
    HIP,
    KNEE,
    SHOULDER,
    WRIST,
    Landmark,
    Side,
)
from matside.body.posture import UPRIGHT_DEG, Posture, trunk_in_space_deg
from matside.coach.result import FrameResult
from matside.guidance.messages import Region, Shift

REACH: Final = 0.15
"""A region that is not seen counts as cut off if the joint next to it is this near to the edge.

In picture widths or heights, on top of the length of the bone between the two.
"""
TIGHT: Final = 0.06
"""With less than this share of the picture left at the other end, moving along does not help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cut:
    """A region of the body that the picture does not show, and where to move."""

    region: Region
    shift: Shift


@dataclass(frozen=True, slots=True, kw_only=True)
class Outlook:
    """Framing of the person in one frame, from which the placement is judged.

    Attributes:
        seen: Whether anybody is seen.
        upright: Whether the trunk is upright: standing, walking, sitting.
        on_all_fours: Whether the posture is hands and knees.
        cut: The most important region that is out of view, if one is.
        scale: Longest of torso, thigh and shank over the picture's diagonal.
        hip_width: Distance of the hips in the picture over the torso.
        shoulder_width: Distance of the shoulders in the picture over the torso.
        depth_deg: How far the trunk points out of the picture plane, 0..90.
    """

    seen: bool
    upright: bool = False
    on_all_fours: bool = False
    cut: Cut | None = None
    scale: float = math.nan
    hip_width: float = math.nan
    shoulder_width: float = math.nan
    depth_deg: float = math.nan


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bone:
    region: Region
    rows: tuple[int, ...]
    hangs_on: tuple[int, ...]
    length: float
    """Length of the bone between the two, in torsos."""


_BONES: Final = (
    _Bone(
        region=Region.HIPS, rows=tuple(HIP.values()), hangs_on=tuple(SHOULDER.values()), length=1.0
    ),
    _Bone(region=Region.LEGS, rows=tuple(KNEE.values()), hangs_on=tuple(HIP.values()), length=0.8),
    _Bone(
        region=Region.FEET,
        rows=(*ANKLE.values(), *HEEL.values()),
        hangs_on=tuple(KNEE.values()),
        length=0.8,
    ),
    _Bone(
        region=Region.HEAD,
        rows=(*EAR.values(), Landmark.NOSE),
        hangs_on=tuple(SHOULDER.values()),
        length=0.4,
    ),
    _Bone(
        region=Region.HANDS, rows=tuple(WRIST.values()), hangs_on=tuple(ELBOW.values()), length=0.5
    ),
)
"""Most important region first. Toes and fingers may be cut off: nothing is judged by them alone."""
_MUST_BE_SEEN: Final = (Region.HIPS, Region.LEGS, Region.FEET)
"""Regions without which nothing is judged, even hidden; head and hands may lie behind the body."""


def outlook_of(result: FrameResult) -> Outlook:
    """Return the framing of the person in one frame."""
    pose = result.pose
    px = pose.image_px
    if not pose.seen or np.isnan(px).all():
        return Outlook(seen=False)
    hips, shoulders = _pair(px, HIP), _pair(px, SHOULDER)
    torso_px = distance(midpoint(*hips), midpoint(*shoulders))
    rise, depth = trunk_in_space_deg(pose)
    return Outlook(
        seen=True,
        upright=rise > UPRIGHT_DEG,
        on_all_fours=result.posture == Posture.HANDS_AND_KNEES,
        cut=_cut(pose, torso_px),
        scale=_scale(pose, torso_px),
        hip_width=ratio(distance(*hips), torso_px),
        shoulder_width=ratio(distance(*shoulders), torso_px),
        depth_deg=depth,
    )


def _pair(px: Floats, rows: Mapping[Side, Landmark]) -> tuple[Floats, Floats]:
    left, right = rows.values()
    return px[left], px[right]


def _scale(pose: PoseFrame, torso_px: float) -> float:
    px = pose.image_px
    lengths = [torso_px]
    lengths += [distance(px[HIP[side]], px[KNEE[side]]) for side in HIP]
    lengths += [distance(px[KNEE[side]], px[ANKLE[side]]) for side in KNEE]
    known = [length for length in lengths if not math.isnan(length)]
    return max(known) / math.hypot(*pose.size_px) if known else math.nan


def _cut(pose: PoseFrame, torso_px: float) -> Cut | None:
    for bone in _BONES:
        edge = _edge(pose, bone, torso_px)
        if edge is not None:
            return Cut(region=bone.region, shift=_shift(pose, edge))
    return None


def _edge(pose: PoseFrame, bone: _Bone, torso_px: float) -> str | None:
    """Return the edge that cuts a region off, empty where hidden, ``None`` where it is seen."""
    size = np.array(pose.size_px, dtype=np.float64)
    at = _middle(pose.image_px[list(bone.rows)])
    if at is not None:
        beyond = _beyond(at / size)
        return max(beyond, key=beyond.__getitem__) if max(beyond.values()) > 0.0 else None
    root = _middle(pose.image_px[list(bone.hangs_on)])
    if root is None or math.isnan(torso_px):
        return "" if bone.region in _MUST_BE_SEEN else None
    near = _beyond(root / size)
    edge = max(near, key=near.__getitem__)
    length = bone.length * torso_px / size[0 if edge in ("left", "right") else 1]
    if -near[edge] <= min(float(length), REACH + float(length) / 2.0):
        return edge
    return "" if bone.region in _MUST_BE_SEEN else None


def _beyond(at: Floats) -> dict[str, float]:
    """Return by how much a point lies beyond each edge, in picture sizes; negative inside."""
    x, y = float(at[0]), float(at[1])
    return {"left": -x, "right": x - 1.0, "top": -y, "bottom": y - 1.0}


def _middle(points: Floats) -> Floats | None:
    known = points[np.isfinite(points[:, 0])]
    if not len(known):
        return None
    middle: Floats = known.mean(axis=0)
    return middle


def _shift(pose: PoseFrame, edge: str) -> Shift:
    """Return where to move so that what an edge cuts off comes into view."""
    if edge == "":
        return Shift.UNKNOWN
    px = pose.image_px
    ahead = float(midpoint(*_pair(px, SHOULDER))[0] - midpoint(*_pair(px, HIP))[0])
    xs = px[np.isfinite(px[:, 0]), 0] / pose.size_px[0]
    room = 1.0 - float(xs.max()) if edge == "left" else float(xs.min())
    if edge in ("top", "bottom") or room < TIGHT or math.isnan(ahead) or ahead == 0.0:
        return Shift.BACK
    at_head = (ahead > 0.0) == (edge == "right")
    return Shift.TO_FEET if at_head else Shift.TO_HEAD
