"""Which exercise is being done while phases of several are active."""

from types import SimpleNamespace

import pytest

from matside.coach import events as ev
from matside.coach.recognition import CREDITED_S, PAUSE_S, Recognition, recognise


def track(name, *phases):
    """An exercise with these phases active: kind and start."""
    return SimpleNamespace(
        exercise=SimpleNamespace(id=name),
        active=tuple(
            (SimpleNamespace(kind=kind), None, SimpleNamespace(start_s=start_s))
            for kind, start_s in phases
        ),
    )


def rep(name, t_s):
    """A repetition that was completed."""
    return ev.RepDone(t_s=t_s, exercise=name, count=1, start_s=t_s - 3.0)


def told(*frames):
    """The exercise after each frame: time, the exercises with a phase active, repetitions."""
    state, names = Recognition(), []
    for t_s, moving, *reps in frames:
        tracks = [track(name, ("move", start_s)) for name, start_s in moving.items()]
        state = recognise(state, tracks, [rep(name, t_s) for name in reps], t_s)
        names.append(state.exercise)
    return names


def test_the_first_that_moves_is_taken_and_nothing_before():
    assert told((0.0, {}), (1.0, {"a": 1.0}), (2.0, {})) == ["", "a", "a"]


def test_the_latest_of_two_that_set_out_is_taken():
    assert told((2.0, {"a": 1.0, "b": 1.5})) == ["b"]


def test_what_is_being_done_goes_on_while_another_one_moves_now_and_then():
    frames = [(1.0, {"a": 1.0}), (2.0, {"a": 1.0, "b": 1.9}), (3.0, {"b": 1.9}), (4.0, {"a": 3.9})]
    assert told(*frames) == ["a"] * 4


@pytest.mark.parametrize(("pause_s", "after"), [(PAUSE_S - 0.1, "a"), (PAUSE_S + 0.1, "b")])
def test_another_one_takes_over_after_a_pause(pause_s, after):
    assert told((1.0, {"a": 1.0}), (1.0 + pause_s, {"b": 1.5}))[-1] == after


def test_a_repetition_speaks_for_its_exercise():
    both = {"a": 1.0, "b": 1.5}
    assert told((1.0, {"a": 1.0}), (4.0, both), (5.0, both, "b"), (6.0, both)) == [
        "a",
        "a",
        "b",
        "b",
    ]


def test_the_latest_repetition_speaks_loudest_and_only_for_some_time():
    both = {"a": 1.0, "b": 1.5}
    frames = [(1.0, both, "a"), (4.0, both, "b"), (5.0, both)]
    assert told(*frames) == ["a", "b", "b"]
    late = 4.0 + CREDITED_S + 0.1
    assert told(*frames, (late, {"a": 1.0}))[-1] == "a"


def test_a_hold_that_runs_decides():
    state = Recognition(exercise="a", active_s=4.9, credited_s={"a": 4.9})
    tracks = [track("a", ("move", 4.0)), track("b", ("hold", 3.0), ("move", 2.0))]
    assert recognise(state, tracks, [], 5.0).exercise == "b"


def test_rests_belong_to_no_exercise():
    assert recognise(Recognition(), [track("a", ("rest", 1.0))], [], 2.0) == Recognition()
