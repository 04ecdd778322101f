"""The two frame types: a picture with its time, and the pose found in it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matside.body.landmark import LANDMARK_COUNT

Floats = NDArray[np.float64]
Image = NDArray[np.uint8]


@dataclass(frozen=True, slots=True, kw_only=True)
class Frame:
    """One picture and the moment it belongs to.

    Attributes:
        index: 0 for the first frame that was read, then 1, 2, ...
        t_s: Presentation time in seconds, strictly increasing within a source.
        image: uint8 ``(height, width, 3)``, BGR, upright (rotation metadata is
            already applied) and never mirrored.
    """

    index: int
    t_s: float
    image: Image

    @property
    def size_px(self) -> tuple[int, int]:
        """Width and height in pixels."""
        return self.image.shape[1], self.image.shape[0]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class PoseFrame:
    """What was seen of one person at one moment; everything that decides is a function of these.

    What is not known is NaN. A frame in which nobody is seen is still a
    ``PoseFrame`` (see ``unseen``), so that time moves on.

    Attributes:
        t_s: Time of the frame in seconds, strictly increasing.
        image_px: float64 ``(33, 2)``: x to the right, y down, in pixels; may lie
            outside the picture.
        world_m: float64 ``(33, 3)``: metres, origin between the hips, axes as
            the camera's. MediaPipe's estimate.
        visibility: float64 ``(33,)`` in 0..1, MediaPipe's own estimate, on the scale of the normal
            model; no sufficient evidence by itself.
        on_body: float64 ``(33,)`` in 0..1, how much of the neighbourhood of the
            landmark the segmentation mask calls body.
        back_px: float64 ``(K, 2)``: the contour of the back from the hips to the
            shoulders, NaN where it was not found.
        size_px: Width and height of the picture in pixels.
        people: How many people were seen when last counted; 0 where nobody is.
    """

    t_s: float
    image_px: Floats
    world_m: Floats
    visibility: Floats
    on_body: Floats
    back_px: Floats
    size_px: tuple[int, int]
    people: int = 1

    @property
    def seen(self) -> bool:
        """Whether anybody was found."""
        return self.people > 0


BACK_POINTS = 41
"""Number of points on the contour of the back (``PoseFrame.back_px``)."""
PX_DECIMALS: Final = 2
WORLD_DECIMALS: Final = 4
SHARE_DECIMALS: Final = 3


def unseen(t_s: float, size_px: tuple[int, int]) -> PoseFrame:
    """Return the pose of a frame in which nobody was found: all NaN, ``people`` 0."""
    nothing = np.full(LANDMARK_COUNT, np.nan)
    return PoseFrame(
        t_s=t_s,
        image_px=np.full((LANDMARK_COUNT, 2), np.nan),
        world_m=np.full((LANDMARK_COUNT, 3), np.nan),
        visibility=nothing,
        on_body=nothing,
        back_px=np.full((BACK_POINTS, 2), np.nan),
        size_px=size_px,
        people=0,
    )


def quantise(pose: PoseFrame) -> PoseFrame:
    """Return the pose rounded as a trace holds it: px to 0.01, metres to 0.0001, shares to 0.001.

    Infinite numbers become NaN. Doing it twice changes nothing. Pose estimators return quantised
    poses, so that replaying a trace gives the same counts.
    """
    return PoseFrame(
        t_s=float(pose.t_s),
        image_px=_rounded(pose.image_px, PX_DECIMALS),
        world_m=_rounded(pose.world_m, WORLD_DECIMALS),
        visibility=_rounded(pose.visibility, SHARE_DECIMALS),
        on_body=_rounded(pose.on_body, SHARE_DECIMALS),
        back_px=_rounded(pose.back_px, PX_DECIMALS),
        size_px=pose.size_px,
        people=pose.people,
    )


def _rounded(values: Floats, decimals: int) -> Floats:
    """Return the values rounded, never −0 (so that its text is one), and NaN where not finite."""
    rounded = np.array(values, dtype=np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        rounded.round(decimals, out=rounded)
    rounded += 0.0
    rounded[~np.isfinite(rounded)] = np.nan
    return rounded
