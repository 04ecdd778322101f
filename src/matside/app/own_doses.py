"""Doses that the person changed by accepting suggestions, and steps with these doses."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from matside.analysis.next_step import Amounts, Suggestion, good_days
from matside.analysis.practised import PractisedSession
from matside.exercise.programme import Step
from matside.exercise.schema import Exercise
from matside.record.files import read_own, write_own, writing
from matside.record.history.database import history_file, owner_only
from matside.record.history.reading import Choice
from matside.record.history.sessions import History

FILE: Final = "doses.json"
_MOST_CHANGES: Final = 500
_MOST_BYTES: Final = 1 << 18


class Accepted(BaseModel):
    """One suggestion that was accepted: of this exercise, instead of the one amount the other."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    exercise: str = Field(max_length=40)
    reps: int = Field(ge=1, le=100)
    hold_s: float | None = Field(default=None, gt=0, le=3600)
    then_reps: int = Field(ge=1, le=100)
    then_hold_s: float | None = Field(default=None, gt=0, le=3600)

    @property
    def now(self) -> Amounts:
        """What was asked for."""
        return Amounts(reps=self.reps, hold_s=self.hold_s)

    @property
    def then(self) -> Amounts:
        """What is asked for instead."""
        return Amounts(reps=self.then_reps, hold_s=self.then_hold_s)


def doses_file() -> Path:
    """Return where the person's own doses lie; the file need not exist."""
    return history_file().parent / FILE


def read_accepted() -> tuple[Accepted, ...]:
    """Return what was accepted, the oldest first; what is damaged is passed over."""
    found = read_own(doses_file(), _MOST_BYTES)
    accepted = []
    for one in found[:_MOST_CHANGES] if isinstance(found, list) else ():
        with suppress(ValidationError):
            accepted.append(Accepted.model_validate(one))
    return tuple(accepted)


def accept(suggestion: Suggestion) -> None:
    """Remember that a suggestion was accepted.

    Raises:
        OutputError: It cannot be written.
    """
    now, then = suggestion.now, suggestion.then
    new = Accepted(
        exercise=suggestion.exercise,
        reps=now.reps,
        hold_s=now.hold_s,
        then_reps=then.reps,
        then_hold_s=then.hold_s,
    )
    kept = [one.model_dump() for one in (*read_accepted(), new)][-_MOST_CHANGES:]
    with owner_only():
        write_own(doses_file(), json.dumps(kept, indent=1) + "\n")


def forget_accepted() -> None:
    """Ask for the doses of the files again.

    Raises:
        OutputError: They cannot be removed.
    """
    with writing(doses_file()):
        doses_file().unlink(missing_ok=True)


def own_steps(
    steps: Iterable[Step],
    library: Mapping[str, Exercise],
    sessions: Sequence[PractisedSession] | None = None,
) -> tuple[Step, ...]:
    """Return steps as they are for this person now: accepted doses, and later phases once due.

    Args:
        steps: Of a programme.
        library: The exercises that they name, by identifier.
        sessions: What was practised, in order of time; ``None`` for the person's history, which
            is read only if a step depends on it.
    """
    steps = tuple(steps)
    if any(step.later for step in steps):
        sessions = practised_sessions() if sessions is None else sessions
        steps = tuple(_in_phase(step, sessions) for step in steps)
    accepted = read_accepted()
    return tuple(_accepted(step, library[step.exercise], accepted) for step in steps)


def practised_sessions() -> tuple[PractisedSession, ...]:
    """Return the sessions of the person's history, in order of time; none without a file."""
    if not history_file().is_file():
        return ()
    with History.open() as history:
        found = history.sessions(Choice())
    return tuple(session.practised for session in reversed(found))


def _in_phase(step: Step, sessions: Sequence[PractisedSession]) -> Step:
    later = step.later
    if later is None or good_days([s for s in sessions if s.of(step.exercise)]) < later.days:
        return step
    return step.model_copy(
        update={"phase": later.phase, "note": later.note, "later": None, "side": None}
    )


def _accepted(step: Step, exercise: Exercise, accepted: Sequence[Accepted]) -> Step:
    dose = step.dose_of(exercise)
    now = asked = Amounts.of(dose)
    for one in accepted:
        if one.exercise == exercise.id and one.now == now:
            now = one.then
    if now == asked:
        return step
    return step.model_copy(update={"reps": now.reps, "hold_s": now.hold_s})
