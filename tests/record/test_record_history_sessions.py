"""Sessions begin, are written as they go on, end, are found, and are of one kind or another."""

from __future__ import annotations

import json
import math
import os
import sqlite3
import threading
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

import pytest
from tests.record.history_samples import BEGUN, Clock, file, kept, remark, section, start, summary

from matside.body.landmark import Side
from matside.coach.result import DoseProgress
from matside.coach.summary import Hold, Notice, NoticeKind, Range
from matside.errors import HistoryError
from matside.record.history.exchange import export
from matside.record.history.reading import Choice
from matside.record.history.sessions import History
from matside.record.history.stored import SessionStart, State


def test_a_session_that_ended_tells_what_it_came_to(history):
    begun = start(source="Camera 0", exercise="knees_to_chest", pain_before=4, folder=Path("there"))
    assert history.begin(begun) == begun.id
    history.finish(begun.id, file(), pain_after=2)
    (stored,) = history.sessions()
    assert stored.number == 1
    assert stored.start == begun
    assert stored.state is State.FINISHED
    assert (stored.start.pain_before, stored.practised.pain_after) == (4, 2)
    assert stored.names == {"knees_to_chest": "Knees to chest"}
    told = stored.practised
    assert (told.day, told.length_s, told.coverage) == (date(2025, 1, 31).toordinal(), 120.0, 0.95)
    (part,) = told.sections
    assert part.exercise == "knees_to_chest"
    assert (part.length_s, part.holds, part.held_s) == (90.0, 2, 60.0)
    assert part.reps == {Side.LEFT: 1, Side.RIGHT: 1}
    assert part.faults == {"head_up": 2, "restless": 1}
    assert part.ranges["left_hip_flexion_deg"] == Range(low=50.0, high=121.0)
    assert math.isnan(part.ranges["head_angle_deg"].low)
    assert part.neutral["spinal_curve_deg"] == -12.5
    assert math.isnan(part.neutral["head_angle_deg"])


def test_the_whole_summary_comes_back(history):
    kept(history)
    assert history.summary(1) == file()
    told = history.summary(1)
    assert told.sections[0].holds == section().holds
    assert told.sections[0].reps == section().reps
    assert told.sections[0].faults == section().faults
    assert told.sections[0].phases == section().phases
    assert told.postures == summary().postures


def test_a_hold_that_was_too_short_is_a_hold_and_no_repetition(history):
    dose = DoseProgress(
        dose="stretch",
        reps=0,
        reps_target=3,
        set_reps=3,
        each_side=True,
        sides={Side.LEFT: 1},
        hold_s=30.0,
    )
    kept(history, summary=file(sections=(section(dose=dose),)))
    (part,) = history.session(1).practised.sections
    assert (part.holds, part.reps) == (2, {Side.LEFT: 1})


def test_what_is_queried_is_in_tables_of_its_own(history, path):
    kept(history)
    with sqlite3.connect(path) as database:
        holds = database.execute("SELECT phase, side, held_s FROM holds").fetchall()
        reps = database.execute("SELECT side, count FROM reps").fetchall()
        faults = database.execute("SELECT fault, side FROM faults").fetchall()
        ranges = database.execute("SELECT measure, low, high FROM ranges").fetchall()
        neutrals = database.execute("SELECT measure, value FROM neutrals").fetchall()
    database.close()
    assert holds == [("one_knee", "left", 30.5), ("one_knee", "right", 29.5)]
    assert reps == [("left", 1), ("right", 1)]
    assert faults == [("head_up", None), ("head_up", None), ("restless", "left")]
    assert sorted(ranges) == [("head_angle_deg", None, 3.0), ("left_hip_flexion_deg", 50.0, 121.0)]
    assert sorted(neutrals) == [("head_angle_deg", None), ("spinal_curve_deg", -12.5)]


def test_a_checkpoint_replaces_the_one_before(history):
    begun = start()
    history.begin(begun)
    history.checkpoint(begun.id, file(30))
    history.checkpoint(begun.id, file(60, sections=()))
    (stored,) = history.sessions()
    assert stored.practised.length_s == 2.0
    assert stored.practised.sections == ()


def test_a_session_is_under_way_while_it_is_written_and_interrupted_afterwards(path):
    clock = Clock()
    with History.open(path, clock=clock) as history:
        begun = start()
        history.begin(begun)
        clock.now_s += 2.0
        history.checkpoint(begun.id, file(60))
        clock.now_s += 2.0
        assert history.session(1).state is State.UNDER_WAY
        clock.now_s += 2.0
        stored = history.session(1)
        assert stored.state is State.INTERRUPTED
        assert stored.practised.length_s == 2.0


def test_the_pain_afterwards_may_come_later(history):
    begun = kept(history)
    assert history.session(1).practised.pain_after is None
    history.finish(begun.id, file(), pain_after=0)
    assert history.session(1).practised.pain_after == 0
    history.finish(begun.id, file())
    assert history.session(1).practised.pain_after == 0, "what is not told changes nothing"


def test_beginning_twice_stores_one_session(history):
    begun = start()
    history.begin(begun)
    history.begin(begun)
    assert len(history.sessions()) == 1


def test_folder_whose_name_is_no_text_is_stored_and_found_again(history, tmp_path):
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    history.begin(start(folder=folder))
    assert history.session(1).start.folder == folder
    assert history.number_in(folder) == 1
    export(history, tmp_path / "all.json", matside="0.1.0")
    (exported,) = json.loads((tmp_path / "all.json").read_text("utf-8"))["sessions"]
    assert exported["folder"].endswith("caf\ufffd")


def test_numbers_run_and_are_never_given_twice(history):
    for day in range(3):
        kept(history, day)
    history.delete([3])
    kept(history, 3)
    assert [stored.number for stored in history.sessions()] == [4, 2, 1]


def test_the_newest_comes_first_whatever_was_stored_first(history):
    for day in (5, 9, 1):
        kept(history, day)
    days = [stored.start.started.day for stored in history.sessions()]
    assert days == [9, 5, 1]  # from the 31st on


def test_sessions_can_be_chosen(history):
    kept(history, 0)
    kept(history, 1, summary=file(sections=(section("cat_cow"), section("childs_pose"))))
    kept(history, 2, exercise="cat_cow", summary=file(sections=()))

    def numbers(**choice) -> list[int]:
        return [stored.number for stored in history.sessions(Choice(**choice))]

    assert numbers(limit=2) == [3, 2]
    assert numbers(exercise="cat_cow") == [3, 2], "done, or asked for"
    assert numbers(exercise="childs_pose") == [2]
    assert numbers(exercise="fly") == []
    assert numbers(since=date(2025, 2, 1)) == [3, 2]
    assert numbers(since=date(2025, 2, 1), exercise="cat_cow", limit=1) == [3]
    assert history.exercises() == ["cat_cow", "childs_pose", "knees_to_chest"]


def test_the_day_is_that_of_the_place(history):
    late = datetime(2025, 3, 1, 23, 30, tzinfo=timezone(timedelta(hours=-8)))
    begun = start(started=late)
    history.begin(begun)
    assert history.session(1).practised.day == date(2025, 3, 1).toordinal()
    assert history.sessions(Choice(since=date(2025, 3, 1)))
    assert not history.sessions(Choice(since=date(2025, 3, 2)))


def test_the_same_recording_is_known_again(history):
    kept(history, 0, kind="analysis", source="a.mp4")
    kept(history, 1, kind="analysis", source="a.mp4")
    kept(history, 2, kind="analysis", source="b.mp4")
    b, again, first = (stored.practised for stored in history.sessions())
    assert first.recording == again.recording != b.recording
    assert not first.live


def test_what_came_to_nothing_can_be_discarded_and_nothing_else(history):
    empty, full = start(), start(1)
    history.begin(empty)
    history.begin(full)
    history.checkpoint(full.id, file())
    history.discard(empty.id)
    history.discard(full.id)
    assert [stored.number for stored in history.sessions()] == [2]


def test_a_session_that_was_never_written_has_no_summary(history):
    history.begin(start())
    assert history.summary(1) is None


def test_writing_to_a_deleted_session_is_an_error(history):
    begun = kept(history)
    history.delete([1])
    with pytest.raises(HistoryError, match="was it deleted meanwhile"):
        history.checkpoint(begun.id, file())


@pytest.mark.parametrize("ask", [History.session, History.summary])
def test_a_number_that_is_not_there_is_an_error(history, ask):
    with pytest.raises(HistoryError, match=r"no session 7 in the history"):
        ask(history, 7)


def test_a_summary_of_another_version_can_be_listed_and_not_shown(history):
    kept(history)
    with history.writing() as connection:
        connection.execute("UPDATE sessions SET summary = json_set(summary, '$.schema_version', 9)")
    assert len(history.sessions()) == 1
    with pytest.raises(HistoryError, match="another version of matside"):
        history.summary(1)


@pytest.mark.parametrize("pain", [-1, 11])
def test_pain_is_told_from_0_to_10(history, pain):
    with pytest.raises(ValueError, match="from 0 to 10"):
        start(pain_before=pain)
    begun = kept(history)
    with pytest.raises(ValueError, match="from 0 to 10"):
        history.finish(begun.id, file(), pain_after=pain)


def test_a_start_without_a_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        start(started=BEGUN.replace(tzinfo=None))


def test_threads_may_share_it(history):
    begun = [start(day) for day in range(8)]

    def work(mine: SessionStart) -> None:
        history.begin(mine)
        for frames in range(1, 11):
            history.checkpoint(mine.id, file(frames))
            history.sessions()

    threads = [threading.Thread(target=work, args=(mine,)) for mine in begun]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [history.summary(number).frames for number in range(1, 9)] == [10] * 8


def test_a_second_analysis_that_is_killed_leaves_the_finished_one(history):
    begun = kept(history)
    before = history.session(1)
    history.begin(begun)
    history.checkpoint(begun.id, file(30))
    assert history.session(1) == before
    history.finish(begun.id, file(60))
    assert history.session(1).practised.length_s == 2.0


DAMAGE = {
    "a word for a time": "UPDATE sessions SET started_s = 'soon' WHERE number = 2",
    "no day": "UPDATE sessions SET started = '10000-01-01T00:00:00+00:00' WHERE number = 2",
    "bytes for a name": "UPDATE sessions SET source = x'ff00' WHERE number = 2",
    "a number without end": "UPDATE sections SET end_s = 1e308 WHERE session = 2",
    "minus infinity": "UPDATE sections SET start_s = -9e999 WHERE session = 2",
    "no side": "UPDATE reps SET side = 'up' WHERE session = 2",
    "a word for a count": "UPDATE reps SET count = 'many' WHERE session = 2",
    "no range": "UPDATE ranges SET low = 'deep' WHERE session = 2",
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_row_harms_no_other(history, path, caplog, damage):
    for day in range(3):
        kept(history, day)
    with sqlite3.connect(path) as by_hand:
        assert by_hand.execute(DAMAGE[damage]).rowcount > 0
    by_hand.close()
    assert [stored.number for stored in history.sessions()] == [3, 1]
    assert "session 2" in caplog.text
    with pytest.raises(HistoryError, match="no session 2"):
        history.session(2)
    for name in ("all.json", "all.csv"):
        export(history, path.parent / name, matside="0.1.0")
    told = json.loads((path.parent / "all.json").read_text("utf-8"))
    assert {1, 3} <= {session["number"] for session in told["sessions"]}


def test_a_number_that_no_database_holds_is_not_there(history):
    with pytest.raises(HistoryError, match="no session 9"):
        history.session(2**63)


def test_the_pain_in_the_middle_and_the_depth_of_each_hold_are_remembered(history):
    told = [Notice(kind=NoticeKind.PAIN_TOLD, count=pain) for pain in (3, 5, 4)]
    hold = Hold(
        phase="one_knee",
        side=Side.LEFT,
        start_s=12.0,
        end_s=43.0,
        held_s=30.5,
        depth={"left_hip_flexion_deg": 118.0, "head_angle_deg": float("nan")},
    )
    begun = start()
    history.begin(begun)
    history.finish(begun.id, file(sections=(section(holds=(hold,)),), notices=(remark("x"), *told)))
    practised = history.session(1).practised
    assert practised.pain_during == 5
    assert practised.minute == 7 * 60 + 30
    (kept,) = practised.sections[0].each_hold
    assert (kept.phase, kept.side, kept.held_s) == ("one_knee", Side.LEFT, 30.5)
    assert kept.depth["left_hip_flexion_deg"] == 118.0
    assert math.isnan(kept.depth["head_angle_deg"])
