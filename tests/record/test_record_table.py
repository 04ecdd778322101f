from __future__ import annotations

import csv
import math
import sys
from pathlib import Path

import pytest

from matside.body.catalogue import COLUMNS
from matside.body.frames import unseen
from matside.body.landmark import Side
from matside.coach.events import LossReason
from matside.coach.result import ActiveFault, FrameResult
from matside.errors import OutputError
from matside.record.files import part_of
from matside.record.table import HEADER, TableWriter, row


def cells(result: FrameResult) -> dict[str, str]:
    return dict(zip(HEADER, row(result), strict=True))


@pytest.fixture
def hold(make_pose) -> FrameResult:
    return FrameResult(
        t_s=12.3456789,
        pose=make_pose(),
        near_side=Side.LEFT,
        measures={
            "left_hip_flexion_deg": 118.456,
            "head_angle_deg": -0.001,
            "right_hip_flexion_deg": math.nan,
            "hip_height_ratio": 0.123456,
        },
        posture="on_the_back",
        exercise="knees_to_chest",
        phase="hold",
        side=Side.RIGHT,
        hold_target_s=30.0,
        held_s=0.0,
        progress=0.0,
        reps={Side.LEFT: 0, Side.RIGHT: 2},
        faults=(
            ActiveFault(fault="head_up", side=None, start_s=1.0),
            ActiveFault(fault="foot_up", side=Side.LEFT, start_s=2.0),
        ),
        cue=ActiveFault(fault="foot_up", side=Side.LEFT, start_s=2.0),
    )


def test_the_header_names_units_and_repeats_nothing():
    assert len(set(HEADER)) == len(HEADER)
    assert HEADER[0] == "time_s"
    assert HEADER[-len(COLUMNS) :] == COLUMNS
    assert all(name.endswith(("_deg", "_ratio")) for name in COLUMNS)


def test_a_row_tells_the_state(hold):
    found = cells(hold)
    assert found["time_s"] == "12.345679"
    assert found["tracked"] == "true"
    assert (found["exercise"], found["phase"], found["side"]) == ("knees_to_chest", "hold", "right")
    assert found["held_s"] == "0.000", "a hold that has just begun is not no hold"
    assert (found["reps"], found["reps_left"], found["reps_right"]) == ("", "0", "2")
    assert found["faults"] == "head_up;foot_up:left"
    assert found["cue"] == "foot_up:left"


def test_measures_have_their_decimals_and_unknown_is_empty(hold):
    found = cells(hold)
    assert found["left_hip_flexion_deg"] == "118.46"
    assert found["hip_height_ratio"] == "0.1235"
    assert found["head_angle_deg"] == "0.00", "no minus nought"
    assert found["right_hip_flexion_deg"] == "", "NaN"
    assert found["spinal_curve_deg"] == "", "absent"
    assert "nan" not in " ".join(row(hold)).lower()


def test_nobody_in_view_is_a_row_too():
    result = FrameResult(
        t_s=1.0, pose=unseen(1.0, (64, 48)), near_side=None, measures={}, posture="unseen"
    )
    found = cells(result)
    filled = {name: cell for name, cell in found.items() if cell}
    assert filled == {
        "time_s": "1.000000",
        "tracked": "false",
        "people": "0",
        "posture": "unseen",
    }


def test_a_loss_means_not_tracked(hold):
    result = FrameResult(
        t_s=1.0,
        pose=hold.pose,
        near_side=None,
        measures={},
        posture="other",
        judged=False,
        reason=LossReason.LEGS,
    )
    assert cells(result)["tracked"] == "false"
    assert cells(result)["reason"] == "legs"


def test_the_file_can_be_read_as_csv_and_appears_when_whole(tmp_path, hold):
    path = tmp_path / "measures.csv"
    with TableWriter(path) as table:
        table.write(hold)
        assert not path.exists()
        table.write(hold)
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 2
    assert rows[0]["cue"] == "foot_up:left"
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(("error", "kept"), [(KeyboardInterrupt, True), (ValueError, False)])
def test_ctrl_c_keeps_the_rows_and_a_failure_throws_them_away(tmp_path, hold, error, kept):
    path = tmp_path / "measures.csv"

    def run() -> None:
        with TableWriter(path) as table:
            table.write(hold)
            raise error

    with pytest.raises(error):
        run()
    assert path.exists() is kept
    assert not part_of(path).exists()


def test_closing_twice_is_harmless(tmp_path):
    table = TableWriter(tmp_path / "a.csv")
    table.close()
    table.close(discarded=True)
    assert (tmp_path / "a.csv").exists()


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full")
def test_a_full_disk_is_an_output_error_and_leaves_no_part(tmp_path, hold):
    path = tmp_path / "measures.csv"
    part_of(path).symlink_to(Path("/dev/full"))

    def run() -> None:
        with TableWriter(path) as table:
            for _ in range(200):
                table.write(hold)

    with pytest.raises(OutputError, match="disk is full"):
        run()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.skipif(sys.platform != "linux", reason="needs /dev/full")
def test_a_disk_that_is_full_only_at_the_end_is_an_output_error(tmp_path, hold):
    path = tmp_path / "measures.csv"
    part_of(path).symlink_to(Path("/dev/full"))
    table = TableWriter(path)
    table.write(hold)
    with pytest.raises(OutputError, match="disk is full"):
        table.close()
    assert list(tmp_path.iterdir()) == []


def test_a_missing_folder_is_an_output_error(tmp_path):
    with pytest.raises(OutputError, match="folder has gone"):
        TableWriter(tmp_path / "none" / "a.csv")
