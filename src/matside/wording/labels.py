"""What identifiers are called on screen and in tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from matside.body.catalogue import Measure
from matside.coach.events import LossReason
from matside.exercise.schema import Exercise
from matside.translation import Text, _
from matside.wording.formatting import capitalised

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
