"""What a person's history gives a session: the usual depth, and what is said at the end."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence

from matside.analysis.depth import depths_of, usual_depths
from matside.analysis.plan_words import depth_text, suggestion_text
from matside.analysis.practised import PractisedSession
from matside.analysis.progress import aims_of
from matside.app.own_doses import practised_sessions
from matside.app.prescribed import followed, suggestions
from matside.body.catalogue import column
from matside.errors import MatsideError
from matside.exercise.programme import Step, is_held
from matside.exercise.schema import Exercise
from matside.guidance.own_depth import OwnDepth
from matside.terminal import texts
from matside.wording.labels import Labels

_log = logging.getLogger(__name__)


def said_afterwards(
    session: str, steps: Sequence[Step], library: Sequence[Exercise], labels: Labels
) -> tuple[str, ...]:
    """Return sentences on a session that is over; none where the history cannot be read.

    Args:
        session: Its identifier in the history; empty for one that is not kept.
        steps: What it was asked for.
        library: The exercises.
        labels: Names for people.
    """
    if not session:
        return ()
    known = {exercise.id: exercise for exercise in library}
    try:
        sessions = practised_sessions()
        plan = followed()
    except MatsideError as error:
        _log.debug("nothing is said of the session: %s", error)
        return ()
    bounds = None if plan is None else plan.prescription.bounds
    done = next((one for one in sessions if one.id == session), None)
    if done is None:
        return ()
    told = list(depth_words(done, sessions, library, labels))
    own = [step for step in steps if step.exercise in done.exercises]
    told += [
        f"{suggestion_text(one, labels)} {texts.HOW_TO_ACCEPT()}"
        for one in suggestions(own, known, sessions, bounds)
    ]
    return tuple(told)


def depth_words(
    done: PractisedSession,
    sessions: Sequence[PractisedSession],
    library: Sequence[Exercise],
    labels: Labels,
) -> Iterator[str]:
    """Yield how deep each exercise went against what is usual, where enough sessions tell that.

    Args:
        done: The session.
        sessions: All of them in order of time; those before it tell what is usual.
        library: The exercises.
        labels: Names for people.
    """
    before = [one for one in sessions if one.started_s < done.started_s]
    for exercise in library:
        held, aims = is_held(exercise), aims_of(exercise)
        usual = usual_depths(before, exercise.id, aims, held=held)
        now = depths_of(done.of(exercise.id), aims, held=held)
        for one in usual:
            key = column(one.measure.name, one.side)
            if key in now:
                yield depth_text(one, now[key], exercise.id, labels)
                break


def own_depths(exercises: Sequence[Exercise]) -> tuple[OwnDepth, ...]:
    """Return how deep holds usually are for this person; nothing where the history is not read."""
    try:
        sessions = practised_sessions()
    except MatsideError as error:
        _log.debug("the usual depth is not known: %s", error)
        return ()
    return tuple(
        OwnDepth(
            exercise=exercise.id,
            measure=one.measure,
            side=one.side,
            way="low" if one.aim == "low" else "high",
            least=one.high if one.aim == "low" else one.low,
        )
        for exercise in exercises
        if is_held(exercise)
        for one in usual_depths(sessions, exercise.id, aims_of(exercise), held=True)
        if one.aim != "range"
    )
