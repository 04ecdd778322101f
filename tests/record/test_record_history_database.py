"""Kills, full disks, two writers, damage, other versions: the file stays whole, the words clear."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path

import pytest
from history_samples import file, heavy_file, long_file, start

from matside.errors import HistoryError
from matside.record.history import migrations
from matside.record.history.database import APPLICATION_ID, connect, history_file, own_folder
from matside.record.history.migrations import VERSION, migrate
from matside.record.history.sessions import History
from matside.record.history.stored import State

HERE = Path(__file__).parent

KILLED = """
import sys
from pathlib import Path
from history_samples import heavy_file, start
from matside.record.history.sessions import History
with History.open(Path(sys.argv[1])) as history:
    begun, heavy = start(id=sys.argv[2]), heavy_file()
    history.begin(begun)
    for frames in range(1, 100000):
        history.checkpoint(begun.id, heavy.model_copy(update={"frames": frames}))
        print(frames, flush=True)
"""

KILLED_WITHIN = """
import os, signal, sys
from pathlib import Path
from history_samples import long_file, start
from matside.record.history.sessions import History
left = int(sys.argv[2])
def tick():
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
with History.open(Path(sys.argv[1])) as history:
    history.begin(start(id="one"))
    history.checkpoint("one", long_file(1))
    history._connection.execute("PRAGMA cache_size = 4")  # so that it writes before it commits
    print(1, flush=True)
    history._connection.set_progress_handler(tick, 100)
    for frames in range(2, 1000):
        history.checkpoint("one", long_file(frames))
        print(frames, flush=True)
"""

WRITER = """
import sys
from pathlib import Path
from history_samples import file, start
from matside.record.history.sessions import History
print("ready", flush=True)
sys.stdin.readline()
with History.open(Path(sys.argv[1])) as history:
    for number in range(5):
        begun = start(id=f"{sys.argv[2]}-{number}")
        history.begin(begun)
        for frames in range(1, 21):
            history.checkpoint(begun.id, file(frames))
        history.finish(begun.id, file(300))
"""

BARRED = """
import os, sys
from pathlib import Path
from history_samples import start
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


def child(code: str, *arguments: object, **options) -> subprocess.Popen[str]:
    search = os.pathsep.join([str(HERE), *(path for path in sys.path if path)])
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": search},
        stdout=subprocess.PIPE,
        text=True,
        **options,
    )


def is_whole(path: Path) -> bool:
    with sqlite3.connect(path) as database:
        (told,) = database.execute("PRAGMA integrity_check").fetchone()
        broken = database.execute("PRAGMA foreign_key_check").fetchall()
    database.close()
    return told == "ok" and not broken


@pytest.fixture
def path(tmp_path):
    return tmp_path / "history.sqlite3"


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_kill_at_any_moment_loses_nothing_that_was_written(path):
    chance = random.Random(0)  # noqa: S311 - no secret
    for number in range(5):
        process = child(KILLED, path, f"session-{number}")
        said = [process.stdout.readline() for _ in range(2)]
        time.sleep(chance.uniform(0.0, 0.15))
        process.send_signal(signal.SIGKILL)
        said += process.communicate(timeout=60)[0].splitlines(keepends=True)
        written = int([line for line in said if line.endswith("\n")][-1])
        assert is_whole(path)
        with History.open(path, clock=lambda: time.time() + 60.0) as history:
            assert len(history.sessions()) == number + 1
            (stored,) = (s for s in history.sessions() if s.start.id == f"session-{number}")
            assert stored.state is State.INTERRUPTED
            told = history.summary(stored.number)
            assert told is not None
            assert written <= told.frames <= written + 1
            assert told == heavy_file().model_copy(update={"frames": told.frames})
            assert [part.holds for part in stored.practised.sections] == [2]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
@pytest.mark.parametrize("steps", [1, 40, 90, 200, 317, 500])
def test_a_kill_within_a_write_leaves_what_was_there_before(path, steps):
    process = child(KILLED_WITHIN, path, steps)
    written = int(process.communicate(timeout=60)[0].splitlines()[-1])
    assert process.returncode == -signal.SIGKILL
    assert is_whole(path)
    with History.open(path) as history:
        assert history.summary(1) == long_file(written)
        parts = history.session(1).practised.sections
        assert [part.holds for part in parts] == [200, 200]


def test_two_programs_write_at_once(path):
    writers = [child(WRITER, path, name, stdin=subprocess.PIPE) for name in "ab"]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    for writer in writers:
        writer.communicate(timeout=120)
        assert writer.returncode == 0
    assert is_whole(path)
    with History.open(path) as history:
        assert {stored.start.id for stored in history.sessions()} == {
            f"{name}-{number}" for name in "ab" for number in range(5)
        }
        assert all(stored.state is State.FINISHED for stored in history.sessions())


def write_until_it_fails(history: History) -> tuple[str, int]:
    """Write ever longer sessions; return what was said in the end, and how many were written."""
    for number in range(10_000):
        begun = start(id=f"{number:05}")
        try:
            history.begin(begun)
            history.finish(begun.id, long_file(300))
        except HistoryError as error:
            return str(error), number
    pytest.fail("the disk should have been full")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no limits of this kind")
def test_a_disk_that_takes_no_more_is_told_and_the_file_stays_whole(path):
    import resource  # noqa: PLC0415 - not on Windows

    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    with History.open(path) as history:
        resource.setrlimit(resource.RLIMIT_FSIZE, (2_000_000, limits[1]))
        try:
            told, written = write_until_it_fails(history)
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)
        assert told.startswith(f"Cannot use the history {path}: ")
        assert "whether it is full" in told
        assert written > 2
        history.begin(start(id="afterwards"))  # the same history goes on once there is room
        assert len(history.sessions()) in (written + 1, written + 2)
    assert is_whole(path)


def test_a_full_disk_is_told_in_one_sentence(path):
    with History.open(path) as history:
        with history.writing() as connection:
            pages = connection.execute("PRAGMA page_count").fetchone()[0]
            connection.execute(f"PRAGMA max_page_count = {pages + 60}")
        told, written = write_until_it_fails(history)
        assert told == f"Cannot use the history {path}: the disk is full; free some space."
        assert len([s for s in history.sessions() if s.state is State.FINISHED]) == written
    assert is_whole(path)


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


@pytest.fixture(scope="module")
def filled(tmp_path_factory):
    path = tmp_path_factory.mktemp("filled") / "history.sqlite3"
    with History.open(path) as history:
        for day in range(20):
            begun = start(day)
            history.begin(begun)
            history.finish(begun.id, file(), pain_after=day % 10)
    return path


@pytest.mark.parametrize("seed", range(40))
def test_damage_is_told_or_does_no_harm(filled, path, seed):
    chance = random.Random(seed)  # noqa: S311 - no secret
    content = bytearray(filled.read_bytes())
    if seed % 4 == 0:
        del content[chance.randrange(len(content)) :]
    for _ in range(chance.choice((1, 50, 2000))):
        if content:
            content[chance.randrange(len(content))] = chance.randrange(256)
    path.write_bytes(content)
    with suppress(HistoryError), History.open(path) as history:
        for stored in history.sessions():
            history.summary(stored.number)
        begun = start(30)
        history.begin(begun)
        history.finish(begun.id, file())
        history.delete([1])


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


def test_a_copy_of_the_file_is_all_there_is(path, tmp_path):
    with History.open(path) as history:
        history.begin(start())
    assert [file.name for file in tmp_path.iterdir()] == ["history.sqlite3"], "closed: no log left"
    shutil.copy(path, tmp_path / "copy.sqlite3")
    with History.open(tmp_path / "copy.sqlite3") as history:
        assert len(history.sessions()) == 1


def test_it_lies_where_the_system_keeps_a_persons_data(monkeypatch, tmp_path):
    monkeypatch.delenv("MATSIDE_DATA", raising=False)
    monkeypatch.setattr("platformdirs.user_data_dir", lambda name, **_: str(tmp_path / name))
    assert history_file() == tmp_path / "matside" / "history.sqlite3"
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "other"))
    assert own_folder() == tmp_path / "other"
    History.open().close()
    assert (tmp_path / "other" / "history.sqlite3").exists()


def test_closing_twice_is_harmless(path):
    history = History.open(path)
    history.close()
    history.close()
