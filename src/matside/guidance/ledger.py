"""The ledger of a session: what was measured of each step, and how much of it the plan counts.

Entries are never changed. A person who wants a set again, or who corrects a
count, leaves a note beside them.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from matside.body.landmark import Side
from matside.guidance.plan import Plan, PlannedStep, Transition, Work


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One hold or repetition as the coach measured it.

    Attributes:
        step: Index of the step it belongs to.
        set: Number of the set that was due, from 1.
        side: The side it was done on; ``None`` for both or none.
        start_s: When it began.
        end_s: When it ended.
        held_s: Seconds credited to a hold; ``None`` for a repetition.
        full: Whether it was as long as asked; one that was broken off is kept and not counted.
    """

    step: int
    set: int
    side: Side | None
    start_s: float
    end_s: float
    held_s: float | None = None
    full: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Redo:
    """A set that the person repeats: its entries up to then are not counted."""

    step: int
    set: int
    t_s: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """Everything that was done for a plan.

    Attributes:
        entries: What was measured, in order.
        redone: Sets that are done again.
    """

    entries: tuple[Entry, ...] = ()
    redone: tuple[Redo, ...] = ()

    def with_entry(self, entry: Entry) -> Ledger:
        """Return the ledger with one more entry."""
        return replace(self, entries=(*self.entries, entry))

    def again(self, step: int, number: int, t_s: float) -> Ledger:
        """Return the ledger in which a set of a step is to be done again."""
        return replace(self, redone=(*self.redone, Redo(step=step, set=number, t_s=t_s)))

    def of_step(self, step: int) -> tuple[Entry, ...]:
        """Return the entries of a step that are not to be done again, broken off ones too."""
        return tuple(e for e in self.entries if e.step == step and not self._withdrawn(e))

    def reps(self, step: int, side: Side | None) -> int:
        """Return how many full repetitions or holds a step has on a side; ``None`` for all.

        What was done with both sides counts for each.
        """
        full = (entry for entry in self.of_step(step) if entry.full)
        return sum(1 for entry in full if side is None or entry.side in (side, None))

    def _withdrawn(self, entry: Entry) -> bool:
        return any(
            (redo.step, redo.set) == (entry.step, entry.set) and entry.end_s <= redo.t_s
            for redo in self.redone
        )


def units_seen(step: PlannedStep, index: int, ledger: Ledger, side: Side | None) -> int:
    """Return the units of work that were done on a side, counted or not."""
    return ledger.reps(index, side) // step.unit_reps


def units_done(step: PlannedStep, index: int, ledger: Ledger, side: Side | None) -> int:
    """Return the units that the plan counts on a side.

    Where each side is asked for, one side never counts more than one unit
    ahead of the other: what is done beyond that waits until the other has
    caught up. No more is counted than was asked for.
    """
    seen = units_seen(step, index, ledger, side)
    if step.policy == "each" and side is not None:
        seen = min(seen, units_seen(step, index, ledger, side.other) + 1)
    return min(seen, step.units)


def is_done(plan: Plan, ledger: Ledger, work: Work) -> bool:
    """Return whether a piece of work is done."""
    step = plan.steps[work.step]
    return units_done(step, work.step, ledger, work.side) >= work.number


def reps_done(plan: Plan, ledger: Ledger, work: Work) -> int:
    """Return the repetitions of a piece of work that are done, 0..its target."""
    step = plan.steps[work.step]
    seen = ledger.reps(work.step, work.side) - (work.number - 1) * step.unit_reps
    if step.policy == "each" and is_done(plan, ledger, work):
        return work.reps
    return min(max(seen, 0), work.reps)


def step_done(plan: Plan, ledger: Ledger, index: int) -> bool:
    """Return whether every side of a step has all that was asked for."""
    step = plan.steps[index]
    return all(units_done(step, index, ledger, side) >= step.units for side in step.sides)


def settled(plan: Plan, ledger: Ledger, at: int) -> int:
    """Return the index of the item that is due: work that is done, and pauses before it, are over.

    A transition is never passed over: the person is led into it.
    """
    index = at
    for ahead in range(at, len(plan.items)):
        item = plan.items[ahead]
        if isinstance(item, Work) and is_done(plan, ledger, item):
            index = ahead + 1
        elif isinstance(item, Work | Transition):
            break
    return index


def remaining(plan: Plan, ledger: Ledger, index: int, side: Side | None) -> int:
    """Return the units that a step still asks for on a side."""
    step = plan.steps[index]
    return step.units - units_done(step, index, ledger, side)
