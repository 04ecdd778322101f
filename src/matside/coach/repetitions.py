"""Counting of repetitions: a visit to every phase of the cycle; sides are detected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from matside.body.landmark import Side
from matside.exercise.schema import Repetition


@dataclass(frozen=True, slots=True, kw_only=True)
class Counter:
    """Repetitions so far.

    Attributes:
        counts: Completed repetitions by side (``None`` without sides).
        visited: Phases of the running repetition by side.
        began_s: When the running repetition, or the last one, began, by side.
    """

    counts: Mapping[Side | None, int] = field(default_factory=dict)
    visited: Mapping[Side | None, frozenset[str]] = field(default_factory=dict)
    began_s: Mapping[Side | None, float] = field(default_factory=dict)


def abandon(counter: Counter, side: Side | None) -> Counter:
    """Return the counter with the running repetition of one side given up."""
    return replace(counter, visited={**counter.visited, side: frozenset()})


def visit(
    counter: Counter,
    rule: Repetition,
    phase: str,
    side: Side | None,
    t_s: float,
    start_s: float | None = None,
) -> tuple[Counter, bool]:
    """Return the counter after a visit to a phase, and whether it completed a repetition.

    A phase that the cycle does not name, or in an ordered cycle one that is not
    its turn, changes nothing; a second visit to the same phase does not either,
    so a repetition needs the full cycle. The first phase of an ordered cycle
    begins it anew. A visit that counts at its end had begun at ``start_s``.
    """
    visited = counter.visited.get(side, frozenset())
    if rule.ordered and phase == rule.cycle[0]:
        visited = frozenset()
    cycles = [cycle for cycle in (rule.cycle, rule.or_cycle) if phase in cycle]
    if not cycles or (rule.ordered and phase != rule.cycle[len(visited)]):
        return counter, False
    began = counter.began_s[side] if visited else t_s if start_s is None else start_s
    visited = visited | {phase}
    done = any(visited.issuperset(cycle) for cycle in cycles)
    counts = {**counter.counts, side: counter.counts.get(side, 0) + 1}
    after = Counter(
        counts=counts if done else counter.counts,
        visited={**counter.visited, side: frozenset() if done else visited},
        began_s={**counter.began_s, side: began},
    )
    return after, done
