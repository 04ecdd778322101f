"""Scores of one clip: what was found held against what is true. Pure functions of spans."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from benchmarks.accuracy.truth import Span

from matside.body.landmark import Side

PHASE_IOU: Final = 0.5
"""A phase is found if found and true span share at least this much of what they cover."""
FAULT_SLACK_S: Final = 1.0
"""A fault counts as found this far outside its interval, as its bounds are soft."""
EDGE_S: Final = 0.5
"""By how much the edge of a hold may be off in a clip that is right, where no label says."""

Reps = Mapping[Side | None, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """What is true of a clip; ``None`` is what nobody labelled.

    Attributes:
        exercise: Identifier; empty for a clip that shows none of them.
        holds: With the phase's name empty where only the times are known.
        reps: By side; under ``None`` alone where only their sum is known.
        phases: Visits to phases of move and hold.
        faults: Intervals; one fault may have several.
        names: The faults that the exercise file knows at all.
        view: From where it was filmed: ``side``, ``oblique``, ``front``; empty if not known.
        medium: ``real``, ``drawn`` (or generated) or ``rendered``.
        tolerance_s: By how much the edge of a hold may be off in a clip that is right.
    """

    exercise: str
    holds: tuple[Span, ...] | None = None
    reps: Reps | None = None
    phases: tuple[Span, ...] | None = None
    faults: tuple[Span, ...] | None = None
    names: frozenset[str] = frozenset()
    view: str = ""
    medium: str = "rendered"
    tolerance_s: float = EDGE_S

    @property
    def nothing_counts(self) -> bool:
        """Whether the exercise is shown too briefly for anything of it to count."""
        return bool(self.exercise) and self.reps is not None and not sum(self.reps.values())


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What matside said of a clip.

    Attributes:
        exercises: Of every section, in order.
        holds: Of the sections of the true exercise, as all of the following.
        reps: By side.
        phases: Visits to phases of move and hold.
        faults: Every one that was raised.
        strange_holds: Holds in sections of another exercise than the true one.
        strange_reps: Repetitions in such sections.
        coverage: Share of the time in which the person could be judged.
    """

    exercises: tuple[str, ...]
    holds: tuple[Span, ...] = ()
    reps: Reps = field(default_factory=dict)
    phases: tuple[Span, ...] = ()
    faults: tuple[Span, ...] = ()
    strange_holds: tuple[Span, ...] = ()
    strange_reps: int = 0
    coverage: float = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldError:
    """How far a found hold is off, found minus true, seconds."""

    start_s: float
    end_s: float
    length_s: float

    @property
    def worst_s(self) -> float:
        """The greatest of the three, without its sign."""
        return max(abs(self.start_s), abs(self.end_s), abs(self.length_s))


@dataclass(frozen=True, slots=True, kw_only=True)
class Hits:
    """Things that were to be found: ``right`` of ``true`` ones, and ``wrong`` ones besides.

    ``right_found`` counts what was found and right; it differs from ``right``
    where several findings make up one truth.
    """

    true: int = 0
    right: int = 0
    right_found: int = 0
    wrong: int = 0

    def __add__(self, other: Hits) -> Hits:
        return Hits(
            true=self.true + other.true,
            right=self.right + other.right,
            right_found=self.right_found + other.right_found,
            wrong=self.wrong + other.wrong,
        )

    @property
    def precision(self) -> float | None:
        """Share of the findings that are right."""
        found = self.right_found + self.wrong
        return self.right_found / found if found else None

    @property
    def recall(self) -> float | None:
        """Share of the true ones that were found."""
        return self.right / self.true if self.true else None

    @property
    def f1(self) -> float | None:
        """Harmonic mean of the two, for findings that match one to one."""
        total = 2 * self.right + (self.true - self.right) + self.wrong
        return 2 * self.right / total if total else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ClipScore:
    """Everything that one clip adds to the tables; ``None`` where nothing was labelled."""

    clip: str
    exercise: str
    said: tuple[str, ...]
    recognised: bool
    holds: tuple[HoldError, ...] | None
    missed_holds: int
    false_holds: int
    reps: tuple[tuple[str, int, int], ...] | None
    """Side (empty for none), true and found number."""
    phases: Hits | None
    faults: Mapping[str, Hits] | None
    raised: tuple[str, ...]
    """Faults that were raised, right or not."""
    nameless: tuple[str, ...]
    """True faults for which the exercise file has no name."""
    false_hold_s: float
    false_reps: int
    coverage: float
    view: str = ""
    medium: str = "rendered"
    tolerance_s: float = EDGE_S

    @property
    def right(self) -> bool:
        """Whether all that was labelled is right: exercise, holds and their edges, counts, faults.

        Faults that nobody labelled are left out.
        """
        edges = [abs(edge) for e in self.holds or () for edge in (e.start_s, e.end_s)]
        faults = (self.faults or {}).values()
        return (
            self.recognised
            and not (self.missed_holds or self.false_holds or self.false_reps)
            and max(edges, default=0.0) <= self.tolerance_s
            and all(true == found for _, true, found in self.reps or ())
            and not any(hits.wrong or hits.right < hits.true for hits in faults)
        )

    @property
    def badness(self) -> float:
        """A number by which the worst clips come first: seconds, with 5 s for each plain error."""
        holds = sum(error.worst_s for error in self.holds or ())
        reps = sum(abs(found - true) for _, true, found in self.reps or ())
        faults = sum(h.wrong + h.true - h.right for h in (self.faults or {}).values())
        lost = 0.0
        if self.phases:
            lost = self.phases.true - self.phases.right + self.phases.wrong
        plain = self.missed_holds + self.false_holds + reps + faults + (not self.recognised)
        return holds + self.false_hold_s + 5.0 * (plain + self.false_reps) + lost


def score(clip: str, expected: Expected, found: Found) -> ClipScore:
    """Return the scores of one clip."""
    pairs, missed, false = match(expected.holds or (), found.holds, overlap)
    strange = len(found.strange_holds)
    holds = tuple(
        HoldError(
            start_s=mine.start_s - true.start_s,
            end_s=mine.end_s - true.end_s,
            length_s=mine.length_s - true.length_s,
        )
        for true, mine in pairs
    )
    names = {span.name for span in expected.faults or ()}
    labelled = expected.holds is not None or expected.nothing_counts
    shown, said = {expected.exercise} - {""}, set(found.exercises)
    return ClipScore(
        clip=clip,
        exercise=expected.exercise,
        said=found.exercises,
        recognised=said == shown or (expected.nothing_counts and not said),
        holds=holds if labelled else None,
        missed_holds=sum(not span.may for span in missed),
        false_holds=(len(false) if labelled else 0) + strange,
        reps=None if expected.reps is None else repetition_pairs(expected.reps, found.reps),
        phases=None if expected.phases is None else phase_hits(expected.phases, found.phases),
        faults=None if expected.faults is None else fault_hits(expected, found.faults),
        raised=tuple(sorted({span.name for span in found.faults})),
        nameless=tuple(sorted(names - expected.names)),
        false_hold_s=sum(span.length_s for span in found.strange_holds),
        false_reps=found.strange_reps,
        coverage=found.coverage,
        view=expected.view,
        medium=expected.medium,
        tolerance_s=expected.tolerance_s,
    )


def overlap(a: Span, b: Span) -> float:
    """Return the seconds that two spans share; 0 if their names or sides contradict."""
    if (a.name and b.name and a.name != b.name) or (a.side and b.side and a.side != b.side):
        return 0.0
    return max(0.0, min(a.end_s, b.end_s) - max(a.start_s, b.start_s))


def overlap_share(a: Span, b: Span) -> float:
    """Return the intersection over the union of two spans; 0 below ``PHASE_IOU``."""
    shared = overlap(a, b)
    union = (a.end_s - a.start_s) + (b.end_s - b.start_s) - shared
    share = shared / union if union > 0.0 else 0.0
    return share if share >= PHASE_IOU else 0.0


def match(
    true: Sequence[Span], found: Sequence[Span], measure: Callable[[Span, Span], float]
) -> tuple[list[tuple[Span, Span]], list[Span], list[Span]]:
    """Return pairs of true and found spans, one to one, and what is left on either side.

    The pair with the greatest ``measure`` is taken first; 0 is no pair.
    """
    ranked = sorted(
        ((measure(t, f), i, j) for i, t in enumerate(true) for j, f in enumerate(found)),
        key=lambda row: (-row[0], row[1], row[2]),
    )
    left, right = set(range(len(true))), set(range(len(found)))
    pairs = []
    for value, i, j in ranked:
        if value > 0.0 and i in left and j in right:
            left.discard(i)
            right.discard(j)
            pairs.append((true[i], found[j]))
    pairs.sort(key=lambda pair: pair[0].start_s)
    return pairs, [true[i] for i in sorted(left)], [found[j] for j in sorted(right)]


def repetition_pairs(true: Reps, found: Reps) -> tuple[tuple[str, int, int], ...]:
    """Return true and found numbers by side, or their sums where the truth has no sides."""
    sides = {side for side in true if side is not None}
    if not sides:
        return (("", sum(true.values()), sum(found.values())),)
    every = sorted(sides | {side for side in found if side is not None})
    rows = [(str(side), true.get(side, 0), found.get(side, 0)) for side in every]
    if None in true or None in found:
        rows.append(("", true.get(None, 0), found.get(None, 0)))
    return tuple(rows)


def phase_hits(true: Sequence[Span], found: Sequence[Span]) -> Hits:
    """Return how many visits were found, one to one, with an IoU of ``PHASE_IOU`` or more."""
    pairs, _, wrong = match(true, found, overlap_share)
    return Hits(true=len(true), right=len(pairs), right_found=len(pairs), wrong=len(wrong))


def fault_hits(expected: Expected, found: Sequence[Span]) -> dict[str, Hits]:
    """Return hits by fault: intervals in which it was raised, and raisings outside of any.

    Intervals of one fault whose slack touches cannot be told apart and are one.
    Faults that the exercise file has no name for are left out.
    """
    true = expected.faults or ()
    names = sorted(({s.name for s in true} & expected.names) | {s.name for s in found})
    hits = {}
    for name in names:
        intervals = joined([span for span in true if span.name == name])
        raised = [span for span in found if span.name == name]
        good = [span for span in raised if any(near(i, span) for i in intervals)]
        hits[name] = Hits(
            true=len(intervals),
            right=sum(any(near(interval, span) for span in raised) for interval in intervals),
            right_found=len(good),
            wrong=len(raised) - len(good),
        )
    return hits


def near(a: Span, b: Span) -> bool:
    """Return whether two spans overlap, give or take ``FAULT_SLACK_S``."""
    return a.start_s - FAULT_SLACK_S <= b.end_s and b.start_s <= a.end_s + FAULT_SLACK_S


def joined(spans: Sequence[Span]) -> list[Span]:
    """Return spans of one name with those joined whose slack touches; sides are not looked at."""
    out: list[Span] = []
    for span in sorted(spans, key=lambda span: span.start_s):
        if out and span.start_s - out[-1].end_s <= 2.0 * FAULT_SLACK_S:
            out[-1] = replace(out[-1], end_s=max(out[-1].end_s, span.end_s))
        else:
            out.append(span)
    return out
