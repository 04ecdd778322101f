"""Landmark plausibility: visibility alone reads 0.97 even on a skeleton that lies off the body."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

import numpy as np

from matside.body.frames import Floats, PoseFrame
from matside.body.landmark import ANKLE, ELBOW, HIP, KNEE, SHOULDER, WRIST, Landmark, Side

MIN_VISIBILITY: Final = 0.1
"""Below this MediaPipe itself does not believe it; far limbs read 0.15 to 0.4 and are usable."""
OFF_BODY: Final = 0.02
"""Mask share at or below which a landmark lies off the body, if its visibility is low as well."""
OFF_BODY_VISIBILITY: Final = 0.6
"""A landmark off the mask is kept above this visibility: hands leave the mask at times."""
CORE_ON_BODY: Final = 0.5
"""Mean mask share of shoulders, hips and knees below which the whole skeleton is off."""
STRETCH: Final = 1.6
"""A bone longer than this many times its usual length in the picture is implausible."""
ESTABLISHED_S: Final = 1.0
"""Time over which a bone must have been seen before its usual length counts."""
FORGET_S: Final = 8.0
"""Time constant with which the usual length shrinks towards what is seen (moving away)."""
GROW_S: Final = 0.7
"""Time constant with which it grows (moving closer, or turning into the picture plane)."""

BONES: Final[tuple[tuple[Landmark, Landmark], ...]] = tuple(
    (near[side], far[side])
    for near, far in ((SHOULDER, ELBOW), (ELBOW, WRIST), (HIP, KNEE), (KNEE, ANKLE))
    for side in Side
)
"""Bones whose far end is doubted when they get too long."""

_NEAR_ENDS: Final = np.array([bone[0] for bone in BONES])
_FAR_ENDS: Final = np.array([bone[1] for bone in BONES])
_CORE: Final = np.array([*SHOULDER.values(), *HIP.values(), *KNEE.values()])
_BEYOND: Final = {
    Landmark.LEFT_WRIST: (17, 19, 21),
    Landmark.RIGHT_WRIST: (18, 20, 22),
    Landmark.LEFT_ANKLE: (29, 31),
    Landmark.RIGHT_ANKLE: (30, 32),
    Landmark.LEFT_ELBOW: (15, 17, 19, 21),
    Landmark.RIGHT_ELBOW: (16, 18, 20, 22),
    Landmark.LEFT_KNEE: (27, 29, 31),
    Landmark.RIGHT_KNEE: (28, 30, 32),
}
"""Rows that hang on a landmark: if it is not to be believed, they are not either."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LimbLengths:
    """The person's own running estimate of the length of each bone in the picture.

    Attributes:
        length_px: ``(8,)``, by ``BONES``; NaN where never seen.
        seen_s: ``(8,)``, for how long each was seen.
        t_s: Time of the last frame; −inf before the first.
    """

    length_px: Floats
    seen_s: Floats
    t_s: float


def unmeasured() -> LimbLengths:
    """Return the estimate before anything was seen."""
    return LimbLengths(
        length_px=np.full(len(BONES), np.nan), seen_s=np.zeros(len(BONES)), t_s=-math.inf
    )


def believable(state: LimbLengths, pose: PoseFrame) -> tuple[LimbLengths, Floats]:
    """Return the next estimate and the landmarks with the implausible ones turned into NaN.

    A landmark is doubted if MediaPipe itself doubts it, if it lies off the mask
    with middling visibility, or if it makes a bone more than 1.6 times as long
    as it usually is. If the shoulders, hips and knees lie off the mask as a
    whole, nothing is believed. A bone that stays long becomes the usual one
    with a time constant of 0.7 s: then the person has come closer.

    Returns:
        State and float64 ``(33, 2)``.
    """
    px = pose.image_px.copy()
    with np.errstate(invalid="ignore"):
        doubted = pose.visibility < MIN_VISIBILITY
        doubted |= (pose.on_body <= OFF_BODY) & (pose.visibility < OFF_BODY_VISIBILITY)
    on_body = pose.on_body[_CORE]
    on_body = on_body[np.isfinite(on_body)]
    if on_body.size and float(on_body.mean()) < CORE_ON_BODY:
        return state, np.full_like(px, np.nan)
    lengths = np.sqrt(((px[_FAR_ENDS] - px[_NEAR_ENDS]) ** 2).sum(axis=1))
    with np.errstate(invalid="ignore"):
        too_long = (lengths > STRETCH * state.length_px) & (state.seen_s >= ESTABLISHED_S)
    doubted[_FAR_ENDS[too_long]] = True
    for landmark, rows in _BEYOND.items():
        if doubted[landmark]:
            doubted[list(rows)] = True
    px[doubted] = np.nan
    return _learn(state, pose.t_s, lengths), px


def _learn(state: LimbLengths, t_s: float, lengths: Floats) -> LimbLengths:
    """Return the next estimate; the first frame adds no time, a gap half a second at most."""
    dt = min(max(t_s - state.t_s, 0.0), 0.5) if math.isfinite(state.t_s) else 0.0
    known = np.isfinite(lengths)
    first = known & np.isnan(state.length_px)
    usual = np.where(first, lengths, state.length_px)
    with np.errstate(invalid="ignore"):
        constant = np.where(lengths > usual, GROW_S, FORGET_S)
        step = (1.0 - np.exp(-dt / constant)) * (lengths - usual)
    return LimbLengths(
        length_px=np.where(known, usual + np.where(first, 0.0, step), usual),
        seen_s=np.where(known, state.seen_s + dt, state.seen_s),
        t_s=t_s,
    )
