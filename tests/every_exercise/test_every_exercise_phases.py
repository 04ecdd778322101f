"""Each phase of each file begins in its own bands and ends at their edges."""

import math
from dataclasses import replace
from typing import Any

import pytest
from tests.every_exercise.exercise_values import (
    LIBRARY,
    NEAR,
    NOTHING,
    bests,
    columns,
    inside,
    limits,
    neutrals,
    outside,
    sample,
    scaled,
    sides,
    step_of,
    times,
    typical,
)
from tests.typed import there

from matside.body.catalogue import column
from matside.body.posture import Posture
from matside.coach import events as ev
from matside.coach.moments import settling_s
from matside.coach.motion import SPEED_LAG_S
from matside.coach.phase_track import Entered, Lasted, Left, idle
from matside.coach.phases import advance
from matside.coach.recognition import classify_still
from matside.coach.track import new_track
from matside.coach.tracker import conclude, follow


def run(exercise, phase, side, samples):
    """The last state and the changes of one phase, but for the one that a visit has lasted."""
    changes: list[Any]
    track, changes = idle(phase), []
    for one in samples:
        track, more = advance(track, phase, side, one, neutrals(exercise), bests())
        changes += (change for change in more if not isinstance(change, Lasted))
    return track, changes


def during(phase, values, start_s=0.0, length_s=None, posture=None):
    """Samples in a phase's posture, by default for a little longer than it takes to settle."""
    length_s = settling_s(phase) + 0.3 if length_s is None else length_s
    posture = posture or phase.postures[0]
    return [sample(t, posture, values) for t in times(start_s, length_s)]


def moved(exercise, phase, side, condition, band):
    """Typical values of the phase, but for one condition that is moved into a band."""
    bands = limits(exercise, [c for c in phase.when if c is not condition], side, "leave")
    values = typical(exercise, phase, side)
    for key in columns(condition, side):
        found = inside(band) if band is not NOTHING else None
        other = bands.get(key)
        if other is not None and not other.holds(found):
            pytest.skip("another condition of this phase bounds the same measure")
        values[key] = found
    return values


def test_phase_begins_in_its_own_bands(exercise, phase):
    for side in sides(phase):
        for posture in phase.postures:
            shown = during(phase, typical(exercise, phase, side), posture=posture)
            track, changes = run(exercise, phase, side, shown)
            assert changes == [Entered(t_s=0.0)] or (len(changes) == 1 and changes[0].t_s <= 0.0)
            assert track.active


def test_phase_does_not_begin_in_another_posture(exercise, phase):
    for side in sides(phase):
        values = typical(exercise, phase, side)
        for posture in set(Posture) - set(phase.postures):
            assert run(exercise, phase, side, during(phase, values, posture=posture))[1] == []


def test_phase_does_not_begin_outside_of_enter(exercise, phase, wanted):
    for side in sides(phase):
        for band in outside(scaled(exercise, wanted, wanted.enter), step_of(wanted)):
            values = moved(exercise, phase, side, wanted, band)
            assert run(exercise, phase, side, during(phase, values))[1] == []


def test_phase_begins_at_the_edge_of_enter_and_stays_up_to_the_edge_of_exit(
    exercise, phase, wanted
):
    step = step_of(wanted)
    enter, leave = (scaled(exercise, wanted, band) for band in (wanted.enter, wanted.leave))
    for side in sides(phase):
        for edge, limit, sign in (
            (enter.at_least, leave.at_least, 1),
            (enter.at_most, leave.at_most, -1),
        ):
            if abs(edge) == float("inf"):
                continue
            entering = typical(exercise, phase, side)
            staying = dict(entering)
            for key in columns(wanted, side):
                entering[key] = edge + sign * step / 10
                staying[key] = limit + sign * step / 10 if abs(limit) != float("inf") else edge
            others = limits(exercise, [c for c in phase.when if c is not wanted], side, "enter")
            if any(not others[k].holds(v) for k, v in entering.items() if k in others):
                pytest.skip("another condition of this phase bounds the same measure")
            begun = during(phase, entering)
            length = phase.grace_s + 1.0
            shown = [*begun, *during(phase, staying, begun[-1].t_s + 0.05, length)]
            track, changes = run(exercise, phase, side, shown)
            assert [type(change) for change in changes] == [Entered]
            assert track.out_s is None


LINGERED = [
    (exercise, phase, wanted)
    for exercise in LIBRARY
    for phase in exercise.phase
    for wanted in phase.when
    if wanted.linger_s is not None
]


@pytest.mark.parametrize("lingered", LINGERED, ids=lambda found: f"{found[0].id}-{found[1].id}")
def test_who_lingers_short_of_enter_is_in_the_phase_too(lingered):
    exercise, phase, wanted = lingered
    leave = scaled(exercise, wanted, wanted.leave)
    for side in sides(phase):
        values = typical(exercise, phase, side)
        for key in columns(wanted, side):
            values[key] = leave.at_least + step_of(wanted) / 10
        soon = during(phase, values, length_s=wanted.linger_s - 0.2)
        assert run(exercise, phase, side, soon)[1] == []
        later = during(phase, values, length_s=wanted.linger_s + phase.settle_s)
        assert run(exercise, phase, side, later)[1] == [Entered(t_s=0.0)]


def test_phase_is_left_by_its_exit_band(exercise, phase, wanted):
    """Speeds apart: who moves without leaving is still in it."""
    for side in sides(phase):
        begun = during(phase, typical(exercise, phase, side), length_s=phase.settle_s + 1.0)
        last = begun[-1].t_s
        for band in outside(scaled(exercise, wanted, wanted.leave), step_of(wanted)):
            values = moved(exercise, phase, side, wanted, band)
            gone = during(phase, values, last + 0.05, phase.grace_s + 0.2)
            track, changes = run(exercise, phase, side, [*begun, *gone])
            if wanted.speed:
                assert [type(change) for change in changes] == [Entered]
                assert not track.steady
                continue
            assert [type(change) for change in changes] == [Entered, Left]
            assert changes[1].t_s <= last + 0.05
            assert not track.active


def test_phase_that_asks_for_rest_begins_with_it_and_is_left_when_its_parts_set_out(
    exercise, phase
):
    """Each part by itself: the others stay where they are, or are hidden if they count first."""
    if phase.at_rest is None:
        pytest.skip("this phase asks for no rest")
    rest = phase.at_rest
    for side in sides(phase):
        values = typical(exercise, phase, side)
        keys = [column(p, side or NEAR if p == "knees" else NEAR) for p in rest.parts]
        for number, key in enumerate(keys):
            moving = {key: rest.exit.at_most + 0.01}
            if rest.of == "first":
                moving |= dict.fromkeys(keys[:number], math.nan)
            shown = during(phase, values)
            on_the_way = [
                replace(one, paces=one.paces | moving, sinking=one.sinking | moving)
                for one in shown
            ]
            assert run(exercise, phase, side, on_the_way)[1] == []
            begun = during(phase, values, length_s=phase.settle_s + 1.0)
            set_out_s = begun[-1].t_s
            still_in = during(phase, values, set_out_s + 0.05, 0.3)
            gone = [sample(still_in[-1].t_s + 0.05 + t, Posture.OTHER, values) for t in times(0, 5)]
            out = [replace(one, paces=one.paces | moving) for one in [*still_in, *gone]]
            _, changes = run(exercise, phase, side, [*begun, *out])
            assert [type(change) for change in changes] == [Entered, Left]
            at_most_before_s = gone[0].t_s - phase.grace_s
            out_s = max(set_out_s - SPEED_LAG_S, at_most_before_s)
            assert changes[1].t_s == pytest.approx(out_s, abs=0.06)


def test_hold_that_is_let_out_by_more_than_its_visit_allows_is_left(exercise, phase):
    if not any(c.relative_to == "visit" for c in phase.when):
        pytest.skip("this phase has no condition against the visit")
    (wanted,) = (c for c in phase.when if c.relative_to == "visit")
    for side in sides(phase):
        deep = typical(exercise, phase, side)
        keys = columns(wanted, side)
        for key in keys:
            deep[key] = 140.0
        begun = during(phase, deep, length_s=phase.settle_s + 1.0)
        for by, kinds in ((wanted.exit.at_least + 1.0, [Entered]),
                          (wanted.exit.at_least - 1.0, [Entered, Left])):  # fmt: skip
            values = deep | dict.fromkeys(keys, 140.0 + by)
            after = during(phase, values, begun[-1].t_s + 0.05, phase.grace_s + 0.3)
            _, changes = run(exercise, phase, side, [*begun, *after])
            assert [type(change) for change in changes] == kinds


def test_phase_is_left_with_its_posture(exercise, phase):
    for side in sides(phase):
        values = typical(exercise, phase, side)
        begun = during(phase, values, length_s=phase.settle_s + 1.0)
        (wrong, *_) = set(Posture) - set(phase.postures) - {Posture.UNSEEN}
        gone = during(phase, values, begun[-1].t_s + 0.05, phase.grace_s + 0.2, posture=wrong)
        _, changes = run(exercise, phase, side, [*begun, *gone])
        assert [type(change) for change in changes] == [Entered, Left]


def test_phases_of_a_cycle_exclude_each_other(exercise):
    for cycle in (exercise.repetition.cycle, exercise.repetition.or_cycle):
        for name in cycle:
            phase = exercise.phase_named(name)
            for side in sides(phase):
                shown = during(phase, typical(exercise, phase, side), length_s=3.0)
                for other in set(cycle) - {name}:
                    rival = exercise.phase_named(other)
                    assert run(exercise, rival, side if rival.sides else None, shown)[1] == []


def test_picture_of_a_phase_shows_it(exercise, phase):
    if phase.kind == "rest" or any(c.relative_to == "neutral" for c in phase.when):
        pytest.skip("a rest belongs to no exercise, and whose neutral is typical?")
    for side in sides(phase):
        (one, *_) = during(phase, typical(exercise, phase, side))
        seen = classify_still(one, [exercise])
        assert (there(seen).exercise, there(seen).phase, there(seen).side) == (
            exercise.id,
            phase.id,
            side,
        )


# Whole repetitions


def repetition(exercise, cycle, side, start_s, hold_s=0.0):
    """Samples of a quiet beginning (for the neutral) and one visit to each phase of a cycle."""
    rule = exercise.neutral
    quiet = {(name, False): value for name, value in neutrals(exercise).items()}
    posture = rule.postures[0] if rule else Posture.OTHER
    lead_s = 1.5 * rule.quiet_s if rule else 0.5
    shown = [sample(t, posture, quiet) for t in times(start_s, lead_s)]
    for name in cycle:
        phase = exercise.phase_named(name)
        own = side if phase.sides else None
        length = (
            phase.settle_s + max(phase.passing_s or 0.0, phase.least_s or 0.0, 1.0, hold_s) + 1.0
        )
        values = typical(exercise, phase, own)
        shown += during(phase, values, shown[-1].t_s + 0.05, length)
    gone = shown[-1].t_s + 0.05
    rest = max(phase.grace_s for phase in exercise.phase) + 3.0
    return [*shown, *(sample(t, Posture.OTHER, {}) for t in times(gone, rest))]


def done(exercise, samples):
    """The events of a whole stream."""
    events: list[Any]
    track, events = new_track(exercise), []
    for one in samples:
        track, more = follow(track, one)
        events += more
    _, more = conclude(track)
    return [*events, *more]


def cycles(exercise):
    """Each way of doing it, with each side on which it can be done."""
    for cycle in (exercise.repetition.cycle, exercise.repetition.or_cycle):
        if cycle:
            sided = any(exercise.phase_named(name).sides for name in cycle)
            for side in sides(exercise.phase_named(cycle[0])) if sided else (None,):
                yield cycle, side


def test_each_way_of_doing_it_is_one_repetition_on_its_side(exercise):
    for cycle, side in cycles(exercise):
        events = done(exercise, repetition(exercise, cycle, side, 0.0))
        reps = [e for e in events if isinstance(e, ev.RepDone)]
        assert [(e.side, e.count) for e in reps] == [(side, 1)]
        holds = [e for e in events if isinstance(e, ev.HoldDone)]
        kinds = [exercise.phase_named(name).kind for name in cycle]
        assert len(holds) == kinds.count("hold")


def test_first_dose_can_be_done(exercise):
    dose = exercise.dose[0]
    (cycle, side), *others = cycles(exercise)
    todo = [(cycle, side)] * dose.reps * dose.sets
    if dose.each_side:
        todo += [others[0]] * dose.reps * dose.sets
    samples: list[Any] = []
    for way, own in todo:
        start_s = samples[-1].t_s + 0.05 if samples else 0.0
        samples += repetition(exercise, way, own, start_s, dose.hold_s or 0.0)
    events = done(exercise, samples)
    assert [e.count for e in events if isinstance(e, ev.SetDone)] == [*range(1, dose.sets + 1)]
    assert [e.dose for e in events if isinstance(e, ev.DoseDone)] == [dose.id]
