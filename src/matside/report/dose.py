"""What was done of a dose, from the sections of a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from matside.body.landmark import Side
from matside.coach.result import DoseProgress
from matside.coach.summary import Hold, Section
from matside.exercise.schema import Dose, Exercise
from matside.report import texts
from matside.report.model import DoseDone
from matside.wording.doses import dose_text, remaining_text, target_text
from matside.wording.formatting import duration


def chosen_dose(exercise: Exercise, name: str) -> Dose:
    """Return the dose of that identifier, or the exercise's first."""
    return next((dose for dose in exercise.dose if dose.id == name), exercise.dose[0])


def dose_done(dose: Dose, sections: Sequence[Section]) -> DoseDone:
    """Return how much of a dose the sections of its exercise amount to together."""
    holds = [hold for section in sections for hold in section.holds]
    counted: Counter[Side | None] = Counter()
    for section in sections:
        counted.update(section.dose.sides if section.dose is not None else {})
    progress = DoseProgress.of(dose, counted)
    done, target = progress.reps, progress.reps_target
    return DoseDone(
        name=dose.name,
        asked=dose_text(dose),
        of=target_text(dose),
        done=done,
        target=target,
        remaining=remaining_text(dose, target - done) if done < target else "",
        details=tuple(_details(dose, holds, counted)),
    )


def _details(dose: Dose, holds: Sequence[Hold], counted: Counter[Side | None]) -> Iterator[str]:
    """Yield the sides apart, and why holds do not count."""
    if dose.each_side or any(counted[side] for side in Side):
        yield texts.DOSE_SIDES(left=counted[Side.LEFT], right=counted[Side.RIGHT])
    if dose.hold_s and holds:
        if short := sum(hold.full is False for hold in holds):
            yield texts.TOO_SHORT(short)
        yield texts.LONGEST(duration=duration(max(hold.held_s for hold in holds)))
