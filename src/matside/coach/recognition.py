"""Recognition of the exercise: by active and completed phases, in a single picture by bands."""

from __future__ import annotations

import bisect
import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final

from matside.body.landmark import Side
from matside.coach import events as ev
from matside.coach.sample import Sample, condition_value
from matside.coach.track import ExerciseTrack
from matside.exercise.schema import Exercise, Phase

STILL_SWING: Final = 2.5
"""Factor that widens bands against a neutral: the person's may differ from the typical one.
"""
PAUSE_S: Final = 2.0
"""An exercise goes on over a pause of this length: one phase of it passes into the next."""
CREDITED_S: Final = 12.0
"""Time for which a repetition or hold is evidence for its exercise; slow ones last 6 to 10 s."""
OVERLAP_S: Final = 0.5
"""Two exercises may overlap by this much, where one passes into the other."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recognition:
    """The exercise recognised so far, and the evidence for it.

    Attributes:
        exercise: Identifier of the exercise; empty so far.
        active_s: When a phase of it, other than a rest, was last active.
        credited_s: When each exercise last had a hold or a repetition completed.
    """

    exercise: str = ""
    active_s: float = -math.inf
    credited_s: Mapping[str, float] = field(default_factory=dict)


def recognise(
    before: Recognition, tracks: Iterable[ExerciseTrack], events: Iterable[ev.Event], t_s: float
) -> Recognition:
    """Return the recognised exercise after one frame, from the tracks and events after it.

    Several exercises share postures, so phases of two of them may be active at once, now of the one
    and now of the other. A hold that is running decides. Otherwise the exercise that is being done
    goes on, until another one has completed something since, or it has paused while another one
    moves.
    """
    done = {e.exercise: t_s for e in events if isinstance(e, ev.HoldDone | ev.RepDone)}
    if done:
        before = replace(before, credited_s={**before.credited_s, **done})
    running = {}
    for track in tracks:
        at_work = [active for active in track.active if active[0].kind != "rest"]
        if at_work:
            phase, _, state = at_work[0]
            running[track.exercise.id] = (phase.kind == "hold", state.start_s)
    chosen = _chosen(before, running, t_s)
    if chosen not in running:
        return before
    return replace(before, exercise=chosen, active_s=t_s)


def _chosen(before: Recognition, running: Mapping[str, tuple[bool, float]], t_s: float) -> str:
    """Return the exercise that is being done, of those with a phase active or the one before."""
    if not running:
        return before.exercise

    def claim(exercise: str) -> tuple[bool, float, bool, float]:
        """Rank of an exercise among those with a phase active; the greatest is recognised."""
        holds, start_s = running.get(exercise, (False, -math.inf))
        credited_s = before.credited_s.get(exercise, -math.inf)
        lately_s = credited_s if t_s - credited_s <= CREDITED_S else -math.inf
        return holds, lately_s, exercise == before.exercise, start_s

    pausing = t_s - before.active_s <= PAUSE_S and before.exercise
    return max([*running, *([before.exercise] if pausing else [])], key=claim)


def agreeing(
    credits_: list[ev.HoldDone | ev.RepDone],
) -> list[ev.HoldDone | ev.RepDone]:
    """Return holds and repetitions that do not overlap between exercises: nobody does two at once.

    Where those of two exercises overlap, the exercise done for longer in total keeps its own: by
    its holds or by its repetitions, as a hold is both.
    """
    lengths: dict[tuple[str, bool], float] = defaultdict(float)
    for event in credits_:
        lengths[event.exercise, isinstance(event, ev.HoldDone)] += event.t_s - event.start_s
    total = {name: max(lengths[name, True], lengths[name, False]) for name, _ in [*lengths]}
    if len(total) < 2:
        return credits_
    ends = [event.t_s for event in credits_]
    longest_s = max(event.t_s - event.start_s for event in credits_)

    def near(event: ev.HoldDone | ev.RepDone) -> list[ev.HoldDone | ev.RepDone]:
        """Return those that can overlap with the event: they are in the order of their ends."""
        first = bisect.bisect_right(ends, event.start_s + OVERLAP_S)
        last = bisect.bisect_left(ends, event.t_s - OVERLAP_S + longest_s)
        return credits_[first:last]

    return [
        event
        for event in credits_
        if not any(
            total[other.exercise] > total[event.exercise]
            and min(other.t_s, event.t_s) - max(other.start_s, event.start_s) > OVERLAP_S
            for other in near(event)
        )
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Still:
    """The phase that a single picture shows.

    ``exercise`` is empty for a phase of rest, which several exercises share.
    """

    exercise: str
    phase: str
    side: Side | None


def classify_still(sample: Sample, exercises: Iterable[Exercise]) -> Still | None:
    """Return the phase that one frame shows, or ``None`` if it shows none.

    Conditions on speed and against the visit are ignored. A neutral is the exercise's typical
    one, and its bands are taken ``STILL_SWING`` times as wide. Holds come before moves, moves
    before rests; a rest with a side, such as an arm that is down, is no evidence by itself.
    """
    order = {"hold": 0, "move": 1, "rest": 2}
    candidates = [
        (order[phase.kind], exercise, phase, side)
        for exercise in exercises
        for phase in exercise.phase
        for side in (tuple(Side) if phase.sides else (None,))
        if _shows(sample, exercise, phase, side)
    ]
    if not candidates:
        return None
    _, exercise, phase, side = min(candidates, key=lambda candidate: candidate[0])
    name = "" if phase.kind == "rest" else exercise.id
    return Still(exercise=name, phase=phase.id, side=side)


def _shows(sample: Sample, exercise: Exercise, phase: Phase, side: Side | None) -> bool:
    rests_on_a_side = phase.kind == "rest" and phase.sides
    if rests_on_a_side or sample.posture not in phase.postures:
        return False
    rule = exercise.neutral
    neutral = dict.fromkeys(rule.measures, rule.typical) if rule else {}
    for wanted in phase.when:
        if wanted.speed or wanted.relative_to == "visit":
            continue
        value = condition_value(sample, wanted, side, neutral, {})
        if math.isnan(value):
            return False
        scale = STILL_SWING if wanted.relative_to == "neutral" else 1.0
        if not wanted.bands(turned=sample.turned)[0].holds(value / scale):
            return False
    return True
