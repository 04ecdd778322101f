"""Conditioning of raw poses: implausible landmarks out, legs kept apart, positions smoothed."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from matside.body.frames import Floats, PoseFrame
from matside.body.geometry import distance, midpoint
from matside.body.landmark import (
    ANKLE,
    ELBOW,
    HIP,
    KNEE,
    LANDMARK_COUNT,
    LEG,
    SHOULDER,
    Landmark,
    Side,
)
from matside.body.plausibility import LimbLengths, believable, unmeasured
from matside.body.smoothing import Smoother, fresh, smooth

NEAR_AFTER_S: Final = 0.4
"""Evidence, in seconds of full visibility difference, that chooses the near side."""
NEAR_LIMIT_S: Final = 3.0
"""Upper limit of the evidence: the near side changes only once this much is outweighed."""
SWAP_ADVANTAGE: Final = 0.12
"""Torso lengths by which the swapped legs must fit better, so that crossing legs do not swap."""
MERGED: Final = 0.35
"""Torso lengths apart, in the mean of knee and ankle, below which two legs cannot be told from each
other by where they were: which of them came out of there first is a coin's toss, so the labels
are taken as they come."""
FORGET_AFTER_S: Final = 0.5
"""After a gap this long the labels are taken as they come."""
VOTE_S: Final = 0.8
"""Time constant of the vote on which followed leg is the left one."""
UNSURE_VOTE: Final = -0.4
"""Vote while the legs are merged: labels that disagree for 0.3 s afterwards rename them."""
FLIP_VOTE: Final = -0.6
"""Vote below which the names of the two followed legs are exchanged."""

_LEFT: Final = np.array(LEG[Side.LEFT][1:])
_RIGHT: Final = np.array(LEG[Side.RIGHT][1:])
_NEAR_JOINTS: Final = {
    side: np.array([SHOULDER[side], ELBOW[side], HIP[side], KNEE[side], ANKLE[side]])
    for side in Side
}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Legs:
    """State of the leg tracking: last positions, and agreement of the labels.

    Attributes:
        left: ``(4, 2)`` knee, ankle, heel, toe of the leg called left; NaN if unknown.
        right: The same of the other leg.
        t_s: When they were last seen.
        vote: Recent agreement of MediaPipe's labels with ours, −1..1.
    """

    left: Floats
    right: Floats
    t_s: float
    vote: float


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


def nowhere() -> Legs:
    """Return the state before any leg was seen."""
    nothing = np.full((4, 2), np.nan)
    return Legs(left=nothing, right=nothing, t_s=-np.inf, vote=1.0)


def follow_legs(state: Legs, t_s: float, px: Floats, torso_px: float) -> tuple[Legs, Floats]:
    """Return the next state and the landmarks with swapped legs put right.

    Of the two ways to match the new legs with the previous ones, the labels'
    own is taken unless the other is nearer by ``SWAP_ADVANTAGE`` torso lengths
    a joint. Legs that had merged are labelled anew, and names that are wrong
    then are soon exchanged. The names follow MediaPipe's label in the long run:
    if it disagrees for 1.3 s, the legs are renamed.

    Args:
        state: State after the previous frame.
        t_s: Time of this frame in seconds.
        px: float64 ``(33, 2)``.
        torso_px: Length of the torso in pixels; without it nothing is changed.
    """
    left, right = px[_LEFT], px[_RIGHT]
    gap = t_s - state.t_s
    if not torso_px > 0.0 or not np.isfinite(left[:2]).all() or not np.isfinite(right[:2]).all():
        return state, px
    if gap > FORGET_AFTER_S:
        return Legs(left=left, right=right, t_s=t_s, vote=1.0), px
    if _apart(state.left, state.right) < MERGED * torso_px:
        return Legs(left=left, right=right, t_s=t_s, vote=UNSURE_VOTE), px
    kept = _apart(left, state.left) + _apart(right, state.right)
    exchanged = _apart(left, state.right) + _apart(right, state.left)
    swap = kept - exchanged > 2.0 * SWAP_ADVANTAGE * torso_px
    share = 1.0 - float(np.exp(-gap / VOTE_S))
    vote = state.vote + share * ((-1.0 if swap else 1.0) - state.vote)
    if vote < FLIP_VOTE:
        swap, vote = False, 1.0
    if not swap:
        return Legs(left=left, right=right, t_s=t_s, vote=vote), px
    renamed = px.copy()
    renamed[_LEFT], renamed[_RIGHT] = right, left
    return Legs(left=right, right=left, t_s=t_s, vote=vote), renamed


def _apart(now: Floats, before: Floats) -> float:
    """Return the mean distance of knee and ankle between two moments."""
    return float(np.sqrt(((now[:2] - before[:2]) ** 2).sum(axis=1)).mean())
