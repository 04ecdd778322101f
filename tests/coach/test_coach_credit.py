"""From changes to events: holds credited, passing visits not, repetitions, sets and doses."""

import math
from dataclasses import replace
from typing import Any

import pytest
from tests.coach.coach_samples import LEFT, RIGHT, UP, condition, ends, exercise, phase, said

from matside.coach import events as ev
from matside.coach.credit import BREAK_S, JOIN_S, report, settle_deferred
from matside.coach.phase_track import Entered, Lasted, Left, Paused
from matside.coach.result import DoseProgress
from matside.coach.track import new_track

OWN = condition(ends(100), measure="hip_flexion_deg", of="own")
KNEES = exercise(
    phase("one", OWN, sides=True, passing="both", passing_s=5.0),
    phase("both", UP, settle_s=0.8),
    cycle=["one"],
    or_cycle=["both"],
    doses=[{"id": "d", "name": "D", "reps": 2, "sets": 2, "source": "made up"}],
)
MOVES = exercise(
    phase("open", OWN, sides=True, kind="move"),
    phase("closed", OWN, sides=True, kind="move"),
    phase("rest", kind="rest"),
    cycle=["open", "closed"],
    doses=[{"id": "d", "name": "D", "reps": 2, "each_side": True, "source": "made up"}],
)


def left(start_s, end_s, **more):
    """The end of a visit that earned all of its time."""
    return Left(t_s=end_s, start_s=start_s, held_s=end_s - start_s, **more)


def run(made, *steps, until_s=math.inf):
    """All events of steps of phase, side and changes; at the end the deferred ones are settled."""
    track, events = new_track(made), []
    for name, side, *changes in steps:
        track, more = report(track, made.phase_named(name), side, tuple(changes))
        events += more
    track, more = settle_deferred(track, until_s)
    return track, events + more


def test_hold_begins_pauses_and_ends():
    entered, paused, ended = Entered(t_s=1.0), Paused(t_s=4.0), left(1.0, 9.0)
    _, events = run(KNEES, ("both", None, entered, paused, ended))
    common: dict[str, Any] = {"exercise": "small", "phase": "both", "side": None}
    assert events == [
        ev.PhaseEntered(t_s=1.0, **common),
        ev.HoldStarted(t_s=1.0, **common),
        ev.HoldPaused(t_s=4.0, **common),
        ev.PhaseLeft(t_s=9.0, start_s=1.0, **common),
        ev.HoldDone(t_s=9.0, start_s=1.0, held_s=8.0, **common),
        ev.RepDone(t_s=9.0, exercise="small", count=1, start_s=1.0, side=None),
    ]


def test_move_is_not_timed_and_counts_when_it_begins():
    _, events = run(
        MOVES,
        ("open", LEFT, Entered(t_s=1.0), Paused(t_s=1.5), left(1.0, 2.0)),
        ("closed", LEFT, Entered(t_s=3.0)),
        ("rest", None, Entered(t_s=4.0), left(4.0, 5.0)),
    )
    assert [type(e).__name__ for e in events] == [
        "PhaseEntered",
        "PhaseLeft",
        "PhaseEntered",
        "RepDone",
        "PhaseEntered",
        "PhaseLeft",
    ]
    assert said(events, ev.RepDone, "start_s", "t_s", "side", "count") == [(1.0, 3.0, LEFT, 1)]


def test_visit_that_was_renamed_belongs_to_the_other_side():
    _, events = run(KNEES, ("one", LEFT, left(0.0, 9.0, renamed=True)))
    assert said(events, ev.PhaseLeft, "side") == [RIGHT]
    assert said(events, ev.HoldDone, "side") == [RIGHT]
    assert said(events, ev.RepDone, "side") == [RIGHT]


# Passing


def test_long_visit_is_a_hold_even_on_the_way():
    _, events = run(KNEES, ("one", LEFT, left(0.0, 5.0)), ("both", None, Entered(t_s=5.5)))
    assert said(events, ev.HoldDone, "phase") == ["one"]


def test_short_visit_on_the_way_in_counts_for_nothing():
    for entered_s, counted in ((4.9 + JOIN_S, 0), (4.91 + JOIN_S, 1)):
        steps = (("one", LEFT, left(0.0, 4.9)), ("both", None, Entered(t_s=entered_s)))
        _, events = run(KNEES, *steps)
        assert len(said(events, ev.HoldDone, "t_s")) == counted
        assert said(events, ev.PhaseLeft, "side") == [LEFT]


def test_short_visit_that_ends_within_the_other_phase_counts_for_nothing():
    track = new_track(KNEES)
    active = replace(track.phases["both", None], active=True)
    track = replace(track, phases={**track.phases, ("both", None): active})
    track, events = report(track, KNEES.phase_named("one"), LEFT, (left(0.0, 3.0),))
    assert said(events, ev.HoldDone, "t_s") == []
    assert track.deferred == ()


def test_short_visit_on_the_way_out_counts_for_nothing():
    for start_s, counted in ((20.0 + JOIN_S, 0), (20.01 + JOIN_S, 1)):
        steps = (("both", None, left(5.0, 20.0)), ("one", LEFT, left(start_s, start_s + 2.0)))
        _, events = run(KNEES, *steps)
        assert said(events, ev.HoldDone, "phase") == ["both"] + ["one"] * counted


def test_short_visit_by_itself_is_a_hold_once_it_is_too_late_to_have_been_passing():
    step = ("one", LEFT, left(0.0, 3.0))
    for until_s, counted in ((3.0 + JOIN_S + 0.8, 0), (3.01 + JOIN_S + 0.8, 1)):
        track, events = run(KNEES, step, until_s=until_s)
        assert said(events, ev.HoldDone, "t_s", "held_s") == [(3.0, 3.0)] * counted
        assert len(track.deferred) == 1 - counted


def test_two_short_visits_of_one_leg_both_count():
    steps = (("one", LEFT, left(0.0, 2.0)), ("one", LEFT, left(2.5, 4.0)))
    track, events = run(KNEES, *steps, until_s=2.0 + JOIN_S + 0.9)
    assert said(events, ev.HoldDone, "t_s") == [2.0]
    assert [waiting.t_s for _, waiting in track.deferred] == [4.0]
    _, events = run(KNEES, *steps)
    assert said(events, ev.HoldDone, "t_s") == [2.0, 4.0]
    assert said(events, ev.RepDone, "count") == [1, 2]


def test_both_legs_on_the_way_are_passed_over():
    steps = (
        ("one", LEFT, left(0.0, 2.0)),
        ("one", RIGHT, left(2.2, 3.0)),
        ("both", None, Entered(t_s=3.5), left(3.5, 9.0)),
    )
    _, events = run(KNEES, *steps)
    assert said(events, ev.HoldDone, "phase") == ["both"]


def test_visit_waits_for_its_own_passing_phase_only():
    other = exercise(
        phase("one", OWN, sides=True, passing="both", passing_s=5.0),
        phase("both", UP),
        phase("third", UP),
    )
    steps = (("one", LEFT, left(0.0, 2.0)), ("third", None, Entered(t_s=2.5)))
    track, _ = run(other, *steps, until_s=2.6)
    assert len(track.deferred) == 1


# Doses


def hold(number):
    """A hold of both knees, one every ten seconds."""
    return ("both", None, left(10.0 * number, 10.0 * number + 6.0))


def test_sets_and_the_dose_are_told_once():
    _, events = run(KNEES, *(hold(n) for n in range(6)))
    assert said(events, ev.RepDone, "count") == [1, 2, 3, 4, 5, 6]
    assert said(events, ev.SetDone, "t_s", "count") == [(16.0, 1), (36.0, 2)]
    assert said(events, ev.DoseDone, "t_s", "dose") == [(36.0, "d")]


@pytest.mark.parametrize(("length_s", "counts"), [(5.3, False), (5.5, True)])
def test_a_hold_counts_towards_the_dose_from_nine_tenths_of_its_length(length_s, counts):
    asks_six = KNEES.model_copy(update={"dose": (dose_of(KNEES, hold_s=6.0, reps=1),)})
    track, events = run(asks_six, ("both", None, left(10.0, 10.0 + length_s)))
    assert len(said(events, ev.RepDone, "count")) == 1
    assert len(said(events, ev.DoseDone, "dose")) == counts
    assert track.progress.reps == counts
    assert said(events, ev.HoldDone, "full") == [counts]
    assert said(events, ev.RepDone, "full") == [counts]


def dose_of(exercise, **changes):
    return exercise.dose[0].model_copy(update={"sets": 1, **changes})


def test_all_sides_together_make_a_set():
    _, events = run(KNEES, ("one", LEFT, left(0.0, 6.0)), ("one", RIGHT, left(20.0, 26.0)))
    assert said(events, ev.SetDone, "t_s") == [26.0]


def turn(side, moment_s):
    """A repetition of one side that is done at this moment."""
    return [
        ("open", side, Entered(t_s=moment_s - 1.0)),
        ("closed", side, Entered(t_s=moment_s)),
    ]


def test_each_side_must_do_the_whole_dose():
    steps = [*turn(LEFT, 2), *turn(LEFT, 4), *turn(LEFT, 6), *turn(RIGHT, 8), *turn(RIGHT, 10)]
    _, events = run(MOVES, *steps)
    assert said(events, ev.SetDone, "t_s", "count") == [(10, 1)]
    assert said(events, ev.DoseDone, "t_s") == [10]


@pytest.mark.parametrize("side", [LEFT, RIGHT])
def test_more_of_one_side_does_not_finish_the_dose_again(side):
    steps = [*turn(LEFT, 2), *turn(LEFT, 4), *turn(RIGHT, 6), *turn(RIGHT, 8)]
    _, events = run(MOVES, *steps, *turn(side, 10), *turn(side, 12))
    assert said(events, ev.SetDone, "t_s") == [8]
    assert said(events, ev.DoseDone, "t_s") == [8]


# Breaks


def test_repetition_that_was_begun_long_ago_is_given_up():
    for pause_s, counted in ((5.0, 1), (BREAK_S, 1), (BREAK_S + 0.1, 0), (15.0, 0)):
        steps = (
            ("open", LEFT, Entered(t_s=1.0), left(1.0, 2.0)),
            ("closed", LEFT, Entered(t_s=2.0 + pause_s)),
        )
        _, events = run(MOVES, *steps)
        assert len(said(events, ev.RepDone, "t_s")) == counted


def test_repetition_lasts_while_one_of_its_phases_does():
    track = new_track(MOVES)
    track, _ = report(track, MOVES.phase_named("open"), LEFT, (Entered(t_s=1.0),))
    running = replace(track.phases["open", LEFT], active=True, start_s=1.0)
    track = replace(track, phases={**track.phases, ("open", LEFT): running})
    track, events = report(track, MOVES.phase_named("closed"), LEFT, (Entered(t_s=60.0),))
    assert said(events, ev.RepDone, "start_s", "t_s") == [(1.0, 60.0)]


def test_last_phase_that_was_left_counts_for_the_break():
    three = exercise(
        *(phase(name, UP, kind="move") for name in ("a", "b", "c")), cycle=["a", "b", "c"]
    )
    steps = (
        ("a", None, Entered(t_s=1.0), left(1.0, 2.0)),
        ("b", None, Entered(t_s=8.0), left(8.0, 9.0)),
        ("c", None, Entered(t_s=15.0)),
    )
    assert said(run(three, *steps)[1], ev.RepDone, "t_s") == [15.0]


# Too short


def test_hold_that_is_too_short_is_told_and_counts_for_nothing():
    gone = replace(left(0.0, 1.0), lasted=False)
    track, events = run(KNEES, ("both", None, gone))
    assert said(events, ev.PhaseLeft, "phase") == ["both"]
    assert said(events, ev.HoldDone, "t_s") == []
    assert track.counter.counts == {}


def test_move_with_a_least_time_counts_once_it_has_lasted():
    brief = MOVES.model_copy(
        update={"phase": tuple(p.model_copy(update={"least_s": 0.5}) for p in MOVES.phase)}
    )
    steps = [("open", LEFT, Entered(t_s=1.0)), ("open", LEFT, Lasted(t_s=1.5, start_s=1.0)),
             ("closed", LEFT, Entered(t_s=3.0))]  # fmt: skip
    _, events = run(brief, *steps)
    assert said(events, ev.RepDone, "t_s") == []
    _, events = run(brief, *steps, ("closed", LEFT, Lasted(t_s=3.5, start_s=3.0)))
    assert said(events, ev.RepDone, "t_s", "start_s") == [(3.5, 1.0)]


# Progress of a dose


@pytest.mark.parametrize(
    ("sides", "each", "together"),
    [
        ({}, 0, 0),
        ({LEFT: 3, RIGHT: 1}, 1, 4),
        ({None: 2}, 2, 2),
        ({LEFT: 1, None: 2}, 2, 3),
        ({LEFT: 1, RIGHT: 2, None: 1}, 2, 4),
    ],
)
def test_what_is_done_on_both_sides_at_once_counts_for_both(sides, each, together):
    dose = dose_of(KNEES, reps=3)
    assert DoseProgress.of(dose.model_copy(update={"each_side": True}), sides).reps == each
    assert DoseProgress.of(dose, sides).reps == together
