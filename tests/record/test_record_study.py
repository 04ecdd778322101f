"""The tables of a study: what stands in which row and column, as CSV and as Parquet."""

from __future__ import annotations

import csv
import math
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from matside.body.catalogue import BY_NAME, COLUMNS
from matside.body.landmark import Side
from matside.coach.summary import FaultSpan, Hold, Range, Repetition, Section, Summary
from matside.record.study import (
    MEASURE_COLUMNS,
    ROWS,
    Study,
    measure_of,
    uncertainty_column,
    write_study,
)
from matside.record.summary_file import ModelPart, SourcePart, SummaryContext, SummaryFile

HIP = "left_hip_flexion_deg"


def summary(*sections: Section, source: str = "film.mp4") -> SummaryFile:
    what = Summary(
        start_s=1.0,
        end_s=61.0,
        frames=600,
        coverage=0.9,
        people=1,
        postures={},
        sections=sections,
        stills=(),
        notices=(),
    )
    context = SummaryContext(
        matside="1.2",
        created=datetime(2026, 1, 1, 12, tzinfo=UTC),
        source=SourcePart(name=source, width_px=640, height_px=360),
        model=ModelPart(name="normal"),
    )
    return SummaryFile.of(what, context)


def knees() -> Section:
    return Section(
        exercise="knees_to_chest",
        start_s=2.0,
        end_s=40.0,
        holds=(
            Hold(
                phase="one_knee",
                side=Side.LEFT,
                start_s=2.0,
                end_s=12.0,
                held_s=9.5,
                full=True,
                depth={HIP: 121.5, "left_knee_flexion_deg": math.nan},
            ),
            Hold(phase="one_knee", side=None, start_s=20.0, end_s=21.0, held_s=1.0, full=None),
        ),
        reps={Side.LEFT: 1},
        repetitions=(
            Repetition(
                side=Side.LEFT,
                start_s=2.0,
                end_s=12.0,
                full=True,
                ranges={HIP: Range(low=20.0, high=122.0)},
            ),
        ),
        phases=(),
        faults=(FaultSpan(fault="head_up", side=None, start_s=3.0, end_s=4.0),),
        neutral={},
        ranges={},
    )


@pytest.fixture
def study() -> Study:
    study = Study()
    study.add("film", "patients/01/film.mp4", summary(knees()))
    study.add("film-2", "=cmd.mp4", summary())
    return study


def table(folder: Path, name: str) -> list[dict[str, str]]:
    with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_each_table_has_a_row_for_each_of_its_things(study: Study, tmp_path: Path) -> None:
    write_study(study, tmp_path)
    first, second = table(tmp_path, "sessions")
    assert (first["session"], first["file"]) == ("film", "patients/01/film.mp4")
    assert (first["duration_s"], first["holds"], first["held_s"]) == ("60.0", "2", "10.5")
    assert (first["repetitions"], first["faults"]) == ("1", "1")
    assert first["exercises"] == "knees_to_chest"
    assert first["rate_hz"] == "", "not known"
    assert (second["holds"], second["exercises"]) == ("0", "")
    (fault,) = table(tmp_path, "faults")
    assert (fault["session"], fault["section"], fault["fault"]) == ("film", "1", "head_up")
    assert fault["side"] == ""


def test_a_measure_has_its_unit_in_its_name_and_its_uncertainty_beside_it(
    study: Study, tmp_path: Path
) -> None:
    write_study(study, tmp_path)
    hold, short = table(tmp_path, "holds")
    assert hold[HIP] == "121.5"
    level = BY_NAME["hip_flexion_deg"].noise.level
    assert float(hold["left_hip_flexion_uncertainty_deg"]) == level
    assert (hold["side"], hold["full"], short["full"]) == ("left", "true", "")
    assert short[HIP] == short["left_hip_flexion_uncertainty_deg"] == "", "not known"
    assert "left_knee_flexion_deg" not in hold, "known of no hold"
    (rep,) = table(tmp_path, "repetitions")
    assert (rep["left_hip_flexion_least_deg"], rep["left_hip_flexion_greatest_deg"]) == (
        "20.0",
        "122.0",
    )
    assert float(rep["left_hip_flexion_uncertainty_deg"]) == level


def test_every_column_of_a_measure_ends_in_its_unit_and_leads_back_to_it() -> None:
    for column in COLUMNS:
        assert uncertainty_column(column).endswith(("_uncertainty_deg", "_uncertainty_ratio"))
        assert column in measure_of(column).columns
    assert all(name.endswith(("_deg", "_ratio")) for name in MEASURE_COLUMNS["repetitions"])


def test_a_name_that_a_spreadsheet_would_compute_is_text(study: Study, tmp_path: Path) -> None:
    write_study(study, tmp_path)
    assert table(tmp_path, "sessions")[1]["file"] == "'=cmd.mp4"


def test_parquet_holds_the_same_with_types_and_meanings(study: Study, tmp_path: Path) -> None:
    parquet = pytest.importorskip("pyarrow.parquet", reason="pyarrow is not installed")
    assert write_study(study, tmp_path)
    for name in ROWS:
        told = parquet.read_table(tmp_path / f"{name}.parquet")
        assert told.column_names == study.columns(name)
        assert told.num_rows == len(table(tmp_path, name))
    holds = parquet.read_table(tmp_path / "holds.parquet")
    assert holds[HIP].to_pylist() == [121.5, None]
    assert [str(holds.schema.field(n).type) for n in ("hold", "full", "side", "held_s")] == [
        "int64",
        "bool",
        "string",
        "double",
    ]
    assert b"gaps in tracking" in holds.schema.field("held_s").metadata[b"description"]
    created = parquet.read_table(tmp_path / "sessions.parquet")["created"]
    assert str(created.type) == "timestamp[us, tz=UTC]"


def test_a_study_without_anything_still_has_its_tables(tmp_path: Path) -> None:
    write_study(Study(), tmp_path)
    assert all(table(tmp_path, name) == [] for name in ROWS)


def test_without_pyarrow_there_are_csv_files_alone(
    study: Study, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setattr("matside.record.study.find_spec", lambda name: None)
    assert not write_study(study, tmp_path)
    assert {path.suffix for path in tmp_path.iterdir()} == {".csv"}
