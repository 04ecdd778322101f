"""The 33 landmarks of MediaPipe's pose model, their sides, and the bones between them."""

from __future__ import annotations

from enum import IntEnum, StrEnum
from itertools import pairwise
from typing import Final


class Side(StrEnum):
    """A side of the person's own body, whichever way the camera looks."""

    LEFT = "left"
    RIGHT = "right"

    @property
    def other(self) -> Side:
        """The opposite side."""
        return Side.RIGHT if self is Side.LEFT else Side.LEFT


class Landmark(IntEnum):
    """The row of each landmark in every ``(33, ...)`` array.

    Order and names are those of MediaPipe's Pose Landmarker.
    """

    NOSE = 0
    LEFT_EYE_INNER = 1
    LEFT_EYE = 2
    LEFT_EYE_OUTER = 3
    RIGHT_EYE_INNER = 4
    RIGHT_EYE = 5
    RIGHT_EYE_OUTER = 6
    LEFT_EAR = 7
    RIGHT_EAR = 8
    MOUTH_LEFT = 9
    MOUTH_RIGHT = 10
    LEFT_SHOULDER = 11
    RIGHT_SHOULDER = 12
    LEFT_ELBOW = 13
    RIGHT_ELBOW = 14
    LEFT_WRIST = 15
    RIGHT_WRIST = 16
    LEFT_PINKY = 17
    RIGHT_PINKY = 18
    LEFT_INDEX = 19
    RIGHT_INDEX = 20
    LEFT_THUMB = 21
    RIGHT_THUMB = 22
    LEFT_HIP = 23
    RIGHT_HIP = 24
    LEFT_KNEE = 25
    RIGHT_KNEE = 26
    LEFT_ANKLE = 27
    RIGHT_ANKLE = 28
    LEFT_HEEL = 29
    RIGHT_HEEL = 30
    LEFT_FOOT_INDEX = 31
    RIGHT_FOOT_INDEX = 32


LANDMARK_COUNT: Final = len(Landmark)

SHOULDER: Final = {Side.LEFT: Landmark.LEFT_SHOULDER, Side.RIGHT: Landmark.RIGHT_SHOULDER}
ELBOW: Final = {Side.LEFT: Landmark.LEFT_ELBOW, Side.RIGHT: Landmark.RIGHT_ELBOW}
WRIST: Final = {Side.LEFT: Landmark.LEFT_WRIST, Side.RIGHT: Landmark.RIGHT_WRIST}
INDEX: Final = {Side.LEFT: Landmark.LEFT_INDEX, Side.RIGHT: Landmark.RIGHT_INDEX}
HIP: Final = {Side.LEFT: Landmark.LEFT_HIP, Side.RIGHT: Landmark.RIGHT_HIP}
KNEE: Final = {Side.LEFT: Landmark.LEFT_KNEE, Side.RIGHT: Landmark.RIGHT_KNEE}
ANKLE: Final = {Side.LEFT: Landmark.LEFT_ANKLE, Side.RIGHT: Landmark.RIGHT_ANKLE}
HEEL: Final = {Side.LEFT: Landmark.LEFT_HEEL, Side.RIGHT: Landmark.RIGHT_HEEL}
TOE: Final = {Side.LEFT: Landmark.LEFT_FOOT_INDEX, Side.RIGHT: Landmark.RIGHT_FOOT_INDEX}
EAR: Final = {Side.LEFT: Landmark.LEFT_EAR, Side.RIGHT: Landmark.RIGHT_EAR}

_ARM: Final = (SHOULDER, ELBOW, WRIST, INDEX)
_LEG: Final = (HIP, KNEE, ANKLE, HEEL, TOE)
LEG: Final = {side: tuple(joint[side] for joint in _LEG) for side in Side}
"""Rows of a leg from the hip down; index by side."""

SKELETON: Final[tuple[tuple[Landmark, Landmark], ...]] = (
    *((EAR[side], SHOULDER[side]) for side in Side),
    *((Landmark.NOSE, EAR[side]) for side in Side),
    (Landmark.LEFT_SHOULDER, Landmark.RIGHT_SHOULDER),
    *(bone for side in Side for bone in pairwise(joint[side] for joint in _ARM)),
    *((SHOULDER[side], HIP[side]) for side in Side),
    (Landmark.LEFT_HIP, Landmark.RIGHT_HIP),
    *(bone for side in Side for bone in pairwise(joint[side] for joint in _LEG)),
)
"""The bones worth drawing, as pairs of landmarks."""
