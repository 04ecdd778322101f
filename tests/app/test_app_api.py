"""matside from Python: examples, rows, a coach fed with pictures, landmarks and poses."""

from __future__ import annotations

import doctest
import json
import math
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from tests.clips import remuxed
from tests.coach.coach_figure import LEFT_KNEE, LYING, motion
from tests.typed import there

import matside
from matside.app import api
from matside.app.analysis import Analysis
from matside.app.api import Coach, analyse
from matside.app.streams import Stream
from matside.coach.events import RepDone
from matside.coach.session import finish, start, step
from matside.coach.tally import Tally
from matside.data import data_folder
from matside.errors import UsageError
from matside.exercise.library import load_library
from matside.record.trace import TraceHeader, TraceWriter

KNEES = ((LYING, 0, 2), (LEFT_KNEE, 1, 8), (LYING, 1, 2))


@pytest.mark.parametrize("documented", [api.analyse, api.Coach], ids=lambda each: each.__name__)
def test_the_examples_are_true(documented: object, looked_at, monkeypatch) -> None:
    @contextmanager
    def replayed(path: Path, *_: object, **__: Any) -> Iterator[Stream]:
        yield looked_at(path.stem).replayed(path)

    monkeypatch.setattr("matside.app.api.open_stream", replayed)  # the pose model has seen it once
    (example,) = doctest.DocTestFinder(recurse=False).find(documented, globs={})
    told: list[str] = []
    failed, tried = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS).run(
        example, out=told.append
    )
    assert tried >= 4
    assert failed == 0, "".join(told)


def test_the_example_of_the_readme_runs(repository, looked_at, monkeypatch, capsys) -> None:
    @contextmanager
    def replayed(path: Path, *_: object, **__: Any) -> Iterator[Stream]:
        yield looked_at("knees_to_chest_single").replayed(path)

    monkeypatch.setattr("matside.app.api.open_stream", replayed)
    (example,) = re.findall(
        r"```python\n(.*?)```", (repository / "README.md").read_text(), re.DOTALL
    )
    exec(example, {})  # noqa: S102 - our own
    first, *holds = capsys.readouterr().out.splitlines()
    assert first.startswith("knees_to_chest ")
    assert holds
    assert all(line.startswith("one_knee ") for line in holds)


def test_what_is_public_can_be_had_from_the_package() -> None:
    assert matside.Coach is Coach
    assert matside.analyse is analyse
    assert issubclass(UsageError, matside.MatsideError)
    assert set(matside.__all__) <= set(dir(matside))


# Analyses


def test_an_analysis_is_told_in_a_line(analysis: Analysis) -> None:
    assert repr(analysis) == f"<Analysis of {len(analysis.frames)} frames: knees_to_chest>"
    assert len(repr(analysis.frames[0])) < 1000


def test_an_analysis_as_plain_values_is_json(analysis: Analysis) -> None:
    told = json.loads(json.dumps(analysis.to_dict(), allow_nan=False))
    (section,) = told["summary"]["sections"]
    assert section["exercise"] == "knees_to_chest"
    assert len(told["events"]) == len(analysis.events)
    done = [event for event in told["events"] if event["event"] == "hold_done"]
    assert [(event["side"], event["held_s"]) for event in done] == [
        (hold.side, pytest.approx(hold.held_s, abs=1e-4))
        for hold in analysis.summary.sections[0].holds
    ]


def test_rows_tell_holds_repetitions_faults_and_frames(analysis: Analysis) -> None:
    (section,) = analysis.summary.sections
    holds = analysis.hold_rows()
    assert [row["held_s"] for row in holds] == [hold.held_s for hold in section.holds]
    assert [row["side"] for row in holds] == ["right", "left"]
    assert holds[0]["exercise"] == "knees_to_chest"
    assert holds[0]["right_hip_flexion_deg"] > 90.0
    assert "left_hip_flexion_deg" not in holds[0]
    assert [row["count"] for row in analysis.rep_rows()] == [1, 1]
    assert len(analysis.fault_rows()) == len(section.faults)
    rows = analysis.frame_rows()
    assert [row["t_s"] for row in rows] == [result.t_s for result in analysis.frames]
    assert {len(row) for row in rows} == {len(rows[0])}, "every row has the same columns"
    assert rows[-1]["left_reps"] + rows[-1]["right_reps"] == 2
    plain = (str, int, float, bool, tuple, type(None))
    assert all(isinstance(value, plain) for row in (*rows, *holds) for value in row.values())


def recorded(path: Path, steps: tuple = KNEES) -> Path:
    header = TraceHeader(matside="0", source="a.mp4", size_px=(640, 480), model="full")
    with TraceWriter(path, header) as trace:
        for pose in motion(*steps):
            trace.write(pose)
    return path


def test_progress_is_told_after_each_frame_and_a_dose_is_aimed_at(tmp_path: Path) -> None:
    told: list[tuple[float, float | None]] = []
    trace = recorded(tmp_path / "t.jsonl.gz")
    found = analyse(
        trace,
        exercise="knees to chest",
        dose="mobility",
        progress=lambda t_s, length_s: told.append((t_s, length_s)),
    )
    assert [t_s for t_s, _ in told] == [result.t_s for result in found.frames]
    assert {length_s for _, length_s in told} == {None}, "a trace does not tell its length"
    (section,) = found.summary.sections
    dose = there(section.dose)
    assert (dose.dose, dose.hold_s) == ("mobility", 5.0)
    assert dose.sides == section.counted == section.reps
    with pytest.raises(UsageError, match="no dose called 'x'"):
        analyse(trace, dose="x")


# A coach


def test_a_coach_that_is_fed_poses_says_what_the_coach_of_the_files_says(tmp_path: Path) -> None:
    with Coach("knees to chest") as coach:
        results = [coach.judge_pose(pose) for pose in motion(*KNEES)]
        summary = coach.summary()
    state, tally = (
        start([e for e in load_library() if e.id == "knees_to_chest"], forced=True),
        Tally(),
    )
    for pose, result in zip(motion(*KNEES), results, strict=True):
        state, expected = step(state, pose)
        tally.add(expected)
        assert (result.phase, result.side, result.held_s) == (
            expected.phase,
            expected.side,
            expected.held_s,
        )
    state, events = finish(state)
    assert summary == tally.summary(state, ending=events)
    assert [e.count for e in coach.events if isinstance(e, RepDone)] == [1]


def test_landmarks_from_elsewhere_are_judged_alike() -> None:
    with Coach("knees to chest") as coach:
        for pose in motion(*KNEES):
            result = coach.judge_landmarks(
                pose.t_s,
                image_px=pose.image_px,
                world_m=pose.world_m.tolist(),
                visibility=pose.visibility,
                size_px=pose.size_px,
            )
        summary = coach.summary()
    assert result.judged
    assert math.isnan(result.measures["spinal_curve_deg"])
    (section,) = summary.sections
    assert [hold.side for hold in section.holds] == ["left"]


def test_what_cannot_be_judged_is_told_in_one_sentence() -> None:
    good: dict[str, Any] = {
        "world_m": np.zeros((33, 3)),
        "visibility": np.ones(33),
        "size_px": (64, 48),
    }
    with Coach() as coach:
        with pytest.raises(UsageError, match=r"image_px of shape \(33, 2\) was expected"):
            coach.judge_landmarks(0.0, image_px=np.zeros((33, 3)), **good)
        coach.judge_landmarks(1.0, image_px=np.zeros((33, 2)), **good)
        with pytest.raises(UsageError, match="time must move forward"):
            coach.judge_landmarks(1.0, image_px=np.zeros((33, 2)), **good)
        with pytest.raises(UsageError, match=r"float64 \(48, 64\) was found"):
            coach.judge_image(np.zeros((48, 64)), 2.0)  # type: ignore[arg-type]  # as it must not be
        assert coach.summary().frames == 1
    with pytest.raises(UsageError, match="juggling"):
        Coach("juggling")


LEFT_ALONE = """
import sys, os, threading
import cv2, numpy as np

def settings():
    return (
        sys.getswitchinterval(), cv2.getNumThreads(), dict(os.environ), sys.getrecursionlimit(),
        threading.active_count(), os.getcwd(), sys.stdout, sys.stderr,
    )

from matside import Coach, analyse
cv2.setNumThreads(3)
sys.setswitchinterval(0.004)
before = settings()
inside = []
with Coach("child's pose") as coach:
    for n in range(3):
        coach.judge_image(np.zeros((90, 160, 3), np.uint8), n / 10)
        inside.append((sys.getswitchinterval(), cv2.getNumThreads()))
found = analyse(sys.argv[1], progress=lambda *_: inside.append(
    (sys.getswitchinterval(), cv2.getNumThreads())))
assert len(inside) > 10, inside
assert set(inside) == {(0.004, 3)}, set(inside)
assert settings() == before
assert "matside.app.process" not in sys.modules, "settings are for the command line"
"""


def test_it_leaves_the_process_as_it_was(tmp_path: Path) -> None:
    clip = data_folder("sample_videos") / "childs_pose_forward.mp4"
    clip = remuxed(clip, tmp_path / "short.mp4", end_s=2.0)
    done = subprocess.run(
        [sys.executable, "-c", LEFT_ALONE, str(clip)], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert (done.stdout, done.stderr) == ("", "")
