"""Conditioning of raw poses: implausible landmarks out, legs kept apart, positions smoothed."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from matside.body.frames import Floats, PoseFrame
from matside.body.geometry import distance, midpoint
from matside.body.landmark import ANKLE, ELBOW, HIP, KNEE, LANDMARK_COUNT, SHOULDER, Landmark, Side
from matside.body.legs import Legs, follow_legs, nowhere
from matside.body.plausibility import LimbLengths, believable, unmeasured
from matside.body.smoothing import Smoother, fresh, smooth

NEAR_AFTER_S: Final = 0.4
"""Evidence, in seconds of full visibility difference, that chooses the near side."""
NEAR_LIMIT_S: Final = 3.0
"""Upper limit of the evidence: the near side changes only once this much is outweighed."""

_NEAR_JOINTS: Final = {
    side: np.array([SHOULDER[side], ELBOW[side], HIP[side], KNEE[side], ANKLE[side]])
    for side in Side
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Conditioner:
    """State of the conditioning of raw poses.

    Attributes:
        limbs: Usual lengths of the bones.
        legs: The two legs as last followed.
        smoother: The filter of the landmarks.
        near_evidence_s: Positive for the left side, negative for the right.
        near_side: The side towards the camera, once chosen.
        t_s: Time of the last frame.
    """

    limbs: LimbLengths
    legs: Legs
    smoother: Smoother
    near_evidence_s: float
    near_side: Side | None
    t_s: float


def unconditioned() -> Conditioner:
    """Return the state before the first frame."""
    return Conditioner(
        limbs=unmeasured(),
        legs=nowhere(),
        smoother=fresh(LANDMARK_COUNT),
        near_evidence_s=0.0,
        near_side=None,
        t_s=-math.inf,
    )


def condition(state: Conditioner, pose: PoseFrame) -> tuple[Conditioner, PoseFrame]:
    """Return the next state and the pose that is to be measured and drawn.

    Implausible landmarks become NaN, legs keep their names, positions are
    smoothed. ``back_px`` and ``world_m`` pass unchanged, but for a frame in
    which nothing is believed: then they are NaN too.
    """
    if not pose.seen:
        return replace(state, t_s=pose.t_s), pose
    limbs, px = believable(state.limbs, pose)
    if np.isnan(px).all():
        return replace(state, limbs=limbs, t_s=pose.t_s), _blank(pose)
    torso_px = torso_length(px)
    legs, px = follow_legs(state.legs, pose.t_s, px, torso_px)
    smoother, px = smooth(state.smoother, pose.t_s, px, torso_px)
    evidence, near = _near_side(state, pose)
    after = Conditioner(
        limbs=limbs,
        legs=legs,
        smoother=smoother,
        near_evidence_s=evidence,
        near_side=near,
        t_s=pose.t_s,
    )
    return after, replace(pose, image_px=px)


def _near_side(state: Conditioner, pose: PoseFrame) -> tuple[float, Side | None]:
    """Return the evidence and the near side: the better visible one, kept once chosen.

    A first frame counts as a tenth of a second, so that a single picture has a
    near side too. Unknown visibility of a whole side is no evidence.
    """
    visibility = [pose.visibility[_NEAR_JOINTS[side]] for side in Side]
    if any(np.isnan(values).all() for values in visibility):
        return state.near_evidence_s, state.near_side
    left, right = (float(np.nanmean(values)) for values in visibility)
    dt = min(pose.t_s - state.t_s, 0.1)
    evidence = state.near_evidence_s + dt * (left - right)
    evidence = max(-NEAR_LIMIT_S, min(NEAR_LIMIT_S, evidence))
    favoured = Side.LEFT if evidence > 0.0 else Side.RIGHT
    if state.near_side is None or abs(evidence) >= NEAR_AFTER_S:
        return evidence, favoured
    return evidence, state.near_side


def torso_length(px: Floats) -> float:
    """Return the length of the torso in pixels; the near joint stands in for a hidden far one."""
    hip = midpoint(px[Landmark.LEFT_HIP], px[Landmark.RIGHT_HIP])
    shoulder = midpoint(px[Landmark.LEFT_SHOULDER], px[Landmark.RIGHT_SHOULDER])
    return distance(hip, shoulder)


def _blank(pose: PoseFrame) -> PoseFrame:
    return replace(
        pose,
        image_px=np.full_like(pose.image_px, np.nan),
        world_m=np.full_like(pose.world_m, np.nan),
        back_px=np.full_like(pose.back_px, np.nan),
    )
