"""Which frames of a recording the pose model looks at. Pure functions.

Stretches are slow, and most of a session nothing moves: a fifth of the frames of a film at 30
frames a second gives the same holds and repetitions. So the skeleton itself says how soon it has to
be looked at again.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import numpy as np

from matside.body.landmark import ANKLE, ELBOW, HIP, KNEE, SHOULDER, WRIST, Landmark, Side
from matside.errors import UsageError
from matside.pose.fit import torso_px
from matside.pose.people import Detection

REST_S: Final = 0.2
"""Time to the next look while nothing moves. With every fourth of a second the ends of holds come
late: the body sets out between two looks."""
MOTION_S: Final = 0.1
"""Time to the next look while something moves. Looks every 0.067 s bring the ends of holds no
nearer to those of every frame: 0.035 s in the median on 31 real clips, against 0.03 s."""
BEGIN_S: Final = 0.05
"""Time to the next look at the beginning of a stream, when the model's own smoothing has yet to
settle: every frame of 30 a second."""
BEGINNING_S: Final = 2.0
"""How long that lasts."""
MOTION: Final = 0.1
"""Speed in torso lengths a second from which something moves: several times what a still skeleton
trembles by, a third of a slow stretch."""
EARLY_S: Final = 0.02
"""A frame up to this much too early is looked at: the next one may be long after."""

_JOINTS: Final = [
    Landmark.NOSE,
    *[joint[side] for joint in (SHOULDER, ELBOW, WRIST, HIP, KNEE, ANKLE) for side in Side],
]
_THIRD: Final = -3
"""The speed is that of the joint that is third fastest: one or two may jump by mistake."""


class Rate(StrEnum):
    """Which frames of a recording are looked at."""

    EVERY = "every"
    AUTO = "auto"


def chosen_rate(name: str) -> Rate:
    """Return the rate of that name.

    Raises:
        UsageError: There is none.
    """
    try:
        return Rate(name)
    except ValueError as error:
        raise UsageError(
            "The rate should be every or auto and is {name}.", name=f"{name!r}"
        ) from error


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Looks:
    """When the next look is due.

    Attributes:
        person: The person that the last look found; ``None`` for nobody.
        t_s: Time of the last look; −inf before the first.
        begun_s: Time of the first look.
        due_s: Time from which a frame is looked at.
    """

    person: Detection | None = None
    t_s: float = -math.inf
    begun_s: float = math.inf
    due_s: float = -math.inf

    def after(self, person: Detection | None, t_s: float) -> Looks:
        """Return the state after a look at ``t_s`` that found ``person``."""
        begun_s = min(self.begun_s, t_s)
        if t_s - begun_s < BEGINNING_S:
            wait_s = BEGIN_S
        else:
            wait_s = MOTION_S if _moves(self.person, person, t_s - self.t_s) else REST_S
        return Looks(person=person, t_s=t_s, begun_s=begun_s, due_s=t_s + (wait_s - EARLY_S))


def _moves(before: Detection | None, now: Detection | None, dt_s: float) -> bool:
    """Return whether a body moved between two looks; coming or going counts as moving."""
    if before is None or now is None:
        return before is not now
    way = np.linalg.norm(now.image_px[_JOINTS] - before.image_px[_JOINTS], axis=1)
    return float(np.sort(way)[_THIRD]) > MOTION * torso_px(now) * dt_s
