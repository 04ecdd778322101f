"""Completed share of a dose, from the sections of a summary."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence

from matside.body.landmark import Side
from matside.coach.result import DoseProgress
from matside.coach.summary import Section
from matside.exercise.schema import Dose, Exercise
from matside.report import texts
from matside.report.model import DoseResult
from matside.translation import _
from matside.wording.formatting import duration, listing
from matside.wording.labels import dose_text, remaining_text, target_text


def chosen_dose(exercise: Exercise, name: str) -> Dose:
    """Return the dose of that identifier, or the exercise's first."""
    return next((dose for dose in exercise.dose if dose.id == name), exercise.dose[0])


def dose_done(exercise: Exercise, name: str, sections: Sequence[Section]) -> DoseResult:
    """Return how much of what was asked for the sections of an exercise amount to together.

    Where the session was planned, each step of the plan asks for its own dose; else the sections,
    at least one, are counted towards one dose: that of identifier ``name``, empty for none.
    """
    doses, found = zip(*_asked(exercise, name, sections), strict=True)
    parts = [DoseProgress.of(*pair) for pair in zip(doses, map(_counted, found), strict=True)]
    first = doses[0]
    whole = first.model_copy(update={"reps": sum(part.reps_target for part in parts), "sets": 1})
    done = parts[0].reps if len(parts) == 1 else sum(min(p.reps, p.reps_target) for p in parts)
    asked = listing([dose_text(dose) for dose in doses])
    remaining = (
        remaining_text(dose, part.reps_target - part.reps)
        for dose, part in zip(doses, parts, strict=True)
        if not part.done
    )
    return DoseResult(
        says=_says(first, asked, named=bool(name), planned=sections[0].step is not None),
        asked=asked,
        of=target_text(whole),
        done=done,
        target=whole.reps,
        remaining=" ".join(remaining),
        details=tuple(_details(first, sections)),
    )


def _asked(
    exercise: Exercise, name: str, sections: Sequence[Section]
) -> list[tuple[Dose, list[Section]]]:
    """Return each dose that was asked for, with the sections that count towards it."""
    by_step: dict[int | None, list[Section]] = defaultdict(list)
    for section in sections:
        by_step[section.step].append(section)
    return [
        (chosen_dose(exercise, name) if step is None else _dose_of(exercise, found[-1]), found)
        for step, found in by_step.items()
    ]


def _dose_of(exercise: Exercise, section: Section) -> Dose:
    """Return the dose of the step of a plan that a section belongs to."""
    progress = section.dose
    if progress is None:
        return chosen_dose(exercise, "")
    return chosen_dose(exercise, progress.dose).model_copy(
        update={
            "hold_s": progress.hold_s,
            "reps": progress.set_reps,
            "sets": max(1, progress.reps_target // max(1, progress.set_reps)),
            "each_side": progress.each_side,
        }
    )


def _counted(sections: Iterable[Section]) -> Counter[Side | None]:
    counted: Counter[Side | None] = Counter()
    for section in sections:
        counted.update(section.dose.sides if section.dose is not None else {})
    return counted


def _says(dose: Dose, asked: str, *, named: bool, planned: bool) -> str:
    if planned:
        return texts.DOSE_PLANNED(asked=asked)
    return (texts.DOSE if named else texts.DOSE_FIRST)(name=_(dose.name), asked=asked)


def _details(dose: Dose, sections: Sequence[Section]) -> Iterator[str]:
    """Yield the sides apart, and why holds do not count."""
    holds = [hold for section in sections for hold in section.holds]
    counted = _counted(sections)
    if dose.each_side or any(counted[side] for side in Side):
        yield texts.DOSE_SIDES(left=counted[Side.LEFT], right=counted[Side.RIGHT])
    if dose.hold_s and holds:
        if short := sum(hold.full is False for hold in holds):
            yield texts.TOO_SHORT(short)
        yield texts.LONGEST(duration=duration(max(hold.held_s for hold in holds)))
