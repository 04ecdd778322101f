"""Classification of the whole body's posture, and of the direction it is seen from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from enum import StrEnum
from typing import Final

import numpy as np

from matside.body.catalogue import column
from matside.body.frames import Floats, PoseFrame
from matside.body.geometry import midpoint
from matside.body.landmark import ANKLE, HIP, KNEE, SHOULDER, Landmark, Side

UPRIGHT_DEG: Final = 50.0
"""A trunk that rises more than this in space belongs to somebody who stands, sits or walks."""
TURNED_WIDTH: Final = 0.20
"""Shoulders further apart along the level than this, in torso lengths, are not seen from the side.

On clips of 24 people from the side they read 0.01 to 0.16 in the median while on the back, on hands
and knees or folded; 0.26 to 0.40 half from the front, 0.8 to 1.4 from the front.
"""
TURNED_DEG: Final = 17.0
"""Least angle of a turned trunk to the picture plane: 0 to 11 from the side, 20 to 49 else."""


class Posture(StrEnum):
    """How the body as a whole is placed."""

    ON_THE_BACK = "on_the_back"
    HANDS_AND_KNEES = "hands_and_knees"
    FOLDED = "folded"
    OTHER = "other"
    UNSEEN = "unseen"


LYING_DEG: Final = 25.0
"""A trunk within this of level is lying; real clips lie at -7 to +10, a sit-up leaves at once."""
KNEELING_TRUNK_DEG: Final = (-35.0, 50.0)
"""Trunk on hands and knees: -15 in a forearm stretch, +38 with the near arm to the ceiling."""
KNEELING_KNEE_DEG: Final = (58.0, 142.0)
"""Knee flexion on hands and knees: 90 by the book, 65 to 125 on real people."""
KNEELING_HIP_DEG: Final = (38.0, 130.0)
"""Hip flexion on hands and knees: 65 in a cat, 120 with the chest lowered."""
FOLDED_HIP_DEG: Final = 125.0
"""Hip flexion of a folded trunk: at least 138 in real child's poses, hips high or not."""
FOLDED_KNEE_DEG: Final = 105.0
"""Knee flexion when sitting back to the heels: 130 and more in real child's poses."""
FOLDED_TRUNK_DEG: Final = (-40.0, 32.0)
"""Trunk inclination of a folded body; upright kneeling is 70 and more."""
TURNED_FOLD_DEG: Final = (-36.0, 10.0)
"""Rise of the trunk over the shanks, in space, of a folded body that is turned.

Real child's poses read -21 to +5, hands and knees -9 to +34, so that hips and heels have to tell
them apart. Rendered bodies up to 60 degrees off their side, camera at 0.5 to 1.5 m: -32 to -3 in
child's poses, +21 to +40 bowing from the heels.
"""
TURNED_FOLD_HIP_DEG: Final = 106.0
"""Hip flexion of such a body in the picture: 110 to 120 in real child's poses from the front, from
112 on in rendered ones, up to 102 in a rotation that closes."""
TURNED_FOLD_HEEL: Final = 0.80
"""Its hip-to-heel ratio: up to 0.70 in child's poses, from 0.89 on with the hips over the knees."""
TURNED_FOLD_HEAD: Final = 0.90
"""Height of the head over the mat above which a turned body is not folded: up to 0.73 in child's
poses, 0.96 and more half way back on straight arms."""
HANDS_DOWN_RATIO: Final = -0.25
"""A hand that supports lies at least this far below its shoulder, in torso lengths."""
FACING_CLEAR: Final = 0.05
"""Least lean of the knees or the face, in torso lengths, that distinguishes front from back."""


def face_up(px: Floats) -> bool | None:
    """Return whether the front of a level trunk points to the ceiling; ``None`` where unclear.

    The knees are on the ceiling's side of the line hip–shoulder when lying on
    the back with bent legs and on the mat's side when kneeling; with straight
    legs the face decides (nose above the ears).

    Args:
        px: float64 ``(33, 2)``, landmarks in pixels.
    """
    hip = midpoint(px[Landmark.LEFT_HIP], px[Landmark.RIGHT_HIP])
    shoulder = midpoint(px[Landmark.LEFT_SHOULDER], px[Landmark.RIGHT_SHOULDER])
    knee = midpoint(px[Landmark.LEFT_KNEE], px[Landmark.RIGHT_KNEE])
    ear = midpoint(px[Landmark.LEFT_EAR], px[Landmark.RIGHT_EAR])
    torso = math.hypot(float(shoulder[0] - hip[0]), float(shoulder[1] - hip[1]))
    rise = float(hip[1] - knee[1]) / torso if torso > 0.0 else math.nan
    look = float(ear[1] - px[Landmark.NOSE][1]) / torso if torso > 0.0 else math.nan
    if abs(rise) > 3.0 * FACING_CLEAR:
        return rise > 0.0
    if abs(look) > FACING_CLEAR:
        return look > 0.0
    return None


def classify_posture(
    measures: Mapping[str, float], px: Floats, over_shanks_deg: float = math.nan
) -> Posture:
    """Return the posture of one frame from its measures and landmarks.

    ``UNSEEN`` where the trunk or both legs are NaN, ``OTHER`` where no
    description fits. Thresholds are the module's constants, read off the
    labelled photographs and clips; the sides' larger and smaller values are
    used, not their labels, because legs get swapped in exact profile.

    Args:
        measures: Every measure by column.
        px: float64 ``(33, 2)``, landmarks in pixels.
        over_shanks_deg: See ``trunk_over_shanks_deg``, of a body that is known to be turned; NaN
            of one that is seen from the side.
    """
    trunk = measures["trunk_inclination_deg"]
    hips = _known(measures, "hip_flexion_deg")
    knees = _known(measures, "knee_flexion_deg")
    if math.isnan(trunk) or not hips or not knees:
        return Posture.UNSEEN
    upward = face_up(px)
    if upward is True and abs(trunk) <= LYING_DEG:
        return Posture.ON_THE_BACK
    if upward is not False:
        return Posture.OTHER
    if _is_folded(measures, over_shanks_deg):
        return Posture.FOLDED if max(knees) >= FOLDED_KNEE_DEG else Posture.OTHER
    if (
        _within(trunk, KNEELING_TRUNK_DEG)
        and all(_within(hip, KNEELING_HIP_DEG) for hip in hips)
        and all(_within(knee, KNEELING_KNEE_DEG) for knee in knees)
        and _supported(measures)
        and not _leans_back(px)
    ):
        return Posture.HANDS_AND_KNEES
    return Posture.OTHER


def _is_folded(measures: Mapping[str, float], over_shanks_deg: float) -> bool:
    """Return whether the trunk is folded onto the thighs, as the picture shows it or as space does.

    Half from the front the picture opens a folded hip and, from above, lets the trunk point down
    more steeply. So of a turned body a fold is told in space too, and its head must not be high.
    """
    turned = not math.isnan(over_shanks_deg)
    if turned and measures["head_height_ratio"] > TURNED_FOLD_HEAD:
        return False
    hip = min(_known(measures, "hip_flexion_deg"))
    if _within(measures["trunk_inclination_deg"], FOLDED_TRUNK_DEG) and hip >= FOLDED_HIP_DEG:
        return True
    heel = min(_known(measures, "hip_to_heel_ratio"), default=math.nan)
    return (
        _within(over_shanks_deg, TURNED_FOLD_DEG)
        and hip >= TURNED_FOLD_HIP_DEG
        and heel <= TURNED_FOLD_HEEL
    )


def _supported(measures: Mapping[str, float]) -> bool:
    """Return whether at least one hand is below its shoulder, or no hand can be judged."""
    hands = _known(measures, "wrist_height_ratio")
    return not hands or min(hands) <= HANDS_DOWN_RATIO


def _leans_back(px: Floats) -> bool:
    """Return whether the shoulders are on the feet's side of the hips, as in a camel."""
    hip = midpoint(px[Landmark.LEFT_HIP], px[Landmark.RIGHT_HIP])
    shoulder = midpoint(px[Landmark.LEFT_SHOULDER], px[Landmark.RIGHT_SHOULDER])
    knee = midpoint(px[Landmark.LEFT_KNEE], px[Landmark.RIGHT_KNEE])
    ankle = midpoint(px[Landmark.LEFT_ANKLE], px[Landmark.RIGHT_ANKLE])
    return float((shoulder - hip) @ (knee - ankle)) < 0.0


def _known(measures: Mapping[str, float], name: str) -> list[float]:
    values = (measures[column(name, side)] for side in Side)
    return [value for value in values if not math.isnan(value)]


def _within(value: float, limits: tuple[float, float]) -> bool:
    return limits[0] <= value <= limits[1]


def trunk_in_space_deg(pose: PoseFrame) -> tuple[float, float]:
    """Return the trunk's elevation, −90..90, and its angle out of the picture plane, 0..90."""
    w = pose.world_m
    shoulder = midpoint(w[SHOULDER[Side.LEFT]], w[SHOULDER[Side.RIGHT]])
    trunk: Floats = shoulder - midpoint(w[HIP[Side.LEFT]], w[HIP[Side.RIGHT]])
    across, down, away = (float(part) for part in trunk)
    rise = math.degrees(math.atan2(-down, math.hypot(across, away)))
    depth = math.degrees(math.atan2(abs(away), math.hypot(across, down)))
    return rise, depth


def trunk_over_shanks_deg(pose: PoseFrame) -> float:
    """Return the trunk's rise over the plane of the shanks and the line of the hips, −90..90.

    In space, by world landmarks. The shanks of a kneeling body lie on the mat, so this does not
    depend on the camera's height and direction, as every angle in the picture does. NaN where a
    hip or both joints of another kind are, or where shanks and hips span no plane.
    """
    w = pose.world_m
    hip, shoulder, knee, ankle = (
        midpoint(w[rows[Side.LEFT]], w[rows[Side.RIGHT]]) for rows in (HIP, SHOULDER, KNEE, ANKLE)
    )
    across: Floats = w[HIP[Side.LEFT]] - w[HIP[Side.RIGHT]]
    trunk: Floats = shoulder - hip
    normal: Floats = np.cross(knee - ankle, across)
    lengths = math.sqrt(float(trunk @ trunk) * float(normal @ normal))
    if not lengths > 0.0:
        return math.nan
    rise = math.degrees(math.asin(float(trunk @ normal) / lengths))
    return rise if normal[1] <= 0.0 else -rise  # y points down


def is_turned(pose: PoseFrame, shoulder_width_ratio: float) -> bool | None:
    """Return whether a lying or kneeling body is seen from another direction than its side.

    ``None`` while it is upright or unclear. Both signs are needed: a twist
    sets the shoulders apart, and a folded trunk seems to point out of the picture.

    Args:
        pose: The conditioned pose.
        shoulder_width_ratio: Its measure of that name.
    """
    rise, depth = trunk_in_space_deg(pose)
    if math.isnan(rise) or math.isnan(shoulder_width_ratio) or rise > UPRIGHT_DEG:
        return None
    return shoulder_width_ratio > TURNED_WIDTH and depth > TURNED_DEG
