"""What was written to a table comes back."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest

from matside.body.catalogue import COLUMNS
from matside.body.frames import unseen
from matside.body.landmark import Side
from matside.coach.events import LossReason
from matside.coach.result import ActiveFault, FrameResult
from matside.errors import SourceError
from matside.record.table import TableWriter, read_table

FAULTS = (
    ActiveFault(fault="foot_lifted", side=Side.LEFT, start_s=0.0),
    ActiveFault(fault="bouncing", side=None, start_s=0.0),
)
FIRST = FrameResult(
    t_s=0.25,
    pose=unseen(0.25, (4, 3)),
    near_side=None,
    measures={"left_hip_flexion_deg": 101.5, "head_height_ratio": 0.125},
    posture="on_the_back",
    exercise="knees_to_chest",
    phase="one_knee",
    side=Side.LEFT,
    hold_target_s=30.0,
    held_s=2.5,
    faults=FAULTS,
    cue=replace(FAULTS[0], start_s=0.25),
)


def written(path: Path, *results: FrameResult) -> Path:
    with TableWriter(path) as table:
        for result in results:
            table.write(result)
    return path


def test_a_row_comes_back_but_for_pose_and_events(tmp_path: Path) -> None:
    later = replace(
        FIRST, t_s=0.5, held_s=2.75, judged=False, reason=LossReason.LEGS, faults=FAULTS[:1]
    )
    first, second = read_table(written(tmp_path / "m.csv", FIRST, later))
    for name in ("t_s", "posture", "exercise", "phase", "side", "hold_target_s", "held_s", "cue"):
        assert getattr(first, name) == getattr(FIRST, name)
    assert first.measures["left_hip_flexion_deg"] == 101.5
    assert math.isnan(first.measures["right_hip_flexion_deg"])
    assert set(first.measures) == set(COLUMNS)
    assert [(f.fault, f.side, f.start_s) for f in first.faults] == [
        ("foot_lifted", Side.LEFT, 0.25),
        ("bouncing", None, 0.25),
    ]
    assert (first.judged, first.reason) == (True, None)
    assert (second.judged, second.reason) == (False, LossReason.LEGS)
    assert [fault.start_s for fault in second.faults] == [0.25]


def test_columns_of_another_version_do_not_matter(tmp_path: Path) -> None:
    path = written(tmp_path / "m.csv", FIRST)
    lines = path.read_text("utf-8").splitlines()
    lines[0] = lines[0].replace("left_hip_flexion_deg", "new_measure_deg")
    path.write_text("\n".join(lines), "utf-8")
    (result,) = read_table(path)
    assert math.isnan(result.measures["left_hip_flexion_deg"])
    assert result.measures["head_height_ratio"] == 0.125


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda _: "a,b\n1,2\n", "not a table"),
        (lambda _: "", "not a table"),
        (lambda text: text.replace("0.250000", "soon"), "Row 2"),
        (lambda text: text.replace(",left,", ",middle,"), "Row 2"),
        (lambda text: text + "1,2\n", "Row 3"),
    ],
)
def test_another_file_is_one_sentence(tmp_path: Path, change, told: str) -> None:
    path = written(tmp_path / "m.csv", FIRST)
    path.write_text(change(path.read_text("utf-8")), "utf-8")
    with pytest.raises(SourceError, match=told):
        list(read_table(path))


def test_no_file_and_no_text_are_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="Cannot read the table"):
        list(read_table(tmp_path / "none.csv"))
    path = written(tmp_path / "m.csv", FIRST)
    path.write_bytes(path.read_bytes() + b"\xff\xfe\n")
    with pytest.raises(SourceError, match="damaged"):
        list(read_table(path))
