"""One analysis of one sample, made once for all tests."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from matside.app.analyse import run_analyse
from matside.app.analyse_options import AnalyseOptions
from matside.app.analysis import Analysis
from matside.data import data_folder


@pytest.fixture(scope="session")
def clip() -> Path:
    """A sample of knees to chest: one hold for each leg."""
    return data_folder("sample_videos") / "knees_to_chest_single.mp4"


@pytest.fixture(scope="session")
def analysis(clip: Path, looked_at) -> Analysis:
    return looked_at(clip.stem).analysis


@pytest.fixture(scope="session")
def results(clip: Path, shared) -> Path:
    """The folder that the command line's analysis of the clip leaves; not to be changed."""

    def run(root: Path) -> None:
        options = AnalyseOptions(output=root)
        assert run_analyse([clip], options, console=Console(file=io.StringIO())) == 0

    return shared.folder("results", run) / clip.stem
