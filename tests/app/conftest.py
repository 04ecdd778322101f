"""One analysis of one sample, made once for all tests of a worker."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from rich.console import Console

from matside.app.analyse import run_analyse
from matside.app.analyse_options import AnalyseOptions
from matside.app.analysis import Analysis
from matside.app.api import analyse
from matside.data import data_folder


@pytest.fixture(scope="session")
def clip() -> Path:
    """A sample of knees to chest: one hold for each leg."""
    return data_folder("sample_videos") / "knees_to_chest_single.mp4"


@pytest.fixture(scope="session")
def analysis(clip: Path) -> Analysis:
    return analyse(clip)


@pytest.fixture(scope="session")
def results(clip: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that the command line's analysis of the clip leaves."""
    root = tmp_path_factory.mktemp("results")
    options = AnalyseOptions(output=root)
    code = run_analyse([clip], options, console=Console(file=io.StringIO()))
    assert code == 0
    return root / clip.stem
