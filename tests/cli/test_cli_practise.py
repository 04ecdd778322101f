"""What the command line asks of a session."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from matside.app import practise as practising
from matside.cli import app
from matside.cli.options import Start


class Asked(Exception):  # noqa: N818 (it is none: it ends the command once it has asked)
    """The session that was asked for."""


@pytest.fixture
def asked(tmp_path, monkeypatch):
    """Runs ``matside practise`` and returns what it asks for."""
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))

    def ask(options, **_):
        raise Asked(options)

    monkeypatch.setattr(practising, "run_practise", ask)

    def run(*arguments):
        result = CliRunner().invoke(app, ["practise", *arguments], obj=Start())
        return result.exception.args[0] if isinstance(result.exception, Asked) else result

    return run


def test_a_dose_of_ones_own(asked):
    words = "knees-to-chest --hold 15 --reps 3 --sets 2 --each-side --rest 20 --switch 8"
    options = asked(*words.split())
    assert options.exercises == ("knees-to-chest",)
    assert options.asked == {
        "hold_s": 15.0,
        "reps": 3,
        "sets": 2,
        "side": "each",
        "rest_s": 20.0,
        "switch_s": 8.0,
    }


def test_what_is_not_said_is_left_to_the_exercise(asked):
    assert asked("cat-cow").asked == {}


def test_no_time_to_change_sides_is_a_wish_too(asked):
    assert asked("knees-to-chest", "--switch", "0", "--side", "left").asked == {
        "switch_s": 0.0,
        "side": "left",
    }


def test_what_is_no_side_is_told(asked):
    result = asked("knees-to-chest", "--side", "up")
    assert "--side is one of left, right, any, each; found 'up'." in str(result.exception)
