"""Deleting sessions: no byte is left of them, and nothing else goes."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from tests.record.history_samples import bytes_of, file, kept, remark, section

from matside.errors import HistoryError
from matside.record.history.sessions import History

MARK = b"a-word-found-nowhere-else"


def marked(history: History, day: int = 0) -> None:
    mark = MARK.decode()
    part = section(f"ex-{mark}")
    kept(history, day, source=mark, summary=file(sections=(part,), notices=(remark(mark),) * 500))


def test_deleting_leaves_no_byte_behind(tmp_path, history):
    kept(history, 0)
    marked(history, 1)
    kept(history, 2)
    assert MARK in bytes_of(tmp_path)
    assert history.delete([2]).erased
    assert MARK not in bytes_of(tmp_path)
    assert [stored.number for stored in history.sessions()] == [3, 1]
    history.close()
    assert MARK not in bytes_of(tmp_path)


def test_deleting_all_leaves_an_empty_history_that_goes_on(tmp_path, history):
    for day in range(5):
        marked(history, day)
    assert history.delete(range(1, 6)).erased
    assert MARK not in bytes_of(tmp_path)
    assert history.sessions() == []
    kept(history)
    assert len(history.sessions()) == 1


def test_while_another_program_reads_traces_are_left_and_told(tmp_path, history, path):
    marked(history)
    with sqlite3.connect(path, isolation_level=None) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM sessions").fetchone()
        with history.reading() as connection:
            connection.execute("PRAGMA busy_timeout = 50")
        assert not history.delete([1]).erased
        assert history.sessions() == []
        reader.execute("ROLLBACK")
    reader.close()
    assert history.delete(()).erased
    assert MARK not in bytes_of(tmp_path)


def folder_of(tmp_path: Path, name: str) -> Path:
    folder = tmp_path / name
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "trace.jsonl.gz").write_bytes(b"x")
    return folder


def test_a_sessions_own_folder_goes_with_it(tmp_path):
    own = tmp_path / "data"
    inside, outside = folder_of(own, "sessions/a"), folder_of(tmp_path, "mine/a")
    with History.open(own / "history.sqlite3") as history:
        kept(history, 0, folder=inside)
        kept(history, 1, folder=outside)
        history.delete([1, 2], own_folder=own)
        assert not inside.exists()
        assert outside.exists()
        assert history.sessions() == []


def test_folders_outside_the_data_folder_stay_whatever_they_are_called(tmp_path):
    own, other = tmp_path / "data", folder_of(tmp_path, "data-of-others/a")
    own.mkdir()
    (own / "link").symlink_to(other, target_is_directory=True)
    with History.open(own / "history.sqlite3") as history:
        for folder in (other, own / ".." / "data-of-others" / "a", own / "link", own, own / ".."):
            kept(history, folder=folder)
        history.delete(range(1, 6), own_folder=own)
        assert (other / "trace.jsonl.gz").exists()
        assert (own / "history.sqlite3").exists()
        assert history.sessions() == []


def test_the_folder_that_holds_the_history_stays(tmp_path):
    path = tmp_path / "inner" / "history.sqlite3"
    with History.open(path) as history:
        kept(history, folder=path.parent)
        history.delete([1], own_folder=tmp_path)
    assert path.exists()


def test_a_folder_that_another_session_uses_stays(tmp_path):
    folder = folder_of(tmp_path, "sessions/a")
    with History.open(tmp_path / "history.sqlite3") as history:
        kept(history, 0, folder=folder)
        kept(history, 1, folder=folder)
        history.delete([1], own_folder=tmp_path)
        assert folder.exists()
        history.delete([2], own_folder=tmp_path)
        assert not folder.exists()


def test_a_folder_that_cannot_be_removed_is_an_error_and_the_session_stays(tmp_path, monkeypatch):
    folder = folder_of(tmp_path, "sessions/a")

    def fail(path):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "unlink", fail)
    with History.open(tmp_path / "history.sqlite3") as history:
        kept(history, folder=folder)
        with pytest.raises(HistoryError, match=r"Cannot remove .*permission denied"):
            history.delete([1], own_folder=tmp_path)
        assert len(history.sessions()) == 1


def test_files_that_matside_did_not_write_stay_and_are_told(tmp_path):
    folder = folder_of(tmp_path, "sessions/a")
    (folder / "recording-2.mp4").write_bytes(b"x")
    (folder / "tax.pdf").write_bytes(b"x")
    with History.open(tmp_path / "history.sqlite3") as history:
        kept(history, folder=folder)
        assert history.delete([1], own_folder=tmp_path).elsewhere == (folder,)
    assert [file.name for file in folder.iterdir()] == ["tax.pdf"]


def test_an_imported_folder_makes_it_delete_nothing_else(tmp_path):
    """Whoever made the file may name any folder: the one of all sessions, or one deep in it."""
    folder_of(tmp_path, "sessions/a/b")
    for name in ("sessions", "sessions/a/b", ".", "sessions/../sessions", "sessions/a/../../other"):
        folder = folder_of(tmp_path, name)
        with History.open(tmp_path / "history.sqlite3") as history:
            session = kept(history, folder=tmp_path / name)
            history.delete([history.sessions()[0].number], own_folder=tmp_path)
        assert (folder / "trace.jsonl.gz").exists(), (name, session)


def test_a_folder_in_which_matside_wrote_nothing_is_not_told_as_its_own(tmp_path):
    with History.open(tmp_path / "history.sqlite3") as history:
        kept(history, folder=Path(tmp_path.anchor))
        assert history.delete([1], own_folder=tmp_path).elsewhere == ()


def test_an_imported_folder_that_cannot_be_a_path_keeps_nothing_from_going(tmp_path):
    with History.open(tmp_path / "history.sqlite3") as history:
        kept(history, folder=Path("a\0b"))
        assert history.delete([1], own_folder=tmp_path).erased
        assert history.sessions() == []


def test_a_folder_that_is_gone_already_is_no_error(tmp_path):
    with History.open(tmp_path / "history.sqlite3") as history:
        kept(history, folder=tmp_path / "sessions" / "gone")
        assert history.delete([1], own_folder=tmp_path).erased
