from __future__ import annotations

import gzip
import json
import math
import sys
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from matside.body.frames import BACK_POINTS, PoseFrame, quantise, unseen
from matside.errors import OutputError, SourceError
from matside.exercise.schema import Dose
from matside.record.trace import StepBegun, TraceHeader, TraceWriter
from matside.record.trace_reader import read_steps, read_trace

HEADER = TraceHeader(
    matside="0.1.0",
    source="clip.mp4",
    size_px=(1280, 720),
    model="full",
    options={"exercise": "cat_cow", "every": 1, "mirror": None},
)

NUMBERS = (
    st.sampled_from([math.nan, math.inf, -math.inf]) | st.floats(-1e7, 1e7) | st.floats(-2000, 2000)
)


def same(a: PoseFrame, b: PoseFrame) -> bool:
    for field in fields(PoseFrame):
        x, y = getattr(a, field.name), getattr(b, field.name)
        if isinstance(x, np.ndarray):
            if x.dtype != y.dtype or not np.array_equal(x, y, equal_nan=True):
                return False
        elif x != y or type(x) is not type(y):
            return False
    return True


def write(path: Path, poses, header=HEADER) -> None:
    with TraceWriter(path, header) as trace:
        for pose in poses:
            trace.write(pose)


@st.composite
def poses(draw) -> PoseFrame:
    def part(*shape: int):
        return draw(arrays(np.float64, shape, elements=NUMBERS, fill=NUMBERS))

    return PoseFrame(
        t_s=draw(st.floats(-4e9, 4e9)),
        image_px=part(33, 2),
        world_m=part(33, 3),
        visibility=part(33),
        on_body=part(33),
        back_px=part(BACK_POINTS, 2),
        size_px=draw(st.sampled_from([(1280, 720), (720, 1280), (4, 4)])),
        people=draw(st.integers(0, 3)),
    )


@settings(max_examples=150, deadline=None)
@given(pose=poses())
def test_what_is_read_is_what_was_quantised(pose, tmp_path_factory):
    path = tmp_path_factory.mktemp("trace") / "trace.jsonl.gz"
    wanted = quantise(pose)
    write(path, [wanted])
    _, frames = read_trace(path)
    (found,) = frames
    assert same(found, wanted)
    assert found.t_s.hex() == float(pose.t_s).hex()


@settings(max_examples=100, deadline=None)
@given(pose=poses())
def test_quantising_twice_changes_nothing(pose):
    assert same(quantise(quantise(pose)), quantise(pose))


def test_quantising_rounds_to_what_the_file_promises_and_leaves_its_input(make_pose):
    pose = make_pose()
    before = pose.image_px.copy()
    small = quantise(pose)
    for name, step in (("image_px", 0.01), ("world_m", 1e-4), ("visibility", 1e-3)):
        gap = np.abs(getattr(small, name) - getattr(pose, name))
        assert step / 10 < np.nanmax(gap) <= step / 2 + 1e-9
    assert np.array_equal(pose.image_px, before, equal_nan=True)
    assert same(quantise(replace(pose, t_s=np.float64(1.5))), replace(small, t_s=1.5))


def test_infinite_becomes_unknown_and_minus_nought_nought(make_pose):
    pose = make_pose()
    pose.world_m[0] = (np.inf, -np.inf, -0.00001)
    small = quantise(pose)
    assert np.isnan(small.world_m[0, :2]).all()
    assert str(small.world_m[0, 2]) == "0.0"


def test_the_header_comes_back(tmp_path):
    path = tmp_path / "trace.jsonl.gz"
    write(path, [])
    header, frames = read_trace(path)
    assert header == HEADER
    assert list(frames) == []


def test_frames_keep_their_order_size_and_number_of_people(tmp_path, make_pose):
    path = tmp_path / "trace.jsonl.gz"
    given_poses = [
        quantise(make_pose(0.1, seed=1)),
        unseen(0.2, (1280, 720)),
        quantise(make_pose(0.30000000000000004, seed=2, people=2)),
        unseen(0.4, (720, 1280)),
    ]
    write(path, given_poses)
    found = list(read_trace(path)[1])
    assert len(found) == 4
    assert all(same(a, b) for a, b in zip(found, given_poses, strict=True))


def test_a_frame_without_a_person_is_short(tmp_path):
    path = tmp_path / "trace.jsonl.gz"
    write(path, [unseen(1.25, (1280, 720))])
    lines = gzip.decompress(path.read_bytes()).splitlines()
    assert lines[1] == b'{"t":1.25}'


def test_a_seen_person_of_whom_nothing_is_known_is_not_nobody(tmp_path):
    path = tmp_path / "trace.jsonl.gz"
    pose = replace(unseen(1.0, (1280, 720)), people=1)
    write(path, [pose])
    (found,) = read_trace(path)[1]
    assert found.seen


def test_a_plain_gzip_reader_and_json_can_read_it(tmp_path, make_pose):
    path = tmp_path / "trace.jsonl.gz"
    pose = quantise(make_pose(0.5))
    write(path, [pose])
    with gzip.open(path, "rt") as file:
        header, frame = (json.loads(line) for line in file)
    assert (header["format"], header["version"]) == ("matside-trace", 1)
    assert frame["px"][:2] == pose.image_px[0].tolist()
    assert frame["px"][40:42] == [None, None]
    assert "NaN" not in gzip.decompress(path.read_bytes()).decode()


def test_the_same_poses_give_the_same_bytes(tmp_path, make_pose):
    a, b = tmp_path / "a", tmp_path / "b"
    for path in (a, b):
        write(path, [quantise(make_pose(0.5))])
    assert a.read_bytes() == b.read_bytes()


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


def test_a_killed_run_loses_at_most_about_a_second(tmp_path, make_pose):
    path = tmp_path / "trace.jsonl.gz"
    trace = TraceWriter(path, HEADER)
    for i in range(100):
        trace.write(quantise(make_pose(7 + i / 30, seed=i)))
    on_disk = tmp_path / "copy.jsonl.gz"  # what is there while the writer is still alive
    on_disk.write_bytes(path.read_bytes())
    trace.close()
    found = list(read_trace(on_disk)[1])
    assert 7 + 99 / 30 - found[-1].t_s <= 1.0
    assert len(list(read_trace(path)[1])) == 100


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


def test_closing_twice_is_harmless(tmp_path):
    trace = TraceWriter(tmp_path / "t", HEADER)
    trace.close()
    trace.close()
    assert list(read_trace(tmp_path / "t")[1]) == []


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
    path = tmp_path / "trace.jsonl.gz"
    write(path, [unseen(0.25, (1280, 720))])
    text = gzip.decompress(path.read_bytes()).decode() + line + "\n"
    path.write_bytes(gzip.compress(text.encode()))
    _, frames = read_trace(path)
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


def with_line(tmp_path, line: str) -> Path:
    path = tmp_path / "trace.jsonl.gz"
    write(path, [unseen(0.25, (1280, 720))])
    text = gzip.decompress(path.read_bytes()).decode() + line + "\n"
    path.write_bytes(gzip.compress(text.encode()))
    return path


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


def test_a_missing_folder_is_an_output_error(tmp_path):
    with pytest.raises(OutputError, match="folder has gone"):
        TraceWriter(tmp_path / "none" / "trace.jsonl.gz", HEADER)


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full")
def test_a_full_disk_is_an_output_error():
    trace = TraceWriter(Path("/dev/full"), HEADER)
    with pytest.raises(OutputError, match="disk is full"):
        trace.write(unseen(0.0, (1280, 720)))
    with pytest.raises(OutputError, match="disk is full"):
        trace.close()
    trace.close()


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
