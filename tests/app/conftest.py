"""One analysis of one sample, made once for all tests, a live session, and what a job prints."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console
from tests.app.live_stand_ins import Camera, Ear, Model, frames

from matside.app.analysis import Analysis
from matside.app.practice_setting import Devices, PracticeOptions
from matside.app.practise import run_practise
from matside.body.frames import PoseFrame
from matside.record.files import TRACE
from matside.record.history.sessions import History
from matside.record.trace_reader import read_trace


@pytest.fixture(scope="session")
def analysis(clip: Path, looked_at) -> Analysis:
    return looked_at(clip.stem).analysis


@pytest.fixture
def said(capsys, monkeypatch) -> Callable[[], str]:
    """Return all words that were printed so far, on a wide terminal."""
    monkeypatch.setenv("COLUMNS", "120")
    printed: list[str] = []

    def words() -> str:
        printed.append(capsys.readouterr().out)
        return " ".join("".join(printed).split())

    return words


@pytest.fixture
def own_folder(tmp_path, monkeypatch):
    """matside's own folder, empty."""
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "own"))


@pytest.fixture
def example(repository) -> Path:
    """The example of a physiotherapist's plan."""
    return repository / "docs" / "example-plan.toml"


@pytest.fixture(scope="session")
def poses(results) -> list[PoseFrame]:
    """What the sample shows; not to be changed."""
    return list(read_trace(results / TRACE)[1])


@pytest.fixture
def practise(poses, tmp_path, monkeypatch):
    """Practises before stand-ins, in a folder of its own; keeps what was printed and stored.

    Without a camera or a model of the test's own, every fourth frame of the sample is seen.
    """
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "data"))

    def run_once(*, camera=None, model=None, pane=None, ear=None, **options):
        printed = io.StringIO()
        seen = poses if camera or model else poses[::4]
        stand_ins: dict[str, Any] = {
            "source": lambda *_: camera or Camera(frames(seen)),
            "estimator": lambda *_: model or Model(seen),
            "window": lambda _: pane,
            "voice": lambda *_: ear or Ear(),
        }
        devices = Devices(**stand_ins)
        chosen = PracticeOptions(**({"window": pane is not None} | options))
        try:
            done = run_practise(chosen, console=Console(file=printed, width=100), devices=devices)
        finally:
            run.printed = printed.getvalue()
        return done

    def stored():
        with History.open(tmp_path / "data" / "history.sqlite3") as history:
            return history.sessions()

    run: Any = run_once
    run.stored = stored
    return run
