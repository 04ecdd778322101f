"""Names for people, taken from the exercises' files."""

from __future__ import annotations

from collections.abc import Iterable

from matside.exercise.library import load_library
from matside.exercise.schema import Exercise
from matside.record.history.stored import StoredSession
from matside.wording.labels import Labels


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


def session_labels(sessions: Iterable[StoredSession]) -> Labels:
    """Return names from the library, and from the sessions for exercises it does not know."""
    known = labels_of(load_library())
    stored = {name: told for s in sessions for name, told in s.names.items()}
    return Labels(
        exercises={**stored, **known.exercises},
        phases=known.phases,
        faults=known.faults,
        measures=known.measures,
    )
