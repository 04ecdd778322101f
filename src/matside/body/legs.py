"""Leg tracking: undoes the swaps of left and right that MediaPipe makes in exact profile."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from matside.body.frames import Floats
from matside.body.landmark import LEG, Side

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
