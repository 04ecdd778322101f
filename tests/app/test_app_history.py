"""The jobs about the history, and the commands that call them."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from tests.shared import told
from typer.testing import CliRunner

from benchmarks import history as generator
from matside.app import history as jobs
from matside.cli.history import history_app
from matside.errors import HistoryError, UsageError
from matside.record.history.sessions import History

FIRST = datetime(2025, 1, 6, 7, 30, tzinfo=UTC)
TODAY = date(2025, 1, 31)


def agreed(_question: str) -> bool:
    return True


@pytest.fixture(autouse=True)
def own(tmp_path, monkeypatch) -> Path:
    """matside's own folder, empty."""
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "data"))
    return tmp_path / "data"


@pytest.fixture
def path(own) -> Path:
    """A history of three weeks, a session a day."""
    path = own / "history.sqlite3"
    generator.fill(path, 21, first=FIRST)
    return path


@pytest.mark.usefixtures("path")
def test_sessions_are_listed_with_the_names_of_their_exercises(said):
    jobs.list_sessions(limit=2)
    text = said()
    assert "21 2025-01-26 Knees to chest" in text
    assert "20 2025-01-25 Knees to chest" in text
    assert "19 2025-01-24" not in text
    assert "Cat-cow" in text


def test_sessions_are_chosen_by_exercise_and_day(path, said):
    options: dict[str, Any] = {"exercise": "cat cow", "since": "7d", "today": TODAY}
    jobs.list_sessions(**options)
    text = said()
    assert "2025-01-24" in text
    assert "2025-01-23" not in text


def test_an_exercise_that_nobody_knows_is_refused(path):
    with pytest.raises(UsageError, match="fly"):
        jobs.list_sessions(exercise="fly")


def test_an_empty_history_says_what_fills_it(said):
    jobs.list_sessions()
    jobs.show_progress()
    assert said().count("There are no sessions in the history yet") == 2


def test_none_that_fits_is_told_apart_from_an_empty_history(path, said):
    jobs.list_sessions(since="2026-01-01")
    assert "No session in the history is like that" in said()


def test_a_session_is_shown(path, said):
    jobs.show_session(3)
    text = said()
    assert "Session 3, practice, begun 2025-01-0" in text
    assert "One knee to the chest left" in text
    with pytest.raises(HistoryError, match="no session 99"):
        jobs.show_session(99)


def test_progress_is_told_of_all_and_of_one(path, said):
    jobs.show_progress(today=TODAY)
    text = said()
    assert "21 sessions in 3 weeks, 3 h 30 min in all. 3 weeks in a row" in text
    assert "Kneeling thoracic rotation" in text
    alone = told(jobs.show_progress, "cat cow", today=TODAY)
    assert "21 sessions in 3 weeks, 52 min in all." in alone
    assert "thoracic" not in alone


def test_out_in_and_gone(path, tmp_path, said):
    file = tmp_path / "all.json"
    jobs.export_history(file)
    assert jobs.delete_sessions("all", confirm=agreed) is True
    jobs.import_history(file)
    jobs.import_history(file)
    text = said()
    assert f"21 sessions exported to {file}." in text
    assert "21 sessions deleted." in text
    assert "21 sessions added, 0 brought up to date, 0 known already." in text
    assert "0 sessions added, 0 brought up to date, 21 known already." in text
    assert json.loads(file.read_text("utf-8"))["format"] == "matside-history"


def test_deleting_asks_and_takes_no_for_an_answer(path, said):
    asked = []

    def no(question: str) -> bool:
        asked.append(question)
        return False

    assert jobs.delete_sessions("4", confirm=no) is False
    assert jobs.delete_sessions("all", confirm=no) is False
    assert asked == [
        "Delete session 4 of 2025-01-09 for good?",
        "Delete all 21 sessions for good?",
    ]
    with History.open(path) as history:
        assert len(history.sessions()) == 21
    assert "Nothing was deleted." in said()


def test_one_session_is_deleted(path, said):
    assert jobs.delete_sessions("4", confirm=agreed) is True
    with History.open(path) as history:
        assert 4 not in [session.number for session in history.sessions()]
    assert "1 session deleted." in said()


@pytest.mark.parametrize(("which", "error"), [("four", UsageError), ("99", HistoryError)])
def test_what_is_no_session_is_not_deleted(path, which, error):
    with pytest.raises(error):
        jobs.delete_sessions(which, confirm=agreed)


def test_deleting_from_an_empty_history_is_no_error():
    assert jobs.delete_sessions("all", confirm=agreed) is False


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2025-01-02", date(2025, 1, 2)),
        ("10d", date(2025, 1, 21)),
        (" 2W ", date(2025, 1, 17)),
        ("0d", TODAY),
    ],
)
def test_days_that_a_person_names(text, day):
    assert jobs.day_of(text, TODAY) == day


@pytest.mark.parametrize("text", ["", "yesterday", "2025-02-30", "5", "999999w", "-3d"])
def test_what_is_no_day_is_refused(text):
    with pytest.raises(UsageError, match=r"is no day: give one such as 2025-01-31"):
        jobs.day_of(text, TODAY)


@pytest.fixture
def run(path, monkeypatch, own_account):
    """Return a caller of the commands; what a person answers may be given."""
    monkeypatch.setenv("COLUMNS", "120")

    def call(*arguments: str, answer: str = "") -> str:
        done = CliRunner().invoke(
            history_app, list(arguments), input=answer, catch_exceptions=False
        )
        assert done.exit_code == 0, done.output
        return done.stdout

    return call


def test_the_commands_do_the_jobs(run, path, tmp_path):
    assert " 21  2025-01-26" in run("--limit", "1")
    assert " 20  2025-01-25" not in run("--limit", "1")
    assert "2025-01-26" in run("-e", "childs_pose", "--since", "2025-01-26")
    assert "Session 2, practice" in run("show", "2")
    assert "Cat-cow  21 sessions" in run("progress")
    assert "Child" not in run("progress", "cat_cow")
    assert run("path") == f"{path}\n"
    file = tmp_path / "out.json"
    assert "21 sessions exported" in run("export", str(file))
    assert "Nothing was deleted." in run("delete", "all", answer="n\n")
    assert "21 sessions deleted." in run("delete", "all", "--yes")
    assert "There are no sessions" in run()
    assert "21 sessions added" in run("import", str(file))
    assert "Session 23, practice" in run("show", "23"), "no number is given twice"
    assert "1 session deleted." in run("delete", "23", answer="y\n")


def test_the_commands_list_no_more_than_a_screen_or_two(run):
    assert run().count("practice") == 20


def test_a_session_whose_files_are_matsides_own_takes_them_along(run, path):
    folder = path.parent / "sessions" / "one"
    folder.mkdir(parents=True)
    (folder / "trace.jsonl.gz").touch()
    with History.open(path) as history, history.writing() as connection:
        connection.execute("UPDATE sessions SET folder = ? WHERE number = 1", (str(folder),))
    run("delete", "1", "--yes")
    assert not folder.exists()


def test_folders_elsewhere_are_named_when_they_stay(run, path, tmp_path):
    folder = tmp_path / "my results"
    folder.mkdir()
    (folder / "summary.json").write_text("{}", encoding="utf-8")
    with History.open(path) as history, history.writing() as connection:
        connection.execute("UPDATE sessions SET folder = ? WHERE number = 1", (str(folder),))
    assert f"delete it yourself if you want to: {folder}" in run("delete", "all", "--yes")
    assert folder.exists()


def test_the_benchmark_measures_checkpoints(tmp_path):
    taken_ms = generator.checkpoints(tmp_path / "h.sqlite3", count=3)
    assert len(taken_ms) == 3
    with History.open(tmp_path / "h.sqlite3") as history:
        assert history.session(1).practised.length_s == 1802.0


@pytest.mark.usefixtures("path")
def test_the_same_is_told_as_json():
    sessions = json.loads(told(jobs.list_sessions, limit=2, as_json=True))["sessions"]
    assert [one["number"] for one in sessions] == [21, 20]
    assert sessions[0]["session"]["sections"][0]["exercise"]
    shown = json.loads(told(jobs.show_session, 3, as_json=True))
    assert shown["session"]["number"] == 3
    assert shown["summary"]["sections"]
    progress = json.loads(told(jobs.show_progress, today=TODAY, as_json=True))
    assert progress["sessions"] == 21
    assert progress["exercises"][0]["measures"][0]["measure"].endswith(("_deg", "_ratio"))


def test_nothing_at_all_is_json_too():
    assert json.loads(told(jobs.list_sessions, as_json=True)) == {"sessions": []}
