"""What is said and heard of repetitions, sets and doses."""

from __future__ import annotations

from typing import Final

from matside.coach import events as ev
from matside.coach.result import DoseProgress, FrameResult
from matside.exercise.schema import Exercise
from matside.guidance import phrases
from matside.guidance.outcome import Chime, Talk
from matside.guidance.speech import NOTHING, Line, Rank, Said
from matside.wording.formatting import spoken_number

FRESH_S: Final = 1.5
"""A repetition that ended longer ago than this is no news: the number so far is told instead."""
COUNT_S: Final = 1.0
"""A count must be begun within this time."""


def count_repetitions(exercise: Exercise, talk: Talk, result: FrameResult) -> Said:
    """Return what this frame says of the repetitions of moves; holds speak for themselves."""
    reps = [
        event
        for event in result.events
        if isinstance(event, ev.RepDone) and event.exercise == exercise.id
    ]
    if not reps or is_held(exercise):
        return NOTHING
    last = reps[-1]
    if result.t_s - last.t_s > FRESH_S:
        text = f"{spoken_number(last.count).capitalize()} so far."
        return _count(text, result.t_s + 3.0) if talk is not Talk.FEW else NOTHING
    dose = result.dose if result.exercise == exercise.id else None
    text = _number(talk, dose, last) if dose is not None else phrases.counted(last.count)
    said = _count(text, result.t_s + COUNT_S) if text else NOTHING
    return said + Said(chimes=(Chime.REPETITION,))


def is_held(exercise: Exercise) -> bool:
    """Return whether the exercise's repetitions are holds."""
    return exercise.phase_named(exercise.repetition.cycle[0]).kind == "hold"


def side_done(exercise: Exercise, result: FrameResult) -> Said:
    """Return what follows when one side of a set is complete and the other one is not."""
    dose = result.dose if result.exercise == exercise.id else None
    if dose is None or not dose.each_side or is_held(exercise):
        return NOTHING
    for event in result.events:
        if not isinstance(event, ev.RepDone) or event.exercise != exercise.id or not event.side:
            continue
        mine, others = (dose.sides.get(side, 0) for side in (event.side, event.side.other))
        if mine % dose.set_reps == 0 and 0 < mine <= dose.reps_target and others < mine:
            text = f"{phrases.counted(dose.set_reps)} Now the other side."
            line = Line(text=text, about="count", rank=Rank.TURN, expires_s=result.t_s + 3.0)
            return Said(lines=(line,), chimes=(Chime.SET_DONE,))
    return NOTHING


def set_done(exercise: Exercise, result: FrameResult) -> Said:
    """Return what follows a set that does not complete the dose."""
    events = [event for event in result.events if event.exercise == exercise.id]
    if any(isinstance(event, ev.DoseDone) for event in events):
        return NOTHING
    for event in events:
        if isinstance(event, ev.SetDone):
            text = f"Set {spoken_number(event.count)} done. Rest a moment."
            line = Line(text=text, about="count", rank=Rank.TURN, expires_s=result.t_s + 4.0)
            return Said(lines=(line,), chimes=(Chime.SET_DONE,))
    return NOTHING


def _count(text: str, expires_s: float) -> Said:
    return Said(lines=(Line(text=text, about="count", rank=Rank.COUNT, expires_s=expires_s),))


def _number(talk: Talk, dose: DoseProgress, event: ev.RepDone) -> str:
    """Return the count within the set, as much of it as is wanted; empty for none."""
    counted = dose.sides.get(event.side, event.count)
    done = (counted - 1) % dose.set_reps + 1 if counted > 0 else event.count
    left = dose.set_reps - done
    if counted > dose.reps_target:
        return "" if talk is Talk.FEW else phrases.counted(counted)
    if talk is Talk.NORMAL:
        return phrases.counted(done)
    if talk is Talk.MANY:
        return phrases.counted(done) + (f" {phrases.counted(left)[:-1]} to go." if left else "")
    if left in (1, 2):
        return f"{phrases.counted(left)[:-1]} more."
    return phrases.HALF_WAY if 2 * done == dose.set_reps else ""
