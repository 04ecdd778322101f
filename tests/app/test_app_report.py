"""A report from an output folder, from a trace, and as an analysis goes along."""

from __future__ import annotations

import base64
import csv
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import typer
from tests.shared import thin_trace, told
from tests.typed import there
from typer.testing import CliRunner

from matside.analysis.outline import MOST_BUCKETS
from matside.app.analysis import Analysis
from matside.app.report import run_report, write_report
from matside.app.report_source import open_session, poses_at, privacy_comment
from matside.body.landmark import Side
from matside.cli.analysis import report
from matside.errors import SourceError, UsageError
from matside.exercise.library import load_library
from matside.overlay.privacy import Privacy
from matside.record.files import OutputFolder
from matside.record.video import VideoWriter
from matside.report.model import About
from matside.report.moments import ReportRecorder

LIBRARY = load_library()
NUMBER = re.compile(r"\d+(?:\.\d+)?")


def run(session: Path, **options: Any) -> tuple[str, str]:
    """Write a report; return the page and what was printed."""
    printed = told(run_report, session=session, **options)
    return Path(printed.split("Report: ", 1)[1].strip()).read_text("utf-8"), printed


def pictures(page: str) -> list[np.ndarray]:
    found = re.findall(r"data:image/jpeg;base64,([^\"]+)", page)
    raw = [np.frombuffer(base64.b64decode(data), np.uint8) for data in found]
    return [there(cv2.imdecode(one, cv2.IMREAD_COLOR)) for one in raw]


@pytest.fixture
def folder(results: Path, tmp_path: Path) -> Path:
    """A copy of the analysed sample's folder, to be changed; its report is still to be written."""
    copy = Path(shutil.copytree(results, tmp_path / "session"))
    (copy / "report.html").unlink(missing_ok=True)
    return copy


def test_a_folder_becomes_a_page_beside_its_video(folder: Path) -> None:
    page, printed = run(folder)
    assert str(folder / "report.html") in printed
    assert "knees_to_chest_single.mp4" in page
    assert 'src="annotated.mp4"' in page
    assert len(page.encode()) < 1_000_000
    assert "<h1>Knees to chest</h1>" in page
    assert not list(folder.glob("*.part"))


def test_it_is_read_as_it_was_judged(folder: Path, analysis: Analysis) -> None:
    summary = open_session(folder, LIBRARY).summary
    (section,), (judged,) = summary.sections, analysis.summary.sections
    assert section.reps == {Side.RIGHT: 1, Side.LEFT: 1}
    assert [hold.held_s for hold in section.holds] == pytest.approx(
        [hold.held_s for hold in judged.holds], abs=1e-3
    )
    assert (summary.frames, summary.notices) == (analysis.summary.frames, analysis.summary.notices)


def test_the_recorder_gets_every_frame_of_the_table(folder: Path) -> None:
    with (folder / "measures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    outline = open_session(folder, LIBRARY).recorder.outline(0.0, 1e6)
    assert outline.t_s.tolist() == pytest.approx([float(row["time_s"]) for row in rows])
    told = [float(row["left_hip_flexion_deg"] or "nan") for row in rows]
    np.testing.assert_allclose(outline.values[:, 0], told, atol=0.01)


def test_pictures_come_from_the_video_else_are_drawn_from_the_trace(folder: Path) -> None:
    filmed = pictures(run(folder)[0])
    (folder / "annotated.mp4").unlink()
    page, _ = run(folder)
    drawn = pictures(page)
    assert len(filmed) == len(drawn) >= 2
    assert "<video" not in page
    for image in drawn:
        ground = (np.abs(image.astype(int) - (66, 56, 48)) < 12).all(axis=2).mean()
        assert 0.5 < ground < 0.999, "a plain ground with something drawn on it"
    (folder / "trace.jsonl.gz").unlink()
    assert pictures(run(folder)[0]) == []


def test_a_trace_alone_is_judged_anew(results: Path, tmp_path: Path) -> None:
    trace = tmp_path / "trace.jsonl.gz"
    thin_trace(results / "trace.jsonl.gz", trace)
    page, _ = run(trace)
    assert "<h1>Knees to chest</h1>" in page
    assert (tmp_path / "report.html").exists()
    assert len(pictures(page)) >= 2


def test_an_analysis_gives_the_same_numbers_as_its_folder(folder: Path, analysis: Analysis) -> None:
    recorder = ReportRecorder(LIBRARY)
    for frame in analysis.frames:
        recorder.add(frame, np.full((360, 640, 3), 90, np.uint8))
    read = open_session(folder, LIBRARY)
    path = write_report(
        OutputFolder.at(folder), analysis.summary, recorder, library=LIBRARY, about=read.about
    )
    direct = path.read_text("utf-8")
    again, _ = run(folder)
    assert NUMBER.split(words(direct)) == NUMBER.split(words(again))
    numbers = [[float(n) for n in NUMBER.findall(words(page))] for page in (direct, again)]
    assert numbers[0] == pytest.approx(numbers[1], abs=1.0, rel=0.02), "but for rounding"
    assert len(pictures(direct)) == len(pictures(again))


def words(page: str) -> str:
    """Return what a page says, without pictures, scripts and styles."""
    text = re.sub(r"<(script|style|svg)\b.*?</\1>|<img[^>]*>", " ", page, flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]*>", " ", text).split())


def test_nothing_but_the_skeleton_when_that_is_asked_for(folder: Path) -> None:
    page, _ = run(folder, privacy=Privacy.SKELETON_ONLY)
    assert "<video" not in page, "the video shows more"
    for image in pictures(page):
        ground = (np.abs(image.astype(int) - (66, 56, 48)) < 12).all(axis=2).mean()
        assert ground > 0.5


def test_a_blurred_face_and_no_link_to_a_video_that_shows_it(folder: Path) -> None:
    plain = pictures(run(folder)[0])
    page, _ = run(folder, privacy=Privacy.BLUR_FACE)
    assert "<video" not in page
    for before, after in zip(plain, pictures(page), strict=True):
        changed = (np.abs(before.astype(int) - after.astype(int)) > 12).any(axis=2)
        assert 0.005 < changed.mean() < 0.4, "the head and no more"


PRIVATE = Privacy.SKELETON_ONLY


def made_with(folder: Path, privacy: str) -> None:
    """Make the session say how its pictures and video were protected."""
    summary = folder / "summary.json"
    told = json.loads(summary.read_text("utf-8"))
    told["options"]["privacy"] = privacy
    summary.write_text(json.dumps(told), "utf-8")


def test_a_session_that_was_made_private_stays_so(folder: Path) -> None:
    made_with(folder, "skeleton-only")
    page, _ = run(folder)
    assert "<video" not in page, "the video itself says that it shows everything"
    with VideoWriter(folder / "annotated.mp4", (64, 48), comment=privacy_comment(PRIVATE)) as video:
        video.write(np.zeros((48, 64, 3), np.uint8), 0.0)
    page, _ = run(folder)
    assert "<video" in page, "its own video is as private"
    ground = (np.abs(pictures(page)[0].astype(int) - (66, 56, 48)) < 12).all(axis=2).mean()
    assert ground > 0.5
    made_with(folder, "hat")
    with pytest.raises(UsageError, match=r"'hat'.*up to date"):
        run(folder)


def test_a_video_of_an_earlier_run_is_left_alone(folder: Path, analysis: Analysis) -> None:
    read = open_session(folder, LIBRARY)
    path = write_report(
        OutputFolder.at(folder),
        analysis.summary,
        read.recorder,
        library=LIBRARY,
        about=read.about,
        with_video=False,
    )
    page = path.read_text("utf-8")
    assert "<video" not in page
    for image in pictures(page):
        ground = (np.abs(image.astype(int) - (66, 56, 48)) < 12).all(axis=2).mean()
        assert ground > 0.5, "drawn from the trace"


def test_it_can_be_written_elsewhere_without_the_video(folder: Path, tmp_path: Path) -> None:
    page, printed = run(folder, output=tmp_path / "for Anna.html")
    assert "for Anna.html" in printed
    assert "<video" not in page
    assert not (folder / "report.html").exists()


def test_a_session_of_an_unknown_exercise_says_what_to_give(folder: Path) -> None:
    summary = folder / "summary.json"
    summary.write_text(summary.read_text("utf-8").replace('"knees_to_chest"', '"my_bridge"'))
    with pytest.raises(UsageError, match=r"my_bridge.*--exercise-file"):
        run(folder)


def test_what_is_no_session_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"summary\.json and measures\.csv"):
        run(tmp_path)
    with pytest.raises(SourceError, match="nothing is there"):
        run(tmp_path / "none")
    (tmp_path / "clip.mp4").write_bytes(b"")
    with pytest.raises(SourceError, match="another file is there"):
        run(tmp_path / "clip.mp4")


def test_the_command_takes_a_folder_and_what_may_be_seen(folder: Path) -> None:
    app = typer.Typer()
    app.command()(report)
    done = CliRunner().invoke(app, [str(folder), "--skeleton-only", "--blur-face"])
    assert done.exit_code == 0, done.output
    page = (folder / "report.html").read_text("utf-8")
    assert "<video" not in page
    assert len(pictures(page)) >= 2


def test_poses_are_found_by_their_times(results: Path) -> None:
    found = poses_at(results / "trace.jsonl.gz", [5.0, 17.0, 900.0])
    assert set(found) == {5.0, 17.0}
    for t_s, (pose, near) in found.items():
        assert pose.t_s == pytest.approx(t_s, abs=0.05)
        assert near is not None
    assert poses_at(results / "none.jsonl.gz", [1.0]) == {}


def test_hours_stay_small(tmp_path: Path, analysis: Analysis) -> None:
    recorder = ReportRecorder(LIBRARY)
    frames = analysis.frames
    for number in range(20_000):
        recorder.add(replace(frames[number % len(frames)], t_s=number / 5, events=()))
    last_s = 20_000 / 5
    (section,) = analysis.summary.sections
    summary = analysis.summary.replace(end_s=last_s, sections=(section.replace(end_s=last_s),))
    path = write_report(
        OutputFolder.at(tmp_path),
        summary,
        recorder,
        library=LIBRARY,
        about=About(source="long.mp4"),
    )
    assert path.stat().st_size < 1_500_000
    assert len(recorder.outline(0.0, last_s).t_s) <= 2 * MOST_BUCKETS
