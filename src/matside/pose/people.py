"""Who else is in the picture, and whether it is still the same person. Pure functions.

The pose model was made for one person. What it reports beside that one may be
the same person once more, or somebody on a poster far behind; what counts as
another person is decided here.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from matside.body.frames import Floats

Mask = NDArray[np.float32]

MIN_VISIBILITY: Final = 0.4
"""Mean visibility below which a second detection is no person. 33 photographs of people exercising
read 0.67 to 0.97. It stops only poor guesses: mistaken detections in a carelessly covered picture
read 0.43 to 0.86, so what keeps those out is how ``canvas.covered`` paints."""
MIN_RELATIVE_SIZE: Final = 0.25
"""A person smaller than this share of another is far behind, or a picture on the wall."""
MAX_OVERLAP: Final = 0.6
"""Two detections are one person if the boxes share this much of the smaller one."""
CLEARLY_LARGER: Final = 1.2
"""One person is nearer than another if larger by this factor; the size varies with posture."""
# Chosen, not measured: what one person can do in the two seconds for which these limits hold.
REACH: Final = 0.75
"""How far the centre of the body may be from where it was lost, in body sizes, for the same one."""
MAX_GROWTH: Final = 2.0
"""Greatest factor by which the size may have changed meanwhile."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Detection:
    """One person as the pose model reports it, in pixels of the picture it was given.

    Attributes:
        image_px: float64 ``(33, 2)``.
        world_m: float64 ``(33, 3)``.
        visibility: float64 ``(33,)`` in 0..1, on the scale of the normal model.
        mask: float32 ``(height, width)`` in 0..1, or ``None`` where none was asked for.
    """

    image_px: Floats
    world_m: Floats
    visibility: Floats
    mask: Mask | None

    @property
    def box_px(self) -> tuple[Floats, Floats]:
        """Corners of the box around all landmarks: the smallest and the largest x and y."""
        return self.image_px.min(axis=0), self.image_px.max(axis=0)

    @property
    def size_px(self) -> float:
        """Diagonal of the box around all landmarks: changes little with the posture."""
        width, height = np.ptp(self.image_px, axis=0)
        return math.hypot(float(width), float(height))

    @property
    def centre_px(self) -> Floats:
        """Mean of all landmarks, ``(2,)``."""
        centre: Floats = self.image_px.mean(axis=0)
        return centre


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Followed:
    """Where the followed person was last seen.

    Attributes:
        centre_px: Centre of the body, ``(2,)``.
        size_px: Size of the body (see ``Detection``).
        t_s: Time in seconds.
    """

    centre_px: Floats
    size_px: float
    t_s: float

    @classmethod
    def at(cls, person: Detection, t_s: float) -> Followed:
        """Return the place of ``person`` at ``t_s``."""
        return cls(centre_px=person.centre_px, size_px=person.size_px, t_s=t_s)

    def may_be(self, person: Detection) -> bool:
        """Whether ``person`` may be the followed one: near that place, and of about that size."""
        dx, dy = person.centre_px - self.centre_px
        growth = person.size_px / max(self.size_px, 1e-9)
        near = math.hypot(float(dx), float(dy)) <= REACH * self.size_px
        return near and 1.0 / MAX_GROWTH <= growth <= MAX_GROWTH


def is_another(person: Detection, others: Sequence[Detection]) -> bool:
    """Whether ``person`` is a person, near enough to matter, and none of ``others``."""
    if float(person.visibility.mean()) < MIN_VISIBILITY:
        return False
    if any(person.size_px < MIN_RELATIVE_SIZE * other.size_px for other in others):
        return False
    return all(overlap(person, other) <= MAX_OVERLAP for other in others)


def nearest(people: Sequence[Detection]) -> Detection:
    """Return the first of ``people``, unless another one is clearly larger and so nearer."""
    largest = max(people, key=lambda person: person.size_px)
    return largest if largest.size_px > CLEARLY_LARGER * people[0].size_px else people[0]


def overlap(a: Detection, b: Detection) -> float:
    """Return the area that the boxes of two people share, as a part of the smaller box."""
    low = np.maximum(a.box_px[0], b.box_px[0])
    high = np.minimum(a.box_px[1], b.box_px[1])
    shared = float(np.clip(high - low, 0.0, None).prod())
    smaller = min(float(np.ptp(person.image_px, axis=0).prod()) for person in (a, b))
    return shared / smaller if smaller > 0.0 else 1.0
