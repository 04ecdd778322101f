"""What identifiers are called on screen and in tables, and what doses ask for, in words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from matside.body.catalogue import Measure
from matside.coach.events import LossReason
from matside.exercise.schema import Dose, Exercise
from matside.translation import Plural, Text, _
from matside.wording.formatting import capitalised, duration

_POSTURES: Final = {
    "on_the_back": Text("On the back"),
    "hands_and_knees": Text("On hands and knees"),
    "folded": Text("Folded forward"),
    "other": Text("Another posture"),
    "unseen": Text("Nobody in view"),
}
_PAUSED: Final = {
    None: Text("Paused."),
    LossReason.NOBODY: Text("Paused: nobody is in view."),
    LossReason.TRUNK: Text("Paused: the trunk cannot be seen."),
    LossReason.LEGS: Text("Paused: the legs cannot be seen."),
}
_IN_SETS: Final = Text("{sets} \N{MULTIPLICATION SIGN} {dose}")
# By whether a dose asks for holds, and for so many on each side.
_ASKED: Final = {
    (True, False): Plural("{n} hold of {length}", "{n} holds of {length}"),
    (True, True): Plural("{n} hold of {length} on each side", "{n} holds of {length} on each side"),
    (False, False): Plural("{n} repetition", "{n} repetitions"),
    (False, True): Plural("{n} repetition on each side", "{n} repetitions on each side"),
}
_TARGET: Final = {
    (True, False): Plural("of {n} hold", "of {n} holds"),
    (True, True): Plural("of {n} hold on each side", "of {n} holds on each side"),
    (False, False): Plural("of {n} repetition", "of {n} repetitions"),
    (False, True): Plural("of {n} repetition on each side", "of {n} repetitions on each side"),
}
_REMAINING: Final = {
    (True, False): Plural(
        "To complete the dose: {n} more hold of {length}.",
        "To complete the dose: {n} more holds of {length}.",
    ),
    (True, True): Plural(
        "To complete the dose: {n} more hold of {length} on each side.",
        "To complete the dose: {n} more holds of {length} on each side.",
    ),
    (False, False): Plural(
        "To complete the dose: {n} more repetition.",
        "To complete the dose: {n} more repetitions.",
    ),
    (False, True): Plural(
        "To complete the dose: {n} more repetition on each side.",
        "To complete the dose: {n} more repetitions on each side.",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Names for people, by identifier; what has none is shown as its identifier in words.

    Attributes:
        exercises: Name of an exercise by its identifier.
        phases: Name of a phase by exercise and phase.
        faults: Name of a fault by exercise and fault.
        cues: The sentence that mends a fault, by exercise and fault.
        measures: By exercise, the measures it judges (as in
            ``matside.body.catalogue``, without a side): their joints are
            emphasised and only their angles drawn. All are, for an exercise
            that is not listed.
    """

    exercises: Mapping[str, str] = field(default_factory=dict)
    phases: Mapping[tuple[str, str], str] = field(default_factory=dict)
    faults: Mapping[tuple[str, str], str] = field(default_factory=dict)
    cues: Mapping[tuple[str, str], str] = field(default_factory=dict)
    measures: Mapping[str, frozenset[str]] = field(default_factory=dict)

    def exercise(self, exercise: str) -> str:
        """Return the name of an exercise."""
        return _(self.exercises.get(exercise) or in_words(exercise))

    def phase(self, exercise: str, phase: str) -> str:
        """Return the name of a phase."""
        return _(self.phases.get((exercise, phase)) or in_words(phase))

    def fault(self, exercise: str, fault: str) -> str:
        """Return the name of a fault."""
        return _(self.faults.get((exercise, fault)) or in_words(fault))

    def cue(self, exercise: str, fault: str) -> str:
        """Return the sentence that mends a fault."""
        return _(self.cues.get((exercise, fault), "")) or self.fault(exercise, fault)

    def posture(self, posture: str) -> str:
        """Return the name of a posture."""
        known = _POSTURES.get(posture)
        return in_words(posture) if known is None else str(known)

    def measure(self, measure: Measure) -> str:
        """Return the name of a measure, without its side and unit."""
        return _(measure.label)

    def judges(self, exercise: str, measure: str) -> bool:
        """Return whether the exercise judges by the measure."""
        judged = self.measures.get(exercise)
        return judged is None or measure in judged


def paused(reason: LossReason | None) -> str:
    """Return the sentence that says why nothing is judged."""
    return str(_PAUSED[reason])


def in_words(identifier: str) -> str:
    """Return an identifier as words: ``knees_to_chest`` becomes ``Knees to chest``."""
    return capitalised(identifier.replace("_", " ").strip())


def labels_of(exercises: Iterable[Exercise]) -> Labels:
    """Return the names of exercises, phases and faults, the cues, and the measures of each."""
    exercises = tuple(exercises)
    return Labels(
        exercises={exercise.id: exercise.name for exercise in exercises},
        phases={(e.id, phase.id): phase.name for e in exercises for phase in e.phase},
        faults={(e.id, fault.id): fault.name for e in exercises for fault in e.fault},
        cues={(e.id, fault.id): fault.cue for e in exercises for fault in e.fault},
        measures={exercise.id: frozenset(exercise.shows) for exercise in exercises},
    )


def dose_text(dose: Dose) -> str:
    """Return what a dose asks for: ``3 holds of 30 s``, ``2 x 8 repetitions on each side``."""
    asked = _ASKED[_kind(dose)](dose.reps, length=duration(dose.hold_s or 0.0))
    return _IN_SETS(sets=dose.sets, dose=asked) if dose.sets > 1 else asked


def target_text(dose: Dose) -> str:
    """Return how many a whole dose asks for, to stand after what is done: ``of 8 holds``."""
    return _TARGET[_kind(dose)](dose.reps * dose.sets)


def remaining_text(dose: Dose, n: int) -> str:
    """Return what remains of a dose, ``n`` of it: ``To complete the dose: 2 more holds.``."""
    return _REMAINING[_kind(dose)](n, length=duration(dose.hold_s or 0.0))


def _kind(dose: Dose) -> tuple[bool, bool]:
    return dose.hold_s is not None, dose.each_side
