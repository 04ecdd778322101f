"""Adapting exercises to a person's limits, and withholding those that are unsuitable."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from matside.exercise.fault_kinds import Fault
from matside.exercise.limits import CueChange, Limit
from matside.exercise.schema import Exercise, Phase, RepetitionRule, SetUp


def limits_of(exercise: Exercise, limits: Collection[str]) -> tuple[Limit, ...]:
    """Return those limits of a person that concern an exercise, in the file's order."""
    return tuple(limit for limit in exercise.limit if limit.id in limits)


def withheld(exercise: Exercise, limits: Collection[str], phase: str | None = None) -> str:
    """Return why an exercise is not offered to a person with these limits; empty if it is.

    ``phase`` is the one that is asked for, where the exercise has two ways of doing it.
    """
    found = limits_of(exercise, limits)
    for limit in found:
        if limit.withheld:
            return limit.says
    counted = {*exercise.repetition.cycle, *exercise.repetition.or_cycle}
    for limit in found:
        counted &= set(limit.cycle or counted)
        if not counted or (phase is not None and limit.cycle and phase not in limit.cycle):
            return limit.says
    return ""


def adapted(exercise: Exercise, limits: Collection[str]) -> Exercise:
    """Return an exercise adapted to a person's limits.

    Where two limits replace the same sentence, the one that stands later in the file applies.
    A limit that would leave a repetition no phase changes none.
    """
    found = limits_of(exercise, limits)
    if not found:
        return exercise
    without = {name for limit in found for name in limit.without}
    cues = {change.fault: change for limit in found for change in limit.cue}
    steps = {change.number: change.says for limit in found for change in limit.step}
    faults = [_cued(one, cues.get(one.id)) for one in exercise.fault if one.id not in without]
    return exercise.model_copy(
        update={
            "set_up": _set_up(exercise.set_up, found),
            "steps": tuple(steps.get(n, step) for n, step in enumerate(exercise.steps, 1)),
            "tips": (*(tip for limit in found for tip in limit.tips), *exercise.tips),
            "phase": tuple(_phase(phase, found) for phase in exercise.phase),
            "repetition": _repetition(exercise, found),
            "fault": (*faults, *(fault for limit in found for fault in limit.fault)),
        }
    )


def adapted_library(library: Iterable[Exercise], limits: Collection[str]) -> tuple[Exercise, ...]:
    """Return all exercises adapted to a person's limits."""
    return tuple(adapted(exercise, limits) for exercise in library)


def _cued(fault: Fault, change: CueChange | None) -> Fault:
    if change is None:
        return fault
    return fault.model_copy(update={"cue": change.cue, "spoken": change.spoken})


def _set_up(set_up: SetUp | None, limits: Sequence[Limit]) -> SetUp | None:
    """Return the set-up with the limits' sentences; ``says`` joins what is heard before it."""
    if set_up is None:
        return None
    mind = (*set_up.mind, *(one.says for one in limits if one.how is None and not one.withheld))
    said = (limit.model_dump(include={"how", "say", "begin"}) for limit in limits)
    changes = {name: text for one in said for name, text in one.items() if text is not None}
    return set_up.model_copy(update={"mind": mind, **changes})


def _phase(phase: Phase, limits: Iterable[Limit]) -> Phase:
    changes = (change for limit in limits for change in limit.phase if change.id == phase.id)
    said = (change.model_dump(include={"begin", "say"}, exclude_none=True) for change in changes)
    return phase.model_copy(update={name: text for one in said for name, text in one.items()})


def _repetition(exercise: Exercise, limits: Iterable[Limit]) -> RepetitionRule:
    """Return the repetition reduced to the phases that every limit leaves."""
    repetition = exercise.repetition
    for limit in limits:
        if limit.cycle:
            cycle = tuple(name for name in repetition.cycle if name in limit.cycle)
            other = tuple(name for name in repetition.or_cycle if name in limit.cycle)
            if cycle or other:
                ways = {"cycle": cycle or other, "or_cycle": other if cycle else ()}
                repetition = repetition.model_copy(update=ways)
    return repetition
