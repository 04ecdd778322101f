"""Real sessions: a screen, clips of the right length, and the command in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from tests.clips import remuxed
from tests.live.live_process import Practice, quiet_environment

from matside.data import data_folder

SAMPLES = data_folder("sample_videos")


@pytest.fixture(scope="session")
def cut(tmp_path_factory):
    """Makes the first seconds of a sample into a clip."""
    folder = tmp_path_factory.mktemp("cut")

    def make(name: str, seconds: float) -> Path:
        path = folder / f"{name}-{seconds:g}.mp4"
        return path if path.exists() else remuxed(SAMPLES / f"{name}.mp4", path, end_s=seconds)

    return make


@pytest.fixture(scope="session")
def long_clip(tmp_path_factory):
    """Somebody who practises for longer than any test, however busy the machine is."""
    path = tmp_path_factory.mktemp("long") / "long.mp4"
    return remuxed(SAMPLES / "knees_to_chest_single.mp4", path, rounds=8)


@pytest.fixture
def practise(tmp_path):
    """Starts ``matside practise``, or a script, and ends what is left of it."""
    started = []

    def start(*arguments, script: str = "", **options) -> Practice:
        before = ["-c", script] if script else ["-m", "matside", "practise"]
        command = [sys.executable, *before, *map(str, arguments)]
        practice = Practice(command, tmp_path, **options)
        started.append(practice)
        return practice

    yield start
    for practice in started:
        practice.discard()


@pytest.fixture
def matside(tmp_path):
    """Runs another command of matside on the same account; returns how it ended."""

    def run(*arguments) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, "-m", "matside", *map(str, arguments)],
            env=quiet_environment(tmp_path),
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )

    return run


@pytest.fixture
def own_history(tmp_path, monkeypatch):
    """The history of this test's sessions, for sessions in this process as well."""
    monkeypatch.setenv("MATSIDE_DATA", str(tmp_path / "data"))
    return tmp_path / "data" / "history.sqlite3"
