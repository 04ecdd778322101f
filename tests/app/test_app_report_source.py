"""Sessions by folder, trace or number."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from matside.app.report_source import session_path
from matside.errors import HistoryError
from matside.record.history.sessions import History
from matside.record.history.stored import SessionStart


@pytest.fixture(autouse=True)
def data(tmp_path, monkeypatch):
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "data"))
    monkeypatch.chdir(tmp_path)


def begun(folder: Path | None) -> None:
    start = SessionStart(
        kind="practice",
        started=datetime(2026, 1, 5, tzinfo=UTC),
        source="camera 0",
        matside="1",
        folder=folder,
    )
    with History.open() as history:
        history.begin(start)


@pytest.mark.parametrize("name", ["clips/monday", "trace.jsonl.gz", "007b"])
def test_what_is_no_number_is_a_path(name):
    assert session_path(Path(name)) == Path(name)


def test_a_number_is_looked_up(tmp_path):
    (tmp_path / "kept").mkdir()
    begun(tmp_path / "kept")
    assert session_path(Path("1")) == tmp_path / "kept"


def test_a_folder_that_is_called_like_a_number_is_meant(tmp_path):
    (tmp_path / "1").mkdir()
    begun(None)
    assert session_path(Path("1")) == Path("1")


@pytest.mark.parametrize(("folder", "found"), [(None, "was not kept"), (Path("gone"), "is gone")])
def test_what_is_left_of_a_session_is_told(tmp_path, folder, found):
    begun(folder and tmp_path / folder)
    with pytest.raises(HistoryError, match=found):
        session_path(Path("1"))


def test_an_unknown_number_is_told():
    with pytest.raises(HistoryError, match="no session 4"):
        session_path(Path("4"))
