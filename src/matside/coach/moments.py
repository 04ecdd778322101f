"""Times at which a phase's conditions are met and left; speeds are kept apart from places.

A place (an angle, a length) says whether the body is in a phase. A speed says when it arrived there
and when it set out again; by itself it ends nothing, for somebody who fidgets in a pose is still in
it.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Final

from matside.body.landmark import Side
from matside.coach.motion import DRIFT_WINDOW_S, SPEED_LAG_S
from matside.coach.sample import Sample, pace
from matside.exercise.conditions import Condition, Criterion, Stillness
from matside.exercise.crossing import BRIDGE_S, NEVER, Crossing
from matside.exercise.schema import Phase

RESTLESS_S: Final = DRIFT_WINDOW_S
"""Time in place after which a body that moves without drifting counts as arrived."""

CARRIED_S: Final = 0.25
"""Lead of the shape (measures against the neutral) over the place from which it was carried in."""

Crossings = tuple[Crossing, ...]
Criteria = tuple[Criterion, ...]


def met_since_s(
    crossings: Crossings,
    when: Criteria,
    posture_since_s: float | None,
    nowhere_since_s: float | None,
    settled_s: float,
    *,
    arrived: bool,
) -> float | None:
    """Return since when the posture and all conditions are met, ``None`` if one is not.

    A body that is in place and drifts nowhere for ``RESTLESS_S`` has arrived too, though it still
    moves; the moment returned may then lie in the future.

    Args:
        crossings: State of each condition.
        when: What the phase waits for.
        posture_since_s: Since when the posture fits; ``None`` while it does not.
        nowhere_since_s: Since when the body gets nowhere; ``None`` while it does.
        settled_s: Since when at the latest that has to be known.
        arrived: Whether the phase has begun; then no speed is asked for any more.
    """
    in_place_s = in_place_since_s(crossings, when, posture_since_s)
    if in_place_s is None:
        return None
    if arrived:
        return in_place_s
    speeds = [(s, wanted) for s, wanted in zip(crossings, when, strict=True) if wanted.speed]
    if all(state.inside for state, _ in speeds):
        return max([in_place_s, *(_moment(state, wanted) for state, wanted in speeds)])
    if nowhere_since_s is None or any(math.isnan(state.value) for state, _ in speeds):
        return None
    if nowhere_since_s + DRIFT_WINDOW_S / 2.0 > settled_s:
        return None
    return max(in_place_s + RESTLESS_S, nowhere_since_s)


def nowhere_since_s(
    before_s: float | None, rest: Stillness | None, sample: Sample, side: Side | None
) -> float | None:
    """Return since when the body, moving or not, has not drifted; ``None`` while it drifts.

    Always −inf for a phase that asks for no part to rest. A drift is dated at the middle of its
    window.

    Args:
        before_s: The same of the previous frame.
        rest: The parts that have to come to rest, and how slow that is.
        sample: The frame.
        side: The side of the phase.
    """
    if rest is None:
        return -math.inf
    if not rest.enter.holds(pace(sample, rest, side, drift=True)):
        return None
    return sample.t_s - DRIFT_WINDOW_S / 2.0 if before_s is None else before_s


def settling_s(phase: Phase) -> float:
    """Return how long after its beginning it is certain that a phase has begun.

    All it waits for has to stay met for ``settle_s``. A hold begins at rest, and a speed is known
    later than it was; the end of a movement is only counted.
    """
    timed = phase.kind == "hold" and any(wanted.speed for wanted in phase.criteria)
    return phase.settle_s + (SPEED_LAG_S if timed else 0.0)


def in_place_since_s(
    crossings: Crossings, when: Criteria, posture_since_s: float | None
) -> float | None:
    """Return since when posture and places are met, speeds apart; ``None`` if one is not."""
    places = [s for s, wanted in zip(crossings, when, strict=True) if not wanted.speed]
    if posture_since_s is None or not all(state.inside for state in places):
        return None
    return max([posture_since_s, *(state.since_s for state in places)])


def changed_s(judged_s: float, t_s: float) -> float:
    """Return when what differs between two frames changed: half way, unless they are far apart."""
    return (judged_s + t_s) / 2.0 if t_s - judged_s <= BRIDGE_S else t_s


def carried_in(crossings: Crossings, when: Criteria, posture_since_s: float) -> bool:
    """Return whether the body already had the phase's shape when it came into place.

    Coming up from the heels with a round back is no cat: a departure from the person's neutral
    means something only while the body is in place.
    """
    conditions = [
        (state.since_s, wanted)
        for state, wanted in zip(crossings, when, strict=True)
        if isinstance(wanted, Condition) and not wanted.speed
    ]
    shaped = {wanted.measure for _, wanted in conditions if wanted.relative_to == "neutral"}
    shapes = [since_s for since_s, wanted in conditions if wanted.measure in shaped]
    places = [since_s for since_s, wanted in conditions if wanted.measure not in shaped]
    return bool(shapes) and max([posture_since_s, *places]) - max(shapes) > CARRIED_S


def left_s(crossings: Crossings, when: Criteria, t_s: float, posture_out_s: float | None) -> float:
    """Return when the first condition no longer met, or the posture, was left; speeds are ignored.

    Args:
        crossings: State of each condition.
        when: What the phase waits for.
        t_s: Time of the frame that shows it: no later than this.
        posture_out_s: When the posture ceased to fit; ``None`` while it fits.
    """
    moments = [m for m, wanted in _outside(crossings, when) if not wanted.speed]
    if posture_out_s is not None:
        moments.append(posture_out_s)
    return min([t_s, *moments])


def ceased_s(crossings: Crossings, posture_out_s: float) -> float:
    """Return until when all was met, speeds as they are known: +inf while nothing is left.

    Args:
        crossings: State of each condition.
        posture_out_s: When the posture ceased to fit; +inf while it fits.
    """
    return min([posture_out_s, *(state.since_s for state in crossings if not state.inside)])


def moving_since_s(crossings: Crossings, when: Criteria, before_s: float | None) -> float | None:
    """Return since when the body moves; ``None`` while no speed is outside of its band.

    Args:
        crossings: State of each condition.
        when: What the phase waits for.
        before_s: The same of the previous frame: hips and trunk may move in turn.
    """
    moments = [m for m, wanted in _outside(crossings, when) if wanted.speed]
    if not moments:
        return None
    return min(moments) if before_s is None else before_s


def set_out_s(moving_s: float | None, left: float, grace_s: float) -> float:
    """Return when a movement that still goes on at ``left`` began, or ``left`` without one.

    The way out takes no longer than the grace: earlier movement was fidgeting.
    """
    return left if moving_s is None else max(min(left, moving_s), left - grace_s)


def without_speeds(crossings: Crossings, when: Criteria) -> Crossings:
    """Return the states with those of speeds reset, so that the body has to come to rest again."""
    pairs: Iterable[tuple[Crossing, Criterion]] = zip(crossings, when, strict=True)
    return tuple(NEVER if wanted.speed else state for state, wanted in pairs)


def _outside(crossings: Crossings, when: Criteria) -> Iterator[tuple[float, Criterion]]:
    for state, wanted in zip(crossings, when, strict=True):
        if not state.inside:
            yield _moment(state, wanted), wanted


def _moment(state: Crossing, wanted: Criterion) -> float:
    """Return when a condition last changed; a speed is known later than it was."""
    return state.since_s - (SPEED_LAG_S if wanted.speed else 0.0)
