"""What a person says of a session stands beside what was measured, and goes out and in with it."""

from __future__ import annotations

import csv
import io

import pytest
from tests.record.history_samples import file, section, start

from matside.body.landmark import Side
from matside.errors import HistoryError
from matside.record.history.exchange import Imported, export, import_file
from matside.record.history.sessions import History

NOTE = "The knee\nwas stiff; = 'é'."


@pytest.fixture
def history(path):
    with History.open(path, clock=lambda: 1000.0) as history:
        history.begin(start(id="one"))
        sections = (section(), section("cat_cow", reps={None: 5}, holds=()))
        history.finish("one", file(sections=sections))
        yield history


def test_a_correction_stands_beside_what_was_measured(history) -> None:
    before = history.summary(1)
    history.correct(1, "cat_cow", None, 7)
    history.correct(1, "knees_to_chest", Side.LEFT, 0)
    history.correct(1, "knees_to_chest", Side.RIGHT, 9)
    history.correct(1, "knees_to_chest", Side.RIGHT, 2)  # the last word counts
    practised = history.session(1).practised
    assert practised.measured("cat_cow") == {None: 5}
    assert practised.counted("cat_cow") == {None: 7}
    assert practised.counted("knees_to_chest") == {Side.LEFT: 0, Side.RIGHT: 2}
    assert history.summary(1) == before
    history.correct(1, "cat_cow", None, None)
    assert history.session(1).practised.counted("cat_cow") == {None: 5}


def test_it_outlives_another_analysis_of_the_same_session(history) -> None:
    history.correct(1, "cat_cow", None, 7)
    history.note(1, NOTE)
    history.finish("one", file(sections=(section("cat_cow", reps={None: 6}, holds=()),)))
    session = history.session(1)
    assert session.practised.measured("cat_cow") == {None: 6}
    assert session.practised.counted("cat_cow") == {None: 7}
    assert "stiff" in session.note


def test_a_note_is_replaced_and_taken_back(history) -> None:
    history.note(1, "a")
    history.note(1, "b")
    assert history.session(1).note == "b"
    history.note(1, "")
    assert history.session(1).note == ""


def test_it_goes_with_its_session(history) -> None:
    history.correct(1, "cat_cow", None, 7)
    history.delete([1])
    with history.reading() as connection:
        assert connection.execute("SELECT count(*) FROM corrections").fetchone() == (0,)


def test_out_and_in_again(history, tmp_path) -> None:
    history.note(1, NOTE)
    history.correct(1, "knees_to_chest", Side.LEFT, 3)
    before = history.session(1)
    for ending in ("json", "csv"):
        export(history, tmp_path / f"all.{ending}", matside="1")
    history.delete([1])
    assert import_file(history, tmp_path / "all.json") == Imported(added=1)
    (again,) = history.sessions()
    assert (again.note, again.practised) == (before.note, before.practised)
    text = (tmp_path / "all.csv").read_text("utf-8")
    first, second = csv.DictReader(io.StringIO(text))
    assert (first["left_reps"], first["corrected_left_reps"]) == ("1", "3")
    assert first["corrected_right_reps"] == second["corrected_left_reps"] == ""
    assert (before.note, first["note"]) == (NOTE, NOTE)


def test_the_later_of_two_machines_is_known(history, tmp_path) -> None:
    other = tmp_path / "other" / "history.sqlite3"
    export(history, tmp_path / "first.json", matside="1")
    with History.open(other, clock=lambda: 2000.0) as elsewhere:
        import_file(elsewhere, tmp_path / "first.json")
        elsewhere.note(1, "written there")
        export(elsewhere, tmp_path / "second.json", matside="1")
    assert import_file(history, tmp_path / "second.json") == Imported(updated=1)
    assert history.session(1).note == "written there"


def test_nothing_can_be_said_of_a_session_that_is_not_there(history) -> None:
    for say in (lambda: history.note(7, "x"), lambda: history.correct(7, "cat_cow", None, 1)):
        with pytest.raises(HistoryError, match="no session 7"):
            say()
