"""What the command line asks of a session."""

from __future__ import annotations

import json

import pytest
from rich.console import Console
from typer.testing import CliRunner

from matside.app import practise as practising
from matside.app.practise import Practised
from matside.cli import app, main
from matside.cli.options import Start
from matside.cli.practise import NOT_TODAY
from matside.coach.summary import Summary

SUMMARY = Summary(
    start_s=0.0,
    end_s=9.0,
    frames=90,
    coverage=0.5,
    people=1,
    postures={},
    sections=(),
    stills=(),
    notices=(),
)


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


def test_json_stands_alone_on_standard_output_and_all_else_on_standard_error(
    asked, monkeypatch, capsys
):
    said = Practised(summary=SUMMARY, folder=None, said=("Two holds more than last time.",))

    def practise(options, **_):
        Console().print("a table")
        return said

    monkeypatch.setattr(practising, "run_practise", practise)
    assert main(["practise", "--no-save", "--pain", "2", "--json"]) == 0
    printed = capsys.readouterr()
    told = json.loads(printed.out)
    assert Summary.model_validate(told.pop("summary")) == SUMMARY
    assert told == {
        "folder": None,
        "session": "",
        "said": ["Two holds more than last time."],
        "report": None,
        "interrupted": False,
        "whole": True,
    }
    assert "a table" in printed.err


@pytest.mark.parametrize(
    ("option", "made", "opens"),
    [(["--open-report"], True, True), ([], True, False), (["--open-report"], False, False)],
)
def test_the_report_opens_if_it_is_wanted(asked, monkeypatch, tmp_path, option, made, opens):
    report = tmp_path / "a report.html"
    opened: list[str] = []
    done = Practised(summary=SUMMARY, folder=None, report=report if made else None)
    monkeypatch.setattr(practising, "run_practise", lambda *_, **__: done)
    monkeypatch.setattr("webbrowser.open", opened.append)
    assert main(["practise", "--no-save", "--pain", "2", *option]) == 0
    assert opened == [report.as_uri()] * opens


def test_pain_that_speaks_against_it_has_an_exit_code_of_its_own(asked, capsys):
    assert main(["practise", "--pain", "6"]) == NOT_TODAY
    assert "leave the stretches for now" in capsys.readouterr().out
    assert asked("--pain", "5").pain_before == 5


def test_what_does_not_exist_is_told_before_anything_is_asked(asked, capsys):
    main(["practise", "--pain", "6"])  # the safety note comes once
    capsys.readouterr()
    assert main(["practise", "tree-pose"]) == 2
    printed = capsys.readouterr()
    assert printed.err.count("\n") == 1
    assert "tree-pose" in printed.err


def test_what_is_no_side_is_told(asked):
    result = asked("knees-to-chest", "--side", "up")
    assert "--side is one of left, right, any, each; found 'up'." in str(result.exception)
