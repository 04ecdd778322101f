"""What a person says of a session: a note, and counts corrected beside what was measured."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from typing import Final

from matside.app.known_exercises import known_exercises
from matside.body.landmark import Side
from matside.errors import MatsideError, UsageError
from matside.exercise.library import find_exercise
from matside.exercise.schema import Phase
from matside.record.history.database import history_file
from matside.record.history.sessions import History
from matside.record.history.stored import MOST_COUNT, MOST_NOTE, StoredSession
from matside.translation import Text
from matside.wording.formatting import corrected, with_side
from matside.wording.labels import Labels, labels_of

_NOTE: Final = Text("Note: {text}", "your own")


def note_session(number: int, text: str) -> StoredSession:
    """Keep a note on a session in place of the one before, empty for none; return the session.

    Raises:
        HistoryError: There is no such session, or it cannot be written.
        UsageError: The note is too long.
    """
    text = text.strip()
    if len(text) > MOST_NOTE:
        raise UsageError(
            "A note of at most {most} letters was expected and one of {found} found: shorten it.",
            most=MOST_NOTE,
            found=len(text),
        )
    with History.open() as history:
        history.note(number, text)
        return history.session(number)


def correct_session(
    number: int, exercise: str, count: int | None, side: Side | None = None
) -> StoredSession:
    """Keep a corrected count beside the measured one, and return the session.

    Without a ``count`` the measured one holds again; ``side`` is ``None`` where it is counted
    without.

    Raises:
        HistoryError: There is no such session, or it cannot be written.
        UsageError: The session does not show the exercise, it is counted by side and none is
            named or the other way round, or the count is none.
    """
    with History.open() as history:
        session = history.session(number)
        name = _exercise_of(session, exercise)
        _check(session, name, count, side)
        history.correct(number, name, side, count)
        return history.session(number)


def correctable(session: StoredSession, exercise: str) -> tuple[Side | None, ...]:
    """Return the sides of an exercise of the session whose count can be corrected.

    Those that were counted, and both where the exercise is done by side: a count may belong to
    the side on which nothing was counted. ``None`` stands for without.
    """
    found = set(session.practised.measured(exercise))
    found |= set(session.practised.corrected.get(exercise, {}))
    if any(found) or any(phase.sides for phase in _counted(exercise)):
        found |= set(Side)
    return tuple(side for side in (None, *Side) if side in found) or (None,)


def counted_name(exercise: str, side: Side | None, labels: Labels) -> str:
    """Return what is counted: the exercise and its side, or its phase that has no side."""
    phases = _counted(exercise)
    without = [phase for phase in phases if not phase.sides]
    if side is None and len(without) == 1 and len(phases) > 1:
        return labels.phase(exercise, without[0].id)
    return with_side(labels.exercise(exercise), side)


def _counted(exercise: str) -> tuple[Phase, ...]:
    """Return the phases that make a repetition, in either way; none of an unknown exercise."""
    known = next((one for one in known_exercises() if one.id == exercise), None)
    if known is None:
        return ()
    cycle = {*known.repetition.cycle, *known.repetition.or_cycle}
    return tuple(phase for phase in known.phase if phase.id in cycle)


def remarks(session: StoredSession, labels: Labels) -> tuple[str, ...]:
    """Return the note and the corrections of a session in sentences; empty for none."""
    found = [_NOTE(text=session.note)] if session.note else []
    whole = session.practised
    for exercise, counts in whole.corrected.items():
        measured = whole.measured(exercise)
        for side, count in counts.items():
            what = counted_name(exercise, side, labels)
            found.append(corrected(what, count, measured.get(side, 0)))
    return tuple(found)


def stored_in(folder: Path) -> StoredSession | None:
    """Return the stored session whose files are in a folder; ``None`` if the history has none."""
    if not history_file().is_file():
        return None
    with suppress(MatsideError), History.open() as history:
        number = history.number_in(folder.resolve())
        return None if number is None else history.session(number)
    return None


def _exercise_of(session: StoredSession, name: str) -> str:
    done = session.practised.exercises
    if name in done:
        return name
    found = find_exercise(name, known_exercises()).id
    if found not in done:
        raise UsageError(
            "Session {number} does not show {name}: 'matside history show {number}' tells what it "
            "shows.",
            number=session.number,
            name=name,
        )
    return found


def _check(session: StoredSession, exercise: str, count: int | None, side: Side | None) -> None:
    sides = correctable(session, exercise)
    if side is None and None not in sides:
        raise UsageError(
            "{name} is counted by side: name it with --side left or --side right.", name=exercise
        )
    if side is not None and side not in sides:
        raise UsageError("{name} is counted without sides: leave the side out.", name=exercise)
    if count is not None and not 0 <= count <= MOST_COUNT:
        raise UsageError(
            "A count from 0 to {most} was expected, and {count} found.",
            most=MOST_COUNT,
            count=count,
        )


def session_labels(sessions: Iterable[StoredSession]) -> Labels:
    """Return names from the library, and from the sessions for exercises it does not know."""
    known = labels_of(known_exercises())
    stored = {name: exercise_name for s in sessions for name, exercise_name in s.names.items()}
    return Labels(
        exercises={**stored, **known.exercises},
        phases=known.phases,
        faults=known.faults,
        measures=known.measures,
    )
