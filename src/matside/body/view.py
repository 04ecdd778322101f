"""From where the camera sees a body: from its side, or from the front and half from it."""

from __future__ import annotations

import math
from typing import Final

from matside.body.frames import Floats, PoseFrame
from matside.body.geometry import midpoint
from matside.body.landmark import HIP, SHOULDER, Side

UPRIGHT_DEG: Final = 50.0
"""A trunk that rises more than this in space belongs to somebody who stands, sits or walks."""
TURNED_WIDTH: Final = 0.20
"""Shoulders further apart along the level than this, in torso lengths, are not seen from the side.

On clips of 24 people from the side they read 0.01 to 0.16 in the median while on the back, on hands
and knees or folded; 0.26 to 0.40 half from the front, 0.8 to 1.4 from the front.
"""
TURNED_DEG: Final = 17.0
"""So far the trunk then points out of the picture plane: 0 to 11 from the side, 20 to 49 else."""


def trunk_in_space_deg(pose: PoseFrame) -> tuple[float, float]:
    """Return how far the trunk rises, −90..90, and how far it points out of the picture, 0..90."""
    w = pose.world_m
    shoulder = midpoint(w[SHOULDER[Side.LEFT]], w[SHOULDER[Side.RIGHT]])
    trunk: Floats = shoulder - midpoint(w[HIP[Side.LEFT]], w[HIP[Side.RIGHT]])
    across, down, away = (float(part) for part in trunk)
    rise = math.degrees(math.atan2(-down, math.hypot(across, away)))
    depth = math.degrees(math.atan2(abs(away), math.hypot(across, down)))
    return rise, depth


def is_turned(pose: PoseFrame, shoulder_width_ratio: float) -> bool | None:
    """Return whether the camera sees a lying or kneeling body from elsewhere than its side.

    ``None`` while it is upright or cannot be told. Both signs are needed: a twist
    sets the shoulders apart, and a folded trunk seems to point out of the picture.

    Args:
        pose: The conditioned pose.
        shoulder_width_ratio: Its measure of that name.
    """
    rise, depth = trunk_in_space_deg(pose)
    if math.isnan(rise) or math.isnan(shoulder_width_ratio) or rise > UPRIGHT_DEG:
        return None
    return shoulder_width_ratio > TURNED_WIDTH and depth > TURNED_DEG
