"""The sentences: short, calm, and to be understood with the eyes closed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from matside.body.landmark import Side
from matside.coach.events import LossReason
from matside.coach.result import DoseProgress
from matside.exercise.schema import Exercise, SetUp
from matside.wording.formatting import spoken_duration, spoken_number

LOST: Final = {
    LossReason.NOBODY: "I can't see you.",
    LossReason.TRUNK: "I can't see your body well.",
    LossReason.LEGS: "I can't see your legs.",
}
"""What the coach's reasons are to the ear."""

FOUND: Final = "I see you again."
PAUSED: Final = "Paused."
RESUMED: Final = "Going on."
PICTURE_BACK: Final = "The camera is back."
HOLD: Final = "Hold."
HALF_WAY: Final = "Half-way."
TEN_LEFT: Final = "Ten seconds left."
BREATHE: Final = "Breathe slowly."
GOOD: Final = "Good."
WELL_DONE: Final = "Well done."
BEGIN: Final = "Begin when you are ready."
ANYWHERE: Final = "Lie on your back, or come onto hands and knees."
ALL_DONE: Final = "Well done. That was everything."
NO_MORE: Final = "That was the last exercise."


def counted(count: int) -> str:
    """Return a count as a sentence: ``Three.``."""
    return f"{spoken_number(count).capitalize()}."


def minutes_held(minutes: int) -> str:
    """Return the mark of a full minute: ``One minute.``."""
    return f"{spoken_duration(60.0 * minutes).capitalize()}."


def at_a_moments_notice(exercises: Iterable[Exercise]) -> tuple[str, ...]:
    """Return sentences that would be stale if a slow voice took its time over them.

    Counts up to ten, the marks of a hold, and the corrections of the exercises;
    what is needed first comes first.
    """
    cues = (fault.spoken or fault.cue for exercise in exercises for fault in exercise.fault)
    counts = (counted(count) for count in (3, 2, 1, *range(4, 11)))
    return tuple(dict.fromkeys((*counts, HOLD, HALF_WAY, TEN_LEFT, BREATHE, GOOD, *cues)))


def opening(exercise: Exercise | None) -> str:
    """Return what a session begins with: the exercise, and the rule that matters most."""
    if exercise is None:
        return "Move gently, and stop if it hurts."
    return f"{exercise.name}. Stop if it hurts."


def set_up_of(exercise: Exercise) -> SetUp:
    """Return how an exercise is begun: as its file says, or else by its first step."""
    if exercise.set_up is not None:
        return exercise.set_up
    postures = {p for phase in exercise.phase for p in phase.postures} - {"other", "unseen"}
    known = tuple(sorted(postures)) or exercise.phase[0].postures
    return SetUp(say=exercise.steps[0], postures=known, begin="Begin.")


def next_exercise(exercise: Exercise) -> str:
    """Return what leads to the next exercise."""
    return f"Next: {exercise.name}. {set_up_of(exercise).say}"


def release(dose: DoseProgress | None, side: Side | None) -> str:
    """Return what ends a hold that was long enough, and what comes after it.

    Args:
        dose: The dose before this hold is counted.
        side: The side of the hold.
    """
    return f"And release slowly. {_after_hold(dose, side)}".rstrip()


def _after_hold(dose: DoseProgress | None, side: Side | None) -> str:
    if dose is None or dose.reps >= dose.reps_target:
        return ""
    left = dose.reps_target - dose.reps - 1
    if dose.each_side and side is not None:
        left = 2 * dose.reps_target - sum(dose.done_on(each) for each in Side) - 1
    if left <= 0:
        return "That was the last one." if dose.reps_target > 1 else ""
    if side is not None:
        return "Then the other side."
    return f"{counted(left)[:-1]} more."


def held_short(held_s: float) -> str:
    """Return what is said of a hold that was left early."""
    return f"{spoken_duration(held_s).capitalize()}. Again when you are ready."


def held_enough(held_s: float) -> str:
    """Return what is said of a hold that was left a little early and counts all the same."""
    return f"{spoken_duration(held_s).capitalize()}. Good."
