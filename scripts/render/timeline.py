"""What the body does when: key poses in time, joined by minimum-jerk movements, and what happens.

Times are seconds from the start of the clip.
"""

from bisect import bisect_right
from dataclasses import dataclass, field

import numpy as np

from render.limbs import Params
from render.poses import Pose, Shake

SHAKE_RAMP_S = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Key:
    """A pose reached at `start_s` and kept until `end_s`; `late` slows parameters on the way in."""

    pose: Pose
    start_s: float
    end_s: float
    late: Params = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Something that lasts: a phase, hold, repetition, fault or hard case. `side` may be empty."""

    name: str
    start_s: float
    end_s: float
    side: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Timed:
    """A shake with the span in which it acts."""

    shake: Shake
    start_s: float
    end_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """What to solve at one time: `after` at `weight` on top of `before`.

    Within one family the parameters are already mixed and `weight` is 1.
    """

    before: Pose
    after: Pose
    weight: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """Key poses in order, with the spans that describe them."""

    keys: tuple[Key, ...]
    shakes: tuple[Timed, ...] = ()
    phases: tuple[Span, ...] = ()
    holds: tuple[Span, ...] = ()
    reps: tuple[Span, ...] = ()
    faults: tuple[Span, ...] = ()
    breath_deg: float = 0.0
    breath_s: float = 5.0

    @property
    def duration_s(self) -> float:
        """End of the last key."""
        return self.keys[-1].end_s

    def at(self, t_s: float) -> Moment:
        """The moment `t_s`; before the first and after the last key that pose stands still."""
        i = max(0, bisect_right([k.start_s for k in self.keys], t_s) - 1)
        now = self.keys[i]
        if t_s <= now.end_s or i + 1 == len(self.keys):
            return self._still(now.pose, t_s)
        after = self.keys[i + 1]
        share = (t_s - now.end_s) / (after.start_s - now.end_s)
        if now.pose.family != after.pose.family:
            return Moment(before=now.pose, after=after.pose, weight=minimum_jerk(share))
        mixed = {
            key: value + (after.pose.params[key] - value) * _weight(share, after.late.get(key, 0.0))
            for key, value in now.pose.params.items()
        }
        return self._still(Pose(family=now.pose.family, params=mixed), t_s)

    def _still(self, pose: Pose, t_s: float) -> Moment:
        params = dict(pose.params)
        for timed in self.shakes:
            if timed.shake.param in params:
                params[timed.shake.param] += _shake(timed, t_s)
        swell = self.breath_deg * np.sin(2 * np.pi * t_s / self.breath_s)
        for key, share in (("s3", 0.5), ("s2", 0.5), ("head", -0.5)):
            params[key] += float(share * swell)
        living = Pose(family=pose.family, params=params)
        return Moment(before=living, after=living, weight=1.0)


def minimum_jerk(share: float) -> float:
    """Part of the way after `share` of the time, both 0..1 (Flash and Hogan 1985)."""
    t = min(max(share, 0.0), 1.0)
    return t**3 * (10 - 15 * t + 6 * t**2)


def _weight(share: float, late: float) -> float:
    return minimum_jerk((share - late) / (1 - late))


def _shake(timed: Timed, t_s: float) -> float:
    inside = min(t_s - timed.start_s, timed.end_s - t_s) / SHAKE_RAMP_S
    phase = 2 * np.pi * (t_s - timed.start_s) / timed.shake.period_s
    return float(timed.shake.amplitude * np.sin(phase) * minimum_jerk(inside))
