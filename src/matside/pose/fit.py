"""Fit of the skeleton to the followed person, and when to detect again. Pure functions.

From frame to frame MediaPipe looks only around the skeleton of the frame
before. After a cut in a film, or when something pulled it off, it may sit on
the shins or on furniture for as long as that looks like a body, with
visibilities as high as ever. A look at the whole picture without memory finds
the person. So one is taken at once where the picture is cut or the mask
reaches beyond the skeleton, and else every two seconds if anything has moved.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from matside.body.frames import Floats
from matside.body.geometry import distance, midpoint
from matside.body.landmark import ANKLE, HIP, KNEE, SHOULDER, Landmark, Side
from matside.pose.canvas import Canvas
from matside.pose.people import Detection, overlap

CUT: Final = 8.0
"""Mean change of the thumbnail from one frame to the next, in grey levels after its mean is taken
off, from which the picture may have been cut: 38 of 43 clips without a cut never read so much."""
SUDDEN: Final = 3.0
"""Ratio of a cut's change to that of the frames before it; somebody who comes in changes less."""
CALM: Final = 0.7
"""What is left of a change from frame to frame, where the greatest of the last ones is kept."""
LIGHT: Final = (0.8, 1.25)
"""Ratios of contrast between which the light is the same: pictures are compared as they are."""
SAME_PICTURE: Final = 0.99
"""Correlation from which two pictures are the same one in another light: a rendered room whose
light goes down to 0.3 leaves 0.999."""
CHANGED: Final = 2.0
"""The same since the last look, from which something has happened in the picture."""
MOVED: Final = 0.2
"""Way of the skeleton since the last look, in torso lengths, from which it is worth another."""
SPILL: Final = 0.1
"""Share of the mask outside of the skeleton's box from which the skeleton is doubted: 0.06 at most
on 99 % of frames where it fits, more on a third of those where it does not."""
DOUBT_EVERY_S: Final = 0.5
"""A doubted skeleton is looked at so often while something moves."""
LOOK_EVERY_S: Final = 1.8
"""Any other one so often."""
MISFIT: Final = 0.4
"""Distance of the two skeletons, in torso lengths, from which the followed one does not fit. 750
looks at 43 clips read 0.02 in the median and 0.29 at most where it did; where it did not, 0.5 to
2."""
SAME_PLACE: Final = 0.3
"""Two skeletons are of one person if their boxes share this much of the smaller one."""

_MARGIN: Final = 0.1
"""By how much the skeleton's box is widened for the mask, in its diagonals."""
_EVERY_PX: Final = 4
"""Only every fourth line and column of the mask is counted."""
_JOINTS: Final = [joint[side] for joint in (SHOULDER, HIP, KNEE, ANKLE) for side in Side]
_MIRRORED: Final = [joint[side.other] for joint in (SHOULDER, HIP, KNEE, ANKLE) for side in Side]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class FitWatch:
    """What is remembered of the last frame, and of the last look without memory.

    Attributes:
        latest: Thumbnail of the last frame; ``None`` before the first.
        unrest: Greatest change of the last few frames, the older the less.
        looked_s: Time of the last look.
        fitted_px: Landmarks that fitted then, ``(33, 2)``; ``None`` before the first.
        picture: Thumbnail of that frame.
    """

    latest: Floats | None = None
    unrest: float = 0.0
    looked_s: float = -math.inf
    fitted_px: Floats | None = None
    picture: Floats | None = None

    def is_cut(self, picture: Canvas) -> bool:
        """Whether another picture follows on the last frame."""
        return self._change(picture) >= max(CUT, SUDDEN * self.unrest)

    def is_due(self, person: Detection, picture: Canvas, t_s: float) -> bool:
        """Whether it is time to look at the whole picture again."""
        waited_s = t_s - self.looked_s
        if waited_s < DOUBT_EVERY_S or not self._has_moved(person, picture):
            return False
        return waited_s >= LOOK_EVERY_S or spill(person) >= SPILL

    def _has_moved(self, person: Detection, picture: Canvas) -> bool:
        if self.fitted_px is None or self.picture is None:
            return True
        way = np.linalg.norm(person.image_px[_JOINTS] - self.fitted_px[_JOINTS], axis=1)
        return (
            float(np.median(way)) >= MOVED * torso_px(person)
            or change(self.picture, picture.thumbnail) >= CHANGED
        )

    def seen(self, picture: Canvas) -> FitWatch:
        """Return the state after one more frame."""
        unrest = max(CALM * self.unrest, self._change(picture))
        return replace(self, latest=picture.thumbnail, unrest=unrest)

    def _change(self, picture: Canvas) -> float:
        return 0.0 if self.latest is None else change(self.latest, picture.thumbnail)

    def fitted(self, person: Detection, picture: Canvas, t_s: float) -> FitWatch:
        """Return the state after ``person`` was found to fit."""
        return replace(self, looked_s=t_s, fitted_px=person.image_px, picture=picture.thumbnail)


def change(before: Floats, after: Floats) -> float:
    """Return the mean change between two thumbnails in grey levels, light aside.

    Light that is added takes nothing; where it multiplies, as a lamp that is switched off, what is
    left is in grey levels of the brighter picture.
    """
    gain = _gain(before - before.mean(), after - after.mean())
    difference = after - gain * before
    return float(np.abs(difference - difference.mean()).mean()) / min(gain, 1.0)


def _gain(before: Floats, after: Floats) -> float:
    """Return by how much the light of a picture has multiplied; 1 where it is another picture."""
    power, shared = float((before**2).sum()), float((before * after).sum())
    if shared <= 0.0 or shared**2 < SAME_PICTURE**2 * power * float((after**2).sum()):
        return 1.0
    gain = shared / power
    return 1.0 if LIGHT[0] < gain < LIGHT[1] else gain


def spill(person: Detection) -> float:
    """Return the share of the mask outside of the box around the skeleton; 0 without a mask."""
    if person.mask is None:
        return 0.0
    inside = person.mask[::_EVERY_PX, ::_EVERY_PX] > 0.5
    total = int(np.count_nonzero(inside))
    margin = _MARGIN * person.size_px
    low = np.maximum((person.box_px[0] - margin) / _EVERY_PX, 0.0).astype(int)
    high = np.maximum((person.box_px[1] + margin) / _EVERY_PX, 0.0).astype(int) + 1
    covered = int(np.count_nonzero(inside[low[1] : high[1], low[0] : high[0]]))
    return (total - covered) / total if total else 0.0


def is_elsewhere(person: Detection, look: Detection) -> bool:
    """Return whether a look found somebody at another place than ``person``."""
    return overlap(person, look) < SAME_PLACE


def misfits(person: Detection, look: Detection) -> bool:
    """Return whether ``person`` as followed does not fit what a look without memory found.

    Left and right may differ: from the side either is a guess.
    """
    followed, found = person.image_px[_JOINTS], look.image_px
    apart = np.minimum(
        np.linalg.norm(followed - found[_JOINTS], axis=1),
        np.linalg.norm(followed - found[_MIRRORED], axis=1),
    )
    return float(np.median(apart)) >= MISFIT * torso_px(look)


def torso_px(person: Detection) -> float:
    """Return the length of the torso in pixels of the canvas, at least a tenth of the body's size.

    Seen from the head or the feet a torso has hardly any length.
    """
    px = person.image_px
    shoulders = midpoint(px[Landmark.LEFT_SHOULDER], px[Landmark.RIGHT_SHOULDER])
    hips = midpoint(px[Landmark.LEFT_HIP], px[Landmark.RIGHT_HIP])
    return max(distance(shoulders, hips), 0.1 * person.size_px, 1.0)
