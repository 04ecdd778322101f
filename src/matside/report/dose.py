"""What was done of a dose, from the sections of a summary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from matside.body.landmark import Side
from matside.coach.credit import FULL_SHARE
from matside.coach.summary import Hold, Section
from matside.exercise.schema import Dose, Exercise
from matside.report.model import DoseDone
from matside.report.wording import count, dose_in_words, thing
from matside.wording.formatting import duration


def chosen_dose(exercise: Exercise, name: str) -> Dose:
    """Return the dose of that identifier, or the exercise's first."""
    return next((dose for dose in exercise.dose if dose.id == name), exercise.dose[0])


def is_full(hold: Hold, dose: Dose) -> bool | None:
    """Return whether a hold counts towards the dose; ``None`` where it asks for no time."""
    return hold.held_s >= FULL_SHARE * dose.hold_s if dose.hold_s else None


def dose_done(exercise: Exercise, dose: Dose, sections: Sequence[Section]) -> DoseDone:
    """Return how much of a dose the sections of its exercise amount to.

    A dose of timed holds counts those of the phases that make a repetition
    which lasted nearly (``coach.credit.FULL_SHARE``) as long as it asks for;
    any other dose counts repetitions.
    """
    holds = [hold for section in sections for hold in section.holds]
    counted: Counter[Side | None] = Counter()
    if dose.hold_s:
        cycle = {*exercise.repetition.cycle, *exercise.repetition.or_cycle}
        counted.update(h.side for h in holds if h.phase in cycle and is_full(h, dose))
    else:
        for section in sections:
            counted.update(section.reps)
    done = min(counted[side] for side in Side) if dose.each_side else counted.total()
    return DoseDone(
        name=dose.name,
        asked=dose_in_words(dose),
        done=done,
        target=dose.reps * dose.sets,
        thing=thing(dose),
        hold_s=dose.hold_s,
        each_side=dose.each_side,
        detail=_detail(dose, holds, counted),
    )


def _detail(dose: Dose, holds: Sequence[Hold], counted: Counter[Side | None]) -> str:
    """Return the sides apart, or why holds do not count."""
    said = []
    sided = [side for side in Side if counted[side]]
    if sided or dose.each_side:
        said.append(", ".join(f"{side.value} {counted[side]}" for side in Side))
    if dose.hold_s and holds:
        longest = max(hold.held_s for hold in holds)
        short = len(holds) - counted.total()
        if short > 0:
            said.append(f"{count(short, 'hold')} too short to count")
        said.append(f"longest {duration(longest)}")
    return "; ".join(said)
