"""Use of the person's history in a session: the usual depth, and sentences at the end."""

from __future__ import annotations

import logging
import math
from collections.abc import Sequence
from dataclasses import replace

from matside.analysis.depth import depths_of, usual_depths
from matside.analysis.practised import PractisedHold, PractisedSection, PractisedSession
from matside.analysis.prescription_texts import depth_text, suggestion_text
from matside.analysis.progress import aims_of
from matside.app.own_doses import practised_sessions
from matside.app.prescribed import followed, suggestions
from matside.body.catalogue import column
from matside.coach.summary import Section, Summary
from matside.errors import MatsideError
from matside.exercise.programme import Step, is_held
from matside.exercise.schema import Exercise
from matside.guidance.own_depth import OwnDepth
from matside.terminal import texts
from matside.wording.labels import Labels, labels_of

_log = logging.getLogger(__name__)


def said_afterwards(
    session: str, steps: Sequence[Step], library: Sequence[Exercise], labels: Labels
) -> tuple[str, ...]:
    """Return sentences on a session that is over; none where the history cannot be read.

    ``session`` is its identifier in the history, empty for one that is not kept; ``steps`` are
    what it was asked for.
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
    sentences = list(depth_words(done, sessions, library, labels).values())
    own = [step for step in steps if step.exercise in done.exercises]
    sentences += [
        f"{suggestion_text(one, labels)} {texts.HOW_TO_ACCEPT()}"
        for one in suggestions(own, known, sessions, bounds)
    ]
    return tuple(sentences)


def depth_words(
    done: PractisedSession,
    sessions: Sequence[PractisedSession],
    library: Sequence[Exercise],
    labels: Labels,
) -> dict[str, str]:
    """Return how deep each exercise went against what is usual, where enough sessions tell that.

    It is a sentence by the exercise's identifier. ``sessions`` are all, in order of time; those
    before the one that is ``done`` tell what is usual.
    """
    found = {}
    before = [one for one in sessions if one.started_s < done.started_s]
    for exercise in library:
        held, aims = is_held(exercise), aims_of(exercise)
        usual = usual_depths(before, exercise.id, aims, held=held)
        now = depths_of(done.of(exercise.id), aims, held=held)
        for one in usual:
            key = column(one.measure.name, one.side)
            if key in now:
                found[exercise.id] = depth_text(one, now[key], exercise.id, labels)
                break
    return found


def depth_sentences(session: str, summary: Summary, library: Sequence[Exercise]) -> dict[str, str]:
    """Return how deep a live session went against what is usual, for its report.

    It is a sentence by the exercise's identifier; nothing where too little is known, where the
    history cannot be read, and of a recording, whose time is that of its analysis. ``session`` is
    its identifier in the history, empty for one that is not kept; the history may know its result
    only until a second ago.
    """
    if not session:
        return {}
    sessions = _readable_sessions()
    done = next((one for one in sessions if one.id == session and one.live), None)
    if done is None:
        return {}
    whole = replace(done, sections=tuple(map(_practised, summary.sections)))
    return depth_words(whole, sessions, library, labels_of(library))


def _readable_sessions() -> tuple[PractisedSession, ...]:
    """Return the sessions of the person's history; none where it cannot be read."""
    try:
        return practised_sessions()
    except MatsideError as error:
        _log.debug("the usual depth is not known: %s", error)
        return ()


def _practised(section: Section) -> PractisedSection:
    """Return a section as the history remembers it, but for its faults."""
    holds = tuple(
        PractisedHold(phase=hold.phase, side=hold.side, held_s=hold.held_s, depth=hold.depth)
        for hold in section.holds
    )
    return PractisedSection(
        exercise=section.exercise,
        length_s=section.end_s - section.start_s,
        holds=len(holds),
        held_s=math.fsum(hold.held_s for hold in holds),
        reps=section.counted,
        faults={},
        ranges=section.ranges,
        neutral=section.neutral,
        each_hold=holds,
    )


def own_depths(exercises: Sequence[Exercise]) -> tuple[OwnDepth, ...]:
    """Return how deep exercises usually go for this person; nothing where no history is read."""
    sessions = _readable_sessions()
    return tuple(
        OwnDepth(
            exercise=exercise.id,
            measure=one.measure,
            side=one.side,
            way=one.aim,
            least=one.high if one.aim == "low" else one.low,
            held=is_held(exercise),
        )
        for exercise in exercises
        for one in usual_depths(sessions, exercise.id, aims_of(exercise), held=is_held(exercise))
    )
