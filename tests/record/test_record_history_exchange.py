"""The history goes out and comes back in: whole, once, and only if the file is good."""

from __future__ import annotations

import csv
import json
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.record.history_samples import BEGUN, file, remark, section, start

from matside.errors import HistoryError, OutputError, UsageError
from matside.record.history.exchange import Imported, export, import_file
from matside.record.history.sessions import History
from matside.record.history.spreadsheet import COLUMNS
from matside.record.history.stored import State


@pytest.fixture
def open_history(tmp_path):
    """Return a maker of histories by name; they are closed at the end."""
    opened: list[History] = []

    def make(name: str, clock_s: float = 1000.0) -> History:
        opened.append(History.open(tmp_path / name / "history.sqlite3", clock=lambda: clock_s))
        return opened[-1]

    yield make
    for history in opened:
        history.close()


@pytest.fixture
def history(open_history):
    """Three sessions: one that ended, one that was interrupted, one that came to nothing yet."""
    made = open_history("a")
    done = start(0, pain_before=4, exercise="cat_cow", folder=Path("there") / "é", id="one")
    made.begin(done)
    made.finish(done.id, file(notices=(remark("Grüße, 'quoted' \"text\"\n"),)), pain_after=0)
    made.begin(start(1, kind="analysis", source="a,b.mp4", id="two"))
    made.checkpoint("two", file(60, sections=(section("cat_cow", reps={None: 5}, holds=()),)))
    made.begin(start(2, id="three"))
    return made


def state_of(history: History) -> list[object]:
    """All but the numbers, which are each machine's own."""
    return [(repr(replace(s, number=0)), history.summary(s.number)) for s in history.sessions()]


def test_out_gone_and_in_again_is_the_same(history, tmp_path):
    before = state_of(history)
    assert export(history, tmp_path / "all.json", matside="0.1.0") == 3
    history.delete([1, 2, 3])
    assert history.sessions() == []
    assert import_file(history, tmp_path / "all.json") == Imported(added=3)
    assert state_of(history) == before


def test_importing_twice_changes_nothing(history, tmp_path):
    export(history, tmp_path / "all.json", matside="0.1.0")
    before = state_of(history)
    assert import_file(history, tmp_path / "all.json") == Imported(known=3)
    assert state_of(history) == before


def test_another_machine_gets_what_it_does_not_know(history, open_history, tmp_path):
    other = open_history("b")
    for number in range(2):
        other.begin(start(10 + number, id=f"other-{number}"))
    export(history, tmp_path / "all.json", matside="0.1.0")
    assert import_file(other, tmp_path / "all.json") == Imported(added=3)
    numbers = {stored.start.id: stored.number for stored in other.sessions()}
    assert numbers["other-0"] == 1
    assert numbers["other-1"] == 2
    assert [numbers[name] for name in ("one", "two", "three")] == [3, 4, 5], "in order of time"
    assert len(set(numbers.values())) == 5
    other.begin(start(20, id="next"))
    assert max(stored.number for stored in other.sessions()) == other.sessions()[0].number


def test_a_later_state_of_a_session_replaces_the_earlier_one(open_history, tmp_path):
    old, new = open_history("old", clock_s=1000.0), open_history("new", clock_s=2000.0)
    for history in (old, new):
        history.begin(start(id="one", pain_before=5))
        history.checkpoint("one", file(30))
    new.finish("one", file(60), pain_after=1)
    export(new, tmp_path / "new.json", matside="0.1.0")
    export(old, tmp_path / "old.json", matside="0.1.0")
    assert import_file(old, tmp_path / "new.json") == Imported(updated=1)
    (stored,) = old.sessions()
    assert (stored.state, stored.practised.pain_after, stored.practised.length_s) == (
        State.FINISHED,
        1,
        2.0,
    )
    assert stored.start.pain_before == 5
    assert import_file(new, tmp_path / "old.json") == Imported(known=1)
    assert new.session(1).state is State.FINISHED


def test_the_json_says_what_it_is(history, tmp_path):
    export(history, tmp_path / "all.JSON", matside="0.1.0")
    told = json.loads((tmp_path / "all.JSON").read_text("utf-8"))
    assert (told["format"], told["version"], told["matside"]) == ("matside-history", 3, "0.1.0")
    assert [session["id"] for session in told["sessions"]] == ["one", "two", "three"]
    assert told["sessions"][0]["summary"]["sections"][0]["holds"][0]["held_s"] == 30.5


def test_the_csv_has_a_row_for_each_section(history, tmp_path):
    assert export(history, tmp_path / "all.csv", matside="0.1.0") == 3
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as table:
        rows = list(csv.DictReader(table))
    assert tuple(rows[0]) == COLUMNS
    first, second, third = rows
    assert first["started"] == BEGUN.isoformat()
    assert (first["pain_before"], first["pain_after"]) == ("4", "0")
    assert (first["holds"], first["held_s"]) == ("2", "60.0")
    assert (first["reps"], first["left_reps"], first["right_reps"]) == ("", "1", "1")
    assert (first["faults"], first["most_frequent_fault"]) == ("3", "head_up")
    assert (second["source"], second["kind"], second["reps"]) == ("a,b.mp4", "analysis", "5")
    assert (first["state"], second["state"], second["holds"]) == ("finished", "under way", "0")
    assert (third["exercise"], third["coverage"]) == ("", "")


def test_a_spreadsheet_computes_nothing(open_history, tmp_path):
    history = open_history("a")
    for number, source in enumerate(("=cmd|'/c calc'!A0", "+1", "-1", "@SUM(1)", "cat=cow.mp4")):
        history.begin(start(number, source=source))
    export(history, tmp_path / "all.csv", matside="0.1.0")
    with (tmp_path / "all.csv").open(encoding="utf-8", newline="") as file:
        cells = [row["source"] for row in csv.DictReader(file)]
    assert cells == ["'=cmd|'/c calc'!A0", "'+1", "'-1", "'@SUM(1)", "cat=cow.mp4"]


def test_a_number_of_the_file_is_not_taken_over(history, open_history, tmp_path):
    export(history, tmp_path / "all.json", matside="0.1.0")
    told = json.loads((tmp_path / "all.json").read_text("utf-8"))
    told["sessions"][0]["number"] = 10**30
    (tmp_path / "all.json").write_text(json.dumps(told), encoding="utf-8")
    other = open_history("other")
    import_file(other, tmp_path / "all.json")
    assert sorted(stored.number for stored in other.sessions()) == [1, 2, 3]


def test_commands_to_a_terminal_in_an_import_are_not_told(history, open_history, tmp_path):
    export(history, tmp_path / "all.json", matside="0.1.0")
    told = json.loads((tmp_path / "all.json").read_text("utf-8"))
    told["sessions"][0]["source"] = "\x1b]0;pwned\x07clip\u202e4pm.exe"
    (tmp_path / "all.json").write_text(json.dumps(told), encoding="utf-8")
    other = open_history("other")
    import_file(other, tmp_path / "all.json")
    assert other.session(1).start.source == "\ufffd]0;pwned\ufffdclip\ufffd4pm.exe"


def test_an_empty_history_can_be_taken_out_and_in(open_history, tmp_path):
    empty = open_history("empty")
    assert export(empty, tmp_path / "all.json", matside="0.1.0") == 0
    assert export(empty, tmp_path / "all.csv", matside="0.1.0") == 0
    assert import_file(empty, tmp_path / "all.json") == Imported()


@pytest.mark.parametrize("name", ["all", "all.txt", "all.json.gz"])
def test_other_endings_are_refused(history, tmp_path, name):
    with pytest.raises(UsageError, match=r"ends in \.json .* or \.csv"):
        export(history, tmp_path / name, matside="0.1.0")
    assert not (tmp_path / name).exists()


def test_a_folder_that_is_not_there_is_told(history, tmp_path):
    with pytest.raises(OutputError, match="Cannot write"):
        export(history, tmp_path / "none" / "all.json", matside="0.1.0")


def test_a_file_that_is_not_there_is_told(history, tmp_path):
    with pytest.raises(HistoryError, match=r"Cannot read .*none\.json: .*is the path right"):
        import_file(history, tmp_path / "none.json")


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is not JSON"),
        (b"{", "is not JSON"),
        (b"\xff\xfe{}", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"number,id\n1,2\n", "is not JSON"),
        (b"[]", "is not the export of a history"),
        (b'{"schema_version": 1}', "is not the export of a history"),
        (b'{"format": "matside-history", "version": 4}', "by a newer matside .* bring matside up"),
        (b'{"format": "matside-history", "version": 3}', r"not a whole export .*\(matside: "),
        (b'{"format": "matside-history", "version": "x"}', r"not a whole export .*\(version: "),
    ],
)
def test_a_file_that_is_no_export_is_told(history, tmp_path, content, says):
    path = tmp_path / "bad.json"
    path.write_bytes(content)
    with pytest.raises(HistoryError, match=says):
        import_file(history, path)


@pytest.mark.parametrize(
    ("keys", "value", "says"),
    [
        (("started",), "yesterday", r"sessions › 2 › started: "),
        (("started",), "2025-01-31T07:30:00", r"sessions › 2 › started: .*time zone"),
        (("kind",), "sleep", r"sessions › 2 › kind: "),
        (("pain_after",), 11, r"sessions › 2 › pain_after: "),
        (("number",), 0, r"sessions › 2 › number: "),
        (("started",), "9999-12-31T23:59:00-12:00", r"started: .*a year from 1970 to 2285"),
        (("seen_s",), None, r"sessions › 2 › seen_s: "),
        (("more",), 1, r"sessions › 2 › more: "),
        (("summary",), {"frames": 1}, r"sessions › 2 › summary › "),
    ],
)
def test_one_bad_session_and_nothing_is_imported(
    history, open_history, tmp_path, keys, value, says
):
    export(history, tmp_path / "all.json", matside="0.1.0")
    told = json.loads((tmp_path / "all.json").read_text("utf-8"))
    told["sessions"][2][keys[0]] = value
    (tmp_path / "bad.json").write_text(json.dumps(told), encoding="utf-8")
    other = open_history("other")
    with pytest.raises(HistoryError, match=says):
        import_file(other, tmp_path / "bad.json")
    assert other.sessions() == []


Junk = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@settings(max_examples=40)
@given(key=st.integers(min_value=0, max_value=100), junk=Junk)
def test_junk_in_any_place_is_refused_or_taken_and_nothing_else(tmp_path_factory, key, junk):
    folder = tmp_path_factory.mktemp("junk")
    with History.open(folder / "history.sqlite3") as history:
        history.begin(start(id="one"))
        history.finish("one", file())
        export(history, folder / "all.json", matside="0.1.0")
        told = json.loads((folder / "all.json").read_text("utf-8"))
        told["sessions"][0]["id"] = "two"
        places = [(told, name) for name in told]
        places += [(told["sessions"][0], name) for name in told["sessions"][0]]
        places += [(told["sessions"][0]["summary"], n) for n in told["sessions"][0]["summary"]]
        place, name = places[key % len(places)]
        place[name] = junk
        (folder / "junk.json").write_text(json.dumps(told), encoding="utf-8")
        with suppress(HistoryError):
            import_file(history, folder / "junk.json")
        for stored in history.sessions():
            history.summary(stored.number)
