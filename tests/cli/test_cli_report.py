"""The command ``compare``: what it passes on and which exit code it ends with."""

import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer
from typer.testing import CliRunner

from matside.cli.analysis import compare
from matside.cli.options import Start

app = typer.Typer()
app.command()(compare)

KEYS: dict[str, object] = {"html": None, "exercise_files": [], "as_json": False}


@pytest.fixture
def calls(monkeypatch):
    """What the part that compares is called with."""
    noted = []

    def run(*paths, **keys):
        noted.append((paths, keys))

    monkeypatch.setitem(sys.modules, "matside.app.compare", SimpleNamespace(run_compare=run))
    return noted


def run(*arguments):
    return CliRunner().invoke(app, arguments, obj=Start())


def test_two_folders_are_passed_on(calls):
    told = run("monday", "friday")

    assert told.exit_code == 0
    assert calls == [((Path("monday"), Path("friday")), KEYS)]


def test_options_are_passed_on(calls):
    run("a", "b", "--html", "page.html", "--exercise-file", "mine.toml")

    (_, keys) = calls[0]
    assert keys == KEYS | {"html": Path("page.html"), "exercise_files": [Path("mine.toml")]}


def test_one_folder_is_not_enough(calls):
    assert run("monday").exit_code == 2
    assert calls == []
