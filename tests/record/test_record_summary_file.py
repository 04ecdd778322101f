from __future__ import annotations

import json
import math
from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from matside.body.landmark import Side
from matside.coach.events import LossReason
from matside.coach.result import DoseProgress
from matside.coach.summary import (
    FaultSpan,
    Hold,
    Notice,
    NoticeKind,
    PhaseSpan,
    Range,
    Section,
    StillSpan,
    Summary,
)
from matside.errors import OutputError, SourceError
from matside.exercise.schema import Dose
from matside.record.summary_file import (
    ModelPart,
    SourcePart,
    SummaryContext,
    SummaryFile,
    read_summary,
    summary_schema,
    write_summary,
)


@pytest.fixture
def summary() -> Summary:
    hold = Hold(
        phase="hold",
        side=Side.LEFT,
        start_s=3.1,
        end_s=33.4,
        held_s=30.000049,
        full=True,
        depth={"left_hip_flexion_deg": 118.5},
    )
    dose = Dose(id="stretch", name="Long holds", hold_s=30.0, reps=3, source="A")
    section = Section(
        exercise="knees_to_chest",
        name="Knees to chest",
        start_s=1.0,
        end_s=40.0,
        holds=(hold,),
        reps={None: 1, Side.LEFT: 3, Side.RIGHT: 0},
        dose=DoseProgress.of(dose, {Side.LEFT: 1}),
        phases=(PhaseSpan(phase="hold", side=Side.LEFT, start_s=3.1, end_s=33.4),),
        faults=(FaultSpan(fault="head_up", side=None, start_s=4.0, end_s=6.0),),
        neutral={"spinal_curve_deg": math.nan, "hip_flexion_deg": 44.5},
        ranges={"left_hip_flexion_deg": Range(low=-math.inf, high=120.25)},
    )
    return Summary(
        start_s=0.0,
        end_s=65.25,
        frames=1950,
        coverage=0.97,
        people=1,
        postures={"on_the_back": 60.0},
        sections=(section,),
        stills=(StillSpan(t_s=1.0, posture="folded", exercise="", phase="", side=None),),
        notices=(Notice(kind=NoticeKind.LOST, count=2, reasons=(LossReason.LEGS,)),),
    )


@pytest.fixture
def context() -> SummaryContext:
    return SummaryContext(
        matside="0.1.0",
        created=datetime(2025, 1, 2, 3, 4, 5, tzinfo=UTC),
        source=SourcePart(
            name="clip.mp4", sha256="0" * 64, width_px=1280, height_px=720, fps=29.97
        ),
        model=ModelPart(name="full"),
        options={"exercise": None, "annotate": True},
    )


def test_the_file_tells_what_the_summary_holds(tmp_path, summary, context):
    path = tmp_path / "summary.json"
    write_summary(path, SummaryFile.of(summary, context))
    told = json.loads(path.read_text(encoding="utf-8"))
    assert next(iter(told.items())) == ("schema_version", 2)
    assert told["created"] == "2025-01-02T03:04:05Z"
    assert told["options"] == {"exercise": None, "annotate": True}
    assert told["source"]["fps"] == 29.97
    (section,) = told["sections"]
    assert section["name"] == "Knees to chest"
    assert section["holds"] == [
        {
            "phase": "hold",
            "side": "left",
            "start_s": 3.1,
            "end_s": 33.4,
            "held_s": 30.0,
            "full": True,
            "depth": {"left_hip_flexion_deg": 118.5},
        }
    ]
    assert section["dose"] == {
        "dose": "stretch",
        "reps": 1,
        "reps_target": 3,
        "set_reps": 3,
        "each_side": False,
        "sides": [{"side": "left", "count": 1}],
        "hold_s": 30.0,
    }
    (notice,) = told["notices"]
    assert {key: value for key, value in notice.items() if value} == {
        "kind": "lost",
        "count": 2,
        "reasons": ["legs"],
    }
    assert section["reps"] == [
        {"side": None, "count": 1},
        {"side": "left", "count": 3},
        {"side": "right", "count": 0},
    ]
    assert section["faults"][0]["fault"] == "head_up"
    assert told["stills"][0]["posture"] == "folded"


def test_unknown_numbers_are_null(tmp_path, summary, context):
    path = tmp_path / "summary.json"
    write_summary(path, SummaryFile.of(summary, context))
    text = path.read_text()
    assert "NaN" not in text
    assert "Infinity" not in text
    (section,) = json.loads(text)["sections"]
    assert section["neutral"] == {"spinal_curve_deg": None, "hip_flexion_deg": 44.5}
    assert section["ranges"]["left_hip_flexion_deg"] == {"low": None, "high": 120.25}


def test_an_empty_session_can_be_written(tmp_path, context):
    nothing = Summary(
        start_s=0.0,
        end_s=0.0,
        frames=0,
        coverage=math.nan,
        people=0,
        postures={},
        sections=(),
        stills=(),
        notices=(),
    )
    write_summary(tmp_path / "s.json", SummaryFile.of(nothing, context))
    assert math.isnan(read_summary(tmp_path / "s.json").coverage)


def test_what_is_written_is_read_back_equal(tmp_path, summary, context):
    file = SummaryFile.of(summary, context)
    write_summary(tmp_path / "s.json", file)
    assert read_summary(tmp_path / "s.json") == file
    assert [path.name for path in tmp_path.iterdir()] == ["s.json"]


def test_a_moment_without_a_time_zone_is_refused(context):
    with pytest.raises(ValidationError, match="timezone"):
        SummaryContext.model_validate(context.model_dump() | {"created": datetime(2025, 1, 2)})  # noqa: DTZ001


def test_the_schema_lists_every_key_of_the_file(tmp_path, summary, context):
    schema = summary_schema()
    told = SummaryFile.of(summary, context).model_dump(mode="json")
    assert set(schema["properties"]) == set(told)
    section = schema["$defs"]["Section"]
    assert set(section["properties"]) == set(told["sections"][0])
    assert schema["properties"]["schema_version"]["const"] == 2
    assert json.loads(json.dumps(schema)) == schema


@pytest.mark.parametrize("content", ["", "{}", '{"schema_version": 1}', "[1]"])
def test_another_file_is_a_source_error(tmp_path, content):
    path = tmp_path / "s.json"
    path.write_text(content)
    with pytest.raises(SourceError, match="no summary of version 2"):
        read_summary(path)


def test_a_missing_file_is_a_source_error(tmp_path):
    with pytest.raises(SourceError, match="is the path right"):
        read_summary(tmp_path / "none.json")


def test_a_missing_folder_is_an_output_error(tmp_path, summary, context):
    with pytest.raises(OutputError, match="folder has gone"):
        write_summary(tmp_path / "x" / "s.json", SummaryFile.of(summary, context))
