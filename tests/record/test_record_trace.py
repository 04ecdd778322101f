"""A trace holds what was seen: to the last digit that it promises, and after a kill."""

from __future__ import annotations

import gzip
import json
import math
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from tests.record.trace_files import HEADER, same, write

from matside.body.frames import BACK_POINTS, PoseFrame, quantise, unseen
from matside.errors import OutputError
from matside.record.trace import TraceWriter
from matside.record.trace_reader import read_trace

NUMBERS = (
    st.sampled_from([math.nan, math.inf, -math.inf]) | st.floats(-1e7, 1e7) | st.floats(-2000, 2000)
)


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


def test_closing_twice_is_harmless(tmp_path):
    trace = TraceWriter(tmp_path / "t", HEADER)
    trace.close()
    trace.close()
    assert list(read_trace(tmp_path / "t")[1]) == []


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
