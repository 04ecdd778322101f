"""Files of other versions: a newer one is refused, an older one is brought up to date."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from tests.record.history_samples import is_whole, start
from tests.record.version_1 import summary_of_1
from tests.typed import there

from matside.body.landmark import Side
from matside.coach.summary import NoticeKind, Range
from matside.errors import HistoryError
from matside.record.history import migrations
from matside.record.history.database import APPLICATION_ID, connect
from matside.record.history.migrations import VERSION, migrate
from matside.record.history.sessions import History
from matside.record.history.stored import State


def test_a_newer_file_is_refused_and_left_as_it_is(path):
    History.open(path).close()
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA user_version = {VERSION + 1}")
    database.close()
    with pytest.raises(HistoryError, match=r"written by a newer matside .* bring matside up to"):
        History.open(path)


VERSION_1 = """
CREATE TABLE sessions (
    number INTEGER PRIMARY KEY AUTOINCREMENT, id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL CHECK (kind IN ('practice', 'analysis')),
    started TEXT NOT NULL, started_s REAL NOT NULL, source TEXT NOT NULL, folder TEXT,
    exercise TEXT, pain_before INTEGER CHECK (pain_before BETWEEN 0 AND 10),
    pain_after INTEGER CHECK (pain_after BETWEEN 0 AND 10), matside TEXT NOT NULL,
    seen_s REAL NOT NULL, ended_s REAL, summary TEXT
);
INSERT INTO sessions VALUES (7, 'seven', 'practice', '2025-01-31T07:30:00+01:00', 1738305000.0,
    'Camera 0', NULL, 'cat_cow', 3, 2, '0.1.0', 1738305100.0, 1738305100.0, :summary);
INSERT INTO sessions VALUES (9, 'nine', 'analysis', '2025-02-01T07:30:00+01:00', 1738391400.0,
    'a.mp4', NULL, NULL, NULL, NULL, '0.1.0', 1738391400.0, NULL, NULL);
"""


def version_1(path: Path) -> None:
    with sqlite3.connect(path) as database:
        for statement in VERSION_1.split(";\n"):
            given = {"summary": json.dumps(summary_of_1())} if ":summary" in statement else {}
            database.execute(statement, given)
        database.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        database.execute("PRAGMA user_version = 1")
    database.close()


def test_a_file_of_version_1_is_brought_up_to_date(path):
    version_1(path)
    with History.open(path) as history:
        nine, seven = history.sessions()
        assert (nine.number, nine.state, nine.practised.sections) == (9, State.INTERRUPTED, ())
        assert seven.number == 7
        assert seven.practised.pain_after == 2
        knees, cat_cow = seven.practised.sections
        assert (knees.holds, knees.held_s, knees.faults) == (2, 36.0, {"head_up": 1})
        assert (knees.reps, cat_cow.reps) == ({Side.LEFT: 2}, {None: 5})
        assert knees.ranges == {"left_hip_flexion_deg": Range(low=80.0, high=121.0)}
        assert cat_cow.ranges["spinal_curve_deg"] == Range(low=-45.5, high=46.5)
        assert there(history.summary(7)).notices[0].kind is NoticeKind.REMARK
        begun = start()
        history.begin(begun)
        assert {stored.number for stored in history.sessions()} == {7, 9, 10}
    with sqlite3.connect(path) as database:
        assert database.execute("PRAGMA user_version").fetchone() == (VERSION,)
    database.close()
    assert is_whole(path)


def test_a_step_that_fails_leaves_the_file_as_it_was(path):
    version_1(path)

    def fail(connection: sqlite3.Connection) -> None:
        raise sqlite3.OperationalError

    connection = connect(path)
    with pytest.raises(sqlite3.OperationalError):
        migrate(path, connection, (*migrations.STEPS, fail))
    assert connection.execute("PRAGMA user_version").fetchone() == (1,)
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_master WHERE name = 'holds'")
    connection.close()
    assert tables == (0,)
    with History.open(path) as history:
        assert len(history.sessions()) == 2


def test_migrated_and_new_files_have_the_same_tables(tmp_path):
    version_1(tmp_path / "old")
    texts = []
    for name in ("old", "new"):
        with History.open(tmp_path / name) as history, history.reading() as connection:
            rows = connection.execute("SELECT type, name FROM sqlite_master ORDER BY name")
            columns = connection.execute("SELECT name FROM pragma_table_info('sessions')")
            texts.append(json.dumps([rows.fetchall(), columns.fetchall()]))
    assert texts[0] == texts[1]


def made_by_version_2(path: Path) -> None:
    """Leave a history as version 2 of the file was: with derived tables of old summaries."""
    version_1(path)
    connection = connect(path)
    migrate(path, connection, migrations.STEPS[:2])
    connection.execute("INSERT INTO sections VALUES (7, 1, 'cat_cow', 'Cat-cow', 0.0, 60.0)")
    connection.execute("INSERT INTO ranges VALUES (7, 1, 'spinal_curve_deg', -86.0, 40.0)")
    connection.close()


def test_old_summaries_and_what_is_derived_of_them_are_brought_up_to_date(path):
    made_by_version_2(path)
    with History.open(path) as history:
        knees, cat_cow = history.session(7).practised.sections
        assert cat_cow.ranges["spinal_curve_deg"].low == -45.5
        assert "right_hip_flexion_deg" not in knees.ranges
        with history.reading() as connection:
            query = "SELECT json_extract(summary, '$.schema_version') FROM sessions"
            assert set(connection.execute(query).fetchall()) == {(2,), (None,)}


def test_a_summary_that_is_no_json_does_not_stop_the_migration(path):
    made_by_version_2(path)
    with sqlite3.connect(path) as database:
        database.execute("UPDATE sessions SET summary = '{\"schema_version\": 1}' WHERE number = 7")
    database.close()
    with History.open(path) as history:
        assert [stored.number for stored in history.sessions()] == [9, 7]
        with pytest.raises(HistoryError, match="written by another version"):
            history.summary(7)
