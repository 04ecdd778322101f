"""Several people: what the command line keeps apart."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest
from tests.pseudo_language import pseudo_language, untranslated
from tests.typed import there
from typer.testing import CliRunner

from matside.app import practise as practising
from matside.app.people import use_remembered_person
from matside.app.settings import change_settings, read_settings
from matside.cli import app
from matside.cli.options import Start
from matside.record.history.database import history_file, own_folder, person_folder
from matside.record.history.sessions import History
from matside.record.history.stored import SessionStart
from matside.record.people import person_in_use, use_person


@pytest.fixture(autouse=True)
def own(own_account, tmp_path, monkeypatch):
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "data"))
    yield
    use_person(None)


def run(*arguments, text=None):
    return CliRunner().invoke(app, list(arguments), obj=Start(), input=text)


def practised(name, source):
    use_person(name, new=True)
    with History.open() as history:
        history.begin(
            SessionStart(
                kind="practice",
                started=datetime(2026, 11, 27, tzinfo=UTC),
                source=source,
                matside="1",
            )
        )
    use_person(None)


@pytest.mark.parametrize("where", ["before", "after"])
def test_practise_keeps_each_person_apart(monkeypatch, where):
    folders: list[Path] = []

    def fail(*_, **__):
        folders.append(person_folder())
        raise ZeroDivisionError

    monkeypatch.setattr(practising, "run_practise", fail)
    option = ["--person", "Ann"]
    for words in (option, [], option):
        run(*(words if where == "before" else []), "practise", *words[: 2 * (where == "after")])
    assert folders == [own_folder() / "people" / "ann-1", own_folder(), folders[0]]


def test_a_new_person_is_told_once(monkeypatch):
    monkeypatch.setattr(practising, "run_practise", lambda *_, **__: 1 / 0)
    assert "Ann is new here" in run("practise", "--person", "Ann").stderr
    assert "is new here" not in run("practise", "--person", "Ann").stderr


@pytest.mark.parametrize(
    "words",
    [
        ["history"],
        ["history", "show", "1"],
        ["history", "progress"],
        ["history", "delete", "all"],
        ["history", "path"],
        ["report", "1"],
        ["compare", "1", "2"],
    ],
)
def test_commands_that_read_begin_with_nobody_new(words):
    done = run(*words, "--person", "Anm")
    assert "Nobody called 'Anm' practises here yet." in str(done.exception)
    assert not (own_folder() / "people").exists()


def test_each_history_shows_its_own():
    practised("Ann", "a")
    practised(None, "o")
    assert run("history", "path", "--person", "ann").output.strip().endswith("history.sqlite3")
    assert "people" in run("history", "path", "--person", "ann").output
    assert "people" not in run("history", "path").output
    assert run("history", "delete", "all", "--yes", "--person", "Ann").exit_code == 0
    use_person(None)
    with History.open() as history:
        assert len(history.sessions()) == 1


def test_people_are_listed_renamed_and_deleted():
    practised("Ann", "a")
    practised("Bo", "b")
    listed = run("people").output
    assert "Ann" in listed
    assert "Bo" in listed
    change_settings(person="Ann")
    assert "Ann is called Zoë from now on." in run("people", "rename", "ann", "Zoë").output
    assert read_settings().person == "Zoë"
    assert "Nothing was deleted." in run("people", "delete", "Zoë", text="n\n").output
    assert "with 1 session" in run("people", "delete", "Zoë", text="y\n").output
    assert read_settings().person is None
    assert "Zoë" not in run("people", "list").output


def test_sessions_that_cannot_be_read_are_not_said_to_be_none():
    practised("Ann", "a")
    use_person("Ann")
    history_file().write_bytes(b"no database at all")
    use_person(None)
    (line,) = (line for line in run("people").output.splitlines() if line.startswith("Ann"))
    assert line.split() == ["Ann", "-", "-"]
    told = json.loads(run("people", "--json").stdout)["people"]
    assert [person["sessions"] for person in told] == [0, None]


def test_who_was_remembered_and_is_gone_leaves_the_owner():
    change_settings(person="Ann")
    use_remembered_person()
    assert person_in_use() is None
    practised("Ann", "a")
    use_remembered_person()
    assert there(person_in_use()).name == "Ann"


def test_people_are_told_in_the_language_in_use():
    practised("Ann", "a")
    with pseudo_language():
        told = "".join(
            run(*words, text="n\n").output
            for words in (
                ["people"],
                ["people", "delete", "Ann"],
                ["people", "rename", "Ann", "Bo"],
            )
        )
    assert untranslated(told, "Ann", "Bo", "Nov", "[y/N]") == []
