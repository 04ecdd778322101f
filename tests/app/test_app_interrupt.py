"""Ctrl-C in the middle: what was analysed so far is saved and said."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import av
import pytest
from rich.console import Console
from tests.shared import Reviewed
from tests.waiting import WAIT_S, wait_for

from matside.app.analyse import run_analyse
from matside.app.analyse_options import AnalyseOptions
from matside.coach.summary import Summary
from matside.record.files import UNFINISHED
from matside.record.history.recorder import Recorder


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to a child")
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM"])
def test_ctrl_c_or_a_kind_kill_saves_what_was_analysed_so_far(
    clip: Path, tmp_path: Path, name: str
) -> None:
    command = [sys.executable, "-m", "matside", "analyse", str(clip), "-o", str(tmp_path)]
    process = subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, encoding="utf-8"
    )
    trace = tmp_path / clip.stem / UNFINISHED / "trace.jsonl.gz"
    begun = lambda: trace.exists() and trace.stat().st_size > 4000  # noqa: E731
    wait_for(lambda: process.poll() is not None or begun(), "frames that were analysed")
    assert process.poll() is None
    process.send_signal(getattr(signal, name))
    output, _ = process.communicate(timeout=WAIT_S)
    assert process.returncode == 130
    assert "Stopped by hand" in output
    folder = tmp_path / clip.stem
    told = json.loads((folder / "summary.json").read_text("utf-8"))
    assert 0 < told["frames"] < 478
    assert not list(folder.glob("*.part"))
    with av.open(str(folder / "annotated.mp4")) as container:
        frames = sum(1 for _ in container.decode(video=0))
    assert abs(frames - told["frames"]) <= 1


@pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to itself alone")
def test_ctrl_c_breaks_into_nothing_that_holds_a_lock(
    clip: Path, looked_at, tmp_path: Path, monkeypatch
) -> None:
    """An exception between a lock and its release would let the history's thread wait for ever."""
    handed_over: list[bool] = []
    note = Recorder.note

    def interrupted(recorder: Recorder, summary: Summary) -> None:
        handed_over.append(False)
        if len(handed_over) == 1:
            with recorder._ready:
                signal.raise_signal(signal.SIGINT)
        note(recorder, summary)
        handed_over[-1] = True

    monkeypatch.setattr(Recorder, "note", interrupted)
    monkeypatch.setattr(Recorder, "due", lambda _: True)
    monkeypatch.setattr("matside.app.streams.PoseEstimator", Reviewed(looked_at(clip.stem).poses))
    console = Console(file=io.StringIO())
    assert run_analyse([clip], AnalyseOptions(output=tmp_path), console=console) == 130
    assert handed_over == [True, True]
