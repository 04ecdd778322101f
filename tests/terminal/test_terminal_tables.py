from __future__ import annotations

import io
import math
from types import SimpleNamespace
from typing import Any

import pytest
from rich.console import Console

from matside.body.landmark import Side
from matside.coach.summary import (
    FaultSpan,
    Hold,
    Notice,
    NoticeKind,
    Range,
    Section,
    StillSpan,
    Summary,
)
from matside.terminal.progress import AnalysisProgress, TimeLeft
from matside.terminal.report_table import FileOutcome, overview, summary_report
from matside.wording.labels import Labels


def shown(renderable, width: int = 100) -> str:
    file = io.StringIO()
    Console(file=file, width=width, force_terminal=False, color_system=None).print(renderable)
    return file.getvalue()


def make_section(**changes) -> Section:
    told: dict[str, Any] = {
        "exercise": "knees_to_chest",
        "start_s": 1.0,
        "end_s": 72.04,
        "holds": (
            Hold(phase="hold", side=Side.LEFT, start_s=3.1, end_s=33.4, held_s=30.04),
            Hold(phase="hold", side=Side.RIGHT, start_s=35.0, end_s=71.0, held_s=62.31),
        ),
        "reps": {Side.LEFT: 1, Side.RIGHT: 2},
        "phases": (),
        "faults": (
            FaultSpan(fault="head_up", side=None, start_s=4.0, end_s=6.5),
            FaultSpan(fault="foot_up", side=Side.LEFT, start_s=5.0, end_s=17.0),
            FaultSpan(fault="head_up", side=None, start_s=40.0, end_s=41.0),
        ),
        "neutral": {},
        "ranges": {
            "left_hip_flexion_deg": Range(low=47.6, high=126.2),
            "head_angle_deg": Range(low=math.nan, high=3.0),
            "hip_height_ratio": Range(low=0.1, high=0.2),
        },
    }
    return Section(**(told | changes))


def make_summary(**changes) -> Summary:
    told: dict[str, Any] = {
        "start_s": 0.0,
        "end_s": 80.26,
        "frames": 2400,
        "coverage": 0.974,
        "people": 1,
        "postures": {"on_the_back": 70.0, "unseen": 10.0},
        "sections": (make_section(),),
        "stills": (),
        "notices": (),
    }
    return Summary(**(told | changes))


def row_of(text: str, start: str) -> list[str]:
    lines = [" ".join(line.split()) for line in text.splitlines()]
    (line,) = [line for line in lines if line.startswith(start)]
    return line.split()


def test_a_section_tells_its_holds_repetitions_and_faults():
    text = shown(summary_report("clip.mp4", make_summary(), labels=Labels()))
    assert "clip.mp4: 1 min 20 s long, judged 97 % of the time" in text
    assert "Knees to chest  0:01 to 1:12" in text
    assert row_of(text, "Hold left") == ["Hold", "left", "0:03", "0:33", "30", "s"]
    assert row_of(text, "Hold right") == ["Hold", "right", "0:35", "1:11", "1", "min", "2", "s"]
    assert "Repetitions: left 1, right 2" in text
    assert row_of(text, "Foot up") == ["Foot", "up", "left", "1", "12", "s"]
    assert row_of(text, "Head up") == ["Head", "up", "2", "3.5", "s"]
    assert text.index("Foot up") < text.index("Head up"), "the longest first"


def test_measures_are_called_estimates_with_their_uncertainty_and_unknown_ones_left_out():
    text = shown(summary_report("clip.mp4", make_summary(), labels=Labels()))
    assert "Measure in moves and holds (estimate)" in text
    assert row_of(text, "Hip flexion, left")[-3:] == ["48°", "126°", "10°"]
    assert row_of(text, "Hip height")[-3:] == ["0.10", "0.20", "0.10"]
    assert "Head angle" not in text


def test_only_what_the_exercise_shows_is_told():
    labels = Labels(measures={"knees_to_chest": frozenset({"hip_flexion_deg"})})
    assert "Hip height" not in shown(summary_report("clip.mp4", make_summary(), labels))


def test_curves_of_the_back_count_from_the_persons_own_neutral():
    ranges = {
        "spinal_curve_deg": Range(low=-44.0, high=48.0),
        "lower_curve_deg": Range(low=math.nan, high=4.0),
    }
    section = make_section(ranges=ranges, neutral={"spinal_curve_deg": -42.0})
    text = shown(summary_report("clip.mp4", make_summary(sections=(section,)), labels=Labels()))
    assert row_of(text, "Spinal curve from neutral (+ rounded, - hollow)")[-3:] == [
        "-44°",
        "+48°",
        "13°",
    ]
    assert "Lower curve" not in text


def test_a_section_without_faults_says_so_and_holds_nothing_empty():
    section = make_section(holds=(), reps={None: 7}, faults=(), ranges={})
    text = shown(summary_report("c", make_summary(sections=(section,)), labels=Labels()))
    assert "Faults of form: none seen" in text
    assert "Repetitions: 7" in text
    assert "From" not in text


def test_pictures_are_not_judged_by_faults_that_must_last():
    section = make_section(holds=(), reps={}, faults=(), ranges={})
    still = StillSpan(t_s=0.0, posture="on_the_back", exercise="", phase="", side=None)
    text = shown(
        summary_report("c", make_summary(sections=(section,), stills=(still,)), labels=Labels())
    )
    assert "Faults of form: not judged" in text
    assert "none seen" not in text


def test_names_and_notices_are_used_and_brackets_are_no_markup():
    labels = Labels(
        exercises={"knees_to_chest": "Knees [both]"},
        faults={("knees_to_chest", "head_up"): "Head off [the] mat"},
    )
    summary = make_summary(
        notices=(Notice(kind=NoticeKind.UNREADABLE, detail="A second person [red]came by."),)
    )
    text = shown(summary_report("[bold]clip.mp4", summary, labels))
    for words in ("[bold]clip.mp4", "Knees [both]", "Head off [the] mat", "[red]came by"):
        assert words in text


def test_without_an_exercise_the_postures_are_told():
    text = shown(summary_report("c", make_summary(sections=()), labels=Labels()))
    assert "No exercise was recognised" in text
    assert row_of(text, "On the back")[3:] == ["1", "min", "10", "s", "88", "%"]
    assert row_of(text, "Nobody in view")[-4:] == ["10", "s", "12", "%"]
    assert "nobody" in shown(
        summary_report("c", make_summary(sections=(), postures={}), labels=Labels())
    )


def still(t_s: float, exercise: str = "", phase: str = "", side: Side | None = None) -> StillSpan:
    return StillSpan(t_s=t_s, posture="folded", exercise=exercise, phase=phase, side=side)


def test_single_pictures_tell_what_each_shows():
    summary = make_summary(sections=(), stills=(still(0.0, "childs_pose", "hold", Side.LEFT),))
    text = shown(summary_report("a.jpg", summary, labels=Labels()))
    assert "a.jpg: a single picture" in text
    assert "judged" not in text
    assert row_of(text, "Childs pose")[2:] == ["Hold,", "left", "Folded", "forward", "0:00"]
    assert "No exercise was recognised" not in text
    several = make_summary(sections=(), stills=(still(0.0), still(5.0, "childs_pose", "hold")))
    text = shown(summary_report("slides.mp4", several, labels=Labels()))
    assert "slides.mp4: pictures too sparse to time" in text
    assert row_of(text, "none recognised")[-1] == "0:00"
    text = shown(overview([FileOutcome(name="s.mp4", summary=several)], labels=Labels()))
    assert row_of(text, "Childs pose") == ["Childs", "pose"]


@pytest.mark.parametrize(
    ("share", "told"), [(1.0, "100 %"), (0.996, "99 %"), (0.0, "0 %"), (math.nan, "-")]
)
def test_a_hundred_percent_means_all(share, told):
    assert f"judged {told} of" in shown(
        summary_report("c", make_summary(coverage=share), labels=Labels())
    )


@pytest.mark.parametrize("width", [60, 80])
def test_narrow_terminals_can_read_every_number(width):
    labels = Labels(faults={("knees_to_chest", "head_up"): "Head or shoulders come off the mat"})
    text = shown(summary_report("a" * 70 + ".mp4", make_summary(), labels), width)
    assert max(len(line) for line in text.splitlines()) <= width
    for number in ("0:03", "30 s", "1 min 2 s", "12 s", "126°"):
        assert number in text
    assert "…" not in text


def test_an_overview_has_a_row_a_section_and_the_failed_files_last():
    outcomes = [
        FileOutcome(name="bad[1].mp4", failure="It is not a video."),
        FileOutcome(
            name="good.mp4", summary=make_summary(sections=(make_section(), make_section(holds=())))
        ),
        FileOutcome(name="dull.mp4", summary=make_summary(sections=())),
    ]
    text = shown(overview(outcomes, labels=Labels()))
    lines = [line.split() for line in text.splitlines()]
    first = lines.index(["good.mp4", "97", "%"])
    assert lines[first + 1] == [
        "Knees",
        "to",
        "chest",
        "2",
        "1",
        "min",
        "32",
        "s",
        "1",
        "L,",
        "2",
        "R",
        "3",
    ]
    assert lines[first + 2] == ["Knees", "to", "chest", "1", "L,", "2", "R", "3"]
    assert "none recognised" in text
    assert "Not analysed: 1 of 3" in text
    assert text.rstrip().endswith("bad[1].mp4: It is not a video.")
    assert (
        max(len(line) for line in shown(overview(outcomes, labels=Labels()), 60).splitlines()) <= 60
    )


def test_an_overview_of_failures_only_has_no_table():
    text = shown(overview([FileOutcome(name="a", failure="")], labels=Labels()))
    assert "Exercise" not in text
    assert "a: unknown reason" in text


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "latin-1"])
def test_old_consoles_can_hold_every_character(encoding):
    outcomes = [FileOutcome(name="a", summary=make_summary()), FileOutcome(name="b", failure="c")]
    for report in (
        summary_report("a", make_summary(), labels=Labels()),
        overview(outcomes, labels=Labels()),
    ):
        file = io.TextIOWrapper(io.BytesIO(), encoding=encoding)
        Console(file=file, width=80, force_terminal=False).print(report)
        file.flush()


def test_progress_is_silent_where_there_is_no_terminal():
    file = io.StringIO()
    console = Console(file=file, force_terminal=False)
    with AnalysisProgress(console, "clip.mp4", 65.0) as progress:
        progress.show(12.0)
    assert file.getvalue() == ""


@pytest.mark.parametrize(
    ("duration_s", "told"),
    [(65.0, "0:12 of 1:05"), (10.0, "0:10 of 0:10"), (None, "0:12"), (math.nan, "0:12")],
)
def test_progress_tells_the_name_and_how_far_it_is(duration_s, told):
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, width=90, color_system=None)
    with AnalysisProgress(console, "[b] clip.mp4", duration_s) as progress:
        progress.show(12.4)
        progress.refresh()
    text = file.getvalue()
    assert "[b] clip.mp4" in text
    assert told in text
    if duration_s is None:
        assert " of " not in text


@pytest.mark.parametrize(
    ("left_s", "told"),
    [
        (None, ""),
        (45, "45 s left"),
        (119, "1 min 59 s left"),
        (121, "3 min left"),
        (7141, "2 h 00 min left"),
    ],
)
def test_the_time_that_is_left_has_seconds_only_at_the_end(left_s, told):
    task = SimpleNamespace(time_remaining=left_s)
    assert TimeLeft().render(task).plain == told  # type: ignore[arg-type]
