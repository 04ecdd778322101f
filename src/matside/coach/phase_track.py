"""The state of one phase on one side, what can change in it, and how a visit changes sides."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final

from matside.exercise.crossing import NEVER, Crossing
from matside.exercise.schema import Phase
from matside.states import replace

HANDOVER_S: Final = 0.3
"""A phase that changes sides faster than this has changed its name, not its leg."""


@dataclass(frozen=True, kw_only=True)
class PhaseTrack:
    """State of one phase on one side.

    Attributes:
        crossings: State of each criterion, in the order of ``Phase.criteria``.
        moving_since_s: Since when a speed is too great; ``None`` while none is.
        nowhere_since_s: Since when the body, moving or not, has not drifted; ``None`` while it
            drifts.
        posture_since_s: Since when the posture fits; ``None`` while it does not.
        posture_out_s: When it last ceased to fit.
        elsewhere_since_s: Since when the body is in a posture that is known and does not fit.
        met_since_s: Since when everything is met; ``None`` while it is not.
        active: Whether the phase has begun (and settled).
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
    elsewhere_since_s: float | None = None
    met_since_s: float | None = None
    active: bool = False
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

    def left(self, end_s: float) -> Left:
        """Return what is told of the visit if it ended at ``end_s``."""
        end = max(end_s, self.start_s)
        return Left(
            t_s=end,
            start_s=self.start_s,
            held_s=self.held_s(end),
            renamed=self.elsewhere_s > end - self.here_since_s,
            lasted=self.lasted,
        )


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


def take_over(
    giver: PhaseTrack, taker: PhaseTrack, phase: Phase
) -> tuple[PhaseTrack, PhaseTrack] | None:
    """Return both tracks after a visit has passed from one side's name to the other's.

    Nobody changes legs within ``HANDOVER_S``: if a phase is left on one side
    and met on the other at the same moment, the names of the legs were
    exchanged, and the visit goes on. At its end it belongs to the side under
    whose name it ran longer. ``None`` if nothing of the kind has happened.
    """
    if not giver.active or giver.out_s is None or taker.active or taker.met_since_s is None:
        return None
    if abs(taker.met_since_s - giver.out_s) > HANDOVER_S:
        return None
    going_on = replace(
        taker,
        active=True,
        lasted=giver.lasted,
        start_s=giver.start_s,
        unearned_s=giver.unearned_s,
        elsewhere_s=giver.out_s - giver.here_since_s,
        here_since_s=taker.met_since_s - giver.elsewhere_s,
    )
    return idle(phase), going_on
