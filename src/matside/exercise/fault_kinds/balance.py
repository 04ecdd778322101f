"""Balance: one side with fewer repetitions than the other in the end."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Literal

from pydantic import Field

from matside.body.landmark import Side
from matside.exercise.fault_kinds.base import CLEAN, FaultKind, Judged, Memory, Observed


class BalanceFault(FaultKind):
    """Repetitions on both sides, but ``least`` or more fewer on one of them in the end."""

    kind: Literal["balance"]
    least: Annotated[int, Field(ge=1)]

    @property
    def needs_sides(self) -> bool:
        """Always: it compares the two."""
        return True

    def detect(self, memory: Memory, now: Observed) -> Judged:  # noqa: ARG002 (the end tells)
        """Report nothing: only the end of the session shows it."""
        return memory, CLEAN

    def at_end(self, counts: Mapping[Side | None, int]) -> Side | None:
        """Return the side with too few; ``None`` if there is none, or one side only."""
        done = {side: counts.get(side, 0) for side in Side}
        fewer = min(Side, key=lambda side: done[side])
        apart = done[fewer.other] - done[fewer]
        return fewer if done[fewer] and apart >= self.least else None
