"""The one thing to say: the most important fault, once, and silence otherwise."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from matside.coach.events import CueGiven
from matside.coach.result import ActiveFault

APART_S: Final = 4.0
"""Least time between any two cues."""
AGAIN_S: Final = 12.0
"""Least time before the same cue is repeated."""
SHOWN_S: Final = 4.0
"""How long a cue stays to be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cues:
    """What was said lately.

    Attributes:
        said_s: When each fault's cue was last given, by exercise and fault.
        last_s: When any cue was last given.
        shown: The fault whose cue stands on the screen; ``None`` for none.
    """

    said_s: Mapping[tuple[str, str], float] = field(default_factory=dict)
    last_s: float = float("-inf")
    shown: ActiveFault | None = None


def choose_cue(
    state: Cues, t_s: float, exercise: str, faults: tuple[ActiveFault, ...]
) -> tuple[Cues, tuple[CueGiven, ...]]:
    """Return the next state and the cue to give with this frame, if any.

    ``faults`` come most important first. The first of them whose cue was not
    given within ``AGAIN_S`` is chosen, if no cue at all was given within
    ``APART_S``.
    """
    shown = state.shown if t_s - state.last_s <= SHOWN_S else None
    if t_s - state.last_s >= APART_S:
        for fault in faults:
            key = exercise, fault.fault
            if t_s - state.said_s.get(key, float("-inf")) >= AGAIN_S:
                said = {**state.said_s, key: t_s}
                given = CueGiven(t_s=t_s, exercise=exercise, fault=fault.fault)
                return Cues(said_s=said, last_s=t_s, shown=fault), (given,)
    return Cues(said_s=state.said_s, last_s=state.last_s, shown=shown), ()
