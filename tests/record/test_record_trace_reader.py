"""What is no trace, or a damaged one: told by its line, and nothing before it is lost."""

from __future__ import annotations

import gzip
import json
import math

import numpy as np
import pytest
from tests.record.trace_files import HEADER, same, with_line, write

from matside.body.frames import BACK_POINTS, quantise, unseen
from matside.errors import SourceError
from matside.exercise.schema import Dose
from matside.record.trace import StepBegun, TraceWriter
from matside.record.trace_reader import read_steps, read_trace


@pytest.mark.parametrize("kept", [0.3, 0.6, 0.95, 0.999])
def test_a_truncated_trace_gives_everything_up_to_the_break(tmp_path, make_pose, kept):
    path = tmp_path / "trace.jsonl.gz"
    wanted = [quantise(make_pose(i / 30, seed=i)) for i in range(90)]
    write(path, wanted)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(kept * len(whole))])
    found = list(read_trace(path)[1])
    assert (kept - 0.15) * 90 <= len(found) < 90
    assert all(same(a, b) for a, b in zip(found, wanted, strict=False))


def test_damage_ends_the_trace_but_keeps_what_comes_before(tmp_path, make_pose):
    path = tmp_path / "trace.jsonl.gz"
    write(path, [quantise(make_pose(i / 30, seed=i)) for i in range(90)])
    raw = bytearray(path.read_bytes())
    middle = len(raw) // 2
    raw[middle : middle + 200] = bytes(200)
    path.write_bytes(raw)
    try:
        found = list(read_trace(path)[1])
    except SourceError:
        pytest.fail("damage must not hide the frames before it")
    assert 20 < len(found) < 90


def test_a_missing_trace_is_a_source_error(tmp_path):
    with pytest.raises(SourceError, match="is the path right"):
        read_trace(tmp_path / "none.jsonl.gz")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\x00\x00\x00\x18ftypmp42",
        gzip.compress(b""),
        gzip.compress(b'{"format":"something else"}\n'),
        gzip.compress(b"[1, 2]\n"),
        gzip.compress(b"not json\n"),
    ],
    ids=["empty", "mp4", "no lines", "other format", "no object", "no json"],
)
def test_another_file_is_a_source_error(tmp_path, content):
    path = tmp_path / "other"
    path.write_bytes(content)
    with pytest.raises(SourceError, match="not a trace of matside"):
        read_trace(path)


def test_a_newer_version_is_a_source_error_that_names_both(tmp_path):
    path = tmp_path / "newer"
    path.write_bytes(gzip.compress(b'{"format":"matside-trace","version":2}\n'))
    with pytest.raises(SourceError, match="has version 2 and this matside reads version 1"):
        read_trace(path)


def test_an_incomplete_header_is_a_source_error(tmp_path):
    path = tmp_path / "broken"
    path.write_bytes(gzip.compress(b'{"format":"matside-trace","version":1,"size_px":[1]}\n'))
    with pytest.raises(SourceError, match="header"):
        read_trace(path)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ('{"t":0.5,"px":[1,2]}', "Line 3 .* is no frame"),
        ('{"people":1}', "Line 3 .* is no frame"),
        ("[]", "Line 3 .* is no frame"),
        ("{", "Line 3 .* is no frame"),
        ('{"t":0.25}', "Line 3 .* time must go forward"),
        ('{"t":NaN}', "Line 3 .* time must go forward"),
    ],
)
def test_a_wrong_line_is_a_source_error_that_names_it(tmp_path, line, says):
    _, frames = read_trace(with_line(tmp_path, line))
    assert next(frames).t_s == 0.25
    with pytest.raises(SourceError, match=says):
        next(frames)


BLANK_FRAME = {
    "t": 0.5,
    "people": 1,
    "px": [None] * 66,
    "m": [None] * 99,
    "vis": [None] * 33,
    "on": [None] * 33,
    "back": [None] * 2 * BACK_POINTS,
}


def test_the_blank_frame_is_one(tmp_path):
    assert len(list(read_trace(with_line(tmp_path, json.dumps(BLANK_FRAME)))[1])) == 2


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("people", math.inf),
        ("people", -5),
        ("people", 10**9),
        ("size", [0, 720]),
        ("size", [1280, math.nan]),
        ("size", [10**9, 10**9]),
        ("t", math.inf),
        ("back", [None] * 200),
        ("back", []),
        ("px", [[1, 2]] * 33 + [1]),
        ("vis", "all"),
    ],
)
def test_what_no_frame_can_be_is_a_source_error(tmp_path, key, value):
    path = with_line(tmp_path, json.dumps(BLANK_FRAME | {key: value}))
    with pytest.raises(SourceError, match=r"Line 3 .* is no frame"):
        list(read_trace(path)[1])


@pytest.mark.parametrize("line", ["[" * 50_000, '{"t":' + "9" * 5000 + "}", '{"t":1e999}'])
def test_depth_and_digits_without_end_are_a_source_error(tmp_path, line):
    with pytest.raises(SourceError, match=r"Line 3 .* is no frame"):
        list(read_trace(with_line(tmp_path, line))[1])


def test_numbers_beyond_all_measure_are_not_known(tmp_path):
    line = json.dumps(BLANK_FRAME | {"px": [1e308] * 64 + [5.0, -1e308]})
    _, frame = read_trace(with_line(tmp_path, line))[1]
    assert np.isnan(frame.image_px[:32]).all()
    assert frame.image_px[32, 0] == 5.0


def test_a_line_without_end_is_refused_before_it_is_unpacked(tmp_path, caplog):
    """One of 100 KB would be 100 MB."""
    path = with_line(tmp_path, json.dumps(BLANK_FRAME))
    path.write_bytes(gzip.compress(gzip.decompress(path.read_bytes()) + b" " * 10**8, 1))
    assert len(list(read_trace(path)[1])) == 2, "what comes before it is read"
    assert "a line of more than 65536 bytes" in caplog.text


DOSE = Dose(id="own", name="Own", hold_s=15.0, reps=3, each_side=True, sets=2, source="Made up")


def test_steps_of_a_plan_come_back_with_the_frames_they_begin_with(tmp_path, make_pose):
    path = tmp_path / "trace.jsonl.gz"
    first = StepBegun(t_s=1.0, exercise="knees_to_chest", dose=DOSE)
    second = StepBegun(
        t_s=3.0, exercise="cat_cow", dose=DOSE.model_copy(update={"hold_s": None}), anew=False
    )
    with TraceWriter(path, HEADER) as trace:
        trace.write(unseen(1.0, (1280, 720)), first)
        trace.write(unseen(2.0, (1280, 720)))
        trace.write(unseen(3.0, (1280, 720)), second)
    assert read_steps(path) == (first, second)
    assert [pose.t_s for pose in read_trace(path)[1]] == [1.0, 2.0, 3.0]


def test_a_trace_without_a_plan_has_no_steps(tmp_path):
    path = tmp_path / "trace.jsonl.gz"
    write(path, [unseen(1.0, (1280, 720))])
    assert read_steps(path) == ()


def test_a_step_that_cannot_be_read_is_told(tmp_path):
    path = tmp_path / "trace.jsonl.gz"
    write(path, [])
    header = gzip.decompress(path.read_bytes())
    line = b'{"t":1.0,"step":{"exercise":"cat_cow","dose":{"id":"x"}}}\n'
    path.write_bytes(gzip.compress(header + line))
    with pytest.raises(SourceError, match="holds no step of a plan"):
        read_steps(path)
