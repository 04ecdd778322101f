"""Files of other versions: a newer one is refused, and one whose tables cannot be made."""

from __future__ import annotations

import sqlite3

import pytest

from matside.errors import HistoryError
from matside.record.history import tables
from matside.record.history.sessions import History
from matside.record.history.tables import VERSION


def test_a_newer_file_is_refused_and_left_as_it_is(path):
    History.open(path).close()
    with sqlite3.connect(path) as database:
        database.execute(f"PRAGMA user_version = {VERSION + 1}")
    database.close()
    before = path.read_bytes()
    with pytest.raises(HistoryError, match=r"written by a newer matside .* bring matside up to"):
        History.open(path)
    assert path.read_bytes() == before


def test_a_table_that_cannot_be_made_leaves_the_file_empty(path, monkeypatch):
    with monkeypatch.context() as broken:
        broken.setattr(tables, "_TABLES", (*tables._TABLES, "CREATE TABLE holds (twice)"))
        with pytest.raises(HistoryError, match="damaged or is not matside's"):
            History.open(path)
    with History.open(path) as history:
        assert history.sessions() == []
