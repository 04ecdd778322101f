"""One running session, written by a thread of its own: newest wins, trouble is only a warning."""

from __future__ import annotations

import threading
import time

import pytest
from tests.record.history_samples import CONTEXT, start, summary
from tests.typed import there

from matside.record.history.recorder import Recorder
from matside.record.history.sessions import History
from matside.record.history.stored import State


def recorder(path, begun=None, **changes) -> Recorder:
    return Recorder(begun or start(), CONTEXT, path=path, **changes)


def wait_for(path, frames: int) -> None:
    """Wait until the first session's stored summary has so many frames."""
    deadline_s = time.monotonic() + 60.0
    with History.open(path) as history:
        while time.monotonic() < deadline_s:
            sessions = history.sessions()
            told = history.summary(sessions[0].number) if sessions else None
            if told is not None and told.frames == frames:
                return
            time.sleep(0.01)
    pytest.fail(f"{frames} frames were never stored")


def test_a_session_is_stored_while_it_runs_and_when_it_ends(path):
    with recorder(path) as running:
        running.note(summary(30))
        wait_for(path, 30)
        running.note(summary(60))
        wait_for(path, 60)
        with History.open(path) as history:
            assert history.session(1).state is State.UNDER_WAY
        running.finish(summary(90), pain_after=2)
        assert running.warning == ""
        with History.open(path) as history:
            (stored,) = history.sessions()
            assert there(history.summary(1)).frames == 90
    assert (stored.state, stored.practised.pain_after) == (State.FINISHED, 2)
    assert stored.names == {"knees_to_chest": "Knees to chest"}
    assert stored.start.id == running.session


def test_the_pain_may_be_told_after_the_end(path):
    with recorder(path) as running:
        running.finish(summary(90))
        running.finish(summary(90), pain_after=1)
    with History.open(path) as history:
        assert history.session(1).practised.pain_after == 1


def test_pain_beyond_the_scale_is_refused_at_once(path):
    with recorder(path) as running, pytest.raises(ValueError, match="from 0 to 10"):
        running.finish(summary(), pain_after=12)


def test_a_session_that_is_left_early_is_kept_as_interrupted(path):
    def fail() -> None:
        with recorder(path) as running:
            running.note(summary(30))
            raise KeyError

    with pytest.raises(KeyError):
        fail()
    with History.open(path, clock=lambda: time.time() + 60.0) as history:
        assert history.session(1).state is State.INTERRUPTED
        assert there(history.summary(1)).frames == 30, (
            "what was left last is written before it ends"
        )


def test_a_session_that_came_to_nothing_is_not_kept(path):
    with recorder(path) as running:
        running.note(summary(0, start_s=float("nan"), end_s=float("nan")))
    with History.open(path) as history:
        assert history.sessions() == []


def test_a_note_does_not_wait_for_the_disk_and_the_newest_is_what_counts(path):
    with History.open(path) as other, recorder(path) as running:
        with other.writing():  # the thread has to wait
            for frames in range(1, 1000):
                running.note(summary(frames))
        wait_for(path, 999)
        running.finish(summary(1000))
    with History.open(path) as history:
        assert there(history.summary(1)).frames == 1000


def test_a_history_that_cannot_be_written_is_a_warning(tmp_path):
    blocked = tmp_path / "file"
    blocked.touch()
    with recorder(blocked / "history.sqlite3") as running:
        running.note(summary(30))
        running.finish(summary(60))
        assert running.warning.startswith("Cannot use the history ")


def test_trouble_that_passes_is_forgotten(tmp_path):
    blocked = tmp_path / "file"
    blocked.touch()
    with recorder(blocked / "history.sqlite3") as running:
        running.finish(summary(30))
        assert running.warning
        blocked.unlink()
        running.finish(summary(60))
        assert running.warning == ""
    with History.open(blocked / "history.sqlite3") as history:
        assert there(history.summary(1)).frames == 60


def test_a_session_that_is_deleted_while_it_runs_is_a_warning(path):
    with recorder(path) as running:
        running.finish(summary(30))
        with History.open(path) as history:
            history.delete([1])
        running.finish(summary(60))
        assert "deleted meanwhile" in running.warning


def test_a_note_is_due_once_a_second(path):
    now_s = [100.0]
    running = recorder(path, clock=lambda: now_s[0])
    due = []
    for tick in range(35):  # three and a half seconds
        now_s[0] = 100.0 + tick / 10.0
        due.append(running.due())
    assert [tick for tick, yes in enumerate(due) if yes] == [10, 20, 30]


def test_no_thread_is_left(path):
    with recorder(path) as running:
        running.finish(summary(30))
    assert not [thread for thread in threading.enumerate() if thread.name == "history"]
    running.finish(summary(31))  # too late; it neither waits nor fails
