"""Kills, two programs at once, full disks, damage: the file stays whole and the words are clear."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from contextlib import suppress

import pytest
from tests.record.history_samples import child, file, heavy_file, is_whole, long_file, start
from tests.typed import there

from matside.errors import HistoryError
from matside.record.history.sessions import History
from matside.record.history.stored import State

KILLED = """
import sys
from pathlib import Path
from tests.record.history_samples import heavy_file, start
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
from tests.record.history_samples import long_file, start
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
from tests.record.history_samples import file, start
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


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGKILL")
def test_a_kill_at_any_moment_loses_nothing_that_was_written(path):
    chance = random.Random(0)  # noqa: S311 - no secret
    for number in range(5):
        process = child(KILLED, path, f"session-{number}")
        said = [there(process.stdout).readline() for _ in range(2)]
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
        assert there(writer.stdout).readline() == "ready\n"
    for writer in writers:
        there(writer.stdin).write("go\n")
        there(writer.stdin).flush()
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
