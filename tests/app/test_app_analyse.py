"""Analyse a real file, from Python and into files."""

from __future__ import annotations

import csv
import io
import json
import shutil
from pathlib import Path

import av
import cv2
import numpy as np
import pytest
from rich.console import Console
from tests.shared import thin_trace
from tests.typed import there

from matside.app.analyse import run_analyse
from matside.app.analyse_file import NOTHING_RECOGNISED
from matside.app.analyse_options import AnalyseOptions
from matside.app.analysis import Analysis
from matside.app.api import analyse
from matside.app.outputs import OutputSettings
from matside.body.landmark import Side
from matside.coach.events import HoldDone, HoldStarted
from matside.coach.summary import Notice, NoticeKind
from matside.errors import OutputError, SourceError, UsageError
from matside.pose.rate import Rate


def run(paths: list[Path], root: Path, *, video: bool = True, **options) -> tuple[int, str]:
    text = io.StringIO()
    console = Console(file=text, width=100)
    chosen = AnalyseOptions(output=root, files=OutputSettings(annotate=video), **options)
    code = run_analyse(paths, chosen, console=console)
    return code, text.getvalue()


def picture(path: Path, size: tuple[int, int] = (64, 48)) -> Path:
    """Write a plain grey picture, in which nobody is."""
    cv2.imwrite(str(path), np.full((size[1], size[0], 3), 128, np.uint8))
    return path


def test_python_gets_sections_events_and_frames(analysis: Analysis) -> None:
    (section,) = analysis.summary.sections
    assert section.exercise == "knees_to_chest"
    assert section.reps == {Side.RIGHT: 1, Side.LEFT: 1}
    assert [hold.side for hold in section.holds] == [Side.RIGHT, Side.LEFT]
    assert len(analysis.frames) == analysis.summary.frames
    assert sum(isinstance(event, HoldDone) for event in analysis.events) == 2


def test_events_lie_within_the_clip_and_holds_start_before_they_end(analysis: Analysis) -> None:
    summary = analysis.summary
    assert all(summary.start_s <= event.t_s <= summary.end_s for event in analysis.events)
    started = [event.t_s for event in analysis.events if isinstance(event, HoldStarted)]
    assert all(any(start <= hold.end_s for start in started) for hold in summary.sections[0].holds)


def test_the_command_leaves_the_same_result_in_files(results: Path, analysis: Analysis) -> None:
    told = json.loads((results / "summary.json").read_text("utf-8"))
    holds = told["sections"][0]["holds"]
    mine = analysis.summary.sections[0].holds
    assert [hold["start_s"] for hold in holds] == pytest.approx([h.start_s for h in mine], abs=1e-3)
    assert [hold["held_s"] for hold in holds] == pytest.approx([h.held_s for h in mine], abs=1e-3)
    with (results / "measures.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == told["frames"] == analysis.summary.frames
    assert float(rows[-1]["time_s"]) == pytest.approx(analysis.frames[-1].t_s)


def test_the_annotated_video_has_every_frame_at_its_time(results: Path, analysis: Analysis) -> None:
    with av.open(str(results / "annotated.mp4")) as container:
        times = [frame.time for frame in container.decode(video=0)]
    start = analysis.frames[0].t_s
    assert times == pytest.approx([frame.t_s - start for frame in analysis.frames], abs=2e-3)


def test_nothing_half_written_is_left(results: Path) -> None:
    assert not list(results.glob("*.part"))


def test_a_trace_replays_to_the_same_events(
    results: Path, analysis: Analysis, tmp_path: Path
) -> None:
    again = analyse(results / "trace.jsonl.gz")
    assert again.events == analysis.events
    assert again.summary.replace(notices=()) == analysis.summary.replace(notices=())
    thin_trace(results / "trace.jsonl.gz", tmp_path / "trace.jsonl.gz")
    code, text = run([tmp_path / "trace.jsonl.gz"], tmp_path)
    assert code == 0
    assert (tmp_path / "knees_to_chest_single-replay" / "summary.json").exists()
    assert "Knees to chest" in text


def test_a_named_exercise_is_the_only_one_looked_for(results: Path) -> None:
    forced = analyse(results / "trace.jsonl.gz", exercise="cat-cow")
    assert forced.summary.sections == ()
    assert forced.summary.notices[-1] == Notice(kind=NoticeKind.NOT_SEEN, exercise="cat_cow")


def test_one_bad_file_does_not_stop_the_others(tmp_path: Path) -> None:
    folder = tmp_path / "clips"
    folder.mkdir()
    (folder / "a_text.mp4").write_text("no video at all")
    picture(folder / "b_empty_room.png")
    code, text = run([folder], tmp_path / "out")
    assert code == 1
    assert "Not analysed: 1 of 2" in text
    assert "a_text.mp4" in text
    home = tmp_path / "out" / "b_empty_room"
    assert {"summary.json", "report.html", ".matside-done"} <= {
        path.name for path in home.iterdir()
    }
    assert not (home / "annotated.png").exists(), "a batch draws only where that is asked for"


def test_slow_motion_gives_the_times_of_life(clip: Path, tmp_path: Path) -> None:
    slow = tmp_path / "slow.mkv"
    with av.open(str(clip)) as whole, av.open(str(slow), "w") as target:
        stream = target.add_stream_from_template(whole.streams.video[0])
        for packet in whole.demux(video=0):
            if packet.dts is not None and packet.dts * packet.time_base < 1:
                packet.pts, packet.dts = there(packet.pts) * 4, packet.dts * 4
                packet.stream = stream
                target.mux(packet)
    stretched, true = analyse(slow), analyse(slow, slow_motion=4)
    assert true.summary.end_s == pytest.approx(stretched.summary.end_s / 4)
    assert true.summary.end_s == pytest.approx(1.0, abs=0.3)


def test_a_slow_motion_of_nothing_is_refused(clip: Path) -> None:
    with pytest.raises(UsageError, match="greater than 0 and is 0"):
        analyse(clip, slow_motion=0)


def test_a_drawn_video_needs_every_frame(clip: Path, tmp_path: Path) -> None:
    options = AnalyseOptions(output=tmp_path, rate=Rate.AUTO, save=False)
    with pytest.raises(UsageError, match="--no-video with --rate auto"):
        run_analyse([clip], options)
    assert list(tmp_path.iterdir()) == []


def test_nobody_in_view_is_said(tmp_path: Path) -> None:
    code, text = run([picture(tmp_path / "room.png")], tmp_path / "out")
    assert code == NOTHING_RECOGNISED == 3
    assert "Nobody was seen" in " ".join(text.split())
    assert (tmp_path / "out" / "room" / "annotated.png").exists()


def test_a_text_file_called_mp4_is_one_sentence(tmp_path: Path) -> None:
    bad = tmp_path / "notes.mp4"
    bad.write_text("no video at all")
    with pytest.raises(SourceError, match=r"notes\.mp4"):
        run([bad], tmp_path / "out")


def test_an_unknown_exercise_gets_the_nearest_name_before_any_work(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cat_cow"):
        run([tmp_path / "missing.mp4"], tmp_path / "out", exercise="catcow2")


def test_an_unknown_dose_lists_the_doses(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"no dose called 'lots'.*mobility"):
        run([tmp_path / "missing.mp4"], tmp_path / "out", dose="lots")


def test_an_output_folder_that_is_a_file_is_said(tmp_path: Path) -> None:
    in_the_way = tmp_path / "out"
    in_the_way.write_text("a file")
    with pytest.raises(OutputError, match="a file is in the way"):
        run([picture(tmp_path / "room.png")], in_the_way)


def test_a_truncated_video_is_analysed_up_to_the_break(clip: Path, tmp_path: Path) -> None:
    whole = av.open(str(clip))
    cut = tmp_path / "cut.mkv"
    with whole, av.open(str(cut), "w") as target:
        stream = target.add_stream_from_template(whole.streams.video[0])
        for packet in whole.demux(video=0):
            if packet.dts is not None and packet.dts * packet.time_base < 4:
                packet.stream = stream
                target.mux(packet)
    data = cut.read_bytes()
    cut.write_bytes(data[: len(data) // 2])
    code, text = run([cut], tmp_path / "out", video=False)
    assert code == NOTHING_RECOGNISED  # half of the way into a hold
    told = json.loads((tmp_path / "out" / "cut" / "summary.json").read_text("utf-8"))
    assert told["frames"] > 10
    assert told["notices"], text


def test_without_video_no_video_is_written(tmp_path: Path) -> None:
    run([picture(tmp_path / "room.png")], tmp_path / "out", video=False)
    names = {file.name for file in (tmp_path / "out" / "room").iterdir()}
    assert names >= {"summary.json", "measures.csv", "trace.jsonl.gz"}
    assert "annotated.png" not in names


def test_the_same_clip_goes_to_the_same_folder_again(tmp_path: Path) -> None:
    room = picture(tmp_path / "room.png")
    other = tmp_path / "elsewhere"
    other.mkdir()
    shutil.copy(room, other / "room.png")
    for _ in range(2):
        run([room, other / "room.png"], tmp_path / "out", video=False)
    assert sorted(folder.name for folder in (tmp_path / "out").iterdir()) == ["room", "room-2"]
