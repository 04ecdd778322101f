"""Child's pose seen from the head end, where the picture hides the folded legs.

From there the model guesses knees and feet, so that no distance to the heels can be read. What it
does see are the head, the shoulders, the arms and the top of the hips: in child's pose the head
hangs below the shoulders, the arms lie in line with the trunk, and both hands and hips are near to
the mat. Hips that stay up over the knees rise further above the shoulders than the hands lie
below them, from whatever height they are filmed.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import numpy as np

from matside.body.catalogue import column
from matside.body.frames import Floats, PoseFrame
from matside.body.landmark import EAR, HIP, SHOULDER, WRIST, Side
from matside.body.measures import FROM_THE_SIDE

HEAD_DROP: Final = 0.25
"""Least drop of the ears below the shoulders, in shoulder widths: 0.27 to 0.44 in child's poses of
real and rendered people, up to 0.20 on hands and knees, 0.16 to 0.32 in cats."""
HAND_DROP: Final = (0.50, 1.20)
"""Drop of the wrists: 0.6 to 1.17 with the arms forward, from 1.27 on over straight arms, less
than 0.3 beside the body."""
HIP_RISE: Final = 0.35
"""Least rise of the hips over the shoulders, in shoulder widths: up to 0.30 on hands and knees; a
camera at mat height shows less in child's pose, too."""
HIP_RISE_OF_HAND_DROP: Final = 0.70
"""Greatest rise of the hips over the drop of the hands: 0.41 to 0.66 in child's poses, from 0.76 on
with the hips half way back or over the knees."""
HIP_FLEXION_DEG: Final = 100.0
"""Least hip flexion in the picture: 107 to 177 in child's poses, below 90 on hands and knees."""
ARM_LINE_DEG: Final = 120.0
"""Least angle of wrist, shoulder and hip in space: 130 to 170 in child's poses, 75 to 127 in
all other poses but those with the chest on the mat and downward dog."""
OVER_SHANKS_DEG: Final = (-36.0, 10.0)
"""Rise of the trunk over the shanks, in space: -35 to -4 in child's poses as far as they are told,
-42 and less with the hips over the knees or in the air."""


def folded_from_head_end(
    pose: PoseFrame, measures: Mapping[str, float], over_shanks_deg: float
) -> bool:
    """Return whether a body that is known to be turned is in child's pose, seen from the head end.

    With the arms forward only. False where a landmark that it needs is unknown, so a body is
    passed over rather than taken for one in child's pose.

    Args:
        pose: The conditioned pose.
        measures: Every measure by column.
        over_shanks_deg: See ``posture.trunk_over_shanks_deg``; NaN of a body that is not turned.
    """
    px = pose.image_px
    ear, shoulder, hip, wrist = (_middle(px, rows) for rows in (EAR, SHOULDER, HIP, WRIST))
    width = abs(float(px[SHOULDER[Side.LEFT]][0] - px[SHOULDER[Side.RIGHT]][0]))
    if not (measures["shoulder_width_ratio"] > FROM_THE_SIDE and width > 0.0):
        return False
    head_drop, hand_drop, hip_rise = (
        float(value) / width
        for value in (ear[1] - shoulder[1], wrist[1] - shoulder[1], shoulder[1] - hip[1])
    )
    return (
        OVER_SHANKS_DEG[0] <= over_shanks_deg <= OVER_SHANKS_DEG[1]
        and head_drop >= HEAD_DROP
        and HAND_DROP[0] <= hand_drop <= HAND_DROP[1]
        and HIP_RISE <= hip_rise <= HIP_RISE_OF_HAND_DROP * hand_drop
        and all(measures[column("hip_flexion_deg", s)] >= HIP_FLEXION_DEG for s in Side)
        and _arm_line_deg(pose.world_m) >= ARM_LINE_DEG
    )


def _middle(px: Floats, rows: Mapping[Side, int]) -> Floats:
    """Return the midpoint of both sides; NaN where one is unknown."""
    middle: Floats = (px[rows[Side.LEFT]] + px[rows[Side.RIGHT]]) / 2.0
    return middle


def _arm_line_deg(world_m: Floats) -> float:
    """Return the angle of wrist, shoulder and hip in space, the mean of both sides."""
    angles = []
    for side in Side:
        shoulder = world_m[SHOULDER[side]]
        arm, trunk = world_m[WRIST[side]] - shoulder, world_m[HIP[side]] - shoulder
        lengths = math.sqrt(float(arm @ arm) * float(trunk @ trunk))
        cosine = float(arm @ trunk) / lengths if lengths > 0.0 else math.nan
        angles.append(math.degrees(math.acos(np.clip(cosine, -1.0, 1.0))))
    return sum(angles) / len(angles)
