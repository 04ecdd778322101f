"""Files of other versions: a newer one is refused, an older one is brought up to date."""

from __future__ import annotations

import json
import sqlite3
from pathlib import Path

import pytest
from history_samples import file, is_whole, start

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
            given = {"summary": file().model_dump_json()} if ":summary" in statement else {}
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
        assert seven.pain_after == 2
        (part,) = seven.practised.sections
        assert (part.holds, part.faults) == (2, {"head_up": 2, "restless": 1})
        assert history.summary(7) == file()
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
