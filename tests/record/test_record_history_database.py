"""Where the history lies, who may read and write it, what is no history, and how it is closed."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
import tempfile
from pathlib import Path

import pytest
from tests.record.history_samples import child, start

from matside.errors import HistoryError
from matside.record.history import database
from matside.record.history.database import (
    FOLDER_VARIABLE,
    history_file,
    own_folder,
    owner_only,
)
from matside.record.history.sessions import History

BARRED = """
import os, sys
from pathlib import Path
from tests.record.history_samples import start
from matside.errors import HistoryError
from matside.record.history.sessions import History
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
try:
    with History.open(Path(sys.argv[1])) as history:
        history.begin(start())
except HistoryError as error:
    print(error)
"""


def test_it_lies_where_the_system_keeps_a_persons_data(monkeypatch, tmp_path):
    monkeypatch.delenv("MATSIDE_DATA", raising=False)
    monkeypatch.setattr("platformdirs.user_data_dir", lambda name, **_: str(tmp_path / name))
    assert history_file() == tmp_path / "matside" / "history.sqlite3"
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "other"))
    assert own_folder() == tmp_path / "other"
    History.open().close()
    assert (tmp_path / "other" / "history.sqlite3").exists()


@pytest.mark.skipif(os.name == "nt", reason="rights are another matter on Windows")
@pytest.mark.parametrize("there", [False, True])
def test_a_folder_that_can_only_be_read_is_told_in_one_sentence(there):
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "data"
        if there:
            History.open(folder / "history.sqlite3").close()
        else:
            folder.mkdir()
        Path(name).chmod(0o755)
        folder.chmod(0o555)
        if there:
            (folder / "history.sqlite3").chmod(0o444)
        process = child(BARRED, folder / "history.sqlite3")
        told, _ = process.communicate(timeout=60)
        folder.chmod(0o755)
    assert told.startswith(f"Cannot use the history {folder / 'history.sqlite3'}: you may not")
    assert "MATSIDE_DATA" in told


@pytest.mark.skipif(os.name == "nt", reason="rights are another matter on Windows")
def test_nobody_else_may_read_it(tmp_path):
    path = tmp_path / "data" / "history.sqlite3"
    with History.open(path) as history:
        history.begin(start())
        files = [*path.parent.iterdir(), path.parent]
        assert len(files) == 4, "the file, its log, its index, the folder"
        assert [file.stat().st_mode & 0o077 for file in files] == [0] * 4


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_what_lies_in_matsides_own_folder_is_its_owners_alone(tmp_path, monkeypatch):
    monkeypatch.delenv(FOLDER_VARIABLE, raising=False)
    monkeypatch.setattr(database, "own_folder", lambda: tmp_path / "own")
    old = tmp_path / "own" / "sessions" / "old"
    old.mkdir(parents=True, mode=0o755)
    (old / "recording.mp4").write_bytes(b"x")
    new = tmp_path / "own" / "sessions" / "new"
    before = os.umask(0o022)
    try:
        with owner_only():
            new.mkdir()
            (new / "trace.jsonl.gz").write_bytes(b"x")
        (tmp_path / "elsewhere").write_bytes(b"x")
    finally:
        os.umask(before)
    rights = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.rglob("*")}
    folders = {"own": 0o700, "sessions": 0o700, "old": 0o700, "new": 0o700}
    assert rights == folders | {
        "recording.mp4": 0o600,
        "trace.jsonl.gz": 0o600,
        "elsewhere": 0o644,
    }


@pytest.mark.skipif(os.name == "nt", reason="Windows has other rights")
def test_a_folder_that_a_person_names_keeps_its_own_rights(tmp_path, monkeypatch):
    tmp_path.chmod(0o755)
    (tmp_path / "sessions").mkdir(mode=0o755)
    monkeypatch.setenv(FOLDER_VARIABLE, str(tmp_path))
    with owner_only():
        pass
    assert stat.S_IMODE(tmp_path.stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / "sessions").stat().st_mode) == 0o700


def test_a_folder_in_the_way_is_told(tmp_path):
    with pytest.raises(HistoryError, match=r"in the way"):
        History.open(tmp_path)
    (tmp_path / "file").touch()
    with pytest.raises(HistoryError, match=r"in the way"):
        History.open(tmp_path / "file" / "history.sqlite3")


@pytest.mark.parametrize("content", [b"not a database at all" * 100, b"SQLite format 3\0" * 300])
def test_a_file_that_is_no_database_is_told_and_left_as_it_is(path, content):
    path.write_bytes(content)
    with pytest.raises(HistoryError, match=r"damaged or is not matside's; move it away"):
        History.open(path)
    assert path.read_bytes() == content


def test_another_programs_database_is_left_alone(path):
    with sqlite3.connect(path) as database:
        database.execute("CREATE TABLE sessions (number)")
    database.close()
    before = path.read_bytes()
    with pytest.raises(HistoryError, match="the database of another program"):
        History.open(path)
    assert path.read_bytes() == before


def test_a_copy_of_the_file_is_all_there_is(path, tmp_path):
    with History.open(path) as history:
        history.begin(start())
    assert [file.name for file in tmp_path.iterdir()] == ["history.sqlite3"], "closed: no log left"
    shutil.copy(path, tmp_path / "copy.sqlite3")
    with History.open(tmp_path / "copy.sqlite3") as history:
        assert len(history.sessions()) == 1


def test_closing_twice_is_harmless(path):
    history = History.open(path)
    history.close()
    history.close()
