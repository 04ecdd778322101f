"""Notes and corrections: by command and by the page, through the same functions."""

from __future__ import annotations

from datetime import date
from urllib.parse import urlencode

import pytest
from tests.page import page_rig, page_sessions
from tests.typed import there
from typer.testing import CliRunner

from matside.app.history import history_progress
from matside.app.remarks import (
    correct_session,
    correctable,
    note_session,
    remarks,
    session_labels,
    stored_in,
)
from matside.body.landmark import Side
from matside.cli.history import history_app
from matside.errors import UsageError
from matside.record.history.sessions import History
from matside.record.history.stored import MOST_NOTE


@pytest.fixture
def stored(tmp_path, monkeypatch, own_account):
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "own"))
    page_sessions.store(page_sessions.held())
    page_sessions.store(page_sessions.counted(), day=1, report="<p>")


def session(number: int):
    with History.open() as history:
        return history.session(number)


def test_remarks_are_sentences_with_what_was_measured(stored) -> None:
    note_session(1, "  Stiff today. ")
    told = correct_session(1, "knees to chest", 4, Side.LEFT)
    assert remarks(told, session_labels([told])) == (
        "Note: Stiff today.",
        "Knees to chest, left: 4, corrected (measured: 1)",
    )


def test_what_was_said_of_a_session_is_found_by_its_folder(stored) -> None:
    told = correct_session(2, "cat-cow", 9)
    found = there(stored_in(there(told.start.folder)))
    assert remarks(found, session_labels([found])) == ("Cat-cow: 9, corrected (measured: 7)",)
    assert stored_in(there(told.start.folder).parent) is None


def test_progress_counts_what_was_corrected_and_says_so(stored) -> None:
    correct_session(2, "cat-cow", 9)
    progress, _ = there(history_progress("cat-cow", today=date(2025, 1, 20)))
    (exercise,) = progress.exercises
    assert sum(week.reps for week in exercise.weeks) == 9
    assert exercise.corrected == 1


def test_a_count_can_be_given_to_the_side_on_which_nothing_was_counted(stored) -> None:
    one_sided = page_sessions.held().replace(reps={Side.LEFT: 3})
    number, _ = page_sessions.store(one_sided, day=2)
    correct_session(number, "knees_to_chest", 1, Side.LEFT)
    told = correct_session(number, "knees_to_chest", 2, Side.RIGHT)
    assert told.practised.counted("knees_to_chest") == {Side.LEFT: 1, Side.RIGHT: 2}
    assert remarks(told, session_labels([told])) == (
        "Knees to chest, left: 1, corrected (measured: 3)",
        "Knees to chest, right: 2, corrected (measured: 0)",
    )


def test_both_ways_of_an_exercise_can_be_corrected_in_one_session(stored) -> None:
    both = page_sessions.held().replace(reps={None: 1, Side.LEFT: 2})
    number, _ = page_sessions.store(both, day=2)
    assert correctable(session(number), "knees_to_chest") == (None, Side.LEFT, Side.RIGHT)
    correct_session(number, "knees_to_chest", 4, None)
    told = correct_session(number, "knees_to_chest", 3, Side.LEFT)
    assert remarks(told, session_labels([told])) == (
        "Both knees to the chest: 4, corrected (measured: 1)",
        "Knees to chest, left: 3, corrected (measured: 2)",
    )


@pytest.mark.parametrize(
    ("number", "exercise", "count", "side", "says"),
    [
        (1, "cat-cow", 3, None, "does not show"),
        (1, "knees-to-chest", 3, None, "name it with --side left or --side right"),
        (2, "cat-cow", 3, Side.LEFT, "leave the side out"),
        (2, "cat-cow", -1, None, "from 0 to 9999"),
        (2, "somersault", 1, None, "somersault"),
    ],
)
def test_what_makes_no_sense_is_told(stored, number, exercise, count, side, says) -> None:
    with pytest.raises(UsageError, match=says):
        correct_session(number, exercise, count, side)
    assert session(number).practised.corrected == {}


def test_a_note_has_an_end(stored) -> None:
    with pytest.raises(UsageError, match="shorten it"):
        note_session(1, "x" * (MOST_NOTE + 1))


def test_by_command(stored) -> None:
    def run(*words: str) -> str:
        done = CliRunner().invoke(history_app, list(words), catch_exceptions=False)
        assert done.exit_code == 0, done.output
        return " ".join(done.output.split())

    assert "Note: Stiff." in run("note", "1", "Stiff.")
    assert "left: 2, corrected" in run("correct", "1", "knees-to-chest", "2", "--side", "left")
    assert "Note: Stiff." in run("show", "1")
    assert "corrected" in run()
    run("correct", "1", "knees-to-chest", "--side", "left")
    assert "as they were measured" in run("note", "1", "")


def test_by_the_page(stored) -> None:
    served = page_rig.start()
    try:
        served.enter()
        form = urlencode({"note": "Knie: müde"}).encode()
        assert served.post("/history/1/note", form).status == 303
        form = urlencode({"exercise": "knees_to_chest", "side": "left", "count": "5"}).encode()
        assert served.post("/history/1/correct", form).status == 303
        page = served.get("/history/1").text
        assert "Knie: müde" in page
        assert "left: 5, corrected (measured: 1)" in page
        assert "corrected" in served.get("/history").text
        back = urlencode({"exercise": "knees_to_chest", "side": "left", "count": ""}).encode()
        assert served.post("/history/1/correct", back).status == 303
        assert session(1).practised.corrected == {}
        for bad in ({"side": "up"}, {"count": "-1"}, {"count": "many"}):
            told = {"exercise": "knees_to_chest", "side": "left", "count": "5"} | bad
            assert served.post("/history/1/correct", urlencode(told).encode()).status == 400
    finally:
        page_rig.stop(served)
