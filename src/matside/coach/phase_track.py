"""The state of one phase on one side, and what can change in it."""

from __future__ import annotations

import math
from dataclasses import dataclass

from matside.exercise.crossing import NEVER, Crossing
from matside.exercise.schema import Phase


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseTrack:
    """State of one phase on one side.

    Attributes:
        crossings: State of each criterion, in the order of ``Phase.criteria``.
        moving_since_s: Since when a speed is too great; ``None`` while none is.
        nowhere_since_s: Since when the body, moving or not, has not drifted; ``None`` while it
            drifts.
        posture_since_s: Since when the posture fits; ``None`` while it does not.
        posture_out_s: When it last ceased to fit.
        met_since_s: Since when everything is met; ``None`` while it is not.
        active: Whether the phase has begun (and settled).
        placed_s: When the body came into place for this visit, at rest or not.
        lasted: Whether the visit has lasted for the phase's ``least_s``.
        carried: Whether the body came to its place in this shape: such a visit counts for nothing.
        start_s: When it began.
        out_s: When it was left, while it may still come back within its grace.
        blind: Whether the latest frames could not be judged.
        blind_s: Seconds since ``out_s`` that could not be judged: no grace runs then.
        judged_s: When the phase could last be judged.
        unearned_s: Seconds of gaps that earn nothing.
        lapse_s: The same since ``out_s``; they count only if the phase goes on.
        paused: Whether the clock stands still now.
        greatest: Greatest value of each criterion in this visit, as far as it lasted.
        elsewhere_s: Seconds of this visit under the other side's name, see
            ``take_over``.
        here_since_s: Since when it has gone by this side's name.
    """

    crossings: tuple[Crossing, ...]
    moving_since_s: float | None = None
    nowhere_since_s: float | None = None
    posture_since_s: float | None = None
    posture_out_s: float = -math.inf
    met_since_s: float | None = None
    active: bool = False
    placed_s: float = 0.0
    lasted: bool = False
    carried: bool = False
    start_s: float = 0.0
    out_s: float | None = None
    blind: bool = False
    blind_s: float = 0.0
    judged_s: float = -math.inf
    unearned_s: float = 0.0
    lapse_s: float = 0.0
    paused: bool = False
    greatest: tuple[float, ...] = ()
    elsewhere_s: float = 0.0
    here_since_s: float = 0.0

    @property
    def steady(self) -> bool:
        """Whether everything is met now: neither within its grace nor on the way out."""
        return self.met_since_s is not None and self.moving_since_s is None

    def held_s(self, until_s: float) -> float:
        """Return the seconds credited up to ``until_s``."""
        return max(0.0, until_s - self.start_s - self.unearned_s)


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """The phase has settled; it began at ``t_s``."""

    t_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Lasted:
    """A phase with a ``least_s`` has been visited for that long, since ``start_s``."""

    t_s: float
    start_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Left:
    """The phase was left at ``t_s``; ``renamed`` if it belongs to the other side.

    ``lasted`` is whether the visit was as long as one has to be that counts.
    """

    t_s: float
    start_s: float
    held_s: float
    renamed: bool = False
    lasted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """The phase cannot be judged since ``t_s``."""

    t_s: float


Change = Entered | Lasted | Left | Paused


def idle(phase: Phase) -> PhaseTrack:
    """Return the state of a phase that has not begun."""
    return PhaseTrack(crossings=(NEVER,) * len(phase.criteria))
